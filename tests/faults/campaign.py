"""`python -m tests.faults.campaign --minutes 10`: as many deaths as fit, at every point, on every database and network, then the table.

Ends with 1 when anything was lost, or seen twice where a bot can help it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from storage.database import open_database
from tests.faults.conftest import on_matrix, on_telegram
from tests.faults.harness import Bot, Nursery
from tests.faults.ledger import Books
from tests.faults.people import OnMatrix, OnTelegram
from tests.faults.rounds import POINTS, Town
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person, Phones
from tests.postgres import Postgres
from tests.telegram.limits import Limits
from tests.telegram.server import BotApi

Server = TypeVar("Server")
DEATHS_A_ROUND = 8
PEOPLE = 4


@dataclass(slots=True)
class Cell:
    """What was reached for one network, database and point. reached: kills at the point itself; the others came at rest."""

    network: str
    database: str
    point: str
    kills: int = 0
    reached: int = 0
    messages: int = 0
    ambiguous: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class Campaign:
    """The servers of one campaign, started once. postgres, homeserver, phones: None where they cannot run here."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.nursery = Nursery()
        self.numbers = itertools.count(1)
        self.migrated = folder / "migrated.db"
        open_database(f"sqlite:///{self.migrated}").close()
        self.missing: list[str] = []
        self.postgres = self._or_missing(Postgres)
        self.homeserver = self._or_missing(lambda: Homeserver(self._folder("synapse")))
        self.phones = self._or_missing(Phones) if self.homeserver else None
        if self.homeserver:
            self.homeserver.start()

    def cells(self) -> list[Cell]:
        networks = ["telegram", *(["matrix"] if self.phones else [])]
        databases = ["sqlite", *(["postgresql"] if self.postgres else [])]
        return [Cell(network, database, point) for point in POINTS for network in networks for database in databases]

    async def fights(self, cell: Cell) -> None:
        """One round of a cell: some deaths, then the count."""
        with self._database(cell.database) as (url, folder):
            books = Books(url, cell.network)
            async with (self._telegram if cell.network == "telegram" else self._matrix)(url, folder, books) as town:
                try:
                    for _ in range(DEATHS_A_ROUND):
                        cell.reached += await town.dies_once(cell.point)
                    count = await town.counts()
                except (AssertionError, TimeoutError) as error:
                    cell.lost.append(str(error) or type(error).__name__)
                else:
                    cell.lost += count.lost + count.broken
                    cell.doubled += count.doubled
                    cell.ambiguous += count.ambiguous
                cell.kills += town.bot.kills
                cell.messages += len(town.deeds)
                await town.bot.ends_all()
            books.close()

    def close(self) -> None:
        self.nursery.close()
        if self.phones:
            self.phones.close()
        if self.homeserver:
            self.homeserver.stop()
        if self.postgres:
            self.postgres.stop()

    @contextlib.asynccontextmanager
    async def _telegram(self, url: str, folder: Path, books: Books) -> AsyncIterator[Town]:
        async with BotApi(limits=Limits.none()) as api:
            people = [OnTelegram(api, f"Awa {number}") for number in range(PEOPLE)]
            for person in people:
                books.lets_in("Awa", person.address)
            bot = Bot(self.nursery, folder, database_url=url, environment=on_telegram(api))
            yield Town(bot, books, people, self.chance)

    @contextlib.asynccontextmanager
    async def _matrix(self, url: str, folder: Path, books: Books) -> AsyncIterator[Town]:
        assert self.homeserver
        assert self.phones
        number = next(self.numbers)
        relais = self.homeserver.register(f"relais{number}")
        awa = await Person.at(self.phones, self.homeserver, self.homeserver.register(f"awa{number}"), bot=relais.id)
        books.lets_in("Awa", f"matrix:{awa.id}")
        bot = Bot(self.nursery, folder, database_url=url, environment=on_matrix(self.homeserver, relais))
        life = bot.starts()
        room = await awa.invites_bot()
        await life.is_stopped()
        yield Town(bot, books, [OnMatrix(awa, room)], self.chance)
        await awa.hangs_up()

    @contextlib.contextmanager
    def _database(self, kind: str) -> Iterator[tuple[str, Path]]:
        folder = self._folder(f"round-{next(self.numbers)}")
        if kind == "sqlite":
            shutil.copy(self.migrated, folder / "relais.db")
            yield f"sqlite:///{folder}/relais.db", folder
        else:
            assert self.postgres
            url = self.postgres.borrow()
            yield url, folder
            self.postgres.give_back(url)
        shutil.rmtree(folder)

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def _or_missing(self, make: Callable[[], Server]) -> Server | None:
        try:
            return make()
        except (pytest.skip.Exception, OSError, RuntimeError, ImportError) as reason:
            self.missing.append(str(reason))
            return None


def shown_as_table(cells: list[Cell]) -> Table:
    """copies: answers that arrived when the bot died before it could know, and came again; Telegram offers no way round it."""
    table = Table("network", "database", "point", title="Kill -9", box=SIMPLE_HEAD, caption="copies: sent, not marked, sent again")
    for name in ("kills", "there", "messages", "lost", "doubled", "copies"):
        table.add_column(name, justify="right")
    for cell in cells:
        _row(table, cell.network, cell.database, cell.point, [cell])
    table.add_section()
    for network, database in dict.fromkeys((cell.network, cell.database) for cell in cells):
        _row(table, network, database, "all", [cell for cell in cells if (cell.network, cell.database) == (network, database)])
    _row(table, "all", "", "", cells)
    return table


def _row(table: Table, network: str, database: str, point: str, cells: list[Cell]) -> None:
    sums = [sum(getattr(cell, name) for cell in cells) for name in ("kills", "reached", "messages")]
    faults = [sum(len(getattr(cell, name)) for cell in cells) for name in ("lost", "doubled")]
    style = "red" if any(faults) else "bold" if len(cells) > 1 else ""
    table.add_row(network, database, point, *map(str, [*sums, *faults, sum(cell.ambiguous for cell in cells)]), style=style)


async def fight(campaign: Campaign, minutes: float, console: Console) -> list[Cell]:
    """Round after round until the time is over; every cell is fought once, whatever the time."""
    cells = campaign.cells()
    end = time.monotonic() + minutes * 60
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[kills]} kills"), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("starting", total=minutes * 60, kills=0)
        for number in itertools.count():
            cell = cells[number % len(cells)]
            if number >= len(cells) and time.monotonic() > end:
                break
            left = max(0.0, end - time.monotonic())
            progress.update(
                task, completed=minutes * 60 - left, kills=sum(cell.kills for cell in cells),
                description=f"{cell.network} · {cell.database} · {cell.point}",
            )  # fmt: skip
            await campaign.fights(cell)
    return cells


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the bot at every point, and count")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    console = Console(width=max(Console().width, 100))
    console.print(f"seed {asked.seed}")
    with tempfile.TemporaryDirectory(prefix="relais-faults-") as folder:
        campaign = Campaign(Path(folder), asked.seed)
        for what in campaign.missing:
            console.print(f"not here, so nothing is proved about it: {what}", style="yellow")
        try:
            cells = asyncio.run(fight(campaign, asked.minutes, console))
        finally:
            campaign.close()
    for cell in cells:
        for fault in cell.lost + cell.doubled:
            console.print(f"{cell.network} · {cell.database} · {cell.point}: {fault}", style="red", markup=False)
    console.print(shown_as_table(cells))
    return 1 if any(cell.lost or cell.doubled for cell in cells) else 0


if __name__ == "__main__":
    sys.exit(main())
