"""One account, several processes: how much of its pace is ours now, and whose turn it is in each chat.

Within its part a process paces itself as if it were alone (bot/pace.py): the windows of all, added up, then hold no more than the network
allows. A part shrinks when what was said under it has left the window, and only then does another grow. A chat's window is reserved
message by message, because any process may have something to say there.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Hashable, Sequence
from typing import Any

from bot.delivery import DELIVERY_S
from bot.neighbours import is_gone, place
from bot.pace import MARGIN_S, Pacer
from bot.platforms import Pace
from bot.writer import Writer
from storage import shares
from storage.shares import TTL_S, Part, Process, Reserved
from storage.unit import Unit

log = logging.getLogger(__name__)

BEAT_S = 1.0
TRUST_S = TTL_S - DELIVERY_S - 2.0
"""From the start of a beat that succeeded, how long our part is ours: what leaves last must have arrived, and left the window, before
anybody else may count on it."""
HOLD_S = DELIVERY_S + 1.0
"""How long a chat waits for a process that died with a message to it under way."""
AGAIN_S = 1.0
STAYS_BUSY_S = 5.0
"""A queue that is empty for a moment is filled again by the next claim: parts that came and went with it would be lost to everybody."""
LEAST = 4
"""Who has nothing to send keeps a fourth of an even part, so that an answer leaves at once."""


def fair(total: int, parts: Sequence[Part]) -> dict[int, int]:
    """What each worker should have: even parts, and those of who has nothing to send lent to who has. Never more than `total`.

    30 between a busy process and an idle one: 27 and 3.
    """
    if not parts:
        return {}
    least = max(1, total // (LEAST * len(parts))) if total >= len(parts) else 0
    busy = [part for part in parts if part.busy] or list(parts)
    given = {part.process.worker: least for part in parts if part not in busy}
    each, over = divmod(total - sum(given.values()), len(busy))
    return given | {part.process.worker: each + (place < over) for place, part in enumerate(busy)}


class Shares:
    """The part of this process in one platform's pace. clerk: see Duties. is_busy: whether there is more to send than we may."""

    def __init__(self, platform: str, pace: Pace, pacer: Pacer, clerk: Writer, *, worker: int, is_busy: Callable[[], bool]) -> None:
        self._platform = platform
        self._pace = pace
        self._pacer = pacer
        self._clerk = clerk
        self._is_busy = is_busy
        self._loop = asyncio.get_running_loop()
        self._me = Process(worker, place(), os.getpid())
        self._total = pacer.parts or 0
        self._limit = 0
        self._trusted_until = 0.0
        self._busy_until = 0.0
        self._telling: set[asyncio.Task[None]] = set()
        pacer.limit_to(0, self._loop.time())
        pacer.told = self._paused

    async def run(self) -> None:
        """Say that we live, for ever, and take what is ours."""
        while True:
            await self.beat()
            await asyncio.sleep(BEAT_S)

    async def beat(self) -> None:
        """Once. The pacer is told what it may."""
        asked = self._loop.time()
        if asked > self._trusted_until:
            self._limit = 0  # nobody counts on us any more
        if self._is_busy():
            self._busy_until = asked + STAYS_BUSY_S
        try:
            async with asyncio.timeout(TRUST_S):
                parts, living, pause = await self._clerk.run(self._beaten(max(self._limit, self._pacer.used), asked < self._busy_until))
        except Exception as error:
            log.warning("%s: our part of its pace is not renewed (%s)", self._platform, type(error).__name__)
            return
        wanted = fair(self._total, living).get(self._me.worker, 0)
        self._limit, self._trusted_until = min(parts, wanted), asked + TRUST_S
        self._pacer.limit_to(self._limit, self._trusted_until)
        if pause > 0:
            self._pacer.hold(pause)

    def _beaten(self, parts: int, busy: bool) -> Callable[[Unit], tuple[int, list[Part], float]]:
        platform, me, total = self._platform, self._me, self._total

        def beat(unit: Unit) -> tuple[int, list[Part], float]:
            living = shares.beat(unit, platform, me, parts=parts, busy=busy)
            for part in living:
                if part.process.worker != me.worker and is_gone(part.process.place, part.process.pid):
                    shares.end(unit, platform, part.process.worker, after_s=self._window_s)
            mine, wanted = shares.own(living, me.worker), fair(total, living).get(me.worker, 0)
            if wanted > mine:
                mine = shares.grow(unit, platform, me.worker, to=wanted, total=total)
            return mine, living, shares.paused(unit, platform)

        return beat

    @property
    def _window_s(self) -> float:
        return max(1.0, 1 / (self._pace.per_second or 1.0)) + MARGIN_S

    # --- chats ---

    async def reserve(self, chat: str, *, private: bool) -> Reserved | float | None:
        """The right to send one message there now; or in how many seconds to ask again. None: the chat has no window."""
        most, window = self._chat(private)
        if not most or not window:
            return None
        try:
            return await self._clerk.run(
                lambda unit: shares.reserve(unit, self._platform, chat, most=most, hold_s=HOLD_S + window), lane=chat
            )
        except Exception as error:
            log.warning("%s: whose turn it is cannot be known now (%s)", self._platform, type(error).__name__)
            return AGAIN_S

    def answered(self, reserved: Sequence[Reserved], *, private: bool) -> None:
        """The network answered, now: the chat's window runs from here."""
        _, window = self._chat(private)
        at = self._loop.time()

        def rest(unit: Unit) -> None:
            for each in reserved:
                shares.answered(unit, each, rest_s=max(0.0, (window or 0.0) + MARGIN_S - (self._loop.time() - at)))

        if reserved:
            self._tell(self._clerk.run(rest, lane=reserved[0].chat))

    def _chat(self, private: bool) -> tuple[int | None, float | None]:
        return (1, self._pace.private_interval_s) if private else (self._pace.group_per_minute, 60.0)

    def _paused(self, seconds: float, chat: Hashable | None) -> None:
        where, most = (self._platform, 1) if chat is None else (str(chat), max(1, self._pace.group_per_minute or 1))
        self._tell(self._clerk.run(lambda unit: shares.pause(unit, where, seconds, most=most)))

    def _tell(self, telling: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._told(telling))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _told(self, telling: Coroutine[Any, Any, None]) -> None:
        try:
            await telling
        except Exception as error:  # the others learn it from the network
            log.warning("%s: the other processes could not be told (%s)", self._platform, type(error).__name__)

    async def stop(self) -> None:
        """Say that we send nothing more."""
        if self._telling:
            await asyncio.wait(self._telling, timeout=AGAIN_S)
        try:
            async with asyncio.timeout(AGAIN_S):
                await self._clerk.run(lambda unit: shares.end(unit, self._platform, self._me.worker, after_s=self._window_s))
        except Exception as error:  # it ends by itself
            log.warning("%s: our part of its pace is not given back (%s)", self._platform, type(error).__name__)
