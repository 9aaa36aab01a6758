"""The stage: the real application in a folder of its own, a console several people share, a clock that jumps, lights that go out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType

from bot.app import App
from bot.clock import Clock
from bot.demo import picture
from bot.platforms import Outgoing
from bot.platforms.console import ConsolePlatform
from bot.screen import Screen
from config.texts import words
from config.town import Edition
from handlers.directory.rules import needs_referent
from handlers.messages import Rendered, Value
from handlers.people.codes import new_invitation
from handlers.people.rules import OF_A_MAIRIE, code_in
from handlers.routing.rules import Router
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Person
from storage.unit import Scope, Unit

DAY = date(2026, 11, 23)
"""A Monday without anything special."""
MAIRIE = "mq_tanneurs"
PATIENCE_S = 20.0
TURNS = 40


class DemoClock(Clock):
    """Shows the hour of the scene; set going, it runs on like any clock."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._time = datetime.combine(DAY, time(8), self._zone).astimezone(UTC)
        self._going_since: float | None = None

    def now(self) -> datetime:
        if self._going_since is not None:
            return self._time + timedelta(seconds=monotonic() - self._going_since)
        self._time += timedelta(milliseconds=1)  # two things never happen at the same instant
        return self._time

    def jump(self, hour: str, day: int = 0) -> None:
        """To « 08:42 » of the day, or of so many days later."""
        self._time = datetime.combine(DAY + timedelta(days=day), time.fromisoformat(hour), self._zone).astimezone(UTC)

    def go(self) -> None:
        self._going_since = monotonic()

    def hour(self) -> str:
        return f"{self.now().astimezone(self._zone):%H:%M}"


class DemoConsole(ConsolePlatform):
    """The console platform; in the dark, what is sent goes nowhere and no answer comes back."""

    dark = False

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        if self.dark:
            await asyncio.Event().wait()
        return await super().deliver(what, key=key)


SPEAKING = ("requests.mind-dangers", "escalation.step", "people.tell")
"""The jobs that speak to people by themselves."""


