"""An event log and its chain with no town around it, and an insider who holds the database and knows how the chain is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import select

from bot.auditing import Verdict, examined
from bot.opening import Opened
from handlers.audit import jobs
from handlers.audit.heads import read_anchor
from handlers.audit.rules import canonical, genesis, link
from handlers.desk import Desk, Hall, InForce
from storage.audit import CONTENT
from storage.database import open_database
from storage.seal import Seal
from storage.tables import Event, Outbox, table
from storage.unit import Scope, Unit
from tests.scenes import edition, valmiere

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TABLES = ("event", "audit_link")
Rows = list[tuple[Any, ...]]


class Register:
    """folder: where its keys are."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.database = open_database(url)
        self.seal = Seal(folder / "keys")

    def close(self) -> None:
        self.database.close()

    @contextmanager
    def desk(self, now: datetime = NOW) -> Iterator[Desk]:
        """The clock's desk, in a transaction of its own."""
        with self.database.transaction() as connection:
            unit = Unit(connection, self.database.ids)
            desk = Desk(Hall(InForce(edition(), None, None), self.seal), Scope(unit), now)  # type: ignore[arg-type]  # it neither speaks nor routes
            yield desk
            desk.store.keep()
            unit.flush()

    def happens(self, count: int = 1, *, ids: Sequence[int] = (), at: datetime = NOW - timedelta(hours=1)) -> list[int]:
        """Events, with ids of our own or with these; return them."""
        with self.desk() as desk:
            given = list(ids) or [desk.next_id() for _ in range(count)]
            for number, id in enumerate(given):
                desk.add(Event(id=id, at=at + timedelta(milliseconds=number), kind="corrected", request_id=number % 7, actor_id=number % 5,
                               actor_role="agent", data={"what": "place", "lat": 46.05 + number / 1000, "before": {"place": None}}))
        return given

    def ticks(self, *, now: datetime = NOW) -> None:
        with self.desk(now) as desk:
            jobs.chain(desk)

    def sweeps(self, *, now: datetime = NOW + timedelta(hours=12)) -> None:
        with self.desk(now) as desk:
            jobs.sweep(desk)

    def verdict(self, given: str | None = None) -> Verdict:
        base = Opened(None, edition(), self.database, self.seal)  # type: ignore[arg-type]  # settings are not asked
        anchor = read_anchor(self.seal, given) if given else None
        assert (anchor is None) is (given is None)
        return examined(base, anchor, language="fr")

    def links(self) -> list[tuple[int, int]]:
        """(seq, event) of each link, in order."""
        with self.database.reading() as connection:
            return [(row[0], row[1]) for row in connection.exec_driver_sql("SELECT seq, event_id FROM audit_link ORDER BY seq")]

    def said(self) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(table(Outbox)).order_by(table(Outbox).c.id)))


class Insider:
    """Works on the database by its own driver, triggers out of the way, and puts them back."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.sqlite = register.database.file is not None
        self._connection: Any
        if self.sqlite:
            self._connection = sqlite3.connect(str(register.database.file), isolation_level=None)
        else:
            self._connection = psycopg.connect(register.url, autocommit=True)
        self._triggers: list[str] = []

    def __enter__(self) -> Insider:
        if self.sqlite:
            found = self("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            self._triggers = [sql for _, sql in found]
            for name, _ in found:
                self(f"DROP TRIGGER {name}")
        for table_ in TABLES if not self.sqlite else ():
            self(f"ALTER TABLE {table_} DISABLE TRIGGER USER")
        return self

    def __exit__(self, *_: object) -> None:
        for sql in self._triggers or [f"ALTER TABLE {table_} ENABLE TRIGGER USER" for table_ in TABLES]:
            self(sql)
        self._connection.close()

    def __call__(self, statement: str, *values: object) -> Rows:
        done = self._connection.execute(statement if self.sqlite else statement.replace("?", "%s"), values)
        return list(done.fetchall()) if done.description else []

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is done meanwhile, in one transaction."""
        self("BEGIN")
        yield
        self("COMMIT")

    def column(self, name: str) -> list[Any]:
        """All values of "table.column", in the order of the table."""
        table_, _, column = name.partition(".")
        return [row[0] for row in self(f"SELECT {column} FROM {table_} ORDER BY {'seq' if table_ == 'audit_link' else 'id'}")]

    def rewrites(self) -> None:
        """Make every link anew from the first, so that the chain is whole again over whatever the events are now."""
        with self.register.database.reading() as connection:
            contents = {row.id: canonical(row) for row in connection.execute(select(*CONTENT))}
        previous = genesis(valmiere().city)
        for seq, event_id in self("SELECT seq, event_id FROM audit_link ORDER BY seq"):
            previous = link(previous, contents[event_id])
            self("UPDATE audit_link SET hash = ? WHERE seq = ?", previous, seq)
