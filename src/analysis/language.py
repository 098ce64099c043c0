"""The reader's language: texts from a gettext catalogue, numbers and dates as it writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.dates import first_day
from analysis.errors import Message, Sentence
from analysis.files import digest, keep

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

CATALOGUES = Path(__file__).parent / "locale"
KEPT = Path(__file__).parents[2] / "_build" / "catalogues"
SOURCE = "en"
ABSENT = "–"


def languages() -> list[str]:
    """List the languages that exist: English, the source, and each one with a catalogue."""
    return [SOURCE, *sorted(path.name for path in CATALOGUES.glob("*") if path.is_dir())]


@cache
def _translations(code: str) -> NullTranslations:
    path = CATALOGUES / code / "LC_MESSAGES" / "analysis.po"
    if not path.is_file():
        return NullTranslations()
    return GNUTranslations(BytesIO(_compiled(path, code)))


def _compiled(path: Path, code: str) -> bytes:
    """Return a catalogue in the form that is read at once.

    It is kept under the digest of its source, as making it takes longer than ``ucj --help``.
    """
    kept = KEPT / f"{digest(path)}.mo"
    if kept.is_file():
        return kept.read_bytes()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=code))
    keep(kept, compiled.getvalue(), KEPT.parent)
    return compiled.getvalue()


@cache
def _number_pattern(pattern: str) -> NumberPattern:
    from babel.numbers import parse_pattern

    return parse_pattern(pattern)


@cache
def _patterns(code: str) -> dict[str, re.Pattern[str]]:
    """Return what finds the sentences made from each template of a catalogue."""
    path = CATALOGUES / code / "LC_MESSAGES" / "analysis.po"
    if not path.is_file():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as handle:
        templates = [entry.id for entry in read_po(handle) if isinstance(entry.id, str)]
    return {template: _pattern(template) for template in templates if template}


def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds the sentences made from a template."""
    seen: set[str] = set()
    parts = []
    for part in re.split(r"(\{[a-z_]+\})", template):
        name = part[1:-1] if part.startswith("{") else ""
        if name and name.isidentifier():
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*)")
            seen.add(name)
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts), re.DOTALL)


@dataclass(frozen=True)
class Language:
    """One language of the book.

    Parameters
    ----------
    code
        ``en``, the language of the source texts, or one that has a catalogue, such as ``id``.

    Raises
    ------
    ValueError
        If there is no such language; the message lists those that exist.
    """

    code: str

    def __post_init__(self) -> None:
        if self.code not in languages():
            raise ValueError(
                f"There is no language “{self.code}”; there are: {', '.join(languages())}."
            )

    def text(self, message: str, /, **values: object) -> str:
        """Return a text in this language, with its ``{placeholders}`` filled.

        The message must be a literal: the catalogue is made by reading the source. A ``float``
        among the values is written as this language writes it, with all its digits.
        """
        said = {name: self._value(value) for name, value in values.items()}
        translated = _translations(self.code).gettext(message)
        return translated.format(**said) if said else translated

    def _value(self, value: object) -> object:
        """Return what stands for a value in a text of this language."""
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, Sentence):
            return self.repeat(value)
        if isinstance(value, tuple):
            return "\n".join(str(self._value(each)) for each in value)
        if isinstance(value, float) and math.isfinite(value):
            return self._decimal(value, "#,##0.##########")
        return value

    def _decimal(self, value: float, pattern: str) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, format=_number_pattern(pattern), locale=self.code)

    def repeat(self, sentence: str) -> str:
        """Return an English sentence of this project in this language, if it is known here."""
        found = [
            (len(pattern.pattern), template, match.groupdict())
            for template, pattern in _patterns(self.code).items()
            if (match := pattern.fullmatch(sentence))
        ]
        if not found:
            return sentence
        _, template, values = max(found, key=lambda each: each[0])
        return self.text(template, **values)

    def say(self, message: Message) -> str:
        """Return a message in this language, with the messages among its values."""
        return self.text(message.template, **message.values)

    def plural(self, one: str, many: str, /, n: int, **values: object) -> str:
        """Return the text for one or for many, with ``{n}`` written as this language writes it."""
        form = _translations(self.code).ngettext(one, many, n)
        return form.format(n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number: ``1,234.5`` or ``1.234,5``; a missing one as a dash."""
        if value is None or value != value:  # noqa: PLR0124 - the one test for "not a number"
            return ABSENT
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        value = round(value, digits) + 0.0  # no "minus nothing"
        return self._decimal(value, pattern).replace("-", "−")

    def percent(self, value: float, digits: int = 1) -> str:
        """Write a percentage that is given in percent (27.8 becomes ``27.8%`` or ``27,8%``)."""
        text = self.number(value, digits)
        return text if text == ABSENT else f"{text}%"

    def interval(self, low: float, high: float, digits: int = 1) -> str:
        """Write an interval as ``low to high``."""
        return self.text(
            "{low} to {high}", low=self.number(low, digits), high=self.number(high, digits)
        )

    def date(self, partial: str) -> str:
        """Write a partial date as exactly as it is known: ``11 November 2024`` or ``2024``."""
        if not partial:
            return self.text("undated")
        from babel.dates import format_date

        pattern = ("y", "MMMM y", "d MMMM y")[partial.count("-")]
        return format_date(first_day(partial), format=pattern, locale=self.code)

    def join(self, items: Sequence[str]) -> str:
        """Join items as running text: ``a, b and c``."""
        *before, last = items or [""]
        if not before:
            return last
        if len(before) == 1:
            return self.text("{first} and {last}", first=before[0], last=last)
        # Of its own, as a language may want a comma here, like Indonesian.
        return self.text("{items} and {last}", items=", ".join(before), last=last)

    def pick(self, row: Mapping[Any, Any], field: str) -> str:
        """Return a field of a row in this language, such as ``label_id``.

        Else the English one, else that of any language: a text is better than none.
        """
        codes = [self.code, SOURCE, *languages()]
        texts = (row.get(f"{field}_{code}") for code in codes)
        return str(next(filter(None, texts), ""))
