"""The writers: threads that own the writing connections, and put the work that waits into shared transactions (group commit).

On SQLite one thread; on PostgreSQL a small pool, the work of one lane (a chat) always on the same thread, so that it stays in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError

from storage import leases
from storage.database import Database, is_passing
from storage.leases import Term
from storage.unit import Unit

log = logging.getLogger(__name__)

T = TypeVar("T")
GROUP = 16
"""Acts that share a commit at most: beyond it the last one waits longer than the commit costs."""
STOP_S = 5.0
"""How long a stop waits for a thread that a database out of reach holds up."""
PASSING_TRIES = 5
"""How often a transaction is tried again when the database is restarting or broke a tie; some 1.5 seconds in all."""


class Act(Protocol):
    """Something to handle with others in one call of `Acts`. lanes: what must not be twice in one group (a chat, a sender)."""

    @property
    def lanes(self) -> Sequence[str]: ...


class Acts(Protocol):
    def __call__(self, unit: Unit, acts: Sequence[Any], /) -> Sequence[Any]:
        """Handle every act in the unit; one result each. Raising undoes the whole group, which is then retried one by one."""


class Writing(Protocol):
    """What puts work into transactions: a Writer, or one under a duty."""

    async def run(self, work: Callable[[Unit], T], *, lane: str = "") -> T: ...

    def handle(self, act: Act) -> asyncio.Future[Any]: ...


@dataclass(slots=True)
class _Job:
    future: asyncio.Future[Any]
    lanes: Sequence[str]
    run: Callable[[Unit], Any] | None  # None: `act` is for the Acts
    act: Any = None
    term: Term | None = None


class Writer:
    """Work goes in by `run` and `handle`; results come back to the event loop, one wake-up for each group.

    dead: called in the loop when a thread cannot go on; the process must then exit, loudly.
    number: see Unit.
    line: makes each of the threads; the simulator's do their work in the event loop, one step after the other.
    """

    def __init__(self, database: Database, acts: Acts, *, threads: int = 1, dead: Callable[[BaseException], None],
                 number: Callable[[str], int] | None = None, line: Callable[[Writer, int], Line] | None = None) -> None:
        self._database = database
        self._number = number
        self._acts = acts
        self._dead = dead
        self._loop = asyncio.get_running_loop()
        self._lines = [(line or Line)(self, number) for number in range(threads)]

    async def run(self, work: Callable[[Unit], T], *, lane: str = "", term: Term | None = None) -> T:
        """Do `work` in a transaction, perhaps shared with other work. It may be called again when the transaction is retried.

        term: it is done under this duty, or not at all (DutyLost).
        """
        result: T = await self._put(_Job(self._loop.create_future(), (lane,) if lane else (), work, term=term))
        return result

    def handle(self, act: Act, *, term: Term | None = None) -> asyncio.Future[Any]:
        """Queue an act; the future holds what `Acts` returned for it, or its exception. term: see `run`."""
        return self._put(_Job(self._loop.create_future(), act.lanes, None, act, term))

    def _put(self, job: _Job) -> asyncio.Future[Any]:
        line = self._lines[zlib.crc32(job.lanes[0].encode()) % len(self._lines)] if job.lanes else self._lines[0]
        line.put(job)
        return job.future

    async def stop(self) -> None:
        """Finish what is queued, then end the threads."""
        for line in self._lines:
            await asyncio.to_thread(line.stop)


class Line:
    """One thread and its queue."""

    def __init__(self, writer: Writer, number: int) -> None:
        self._writer = writer
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._rest: Callable[[float], None] = time.sleep
        self._thread = threading.Thread(target=self._live, name=f"writer-{number}", daemon=True)
        self.begin()

    def begin(self) -> None:
        self._thread.start()

    def put(self, job: _Job) -> None:
        with self._wake:
            self._jobs.append(job)
            self._wake.notify()

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(STOP_S)

    def _live(self) -> None:
        try:
            while group := self._next_group():
                self._settle(group, self._together(group))
        except BaseException as error:
            log.critical("the writer stopped: %s", type(error).__name__)
            self._writer._loop.call_soon_threadsafe(self._writer._dead, error)

    def _next_group(self) -> list[_Job]:
        """Up to GROUP jobs, oldest first, no lane twice: an act must see what the one before it in its chat committed."""
        with self._wake:
            while not self._jobs and not self._stopping:
                self._wake.wait()
            group: list[_Job] = []
            lanes: set[str] = set()
            later: list[_Job] = []
            while self._jobs and len(group) < GROUP:
                job = self._jobs.popleft()
                (later if lanes.intersection(job.lanes) else group).append(job)
                lanes.update(job.lanes)
            self._jobs.extendleft(reversed(later))
            return group

    def _together(self, group: list[_Job]) -> list[Any]:
        """The results, in order; an Exception stands for a job that failed alone."""
        try:
            return self._transaction(group)
        except Exception as error:
            if len(group) == 1:
                return [error]
            log.info("a group of %d failed (%s); trying one by one", len(group), type(error).__name__)
            return [self._together([job])[0] for job in group]

    def _transaction(self, group: list[_Job]) -> list[Any]:
        for attempt in range(PASSING_TRIES):
            try:
                with self._writer._database.transaction() as connection:
                    unit = Unit(connection, self._writer._database.ids, self._writer._number)
                    leases.show(unit, {job.term for job in group if job.term})
                    acts = [job.act for job in group if job.run is None]
                    results = iter(self._writer._acts(unit, acts) if acts else ())
                    answers = [next(results) if job.run is None else job.run(unit) for job in group]
                    unit.flush()
                return answers
            except IntegrityError:  # another process may have written the same key first: read again, it is seen
                if len(group) > 1 or attempt:
                    raise
            except Exception as error:
                if not is_passing(error) or attempt == PASSING_TRIES - 1:
                    raise
                self._rest(0.1 * 2**attempt)
        raise AssertionError("unreachable")

    def _settle(self, group: list[_Job], answers: list[Any]) -> None:
        def settle() -> None:
            for job, answer in zip(group, answers, strict=True):
                if job.future.cancelled():
                    continue
                if isinstance(answer, Exception):
                    job.future.set_exception(answer)
                else:
                    job.future.set_result(answer)

        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is waiting any more
            self._writer._loop.call_soon_threadsafe(settle)
