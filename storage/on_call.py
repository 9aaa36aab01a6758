"""Who was declared on call, when, for which mairies and directions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.tables import OnCall, record, table
from storage.unit import Scope

ON_CALL = table(OnCall)
STANDS = ON_CALL.c.ended_at.is_(None)


def at(store: Scope, moment: datetime) -> list[OnCall]:
    """Every turn that covers a moment, the first to be told first."""
    return _found(store, ON_CALL.c.starts_at <= moment, ON_CALL.c.ends_at > moment)


def since(store: Scope, moment: datetime) -> list[OnCall]:
    """Every turn that is not over, the nearest first."""
    return sorted(_found(store, ON_CALL.c.ends_at > moment), key=lambda turn: (turn.starts_at, turn.rank, turn.id))


def between(store: Scope, starts: datetime, ends: datetime) -> list[OnCall]:
    """Every turn that has a moment in common with this time."""
    return _found(store, ON_CALL.c.starts_at < ends, ON_CALL.c.ends_at > starts)


def by_id(store: Scope, id: int) -> OnCall | None:
    return next(iter(_found(store, ON_CALL.c.id == id)), None)


def end(store: Scope, id: int, now: datetime) -> bool:
    """It ends now, or will not begin; False when that was said before."""
    return bool(store.write(update(ON_CALL).where(ON_CALL.c.id == id, STANDS).values(ended_at=now)).rowcount)


def _found(store: Scope, *where: Any) -> list[OnCall]:
    statement = select(ON_CALL).where(STANDS, *where).order_by(ON_CALL.c.rank, ON_CALL.c.id)
    return [record(OnCall, row._mapping) for row in store.all(statement)]
