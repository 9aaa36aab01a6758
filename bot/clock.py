"""The only reader of the time, and what wakes the ticks. The database knows what is owed; a tick lost loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

from bot.traces import where

log = logging.getLogger(__name__)


class Clock:
    """The wall clock. Tests pass one of their own."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


class Beat(Protocol):
    def __call__(self, name: str, every_s: float, /, *, well: bool, took_s: float) -> None:
        """A tick was called. well: whether it ended without an error."""


Chore = tuple[str, float, Callable[[], Awaitable[None]]]
"""What is called so, every so many seconds."""


class Ticks:
    """Calls idempotent functions every so many seconds, in the event loop, never twice at once. beat: told of each call."""

    def __init__(self, beat: Beat = lambda name, every_s, *, well, took_s: None) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # most commands only ask what time it is

        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._beat = beat
        self._ticks: dict[str, tuple[float, Callable[[], Awaitable[None]]]] = {}

    def every(self, seconds: float, tick: Callable[[], Awaitable[None]], *, name: str) -> None:
        """name: the same at each start, for when it last went on is kept under it."""
        self._ticks[name] = seconds, tick

        async def safely() -> None:  # a coroutine function: APScheduler would run a plain one in a thread
            try:
                await self.call(name)
            except Exception as error:
                log.error("tick %s failed; it will be called again:\n%s", name, where(error), extra={"tick": name})

        self._scheduler.add_job(safely, "interval", seconds=seconds)

    async def call(self, name: str) -> None:
        """One call, now. Raises what it raises."""
        seconds, tick = self._ticks[name]
        began, well = monotonic(), False
        try:
            await tick()
            well = True
        finally:
            self._beat(name, seconds, well=well, took_s=monotonic() - began)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
