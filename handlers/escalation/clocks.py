"""The clocks of a request: when each began, what stops it, when it is due. Pure; the calendars say what working time is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from config.entries import Delay
from handlers.escalation import calendars
from handlers.escalation.working_time import Calendar, Pause, closing_of, due

if TYPE_CHECKING:
    from config.catalogue import DelayClass
    from config.town import Town

Clock = Literal["taking", "answer", "resolution", "legal"]
CLOCKS: tuple[Clock, ...] = ("taking", "answer", "resolution")
"""Somebody commits; the resident knows; it is done or dated. The legal term is apart: no act moves or stops it but an answer."""


class Timed(Protocol):
    """What the clocks read of a request (storage.tables.Request)."""

    state: str
    mairie: str
    direction: str | None
    competence: str | None
    delay: str | None
    danger: str | None
    arbitration: str | None
    postponements: int
    recorded_at: datetime | None
    sent_at: datetime | None
    taken_at: datetime | None
    first_reply_at: datetime | None
    final_reply_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    announced_on: date | None
    legal_due_on: date | None
    clocks_from: datetime | None
    halved: bool
    pauses: list[list[str]] | None
    held_at: datetime | None
    taking_due_at: datetime | None
    answer_due_at: datetime | None
    resolution_due_at: datetime | None
    ladder: dict[str, Any] | None
    rungs_done: int
    minded_at: datetime | None
    updated_at: datetime


def class_of(town: Town, request: Timed) -> DelayClass:
    """Its delay class: that of dangers while it is one, its own, or the town's first normal one until it has a service."""
    classes = town.delay_classes
    if request.danger:
        return next((each for each in classes.values() if each.priority == "danger"), _normal(classes))
    return classes.get(request.delay or "") or _normal(classes)


def _normal(classes: Mapping[str, DelayClass]) -> DelayClass:
    every = list(classes.values())
    return next((each for each in every if each.priority == "normal"), every[0])


def delays_of(chosen: DelayClass) -> dict[str, str]:
    """The delays of a class, as the town writes them, by clock: what is copied into a request."""
    return {"taking": chosen.taking.written, "answer": chosen.first_answer.written, "resolution": chosen.resolution.written}


def delay_of(request: Timed, clock: Clock) -> Delay:
    """The delay that was promised; half of it for the resolution of what was reopened, rounded up (T11)."""
    promised = Delay.parse((request.ladder or {})["delays"][clock])
    halved = request.halved and clock == "resolution" and promised.amount
    return Delay((promised.amount + 1) // 2, promised.unit) if halved else promised


def calendar_of(town: Town, request: Timed) -> Calendar:
    """The working time it is counted in: that of the direction responsible, of the mairie for what is its own, or none (24/7)."""
    own = request.direction is None or request.competence == "mairie_quartier"
    return calendars.of_class(town, class_of(town, request), None if own else request.direction, request.mairie)


def begun_at(request: Timed, clock: Clock) -> datetime | None:
    """When it began, or began anew: each time it is sent to a direction, that one has its whole delay to take it."""
    began = request.clocks_from
    if clock == "taking" and began and request.sent_at:
        return max(began, request.sent_at)
    return began


def pauses_of(request: Timed, clock: Clock) -> tuple[Pause, ...]:
    """The holds that stopped it. Only the resolution is ever paused: the resident is owed an answer meanwhile."""
    if clock != "resolution":
        return ()
    return tuple(Pause(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in request.pauses or ())


def due_of(request: Timed, clock: Clock, calendar: Calendar) -> datetime | None:
    """When it is due; None before it begins, or while its date is still to be announced. A date announced is the promise."""
    began = begun_at(request, clock)
    if began is None or not request.ladder:
        return None
    if clock == "resolution" and request.announced_on:
        return closing_of(calendar, request.announced_on)
    return due(calendar, began, delay_of(request, clock), pauses_of(request, clock))


def stopped_at(request: Timed, clock: Clock) -> datetime | None:
    """When what it waits for came; None while it runs."""
    match clock:
        case "taking":
            return request.taken_at or request.done_at or request.closed_at
        case "answer":
            return request.first_reply_at or request.closed_at
        case "resolution":
            return request.done_at or request.closed_at
        case "legal":
            return request.final_reply_at or request.closed_at


def is_suspended(request: Timed, clock: Clock) -> bool:
    """Whether nobody can move it now: an arbitration is under way, or a hold that stops the clock."""
    if clock == "legal":
        return False  # no act of ours suspends a legal term
    return request.arbitration in ("open", "escalated") or (clock == "resolution" and request.held_at is not None)
