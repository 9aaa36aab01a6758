"""What a measure counts, one by one: what anybody may add up again to find its figure. Pure; it is read from the measures' own cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple


class Counted(NamedTuple):
    """What a measure counts of a request. day: local. value: "1" and "0" of a share, days of a delay, a part of a split.

    more: what is added to the measure's name, for what still waits.
    """

    day: date
    value: str = "1"
    more: str = ""


class Told(NamedTuple):
    """What a request counts for in a period: day, what, how many. received_on: local."""

    received_on: date
    cells: Sequence[tuple[date, str, int]]


Counting = Callable[[Told], Iterator[Counted]]
WAITING = "_waiting"
"""Added to a delay's measure where the answer had not come yet: counted by its median all the same."""


def _each(kind: str, value: Callable[[str], str] = lambda _: "1", more: str = "") -> Counting:
    """value: from which of its kind a cell is."""

    def counting(told: Told) -> Iterator[Counted]:
        for day, what, count in told.cells:
            name, _, which = what.partition("/")
            if name == kind:
                yield from [Counted(day, value(which), more)] * count

    return counting


def _share(kind: str, yes: str) -> Counting:
    return _each(kind, lambda which: "1" if which == yes else "0")


def _all(*countings: Counting) -> Counting:
    return lambda told: (counted for counting in countings for counted in counting(told))


def _open(told: Told) -> Iterator[Counted]:
    if sum(count for _, what, count in told.cells if what == "open") > 0:
        yield Counted(told.received_on)


def _reopened(told: Told) -> Iterator[Counted]:
    again = Counter({day: count for day, what, count in told.cells if what == "again"})
    for day, what, count in told.cells:
        if what == "closed":
            yield from [Counted(day, "1")] * again[day] + [Counted(day, "0")] * (count - again[day])


_replies = _all(_each("reply", str), _each("left", str, WAITING))

COUNTED: Mapping[str, Counting] = {
    "arrivals": _each("arrival"), "closed": _each("closed"), "open": _open, "channels": _each("arrival", str), "first_reply": _replies,
    "first_reply_most": _replies, "respect": _share("resolution", "met"), "taking": _share("taking", "met"),
    "promises": _share("promise", "kept"), "told": _share("told", "yes"), "reopened": _reopened, "bounces": _each("bounce"),
    "direction_first": _each("guess", lambda which: which[2]), "direction_in_three": _each("guess", lambda which: which[3]),
}  # fmt: skip
"""Each measure that a digest says."""
