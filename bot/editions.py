"""Which edition of the town is in force: the newest applied version, else the folder; and how a running process comes to a newer one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.looking import Looking, Stopping
from bot.traces import where
from config.faults import Fault, TownFaults
from config.settings import Settings, judge_settings
from config.sources import fingerprint, read_sources, unpacked
from config.town import Edition, Town, load, load_edition, read_town
from handlers.desk import Desk, Hall, InForce
from handlers.town.telling import tell_failure, tell_in_force
from storage import town
from storage.database import Database, look_into
from storage.ids import Ids
from storage.tables import TownVersion
from storage.unit import Scope, Unit

log = logging.getLogger(__name__)

CACHE = "cache"
"""Where a state folder keeps what was read and learned of the town."""

LOOK_S = 5.0
AGAIN_S = 60.0
"""After a version could not be put in force: the disk may have room again, the old one serves meanwhile."""

Serve = Callable[[Edition, Callable[[float], None]], InForce]
"""Make all that an edition needs; the second argument is told how far the router's training is. Raises what went wrong."""


def edition_in_force(database: Database, folder: Path, cache: Path) -> Edition:
    """The town to start with. Raises TownFaults."""
    with database.reading() as connection:
        store = Scope(Unit(connection, database.ids))
        id = town.newest(store)
        version = town.version(store, id) if id is not None else None
    return edition_of(version, cache) if version else load_edition(folder, cache=cache)


def at_rest(settings: Settings) -> tuple[int, TownVersion] | None:
    """The version in force and its number, for commands that change nothing, a database included; None while it is the folder."""

    def read(connection: Connection) -> tuple[int, TownVersion] | None:
        store = Scope(Unit(connection, Ids(0)))
        applied = town.applied(store)
        version = town.version(store, applied[-1].id) if applied else None
        return (applied[-1].number, version) if version else None

    return look_into(settings.database, read)


def town_at_rest(settings: Settings) -> Town:
    """Raises TownFaults."""
    found, cache = at_rest(settings), settings.state_dir / CACHE
    return edition_of(found[1], cache).town if found else load(settings.town_folder, cache=cache)


def version_faults() -> list[Fault]:
    """What `relais check` has to say besides: that a version is in force and the folder differs, and the version's own faults."""
    settings, _ = judge_settings()
    found = at_rest(settings) if settings else None
    if settings is None or found is None:
        return []
    number, version = found
    said: list[Fault] = []
    try:
        edition_of(version, None)
    except TownFaults as refused:
        said += refused.faults
    try:
        differs = fingerprint(read_sources(settings.town_folder)) != version.digest
    except TownFaults:
        differs = True
    return said + [Fault("RELAIS_TOWN", None, "check-town-version", {"number": number}, level="warning")] * differs


def edition_of(version: TownVersion, cache: Path | None) -> Edition:
    """Raises TownFaults when this release no longer accepts it; their files are said to be a version's, not the folder's."""
    files = unpacked(version.files)
    try:
        return Edition(read_town(files, cache=cache), files, version.id)
    except TownFaults as refused:
        raise TownFaults(replace(fault, file=f"version: {fault.file}") for fault in refused.faults) from None


class Follower(Looking):
    """Brings a running process to the newest applied version. say: does something at a desk, in a transaction of its own."""

    def __init__(self, database: Database, hall: Hall, *, cache: Path, serve: Serve,
                 say: Callable[[Callable[[Desk], None]], Awaitable[None]]) -> None:
        super().__init__()
        self._database = database
        self._hall = hall
        self._cache = cache
        self._serve = serve
        self._say = say
        self._told: int | None = None  # the version whose coming into force was said
        self._failed: int | None = None

    async def _look(self) -> None:
        """Put the newest version in force if it is not: the old one serves until the new one is whole, then one assignment changes it."""
        try:
            self._hall.renewed = False
            id = await asyncio.to_thread(self._newest)
            if id is None or id == self._told or (id == self._failed and self._rests()):
                return
            if id != self._hall.in_force.edition.version and not await self._put_in_force(id):
                return
            await self._say(lambda desk: tell_in_force(desk, id))
            self._told = id
        except SQLAlchemyError as error:
            log.error("the town's version cannot be looked up now (%s)", type(error).__name__)

    async def _put_in_force(self, id: int) -> bool:
        try:
            self._hall.in_force = await asyncio.to_thread(self._made, id)
        except Stopping:
            raise
        except Exception as error:
            log.error("version %s of the town cannot be put in force:\n%s", id, where(error))
            self._failed = id
            self._rest(AGAIN_S)
            await self._say(lambda desk: tell_failure(desk, id))
            return False
        log.info("version %s of the town is in force", id)
        return True

    def _newest(self) -> int | None:
        with self._database.reading() as connection:
            return town.newest(Scope(Unit(connection, self._database.ids)))

    def _made(self, id: int) -> InForce:
        with self._database.reading() as connection:
            version = town.version(Scope(Unit(connection, self._database.ids)), id)
        if version is None:
            raise LookupError(f"version {id} of the town is gone")
        return self._serve(edition_of(version, self._cache), self._goes_on)
