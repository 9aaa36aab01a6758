"""Each night another day is counted again: a sum that somebody changed is found within a year; of those that are right nothing is said."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import text as sql

from bot.auditor.look import Finding, Look
from bot.auditor.sums import miscounted
from bot.figures import count_again
from handlers.measures.folding import start_again
from storage.database import Database, open_database
from storage.unit import Scope, Unit
from tests.bot.test_seeding import filled
from tests.register import valmiere

DAY = date(2026, 6, 26)
THREE_IN_THE_MORNING = datetime(2026, 6, 27, 1, 0, tzinfo=UTC)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'relais.db'}")
    filled(database, requests=120)
    yield database
    database.close()


def nights(database: Database, folder: Path) -> list[Finding]:
    """What the year of nights after a day finds."""
    found: list[Finding] = []
    with database.reading() as connection:
        for night in range(365):
            found += miscounted(Look(connection, THREE_IN_THE_MORNING + timedelta(days=night), valmiere(), None, folder))
    return found


def test_a_changed_sum_is_found_on_one_night(year: Database, tmp_path: Path) -> None:
    assert nights(year, tmp_path) == []
    with year.transaction() as connection:
        connection.execute(sql("INSERT INTO rollup VALUES ('day', 'mairie/mq_cedres', '2026-06-26', 'arrival/pigeon', 1)"))
    found = nights(year, tmp_path)
    assert [(each.key, each.ids, each.values) for each in found] == [("found-miscounted", ("mq_cedres",), {"day": DAY})]


def test_sums_that_differ_are_counted_again_even_if_a_first_try_was_cut_short(year: Database, tmp_path: Path) -> None:
    right = sums(year)
    with year.transaction() as connection:
        connection.execute(sql("INSERT INTO rollup VALUES ('day', 'mairie/mq_cedres', '2026-06-26', 'arrival/pigeon', 1)"))
        connection.execute(sql("UPDATE rollup SET n = n + 2 WHERE place = 'mairie/mq_tanneurs'"))
        connection.execute(sql("DELETE FROM tally WHERE request_id IN (SELECT request_id FROM tally LIMIT 9)"))
    assert sums(year) != right
    page = io.StringIO()
    with year.transaction() as connection:  # a start that was cut short: the next one ends it
        start_again(Scope(Unit(connection, year.ids)), valmiere(), THREE_IN_THE_MORNING)
    count_again(year, valmiere(), THREE_IN_THE_MORNING, console=Console(file=page))
    assert sums(year) == right
    assert nights(year, tmp_path) == []
    assert "120 demandes recompt" in page.getvalue()


def sums(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(sql("SELECT * FROM rollup ORDER BY 1, 2, 3, 4"))]


def test_nothing_is_said_while_there_is_something_to_fold(year: Database, tmp_path: Path) -> None:
    with year.transaction() as connection:
        connection.execute(sql("UPDATE request SET tallied = false, mairie = 'mq_cedres'"))
    assert nights(year, tmp_path) == []
