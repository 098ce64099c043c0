"""The closed vocabularies of the data in the reader's words.

Tables hold short codes such as ``labour_force``; a reader sees "the labour force".
A code without a word here is shown as it stands.
"""

from analysis.language import Language


def series(code: str, language: Language) -> str:
    """Name what a printed figure counts or measures."""
    words = {
        "active_members": language.text("active members"),
        "active_members_target": language.text("target for active members"),
        "benefits_paid": language.text("benefits paid"),
        "benefits_paid_jht": language.text("benefits paid, old-age savings (JHT)"),
        "benefits_paid_jkk": language.text("benefits paid, work accidents (JKK)"),
        "benefits_paid_jkm": language.text("benefits paid, death (JKM)"),
        "benefits_paid_jp": language.text("benefits paid, pensions (JP)"),
        "contributions": language.text("contributions"),
        "contributions_target": language.text("target for contributions"),
        "coverage": language.text("coverage"),
        "coverage_registered": language.text("coverage, registered members"),
        "coverage_target": language.text("target for coverage"),
        "eligible_workers": language.text("eligible workers"),
        "employed": language.text("employed persons"),
        "employed_male_share": language.text("share of men among the employed"),
        "employed_services_share": language.text("share of services in employment"),
        "employers_active": language.text("active employers"),
        "entrants": language.text("members who joined"),
        "formal_share": language.text("share of formal employment"),
        "funds_managed": language.text("funds managed"),
        "inactive_participants": language.text("inactive members"),
        "informal_share": language.text("share of informal employment"),
        "jkk_cases": language.text("work accidents (JKK)"),
        "jkk_claims_paid": language.text("claims paid for work accidents (JKK)"),
        "labour_force": language.text("labour force"),
        "labour_force_female": language.text("labour force, women"),
        "labour_force_male": language.text("labour force, men"),
        "leavers": language.text("members who left"),
        "members_unspecified": language.text("members, not said whether active"),
        "new_members": language.text("new members"),
        "not_in_labour_force": language.text("persons outside the labour force"),
        "participation_rate": language.text("labour force participation"),
        "participation_rate_female": language.text("labour force participation, women"),
        "participation_rate_male": language.text("labour force participation, men"),
        "perisai_agents": language.text("Perisai agents"),
        "perisai_agents_inducted": language.text("Perisai agents inducted"),
        "perisai_recruits": language.text("members enrolled by Perisai agents"),
        "population": language.text("population"),
        "potential_workers": language.text("workers who could become members"),
        "publicly_paid_members": language.text("members paid for by public money"),
        "registered_members": language.text("registered members"),
        "uncovered_workers": language.text("workers without cover"),
        "unemployed": language.text("unemployed persons"),
        "unemployment_rate": language.text("unemployment rate"),
        "vulnerable_employment_share": language.text("share of vulnerable employment"),
        "vulnerable_members_target": language.text("target for vulnerable members"),
        "workers": language.text("workers"),
        "working_age_population": language.text("working-age population"),
        "youth_unemployment_rate": language.text("youth unemployment rate"),
    }
    return words.get(code, code)


def group(code: str, language: Language) -> str:
    """Name the workers whom a figure counts."""
    words = {
        "all": language.text("all workers"),
        "formal": language.text("formal workers"),
        "informal": language.text("informal workers"),
        "wage": language.text("wage earners"),
        "self_employed": language.text("self-employed workers"),
        "construction": language.text("construction workers"),
        "construction_and_migrant": language.text("construction and migrant workers"),
        "wage_and_self_employed": language.text("wage earners and self-employed workers"),
        "formal_with_construction": language.text("formal and construction workers"),
        "vulnerable": language.text("vulnerable workers"),
    }
    return words.get(code, code)


def base(code: str, language: Language) -> str:
    """Name the workers of whom a coverage is a share."""
    words = {
        "employed": language.text("employed persons"),
        "eligible": language.text("eligible workers"),
        "labour_force": language.text("the labour force"),
        "formal": language.text("formal workers"),
        "informal": language.text("informal workers"),
        "working_age": language.text("the working-age population"),
        "not_stated": language.text("not stated"),
    }
    return words.get(code, code)


