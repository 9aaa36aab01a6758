"""The only reader of the time, and what wakes the ticks. The database knows what is owed; a tick lost loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.traces import where

log = logging.getLogger(__name__)


class Clock:
    """The wall clock. Tests pass one of their own."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


class Ticks:
    """Calls idempotent functions every so many seconds, in the event loop, never twice at once."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def every(self, seconds: float, tick: Callable[[], Awaitable[None]]) -> None:
        async def safely() -> None:  # a coroutine function: APScheduler would run a plain one in a thread
            try:
                await tick()
            except Exception as error:
                log.error("tick %s failed; it will be called again:\n%s", getattr(tick, "__qualname__", tick), where(error))

        self._scheduler.add_job(safely, "interval", seconds=seconds)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
