"""One simulated world, from its seed: lives of the bot that follow each other, people, networks, and everything that goes wrong."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
import sqlite3
from collections import Counter, deque
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Account, Person, Room
from storage.unit import Scope, Unit
from tests.scenes import CACHE, edition, router, texts
from tests.simulator.invariants import Broken, check
from tests.simulator.loop import Killed, Loop
from tests.simulator.networks import Line, Weather, networks
from tests.simulator.people import PEOPLE, ROOMS, Crowd
from tests.simulator.process import Disk, LoopTicks, WallClock, ids_of, writer_of
from tests.simulator.trouble import Trouble
from tests.sqlite import laid_at

BEGINNINGS = (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 10, 22, 5, 0, tzinfo=UTC), datetime(2027, 3, 25, 5, 0, tzinfo=UTC),
              datetime(2026, 12, 28, 5, 0, tzinfo=UTC), datetime(2028, 2, 25, 5, 0, tzinfo=UTC))  # fmt: skip
"""An ordinary week; the nights when the clock goes back and forward; the new year; 29 February."""
LONGEST_LEAP_S = 3 * 3600.0
STORY = 400


class World:
    """seed: of everything. days: how long it lives."""

    def __init__(self, folder: Path, seed: int, *, days: float = 7.0) -> None:
        self.seed, self.days = seed, days
        self.folder = folder
        self.chance = random.Random(seed)
        random.seed(seed)  # what production draws (the spread of retries)
        self.clock = WallClock(self.chance.choice(BEGINNINGS))
        self.networks = networks(self.clock, self.chance)
        self.crowd = Crowd(self, {network.name: network for network in self.networks}, self.chance)
        self.trouble = Trouble(self)
        self.story: deque[str] = deque(maxlen=STORY)
        self.said: dict[str, str] = {}
        self.logged = 0
        self.climbed: dict[int, tuple[int, int]] = {}  # by request: its version, the steps taken, at the last check
        self.night_falls = False
        self.counts: Counter[str] = Counter()
        self.lives = 0
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._database: Database | None = None
        self._plan()

    # --- the story ---

    def plays(self) -> None:
        """Live until the end. Raises Broken, with the story, at the first invariant that does not hold."""
        laid_at(self.folder / "relais.db")
        self._lets_people_in()
        while self.now < self.days * 86400:
            self._lives_once()
            self._checks("after a death" if self.now < self.days * 86400 else "at the end")

    def tells(self, what: str) -> None:
        self.story.append(f"{self.clock.truly():%a %d/%m %H:%M:%S} {what}")

    @property
    def now(self) -> float:
        """True seconds since the world began."""
        return self.clock.seconds()

    def soon(self, seconds: float, do: Callable[[], None]) -> None:
        self.at(self.now + seconds, do)

    def at(self, when: float, do: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._numbers), do))

    # --- one life of the process ---

    def _lives_once(self) -> None:
        self.lives += 1
        self.loop = self.clock.loop = loop = Loop(self.clock.late, self.chance)
        asyncio.set_event_loop(loop)
        self.disk = Disk(self.chance)
        deadly = self.chance.choice((0.0, 0.0, 0.002))
        try:
            loop.run_until_complete(self._life(loop, deadly))
        except Killed:
            self.counts["kills"] += 1
            self.tells("--- the process is killed")
        finally:
            self.clock.late, self.clock.loop = loop.time() + self.chance.choice((2.0, 2.0, 5.0, 40.0, 3600.0)), None
            if self._database:
                self._database.close()
            loop.is_dropped()
            asyncio.set_event_loop(None)

    async def _life(self, loop: Loop, deadly: float) -> None:
        database = self._database = open_database(f"sqlite:///{self.folder}/relais.db")
        database.ids = ids_of(database, self.clock)
        self.disk.under(database)
        self.tells(f"--- life {self.lives} begins, the clock says {self.clock.now():%a %d/%m %H:%M}")
        app = App(database, edition=edition(), router=router(), seal=Seal(self.folder / "keys"), state_dir=self.folder, clock=self.clock,
                  texts=texts(), ticks=LoopTicks(), writer=writer_of(self.chance, loop, deadly))  # fmt: skip
        for network in self.networks:
            network.begins(self.lives, loop.time())
        await app.start([Line(network) for network in self.networks])
        try:
            await self._goes_on(app)
        finally:
            if app._failure:
                raise app._failure
        await app.stop()
        self.tells("--- the process is stopped")

    async def _goes_on(self, app: App) -> None:
        """Until the end of the world, or somebody stops it."""
        self.stopping = False
        while self.now < self.days * 86400 and not self.stopping:
            until = min(self._agenda[0][0] if self._agenda else 1e12, self.days * 86400)
            await self._lets_pass(app, until)
            while self._agenda and self._agenda[0][0] <= self.now and not self.stopping:
                heapq.heappop(self._agenda)[2]()
            if self.night_falls:
                await self._comes_to_rest(app)
                self._checks("at night", calm=True)

    async def _comes_to_rest(self, app: App) -> None:
        """What was said a moment before may take its minute, and after a start every tick comes once."""
        self.night_falls, until = False, self.now + 120
        while self.now < until and not (self._is_quiet(app) and self.now > until - 50):
            await asyncio.sleep(1)

    def _is_quiet(self, app: App) -> bool:
        """Nothing is under way, neither here nor on its way here."""
        return app._is_idle() and all(network.is_read or network.weather.down_until > self.now for network in self.networks)

    async def _lets_pass(self, app: App, until: float) -> None:
        """Wait; where nothing is under way, leap: to the next thing due, or over hours, and let every tick see where we are."""
        while self.now < until:
            if until - self.now < 2 or not self._is_quiet(app):
                await asyncio.sleep(min(max(until - self.now, 0.001), 1.0))
                continue
            due = self._next_due()
            self.loop.jumps(min(until, due, self.now + LONGEST_LEAP_S) - self.now)
            await asyncio.sleep(0.3)

    def _next_due(self) -> float:
        """When the database next owes something, by true time."""
        moments = [row[0] for row in self.reads(
            "SELECT min(not_before) FROM notice WHERE state = 'pending' AND not_before > ? UNION ALL "
            "SELECT min(not_before) FROM outbox WHERE state = 'pending' AND not_before > ? UNION ALL "
            "SELECT min(next_action_at) FROM request WHERE next_action_at > ?", *[stored(self.clock.now())] * 3)]  # fmt: skip
        ahead = [parsed(moment) - self.clock.now() for moment in moments if moment]
        return self.now + max(1.0, min(ahead).total_seconds() + 0.5) if ahead else 1e12

    def reads(self, statement: str, *given: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self.folder}/relais.db?mode=ro", uri=True)) as connection:
            return connection.execute(statement, given).fetchall()

    # --- what is planned from the beginning ---

    def _plan(self) -> None:
        """Deeds in the daytime, mostly; trouble at any hour; a calm every night in which all must come right."""
        for day in range(int(self.days) + 1):
            for _ in range(self.chance.randint(5, 30)):
                hour = self.chance.triangular(6, 19, 10) if self.chance.random() < 0.93 else self.chance.uniform(0, 24)
                self.at(day * 86400 + hour * 3600, self.crowd.does_something)
            for _ in range(self.chance.randint(1, 5)):
                self.at((day + self.chance.random() * 0.85) * 86400, self.trouble.happens)
            self.at((day + 0.93) * 86400, self._calms_down)
            self.at((day + 0.97) * 86400, self._night)

    def _night(self) -> None:
        self.night_falls = True

    def _calms_down(self) -> None:
        self.disk.full, self.disk.forgetful = False, 0.0
        self.disk.fails.clear()
        for network in self.networks:
            network.weather = Weather()

    def _checks(self, when: str, *, calm: bool = False) -> None:
        self.counts["checks"] += 1
        self.logged = int(str(self.reads("SELECT count(*) FROM request WHERE reference IS NOT NULL")[0][0]))
        if faults := check(self, calm=calm):
            raise Broken(self, when, faults)

    def _lets_people_in(self) -> None:
        database = open_database(f"sqlite:///{self.folder}/relais.db")
        database.ids = ids_of(database, self.clock)
        with database.transaction() as connection:
            store = Scope(unit := Unit(connection, database.ids))
            for name, who in PEOPLE.items():
                person = Person(id=store.next_id(), name=name.capitalize(), role=who.role, mairie=who.mairie, direction=who.direction,
                                language="fr", joined_at=self.clock.now())  # fmt: skip
                store.add(person)
                store.add(Account(address=f"{who.network}:{name}", person_id=person.id, chat=f"{who.network}:{name}"))
            for room, direction in ROOMS.items():
                store.add(Room(address=room, direction=direction, bound_by=1, bound_at=self.clock.now()))
            store.keep()
            unit.flush()
        database.close()
        if not (self.folder / "cache").exists():
            (self.folder / "cache").symlink_to(CACHE)


def stored(moment: datetime) -> str:
    """As SQLite holds it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def parsed(moment: object) -> datetime:
    return datetime.fromisoformat(str(moment)).replace(tzinfo=UTC)
