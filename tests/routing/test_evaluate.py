"""The figures we give are reached: a router that knows the catalogue alone, on real texts it never saw."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from config.town import Town
from handlers.routing.measures import Truth
from handlers.routing.rules import Router, suggest
from tests.routing.evaluate import first_day


@pytest.fixture(scope="module")
def day(router: Router) -> dict[str, Truth]:
    """Of words and letters alone: the same on every machine, in a second."""
    return first_day(replace(router, meaning=None))


def test_the_first_day_reaches_its_goal_on_real_texts(day: dict[str, Truth]) -> None:
    assert len(day["all"].right) == 1250
    assert day["all"].top(1) >= 0.57
    assert day["all"].top(3) >= 0.76
    assert day["all"].calibration_error() <= 0.12


def test_bad_typing_costs_little(day: dict[str, Truth]) -> None:
    assert day["all"].top(1) - day["mistyped"].top(1) <= 0.04


def test_a_suggestion_takes_less_than_two_milliseconds_of_one_core(router: Router, town: Town) -> None:
    plain, spent = replace(router, meaning=None), []
    for service in town.services.values():
        before = time.process_time()
        suggest(plain, service.phrases[0])
        spent.append(time.process_time() - before)
    assert sorted(spent)[len(spent) // 2] < 0.002
