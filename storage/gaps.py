"""Times whose messages are missing: noted once, told once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from storage.tables import Gap, record, table
from storage.unit import Scope, Unit

GAP = table(Gap)


def note(unit: Unit, platform: str, *, since: datetime, until: datetime) -> None:
    """The network no longer had what was said there between these moments."""
    unit.keep([Gap(id=unit.ids.next(), cause="away", platform=platform, starts_at=since, ends_at=until)])


def untold(store: Scope) -> list[Gap]:
    """Oldest first, held until the end of the transaction: two processes never tell the same one."""
    rows = store.all(select(GAP).where(GAP.c.told_at.is_(None)).order_by(GAP.c.id).with_for_update(skip_locked=True))
    return [record(Gap, row._mapping) for row in rows]


def told(store: Scope, id: int, *, ends_at: datetime, now: datetime) -> None:
    store.write(update(GAP).where(GAP.c.id == id).values(ends_at=ends_at, told_at=now))


def restored_since(store: Scope, since: datetime) -> list[Gap]:
    """The restores that people were told of since then, or are about to be."""
    lately = or_(GAP.c.told_at.is_(None), GAP.c.told_at >= since)
    rows = store.all(select(GAP).where(GAP.c.cause == "restored", lately).order_by(GAP.c.id))
    return [record(Gap, row._mapping) for row in rows]
