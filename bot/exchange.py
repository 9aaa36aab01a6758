"""One network's way in and way out, and which of them this process may open now.

Where several processes share a database, one listens (the duty "listen/…"); the others send as well where the network allows it
(`Platform.shared`), and stand by. On SQLite everything is open from the start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.delivery import marked
from bot.duties import Duties
from bot.intake import Intake
from bot.platforms import ActsAlone, Misconfigured, Platform, SplitsLongTexts
from bot.sender import Sender
from bot.shares import Shares
from bot.writer import Writer, Writing
from storage import outbox, shares
from storage.database import Database
from storage.ids import numbered
from storage.leases import Taken
from storage.tables import Outbox

log = logging.getLogger(__name__)

LISTEN_AGAIN_S = 5.0
DEAD_LOOK_S = 5.0
CLOSE_S = 2.0
"""How long deliveries under way may take when the duty to make them is being lost."""


class Exchange:
    """One network. clerk: see Duties; None on SQLite. ended: called when listening came to an end by itself, as a terminal's does."""

    def __init__(
        self, platform: Platform, database: Database, writer: Writer, duties: Duties, *, clerk: Writer | None,
        sender: Callable[[Platform, Writing, Callable[[], bool]], Sender], intake: Callable[[Platform, Writing], Intake],
        ended: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self.platform = platform
        self._database = database
        self._writer = writer
        self._clerk = clerk
        self._alone = duties.alone
        self._new_sender = sender
        self._ended = ended
        self._duty = duties.add(f"listen/{platform.name}", writer, self._under_duty)
        every_one_listens = self._alone or platform.shared == "all"
        self.intake = intake(platform, writer if every_one_listens else self._duty)
        self.sender: Sender | None = None
        self._given_back: set[asyncio.Task[None]] = set()
        self.opened = asyncio.Event()

    @property
    def _waits_for_its_duty(self) -> bool:
        return not self._alone and self.platform.shared == "nothing"

    async def start(self) -> list[asyncio.Task[None]]:
        """Open what needs no duty; returns what then runs for ever. Raises Misconfigured."""
        if self._waits_for_its_duty:
            return []
        sender = await self._open()
        running = [asyncio.create_task(sender.run(), name=f"send-{self.platform.name}")]
        if sender.shares:
            running.append(asyncio.create_task(sender.shares.run(), name=f"share-{self.platform.name}"))
        if not self._alone and self.platform.shared == "all":
            running.append(asyncio.create_task(self._listen(), name=f"listen-{self.platform.name}"))
        return running

    async def begun(self) -> None:
        """Until what the duty opened at our start is open. Raises what made it impossible."""
        if self._waits_for_its_duty and self._duty.doing is not None:
            opening = asyncio.create_task(self.opened.wait())
            await asyncio.wait([opening, self._duty.doing], return_when=asyncio.FIRST_COMPLETED)
            opening.cancel()
            if self._duty.doing is not None and self._duty.doing.done():
                self._duty.doing.result()

    def is_idle(self) -> bool:
        return self.intake.is_idle() and (self.sender is None or self.sender.is_idle())

    def offer(self, rows: Sequence[Outbox]) -> None:
        """Deliveries just committed, held by us. Where we do not send, or not any more, they are given back to whoever does."""
        if self.sender is not None:
            self.sender.offer(rows)
            return
        back = asyncio.create_task(self._writer.run(lambda unit: outbox.mark(unit, [marked(row, "pending") for row in rows])))
        self._given_back.add(back)
        back.add_done_callback(self._given_back.discard)

    async def stop(self) -> None:
        """Once nothing runs any more: finish what is under way, give back what is not."""
        await self.intake.stop()
        await self._close()
        await asyncio.gather(*self._given_back)

    # --- both ways ---

    async def _open(self) -> Sender:
        platform = self.platform
        await platform.start()
        left: dict[str, set[int]] = {}
        if self._alone:  # the only process: what is marked as being sent was ours, and is not any more
            await self._writer.run(lambda unit: outbox.release_all(unit, platform.name))
            left = await self._writer.run(lambda unit: outbox.left(unit, platform.name))
        under = self._duty if self._waits_for_its_duty else self._writer
        self.sender = sender = self._new_sender(platform, under, lambda: not self._waits_for_its_duty or self._duty.is_ours)
        sender.given_back = left  # the answers of this run must not overtake it
        if self._clerk is not None and platform.shared != "nothing" and platform.pace.per_second:
            sender.shares = Shares(
                platform.name, platform.pace, sender.pacer, self._clerk, worker=self._database.worker, is_busy=sender.has_more
            )
            await sender.shares.beat()
        if isinstance(platform, ActsAlone):
            platform.trusted = lambda: self._duty.is_ours
        if isinstance(platform, SplitsLongTexts):
            platform.between_parts = sender.next_part
        self.opened.set()
        return sender

    async def _close(self, within_s: float | None = None) -> None:
        if self.sender is None:
            return
        sender, self.sender = self.sender, None
        await (sender.stop() if within_s is None else sender.stop(within_s))
        if sender.shares:
            await sender.shares.stop()
        self.opened.clear()
        await self.platform.stop()

    # --- what the duty is ---

    async def _under_duty(self, taken: Taken | None) -> None:
        if taken is not None and taken.abrupt:
            self.intake.be_careful()
        if not self._alone and self.platform.shared == "all":
            await self._take_up_for_the_dead()
            return
        try:
            if self._waits_for_its_duty:
                await self._listen_and_send()
            else:
                await self._listen()
        finally:
            if not self._alone:
                await self.intake.let_go()

    async def _listen_and_send(self) -> None:
        try:
            sender = await self._open()
            sending = asyncio.create_task(sender.run(), name=f"send-{self.platform.name}")
            listening = asyncio.create_task(self._listen(), name=f"listen-{self.platform.name}")
            try:
                await asyncio.gather(sending, listening)
            finally:
                sending.cancel()
                listening.cancel()
                await asyncio.wait([sending, listening])
        finally:
            await self._close(CLOSE_S)

    async def _listen(self) -> None:
        while True:
            try:
                resume = await self.intake.resume(leave=await self._others())
                await self.platform.listen(self.intake.store, resume)
            except Misconfigured:
                raise
            except Exception as error:
                log.error("%s: listening broke (%s); again in %d s", self.platform.name, type(error).__name__, LISTEN_AGAIN_S)
                await asyncio.sleep(LISTEN_AGAIN_S)
                continue
            await self._ended()
            return

    async def _take_up_for_the_dead(self) -> None:
        """Everybody listens (a webhook): one takes up what processes stored that live no more."""
        while True:
            try:
                await self.intake.resume(leave=await self._others())
            except Exception as error:
                log.error("%s: what the dead left cannot be taken up now (%s)", self.platform.name, type(error).__name__)
            await asyncio.sleep(DEAD_LOOK_S)

    async def _others(self) -> frozenset[int]:
        """The numbers of the other processes that have updates of their own: where everybody listens."""
        if self._alone or self.platform.shared != "all":
            return frozenset()
        living = await self._writer.run(lambda unit: shares.living(unit, self.platform.name))
        return frozenset(numbered(part.process.worker) for part in living) - {numbered(self._database.worker)}
