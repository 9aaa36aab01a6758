"""What figures are made of: the requests of a perimeter that a period may count, what happened to them, who else reported the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from storage.tables import Event, Request, RequestContact, table
from storage.unit import AnySelect, Scope

REQUEST, EVENT, CONTACT = table(Request), table(Event), table(RequestContact)
GIVEN = EVENT.alias("given")
NOT_COUNTED = ("draft", "cancelled")
DUPLICATE = "doublon"
MOVING = ("send", "transfer", "arbitrate", "hold", "resume", "woken", "date", "reopen", "danger", "lower", "corrected", "delay_chosen",
          "ask_arbitration", "escalate", "contact", "link", "undone")  # fmt: skip
"""The kinds of events that change what a column alone would not tell of the past: an owner, a deadline, a promise, a closing undone."""
AHEAD = timedelta(days=400)
"""How far ahead a day may be announced (handlers/moments)."""


class Perimeter(NamedTuple):
    """Whose requests: of some mairies, of all for None; or of one direction, what it has and what it had."""

    mairies: tuple[str, ...] | None = None
    direction: str | None = None


class File(NamedTuple):
    """The columns of a request that figures read."""

    id: int
    state: str
    mairie: str
    direction: str | None
    competence: str | None
    service: str | None
    channel: str
    proposal: Sequence[Mapping[str, Any]]
    ping_pong: int
    arbitration: str | None
    danger_at: datetime | None
    called_at: datetime | None
    held_at: datetime | None
    closing_reason: str | None
    taking_due_at: datetime | None
    resolution_due_at: datetime | None
    received_at: datetime
    sent_at: datetime | None
    taken_at: datetime | None
    first_reply_at: datetime | None
    final_reply_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None


class Past(NamedTuple):
    """An event of a request. data: its « before » holds the columns that it changed, as they were."""

    at: datetime
    kind: str
    data: Mapping[str, Any]


def files(store: Scope, perimeter: Perimeter, start: datetime, end: datetime) -> list[File]:
    """The requests that some figure of a period may count; by id."""
    columns = (REQUEST.c[name] for name in File._fields)
    rows = store.all(select(*columns).where(*_counted(perimeter, start, end)).order_by(REQUEST.c.id))
    return [File(*row) for row in rows]


def pasts(store: Scope, perimeter: Perimeter, start: datetime, end: datetime) -> dict[int, list[Past]]:
    """What happened to the same requests, oldest first, by id."""
    statement: AnySelect = (
        select(EVENT.c.request_id, EVENT.c.at, EVENT.c.kind, EVENT.c.data)
        .join_from(EVENT, REQUEST, REQUEST.c.id == EVENT.c.request_id)
        .where(EVENT.c.kind.in_(MOVING), *_counted(perimeter, start, end))
        .order_by(EVENT.c.request_id, EVENT.c.id)
    )
    found: dict[int, list[Past]] = {}
    for id, *event in store.all(statement):
        found.setdefault(id, []).append(Past(*event))
    return found


def arrived(store: Scope, perimeter: Perimeter, start: datetime, end: datetime) -> dict[str, int]:
    """How many requests were received in a period, by channel; duplicates are contacts."""
    statement = select(REQUEST.c.channel, func.count()).where(
        _population(perimeter), REQUEST.c.received_at >= start, REQUEST.c.received_at < end, ~_is_duplicate()
    )
    return {channel: count for channel, count in store.all(statement.group_by(REQUEST.c.channel))}


def contacts(store: Scope, perimeter: Perimeter, start: datetime, end: datetime) -> int:
    """How many times somebody reported in a period what was a request already."""
    statement = select(func.count()).select_from(CONTACT).where(CONTACT.c.at >= start, CONTACT.c.at < end)
    if perimeter.direction:
        statement = statement.join(REQUEST, REQUEST.c.id == CONTACT.c.request_id).where(_population(perimeter))
    elif perimeter.mairies is not None:
        statement = statement.where(CONTACT.c.mairie.in_(perimeter.mairies))
    row = store.first(statement)
    return int(row[0]) if row else 0


def _is_duplicate() -> ColumnElement[bool]:
    return and_(REQUEST.c.state == "closed", func.coalesce(REQUEST.c.closing_reason, "") == DUPLICATE)


def _population(perimeter: Perimeter) -> ColumnElement[bool]:
    """What stands, in the perimeter now; a direction has what it was sent."""
    there: ColumnElement[bool] = true()
    if perimeter.direction:
        there = and_(REQUEST.c.direction == perimeter.direction, REQUEST.c.sent_at.is_not(None), REQUEST.c.state != "to_qualify")
    elif perimeter.mairies is not None:
        there = REQUEST.c.mairie.in_(perimeter.mairies)
    return and_(there, REQUEST.c.state.not_in(NOT_COUNTED))


def _counted(perimeter: Perimeter, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """Received before the end, and open, changed, or due since the beginning.

    A day that was announced and fell in the period may have left no column behind, where another one or a reopening replaced it.
    """
    several = and_(or_(REQUEST.c.postponements > 0, REQUEST.c.reopened > 0), REQUEST.c.updated_at >= start - AHEAD)
    due = or_(REQUEST.c.taking_due_at >= start, REQUEST.c.resolution_due_at >= start, REQUEST.c.announced_on >= _day_before(start))
    there = _population(perimeter)
    if perimeter.direction:
        given = GIVEN.c.kind.in_(("transfer", "arbitrate")), GIVEN.c.data["from_direction"].as_string() == perimeter.direction
        had = select(GIVEN.c.id).where(GIVEN.c.request_id == REQUEST.c.id, *given).correlate(REQUEST).exists()
        there = or_(there, and_(had, REQUEST.c.state.not_in(NOT_COUNTED)))
    since = or_(REQUEST.c.closed_at.is_(None), REQUEST.c.updated_at >= start, due, several)
    return there, REQUEST.c.received_at < end, since


def _day_before(moment: datetime) -> date:
    """A local day is at most one away from the UTC one."""
    return moment.date() - timedelta(days=1)
