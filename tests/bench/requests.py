"""What the life of a request costs: a transition, the list of a mairie, a search, with a thousand requests and with a million."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text as sql

from tests.handlers.house import House

PEOPLE = {"awa": ("agent", "mq_tanneurs", None), "petit": ("sg", "mq_tanneurs", None), "karim": ("direction", None, "m_voirie")}
OPEN_ONES = 60
"""Open requests of the mairie at both sizes, so that the ratio is that of what lies behind them."""


class Costs(NamedTuple):
    """Medians in milliseconds, through dispatch and its commit on SQLite."""

    transition: float
    team: float
    search: float


def measure(folder: Path, size: int) -> Costs:
    """A town with so many requests, of which OPEN_ONES are open in the mairie."""
    folder.mkdir(exist_ok=True)
    house = House(folder, PEOPLE)
    fill(house, size)
    numbers = iter(range(1, OPEN_ONES + 1))

    def transitions() -> None:
        number = next(numbers)
        for said in (f"/dater {number} 05/12", f"/traite {number} rebouch\u00e9"):
            house.says("karim", said)

    costs = Costs(
        transition=_median(transitions, 40) / 3,  # taking in charge comes with the date
        team=_median(lambda: house.says("petit", "/equipe"), 60),
        search=_median(lambda: house.says("petit", "/chercher trou lilas"), 15),
    )
    house.closes()
    return costs


def _median(act: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        before = time.perf_counter()
        act()
        spent.append((time.perf_counter() - before) * 1_000)
    return statistics.median(spent)


def fill(house: House, size: int) -> None:
    """One real request, then copies: the mairie's open ones first, then closed ones of eight mairies."""
    house.says("awa", "gros trou rue des Lilas")
    row, place = next((row, place) for row, place, act in house.buttons("awa") if act.startswith("requests.record"))
    house.presses("awa", row, place)
    with house.database.transaction() as connection:
        columns = [name for (name,) in connection.execute(sql("SELECT name FROM pragma_table_info('request')"))]
        changed = {
            "id": "request.id + n", "source": "NULL",
            "reference": "'MQ-26-' || printf('%04d', n + 1)",
            "state": f"CASE WHEN n < {OPEN_ONES} THEN 'sent' ELSE 'closed' END",
            "closing_reason": f"CASE WHEN n < {OPEN_ONES} THEN NULL ELSE 'fait' END",
            "mairie": f"CASE WHEN n < {OPEN_ONES} OR n % 8 = 0 THEN 'mq_tanneurs' ELSE 'mq_plateau' END",
            "search": f"CASE WHEN n < {OPEN_ONES} OR n % 1000 = 0 THEN request.search ELSE 'lampadaire eteint rue ' || n END",
        }
        values = ", ".join(changed.get(name, f"request.{name}") for name in columns)
        connection.execute(sql(
            f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :size - 1) "
            f"INSERT INTO request ({', '.join(columns)}) SELECT {values} FROM c, request WHERE request.reference = 'MQ-26-0001'"
        ), {"size": size})
        connection.execute(sql("ANALYZE"))