class Stage:
    """Who is on it speaks by lines of the console platform; what they see is printed, in reading order, at a reader's pace.

    folder: the database, keys and marks of this play. pace: 1 for a reader, 0 without any pause.
    pictured: whether what is printed goes on the picture too.
    brief: whether each message is one line, for what has been seen already.
    """

    def __init__(self, folder: Path, *, edition: Edition, router: Router, language: str, console: Console, pace: float) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'relais.db'}"
        self.edition = edition
        self.town = edition.town
        self.language = language
        self.clock = DemoClock(edition.town.timezone)
        self.screen = Screen(console, hour=self.clock.hour)
        self._picture = Screen(picture.recorder(), hour=self.clock.hour)
        self.router = router
        self.pace = pace
        self.pictured = False
        self.brief = False
        self._cards: dict[str, Rendered] = {}
        self._heard: dict[str, Rendered] = {}

    # --- the application ---

    async def opens(self) -> None:
        """Start, or start again: everything is read from the folder."""
        self.database = open_database(self.url)
        self.database.own()
        self.seal = Seal(self.folder / "keys")
        self.app = App(
            self.database, edition=self.edition, router=self.router, seal=self.seal, state_dir=self.folder, language=self.language,
            clock=self.clock,
        )
        self._lines: asyncio.Queue[str | AsyncIterator[str]] = asyncio.Queue()
        self._answered = asyncio.Event()
        self._arrived: dict[str, asyncio.Event] = {}
        self.platform = DemoConsole(self._spoken(), self._shown)
        self.platform.settle = self._settled
        await self.app.start([self.platform])

    async def closes(self) -> None:
        await self.app.stop()
        self.database.close()

    def loses_power(self) -> None:
        """Once the event loop is gone, with every task where it stood: what a system does for a process that died."""
        self.database.close()

    async def _spoken(self) -> AsyncIterator[str]:
        while True:
            said = await self._lines.get()
            if isinstance(said, str):
                yield said
            else:
                async for line in said:
                    yield line
                return

    async def _settled(self) -> None:
        if self.platform.dark:
            self._answered.set()
            await asyncio.Event().wait()
        await self.app.settle()
        self._answered.set()

    # --- what happens on it ---

    async def scene(self, hour: str, key: str, *, day: int = 0) -> None:
        self.chapter(hour, key, day=day)
        for job in SPEAKING:  # what the new hour brings is said before anybody speaks, never between two lines of theirs
            await self.app.ticks.call(job)
        await self.app.settle()
        await self.rest(1.4)

    def chapter(self, hour: str, key: str, *, day: int = 0, **values: Value) -> None:
        """A new hour, a title, and what is going on. day: how many days later than the first."""
        self.clock.jump(hour, day)
        when = f"{self.word('demo-on', day=DAY + timedelta(days=day))} · {hour}" if day else hour
        for screen in self._screens():
            screen.chapter(f"{when} · {words().title(self.language, key)}")
            screen.note(self.word(key, **values))

    async def says(self, who: str, line: str, *, shown: str = "") -> None:
        """Somebody writes; returns once they have read the answer. shown: instead of a line that is a gesture of the console."""
        await self._does(who, line, shown or line)

    async def taps(self, who: str, act: str, *, to: str = "", room: str = "") -> None:
        """Somebody chooses on their newest card, or on that of a room (« #voirie »), the first choice for this act (« requests.record »),
        with this end if given."""
        choices = (self.platform.newest_card(room) if room else self._cards[who]).choices
        place = next(place for place, choice in enumerate(choices) if choice.act.startswith(act) and choice.act.endswith(to))
        where = f"{room} " if room else ""
        await self._does(who, f"{where}{place + 1}", f"{where}{place + 1} › {choices[place].label}")

    async def hears(self, who: str) -> None:
        """They do nothing: what was owed to them since before this start arrives."""
        await self._until(self._arrived.setdefault(who, asyncio.Event()))
        await self.rest(1.0)

    async def is_told(self, who: str, job: str) -> None:
        """A job speaks to a few people each time it is woken: until their turn has come, and nothing to them before."""
        arrived = self._arrived[who] = asyncio.Event()
        for _ in range(TURNS):
            await self.app.ticks.call(job)
            await self.app.settle()
            if arrived.is_set():
                return await self.rest(3)
        raise LookupError(f"{job} said nothing to {who}")

    async def cut_off(self, who: str, line: str) -> None:
        """Somebody writes and the lights go out: committed, never answered."""
        self.platform.dark = True
        await self._does(who, line, line)

    async def _does(self, who: str, line: str, shown: str) -> None:
        for screen in self._screens():
            screen.said(who, shown, brief=self.brief)
        await self.rest(0.2 if self.brief else 0.7)
        self._answered.clear()
        self._lines.put_nowait(f"@{who} {line}")
        await self._until(self._answered)
        await self.rest(0.3 if self.brief else 0.9)

    async def _until(self, event: asyncio.Event) -> None:
        """Raises what stopped the application instead, if something did."""
        waits = asyncio.ensure_future(event.wait()), asyncio.ensure_future(self.app.ended())
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if not event.is_set():
                await waits[1]
        finally:
            for wait in waits:
                wait.cancel()

    def _shown(self, who: str, what: Outgoing, replaces: bool) -> None:
        self._heard[who] = what.body
        self._arrived.setdefault(who, asyncio.Event()).set()
        if what.body.choices:
            self._cards[who] = what.body
        for screen in self._screens():
            if self.brief:
                screen.glimpse(who, what)
            else:
                screen.show(who, what, replaces)

    def heard(self, who: str) -> Rendered:
        """The newest message somebody got."""
        return self._heard[who]

    def tell(self, what: RenderableType) -> None:
        for screen in self._screens():
            screen.put(what)

    def draws(self, file: Path) -> None:
        """Write the picture of the scenes that were pictured."""
        picture.write(self._picture.console, file, title=self.word("demo-picture"))

    async def hands_over(self, lines: Callable[[Callable[[], str]], AsyncIterator[str]], *, to: str) -> None:
        """The prompt is theirs, until the end of input."""
        self.platform.who = to
        self.clock.go()
        self.app.end_on_signals()
        self._lines.put_nowait(lines(lambda: f"{self.platform.who} › "))
        await self.app.ended()

    async def rest(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self.pace)

    def word(self, key: str, **values: Value) -> str:
        return words().say(self.language, key, values)

    def _screens(self) -> list[Screen]:
        return [self.screen, self._picture] if self.pictured else [self.screen]

    # --- who is there ---

    def lets_referents_in(self) -> None:
        """The directions have somebody to answer already, as on any day; they do not speak in this play."""
        with self.database.transaction() as connection:
            unit = Unit(connection, self.database.ids)
            store = Scope(unit)
            for contact in self.town.contacts.values():
                if needs_referent(self.town, contact.direction):
                    store.add(Person(id=store.next_id(), name=contact.function, role="direction", direction=contact.direction,
                                     language=self.language, joined_at=self.clock.now()))
            store.keep()
            unit.flush()

    def code(self, role: str, *, direction: str | None = None) -> str:
        """What `relais invite --role … --mairie mq_tanneurs`, or `--direction …`, prints."""
        return issue(self.database, self.seal, role, self.clock.now(), direction=direction)

    def code_heard_by(self, who: str) -> str:
        """The code in somebody's newest message."""
        code = code_in(self.heard(who).text)
        if code is None:
            raise LookupError(f"{who} was given no code")
        return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def issue(database: Database, seal: Seal, role: str, now: datetime, *, direction: str | None = None) -> str:
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        row, code = new_invitation(
            seal, id=store.next_id(), role=role, mairie=MAIRIE if role in OF_A_MAIRIE else None, direction=direction, issued_by=None,
            person_id=None, now=now,
        )
        store.add(row)
        store.keep()
        unit.flush()
    return code
