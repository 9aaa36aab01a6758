"""/passation: whoever takes over a function finds its duties, its requests, its promises, and who is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage import requests, rooms
from storage.handover import STATES
from storage.tables import Person, Request, record
from storage.unit import Scope, Unit
from tests.handlers.directory.people import goes_away
from tests.scenes import Chat, Town, town, valmiere

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def logs(someone: Chat, text: str = HOLE) -> None:
    await someone.says(text)
    await someone.presses("Enregistrer")


def becomes(t: Town, reference: str, **values: Any) -> None:
    """The request went on."""
    (row,) = t.rows(Request, reference=reference)
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        assert requests.change(store, record(Request, row._mapping), t.clock.now(), **values)  # type: ignore[attr-defined]
        store.keep()


def id_of(t: Town, name: str) -> int:
    return next(row.id for row in t.rows(Person, name=name.capitalize()))  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_has_their_own(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/passation")
    where = "Les Tanneurs" if role in OF_A_MAIRIE else "Voirie et espaces publics" if role == "direction" else "Ville de Valmière"
    title, *lines = someone.last.splitlines()
    assert title.startswith("Passation : ")
    assert title.endswith(f", {where}")
    assert any(line.startswith(("Fait", "Est consulté")) for line in lines)
    assert ("Aucune demande ouverte." in lines) is (role != "admin")
    commands = lines[-1].removeprefix("Les commandes de la fonction : ").rstrip(".").split(", ")
    assert {"quifait", "passation"} <= set(commands)
    assert not {"start", "ping", "aide"} & set(commands)
    for name in commands:
        await someone.says(f"/{name}")
        assert "pas ouverte à votre fonction" not in someone.last
        assert not someone.last.startswith("Je ne connais pas")


async def test_the_open_requests_of_the_scope_are_counted_by_state_and_age(t: Town) -> None:
    awa, petit, lea = t.person("awa"), t.person("petit", "sg"), t.person("lea", "agent", "mq_plateau")
    await logs(awa)
    await logs(awa)
    await t.passes(days=31)
    for _ in range(5):
        await logs(awa)
    await logs(lea)
    becomes(t, "MQ-26-0002", state="taken", holder_id=id_of(t, "petit"))
    becomes(t, "MQ-26-0003", state="dated", announced_on=date(2027, 1, 15), reply_owed="holding")
    becomes(t, "MQ-26-0004", state="dated", announced_on=date(2027, 1, 8))
    becomes(t, "MQ-26-0005", state="done", reply_owed="final")
    becomes(t, "MQ-26-0006", state="closed")
    await petit.says("/passation")
    lines = petit.last.splitlines()
    start = lines.index("6 demandes ouvertes :")
    assert lines[start + 1 : start + 9] == [
        "· transmises, à prendre : 2, dont 1 de plus de 30 jours",
        "· prises en charge : 1, dont 1 de plus de 30 jours",
        "· avec une date annoncée : 2",
        "· faites, habitant à prévenir : 1",
        "Les plus anciennes : MQ-26-0001, MQ-26-0002, MQ-26-0003, MQ-26-0004, MQ-26-0005, MQ-26-0007.",
        "En main propre, à reprendre : MQ-26-0002.",
        "Dates promises : MQ-26-0004 le 08/01/2027, MQ-26-0003 le 15/01/2027.",
        "L’habitant attend une réponse : MQ-26-0003, MQ-26-0005.",
    ]
    assert "MQ-26-0008" not in petit.last, "Le Plateau's"


async def test_only_the_ten_oldest_are_named(t: Town) -> None:
    awa = t.person("awa")
    for _ in range(12):
        await logs(awa)
    await awa.says("/passation")
    assert "12 demandes ouvertes :" in awa.last
    assert "MQ-26-0010." in awa.last
    assert "MQ-26-0011" not in awa.last


async def test_a_sensitive_request_is_not_among_those_of_whoever_may_not_read_it(t: Town) -> None:
    awa, assistante, petit = t.person("awa"), t.person("nina", "assistante"), t.person("petit", "sg")
    await logs(awa)
    becomes(t, "MQ-26-0001", sensitive=True)
    for someone, counted in ((awa, True), (assistante, False), (petit, True)):
        await someone.says("/passation")
        assert ("MQ-26-0001" in someone.last) is counted


async def test_a_direction_has_its_own_requests_its_room_its_entry_and_its_absences(t: Town) -> None:
    awa, karim, lina = t.person("awa"), t.person("karim", "direction", None, "m_voirie"), t.person("lina", "direction", None, "m_voirie")
    await logs(awa)
    await logs(awa, "lampadaire en panne rue Pasteur")
    goes_away(t, "lina", date(2026, 12, 1), date(2026, 12, 4))
    goes_away(t, "lina", date(2027, 2, 1), date(2027, 2, 4))
    goes_away(t, "lina", date(2026, 11, 30), date(2026, 11, 30), back=True)
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        for direction in ("m_voirie", "m_eau"):
            rooms.bind(store, address=f"scene:{direction}", direction=direction, by=1, now=t.clock.now())
        store.keep()
    for someone in (karim, lina):
        await someone.says("/passation")
        lines = someone.last.splitlines()
        assert "1 demande ouverte :" in lines
        assert "Les plus anciennes : MQ-26-0001." in lines
        assert "Fiches de l’annuaire à confirmer : Voirie et espaces publics." in lines
        assert "Absences d’ici deux semaines : référent de direction, du 01/12/2026 au 04/12/2026." in lines
        assert "Salons : Voirie et espaces publics." in lines
    await karim.says("/annuaire")
    await karim.presses("Confirmer")
    await karim.says("/passation")
    assert "Fiches de l’annuaire" not in karim.last


async def test_a_colleague_is_named_by_function_never_by_name(t: Town) -> None:
    petit, _ = t.person("petit", "sg"), t.person("awa")
    goes_away(t, "awa", date(2026, 11, 23), date(2026, 11, 27))
    await petit.says("/passation")
    assert "agent d’accueil ou de proximité, du 23/11/2026 au 27/11/2026" in petit.last
    assert "Awa" not in petit.last


# --- somebody else's ---


@pytest.mark.parametrize(
    ("role", "typed", "title"),
    [
        ("sg", "agent", "agent d’accueil ou de proximité, Les Tanneurs"),
        ("sg", "élu", "élu de quartier, Les Tanneurs"),
        ("sg", "assistante Les Tanneurs", "assistante, Les Tanneurs"),
        ("coordination", "secrétaire général Les Cèdres", "secrétaire général, Les Cèdres"),
        ("coordination", "SG mq_plateau", "secrétaire général, Le Plateau"),
        ("coordination", "direction voirie", "référent de direction, Voirie et espaces publics"),
        ("coordination", "référent m_eau", "référent de direction, Eau et assainissement"),
        ("coordination", "direction générale", "direction générale, Ville de Valmière"),
        ("admin", "coordination", "coordination, Ville de Valmière"),
    ],
)
async def test_who_looks_after_others_reads_theirs(t: Town, role: str, typed: str, title: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role == "sg" else None)
    await someone.says(f"/passation {typed}")
    assert someone.last.startswith(f"Passation : {title}\n")


@pytest.mark.parametrize(
    ("role", "typed", "said"),
    [
        ("sg", "sg Les Cèdres", "Vous pouvez demander la passation des fonctions de votre mairie"),
        ("sg", "coordination", "Vous pouvez demander la passation des fonctions de votre mairie"),
        ("sg", "direction voirie", "Vous pouvez demander la passation des fonctions de votre mairie"),
        ("sg", "agent de nulle part", "De quelle mairie de quartier ? Centre-Halles,"),
        ("coordination", "sg", "De quelle mairie de quartier ? Centre-Halles,"),
        ("coordination", "direction", "De quelle direction ?"),
        ("coordination", "direction zzz", "De quelle direction ?"),
        ("coordination", "zzz", "La passation de quelle fonction ?"),
        ("agent", "sg", "Écrivez « passation » seul"),
        ("direction", "direction voirie", "Écrivez « passation » seul"),
        ("dgs", "coordination", "Écrivez « passation » seul"),
    ],
)
async def test_what_is_not_theirs_or_not_clear_is_said(t: Town, role: str, typed: str, said: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says(f"/passation {typed}")
    assert someone.last.startswith(said)


async def test_an_administrator_reads_counts_and_no_reference(t: Town) -> None:
    awa, root = t.person("awa"), t.person("root", "admin", None)
    await logs(awa)
    await root.says("/passation sg Les Tanneurs")
    assert "1 demande ouverte :\n· transmises, à prendre : 1\n" in root.last
    assert "MQ-26" not in root.last


async def test_asked_in_a_room_it_is_read_in_private(t: Town) -> None:
    petit = t.person("petit", "sg")
    await t.hears("petit", text="/passation", private=False, chat="groupe")
    assert petit.last.startswith("Passation : secrétaire général")
    assert t.person("groupe", None).heard == []


async def test_a_long_one_comes_in_several_messages_in_order(t: Town) -> None:
    """The coordination's, with every entry to confirm and every room."""
    cora = t.person("cora", "coordination", None)
    raci = {id: each.model_copy(update={"name": f"{each.name} ; {'x' * 180}"}) for id, each in valmiere().raci.items()}
    t.serves(raci=raci)
    await cora.says("/passation")
    titles = [heard.splitlines()[0] for heard in cora.heard]
    assert titles == ["Passation : coordination, Ville de Valmière (1/2)", "Passation : coordination, Ville de Valmière (2/2)"]
    assert all(len(heard.partition("\n")[2]) <= 3_500 for heard in cora.heard)
    assert cora.last.splitlines()[-1].startswith("Les commandes de la fonction : mes, ")


async def test_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        petit = t.person("petit", "sg")
        await petit.says(HOLE)
        await petit.presses("Record")
        await petit.says("/handover")
        assert petit.last.startswith("Hand-over: secrétaire général, Les Tanneurs\nDoes, and answers for the result: ")
        assert "1 open request:\n· sent, to be taken in charge: 1\n" in petit.last


def test_the_states_are_those_of_a_request_that_is_open() -> None:
    from handlers.requests.life import OPEN

    assert STATES == OPEN
