"""By when a share of what waits has come, counting what still waits (Kaplan and Meier, 1958). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

NEGLIGIBLE = 1e-9
"""Products of fractions are a little off: one half is one half."""


class Wait(NamedTuple):
    """How long, in whatever unit. over: what was waited for came; else it still had not when we looked, or nobody waits any more.

    times: how many waited so long.
    """

    length: float
    over: bool
    times: int = 1


def quantile(waits: Iterable[Wait], share: float) -> float | None:
    """By when that share is over; None when it never comes to that. Exactly at the share, half way to the next one, as a median is.

    Three waits of 1, 2 and 3 days, the last still going on: half of them by 2 days.
    """
    ended, left = Counter[float](), Counter[float]()
    for length, over, times in waits:
        left[length] += times
        ended[length] += over * times
    waiting, still, level, reached = left.total(), 1.0, 1 - share, None
    for length in sorted(left):
        if ended[length]:
            if reached is not None:
                return (reached + length) / 2
            still *= 1 - ended[length] / waiting
            if still < level - NEGLIGIBLE:
                return length
            if still < level + NEGLIGIBLE:
                reached = length
        waiting -= left[length]
    return reached
