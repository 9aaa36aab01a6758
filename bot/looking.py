"""What a tick begins and that may take longer than a tick: one look at a time, beside the messages, left when the process ends."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod


class Stopping(Exception):
    """The process ends: the training under way is left."""


class Looking(ABC):
    def __init__(self) -> None:
        self._looking: asyncio.Task[None] | None = None
        self._again_at = 0.0  # of the loop's clock: after something failed
        self._stopping = False

    @abstractmethod
    async def _look(self) -> None:
        """See whether there is something to do, and do it. Raises nothing but Stopping."""

    def is_idle(self) -> bool:
        return self._looking is None

    def look(self) -> None:
        """Begin a look, unless one is under way."""
        if self._looking is None and not self._stopping:
            self._looking = asyncio.create_task(self._looked())

    async def stop(self) -> None:
        """Leave a training under way: nothing of it is kept."""
        self._stopping = True
        if self._looking:
            await asyncio.wait([self._looking])

    async def _looked(self) -> None:
        try:
            await self._look()
        except Stopping:
            return
        finally:
            self._looking = None

    def _rests(self) -> bool:
        return asyncio.get_running_loop().time() < self._again_at

    def _rest(self, seconds: float) -> None:
        self._again_at = asyncio.get_running_loop().time() + seconds

    def _goes_on(self, _share: float) -> None:
        """What a training tells how far it is."""
        if self._stopping:
            raise Stopping
