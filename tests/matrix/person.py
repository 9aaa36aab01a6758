"""The people the bot talks to in the tests: an independent client, driven over one Node process for everybody."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import shutil
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.matrix.homeserver import Homeserver, User

HERE = Path(__file__).parent
ANSWER_LIMIT_S = 60.0


class Phones:
    """The Node process. Commands may be asked from any event loop; a thread reads the answers."""

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("no Node: the independent Matrix client needs it")
        if not (HERE / "node" / "node_modules" / "matrix-js-sdk").is_dir():
            pytest.skip("no matrix-js-sdk: `make test-setup` installs it (npm ci in tests/matrix/node)")
        self._process = subprocess.Popen(
            [node, HERE / "node" / "person.mjs"], cwd=HERE / "node", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._numbers = itertools.count(1)
        self._asked: dict[int, Future[Any]] = {}
        threading.Thread(target=self._read, daemon=True).start()

    async def ask(self, who: str, act: str, **more: Any) -> Any:
        """Raises RuntimeError with the client's own words when it cannot."""
        number = next(self._numbers)
        future = self._asked[number] = Future()
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"id": number, "who": who, "do": act, **more}).encode() + b"\n")
        self._process.stdin.flush()
        return await asyncio.wait_for(asyncio.wrap_future(future), ANSWER_LIMIT_S)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            answer = json.loads(line)
            future = self._asked.pop(answer["id"])
            if future.cancelled():
                continue
            if "error" in answer:
                future.set_exception(RuntimeError(answer["error"]))
            else:
                future.set_result(answer["value"])


class Person:
    """Somebody with a phone. `bot` is whom they talk to."""

    def __init__(self, phones: Phones, user: User, *, bot: str, phone: str = "") -> None:
        self._phones = phones
        self._who = f"{user.id}{phone}"
        self._user = user
        self.id = user.id
        self.device = ""
        self.bot = bot

    @classmethod
    async def at(cls, phones: Phones, homeserver: Homeserver, user: User, *, bot: str, phone: str = "", strict: bool = True) -> Person:
        """Log in on a new phone. strict: give no keys to devices that their owner has not signed."""
        person = cls(phones, user, bot=bot, phone=phone)
        person.device = await person._do("login", homeserver=homeserver.address, user=user.name, password=user.password, strict=strict)
        return person

    async def on_another_phone(self, homeserver: Homeserver) -> Person:
        """The same person on a second, newly bought phone that nobody has verified."""
        return await Person.at(self._phones, homeserver, self._user, bot=self.bot, phone="/2")

    async def _do(self, act: str, **more: Any) -> Any:
        return await self._phones.ask(self._who, act, **more)

    async def invites_bot(self, *others: str, **how: Any) -> str:
        """Make a room with the bot and wait until it is there (unless wait=False); return its id."""
        return str(await self._do("room", invite=[self.bot, *others], **how))

    async def writes(self, room: str, text: str, **content: Any) -> str:
        return await self.sends(room, {"msgtype": "m.text", "body": text, **content})

    async def sends(self, room: str, content: dict[str, Any], *, type: str = "m.room.message") -> str:
        return str(await self._do("send", room=room, type=type, content=content))

    async def replies(self, room: str, to: str, text: str) -> str:
        return await self.writes(room, f"> <{self.bot}> avant\n\n{text}", **{"m.relates_to": {"m.in_reply_to": {"event_id": to}}})

    async def edits(self, room: str, target: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": target}
        return await self.sends(room, {"msgtype": "m.text", "body": f"* {text}", "m.new_content": new, "m.relates_to": relation})

    async def reacts(self, room: str, to: str, emoji: str) -> str:
        return await self.sends(
            room, {"m.relates_to": {"rel_type": "m.annotation", "event_id": to, "key": emoji}}, type="m.reaction"
        )

    async def answers_in_thread(self, room: str, root: str, text: str) -> str:
        fallback = {"is_falling_back": True, "m.in_reply_to": {"event_id": root}}
        return await self.writes(room, text, **{"m.relates_to": {"rel_type": "m.thread", "event_id": root, **fallback}})

    async def sends_photo(self, room: str, data: bytes, *, type: str = "image/jpeg", **more: Any) -> str:
        return str(await self._do("photo", room=room, data=base64.b64encode(data).decode(), type=type, **more))

    async def opens(self, content: dict[str, Any]) -> bytes:
        """Download, and decrypt, the file of a message as it was seen."""
        return base64.b64decode(await self._do("open", file=content.get("file"), url=content.get("url")))

    async def redacts(self, room: str, event: str) -> None:
        await self._do("redact", room=room, event=event)

    async def seen(self, room: str) -> list[dict[str, Any]]:
        """Every message shown in the room, edits applied, oldest first."""
        return list(await self._do("seen", room=room))

    async def hears(self, room: str, body: str | None = None, **more: Any) -> dict[str, Any]:
        """Wait until the bot says something that holds `body`; return the last such message as seen."""
        wanted = {"from": self.bot} | ({"body": body} if body is not None else {}) | more
        return dict((await self._do("sees", room=room, **wanted))[-1])

    async def sets(self, room: str, type: str, content: dict[str, Any]) -> None:
        await self._do("state", room=room, type=type, content=content)

    async def invites(self, room: str, user: str) -> None:
        await self._do("invite", room=room, user=user)

    async def joins(self, room: str) -> None:
        await self._do("join", room=room)

    async def leaves(self, room: str) -> None:
        await self._do("leave", room=room)

    async def kicks(self, room: str, user: str) -> None:
        await self._do("kick", room=room, user=user)

    async def waits_for(self, room: str, user: str, membership: str) -> None:
        await self._do("becomes", room=room, user=user, membership=membership)

    async def hangs_up(self) -> None:
        await self._do("stop")
