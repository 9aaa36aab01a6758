"""Requests that point at what the town no longer has: their cards are shown all the same, and can be put right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from storage.tables import Person, Request, table
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
GONE = ["service", "direction", "competence", "delay", "channel", "mairie", "quarter", "proposal"]


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def forgets(t: Town, *columns: str) -> None:
    """As when another version of the town came since, without these."""
    values: dict[str, Any] = {column: f"parti_{column}" for column in columns}
    if "proposal" in columns:
        values["proposal"] = [{"service": "parti.parti", "probability": 0.9, "words": ["trou"], "nearest": "un trou"}]
    with t.database.transaction() as connection:
        connection.execute(update(table(Request)).values(**values))


async def logged(t: Town, *, record: bool) -> Chat:
    awa = t.person("awa")
    await awa.says(HOLE)
    if record:
        await awa.presses("Enregistrer")
    return awa


ALL = tuple(column for column in GONE if column != "mairie")  # theirs to read as long as it is of their mairie


@pytest.mark.parametrize("columns", [*((column,) for column in GONE), ALL], ids="+".join)
async def test_a_draft_is_shown_and_corrected_whatever_is_gone(t: Town, columns: tuple[str, ...]) -> None:
    awa = await logged(t, record=False)
    forgets(t, *columns)
    await awa.presses("Lieu")
    await awa.says("12 place du Marché")
    assert "12 place du Marché" in awa.heard[-1] + awa.heard[0]
    await awa.presses("Canal")
    await awa.presses("Téléphone")
    await awa.presses("Autre service")
    await awa.says("nid de poule")
    await awa.presses("Nid-de-poule")
    assert any("Métropole › Voirie" in heard and "Téléphone" in heard for heard in awa.heard)
    await awa.presses("Enregistrer")
    assert any(heard.startswith("MQ-26-0001 · Nid-de-poule") for heard in awa.heard)


@pytest.mark.parametrize("columns", [*((column,) for column in ALL), ALL], ids="+".join)
async def test_a_recorded_request_is_read_listed_and_corrected_whatever_is_gone(t: Town, columns: tuple[str, ...]) -> None:
    awa = await logged(t, record=True)
    forgets(t, *columns)
    for command in ("/voir 1", "/mes", "/chercher trou", "/corriger 1"):
        await awa.says(command)
        assert "MQ-26-0001" in awa.last, command
    await awa.presses("Service")
    await awa.says("nid de poule")
    await awa.presses("Nid-de-poule")
    assert any("Métropole › Voirie" in heard for heard in awa.heard)


async def test_a_draft_whose_service_is_gone_is_recorded_to_be_qualified(t: Town) -> None:
    awa = await logged(t, record=False)
    forgets(t, "service", "proposal")
    await awa.presses("Enregistrer")
    assert awa.last.startswith("MQ-26-0001 · service à confirmer")
    assert [row.state for row in t.rows(Request)] == ["to_qualify"]  # type: ignore[attr-defined]


async def test_somebody_whose_mairie_is_gone_is_still_answered(t: Town) -> None:
    awa = await logged(t, record=True)
    with t.database.transaction() as connection:
        connection.execute(update(table(Person)).values(mairie="mq_partie"))
    for words in (HOLE, "/mes", "/aide", "/relier", "/reunion"):
        await awa.says(words)
        assert "code" not in awa.last or words == "/relier", awa.last
    assert any("mq_partie" in heard for heard in awa.heard)
