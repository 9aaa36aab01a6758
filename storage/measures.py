"""What figures are made of: the requests of a perimeter that a period may count, what happened to them, who else reported the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select, true

from storage.tables import Event, Request, RequestContact, table
from storage.unit import AnySelect, Scope

REQUEST, EVENT, CONTACT = table(Request), table(Event), table(RequestContact)
GIVEN = EVENT.alias("given")
NOT_COUNTED = ("draft", "cancelled")
MOVING = ("send", "transfer", "arbitrate", "hold", "resume", "woken", "date", "reopen", "danger", "lower", "corrected", "delay_chosen",
          "ask_arbitration", "escalate", "contact", "link", "undone")  # fmt: skip
"""The kinds of events that change what a column alone would not tell of the past: an owner, a deadline, a promise, a closing undone."""
AHEAD = timedelta(days=400)
"""How far ahead a day may be announced (handlers/moments)."""


class Perimeter(NamedTuple):
    """Whose requests: of some mairies, of all for None; of one direction, what it has and what it had; of both, what is between them."""

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


class Contact(NamedTuple):
    """One more person reported the same. mairie: the one that they told."""

    at: datetime
    mairie: str


IDS: BindParameter[Any] = bindparam("ids", expanding=True)
FILES = select(*(REQUEST.c[name] for name in File._fields)).where(REQUEST.c.id.in_(IDS)).order_by(REQUEST.c.id)
PASTS = (
    select(EVENT.c.request_id, EVENT.c.at, EVENT.c.kind, EVENT.c.data)
    .where(EVENT.c.request_id.in_(IDS), EVENT.c.kind.in_(MOVING))
    .order_by(EVENT.c.id)
)
CONTACTS = select(CONTACT.c.request_id, CONTACT.c.at, CONTACT.c.mairie).where(CONTACT.c.request_id.in_(IDS)).order_by(CONTACT.c.id)
"""Written once: the roll-ups ask them every few seconds."""


def files(store: Scope, ids: Sequence[int]) -> list[File]:
    """By id, whatever their state."""
    return [File(*row) for row in store.all(FILES, {"ids": ids})]


def pasts(store: Scope, ids: Sequence[int]) -> dict[int, list[Past]]:
    """What happened to them, oldest first, by id."""
    return _by_request(store, PASTS, ids, Past)


def contacts(store: Scope, ids: Sequence[int]) -> dict[int, list[Contact]]:
    """Who else reported them, by id."""
    return _by_request(store, CONTACTS, ids, Contact)


def _by_request(store: Scope, statement: AnySelect, ids: Sequence[int], kind: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for id, *values in store.all(statement, {"ids": ids}):
        found.setdefault(id, []).append(kind(*values))
    return found


def counted(perimeters: Sequence[Perimeter], start: datetime, end: datetime) -> ColumnElement[bool]:
    """The requests that some figure of these perimeters and of a period may count."""
    return and_(or_(*(_theirs(each) for each in perimeters)), *_in_time(start, end))


def ids(store: Scope, counted: ColumnElement[bool]) -> list[int]:
    """Those requests', in order."""
    return [row.id for row in store.all(select(REQUEST.c.id).where(counted).order_by(REQUEST.c.id))]


def _theirs(perimeter: Perimeter) -> ColumnElement[bool]:
    """What stands, in the perimeter now; a direction has what it was sent and what it had, a mairie who told it of another's."""
    there: ColumnElement[bool] = true()
    if perimeter.direction:
        here = and_(REQUEST.c.direction == perimeter.direction, REQUEST.c.sent_at.is_not(None), REQUEST.c.state != "to_qualify")
        given = GIVEN.c.kind.in_(("transfer", "arbitrate")), GIVEN.c.data["from_direction"].as_string() == perimeter.direction
        there = or_(here, select(GIVEN.c.id).where(GIVEN.c.request_id == REQUEST.c.id, *given).correlate(REQUEST).exists())
    elif perimeter.mairies is not None:
        told = select(CONTACT.c.id).where(CONTACT.c.request_id == REQUEST.c.id, CONTACT.c.mairie.in_(perimeter.mairies))
        there = or_(REQUEST.c.mairie.in_(perimeter.mairies), and_(REQUEST.c.contacts > 0, told.correlate(REQUEST).exists()))
    return and_(there, REQUEST.c.state.not_in(NOT_COUNTED))


def _in_time(start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """Received before the end, or reported again; and open, changed, or due since the beginning.

    A day that was announced and fell in the period may have left no column behind, where another one or a reopening replaced it.
    """
    several = and_(or_(REQUEST.c.postponements > 0, REQUEST.c.reopened > 0), REQUEST.c.updated_at >= start - AHEAD)
    due = or_(REQUEST.c.taking_due_at >= start, REQUEST.c.resolution_due_at >= start, REQUEST.c.announced_on >= _day_before(start))
    since = or_(REQUEST.c.closed_at.is_(None), REQUEST.c.updated_at >= start, due, several)
    return or_(REQUEST.c.received_at < end, REQUEST.c.contacts > 0), since


def _day_before(moment: datetime) -> date:
    """A local day is at most one away from the UTC one."""
    return moment.date() - timedelta(days=1)
