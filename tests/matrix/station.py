"""The bot's end of a Matrix test: the real platform, with a list where the inbox will be and a dict where secrets will rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.platforms import Outgoing, OutgoingKind, RawUpdate, Resume
from bot.platforms.matrix import Matrix
from handlers.messages import Address, Attachment, Incoming, Rendered
from tests.matrix.homeserver import SERVER_NAME, User

PATIENCE_S = 40.0


class Drawer:
    """A vault that keeps secrets in memory."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def load(self, name: str) -> bytes | None:
        return self.secrets.get(name)

    def save(self, name: str, secret: bytes) -> None:
        self.secrets[name] = secret


class Station:
    """One bot. What it stored survives its stops; `interrupt`, when set, is called in place of storing."""

    def __init__(self, address: str, user: User, folder: Path, **settings: Any) -> None:
        self.address = address
        self.user = user
        self.folder = folder
        self.vault = Drawer()
        self.stored: dict[str, RawUpdate] = {}
        self.checkpoint: str | None = None
        self.heard: list[Incoming] = []
        self.files: dict[str, bytes] = {}
        self.interrupt: Callable[[Sequence[RawUpdate]], None] | None = None
        self._settings = {"allowed_homeservers": {SERVER_NAME}, "per_second": 1000.0} | settings
        self._changed = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self.platform = self._new()

    def _new(self, **more: Any) -> Matrix:
        settings = {"password": SecretStr(self.user.password)} | self._settings | more
        return Matrix(self.address, self.user.name, state_dir=self.folder, vault=self.vault, open_attachment=self._open, **settings)

    async def start(self, **more: Any) -> Station:
        """Start, or start again as a new process would: from what was stored."""
        self.platform = self._new(**more)
        try:
            await self.platform.start()
        except BaseException:
            await self.platform.stop()
            raise
        self.listen()
        return self

    def listen(self) -> None:
        locked = [raw for raw in self.stored.values() if raw.locked]
        self._listening = asyncio.create_task(self.platform.listen(self._store, Resume(self.checkpoint, locked)))

    async def stop(self) -> None:
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None
        await self.platform.stop()

    async def ends(self) -> BaseException | None:
        """Wait until listening ends by itself; return why."""
        assert self._listening
        await asyncio.wait([self._listening], timeout=PATIENCE_S)
        return self._listening.exception()

    async def hears(self, *, count: int = 1, where: Callable[[Incoming], bool] = lambda got: got.kind != "joined") -> list[Incoming]:
        """Wait until what was heard holds `count` acts that fit; return all of them, in order."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = [got for got in self.heard if where(got)]
                if len(found) >= count:
                    return found
                self._changed.clear()
                await self._something()

    async def _something(self) -> None:
        """Wait for the next thing stored, or for the end of listening, whose reason is raised."""
        assert self._listening
        changed = asyncio.create_task(self._changed.wait())
        await asyncio.wait([changed, self._listening], return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        if self._listening.done():
            self._listening.result()

    async def hears_text(self, text: str) -> Incoming:
        return (await self.hears(where=lambda got: text in got.text))[-1]

    async def hears_kind(self, kind: str) -> Incoming:
        return (await self.hears(where=lambda got: got.kind == kind))[-1]

    async def hears_itself(self) -> None:
        """Wait until listening is under way."""
        await asyncio.wait_for(self.platform._ready.wait(), PATIENCE_S)

    async def hears_new_device(self, user: str, device: str) -> None:
        """Wait until the keys of somebody's new phone are known here."""
        async with asyncio.timeout(PATIENCE_S):
            while device not in self.platform._connected.device_store[user]:
                await asyncio.sleep(0.02)

    async def says(self, room: str, text: str, *, key: str, **more: Any) -> str:
        """Deliver a message; return its id."""
        body = Rendered(text, **{name: more.pop(name) for name in ("title", "choices", "layout", "yes_no", "attachments") if name in more})
        id = await self.delivers("send", room, key=key, body=body, **more)
        assert id
        return id

    async def delivers(self, kind: OutgoingKind, room: str, *, key: str, body: Rendered | None = None, private: bool = True,
                       **more: Any) -> str | None:
        if not any(got.chat.id == room for got in self.heard):  # people see us in a room a little before we do
            await self.hears(where=lambda got: got.chat.id == room)
        what = Outgoing(kind, Address("matrix", room), private=private, body=body or Rendered(""), **more)
        return await self.platform.deliver(what, key=key)

    async def _open(self, attachment: Attachment) -> bytes:
        return self.files[attachment.hash]

    async def _store(self, updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        if self.interrupt:
            self.interrupt(updates)
        for raw in updates:
            self.stored[raw.id] = raw
            try:
                got = self.platform.read(raw)
            except (ValueError, LookupError, TypeError, AttributeError):
                continue  # the intake puts it aside
            if got:
                self.heard.append(got)
        self.checkpoint = checkpoint or self.checkpoint
        self._changed.set()
