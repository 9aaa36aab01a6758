"""From a platform to its handlers: committed before the network is told, handled once, kept only while it waits.

Ordinarily an update is received and handled in one shared transaction, so its content is never stored at all. It is stored first,
sealed, when it must wait: its files are to be fetched, something before it in its chat waits, its handling failed, or the last
run ended badly (then tries are counted before each one, or an update that kills the process would do so for ever).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import orjson

from bot.acts import Act, Hands
from bot.dispatch import Dispatch
from bot.door import Door
from bot.failpoints import fail_point
from bot.platforms import Forgets, Platform, RawUpdate, Resume
from bot.traces import where
from bot.waiting import KeepFile, Waiting
from bot.writer import Writing
from handlers.messages import Incoming
from storage import gaps, inbox
from storage.ids import worker_of
from storage.seal import BrokenSeal, Seal
from storage.tables import Inbox, Outbox
from storage.unit import Unit

log = logging.getLogger(__name__)

LET_GO_S = 2.0
CAREFUL_S = 60.0
"""After a bad end, how long updates are stored before they are handled."""


class Intake:
    """One platform's way in. offer: takes what is owed to the network once it is committed."""

    def __init__(self, platform: Platform, dispatch: Dispatch, writer: Writing, *, seal: Seal, keep_file: KeepFile,
                 offer: Callable[[Sequence[Outbox]], None], careful: bool) -> None:
        self._platform = platform
        self._dispatch = dispatch
        self._writer = writer
        self._seal = seal
        self._careful_until = 0.0
        if careful:
            self.be_careful()
        self._hands = Hands(dispatch, writer, offer)
        self._waiting = Waiting(platform, self._hands, keep_file, is_careful=self._is_careful)
        self.door = Door(self._hands, self._waiting)

    def be_careful(self) -> None:
        """Who did this before us ended badly: for a while, store what comes before it is handled."""
        self._careful_until = asyncio.get_running_loop().time() + CAREFUL_S

    async def resume(self, *, leave: Collection[int] = ()) -> Resume:
        """Take up what the last run left, and tell the platform where to go on.

        leave: the numbers of other processes that live and have their own to do.
        """
        name = self._platform.name
        rows, checkpoint = await self._writer.run(lambda unit: (inbox.open_rows(unit, name), inbox.checkpoint(unit, name)))
        locked: list[RawUpdate] = []
        held = self._waiting.rows()
        for row in rows:
            if row.id in held or worker_of(row.id) in leave:
                continue
            try:
                data = orjson.loads(self._seal.open(row.payload or b"", self._about(row.external_id)))
                if row.state == "locked":
                    locked.append(RawUpdate(row.external_id, data, locked=True))
                    continue
                got = self._read(RawUpdate(row.external_id, data))
            except Exception as error:
                await self._quarantine(row.id, error)
                continue
            if got is None:
                await self._writer.run(lambda unit, id=row.id: inbox.finish(unit, id, self._dispatch.now()))  # type: ignore[misc]
            else:
                self._waiting.hold(Act(name, row.external_id, got, row=row.id))
        return Resume(checkpoint, locked)

    async def store(self, updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        """The platform's `Store`: returns once all is committed."""
        waiting: list[asyncio.Future[Any]] = []
        acts: list[Act] = []
        for update in updates:
            try:
                got = self._read(update)
            except Exception as error:
                await self._store_poison(update, error)
                continue
            if got is None:
                continue
            act = Act(self._platform.name, update.id, got)
            if update.locked or got.files or str(got.chat) in self._waiting or self._is_careful():
                await self._store_first(update, act)
            else:
                acts.append(act)
                waiting.append(self._hands.handle(act))
        if waiting:
            await asyncio.wait(waiting)
        for act, handled in zip(acts, waiting, strict=True):
            if (failure := handled.exception()) is not None:
                await self._failed_in_memory(act, updates, failure)
        if checkpoint is not None:
            await self._writer.run(lambda unit: self._heard(unit, checkpoint))
        if updates:
            fail_point("act.committed")

    def is_idle(self) -> bool:
        return self._waiting.is_idle()

    async def let_go(self) -> None:
        """Finish what is being committed, and leave what waits to whoever listens next."""
        await self._waiting.stop()
        await self._hands.stop(LET_GO_S)

    async def stop(self) -> None:
        await self._waiting.stop()
        await self._hands.stop()

    def _heard(self, unit: Unit, checkpoint: str) -> None:
        """Note how far we are, and what the network forgot meanwhile if we come back too late."""
        now, name = self._dispatch.now(), self._platform.name
        if isinstance(self._platform, Forgets):
            before = inbox.heard_at(unit, name)
            if before is not None and now - before > self._platform.keeps:
                gaps.note(unit, name, since=before, until=now - self._platform.keeps)
        inbox.save_checkpoint(unit, name, checkpoint, now)

    def _read(self, update: RawUpdate) -> Incoming | None:
        """What the platform reads in it. What people show each other in a room is not for us: its files are never fetched."""
        got = self._platform.read(update)
        return got if got is None or got.private else replace(got, files=())

    def _is_careful(self) -> bool:
        return bool(self._careful_until) and asyncio.get_running_loop().time() < self._careful_until

    def _about(self, update_id: str) -> str:
        return f"inbox/{self._platform.name}/{update_id}"

    async def _store_first(self, update: RawUpdate, act: Act) -> None:
        """Commit the update, sealed, then let it wait its turn. A confidential one is never stored: it waits in memory."""
        got = act.got
        if await self._writer.run(lambda unit: self._dispatch.is_confidential(unit, got), lane=str(got.chat)):
            await self.door.handle(act)
            return
        sealed = self._seal.seal(orjson.dumps(update.data), self._about(update.id))
        state = "locked" if update.locked else "fetching" if got.files else "waiting"
        now = self._dispatch.now()

        def insert(unit: Unit) -> tuple[int | None, list[Outbox]]:
            before = inbox.states(unit, act.platform, [act.update_id]).get(act.update_id)
            if before is not None and before.state in ("waiting", "fetching"):
                return int(before.id), []
            if before is not None and (before.state != "locked" or update.locked):
                return None, []
            if before is not None:
                inbox.change(unit, before.id, state=state, payload=sealed)
                return int(before.id), []
            row = Inbox(id=unit.ids.next(), platform=act.platform, external_id=act.update_id, state=state, payload=sealed, received_at=now)
            unit.keep([row])
            owed: list[Outbox] = []
            if update.locked:  # said once; the event itself waits for its key
                owed = self._dispatch.handle(unit, got, self._dispatch.look_up(unit, [got], now), now)
            return row.id, owed

        row, owed = await self._writer.run(insert, lane=str(got.chat))
        self._hands.offer(owed)
        fail_point("inbox.stored")
        if row is not None and not update.locked:
            self._waiting.hold(replace(act, row=row))

    async def _failed_in_memory(self, act: Act, updates: Sequence[RawUpdate], error: BaseException) -> None:
        """It was handled in the shared transaction and something broke: store it now, and try it alone."""
        if not isinstance(error, Exception):
            raise error
        log.error("act %s/%s failed in a group:\n%s", act.platform, act.update_id, where(error))
        update = next(update for update in updates if update.id == act.update_id)
        await self._store_first(update, act)

    async def _store_poison(self, update: RawUpdate, error: Exception) -> None:
        """It cannot even be read: keep it sealed for whoever mends the reader, and go on."""
        log.warning("update %s/%s cannot be read: %s", self._platform.name, update.id, type(error).__name__)
        sealed = self._seal.seal(orjson.dumps(update.data, default=repr), self._about(update.id))
        now = self._dispatch.now()

        def insert(unit: Unit) -> None:
            if not inbox.states(unit, self._platform.name, [update.id]):
                unit.keep([Inbox(id=unit.ids.next(), platform=self._platform.name, external_id=update.id, state="quarantined",
                                 payload=sealed, received_at=now)])

        await self._writer.run(insert)

    async def _quarantine(self, row: int, error: Exception) -> None:
        reason = "its seal does not open" if isinstance(error, BrokenSeal) else type(error).__name__
        log.warning("inbox row %s cannot be read again: %s", row, reason)
        await self._writer.run(lambda unit: inbox.change(unit, row, state="quarantined"))
