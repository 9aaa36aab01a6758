"""The ladder of a request: copied when it is recorded, its steps with their moments, and which comes next. Pure.

A step is known by its number in the copy; `rungs_done` holds one bit for each that was taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from config.entries import Delay
from config.escalation import CLOCKS as NAMES
from config.escalation import EVERY_CLOCK, When
from handlers.escalation import calendars
from handlers.escalation.clocks import Clock, Timed, begun_at, calendar_of, class_of, delays_of, due_of, is_suspended, stopped_at
from handlers.escalation.working_time import Calendar, due, share

if TYPE_CHECKING:
    from config.town import Town

Copy = dict[str, Any]
"""{class, urgent, delays, calendar, rearm, relief, rungs: [[clock, when, [functions], pace, only while sent]]}: plain JSON."""

ALERTED = ("taking", "answer")
"""Of a danger, the clocks that its own alert minds, at any hour (requests/alert): nobody hears of them twice."""

CARELESS = ("draft", "cancelled", "closed")


class Step(NamedTuple):
    """One step. due: what it reminds of, None for a count of postponements. pace: see config/escalation. done: taken already."""

    number: int
    clock: Clock
    when: When
    to: tuple[str, ...]
    pace: str
    at: datetime
    due: datetime | None
    done: bool


def copied(town: Town, request: Timed) -> Copy:
    """What is promised to this request now: the delays of its class and the town's ladder."""
    chosen, ladder = class_of(town, request), town.ladder
    urgent = chosen.priority in ("urgent", "danger")
    rungs = [
        [clock, rung.when.written, list(rung.to), rung.pace_urgent if urgent and rung.pace_urgent else rung.pace, rung.only_sent]
        for rung in ladder.rungs
        for clock in ([NAMES[rung.clock]] if rung.clock else EVERY_CLOCK)
        if chosen.priority != "danger" or clock not in ALERTED
    ]
    return {"class": chosen.id, "urgent": urgent, "delays": delays_of(chosen), "calendar": ladder.calendar,
            "rearm": ladder.rearm.written, "relief": dict(ladder.relief), "rungs": rungs}


def steps(town: Town, request: Timed) -> list[Step]:
    """Every step of a clock that runs, in the order of their moments. Those of a clock that was met, or is suspended, are not there."""
    if not request.ladder or request.state in CARELESS:
        return []
    return sorted(_steps(town, request, request.ladder), key=lambda step: (step.at, step.number))


def pending(town: Town, request: Timed) -> list[Step]:
    """Those still to take, in order; after « Je m'en occupe », none comes before the set working time has passed."""
    quiet = quiet_until(town, request)
    waiting = [step for step in steps(town, request) if not step.done]
    return [step._replace(at=max(step.at, quiet)) if quiet and step.clock != "legal" else step for step in waiting]


def next_action_at(town: Town, request: Timed) -> datetime | None:
    """When the clock looks at it again; None for never."""
    return min((step.at for step in pending(town, request)), default=None)


def quiet_until(town: Town, request: Timed) -> datetime | None:
    """Until when an acknowledgement keeps its reminders quiet; None without one."""
    if request.minded_at is None or not request.ladder:
        return None
    return due(calendar_of(town, request), request.minded_at, Delay.parse(request.ladder["rearm"]))


def bits(request: Timed, *clocks: Clock) -> int:
    """The bits of every step of these clocks."""
    return sum(1 << number for number, (clock, *_) in enumerate((request.ladder or {}).get("rungs", ())) if clock in clocks)


def _steps(town: Town, request: Timed, ladder: Copy) -> Iterator[Step]:
    calendar = calendar_of(town, request)
    late = _late_calendar(town, request, ladder, calendar)
    for number, (name, written, to, pace, only_sent) in enumerate(ladder["rungs"]):
        clock, when = cast(Clock, name), When.parse(written)
        if stopped_at(request, clock) or is_suspended(request, clock) or (only_sent and request.state != "sent"):
            continue
        promised = _promised(town, request, clock, calendar)
        at = _moment(town, request, clock, when=when, promised=promised, calendar=calendar, late=late)
        if at is not None:
            done = bool(request.rungs_done >> number & 1)
            yield Step(number, clock, when, tuple(to), pace, at, promised if when.kind != "postponements" else None, done)


def _promised(town: Town, request: Timed, clock: Clock, calendar: Calendar) -> datetime | None:
    if clock == "legal":
        return _midnight(town, request, days=0) if request.legal_due_on else None
    return due_of(request, clock, calendar)


def _moment(town: Town, request: Timed, clock: Clock, *, when: When, promised: datetime | None, calendar: Calendar,
            late: Calendar) -> datetime | None:
    """When a step comes; None while it cannot be said, or never."""
    if when.kind == "postponements":
        return request.updated_at if request.postponements >= when.amount else None
    began = begun_at(request, clock)
    if promised is None or began is None:
        return None
    match when.kind:
        case "share":
            return share(calendar, began, promised, when.amount / 100) if promised > began else promised
        case "after" if when.after:
            return due(late, promised, when.after)
        case "before" if clock == "legal":
            return _midnight(town, request, days=when.amount)
    return None


def _late_calendar(town: Town, request: Timed, ladder: Copy, calendar: Calendar) -> Calendar:
    match ladder["calendar"]:
        case "mairie":
            return calendars.of_mairie(town, request.mairie)
        case "24_7":
            return calendars.always(town)
    return calendar


def _midnight(town: Town, request: Timed, *, days: int) -> datetime | None:
    """The beginning of a local day before the legal term."""
    if request.legal_due_on is None:
        return None
    return datetime.combine(request.legal_due_on - timedelta(days=days), time(), ZoneInfo(town.timezone))
