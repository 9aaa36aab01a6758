"""Listening: every event handed over once and in order, and the server told to forget it only when it is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from typing import Any

from nio import MegolmEvent, MessageDirection

from bot.platforms import RawUpdate, Resume, Store, Undeliverable
from bot.platforms.matrix.client import NETWORK, insist, server_of
from bot.platforms.matrix.rooms import belongs, concerns_us, facts, inviter_of, is_state, since_invitation, unsigned
from bot.platforms.matrix.sturdy import SturdyClient, as_sent

log = logging.getLogger(__name__)

LONG_POLL_MS = 30_000
SYNC_LIMIT_S = 90.0
WINDOW = 500
"""Events of a room we ask for at once; servers give fewer (Synapse: 100), and the rest is fetched page by page."""
PAGE = 100
MOST_LOCKED = 1000
"""Undecryptable events that wait for their keys at the same time; the oldest give way."""

HEARD = {"m.room.message", "m.room.encrypted", "m.reaction", "m.sticker"}


def _filter(window: int) -> dict[str, Any]:
    nothing: dict[str, list[str]] = {"types": []}
    return {"room": {"timeline": {"limit": window}, "ephemeral": nothing, "account_data": nothing},
            "presence": nothing, "account_data": nothing}  # fmt: skip


class Listener:
    """One run of listening. allowed: exact names of the homeservers whose people we talk to. ready: set once rooms are known.
    heard: called at each answer."""

    def __init__(self, client: SturdyClient, *, allowed: Collection[str], ready: asyncio.Event,
                 heard: Callable[[], None] = lambda: None, window: int = WINDOW) -> None:
        self._client = client
        self._allowed = allowed
        self._ready = ready
        self._heard = heard
        self._window = window
        self._locked: dict[str, RawUpdate] = {}
        self._asked: set[str] = set()

    async def run(self, store: Store, resume: Resume) -> None:
        """Listen for ever. Raises Misconfigured when a person must act, and whatever `store` raises."""
        self._locked = {raw.id: raw for raw in resume.locked}
        since, whole = resume.checkpoint, True  # the whole state at a start: nio keeps no rooms between runs
        self._client.next_batch = ""  # nio skips an answer whose token it knows, and with it the state we just asked for
        while True:
            answer = await self._sync(since, whole)
            self._heard()
            updates = [*self._unlock(), *await self._take(answer, since)]
            await self._keep_up()
            if updates or answer.next_batch != since:
                await store(updates, checkpoint=answer.next_batch)
            since, whole = answer.next_batch, False
            self._ready.set()

    async def _sync(self, since: str | None, whole: bool) -> Any:
        # The first time ever, what was said before we came is none of our business: a window of 0 still shows invitations.
        ask = partial(self._client.sync, 0 if whole else LONG_POLL_MS, _filter(self._window if since else 0), since, whole)
        return await insist(self._client, ask, limit_s=SYNC_LIMIT_S)

    async def _ask(self, what: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        """The homeserver's answer, however long it takes; None when it refuses for good."""
        try:
            return await insist(self._client, ask)
        except Undeliverable as refusal:
            log.error("%s refused: %s", what, refusal)
            return None

    async def _take(self, answer: Any, since: str | None) -> list[RawUpdate]:
        for room_id, invited in list(answer.rooms.invite.items()):
            await self._answer_invitation(room_id, invited.invite_state)
        updates: list[RawUpdate] = []
        for room_id, left in answer.rooms.leave.items():
            updates += self._left(room_id, [*left.state, *left.timeline.events])
        for room_id, joined in answer.rooms.join.items():
            updates += await self._take_room(room_id, joined.timeline, since)
        return updates

    # --- rooms ---

    async def _take_room(self, room_id: str, timeline: Any, since: str | None) -> list[RawUpdate]:
        client = self._client
        room = client.rooms[room_id]
        if not belongs(room, self._allowed):
            log.warning("leaving room %s: it is public or holds people of a homeserver that is not ours", room_id)
            await self._ask("leaving", partial(client.room_leave, room_id))
            return []
        events = since_invitation(timeline.events, client.user_id)
        if timeline.limited and since and events is timeline.events:
            events = [*await self._gap(room_id, timeline.prev_batch, since), *events]
        updates = self._hear(room_id, events)
        if set(room.users) <= {client.user_id}:  # everybody left: so do we
            await self._ask("leaving", partial(client.room_leave, room_id))
        return updates

    async def _answer_invitation(self, room_id: str, state: Sequence[Any]) -> None:
        client = self._client
        inviter = inviter_of(state, client.user_id)
        if server_of(inviter) in self._allowed:
            await self._ask("joining", partial(client.join, room_id))
            return
        log.warning("invitation to %s refused: it comes from the homeserver %r", room_id, server_of(inviter))
        await self._ask("refusing an invitation", partial(client.room_leave, room_id))
        client.invited_rooms.pop(room_id, None)

    async def _gap(self, room_id: str, start: str, since: str) -> list[Any]:
        """What was said between the last sync and the window of this one, oldest first."""
        found: list[Any] = []
        token: str | None = start
        while token:
            page = await self._ask(
                "reading what was said meanwhile",
                partial(self._client.room_messages, room_id, token, since, MessageDirection.back, PAGE),
            )
            if page is None:
                break
            found += page.chunk
            token = page.end if page.chunk else None
        found.reverse()
        return since_invitation(found, self._client.user_id)

    def _left(self, room_id: str, events: Sequence[Any]) -> list[RawUpdate]:
        """The room is over for us: we were removed from it, or left."""
        room = self._client.rooms.pop(room_id, None)
        if room is None:
            return []
        me = self._client.user_id
        return [
            RawUpdate(f"{room_id}/{event.event_id}", {"event": event.source, "room": facts(room, event.sender, me)})
            for event in events
            if is_state(event, "m.room.member") and event.source["state_key"] == me and event.sender != me
        ][-1:]

    # --- events ---

    def _hear(self, room_id: str, events: Sequence[Any]) -> list[RawUpdate]:
        room, me = self._client.rooms[room_id], self._client.user_id
        updates: list[RawUpdate] = []
        for event in events:
            source = as_sent(event.source)
            id, sender, kind = (source.get(name) for name in ("event_id", "sender", "type"))
            if not (isinstance(id, str) and isinstance(sender, str)) or "redacted_because" in unsigned(source):
                continue
            if is_state(event, "m.room.member"):
                if not concerns_us(event, me, alone=set(room.users) <= {me}):
                    continue
                # Who brought us in is in the event our joining replaced.
                sender = unsigned(source).get("prev_sender", sender) if source["state_key"] == me else sender
            elif kind not in HEARD or sender == me or (kind == "m.room.encrypted" and getattr(event, "decrypted", False)):
                continue
            data = {"event": source, "room": facts(room, sender, me)}
            raw = RawUpdate(f"{room_id}/{id}", data, locked=kind == "m.room.encrypted")
            if raw.locked:
                self._lock(raw)
            updates.append(raw)
        return updates

    def _lock(self, raw: RawUpdate) -> None:
        self._locked[raw.id] = raw
        while len(self._locked) > MOST_LOCKED:
            self._locked.pop(next(iter(self._locked)))

    def _unlock(self) -> list[RawUpdate]:
        """The waiting events whose keys have come, in clear, under the same ids."""
        opened: list[RawUpdate] = []
        for id, raw in list(self._locked.items()):
            room_id, _, event_id = id.rpartition("/")
            event = _ciphertext(raw)
            clear = self._client.opened(event, room_id) if event else None
            if event is None or clear is None:
                continue
            del self._locked[id]
            envelope = {"event_id": event_id, "sender": event.sender, "origin_server_ts": event.server_timestamp}
            opened.append(RawUpdate(id, {"event": clear.source | envelope, "room": raw.data["room"]}))
        return opened

    # --- keys ---

    async def _keep_up(self) -> None:
        """Publish our keys and learn other devices'. What fails now is tried again after the next sync."""
        client = self._client
        try:
            async with asyncio.timeout(SYNC_LIMIT_S):
                if client.should_upload_keys:
                    await client.keys_upload()
                if client.should_query_keys:
                    await client.keys_query()
                if client.should_claim_keys:
                    await client.keys_claim(client.get_users_for_key_claiming())
                await self._ask_for_keys()
                await client.send_to_device_messages()
        except NETWORK as error:
            log.warning("keys are not up to date: %s", type(error).__name__)

    async def _ask_for_keys(self) -> None:
        """Ask once for each missing session: our other devices may have it."""
        for raw in list(self._locked.values()):
            event = _ciphertext(raw)
            if event is None or event.session_id in self._asked:
                continue
            self._asked.add(event.session_id)
            if event.session_id not in self._client.outgoing_key_requests:
                await self._client.request_room_key(event)


def _ciphertext(raw: RawUpdate) -> MegolmEvent | None:
    """The event to decrypt; None for an algorithm we do not know, or without a session: nothing will ever open it."""
    event = MegolmEvent.from_dict(raw.data["event"] | {"room_id": raw.id.rpartition("/")[0]})
    return event if isinstance(event, MegolmEvent) and event.session_id and event.sender_key else None
