"""What the operators were told last: a number in `counter`, and the outbox row of that number."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy import text as sql

from storage.tables import Counter, Outbox, table
from storage.unit import Scope

COUNTER, OUTBOX = table(Counter), table(Outbox)
SERIES = "alarm"
KINDS = ("red", "green")


class Said(NamedTuple):
    """kind: "red" or "green"."""

    number: int
    kind: str
    at: datetime


def key(number: int, kind: str) -> str:
    """The fact that an outbox row announces."""
    return f"alarm/{number}/{kind}"


def last(store: Scope) -> Said | None:
    """Held until the end of the transaction: two processes do not both find that something is to be said."""
    store.write(sql("INSERT INTO counter (name, last) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING"), {"name": SERIES})
    held = store.first(select(COUNTER.c.last).where(COUNTER.c.name == SERIES).with_for_update())
    number = int(held[0]) if held else 0
    keys = [key(number, kind) for kind in KINDS]
    row = store.first(select(OUTBOX.c.key, OUTBOX.c.created_at).where(OUTBOX.c.key.in_(keys)))
    return Said(number, row.key.rpartition("/")[2], row.created_at) if row else None


def keep(store: Scope, number: int) -> None:
    store.write(update(COUNTER).where(COUNTER.c.name == SERIES).values(last=number))
