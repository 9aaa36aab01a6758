"""From the outbox to the people: claimed, in order within a chat, at the network's pace, tried again, given up, or moved."""

from __future__ import annotations

import asyncio
import heapq
import logging
import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.delivery import DELIVERY_S, Delivery, Outcome, marked
from bot.failpoints import fail_point
from bot.marks import AGAIN_S, Marks
from bot.pace import Pacer
from bot.platforms import Outgoing, Platform
from bot.shares import Shares
from bot.writer import Writing
from handlers.desk import ANSWER, LEASE
from storage import outbox
from storage.database import is_trouble
from storage.seal import Seal
from storage.shares import Reserved
from storage.tables import Outbox

log = logging.getLogger(__name__)

BATCH = 60
BATCH_S = 2.0
"""Claimed at once from the database: what leaves in so many seconds, well within a lease; at most BATCH."""
AT_ONCE = 64
"""Deliveries under way at the same time."""
STOP_S = 3.0
"""How long a stop waits for deliveries under way: a service manager soon kills what does not end."""
POLL_S = 1.0
"""How often the database is asked for what is due, when nobody woke us."""


class Sender:
    """One platform's way out. trusted: whether what we hold is still ours to send. shares: set where several processes send.

    beat: called at each turn of `run`, at least every POLL_S.
    """

    def __init__(self, platform: Platform, writer: Writing, *, seal: Seal, now: Callable[[], datetime],
                 trusted: Callable[[], bool] = lambda: True, beat: Callable[[], None] = lambda: None) -> None:
        self._platform = platform
        self._writer = writer
        self._now = now
        self._beat = beat
        self._loop = asyncio.get_running_loop()
        self.pacer = Pacer(platform.pace, self._loop.time)
        self.shares: Shares | None = None
        self._delivery = Delivery(
            platform, writer, self.pacer, seal=seal, now=now, look=self.look, trusted=lambda: self.pacer.is_ours and trusted()
        )
        self._marks = Marks(writer, self.look)
        self._chats: dict[str, deque[tuple[Outbox, float]]] = {}  # what we hold, by chat in order; with the end of our trust
        self.given_back: dict[str, set[int]] = {}  # by chat: what waits in the database again, and must not be overtaken
        self._ready: list[tuple[int, int, str]] = []  # (priority, id, chat) of the heads whose chat is free
        self._busy: set[str] = set()
        self._tasks: dict[asyncio.Task[None], Outbox] = {}
        self._reserved: dict[str, list[Reserved]] = {}  # by chat: what the delivery under way there may send
        self._claiming: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._asked, self._answered = 1, 0  # apart while the database may hold something due that we have not claimed

    # --- what comes in ---

    def offer(self, rows: Sequence[Outbox]) -> None:
        """Rows just committed, claimed by us in the commit that made them."""
        for row in rows:
            if row.platform != self._platform.name:
                continue
            if row.chat in self.given_back:
                self._let_wait([row])  # the database knows whose turn it is
            else:
                self._take(row)
        if rows:
            self._wake.set()

    def look(self) -> None:
        """Something may be due in the database."""
        self._asked += 1
        self._wake.set()

    def is_idle(self) -> bool:
        """Nothing is held or under way: all that was due is delivered, or waits for another try."""
        return self._asked == self._answered and not self._tasks and self._marks.is_idle() and not self.has_more()

    def has_more(self) -> bool:
        """Something is held that waits for its turn."""
        return any(self._chats.values())

    async def run(self) -> None:
        """Deliver for ever. Ends when cancelled; what is under way is finished by `stop`."""
        marker = asyncio.create_task(self._marks.run())
        asked_at = self._loop.time()
        try:
            while True:
                self._wake.clear()
                self._beat()
                if self._asked != self._answered and len(self._ready) < self._batch() and not self.pacer.paused:
                    # a task of its own: when we are cancelled, what it claims is still taken, and given back by `stop`
                    self._claiming = asyncio.create_task(self._claim())
                    await asyncio.shield(self._claiming)
                wait = self._start_what_may_leave()
                # not wait_for, which on Python 3.11 swallows a cancellation that comes together with the event
                alarm = self._loop.call_later(POLL_S if wait is None else min(wait, POLL_S), self._wake.set)
                await self._wake.wait()
                alarm.cancel()
                if self._loop.time() >= asked_at + POLL_S:
                    asked_at = self._loop.time()
                    self._asked += 1
                    self.pacer.forget_idle()
        finally:
            marker.cancel()

    async def stop(self, within_s: float = STOP_S) -> None:
        """Let deliveries under way end, mark them, give back the rest."""
        if self._claiming is not None:
            await asyncio.wait([self._claiming], timeout=within_s)  # what it met was said by `run`
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within_s)
            for task in late:  # it may have arrived: said as such, and free for whoever comes next
                task.cancel()
                self._marks.add([marked(self._tasks[task], "pending", why="stopped meanwhile", tried=1, doubt=1)])
        self._marks.add(marked(row, "pending") for queue in self._chats.values() for row, _ in queue)
        self._chats.clear()
        try:
            async with asyncio.timeout(within_s):
                await self._marks.flush()
        except Exception as error:  # their leases end by themselves: whoever claims them next delivers them again
            log.error("%d deliveries could not be marked (%s)", len(self._marks), type(error).__name__)

    async def next_part(self, what: Outgoing) -> None:
        """Wait until one more message of the same delivery may leave: a long text takes several, and each counts."""
        chat, private = str(what.chat), what.private
        self.pacer.answered(chat, private=private)
        while (wait := self.pacer.wait(chat, private=private)) != 0:  # noqa: ASYNC110  (a moment in time, not an event)
            await asyncio.sleep(0.05 if wait is None else wait)
        if not private:  # a private chat's only place is ours until we leave it
            while wait := await self._reserve(chat, private=False):  # noqa: ASYNC110  (a moment in time, not an event)
                await asyncio.sleep(wait)
        self.pacer.left(chat, private=private)

    # --- holding ---

    def _batch(self) -> int:
        """How many rows to claim: what leaves in a little while, well within a lease."""
        parts = self.pacer.parts
        return BATCH if parts is None else min(BATCH, math.ceil(BATCH_S * parts / self.pacer.span))

    def _take(self, row: Outbox) -> None:
        queue = self._chats.setdefault(row.chat, deque())
        trust = self._loop.time() + (LEASE - timedelta(seconds=DELIVERY_S)).total_seconds()
        if queue and (row.priority, row.id) < (queue[-1][0].priority, queue[-1][0].id):
            merged = sorted([*queue, (row, trust)], key=lambda held: (held[0].priority, held[0].id))
            self._chats[row.chat] = queue = deque(merged)
        else:
            queue.append((row, trust))
        if queue[0][0] is row and row.chat not in self._busy:
            heapq.heappush(self._ready, (row.priority, row.id, row.chat))

    async def _claim(self) -> None:
        now, question = self._now(), self._asked  # what comes to be due while we ask makes a question of its own
        try:
            await self._marks.flush()  # or what was delivered and not marked while the database was away would be taken for due
            rows = await self._writer.run(
                lambda unit: outbox.claim(unit, self._platform.name, now=now, until=now + LEASE, limit=self._batch())
            )
        except Exception as error:
            if not is_trouble(error):
                raise
            log.error("%s: nothing can be claimed now (%s); again in %d s", self._platform.name, type(error).__name__, AGAIN_S)
            self._answered = self._asked
            self._loop.call_later(AGAIN_S, self.look)
            return
        if rows:
            fail_point("outbox.claimed")
        if len(rows) < self._batch():
            self._answered = question
        for row in rows:
            waiting = {id for id in self.given_back.pop(row.chat, ()) if id > row.id}
            if waiting:
                self.given_back[row.chat] = waiting
            self._take(row)

    def _start_what_may_leave(self) -> float | None:
        """Start every delivery that the pace allows, best first; return the seconds until the next may leave, None if unknown."""
        blocked: list[tuple[int, int, str]] = []
        soonest: float | None = None
        while self._ready and len(self._tasks) < AT_ONCE:
            item = heapq.heappop(self._ready)
            chat = item[2]
            queue = self._chats.get(chat)
            if not queue or chat in self._busy or queue[0][0].id != item[1]:
                continue  # an older entry: the chat's head changed since
            row, trust = queue[0]
            if self._loop.time() > trust:
                self._give_back(chat)
                continue
            wait = self.pacer.wait(chat, private=row.private, urgent=row.priority <= ANSWER) if row.kind != "leave" else 0.0
            if wait == 0:
                queue.popleft()
                self._busy.add(chat)
                self.pacer.left(chat, private=row.private)
                task = asyncio.create_task(self._deliver(row, trust))
                self._tasks[task] = row
                task.add_done_callback(lambda task: self._tasks.pop(task, None))
            else:
                blocked.append(item)
                if wait is not None:
                    soonest = wait if soonest is None else min(soonest, wait)
                if self.pacer.paused:
                    break
        for item in blocked:
            heapq.heappush(self._ready, item)
        return soonest

    def _give_back(self, chat: str) -> None:
        """Our lease on these grew old while they waited: leave them to whoever claims them next."""
        self._let_wait([row for row, _ in self._chats.pop(chat)])

    def _let_wait(self, rows: Sequence[Outbox]) -> None:
        """Leave these to the database, which gives them out in the order of their chat."""
        for row in rows:
            self.given_back.setdefault(row.chat, set()).add(row.id)
        self._marks.add(marked(row, "pending") for row in rows)
        self._asked += 1

    # --- one delivery ---

    async def _reserve(self, chat: str, *, private: bool) -> float:
        """Take one of the chat's places, shared with other processes; in how many seconds to ask again, 0 when it is ours."""
        reserved = await self.shares.reserve(chat, private=private) if self.shares else None
        if isinstance(reserved, float):
            return reserved
        if reserved is not None:
            self._reserved.setdefault(chat, []).append(reserved)
        return 0.0

    def _stay(self, row: Outbox, trust: float, wait: float) -> None:
        """Another process has just spoken there: back to the head of its chat, for a moment."""
        self.pacer.stayed(row.chat, private=row.private)
        self.pacer.hold(wait, row.chat)
        self._busy.discard(row.chat)
        self._chats.setdefault(row.chat, deque()).appendleft((row, trust))
        heapq.heappush(self._ready, (row.priority, row.id, row.chat))
        self._wake.set()

    async def _deliver(self, row: Outbox, trust: float) -> None:
        chat = row.chat
        if row.kind != "leave" and (wait := await self._reserve(chat, private=row.private)):
            self._stay(row, trust, wait)
            return
        try:
            outcome = await self._delivery.attempt(row, until=trust)
        except Exception as error:  # what its failure meant could not be written down: tried again, it will fail again
            log.error("delivery %s could not be settled (%s)", row.id, type(error).__name__)
            again = self._now() + timedelta(seconds=AGAIN_S)
            outcome = Outcome(marked(row, "pending", again=again, why=type(error).__name__, tried=1))
        finally:
            self.pacer.answered(chat, private=row.private)
            if self.shares:
                self.shares.answered(self._reserved.pop(chat, []), private=row.private)
            self._busy.discard(chat)
            self._wake.set()
        if outcome.mark is not None:
            self._marks.add([outcome.mark])
            if outcome.mark["to"] == "pending":
                self.given_back.setdefault(chat, set()).add(row.id)
                self._give_back_rest(chat)
                return
        if outcome.chat is not None:
            self._leave_chat(chat, outcome.chat)
        if chat in self.given_back:
            self._asked += 1  # what waited behind this one may be due now
        if (queue := self._chats.get(chat)) is not None:
            if queue:
                heapq.heappush(self._ready, (queue[0][0].priority, queue[0][0].id, chat))
            else:
                del self._chats[chat]

    def _leave_chat(self, chat: str, became: str) -> None:
        """Nothing is sent there any more: what we held ended with a dead chat, and is owed to the new id of a moved one."""
        if became == "moved":
            self._give_back_rest(chat)
        self._chats.pop(chat, None)
        self.given_back.pop(chat, None)
        self._asked += 1

    def _give_back_rest(self, chat: str) -> None:
        """What follows in this chat must not overtake the one that will be tried again."""
        if self._chats.get(chat):
            self._give_back(chat)
        else:
            self._chats.pop(chat, None)
