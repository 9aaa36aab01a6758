"""Keeps a running process' router up to what was learned: trains when enough was decided, takes the version in force, says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.looking import Looking, Stopping
from bot.router.source import source_of
from bot.traces import where
from config.town import Town
from handlers.desk import Desk, Hall
from handlers.learning import rules
from handlers.learning.lessons import taught
from handlers.learning.telling import tell_rebuilt, tell_version
from handlers.learning.versions import kept, written
from handlers.routing.loading import Refit, load_router, refit
from storage import learning
from storage.database import Database
from storage.unit import Scope, Unit

log = logging.getLogger(__name__)

AGAIN_S = 600.0
"""After a training or a loading failed: the one in force serves meanwhile."""

Say = Callable[[Callable[[Desk], None]], Awaitable[None]]
"""Does something at a desk, in a transaction of its own."""


class Learner(Looking):
    """is_ours: whether this process, of several, is the one that trains; all of them take the version that is in force."""

    def __init__(self, database: Database, hall: Hall, *, cache: Path, now: Callable[[], datetime], is_ours: Callable[[], bool],
                 say: Say) -> None:
        super().__init__()
        self._database, self._hall, self._cache = database, hall, cache
        self._now, self._is_ours, self._say = now, is_ours, say

    async def _look(self) -> None:
        if self._rests():
            return
        try:
            await self._follow()
            if self._is_ours() and await asyncio.to_thread(self._is_due):
                await self._train()
                await self._follow()
        except Stopping:
            raise
        except SQLAlchemyError as error:
            log.error("the router's version cannot be looked up now (%s)", type(error).__name__)
        except Exception as error:
            log.error("the router could not learn, the one in force stays:\n%s", where(error))
            self._rest(AGAIN_S)

    async def _follow(self) -> None:
        """Take the version in force; the former one serves until it is whole, then one assignment changes it."""
        in_force = self._hall.in_force
        source = await asyncio.to_thread(source_of, self._database, in_force.edition.town)
        if in_force.router.version != source.version:
            router = await asyncio.to_thread(load_router, in_force.edition.town, self._cache, source=source, progress=self._goes_on)
            if self._hall.in_force is not in_force:
                return  # another edition of the town came meanwhile: looked at again at the next tick
            in_force = self._hall.in_force = replace(in_force, router=router.remembering())
            log.info("version %s of the router is in force", source.version)
            await self._say(lambda desk: tell_version(desk, source.version))
        if in_force.router.rebuilt and self._hall.in_force is in_force:  # people were told meanwhile: another edition may have come
            self._hall.in_force = replace(in_force, router=replace(in_force.router, rebuilt=False))
            await self._say(lambda desk: tell_rebuilt(desk, source.version))

    def _is_due(self) -> bool:
        with self._database.reading() as connection:
            store = Scope(Unit(connection, self._database.ids))
            id, at = learning.last_tried(store) or (0, None)
            return rules.is_due(lambda: learning.count(store, id), at, self._now())

    async def _train(self) -> None:
        id, at, town = self._database.ids.next(), self._now(), self._hall.town
        found, file = await asyncio.to_thread(self._refitted, id, at, town)

        def write(desk: Desk) -> None:
            written(desk.store, id, found, file=file, at=at, role="clock")

        await self._say(write)
        await self._say(lambda desk: tell_version(desk, id))

    def _refitted(self, id: int, at: datetime, town: Town) -> tuple[Refit, str]:
        source = source_of(self._database, town)
        with self._database.reading() as connection:
            lessons = taught(Scope(Unit(connection, self._database.ids)), town, until=at)
        found = refit(town, self._cache, lessons, former=source.model, model=id, progress=self._goes_on)
        return found, kept(found)
