"""Requests that may say the same: those near one in subject and time, and the contacts that the repeated ones became."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import String, and_, bindparam, case, delete, or_, select, text, update

from storage.tables import Request, RequestContact, RequestPhoto, record, table
from storage.unit import Scope

NEAR = 200
"""Requests compared with a new one, at most."""
SETTLED = 50
"""Settled ones compared with it, at most."""
Box = tuple[float, float, float, float]
"""South, north, west, east."""
REQUEST, CONTACT, PHOTO = table(Request), table(RequestContact), table(RequestPhoto)

# Written once: each sentence asks this, and building it costs as much as asking. The index's own condition stands as it is there.
ANYWHERE = (
    select(REQUEST)
    .where(
        text("state NOT IN ('draft', 'cancelled')"),
        REQUEST.c.service.in_(bindparam("services", expanding=True)),
        REQUEST.c.received_at.between(bindparam("since"), bindparam("until")),
        or_(
            and_(bindparam("word", type_=String) != "", REQUEST.c.search.contains(bindparam("word", type_=String))),
            and_(
                REQUEST.c.lat.between(bindparam("south"), bindparam("north")),
                REQUEST.c.lon.between(bindparam("west"), bindparam("east")),
            ),
        ),
    )
    .order_by(REQUEST.c.received_at.desc())
    .limit(bindparam("most"))
)
# Through CASE, which no index serves: SQLite would rather look for these few days in the whole life of a mairie.
IN_MAIRIES = ANYWHERE.where(case((REQUEST.c.mairie.in_(bindparam("mairies", expanding=True)), 1), else_=0) == 1)

DONE_ANYWHERE = (
    select(REQUEST)
    .where(
        text("state NOT IN ('draft', 'cancelled')"),
        REQUEST.c.state.in_(("done", "closed")),
        REQUEST.c.service.in_(bindparam("services", expanding=True)),
        REQUEST.c.received_at >= bindparam("since"),
        or_(REQUEST.c.closing_reason.is_(None), REQUEST.c.closing_reason.not_in(bindparam("unsettled", expanding=True))),
    )
    .order_by(REQUEST.c.received_at.desc())
    .limit(bindparam("most"))
)
DONE_IN_MAIRIES = DONE_ANYWHERE.where(case((REQUEST.c.mairie.in_(bindparam("mairies", expanding=True)), 1), else_=0) == 1)


def near(
    store: Scope, services: Iterable[str], since: datetime, until: datetime, *, word: str, box: Box | None, mairies: Sequence[str] | None,
    limit: int = NEAR,
) -> list[Request]:
    """Requests of these services received between two moments that say a word or lie in a box, newest first.

    word: folded, of the street; "" for none. mairies: those that logged them, None for all. Read by ix_request_near.
    """
    south, north, west, east = box or (None, None, None, None)
    values = {"services": sorted(services), "since": since, "until": until, "word": word, "south": south, "north": north, "west": west,
              "east": east, "most": limit}
    rows = store.all(ANYWHERE, values) if mairies is None else store.all(IN_MAIRIES, {**values, "mairies": list(mairies)})
    return [record(Request, row._mapping) for row in rows]


def settled(store: Scope, services: Iterable[str], since: datetime, *, unsettled: Iterable[str], mairies: Sequence[str] | None,
            limit: int = SETTLED) -> list[Request]:
    """Requests of these services received since, done or closed, newest first.

    unsettled: closing reasons that settle nothing. mairies: those that logged them, None for all. Read by ix_request_near.
    """
    values = {"services": sorted(services), "since": since, "unsettled": sorted(unsettled), "most": limit}
    rows = store.all(DONE_ANYWHERE, values) if mairies is None else store.all(DONE_IN_MAIRIES, {**values, "mairies": list(mairies)})
    return [record(Request, row._mapping) for row in rows]


def last_contact(store: Scope, request_id: int) -> datetime | None:
    """When somebody last reported the same, after the request itself."""
    row = store.first(select(CONTACT.c.at).where(CONTACT.c.request_id == request_id).order_by(CONTACT.c.at.desc()).limit(1))
    return row.at if row else None


def contact(store: Scope, id: int) -> RequestContact | None:
    row = store.first(select(CONTACT).where(CONTACT.c.id == id))
    return record(RequestContact, row._mapping) if row else None


def drop_contact(store: Scope, id: int) -> None:
    store.write(delete(CONTACT).where(CONTACT.c.id == id))


def contacts(store: Scope, request_id: int) -> list[int]:
    """Their ids."""
    return [row.id for row in store.all(select(CONTACT.c.id).where(CONTACT.c.request_id == request_id).order_by(CONTACT.c.id))]


def move_contacts(store: Scope, ids: Sequence[int], to: int) -> None:
    store.write(update(CONTACT).where(CONTACT.c.id.in_(ids)).values(request_id=to))


def duplicates(store: Scope, master_id: int) -> list[int]:
    """The requests closed as duplicates of this one, those opened again left out."""
    closed = REQUEST.c.duplicate_of == master_id, REQUEST.c.state == "closed"
    return [row.id for row in store.all(select(REQUEST.c.id).where(*closed).order_by(REQUEST.c.id))]


def repoint(store: Scope, ids: Sequence[int], to: int, now: datetime) -> None:
    """They are duplicates of another one now."""
    store.write(update(REQUEST).where(REQUEST.c.id.in_(ids)).values(duplicate_of=to, version=REQUEST.c.version + 1, updated_at=now))


def drop_photos(store: Scope, request_id: int, hashes: Sequence[str]) -> None:
    store.write(delete(PHOTO).where(PHOTO.c.request_id == request_id, PHOTO.c.hash.in_(hashes)))
