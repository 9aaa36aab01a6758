"""/reunion: one request a line, to be qualified later; « fin » closes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.people.rules import LOGGERS, OF_A_MAIRIE
from storage.tables import Conversation, Event, Request
from tests.scenes import Town, town

LINES = "lampadaire en panne rue Pasteur\n- dépôt sauvage place du Marché\n• banc cassé au square"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def requests(t: Town) -> list[Any]:
    return sorted(t.rows(Request), key=lambda row: row.id)  # type: ignore[attr-defined]


async def test_each_line_is_a_request_to_qualify(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    assert petit.last.startswith("Écrivez une demande par ligne")
    await petit.says(LINES)
    assert petit.last.splitlines()[0] == "3 demandes notées"
    assert "MQ-26-0002 · dépôt sauvage place du Marché" in petit.last
    assert [(row.reference, row.state, row.channel) for row in requests(t)] == [
        (f"MQ-26-000{n}", "to_qualify", "reunion") for n in (1, 2, 3)
    ]
    assert [row.text for row in requests(t)] == ["lampadaire en panne rue Pasteur", "dépôt sauvage place du Marché", "banc cassé au square"]
    assert len(t.rows(Event)) == 3


async def test_several_messages_then_fin(t: Town) -> None:
    petit = t.person("petit", "mission")
    await petit.says("reunion")
    await petit.says(LINES)
    await petit.says("voirie en mauvais état rue Basse")
    assert petit.last.startswith("1 demande notée")
    await petit.says("Fin")
    assert petit.last.startswith("Réunion close : 4 demandes à qualifier.")
    assert t.rows(Conversation) == []
    await petit.says("gros trou rue des Lilas")
    assert "Nid-de-poule" in petit.last
    assert len(requests(t)) == 5


async def test_the_lines_may_follow_the_command(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says(f"/reunion {LINES}")
    assert petit.last.startswith("3 demandes notées")


async def test_a_meeting_of_nothing(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    await petit.says("fin")
    assert petit.last == "Réunion close, rien de noté."
    assert requests(t) == []


async def test_lines_that_say_nothing_are_left_aside_and_counted(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    await petit.says(f"???\n\n🙂\n{'x' * 2_000}\nbanc cassé au square")
    assert petit.last.startswith("1 demande notée")
    assert "laissées de côté" in petit.last
    assert ": 3." in petit.last
    assert len(requests(t)) == 1
    await petit.says("???")
    assert petit.last.startswith("Je n’ai rien pu noter ici.")
    await petit.says("fin")
    assert petit.last.startswith("Réunion close : 1 demande à qualifier.")


async def test_no_more_than_thirty_lines_a_message(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    await petit.says("\n".join(f"lampadaire numéro {n} en panne" for n in range(40)))
    assert petit.last.startswith("30 demandes notées")
    assert ": 10." in petit.last
    assert [row.reference for row in requests(t)] == [f"MQ-26-{n:04d}" for n in range(1, 31)]


async def test_a_command_in_the_middle_of_a_meeting_is_a_command(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    await petit.says("/aide")
    assert petit.last.startswith("Aide (")
    await petit.says("banc cassé au square")
    assert petit.last.startswith("1 demande notée")


async def test_a_meeting_survives_a_restart(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/reunion")
    await petit.says(LINES)
    await t.restarts()
    await petit.says("banc cassé au square")
    await petit.says("fin")
    assert petit.last.startswith("Réunion close : 4 demandes")


@pytest.mark.parametrize("role", sorted(LOGGERS - {"sg", "mission"}))
async def test_only_those_who_run_meetings_log_one(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says(f"/reunion {LINES}")
    assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert requests(t) == []


async def test_a_meeting_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        petit = t.person("petit", "sg")
        await petit.says("meeting")
        await petit.says(LINES)
        await petit.says("end")
        assert "3 requests" in petit.last
