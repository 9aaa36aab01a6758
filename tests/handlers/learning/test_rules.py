"""When a training is due, and when what came of it is not put in force."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.learning.rules import APART, ENOUGH, FEW, LATER, is_due, worse
from tests.scenes import MONDAY


@pytest.mark.parametrize(
    ("count", "ago", "due"),
    [
        (ENOUGH, None, True),
        (ENOUGH - 1, None, False),
        (ENOUGH, APART - timedelta(minutes=1), False),
        (ENOUGH, APART, True),
        (FEW, LATER, True),
        (FEW, LATER - timedelta(minutes=1), False),
        (FEW - 1, LATER, False),
    ],
)
def test_a_training_is_due_when_enough_was_decided(count: int, ago: timedelta | None, due: bool) -> None:
    assert is_due(lambda: count, None if ago is None else MONDAY - ago, MONDAY) is due


def test_nothing_is_counted_until_a_training_may_be_due() -> None:
    asked: list[int] = []
    assert not is_due(lambda: asked.append(1) or ENOUGH, MONDAY - APART / 2, MONDAY)
    assert asked == []


@pytest.mark.parametrize(
    ("new", "catalogue", "before", "why"),
    [
        ([30, 20, 50], [600, 800, 1000], [600, 800, 1000], ""),
        ([20, 20, 50], [590, 800, 1000], [600, 800, 1000], ""),
        ([19, 20, 50], [600, 800, 1000], [600, 800, 1000], "new"),
        ([30, 20, 50], [570, 800, 1000], [600, 800, 1000], "catalogue"),
        ([0, 0, 0], [600, 800, 1000], None, ""),  # a router of an earlier release has no figures
    ],
)
def test_what_is_worse_is_not_put_in_force(new: list[int], catalogue: list[int], before: list[int] | None, why: str) -> None:
    assert worse({"new": new, "catalogue": catalogue}, {"catalogue": before} if before else {}) == why
