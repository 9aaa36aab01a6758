"""Where rounds are played: the servers of one campaign, started once, and a town with its bot and people for each round."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import pytest

from tests.faults.conftest import on_matrix, on_telegram
from tests.faults.harness import Bot, Nursery
from tests.faults.ledger import Books
from tests.faults.people import OnMatrix, team
from tests.faults.rounds import Town
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person, Phones
from tests.matrix.wire import Wire
from tests.postgres import Postgres
from tests.sqlite import laid_at
from tests.telegram.limits import Limits
from tests.telegram.server import BotApi

Server = TypeVar("Server")


class Places:
    """needed: of "matrix" and "postgresql", those to start. missing: why one could not be."""

    def __init__(self, folder: Path, nursery: Nursery, needed: Collection[str]) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self.missing: list[str] = []
        self._nursery = nursery
        self._postgres = self._or_missing(Postgres) if "postgresql" in needed else None
        self._homeserver = self._or_missing(self._synapse) if "matrix" in needed else None
        self._phones = self._or_missing(Phones) if self._homeserver else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._phones:
            self._phones.close()
        if self._homeserver:
            self._homeserver.stop()
        if self._postgres:
            self._postgres.stop()

    def has(self, network: str, database: str) -> bool:
        return (network != "matrix" or self._phones is not None) and (database != "postgresql" or self._postgres is not None)

    @contextlib.asynccontextmanager
    async def town(self, network: str, database: str, chance: random.Random, *, people: int) -> AsyncIterator[Town]:
        """A bot on an empty base, and its people."""
        with self._database(database) as (url, folder):
            books = Books(url, network)
            async with (self._on_telegram if network == "telegram" else self._on_matrix)(url, folder, books, chance, people) as town:
                town.postgres = self._postgres if database == "postgresql" else None
                yield town
                await town.bot.ends_all()
            books.close()

    @contextlib.asynccontextmanager
    async def _on_telegram(self, url: str, folder: Path, books: Books, chance: random.Random, people: int) -> AsyncIterator[Town]:
        async with BotApi(limits=Limits.none(), seed=chance.randrange(2**32)) as api:
            there = team(api, books, people)
            yield Town(Bot(self._nursery, folder, database_url=url, environment=on_telegram(api)), books, there, chance, api=api)

    @contextlib.asynccontextmanager
    async def _on_matrix(self, url: str, folder: Path, books: Books, chance: random.Random, _people: int) -> AsyncIterator[Town]:
        assert self._homeserver
        assert self._phones
        number = next(self._numbers)
        relais = self._homeserver.register(f"relais{number}")
        awa = await Person.at(self._phones, self._homeserver, self._homeserver.register(f"awa{number}"), bot=relais.id)
        books.lets_in("Awa", f"matrix:{awa.id}")
        async with Wire(self._homeserver.address) as wire:
            environment = on_matrix(self._homeserver, relais) | {"RELAIS_MATRIX_HOMESERVER": wire.address}
            bot = Bot(self._nursery, folder, database_url=url, environment=environment)
            life = bot.starts()
            room = await awa.invites_bot()
            await life.is_stopped()
            yield Town(bot, books, [OnMatrix(awa, room)], chance, wire=wire)
            await bot.ends_all()
        await awa.hangs_up()

    @contextlib.contextmanager
    def _database(self, kind: str) -> Iterator[tuple[str, Path]]:
        folder = self._made(f"round-{next(self._numbers)}")
        if kind == "sqlite":
            yield laid_at(folder / "relais.db"), folder
        else:
            assert self._postgres
            url = self._postgres.borrow()
            yield url, folder
            self._postgres.give_back(url)
        shutil.rmtree(folder)

    def _synapse(self) -> Homeserver:
        homeserver = Homeserver(self._made("synapse"))
        homeserver.start()
        return homeserver

    def _made(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder

    def _or_missing(self, make: Callable[[], Server]) -> Server | None:
        try:
            return make()
        except (pytest.skip.Exception, OSError, RuntimeError, ImportError) as reason:
            self.missing.append(str(reason))
            return None
