"""A Monday from 7:30 to 9:00 for 500 readers: what the digests cost those who write meanwhile, and when the last reader has theirs."""

from __future__ import annotations

import asyncio
import io
import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from bot.seeding.filling import fill, insert_all
from bot.writer import Writer
from handlers.desk import Desk
from handlers.feature import Job
from handlers.messages import Address, Incoming
from storage.tables import Account, Outbox, Person, fresh, table
from storage.unit import Scope, Unit
from tests.bench.goals import Goal
from tests.bench.load import percentiles
from tests.handlers.house import House
from tests.scenes import valmiere

BEGINS, ENDS = (datetime(2026, 11, 23, *at, tzinfo=UTC) for at in ((6, 30), (8, 0)))  # 7:30 and 9:00 in the town
STEP = timedelta(seconds=5)
JOBS = ("digests.dawn", "digests.tell", "people.tell")
READERS, ELECTED, DGS = 500, 30, 2
BETWEEN_S = 0.05
"""Of our time between two steps of the town's: an hour and a half in some minutes, so the ticks come a hundred times as often."""
ASKED_EVERY_S = 0.02
SENTENCES = ("gros trou rue des Lilas", "lampadaire éteint place du Marché", "dépôt sauvage rue du Port")
QUIET = 400
PERSON, ACCOUNT, OUTBOX = table(Person), table(Account), table(Outbox)


@dataclass(frozen=True, slots=True)
class Asked:
    """One message among the writer's acts."""

    got: Incoming

    @property
    def lanes(self) -> Sequence[str]:
        return (str(self.got.chat),)


class Morning(NamedTuple):
    """quiet, busy: p50 and p99 of an answer in ms. held: by job, the longest that one tick held the writer, ms, without its commit,
    and the most processor time that one took.

    last: by beginning of its message's key, how many were told and when the last was, in the town's time. mib: more than before, at most.
    """

    engine: str
    readers: int
    requests: int
    quiet: tuple[float, float]
    busy: tuple[float, float]
    held: dict[str, tuple[float, float]]
    last: dict[str, tuple[int, str]]
    mib: float


async def morning(folder: Path, engine: str, requests: int, url: str | None = None) -> Morning:
    folder.mkdir(exist_ok=True)
    house = House(folder, {}, url)
    writers = _peopled(house, requests)
    house.now = BEGINS
    writer = Writer(house.database, lambda unit, acts: [_answered(house, unit, each.got) for each in acts], dead=_stop,
                    threads=1 if url is None else 4)
    await _ask(writer, writers, 30)  # the first ones compile statements
    quiet = await _ask(writer, writers, QUIET)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    held: dict[str, list[tuple[float, float]]] = {name: [] for name in JOBS}
    waking = asyncio.create_task(_wake(house, writer, held))
    busy = await _ask(writer, writers, until=waking)
    await waking
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    await writer.stop()
    last = _last(house)
    with house.database.reading() as connection:
        readers = connection.execute(select(func.count()).select_from(PERSON)).scalar_one()
    house.closes()
    longest = {name: (max(wall for wall, _ in each), max(spent for _, spent in each)) for name, each in held.items()}
    return Morning(engine, readers, requests, percentiles(quiet), percentiles(busy), longest, last, grown)


def _stop(error: BaseException) -> None:
    raise error


def _peopled(house: House, requests: int) -> list[str]:
    """A seeded town where everybody can be written to; who writes, by their chats."""
    town = valmiere()
    fill(house.database, town, requests=requests, people=READERS - len(town.directions) - 1 - ELECTED - DGS, days=365, seed=1, until=BEGINS,
         console=Console(file=io.StringIO()))
    mairies, since = [*town.mairies], BEGINS - timedelta(days=200)
    more = [("elu", mairies[number % len(mairies)]) for number in range(ELECTED)] + [("dgs", None)] * DGS
    with house.database.transaction() as connection:
        insert_all(connection, Person, [
            fresh(Person, id=house.database.ids.next(), name=f"{role} {number}", role=role, mairie=mairie, language="fr", joined_at=since)
            for number, (role, mairie) in enumerate(more)
        ])
        people = connection.execute(select(PERSON.c.id, PERSON.c.role)).all()
        chats = [(f"scene:{row.id}", row.id) for row in people]
        insert_all(connection, Account, [fresh(Account, address=chat, person_id=id, chat=chat) for chat, id in chats])
    return [str(row.id) for row in people if row.role == "agent"]


