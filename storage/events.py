"""Reading the event log: a page at a time, by scope."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select, true

from storage.tables import Event, Person, Request, table
from storage.unit import AnyRow, Scope

EVENT, PERSON, REQUEST = table(Event), table(Person), table(Request)


def page(
    store: Scope, scope: str, *, person_id: int, mairies: Sequence[str], before: int | None, limit: int
) -> Sequence[AnyRow]:
    """What happened, newest first: when, what, the function of who did it, the request's reference. Nothing of its content.

    scope: of the permission table. before: the id that the page before ended with.
    """
    earlier = EVENT.c.id < before if before is not None else true()
    statement = (
        select(EVENT.c.id, EVENT.c.at, EVENT.c.kind, EVENT.c.actor_role, REQUEST.c.reference)
        .join_from(EVENT, REQUEST, REQUEST.c.id == EVENT.c.request_id, isouter=True)
        .where(earlier, _in_scope(scope, person_id, mairies))
        .order_by(EVENT.c.id.desc())
        .limit(limit)
    )
    return store.all(statement)


def _in_scope(scope: str, person_id: int, mairies: Sequence[str]) -> ColumnElement[bool]:
    match scope:
        case "all":
            return true()
        case "mairie":  # on its requests, or by and to its people
            requests = select(REQUEST.c.id).where(REQUEST.c.mairie.in_(mairies))
            people = select(PERSON.c.id).where(PERSON.c.mairie.in_(mairies))
            return or_(EVENT.c.request_id.in_(requests), EVENT.c.actor_id.in_(people), EVENT.c.person_id.in_(people))
        case "own":
            return EVENT.c.actor_id == person_id
        case _:
            return false()
