"""nio, unable to be stopped by what somebody sends.

nio raises on a sticker without a body, on a garbled to-device message, on a device with a nonsense key. Raised inside a sync or a
key exchange, one such event would deafen the bot, or silence a room, for ever: the server repeats it until it is handled.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

import vodozemac
from nio import AsyncClient, EncryptionError, ErrorResponse, Event, KeysClaimResponse, KeysQueryResponse, MegolmEvent, ToDeviceEvent
from nio.events.invite_events import InviteEvent

from bot.platforms import Superseded

log = logging.getLogger(__name__)

NONSENSE = (ValueError, TypeError, LookupError, AttributeError, AssertionError, OverflowError, EncryptionError)
"""What nio and vodozemac (whose errors are ValueErrors) raise on what they did not expect."""

UNREADABLE = f"relais.{secrets.token_hex(16)}"
"""Type given to an event nio cannot parse, its original inside. Unguessable: nobody can send one."""


class SturdyClient(AsyncClient):  # type: ignore[misc]  # nio publishes no type hints
    """What it cannot parse, it hears as UNREADABLE; what it cannot decrypt stays locked; what concerns keys it drops and logs."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._suspect: set[Any] = set()
        self.trusted: Callable[[], bool] = lambda: True

    async def receive_response(self, response: Any) -> None:
        """Take an answer in: the rooms, and above all the crypto store, which a process that was frozen must leave to its successor."""
        if not self.trusted():
            raise Superseded("an answer came when another process has the crypto store")
        await super().receive_response(response)

    async def create_matrix_response(self, response_class: Any, transport_response: Any, *args: Any, **more: Any) -> Any:
        if transport_response.status >= 400:
            # Some of nio's error classes cannot be made, and one takes a refused device message for being logged out.
            answer = ErrorResponse.from_dict(await self.parse_body(transport_response))
            answer.transport_response, answer.soft_logout = transport_response, False
            return answer
        try:
            return await super().create_matrix_response(response_class, transport_response, *args, **more)
        except NONSENSE as error:
            log.warning("%s holds what nio cannot parse: %s", response_class.__name__, type(error).__name__)
        self._suspect.add(transport_response)
        try:
            return await super().create_matrix_response(response_class, transport_response, *args, **more)
        finally:
            self._suspect.discard(transport_response)

    async def parse_body(self, transport_response: Any) -> Any:
        body = await super().parse_body(transport_response)
        if transport_response in self._suspect:
            _mend(body)
        return body

    def opened(self, event: MegolmEvent, room_id: str) -> Any:
        """The event in clear, or None."""
        try:
            return self.olm.decrypt_event(event, room_id)
        except NONSENSE as error:
            log.warning("event %s cannot be decrypted: %s", event.event_id, type(error).__name__)
            return None

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:
        try:
            return super()._handle_timeline_event(event, room_id, room, encrypted_rooms)
        except NONSENSE as error:
            log.warning("an event in %s cannot be taken in: %s", room_id, type(error).__name__)
            return None

    def _handle_messages_response(self, response: Any) -> None:
        for place, event in enumerate(response.chunk):
            if isinstance(event, MegolmEvent):
                response.chunk[place] = self.opened(event, response.room_id) or event

    def _handle_decrypt_to_device(self, event: Any) -> Any:
        try:
            return super()._handle_decrypt_to_device(event)
        except NONSENSE as error:
            log.warning("a device message from %s was dropped: %s", event.sender, type(error).__name__)
            return None

    def _handle_olm_response(self, response: Any) -> None:
        if isinstance(response, KeysQueryResponse):
            for user, devices in response.device_keys.items():
                for device in [device for device, keys in devices.items() if not self._is_sound(user, device, keys)]:
                    log.warning("device %s of %s has nonsense for keys", device, user)
                    del devices[device]
            super()._handle_olm_response(response)
        elif isinstance(response, KeysClaimResponse):
            for user, devices in response.one_time_keys.items():
                for device, keys in devices.items():
                    self._take_claimed(user, device, keys)
        else:
            super()._handle_olm_response(response)

    def _take_claimed(self, user: str, device: str, keys: Any) -> None:
        try:
            super()._handle_olm_response(KeysClaimResponse({user: {device: keys}}, {}))
        except (*NONSENSE, StopIteration) as error:
            log.warning("no session with device %s of %s: %s", device, user, type(error).__name__)

    def _is_sound(self, user: str, device: str, payload: Any) -> bool:
        try:
            keys = payload["keys"]
            vodozemac.Curve25519PublicKey.from_base64(keys[f"curve25519:{device}"])
            self.olm.verify_json(dict(payload), keys[f"ed25519:{device}"], user, device)
        except NONSENSE:
            return False
        return True


def _mend(body: dict[str, Any]) -> None:
    """Replace what nio cannot parse, in place, in the answer of a sync or of a page of history."""
    rooms = body.get("rooms", {})
    for room in (*rooms.get("join", {}).values(), *rooms.get("leave", {}).values()):
        for part in ("state", "timeline"):
            _mend_events(room.get(part, {}).get("events", []), Event.parse_event)
    for room in rooms.get("invite", {}).values():
        _mend_events(room.get("invite_state", {}).get("events", []), InviteEvent.parse_event)
    _mend_events(body.get("to_device", {}).get("events", []), ToDeviceEvent.parse_event)
    _mend_events(body.get("chunk", []), Event.parse_event)


def _mend_events(events: list[Any], parse: Any) -> None:
    for place, event in enumerate(events):
        try:
            parse(event)
        except NONSENSE:
            envelope = {name: event.get(name, "") for name in ("event_id", "sender")}
            events[place] = {**envelope, "origin_server_ts": 0, "type": UNREADABLE, "content": {"was": event}}



def as_sent(source: dict[str, Any]) -> dict[str, Any]:
    """The event as it came, even when nio could not parse it."""
    was: dict[str, Any] = source["content"]["was"] if source.get("type") == UNREADABLE else source
    return was
