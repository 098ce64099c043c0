"""Coverage of workers by the employment insurance, on one definition and with bounds.

One consistent measure: active members as a share of employed persons.
The press prints at least two counts (active, registered) over three bases (employed persons,
eligible workers, the labour force) under one name; here each figure is classified, recomputed
where its parts are known, and never compared across bases.

All functions take tables and return tables or frozen dataclasses.  They return codes, never
sentences.  Dates in results are months (``YYYY-MM``): a stock that is printed for a year alone
is the year-end count, as in the agency's annual series, and stands in December.
Sources are the keys of the observations used, separated by blanks.
"""

from analysis.coverage.bases import base_figures, survey
from analysis.coverage.change import change
from analysis.coverage.classification import classify
from analysis.coverage.costs import contribution_costs
from analysis.coverage.decomposition import Decomposition, kitagawa
from analysis.coverage.definitions import BOUNDS, COVERAGE_SERIES
from analysis.coverage.derivations import Term, derive
from analysis.coverage.gaps import gap_inputs, gaps
from analysis.coverage.measures import (
    by_definition,
    comparable,
    consistent,
    measures,
    on_definition,
)
from analysis.coverage.multiverse import multiverse
from analysis.coverage.readings import ratios
from analysis.coverage.reconciliation import reconciliation
from analysis.coverage.scenarios import (
    Scenario,
    gaps_to,
    printed_rates,
    rates_of,
    scenario,
    scenarios,
    workforces,
)
from analysis.coverage.targets import targets

__all__ = [
    "BOUNDS",
    "COVERAGE_SERIES",
    "Decomposition",
    "Scenario",
    "Term",
    "base_figures",
    "by_definition",
    "change",
    "classify",
    "comparable",
    "consistent",
    "contribution_costs",
    "derive",
    "gap_inputs",
    "gaps",
    "gaps_to",
    "kitagawa",
    "measures",
    "multiverse",
    "on_definition",
    "printed_rates",
    "rates_of",
    "ratios",
    "reconciliation",
    "scenario",
    "scenarios",
    "survey",
    "targets",
    "workforces",
]