def status(code: str, language: Language) -> str:
    """Name how a figure came into the record."""
    words = {
        "printed": language.text("printed"),
        "derived": language.text("derived"),
        "target": language.text("target"),
        "plan": language.text("plan"),
        "claimed": language.text("claimed"),
        "undefined": language.text("undefined"),
    }
    return words.get(code, code)


def checked(code: str, language: Language) -> str:
    """Name how a second reading of a figure came out."""
    words = {
        "confirmed": language.text("confirmed"),
        "corrected": language.text("corrected"),
        "contradicted": language.text("contradicted"),
        "not_found_again": language.text("not found again"),
        "once": language.text("read once"),
    }
    return words.get(code, code)


def unit(code: str, language: Language) -> str:
    """Name a unit of measure."""
    words = {
        "percent": language.text("percent"),
        "persons": language.text("persons"),
        "billion_idr": language.text("billion rupiah"),
        "cases": language.text("cases"),
        "firms": language.text("firms"),
        "agents": language.text("agents"),
        "participants": language.text("participants"),
    }
    return words.get(code, code)


def layer(code: str, language: Language) -> str:
    """Name a layer of evidence."""
    words = {
        "study": language.text("study"),
        "public": language.text("public record"),
        "teaching": language.text("teaching material"),
    }
    return words.get(code, code)


def publisher_type(code: str, language: Language) -> str:
    """Name a kind of publisher."""
    words = {
        "press": language.text("press"),
        "government": language.text("government"),
        "regulation": language.text("regulation"),
        "academic": language.text("academic"),
        "organisation": language.text("organisation"),
        "other": language.text("other"),
    }
    return words.get(code, code)


def read(code: str, language: Language) -> str:
    """Name how far a document was read."""
    words = {"opening": language.text("opening only"), "whole": language.text("whole")}
    return words.get(code, code)


def scope(code: str, language: Language) -> str:
    """Name how close a document is to the case."""
    words = {
        "case": language.text("the case"),
        "province": language.text("the province"),
        "context": language.text("context"),
    }
    return words.get(code, code)


def actor_kind(code: str, language: Language) -> str:
    """Name a kind of actor."""
    words = {
        "agency": language.text("agency"),
        "local_government": language.text("city government"),
        "council": language.text("city council"),
        "provincial_government": language.text("province"),
        "national_government": language.text("national government"),
        "host_body": language.text("host of agents"),
        "state_company": language.text("state company"),
        "employer": language.text("employers"),
        "workers": language.text("workers"),
        "prosecution": language.text("prosecution"),
        "press": language.text("press"),
        "academic": language.text("academics"),
        "other": language.text("others"),
    }
    return words.get(code, code)


def stance(code: str, language: Language) -> str:
    """Name the direction of a statement."""
    words = {
        "supports": language.text("supports"),
        "hinders": language.text("hinders"),
        "neutral": language.text("neutral"),
        "mixed": language.text("mixed"),
    }
    return words.get(code, code)


def verdict(code: str, language: Language) -> str:
    """Name a verdict, or a result of comparing two kinds of sources."""
    words = {
        "agreement": language.text("agreement"),
        "partial": language.text("partial agreement"),
        "partial_agreement": language.text("partial agreement"),
        "silence": language.text("silence"),
        "dissonance": language.text("dissonance"),
        "undecided": language.text("undecided"),
        "not_addressed": language.text("not addressed"),
    }
    return words.get(code, code)


def verdict_meaning(code: str, language: Language) -> str:
    """Say what a verdict on a claim means."""
    words = {
        "agreement": language.text(
            "The public record is on the claim's side, and so is its whole interval."
        ),
        "partial_agreement": language.text(
            "The record leans to the claim's side, or only one of its two rules holds."
        ),
        "undecided": language.text("The record leans to the other side, but not clearly."),
        "dissonance": language.text("The record is clearly on the other side."),
        "silence": language.text("Too little is on record to tell, which is a result too."),
    }
    return words.get(code, code)


def dimension(code: str, language: Language) -> str:
    """Name a dimension of the framework, or the part of the study that a claim belongs to."""
    words = {
        "background": language.text("background"),
        "overall": language.text("overall"),
        "system_context": language.text("system context"),
        "drivers": language.text("drivers"),
        "collaborative_dynamics": language.text("collaborative dynamics"),
        "outcomes": language.text("outcomes"),
    }
    return words.get(code, code)


