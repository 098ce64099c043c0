"""Tables of what the record says of each claim."""

import html

import pandas as pd

from analysis import sentences, vocabulary
from analysis.claims import ALL, MAIN, main_reading
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records
from analysis.tables.results import (
    chip_colour,
    measure_names,
    no_claims,
    tell_date,
    tell_finding,
    tell_nothing,
    tell_scale,
    write_result,
)


def verdict_overview(
    verdicts: pd.DataFrame,
    claims: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """List each claim with what the public record says and the verdict.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claims, claim_tests
        The claims of the study and the rules that test them.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("What does the study claim, and what does the public record say?")
    main = main_reading(verdicts, as_of)
    if main.empty:
        return no_claims("verdict-overview", title, language)
    wholes = {row["claim_id"]: row for row in records(main[main["test_id"] == ""])}
    rules = main[main["test_id"] != ""]
    tests = {row["test_id"]: row for row in records(claim_tests)}
    rows = []
    for claim in records(claims[claims["claim_id"].isin(wholes)]):
        own = records(rules[rules["claim_id"] == claim["claim_id"]])
        found = "".join(
            f"<li>{tell_finding(row, tests[row['test_id']], framework, language)}</li>"
            for row in own
        )
        rows.append(
            {
                "claim_id": claim["claim_id"],
                "claim": f"{claim['claim_id']} {language.pick(claim, 'text')}",
                "record": f'<ul class="exhibit-list">{found}</ul>',
                "chip": chip_colour(wholes[claim["claim_id"]]["verdict"]),
                "verdict": vocabulary.verdict(wholes[claim["claim_id"]]["verdict"], language),
            }
        )
    columns = [
        Column("claim", language.text("The study claims")),
        Column("record", language.text("The public record"), markup=True),
        Column("verdict", language.text("Verdict"), chip="chip"),
    ]
    return as_exhibit(
        "verdict_overview",
        title,
        " ".join([tell_date(as_of, language), tell_scale(language)]),
        main,
        pd.DataFrame(rows),
        columns,
        language,
    )


def verdicts_at_dates(
    verdicts: pd.DataFrame, claims: pd.DataFrame, *, language: Language
) -> Exhibit:
    """Set the verdicts of several dates side by side.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claims
        The claims of the study.
    """
    title = language.text("What does the public record say of each claim, then and now?")
    main = verdicts[verdicts["variant"] == MAIN]
    data = main[main["test_id"] == ""]
    if data.empty:
        return no_claims("verdicts-at-dates", title, language)
    texts = {row["claim_id"]: language.pick(row, "text") for row in records(claims)}
    dates = sorted(data["as_of"].unique())
    found = {(row["claim_id"], row["as_of"]): row["verdict"] for row in records(data)}
    columns = [Column("claim", language.text("Claim"))]
    columns += [
        Column(f"verdict {date}", _as_of(date, language), chip=f"chip {date}") for date in dates
    ]
    columns.append(Column("rests on", language.text("Rests on")))
    rows = []
    for claim in dict.fromkeys(data["claim_id"]):
        rules = main[
            (main["claim_id"] == claim) & (main["as_of"] == dates[-1]) & (main["test_id"] != "")
        ]
        numbers = [_counted(row, language) for row in records(rules)]
        row = {
            "claim": f"{claim} {texts.get(claim, '')}",
            "rests on": "; ".join(dict.fromkeys(numbers)),
        }
        for date in dates:
            verdict = found.get((claim, date), "")
            row |= {
                f"verdict {date}": vocabulary.verdict(verdict, language),
                f"chip {date}": chip_colour(verdict),
            }
        rows.append(row)
    moved = data.groupby("claim_id")["verdict"].nunique()
    caption = language.plural(
        "The same rules at each date; {n} verdict changed. "
        "The last column says what each rule rests on at the last date.",
        "The same rules at each date; {n} verdicts changed. "
        "The last column says what each rule rests on at the last date.",
        n=int((moved > 1).sum()),
    )
    return as_exhibit(
        "verdicts_at_dates", title, caption, data, pd.DataFrame(rows), columns, language
    )


def sensitivity(
    verdicts: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """Show how far verdicts hang on the coder and on the documents that count.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claim_tests
        The rules.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("Would another reading of the record change a verdict?")
    data = verdicts[(verdicts["as_of"] == as_of) & (verdicts["test_id"] != "")]
    moved = data.loc[data["variant"] != MAIN, "test_id"].unique()
    data = data[data["test_id"].isin(moved)]
    if data.empty:
        reason = language.text("No verdict rests on coded evidence.")
        return exhibit_note("sensitivity", title, reason, language)
    measures = measure_names(claim_tests, framework, language)
    variants = list(dict.fromkeys([MAIN, *data["variant"]]))
    found = {(row["test_id"], row["variant"]): row for row in records(data)}
    rows = [
        {"rule": f"{test} {measures[test]}"}
        | {name: _reading(found.get((test, name)), language) for name in variants}
        for test in dict.fromkeys(data["test_id"])
    ]
    columns = [
        Column("rule", language.text("Rule")),
        *(Column(name, vocabulary.variant(name, language), markup=True) for name in variants),
    ]
    verdicts_found = data.groupby("test_id")["verdict"].agg(set)
    steady = verdicts_found.map(len) == 1
    caption = language.text(
        "Each rule by each reading of the same record. "
        "{steady} of {n} rules give one verdict in every reading. "
        "Rules on figures have no coder and are not listed.",
        steady=int(steady.sum()),
        n=len(steady),
    )
    return as_exhibit("sensitivity", title, caption, data, pd.DataFrame(rows), columns, language)


def _reading(row: Row | None, language: Language) -> str:
    """Write verdict and result of one reading as HTML."""
    if row is None:
        return ""
    verdict = html.escape(vocabulary.verdict(row["verdict"], language))
    text = language.text(
        "{estimate}; n = {n}", estimate=write_result(row, language), n=int(row["n_events"])
    )
    chip = html.escape(chip_colour(row["verdict"]))
    return f'<span><span class="chip chip-{chip}">{verdict}</span> {html.escape(text)}</span>'


def _counted(row: Row, language: Language) -> str:
    if row["n_figures"]:
        return language.plural("{n} figure", "{n} figures", n=int(row["n_figures"]))
    if not row["n_events"]:
        return tell_nothing(row["measure"], language)
    return sentences.events(row["n_events"], language)


def _as_of(date: str, language: Language) -> str:
    if date == ALL:
        return language.text("With all evidence")
    return language.text("As of {date}", date=language.date(date))
