"""From a platform to its handlers: committed before the network is told, handled once, kept only while it waits.

Ordinarily an update is received and handled in one shared transaction, so its content is never stored at all. It is stored first,
sealed, when it must wait: its files are to be fetched, something before it in its chat waits, its handling failed, or the last
run ended badly (then tries are counted before each one, or an update that kills the process would do so for ever).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson

from bot.dispatch import Dispatch
from bot.failpoints import fail_point
from bot.platforms import Platform, RawUpdate, Resume, Undeliverable
from bot.traces import where
from bot.writer import Writer
from handlers.desk import Desk
from handlers.messages import Attachment, Incoming, RemoteFile, Reply
from storage import inbox
from storage.database import is_trouble
from storage.seal import BrokenSeal, Seal
from storage.tables import Inbox, Outbox, fresh
from storage.unit import AnyRow, Scope, Unit

log = logging.getLogger(__name__)

TRIES = 3
FETCH_TIMEOUT_S = 30.0
CAREFUL_S = 60.0
"""After a bad end, how long updates are stored before they are handled."""
AGAIN_S = 2.0
STOP_S = 5.0
DRAIN_S = 30.0
"""How long a confidential act waits for what is before it in its chat."""


class KeepFile(Protocol):
    async def __call__(self, content: bytes, /) -> Attachment | None:
        """Re-encode and store a file; None when it is not what it claims to be."""


@dataclass(slots=True)
class Act:
    """An update on its way. row: its inbox row when it was stored, None while it only lives in memory."""

    platform: str
    update_id: str
    got: Incoming
    row: int | None = None

    @property
    def lanes(self) -> Sequence[str]:
        return str(self.got.chat), str(self.got.sender)


def acts_handler(dispatch: Dispatch) -> Callable[[Unit, Sequence[Act]], list[list[Outbox]]]:
    """What the writer calls with the acts of a group: each handled, and its inbox row finished, in the unit's one transaction."""

    def handle(unit: Unit, acts: Sequence[Act]) -> list[list[Outbox]]:
        now = dispatch.now()
        met = {name: inbox.states(unit, name, [act.update_id for act in acts if act.platform == name])
               for name in {act.platform for act in acts}}
        known = dispatch.look_up(unit, [act.got for act in acts], now)
        owed: list[list[Outbox]] = []
        for act in acts:
            before = met[act.platform].get(act.update_id)
            if before is not None and _is_settled(act, before):
                owed.append([])
                continue
            owed.append(dispatch.handle(unit, act.got, known, now))
            row = act.row or (before.id if before is not None else None)
            if row is not None:
                inbox.finish(unit, row, now)
            else:
                unit.keep([fresh(Inbox, id=unit.ids.next(), platform=act.platform, external_id=act.update_id, state="done",
                                 received_at=now, done_at=now)])
        fail_point("act.handled")
        return owed

    return handle


def _is_settled(act: Act, before: AnyRow) -> bool:
    """Whether the act whose row this is needs nothing more."""
    if act.row is None:  # the same update again: the network did not hear that we have it
        return bool(before.state != "locked")
    # A try of it was committed, and the database died before it could say so. (A confidential act is done from the start, untried.)
    return bool(before.state == "done" and before.tries)


