"""What a check is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Select
from sqlalchemy.sql import ColumnElement, text

from config.texts import Value, words
from config.town import Town
from storage.seal import Seal
from storage.tables import Tick

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN = 5
"""Ids named in a finding; the others are counted."""
Level = Literal["red", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """key, values: entry of config/texts that says what is wrong; its `.remedy` says what to do. since: when it began, None when unknown.

    level: red stops the heartbeat and calls the operators; a warning is for whoever reads the report; info is no fault.
    ids: rows concerned, the first ones. platform: the network that fails, so that operators are told on another one.
    """

    key: str
    level: Level = "red"
    since: datetime | None = None
    count: int = 1
    ids: tuple[str, ...] = ()
    platform: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def what(self, language: str, zone: str) -> str:
        return words(zone).say(language, self.key, self._filled())

    def remedy(self, language: str, zone: str) -> str:
        return words(zone).attribute(language, self.key, "remedy", self._filled()) or ""

    def _filled(self) -> Mapping[str, Value]:
        more = " …" if self.count > len(self.ids) else ""
        return {"count": self.count, "ids": ", ".join(self.ids) + more, "platform": self.platform or "", **self.values}


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the database, in one consistent snapshot.

    started: when this process began: what waited while nothing ran is not late yet. None from outside: all that is late is said.
    beats: what must go on in this process, by name; None from outside. schedules: the daily ones, "feature.name" → local hour.
    """

    connection: Connection
    now: datetime
    town: Town
    seal: Seal | None
    state_dir: Path
    started: datetime | None = None
    beats: Mapping[str, Tick] | None = None
    schedules: Mapping[str, Any] = field(default_factory=dict)

    def late(self, allowed: timedelta) -> datetime:
        """The moment before which something is late; long ago while this process is younger than that."""
        limit = self.now - allowed
        return LONG_AGO if self.started and self.started > limit else limit

    @property
    def local(self) -> datetime:
        return self.town.local(self.now)

    def works(self, day: date) -> bool:
        """Whether the town works on a local day, as far as its own files say."""
        return day.weekday() < 5 and day not in self.town.closed_days(None)

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        return self.connection.execute(statement).all()


Check = Callable[[Look], Iterable[Finding]]


def said(key: str, rows: Sequence[Any], **more: Any) -> Iterator[Finding]:
    """One finding for all the rows, which have an `id` and maybe a `since`; nothing for none."""
    if not rows:
        return
    since = min((row.since for row in rows if getattr(row, "since", None) is not None), default=None)
    yield Finding(key, since=since, count=len(rows), ids=tuple(str(row.id) for row in rows[:SHOWN]), **more)


def condition(sql: str) -> ColumnElement[bool]:
    """A condition written as it stands in a partial index: behind parameters the index would not be used."""
    return text(f"({sql})")  # type: ignore[return-value]


def platforms(rows: Sequence[Any]) -> Collection[str]:
    return sorted({row.platform for row in rows})
