"""By when half is over: as a plain median when all is over; later when something still waits; never, when too much does."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.measures.survival import Wait, quantile

LENGTHS = st.integers(0, 30)
WAITS = st.lists(st.builds(Wait, LENGTHS.map(float), st.booleans(), st.just(1)), max_size=40)


def waits(said: str) -> list[Wait]:
    """« 1 2+ 3 »: + still waits."""
    return [Wait(float(word.rstrip("+")), not word.endswith("+")) for word in said.split()]


@pytest.mark.parametrize(
    ("said", "median"),
    [
        ("", None),
        ("3", 3),
        ("3+", None),
        ("1 2", 1.5),
        ("1 2 3", 2),
        ("1 2 3+", 2),
        ("1 2+ 3", 3),
        ("1+ 2 3", 2.5),  # of the two left, one by 2: exactly a half
        ("1 2 3+ 4+", 2),  # exactly a half, and nothing comes after
        ("1 2+ 3+ 4+", None),
        ("2 2+ 2+", None),
        ("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+", 23),  # Freireich et al. (1963), 6-MP
        ("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23", 8),  # and its placebo
    ],
)
def test_the_median_of_what_came_and_what_still_waits(said: str, median: float | None) -> None:
    assert quantile(waits(said), 0.5) == median


def test_nine_in_ten() -> None:
    assert quantile(waits("1 2 3 4 5 6 7 8 9 10"), 0.9) == 9.5
    assert quantile(waits("1 2 3 4 5 6 7 8 9 10 11"), 0.9) == 10
    assert quantile(waits("1 2 3 4 5 6 7 8 9+ 10+ 11"), 0.9) == 11


@given(st.lists(LENGTHS, min_size=1, max_size=40))
def test_when_all_is_over_it_is_the_plain_median(lengths: list[int]) -> None:
    assert quantile([Wait(float(length), True) for length in lengths], 0.5) == statistics.median(lengths)


def by_redistribution(waits: list[Wait], share: Fraction) -> float | None:
    """Efron (1967), in exact numbers: what leaves without an end hands its weight, in equal parts, to those who stay longer."""
    ordered = sorted(waits, key=lambda wait: (wait.length, not wait.over))
    weights = [Fraction(1, len(waits))] * len(waits)
    ended: dict[float, Fraction] = {}
    for place, wait in enumerate(ordered):
        if wait.over:
            ended[wait.length] = ended.get(wait.length, Fraction()) + weights[place]
        elif rest := len(ordered) - place - 1:
            for later in range(place + 1, len(ordered)):
                weights[later] += weights[place] / rest
    done, times = Fraction(), sorted(ended)
    for place, length in enumerate(times):
        done += ended[length]
        if done > share or (done == share and place + 1 == len(times)):
            return length
        if done == share:
            return (length + times[place + 1]) / 2
    return None


@given(WAITS, st.sampled_from((Fraction(1, 2), Fraction(9, 10))))
def test_another_way_of_working_it_out_agrees(waits: list[Wait], share: Fraction) -> None:
    expected = by_redistribution(waits, share) if waits else None
    assert quantile(waits, float(share)) == expected


@given(WAITS, LENGTHS)
def test_one_more_that_still_waits_never_makes_it_sooner(waits: list[Wait], length: int) -> None:
    before, after = quantile(waits, 0.5), quantile([*waits, Wait(float(length), False)], 0.5)
    assert (math.inf if after is None else after) >= (math.inf if before is None else before)


@given(WAITS, st.sampled_from((0.5, 0.9)))
def test_those_that_waited_as_long_may_be_said_at_once(waits: list[Wait], share: float) -> None:
    told = [Wait(length, over, times) for (length, over), times in Counter((wait.length, wait.over) for wait in waits).items()]
    assert quantile(told, share) == quantile(waits, share)
