"""The campaign names every fault, plays each of its rounds, and sees what is lost or doubled (`make faults` plays them all for long)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import delete, update

from tests.faults import deaths, parties, wear
from tests.faults.campaign import Cell, cells_of, fight, shown_as_table
from tests.faults.harness import Nursery
from tests.faults.ledger import OUTBOX
from tests.faults.places import Places
from tests.faults.plan import FAULTS, Fault
from tests.faults.rounds import Happened, Town
from tests.faults.suites import ROOT, play

ELSEWHERE = {deaths.dies_of_acts, deaths.dies_at_any_moment, deaths.is_asked_to_stop, parties.is_frozen, wear.has_no_room}
"""Rounds that do what a test of its own does: test_kills, test_stopping, test_databases."""
PLAYED = [fault for fault in FAULTS if fault.round and "sqlite" in fault.databases and fault.round not in ELSEWHERE]


@pytest.fixture
def places(nursery: Nursery, tmp_path: Path) -> Iterator[Places]:
    with Places(tmp_path, nursery, {"telegram", "sqlite"}) as places:
        yield places


async def played(fault: Fault, places: Places, *, seed: int = 1) -> Cell:
    cell = Cell(fault, "telegram", "sqlite")
    await fight(cell, places, seed=seed, long_s=4.0)
    return cell


@pytest.mark.parametrize("fault", PLAYED, ids=lambda fault: fault.name)
async def test_each_round_does_its_harm_and_nothing_is_lost(fault: Fault, places: Places) -> None:
    cell = await played(fault, places)
    assert cell.faults == []
    assert cell.times > 0, "nothing happened: this proves nothing"
    assert cell.messages > 0


def test_the_table_names_every_fault_of_the_design() -> None:
    assert {fault.name for fault in FAULTS} == {f"F{number}" for number in range(1, 26)}
    assert all(bool(fault.round) != bool(fault.tests) for fault in FAULTS)
    assert [file for fault in FAULTS for file in fault.tests if not (ROOT / file.partition("::")[0]).exists()] == []
    console = Console(width=200)
    with console.capture() as shown:
        console.print(shown_as_table(cells_of(FAULTS)))
    assert {f"F{number}" for number in range(1, 26)} <= set(re.findall(r"\bF\d+", shown.get()))


def test_one_row_can_be_played_again() -> None:
    assert [(cell.fault.name, cell.network, cell.database) for cell in cells_of(FAULTS, ["f7", "telegram", "sqlite"])] == [
        ("F7", "telegram", "sqlite")
    ]
    assert {cell.database for cell in cells_of(FAULTS, ["F1", "F2", "matrix"])} == {"sqlite", "postgresql"}
    with pytest.raises(ValueError, match="nothing is called F7 telegram"):
        cells_of(FAULTS, ["F7 telegram"])


async def forgets_an_answer(town: Town) -> Happened:
    await answers(town)
    town.books.write(delete(OUTBOX))
    return Happened(1)


async def says_it_again(town: Town) -> Happened:
    await answers(town)
    town.books.write(update(OUTBOX).values(state="pending"))
    return Happened(1)


async def says_it_again_and_knows(town: Town) -> Happened:
    await answers(town)
    town.books.write(update(OUTBOX).values(state="pending", uncertain=1))
    return Happened(1)


async def answers(town: Town) -> None:
    town.deeds.append(await town.people[0].pings("coucou"))
    await town.lives_quietly()


async def test_what_is_lost_or_doubled_is_seen(places: Places) -> None:
    lost = await played(Fault("F0", "an answer forgotten", forgets_an_answer), places)
    assert lost.lost
    doubled = await played(Fault("F0", "an answer said twice", says_it_again), places)
    assert (len(doubled.lost), len(doubled.doubled), doubled.ambiguous) == (0, 1, 0)
    copied = await played(Fault("F0", "an answer perhaps lost", says_it_again_and_knows), places)
    assert (copied.faults, copied.ambiguous) == ([], 1)


async def test_tests_of_their_own_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "test_both.py"
    file.write_text("def test_well(): pass\ndef test_badly(): assert 1 == 2\n")
    found = await play((str(file),), seed=1, sizes={})
    assert (found.passed, found.skipped, len(found.failed)) == (1, 0, 1)
    assert "test_badly" in found.failed[0]
