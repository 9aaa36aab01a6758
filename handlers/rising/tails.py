"""How surprising a week's count is, given the weeks before, and what stays surprising once many series were looked at. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import exp, fsum, lgamma, log, log1p

PRIOR = 0.5
"""Shape and rate of the Gamma prior of a weekly rate: weak, and it keeps a series without any past from being certain."""
NEGLIGIBLE = 1e-18

REMEMBERED = 16_384
"""Answers: the same small numbers come again and again, of 99 services in each mairie, five weeks of them."""


@lru_cache(maxsize=REMEMBERED)
def at_least(count: int, past: int, weeks: int) -> float:
    """P(Y ≥ count) for the next week of a series that counted `past` in so many weeks: `at_least(8, 8, 8)` is 0.00007.

    Y is negative binomial of size 0.5 + past and probability (0.5 + weeks) / (1.5 + weeks): a Poisson count whose rate is not known.
    """
    if count <= 0:
        return 1.0
    if count * (PRIOR + weeks) <= PRIOR + past:  # at most the mean: what is below is the smaller part
        return 1.0 - at_most(count - 1, past, weeks)
    return min(1.0, _sum(count, past, weeks))


@lru_cache(maxsize=REMEMBERED)
def at_most(count: int, past: int, weeks: int) -> float:
    """P(Y ≤ count), of the same Y."""
    if count < 0:
        return 0.0
    return min(1.0, fsum(exp(_log_mass(k, past, weeks)) for k in range(count + 1)))


def _sum(first: int, past: int, weeks: int) -> float:
    """From one value on, above the mean, each term made of the one before, until the rest weighs nothing."""
    size, term = PRIOR + past, exp(_log_mass(first, past, weeks))
    terms, k = [term], first
    while term > NEGLIGIBLE * terms[0]:
        term *= (k + size) / (k + 1) / (1 + PRIOR + weeks)
        terms.append(term)
        k += 1
    return fsum(terms)


def _log_mass(k: int, past: int, weeks: int) -> float:
    size = PRIOR + past
    ways = lgamma(k + size) - lgamma(size) - lgamma(k + 1)
    return ways - size * log1p(1 / (PRIOR + weeks)) - k * log(1 + PRIOR + weeks)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Benjamini and Hochberg's q of each p: of all whose q is at most 0.05, one in twenty is expected to be chance alone."""
    ranked = sorted(chances.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
    least, found = 1.0, {}
    for rank, (name, p) in zip(range(len(ranked), 0, -1), ranked, strict=True):
        least = min(least, p * (len(ranked) / rank))
        found[name] = least
    return found
