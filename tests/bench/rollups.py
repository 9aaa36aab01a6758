"""What the figures of a year cost by roll-ups, beside plain SQL over the same requests, and what keeping the roll-ups costs an act."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection
from sqlalchemy import text as sql

from bot.seeding.filling import _staff, insert_all
from bot.seeding.lives import Life, Year
from handlers.measures.definitions import MEASURES, figure
from handlers.measures.folding import fold
from handlers.measures.periods import of
from handlers.measures.reading import materials
from storage import requests as requests_of
from storage.database import Database, open_database
from storage.measures import Perimeter
from storage.tables import Event, Request
from storage.unit import Scope, Unit
from tests.bench.goals import Goal
from tests.bench.requests import PEOPLE
from tests.handlers.house import House
from tests.register import valmiere

T = TypeVar("T")
UNTIL = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
YEAR = of("year", date(2026, 6, 1))
LIVES = 4_000
"""Different requests, lived by the rules; the others are copies of these, so that a million are there in minutes."""
PLAIN = frozenset({"recorded", "take", "reply", "finish", "close"})
"""What may have happened to them: nothing of which the row alone does not tell, so that plain SQL can count the same."""
ACTS = 60
AT_ONCE = 20
"""Copies of each made in one transaction."""


class Yearly(NamedTuple):
    """ours, plain: seconds, medians. above: MiB above the process at rest, at most. wrong: counts that differ. folding: ms a request."""

    requests: int
    ours: float
    plain: float
    above: float
    wrong: int
    folding: float

    def __str__(self) -> str:
        return (f"A year of {self.requests:,} requests, the town and each mairie, every measure: {self.ours * 1_000:.0f} ms and "
                f"{self.above:.1f} MiB by roll-ups, plain SQL {self.plain:.2f} s. Folding: {self.folding:.2f} ms a request.")


class Kept(NamedTuple):
    """Medians in ms of processor time through dispatch: an act as it is, and one that notes nothing. folding: of one request, in a tick."""

    act: float
    bare: float
    folding: float


def yearly(folder: Path, size: int) -> Yearly:
    folder.mkdir(exist_ok=True)
    database = open_database(f"sqlite:///{folder / 'year.db'}")
    lives = _lived(database, min(LIVES, size))
    folding = _timed(lambda: _folded(database))[0] * 1_000 / lives
    _copied(database, size // lives - 1)
    total = _of(database, "SELECT count(*) AS n FROM request")[0]["n"]
    perimeters = [Perimeter(), *(Perimeter((id,)) for id in valmiere().mairies)]

    def ours() -> dict[str, dict[str, int]]:
        with database.reading() as connection:
            found = materials(Scope(Unit(connection, database.ids)), valmiere(), perimeters, [YEAR], UNTIL)
        for m in found.values():
            for id in (id for id, measure in MEASURES.items() if measure.run):
                figure(id, m)
        return {perimeter.mairies[0]: _counts(m) for (perimeter, _), m in found.items() if perimeter.mairies}

    with _peak() as above:
        counted = ours()
    spent = statistics.median(_timed(ours)[0] for _ in range(5))
    bounds = {name: at.strftime("%Y-%m-%d %H:%M:%S") for name, at in zip(("start", "end"), YEAR.bounds("Europe/Paris"), strict=True)}
    tries = [_timed(lambda: (_of(database, COUNTS, bounds), _of(database, MEDIANS, bounds))) for _ in range(3)]
    expected = {row["mairie"]: {name: n for name, n in row.items() if name != "mairie"} for row in tries[0][1][0]}
    wrong = sum(counted[mairie][name] != n for mairie, row in expected.items() for name, n in row.items())
    database.close()
    wrong += counted.keys() != expected.keys()
    return Yearly(total, spent, statistics.median(each for each, _ in tries), above[0], wrong, folding)


def _counts(m: Any) -> dict[str, int]:
    named = (("kept", "respect"), ("taken", "taking"), ("told", "told"), ("twice", "bounced_twice"))
    shares = {name: figure(id, m).found for name, id in named}
    numbers = {id: figure(id, m).n for id in ("arrivals", "closed", "dangers", "open")}
    return {**numbers, "by_elected": dict(figure("channels", m).found.parts).get("elu", 0), "due": shares["kept"].n,
            "to_take": shares["taken"].n, **{name: found.some or 0 for name, found in shares.items()}}


COUNTS = """
SELECT mairie, sum(received_at >= :start AND received_at < :end) AS arrivals,
       sum(received_at >= :start AND received_at < :end AND channel = 'elu') AS by_elected,
       sum(received_at >= :start AND received_at < :end AND ping_pong >= 2) AS twice,
       coalesce(sum(closed_at >= :start AND closed_at < :end), 0) AS closed,
       coalesce(sum(resolution_due_at >= :start AND resolution_due_at < :end), 0) AS due,
       coalesce(sum(resolution_due_at >= :start AND resolution_due_at < :end
                    AND (done_at <= resolution_due_at OR closed_at <= resolution_due_at)), 0) AS kept,
       coalesce(sum(taking_due_at >= :start AND taking_due_at < :end), 0) AS to_take,
       coalesce(sum(taking_due_at >= :start AND taking_due_at < :end
                    AND (taken_at <= taking_due_at OR done_at <= taking_due_at OR closed_at <= taking_due_at)), 0) AS taken,
       coalesce(sum(coalesce(done_at, closed_at) >= :start AND coalesce(done_at, closed_at) < :end
                    AND final_reply_at IS NOT NULL), 0) AS told,
       coalesce(sum(danger_at >= :start AND danger_at < :end), 0) AS dangers,
       sum(received_at < :end AND (closed_at IS NULL OR closed_at >= :end)) AS open
