"""All claims at one glance: what the study says, what the record says, the verdict, and n."""

import html

import pandas as pd

from analysis import vocabulary
from analysis.claims import VERDICTS, main_reading
from analysis.exhibits import Exhibit
from analysis.language import Language
from analysis.tables.printing import Row, records
from analysis.tables.results import chip_colour, no_claims, tell_date, tell_finding, tell_scale


def verdicts_at_a_glance(
    verdicts: pd.DataFrame,
    claims: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
    findings: str = "06-findings.html",
) -> Exhibit:
    """Sort the claims by their verdict, each with what the public record says.

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
    findings
        The page that lists the rows behind each verdict.
    """
    title = language.text("What does the study claim, and does the public record agree?")
    main = main_reading(verdicts, as_of)
    if main.empty:
        return no_claims("verdicts-at-a-glance", title, language)
    wholes = main[main["test_id"] == ""].set_index("claim_id")["verdict"]
    found = {
        claim: "".join(
            f"<li>{tell_finding(row, test, framework, language, findings)}</li>"
            for row, test in _rules(main, claim_tests, claim)
        )
        for claim in wholes.index
    }
    texts = {row["claim_id"]: language.pick(row, "text") for row in records(claims)}
    groups = [(verdict, list(wholes.index[wholes == verdict])) for verdict in VERDICTS]
    groups = [(verdict, members) for verdict, members in groups if members]
    tiles = "".join(
        f'<li class="chip chip-{chip_colour(verdict)}">'
        f'<a href="#{_anchor(claim)}">{html.escape(claim)}</a></li>'
        for verdict, members in groups
        for claim in members
    )
    parts = [
        _group(verdict, members, len(wholes), texts, found, language) for verdict, members in groups
    ]
    return Exhibit(
        "verdicts-at-a-glance",
        title,
        " ".join([tell_date(as_of, language), tell_scale(language)]),
        "",
        main,
        language,
        notes="analysis.tables.verdicts_at_a_glance",
        body=f'<div class="glance">\n<ul class="glance-tiles">{tiles}</ul>\n'
        + "\n".join(parts)
        + "\n</div>",
    )


def _rules(main: pd.DataFrame, tests: pd.DataFrame, claim: str) -> list[tuple[Row, Row]]:
    """Pair the results of a claim with their rules."""
    by_id = {row["test_id"]: row for row in records(tests)}
    own = main[(main["claim_id"] == claim) & (main["test_id"] != "")]
    return [(row, by_id[row["test_id"]]) for row in records(own)]


def _anchor(claim: str) -> str:
    return f"claim-{claim.lower()}"


def _group(
    verdict: str,
    members: list[str],
    n: int,
    texts: dict[str, str],
    found: dict[str, str],
    language: Language,
) -> str:
    """Write the claims of one verdict under its name and what it means."""
    chip = (
        f'<span class="chip chip-{chip_colour(verdict)}">'
        f"{html.escape(vocabulary.verdict(verdict, language))}</span>"
    )
    of_all = language.plural(
        "{n} of {all} claims.", "{n} of {all} claims.", n=len(members), all=language.number(n)
    )
    meaning = html.escape(f"{of_all} {vocabulary.verdict_meaning(verdict, language)}")
    entries = "\n".join(
        f'<li id="{_anchor(claim)}"><p><strong>{html.escape(claim)}</strong> '
        f"{html.escape(texts.get(claim, ''))}</p>"
        f'<ul class="exhibit-list">{found[claim]}</ul></li>'
        for claim in members
    )
    return (
        f'<p class="glance-verdict">{chip} {meaning}</p>\n'
        f'<ul class="glance-claims">\n{entries}\n</ul>'
    )
