"""Who said and did what, on which element, and in which direction.

Everything here counts *events*: documents that report one event are one source.
Presence and direction stay apart: a hindered element is present, with a stance of its own.
Counts are what the record holds, not how often things happened, and absence proves nothing.

Intervals are percentile intervals of a cluster bootstrap that resamples events
(Efron & Tibshirani 1993; Davison & Hinkley 1997, ch. 2.4).
They have no width where all events say the same, and they are missing for fewer than two events:
read them with ``n_events``.
"""

from analysis.evidence.contrasts import CONTRAST_COLUMNS, contrast
from analysis.evidence.intervals import Estimate, Floats, percentile_interval, resamples
from analysis.evidence.leadership import LEADING, leading, leading_acts, leading_difference
from analysis.evidence.rows import (
    SCOPES,
    STANCES,
    agreements_between,
    coded,
    concerning,
    element_by_speaker,
    presence,
    require_one_layer,
    require_public,
    require_record,
    select,
    stance_summary,
    with_code,
)
from analysis.evidence.saturation import CodeCoverage, code_coverage, new_information, reached_at
from analysis.evidence.stances import (
    hindered_dimensions,
    hindering_rank,
    hindering_share,
    net_stance,
)
from analysis.evidence.triangulation import OUTCOMES, convergence, triangulate

__all__ = [
    "CONTRAST_COLUMNS",
    "LEADING",
    "OUTCOMES",
    "SCOPES",
    "STANCES",
    "CodeCoverage",
    "Estimate",
    "Floats",
    "agreements_between",
    "code_coverage",
    "coded",
    "concerning",
    "contrast",
    "convergence",
    "element_by_speaker",
    "hindered_dimensions",
    "hindering_rank",
    "hindering_share",
    "leading",
    "leading_acts",
    "leading_difference",
    "net_stance",
    "new_information",
    "percentile_interval",
    "presence",
    "reached_at",
    "require_one_layer",
    "require_public",
    "require_record",
    "resamples",
    "select",
    "stance_summary",
    "triangulate",
    "with_code",
]
