"""What a notebook opens: the case, the reader's language, and where results go."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from IPython.display import Markdown, display

from analysis import cases, claims, evidence, introductions, tables, trends, vocabulary
from analysis.comparison import State
from analysis.dates import is_partial
from analysis.errors import UserError
from analysis.exhibits import Exhibit
from analysis.files import write_text
from analysis.framework import elements
from analysis.language import Language

BASES = ("employed", "eligible", "labour_force")
HORIZON = 5
"""Years beyond the series that a forecast is drawn for."""


@dataclass(frozen=True)
class Parameters:
    """What a reader may change before a chapter runs (see the page on rerunning)."""

    case: str
    language: str
    as_of: str
    layers: tuple[str, ...]
    base: str
    confidence: float
    seed: int

    def settings(self) -> str:
        """Write what bears on results, as the parameter cell of a notebook does.

        A case is named without its folder, so that the same case says the same wherever it lies.
        """
        names = ("as_of", "base", "confidence", "seed")
        values = {"case": Path(self.case).name, **{name: getattr(self, name) for name in names}}
        return ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())


class Figures(NamedTuple):
    """The figures of a case and of the reference, as known at a date.

    Attributes
    ----------
    observations, derivations
        Tables of case and reference together.
    keys
        Keys of all figures, also of those that were not known yet.
    """

    observations: pd.DataFrame
    derivations: pd.DataFrame
    keys: frozenset[str]


@dataclass(frozen=True)
class Chapter:
    """One page of the book while it runs.

    Attributes
    ----------
    case, reference
        The case and the reference as they could be known at the date of the parameters.
    whole
        The case with everything known since, for what compares two dates.
    language
        The reader's language.
    parameters
        What the page was run with.
    output
        Folder that results go to; ``None``: nothing is saved.
    """

    case: cases.Case
    whole: cases.Case
    reference: cases.Reference
    language: Language
    parameters: Parameters
    output: Path | None

    @property
    def place(self) -> str:
        """Name of the case in the reader's language."""
        return self.case.place.get(self.language.code, self.case.place["en"])

    @property
    def figures(self) -> Figures:
        """The figures of case and reference that may be used."""
        observations, derivations = cases.all_figures(self.case, self.reference)
        whole, _ = cases.all_figures(self.whole, cases.load_reference())
        return Figures(observations, derivations, frozenset(whole["observation_id"]))

    @property
    def places(self) -> dict[str, str]:
        """Names of the case, its province and its country, by their names in the figures."""
        case = self.case
        named = {case.geo: self.place, case.province: case.province, case.country: case.country}
        return {geo: name for geo, name in named.items() if geo}

    @property
    def study_date(self) -> str:
        """Last day of what the study could know; empty without a study."""
        return self.whole.study_date

    @property
    def as_of(self) -> str:
        """The date of the page as the table of verdicts names it."""
        return self.parameters.as_of or claims.ALL

    @property
    def dates(self) -> list[str]:
        """Dates at which claims are judged: that of the study and that of the page."""
        return list(dict.fromkeys(date for date in (self.study_date, self.parameters.as_of)))

    @cached_property
    def coded(self) -> pd.DataFrame:
        """The coded evidence of every layer, coder and scope."""
        case = self.case
        return evidence.coded(
            case.documents, case.segments, case.codings, case.actors, self.reference.framework
        )

    def record(self) -> pd.DataFrame:
        """Return the record that the page shows, as the first coder read it, in its scopes.

        This is the public record. A case that has none, such as one of interviews, shows the
        study's own material, and `answer` says so; verdicts never rest on it.
        """
        rows = self.coded
        public = evidence.select(rows)
        return evidence.select(rows, layer="study") if public.empty else public

    @property
    def shows_study(self) -> bool:
        """Whether the page shows the study's own material, for want of a public record."""
        return bool((self.record()["layer"] == "study").any())

    def of_dimension(self, dimension: str) -> pd.DataFrame:
        """Return the record of the page on one dimension of the framework."""
        rows = self.record()
        return rows[rows["dimension"] == dimension]

    def sizes(self) -> pd.DataFrame:
        """Count what the public record holds: ``what`` (documents, events) and ``n``."""
        documents = self.case.documents
        counts = {
            "documents": (documents["layer"] == "public").sum(),
            "events": evidence.select(self.coded)["event"].nunique(),
        }
        return pd.DataFrame(list(counts.items()), columns=["what", "n"])

    def verdicts(self) -> pd.DataFrame:
        """Judge every claim of the case, at the date of the study and at that of the page."""
        return claims.judge(
            self.whole,
            cases.load_reference(),
            self.dates,
            confidence=self.parameters.confidence,
            seed=self.parameters.seed,
        )

    def net_stances(self, rows: pd.DataFrame) -> dict[str, evidence.Estimate]:
        """Return the net stance of each element that occurs, by code."""
        seed, confidence = self.parameters.seed, self.parameters.confidence
        return {
            code: evidence.net_stance(rows, [code], seed=seed, confidence=confidence)
            for code in elements(self.reference.framework)["code"]
            if (rows["code"] == code).any()
        }

    def leading_acts(self) -> pd.DataFrame:
        """Return the acts that lead, by kind of actor and year."""
        return evidence.leading_acts(
            self.record(),
            evidence.LEADING,
            seed=self.parameters.seed,
            confidence=self.parameters.confidence,
        )

    def leading_difference(self) -> evidence.Estimate:
        """Return the agency's share of leading acts minus that of the local government."""
        return evidence.leading_difference(
            self.record(),
            evidence.LEADING,
            "agency",
            "local_government",
            seed=self.parameters.seed,
            confidence=self.parameters.confidence,
        )

    def triangulation(self) -> pd.DataFrame:
        """Compare layers, kinds of speaker and kinds of publisher, element by element."""
        codes = list(elements(self.reference.framework)["code"])
        rows = self.coded
        first = rows[(rows["coder"] == "first") & rows["scope"].isin(evidence.SCOPES)]
        return pd.concat(
            [
                evidence.triangulate(first[first["layer"] != "teaching"], "layer", codes),
                evidence.triangulate(self.record(), "speaker_kind", codes),
                evidence.triangulate(self.record(), "publisher_type", codes),
            ],
            ignore_index=True,
        )

    def triangulation_with(self, other: Chapter) -> pd.DataFrame:
        """Compare the records of two cases, element by element."""
        codes = list(elements(self.reference.framework)["code"])
        both = [
            rows.assign(case=name)
            for name, rows in (("case", self.record()), ("contrast", other.record()))
        ]
        return evidence.triangulate(pd.concat(both, ignore_index=True), "case", codes)

    def contrast(self) -> Chapter:
        """Return the case that this one is compared with, at the same date.

        A case that names none is compared with a case of nothing.
        """
        if not self.case.contrast:
            another = self.language.text("another case")
            place = dict.fromkeys(self.case.place, another)
            nothing = replace(cases.empty(self.case), place=place)
            return replace(self, case=nothing, whole=nothing, output=None)
        whole = cases.load(beside(self.case))
        # Layers are never mixed: the other case shows the layer that this one shows.
        layer = "study" if self.shows_study else "public"
        known = whole.known(self.parameters.as_of, (layer,))
        return replace(self, case=known, whole=whole, output=None)

    def states(self, against: str = "") -> tuple[State, State]:
        """Return two states of knowledge: an earlier one, and that of this page.

        Parameters
        ----------
        against
            What the page is compared with: a date, or the name or path of a case, such as the
            folder before new data came. Empty: the case at the date of its study.

        Raises
        ------
        UserError
            If it is neither a date nor a case.
        """
        now = State(self.whole, self.parameters.as_of)
        if not against or is_partial(against):
            return State(self.whole, against or self.study_date), now
        return State(cases.load(against), self.parameters.as_of), now

    def targets(self, series: pd.DataFrame) -> pd.DataFrame:
        """Set the country's targets against the growth of its series."""
        observations = self.reference.observations
        wanted = observations[
            (observations["geo"] == self.case.country)
            & (observations["series"] == "coverage_target")
            & (observations["group"] == "all")
        ]
        return trends.reach_targets(series, wanted, self.parameters.base)

    def years(self, series: pd.DataFrame) -> range:
        """Return the years of a series and those up to the last target that is not too far."""
        if series.empty:
            return range(0)
        first, last = int(series["year"].min()), int(series["year"].max())
        return range(first, last + HORIZON + 1)

    def growth(self, series: pd.DataFrame) -> list[pd.DataFrame]:
        """Estimate growth: the model, the ranks, the breaks, and the model on other years."""
        confidence = self.parameters.confidence
        breaks = self.reference.breaks
        policy = breaks[breaks["kind"] == "policy"]
        return [
            trends.logistic_growth(series, confidence),
            trends.rank_trend(series, confidence),
            trends.interrupted_series(series, policy, confidence=confidence),
            trends.growth_multiverse(series, confidence),
        ]

    def groups(self) -> dict[str, str]:
        """Name the groups of sources that triangulation compares."""
        kinds = {
            "layer": vocabulary.layer,
            "speaker_kind": vocabulary.actor_kind,
            "publisher_type": vocabulary.publisher_type,
        }
        rows = self.coded
        return {
            code: name(code, self.language)
            for column, name in kinds.items()
            for code in sorted(set(rows[column]))
        }

    def dictionary(self) -> list[Exhibit]:
        """Describe every table of the case and the reference, field by field."""
        sizes: Counter[str] = Counter()
        for holder, kind in ((self.whole, cases.Tables), (self.reference, cases.Reference)):
            for field in fields(kind):
                sizes[field.name] += len(getattr(holder, field.name))
        title = "title" if self.language.code == "en" else f"title_{self.language.code}"
        return [
            tables.dictionary(
                name.replace("_", "-"),
                cases.schema(name)[title],
                cases.schema(name)["fields"],
                n_rows=size,
                language=self.language,
            )
            for name, size in sizes.items()
        ]

    def introduce(self) -> None:
        """Say what the book is about."""
        display(Markdown(introductions.of_case(self.whole, self.place, self.language)))

    def introduce_contrast(self) -> None:
        """Say which case is set beside this one, and why."""
        display(Markdown(introductions.of_contrast(self.whole, self.place, self.language)))

    def quote_claims(self, *dimensions: str) -> None:
        """Quote the claims of the study on some parts of the framework, where there are any."""
        if text := introductions.of_claims(self.whole.claims, [*dimensions], self.language):
            display(Markdown(text))

    def answer(self, text: str) -> None:
        """Print the answer to the question of the page, in sentences that were computed."""
        if self.shows_study:
            note = introductions.of_own_material(self.language)
            display(Markdown(f":::{{note}}\n{note}\n:::"))
        display(Markdown(f":::{{div}} answer\n{introductions.plain(text)}\n:::"))

    def show(self, *exhibits: Exhibit) -> None:
        """Show figures and tables, one below the other."""
        for exhibit in exhibits:
            display(replace(exhibit, run=f"{self.parameters.settings()}; ucj {version('ucj')}"))

    def show_parameters(self) -> None:
        """Show what the page was run with."""
        text = self.language.text
        meanings = {
            "case": text("case that the page is about"),
            "language": text("language of the page"),
            "as_of": text("nothing published later is used; empty: all evidence"),
            "layers": text("layers of evidence that may be shown"),
            "base": text("base of coverage: the workers that members are divided by"),
            "confidence": text("confidence level of the intervals"),
            "seed": text("start of the random numbers that resample events"),
        }
        self.show(tables.parameters(asdict(self.parameters), meanings, language=self.language))

    def save(self, name: str, result: pd.DataFrame) -> None:
        """Save a result as ``<name>.csv``, the same bytes for the same input in any language."""
        if self.output is not None:
            text = result.to_csv(index=False, lineterminator="\n", float_format="%.10g")
            write_text(self.output / f"{name}.csv", text)


