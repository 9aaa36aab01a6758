"""/chiffres: to each their perimeter, the period they name, and to whoever reads figures only nothing under five."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from config.rollout import Period as Days
from handlers.people.permissions import PERMISSIONS, ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Request, table
from tests.scenes import Chat, Town, town

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.clock.time = MONDAY
        yield place


def of_role(t: Town, role: str, name: str = "x") -> Chat:
    return t.person(name, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


async def logs(someone: Chat, count: int = 1, text: str = "gros trou rue des Lilas") -> None:
    for number in range(count):
        await someone.says(f"{text} {number}")
        await someone.presses("Enregistrer")


def lines(someone: Chat) -> dict[str, str]:
    """What the newest message says, by what each line begins with."""
    return {name: said for line in someone.last.splitlines()[1:] for name, said in [line.split(" : ", 1)]}


async def test_last_week_and_the_one_before_of_ones_own_mairie(t: Town) -> None:
    awa, karim, petit = t.person("awa"), t.person("karim", "direction", None, "m_voirie"), t.person("petit", "sg")
    await logs(t.person("ben", mairie="mq_plateau"), 2)
    await logs(awa, 2)
    t.clock.time = MONDAY + timedelta(days=7)
    await logs(awa, 12, "lampadaire en panne rue Pasteur")
    for number in (3, 4):
        await karim.says(f"/prendre {number}")
    await karim.says("/dater 3 26/11")
    await karim.says("/traite 3")
    await karim.says("Rebouché à l’enrobé.")
    await awa.says("/clore 3 fait")
    await awa.presses("J’ai déjà répondu")
    await awa.says("C’est rebouché.")
    t.clock.time = MONDAY + timedelta(days=14)
    await petit.says("/chiffres")
    assert petit.last.splitlines()[0] == "Les Tanneurs · semaine 48, du 23 au 29 novembre 2026"
    told = lines(petit)
    assert told["Arrivées"] == "12, avant 2"
    assert told["Closes"] == "1, avant 0 · Ouvertes : 13, avant 2"
    assert told["1re réponse, délai médian"] == "pas encore atteint (n = 12)"
    assert told["Dates annoncées tenues"] == "1 sur 1, n trop faible"
    assert told["Usagers informés"] == "1 sur 1, n trop faible"
    assert told["Rouvertes sous 30 jours"] == "connu le mercredi 30 décembre 2026"
    assert told["Bonne direction proposée d’abord"].startswith("100 % (n = 12)")
    assert told["Par où elles arrivent"] == "Guichet 12"
    assert told["Comment elles se closent"] == "résolues ou répondues 1"
    assert len(petit.last) < 1_000
    await petit.presses("Période précédente")
    assert petit.last.splitlines()[:2] == ["Les Tanneurs · semaine 47, du 16 au 22 novembre 2026", "Arrivées : 2, avant 0"]
    await petit.presses("Période suivante")
    await petit.presses("Période suivante")
    assert petit.last.splitlines()[0] == "Les Tanneurs · semaine 49, du 30 novembre au 6 décembre 2026 (en cours)"
    assert petit.last.splitlines()[1] == "Arrivées : 0"  # half a week is not compared with a whole one
    assert "Période suivante" not in [label for label, _ in petit.card().body.choices]


@pytest.mark.parametrize(
    ("role", "place", "arrivals"),
    [("agent", "Les Tanneurs", 6), ("sg", "Les Tanneurs", 6), ("elu", "Les Tanneurs", 6), ("direction", "Voirie et espaces publics", 8),
     ("coordination", "Toutes les mairies de quartier", 13), ("dgs", "Toutes les mairies de quartier", 13),
     ("admin", "Toutes les mairies de quartier", 13)],
)
async def test_each_role_has_its_perimeter(t: Town, role: str, place: str, arrivals: int) -> None:
    await logs(t.person("awa"), 6)
    await logs(t.person("ben", mairie="mq_plateau"), 2)
    await logs(t.person("ben"), 5, "demande de crèche pour un enfant")
    t.clock.time = MONDAY + timedelta(days=7)
    someone = of_role(t, role)
    await someone.says("/figures")
    assert someone.last.splitlines()[0].startswith(f"{place} · semaine 47")
    assert someone.last.splitlines()[1].startswith(f"Arrivées : {arrivals}")


@pytest.mark.parametrize("role", ROLES)
async def test_the_command_is_for_whom_the_table_gives_figures(t: Town, role: str) -> None:
    someone = of_role(t, role)
    await someone.says("/chiffres")
    assert ("Arrivées" in someone.last) is (role in PERMISSIONS["indicators"]), role


async def test_an_elected_official_reads_no_small_number_and_no_list(t: Town) -> None:
    awa, elu = t.person("awa"), of_role(t, "elu")
    await logs(awa, 3)
    await awa.says("/danger 1")
    t.clock.time = MONDAY + timedelta(days=7)
    await elu.says("/chiffres")
    told = lines(elu)
    assert told["Arrivées"] == "< 5"
    assert told["Closes"] == "0, avant 0 · Ouvertes : < 5"
    assert told["Dangers"] == "< 5"
    assert told["1re réponse, délai médian"] == "n trop faible"
    assert re.findall(r"(?<!< )\b[1-4]\b", " ".join(told.values())) == []
    assert "Par où elles arrivent" not in told
    assert [label for label, _ in elu.card().body.choices] == ["Période précédente", "Période suivante", "Comment c’est compté"]
    await awa.says("/chiffres")
    assert lines(awa)["Arrivées"] == "3, avant 0"


async def test_a_share_of_few_is_not_given_to_who_reads_figures_only(t: Town) -> None:
    await logs(t.person("awa"), 12)
    with t.database.transaction() as connection:
        row = table(Request)
        connection.execute(update(row).where(row.c.reference.in_(["MQ-26-0001", "MQ-26-0002"])).values(channel="elu", tallied=False))
    t.clock.time = MONDAY + timedelta(days=7)
    elu, petit = of_role(t, "elu"), t.person("petit", "sg")
    await elu.says("/chiffres")
    await petit.says("/chiffres")
    assert lines(elu)["Hors circuit"] == "< 5 sur 12"
    assert lines(petit)["Hors circuit"] == "17 % (n = 12)"
    assert lines(petit)["Par où elles arrivent"] == "Guichet 10, Élu 2"


async def test_before_an_election_officials_see_no_figures_and_teams_do(t: Town) -> None:
    await logs(t.person("awa"))
    t.serves(pre_election=Days.model_validate({"du": date(2026, 11, 1), "au": date(2026, 12, 31)}))
    elu, petit = of_role(t, "elu"), t.person("petit", "sg")
    for said in ("/chiffres", "/chiffres novembre"):
        await elu.says(said)
        assert elu.last == "Pendant la période préélectorale, les chiffres ne sont pas montrés aux élus. Ils reviendront après."
    await petit.says("/chiffres cette semaine")
    assert "Arrivées : 1" in petit.last


@pytest.mark.parametrize(
    ("said", "title"),
    [("semaine 47", "semaine 47, du 16 au 22 novembre 2026 (en cours)"),
     ("semaine 53", "semaine 53, du 28 décembre 2020 au 3 janvier 2021"),
     ("novembre", "novembre 2026 (en cours)"), ("T3", "3e trimestre 2026"), ("q1 2026", "1er trimestre 2026"),
     ("août 2026", "août 2026"), ("semaine 43", "semaine 43, du 19 au 25 octobre 2026")],
)
async def test_a_period_is_chosen_by_its_name(t: Town, said: str, title: str) -> None:
    petit = t.person("petit", "sg")
    await petit.says(f"/chiffres {said}")
    assert petit.last.splitlines()[0] == f"Les Tanneurs · {title}"
    await petit.says(f"chiffres {said}")
    assert petit.last.splitlines()[0] == f"Les Tanneurs · {title}"


async def test_a_period_that_is_none_or_has_not_begun_is_said_so(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/chiffres rue Pasteur")
    assert petit.last.startswith("Je n’ai pas reconnu la période.")
    await petit.says("/chiffres semaine 53 2026")
    assert petit.last.startswith("Cette période n’a pas encore commencé.")


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Tenu dans les délais : part des échéances"), ("en", "Within the deadline: share of")])
async def test_how_each_is_counted_is_said_in_plain_words(tmp_path: Path, language: str, said: str) -> None:
    async with town(tmp_path, language=language) as t:
        someone = t.person("petit", "sg")
        await someone.says("/chiffres ?")
        assert f"• {said}" in someone.last
        await someone.presses("Voir les chiffres" if language == "fr" else "See the figures")
        assert someone.last.splitlines()[0].startswith("Les Tanneurs · ")
        await someone.presses("Comment c’est compté" if language == "fr" else "How it is counted")
        assert f"• {said}" in someone.last


async def test_a_direction_is_late_by_what_it_let_pass_and_not_by_what_it_received_late(t: Town) -> None:
    await logs(t.person("awa"))
    karim, nora = t.person("karim", "direction", None, "m_voirie"), t.person("nora", "direction", None, "m_eau")
    t.clock.time = MONDAY + timedelta(days=4)
    await karim.says("/transferer 1 compétence assainissement")
    await nora.says("/prendre 1")
    t.clock.time = MONDAY + timedelta(days=7)
    await karim.says("/chiffres")
    told = lines(karim)
    assert told["Arrivées"] == "0, avant 0"
    assert told["Renvois entre directions"] == "1, avant 0"
    assert told["Prises en charge à temps"] == "0 sur 1, n trop faible"
    t.clock.time = MONDAY + timedelta(days=14)  # its own deadline came after the week-end
    await nora.says("/chiffres")
    assert lines(nora)["Prises en charge à temps"] == "1 sur 1, n trop faible"
