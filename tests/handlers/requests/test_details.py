"""The day it came, who asked, one's own reminder, and the commands that say what a sentence already says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Notice, Request
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def logged(t: Town) -> Chat:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    return awa


def row(t: Town) -> Any:
    return t.rows(Request)[0]


async def test_a_letter_found_on_a_desk_counts_from_the_day_it_came(t: Town) -> None:
    awa = await logged(t)
    await awa.presses("Corriger")
    await awa.presses("Reçue le")
    await awa.says("20/11")
    assert row(t).received_at == datetime(2026, 11, 20, 11, tzinfo=UTC)  # noon in France
    for typed, why in (("demain", "pas encore arrivée"), ("01/08", "C’est trop ancien : 60 jours")):
        await awa.says("/corriger 0001")
        await awa.presses("Reçue le")
        await awa.says(typed)
        assert why in awa.last, typed
    assert row(t).received_at == datetime(2026, 11, 20, 11, tzinfo=UTC)


async def test_who_asked_is_a_kind_and_never_a_person(t: Town) -> None:
    awa = await logged(t)
    await awa.presses("Corriger")
    await awa.presses("Demandeur")
    await awa.presses("Association")
    assert row(t).requester == "association"
    await awa.says("/annuler")
    assert row(t).requester is None


async def test_a_reminder_is_for_oneself_and_moves_no_deadline(t: Town) -> None:
    awa = await logged(t)
    before = row(t)
    await awa.says("/rappel 0001 lundi matin")
    assert "Rappel lundi 30 novembre 2026 à 8:15 pour MQ-26-0001. L’échéance ne change pas." in awa.last
    assert row(t) == before
    notice: Any = t.rows(Notice, key="notice-reminder")[0]
    assert notice.not_before == datetime(2026, 11, 30, 7, 15, tzinfo=UTC)
    await awa.says("/rappel 0001")
    await awa.says("hier")
    assert "déjà passée" in awa.last
    await awa.says("/rappel 0001")
    await awa.says("demain 9h")
    assert "Rappel mardi 24 novembre 2026 à 9:00" in awa.last


async def test_the_commands_say_what_a_sentence_already_says(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/nouveau")
    assert awa.last.startswith("Je vous écoute")
    await awa.says(f"/nouveau {HOLE}")
    await awa.presses("Enregistrer")
    await awa.says("/lieu 12 rue Pasteur")
    assert row(t).place == "12 rue Pasteur"
    await awa.says("/photo")
    assert "elle rejoint MQ-26-0001" in awa.last
