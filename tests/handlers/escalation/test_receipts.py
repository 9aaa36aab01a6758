"""A receipt as a phone shows it: days in a row that count alike are one line, and the whole fits one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.entries import Delay
from handlers.desk import Desk
from handlers.escalation.counting import receipt
from handlers.escalation.receipts import LONGEST, lines
from handlers.escalation.working_time import Pause
from storage.unit import Scope, Unit
from tests.handlers.escalation.test_working_time import ALWAYS, BRIDGE, METROPOLE, at
from tests.handlers.house import House


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(tmp_path, {})
    with house.database.transaction() as connection:
        yield Desk(house.hall, Scope(Unit(connection, house.database.ids)), datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
    house.closes()


def said(desk: Desk, start: str, delay: str, *, pauses: Sequence[Pause] = ()) -> list[str]:
    return lines(desk, receipt(BRIDGE, at(start), Delay.parse(delay), pauses))


def test_days_say_why_they_count_or_do_not(desk: Desk) -> None:
    assert said(desk, "2027-05-04 10:00", "3 jo") == [
        "Reçu mardi 04/05 à 10:00, délai : 3 jours ouvrés",
        "· mardi 04/05 : jour de réception, ne compte pas",
        "· mercredi 05/05 : 1 jour, total 1",
        "· jeudi 06/05 : Ascension",
        "· vendredi 07/05 : pont de l’Ascension",
        "· samedi 08/05 : Fête de la Victoire",
        "· dimanche 09/05 : fermé",
        "· lundi 10/05 au mardi 11/05 : 2 jours, total 3",
        "Terme : mardi 11/05 à 17:00",
    ]


def test_a_pause_is_said_and_does_not_count(desk: Desk) -> None:
    held = [Pause(at("2027-01-12 10:00"), at("2027-01-14 10:00"))]
    assert said(desk, "2027-01-11 10:00", "2 jo", pauses=held) == [
        "Reçu lundi 11/01 à 10:00, délai : 2 jours ouvrés",
        "· lundi 11/01 : jour de réception, ne compte pas",
        "· mardi 12/01 : 1 jour, total 1",
        "· mercredi 13/01 au jeudi 14/01 : en attente, ne compte pas",
        "· vendredi 15/01 : 1 jour, total 2",
        "Terme : vendredi 15/01 à 17:00",
    ]


def test_hours_say_each_opening_that_counted(desk: Desk) -> None:
    assert said(desk, "2027-01-11 16:00", "4 h")[1:] == [
        "· lundi 11/01 : 16:00–17:00, total 1 h",
        "· mardi 12/01 : 08:30–11:30, total 4 h",
        "Terme : mardi 12/01 à 11:30",
    ]


@pytest.mark.parametrize("delay", ["1 jo", "60 jo", "400 jo", "90 h", "2000 h", "5000 min"])
def test_no_receipt_is_longer_than_a_screen_and_its_ends_are_kept(desk: Desk, delay: str) -> None:
    found = said(desk, "2027-01-11 10:00", delay)
    assert len(found) <= LONGEST + 2
    assert found[1].startswith("· lundi 11/01")
    counted = Delay.parse(delay)
    total = receipt(BRIDGE, at("2027-01-11 10:00"), counted).lines[-1].total
    assert total == (counted.amount if counted.unit == "working_days" else timedelta(**{counted.unit: counted.amount}))
    assert found[-1].startswith("Terme : ")
    assert all(len(line) <= 80 for line in found)


def test_what_is_left_out_is_counted(desk: Desk) -> None:
    whole = len(list(receipt(METROPOLE, at("2027-01-11 10:00"), Delay.parse("90 h")).lines))
    found = [line for line in said(desk, "2027-01-11 10:00", "90 h") if "de plus" in line]
    assert len(found) == 1
    left = int(found[0].split()[2])
    assert 0 < left < whole


def test_day_and_night_is_said_as_hours(desk: Desk) -> None:
    found = lines(desk, receipt(ALWAYS, at("2027-01-09 23:50"), Delay.parse("15 min")))
    assert len(found) == 4
    assert found[-2].endswith("total 15 min")
