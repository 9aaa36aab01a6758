"""What was stored before it is handled: taken up in order within each chat, its files fetched first, given up after three tries."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.acts import Act, Hands
from bot.failpoints import fail_point
from bot.platforms import Platform, Undeliverable
from bot.traces import where
from handlers.messages import Attachment, Incoming, RemoteFile
from storage import inbox
from storage.database import is_trouble
from storage.ids import SEQUENCE_BITS, WORKER_BITS
from storage.tables import Outbox
from storage.unit import Unit

log = logging.getLogger(__name__)

TRIES = 3
FETCH_TIMEOUT_S = 30.0
AGAIN_S = 2.0


class KeepFile(Protocol):
    async def __call__(self, file: RemoteFile, content: bytes, /) -> Attachment | None:
        """Store a file as it is to be kept; None when it is not what it claims to be."""


class Waiting:
    """The chats of one platform where stored acts wait. is_careful: whether the last run ended badly, a moment ago."""

    def __init__(self, platform: Platform, hands: Hands, keep_file: KeepFile, *, is_careful: Callable[[], bool]) -> None:
        self._platform = platform
        self._hands = hands
        self._keep_file = keep_file
        self._is_careful = is_careful
        self._held: dict[str, deque[Act]] = {}  # in order
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._alone = asyncio.Lock()

    def __contains__(self, chat: str) -> bool:
        return chat in self._held

    def rows(self) -> set[int | None]:
        """The inbox rows that are held already."""
        return {act.row for queue in self._held.values() for act in queue}

    def hold(self, act: Act) -> None:
        """Let a stored act wait its turn; the same one twice waits once."""
        chat = str(act.got.chat)
        queue = self._held.setdefault(chat, deque())
        if any(held.row == act.row for held in queue):
            return
        queue.append(act)
        if chat not in self._workers:
            self._workers[chat] = asyncio.create_task(self._work_off(chat))

    def is_idle(self) -> bool:
        return not self._workers

    async def drained(self, chat: str, *, within_s: float) -> bool:
        """Wait until nothing waits in this chat any more; False when it takes too long."""
        if (worker := self._workers.get(chat)) is not None:
            await asyncio.wait([worker], timeout=within_s)
        return chat not in self._workers

    async def stop(self) -> None:
        for worker in list(self._workers.values()):
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        self._workers.clear()
        self._held.clear()

    async def _work_off(self, chat: str) -> None:
        """Handle what waits in one chat, in order, until nothing does."""
        queue = self._held[chat]
        try:
            while queue:
                try:
                    await self._handle_stored(queue[0])
                except Exception as error:  # the database itself is in trouble: what waits there keeps
                    log.error("%s: what waits cannot be handled now: %s", self._platform.name, type(error).__name__)
                    await asyncio.sleep(AGAIN_S)
                    continue
                queue.popleft()
        finally:
            if not queue:
                del self._held[chat]
            del self._workers[chat]

    async def _handle_stored(self, act: Act) -> None:
        if act.row is None:
            raise LookupError("a stored act has a row")
        tried, counted = 0, False
        while True:
            contents = [await self._fetched(file) for file in act.got.files]
            # After a bad end, one at a time: what waits beside an act that kills the process must not be counted with it.
            async with self._alone if self._is_careful() else contextlib.nullcontext():
                tried = tried if counted else await self._hands.writer.run(lambda unit: inbox.count_try(unit, act.row or 0))
                if tried > TRIES:
                    await self._give_up(act)
                    return
                try:
                    ready = replace(act, got=await self._with_files(act.got, contents))
                    await self._hands.handled(ready)
                    return
                except Exception as error:
                    log.error("act %s failed, try %d of %d:\n%s", act.row, tried, TRIES, where(error))
                    counted = is_trouble(error)  # not the act's fault: the same try goes on when the database is back
            if counted:
                await asyncio.sleep(AGAIN_S)

    async def _fetched(self, file: RemoteFile) -> bytes | None:
        """A file's bytes, None when they cannot be had."""
        try:
            content = await asyncio.wait_for(self._patiently(file), FETCH_TIMEOUT_S)
        except Exception as error:  # a bug in fetching must not hold the chat up for ever either
            if not isinstance(error, (Undeliverable, TimeoutError)):
                log.error("%s: fetching a file broke (%s)", self._platform.name, type(error).__name__)
            return None
        fail_point("file.fetched")
        return content

    async def _patiently(self, file: RemoteFile) -> bytes:
        """Again while its trouble may pass: a network that asks to wait, or has no server for a moment, must not cost somebody's photo."""
        while True:
            try:
                return await self._platform.fetch(file)
            except Undeliverable as trouble:
                if trouble.permanent:
                    raise
                await asyncio.sleep(trouble.retry_after or AGAIN_S)

    async def _with_files(self, got: Incoming, contents: Sequence[bytes | None]) -> Incoming:
        """Store its files; what could not be had or is not what it claims to be becomes `unsupported`."""
        if not got.files:
            return got
        came = [(file, content) for file, content in zip(got.files, contents, strict=True) if content is not None]
        kept = [kept for file, content in came if (kept := await self._keep_file(file, content)) is not None]
        return replace(got, files=(), attachments=tuple(kept), unsupported=None if kept else "document")

    async def _give_up(self, act: Act) -> None:
        code = f"{(act.row or 0) >> SEQUENCE_BITS + WORKER_BITS:x}"[-6:]  # the moment it came: the rest is nearly always the same
        log.error("act %s quarantined after %d tries, code %s", act.row, TRIES, code)

        def close(unit: Unit) -> list[Outbox]:
            inbox.change(unit, act.row or 0, state="quarantined")
            return self._hands.apology(unit, act, "went-wrong", code)

        self._hands.offer(await self._hands.writer.run(close))
