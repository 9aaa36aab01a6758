"""Training sessions, and what requests tell before and after one: shares of a team's work, never of a person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, delete, func, select

from storage.tables import Request, TrainingSession, record, table
from storage.unit import Scope

SESSION, REQUEST = table(TrainingSession), table(Request)

SHARES: dict[str, tuple[ColumnElement[bool], ColumnElement[bool]]] = {
    # whose first suggestion was not the service that it ended with
    "orientation": (REQUEST.c.service.is_not(None), REQUEST.c.proposal[0]["service"].as_string() != REQUEST.c.service),
    "renvois": (REQUEST.c.sent_at.is_not(None), REQUEST.c.ping_pong > 0),
    "reouvertures": (REQUEST.c.closed_at.is_not(None), REQUEST.c.reopened > 0),
}
"""By measure: which requests it is of, and which of them it counts (domain.md §6.6)."""


def sessions(store: Scope, first: date) -> list[TrainingSession]:
    """Those held from a day on, the earliest first."""
    rows = store.all(select(SESSION).where(SESSION.c.held_on >= first).order_by(SESSION.c.held_on, SESSION.c.id))
    return [record(TrainingSession, row._mapping) for row in rows]


def session(store: Scope, id: int) -> TrainingSession | None:
    row = store.first(select(SESSION).where(SESSION.c.id == id))
    return record(TrainingSession, row._mapping) if row else None


def drop(store: Scope, id: int) -> None:
    store.write(delete(SESSION).where(SESSION.c.id == id))


def share(store: Scope, measure: str, first: date, last: date, mairies: Sequence[str], zone: str) -> tuple[int, int]:
    """How many requests the measure counts, and of how many: recorded from the first day until before the last, in the town's zone.

    mairies: in these alone; in all when there is none.
    """
    of, counted = SHARES[measure]
    start, end = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (first, last))
    where = [REQUEST.c.recorded_at >= start, REQUEST.c.recorded_at < end, REQUEST.c.state != "cancelled", of]
    if mairies:
        where.append(REQUEST.c.mairie.in_(mairies))
    row = store.first(select(func.count(case((counted, 1))), func.count()).where(*where))
    return (int(row[0]), int(row[1])) if row else (0, 0)
