"""The facts that a measure counts, one by one: what anybody may add up again to find its figure. Pure; the formulas are the measures'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.escalation.working_time import local_day
from handlers.measures.facts import Clock, Facts, Guess, Life
from handlers.measures.formulas import REOPENED_WITHIN, is_open, working_days
from handlers.measures.periods import Period


class Span(NamedTuple):
    """The period of a figure. start, until: its bounds, or now while it lasts, UTC. zone: the town's."""

    period: Period
    start: datetime
    until: datetime
    now: datetime
    zone: str

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.until

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()


class Counted(NamedTuple):
    """What a measure counts of a request. day: local. value: "1" and "0" of a share, days of a delay, a part of a split.

    more: what is added to the measure's name, for what still waits.
    """

    day: date
    value: str = "1"
    more: str = ""


Counting = Callable[[Facts, Span], Iterator[Counted]]
WAITING = "_waiting"
"""Added to a delay's measure where the answer had not come yet: counted by its median all the same."""


def _yes(so: bool) -> str:
    return "1" if so else "0"


def _received(each: Facts, span: Span) -> Iterator[Counted]:
    if not (each.duplicate or each.passed_on) and span.holds(each.received_at):
        yield Counted(span.day(each.received_at))


def _channels(each: Facts, span: Span) -> Iterator[Counted]:
    yield from (counted._replace(value=each.channel) for counted in _received(each, span))


def _closings(each: Facts, span: Span) -> Iterator[tuple[Life, date]]:
    if not (each.duplicate or each.passed_on):
        yield from ((life, span.day(life.closed_at)) for life in each.lives if life.closed_at and span.holds(life.closed_at))


def _closed(each: Facts, span: Span) -> Iterator[Counted]:
    yield from (Counted(day) for _, day in _closings(each, span))


def _open(each: Facts, span: Span) -> Iterator[Counted]:
    if not (each.duplicate or each.passed_on) and is_open(each, span.until):
        yield Counted(span.day(each.received_at))


def _first_reply(each: Facts, span: Span) -> Iterator[Counted]:
    for counted in _received(each, span):
        until = each.first_reply_at or each.lives[-1].closed_at or span.now
        length = working_days(each.calendar, each.received_at, until)
        yield counted._replace(value=f"{length:.6f}", more="" if each.first_reply_at else WAITING)


def _due(clock: Clock) -> Counting:
    def counting(each: Facts, span: Span) -> Iterator[Counted]:
        if not each.duplicate:
            yield from (Counted(span.day(due.due_at), _yes(due.met)) for due in each.deadlines
                        if due.clock == clock and span.holds(due.due_at))

    return counting


def _promises(each: Facts, span: Span) -> Iterator[Counted]:
    if not (each.duplicate or each.passed_on):
        yield from (Counted(promise.on, _yes(promise.kept)) for promise in each.promises
                    if span.period.first <= promise.on < span.period.after and promise.on < local_day(each.calendar, span.now))


def _told(each: Facts, span: Span) -> Iterator[Counted]:
    if not (each.duplicate or each.passed_on):
        yield from (Counted(span.day(life.finished_at), _yes(life.told)) for life in each.lives
                    if life.finished_at and span.holds(life.finished_at) and (life.told or life.closed_at is None))


def _reopened(each: Facts, span: Span) -> Iterator[Counted]:
    for life, day in _closings(each, span):
        again = life.reopened_at is not None and life.closed_at is not None and life.reopened_at - life.closed_at <= REOPENED_WITHIN
        yield Counted(day, _yes(again))


def _bounces(each: Facts, span: Span) -> Iterator[Counted]:
    if not each.duplicate:
        yield from (Counted(span.day(move.at)) for move in each.transfers if move.counts and span.holds(move.at))


def _guessed(of: Callable[[Guess], bool]) -> Counting:
    def counting(each: Facts, span: Span) -> Iterator[Counted]:
        if each.guess:
            guess = each.guess
            yield from (counted._replace(value=_yes(of(guess))) for counted in _received(each, span))

    return counting


COUNTED: Mapping[str, Counting] = {
    "arrivals": _received, "closed": _closed, "open": _open, "channels": _channels, "first_reply": _first_reply,
    "first_reply_most": _first_reply, "respect": _due("resolution"), "taking": _due("taking"), "promises": _promises, "told": _told,
    "reopened": _reopened, "bounces": _bounces, "direction_first": _guessed(lambda guess: guess.direction),
    "direction_in_three": _guessed(lambda guess: guess.direction_in_three),
}  # fmt: skip
"""Each measure that a digest says."""
