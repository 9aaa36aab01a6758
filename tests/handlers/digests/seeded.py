"""A made-up half year, and on it what a seeded town has none of: decisions, dangers, repeated reports, absences, published loads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import select, update

from bot.seeding.filling import fill
from handlers.desk import Desk, Hall, InForce
from handlers.digests.jobs import since_of
from handlers.digests.kinds import KINDS, Kind
from handlers.digests.pages import Page, page
from handlers.digests.schedule import Turn, wish_of
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Absence, Publication, Request, RequestContact, Window, fresh, table
from storage.tables import Person as Reader
from storage.unit import Scope, Unit
from tests.scenes import edition, texts, valmiere
from tests.sqlite import laid_at
from tests.stores import writing

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""Monday, 8:30 in Valmière."""
MAIRIE = "mq_tanneurs"
REQUEST = table(Request)


def made(folder: Path) -> Database:
    database = open_database(laid_at(folder / "seeded.db"))
    fill(database, valmiere(), requests=1500, people=40, days=150, seed=3, until=NOW, console=Console(quiet=True))
    with writing(database) as store:
        _wait(store)
        _publish(store)
    return database


def _wait(store: Scope) -> None:
    """Of the mairie: a refusal to decide, a danger nobody called about, one reported four more times; somebody away."""
    still = select(REQUEST.c.id).where(REQUEST.c.mairie == MAIRIE, REQUEST.c.state.in_(("sent", "taken")), REQUEST.c.danger.is_(None))
    ids = [row.id for row in store.all(still.order_by(REQUEST.c.id))]
    awaiting = {"act": "close", "answers": {"reason": "refus_motive"}, "role": "agent", "person": 1}
    for id, values in (
        (ids[0], {"waits": True, "awaiting": awaiting}),
        (ids[1], {"danger": "declared", "danger_at": NOW - timedelta(hours=3), "called_at": None}),
        (ids[2], {"elected": True}),
        (ids[3], {"arbitration": "open", "arbitration_at": NOW - timedelta(days=1), "ping_pong": 3}),
    ):
        store.write(update(REQUEST).where(REQUEST.c.id == id).values(**values))
    store.write(update(REQUEST).where(REQUEST.c.id == ids[-1]).values(arbitration="escalated", ping_pong=2))
    person = table(Reader)
    away = store.all(select(person.c.id).where(person.c.mairie == MAIRIE, person.c.role == "agent"))[0].id
    for n in range(1, 5):
        at = NOW - timedelta(hours=20 + n)
        store.add(RequestContact(id=n, request_id=ids[2], channel="telephone", mairie=MAIRIE, at=at))
    store.add(Absence(id=1, person_id=away, first_on=NOW.date(), last_on=NOW.date(), declared_at=NOW))


def _publish(store: Scope) -> None:
    store.add(Window(id=1, starts_on=date(2026, 10, 26), ends_on=date(2026, 11, 23), closed_on=date(2026, 11, 23)))
    said = {("mairie", MAIRIE): "steady", ("all", ""): "6.5", ("training", ""): "agressivite"}
    said |= {("grappe", id): "steady" if place else "heavy" for place, id in enumerate(sorted(valmiere().clusters))}
    for (kind, id), shown in said.items():
        store.add(Publication(window_id=1, kind=kind, group_id=id, mairies=[], shown=shown, shown_on=NOW.date()))


@contextmanager
def desk_at(database: Database, folder: Path, now: datetime = NOW, language: str = "fr") -> Iterator[Desk]:
    hall = Hall(InForce(edition(), None, texts()), Seal(folder / "keys"), language=language)  # type: ignore[arg-type]  # routes nothing
    with database.reading() as connection:
        yield Desk(hall, Scope(Unit(connection, database.ids)), now)


def reader(kind: Kind) -> Reader:
    """Of Les Tanneurs, or of the whole town."""
    role = min(kind.roles)
    return fresh(Reader, id=0, name="", role=role, mairie=MAIRIE if role in ("sg", "elu", "agent") else None, language="fr",
                 joined_at=NOW - timedelta(days=200))


def read(desk: Desk, kind: Kind, **how: Any) -> Page:
    wish = wish_of(kind, None)
    who = reader(kind)
    turn = Turn(desk.today, desk.now)
    return page(desk, who, kind, on=desk.today, since=since_of(desk, who, kind, wish, turn), **how)


WITH_FIGURES = [kind for kind in KINDS.values() if kind.id != "morning"]
