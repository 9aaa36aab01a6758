"""The automatic copies: one every five minutes when something changed, two days of those, thirty days of one a day.

The work is done by another process, `relais backup --automatic`: the bot's own threads answer people meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from config.settings import Settings
from storage.database import Database

log = logging.getLogger(__name__)

LOOK_S = 30.0
EVERY = timedelta(minutes=5) - timedelta(seconds=1.5 * LOOK_S)
"""Looked at twice a minute, so that what is five minutes old is in a copy."""
WHOLE_EVERY = timedelta(hours=20)
CLOSE, FAR = timedelta(hours=48), timedelta(days=30)
"""Every copy is kept for so long; one a day for so long."""
NAMED = re.compile(r"relais-(\d{8}T\d{6}Z)\.backup")
LAST = Path("backup") / "last.json"


@dataclass(frozen=True, slots=True)
class Last:
    """at: the moment whose state is safe: of the newest copy, or later when nothing changed since. verified_at: of a copy checked whole.

    seen: what the database looked like then.
    """

    at: str
    verified_at: str | None
    file: str
    seen: str = ""


def last(settings: Settings) -> Last | None:
    """None while there is none."""
    try:
        return Last(**orjson.loads((settings.state_dir.expanduser() / LAST).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def save_last(settings: Settings, what: Last) -> None:
    """Whole or not at all: others read it."""
    place = settings.state_dir.expanduser() / LAST
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=place.parent, prefix="last-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(orjson.dumps(asdict(what)))
    os.replace(draft, place)


def seen(settings: Settings) -> str:
    """Something that differs when the database changed, cheap to ask: on SQLite the files' last writing, on PostgreSQL its own counts."""
    database = Database(settings.database)
    try:
        if database.file:
            return " ".join(_written(database.file.with_name(database.file.name + side)) for side in ("", "-wal"))
        with database.reading() as connection:
            count = "SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del) FROM pg_stat_user_tables"
            return " ".join(map(str, connection.execute(sql(count)).one()))
    finally:
        database.close()


def _written(file: Path) -> str:
    try:
        there = file.stat()
    except OSError:
        return "-"
    return f"{there.st_mtime_ns}/{there.st_size}"


def to_drop(copies: Iterable[datetime], now: datetime) -> set[datetime]:
    """The copies that are kept no longer: older than two days, but for the first of each of thirty days.

    Never the newest one, however old. Copies of 27 Nov 00:05 and 00:10: on the 30th, the second goes.
    """
    known = sorted(copies)
    firsts: dict[object, datetime] = {}
    for each in known:
        firsts.setdefault(each.astimezone(UTC).date(), each)
    kept = {each for each in known if now - each <= CLOSE} | {each for each in firsts.values() if now - each <= FAR} | set(known[-1:])
    return set(known) - kept


def copies_in(folder: Path) -> dict[datetime, Path]:
    """The copies of a folder, by the moment they hold. Other files are none of ours."""
    found: dict[datetime, Path] = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := NAMED.fullmatch(path.name):
            with suppress(ValueError):
                found[datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)] = path
    return found


def drop_old(folder: Path, now: datetime) -> Collection[Path]:
    """Delete what is kept no longer, and what a killed process left half written."""
    copies = copies_in(folder)
    gone = [copies[each] for each in to_drop(copies, now)]
    gone += [path for path in folder.glob(".relais-*.part") if now.timestamp() - path.stat().st_mtime > CLOSE.total_seconds()]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


class Keeper:
    """Looks twice a minute whether a copy is due, and has it made. folder: where to."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder

    async def look(self) -> None:
        if await asyncio.to_thread(self._is_due, datetime.now(UTC)):
            await self._make()

    def _is_due(self, now: datetime) -> bool:
        """Nothing changed since the last one: what it holds is still all there is, and that is noted."""
        before = last(self._settings)
        if before is None or not (self._folder / before.file).exists():
            return True
        if now - datetime.fromisoformat(before.at) < EVERY:
            return False
        if before.verified_at is None or now - datetime.fromisoformat(before.verified_at) >= WHOLE_EVERY:
            return True
        try:
            if seen(self._settings) != before.seen:
                return True
        except DBAPIError:
            return False  # away for now: there is nothing to copy, and nothing to promise
        save_last(self._settings, Last(now.isoformat(timespec="seconds"), before.verified_at, before.file, before.seen))
        return False

    async def _make(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "backup", "--automatic",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.terminate()
            raise
        if process.returncode:
            log.error("no backup (exit %d): %s", process.returncode, " ".join(said.decode(errors="replace").split()))
