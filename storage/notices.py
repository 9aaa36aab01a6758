"""What people must still be told, and what they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.tables import Notice, table
from storage.unit import Scope

NOTICE = table(Notice)


def put(store: Scope, *, id: int, fact: str, person_id: int, request_id: int | None, key: str, fill: dict[str, Any], urgent: bool,
        not_before: datetime) -> bool:
    """Owe a line; False when this fact was owed before, told or not."""
    if store.first(select(NOTICE.c.id).where(NOTICE.c.fact == fact)) is not None:
        return False
    store.write(NOTICE.insert(), {
        "id": id, "fact": fact, "person_id": person_id, "request_id": request_id, "key": key, "fill": fill, "urgent": urgent,
        "not_before": not_before, "state": "pending",
    })
    return True


def told(store: Scope, id: int, message: int) -> None:
    """It was said in this outbox row."""
    store.write(update(NOTICE).where(NOTICE.c.id == id, NOTICE.c.state == "pending").values(state="told", told_in=message))


def supersede(store: Scope, request_id: int, version: int | None = None) -> None:
    """What was still to be told of this request, or of this version of it, is no longer true."""
    pending = update(NOTICE).where(NOTICE.c.request_id == request_id, NOTICE.c.state == "pending")
    if version is not None:
        pending = pending.where(NOTICE.c.fact.contains(f"/{request_id}/{version}/"))
    store.write(pending.values(state="superseded"))
