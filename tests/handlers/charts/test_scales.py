"""Axes that do not jump, limits that agree with the exact binomial law, hexagons that hide what is small."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.charts.ground import FEWEST, hexagons, inside, steps, where, within
from handlers.charts.long import rounded
from handlers.charts.scales import binomial_curve, binomial_limits, ceiling, is_outside, share_limits
from handlers.charts.specs import Cell, Outline


@pytest.mark.parametrize(("most", "top"), [(0, 6), (1, 6), (6, 6), (9, 10), (11, 12), (118, 120), (121, 160), (842, 1000), (1001, 1200)])
def test_an_axis_ends_on_a_round_number(most: int, top: int) -> None:
    assert ceiling(most) == top


@given(st.integers(0, 10**6), st.integers(0, 50))
def test_a_little_more_seldom_changes_the_axis(most: int, more: int) -> None:
    assert ceiling(most) >= most
    assert ceiling(most) <= ceiling(most + more)
    assert ceiling(ceiling(most)) == ceiling(most)


def chance_of(at_most: int, n: int, share: float) -> float:
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(at_most + 1))


@given(st.integers(1, 120), st.floats(0.05, 0.95))
def test_chance_gives_what_is_beyond_the_limits_once_in_forty_on_each_side(n: int, share: float) -> None:
    low, high = binomial_limits(n, share)
    assert chance_of(low - 1, n, share) <= 0.025 + 1e-9
    assert chance_of(low, n, share) > 0.025 - 1e-9
    assert 1 - chance_of(high, n, share) <= 0.025 + 1e-9


@given(st.integers(1, 150), st.floats(0.05, 0.95))
def test_what_is_named_is_what_lies_outside_the_line_that_is_drawn(n: int, share: float) -> None:
    low, high = binomial_curve(n, share)
    for some in range(n + 1):
        assert is_outside(some, n, share) == (some / n < low - 1e-9 or some / n > high + 1e-9)


def test_a_known_case_of_the_limits() -> None:
    assert binomial_limits(50, 0.8) == (34, 45)
    assert is_outside(55, 88, 0.79)
    assert not is_outside(79, 96, 0.79)


def test_limits_of_months_are_three_standard_deviations_and_wider_when_months_differ_more_than_chance() -> None:
    centre, limits = share_limits([(80, 100), (79, 100), (81, 100), (80, 100)])
    assert centre == pytest.approx(0.8)
    assert limits[0] == pytest.approx((0.8 - 3 * 0.04, 0.8 + 3 * 0.04))
    _, wide = share_limits([(90, 100), (70, 100), (90, 100), (70, 100)])
    assert wide[0] is not None
    assert limits[0] is not None
    assert wide[0][0] < limits[0][0]
    assert share_limits([(0, 0), (0, 0)]) == (None, [None, None])
    assert share_limits([(5, 10), (0, 0)])[1][1] is None


@given(st.lists(st.tuples(st.floats(4.2, 4.4), st.floats(45.9, 46.1)), max_size=80))
def test_no_hexagon_tells_a_number_under_five_and_each_point_is_in_one(points: list[tuple[float, float]]) -> None:
    cells = hexagons(points, 500)
    assert all(cell.count is None or cell.count >= FEWEST for cell in cells)
    assert sum(cell.count or 1 for cell in cells) <= len(points)
    whole = hexagons(points, 500, fewest=1)
    assert sum(cell.count or 0 for cell in whole) == len(points)
    assert hexagons(list(reversed(points)), 500, fewest=1) == whole


def test_shades_begin_at_five_and_end_with_what_is_there() -> None:
    assert steps(()) == (5,)
    assert steps(hexagons([(4.3, 46.0)] * 12, 500)) == (5, 10)


def test_a_point_is_within_a_ring_or_not() -> None:
    square = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))
    assert inside((1.0, 1.0), square)
    assert not inside((3.0, 1.0), square)


def test_a_hole_of_a_quarter_is_not_in_it() -> None:
    """The quarter that lies within another one: what is there is counted once, and there."""
    around = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0))
    hole = ((3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0), (3.0, 3.0))
    outer, inner = Outline("a", (around, hole)), Outline("b", (hole,))
    assert within((1.0, 1.0), outer)
    assert not within((4.0, 4.0), outer)
    assert where(Cell(4.0, 4.0, 5), [outer, inner]) == "b"


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5000)))
def test_rounded_parts_make_a_hundred(numbers: dict[str, int]) -> None:
    parts = rounded(numbers)
    assert sum(part.percent for part in parts) == (100 if sum(numbers.values()) else 0)
    assert all(part.percent % 5 == 0 and part.percent for part in parts)
