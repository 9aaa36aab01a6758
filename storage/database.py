"""The engine: SQLite (one process, durable) or PostgreSQL, its settings, its transactions and its schema version."""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.ids import Ids

REVISION = "0013"
"""The newest migration: compared at start with one SELECT, so that Alembic is imported only when the schema is behind."""

APPLICATION_ID = 0x52454C53  # "RELS": SQLite's own mark of whose file this is

PATIENCE = {"keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""A PostgreSQL that went away without a word is noticed in some fifteen seconds."""
IDLE_S = 10
"""A transaction left open this long is PostgreSQL's to end: its process is frozen or cut off, and what it locked is wanted."""

LOOK_S = "5"
"""How long a mere look waits for a server."""

T = TypeVar("T")


class StorageFault(Exception):
    """The database cannot be used and a person must act. key: entry of config/texts; values: what fills it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """A database that is open. Make it with `open_database`.

    transaction(): the writing connection (BEGIN IMMEDIATE on SQLite). reading(): a consistent snapshot, never blocks a writer.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.dialect = parsed.get_backend_name()
        if self.dialect not in ("sqlite", "postgresql"):
            raise StorageFault("storage-unknown-url", scheme=parsed.drivername)
        self.file = Path(parsed.database).absolute() if self.dialect == "sqlite" and parsed.database else None
        self.where = str(self.file) if self.file else parsed.render_as_string(hide_password=True)
        # hide_parameters: what people wrote must not reach a log inside a driver's error.
        arguments: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": orjson.loads, "hide_parameters": True}
        if self.file:
            arguments["connect_args"] = {"check_same_thread": False, "isolation_level": None, "timeout": 5.0}
        else:
            arguments["connect_args"] = {**PATIENCE, **({} if "connect_timeout" in parsed.query else {"connect_timeout": 10})}
        self.writer: Engine = create_engine(parsed, pool_size=6, **arguments)  # two writers, their numbers, two clerks, a reader
        self.reader: Engine = self.writer
        if self.file:
            self.reader = create_engine(parsed, **arguments)
            event.listen(self.writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
            event.listen(self.reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
            for engine in (self.writer, self.reader):
                event.listen(engine, "connect", _prepare_sqlite)
        else:
            event.listen(self.writer, "connect", _prepare_postgres)
        self._lock: Any = None
        self.worker = 0
        self.ids = Ids(0)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.reader.begin() as connection:
            if not self.file:  # who only reads may take their time between two questions
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield connection

    def number(self, series: str) -> int:
        """The next number of a series of references, committed at once and on its own: nobody waits for the act that takes it.

        A gap where that act is undone. It need not wait for the disk: no commit that uses it is there before it is.
        """
        with self.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return int(connection.execute(NUMBER_APART, {"name": series}).scalar_one())

    def sweep(self, table: str) -> None:
        """Rewrite what held erased rows: all of an SQLite file, whose log is emptied too; on PostgreSQL, that table."""
        if self.file:
            with closing(sqlite3.connect(self.file, timeout=5.0)) as connection:
                connection.executescript("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
            return
        with self.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
            server.execute(sql(f"VACUUM FULL {table}"))

    def own(self) -> None:
        """Become the only bot on this SQLite file until the process ends. Raises StorageFault when there is one already.

        Commands of the terminal (invite, check…) do not need it: SQLite lets them write between our commits.
        """
        if not self.file:
            return  # PostgreSQL: several processes are allowed, rows are claimed
        handle = open(self.file.with_name(self.file.name + ".lock"), "w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.close()
            raise StorageFault("storage-already-running", where=self.where) from error
        self._lock = handle

    def is_of_our_release(self) -> bool:
        """False once a newer program has migrated it. Raises what an unreachable database raises."""
        with self.reading() as connection:
            return connection.execute(sql("SELECT version_num FROM alembic_version")).scalar() == REVISION

    def close(self) -> None:
        self.writer.dispose()
        self.reader.dispose()
        if self._lock:
            self._lock.close()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Durable (FULL), concurrent with readers (WAL), erased content really gone from the file (secure_delete)."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection: Any, _record: Any) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_S}s'")
    connection.commit()


def open_database(url: str) -> Database:
    """Open, check that it is ours and sound, bring the schema up to date, take a worker number.

    Raises StorageFault: unreachable, not ours, newer than this program, damaged, read-only, disk full.
    """
    database = Database(url)
    try:
        _patiently(lambda: _prepare(database))
    except (DBAPIError, sqlite3.Error, OSError) as error:
        database.close()
        raise fault(error, database.where) from error
    except StorageFault:
        database.close()
        raise
    return database


def _prepare(database: Database) -> None:
    """Ours, sound, up to date, with a worker number."""
    if database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
        _refuse_foreign_sqlite(database, database.file)
        with database.transaction() as connection:
            _mark_as_ours(database, connection)
    _bring_up_to_date(database)
    with database.transaction() as connection:
        database.worker = next_number(connection, "worker")
        database.ids = Ids(database.worker, after=_newest_id(connection))


def _patiently(prepare: Callable[[], None]) -> None:
    """Wait while another process prepares the same file: on a slow machine a migration lasts longer than one wait for its lock."""
    for tries_left in reversed(range(OPENING_TRIES)):
        try:
            return prepare()
        except (DBAPIError, sqlite3.Error) as error:
            if not tries_left or "locked" not in str(error):
                raise


OPENING_TRIES = 6


def look_into(url: str, read: Callable[[Connection], T]) -> T | None:
    """Read from a database as it is: nothing is made, migrated or marked. None when it is out of reach, not ours, or of another release."""
    at = make_url(url)
    patient = at.update_query_dict({"connect_timeout": LOOK_S}) if at.get_backend_name() == "postgresql" else at
    database = Database(patient.render_as_string(hide_password=False))
    try:
        if database.file:
            if not database.file.exists():
                return None
            _refuse_foreign_sqlite(database, database.file)
        with database.reading() as connection:
            return read(connection)
    except (StorageFault, DBAPIError, sqlite3.Error, OSError):
        return None
    finally:
        database.close()


def fault(error: Exception, where: str) -> StorageFault:
    """The sentence a person needs for a driver's error."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for word, key in (
        ("not a database", "storage-damaged"),
        ("malformed", "storage-damaged"),
        ("unsupported file format", "storage-damaged"),
        ("readonly", "storage-read-only"),
        ("read-only", "storage-read-only"),
        ("permission denied", "storage-read-only"),
        ("unable to open", "storage-read-only"),
        ("disk is full", "storage-full"),
        ("no space left", "storage-full"),
    ):
        if word in said:
            return StorageFault(key, where=where)
    return StorageFault("storage-unreachable", where=where)


def is_passing(error: BaseException) -> bool:
    """True when trying the transaction again may succeed: the database is busy, restarting, full for now, or broke a tie."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):  # which says OperationalError for a misspelt column too
        return "locked" in str(error.orig) or "busy" in str(error.orig)
    return isinstance(error, OperationalError) or error.connection_invalidated


SQLITE_TROUBLE = ("FULL", "IOERR", "BUSY", "LOCKED", "READONLY", "CANTOPEN", "NOMEM", "PROTOCOL")


def is_trouble(error: BaseException) -> bool:
    """True when the database cannot do its work for now, whatever was asked of it: full, failing, locked, restarting, gone."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_").startswith(SQLITE_TROUBLE)
    return isinstance(error, OperationalError) or error.connection_invalidated


ONE_MORE = "ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last"
NUMBER = sql(f"INSERT INTO counter (name, last) VALUES (:name, 1) {ONE_MORE}")
NUMBER_APART = sql(f"INSERT INTO counter (name, last) SELECT :name, 1 FROM set_config('synchronous_commit', 'off', true) {ONE_MORE}")


def next_number(connection: Connection, series: str) -> int:
    """The next number of a series, from 1, given once even when two transactions ask together."""
    return int(connection.execute(NUMBER, {"name": series}).scalar_one())


def _newest_id(connection: Connection) -> int:
    """Of what any act leaves; each is the end of a primary key, so this reads a few rows whatever the size of the tables."""
    newest = " UNION ALL ".join(f"SELECT max(id) AS id FROM {name}" for name in ("inbox", "outbox", "event", "notice", "request"))
    return int(connection.execute(sql(f"SELECT max(id) FROM ({newest}) AS newest")).scalar() or 0)


def _refuse_foreign_sqlite(database: Database, file: Path) -> None:
    """Look at it read-only, before our settings (WAL) would write into somebody else's file."""
    if not file.exists() or not file.stat().st_size:
        return
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark != APPLICATION_ID and (mark or tables):
            raise StorageFault("storage-foreign", where=database.where)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StorageFault("storage-damaged", where=database.where)


def _mark_as_ours(database: Database, connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        os.chmod(database.where, 0o600)


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        names = inspect(connection).get_table_names()
        version = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar() if "alembic_version" in names else None
    # many programs keep an `alembic_version`: ours stands beside our tables, and counts 0001, 0002…
    if names and not ("inbox" in names and version and re.fullmatch(r"\d{4}", version)):
        raise StorageFault("storage-foreign", where=database.where)
    if version != REVISION:
        if version is not None and version > REVISION:
            raise StorageFault("storage-newer", where=database.where)
        from storage.migrations import upgrade

        upgrade(database.writer)
