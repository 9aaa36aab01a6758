"""The formula of each measure, over what requests count for in a period. Pure; what each one means is said in `definitions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from handlers.measures.cells import REOPENED_WITHIN
from handlers.measures.periods import Period
from handlers.measures.survival import Wait, quantile
from handlers.requests.life import CALLING

OFF_CIRCUIT = frozenset({"elu", "reseaux_sociaux"})
"""The doors beside those that the town opened for residents."""
QUICK = CALLING.total_seconds() / 60


class Material(NamedTuple):
    """What a perimeter's measures are worked out from. start, end: the bounds of the period. counts: how many of each cell's « what »
    in it; what still waits as long as it does at `now`; of the stock, how many there are at its end.
    """

    period: Period
    start: datetime
    end: datetime
    now: datetime
    counts: Mapping[str, int]

    @property
    def until(self) -> datetime:
        """The end, or now while the period lasts."""
        return min(self.end, self.now)

    def of(self, kind: str) -> dict[str, int]:
        """How many of each of a kind: of "arrival", by channel."""
        begins = f"{kind}/"
        return {what[len(begins):]: n for what, n in self.counts.items() if n and what.startswith(begins)}

    def all(self, kind: str) -> int:
        return sum(self.of(kind).values())

    def one(self, what: str) -> int:
        return self.counts.get(what, 0)


class Found(NamedTuple):
    """What a formula gives. value: None where there is none to give. some, n: of how many. parts: of a split, the largest first.

    known_at: the moment before which it cannot be told.
    """

    value: float | None
    n: int
    some: int | None = None
    parts: tuple[tuple[str, int], ...] = ()
    known_at: datetime | None = None


Formula = Callable[[Material], Found]


def count(n: int) -> Found:
    return Found(n, n)


def share(some: int, n: int) -> Found:
    return Found(some / n if n else None, n, some)


def split(parts: Mapping[str, int]) -> Found:
    ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return Found(None, sum(parts.values()), parts=tuple(ordered))


# --- arrivals, and what is open ---


def arrivals(m: Material) -> Found:
    return count(m.all("arrival"))


def contacts(m: Material) -> Found:
    files = m.all("arrival")
    return Found(files + m.one("contact"), files + m.one("contact"), files)


def channels(m: Material) -> Found:
    return split(m.of("arrival"))


def off_circuit(m: Material) -> Found:
    return share(sum(number for channel, number in m.of("arrival").items() if channel in OFF_CIRCUIT), m.all("arrival"))


def still_open(m: Material) -> Found:
    return count(m.one("open"))


def old(m: Material) -> Found:
    return share(m.one("old"), m.one("open"))


# --- answers and deadlines ---


def within(part: float, over: str, *still: str) -> Formula:
    """By when that part is over, and of how many."""

    def formula(m: Material) -> Found:
        waits = [Wait(float(length), kind == over, number) for kind in (over, *still) for length, number in m.of(kind).items()]
        return Found(quantile(waits, part), sum(wait.times for wait in waits))

    return formula


first_reply = within(0.5, "reply", "left")
first_reply_most = within(0.9, "reply", "left")


def part_of(kind: str, yes: str) -> Formula:
    """The share of a kind that is so."""
    return lambda m: share(m.one(f"{kind}/{yes}"), m.all(kind))


respect = part_of("resolution", "met")
taking = part_of("taking", "met")
promises = part_of("promise", "kept")
told = part_of("told", "yes")


# --- closings ---


def closed(m: Material) -> Found:
    return count(m.one("closed"))


def outcomes(m: Material) -> Found:
    """Of every closing, duplicates included."""
    return split(m.of("outcome"))


def reopened(m: Material) -> Found:
    known_at = m.end + REOPENED_WITHIN
    return share(m.one("again"), m.one("closed")) if m.now >= known_at else Found(None, m.one("closed"), known_at=known_at)


# --- where it went ---


def bounces(m: Material) -> Found:
    return count(m.one("bounce"))


def bounced_twice(m: Material) -> Found:
    return share(m.one("twice"), m.all("arrival"))


def back_and_forth(m: Material) -> Found:
    """Two bounces in a row, there and back: by pair of directions, « a/b », whichever began."""
    return split(m.of("pair"))._replace(value=m.all("pair"))


def _guesses(place: int) -> Formula:
    """place: of the answer in `facts.Guess`."""
    return lambda m: share(sum(number for guess, number in m.of("guess").items() if guess[place] == "1"), m.all("guess"))


service_first, service_in_three, direction_first, direction_in_three = map(_guesses, range(4))


# --- dangers ---


def dangers(m: Material) -> Found:
    return count(m.all("danger"))


danger_called = within(0.5, "called", "uncalled", "calling")


def danger_quick(m: Material) -> Found:
    """A danger of a moment ago may still be called about in time."""
    known = [(kind, int(length), number) for kind in ("called", "uncalled", "calling") for length, number in m.of(kind).items()]
    return share(sum(number for kind, length, number in known if kind == "called" and length < QUICK),
                 sum(number for kind, length, number in known if kind != "calling" or length >= QUICK))


danger_lowered = part_of("danger", "lowered")
