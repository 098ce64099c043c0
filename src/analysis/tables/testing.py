"""Tables of the rules that test the claims, and of what each rule found."""

import html

import pandas as pd

from analysis import vocabulary
from analysis.claims import of_rules
from analysis.exhibits import (
    Column,
    Exhibit,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records
from analysis.tables.results import (
    chip_colour,
    draw_gauge,
    measure_names,
    no_claims,
    rows_anchor,
    tell_date,
    tell_evidence,
    tell_scale,
    write_condition,
    write_result,
)


def verdict_rules(
    verdicts: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """List each rule with its result against its threshold, and what it rests on.

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
    title = language.text("By which rule, and by how much?")
    data = of_rules(verdicts, as_of)
    if data.empty:
        return no_claims("verdict-rules", title, language)
    measures = measure_names(claim_tests, framework, language)
    rows = [
        {
            "rule": f"{row['test_id']} {measures[row['test_id']]}",
            "condition": write_condition(row, language),
            "estimate": write_result(row, language),
            "gauge": draw_gauge(row),
            "n": f'<a href="#{rows_anchor(row["test_id"])}">'
            f"{html.escape(tell_evidence(row, language))}</a>",
            "chip": chip_colour(row["verdict"]),
            "verdict": vocabulary.verdict(row["verdict"], language),
        }
        for row in records(data)
    ]
    columns = [
        Column("rule", language.text("Rule")),
        Column("condition", language.text("The claim holds if")),
        Column("estimate", language.text("Result"), numeric=True),
        Column("gauge", language.text("Picture"), markup=True),
        Column("n", language.text("Rests on"), markup=True),
        Column("verdict", language.text("Verdict"), chip="chip"),
    ]
    return as_exhibit(
        "verdict_rules",
        title,
        " ".join([tell_date(as_of, language), tell_scale(language)]),
        data,
        pd.DataFrame(rows),
        columns,
        language,
    )


def rules(
    claims: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
) -> Exhibit:
    """List the claims with the rules that test them, as they were fixed before any result.

    Parameters
    ----------
    claims, claim_tests
        Tables of the case.
    framework
        The codebook, for the names of elements.
    """
    title = language.text("How is each claim tested?")
    if claim_tests.empty:
        return no_claims("rules", title, language)
    texts = {row["claim_id"]: row for row in records(claims)}
    measures = measure_names(claim_tests, framework, language)
    rows = [
        {
            "rule": test["test_id"],
            "claim": language.pick(texts[test["claim_id"]], "text"),
            "measure": measures[test["test_id"]],
            "condition": write_condition(test, language),
            "minimum": _minimum(test, language),
            "reason": language.pick(test, "rationale"),
        }
        for test in records(claim_tests)
    ]
    columns = [
        Column("rule", language.text("Rule")),
        Column("claim", language.text("The study claims")),
        Column("measure", language.text("Measured by")),
        Column("condition", language.text("The claim holds if")),
        Column("minimum", language.text("Needs")),
        Column("reason", language.text("Why")),
    ]
    caption = language.text(
        "The rules stand in the data and were fixed before any result. "
        "Less evidence than a rule needs is silence, not disagreement."
    )
    return as_exhibit("rules", title, caption, claim_tests, pd.DataFrame(rows), columns, language)


def _minimum(test: Row, language: Language) -> str:
    if test["minimum_unit"] == "events":
        return language.plural("{n} event", "{n} events", n=int(test["minimum"]))
    return language.plural("{n} figure", "{n} figures", n=int(test["minimum"]))
