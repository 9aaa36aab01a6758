"""Updates on their way to the bot: kept until confirmed by polling or delivered to the webhook, as the real server does."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp
import orjson

Json = dict[str, Any]
BY_DEFAULT_NOT = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that only come when asked for by name."""


@dataclass
class Hook:
    """Where a webhook delivers. allowed: see Updates.allowed."""

    url: str
    secret: str | None
    connections: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to deliver an update to the webhook. status 0: nobody answered."""

    update_id: int
    status: int
    at: float


class Updates:
    """The queue. redelivered, duplicated: probabilities that a confirmed update comes again, or comes twice at once, under the same id.

    again: how often one may come again at most.
    """

    def __init__(self, seed: int = 0) -> None:
        self.pending: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.hook: Hook | None = None
        self.deliveries: list[Delivery] = []
        self.redelivered = 0.0
        self.duplicated = 0.0
        self.again = 1
        self.next_id = 800_000_001
        self.confirmed = 0
        self._handed: set[int] = set()
        self._again: Counter[int] = Counter()
        self._random = Random(seed)
        self._wake = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._lanes: dict[object, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None

    def add(self, update: Json) -> bool:
        """Queue it, unless its kind was not asked for."""
        kind = next((key for key in update if key != "update_id"), "")
        if kind not in self.allowed if self.allowed is not None else kind in BY_DEFAULT_NOT:
            return False
        self.pending.append(update)
        if self._random.random() < self.duplicated:
            self.pending.append(update)
        self._wake.set()
        if self.hook is not None:
            self._dispatch()
        return True

    async def poll(self, parameters: Json) -> list[Json] | None:
        """Long polling. None: another poller took over."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._confirm(parameters.get("offset", 0))
        end = time.monotonic() + parameters.get("timeout", 0)
        while not self.pending and not mine.done() and (left := end - time.monotonic()) > 0:
            self._wake.clear()
            woken = asyncio.ensure_future(self._wake.wait())
            try:
                await asyncio.wait({woken, mine}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                woken.cancel()
        if mine.done():
            return None
        mine.set_result(None)
        batch = [self.pending[i] for i in range(min(len(self.pending), parameters.get("limit", 100)))]
        self._handed.update(update["update_id"] for update in batch)
        return batch

    def _confirm(self, offset: int) -> None:
        """Forget what was handed out below the offset. What never was is kept: ids may start again lower after a week of silence."""
        if offset < 0:
            while len(self.pending) > -offset:
                self._handed.discard(self.pending.popleft()["update_id"])
            return
        while self.pending and (first := self.pending[0]["update_id"]) < offset and first in self._handed:
            update = self.pending.popleft()
            if self.pending and self.pending[0] is update:
                self.pending.popleft()
            self._handed.discard(first)
            self.confirmed += 1
            if self._again[first] < self.again and self._random.random() < self.redelivered:
                self._again[first] += 1
                self.pending.append(update)

    def forget(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()
        self._handed.clear()

    def set_hook(self, hook: Hook | None) -> None:
        self.hook = hook
        self._wake.set()
        if hook is not None:
            self._places = asyncio.Semaphore(hook.connections)
            self._dispatch()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._poll = None  # whoever waits is cut off with the server
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _dispatch(self) -> None:
        """Give every pending update to its chat's lane: order within a chat, chats beside each other."""
        while self.pending:
            update = self.pending.popleft()
            content = next((value for key, value in update.items() if key != "update_id"), {})
            chat = content.get("chat") or content.get("message", {}).get("chat") or {} if isinstance(content, dict) else {}
            lane = self._lanes.setdefault(chat.get("id"), deque())
            lane.append(update)
            if len(lane) == 1:
                task = asyncio.create_task(self._deliver(lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _deliver(self, lane: deque[Json]) -> None:
        pause = 0.02
        while lane and self.hook is not None:
            async with self._places:
                status = await self._post(self.hook, lane[0])
            self.deliveries.append(Delivery(lane[0]["update_id"], status, time.monotonic()))
            if 200 <= status < 300:
                lane.popleft()
                self.confirmed += 1
                pause = 0.02
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)
        self.pending.extend(lane)
        lane.clear()
        self._wake.set()

    async def _post(self, hook: Hook, update: Json) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        headers = {"Content-Type": "application/json"} | ({"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {})
        try:
            async with self._session.post(hook.url, data=orjson.dumps(update), headers=headers, allow_redirects=False) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0
