"""`relais status`: what waits, since when, and what goes on, read from outside while the bot runs. On both databases, changing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, func, inspect, or_, select

from bot.auditor.look import condition
from bot.clock import Clock
from bot.platforms import Misconfigured
from config.settings import Settings
from config.texts import words
from storage import ticks
from storage.columns import Moment
from storage.database import look_into
from storage.tables import Account, Inbox, Notice, Outbox, Person, Request, table

INBOX, OUTBOX, NOTICE, PERSON, ACCOUNT, REQUEST = (table(model) for model in (Inbox, Outbox, Notice, Person, Account, Request))
CLASSES = ("danger", "answer", "reminder", "digest", "survey")
"""The outbox's priorities, in order."""
WIDTH = 80


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows that wait. oldest_s: for how long the oldest one has."""

    name: str
    count: int
    oldest_s: float | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The last turn of something that goes on for ever. ago_s: how long ago; well: whether it went well."""

    name: str
    every_s: float
    ago_s: float
    well: bool
    took_ms: int


@dataclass(frozen=True, slots=True)
class Status:
    """inbox: by state. outbox: by network and class. leases: rows of the table of leases, as they are, when there is one."""

    at: datetime
    inbox: tuple[Queue, ...]
    outbox: tuple[Queue, ...]
    notices: Queue
    requests: Mapping[str, int]
    people: int
    reachable: int
    turns: tuple[Turn, ...]
    leases: tuple[Mapping[str, Any], ...]


def read_status(connection: Connection, now: datetime) -> Status:
    turns = tuple(
        Turn(tick.name, tick.every_s, _ago(tick.last_at, now) or 0.0, tick.last_ok_at == tick.last_at, tick.took_ms)
        for tick in ticks.every(connection)
    )
    here = select(func.count()).select_from(PERSON).where(PERSON.c.left_at.is_(None))
    heard = select(ACCOUNT.c.address).where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.reachable, ACCOUNT.c.chat.is_not(None)).exists()
    return Status(
        now, _inbox(connection, now), _outbox(connection, now), _notices(connection, now), _requests(connection),
        int(connection.execute(here).scalar_one()), int(connection.execute(here.where(heard)).scalar_one()), turns, _leases(connection),
    )  # fmt: skip


def _ago(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round(max(0.0, (now - moment).total_seconds()), 1)


def _inbox(connection: Connection, now: datetime) -> tuple[Queue, ...]:
    waiting = (
        select(INBOX.c.state, func.count(), func.min(INBOX.c.received_at))
        .where(condition("inbox.state != 'done'"))
        .group_by(INBOX.c.state)
        .order_by(INBOX.c.state)
    )
    return tuple(Queue(state, count, _ago(oldest, now)) for state, count, oldest in connection.execute(waiting))


def _outbox(connection: Connection, now: datetime) -> tuple[Queue, ...]:
    """What is due; what waits for its own hour is not late."""
    since = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.created_at, type_=Moment)
    owed = (
        select(OUTBOX.c.platform, OUTBOX.c.priority, func.count(), func.min(since))
        .where(condition("outbox.state IN ('pending', 'sending')"), or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now))
        .group_by(OUTBOX.c.platform, OUTBOX.c.priority)
        .order_by(OUTBOX.c.platform, OUTBOX.c.priority)
    )
    return tuple(
        Queue(f"{platform}/{CLASSES[priority]}", count, _ago(oldest, now)) for platform, priority, count, oldest in connection.execute(owed)
    )


def _notices(connection: Connection, now: datetime) -> Queue:
    pending = select(func.count(), func.min(NOTICE.c.not_before)).where(condition("notice.state = 'pending'"), NOTICE.c.not_before <= now)
    count, oldest = connection.execute(pending).one()
    return Queue("pending", count, _ago(oldest, now))


def _requests(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(REQUEST.c.state, func.count()).group_by(REQUEST.c.state).order_by(REQUEST.c.state))
    return {row[0]: row[1] for row in rows}


def _leases(connection: Connection) -> tuple[Mapping[str, Any], ...]:
    if not inspect(connection).has_table("lease"):
        return ()
    return tuple(dict(row._mapping) for row in connection.exec_driver_sql("SELECT * FROM lease"))


def show_status(console: Console, settings: Settings, *, as_json: bool) -> None:
    """Raises Misconfigured when the database cannot be read."""
    now = Clock().now()
    status = look_into(settings.database, lambda connection: read_status(connection, now))
    if status is None:
        raise Misconfigured("status-no-database")
    if as_json:
        console.file.write(orjson.dumps(asdict(status), option=orjson.OPT_INDENT_2, default=str).decode() + "\n")
        return
    _print(console, status, settings.language)


def _print(console: Console, status: Status, language: str) -> None:
    def say(key: str, **values: str | int | float) -> str:
        return words().say(language, key, values)

    def age(seconds: float | None) -> str:
        if seconds is None:
            return "–"
        return say("status-age", seconds=round(seconds), minutes=int(seconds // 60), hours=int(seconds // 3600))

    def table_of(*columns: str) -> Table:
        made = Table(width=WIDTH, show_edge=False, pad_edge=False)
        for number, column in enumerate(columns):
            made.add_column(say(column), justify="left" if number == 0 else "right")
        return made

    queues = table_of("status-queue", "status-count", "status-oldest")
    for kind, rows in (("status-inbox", status.inbox), ("status-outbox", status.outbox), ("status-notices", (status.notices,))):
        for queue in rows:
            queues.add_row(say(kind, name=queue.name), str(queue.count), age(queue.oldest_s))
    console.print(queues)
    console.print()
    turns = table_of("status-turn", "status-every", "status-last", "status-took")
    for turn in status.turns:
        late = turn.ago_s > turn.every_s + 120
        style = "red" if late or not turn.well else ""
        turns.add_row(turn.name, age(turn.every_s), age(turn.ago_s), f"{turn.took_ms} ms", style=style)
    console.print(turns)
    if not status.turns:
        console.print(say("status-never"), style="yellow", markup=False)
    for lease in status.leases:
        console.print(say("status-lease", what=", ".join(f"{name}={value}" for name, value in lease.items())), markup=False, width=WIDTH)
    console.print()
    open_ones = sum(count for state, count in status.requests.items() if state not in ("draft", "closed", "cancelled"))
    console.print(say("status-people", reachable=status.reachable, people=status.people, requests=open_ones), markup=False, width=WIDTH)
