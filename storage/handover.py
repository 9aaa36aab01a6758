"""What somebody who takes over a function must know of its requests: how many in each state, which are oldest, dated, unanswered."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, text

from storage.tables import Request, Room, table
from storage.unit import Scope

REQUEST, ROOM = table(Request), table(Room)
STATES = ("to_qualify", "sent", "taken", "on_hold", "dated", "done")
OPEN = text(f"request.state IN {STATES}")  # in these words: those of the index


class Pile(NamedTuple):
    """The open requests in one state. old: how many of them came before the day asked about."""

    state: str
    total: int
    old: int


def piles(store: Scope, within: ColumnElement[bool], before: datetime) -> list[Pile]:
    """How many open requests there are in each state."""
    old = func.count().filter(REQUEST.c.received_at < before)
    statement = select(REQUEST.c.state, func.count(), old).where(OPEN, within).group_by(REQUEST.c.state)
    return [Pile(*row) for row in store.all(statement)]


def oldest(store: Scope, within: ColumnElement[bool], limit: int) -> list[str]:
    """The references of the open requests that wait longest."""
    return _references(store, within, limit=limit)


def held(store: Scope, person_id: int, limit: int) -> list[str]:
    """Those that somebody has in hand, oldest first."""
    return _references(store, REQUEST.c.holder_id == person_id, limit=limit)


def unanswered(store: Scope, within: ColumnElement[bool], limit: int) -> list[str]:
    """Those whose resident still waits for a word of ours, oldest first."""
    return _references(store, within, REQUEST.c.reply_owed.is_not(None), limit=limit)


def promised(store: Scope, within: ColumnElement[bool], limit: int) -> list[tuple[str, date]]:
    """Those with a date announced to the resident, soonest first."""
    statement = (
        select(REQUEST.c.reference, REQUEST.c.announced_on)
        .where(OPEN, within, REQUEST.c.state == "dated", REQUEST.c.announced_on.is_not(None))
        .order_by(REQUEST.c.announced_on, REQUEST.c.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in store.all(statement)]


def rooms(store: Scope, direction: str | None) -> list[str]:
    """The directions that have a group room: this one if it has, all of them for None."""
    where = () if direction is None else (ROOM.c.direction == direction,)
    return [row[0] for row in store.all(select(ROOM.c.direction).where(*where).order_by(ROOM.c.direction))]


def _references(store: Scope, *conditions: ColumnElement[bool], limit: int) -> list[str]:
    statement = select(REQUEST.c.reference).where(OPEN, *conditions).order_by(REQUEST.c.received_at, REQUEST.c.id).limit(limit)
    return [row[0] for row in store.all(statement)]