FROM request WHERE state NOT IN ('draft', 'cancelled') AND coalesce(closing_reason, '') != 'doublon' GROUP BY mairie
"""
MEDIANS = """
SELECT mairie, length FROM (
  SELECT mairie, julianday(first_reply_at) - julianday(received_at) AS length,
         row_number() OVER (PARTITION BY mairie ORDER BY julianday(first_reply_at) - julianday(received_at)) AS place,
         count(*) OVER (PARTITION BY mairie) AS n
  FROM request WHERE received_at >= :start AND received_at < :end AND state NOT IN ('draft', 'cancelled') AND first_reply_at IS NOT NULL)
WHERE place = (n + 1) / 2
"""
"""Of those that were answered, in days of 24 hours: plain SQL knows nothing of what still waits, nor of opening hours."""


def _lived(database: Database, count: int) -> int:
    """Put so many requests there, over fourteen months."""
    chance = Random(1)
    staff = _staff(valmiere(), 40, chance, since=datetime(2025, 12, 1, tzinfo=UTC))
    year = Year(valmiere(), staff, days=425, until=UNTIL, chance=chance)
    plain = (life for life in year.lives(2 * count) if {event.kind for event in life.events} <= PLAIN)
    lives: list[Life] = list(islice(plain, count))
    with database.transaction() as connection:
        insert_all(connection, Request, [life.request for life in lives])
        insert_all(connection, Event, [event for life in lives for event in life.events])
    return len(lives)


def _folded(database: Database) -> None:
    with database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        while fold(store, valmiere(), UNTIL, 150) == 150:
            pass
        store.keep()


def _copied(database: Database, times: int) -> None:
    """Each request so many times more, with what it counts for: the sums are as many times what they were.

    Indexes that nothing here can use are left out, for a million rows would be long in them.
    """
    with database.transaction() as connection:
        connection.execute(sql("CREATE TABLE origin AS SELECT id, row_number() OVER (ORDER BY id) AS place FROM request"))
        every = connection.execute(sql("SELECT count(*) FROM origin")).scalar_one()
        unused = "type = 'index' AND tbl_name = 'request' AND sql IS NOT NULL AND name != 'ix_request_untallied'"
        for (name,) in connection.execute(sql(f"SELECT name FROM sqlite_master WHERE {unused}")).all():
            connection.execute(sql(f"DROP INDEX {name}"))
    for first in range(0, times, AT_ONCE):
        with database.transaction() as connection:
            _copy(connection, every, first, min(times, first + AT_ONCE))
    with database.transaction() as connection:
        connection.execute(sql("UPDATE rollup SET n = n * :all"), {"all": times + 1})
        connection.execute(sql("ANALYZE"))


def _copy(connection: Connection, every: int, first: int, after: int) -> None:
    new = f"c.n * {every} + origin.place"
    for table, key in (("request", "id"), ("tally", "request_id"), ("wait", "request_id")):
        columns = _columns(connection, table)
        values = {key: new, "reference": f"'XX-26-' || ({new})", "source": "NULL"}
        connection.execute(sql(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"WITH RECURSIVE c(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM c WHERE n < :last) "
            f"SELECT {', '.join(values.get(name, f'{table}.{name}') for name in columns)} "
            f"FROM c CROSS JOIN origin JOIN {table} ON {table}.{key} = origin.id"), {"first": first, "last": after - 1})


def _columns(connection: Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute(sql(f"SELECT name FROM pragma_table_info('{table}')"))]


def _of(database: Database, statement: str, values: Mapping[str, Any] | None = None) -> list[Mapping[str, Any]]:
    with database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(sql(statement), values or {})]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    before = time.perf_counter()
    found = work()
    return time.perf_counter() - before, found


@contextmanager
def _peak() -> Iterator[list[float]]:
    """How much more memory was held meanwhile than before, at most, in MiB."""
    above: list[float] = []
    tracemalloc.start()
    yield above
    above.append(tracemalloc.get_traced_memory()[1] / 2**20)
    tracemalloc.stop()


def kept(folder: Path) -> Kept:
    """Acts in turn with the note that they change what is counted and without it, on one town."""
    folder.mkdir(exist_ok=True)
    house = House(folder, PEOPLE)
    for _ in range(2 * ACTS):
        house.says("awa", "gros trou rue des Lilas")
        house.presses("awa", *next(each for each in house.buttons("awa", newest=1) if each[2].startswith("requests.record"))[:2])
    spent: dict[bool, list[float]] = {True: [], False: []}
    noting = requests_of.change

    def bare(store: Any, request: Request, now: datetime, **values: Any) -> bool:
        still = requests_of.update(requests_of.REQUEST).where(
            requests_of.REQUEST.c.id == request.id, requests_of.REQUEST.c.version == request.version)
        return bool(store.write(still.values(version=request.version + 1, updated_at=now, **values)).rowcount)

    folding = []
    try:
        for number in range(1, 2 * ACTS + 1):
            notes = number % 2 == 0
            requests_of.change = noting if notes else bare
            before = time.process_time()
            house.says("karim", f"/prendre {number}")
            spent[notes].append(time.process_time() - before)
            if number % 20 == 0:
                with house.database.transaction() as connection:
                    store = Scope(Unit(connection, house.database.ids))
                    before = time.process_time()
                    count = fold(store, valmiere(), house.now, 150)
                    store.keep()
                folding.append((time.process_time() - before) / count)
    finally:
        requests_of.change = noting
    house.closes()
    return Kept(*(1_000 * statistics.median(each) for each in (spent[True], spent[False], folding[1:])))


def rollup_goals(folder: Path, scale: float, say: Callable[[str], None]) -> list[Goal]:
    folder.mkdir(exist_ok=True)
    found = yearly(folder / "year", int(1_000_000 * scale))
    act = kept(folder / "acts")
    say(str(found))
    say(f"An act through dispatch: {act.act:.2f} ms of processor time, {act.bare:.2f} ms if it noted nothing; folding it later "
        f"{act.folding:.2f} ms (medians, SQLite).")
    ratio = found.plain / found.ours
    return [
        Goal("10", f"a year of {found.requests:,} requests, all mairies: plain SQL ÷ roll-ups", ratio, 25, at_most=False),
        Goal("10", "its memory above the process at rest, MiB", found.above, 24),
        Goal("10", "its counts that differ from plain SQL's", found.wrong, 0),
        Goal("10", "an act that notes what it changes ÷ one that does not", act.act / act.bare, 1.1),
        Goal("10", "the same, with its folding", (act.act + act.folding) / act.bare, 1.1),
    ]
