"""What people must still be told, and what they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, update

from storage.tables import Notice, Outbox, Person, Request, record, table
from storage.unit import Scope

NOTICE, OUTBOX, PERSON, REQUEST = table(Notice), table(Outbox), table(Person), table(Request)


class Waiting(NamedTuple):
    """Somebody who is here and must still be told something. urgent, calm: how many of each; morning: of the calm, the reminders."""

    person: Person
    urgent: int
    calm: int
    morning: int


class Owed(NamedTuple):
    """One line, and the reference of its request, if it has one."""

    notice: Notice
    reference: str | None


def put(store: Scope, *, id: int, fact: str, person_id: int, request_id: int | None, key: str, fill: dict[str, Any], urgent: bool,
        morning: bool, not_before: datetime) -> bool:
    """Owe a line; False when this fact was owed before, told or not."""
    if store.first(select(NOTICE.c.id).where(NOTICE.c.fact == fact)) is not None:
        return False
    store.write(NOTICE.insert(), {
        "id": id, "fact": fact, "person_id": person_id, "request_id": request_id, "key": key, "fill": fill, "urgent": urgent,
        "morning": morning, "not_before": not_before, "state": "pending",
    })
    return True


def told(store: Scope, id: int, message: int) -> None:
    """It was said in this outbox row."""
    store.write(update(NOTICE).where(NOTICE.c.id == id, NOTICE.c.state == "pending").values(state="told", told_in=message))


def reached(store: Scope, facts: Collection[str]) -> set[str]:
    """Those of these facts that were said, in a message that went, or may still go; not where nobody is reachable any more."""
    statement = (
        select(NOTICE.c.fact)
        .join(OUTBOX, OUTBOX.c.id == NOTICE.c.told_in, isouter=True)
        # a message of this very transaction is not written yet
        .where(NOTICE.c.fact.in_(facts), NOTICE.c.state == "told", or_(OUTBOX.c.state.is_(None), OUTBOX.c.state != "dead"))
    )
    return {row.fact for row in store.all(statement)} if facts else set()


def supersede(store: Scope, request_id: int, version: int | None = None) -> None:
    """What was still to be told of this request, or of this version of it, is no longer true."""
    pending = update(NOTICE).where(NOTICE.c.request_id == request_id, NOTICE.c.state == "pending")
    if version is not None:
        pending = pending.where(NOTICE.c.fact.contains(f"/{request_id}/{version}/"))
    store.write(pending.values(state="superseded"))


def supersede_facts(store: Scope, request_id: int, beginning: str, person_id: int | None = None) -> None:
    """Lines of a request whose fact begins so are no longer true. beginning: holds no sign that LIKE reads. person_id: only theirs."""
    pending = update(NOTICE).where(NOTICE.c.request_id == request_id, NOTICE.c.fact.startswith(beginning), NOTICE.c.state == "pending")
    if person_id is not None:
        pending = pending.where(NOTICE.c.person_id == person_id)
    store.write(pending.values(state="superseded"))


def supersede_beginning(store: Scope, person_id: int, beginning: str) -> None:
    """Somebody's lines whose fact begins so are no longer true. beginning: holds no sign that LIKE reads."""
    pending = update(NOTICE).where(NOTICE.c.person_id == person_id, NOTICE.c.fact.startswith(beginning), NOTICE.c.state == "pending")
    store.write(pending.values(state="superseded"))


def of_request(store: Scope, request_id: int, beginning: str) -> list[Notice]:
    """The lines of a request whose fact begins so, oldest first, whatever became of them."""
    rows = store.all(
        select(NOTICE).where(NOTICE.c.request_id == request_id, NOTICE.c.fact.startswith(beginning)).order_by(NOTICE.c.id)
    )
    return [record(Notice, row._mapping) for row in rows]


def supersede_person(store: Scope, person_id: int) -> None:
    """They left: nothing is owed to them any more."""
    store.write(update(NOTICE).where(NOTICE.c.person_id == person_id, NOTICE.c.state == "pending").values(state="superseded"))


def supersede_fact(store: Scope, fact: str) -> bool:
    """One line is no longer true; False when it was told, or never owed."""
    pending = update(NOTICE).where(NOTICE.c.fact == fact, NOTICE.c.state == "pending")
    return bool(store.write(pending.values(state="superseded")).rowcount)


def waiting(store: Scope, now: datetime) -> list[Waiting]:
    """Whom something is owed to now."""
    urgent, morning = func.count().filter(NOTICE.c.urgent), func.count().filter(NOTICE.c.morning)
    statement = (
        select(PERSON, urgent.label("urgent"), (func.count() - urgent).label("calm"), morning.label("morning"))
        .join(NOTICE, NOTICE.c.person_id == PERSON.c.id)
        .where(NOTICE.c.state == "pending", NOTICE.c.not_before <= now, PERSON.c.left_at.is_(None))
        .group_by(PERSON.c.id)
        .order_by(PERSON.c.id)
    )
    return [
        Waiting(record(Person, {name: row._mapping[name] for name in PERSON.c.keys()}), row.urgent, row.calm, row.morning)
        for row in store.all(statement)
    ]


def owed(store: Scope, now: datetime, *, urgent_to: Collection[int], calm_to: Collection[int], first_to: Collection[int]) -> list[Owed]:
    """What is owed to these people, oldest first, held until the end of the transaction: two processes never say the same line.

    first_to: of calm_to, those whose first message of the day it is: only that one tells reminders.
    """
    calm = and_(~NOTICE.c.urgent, NOTICE.c.person_id.in_(calm_to), or_(~NOTICE.c.morning, NOTICE.c.person_id.in_(first_to)))
    statement = (
        select(NOTICE, REQUEST.c.reference)
        .join(REQUEST, REQUEST.c.id == NOTICE.c.request_id, isouter=True)
        .where(
            NOTICE.c.state == "pending",
            NOTICE.c.not_before <= now,
            or_(and_(NOTICE.c.urgent, NOTICE.c.person_id.in_(urgent_to)), calm),
        )
        .order_by(NOTICE.c.id)
        .with_for_update(skip_locked=True, of=NOTICE)
    )
    return [
        Owed(record(Notice, {name: row._mapping[name] for name in NOTICE.c.keys()}), row.reference) for row in store.all(statement)
    ]


def told_together(store: Scope, said: Sequence[tuple[int, int]]) -> None:
    """They were said: (notice, the outbox row that says it)."""
    mark = update(NOTICE).where(NOTICE.c.id == bindparam("notice"), NOTICE.c.state == "pending")
    if said:
        store.write(mark.values(state="told", told_in=bindparam("message")), [{"notice": id, "message": row} for id, row in said])
