"""Pictures of results: each function takes result tables and returns an exhibit.

No function here reads a file or computes a statistic.
The title is the question that the picture answers.
Where there is nothing to draw, the exhibit says so and why.
"""

from analysis.figures.coverage import bases_compared, coverage_by_group, coverage_compared
from analysis.figures.evidence import (
    SPEAKERS_SHOWN,
    STRONGEST_SHADE,
    contrast_by_family,
    element_by_speaker,
    net_stance,
    stance_by_element,
)
from analysis.figures.leadership import leading_acts, leading_acts_by_year
from analysis.figures.overview import coverage_of_places
from analysis.figures.provinces import leave_one_out, provinces_scatter
from analysis.figures.reliability import TENTATIVE, agreement_by_code, code_coverage
from analysis.figures.trends import growth_needed, labour_market, national_growth

__all__ = [
    "SPEAKERS_SHOWN",
    "STRONGEST_SHADE",
    "TENTATIVE",
    "agreement_by_code",
    "bases_compared",
    "code_coverage",
    "contrast_by_family",
    "coverage_by_group",
    "coverage_compared",
    "coverage_of_places",
    "element_by_speaker",
    "growth_needed",
    "labour_market",
    "leading_acts",
    "leading_acts_by_year",
    "leave_one_out",
    "national_growth",
    "net_stance",
    "provinces_scatter",
    "stance_by_element",
]
