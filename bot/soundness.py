"""The nightly look at the whole structure of an SQLite file: a start checks its pages only, and a bot may run for months."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.audit.rules import is_night
from handlers.desk import Desk
from handlers.gaps.damage import tell_damage
from storage.copies import faults_of
from storage.database import Database

log = logging.getLogger(__name__)

LOOK_S = 1800.0
ONCE = timedelta(hours=12)


class NightWatch:
    """say: does something at a desk, in a transaction of its own. PostgreSQL watches over itself."""

    def __init__(self, database: Database, *, zone: str, now: Callable[[], datetime],
                 say: Callable[[Callable[[Desk], None]], Awaitable[None]]) -> None:
        self._file = database.file
        self._zone = ZoneInfo(zone)
        self._now = now
        self._say = say
        self._looked_at: datetime | None = None

    async def look(self) -> None:
        """Once a night; in another thread, on a connection of its own, while the bot goes on."""
        now = self._now()
        if self._file is None or not is_night(now.astimezone(self._zone)) or (self._looked_at and now - self._looked_at < ONCE):
            return
        self._looked_at = now
        found = await asyncio.to_thread(faults_of, self._file, whole=True)
        if found:
            log.critical("the database is damaged (%s): put the last sound copy back (docs/backup.md)", found[0])
            await self._say(tell_damage)
