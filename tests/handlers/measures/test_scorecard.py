"""/bilan: the mairie and the direction read the very same page; each their own pairs and no others; nothing under ten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from tests.scenes import Chat, Town, town

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
VOIRIE = "Voirie et espaces publics"


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.clock.time = MONDAY
        yield place


async def logs(someone: Chat, count: int, text: str = "gros trou rue des Lilas") -> None:
    for number in range(count):
        await someone.says(f"{text} {number}")
        await someone.presses("Enregistrer")


def labels(someone: Chat) -> list[str]:
    return [label for label, _ in someone.card().body.choices]


async def twelve(t: Town) -> tuple[Chat, Chat]:
    """Twelve requests for the roads: nine taken, one incomplete, two that were the water's; and three of another mairie."""
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await logs(awa, 12)
    await logs(t.person("ben", mairie="mq_plateau"), 3)
    for number in range(1, 11):
        await karim.says(f"/prendre {number}")
    await karim.says("/attente 1 usager jusqu’au 09/11")
    await karim.says("Quelle est l’adresse exacte ?")
    for number in (11, 12):
        await karim.says(f"/transferer {number} compétence assainissement")
    t.clock.time = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    return t.person("petit", "sg"), karim


async def test_both_sides_read_the_same_page(t: Town) -> None:
    petit, karim = await twelve(t)
    await petit.says("/bilan voirie")
    assert petit.last.splitlines() == [
        f"Les Tanneurs et {VOIRIE} · novembre 2026",
        "Les deux côtés sur la même page. Une part haute, c’est du travail qui passe bien.",
        "",
        f"Côté {VOIRIE}",
        "• Prises en charge à temps : 100 % (n = 10)",
        "• Dates annoncées tenues : n trop faible (n = 0)",
        "• Fait ou répondu, délai médian : pas encore atteint (n = 10)",
        "• Motifs de renvoi ou de refus : n trop faible (n = 2)",
        "",
        "Côté Les Tanneurs",
        "• Fiches complètes du premier coup : 90 % (n = 10)",
        "• Bien adressées du premier coup : 83 % (n = 12)",
        "• Sans doublon : 100 % (n = 10)",
        "• 1re réponse, délai médian : pas encore atteint (n = 10)",
        "",
        "Rien ici ne parle d’une personne. De quoi en parler ensemble.",
    ]
    await karim.says("/scorecard les tanneurs novembre")
    assert karim.last == petit.last
    await karim.presses("Le Plateau")
    assert karim.last.splitlines()[0] == f"Le Plateau et {VOIRIE} · novembre 2026"
    assert karim.last.count("n trop faible") == 8  # three requests say nothing
    await karim.presses("Mairies de quartier")
    assert "Fiches complètes du premier coup : 92 % (n = 13)" in karim.last
    await karim.presses("Au trimestre")
    assert karim.last.splitlines()[0] == f"Mairies de quartier et {VOIRIE} · 4e trimestre 2026 (en cours)"
    await karim.presses("Comment c’est compté")
    assert karim.last.count("• ") == 8
    await karim.presses("Revoir le bilan")
    assert "(en cours)" in karim.last


@pytest.mark.parametrize("role", ROLES)
async def test_the_page_is_for_the_two_sides_and_the_coordination(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/bilan voirie octobre")
    assert (f"{VOIRIE} · octobre 2026" in someone.last) is (role in ("sg", "direction", "coordination")), role


async def test_nobody_reads_anothers_pair(t: Town) -> None:
    petit, karim, cora = t.person("petit", "sg"), t.person("karim", "direction", None, "m_voirie"), t.person("cora", "coordination", None)
    await petit.says("/bilan voirie le plateau octobre")
    assert petit.last.startswith("Les Tanneurs et ")
    assert "Le Plateau" not in labels(petit)
    await karim.says("/bilan eau octobre")
    assert karim.last.startswith(f"Mairies de quartier et {VOIRIE}")
    await cora.says("/bilan voirie plateau octobre")
    assert cora.last.startswith(f"Le Plateau et {VOIRIE}")
    act = next(act for label, act in cora.card().body.choices if label == "Période précédente")
    assert act == "measures.card:mq_plateau/m_voirie/month/2026-09-01"


async def test_without_a_direction_it_is_asked_and_a_week_is_too_short(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/bilan")
    assert petit.last == "Avec quelle direction ?"
    assert VOIRIE in labels(petit)
    await petit.presses(VOIRIE)
    assert petit.last.startswith(f"Les Tanneurs et {VOIRIE} · octobre 2026")
    await petit.says("/bilan zzzz")
    assert petit.last.startswith("Je n’ai pas reconnu cette direction")
    await petit.says("/bilan voirie semaine 43")
    assert petit.last.startswith("Cette page se lit au mois")
    t.clock.time += timedelta(days=1)
    await petit.says("/bilan voirie décembre 2026")
    assert petit.last.startswith("Cette période n’a pas encore commencé")
