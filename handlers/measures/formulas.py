"""The formula of each measure, over the facts of a perimeter and a period. Pure; what each one means is said in `definitions`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from handlers.escalation.working_time import Calendar, between, local_day
from handlers.measures.facts import Clock, Danger, Deadline, Facts, Guess, Life
from handlers.measures.periods import Period
from handlers.measures.survival import Wait, quantile
from handlers.requests.life import CALLING, DONE_REASONS, NOT_BY_HAND, PING_PONG, REFUSALS

OLD = 30
"""Working days after which what is open is old."""
REOPENED_WITHIN = timedelta(days=30)
OFF_CIRCUIT = frozenset({"elu", "reseaux_sociaux"})
"""The doors beside those that the town opened for residents."""
OUTCOMES: Mapping[str, frozenset[str]] = {
    "solved": DONE_REASONS | {"reponse_donnee"}, "refused": REFUSALS, "oriented": frozenset({"oriente"}), "duplicate": NOT_BY_HAND,
    "withdrawn": frozenset({"sans_suite_usager"}),
}  # fmt: skip
"""What a closing reason comes to; « other » is what is in none: not found on the spot, and a town's own reasons."""


class Material(NamedTuple):
    """What a perimeter's measures are worked out from. start, end: the bounds of the period. channels: arrivals, each channel's.

    links: reports of what was a request already. direction: whose figures they are, None for a mairie's or all.
    """

    period: Period
    start: datetime
    end: datetime
    now: datetime
    facts: Sequence[Facts]
    channels: Mapping[str, int]
    links: int
    direction: str | None = None

    @property
    def until(self) -> datetime:
        """The end, or now while the period lasts."""
        return min(self.end, self.now)

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.until

    @property
    def here(self) -> Iterator[Facts]:
        """The population by default: what the perimeter has, duplicates apart."""
        return (each for each in self.facts if not each.duplicate and not each.passed_on)

    @property
    def received(self) -> Iterator[Facts]:
        return (each for each in self.here if self.holds(each.received_at))


class Found(NamedTuple):
    """What a formula gives. value: None where there is none to give. some, n: of how many. parts: of a split, the largest first.

    known_at: the moment before which it cannot be told.
    """

    value: float | None
    n: int
    some: int | None = None
    parts: tuple[tuple[str, int], ...] = ()
    known_at: datetime | None = None


def count(n: int) -> Found:
    return Found(n, n)


def share(yes: Iterable[bool]) -> Found:
    """How many of them are so."""
    counted = Counter(yes)
    some, n = counted[True], counted[True] + counted[False]
    return Found(some / n if n else None, n, some)


def split(parts: Mapping[str, int]) -> Found:
    ordered = sorted(((name, number) for name, number in parts.items() if number), key=lambda part: (-part[1], part[0]))
    return Found(None, sum(parts.values()), parts=tuple(ordered))


@lru_cache(maxsize=256)  # the calendars of a town or two
def daily(calendar: Calendar) -> timedelta:
    """The open time of one of its days, on average over an ordinary week."""
    days = [sum(opening.end - opening.start for opening in day) for day in calendar.week if day]
    return timedelta(minutes=sum(days) / len(days))


