"""The arithmetic of what is surprising: the vectors of the design, another library's function, and what must hold of any counts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from handlers.rising.tails import adjusted, at_least, at_most

VECTORS = ((6, 5, 0.00270), (2, 4, 0.00097), (0, 4, 0.00004), (12, 6, 0.00707), (24, 9, 0.00521), (24, 12, 0.00017), (80, 20, 0.00338))
COUNTS, PASTS, WEEKS = st.integers(0, 400), st.integers(0, 2000), st.integers(1, 60)


@pytest.mark.parametrize(("past", "count", "p"), VECTORS)
def test_the_vectors_of_the_design(past: int, count: int, p: float) -> None:
    assert round(at_least(count, past, 8), 5) == p


@given(COUNTS, PASTS, WEEKS)
def test_it_is_what_the_incomplete_beta_function_says(count: int, past: int, weeks: int) -> None:
    """P(Y ≥ y) is I(y, r) at 1 - p: a continued fraction elsewhere, a sum here."""
    expected = betainc(count, 0.5 + past, 1 / (1.5 + weeks)) if count else 1.0
    assert at_least(count, past, weeks) == pytest.approx(expected, rel=1e-8, abs=1e-14)


@given(COUNTS, PASTS, WEEKS)
def test_a_chance_lies_between_0_and_1_and_more_of_a_count_is_rarer(count: int, past: int, weeks: int) -> None:
    p = at_least(count, past, weeks)
    assert 0 <= at_least(count + 1, past, weeks) <= p + 1e-12 <= 1 + 1e-12
    assert at_most(count, past, weeks) + at_least(count + 1, past, weeks) == pytest.approx(1)


@given(COUNTS, PASTS, st.integers(1, 50), WEEKS)
def test_the_same_count_surprises_less_the_more_there_was(count: int, past: int, more: int, weeks: int) -> None:
    assert at_least(count, past + more, weeks) >= at_least(count, past, weeks) - 1e-12


def test_q_is_that_of_benjamini_and_hochberg() -> None:
    assert adjusted({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx({"a": 0.02, "b": 0.04, "c": 0.04, "d": 0.02})
    assert adjusted({}) == {}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_q_is_never_less_than_p_and_needs_no_order(chances: list[float], chance: random.Random) -> None:
    named = {str(place): p for place, p in enumerate(chances)}
    q = adjusted(named)
    assert all(named[name] <= q[name] <= 1 for name in named)
    shuffled = list(named.items())
    chance.shuffle(shuffled)
    assert adjusted(dict(shuffled)) == q
