"""One nursery for the session; a bot with its own folder and database for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.disks import mounted
from tests.faults.harness import Bot, Nursery
from tests.faults.ledger import Books
from tests.matrix.homeserver import Homeserver, User
from tests.postgres import Postgres
from tests.sqlite import laid_at
from tests.telegram.limits import Limits
from tests.telegram.server import BotApi

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NewBot = Callable[..., Bot]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated base: SQLite, or what the test is parametrized with."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield laid_at(tmp_path / "relais.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.borrow()
    yield url
    server.give_back(url)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "size=3m") as folder:
        yield folder


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram without rates: here it is not the pace that is tested."""
    async with BotApi(limits=Limits.none()) as server:
        yield server


@pytest.fixture
async def new_bot(nursery: Nursery, tmp_path: Path) -> AsyncIterator[NewBot]:
    """Make a bot on a database; whatever it left alive is killed at the end."""
    bots: list[Bot] = []

    def make(database_url: str, *, folder: Path = tmp_path, **environment: Any) -> Bot:
        bots.append(Bot(nursery, folder, database_url=database_url, environment=environment))
        return bots[-1]

    yield make
    for bot in bots:
        await bot.ends_all()


def on_telegram(api: BotApi) -> dict[str, str]:
    """The settings of a bot on this server, as fast as an own Bot API server allows."""
    return {"RELAIS_TELEGRAM_TOKEN": api.token, "RELAIS_TELEGRAM_API_BASE": api.base, "RELAIS_TELEGRAM_PACE": "10000"}


def on_matrix(homeserver: Homeserver, user: User) -> dict[str, str]:
    return {
        "RELAIS_MATRIX_HOMESERVER": homeserver.address, "RELAIS_MATRIX_USER": user.id, "RELAIS_MATRIX_PASSWORD": user.password,
        "RELAIS_MATRIX_PACE": "1000",
    }  # fmt: skip


@pytest.fixture
def books(database: str) -> Iterator[Books]:
    books = Books(database, "telegram")
    yield books
    books.close()
