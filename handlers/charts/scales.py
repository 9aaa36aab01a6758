"""What an axis may hold, and where chance ends: steps that do not jump, exact binomial limits, limits of a monthly share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, exp, lgamma, log, sqrt

from handlers.charts.specs import Month

STEPS = (1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Of a decade: a growing maximum changes the scale seldom, and a scale is never more than two thirds empty."""
NEVER = 1e-9
"""A share that is as good as nought; as good as one, as far from it."""
BETWEEN_MONTHS = 1.128
"""The mean distance between two draws of a standard normal: what turns moving ranges into a standard deviation."""


def ceiling(most: float, *, least: int = 5) -> int:
    """The end of an axis that starts at nought, even, so that its middle is whole: 118 → 120, 121 → 160.

    Asked with more weeks than are shown, it seldom changes.
    """
    most = max(most, least)
    decade: int = 10 ** (len(str(ceil(most))) - 1)
    return next(int(step * decade) for step in STEPS if step * decade >= most and step * decade % 2 == 0)


def is_odd(month: Month) -> bool:
    """Outside what chance keeps it between."""
    return month.value is not None and month.low is not None and month.high is not None and not month.low <= month.value <= month.high


def binomial_limits(n: int, share: float, *, tail: float = 0.025) -> tuple[int, int]:
    """The fewest and the most of n that chance would give, each tail at most that much: (50, 0.8) → (34, 45)."""
    if not NEVER < share < 1 - NEVER:
        return (n, n) if share > NEVER else (0, 0)
    return _quantile(n, share, tail), n - _quantile(n, 1 - share, tail)


def _chance(k: int, n: int, share: float) -> float:
    """Of exactly k among n."""
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log(1 - share))


@lru_cache(maxsize=4096)
def _quantile(n: int, share: float, tail: float) -> int:
    """The smallest k with P(X ≤ k) > tail."""
    total = 0.0
    for k in range(n + 1):
        total += _chance(k, n, share)
        if total > tail:
            return k
    return n


def binomial_curve(n: int, share: float, *, tail: float = 0.025) -> tuple[float, float]:
    """The same limits as shares, between two counts where chance ends between them (Spiegelhalter, 2005): a line to draw.

    A count is outside `binomial_limits` exactly when its share is beyond that line.
    """
    if not NEVER < share < 1 - NEVER or not n:
        return share, share
    return _between(n, share, tail) / n, 1 - _between(n, 1 - share, tail) / n


def _between(n: int, share: float, tail: float) -> float:
    k = _quantile(n, share, tail)
    here = _chance(k, n, share)
    below = sum(_chance(each, n, share) for each in range(k))
    return max(0.0, k - (below + here - tail) / here)


def is_outside(some: int, n: int, common: float) -> bool:
    """Whether a share is further from the common one than chance goes 19 times in 20."""
    low, high = binomial_limits(n, common)
    return not low <= some <= high


def share_limits(counted: Sequence[tuple[int, int]]) -> tuple[float | None, list[tuple[float, float] | None]]:
    """The centre and each month's limits of a chart of shares, 0 to 1. counted: how many of how many.

    A p′ chart (Laney, 2002): three standard deviations of a binomial share, widened by what months differ more than chance explains;
    never narrowed. None for a month of which there is nothing.
    """
    some, of = (sum(each[place] for each in counted) for place in (0, 1))
    if not of:
        return None, [None for _ in counted]
    centre = some / of
    sigma = [sqrt(centre * (1 - centre) / n) if n else 0.0 for _, n in counted]
    scores = [(k / n - centre) / one for (k, n), one in zip(counted, sigma, strict=True) if one]
    ranges = [abs(after - before) for before, after in pairwise(scores)]
    widened = max(1.0, sum(ranges) / len(ranges) / BETWEEN_MONTHS) if ranges else 1.0
    return centre, [
        (max(0.0, centre - 3 * one * widened), min(1.0, centre + 3 * one * widened)) if n else None
        for (_, n), one in zip(counted, sigma, strict=True)
    ]
