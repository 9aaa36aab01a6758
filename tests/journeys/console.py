"""The console on the stage: lines typed, messages shown."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

from bot.app import App
from bot.platforms import Outgoing
from bot.platforms.console import ConsolePlatform
from tests.journeys.stage import Actor, Network, Room, Shown

Screens = dict[str, dict[str, Shown]]


class Terminal(ConsolePlatform):
    """The real console, whose screen keeps the latest version of each message: a terminal can only print it below."""

    def __init__(self, lines: AsyncIterator[str], screens: Screens) -> None:
        super().__init__(lines, lambda who, what, replaces: None)
        self._screens = screens

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        shown = await super().deliver(what, key=key)
        if what.kind in ("send", "edit") and shown is not None:
            body = what.body
            text = "\n".join(part for part in (body.title, body.text) if part)
            labels = tuple(choice.label for choice in body.choices)
            self._screens.setdefault(what.chat.id, {})[shown] = Shown(shown, text, labels, bool(body.attachments))
        return shown


class Console(Network):
    name = "console"
    keeps_what_was_said = False  # a terminal is the process itself
    edits_older_messages = False  # `:modifier` is about the line before, and a choice typed is a line

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        self.screens: Screens = {}

    async def opens(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    async def closes(self) -> None:
        return None

    async def arrives(self, name: str) -> Actor:
        return AtConsole(self, name)

    async def room(self, name: str, by: AtConsole, *others: AtConsole) -> RoomAtConsole:
        return RoomAtConsole(self, f"#{name}")

    def platform(self, app: App) -> Terminal:
        terminal = Terminal(self._lines(), self.screens)
        terminal.settle = app.settle
        return terminal

    def ready(self) -> bool:
        return self.typed.empty()

    async def _lines(self) -> AsyncIterator[str]:
        while True:
            yield await self.typed.get()


class AtConsole(Actor):
    def __init__(self, console: Console, name: str) -> None:
        super().__init__(name, "/")
        self._console = console

    async def says(self, text: str) -> None:
        """A line is a message: a text of several lines is several messages."""
        for line in text.splitlines():
            if line.strip():
                await self._types(line)

    async def sees(self) -> list[Shown]:
        return list(self._console.screens.get(self.name, {}).values())

    async def _takes(self, message: Shown, label: str) -> None:
        offering = [shown for shown in await self.sees() if shown.labels]
        assert message == offering[-1], f"a number answers the newest card, and « {label} » is on an older one"
        await self._types(str(message.labels.index(label) + 1))

    async def corrects(self, text: str) -> None:
        await self._types(f":modifier {text}")

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        file = self._console.folder / f"{uuid.uuid4().hex}.jpg"
        file.write_bytes(content)
        await self._types(f':photo "{file}" {caption}')

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> None:
        file = self._console.folder / name
        file.write_bytes(content)
        await self._types(f':fichier "{file}" {caption}')

    async def sends_location(self, lat: float, lon: float) -> None:
        await self._types(f":lieu {lat}, {lon}")

    async def _types(self, line: str) -> None:
        await self._console.typed.put(f"@{self.name} {line}")


class RoomAtConsole(Room):
    def __init__(self, console: Console, name: str) -> None:
        super().__init__(name)
        self._console = console

    async def sees(self) -> list[Shown]:
        return list(self._console.screens.get(self.name, {}).values())

    async def says(self, who: AtConsole, text: str) -> None:
        await who._types(f"{self.name} {text}")

    async def takes(self, who: AtConsole, message: Shown, label: str) -> None:
        await self.says(who, str(message.labels.index(label) + 1))
