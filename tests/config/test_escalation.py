"""The ladder that a town writes: read as it stands, and refused, with file and line, when somebody would never be told."""

from __future__ import annotations

import pytest

from config.entries import Delay
from config.escalation import When, standard
from config.town import load
from tests.config.folders import TownFolder
from tests.scenes import valmiere


def test_the_default_town_writes_the_standard_ladder() -> None:
    assert valmiere().ladder == standard()


@pytest.mark.parametrize(("written", "meant"), [
    ("80 %", When("share", 80)), ("100%", When("share", 100)), ("+2 jo", When("after", 2, Delay(2, "working_days"))),
    ("+ 4 h", When("after", 4, Delay(4, "hours"))), ("-15 j", When("before", 15)), ("2 reports", When("postponements", 2)),
])
def test_a_moment_is_read_and_written_back(written: str, meant: When) -> None:
    assert When.parse(written) == meant
    assert When.parse(meant.written) == meant


LADDER = "\nechelle:"
FAULTS = {
    "a function that is none": ("a: coordination,", "a: coordinaton,", "check-ladder-word"),
    "a clock that is none": ("horloge: legale", "horloge: legal", "check-ladder-word"),
    "an unknown calendar": ("calendrier: responsable", "calendrier: ferie", "check-ladder-word"),
    "a pace that is none": ("rythme: mensuel", "rythme: annuel", "check-ladder-word"),
    "a moment beyond the delay": ("quand: 80 %", "quand: 180 %", "check-rung-moment"),
    "a delay of nothing": ("quand: +5 jo", "quand: +immediate", "check-rung-moment"),
    "a missing role": ("coordination: dgs}", "coordination: dgs, elu: dgs}", "check-ladder-word"),
    "relief that stops short": ("sg: coordination, ", "", "check-ladder-missing"),
    "relief in a circle": ("coordination: dgs}", "coordination: sg}", "check-ladder-cycle"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_ladder_that_would_lose_somebody_is_refused_with_file_and_line(folder: TownFolder, fault: str) -> None:
    before, after, key = FAULTS[fault]
    text = (folder.path / "escalade.yaml").read_text("utf-8")
    comments, _, table = text.partition(LADDER)
    assert before in table
    folder.write("escalade.yaml", comments + LADDER + table.replace(before, after, 1))
    only = folder.only_fault()
    assert (only.file, only.key) == ("escalade.yaml", key)
    assert only.line is not None
    assert only.line > comments.count("\n")


def test_a_town_without_the_file_has_the_standard_ladder(folder: TownFolder) -> None:
    (folder.path / "escalade.yaml").unlink()
    assert load(folder.path).ladder == standard()
