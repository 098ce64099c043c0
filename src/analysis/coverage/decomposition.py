"""The gap between two rates, split into what the mix and what the rates account for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Decomposition:
    """The gap between two rates, split into what the mix and what the rates account for.

    Attributes
    ----------
    total, mix, rate
        Gap, and the parts from the composition and from the rates within groups, in the unit
        of the rates (percentage points); mix and rate add up to total.
    rates
        Rate part of each group.  The mix part may be read only in sum, since the share of one
        group rises where another falls.

    """

    total: float
    mix: float
    rate: float
    rates: Mapping[str, float]


def kitagawa(
    rates_a: Mapping[str, float],
    shares_a: Mapping[str, float],
    rates_b: Mapping[str, float],
    shares_b: Mapping[str, float],
) -> Decomposition:
    """Split the gap between two populations into a mix part and a rate part.

    Positive parts raise *a* above *b*.  The average of both populations serves as standard, so
    there is no residual and the result does not depend on which comes first, but for the sign.

    Parameters
    ----------
    rates_a, rates_b
        Rate of each group.
    shares_a, shares_b
        Share of each group, adding up to one.

    Returns
    -------
    Decomposition
        Total, mix part, rate part, and the rate part of each group.

    Raises
    ------
    ValueError
        The four do not name the same groups, or shares do not add up to one.

    Notes
    -----
    Kitagawa, E. M. (1955). Components of a difference between two rates. *Journal of the
    American Statistical Association*, 50(272), 1168-1194.

    """
    groups = list(rates_a)
    if any(set(other) != set(groups) for other in (shares_a, rates_b, shares_b)):
        raise ValueError("Rates and shares must name the same groups in both populations.")
    if any(not math.isclose(sum(s.values()), 1, abs_tol=1e-6) for s in (shares_a, shares_b)):
        raise ValueError("The shares of the groups must add up to one in each population.")
    mix = sum(
        (shares_a[group] - shares_b[group]) * (rates_a[group] + rates_b[group]) / 2
        for group in groups
    )
    rates = {
        group: (rates_a[group] - rates_b[group]) * (shares_a[group] + shares_b[group]) / 2
        for group in groups
    }
    rate = sum(rates.values())
    return Decomposition(total=mix + rate, mix=mix, rate=rate, rates=rates)
