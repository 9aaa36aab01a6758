"""Ranks worked out by hand, and what holds of any: nobody's turn counts, weights are ratios, who is worse everywhere is never above."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.priorities.rules import FEWEST, POINTS, Sheet, missing, opinion, ranking, sheet

THREE = [
    # rats, benches, crossing: severity (3), extent (1)
    [[3, 2], [0, 1], [3, 2]],
    [[2, 2], [1, 1], [3, 2]],
    [[3, 1], [1, 3], [0, 2]],
]


def test_an_opinion_is_a_weighted_mean() -> None:
    assert opinion([3, 1, 0], [3, 2, 1]) == Fraction(11, 6)


def test_three_sheets_by_hand() -> None:
    """Rats: 11/4, 8/4, 10/4, mean 29/12. Benches: 1/4, 4/4, 6/4, 11/12. Crossing: 11/4, 11/4, 2/4, mean 2."""
    found = ranking(THREE, [3, 1])
    assert found is not None
    rats, crossing, benches = found.ranks
    assert [(each.subject, each.place, each.tied) for each in found.ranks] == [(0, 1, False), (2, 2, False), (1, 3, False)]
    assert (rats.mean, crossing.mean, benches.mean) == (Fraction(29, 12), 2, Fraction(11, 12))
    assert (rats.low, rats.high) == (Fraction(9, 4), Fraction(21, 8))  # half way between the sorted opinions
    assert (crossing.low, crossing.high) == (Fraction(13, 8), Fraction(11, 4))
    # without the first: rats 18/8, crossing 13/8; the second: 21/8, 13/8; the third: 19/8, 22/8: the crossing comes first
    assert (found.scorers, found.held, found.first_held) == (3, 2, 2)
    assert found.places == [1, 3, 2]


def test_a_tie_is_a_tie_and_the_next_place_counts_both() -> None:
    found = ranking([[[2], [1], [2], [0]]] * 3, [7])
    assert found is not None
    assert [(each.subject, each.place, each.tied) for each in found.ranks] == [(0, 1, True), (2, 1, True), (1, 3, False), (3, 4, False)]
    assert (found.held, found.first_held) == (3, 3)


def test_a_third_of_a_point_thrice_is_exactly_one() -> None:
    """In floating point 0.1 × 3 is above 0.3: here those who tie tie."""
    found = ranking([[[1, 0], [0, 0]], [[0, 0], [0, 0]], [[0, 0], [1, 0]]], [1, 9])
    assert found is not None
    assert found.places == [1, 1]


@pytest.mark.parametrize("few", range(FEWEST))
def test_fewer_than_three_opinions_are_no_rank(few: int) -> None:
    assert ranking(THREE[:few], [3, 1]) is None


def test_what_a_sheet_lacks() -> None:
    given = {(0, 0): 3, (0, 1): 0, (1, 1): 2}
    assert list(missing(given, 2, 2)) == [(1, 0)]
    assert sheet(given, 2, 2) is None
    assert sheet({**given, (1, 0): 1}, 2, 2) == [[3, 0], [1, 2]]


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Sheet], list[int]]:
    subjects, criteria = draw(st.integers(2, 8)), draw(st.integers(1, 6))
    one = st.lists(st.lists(st.sampled_from(POINTS), min_size=criteria, max_size=criteria), min_size=subjects, max_size=subjects)
    return draw(st.lists(one, min_size=FEWEST, max_size=6)), draw(st.lists(st.integers(1, 10), min_size=criteria, max_size=criteria))


@given(cases(), st.randoms())
def test_who_comes_first_changes_nothing(case: tuple[list[Sheet], list[int]], chance: object) -> None:
    sheets, weights = case
    mixed = sheets[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert ranking(mixed, weights) == ranking(sheets, weights)


@given(cases(), st.integers(2, 9))
def test_weights_are_ratios(case: tuple[list[Sheet], list[int]], times: int) -> None:
    sheets, weights = case
    assert ranking(sheets, [weight * times for weight in weights]) == ranking(sheets, weights)


@given(cases())
def test_a_subject_that_nobody_puts_above_is_never_above(case: tuple[list[Sheet], list[int]]) -> None:
    sheets, weights = case
    found = ranking(sheets, weights)
    assert found is not None
    for one, other in permutations(range(len(sheets[0])), 2):
        if all(a <= b for each in sheets for a, b in zip(each[one], each[other], strict=True)):
            assert found.places[one] >= found.places[other]
    assert all(0 <= each.low <= each.high <= 3 and 0 <= each.mean <= 3 for each in found.ranks)
    assert 0 <= found.held <= found.first_held <= found.scorers
