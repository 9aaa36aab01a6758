"""A request that is about to go to a direction where nobody is, or whose entry is stale, says so on its card."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage.tables import Request
from tests.handlers.directory.people import goes_away
from tests.scenes import Town, town

HOLE = "gros trou devant l'école rue des Lilas"
NOBODY = "⚠ Aucun référent actif dans cette direction : prévenez la coordination, sinon la demande attendra."
STALE = "⚠ Coordonnées de la direction non confirmées depuis plus de 120 jours."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def test_before_and_after_it_is_recorded(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    assert NOBODY in awa.last
    await awa.presses("Enregistrer")
    assert NOBODY in awa.last
    t.person("karim", "direction", None, "m_voirie")
    await awa.says("/voir 1")
    assert NOBODY not in awa.last
    await awa.says(HOLE)
    assert NOBODY not in awa.last


async def test_while_the_only_one_is_away(t: Town) -> None:
    awa, _ = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    goes_away(t, "karim", date(2026, 11, 23), date(2026, 11, 24))
    for there in (False, True):
        await awa.says(HOLE)
        assert (NOBODY not in awa.last) is there
        await t.passes(days=2)


@pytest.mark.parametrize("sentence", ["odeur de gaz dans la rue Pasteur", "demande de rendez-vous avec le maire de quartier"])
async def test_not_for_what_no_direction_of_ours_receives(t: Town, sentence: str) -> None:
    awa = t.person("awa")
    await awa.says(sentence)
    await awa.presses("Enregistrer")
    await awa.says("/voir 1")
    assert awa.last.startswith("MQ-26-0001")
    assert NOBODY not in awa.last


async def test_not_while_we_are_not_sure_of_the_service(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("abc")
    assert NOBODY not in awa.last


async def test_a_stale_entry_is_flagged_until_it_is_confirmed(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await t.passes(hours=1)
    await awa.says(HOLE)
    assert STALE not in awa.last
    await t.passes(days=121)
    await awa.says(HOLE)
    assert STALE in awa.last
    await karim.says("/annuaire")
    await karim.presses("Confirmer")
    await awa.says(HOLE)
    assert STALE not in awa.last


async def test_it_costs_one_query_that_reads_no_whole_table(t: Town) -> None:
    """On every card: the direction's own people, and their own absences."""
    statements: list[tuple[str, object]] = []
    awa, _ = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await awa.says(HOLE)

    def seen(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(t.database.writer, "before_cursor_execute", seen)
    await awa.says(HOLE)
    event.remove(t.database.writer, "before_cursor_execute", seen)
    (asked,) = [each for each in statements if "directory_confirmation" in each[0]]
    with t.database.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])]  # type: ignore[arg-type]
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 2
    assert not [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step], plan
    assert any("ix_person_direction" in step for step in plan)
    assert any("ix_absence_person" in step for step in plan)
    assert len(t.rows(Request)) == 2


async def test_a_reply_prepared_for_a_resident_gives_the_directorys_phone_and_hours(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("demande de permis de construire, où en est mon dossier")
    await awa.presses("Enregistrer")
    await awa.says("/repondre 1")
    await awa.presses("accusé de réception")
    await awa.presses("Réponse type")
    assert "au 01 99 00 20 10 (du lundi au jeudi de 9 h à 12 h, le vendredi de 9 h à 12 h et de 13 h 30 à 16 h)" in awa.last
