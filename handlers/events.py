"""The one log of what happened: every slice notes its acts here, in the commit that does them."""

from __future__ import annotations

from typing import Any

from handlers.desk import Desk
from storage.tables import Event, fresh

CLOCK = "clock"
"""The actor's role of what nobody did: the hour had come."""


def note(desk: Desk, kind: str, *, request_id: int | None = None, person_id: int | None = None, **data: Any) -> None:
    """Add an event. The actor is whoever stands at the desk, or the clock. data: facts and ids as JSON, never words about somebody."""
    actor = desk.person
    desk.add(fresh(
        Event, id=desk.next_id(), at=desk.now, kind=kind, request_id=request_id, person_id=person_id,
        actor_id=actor.id if actor else None, actor_role=actor.role if actor else CLOCK, data=data,
    ))