def measure(code: str, language: Language) -> str:
    """Name what a rule measures."""
    words = {
        "coverage_gap": language.text("coverage minus national coverage or target"),
        "coverage_ratio": language.text("informal coverage over formal coverage"),
        "coverage_level": language.text("coverage"),
        "coverage_change": language.text("change of coverage"),
        "hindered_dimensions": language.text("dimensions with obstacles"),
        "leading_difference": language.text("share of leading acts, agency minus city government"),
        "net_stance": language.text("supporting minus hindering, over all"),
        "hindering_rank": language.text("share of hindering evidence minus the next largest"),
        "signed_agreements": language.text("signed agreements"),
    }
    return words.get(code, code)


def count(code: str, language: Language) -> str:
    """Name which members are counted."""
    words = {
        "active": language.text("active"),
        "registered": language.text("registered"),
        "not_stated": language.text("not stated"),
    }
    return words.get(code, code)


def classified_as(code: str, language: Language) -> str:
    """Say what a printed coverage is, as `coverage.classify` found."""
    words = {
        "target": language.text("a target"),
        "contradicts_own_parts": language.text("contradicts its own parts"),
        "contradicts_printed_parts": language.text("contradicts parts printed elsewhere"),
        "undefined": language.text("not defined"),
        "registered_not_active": language.text("registered, not active members"),
        "claimed": language.text("claimed only"),
        "not_found_again": language.text("not found again"),
        "part_of_workers": language.text("a part of the workers only"),
        "base_not_stated": language.text("base not stated"),
        "eligible_base": language.text("base is eligible workers"),
        "labour_force_base": language.text("base is the labour force"),
        "active_of_employed": language.text("active members of all employed persons"),
        "other_base": language.text("another base"),
    }
    return words.get(code, code)


def target_status(code: str, language: Language) -> str:
    """Say how a target stands."""
    words = {
        "met": language.text("met"),
        "below": language.text("below"),
        "not_comparable": language.text("not comparable"),
    }
    return words.get(code, code)


def construction(code: str, language: Language) -> str:
    """Say whether construction workers count as formal."""
    words = {
        "included": language.text("counted as formal"),
        "excluded": language.text("left out"),
        "not_stated": language.text("not stated"),
    }
    return words.get(code, code)


def conclusion(code: str, language: Language) -> str:
    """State a conclusion that is tried on every base and count."""
    words = {
        "below_nation": language.text("Coverage lies below the nation's."),
        "below_own_target": language.text("Coverage lies below the own target."),
        "informal_below_half_of_formal": language.text(
            "Informal coverage is less than half of formal coverage."
        ),
        "informal_below_quarter": language.text("Informal coverage is below one quarter."),
        "informal_rose_by_less_than_5": language.text(
            "Informal coverage rose by less than five points."
        ),
    }
    return words.get(code, code)


def result(code: str, language: Language) -> str:
    """Say whether a conclusion holds."""
    words = {
        "holds": language.text("holds"),
        "fails": language.text("fails"),
        "not_computable": language.text("cannot be computed"),
    }
    return words.get(code, code)


def basis(code: str, language: Language) -> str:
    """Name the base on which a conclusion is tried."""
    words = {
        "own_group": language.text("own group"),
        "moving_bases": language.text("each date on its own base"),
        "one_base": language.text("both dates on one base"),
        "rounding": language.text("with the rounding of the counts"),
    }
    return words.get(code) or base(code, language)


def reason(code: str, language: Language) -> str:
    """Say why something cannot be computed."""
    words = {
        "no_figure_of_the_case": language.text("no figure here"),
        "no_national_figure": language.text("no national figure"),
        "other_season": language.text("no national figure of a like month"),
        "no_target": language.text("no target"),
        "other_base": language.text("the target has another base"),
        "fewer_than_two_figures": language.text("fewer than two figures"),
    }
    return words.get(code, code)


def variant(code: str, language: Language) -> str:
    """Name one way to read the record."""
    words = {
        "main": language.text("main reading"),
        "second_coder": language.text("second coder"),
        "scope_case": language.text("documents of the city only"),
        "scope_with_context": language.text("with context documents"),
        "speaker_only": language.text("speakers only, not those addressed"),
    }
    return words.get(code, code)


