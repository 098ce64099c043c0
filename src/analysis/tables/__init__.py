"""Tables of results and of data: each function takes tables and returns an exhibit.

No function here reads a file or computes a statistic.
The data of an exhibit are the result as it is, in no language;
what is printed is the same in the reader's words and numbers.
"""

from analysis.tables.course import (
    actors,
    chosen_figures,
    coded_statements,
    contribution_costs,
    facts,
    printed_figures,
    timeline,
)
from analysis.tables.coverage import changes, classified, decomposition, multiverse, targets
from analysis.tables.data import dictionary, documents, parameters, regulations
from analysis.tables.evidence import agreement, agreements, triangulation
from analysis.tables.framework import codebook, crosswalk
from analysis.tables.glance import verdicts_at_a_glance
from analysis.tables.grounds import verdict_grounds
from analysis.tables.overview import places
from analysis.tables.reconciling import reconciliation
from analysis.tables.testing import rules, verdict_rules
from analysis.tables.trends import cross_section_models, panel, trend_models
from analysis.tables.verdicts import sensitivity, verdict_overview, verdicts_at_dates

__all__ = [
    "actors",
    "agreement",
    "agreements",
    "changes",
    "chosen_figures",
    "classified",
    "codebook",
    "coded_statements",
    "contribution_costs",
    "cross_section_models",
    "crosswalk",
    "decomposition",
    "dictionary",
    "documents",
    "facts",
    "multiverse",
    "panel",
    "parameters",
    "places",
    "printed_figures",
    "reconciliation",
    "regulations",
    "rules",
    "sensitivity",
    "targets",
    "timeline",
    "trend_models",
    "triangulation",
    "verdict_grounds",
    "verdict_overview",
    "verdict_rules",
    "verdicts_at_a_glance",
    "verdicts_at_dates",
]
