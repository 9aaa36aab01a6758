"""A survey of thousands: what one tick of the real job costs, and the day's question asked of them all at the network's own pace."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlmodel import SQLModel

from handlers.desk import Desk
from handlers.surveys.jobs import ask
from storage.database import Database, open_database
from storage.tables import Account, Person, SurveyMember, fresh, table
from storage.unit import Scope, Unit
from tests.bench import broadcast, relais
from tests.bench.broadcast import LIMIT, Broadcast, address_of
from tests.bench.goals import Goal
from tests.bench.load import LoadServer, Process
from tests.bench.tuesday import ahead
from tests.handlers.house import House
from tests.scenes import CACHE, edition
from tests.telegram.limits import Limits

ON_A_TUESDAY = [sys.executable, "-m", "tests.bench.tuesday", "run"]
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
QUARTER_PAST_FOUR = datetime(2026, 11, 24, 15, 20, tzinfo=UTC)
WRITERS = list(range(5_001, 5_021))
"""Who writes to the bot while it asks the others."""
SETTLING_S = 20.0
PERSON, MEMBER = table(Person), table(SurveyMember)


def agree(address: str, chats: range) -> None:
    """One person a chat, who agreed to be asked every day. Whoever is here already is asked nothing."""
    database = open_database(address)
    _agree(database, chats)
    database.close()


def _agree(database: Database, chats: range) -> None:
    mairies, now = [*edition().town.mairies], datetime.now(UTC)
    people = [(database.ids.next(), chat) for chat in chats]
    with database.transaction() as connection:
        here = connection.execute(select(PERSON.c.id).where(PERSON.c.id.not_in(select(MEMBER.c.person_id)))).all()
        _put(connection, SurveyMember, [{"person_id": row.id, "rhythm": "jamais", "questions": []} for row in here])
        _put(connection, Person, [
            {"id": id, "name": f"P{chat}", "role": "agent", "mairie": mairies[chat % len(mairies)], "language": "fr", "joined_at": now}
            for id, chat in people
        ])
        _put(connection, Account, [{"address": f"telegram:{chat}", "person_id": id, "chat": f"telegram:{chat}"} for id, chat in people])
        _put(connection, SurveyMember, [
            {"person_id": id, "rhythm": "quotidien", "consented_on": date(2026, 11, 2), "questions": []} for id, _ in people
        ])


def _put(connection: Any, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    whole = [fresh(model, **row) for row in rows]
    if whole:
        connection.execute(insert(table(model)), [{name: getattr(row, name) for name in table(model).c.keys()} for row in whole])


class Ticks(NamedTuple):
    """Medians in milliseconds. idle: nobody's hour has come. asking: everybody's has, undone each time."""

    idle: float
    asking: float


def ticks(folder: Path, size: int, *, url: str | None = None, rounds: int = 20) -> Ticks:
    """One tick in a town where so many people agreed."""
    folder.mkdir(exist_ok=True)
    house = House(folder, {}, url)
    house.hall.in_force = replace(house.hall.in_force, edition=edition())
    _agree(house.database, range(size))
    found = Ticks(_median(house, NOON, rounds), _median(house, QUARTER_PAST_FOUR, rounds))
    house.closes()
    return found


def _median(house: House, now: datetime, rounds: int) -> float:
    spent = []
    for _ in range(rounds + 3):
        with house.database.writer.connect() as connection:
            unit = Unit(connection, house.database.ids)
            store = Scope(unit)
            before = time.perf_counter()
            ask(Desk(house.hall, store, now))
            store.keep()
            unit.flush()
            spent.append((time.perf_counter() - before) * 1_000)
            connection.rollback()
    return statistics.median(spent[3:])  # the first ones compile statements


async def survey(folder: Path, count: int, log: Path, *, url: str | None = None, busy: bool = False) -> tuple[Broadcast, list[float]]:
    """Ask so many people, whose hour has just come; and the milliseconds of answers without it."""
    shutil.copytree(CACHE, folder / "cache")
    async with LoadServer(Limits()) as server:
        env = relais.environment(folder, server, database=url, pace=LIMIT) | ahead(datetime.now(UTC))
        await relais.let_in(server, env, WRITERS, log)
        agree(address_of(env), range(0))
        await _missed_days(env, log)
        server.limits.violations.clear()
        alone = await broadcast.answers_alone(server, env, WRITERS, log, command=ON_A_TUESDAY)
        await asyncio.sleep(1.1)
        asked = await broadcast.broadcast(server, env, count=count, people=WRITERS, busy=busy, log=log, owes=agree, command=ON_A_TUESDAY)
        return asked, alone


async def _missed_days(env: dict[str, str], log: Path) -> None:
    """A first life on that Tuesday, to say to its few people that the bot was away since they came."""
    bot = Process(ON_A_TUESDAY, env=env, log=log)
    await asyncio.sleep(SETTLING_S)
    await asyncio.to_thread(bot.stop)


async def survey_goals(folder: Path, count: int, postgres: Callable[[], str], log: Path, show: Callable[[str], None],
                       doing: Callable[[str], None]) -> list[Goal]:
    """On both databases, and on SQLite with both cores busy; then what a tick costs."""
    goals = []
    for name, url, busy in (("SQLite", None, False), ("SQLite, both cores busy", None, True), ("PostgreSQL", postgres(), False)):
        doing(f"a survey of {count:,} people, {name}")
        asked, alone = await survey(folder / f"survey-{name}", count, log, url=url, busy=busy)
        during, without = broadcast.p99(asked.answers), broadcast.p99(alone)
        show(f"A survey of {count:,} people, {name}: {asked.sent:,} messages, {asked.per_second:.1f} a second; "
             f"answers: p99 {during:.0f} ms, {without:.0f} ms without it.")
        goals += [
            Goal("8", f"survey, {name}, share of 30 a second", asked.per_second / LIMIT, 0.985 if busy else 0.99, at_most=False),
            Goal("8", f"survey, {name}: seconds over 30 messages, and refusals", asked.windows_over + asked.refused, 0),
            Goal("9", f"an answer during a survey, {name}, p99 ÷ without one", during / without, 3.0),
        ]
    for engine, fresh_url in (("SQLite", None), ("PostgreSQL", postgres)):
        doing(f"a tick of the survey, {engine}")
        few, many = (
            ticks(folder / f"ticks-{engine}-{place}", size, url=fresh_url and fresh_url()) for place, size in enumerate((500, count))
        )
        show(f"{engine}, a tick of the survey in ms, among 500 people: {few}; among {count:,}: {many}.")
        goals.append(Goal("8", f"{engine}: a tick that asks, among {count:,} people ÷ among 500", many.asking / few.asking, 2.0))
    return goals
