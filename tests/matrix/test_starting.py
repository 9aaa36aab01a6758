"""Logging in once: the device, its keys and its identity are kept; what a person must mend is said at once."""

from __future__ import annotations

import asyncio
import json
import shutil
from typing import Any

import pytest

from bot.platforms import Misconfigured
from bot.platforms.matrix.crypto import cross_sign
from tests.matrix.conftest import NewPerson, NewStation
from tests.matrix.homeserver import Homeserver
from tests.matrix.station import Station
from tests.matrix.wire import Wire


def account(station: Station) -> dict[str, Any]:
    return dict(json.loads(station.vault.secrets["matrix-account"]))


def published(homeserver: Homeserver, station: Station) -> dict[str, Any]:
    """What everybody can see of the bot's identity."""
    token = account(station)["access_token"]
    answer = homeserver.ask("POST", "/_matrix/client/v3/keys/query", {"device_keys": {station.user.id: []}}, token=token)
    return {"master": answer["master_keys"][station.user.id]["keys"], "devices": answer["device_keys"][station.user.id]}


async def test_a_wrong_password_is_said_clearly(new_station: NewStation) -> None:
    station = await new_station(start=False)
    station.user = station.user._replace(password="faux")
    with pytest.raises(Misconfigured) as refused:
        await station.start()
    assert refused.value.key == "matrix-wrong-password"
    assert "faux" not in str(refused.value.values)
    assert "matrix-account" not in station.vault.secrets


async def test_no_password_for_the_first_login_is_said_clearly(new_station: NewStation) -> None:
    station = await new_station(start=False)
    with pytest.raises(Misconfigured) as refused:
        await station.start(password=None)
    assert refused.value.key == "matrix-password-missing"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "matrix.valmiere", "http://nulle.part.invalid"])
async def test_an_unreachable_homeserver_is_said_clearly(new_station: NewStation, address: str) -> None:
    station = await new_station(start=False, address=address)
    with pytest.raises(Misconfigured) as refused:
        await station.start()
    assert (refused.value.key, refused.value.values) == ("matrix-unreachable", {"homeserver": address})


async def test_a_second_start_logs_in_nowhere_and_needs_no_password(new_station: NewStation, homeserver: Homeserver) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        first = account(station)
        await station.stop()
        await station.start(password=None)
        await station.hears_itself()
        assert account(station) == first
        assert wire.count("/login") == 1
        assert wire.count("device_signing/upload") == 1


async def test_signing_again_changes_nothing(station: Station, homeserver: Homeserver) -> None:
    before = published(homeserver, station)
    await cross_sign(station.platform._connected, vault=station.vault, password=None)
    assert published(homeserver, station) == before


async def test_another_identity_without_a_password_is_refused(station: Station) -> None:
    del station.vault.secrets["matrix-cross-signing"]
    with pytest.raises(Misconfigured) as refused:
        await cross_sign(station.platform._connected, vault=station.vault, password=None)
    assert refused.value.key == "matrix-cross-signing"


async def test_a_lost_crypto_store_means_a_new_device_of_the_same_identity(
    new_station: NewStation, new_person: NewPerson, homeserver: Homeserver
) -> None:
    station = await new_station()
    identity, old = published(homeserver, station)["master"], account(station)["device_id"]
    awa = await new_person(station)
    room = await awa.invites_bot()
    await station.hears_kind("joined")
    await station.stop()
    shutil.rmtree(station.folder)
    with pytest.raises(Misconfigured) as refused:
        await station.start(password=None)
    assert refused.value.key == "matrix-password-missing"
    await station.start()
    new = account(station)["device_id"]
    after = published(homeserver, station)
    assert new != old
    assert after["master"] == identity
    assert old not in after["devices"], "nobody speaks as the old one any more"
    await station.says(room, "Me revoici", key="k1")
    assert (await awa.hears(room, "Me revoici"))["shield"] == 0
    await awa.writes(room, "bon retour")
    await station.hears_text("bon retour")


async def test_a_revoked_token_ends_listening_with_what_to_do(new_station: NewStation, homeserver: Homeserver) -> None:
    async with Wire(homeserver.address) as wire:
        station = await new_station(address=wire.address)
        await station.hears_itself()
        homeserver.ask("POST", "/_matrix/client/v3/logout", {}, token=account(station)["access_token"])
        ended = await station.ends()
        assert isinstance(ended, Misconfigured)
        assert ended.key == "matrix-signed-out"
        asked = wire.count("/sync")
        await asyncio.sleep(0.5)
        assert wire.count("/sync") == asked


async def test_what_the_crypto_store_holds_is_sealed_by_a_key_that_is_not_beside_it(station: Station) -> None:
    key = station.vault.secrets["matrix-store-key"]
    token = account(station)["access_token"].encode()
    for file in station.folder.iterdir():
        content = file.read_bytes()
        assert key not in content
        assert token not in content
