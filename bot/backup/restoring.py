"""Putting a copy back: all of it is read and checked first, what is there is kept aside, and the last step is one rename or one commit."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, ProgrammingError

from bot.backup.checking import shape_of
from bot.backup.manifest import DATABASE, LEFT_OUT, PARTIAL, SET_ASIDE, STATE, WINDOWS, Manifest
from bot.backup.reading import sqlite_of, taken_of, unpack
from handlers.people.rules import next_slot
from storage.ballots import keys_follow
from storage.copies import made_whole, put_sqlite, put_tables
from storage.database import Database, StorageFault, fault, next_number, open_database
from storage.envelope import Progress
from storage.ids import Ids
from storage.migrations import upgrade_to
from storage.restored import Margins, mark

SIDES = ("", "-wal", "-shm", "-journal")
"""What belongs to an SQLite file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """aside: where what was there is kept; None when nothing was. passed_over: see storage/restored."""

    manifest: Manifest
    aside: str | None
    passed_over: Margins


def restore(file: Path, private: str, *, database_url: str, state_dir: Path, now: datetime, force: bool,
            progress: Progress = lambda share: None) -> Restored:
    """Raises StorageFault, and then nothing that was there has moved.

    force: what is there is kept aside; without it, a database or a state folder that holds something is refused.
    """
    database = Database(database_url)
    state_dir = state_dir.expanduser().absolute()
    state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _holds_something(state_dir, database) and not force:
        database.close()
        raise StorageFault("restore-not-empty", where=str(state_dir))
    try:
        if database.file:
            database.file.parent.mkdir(parents=True, exist_ok=True)
        database.own()
        with _work(state_dir) as work:
            manifest = unpack(file, private, work, progress=lambda share: progress(share / 2))
            found = shape_of(work, manifest, whole=True)
            if not found.sound:
                raise StorageFault("backup-copy-unsound", detail=found.first)
            progress(0.7)
            put = _into_file if database.file else _into_server
            return put(work, manifest, database, state_dir, now, progress)
    except (DBAPIError, sqlite3.Error) as error:
        raise fault(error, database.where) from error
    finally:
        database.close()


@contextmanager
def _work(state_dir: Path) -> Iterator[Path]:
    """Beside where it will be, so that moving it there is a rename."""
    work = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=state_dir))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _ours(state_dir: Path) -> list[Path]:
    """What a state folder holds that a restore replaces: all but what is learned again, and what was set aside before."""
    kept = {*LEFT_OUT} - {"matrix", "running"}
    names = [path for path in sorted(state_dir.iterdir()) if path.name not in kept]
    return [path for path in names if not path.name.startswith((SET_ASIDE, PARTIAL)) and not path.name.endswith(".lock")]


def _holds_something(state_dir: Path, database: Database) -> bool:
    if _ours(state_dir):
        return True
    if database.file:
        return database.file.exists()
    try:
        with database.reading() as connection:
            return _tables(connection) > 0
    except DBAPIError as error:
        database.close()
        raise fault(error, database.where) from error


def _tables(connection: Connection) -> int:
    count = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
    return int(connection.execute(sql(count)).scalar_one())


def _named(now: datetime) -> str:
    return f"{SET_ASIDE}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


# --- SQLite ---


def _into_file(work: Path, manifest: Manifest, database: Database, state_dir: Path, now: datetime, progress: Progress) -> Restored:
    """The copy becomes what it must be before it takes its place: a crash leaves what was there, or all that is new."""
    file = sqlite_of(work, manifest)
    restored = open_database(f"sqlite:///{file}")
    try:
        with restored.transaction() as connection:
            passed_over = _marked(connection, restored.ids, manifest, now)
    finally:
        restored.close()
    made_whole(file)
    progress(0.9)
    aside = _set_aside(state_dir, database.file, now)
    _put_state(work, state_dir)
    if database.file:
        beside = database.file.with_name(f"{PARTIAL}{database.file.name}")
        shutil.move(file, beside)  # which copies, where the database lies on another disk
        beside.chmod(0o600)
        os.replace(beside, database.file)
    progress(1.0)
    return Restored(manifest, aside, passed_over)


def _set_aside(state_dir: Path, file: Path | None, now: datetime) -> str | None:
    """The old database goes first: without it no bot begins on half of each."""
    there = [file.with_name(file.name + side) for side in SIDES] if file else []
    moving = [path for path in [*there, *_ours(state_dir)] if path.exists()]
    if not moving:
        return None
    aside = state_dir / _named(now)
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in dict.fromkeys(moving):
        if path.exists():
            shutil.move(path, aside / path.name)
    return str(aside)


def _put_state(work: Path, state_dir: Path) -> None:
    source = work / STATE
    for path in sorted(source.iterdir()) if source.exists() else ():
        os.rename(path, state_dir / path.name)
        if path.name == "keys":
            (state_dir / path.name).chmod(0o700)


def _marked(connection: Connection, ids: Ids, manifest: Manifest, now: datetime) -> Margins:
    local = now.astimezone(ZoneInfo(manifest.timezone))
    return mark(connection, ids, copied_at=manifest.at, now=now, next_slot=next_slot(local).astimezone(UTC))


# --- PostgreSQL ---


def _into_server(work: Path, manifest: Manifest, database: Database, state_dir: Path, now: datetime, progress: Progress) -> Restored:
    """One transaction: the schema that is there takes another name, the copy fills a new one."""
    def show(share: float) -> None:
        progress(0.7 + 0.25 * share)

    with database.transaction() as connection:
        _refuse_company(connection, database)
        schema = None
        if _tables(connection):
            schema = _renamed_schema(connection, database, _named(now).replace("-", "_").lower())
        if manifest.dialect == "sqlite":
            put_sqlite(connection, sqlite_of(work, manifest), manifest.revision, progress=show)
        else:
            put_tables(connection, taken_of(manifest), work / DATABASE, progress=show)
        upgrade_to(connection, "head")
        keys_follow(connection, aside=schema, folder=state_dir / WINDOWS)
        passed_over = _marked(connection, Ids(next_number(connection, "worker")), manifest, now)
    aside = _set_aside(state_dir, None, now)
    _put_state(work, state_dir)
    progress(1.0)
    return Restored(manifest, " + ".join(filter(None, [aside, schema])) or None, passed_over)


def _renamed_schema(connection: Connection, database: Database, name: str) -> str:
    current = connection.execute(sql("SELECT quote_ident(current_schema())")).scalar_one()
    try:
        connection.execute(sql(f"ALTER SCHEMA {current} RENAME TO {name}"))
        connection.execute(sql(f"CREATE SCHEMA {current}"))
    except ProgrammingError as error:  # the account does not own it
        raise StorageFault("restore-not-owner", where=database.where) from error
    return name


def _refuse_company(connection: Connection, database: Database) -> None:
    """Somebody else who is connected would go on with what is taken from under them."""
    others = connection.execute(sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )).scalar_one()  # fmt: skip
    if others:
        raise StorageFault("restore-in-use", where=database.where)