def open_chapter(
    *,
    case: str,
    language: str,
    as_of: str,
    layers: list[str],
    base: str,
    confidence: float,
    seed: int,
    output: str,
) -> Chapter:
    """Open a chapter with the parameters of its notebook.

    Raises
    ------
    UserError
        If the case does not exist or a parameter is out of its range.
    """
    if base not in BASES:
        raise UserError(
            "base is “{base}”: choose one of {bases}.", base=base, bases=", ".join(BASES)
        )
    if not 0 < confidence < 1:
        raise UserError(
            "confidence is {confidence}: give a share between 0 and 1, such as 0.95.",
            confidence=confidence,
        )
    if as_of and not is_partial(as_of):
        raise UserError(
            "as_of is “{as_of}”: write a date such as 2025-06-30, or nothing.", as_of=as_of
        )
    whole = cases.load(case)
    return Chapter(
        case=whole.known(as_of, tuple(layers)),
        whole=whole,
        reference=cases.load_reference().known(as_of),
        language=Language(language),
        parameters=Parameters(case, language, as_of, tuple(layers), base, confidence, seed),
        output=Path(output) if output else None,
    )


def beside(case: cases.Case) -> Path | str:
    """Return where the contrast case is: beside the case, or under ``data/``."""
    beside = case.folder.parent / case.contrast
    return beside if beside.is_dir() else case.contrast