class Intake:
    """One platform's way in. offer: takes what is owed to the network once it is committed."""

    def __init__(self, platform: Platform, dispatch: Dispatch, writer: Writer, *, seal: Seal, keep_file: KeepFile,
                 offer: Callable[[Sequence[Outbox]], None], careful: bool) -> None:
        self._platform = platform
        self._dispatch = dispatch
        self._writer = writer
        self._seal = seal
        self._keep_file = keep_file
        self._offer = offer
        loop = asyncio.get_running_loop()
        self._careful_until = loop.time() + CAREFUL_S if careful else 0.0
        self._held: dict[str, deque[Act]] = {}  # chats where stored acts wait, in order
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._confidential: set[str] = set()  # updates handled in memory right now
        self._alone = asyncio.Lock()
        self._under_way: set[asyncio.Future[Any]] = set()

    async def resume(self) -> Resume:
        """Take up what the last run left, and tell the platform where to go on."""
        name = self._platform.name
        rows, checkpoint = await self._writer.run(lambda unit: (inbox.open_rows(unit, name), inbox.checkpoint(unit, name)))
        locked: list[RawUpdate] = []
        held = {act.row for queue in self._held.values() for act in queue}
        for row in rows:
            if row.id in held:
                continue
            try:
                data = orjson.loads(self._seal.open(row.payload or b"", self._about(row.external_id)))
                if row.state == "locked":
                    locked.append(RawUpdate(row.external_id, data, locked=True))
                    continue
                got = self._platform.read(RawUpdate(row.external_id, data))
            except Exception as error:
                await self._quarantine(row.id, error)
                continue
            if got is None:
                await self._writer.run(lambda unit, id=row.id: inbox.finish(unit, id, self._dispatch.now()))  # type: ignore[misc]
            else:
                self._hold(Act(name, row.external_id, got, row=row.id))
        return Resume(checkpoint, locked)

    async def store(self, updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        """The platform's `Store`: returns once all is committed."""
        waiting: list[asyncio.Future[Any]] = []
        acts: list[Act] = []
        for update in updates:
            try:
                got = self._platform.read(update)
            except Exception as error:
                await self._store_poison(update, error)
                continue
            if got is None:
                continue
            act = Act(self._platform.name, update.id, got)
            if update.locked or got.files or str(got.chat) in self._held or self._is_careful():
                await self._store_first(update, act)
            else:
                acts.append(act)
                waiting.append(self._handle(act))
        if waiting:
            await asyncio.wait(waiting)
        for act, handled in zip(acts, waiting, strict=True):
            if (failure := handled.exception()) is not None:
                await self._failed_in_memory(act, updates, failure)
        if checkpoint is not None:
            now = self._dispatch.now()
            await self._writer.run(lambda unit: inbox.save_checkpoint(unit, self._platform.name, checkpoint, now))
        fail_point("act.committed")

    def is_idle(self) -> bool:
        return not self._workers

    async def stop(self) -> None:
        for worker in list(self._workers.values()):
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_S)

    def _handle(self, act: Act) -> asyncio.Future[Any]:
        """Queue an act. What it owes is offered as soon as it is committed, whether or not somebody still waits for it then."""
        future = self._writer.handle(act)
        self._under_way.add(future)
        future.add_done_callback(self._handled)
        return future

    def _handled(self, future: asyncio.Future[Any]) -> None:
        self._under_way.discard(future)
        if future.exception() is None:
            self._offer(future.result())

    # --- the way of what must wait ---

    def _is_careful(self) -> bool:
        return bool(self._careful_until) and asyncio.get_running_loop().time() < self._careful_until

    def _about(self, update_id: str) -> str:
        return f"inbox/{self._platform.name}/{update_id}"

    async def _store_first(self, update: RawUpdate, act: Act) -> None:
        """Commit the update, sealed, then let it wait its turn. A confidential one is never stored: it waits in memory."""
        got = act.got
        if await self._writer.run(lambda unit: self._dispatch.is_confidential(unit, got), lane=str(got.chat)):
            await self._handle_confidential(act)
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
        self._offer(owed)
        fail_point("inbox.stored")
        if row is not None and not update.locked and all(held.row != row for held in self._held.get(str(got.chat), ())):
            self._hold(replace(act, row=row))

    def _hold(self, act: Act) -> None:
        chat = str(act.got.chat)
        self._held.setdefault(chat, deque()).append(act)
        if chat not in self._workers:
            self._workers[chat] = asyncio.create_task(self._work_off(chat))

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
                tried = tried if counted else await self._writer.run(lambda unit: inbox.count_try(unit, act.row or 0))
                if tried > TRIES:
                    await self._give_up(act)
                    return
                try:
                    ready = replace(act, got=await self._with_files(act.got, contents))
                    handled = self._handle(ready)
                    await asyncio.wait([handled])  # which leaves it alone when we are cancelled: it will be committed all the same
                    handled.result()
                    return
                except Exception as error:
                    log.error("act %s failed, try %d of %d:\n%s", act.row, tried, TRIES, where(error))
                    counted = is_trouble(error)  # not the act's fault: the same try goes on when the database is back
            if counted:
                await asyncio.sleep(AGAIN_S)

    async def _fetched(self, file: RemoteFile) -> bytes | None:
        """A file's bytes, None when they cannot be had."""
        try:
            content = await asyncio.wait_for(self._platform.fetch(file), FETCH_TIMEOUT_S)
        except Exception as error:  # a bug in fetching must not hold the chat up for ever either
            if not isinstance(error, (Undeliverable, TimeoutError)):
                log.error("%s: fetching a file broke (%s)", self._platform.name, type(error).__name__)
            return None
        fail_point("file.fetched")
        return content

    async def _with_files(self, got: Incoming, contents: Sequence[bytes | None]) -> Incoming:
        """Store its files; what could not be had or is not what it claims to be becomes `unsupported`."""
        if not got.files:
            return got
        kept = [kept for content in contents if content is not None and (kept := await self._keep_file(content)) is not None]
        return replace(got, files=(), attachments=tuple(kept), unsupported=None if kept else "document")

    async def _give_up(self, act: Act) -> None:
        code = f"{act.row or 0:x}"[-6:]
        log.error("act %s quarantined after %d tries, code %s", act.row, TRIES, code)

        def close(unit: Unit) -> list[Outbox]:
            inbox.change(unit, act.row or 0, state="quarantined")
            return self._apology(unit, act, "went-wrong", code)

        self._offer(await self._writer.run(close))

    def _apology(self, unit: Unit, act: Act, key: str, code: str) -> list[Outbox]:
        now = self._dispatch.now()
        account, person = self._dispatch.look_up(unit, [act.got], now).callers.get(str(act.got.sender), (None, None))
        if person is None or not act.got.private:
            return []
        store = Scope(unit)
        desk = Desk(self._dispatch.hall, store, now, got=act.got, person=person, account=account)
        desk.say(Reply(key, {"code": code}), key=f"{key}/{act.platform}/{act.update_id}")
        store.keep()
        return desk.outbox

    async def _failed_in_memory(self, act: Act, updates: Sequence[RawUpdate], error: BaseException) -> None:
        """It was handled in the shared transaction and something broke: store it now, and try it alone."""
        if not isinstance(error, Exception):
            raise error
        log.error("act %s/%s failed in a group:\n%s", act.platform, act.update_id, where(error))
        update = next(update for update in updates if update.id == act.update_id)
        await self._store_first(update, act)

    async def _handle_confidential(self, act: Act) -> None:
        """Wait until its chat is quiet, then handle it in memory. On error nothing of it is kept, and the person is told to start again."""
        if act.update_id in self._confidential:
            return  # the same one again, while we are at it
        self._confidential.add(act.update_id)
        try:
            await self._handle_in_memory(act, str(act.got.chat))
        finally:
            self._confidential.discard(act.update_id)

    async def _handle_in_memory(self, act: Act, chat: str) -> None:
        if (worker := self._workers.get(chat)) is not None:
            await asyncio.wait([worker], timeout=DRAIN_S)
        known = await self._writer.run(lambda unit: self._know(unit, act), lane=chat)
        if known is None:
            return
        row, broken_off = known
        if not broken_off and chat not in self._workers:
            try:
                handled = self._handle(replace(act, row=row))
                await asyncio.wait([handled])
                handled.result()
                return
            except Exception as error:
                log.error("confidential act %s failed: %s", row, type(error).__name__)

        def close(unit: Unit) -> list[Outbox]:
            inbox.finish(unit, row, self._dispatch.now())
            return self._apology(unit, act, "not-recorded", "")

        self._offer(await self._writer.run(close, lane=chat))

    def _know(self, unit: Unit, act: Act) -> tuple[int, bool] | None:
        """Note that this act came, and nothing of it; return its row, and whether a process died at it. None: it is settled."""
        before = inbox.states(unit, act.platform, [act.update_id]).get(act.update_id)
        if before is not None and before.state == "locked":
            inbox.change(unit, before.id, state="done", payload=None)
            return int(before.id), False
        if before is not None:
            return (int(before.id), True) if before.state == "done" and before.done_at is None else None
        row = Inbox(id=unit.ids.next(), platform=act.platform, external_id=act.update_id, state="done", received_at=self._dispatch.now())
        unit.keep([row])
        return row.id, False

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
