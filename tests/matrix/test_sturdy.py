"""What somebody sends, garbled by mistake or on purpose, deafens nobody and silences no room."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
from nio import AsyncClientConfig, ErrorResponse, SyncResponse

from bot.platforms.matrix.sturdy import SturdyClient, _mend
from tests.matrix.conftest import NewPerson, NewStation
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person
from tests.matrix.station import Station

EMPTY_SESSION = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "sender_key": "s", "session_id": "", "device_id": "d"}


@pytest.mark.parametrize(
    ("kind", "content"),
    [("m.sticker", {}), ("m.room.encrypted", EMPTY_SESSION), ("m.room.message", {"msgtype": "m.image", "body": "x"}), ("m.reaction", {})],
)
async def test_a_garbled_event_does_not_stop_the_bot_listening(station: Station, awa: Person, kind: str, content: dict[str, Any]) -> None:
    room = await awa.invites_bot(encrypted=False)
    await awa.sends(room, content, type=kind)
    await awa.writes(room, "tu m'entends ?")
    await station.hears_text("tu m'entends ?")


@pytest.mark.parametrize("body", [{"type": 0, "body": "AwogAAAA"}, {"type": 1, "body": 0}, {"type": 1}])
async def test_a_garbled_device_message_does_not_stop_the_bot_listening(
    station: Station, awa: Person, homeserver: Homeserver, body: dict[str, Any]
) -> None:
    room = await awa.invites_bot()
    mine = station.platform._connected.olm.account.identity_keys["curve25519"]
    content = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": mine, "ciphertext": {mine: body}}
    to = {"messages": {awa.bot: {station.platform._connected.device_id: content}}}
    mallory = homeserver.log_in(homeserver.register(f"mallory{random.randrange(10**9)}"))
    homeserver.ask("PUT", "/_matrix/client/v3/sendToDevice/m.room.encrypted/1", to, token=mallory["access_token"])
    await awa.writes(room, "tu m'entends ?")
    await station.hears_text("tu m'entends ?")


@pytest.mark.parametrize("curve", ["absurde", "AAAA", ""])
async def test_a_device_with_nonsense_for_keys_does_not_silence_the_room(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver, curve: str
) -> None:
    station = await new_station()
    awa = await new_person(station)
    broken = homeserver.register(f"casse{random.randrange(10**9)}")
    phone = homeserver.log_in(broken)
    homeserver.publish_keys(broken, phone, {"ed25519": curve, "curve25519": curve}, lambda _: curve)
    room = await awa.invites_bot(broken.id, wait=False)
    homeserver.ask("POST", f"/_matrix/client/v3/join/{room}", {}, token=phone["access_token"])
    await awa.waits_for(room, awa.bot, "join")
    await station.hears_kind("joined")
    await station.says(room, "Bonjour à tous", key="k1", private=False)
    assert (await awa.hears(room, "Bonjour à tous"))["encrypted"]


EVENTS: list[dict[str, Any]] = [
    {
        "type": "m.room.message",
        "content": {
            "msgtype": "m.image",
            "body": "x",
            "url": "mxc://a/b",
            "info": {"size": 3, "mimetype": "image/png"},
            "file": {"url": "mxc://a/b", "key": {"k": "x"}, "iv": "i", "hashes": {"sha256": "q"}, "v": "v2"},
        },
    },
    {"type": "m.room.message", "content": {"msgtype": "m.text", "body": "x", "m.new_content": {"body": "z", "msgtype": "m.text"}}},
    {"type": "m.reaction", "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": "x"}}},
    {"type": "m.sticker", "content": {"body": "x", "url": "mxc://a/b", "info": {}}},
    {"type": "m.room.encrypted", "content": {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "sender_key": "s"} | EMPTY_SESSION},
    {"type": "m.room.member", "state_key": "@awa:v", "content": {"membership": "join", "displayname": "x"}},
    {"type": "m.room.power_levels", "state_key": "", "content": {"users": {"@awa:v": 100}, "users_default": 0}},
    {"type": "m.room.redaction", "redacts": "$0", "content": {}},
    {"type": "m.call.invite", "content": {"call_id": "1", "version": 1, "lifetime": 1, "offer": {"type": "offer", "sdp": "x"}}},
]
JUNK: list[Any] = [None, 0, -1, 2**70, "", "x" * 10, [], {}, True, ["a"], {"a": 1}]


def garbled(event: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The event with one to three places of its content lost or replaced, as a homeserver would let through."""
    event = copy.deepcopy(event)
    for _ in range(chance.randint(1, 3)):
        place: Any = event["content"]
        while isinstance(place, dict) and place:
            name = chance.choice(list(place))
            if isinstance(place[name], dict) and place[name] and chance.random() < 0.6:
                place = place[name]
                continue
            if chance.random() < 0.3:
                del place[name]
            else:
                place[name] = chance.choice(JUNK)
            break
    return event | {"event_id": "$1", "sender": "@awa:v", "origin_server_ts": 1}


async def test_no_garbled_event_of_a_thousand_stops_a_sync(tmp_path: Path) -> None:
    client = SturdyClient("http://127.0.0.1:9", "@relais:v", store_path=str(tmp_path), config=AsyncClientConfig(pickle_key="x"))
    client.restore_login("@relais:v", "D", "t")
    chance = random.Random(20261122)
    for number in range(1000):
        events = [garbled(chance.choice(EVENTS), chance)]
        body = {
            "next_batch": str(number),
            "rooms": {"join": {"!r": {"timeline": {"events": events, "limited": False, "prev_batch": "p"}, "state": {"events": []}}}},
        }
        _mend(body)
        answer = SyncResponse.from_dict(body)
        assert not isinstance(answer, ErrorResponse)
        await client.receive_response(answer)
        assert len(answer.rooms.join["!r"].timeline.events) == 1
    await client.close()
