"""Requests: drafts, records, corrections, and reading them by scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update

from storage.database import next_number
from storage.tables import Request, RequestNote, RequestPhoto, record, table
from storage.unit import Scope

NOT_SENT = ("draft", "to_qualify")
NOT_CLOSED = ("to_qualify", "sent", "taken", "on_hold", "dated", "done")
REQUEST, PHOTO, NOTE = table(Request), table(RequestPhoto), table(RequestNote)


def by_id(store: Scope, id: int) -> Request | None:
    return _one(store, REQUEST.c.id == id)


def by_reference(store: Scope, reference: str) -> Request | None:
    return _one(store, REQUEST.c.reference == reference)


def by_source(store: Scope, source: str) -> Request | None:
    """The request that this message made."""
    return _one(store, REQUEST.c.source == source)


def latest_of(store: Scope, author_id: int, since: datetime) -> Request | None:
    """What this person logged last since then, drafts included."""
    return _one(store, REQUEST.c.author_id == author_id, REQUEST.c.updated_at >= since, REQUEST.c.state != "cancelled")


def listed(store: Scope, *conditions: ColumnElement[bool], limit: int, skip: int = 0) -> tuple[list[Request], int]:
    """Recorded requests, newest first, one page; and how many there are in all."""
    where = (REQUEST.c.reference.is_not(None), *conditions)
    total = store.first(select(func.count()).select_from(REQUEST).where(*where))
    rows = store.all(select(REQUEST).where(*where).order_by(REQUEST.c.id.desc()).limit(limit).offset(skip))
    return [record(Request, row._mapping) for row in rows], int(total[0]) if total else 0


def of_person(person_id: int) -> ColumnElement[bool]:
    """What somebody logged or has in hand."""
    return or_(REQUEST.c.author_id == person_id, REQUEST.c.holder_id == person_id)


def of_author(author_id: int) -> ColumnElement[bool]:
    return REQUEST.c.author_id == author_id


def in_states(states: Sequence[str]) -> ColumnElement[bool]:
    """States written out in the statement: a partial index is used only where its own condition stands, not behind parameters.

    unique: two of these in one statement would otherwise share one list.
    """
    return REQUEST.c.state.in_(bindparam("states", list(states), unique=True, expanding=True, literal_execute=True))


def is_open() -> ColumnElement[bool]:
    """Found through the partial index of what is open: for a scope without an index of its own, or SQLite goes through all the years."""
    return REQUEST.c.id.in_(select(REQUEST.c.id).where(in_states(NOT_CLOSED)).correlate(None))


def in_scope(scope: str | None, *, person_id: int, mairies: Sequence[str], direction: str | None) -> ColumnElement[bool]:
    """The rows that a scope of the permission table covers, as `permissions.allowed` says of one row; none for no scope."""
    mine = or_(REQUEST.c.author_id == person_id, REQUEST.c.holder_id == person_id)
    match scope:
        case "all":
            return REQUEST.c.id.is_not(None)
        case "mairie":
            return REQUEST.c.mairie.in_(mairies)
        case "direction" if direction:
            return or_(mine, and_(REQUEST.c.direction == direction, REQUEST.c.state.not_in(NOT_SENT)))
        case "direction" | "own":
            return mine
        case "escalated":
            return REQUEST.c.arbitration == "escalated"
        case _:
            return REQUEST.c.id.is_(None)


def readable(
    read: str | None, sensitive: str | None, *, person_id: int, mairies: Sequence[str], direction: str | None
) -> ColumnElement[bool]:
    """The rows of the scope for reading; of them, sensitive ones only in the scope for those."""
    scope = partial(in_scope, person_id=person_id, mairies=mairies, direction=direction)
    return and_(scope(read), or_(REQUEST.c.sensitive.is_(False), scope(sensitive)))


def recorded_since(store: Scope, mairies: Sequence[str], since: datetime) -> list[Request]:
    """What was recorded of some mairies since then, and stands."""
    rows = store.all(
        select(REQUEST).where(REQUEST.c.mairie.in_(mairies), REQUEST.c.recorded_at >= since, REQUEST.c.state != "cancelled")
    )
    return [record(Request, row._mapping) for row in rows]


def holding(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Every word somewhere in the folded text. words: folded, so they hold no sign that LIKE reads."""
    return [REQUEST.c.search.contains(word) for word in words]


def notes(store: Scope, request_id: int) -> list[RequestNote]:
    """The words beside a request's events, oldest first."""
    rows = store.all(select(NOTE).where(NOTE.c.request_id == request_id).order_by(NOTE.c.id))
    return [record(RequestNote, row._mapping) for row in rows]


def drop_notes(store: Scope, request_id: int, author_id: int, at: datetime) -> None:
    """Forget the words that went with an act taken back."""
    store.write(delete(NOTE).where(NOTE.c.request_id == request_id, NOTE.c.author_id == author_id, NOTE.c.at == at))


def open_of_direction(store: Scope, direction: str, *, limit: int) -> list[Request]:
    """What waits for a direction or is in its hands, oldest first."""
    rows = store.all(
        select(REQUEST)
        .where(REQUEST.c.direction == direction, REQUEST.c.state.in_(("sent", "taken", "on_hold", "dated")))
        .order_by(REQUEST.c.id)
        .limit(limit)
    )
    return [record(Request, row._mapping) for row in rows]


