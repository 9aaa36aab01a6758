"""One real homeserver and one Node process for the session; fresh people, rooms and a fresh bot for each test."""

from __future__ import annotations

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
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    server = Homeserver(tmp_path_factory.mktemp("synapse"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def strict_homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """With the message limits that people really meet. A test may stop it, if it starts it again."""
    server = Homeserver(tmp_path_factory.mktemp("synapse-strict"), limits=DEFAULT_MESSAGES)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def phones() -> Iterator[Phones]:
    phones = Phones()
    yield phones
    phones.close()


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


@pytest.fixture
async def new_person(homeserver: Homeserver, phones: Phones) -> AsyncIterator[NewPerson]:
    """Make somebody who talks to a bot, with a phone that trusts no unsigned device."""
    people: list[Person] = []

    async def make(station: Station, name: str = "awa", *, server: Homeserver | None = None, **how: Any) -> Person:
        server = server or homeserver
        user = server.register(f"{name}{next(NUMBERS)}")
        person = await Person.at(phones, server, user, bot=station.user.id, **how)
        people.append(person)
        return person

    yield make
    for person in people:
        await person.hangs_up()


@pytest.fixture
async def awa(new_person: NewPerson, station: Station) -> Person:
    return await new_person(station)
