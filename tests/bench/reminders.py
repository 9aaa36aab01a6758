"""What the clock costs: one tick of the ladder with ten requests due, among so many open ones; beside APScheduler's stored jobs."""

from __future__ import annotations

import pickle
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text as sql

from handlers.desk import Desk
from handlers.escalation.jobs import step_all
from storage.database import Database
from storage.unit import Scope, Unit
from tests.handlers.house import House

PEOPLE = {"awa": ("agent", "mq_tanneurs", None), "petit": ("sg", "mq_tanneurs", None), "karim": ("direction", None, "m_voirie")}
DUE = 10


class Ticks(NamedTuple):
    """Medians in milliseconds. due: the query alone. step: ten requests stepped, with their lines and events, undone each time."""

    due: float
    step: float
    idle: float


def measure(folder: Path, size: int, *, url: str | None = None, rounds: int = 60) -> Ticks:
    """A town with so many open requests, ten of which are due."""
    folder.mkdir(exist_ok=True)
    house = House(folder, PEOPLE, url)
    _fill(house, size)
    later = house.now + timedelta(hours=2)
    found = Ticks(_median(house, later, rounds, query_only=True), _median(house, later, rounds), _median(house, house.now, rounds))
    house.closes()
    return found


def _median(house: House, now: datetime, rounds: int, *, query_only: bool = False) -> float:
    from storage import deadlines

    spent = []
    for _ in range(rounds + 3):
        with house.database.writer.connect() as connection:
            unit = Unit(connection, house.database.ids)
            store = Scope(unit)
            before = time.perf_counter()
            if query_only:
                deadlines.due(store, now, 100)
            else:
                step_all(Desk(house.hall, store, now))
                store.keep()
                unit.flush()
            spent.append((time.perf_counter() - before) * 1_000)
            connection.rollback()
    return statistics.median(spent[3:])  # the first ones compile statements


def _fill(house: House, size: int) -> None:
    """One real request, then copies of it, all open; ten are due within two hours, the others in the days that follow."""
    house.says("awa", "gros trou rue des Lilas")
    row, place = next((row, place) for row, place, act in house.buttons("awa") if act.startswith("requests.record"))
    house.presses("awa", row, place)
    database = house.database
    with database.transaction() as connection:
        columns = list(connection.execute(sql("SELECT * FROM request LIMIT 1")).keys())
        soon, step = house.now + timedelta(minutes=30), timedelta(days=9) / size
        changed = {"id": "request.id + n", "source": "NULL", "reference": "'MQ-26-' || n", "next_action_at": _at(database, soon, step)}
        values = ", ".join(changed.get(name, f'request."{name}"') for name in columns)
        numbers = ("SELECT generate_series(2, :size) AS n" if database.dialect == "postgresql"
                   else "WITH RECURSIVE c(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM c WHERE n < :size) SELECT n FROM c")
        names = ", ".join(f'"{name}"' for name in columns)
        connection.execute(sql(
            f"INSERT INTO request ({names}) "
            f"SELECT {values} FROM ({numbers}) AS numbers, request WHERE request.reference = 'MQ-26-0001'"
        ), {"size": size})
        connection.execute(sql("UPDATE request SET next_action_at = :never WHERE reference = 'MQ-26-0001'"), {"never": None})
        connection.execute(sql("ANALYZE"))


def _at(database: Database, soon: datetime, step: timedelta) -> str:
    """Ten of them soon, the others spread over the days after."""
    if database.dialect == "postgresql":
        base = f"TIMESTAMPTZ '{soon.isoformat()}'"
        return f"CASE WHEN n < {DUE + 2} THEN {base} ELSE {base} + INTERVAL '1 day' + n * INTERVAL '{step.total_seconds()} seconds' END"
    base = soon.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    later = f"strftime('%Y-%m-%d %H:%M:%S', '{base}', '+1 day', '+' || CAST(n * {step.total_seconds()} AS INTEGER) || ' seconds')"
    return f"CASE WHEN n < {DUE + 2} THEN '{base}.000000' ELSE {later} || '.000000' END"


def stored_jobs(folder: Path, size: int, *, rounds: int = 20) -> float:
    """APScheduler with one stored job a reminder: milliseconds to find ten that are due and put them back, as at each wake-up."""
    from apscheduler.job import Job
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.date import DateTrigger

    scheduler = BackgroundScheduler(timezone=UTC)
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")
    store.start(scheduler, "default")
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with store.engine.begin() as connection:
        for n in range(size):
            at = now - timedelta(minutes=1) if n < DUE else now + timedelta(days=1, seconds=n)
            job = Job(scheduler, id=str(n), func="tests.bench.reminders:nothing", args=(), kwargs={}, trigger=DateTrigger(at), name=str(n),
                      executor="default", misfire_grace_time=None, coalesce=True, max_instances=1, next_run_time=at)
            kept = pickle.dumps(job.__getstate__(), store.pickle_protocol)  # as its store keeps them
            connection.execute(store.jobs_t.insert().values(id=job.id, next_run_time=at.timestamp(), job_state=kept))
    spent = []
    for _ in range(rounds):
        before = time.perf_counter()
        due = store.get_due_jobs(now)
        for job in due:  # it writes each one's next time, or removes it: ten commits
            store.update_job(job)
        store.get_next_run_time()
        spent.append((time.perf_counter() - before) * 1_000)
    return statistics.median(spent)


def nothing() -> None:
    """What a stored job would do."""
