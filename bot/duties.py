"""What one process does for all of them: it begins when its lease is ours, and is over before the lease is.

On SQLite there is one process: every duty is its own for ever, and costs nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import socket
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.neighbours import is_gone, place
from bot.writer import Act, Writer
from storage import leases
from storage.database import Database
from storage.leases import DutyLost, Taken, Term
from storage.unit import Unit

log = logging.getLogger(__name__)

T = TypeVar("T")
TTL_S = 15.0
"""How long a lease lasts that nobody renews."""
RENEW_S = 5.0
TRUST_S = 12.0
"""From the start of an attempt that succeeded, how long we act on it: less than a lease."""
END_S = 3.0
"""How long before that a duty begins to end, when the lease could not be renewed."""
AGAIN_S = 1.0
LOOK_S = 2.0
"""How often a process that waits asks whether a duty is free."""

Work = Callable[[Taken | None], Coroutine[Any, Any, None]]


class Duty:
    """One duty and the work that it gives. Used as a Writing, it writes under its term, or raises DutyLost.

    work: what to do while it is ours, given what was taken (None on SQLite); cancelled when it is lost.
    """

    def __init__(self, name: str, writer: Writer, work: Work, *, alone: bool) -> None:
        self.name = name
        self._writer = writer
        self._work = work
        self._loop = asyncio.get_running_loop()
        self._alone = alone
        self.taken: Taken | None = None
        self.trusted_until = 0.0
        self.doing: asyncio.Task[None] | None = None

    @property
    def is_ours(self) -> bool:
        return self._alone or (self.taken is not None and self._loop.time() < self.trusted_until)

    def term(self) -> Term | None:
        """What a write shows, None where there is nobody else. Raises DutyLost."""
        if self._alone:
            return None
        if self.taken is None or not self.is_ours:
            raise DutyLost(self.name)
        return self.taken.term

    async def run(self, work: Callable[[Unit], T], *, lane: str = "") -> T:
        return await self._writer.run(work, lane=lane, term=self.term())

    def handle(self, act: Act) -> asyncio.Future[Any]:
        try:
            return self._writer.handle(act, term=self.term())
        except DutyLost as lost:
            refused: asyncio.Future[Any] = self._loop.create_future()
            refused.set_exception(lost)
            return refused

    def begin(self) -> None:
        self.doing = asyncio.create_task(self._work(self.taken), name=self.name)

    async def end(self) -> None:
        """Stop the work; what it does last is still done under its term."""
        if self.doing is not None:
            self.doing.cancel()
            await asyncio.wait([self.doing])
        self.doing = None


def _at_home(owner: str) -> tuple[str, int]:
    """The place and the number of a process, from how it is named in a lease."""
    _, _, pid, there = owner.split("/")
    return there, int(pid)


class Duties:
    """The duties of this process. clerk: writes what concerns leases, apart from everything else, so that it waits for nothing.

    dead: called when the work of a duty failed for good.
    """

    def __init__(self, database: Database, clerk: Writer, *, dead: Callable[[BaseException], None]) -> None:
        self.alone = database.file is not None
        self.owner = f"{socket.gethostname()}/{database.worker}/{os.getpid()}/{place()}"
        self._clerk = clerk
        self._dead = dead
        self._loop = asyncio.get_running_loop()
        self._duties: list[Duty] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._told: set[str] = set()

    def add(self, name: str, writer: Writer, work: Work) -> Duty:
        duty = Duty(name, writer, work, alone=self.alone)
        self._duties.append(duty)
        return duty

    async def start(self) -> None:
        """Begin what is free, and keep asking for the rest."""
        for duty in self._duties:
            if self.alone:
                self._begin(duty)
            else:
                await self._try_to_take(duty)
                self._keepers.append(asyncio.create_task(self._keep(duty), name=f"keep-{duty.name}"))

    async def stop(self) -> None:
        """End our work, and give the duties back."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(self._give_back(duty) for duty in self._duties))

    def tasks(self) -> list[asyncio.Task[None]]:
        """All that runs for them."""
        return self._keepers + [duty.doing for duty in self._duties if duty.doing is not None]

    # --- one duty ---

    async def _keep(self, duty: Duty) -> None:
        while True:
            if duty.taken is None:
                await asyncio.sleep(LOOK_S * random.uniform(0.8, 1.2))
                await self._try_to_take(duty)
                continue
            await asyncio.sleep(RENEW_S)
            if not await self._renewed(duty):
                log.warning("%s: lost; another process may have it", duty.name)
                await duty.end()
                duty.taken = None

    async def _try_to_take(self, duty: Duty) -> None:
        asked = self._loop.time()
        try:
            taken = await self._within(TRUST_S - END_S, lambda unit: self._acquire(unit, duty.name))
        except Exception as error:
            log.error("%s: cannot be asked for now (%s)", duty.name, type(error).__name__)
            return
        if taken is not None and self._loop.time() < asked + TRUST_S - END_S:
            duty.taken, duty.trusted_until = taken, asked + TRUST_S
            self._told.discard(duty.name)
            log.info("%s: ours, term %d%s", duty.name, taken.term.number, " (the last one did not give it back)" if taken.abrupt else "")
            self._begin(duty)
        elif duty.name not in self._told:
            self._told.add(duty.name)
            log.info("%s: another process does this; standing by", duty.name)

    def _acquire(self, unit: Unit, name: str) -> Taken | None:
        """Take it if it is free, or its owner, restarted or not, is dead and was our neighbour."""
        owner = leases.owner_of(unit, name)
        if owner and owner != self.owner and is_gone(*_at_home(owner)):
            leases.end(unit, name, owner)
        return leases.acquire(unit, name, self.owner, ttl_s=TTL_S)

    async def _renewed(self, duty: Duty) -> bool:
        """Whether it is ours for another while. Trouble of the database is given until our trust ends."""
        if duty.taken is None:
            return False
        term, end = duty.taken.term, duty.trusted_until - END_S
        while (asked := self._loop.time()) < end:
            try:
                ours = await self._within(end - asked, lambda unit: leases.renew(unit, term, self.owner, ttl_s=TTL_S))
            except Exception as error:
                log.warning("%s: not renewed (%s)", duty.name, type(error).__name__)
                await asyncio.sleep(max(0.0, min(AGAIN_S, end - self._loop.time())))
                continue
            if ours:
                duty.trusted_until = asked + TRUST_S
            return ours
        return False

    async def _give_back(self, duty: Duty) -> None:
        await duty.end()
        if duty.taken is None:
            return
        term, duty.taken = duty.taken.term, None
        try:
            await self._within(END_S, lambda unit: leases.resign(unit, term, self.owner))
        except Exception as error:  # it ends by itself
            log.warning("%s: not given back (%s)", duty.name, type(error).__name__)

    async def _within(self, seconds: float, work: Callable[[Unit], T]) -> T:
        async with asyncio.timeout(seconds):
            return await self._clerk.run(work)

    def _begin(self, duty: Duty) -> None:
        duty.begin()
        if duty.doing is not None:
            duty.doing.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, DutyLost):
            self._dead(error)


