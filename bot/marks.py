"""Saying what became of deliveries: one statement for all that ended meanwhile, tried until the database takes it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

from bot.failpoints import fail_point
from bot.writer import Writing
from storage import outbox

log = logging.getLogger(__name__)

MARK_AFTER_S = 0.004
"""How long a mark waits for company: the next act's commit often takes it along, instead of waiting behind it."""
AGAIN_S = 2.0
"""The pause after the database was in trouble."""


class Marks:
    """What is to be written of one platform's outbox. again: called when something written is due once more."""

    def __init__(self, writer: Writing, again: Callable[[], None]) -> None:
        self._writer = writer
        self._again = again
        self._loop = asyncio.get_running_loop()
        self._marks: list[dict[str, Any]] = []
        self._writing = 0  # how often marks are being written right now
        self._some = asyncio.Event()

    def __len__(self) -> int:
        return len(self._marks)

    def is_idle(self) -> bool:
        return not self._marks and not self._writing

    def add(self, marks: Iterable[dict[str, Any]]) -> None:
        """See storage.outbox.mark."""
        self._marks += marks
        self._some.set()

    async def run(self) -> None:
        """Write them for ever."""
        while True:
            await self._some.wait()
            await asyncio.sleep(MARK_AFTER_S)
            self._some.clear()
            try:
                await self.flush()
            except Exception as error:
                log.error("%d deliveries cannot be marked now (%s); again in %d s", len(self._marks), type(error).__name__, AGAIN_S)
                self._loop.call_later(AGAIN_S, self._some.set)

    async def flush(self) -> None:
        """Write them now. On failure they are kept: what is never marked is sent again."""
        marks, self._marks = self._marks, []
        if not marks:
            return
        self._writing += 1
        try:
            await self._writer.run(lambda unit: outbox.mark(unit, marks))
        except BaseException:
            self._marks = marks + self._marks
            raise
        finally:
            self._writing -= 1
        fail_point("outbox.marked")
        if any(mark["to"] == "pending" for mark in marks):
            self._again()
