"""Copies of a town with a hundred thousand requests: how long, how large, what people wait meanwhile, and how long a restore takes."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text as sql

from bot.backup.archive import make
from bot.backup.checking import examine
from bot.backup.reading import unpack
from bot.backup.restoring import restore
from handlers.audit import jobs
from storage.database import open_database
from storage.ids import span
from tests.bench import relais
from tests.bench.load import LoadServer, Process, percentiles
from tests.bench.requests import PEOPLE, fill
from tests.bot.backup.place import PRIVATE, PUBLIC, settings
from tests.handlers.house import House
from tests.register import NOW, Register
from tests.scenes import CACHE

EVENTS, MESSAGES = 4, 5
"""For each request: facts of its log, each with its link, and messages with their text."""
PART = 10_000


@dataclass(frozen=True, slots=True)
class BackupFigures:
    """Seconds; size in MB."""

    engine: str
    requests: int
    database_mb: float
    regular: float
    size_mb: float
    whole: float
    verify: float
    restore: float

    def __str__(self) -> str:
        return (f"{self.engine}, {self.requests:,} requests ({self.database_mb:.0f} MB): a regular copy takes {self.regular:.1f} s "
                f"and {self.size_mb:.0f} MB, one checked whole {self.whole:.1f} s, "
                f"verifying it {self.verify:.1f} s, restoring it {self.restore:.1f} s.")


def lived_in(state: Path, size: int) -> str:
    """A town with so many requests, on SQLite; its address."""
    state.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{state}/relais.db"
    house = House(state, PEOPLE, url)
    fill(house, size)
    house.closes()
    register = Register(url, state)
    newest, events = register.database.ids.next(), size * EVENTS
    for number in range(events, 0, -PART):
        register.happens(ids=[newest - span(timedelta(seconds=number - each)) for each in range(min(PART, number))])
    for _ in range(events // jobs.BATCH + 2):
        register.ticks(now=NOW)
    with register.database.transaction() as connection:
        connection.execute(sql(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :count) "
            "INSERT INTO outbox (id, key, platform, chat, private, person_id, kind, priority, body, confidential, state, token, tries, "
            "uncertain, external_id, created_at, sent_at) "
            "SELECT n, 'bench/' || n, 'telegram', 'telegram:' || (n % 300), 1, n % 300, 'send', 1, "
            "json_object('text', 'Nid-de-poule rue des Lilas, n° ' || n || '. Direction Voirie, cinq jours. ' || hex(randomblob(80)), "
            "'title', '', 'language', 'fr'), 0, 'sent', 1, 0, 0, n, '2026-11-23 08:00:00.000000', '2026-11-23 08:00:01.000000' FROM c"
        ), {"count": size * MESSAGES})
    register.close()
    return url


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def measure(engine: str, url: str, state: Path, folder: Path, elsewhere: Callable[[], str], size: int) -> BackupFigures:
    """Everything an operator waits for, but the town's own training, which a restore keeps."""
    spent: list[float] = []
    place = settings(url, state)
    for whole in (False, True):
        with timed(spent):
            made = make(place, folder / "copies", now=datetime.now(UTC), whole=whole)
    opened = folder / f"opened-{engine}"
    with timed(spent):
        manifest = unpack(made.file, PRIVATE, opened)
        if not examine(opened, manifest, language="fr").sound:
            raise AssertionError("the bench's copy is not sound")
    shutil.rmtree(opened)
    with timed(spent):
        target = elsewhere()
        restore(made.file, PRIVATE, database_url=target, state_dir=folder / f"new-{engine}", now=datetime.now(UTC), force=False)
        open_database(target).close()
    clear = sum(length for length, _ in manifest.files.values()) / 1e6
    return BackupFigures(engine, size, clear, spent[0], made.size / 1e6, *spent[1:])


async def waiting(state: Path, log: Path) -> tuple[list[float], list[float]]:
    """Milliseconds between a ping and its answer, one at a time: at rest, and while a copy is made."""
    shutil.copytree(CACHE, state / "cache", dirs_exist_ok=True)
    async with LoadServer() as server:
        chats = [7_001]
        env = relais.environment(state, server) | {"RELAIS_BACKUP_PUBLIC_KEY": PUBLIC}
        await relais.let_in(server, env, chats, log)
        bot = Process(relais.COMMAND, env=env, log=log)
        try:
            await asyncio.wait_for(server.say(chats[0], "/ping début"), 60)
            quiet = await _pings(server, chats[0], lambda: len(quiet_until) < 400, quiet_until := [])
            copying = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "backup", "--automatic",
                env={**os.environ, **env, "RELAIS_BACKUP_FOLDER": str(state.parent / "during")},
            )  # fmt: skip
            busy = await _pings(server, chats[0], lambda: copying.returncode is None, [])
        finally:
            await asyncio.to_thread(bot.stop)
    return quiet, busy


async def _pings(server: LoadServer, chat: int, go_on: Callable[[], bool], times: list[float]) -> list[float]:
    while go_on():
        began = time.perf_counter()
        times.append((await asyncio.wait_for(server.say(chat, "/ping x"), 30) - began) * 1000)
        await asyncio.sleep(0.01)
    return times


async def backup_figures(folder: Path, size: int, postgres: Callable[[], str] | None) -> tuple[list[BackupFigures], str]:
    url = lived_in(folder / "town", size)
    figures = [measure("SQLite", url, folder / "town", folder, lambda: f"sqlite:///{folder}/new-SQLite/relais.db", size)]
    if postgres:
        moved = postgres()
        copy = max((folder / "copies").iterdir())
        restore(copy, PRIVATE, database_url=moved, state_dir=folder / "moved", now=datetime.now(UTC), force=False)
        figures.append(measure("PostgreSQL", moved, folder / "moved", folder, postgres, size))
    quiet, busy = await waiting(folder / "town", folder / "bots.log")
    (q50, q99), (b50, b99) = percentiles(quiet), percentiles(busy)
    return figures, (f"A ping, one at a time: p50 {q50:.1f} ms, p99 {q99:.1f} ms at rest ({len(quiet)}); "
                     f"p50 {b50:.1f} ms, p99 {b99:.1f} ms, at most {max(busy):.0f} ms while a copy is made ({len(busy)}).")


