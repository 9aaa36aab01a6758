"""Retention of what the shell itself keeps: ids of updates, what they said, bodies of messages (docs/delivery.md says how long)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.failpoints import fail_point
from handlers.desk import Hall
from handlers.surveys.words import WORDS
from storage import inbox, outbox, shares, surveys
from storage.database import Database
from storage.unit import Scope, Unit

KEEP_IDS = timedelta(days=90)
KEEP_CONTENTS = timedelta(days=7)  # of what could not be handled
KEEP_BODIES = timedelta(days=30)
KEEP_WORDS = timedelta(days=730)  # of what people wrote in the surveys, once it could be read


def forget(unit: Unit, now: datetime) -> None:
    inbox.prune(unit, now - KEEP_IDS)
    inbox.erase_contents(unit, now - KEEP_CONTENTS)
    outbox.erase_bodies(unit, now - KEEP_BODIES)
    store = Scope(unit)
    surveys.erase_results(store, WORDS, (now - KEEP_WORDS).date())
    store.keep()
    if unit.connection.dialect.name == "postgresql":  # where several processes share what a network allows
        shares.forget(unit)
    fail_point("retention.purged")


async def sweep(hall: Hall, database: Database) -> None:
    """Once a window's ballots were erased, rewrite what held them: not even their places are left."""
    if hall.cleared:
        await asyncio.to_thread(database.sweep, "ballot")
        hall.cleared = False
