"""Where a process finds the router in force: the version that the database names, its file in the cache, else trained again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from config.settings import Settings
from config.town import Town
from handlers.learning.lessons import taught
from handlers.routing.examples import Taught
from handlers.routing.loading import Source
from storage import learning
from storage.database import Database, look_into
from storage.ids import Ids
from storage.tables import RouterVersion
from storage.unit import Scope, Unit

T = TypeVar("T")


def source_of(database: Database, town: Town) -> Source:
    """Of a running Relais. The words of requests are only read when the file must be made again."""
    with database.reading() as connection:
        row = learning.in_force(Scope(Unit(connection, database.ids)))

    def again() -> list[Taught]:
        with database.reading() as connection:
            return _taught(Scope(Unit(connection, database.ids)), town, row)

    return _source(row, again)


def source_at_rest(settings: Settings, town: Town) -> Source:
    """For commands that change nothing, a database included; out of reach, it is the catalogue alone."""

    def look(read: Callable[[Scope], T]) -> T | None:
        def through(connection: Connection) -> T:
            return read(Scope(Unit(connection, Ids(0))))

        return look_into(settings.database, through)

    row = look(learning.in_force)
    return _source(row, lambda: look(lambda store: _taught(store, town, row)) or [])


def _source(row: RouterVersion | None, again: Callable[[], list[Taught]]) -> Source:
    return Source(row.id, row.made_at, row.trained, again) if row else Source()


def _taught(store: Scope, town: Town, row: RouterVersion | None) -> list[Taught]:
    return taught(store, town, until=row.until) if row else []
