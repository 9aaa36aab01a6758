"""Delivering once: every event carries the delivery's own transaction id, so that a repeated try is shown once."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from nio import ErrorResponse, LocalProtocolError
from nio.exceptions import SendRetryError

from bot.platforms import Outgoing, Undeliverable
from bot.platforms.matrix import rendering
from bot.platforms.matrix.client import NETWORK, failure, good
from bot.platforms.matrix.crypto import share_keys
from bot.platforms.matrix.media import upload
from bot.platforms.matrix.sturdy import SturdyClient
from handlers.messages import Attachment

log = logging.getLogger(__name__)

OpenAttachment = Callable[[Attachment], Awaitable[bytes]]

READY_WITHIN_S = 10.0
SEED_TRIES = 4


class Mouth:
    """Everything we say. belongs: whether a room is one we may speak in; ready: set once rooms are known."""

    def __init__(
        self,
        client: SturdyClient,
        *,
        open_attachment: OpenAttachment,
        per_second: float,
        ready: asyncio.Event,
        belongs: Callable[[str], bool],
    ) -> None:
        self._client = client
        self._open_attachment = open_attachment
        self._interval = 1 / per_second
        self._ready = ready
        self._belongs = belongs
        self._next = 0.0
        self._rooms: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._seeding: set[asyncio.Task[None]] = set()

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        """Do it; return the id of the event that holds the text and its choices. Raises Undeliverable."""
        room_id = what.chat.id
        async with self._rooms[room_id]:
            try:
                return await self._do(what, room_id, key)
            except NETWORK as error:
                # Not "uncertain": the same transaction id makes the next try harmless.
                raise Undeliverable(f"homeserver unreachable: {type(error).__name__}") from error
            except (LocalProtocolError, SendRetryError) as error:
                # Somebody came or went while we encrypted: nio wants the keys shared again.
                raise Undeliverable(f"the room changed: {type(error).__name__}", retry_after=0.5) from error

    async def stop(self) -> None:
        for task in self._seeding:
            task.cancel()
        await asyncio.gather(*self._seeding, return_exceptions=True)

    async def _do(self, what: Outgoing, room_id: str, key: str) -> str | None:
        if what.kind == "leave":
            await self._leave(room_id)
            return None
        await self._enter(room_id, private=what.private)
        if what.kind == "redact":
            await self._turn()
            good(await self._client.room_redact(room_id, what.target or "", tx_id=key), about_room=False)
            return None
        if what.kind == "react":
            return await self._react(room_id, what.target or "", what.body.text, key)
        if what.kind == "edit":
            return await self._send(room_id, rendering.edit(what.body, what.target or ""), key)
        return await self._say(what, room_id, key)

    async def _say(self, what: Outgoing, room_id: str, key: str) -> str:
        caption = rendering.caption(what.body)
        contents = [await self._shown(room_id, attachment, caption) for attachment in what.body.attachments]
        contents += rendering.messages(rendering.uncaptioned(what.body) if caption else what.body)
        shown = ""
        for place, content in enumerate(contents, 1):
            if what.thread:
                content = rendering.in_thread(content, what.thread)
            shown = await self._send(room_id, content, key if place == 1 else f"{key}-{place}")
        if what.body.yes_no and not what.confidential:
            # Beside the delivery, not within it: a press may come before the second one is there, and must find its message.
            task = asyncio.create_task(self._seed(room_id, shown, key))
            self._seeding.add(task)
            task.add_done_callback(self._seeding.discard)
        return shown

    async def _seed(self, room_id: str, target: str, key: str) -> None:
        """Offer the choices as reactions. A convenience: the numbers stay when this fails."""
        for place, emoji in enumerate(rendering.SEEDS):
            for _ in range(SEED_TRIES):
                try:
                    await self._react(room_id, target, emoji, f"{key}-r{place}")
                    break
                except Undeliverable as trouble:
                    if trouble.permanent:
                        return
                    await asyncio.sleep(trouble.retry_after or 1)
                except (*NETWORK, LocalProtocolError) as error:
                    log.info("reaction not offered: %s", type(error).__name__)
                    return

    async def _react(self, room_id: str, target: str, emoji: str, key: str) -> str | None:
        await self._turn()
        content = rendering.reaction(target, emoji)
        answer = await self._client.room_send(room_id, "m.reaction", content, tx_id=key, ignore_unverified_devices=True)
        if isinstance(answer, ErrorResponse) and answer.status_code == "M_DUPLICATE_ANNOTATION":
            return None
        return str(good(answer, about_room=False).event_id)

    async def _send(self, room_id: str, content: dict[str, Any], key: str) -> str:
        await self._turn()
        await share_keys(self._client, room_id)
        # Unverified devices get the keys too: one new phone must not silence a room.
        answer = await self._client.room_send(room_id, "m.room.message", content, tx_id=key, ignore_unverified_devices=True)
        return str(good(answer).event_id)

    async def _shown(self, room_id: str, attachment: Attachment, caption: dict[str, Any] | None) -> dict[str, Any]:
        data = await self._open_attachment(attachment)
        return await upload(self._client, attachment, data, encrypted=self._client.rooms[room_id].encrypted, caption=caption)

    async def _leave(self, room_id: str) -> None:
        answer = await self._client.room_leave(room_id)
        if isinstance(answer, ErrorResponse) and not failure(answer).dead_address:  # not there any more: done
            raise failure(answer)

    async def _enter(self, room_id: str, *, private: bool) -> None:
        """Check that we may speak there, now: a room that was safe when the message was written may not be any more.

        private: only one person and we may read it, invited people counted.
        """
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await self._ready.wait()
        except TimeoutError as error:
            raise Undeliverable("not connected yet", retry_after=2.0, everywhere=True) from error
        if room_id not in self._client.rooms:
            joined = good(await self._client.joined_rooms())
            if room_id in joined.rooms:
                raise Undeliverable("the room is not known yet", retry_after=1.0)
            raise Undeliverable("we are not in the room", dead_address=True)
        if not self._belongs(room_id):
            raise Undeliverable("the room is open to others", dead_address=True)
        if private and len(self._client.rooms[room_id].users) > 2:
            raise Undeliverable("somebody else is in the room", dead_address=True)

    async def _turn(self) -> None:
        """Wait for our turn: so many events a second for the whole account."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._interval
        await asyncio.sleep(mine - now)

