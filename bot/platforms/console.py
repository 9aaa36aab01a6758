"""The terminal as a chat network: several people at one keyboard, or a script on standard input."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.platforms import Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from handlers.messages import Address, Incoming, Location, RemoteFile, Rendered

Show = Callable[[str, Outgoing, bool], None]
"""Shows a delivery to somebody: their name, what, whether it replaces an earlier message."""

FILE = re.compile(r":(?:photo|fichier)\s+(?P<path>\"[^\"]+\"|\S+)\s*(?P<caption>.*)", re.DOTALL)
ROOM = re.compile(r"(?P<room>#[\w-]+)(?:\s+(?P<said>.*))?", re.DOTALL)
PLACE = re.compile(r":lieu\s+(?P<lat>-?\d+(?:\.\d+)?)\s*[,; ]\s*(?P<lon>-?\d+(?:\.\d+)?)")


class ConsolePlatform:
    """Lines in, panels out. A line is what the current person says; some lines are gestures:

    @awa (or @awa bonjour): be Awa · :photo fichier.jpg légende · :fichier voirie.yaml légende · :lieu 45.1, 5.7 ·
    :modifier texte (the last message) · :quitter
    #voirie 1 (or @awa #voirie 1): said in the room #voirie, in answer to the newest card that shows choices there
    """

    name = "console"
    pace = Pace(None, None, None)
    prefix = "/"
    numbered = True
    can_erase = False
    shared: Shared = "nothing"

    def __init__(self, lines: AsyncIterator[str], show: Show, *, who: str = "awa") -> None:
        self._lines = lines
        self._show = show
        self.who = who
        self.settle: Callable[[], Awaitable[None]] = _nothing  # set by the application: all that was said is answered
        self._session = uuid.uuid4().hex[:12]
        self._count = 0
        self._last: dict[str, int] = {}  # the message that each person may still change
        self._cards: dict[str, dict[str, Rendered]] = {}  # of each room, those that show choices, the newest last

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def listen(self, store: Store, resume: Resume) -> None:
        async for line in self._lines:
            update = self._update(line.strip())
            if update is _QUIT:
                return
            if update is not None:
                await store([update])
                await self.settle()

    def _update(self, line: str) -> RawUpdate | None:
        self.who, line = spoken(line, self.who)
        if line in (":quitter", ":quit", ":q"):
            return _QUIT
        if not line:
            return None
        self._count += 1
        data: dict[str, Any] = {"who": self.who, "number": self._count, "text": line}
        if found := ROOM.fullmatch(line):
            room = found["room"].casefold()
            data |= {"text": found["said"] or "", "room": room, "about": next(reversed(self._cards.get(room, {})), None)}
            return RawUpdate(f"{self._session}/{self._count}", data)
        if line.startswith(":modifier "):
            data |= {"text": line.partition(" ")[2], "edits": self._last.get(self.who, 0)}
            return RawUpdate(f"{self._session}/{self._count}", data)
        self._last[self.who] = self._count
        if found := FILE.fullmatch(line):
            data |= {"text": found["caption"].strip(), "file": os.path.expanduser(found["path"].strip('"'))}
        elif found := PLACE.match(line):
            data |= {"text": "", "lat": float(found["lat"]), "lon": float(found["lon"])}
        return RawUpdate(f"{self._session}/{self._count}", data)

    def read(self, raw: RawUpdate) -> Incoming | None:
        data = raw.data
        sender = Address(self.name, data["who"])
        number = f"{raw.id.partition('/')[0]}/{data['number']}"
        files: tuple[RemoteFile, ...] = ()
        if "file" in data:
            kind = mimetypes.guess_type(data["file"])[0] or "application/octet-stream"
            files = (RemoteFile(data["file"], kind, name=Path(data["file"]).name),)
        return Incoming(
            id=raw.id,
            kind="edit" if "edits" in data else "message",
            chat=Address(self.name, data["room"]) if "room" in data else sender,
            sender=sender,
            private="room" not in data,
            encrypted=True,
            text=data["text"],
            sender_name=data["who"].capitalize(),
            message=number,
            about=f"{raw.id.partition('/')[0]}/{data['edits']}" if "edits" in data else data.get("about"),
            files=files,
            location=Location(data["lat"], data["lon"]) if "lat" in data else None,
        )

    async def fetch(self, file: RemoteFile) -> bytes:
        try:
            return await asyncio.to_thread(Path(file.ref).read_bytes)
        except OSError as error:
            raise Undeliverable(type(error).__name__, permanent=True) from error

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        shown = what.target or key
        if what.kind in ("send", "edit"):
            self._show(what.chat.id, what, what.kind == "edit")
            cards = self._cards.setdefault(what.chat.id, {})
            cards.pop(shown, None)
            if what.body.choices and what.chat.id.startswith("#"):
                cards[shown] = what.body
        return shown

    def newest_card(self, room: str) -> Rendered:
        """The card that a line said in this room answers."""
        return next(reversed(self._cards[room].values()))


def spoken(line: str, who: str) -> tuple[str, str]:
    """Who says what: « @awa bonjour » is Awa's, whoever spoke before."""
    if not line.startswith("@"):
        return who, line
    name, _, rest = line[1:].partition(" ")
    return name.casefold() or who, rest.strip()


async def _nothing() -> None:
    return None


_QUIT = RawUpdate("", None)


async def keyboard(prompt: Callable[[], str]) -> AsyncIterator[str]:
    """Lines typed at the terminal, or piped to it, until the end of input."""
    waiting = b""
    while True:
        if sys.stdin.isatty():
            sys.stdout.write(prompt())
            sys.stdout.flush()
        while b"\n" not in waiting:
            typed = await _typed(sys.stdin.fileno())
            if not typed:
                if waiting:
                    yield waiting.decode(errors="replace")
                return
            waiting += typed
        line, _, waiting = waiting.partition(b"\n")
        yield line.decode(errors="replace")


async def _typed(file: int) -> bytes:
    """What is there to read, once there is something; b"" at the end. A thread would keep a stop waiting for Enter."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    try:
        loop.add_reader(file, ready.set)
    except OSError:  # not a terminal nor a pipe but a file, which never makes anybody wait
        return os.read(file, 65536)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(file)
    return os.read(file, 65536)
