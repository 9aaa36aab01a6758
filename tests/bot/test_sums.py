"""Each night another day is counted again: a sum that somebody changed is found within a year; of those that are right nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.auditor.look import Finding, Look
from bot.auditor.sums import miscounted
from storage.database import Database, open_database
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


def test_nothing_is_said_while_there_is_something_to_fold(year: Database, tmp_path: Path) -> None:
    with year.transaction() as connection:
        connection.execute(sql("UPDATE request SET tallied = false, mairie = 'mq_cedres'"))
    assert nights(year, tmp_path) == []
