"""A made-up year (relais seed): its months add up to it, its mairies to the town, and plain SQL counts the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.measures.definitions import MEASURES, figure
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, of
from handlers.measures.reading import material
from storage.database import Database, open_database
from storage.measures import Perimeter
from storage.unit import Scope, Unit
from tests.bot.test_seeding import UNTIL, filled
from tests.register import valmiere

MONTHS = [of("month", date(2026, month, 1)) for month in range(1, 11)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("year")
    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    filled(database)
    yield database
    database.close()


def read(database: Database, period: Period, perimeter: Perimeter | None = None) -> Material:
    with database.reading() as connection:
        return material(Scope(Unit(connection, database.ids)), valmiere(), perimeter or Perimeter(), period, UNTIL)


def of_town(database: Database, id: str, period: Period, perimeter: Perimeter | None = None) -> int:
    return figure(id, read(database, period, perimeter)).n


@pytest.mark.parametrize("id", ["arrivals", "closed", "respect", "taking", "promises", "told", "outcomes", "bounces"])
def test_three_months_make_a_quarter_and_eight_mairies_the_town(year: Database, id: str) -> None:
    whole = of_town(year, id, of("quarter", date(2026, 7, 1)))
    assert whole == sum(of_town(year, id, month) for month in MONTHS if 7 <= month.number <= 9)
    assert whole == sum(of_town(year, id, of("quarter", date(2026, 7, 1)), Perimeter((mairie,))) for mairie in valmiere().mairies)
    assert whole > 0 or id == "bounces"


CLOSED = """
SELECT (SELECT count(*) FROM request WHERE closed_at >= :start AND closed_at < :end) + (SELECT count(*) FROM event
WHERE kind = 'reopen' AND datetime(json_extract(data, '$.before.closed_at')) >= :start
AND datetime(json_extract(data, '$.before.closed_at')) < :end)
"""


def test_plain_sql_counts_the_same(year: Database) -> None:
    for month in MONTHS:
        bounds = {name: at.strftime("%Y-%m-%d %H:%M:%S") for name, at in zip(("start", "end"), month.bounds("Europe/Paris"), strict=True)}
        with year.reading() as connection:
            received = connection.execute(text("SELECT count(*) FROM request WHERE received_at >= :start AND received_at < :end"), bounds)
            assert of_town(year, "arrivals", month) == received.scalar()
            assert of_town(year, "closed", month) == connection.execute(text(CLOSED), bounds).scalar()


def test_every_figure_of_every_month_is_told(year: Database) -> None:
    for month in MONTHS:
        m = read(year, month)
        for id in (id for id, measure in MEASURES.items() if measure.run):
            found = figure(id, m)
            assert found.value is None or found.value >= 0
            assert found.measure.unit != "share" or found.value is None or found.value <= 1
