"""The directory: who is there to answer today, when each entry was confirmed, and where requests bounce."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select, text, update

from storage.tables import Absence, DirectoryConfirmation, Event, Notice, Person, Request, record, table
from storage.unit import Scope

CONFIRMATION, PERSON, ABSENCE, NOTICE = table(DirectoryConfirmation), table(Person), table(Absence), table(Notice)
EVENT, REQUEST = table(Event), table(Request)

TRANSFERS_READ = 20_000
"""The newest ones are enough to say where requests bounce."""


class Standing(NamedTuple):
    """What a direction's entry is worth today. referents: how many are there. seen_at: None when the directory has not met it yet."""

    referents: int
    seen_at: datetime | None
    confirmed_at: datetime | None


class Transfer(NamedTuple):
    """One transfer of a request of this service, None when it has none any more. origin, to: directions."""

    service: str | None
    origin: str
    to: str


def active_referents(store: Scope, today: date) -> dict[str, int]:
    """How many contact persons each direction has who are not away; a direction without any is not there."""
    there = (PERSON.c.direction.is_not(None), *_active(today))
    statement = select(PERSON.c.direction, func.count()).where(*there).group_by(PERSON.c.direction)
    return {row[0]: row[1] for row in store.all(statement)}


def standing(store: Scope, direction: str, today: date) -> Standing:
    """What to say of a direction when a request is about to go there: one query, on every card."""
    there = select(func.count()).select_from(PERSON).where(PERSON.c.direction == direction, *_active(today))
    entry = CONFIRMATION.c.entry == f"direction:{direction}"
    seen, confirmed = (select(column).where(entry).scalar_subquery() for column in (CONFIRMATION.c.seen_at, CONFIRMATION.c.confirmed_at))
    row = store.first(select(there.scalar_subquery(), seen, confirmed))
    return Standing(*row) if row else Standing(0, None, None)


def _active(today: date) -> list[ColumnElement[bool]]:
    away = exists().where(ABSENCE.c.person_id == PERSON.c.id, *_away(today))
    return [PERSON.c.role == "direction", PERSON.c.left_at.is_(None), ~away]


def _away(today: date) -> list[ColumnElement[bool]]:
    return [ABSENCE.c.first_on <= today, ABSENCE.c.last_on >= today, ABSENCE.c.ended_at.is_(None)]


def away(store: Scope, today: date) -> dict[int, int | None]:
    """Who is away today, and who answers for them (None: their team)."""
    rows = store.all(select(ABSENCE.c.person_id, ABSENCE.c.relay_id).where(*_away(today)).order_by(ABSENCE.c.id))
    found: dict[int, int | None] = {}
    for person_id, relay_id in rows:
        found[person_id] = relay_id or found.get(person_id)
    return found


def absences(store: Scope, first: date, last: date, *, mairie: str | None, direction: str | None) -> list[tuple[str, date, date]]:
    """The absences of a mairie's or a direction's team between two days, soonest first: function, first day, last day."""
    of_team = PERSON.c.mairie == mairie if mairie else PERSON.c.direction == direction
    statement = (
        select(PERSON.c.role, ABSENCE.c.first_on, ABSENCE.c.last_on)
        .join_from(ABSENCE, PERSON, PERSON.c.id == ABSENCE.c.person_id)
        .where(of_team, PERSON.c.left_at.is_(None), ABSENCE.c.ended_at.is_(None), ABSENCE.c.first_on <= last, ABSENCE.c.last_on >= first)
        .order_by(ABSENCE.c.first_on, ABSENCE.c.id)
    )
    return [(row[0], row[1], row[2]) for row in store.all(statement)]


def confirmations(store: Scope) -> dict[str, DirectoryConfirmation]:
    """What is known of each entry that the directory has met."""
    return {row.entry: record(DirectoryConfirmation, row._mapping) for row in store.all(select(CONFIRMATION))}


def meet(store: Scope, entry: str, *, role: str, now: datetime) -> None:
    """The directory holds this entry from now on."""
    store.write(CONFIRMATION.insert(), {"entry": entry, "seen_at": now, "role": role})


def confirm(store: Scope, entry: str, *, role: str, now: datetime) -> None:
    """Its owner says that it is right; what was still to be asked about it is not asked any more."""
    values = {"confirmed_at": now, "role": role}
    if not store.write(update(CONFIRMATION).where(CONFIRMATION.c.entry == entry).values(**values)).rowcount:
        store.write(CONFIRMATION.insert(), {"entry": entry, "seen_at": now, **values})
    asked = NOTICE.c.fact.startswith(f"directory:{entry}:", autoescape=True)
    store.write(update(NOTICE).where(asked, NOTICE.c.state == "pending").values(state="superseded"))


def asked(store: Scope, entry: str, now: datetime) -> None:
    """Its owner was asked whether it is still right."""
    store.write(update(CONFIRMATION).where(CONFIRMATION.c.entry == entry).values(asked_at=now))


def transfers(store: Scope, since: datetime) -> list[Transfer]:
    """Where requests went from one direction to another since then, with the service they are of."""
    statement = (
        select(EVENT.c.data, REQUEST.c.service)
        .join_from(EVENT, REQUEST, REQUEST.c.id == EVENT.c.request_id)
        .where(text("event.kind = 'transfer'"), EVENT.c.at >= since)  # in these words: those of the index
        .order_by(EVENT.c.at.desc())
        .limit(TRANSFERS_READ)
    )
    return [Transfer(service, data["from_direction"], data["to_direction"]) for data, service in store.all(statement)]