def working_days(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Open time between two moments, in days of that place: from Monday noon to Tuesday noon, one."""
    return between(calendar, start, end) / daily(calendar)


# --- arrivals, and what is open ---


def arrivals(m: Material) -> Found:
    return count(sum(m.channels.values()))


def contacts(m: Material) -> Found:
    files = sum(m.channels.values())
    return Found(files + m.links, files + m.links, files)


def channels(m: Material) -> Found:
    return split(m.channels)


def off_circuit(m: Material) -> Found:
    files, off = sum(m.channels.values()), sum(number for channel, number in m.channels.items() if channel in OFF_CIRCUIT)
    return Found(off / files if files else None, files, off)


def is_open(file: Facts, at: datetime) -> bool:
    """Whether it was received and not closed at a moment, whatever was done since."""
    closed = any(life.closed_at and life.closed_at < at and not (life.reopened_at and life.reopened_at < at) for life in file.lives)
    return file.received_at < at and not closed


def still_open(m: Material) -> Found:
    return count(sum(is_open(each, m.until) for each in m.here))


def old(m: Material) -> Found:
    return share(working_days(each.calendar, each.received_at, m.until) > OLD for each in m.here if is_open(each, m.until))


# --- answers and deadlines ---


def _first_replies(m: Material) -> list[Wait]:
    """What is closed without an answer waits for none any more."""
    return [
        Wait(working_days(each.calendar, each.received_at, each.first_reply_at or each.lives[-1].closed_at or m.now),
             each.first_reply_at is not None)
        for each in m.received
    ]


def first_reply(m: Material) -> Found:
    waits = _first_replies(m)
    return Found(quantile(waits, 0.5), len(waits))


def first_reply_most(m: Material) -> Found:
    waits = _first_replies(m)
    return Found(quantile(waits, 0.9), len(waits))


def _deadlines(m: Material, clock: Clock) -> Iterator[Deadline]:
    """Those that came in the period, each answered for by who had the request then."""
    for each in m.facts:
        if not each.duplicate:
            yield from (due for due in each.deadlines
                        if due.clock == clock and m.holds(due.due_at) and (m.direction is None or due.direction == m.direction))


def respect(m: Material) -> Found:
    return share(due.met for due in _deadlines(m, "resolution"))


def taking(m: Material) -> Found:
    return share(due.met for due in _deadlines(m, "taking"))


def promises(m: Material) -> Found:
    """A day that is not over may still be kept."""
    return share(
        promise.kept for each in m.here for promise in each.promises
        if m.period.first <= promise.on < m.period.after and promise.on < local_day(each.calendar, m.now)
    )


def told(m: Material) -> Found:
    """Closed without a final reply is « pas de retour demandé »: nobody waits to be told."""
    finished = (life for each in m.here for life in each.lives if m.holds(life.finished_at))
    return share(life.told for life in finished if life.told or life.closed_at is None)


# --- closings ---


def _closings(m: Material) -> Iterator[Life]:
    return (life for each in m.here for life in each.lives if m.holds(life.closed_at))


def closed(m: Material) -> Found:
    return count(sum(1 for _ in _closings(m)))


def outcomes(m: Material) -> Found:
    """Of every closing, duplicates included."""
    lives = (life for each in m.facts if not each.passed_on for life in each.lives if m.holds(life.closed_at))
    of = {reason: outcome for outcome, reasons in OUTCOMES.items() for reason in reasons}
    return split(Counter(of.get(life.reason or "", "other") for life in lives))


def reopened(m: Material) -> Found:
    known_at = m.end + REOPENED_WITHIN
    found = share(
        life.reopened_at is not None and life.closed_at is not None and life.reopened_at - life.closed_at <= REOPENED_WITHIN
        for life in _closings(m)
    )
    return found if m.now >= known_at else Found(None, found.n, known_at=known_at)


# --- where it went ---


def bounces(m: Material) -> Found:
    return count(sum(
        1 for each in m.facts if not each.duplicate for move in each.transfers
        if move.counts and m.holds(move.at) and m.direction in (None, move.sender, move.receiver)
    ))


def bounced_twice(m: Material) -> Found:
    return share(each.ping_pong >= PING_PONG for each in m.received)


def back_and_forth(m: Material) -> Found:
    """Two bounces in a row, there and back: by pair of directions, « a/b », whichever began."""
    pairs = Counter(
        "/".join(sorted((there.sender, there.receiver)))
        for each in m.facts if not each.duplicate
        for there, back in pairwise(move for move in each.transfers if move.counts)
        if m.holds(back.at) and (there.sender, there.receiver) == (back.receiver, back.sender)
        and m.direction in (None, there.sender, there.receiver)
    )
    return split(pairs)._replace(value=sum(pairs.values()))


def _guesses(of: Callable[[Guess], bool]) -> Callable[[Material], Found]:
    return lambda m: share(of(each.guess) for each in m.received if each.guess)


service_first = _guesses(lambda guess: guess.service)
service_in_three = _guesses(lambda guess: guess.service_in_three)
direction_first = _guesses(lambda guess: guess.direction)
direction_in_three = _guesses(lambda guess: guess.direction_in_three)


# --- dangers ---


def _dangers(m: Material) -> Iterator[tuple[Danger, datetime]]:
    """Each, and until when somebody could still say that they had called."""
    for each in m.here:
        yield from ((danger, each.lives[-1].closed_at or m.now) for danger in each.dangers if m.holds(danger.at))


def dangers(m: Material) -> Found:
    return count(sum(1 for _ in _dangers(m)))


def danger_called(m: Material) -> Found:
    """In minutes, at any hour."""
    waits = [
        Wait(max(0.0, ((danger.called_at or until) - danger.at) / timedelta(minutes=1)), danger.called_at is not None)
        for danger, until in _dangers(m)
    ]
    return Found(quantile(waits, 0.5), len(waits))


def danger_quick(m: Material) -> Found:
    """A danger of a moment ago may still be called about in time."""
    return share(
        danger.called_at is not None and danger.called_at - danger.at < CALLING for danger, _ in _dangers(m)
        if danger.called_at or m.now - danger.at >= CALLING
    )


def danger_lowered(m: Material) -> Found:
    return share(danger.lowered for danger, _ in _dangers(m))
