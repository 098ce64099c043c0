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
        "province": language.text("the province, acting in the case"),
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
