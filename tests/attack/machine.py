"""A machine on which people answered in a known order, and all of it that an insider can carry away, as bytes."""

from __future__ import annotations

import io
import logging
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import decimal

import psycopg
from sqlalchemy import select

from bot.backup.archive import Made, make
from bot.backup.reading import unpack
from bot.backup.restoring import restore
from bot.logs import Json
from bot.metrics import exposition, figures
from bot.retention import sweep
from bot.status import read_status
from config.surveys import Bank, Question
from handlers.surveys import FEATURE
from storage.ballots import BALLOT
from storage.tables import Ballot, Person, Window
from storage.unit import Scope, Unit
from tests.bot.backup.place import PRIVATE, settings
from tests.postgres import Postgres
from tests.scenes import Town, town

TUESDAY = datetime(2026, 11, 24, 15, 20, tzinfo=UTC)  # 16:20 in Paris
AFTER = datetime(2026, 12, 21, 6, 0, tzinfo=UTC)
"""When the window of that Tuesday is over."""

Holdings = dict[str, bytes]
"""Whatever can be read, by where it lies."""


@dataclass(slots=True)
class Truth:
    """What nobody but the test knows. answers: (person, token) in the order given, blank ones too; sealed: their ballots, in that order."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    sealed: list[bytes] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    key: bytes = b""
    window: int = 0

    @property
    def tokens(self) -> list[str]:
        return [token for _, token in self.answers if token]


ZEROS = [chr(code) for code in range(0x110000) if decimal(chr(code), None) == 0]


def token(number: int) -> str:
    """A number from 0 to 10 that reads as one, and that nobody else ever wrote so: after zeros of sixteen scripts."""
    return "".join(secrets.choice(ZEROS) for _ in range(16)) + str(number)


class Machine:
    """A town, its copies and its logs. postgres: whose server, when it is not SQLite."""

    def __init__(self, t: Town, folder: Path, postgres: Postgres | None, log: io.StringIO) -> None:
        self.t = t
        self.truth = Truth()
        self.postgres = postgres
        self.copies: list[Made] = []
        self._folder, self._log = folder, log
        self.tokens = [token(number) for number in range(11)]
        self._archive: Holdings = {}
        self._dumps: Holdings = {}
        self._wal_from = self._newest_wal()

    @property
    def _url(self) -> str:
        return self.t.url or f"sqlite:///{self.t.folder}/relais.db"

    # --- what happens ---

    async def lives(self, people: int) -> None:
        """They agree; then each gives an answer of their own and passes the next question, a minute apart, and a copy is made."""
        chats = [self.t.person(f"agent{number:02}") for number in range(people)]
        self.truth.names = {row.id: row.name.lower() for row in self.t.rows(Person)}  # type: ignore[attr-defined]
        ids = {name: id for id, name in self.truth.names.items()}
        for chat in chats:
            await chat.says("/sondage")
            await chat.presses("D’accord")
        await self.at(TUESDAY)
        self.copies.append(self.copy())
        for place, chat in enumerate(secrets.SystemRandom().sample(chats, people)):
            self.t.clock.time += timedelta(minutes=1)
            for label, token in ((str(place % 11), self.tokens[place % 11]), ("Passer", "")):
                await chat.presses(label)
                (new,) = self._sealed() - {*self.truth.sealed}
                self.truth.answers.append((ids[chat.name], token))
                self.truth.sealed.append(new)
            self.copies.append(self.copy())
        with self.writing() as store:
            (window,) = self.t.rows(Window)
            keys = self.t.app.hall.window_keys
            assert keys
            self.truth.window, self.truth.key = window.id, keys.of(store, window.id) or b""  # type: ignore[attr-defined]
        if self.postgres:
            await self._is_maintained(self.postgres)

    async def _is_maintained(self, server: Postgres) -> None:
        """What an operator does meanwhile: the dumps that docs/surveys.md names, and a restart, which writes down what was in memory."""
        self._keeps_wal(server.data)
        there = self._folder / "dumps"
        there.mkdir()
        server.runs("pg_dump", "--no-unlogged-table-data", "-f", there / "dump.sql", self._url)
        server.runs("pg_basebackup", "-c", "fast", "-X", "none", "-D", there / "base", "-d", server.url("postgres"))
        self._dumps = {f"dumps/{path.relative_to(there)}": path.read_bytes() for path in _files(there)}
        await self.t.closes()
        server.restart()
        await self.t.opens()

    async def at(self, moment: datetime) -> None:
        self.t.clock.time = moment
        for _ in range(2):
            await self.t.passes(seconds=1)

    async def closes(self) -> None:
        """The window is over; the ticks that follow have run, and one more copy is made."""
        await self.at(AFTER)
        assert self.t.rows(Ballot) == []
        await sweep(self.t.app.hall, self.t.database)
        self.copies.append(self.copy())

    async def restores(self, made: Made, *, on: Postgres | None = None) -> None:
        """Go back to a copy, what was there set aside. on: and move to this server."""
        await self.t.closes()
        if on:
            self.postgres, self.t.url = on, on.fresh(migrated=False)
        restore(made.file, PRIVATE, database_url=self._url, state_dir=self.t.folder, now=datetime.now(UTC), force=True)
        await self.t.opens()

    def copy(self) -> Made:
        return make(settings(self._url, self.t.folder), self._folder / "copies", now=datetime.now(UTC), whole=False)

    @contextmanager
    def writing(self) -> Iterator[Scope]:
        with self.t.database.transaction() as connection:
            yield Scope(Unit(connection, self.t.database.ids))

    def _sealed(self) -> set[bytes]:
        with self.t.database.reading() as connection:
            return {bytes(row.sealed) for row in connection.execute(select(BALLOT.c.sealed))}

    # --- what can be carried away ---

    def holdings(self, *, but_windows: bool = False) -> Holdings:
        """Files, write-ahead logs, copies opened with their key, logs, figures. but_windows: without the open window's own key."""
        held = {f"state/{path.relative_to(self.t.folder)}": path.read_bytes() for path in _files(self.t.folder)
                if not (but_windows and path.parent.name == "windows")}
        held |= {"log": self._log.getvalue().encode(), "figures": self._figures()}
        for number, made in enumerate(self.copies):
            held |= {f"copy {number}/{name}": content for name, content in opened(made).items()}
        return held | (self._of_the_server(but_windows) if self.postgres else {})

    def _figures(self) -> bytes:
        with self.t.database.reading() as connection:
            return exposition(figures(read_status(connection, self.t.clock.now()), None)).encode()

    def _of_the_server(self, but_windows: bool) -> Holdings:
        """Its data folder as it lies there, all write-ahead log since the town began, what it logged, what its tables say."""
        assert self.postgres
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            (mine,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() or (0,)
            file = "SELECT pg_relation_filenode(c)::text FROM (VALUES ('window_key'), ('window_key_pkey')) AS each (c)"
            secret = {name for (name,) in connection.execute(file).fetchall()} if but_windows else set()
        data = self.postgres.data
        held = {f"base/{path.name}": path.read_bytes() for path in _files(data / "base" / str(mine)) if path.name not in secret}
        self._keeps_wal(data)
        said = (data / "log").read_bytes()
        tables = self.postgres.rows_as_text(self._url).encode("latin-1", "replace") if not but_windows else b""
        return held | self._archive | self._dumps | {"server's log": said, "tables": tables}

    def _keeps_wal(self, data: Path) -> None:
        """Archived as it is written: the server takes its files for others later on."""
        log = (path for path in _files(data / "pg_wal") if path.name >= self._wal_from)
        self._archive |= {f"wal/{path.name}": path.read_bytes().rstrip(b"\0") for path in log}

    def _newest_wal(self) -> str:
        if not self.postgres:
            return ""
        with self.postgres.admin() as connection:
            return str((connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone() or ("",))[0])


def opened(made: Made) -> Holdings:
    """What a copy holds, for whoever has its private key."""
    with tempfile.TemporaryDirectory() as into:
        unpack(made.file, PRIVATE, Path(into))
        return {str(path.relative_to(into)): path.read_bytes() for path in _files(Path(into))}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts)


@asynccontextmanager
async def a_machine(folder: Path, postgres: Postgres | None = None) -> AsyncIterator[Machine]:
    """postgres: the server logs every statement with its values, as one that looks for slow ones may."""
    url = postgres.fresh() if postgres else None
    if postgres and url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pageinspect")
            connection.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET log_statement = ''all''', current_database()); END $$")
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Json())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        async with town(folder / "state", database_url=url, features=[FEATURE]) as t:
            t.clock.time = TUESDAY - timedelta(hours=7)
            machine = Machine(t, folder, postgres, log)
            with _tokens_are_counted(machine.tokens):
                yield machine
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        if postgres and url:
            postgres.drop(url)


@contextmanager
def _tokens_are_counted(tokens: list[str]) -> Iterator[None]:
    """What is counted of a scale of eleven are these numbers; what is shown stays."""
    real: Any = Bank.answers

    def answers(bank: Bank, question: Question) -> tuple[tuple[str, str], ...]:
        given = real(bank, question)
        return tuple((token, label) for token, (_, label) in zip(tokens, given, strict=True)) if len(given) == len(tokens) else given

    Bank.answers = answers  # type: ignore[method-assign]
    try:
        yield
    finally:
        Bank.answers = real  # type: ignore[method-assign]
