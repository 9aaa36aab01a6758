"""/journal: each role reads what the table lets it, functions and never names, others' acts after a written reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.people.permissions import ROLES, roles_with
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Event
from tests.conftest import CANARY
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
WHY = "contrôle demandé par la coordination"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def logs(someone: Chat, text: str = HOLE) -> None:
    await someone.says(text)
    await someone.presses("Enregistrer")


def of_role(t: Town, role: str, name: str = "x") -> Chat:
    return t.person(name, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


def lines(chat: Chat) -> list[str]:
    """The page, without its title."""
    return chat.last.splitlines()[1:]


async def test_an_agent_reads_their_own_acts_newest_first(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    await logs(awa)
    await logs(karim, "lampadaire cassé rue Pasteur")
    await awa.says("annuler")
    await awa.says("/journal")
    assert awa.last.splitlines()[0] == "Journal : vos actions"
    assert lines(awa) == [
        "23/11/2026 09:00 · agent d’accueil ou de proximité · annulée · MQ-26-0001",
        "23/11/2026 09:00 · agent d’accueil ou de proximité · enregistrée · MQ-26-0001",
    ]


async def test_eight_lines_a_page_to_the_first_act(t: Town) -> None:
    awa = t.person("awa")
    for number in range(19):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await awa.says("journal")
    seen = []
    for _ in range(3):
        seen += [line[-10:] for line in lines(awa)]
        assert len(lines(awa)) <= 8
        if len(seen) < 19:
            await awa.presses("Suite")
    assert seen == [f"MQ-26-{number:04d}" for number in range(19, 0, -1)]
    assert not [what for what in awa.messages.values() if "Journal" in what.body.title and what.body.choices], "no more page after the last"


async def test_an_empty_log_is_said_so(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/journal")
    assert awa.last == "Rien au journal pour vous."


@pytest.mark.parametrize("role", ROLES)
async def test_who_reads_what(t: Town, role: str) -> None:
    awa, lea = t.person("awa"), t.person("lea", "agent", "mq_plateau")
    await logs(awa)
    await logs(lea, "lampadaire cassé avenue du Plateau")
    someone = of_role(t, role)
    await someone.says("/journal")
    if role not in roles_with("audit"):
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
        return
    if role in ("sg", "coordination"):
        assert "Pour quelle raison ?" in someone.last
        assert "MQ-26" not in someone.last
        await someone.says(WHY)
    seen = [number for number in ("0001", "0002") if f"MQ-26-{number}" in someone.last]
    assert seen == {"sg": ["0001"], "coordination": ["0001", "0002"], "admin": ["0001", "0002"]}.get(role, [])


async def test_nobody_is_named_and_nothing_of_a_request_is_shown(t: Town) -> None:
    awa, root = t.person("awa"), t.person("root", "admin", None)
    await logs(awa)
    await awa.says("/corriger")
    await awa.presses("Lieu")
    await awa.says("devant le gymnase Jean Jaurès")
    await root.says("/audit")
    assert len(lines(root)) == 2
    assert "corrigée · MQ-26-0001" in root.last
    for word in ("Awa", "trou", "Lilas", "gymnase", "voirie", "Voirie"):
        assert word not in root.last


async def test_the_reason_is_itself_in_the_log_and_masked(t: Town) -> None:
    petit = t.person("petit", "sg")
    await logs(t.person("awa"))
    await petit.says("/journal")
    await petit.says("plainte de Mme Dupont, 06 12 34 56 78")
    assert petit.last.startswith("Journal : votre mairie de quartier\n")
    read: list[Any] = t.rows(Event, kind="journal_read")
    assert [row.actor_role for row in read] == ["sg"]
    assert read[0].data["reason"].startswith("plainte de")
    assert "Dupont" not in str(read[0].data)
    assert "06 12" not in str(read[0].data)
    await petit.says("/journal")
    await petit.says(WHY)
    assert "secrétaire général · journal consulté" in petit.last


async def test_a_reason_that_says_nothing_is_asked_again(t: Town) -> None:
    petit = t.person("petit", "sg")
    await logs(t.person("awa"))
    await petit.says("/journal")
    for typed in ("…", "??", "12"):
        await petit.says(typed)
        assert "Pour quelle raison ?" in petit.last
    assert t.rows(Event, kind="journal_read") == []
    await petit.says(WHY)
    assert "MQ-26-0001" in petit.last


async def test_a_page_opened_before_a_promotion_does_not_stand_for_a_reason(t: Town) -> None:
    awa = t.person("awa")
    for number in range(9):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await awa.says("/journal")
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE person SET role = 'sg' WHERE name = 'Awa'")
    await awa.presses("Suite")
    assert "Pour quelle raison ?" in awa.last
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE person SET role = 'elu' WHERE name = 'Awa'")
    await awa.says(WHY)
    assert awa.last.startswith("Cette action n’est pas ouverte à votre fonction.")


async def test_pages_after_a_reason_ask_for_no_other(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    for number in range(12):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await petit.says("/journal")
    await petit.says(WHY)
    await petit.presses("Suite")
    assert [line[-10:] for line in lines(petit)] == [f"MQ-26-{number:04d}" for number in range(4, 0, -1)]
    assert len(t.rows(Event, kind="journal_read")) == 1


async def test_the_log_is_not_read_in_front_of_others(t: Town) -> None:
    root = t.person("root", "admin", None)
    await t.hears("root", text="/journal", private=False, chat="groupe")
    assert root.last.startswith("Rien au journal")
    assert t.person("groupe", None).heard == []


async def test_what_the_terminal_and_the_clock_did_has_words_and_so_has_what_we_do_not_know(t: Town) -> None:
    root = t.person("root", "admin", None)
    with t.database.transaction() as connection:
        for number, (kind, role) in enumerate((("invited", "terminal"), ("tampered", "clock"), ("of_tomorrow", "clock"))):
            connection.exec_driver_sql(
                "INSERT INTO event (id, at, kind, actor_role, data) VALUES (?, '2026-11-23 08:00:00.000000', ?, ?, ?)",
                (number + 1, kind, role, f'{{"x": "{CANARY}"}}'),
            )
    await root.says("/journal")
    assert [line.split(" · ", 1)[1] for line in lines(root)] == [
        "Relais · autre action", "Relais · registre modifié hors de Relais", "poste de commande · invitation donnée",
    ]
    assert CANARY not in root.last


async def test_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        awa = t.person("awa")
        await awa.says(HOLE)
        await awa.presses("Record")
        await awa.says("audit")
        assert awa.last.startswith("Log: your actions\n")
        assert awa.last.endswith("front desk or field agent · recorded · MQ-26-0001")
