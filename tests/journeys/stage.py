"""The stage of the journeys: one small vocabulary over every network, in front of the real application.

    async with stage("telegram", tmp_path) as s:
        awa = await s.person("awa", role="agent", mairie="mq_tanneurs")
        await awa.says("gros trou devant l'école rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
"""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.app import App
from bot.invitations import invitations
from bot.opening import app_of, opened, platforms_of
from bot.platforms import Platform
from config.settings import Settings
from storage.tables import table

CACHE = Path(__file__).parents[2] / ".relais" / "cache"
"""Where the trained router rests between runs, as `relais console` leaves it there."""

PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot on somebody's screen, in its latest version. labels: what may be chosen; photo: whether one is shown."""

    id: str
    text: str
    labels: tuple[str, ...] = ()
    photo: bool = False


class Screen(ABC):
    """What is in front of somebody, or of everybody in a room. glance_s: how often they look at it while they wait."""

    glance_s = 0.02

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    async def sees(self) -> list[Shown]:
        """The bot's messages as this screen shows them now, oldest first."""

    async def hears(self, *words: str) -> Shown:
        """Wait until one message on the screen holds all of these; return the newest such."""

        async def heard() -> Shown | None:
            return next((message for message in reversed(await self.sees()) if all(word in message.text for word in words)), None)

        return await self._until(heard, f"nothing with {words}")

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for something that this network shows elsewhere than in a message."""

        async def so() -> object:
            return true() or None

        await self._until(so, "still not so")

    async def _offering(self, label: str) -> tuple[Shown, str]:
        """Wait for a choice that begins with these words: the newest message that offers it, and the whole label."""

        async def offered() -> tuple[Shown, str] | None:
            for message in reversed(await self.sees()):
                for each in message.labels:
                    if each.removeprefix("✓ ").startswith(label):
                        return message, each
            return None

        message, whole = await self._until(offered, f"no choice « {label} »")
        return message, whole

    async def _until(self, true: Callable[[], Awaitable[Any]], otherwise: str) -> Any:
        end = asyncio.get_running_loop().time() + PATIENCE_S
        while (value := await true()) is None:
            if asyncio.get_running_loop().time() > end:
                shown = "\n---\n".join(f"{message.text}\n{message.labels}" for message in (await self.sees())[-6:])
                raise AssertionError(f"{self.name}: {otherwise} on this screen:\n{shown}")
            await asyncio.sleep(self.glance_s)
        return value


class Actor(Screen):
    """Somebody in front of their screen."""

    def __init__(self, name: str, prefix: str) -> None:
        super().__init__(name)
        self.prefix = prefix
        self._pings = 0

    # --- each network's own ---

    @abstractmethod
    async def says(self, text: str) -> None: ...

    @abstractmethod
    async def _takes(self, message: Shown, label: str) -> None:
        """Choose, the way this network offers it."""

    @abstractmethod
    async def corrects(self, text: str) -> None:
        """Edit what was said last."""

    @abstractmethod
    async def sends_photo(self, content: bytes, caption: str = "") -> None: ...

    @abstractmethod
    async def sends_document(self, content: bytes, name: str, caption: str = "") -> None: ...

    @abstractmethod
    async def sends_location(self, lat: float, lon: float) -> None: ...

    async def opens_link(self, code: str) -> None:
        """Follow the invitation's link, where there are links: elsewhere the code is typed."""
        await self.says(code)

    # --- everybody's ---

    async def asks(self, command: str) -> None:
        """A command, with the sign that starts one here."""
        await self.says(f"{self.prefix}{command}")

    async def presses(self, label: str) -> None:
        """The choice that begins with these words, on the newest message that offers it; waits until one does."""
        await self._takes(*await self._offering(label))

    async def after(self, act: Awaitable[object]) -> list[str]:
        """What is new or changed on the screen once `act` is dealt with: an empty list is silence.

        A /ping follows it: acts of one chat stay in order, so that its answer says that what came before was answered too.
        """
        before = set(await self.sees())
        await act
        self._pings += 1
        word = f"écho-{self.name}-{self._pings}"
        await self.asks(f"ping {word}")
        await self.hears(f"pong {word}")
        return [message.text for message in await self.sees() if message not in before and "pong écho-" not in message.text]

    async def answer(self, act: Awaitable[object]) -> str:
        """The one message that `act` brought."""
        said = await self.after(act)
        assert len(said) == 1, said
        return said[0]

    async def answer_to(self, command: str) -> str:
        """What this command is answered."""
        return await self.answer(self.asks(command))


class Room(Screen):
    """A room with several people and the bot in it, as they all see it."""

    @abstractmethod
    async def says(self, who: Any, text: str) -> None:
        """who: somebody of this network."""

    @abstractmethod
    async def takes(self, who: Any, message: Shown, label: str) -> None:
        """Choose on a message as it was shown, even if it says something else since."""

    async def asks(self, who: Actor, command: str) -> None:
        await self.says(who, f"{who.prefix}{command}")

    async def presses(self, who: Actor, label: str) -> None:
        """As `Actor.presses`, on what the room shows."""
        await self.takes(who, *await self._offering(label))


