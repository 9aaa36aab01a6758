"""Digests: how people want them, their turns that came, and the requests that wait for somebody, by what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage.requests import in_states
from storage.tables import DigestChoice, Occurrence, Request, RequestContact, record, table
from storage.unit import Scope

CHOICE, OCCURRENCE, REQUEST, CONTACT = table(DigestChoice), table(Occurrence), table(Request), table(RequestContact)
LEGAL_AHEAD = timedelta(days=15)
"""How long before a legal term it is spoken of (domain.md §2.8)."""
MOVING = ("to_qualify", "sent", "taken", "dated")
"""States in which somebody has the next move; on hold, and done, are apart."""


# --- how people want them, and what came ---


def choices(store: Scope, kinds: Collection[str] = ()) -> dict[tuple[int, str], DigestChoice]:
    """What differs from the defaults, by person and kind; of all kinds, or of some."""
    some = select(CHOICE).where(CHOICE.c.kind.in_(kinds)) if kinds else select(CHOICE)
    return {(row.person_id, row.kind): record(DigestChoice, row._mapping) for row in store.all(some)}


def choose(store: Scope, person_id: int, kind: str, **values: Any) -> None:
    """Change some of what somebody wants."""
    store.write_once(CHOICE, person_id=person_id, kind=kind, off=False, hidden=[])
    store.write(update(CHOICE).where(CHOICE.c.person_id == person_id, CHOICE.c.kind == kind).values(**values))


def asked_again(store: Scope, now: datetime) -> list[tuple[int, str]]:
    """Who asked to have which kind once more, by now: the earliest first."""
    due = select(CHOICE.c.person_id, CHOICE.c.kind).where(CHOICE.c.again_at <= now).order_by(CHOICE.c.again_at, CHOICE.c.person_id)
    return [(row.person_id, row.kind) for row in store.all(due)]


def last_turns(store: Scope, schedules: Sequence[str], since: date) -> dict[str, date]:
    """The last local date on which each schedule had its turn; one that had none since then is not there."""
    lately = OCCURRENCE.c.schedule.in_(schedules), OCCURRENCE.c.on >= since
    statement = select(OCCURRENCE.c.schedule, func.max(OCCURRENCE.c.on)).where(*lately).group_by(OCCURRENCE.c.schedule)
    return {row[0]: row[1] for row in store.all(statement)} if schedules else {}


def forget_turns(store: Scope, beginning: str, before: date) -> None:
    """beginning: of the schedules' names; holds no sign that LIKE reads."""
    store.write(delete(OCCURRENCE).where(OCCURRENCE.c.schedule.startswith(beginning), OCCURRENCE.c.on < before))


# --- what waits ---


class Asked(NamedTuple):
    """For whom, and when, a list is. readable: what is open that they may read. since: their list before this one."""

    readable: ColumnElement[bool]
    person_id: int
    direction: str | None
    now: datetime
    today: date
    since: datetime


class Listed(NamedTuple):
    """A request of a list."""

    id: int
    reference: str
    mairie: str
    direction: str | None
    service: str | None
    sensitive: bool
    received_at: datetime
    taking_due_at: datetime | None
    resolution_due_at: datetime | None
    legal_due_on: date | None
    ping_pong: int
    awaiting: Mapping[str, Any] | None


def _mine(asked: Asked) -> ColumnElement[bool]:
    return or_(REQUEST.c.author_id == asked.person_id, REQUEST.c.holder_id == asked.person_id)


def _late(asked: Asked) -> ColumnElement[bool]:
    return and_(in_states(MOVING), REQUEST.c.resolution_due_at < asked.now, REQUEST.c.held_at.is_(None))


def _untaken(asked: Asked) -> ColumnElement[bool]:
    undecided = REQUEST.c.arbitration.in_(("open", "escalated"))
    return and_(in_states(("sent",)), REQUEST.c.taking_due_at < asked.now, ~func.coalesce(undecided, False))


LISTS: Mapping[str, Callable[[Asked], ColumnElement[bool]]] = {
    "decide": lambda asked: REQUEST.c.waits,
    "dangers": lambda asked: and_(REQUEST.c.danger.is_not(None), REQUEST.c.called_at.is_(None)),
    "legal": lambda asked: and_(REQUEST.c.final_reply_at.is_(None), REQUEST.c.legal_due_on <= asked.today + LEGAL_AHEAD),
    "untaken": _untaken,
    "late": _late,
    "unanswered": lambda asked: in_states(("done",)),
    "arbitrate": lambda asked: REQUEST.c.arbitration == "open",
    "escalated": lambda asked: REQUEST.c.arbitration == "escalated",
    "followed": lambda asked: REQUEST.c.elected,
    "answers": lambda asked: and_(_mine(asked), in_states(("done",))),
    "holds": lambda asked: and_(_mine(asked), in_states(("on_hold",)), REQUEST.c.wake_on <= asked.today + timedelta(days=1)),
    "chase": lambda asked: and_(_mine(asked), or_(_late(asked), _untaken(asked))),
    "arrived": lambda asked: and_(in_states(("sent",)), REQUEST.c.direction == asked.direction, REQUEST.c.sent_at >= asked.since),
    "waiting": lambda asked: and_(in_states(("sent",)), REQUEST.c.direction == asked.direction, REQUEST.c.sent_at < asked.since),
}
"""What a request may wait for. answers, holds, chase: of what the reader logged or has in hand; arrived, waiting: their direction's."""


def listed(store: Scope, name: str, asked: Asked) -> list[Listed]:
    """All the requests of a list, the oldest first."""
    rows = store.all(select(*(REQUEST.c[column] for column in Listed._fields)).where(*_where(name, asked)).order_by(REQUEST.c.id))
    return [Listed(*row) for row in rows]


def count(store: Scope, name: str, asked: Asked) -> int:
    """How many they are."""
    row = store.first(select(func.count()).select_from(REQUEST).where(*_where(name, asked)))
    return int(row[0]) if row else 0


def _where(name: str, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    return REQUEST.c.reference.is_not(None), LISTS[name](asked), asked.readable


def repeated(store: Scope, asked: Asked, since: datetime, fewest: int) -> list[tuple[Listed, int]]:
    """Open requests that were reported again, so many times since a moment; the most reported first."""
    columns, times = [REQUEST.c[column] for column in Listed._fields], func.count(CONTACT.c.id)
    statement = (
        select(CONTACT.c.request_id, times)
        .join_from(CONTACT, REQUEST, REQUEST.c.id == CONTACT.c.request_id)
        .where(CONTACT.c.at >= since, CONTACT.c.at < asked.now, asked.readable)
        .group_by(CONTACT.c.request_id)
        .having(times >= fewest)
        .order_by(times.desc(), CONTACT.c.request_id)
    )
    found = {row[0]: row[1] for row in store.all(statement)}
    rows = store.all(select(*columns).where(REQUEST.c.id.in_(found))) if found else ()
    known = {row.id: Listed(*row) for row in rows}
    return [(known[id], number) for id, number in found.items()]


def references(store: Scope, ids: Sequence[int]) -> dict[int, str]:
    """The references of some requests, by id."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        rows = store.all(select(REQUEST.c.id, REQUEST.c.reference).where(REQUEST.c.id.in_(ids[start : start + 500])))
        found |= {row.id: row.reference for row in rows if row.reference}
    return found
