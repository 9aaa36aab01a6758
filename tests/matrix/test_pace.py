"""Not faster than the homeserver likes, and patient when it says so."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.platforms import Undeliverable
from handlers.messages import Choice
from tests.matrix.conftest import NewPerson, NewStation
from tests.matrix.homeserver import Homeserver
from tests.matrix.wire import Wire


async def test_the_ordinary_limits_of_a_homeserver_are_obeyed(
    new_station: NewStation, new_person: NewPerson, strict_homeserver: Homeserver
) -> None:
    station = await new_station(server=strict_homeserver)
    awa = await new_person(station, server=strict_homeserver)
    room = await awa.invites_bot()
    said, refusals = [f"rappel {number}" for number in range(10)], []
    for number, text in enumerate(said):
        while True:
            try:
                await station.says(room, text, key=f"row-{number}")
                break
            except Undeliverable as refusal:
                refusals.append(refusal)
                await asyncio.sleep(refusal.retry_after or 0)
    await awa.hears(room, "rappel 9")
    assert [event["body"] for event in await awa.seen(room)] == said
    assert 1 <= len(refusals) <= 3  # waiting as long as the server asks is enough: hardly a message is refused twice
    assert all(refusal.everywhere and refusal.retry_after for refusal in refusals)


async def test_the_header_is_believed_before_the_body(new_station: NewStation, new_person: NewPerson, homeserver: Homeserver) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        refusal = {"errcode": "M_LIMIT_EXCEEDED", "error": "too many", "retry_after_ms": 1000}
        wire.refuses("/send/m.room.encrypted", 429, refusal, **{"Retry-After": "7"})
        with pytest.raises(Undeliverable) as header:
            await station.says(room, "Bonjour", key="k1")
        wire.refuses("/send/m.room.encrypted", 429, refusal)
        with pytest.raises(Undeliverable) as field:
            await station.says(room, "Bonjour", key="k1")
        assert (header.value.retry_after, field.value.retry_after) == (7.0, 1.0)


async def test_everything_the_account_sends_counts_reactions_too(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address, per_second=5.0)
        awa = await new_person(station)
        room = await awa.invites_bot()
        await station.hears_kind("joined")
        began = time.monotonic()
        choices = (Choice("Oui", "a"), Choice("Non", "b"))
        await station.says(room, "Première ?", choices=choices, yes_no=True, key="k1")
        assert wire.count("/send/m.reaction") == 0  # the card does not wait for its reactions
        await awa.hears(room, "Première", reactions=["✅", "❌"])
        await station.says(room, "Deuxième", key="k2")
        assert time.monotonic() - began >= 0.6  # four events, three intervals of a fifth of a second


async def test_an_answer_of_a_proxy_in_between_says_nothing_of_the_message(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        awa = await new_person(station)
        room = await awa.invites_bot()
        wire.refuses("/send/m.room.encrypted", 502, {})
        with pytest.raises(Undeliverable) as passing:
            await station.says(room, "Bonjour", key="k1")
        wire.refuses("/send/m.room.encrypted", 413, {"errcode": "M_TOO_LARGE", "error": "too large"})
        with pytest.raises(Undeliverable) as final:
            await station.says(room, "Bonjour", key="k1")
        assert (passing.value.permanent, final.value.permanent, final.value.dead_address) == (False, True, False)
