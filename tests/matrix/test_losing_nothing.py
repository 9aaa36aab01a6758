"""Crashes, gaps, outages and late keys: everything said is stored once and in order, everything answered is seen once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
import vodozemac

from bot.platforms import RawUpdate, Undeliverable
from tests.matrix.conftest import NewPerson, NewStation
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person
from tests.matrix.station import Station
from tests.matrix.wire import Wire


async def test_what_could_not_be_stored_comes_again(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.hears_kind("joined")

    def full_disk(updates: Sequence[RawUpdate]) -> None:
        if updates:
            raise OSError("disk full")

    station.interrupt = full_disk
    await awa.writes(room, "à ne pas perdre")
    assert isinstance(await station.ends(), OSError)
    station.interrupt = None
    await station.stop()
    await station.start()
    assert (await station.hears_text("à ne pas perdre")).kind == "message"


async def test_listening_again_in_the_same_process_loses_nothing(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.hears_kind("joined")

    def full_disk(updates: Sequence[RawUpdate]) -> None:
        if updates:
            raise OSError("disk full")

    station.interrupt = full_disk
    await awa.writes(room, "à ne pas perdre")
    assert isinstance(await station.ends(), OSError)
    station.interrupt = None
    station.listen()
    assert (await station.hears_text("à ne pas perdre")).kind == "message"


@pytest.mark.parametrize("window", [500, 7])
async def test_forty_messages_said_while_down_all_arrive_in_order(new_station: NewStation, new_person: NewPerson, window: int) -> None:
    station = await new_station(window=window)
    awa = await new_person(station)
    room = await awa.invites_bot()
    await awa.writes(room, "avant")
    await station.hears_text("avant")
    await station.stop()
    said = [f"message {number}" for number in range(40)]
    for text in said:
        await awa.writes(room, text)
    await station.start()
    heard = await station.hears(count=41, where=lambda got: got.kind == "message")
    assert [got.text for got in heard] == ["avant", *said]


async def test_a_quiet_night_is_no_reason_to_forget_the_rooms(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.hears_kind("joined")
    for _ in range(2):  # at the second start nothing at all has happened since the first
        await station.stop()
        await station.start()
        await station.hears_itself()
    await station.says(room, "Bonjour", key="k1")
    await awa.hears(room, "Bonjour")


async def test_an_answer_sent_again_after_a_crash_is_seen_once(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    first = await station.says(room, "Enregistré", key="row-17")
    await station.stop()  # the process died before the delivery was marked
    await station.start()
    assert await station.says(room, "Enregistré", key="row-17") == first
    await station.says(room, "Autre chose", key="row-18")
    await awa.hears(room, "Autre chose")
    assert [event["body"] for event in await awa.seen(room)] == ["Enregistré", "Autre chose"]


async def test_an_answer_whose_receipt_was_lost_is_seen_once(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        wire.loses_answers("/send/m.room.encrypted", times=2)  # the HTTP client tries once more by itself
        with pytest.raises(Undeliverable) as lost:
            await station.says(room, "Une fois", key="k1")
        assert not lost.value.permanent
        assert not lost.value.uncertain
        await station.says(room, "Une fois", key="k1")
        await station.says(room, "Puis", key="k2")
        await awa.hears(room, "Puis")
        assert [event["body"] for event in await awa.seen(room)] == ["Une fois", "Puis"]


async def test_the_bot_survives_a_restart_of_the_homeserver(
    new_station: NewStation, new_person: NewPerson, strict_homeserver: Homeserver
) -> None:
    station = await new_station(server=strict_homeserver)
    awa = await new_person(station, server=strict_homeserver)
    room = await awa.invites_bot()
    await awa.writes(room, "avant")
    await station.hears_text("avant")
    strict_homeserver.stop()
    with pytest.raises(Undeliverable) as lost:
        await station.says(room, "Pendant", key="k1")
    assert not lost.value.permanent
    await station.stop()
    await station.start()  # a bot that starts meanwhile waits, too
    strict_homeserver.start()
    await awa.writes(room, "après")
    await station.hears_text("après")
    await station.says(room, "Pendant", key="k1")
    assert (await awa.hears(room, "Pendant"))["shield"] == 0


async def test_an_event_without_its_key_is_told_once_and_read_when_the_key_comes(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    late: list[dict[str, Any]] = []
    is_late = True

    def keys_come_late(path: str, body: dict[str, Any]) -> None:
        if "/sync" not in path:
            return
        held = body.get("to_device", {}).get("events", [])
        if is_late:
            late.extend(held)
            body.pop("to_device", None)
        else:
            body.setdefault("to_device", {})["events"] = [*late, *held]
            late.clear()

    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        wire.alter = keys_come_late
        asked = await awa.writes(room, "trou rue des Lilas")
        await station.hears_kind("undecryptable")
        await awa.writes(room, "et un second")
        heard = await station.hears(count=2, where=lambda got: got.kind == "undecryptable")
        assert (heard[0].message, heard[0].sender.id) == (asked, awa.id)
        await station.stop()
        await station.start()
        is_late = False
        await awa.writes(room, "allô ?")
        await station.hears_text("allô ?")
        clear = [got for got in station.heard if got.kind == "message"]
        assert [got.text for got in clear] == ["trou rue des Lilas", "et un second", "allô ?"]
        assert clear[0].id == heard[0].id
        assert len([got for got in station.heard if got.kind == "undecryptable"]) == 2


@pytest.mark.parametrize("step", ["/keys/claim", "/keys/query", "/sendToDevice/", "/joined_members"])
async def test_a_message_is_not_sent_before_everybody_has_its_key(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver, step: str
) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        await station.hears_kind("joined")
        if step == "/keys/query":
            station.platform._connected.olm.add_changed_users({awa.id})
        wire.refuses(step, 429, {"errcode": "M_LIMIT_EXCEEDED", "error": "too many"})
        with pytest.raises(Undeliverable) as refused:
            await station.says(room, "Lisible", key="k1", private=False)
        assert not refused.value.permanent
        await station.says(room, "Lisible", key="k1", private=False)
        assert (await awa.hears(room, "Lisible"))["encrypted"]


async def test_a_network_cut_while_keys_are_claimed_does_not_silence_the_room(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    def cut_after_the_first_claim(path: str, body: dict[str, Any]) -> None:
        wire.is_cut = "/keys/claim" in path

    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        drained = homeserver.register(f"vide{station.user.name}")
        phone, account = homeserver.log_in(drained), vodozemac.Account()
        homeserver.publish_keys(
            drained,
            phone,
            {"ed25519": account.ed25519_key.to_base64(), "curve25519": account.curve25519_key.to_base64()},
            lambda canonical: account.sign(canonical).to_base64(),
        )
        room = await awa.invites_bot(drained.id, wait=False)
        homeserver.ask("POST", f"/_matrix/client/v3/join/{room}", {}, token=phone["access_token"])
        await awa.waits_for(room, awa.bot, "join")
        await station.hears_kind("joined")
        await station.hears_new_device(drained.id, phone["device_id"])
        wire.alter = cut_after_the_first_claim
        with pytest.raises(Undeliverable):
            await station.says(room, "Lisible", key="k1", private=False)
        wire.alter = None
        wire.is_cut = False
        async with asyncio.timeout(10):
            await station.says(room, "Lisible", key="k1", private=False)
        await awa.hears(room, "Lisible")
