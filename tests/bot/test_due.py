"""`relais due`, as an operator types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.due import CODES, compute, print_due
from handlers.messages import Refusal
from tests.bot.test_cli import relais
from tests.scenes import CACHE, router, texts, valmiere


def printed(received: str, delay: str, *, places: tuple[str | None, ...] = (None, None, None), as_json: bool = False) -> str:
    console = Console(file=io.StringIO(), width=80)
    found, calendar = compute(valmiere(), received, delay, places=places)
    print_due(console, texts(), "fr", found, calendar, as_json=as_json)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]  # the StringIO above


def test_the_date_then_each_day_and_why() -> None:
    lines = [line.rstrip() for line in printed("2026-12-23T10:00", "5 jo").splitlines()]
    assert lines == [
        "Échéance : jeudi 31 décembre 2026 à 17:00",
        "Jour            Ce qui compte                     Total",
        "mercredi 23/12  jour de réception, ne compte pas  0",
        "jeudi 24/12     jour ouvré                        1",
        "vendredi 25/12  Noël                              1",
        "samedi 26/12    fermé                             1",
        "dimanche 27/12  fermé                             1",
        "lundi 28/12     jour ouvré                        2",
        "mardi 29/12     jour ouvré                        3",
        "mercredi 30/12  jour ouvré                        4",
        "jeudi 31/12     jour ouvré                        5",
    ]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("delay", ["5 jo", "12 h", "200 min", "120 jo"])
def test_it_fits_eighty_columns_whatever_is_asked(code: str, delay: str) -> None:
    lines = printed("2026-12-31T16:45", delay, places=(code, "m_voirie", None)).splitlines()
    assert len(lines) > 3
    assert all(len(line.rstrip()) <= 80 for line in lines)


@pytest.mark.parametrize(
    ("places", "due"),
    [
        ((None, None, None), "2027-04-02T17:00:00+02:00"),
        (("alsace_moselle", None, None), "2027-04-05T17:00:00+02:00"),
        (("alsace_moselle_sans_vendredi_saint", None, None), "2027-04-02T17:00:00+02:00"),
        ((None, "m_voirie", None), "2027-04-02T16:30:00+02:00"),
        (("alsace_moselle", "m_voirie", None), "2027-04-05T16:30:00+02:00"),
        ((None, None, "mq_tanneurs"), "2027-04-02T17:00:00+02:00"),
    ],
)
def test_the_holidays_of_another_territory_and_the_hours_of_a_place(places: tuple[str | None, ...], due: str) -> None:
    found = json.loads(printed("2027-03-25T10:00", "5 jo", places=places, as_json=True))
    assert (found["received"], found["delay"], found["due"]) == ("2027-03-25T10:00:00+01:00", "5 jo", due)
    assert found["lines"][-1]["total"] == 5
    assert found["lines"][-1]["on"] == due[:10]


def test_hours_say_what_counted_of_each_opening() -> None:
    found = json.loads(printed("2026-12-23T10:00", "12 h", places=(None, "m_voirie", None), as_json=True))
    assert found["lines"] == [
        {"on": "2026-12-23", "why": "counted", "label": "", "total": 330.0,
         "spans": [["2026-12-23T10:00:00+01:00", "2026-12-23T12:00:00+01:00"], ["2026-12-23T13:00:00+01:00", "2026-12-23T16:30:00+01:00"]]},
        {"on": "2026-12-24", "why": "counted", "label": "", "total": 720.0,
         "spans": [["2026-12-24T07:30:00+01:00", "2026-12-24T12:00:00+01:00"], ["2026-12-24T13:00:00+01:00", "2026-12-24T15:00:00+01:00"]]},
    ]


def test_a_moment_may_say_its_own_zone() -> None:
    found = json.loads(printed("2026-12-23T23:30:00+00:00", "1 jo", as_json=True))
    assert found["due"] == "2026-12-28T17:00:00+01:00"  # it is the 24th here already, and the 25th is a holiday


def test_at_once_and_to_be_announced_have_no_table() -> None:
    assert printed("2026-12-23T10:00", "immediate").splitlines() == ["Échéance : mercredi 23 décembre 2026 à 10:00"]
    assert printed("2026-12-23T10:00", "date_annoncee").splitlines() == ["L’échéance est la date qui sera annoncée."]


@pytest.mark.parametrize(
    ("received", "delay", "places", "key"),
    [
        ("demain", "5 jo", (None, None, None), "due-no-moment"),
        ("2027-02-29", "5 jo", (None, None, None), "due-no-moment"),
        ("", "5 jo", (None, None, None), "due-no-moment"),
        ("2026-12-23", "5 jours", (None, None, None), "due-no-delay"),
        ("2026-12-23", "0 jo", (None, None, None), "due-no-delay"),
        ("2026-12-23", "99999 jo", (None, None, None), "due-no-delay"),
        ("2026-12-23", "5 jo", ("GES", None, None), "due-unknown-calendar"),
        ("2026-12-23", "5 jo", ("67", None, None), "due-unknown-calendar"),
        ("2026-12-23", "5 jo", (None, "m_voiries", None), "due-unknown-direction"),
        ("2026-12-23", "5 jo", (None, None, "mq_lune"), "due-unknown-mairie"),
        ("2019-12-31", "5 jo", (None, None, None), "due-no-holidays"),
        ("0001-01-01", "5 jo", (None, None, None), "due-no-holidays"),
        ("9999-12-31T23:59", "5 jo", (None, None, None), "due-no-holidays"),
        ("2060-12-30", "5 jo", (None, None, None), "due-no-holidays"),  # it would be due in a year without any
    ],
)
def test_what_cannot_be_read_or_counted_is_refused(received: str, delay: str, places: tuple[str | None, ...], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        compute(valmiere(), received, delay, places=places)
    assert refused.value.key == key


def test_a_wrong_code_says_what_is_allowed_and_ends_with_two(tmp_path: Path) -> None:
    router()
    (tmp_path / "cache").symlink_to(CACHE, target_is_directory=True)
    done = relais(tmp_path, "due", "2026-12-23T10:00", "--delay", "5 jo", "--calendar", "67", RELAIS_LANGUAGE="en")
    assert done.returncode == 2
    assert "alsace_moselle" in done.stderr
    assert "Traceback" not in done.stderr
    done = relais(tmp_path, "due", "2026-12-23T10:00", "--delay", "5 jo", RELAIS_LANGUAGE="en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "31 December 2026" in done.stdout
