"""A fresh bot and fresh rooms for each test, on the session's homeserver, and people who keep their phones."""

from __future__ import annotations

import copy
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.matrix.homeserver import DEFAULT_MESSAGES, Homeserver
from tests.matrix.person import Person, Phones
from tests.matrix.station import Station

NUMBERS = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needed = getattr(item, "fixturenames", ())
        if "homeserver" in needed and "tests/matrix" in item.path.as_posix():
            item.add_marker(pytest.mark.synapse)
        if "phones" in needed:
            item.add_marker(pytest.mark.node)


@pytest.fixture(scope="session")
def strict_homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """With the message limits that people really meet. A test may stop it, if it starts it again."""
    server = Homeserver(tmp_path_factory.mktemp("synapse-strict"), limits=DEFAULT_MESSAGES)
    server.start()
    yield server
    server.stop()


NewStation = Callable[..., Awaitable[Station]]
NewPerson = Callable[..., Awaitable[Person]]


@pytest.fixture
async def new_station(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[NewStation]:
    """Make a bot with an account of its own; started unless start=False."""
    stations: list[Station] = []

    async def make(*, server: Homeserver | None = None, start: bool = True, address: str | None = None, **settings: Any) -> Station:
        server = server or homeserver
        user = server.register(f"relais{next(NUMBERS)}")
        station = Station(address or server.address, user, tmp_path / user.name, **settings)
        stations.append(station)
        return await station.start() if start else station

    yield make
    for station in stations:
        await station.stop()


@pytest.fixture
async def station(new_station: NewStation) -> Station:
    return await new_station()


@pytest.fixture(scope="session")
def crowd() -> dict[tuple[str, str], Person]:
    """Who has a phone already, by homeserver and name: signing one in takes a second, so people keep theirs between tests."""
    return {}


@pytest.fixture
def new_person(homeserver: Homeserver, phones: Phones, crowd: dict[tuple[str, str], Person]) -> NewPerson:
    """Somebody who talks to this bot, with a phone that trusts no unsigned device. alone: with an account no other test has."""

    async def make(station: Station, name: str = "awa", *, server: Homeserver | None = None, alone: bool = False) -> Person:
        server = server or homeserver
        known = (server.address, f"{name}{next(NUMBERS)}" if alone else name)
        if known not in crowd:
            user = server.register(f"{name}{next(NUMBERS)}")
            crowd[known] = await Person.at(phones, server, user, bot=station.user.id)
        person = copy.copy(crowd[known])
        person.bot = station.user.id
        return person

    return make


@pytest.fixture
async def awa(new_person: NewPerson, station: Station) -> Person:
    return await new_person(station)
