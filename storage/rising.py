"""What rises: the requests of some weeks by where they are, and what mairies thought of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import case, delete, func, select, text

from storage.tables import Request, RiseVerdict, record, table
from storage.unit import Scope

REQUEST, VERDICT = table(Request), table(RiseVerdict)
READ = [REQUEST.c[name] for name in (
    "id", "reference", "state", "author_id", "holder_id", "mairie", "quarter", "direction", "service", "text", "place", "lat", "lon",
    "sensitive", "arbitration", "alert", "received_at",
)]
"""What is counted, shown, and asked to know who may read it: a row has no other column."""
SECTOR = func.coalesce(REQUEST.c.quarter, REQUEST.c.mairie)


def received(store: Scope, services: Iterable[str], sectors: Sequence[str], since: datetime, until: datetime) -> list[Request]:
    """What was received about these services in some sectors, from a moment until before another, as written down, oldest first.

    A sector is that of the mairie whose quarter holds the place; without one, of the mairie that logged it. Duplicates are left out:
    they are contacts of another request. Read by ix_request_near.
    """
    rows = store.all(
        select(*READ).where(
            text("state NOT IN ('draft', 'cancelled')"),
            REQUEST.c.service.in_(sorted(services)),
            REQUEST.c.received_at >= since,
            REQUEST.c.received_at < until,
            case((REQUEST.c.duplicate_of.is_(None), 1), else_=0) == 1,
            case((SECTOR.in_(sectors), 1), else_=0) == 1,
        ).order_by(REQUEST.c.received_at, REQUEST.c.id)
    )
    return [record(Request, row._mapping) for row in rows]


def verdicts(store: Scope, mairies: Sequence[str], day: date) -> dict[tuple[str, str], RiseVerdict]:
    """What stands on a day, by mairie and topic."""
    rows = store.all(select(VERDICT).where(VERDICT.c.mairie.in_(mairies), VERDICT.c.until > day))
    return {(row.mairie, row.topic): record(RiseVerdict, row._mapping) for row in rows}


def judge(store: Scope, mairie: str, topic: str, verdict: str, until: date) -> None:
    """Keep a verdict, in the place of the one before."""
    forget(store, mairie, topic)
    store.write_once(VERDICT, mairie=mairie, topic=topic, verdict=verdict, until=until)


def forget(store: Scope, mairie: str, topic: str) -> None:
    store.write(delete(VERDICT).where(VERDICT.c.mairie == mairie, VERDICT.c.topic == topic))
