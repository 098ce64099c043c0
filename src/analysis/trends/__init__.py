"""Growth of coverage over the years, and how coverage differs between provinces.

Coverage is a proportion, so growth is modelled on the logit scale: a straight line there is
logistic growth and can never pass 100 %.
The annual series is short.
Every result therefore carries its number of observations, and rank-based results stand beside
the model.

Estimates come as tables with the columns `ESTIMATE_COLUMNS`; what a model cannot tell apart is
not a number but a missing value with a note.
"""

from analysis.trends.breaks import interrupted_series
from analysis.trends.estimates import ESTIMATE_COLUMNS, TARGET_UNITS, TREND_COLUMNS, tidy
from analysis.trends.growth import forecast, growth_multiverse, logistic_growth, reach_targets
from analysis.trends.panel import panel_description
from analysis.trends.provinces import (
    CROSS_SECTION_COLUMNS,
    PLACEMENTS,
    coverage_rank,
    cross_section,
    cross_sections,
    leave_one_out,
    provincial_coverage,
)
from analysis.trends.rank import MannKendall, TheilSen, mann_kendall, rank_trend, theil_sen
from analysis.trends.regression import newey_west_lags
from analysis.trends.series import labour_market, national_series

__all__ = [
    "CROSS_SECTION_COLUMNS",
    "ESTIMATE_COLUMNS",
    "PLACEMENTS",
    "TARGET_UNITS",
    "TREND_COLUMNS",
    "MannKendall",
    "TheilSen",
    "coverage_rank",
    "cross_section",
    "cross_sections",
    "forecast",
    "growth_multiverse",
    "interrupted_series",
    "labour_market",
    "leave_one_out",
    "logistic_growth",
    "mann_kendall",
    "national_series",
    "newey_west_lags",
    "panel_description",
    "provincial_coverage",
    "rank_trend",
    "reach_targets",
    "theil_sen",
    "tidy",
]
