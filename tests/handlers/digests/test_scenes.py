"""Digests as people have them: at their hour, once, in one message with the reminders; what a press opens; what an absence holds back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.desk import DIGEST
from storage import digests
from storage.tables import Occurrence, Outbox, Person
from storage.unit import Scope, Unit
from tests.scenes import Chat, Town, town, unasked

HOLE = "gros trou rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.serves(unasked().town)
        yield place


def at(t: Town, day: int, hour: int, minute: int = 0, *, month: int = 11) -> None:
    """It is now that hour in Valmière, in winter time; 23 November 2026 is a Monday."""
    t.clock.time = datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


async def wakes(t: Town) -> None:
    await t.passes(seconds=1)


async def logs(someone: Chat, count: int = 1, text: str = HOLE) -> None:
    for number in range(count):
        await someone.says(f"{text} {number}")
        await someone.presses("Enregistrer")


def id_of(t: Town, name: str) -> int:
    [person] = t.rows(Person, name=name.capitalize())
    return int(person.id)  # type: ignore[attr-defined]


def chooses(t: Town, name: str, kind: str, **values: Any) -> None:
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        digests.choose(store, id_of(t, name), kind, **values)
        store.keep()


def digests_of(someone: Chat) -> list[str]:
    return [said for said in someone.heard if said.startswith("Les Tanneurs · ")]


# --- the secrétaire général ---


async def test_the_sg_reads_presses_a_decision_and_acts_in_two_presses(t: Town) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa)
    await awa.says("/clore 1 refus")
    at(t, 24, 8, 15)
    await wakes(t)
    said = petit.last
    assert said.splitlines()[0] == "Les Tanneurs · mardi 24 novembre"


async def test_each_day_once_even_if_something_comes_later(t: Town) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    at(t, 24, 8, 14)
    await wakes(t)
    assert petit.heard == []
    at(t, 24, 8, 15)
    await wakes(t)
    assert petit.heard == []  # nothing came, nothing waits
    await logs(awa)
    await awa.says("/danger 1")
    at(t, 24, 11)
    await wakes(t)
    assert digests_of(petit) == []
    [turn] = [row for row in t.rows(Occurrence) if row.schedule == f"digests.sg_daily/{id_of(t, 'petit')}"]  # type: ignore[attr-defined]
    assert (turn.on, turn.slot) == (date(2026, 11, 24), "08:15")
    at(t, 25, 8, 15)
    await wakes(t)
    assert len(digests_of(petit)) == 1
    assert "Danger sans appel noté : MQ-26-0001" in petit.last
    assert t.rows(Outbox, priority=DIGEST)


async def test_a_weekly_digest_of_an_empty_week_makes_sense(t: Town) -> None:
    at(t, 20, 10)
    petit = t.person("petit", "sg")
    at(t, 23, 8, 30)
    await wakes(t)
    assert petit.last.splitlines()[:2] == ["Les Tanneurs · semaine 47", "Aucune demande arrivée ni close · Ouvertes : 0"]
    await wakes(t)
    assert len(digests_of(petit)) == 1
