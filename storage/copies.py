"""Copies of a database that is in use: an SQLite file by SQLite's own backup, PostgreSQL's tables by COPY in one snapshot; and back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from storage.database import APPLICATION_ID, REVISION, Database, StorageFault, fault

SQLITE_FILE = "relais.db"
VERSIONS = "alembic_version"
NEVER_COPIED = ("window_key",)
"""Keys that must not outlive what they close."""
BATCH = 5_000
"""Rows put into SQLite at once."""

Columns = Mapping[str, Sequence[tuple[str, str]]]
"""By table, in order: (column, PostgreSQL's name of its type)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a copy holds. counts: rows by table. columns: of a copy of PostgreSQL; of SQLite's, empty: the file knows them."""

    revision: str
    counts: Mapping[str, int]
    columns: Columns


# --- taking ---


def take(database: Database, folder: Path) -> Taken:
    """Copy all of it into a folder, as it was at one moment, while others write. Raises StorageFault.

    SQLite: one file, and never `cp`: what lies beside it (-wal) belongs to it. PostgreSQL: a file for each table.
    """
    try:
        return _take_file(database.file, folder / SQLITE_FILE) if database.file else _take_tables(database, folder)
    except sqlite3.Error as error:
        raise fault(error, database.where) from error


def _take_file(file: Path, to: Path) -> Taken:
    """In one step, which is one snapshot: SQLite begins anew each time somebody writes between two steps."""
    if not file.exists():
        raise StorageFault("backup-no-database", where=str(file))
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a file that is whole by itself
        revision = copy.execute(f"SELECT version_num FROM {VERSIONS}").fetchone()[0]
        return Taken(revision, counts(copy), {})


def made_whole(file: Path) -> None:
    """Nothing of it lies beside it any more: it can be moved."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows by table."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    ours = [name for name in names if name != VERSIONS and not name.startswith("sqlite_")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}


PLAIN = ("TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1", "client_encoding = 'UTF8'")
"""So that values are written the same way whatever the server's or the account's settings."""


def _take_tables(database: Database, folder: Path) -> Taken:
    with database.reader.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        for setting in PLAIN:
            connection.execute(sql(f"SET LOCAL {setting}"))
        found = _columns(connection)
        if VERSIONS not in found:
            raise StorageFault("backup-no-database", where=database.where)
        revision = str(connection.execute(sql(f"SELECT version_num FROM {VERSIONS}")).scalar_one())
        columns = {name: each for name, each in found.items() if name != VERSIONS}
        return Taken(revision, {name: _copy_out(connection, name, columns[name], folder) for name in columns}, columns)


def _columns(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    rows = connection.execute(sql(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position"
    ))  # fmt: skip
    for table, column, kind in rows:
        if table in NEVER_COPIED:
            continue
        found.setdefault(table, []).append((column, kind))
    return found


def _named(table: str, columns: Sequence[tuple[str, str]]) -> str:
    return f'"{table}" ({", ".join(f"{chr(34)}{column}{chr(34)}" for column, _ in columns)})'


def _driver(connection: Connection) -> Any:
    """psycopg's own connection: COPY is not in SQLAlchemy's vocabulary."""
    return connection.connection.driver_connection


def _copy_out(connection: Connection, table: str, columns: Sequence[tuple[str, str]], folder: Path) -> int:
    """The number of rows: one a line, as the text form writes a line feed inside a value as two characters."""
    count = 0
    with (folder / f"{table}.copy").open("wb") as file, _driver(connection).cursor() as cursor:
        with cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as rows:
            for block in rows:
                count += bytes(block).count(b"\n")
                file.write(block)
    return count


# --- putting back ---


def _upgrade(connection: Connection, revision: str) -> None:
    from storage.migrations import upgrade_to  # and Alembic with it, which a bot that looks at its own file does without

    upgrade_to(connection, revision)


def put_tables(connection: Connection, taken: Taken, folder: Path, *, progress: Callable[[float], None]) -> None:
    """Make the tables of the copy's release in an empty PostgreSQL schema, and fill them. Part of the caller's transaction."""
    _upgrade(connection, taken.revision)
    for setting in PLAIN:
        connection.execute(sql(f"SET LOCAL {setting}"))
    for number, (table, columns) in enumerate(taken.columns.items(), 1):
        with (folder / f"{table}.copy").open("rb") as file, _driver(connection).cursor() as cursor:
            with cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as rows:
                while block := file.read(1 << 18):
                    rows.write(block)
        progress(number / len(taken.columns))


def put_sqlite(connection: Connection, file: Path, revision: str, *, progress: Callable[[float], None]) -> None:
    """The same, from a copy of SQLite: how a town that grew moves to PostgreSQL."""
    _upgrade(connection, revision)
    tables = {name: columns for name, columns in _columns(connection).items() if name != VERSIONS}
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source:
        for number, (table, columns) in enumerate(tables.items(), 1):
            names = ", ".join(f'"{column}"' for column, _ in columns)
            writers = [_WRITERS.get(kind, str) for _, kind in columns]
            with _driver(connection).cursor() as cursor, cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as rows:
                for row in source.execute(f'SELECT {names} FROM "{table}"'):
                    cells = (r"\N" if cell is None else _escaped(write(cell)) for cell, write in zip(row, writers, strict=True))
                    rows.write("\t".join(cells) + "\n")
            progress(number / len(tables))


def made_sqlite(taken: Taken, folder: Path, to: Path) -> None:
    """Make an SQLite file of a copy of PostgreSQL: any copy can be opened and checked without a server."""
    database = Database(f"sqlite:///{to}")
    try:
        with database.transaction() as connection:
            _upgrade(connection, taken.revision)
    finally:
        database.close()
    with closing(sqlite3.connect(to, isolation_level=None)) as connection:
        for pragma in (f"application_id={APPLICATION_ID}", "synchronous=OFF", "journal_mode=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for table, columns in taken.columns.items():
            holes = ", ".join("?" * len(columns))
            for rows in _batches(folder / f"{table}.copy", [_READERS.get(kind, str) for _, kind in columns]):
                connection.executemany(f"INSERT INTO {_named(table, columns)} VALUES ({holes})", rows)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=DELETE")


def _batches(file: Path, readers: Sequence[Callable[[str], Any]]) -> Iterator[list[list[Any]]]:
    rows: list[list[Any]] = []
    with file.open("rb") as lines:
        for line in lines:  # split at b"\n" and nothing else
            cells = line[:-1].decode().split("\t")
            rows.append([None if cell == r"\N" else read(_plain(cell)) for cell, read in zip(cells, readers, strict=True)])
            if len(rows) == BATCH:
                yield rows
                rows = []
    if rows:
        yield rows


ESCAPED = re.compile(r"\\(.)")
MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _plain(cell: str) -> str:
    """A value of COPY's text form, its escapes read."""
    return ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), cell) if "\\" in cell else cell


SPECIAL = str.maketrans({"\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"})


def _escaped(value: str) -> str:
    return value.translate(SPECIAL)


def _moment(text: str) -> str:
    """As SQLAlchemy writes a moment in SQLite."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


_READERS: Mapping[str, Callable[[str], Any]] = {
    "bigint": int, "integer": int, "smallint": int, "double precision": float, "boolean": lambda text: int(text == "t"),
    "timestamp with time zone": _moment, "bytea": lambda text: bytes.fromhex(text[2:]),
    "date": lambda text: date.fromisoformat(text).isoformat(),
}  # fmt: skip

_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "boolean": lambda value: "t" if value else "f", "timestamp with time zone": lambda value: f"{value}+00",
    "bytea": lambda value: "\\x" + bytes(value).hex(), "double precision": repr,
}  # fmt: skip


# --- judging ---


def faults_of(file: Path, *, whole: bool) -> list[str]:
    """What SQLite finds wrong in the structure of a file; nothing when it is sound.

    whole: indexes against their tables too, which takes several times longer.
    """
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)" if whole else "PRAGMA quick_check(20)")]
            strangers = [f"{table} {row}" for table, row, *_ in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for line in found if line != "ok"] + strangers


def sqlite_counts(file: Path) -> dict[str, int]:
    """Rows by table of a file. Raises StorageFault when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return counts(connection)
    except sqlite3.DatabaseError as error:
        raise fault(error, str(file)) from error


def is_newer(revision: str) -> bool:
    """A copy of a later release than this one."""
    return revision > REVISION
