"""Requests: looked at in time, in somebody's hands, in the state that the log says, dangers told to somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Text, cast, func, or_, select

from bot.auditor.look import Finding, Look, condition, said
from storage.ids import span
from storage.tables import Event, Notice, Person, Request, table

REQUEST, PERSON, NOTICE, EVENT = table(Request), table(Person), table(Notice), table(Event)
OPEN = ("to_qualify", "sent", "taken", "on_hold", "dated", "done")
WITH_A_DIRECTION = condition("request.state IN ('sent', 'taken', 'on_hold', 'dated', 'done')")
DUE = timedelta(minutes=2)
TOLD = timedelta(minutes=2)
LOGGED = timedelta(hours=1)


def overdue(look: Look) -> Iterator[Finding]:
    """The clock looks at each open request when it said it would."""
    due = select(REQUEST.c.id, REQUEST.c.next_action_at.label("since")).where(
        REQUEST.c.next_action_at < look.late(DUE), REQUEST.c.state.in_(OPEN)
    )
    yield from said("found-overdue", look.rows(due.order_by(REQUEST.c.next_action_at).limit(1_000)))


def nobodys(look: Look) -> Iterator[Finding]:
    """Each request that was sent has a direction that exists, and is in nobody's hands who left."""
    nowhere = select(REQUEST.c.id, REQUEST.c.sent_at.label("since")).where(
        WITH_A_DIRECTION, or_(REQUEST.c.direction.is_(None), REQUEST.c.direction.not_in(list(look.town.directions)))
    )
    yield from said("found-without-direction", look.rows(nowhere.order_by(REQUEST.c.id).limit(1_000)))
    left = (
        select(REQUEST.c.id, PERSON.c.left_at.label("since"))
        .join(PERSON, PERSON.c.id == REQUEST.c.holder_id, isouter=True)
        .where(REQUEST.c.holder_id.is_not(None), REQUEST.c.state.in_(OPEN), or_(PERSON.c.id.is_(None), PERSON.c.left_at.is_not(None)))
    )
    yield from said("found-without-person", look.rows(left.order_by(REQUEST.c.id).limit(1_000)))


def dangers(look: Look) -> Iterator[Finding]:
    """Of each danger that is recorded somebody was told, unless whoever logged it has phoned."""
    told = select(NOTICE.c.id).where(NOTICE.c.request_id == REQUEST.c.id, NOTICE.c.urgent, NOTICE.c.state == "told").exists()
    open_danger = REQUEST.c.danger.is_not(None), REQUEST.c.state.in_(OPEN), REQUEST.c.called_at.is_(None)
    untold = select(REQUEST.c.id, REQUEST.c.danger_at.label("since")).where(*open_danger, REQUEST.c.danger_at < look.late(TOLD), ~told)
    yield from said("found-danger-untold", look.rows(untold.order_by(REQUEST.c.id).limit(1_000)))


def unlogged(look: Look) -> Iterator[Finding]:
    """A request is in the state that its last event says. Of the last hour: the whole of it is looked at by night."""
    newest = look.connection.execute(select(func.max(EVENT.c.id))).scalar() or 0
    moved = select(EVENT.c.request_id).where(EVENT.c.id > newest - span(LOGGED), EVENT.c.request_id.is_not(None))
    yield from _misstated(look, look.rows(_states().where(REQUEST.c.id.in_(moved)).limit(5_000)))


def unlogged_ever(look: Look) -> Iterator[Finding]:
    """The same for every open request, and what was closed in the last two days."""
    since = look.now - timedelta(days=2)
    yield from _misstated(look, look.rows(_states().where(or_(REQUEST.c.state.in_(OPEN), REQUEST.c.updated_at > since)).limit(200_000)))


def _states() -> Any:
    """Each request with the last of its events that says to which state it led, read as it lies there."""
    last = (
        select(func.max(EVENT.c.id))
        .where(EVENT.c.request_id == REQUEST.c.id, cast(EVENT.c.data, Text).contains('"to":"'))
        .correlate(REQUEST)
        .scalar_subquery()
    )
    return (
        select(REQUEST.c.id, REQUEST.c.state, REQUEST.c.updated_at.label("since"), cast(EVENT.c.data, Text).label("data"))
        .join(EVENT, EVENT.c.id == last)
        .where(REQUEST.c.reference.is_not(None))
        .order_by(REQUEST.c.id)
    )


def _misstated(look: Look, rows: Sequence[Any]) -> Iterator[Finding]:
    wrong = [row for row in rows if _led_to(row.data) not in (None, row.state)]
    yield from said("found-unlogged", wrong)


def _led_to(data: str) -> str | None:
    try:
        return str(orjson.loads(data)["to"])
    except (ValueError, KeyError, TypeError):  # spoilt: the chain says so
        return None
