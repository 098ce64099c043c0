"""Check a student's number against what the module computes, and say what may have gone wrong.

A number is right if it lies within a tolerance of the result; it is never compared as a text.
A wrong one is compared with the numbers that common slips lead to: another base or date, a share
for a percentage, the wrong direction, a ratio upside down, rounding too early.
A hint never tells the result.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from numbers import Real
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.errors import UserError
from analysis.evidence import Estimate
from analysis.language import Language

UNITS = ("percent", "points", "share", "count")
NEAR = 0.05
"""An answer that is wrong by no more than this share of the result is called close."""
ROUNDED_SHARE = 0.5
"""Percentage points by which a share that is given with two decimals may lie beside."""
SCALES = (1_000, 1_000_000)
DIGITS = (3, 2, 1, 0, -1, -2, -3)


@dataclass(frozen=True)
class Slip:
    """A number that a common slip leads to, and what to say of it."""

    name: str
    value: float
    hint: str


@dataclass(frozen=True)
class Feedback:
    """What to say of an answer.

    Attributes
    ----------
    right
        Whether the answer lies within the tolerance.
    slip
        Which slip it looks like; empty where it is right.
    hint
        A sentence or two for the student; it never tells the result.
    """

    right: bool
    slip: str
    hint: str

    def __str__(self) -> str:
        return self.hint

    def _repr_html_(self) -> str:
        mark = "\N{CHECK MARK}" if self.right else "\N{RIGHTWARDS ARROW}"
        return f'<p class="answer" role="status">{mark} {html.escape(self.hint)}</p>'


def check(
    given: object,
    truth: float,
    *,
    tolerance: float,
    language: Language,
    unit: str = "percent",
    slips: Iterable[Slip] = (),
) -> Feedback:
    """Check a number.

    Parameters
    ----------
    given
        The student's answer; anything else than a number gets a hint too.
    truth
        The result, computed from the data.
    tolerance
        How far the answer may lie from it, in the unit of the result.
    language
        Of the hint.
    unit
        ``percent`` (27.8), ``points`` (a difference of percentages), ``share`` (0.278) or
        ``count``.
    slips
        Numbers that slips of this exercise lead to. The first that fits is named, after those
        that every exercise has.

    Raises
    ------
    UserError
        If the result is no number, the tolerance is below zero or the unit does not exist.
    """
    if not math.isfinite(truth) or tolerance < 0 or unit not in UNITS:
        raise UserError(
            "An answer is checked against a number with a tolerance of zero or more, in one of the"
            " units {units}; not {truth}, {tolerance}, {unit}.",
            units=", ".join(UNITS),
            truth=truth,
            tolerance=tolerance,
            unit=unit,
        )
    if given is None or given is Ellipsis:
        hint = language.text("There is no answer yet; write a number in place of None.")
        return Feedback(right=False, slip="empty", hint=hint)
    if isinstance(given, bool) or not isinstance(given, Real) or not math.isfinite(given):
        hint = language.text(
            "The answer must be a number: without quotation marks or signs such as %,"
            " and with a point before the decimals, like 12.3."
        )
        return Feedback(right=False, slip="no_number", hint=hint)
    number = float(given)
    if _near(number, truth, tolerance):
        return Feedback(right=True, slip="", hint=language.text("Right, within the tolerance."))
    found = [*_common(number, truth, tolerance, unit, language)]
    found += [slip for slip in slips if _near(number, slip.value, tolerance)]
    slip = found[0] if found else _far(number, truth, tolerance, unit, language)
    return Feedback(right=False, slip=slip.name, hint=slip.hint)


def check_coverage(
    given: object,
    table: pd.DataFrame,
    *,
    geo: str,
    date: str,
    language: Language,
    group: str = "all",
    base: str = "employed",
    column: str = "value",
    tolerance: float = 0.05,
) -> Feedback:
    """Check a coverage in percent, knowing what another base, date, group or bound would give.

    Parameters
    ----------
    given
        The student's answer.
    table
        As :func:`analysis.coverage.measures` gives it.
    geo, date, group, base
        Which coverage was asked for.
    language
        Of the hint.
    column
        ``value``, or a bound: ``low`` or ``high``.
    tolerance
        In percentage points.

    Raises
    ------
    UserError
        If the table has no such coverage.
    """
    own = table[(table["geo"] == geo) & (table["count"] == "active")]
    asked = (own["date"] == date) & (own["group"] == group) & (own["base"] == base)
    if not asked.any():
        raise UserError(
            "There is no coverage of {geo} in {date} for {group} over {base} to check against.",
            geo=geo,
            date=date,
            group=group,
            base=base,
        )
    truth = own[asked].iloc[0]
    return check(
        given,
        float(truth[column]),
        tolerance=tolerance,
        language=language,
        slips=_of_coverage(truth, own[~asked], column, language),
    )


def check_difference(
    given: object,
    first: float,
    second: float,
    *,
    tolerance: float,
    language: Language,
    unit: str = "points",
) -> Feedback:
    """Check the first number minus the second.

    A relative change, a ratio and one of the two numbers alone are known slips.
    """
    slips = [
        Slip(
            "only_one", first, language.text("That is one of the two numbers; subtract the other.")
        ),
        Slip("only_one", second, language.text("That is one of the two numbers; subtract it.")),
    ]
    relative = language.text(
        "That is a relative change. Asked for is the plain difference, first minus second."
    )
    for whole in (first, second):
        if whole:
            slips.append(Slip("relative", (first - second) / whole, relative))
            slips.append(Slip("relative", 100 * (first - second) / whole, relative))
    if second:
        ratio = language.text("That is a ratio. Asked for is the difference: subtract.")
        slips.append(Slip("ratio", first / second, ratio))
    return check(
        given, first - second, tolerance=tolerance, language=language, unit=unit, slips=slips
    )


def check_estimate(
    given: object, estimate: Estimate, *, tolerance: float, language: Language
) -> Feedback:
    """Check an estimate on coded evidence, such as a net stance; its bounds are known slips."""
    bounds = [
        Slip("bound", bound, language.text("That is an end of the interval, not the estimate."))
        for bound in (estimate.low, estimate.high)
    ]
    counts = [
        Slip("count", count, language.text("That is a count of events. Divide by all that count."))
        for count in (estimate.n_events, *_counts(estimate.details))
    ]
    return check(
        given,
        estimate.estimate,
        tolerance=tolerance,
        language=language,
        unit="share",
        slips=[*bounds, *counts],
    )


# Slips --------------------------------------------------------------------------------------


def _near(number: float, value: float, tolerance: float) -> bool:
    """Tell whether a number lies within the tolerance; the last bit of a float may differ."""
    return abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12 * abs(value)


def _common(
    number: float, truth: float, tolerance: float, unit: str, language: Language
) -> Iterator[Slip]:
    """Name the slips that any exercise knows."""
    # Ten is no rounded eight.
    near = unit != "count" or abs(number - truth) <= NEAR * abs(truth)
    if near and number and any(number in _shortened(truth, digits) for digits in DIGITS):
        hint = language.text(
            "That is rounded too far. Give more decimals, and round only at the end."
        )
        yield Slip("rounded", number, hint)
    # Near zero, all small numbers would pass for shares.
    beside = max(tolerance, ROUNDED_SHARE) if abs(truth) > 1 else tolerance
    if unit != "count" and _near(100 * number, truth, beside):
        hint = language.text("That is a share between 0 and 1. Asked for are percent: times 100.")
        yield Slip("share", number, hint)
    if unit == "share" and _near(number / 100, truth, tolerance):
        hint = language.text("Those are percent. Asked for is a share between 0 and 1.")
        yield Slip("percent", number, hint)
    if _near(-number, truth, tolerance):
        hint = language.text(
            "The size is right, but the direction is not:"
            " look again at what is subtracted from what."
        )
        yield Slip("direction", number, hint)
    whole = 100 if unit in {"percent", "points"} else 1
    upside_down = whole**2 / truth if truth else math.nan
    if unit != "count" and _near(number, upside_down, tolerance):
        hint = language.text("The ratio is upside down: divide the part by the whole.")
        yield Slip("inverse", number, hint)
    for scale in SCALES:
        if unit == "count" and (
            _near(number * scale, truth, tolerance) or _near(number / scale, truth, tolerance)
        ):
            hint = language.text(
                "The digits are right, but the unit is not: persons, or thousands?"
            )
            yield Slip("scale", number, hint)


def _shortened(value: float, digits: int) -> tuple[float, float]:
    """Return a number rounded, and cut off, after some digits."""
    factor = 10.0**digits
    return round(value, digits), round(math.trunc(value * factor) / factor, max(digits, 0))


def _far(number: float, truth: float, tolerance: float, unit: str, language: Language) -> Slip:
    """Say in which direction an answer is wrong that looks like no known slip."""
    if number * truth < 0:
        hint = language.text("The direction is not right: look again at the sign.")
        return Slip("direction", number, hint)
    if abs(number - truth) <= max(3 * tolerance, NEAR * abs(truth)):
        hint = language.text(
            "Close. Look for a number that was rounded on the way,"
            " or a figure of a neighbouring row."
        )
        return Slip("close", number, hint)
    name = "high" if number > truth else "low"
    if unit in {"percent", "share"}:
        hints = {
            "high": language.text("Too high. Check what is counted, and what it is divided by."),
            "low": language.text("Too low. Check what is counted, and what it is divided by."),
        }
    else:
        hints = {
            "high": language.text("Too high. Check which number is asked for, and of what date."),
            "low": language.text("Too low. Check which number is asked for, and of what date."),
        }
    return Slip(name, number, hints[name])


def _of_coverage(
    truth: Any, others: pd.DataFrame, column: str, language: Language
) -> Iterator[Slip]:
    for bound in ("low", "value", "high"):
        if bound != column:
            hint = language.text(
                "That is another end of what the figures leave open:"
                " there are a lowest, a main and a highest value."
            )
            yield Slip("bound", float(truth[bound]), hint)
    for row in others.to_dict("records"):
        differs = [name for name in ("base", "date", "group") if row[name] != truth[name]]
        if differs == ["base"]:
            hint = language.text(
                "That is a share of {base}. Look again at whom the question counts as the whole.",
                base=vocabulary.base(row["base"], language),
            )
        elif differs == ["date"]:
            hint = language.text(
                "That is the coverage of {date}. Look again at the date in the question.",
                date=language.date(row["date"]),
            )
        elif "group" in differs and row["date"] == truth["date"]:
            hint = language.text(
                "That is the coverage of {group}. Look again at whom the question is about.",
                group=vocabulary.group(row["group"], language),
            )
        else:
            continue
        for bound in ("value", "low", "high"):
            yield Slip(differs[0], float(row[bound]), hint)


def _counts(details: pd.DataFrame) -> list[float]:
    return [float(count) for count in details.get("n_events", pd.Series(dtype=float))]
