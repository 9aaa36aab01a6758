"""What is fair between processes: all of the pace, never more, and what is not needed is lent."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from bot.neighbours import is_gone, place
from bot.shares import fair
from storage.shares import Part, Process


def crowd(*busy: bool) -> list[Part]:
    return [Part(Process(number, "", 0), 0, each) for number, each in enumerate(busy, 1)]


def test_an_only_process_has_it_all() -> None:
    assert fair(30, crowd(False)) == {1: 30}


def test_equals_have_equal_parts() -> None:
    assert fair(30, crowd(True, True)) == fair(30, crowd(False, False)) == {1: 15, 2: 15}
    assert list(fair(30, crowd(*[True] * 8)).values()) == [4, 4, 4, 4, 4, 4, 3, 3]


def test_who_has_nothing_to_send_lends_most_of_its_part() -> None:
    assert fair(30, crowd(True, False)) == {1: 27, 2: 3}
    assert fair(30, crowd(True, *[False] * 7)) == {1: 23, **dict.fromkeys(range(2, 9), 1)}


def test_with_more_processes_than_messages_some_wait() -> None:
    assert sorted(fair(3, crowd(*[True] * 5)).values()) == [0, 0, 1, 1, 1]
    assert sum(fair(1, crowd(False, True, False)).values()) == 1


@given(total=st.integers(1, 10_000), busy=st.lists(st.booleans(), max_size=40))
def test_it_adds_up(total: int, busy: list[bool]) -> None:
    parts = fair(total, crowd(*busy))
    assert min(parts.values(), default=0) >= 0
    assert sum(parts.values()) == (total if busy else 0)


def test_a_neighbour_is_known_to_be_dead_and_a_stranger_is_not() -> None:
    neighbour = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert not is_gone(place(), neighbour.pid)
    assert not is_gone(place(), 1)
    neighbour.communicate(b"\n")
    assert is_gone(place(), neighbour.pid)
    assert is_gone(place(), os.getpid())  # its number is ours now
    assert not is_gone("elsewhere", neighbour.pid)
    assert not is_gone("", neighbour.pid)
