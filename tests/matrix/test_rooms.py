"""Where the bot goes and where it does not stay."""

from __future__ import annotations

from typing import Any

import pytest
from nio import MatrixRoom

from bot.platforms import Undeliverable
from bot.platforms.matrix.client import server_of
from bot.platforms.matrix.rooms import belongs
from tests.matrix.conftest import NewPerson, NewStation
from tests.matrix.homeserver import SERVER_NAME, Homeserver
from tests.matrix.person import Person
from tests.matrix.station import Station
from tests.matrix.wire import Wire


@pytest.mark.parametrize(
    "inviter", ["@awa:ailleurs.test", "@awa-valmiere.test:ailleurs.test", "@awa:valmiere.test:8448", "@awa:VALMIERE.test", "@awa"]
)
async def test_an_invitation_from_elsewhere_is_refused(new_station: NewStation, homeserver: Homeserver, inviter: str) -> None:
    def invited(path: str, body: dict[str, Any]) -> None:
        if "/sync" in path and wire.alter:
            wire.alter = None
            member = {"type": "m.room.member", "sender": inviter, "state_key": station.user.id, "content": {"membership": "invite"}}
            body.setdefault("rooms", {}).setdefault("invite", {})["!foreign"] = {"invite_state": {"events": [member]}}

    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address, start=False)
        wire.alter = invited
        await station.start()
        await station.hears_itself()
        assert wire.count("rooms/!foreign/leave") == 1
        assert wire.count("rooms/!foreign/join") + wire.count("join/!foreign") == 0


async def test_a_room_where_somebody_from_elsewhere_comes_is_left(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    def mallory_comes(path: str, body: dict[str, Any]) -> None:
        joined = body.get("rooms", {}).get("join", {}) if "/sync" in path else {}
        if room in joined:
            wire.alter = None
            content = {"membership": "join"}
            event = {"type": "m.room.member", "sender": MALLORY, "state_key": MALLORY, "content": content}
            joined[room]["timeline"]["events"].insert(0, event | {"event_id": "$foreign", "origin_server_ts": 1})

    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        await station.hears_kind("joined")
        wire.alter = mallory_comes
        await awa.writes(room, "le dossier de Mme Petit")
        await awa.waits_for(room, awa.bot, "leave")
        assert [got.text for got in station.heard if got.kind == "message"] == []
        with pytest.raises(Undeliverable) as refused:
            await station.says(room, "Réponse", key="k1")
        assert refused.value.dead_address


async def test_nothing_is_said_where_somebody_from_elsewhere_just_came(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.hears_kind("joined")
    station.platform._connected.rooms[room].add_member(MALLORY, "Awa", None)  # known, and not yet left
    with pytest.raises(Undeliverable) as refused:
        await station.says(room, "Le dossier de Mme Petit", key="k1")
    assert refused.value.dead_address


async def test_a_room_that_anybody_may_enter_is_left(station: Station, awa: Person) -> None:
    room = await awa.invites_bot(preset="public_chat")
    await awa.waits_for(room, awa.bot, "leave")


async def test_what_was_said_before_the_invitation_was_not_said_to_us(station: Station, awa: Person) -> None:
    room = str(await awa._do("room", invite=[], encrypted=False))
    await awa.writes(room, "entre nous")
    await awa.invites(room, awa.bot)
    await awa.writes(room, "bonjour le bot")
    await station.hears_text("bonjour le bot")
    assert "entre nous" not in [got.text for got in station.heard]


async def test_an_old_room_is_not_read_again_by_a_bot_that_forgot_everything(station: Station, awa: Person) -> None:
    room = await awa.invites_bot(encrypted=False)
    await awa.writes(room, "il y a longtemps")
    await station.hears_text("il y a longtemps")
    await station.stop()
    station.checkpoint, station.heard = None, []
    await station.start()
    await station.hears_itself()
    await awa.writes(room, "maintenant")
    await station.hears_text("maintenant")
    assert [got.text for got in station.heard] == ["maintenant"]


async def test_who_invited_before_the_bot_ever_ran_is_heard(new_station: NewStation, new_person: NewPerson) -> None:
    station = await new_station(start=False)
    awa = await new_person(station)
    room = await awa.invites_bot(encrypted=False, wait=False)
    await awa.writes(room, "déjà là ?")
    await station.start()
    await station.hears_text("déjà là ?")


async def test_people_of_the_bots_own_homeserver_are_strangers_unless_it_is_allowed(
    new_station: NewStation, new_person: NewPerson
) -> None:
    station = await new_station(allowed_homeservers={"ailleurs.test"})
    awa = await new_person(station)
    room = await awa.invites_bot(wait=False)
    await awa.waits_for(room, awa.bot, "leave")


def test_only_what_follows_the_first_colon_is_the_homeserver() -> None:
    assert server_of("@awa:valmiere.test") == "valmiere.test"
    assert server_of("@awa:valmiere.test:8448") == "valmiere.test:8448"
    assert server_of("@awa-valmiere.test:ailleurs.test") == "ailleurs.test"
    assert server_of("awa") == ""


def test_a_guest_who_is_only_invited_counts() -> None:
    room = MatrixRoom("!r", "@relais:valmiere.test")
    room.add_member("@awa:valmiere.test", "Awa", None)
    assert belongs(room, {SERVER_NAME})
    room.add_member(MALLORY, "Awa", None, invited=True)
    assert not belongs(room, {SERVER_NAME})


MALLORY = "@mallory:ailleurs.test"