def _answered(house: House, unit: Unit, got: Incoming) -> None:
    house.dispatch.handle(unit, got, house.dispatch.look_up(unit, [got], house.now), house.now)


async def _ask(writer: Writer, people: Sequence[str], count: int = 0, *, until: asyncio.Task[None] | None = None) -> list[float]:
    """One after the other, a sentence every so often, so many or until that is done: milliseconds to its committed answer."""
    spent: list[float] = []
    while (not until.done()) if until else len(spent) < count:
        who, number = Address("scene", people[len(spent) % len(people)]), next(_NUMBERS)
        said = SENTENCES[number % len(SENTENCES)]
        got = Incoming(id=f"u{number}", chat=who, sender=who, private=True, kind="message", text=said, message=f"m{number}")
        began = time.perf_counter()
        await writer.handle(Asked(got))
        spent.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(max(0.0, ASKED_EVERY_S - spent[-1] / 1_000))
    return spent


_NUMBERS = iter(range(10**9))


async def _wake(house: House, writer: Writer, held: dict[str, list[tuple[float, float]]]) -> None:
    """The three jobs as often as they are in the town's time, while that passes."""
    jobs = {f"{feature.name}.{name}": job for feature in house.features for name, job in feature.jobs.items()}
    step = 0
    while house.now < ENDS:
        for name in JOBS:
            if step * STEP.total_seconds() % jobs[name].every_s == 0:
                held[name].append(await writer.run(lambda unit, job=jobs[name]: _held(house, unit, job)))
        await asyncio.sleep(BETWEEN_S)
        house.now += STEP
        step += 1


def _held(house: House, unit: Unit, job: Job) -> tuple[float, float]:
    began, spent = time.perf_counter(), time.thread_time()
    store = Scope(unit)
    job.run(Desk(house.hall, store, house.now))
    store.keep()
    unit.flush()
    return (time.perf_counter() - began) * 1_000, (time.thread_time() - spent) * 1_000


def _last(house: House) -> dict[str, tuple[int, str]]:
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    with house.database.reading() as connection:
        for key, at in connection.execute(select(OUTBOX.c.key, OUTBOX.c.created_at).where(OUTBOX.c.key.is_not(None))):
            kind = "/".join(key.split("/")[: 2 if key.startswith("digest/") else 1])
            found[kind].append(at)
    zone = ZoneInfo(valmiere().timezone)
    return {kind: (len(each), f"{max(each).astimezone(zone):%H:%M:%S}") for kind, each in sorted(found.items())}


def mornings_table(rows: Sequence[Morning]) -> Table:
    table = Table(title="A Monday from 7:30 to 9:00")
    jobs = (f"{job}, max ms / CPU" for job in JOBS)
    for column in ("", "readers", "requests", "answer p50 / p99 ms", "with digests", *jobs, "told, the last at", "MiB"):
        table.add_column(column, justify="left" if column in ("", "told, the last at") else "right")
    for row in rows:
        told = "\n".join(f"{kind}: {count}, {at}" for kind, (count, at) in row.last.items())
        table.add_row(row.engine, str(row.readers), f"{row.requests:,}", *(f"{p50:.1f} / {p99:.1f}" for p50, p99 in (row.quiet, row.busy)),
                      *("{:.0f} / {:.0f}".format(*row.held[job]) for job in JOBS), told, f"{row.mib:.0f}")
    return table


def morning_goals(rows: Sequence[Morning]) -> list[Goal]:
    return [goal for row in rows for goal in (
        Goal("digests", f"{row.engine}: the most processor time of a tick, ms", max(spent for _, spent in row.held.values()), 150),
        Goal("digests", f"{row.engine}: the longest that a tick holds the writer, ms", max(wall for wall, _ in row.held.values()), 150),
        Goal("digests", f"{row.engine}: an answer while digests are told, p50 ÷ without", row.busy[0] / row.quiet[0], 1.3),
        Goal("digests", f"{row.engine}: the same, p99", row.busy[1] / row.quiet[1], 3),
    )]