def waking(store: Scope, today: date, limit: int = 200) -> list[Request]:
    """Holds whose day has come."""
    rows = store.all(select(REQUEST).where(REQUEST.c.wake_on <= today, REQUEST.c.state == "on_hold").limit(limit))
    return [record(Request, row._mapping) for row in rows]


def draft_dangers(store: Scope, before: datetime, limit: int = 200) -> list[Request]:
    """Drafts of before then that speak of a danger: nobody said to have phoned, nobody recorded them. Held, as `alerts` are."""
    spoken = (REQUEST.c.danger.is_not(None), REQUEST.c.danger_at <= before, REQUEST.c.called_at.is_(None), REQUEST.c.mairie != "")
    return _held(store, in_states(("draft",)), *spoken, limit=limit)


def alerts(store: Scope, limit: int = 200) -> list[Request]:
    """Dangers that are still being said to people, the next step first; held until the end of the transaction: of two processes that
    look at the same moment, one leaves them to the other."""
    return _held(store, REQUEST.c.alert_at.is_not(None), limit=limit)


def uncalled_dangers(store: Scope, before: datetime) -> list[Request]:
    """Recorded dangers of before then that nobody is known to have phoned about."""
    return _held(store, REQUEST.c.danger.is_not(None), REQUEST.c.danger_at <= before, REQUEST.c.called_at.is_(None),
                 in_states(NOT_CLOSED), limit=200)


def mairies_in_danger(store: Scope) -> set[str]:
    """Where an open request speaks of a danger that nobody lowered."""
    found = select(REQUEST.c.mairie).where(REQUEST.c.danger.is_not(None), in_states(NOT_CLOSED)).distinct()
    return {row.mairie for row in store.all(found)}


def _held(store: Scope, *conditions: ColumnElement[bool], limit: int) -> list[Request]:
    statement = select(REQUEST).where(*conditions).order_by(REQUEST.c.alert_at, REQUEST.c.id).limit(limit)
    return [record(Request, row._mapping) for row in store.all(statement.with_for_update(skip_locked=True))]


def put_alert(store: Scope, id: int, alert: dict[str, Any] | None, at: datetime | None) -> None:
    """Whom its danger was said to, and when it goes on. Nothing a person did: its version stays, so that no button becomes stale."""
    store.write(update(REQUEST).where(REQUEST.c.id == id).values(alert=alert, alert_at=at))


def unsettled(store: Scope, before: datetime, limit: int = 200) -> list[Request]:
    """Arbitrations that the coordination has had since before then."""
    rows = store.all(select(REQUEST).where(REQUEST.c.arbitration == "open", REQUEST.c.arbitration_at < before).limit(limit))
    return [record(Request, row._mapping) for row in rows]


def to_arbitrate(kinds: Sequence[str]) -> ColumnElement[bool]:
    return REQUEST.c.arbitration.in_(kinds)


def followed() -> ColumnElement[bool]:
    """Those that an elected official follows."""
    return REQUEST.c.elected


def insert(store: Scope, request: Request) -> None:
    """Write it at once, where the same act goes on to change it."""
    store.write(REQUEST.insert(), {column: getattr(request, column) for column in REQUEST.c.keys()})


def change(store: Scope, request: Request, now: datetime, **values: Any) -> bool:
    """Change it if it is still what we read; False when somebody changed it meanwhile. Whatever it counts for is to be looked at again."""
    still = update(REQUEST).where(REQUEST.c.id == request.id, REQUEST.c.version == request.version)
    return bool(store.write(still.values(version=request.version + 1, updated_at=now, tallied=False, **values)).rowcount)


def next_in_series(store: Scope, series: str) -> int:
    """The next number of a series of references. Taken with the record itself, a record undone gives its number back.

    Where several processes record, it is taken apart from it (`Database.number`), and may leave a gap.
    """
    return store.unit.number(series) if store.unit.number else next_number(store.direct(), series)


def add_photo(store: Scope, request_id: int, hash: str, now: datetime) -> None:
    if store.first(select(PHOTO.c.hash).where(PHOTO.c.request_id == request_id, PHOTO.c.hash == hash)) is None:
        store.write(PHOTO.insert(), {"request_id": request_id, "hash": hash, "added_at": now})


def photos(store: Scope, request_id: int) -> list[str]:
    """Content hashes, in the order they came."""
    return [row.hash for row in store.all(select(PHOTO.c.hash).where(PHOTO.c.request_id == request_id).order_by(PHOTO.c.added_at))]


def drop_drafts(store: Scope, before: datetime) -> None:
    """Forget drafts that nobody recorded, with their photos' links."""
    old = select(REQUEST.c.id).where(REQUEST.c.state == "draft", REQUEST.c.updated_at < before)
    store.write(delete(PHOTO).where(PHOTO.c.request_id.in_(old)))
    store.write(delete(REQUEST).where(REQUEST.c.state == "draft", REQUEST.c.updated_at < before))


def _one(store: Scope, *conditions: ColumnElement[bool]) -> Request | None:
    row = store.first(select(REQUEST).where(*conditions).order_by(REQUEST.c.id.desc()).limit(1))
    return record(Request, row._mapping) if row else None
