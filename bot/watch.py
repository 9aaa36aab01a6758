"""Each minute, on its own legs and not on the scheduler's: the auditor looks, and whoever must know of it is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import alarm
from bot.auditor.checks import Auditor, Verdict
from bot.auditor.duties import AUDITOR, AUDITOR_S
from bot.heartbeat import Heartbeat
from bot.pulse import Pulse
from bot.traces import where
from bot.writer import Writer
from handlers.desk import Desk
from handlers.feature import Job
from handlers.messages import Address
from storage import ticks

log = logging.getLogger(__name__)

ROUND_S = AUDITOR_S
FIRST_S = 20.0
"""After a start, which has other things to do than to be looked at."""
STALE = timedelta(seconds=3 * ROUND_S)


@dataclass(frozen=True, slots=True)
class Operators:
    """How those who run Relais know that it runs. rooms: the first choice first. heartbeat: an address. metrics: where to listen."""

    rooms: tuple[Address, ...] = ()
    heartbeat: str | None = field(default=None, repr=False)
    metrics: tuple[str, int] | None = None


NO_OPERATORS = Operators()


class Watch:
    """run_job: does something at a desk, in a transaction of its own. networks: those that this process sends to."""

    def __init__(self, auditor: Auditor, pulse: Pulse, writer: Writer, *, run_job: Callable[[Job], Awaitable[None]],
                 operators: Operators, networks: Container[str]) -> None:
        self.verdict: Verdict | None = None
        self._auditor = auditor
        self._pulse = pulse
        self._writer = writer
        self._run_job = run_job
        self._rooms = [room for room in operators.rooms if room.platform in networks]
        self._heartbeat = Heartbeat(operators.heartbeat) if operators.heartbeat else None
        self._green_since: Verdict | None = None
        self._calm = False  # green, and nothing of an earlier red left to say

    async def run(self) -> None:
        """For ever. Whatever fails is said in the log, and looked at again."""
        await asyncio.sleep(FIRST_S)
        while True:
            try:
                await self.round()
            except Exception as error:
                log.error("the auditor's round broke; another one comes:\n%s", where(error))
            await asyncio.sleep(ROUND_S)

    async def round(self) -> Verdict:
        """Look once, and tell. The heartbeat last: it says that all before it worked."""
        before = self.verdict
        verdict = self.verdict = await asyncio.to_thread(self._auditor.look, self._pulse.now())
        self._log(before, verdict)
        self._pulse.beat(AUDITOR, ROUND_S, well=verdict.is_green)
        await self._save()
        await self._alarm(verdict)
        if self._heartbeat is not None and verdict.is_green:
            await self._heartbeat.beat()
        return verdict

    def now(self) -> datetime:
        return self._pulse.now()

    def is_green(self) -> bool:
        """Whether the last look was green, and is not too old."""
        verdict = self.verdict
        return verdict is not None and verdict.is_green and self.now() - verdict.at < STALE

    async def _save(self) -> None:
        rows = self._pulse.unsaved()
        await self._writer.run(lambda unit: ticks.save(unit, rows))
        self._pulse.saved(rows)

    async def _alarm(self, verdict: Verdict) -> None:
        if verdict.is_green:
            self._green_since = self._green_since or verdict
        else:
            self._green_since, self._calm = None, False
        if not self._rooms or self._calm:
            return
        green_for = verdict.at - self._green_since.at if self._green_since else timedelta(0)

        def tell(desk: Desk) -> None:
            alarm.tell(desk, verdict, self._rooms, green_for)

        await self._run_job(Job(tell, every_s=0))
        self._calm = verdict.is_green and green_for >= alarm.CALM

    def _log(self, before: Verdict | None, verdict: Verdict) -> None:
        known = {found.key for found in before.red} if before else set()
        for found in verdict.red:
            if found.key not in known:
                log.error("auditor: %s (%d), since %s: %s", found.key, found.count, found.since, ", ".join(found.ids),
                          extra={"check": found.key})
        if known and verdict.is_green:
            log.info("auditor: green again")