def placement(code: str, language: Language) -> str:
    """Name a way to place members in a province."""
    words = {
        "domicile": language.text("where members live"),
        "office": language.text("where they are registered"),
        "office_with_construction": language.text(
            "where they are registered, with construction workers"
        ),
    }
    return words.get(code, code)


def model(code: str, language: Language) -> str:
    """Name a statistical model."""
    words = {
        "least_squares": language.text("least squares (HC3)"),
        "fractional_logit": language.text("fractional logit"),
        "logistic_growth": language.text("logistic growth"),
        "logistic_growth_hac": language.text("logistic growth, HAC errors"),
        "logistic_growth_comparable_years": language.text("logistic growth, year-end counts only"),
        "mann_kendall": language.text("Mann-Kendall test"),
        "theil_sen": language.text("Theil-Sen slope"),
        "interrupted_series": language.text("growth with breaks"),
        "interrupted_series_hac": language.text("growth with breaks, HAC errors"),
        "interrupted_series_with_slopes": language.text("growth with breaks and new slopes"),
        "interrupted_series_with_slopes_hac": language.text(
            "growth with breaks and new slopes, HAC errors"
        ),
        "panel_dated": language.text("provinces over years that have a month"),
        "panel_all_years": language.text("provinces over all years"),
    }
    without = code.removeprefix("logistic_growth_without_")
    if without != code:
        return language.text("logistic growth without {year}", year=without)
    return words.get(code, code)


def term(code: str, language: Language) -> str:
    """Name a term of a model."""
    words = {
        "intercept": language.text("intercept"),
        "informal_share": language.text("informal share"),
        "average_effect": language.text("average effect of the informal share"),
        "log_grdp_per_head": language.text("income per head (logarithm)"),
        "slope": language.text("slope"),
        "odds_growth": language.text("growth of the odds"),
        "durbin_watson": language.text("Durbin-Watson statistic"),
        "s": language.text("pairs of years rising less falling"),
        "tau": language.text("Kendall's tau"),
        "trend": language.text("growth before the breaks"),
        "within_slope": language.text("informal share within provinces"),
        "between_sd": language.text("standard deviation between provinces"),
        "within_sd": language.text("standard deviation within provinces"),
        "within_share": language.text("share of variance within provinces"),
    }
    return words.get(code, code)


def estimate_unit(code: str, language: Language) -> str:
    """Name the unit of an estimate."""
    words = {
        "percent": language.text("percent"),
        "points": language.text("points"),
        "points_per_year": language.text("points a year"),
        "percent_per_year": language.text("percent a year"),
        "points_per_point": language.text("points for a point"),
        "points_per_log_unit": language.text("points for a unit of the logarithm"),
        "logit": language.text("log odds"),
        "logit_per_year": language.text("log odds a year"),
        "logit_per_point": language.text("log odds for a point"),
        "logit_per_log_unit": language.text("log odds for a unit of the logarithm"),
        "pairs": language.text("pairs"),
        "rank": language.text("rank"),
    }
    return words.get(code, code)


def estimate_note(code: str, language: Language) -> str:
    """Say what must be known to read an estimate."""
    words = {
        "too_few_years": language.text("too few years"),
        "one_year_segment": language.text("one step rests on a single year"),
        "not_identified": language.text("the counts cannot tell the terms apart"),
        "coverage_above_100_left_out": language.text("a coverage above 100% is left out"),
        "undated_year": language.text("one year carries no month"),
        "exact": language.text("exact p-value"),
        "normal": language.text("p-value by the normal distribution"),
    }
    return words.get(code, code)


def level(code: str, language: Language) -> str:
    """Name a level at which coders are compared."""
    words = {
        "code": language.text("element"),
        "family": language.text("family"),
        "dimension": language.text("dimension"),
        "overall": language.text("all elements"),
        "stance": language.text("direction"),
    }
    return words.get(code, code)


def agreement_kind(code: str, language: Language) -> str:
    """Name a kind of agreement."""
    words = {
        "memorandum_of_understanding": language.text("memorandum of understanding"),
        "cooperation_agreement": language.text("cooperation agreement"),
        "agreement": language.text("agreement between parties"),
    }
    return words.get(code, code)
