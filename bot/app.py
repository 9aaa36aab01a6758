"""The one place where the parts are put together and taken down."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections import ChainMap
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot import documents
from bot.acts import acts_handler
from bot.clock import Clock, Ticks
from bot.dispatch import Dispatch
from bot.editions import CACHE, LOOK_S, Follower
from bot.intake import Intake
from bot.menus import Menus
from bot.platforms import Misconfigured, OffersMenus, Platform, SplitsLongTexts
from bot.sender import Sender
from bot.vault import Vault
from bot.writer import Writer
from config.texts import Texts, words
from config.town import Edition
from handlers import features as all_features
from handlers.desk import Desk, Hall, InForce
from handlers.feature import Feature, Job
from handlers.messages import Attachment, RemoteFile
from handlers.routing.loading import load_router
from handlers.routing.rules import Router
from storage import files, inbox, outbox
from storage.database import Database
from storage.seal import Seal
from storage.tables import Outbox
from storage.unit import Scope, Unit

log = logging.getLogger(__name__)

POSTGRES_THREADS = 2
KEEP_IDS = timedelta(days=90)
KEEP_CONTENTS = timedelta(days=7)  # of what could not be handled
KEEP_BODIES = timedelta(days=30)
LISTEN_AGAIN_S = 5.0


class App:
    """A running Relais. database: open and, on SQLite, owned. state_dir: keys, caches, the mark of a run under way.

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
        ticks: Ticks | None = None,
        writer: Callable[..., Writer] = Writer,
    ) -> None:
        self.database = database
        self.seal = seal
        self.clock = clock or Clock()
        self.vault = Vault(database, seal, self.clock.now)
        self._features = all_features() if features is None else features
        commands = [command for feature in self._features for command in feature.commands]
        self._texts = texts
        self.hall = Hall(self._in_force(edition, router), seal, language=language, commands=commands)
        self._cache = state_dir / CACHE
        self.dispatch = Dispatch(self.hall, self._features, self.clock.now)
        self._running_mark = state_dir / "running"
        self._platforms: list[Platform] = []
        self._senders: dict[str, Sender] = {}
        self._intakes: dict[str, Intake] = {}
        self._menus: dict[str, Menus] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = asyncio.Event()
        self._failure: BaseException | None = None
        self._ticks = ticks or Ticks()
        self._new_writer = writer
        self._follower = Follower(
            database, self.hall, cache=self._cache, serve=self._served, say=lambda what: self.run_job(Job(what, every_s=0))
        )

    # --- what platforms are given ---

    async def open_attachment(self, attachment: Attachment) -> bytes:
        """The bytes of a stored file. Raises LookupError when it is no longer kept."""

        def read() -> bytes | None:
            with self.database.reading() as connection:
                return files.content(Unit(connection, self.database.ids), self.seal, attachment.hash)

        content = await asyncio.to_thread(read)
        if content is None:
            raise LookupError(f"file {attachment.hash[:12]} is no longer kept")
        return content

    # --- life ---

    async def start(self, platforms: Sequence[Platform]) -> None:
        """Begin: log in, take up what was left, listen, deliver, tick. Raises Misconfigured when a person must act."""
        careful = self._running_mark.exists()
        self._running_mark.write_text(str(os.getpid()))
        threads = 1 if self.database.file else POSTGRES_THREADS
        self._writer = self._new_writer(self.database, acts_handler(self.dispatch), threads=threads, dead=self._die)
        self.hall.erasers = frozenset(platform.name for platform in platforms if platform.can_erase)
        self.hall.facts = ChainMap(*(getattr(platform, "facts", {}) for platform in platforms))
        for platform in platforms:
            await platform.start()
            self._platforms.append(platform)
            self.hall.prefixes = {**self.hall.prefixes, platform.name: platform.prefix}
            if self.database.file:  # the only process: what is marked as being sent was ours, and is not any more
                await self._writer.run(lambda unit, name=platform.name: outbox.release_all(unit, name))  # type: ignore[misc]
            self._senders[platform.name] = Sender(platform, self._writer, seal=self.seal, now=self.clock.now)
            if isinstance(platform, SplitsLongTexts):
                platform.between_parts = self._senders[platform.name].next_part
            self._intakes[platform.name] = Intake(
                platform, self.dispatch, self._writer, seal=self.seal, keep_file=self._keep_file, offer=self._offer, careful=careful
            )
        for platform in platforms:
            self._tasks.append(asyncio.create_task(self._senders[platform.name].run(), name=f"send-{platform.name}"))
            self._tasks.append(asyncio.create_task(self._listen(platform), name=f"listen-{platform.name}"))
            if isinstance(platform, OffersMenus):
                self._menus[platform.name] = Menus(platform, self.database, self.hall)
                self._tasks.append(asyncio.create_task(self._menus[platform.name].run(), name=f"menus-{platform.name}"))
        for task in self._tasks:
            task.add_done_callback(self._task_ended)
        self._wake_jobs()

    async def stop(self) -> None:
        """Finish what is under way, give back what is not, leave nothing half done."""
        self._ticks.stop()
        await self._follower.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for intake in self._intakes.values():
            await intake.stop()
        for sender in self._senders.values():
            await sender.stop()
        for platform in self._platforms:
            await platform.stop()
        if hasattr(self, "_writer"):
            await self._writer.stop()
        if self._failure is None:
            self._running_mark.unlink(missing_ok=True)

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
            loop.add_signal_handler(number, self.end)

    async def settle(self) -> None:
        """Until everything received is handled and everything owed now is delivered. For scripts and tests; bounded."""
        deadline = asyncio.get_running_loop().time() + 20
        while asyncio.get_running_loop().time() < deadline:
            if self._is_idle():
                return
            await asyncio.sleep(0.005)

    def _is_idle(self) -> bool:
        handled = all(intake.is_idle() for intake in self._intakes.values()) and all(sender.is_idle() for sender in self._senders.values())
        return handled and self._follower.is_idle()

    async def run_job(self, job: Job) -> None:
        """One tick of a job, in its own transaction; what it owes is delivered."""
        await self._writer.run(lambda unit: self._job(unit, job))
        for sender in self._senders.values():
            sender.look()

    # --- inside ---

    def _job(self, unit: Unit, job: Job) -> None:
        store = Scope(unit)
        job.run(Desk(self.hall, store, self.clock.now()))
        store.keep()

    def _wake_jobs(self) -> None:
        for feature in self._features:
            for name, job in feature.jobs.items():

                async def tick(job: Job = job) -> None:
                    await self.run_job(job)

                tick.__qualname__ = f"{feature.name}.{name}"
                self._ticks.every(job.every_s, tick)
        self._ticks.every(LOOK_S, self._look_for_the_town)
        self._ticks.every(3600, self._forget)
        self._ticks.start()

    async def _forget(self) -> None:
        """Retention of what the shell itself keeps: ids of updates, bodies of messages."""
        now = self.clock.now()

        def forget(unit: Unit) -> None:
            inbox.prune(unit, now - KEEP_IDS)
            inbox.erase_contents(unit, now - KEEP_CONTENTS)
            outbox.erase_bodies(unit, now - KEEP_BODIES)

        await self._writer.run(forget)

    async def _listen(self, platform: Platform) -> None:
        intake = self._intakes[platform.name]
        while True:
            try:
                await platform.listen(intake.store, await intake.resume())
            except Misconfigured:
                raise
            except Exception as error:
                log.error("%s: listening broke (%s); again in %d s", platform.name, type(error).__name__, LISTEN_AGAIN_S)
                await asyncio.sleep(LISTEN_AGAIN_S)
                continue
            await self.settle()
            self.end()  # only a terminal comes to an end
            return

    async def _look_for_the_town(self) -> None:
        self._follower.look()

    def _in_force(self, edition: Edition, router: Router) -> InForce:
        return InForce(edition, router, self._texts or words(edition.town.timezone))

    def _served(self, edition: Edition, progress: Callable[[float], None]) -> InForce:
        return self._in_force(edition, load_router(edition.town, self._cache, progress=progress))

    def _offer(self, rows: Sequence[Outbox]) -> None:
        if self.hall.renewed:  # what was just committed may be another version of the town
            self._follower.look()
        for name, sender in self._senders.items():
            mine = [row for row in rows if row.platform == name]
            if mine:
                sender.offer(mine)
                if name in self._menus:
                    self._menus[name].notice(mine)

    async def _keep_file(self, file: RemoteFile, content: bytes) -> Attachment | None:
        kept = await asyncio.to_thread(documents.clean, file, content)
        if kept is None:
            return None
        now = self.clock.now()
        await self._writer.run(
            lambda unit: files.put(unit, self.seal, kept.hash, media_type=kept.media_type, content=kept.content, now=now)
        )
        return Attachment(kept.hash, kept.media_type, len(kept.content), file.name)

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._die(error)

    def _die(self, error: BaseException) -> None:
        log.critical("cannot go on: %s", type(error).__name__)
        self._failure = self._failure or error
        self._ended.set()


async def run(app: App, platforms: Sequence[Platform], *, ready: Callable[[], None] = lambda: None) -> None:
    """Start, live until asked to stop, stop. Raises what made it impossible to go on."""
    app.end_on_signals()
    try:
        await app.start(platforms)
        ready()
        await app.ended()
    finally:
        with suppress(asyncio.CancelledError):
            await app.stop()
