"""What the application runs on in the simulated world: its clock, its ticks, its writing thread, its ids and its database."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.clock import Clock, Ticks
from bot.writer import Line, Writer, _Job
from storage.database import Database
from storage.ids import Ids
from tests.simulator.loop import Killed, Loop

log = logging.getLogger(__name__)


class WallClock(Clock):
    """The wall clock of the machine: true time, and how far somebody has put it off."""

    def __init__(self, born: datetime) -> None:
        self._born = born
        self.loop: Loop | None = None
        self.off = timedelta()
        self.late = 0.0  # the loop's time is true time: lives follow each other on one axis

    def now(self) -> datetime:
        return self.truly() + self.off

    def truly(self) -> datetime:
        return self._born + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        """True seconds since the world began."""
        return self.loop.time() if self.loop else self.late


OFTEN_S = 60.0
"""The quickest tick of a simulated world: what is looked at every five seconds is late by a minute at most, and weeks pass in seconds."""


class LoopTicks(Ticks):
    """Ticks by the loop's own timers. APScheduler, which reads the machine's clock, only wakes them in the real process."""

    def __init__(self) -> None:
        self._calls: list[tuple[float, Callable[[], Awaitable[None]]]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, tick: Callable[[], Awaitable[None]], *, name: str = "") -> None:
        self._calls.append((max(seconds, OFTEN_S), tick))

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._live(seconds, tick)) for seconds, tick in self._calls]

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _live(self, seconds: float, tick: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await tick()
            except Exception as error:
                log.info("tick failed: %s", type(error).__name__)


class LoopLine(Line):
    """The writing thread, as turns of the loop: what is put meanwhile shares its transaction. It may die before or after a commit."""

    chance: random.Random
    loop: Loop
    deadly: float

    def begin(self) -> None:
        self._called = False

    def put(self, job: _Job) -> None:
        self._jobs.append(job)
        self._call()

    def stop(self) -> None:
        while self._jobs:
            self._work()

    def _call(self) -> None:
        if not self._called:
            self._called = True
            self.loop.call_later(self.chance.uniform(0.0005, 0.01), self._work)

    def _work(self) -> None:
        self._called = False
        self._stopping = True  # so that it takes what is there and waits for nothing
        if not (group := self._next_group()):
            return
        self._rest = self.loop.jumps
        answers = self._together(group)
        if self.chance.random() < self.deadly:
            raise Killed  # committed, and nobody was told
        self._settle(group, answers)
        if self._jobs:
            self._call()


def writer_of(chance: random.Random, loop: Loop, deadly: float) -> Callable[..., Writer]:
    """What makes the application's writer in this life. deadly: how likely it dies just after a commit."""
    line = type("LoopLine", (LoopLine,), {"chance": chance, "loop": loop, "deadly": deadly})
    return lambda *given, **named: Writer(*given, line=line, **named)


class _SimulatedIds(Ids):
    clock: WallClock

    def _ms(self) -> int:
        return int(self.clock.now().timestamp() * 1_000)


def ids_of(database: Database, clock: WallClock) -> Ids:
    """The same worker's ids after the same newest one, by the simulated clock."""
    ids = _SimulatedIds(0)
    ids._worker, ids._last, ids.clock = database.ids._worker, database.ids._last, clock
    return ids


class Disk:
    """What goes wrong between SQLAlchemy and SQLite in one life: the nth statement fails, or all that write do, or it kills."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._count = 0
        self._kills_at: int | None = None
        self.fails: dict[int, str] = {}
        self.full = False
        self.forgetful = 0.0
        """How likely a commit is done and said to have failed."""
        self.met: list[str] = []

    def under(self, database: Database) -> None:
        event.listen(database.writer, "do_execute", self._met)
        event.listen(database.writer, "do_executemany", self._met)
        dialect: Any = database.writer.dialect
        commit = dialect.do_commit

        def committing(connection: Any) -> None:
            self._met(None, "COMMIT")
            commit(connection)
            if self._chance.random() < self.forgetful:  # a network between us and the database; its answer never comes
                raise self._error("SQLITE_IOERR")

        dialect.do_commit = committing

    def kills_after(self, statements: int) -> None:
        self._kills_at = self._count + statements

    def fails_after(self, statements: int, name: str) -> None:
        """name: SQLITE_BUSY, SQLITE_IOERR, SQLITE_FULL."""
        self.fails[self._count + statements] = name

    def _met(self, cursor: Any, statement: str, *_: Any) -> None:
        self._count += 1
        if self._count == self._kills_at:
            raise Killed
        if (name := self.fails.pop(self._count, None)) is not None:
            raise self._error(name)
        if self.full and statement.lstrip()[:6].upper() in ("INSERT", "UPDATE"):
            raise self._error("SQLITE_FULL")

    def _error(self, name: str) -> sqlite3.OperationalError:
        self.met.append(name)
        said = {"SQLITE_BUSY": "database is locked", "SQLITE_FULL": "database or disk is full"}.get(name, "disk I/O error")
        error = sqlite3.OperationalError(said)
        error.sqlite_errorname = name
        return error
