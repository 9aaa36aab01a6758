"""Fills an empty database with a made-up year: it never stands beside real requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import track
from sqlalchemy import Connection, insert, select

from bot.clock import Clock
from bot.editions import town_at_rest
from bot.operator import say
from bot.platforms import Misconfigured
from bot.seeding.lives import Year
from config.settings import Settings
from config.town import Town
from handlers.measures.folding import fold
from storage.database import Database, open_database
from storage.ids import Past
from storage.tables import Counter, Event, Person, Request, fresh, table
from storage.unit import Scope, Unit

BATCH = 500
NAMES = ("Awa", "Bruno", "Camille", "Denis", "Elif", "Fatou", "Gaëlle", "Hugo", "Inès", "Jonas", "Karim", "Lina", "Malo", "Nadia", "Odile",
         "Paul", "Qamar", "Rosa", "Samia", "Théo", "Ursule", "Victor", "Wassim", "Yann", "Zoé")
SMALLEST_TEAM = 4
"""Of a mairie: its secrétaire général, an assistante, two agents."""


def seed_town(settings: Settings, *, requests: int, people: int, days: int, seed: int, until: datetime | None, console: Console) -> None:
    """until: naive, by this machine's clock; None for now. Raises TownFaults, and what `fill` raises."""
    last = until.astimezone() if until else Clock().now()
    with closing(open_database(settings.database)) as database:
        fill(database, town_at_rest(settings), requests=requests, people=people, days=days, seed=seed, until=last, console=console)


def fill(database: Database, town: Town, *, requests: int, people: int, days: int, seed: int, until: datetime, console: Console) -> None:
    """people: in the mairies, shared out; one more answers in each direction, and one coordinates. until: aware.

    Raises Misconfigured where there is anybody, or any request.
    """
    with database.reading() as connection:
        if any(connection.execute(select(table(model)).limit(1)).first() for model in (Person, Request)):
            raise Misconfigured("cli-seed-not-empty", where=database.where)
    chance = Random(seed)
    staff = _staff(town, people, chance, since=until - timedelta(days=days + 30))
    year = Year(town, staff, days=days, until=until, chance=chance)
    with database.transaction() as connection:
        insert_all(connection, Person, {each.id: each for some in staff.values() for each in some}.values())
    lives = iter(track(year.lives(requests), total=requests, description=say("cli-seed-living"), console=console, transient=True))
    while batch := list(islice(lives, BATCH)):
        with database.transaction() as connection:
            insert_all(connection, Request, [life.request for life in batch])
            insert_all(connection, Event, [event for life in batch for event in life.events])
    with database.transaction() as connection:
        insert_all(connection, Counter, [Counter(name=name, last=last) for name, last in year.numbers.items()])
    while _folded(database, town, until) == BATCH:
        pass
    console.print(say("cli-seed-done", requests=requests, people=sum(map(len, staff.values())), days=days, seed=seed))


def _folded(database: Database, town: Town, now: datetime) -> int:
    """How many requests of a batch were still to be counted in the roll-ups."""
    with database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        count = fold(store, town, now, BATCH)
        store.keep()
    return count


def _staff(town: Town, people: int, chance: Random, *, since: datetime) -> dict[str, list[Person]]:
    ids, names = Past(), _names(chance)
    share = max(SMALLEST_TEAM, people // max(1, len(town.mairies)))

    def person(role: str, **where: Any) -> Person:
        return fresh(Person, id=ids.at(since), name=next(names), role=role, language="fr", joined_at=since, **where)

    staff = {id: [person(role, mairie=id) for role in ("sg", "assistante", *["agent"] * (share - 2))] for id in town.mairies}
    staff |= {id: [person("direction", direction=id)] for id in town.directions}
    return staff | {"": [person("coordination")]}


def _names(chance: Random) -> Iterator[str]:
    """Made-up ones: a first name and a letter."""
    while True:
        yield f"{chance.choice(NAMES)} {chance.choice('ABCDEFGHIJKLMNOPRSTVZ')}."


def insert_all(connection: Connection, model: type, rows: Any) -> None:
    """Write records as they are, by one statement."""
    columns: Sequence[str] = table(model).c.keys()
    values: list[Mapping[str, Any]] = [{name: getattr(row, name) for name in columns} for row in rows]
    if values:
        connection.execute(insert(table(model)), values)
