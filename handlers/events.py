"""The one log of what happened: every slice notes its acts here, in the commit that does them."""

from __future__ import annotations

from typing import Any

from handlers.desk import Desk
from storage.tables import Event, fresh


def note(desk: Desk, kind: str, /, *, request_id: int | None = None, person_id: int | None = None, **data: Any) -> int:
    """Add an event by whoever stands at the desk, or by the clock; return its id. request_id, person_id: what it happened to.

    data: facts and ids, never free text about a person: nothing can be taken out again. kind: has its words, `event-<kind>`.
    """
    who = desk.person
    id = desk.next_id()
    desk.add(fresh(Event, id=id, at=desk.now, kind=kind, request_id=request_id, person_id=person_id, actor_id=who.id if who else None,
                   actor_role=who.role if who else "clock", data=data))
    return id
