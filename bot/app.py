"""The one place where the parts are put together and taken down."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import ChainMap
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.acts import acts_handler
from bot.auditor.checks import Auditor
from bot.auditor.duties import hours_of
from bot.clock import Chore, Clock, Ticks
from bot.dispatch import Dispatch
from bot.duties import RENEW_S, Duties
from bot.editions import CACHE, LOOK_S, Follower
from bot.exchange import Exchange
from bot.failpoints import fail_point
from bot.filing import Filing
from bot.intake import Intake
from bot.menus import Menus
from bot.platforms import OffersMenus, Platform, TellsPulse
from bot.pulse import Pulse
from bot.retention import forget, sweep
from bot.router.source import source_of
from bot.running import RunningMark
from bot.sender import POLL_S, Sender
from bot.stopping import end_within, ended, within
from bot.vault import Vault
from bot.watch import NO_OPERATORS, Operators, Watch
from bot.writer import Writer, Writing
from config.texts import Texts, words
from config.town import Edition
from handlers import features as all_features
from handlers.desk import Desk, Hall, InForce
from handlers.feature import Feature, Job
from handlers.routing.loading import load_router
from handlers.routing.rules import Router
from storage.ballots import WindowKeys
from storage.database import Database, StorageFault
from storage.leases import Taken
from storage.seal import Seal
from storage.tables import Outbox
from storage.unit import Scope, Unit

if TYPE_CHECKING:
    from bot.health import Health
    from bot.router.learner import Learner

log = logging.getLogger(__name__)

POSTGRES_THREADS = 2


class App:
    """A running Relais. database: open and, on SQLite, owned. state_dir: keys, caches, the mark of a run under way.
    operators: None at a console or a demo, where no auditor looks.

    clock, ticks, writer: what makes time pass and work be done; the simulator has its own, so that weeks pass in seconds.
    """

    def __init__(
        self,
        database: Database,
        *,
        edition: Edition,
        router: Router,
        seal: Seal,
        state_dir: Path,
        language: str = "fr",
        clock: Clock | None = None,
        texts: Texts | None = None,
        features: Sequence[Feature] | None = None,
        operators: Operators | None = None,
        ticks: Ticks | None = None,
        writer: Callable[..., Writer] = Writer,
    ) -> None:
        self.database = database
        self.seal = seal
        self.clock = clock or Clock()
        self.vault = Vault(database, seal, self.clock.now)
        self.filing = Filing(database, seal, self.clock.now, cache=state_dir / CACHE)
        self._features = all_features() if features is None else features
        commands = [command for feature in self._features for command in feature.commands]
        self._texts = texts
        self.hall = Hall(self._in_force(edition, router), seal, language, commands, window_keys=WindowKeys(state_dir / "windows"))
        self._cache = state_dir / CACHE
        self.dispatch = Dispatch(self.hall, self._features, self.clock.now)
        self._operators = operators
        self.hall.operators = frozenset(map(str, operators.rooms if operators else ()))
        self.pulse = Pulse(self.clock.now)
        self.auditor = Auditor(
            database, lambda: self.hall.town, seal, state_dir, beats=self.pulse.beats, schedules=hours_of(self._features)
        )
        self._running_mark = RunningMark(state_dir, several=database.file is None, worker=database.worker)
        self._exchanges: dict[str, Exchange] = {}
        self._menus: dict[str, Menus] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._health: Health | None = None
        self._ended = asyncio.Event()
        self._failure: BaseException | None = None
        self.ticks = ticks or Ticks(self.pulse.beat)
        self._new_writer = writer
        self._follower = Follower(database, self.hall, cache=self._cache, serve=self._served, say=self.say)
        self.learner: Learner | None = None  # a demo and a simulation keep the router they began with
        self.chores: list[Chore] = [("shell.sweep", 60, partial(sweep, self.hall, database))]  # besides jobs

    # --- life ---

    async def start(self, platforms: Sequence[Platform]) -> None:
        """Begin: log in, take up what was left, listen, deliver, tick. Raises Misconfigured when a person must act."""
        self._careful = self._running_mark.put()
        alone = self.database.file is not None
        threads = 1 if alone else POSTGRES_THREADS
        all_record = not alone and any(platform.shared == "all" for platform in platforms)
        number = self.database.number if all_record else None
        self._writer = self._new_writer(self.database, acts_handler(self.dispatch), threads=threads, dead=self._die, number=number)
        self._clerks = [Writer(self.database, lambda _unit, acts: acts, dead=self._die) for _ in range(0 if alone else 2)]
        self._duties = Duties(self.database, self._clerks[0] if self._clerks else self._writer, dead=self._die)
        self._clock_duty = self._duties.add("clock", self._writer, _keeps_time)
        self.hall.erasers = frozenset(platform.name for platform in platforms if platform.can_erase)
        self.hall.facts = ChainMap(*(getattr(platform, "facts", {}) for platform in platforms))
        for platform in platforms:
            self.hall.prefixes = {**self.hall.prefixes, platform.name: platform.prefix}
            if isinstance(platform, TellsPulse) and platform.hears_every_s:
                platform.heard = self.pulse.expected(f"listen-{platform.name}", platform.hears_every_s)
            self._exchanges[platform.name] = exchange = Exchange(
                platform, self.database, self._writer, self._duties, clerk=self._clerks[1] if self._clerks else None,
                sender=self._new_sender, intake=self._new_intake, ended=self._end_by_itself,
            )  # fmt: skip
            self._tasks += await exchange.start()
        for platform in platforms:
            if isinstance(platform, OffersMenus):
                self._menus[platform.name] = Menus(platform, self.database, self.hall)
                self._tasks.append(asyncio.create_task(self._menus[platform.name].run(), name=f"menus-{platform.name}"))
        self.auditor.started = self.clock.now()
        told = self._operators or NO_OPERATORS
        self.watch = Watch(self.auditor, self.pulse, self._writer, run_job=self.run_job, operators=told, networks=self._senders)
        if self._operators is not None:
            self._tasks.append(asyncio.create_task(self.watch.run(), name="watch"))
        if told.metrics:
            from bot.health import Health  # a web server, which a bot without it need not pay for

            self._health = Health(told.metrics, database=self.database, watch=self.watch)
            await self._health.open()
        for task in self._tasks:
            task.add_done_callback(self._task_ended)
        await self._duties.start()
        for exchange in self._exchanges.values():
            await exchange.begun()
        self._wake_jobs()

    async def stop(self) -> None:
        """Finish what is under way, give back what is not, leave nothing half done."""
        self.ticks.stop()
        for task in self._tasks:
            task.cancel()
        others = [*([self.learner.stop()] if self.learner else ()), *([self._health.close()] if self._health else ())]
        await within("follower", self._follower.stop(), *others)
        await within("tasks", *(ended(task) for task in self._tasks))
        if hasattr(self, "_duties"):
            await within("duties", self._duties.stop())
        await within("exchanges", *(exchange.stop() for exchange in self._exchanges.values()))
        if hasattr(self, "_writer"):
            await within("writer", *(writer.stop() for writer in (self._writer, *self._clerks)))
        await within("drawing", self.filing.stop())
        if self._failure is None:
            self._running_mark.take_away()

    async def ended(self) -> None:
        """Until somebody asks us to stop, or something cannot go on (then its error is raised)."""
        await self._ended.wait()
        if self._failure is not None:
            raise self._failure

    def end(self) -> None:
        self._ended.set()

    def end_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, end_within, self.end)

    async def settle(self) -> None:
        """Until everything received is handled and everything owed now is delivered. For scripts and tests; bounded."""
        deadline = asyncio.get_running_loop().time() + 20
        while asyncio.get_running_loop().time() < deadline:
            if self._is_idle():
                return
            await asyncio.sleep(0.005)

    def _is_idle(self) -> bool:
        return all(exchange.is_idle() for exchange in self._exchanges.values()) and self._follower.is_idle()

    async def run_job(self, job: Job, *, under: Writing | None = None) -> None:
        """One tick of a job, in its own transaction; what it owes is delivered. under: the duty it is done under."""
        await (under or self._writer).run(lambda unit: self._job(unit, job))
        for sender in self._senders.values():
            sender.look()

    async def say(self, what: Callable[[Desk], None]) -> None:
        await self.run_job(Job(what, every_s=0))

    def keeps_time(self) -> bool:
        """Whether the jobs are this process' to run, of several."""
        return self._clock_duty.is_ours

    @property
    def _senders(self) -> dict[str, Sender]:
        return {name: exchange.sender for name, exchange in self._exchanges.items() if exchange.sender is not None}

    @property
    def _intakes(self) -> dict[str, Intake]:
        return {name: exchange.intake for name, exchange in self._exchanges.items()}

    # --- inside ---

    def _job(self, unit: Unit, job: Job) -> None:
        store = Scope(unit)
        job.run(Desk(self.hall, store, self.clock.now()))
        if job.point and store.has_written:
            fail_point(job.point)
        store.keep()

    def _wake_jobs(self) -> None:
        for feature in self._features:
            for name, job in feature.jobs.items():
                self.ticks.every(job.every_s, partial(self._tick, job), name=f"{feature.name}.{name}")
        self.ticks.every(LOOK_S, self._look_for_the_town, name="shell.town")
        self.ticks.every(3600, self._forget, name="shell.forget")
        self.ticks.every(RENEW_S, self._look_at_the_release, name="shell.release")
        for name, seconds, chore in self.chores:
            self.ticks.every(seconds, chore, name=name)
        self.ticks.start()

    async def _tick(self, job: Job) -> None:
        """Of several processes, the one with the clock's duty runs the jobs."""
        if self.keeps_time():
            await self.run_job(job, under=self._clock_duty)

    async def _forget(self) -> None:
        if self._clock_duty.is_ours:
            await self._clock_duty.run(partial(forget, now=self.clock.now()))

    async def _look_at_the_release(self) -> None:
        """A newer Relais brought the database up to date under us: what we would write is no longer what it means."""
        if not await asyncio.to_thread(self.database.is_of_our_release):
            self._die(StorageFault("storage-moved-on", where=self.database.where))

    def _new_sender(self, platform: Platform, writer: Writing, trusted: Callable[[], bool]) -> Sender:
        beat = self.pulse.expected(f"send-{platform.name}", POLL_S)
        return Sender(platform, writer, seal=self.seal, now=self.clock.now, trusted=trusted, beat=beat)

    def _new_intake(self, platform: Platform, writer: Writing) -> Intake:
        keep = partial(self.filing.keep, self._writer)
        return Intake(platform, self.dispatch, writer, seal=self.seal, keep_file=keep, offer=self._offer, careful=self._careful)

    async def _end_by_itself(self) -> None:
        await self.settle()
        self.end()  # only a terminal comes to an end

    async def _look_for_the_town(self) -> None:
        self._follower.look()
        if self.learner:
            self.learner.look()

    def _in_force(self, edition: Edition, router: Router) -> InForce:
        return InForce(edition, router.remembering(), self._texts or words(edition.town.timezone))

    def _served(self, edition: Edition, progress: Callable[[float], None]) -> InForce:
        source = source_of(self.database, edition.town)
        return self._in_force(edition, load_router(edition.town, self._cache, source=source, progress=progress))

    def _offer(self, rows: Sequence[Outbox]) -> None:
        if self.hall.renewed:  # what was just committed may be another version of the town
            self._follower.look()
        for name, exchange in self._exchanges.items():
            mine = [row for row in rows if row.platform == name]
            if mine:
                exchange.offer(mine)
                if name in self._menus:
                    self._menus[name].notice(mine)

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._die(error)

    def _die(self, error: BaseException) -> None:
        log.critical("cannot go on: %s", type(error).__name__)
        self._failure = self._failure or error
        self._ended.set()


async def _keeps_time(_taken: Taken | None) -> None:
    """The duty of whoever runs the jobs: they ask for themselves whether it is ours."""
    await asyncio.Event().wait()
