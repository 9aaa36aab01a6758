"""`python -m tests.faults.campaign --minutes 10`: every fault of the design, wherever it exists, as often as fits; then one table.

Ends with 1 when anything was lost, seen twice where a bot can help it, or broken. `--seed N --only F7 telegram sqlite` plays some again:
what is drawn is drawn again, though processes run at their own speed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from tests.faults.harness import Nursery
from tests.faults.ledger import Count
from tests.faults.places import Places
from tests.faults.plan import FAULTS, Fault
from tests.faults.suites import play

LONG_SHARE = 0.05
"""Of the minutes, what one long run may take."""
SHORTEST_LONG_S = 15.0


@dataclass(slots=True)
class Cell:
    """What was reached for one fault on one network and database. times: how often the fault came about."""

    fault: Fault
    network: str
    database: str
    rounds: int = 0
    times: int = 0
    messages: int = 0
    ambiguous: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    figure: float | None = None
    note: str = ""

    @property
    def name(self) -> str:
        return " · ".join(filter(None, (self.fault.name, self.network, self.database)))

    @property
    def faults(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.broken]

    def adds(self, count: Count) -> None:
        self.messages += count.deeds
        self.ambiguous += count.ambiguous
        self.lost += count.lost
        self.doubled += count.doubled
        self.broken += count.broken

    def measured(self) -> str:
        return self.note or ("" if self.figure is None else self.fault.figure.format(self.figure))


def cells_of(faults: Sequence[Fault], only: Sequence[str] = ()) -> list[Cell]:
    """only: names of faults, networks and databases; of each kind, all when none is named. Raises ValueError for another word."""
    cells = []
    for fault in faults:
        where = [("", "")] if fault.tests else itertools.product(fault.networks, fault.databases)
        cells += [Cell(fault, network, database) for network, database in where]
    kinds = (lambda cell: cell.fault.name.lower(), lambda cell: cell.network, lambda cell: cell.database)
    known = {each(cell) for each in kinds for cell in cells}
    if unknown := [word for word in only if word.lower() not in known]:
        raise ValueError(f"nothing is called {', '.join(unknown)}: say {', '.join(sorted(known - {''}))}")
    for each in kinds:
        named = {word.lower() for word in only} & {each(cell) for cell in cells}
        cells = [cell for cell in cells if not named or each(cell) in named]
    return cells


async def fight(cell: Cell, places: Places, *, seed: int, long_s: float) -> None:
    """One round of a cell, counted."""
    if cell.fault.round is None:
        played = await play(cell.fault.tests, seed=seed)
        cell.times, cell.lost = played.passed + len(played.failed), played.failed
        cell.note = f"{played.passed} tests passed" + (f", {played.skipped} skipped" if played.skipped else "")
    else:
        chance = random.Random(f"{seed}/{cell.name}/{cell.fault.title}/{cell.rounds}")
        async with places.town(cell.network, cell.database, chance, people=cell.fault.people) as town:
            town.long_s = long_s
            try:
                happened = await cell.fault.round(town)
                cell.times += happened.times
                cell.figure = max(filter(None, (cell.figure, happened.figure)), default=None)
                cell.adds(await town.counts())
            except (AssertionError, TimeoutError, OSError) as error:
                cell.broken += [*town.broken, str(error) or type(error).__name__]
    cell.rounds += 1


async def campaign(cells: list[Cell], places: Places, *, minutes: float, seed: int, console: Console) -> None:
    """Round after round until the time is over; every cell is fought once, whatever the time. Tests of their own are played once."""
    end = time.monotonic() + minutes * 60
    long_s = max(SHORTEST_LONG_S, minutes * 60 * LONG_SHARE)
    again = [cell for cell in cells if cell.fault.round]
    columns = (BarColumn(), TextColumn("{task.fields[done]}"), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("starting", total=minutes * 60, done="")
        for number, cell in enumerate(itertools.chain(cells, itertools.cycle(again))):
            if number >= len(cells) and time.monotonic() > end:
                break
            done = f"{min(number, len(cells))}/{len(cells)} cells, {sum(cell.times for cell in cells)} times in trouble"
            spent = minutes * 60 - max(0.0, end - time.monotonic())
            progress.update(task, completed=spent, done=done, description=f"{cell.name} · {cell.fault.title}")
            if not console.is_terminal:  # in a log, a line says how far it is
                console.print(f"{done}: {cell.name} · {cell.fault.title}", markup=False)
            before = len(cell.faults)
            await fight(cell, places, seed=seed, long_s=long_s)
            for fault in cell.faults[before:]:
                progress.console.print(f"{cell.name}, round {cell.rounds}: {fault}", style="red", markup=False)


def shown_as_table(cells: list[Cell]) -> Table:
    """copies: messages that arrived when the bot could not know, and came again; Telegram offers no way round it."""
    table = Table("", "fault", "network", "database", title="Faults", box=SIMPLE_HEAD, caption="copies: sent, not known to be, sent again")
    for name in ("times", "messages", "lost", "doubled", "broken", "copies"):
        table.add_column(name, justify="right")
    table.add_column("measured")
    for fault, group in itertools.groupby(cells, key=lambda cell: cell.fault):
        for number, cell in enumerate(group):
            name, title = ("", "") if number else (fault.name, fault.title)
            figures = (cell.times, cell.messages, len(cell.lost), len(cell.doubled), len(cell.broken), cell.ambiguous)
            table.add_row(name, title, cell.network, cell.database, *map(str, figures), cell.measured(), style="red" if cell.faults else "")
    sums = [sum(getattr(cell, name) for cell in cells) for name in ("times", "messages")]
    sums += [sum(len(getattr(cell, name)) for cell in cells) for name in ("lost", "doubled", "broken")]
    table.add_section()
    table.add_row("", "all", "", "", *map(str, [*sums, sum(cell.ambiguous for cell in cells)]), "", style="bold")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description="Let every fault happen, again and again, and count")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="faults, networks, databases: F7 telegram sqlite")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored in what runs in the background
    console = Console(width=max(Console().width, 150))
    console.print(f"seed {asked.seed}")
    try:
        wanted = cells_of(FAULTS, asked.only)
    except ValueError as wrong:
        parser.error(str(wrong))
    needed = {name for cell in wanted for name in (cell.network, cell.database)}
    temporary = tempfile.TemporaryDirectory(prefix="relais-faults-")
    with temporary as folder, closing(Nursery()) as nursery, Places(Path(folder), nursery, needed) as places:
        for what in places.missing:
            console.print(f"not here, so nothing is proved about it: {what}", style="yellow")
        cells = [cell for cell in wanted if places.has(cell.network, cell.database)]
        with suppress(KeyboardInterrupt):  # what was fought so far is shown all the same
            asyncio.run(campaign(cells, places, minutes=asked.minutes, seed=asked.seed, console=console))
    console.print(shown_as_table(cells))
    for cell in cells:
        if cell.faults:
            words = " ".join(filter(None, (cell.fault.name, cell.network, cell.database)))
            console.print(f"again: python -m tests.faults.campaign --seed {asked.seed} --only {words}", markup=False)
    return 1 if any(cell.faults for cell in cells) else 0


if __name__ == "__main__":
    sys.exit(main())