class Network(ABC):
    """One chat network of the stage: what the settings must say, and how people get there."""

    name: str
    keeps_what_was_said = True
    """Whether what people write while the bot is down waits for it there."""
    edits_older_messages = True
    """Whether a message can be corrected after others followed it."""

    @abstractmethod
    async def opens(self) -> None: ...

    @abstractmethod
    async def closes(self) -> None: ...

    @abstractmethod
    async def arrives(self, name: str) -> Actor:
        """Somebody opens a chat with the bot and has said nothing yet."""

    @abstractmethod
    async def room(self, name: str, by: Any, *others: Any) -> Room:
        """Somebody brings the bot into a room where the others are already."""

    def settings(self) -> dict[str, Any]:
        """What the operator would write for it."""
        return {}

    def adjust(self, platform: Platform) -> None:
        """Change, before it starts, what a test may speed up."""
        return None

    def platform(self, app: App) -> Platform | None:
        """A platform that no setting makes (the console)."""
        return None

    def ready(self) -> bool:
        """Nothing that people did is still on its way to the bot."""
        return True


class Stage:
    """A running Relais, opened as `relais run` opens it, and the networks in front of it. surveys: people are asked the day's question."""

    def __init__(self, folder: Path, networks: list[Network], *, surveys: bool = False) -> None:
        self.folder = folder / "state"
        self.surveys = surveys
        self.networks = {network.name: network for network in networks}
        self.people: dict[tuple[str, str], Actor] = {}
        self.main = networks[0]
        self._open = ExitStack()

    async def opens(self) -> None:
        """Start, or start again, in the same state folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "cache").exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            (self.folder / "cache").symlink_to(CACHE)
        chosen: dict[str, Any] = {"state_dir": self.folder}
        for network in self.networks.values():
            chosen |= network.settings()
        self.settings = Settings(_env_file=None, **chosen)
        self.base = self._open.enter_context(opened(self.settings, own=True))
        self.app = app_of(self.base)
        if not self.surveys:  # at a quarter past four on a working day, nobody is asked anything beside the story
            self.app._features = [replace(each, jobs={}) if each.name == "surveys" else each for each in self.app._features]
        platforms = platforms_of(self.app, self.settings)
        for network in self.networks.values():
            if (platform := network.platform(self.app)) is not None:
                platforms.append(platform)
        for platform in platforms:
            self.networks[platform.name].adjust(platform)
        await self.app.start(platforms)

    async def closes(self) -> None:
        """A clean stop, as Ctrl-C makes it."""
        await self.app.stop()
        self._open.close()

    async def restarts(self) -> None:
        await self.closes()
        await self.opens()

    async def crashes(self, *, stay_down: bool = False) -> None:
        """End without a word: nothing is given back, the mark of a run under way stays; what the machine itself would close is closed.

        Processes really killed, at every named point, are in tests/faults.
        """
        app = self.app
        app.ticks.stop()
        tasks = [*app._tasks, *app._duties.tasks(), *(task for sender in app._senders.values() for task in sender._tasks)]
        tasks += [worker for intake in app._intakes.values() for worker in intake._waiting._workers.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for exchange in app._exchanges.values():
            await exchange.platform.stop()
        await app._writer.stop()
        self._open.close()
        assert (self.folder / "running").exists()
        if not stay_down:
            await self.opens()

    async def person(
        self,
        name: str,
        *,
        role: str | None = "agent",
        mairie: str | None = "mq_tanneurs",
        direction: str | None = None,
        on: str = "",
        by_link: bool = False,
    ) -> Actor:
        """Somebody who joins by an invitation made as the operator makes it; role None is a stranger."""
        network = self.networks[on] if on else self.main
        actor = self.people[network.name, name] = await network.arrives(name)
        if role is not None:
            code = self.code(role, mairie=mairie, direction=direction)
            await (actor.opens_link(code) if by_link else actor.says(code))
            await actor.hears("Bienvenue")
        return actor

    def code(self, role: str, *, mairie: str | None = None, direction: str | None = None) -> str:
        """An invitation, by what `relais invite` does."""
        return invitations(self.settings, role=role, mairie=mairie, direction=direction, count=1)[0]

    async def settles(self) -> None:
        """Until all that people did is received, handled and answered."""
        async with asyncio.timeout(PATIENCE_S):
            while not all(network.ready() for network in self.networks.values()):
                await asyncio.sleep(0.02)
        await self.app.settle()

    def rows(self, model: type, **equal: object) -> list[Any]:
        """What a table holds."""
        core = table(model)
        statement = core.select().where(*(core.c[name] == value for name, value in equal.items()))
        with self.base.database.reading() as connection:
            return list(connection.execute(statement))


@asynccontextmanager
async def on_stage(folder: Path, *networks: Network, surveys: bool = False) -> AsyncIterator[Stage]:
    stage = Stage(folder, list(networks), surveys=surveys)
    for network in networks:
        await network.opens()
    try:
        await stage.opens()
        try:
            yield stage
        finally:
            await stage.closes()
    finally:
        stage._open.close()  # again: what a start that failed had opened
        for network in networks:
            await network.closes()


def choices_in(text: str) -> tuple[str, ...]:
    """The numbered choices that a message without buttons ends with, below an empty line: « 1 Oui · 2 Non », or one a line."""
    found: list[str] = []
    for line in text.rpartition("\n\n")[2].splitlines():
        for part in line.split(" · "):
            number = re.match(r"(\d+) (.+)", part)
            if number and int(number[1]) == len(found) + 1:
                found.append(number[2])
    return tuple(found)
