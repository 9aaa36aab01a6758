"""/annuaire: entries are confirmed by their owners, asked about when it is time, and real cases show what is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.people.permissions import ROLES, roles_with
from handlers.people.rules import OF_A_MAIRIE
from storage import people
from storage.tables import DirectoryConfirmation, Event, Notice, Person, Request, fresh
from storage.unit import Scope, Unit
from tests.scenes import Chat, Town, town, valmiere

UNKNOWN = "Je ne trouve pas cette fiche. « annuaire » les montre toutes."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


@pytest.fixture
def cora(t: Town) -> Chat:
    return t.person("cora", "coordination", None)


@pytest.fixture
def karim(t: Town) -> Chat:
    return t.person("karim", "direction", None, "m_voirie")


def labels(someone: Chat) -> list[str]:
    return [label for label, _ in list(someone.messages.values())[-1].body.choices]


def asked(t: Town, who: str = "") -> list[str]:
    """The entries that people are asked about, or one person is, and have not been told of yet."""
    names: dict[int, str] = {row.id: row.name for row in t.rows(Person)}  # type: ignore[attr-defined]
    rows: list[Any] = [row for row in t.rows(Notice, key="directory-to-confirm") if row.state == "pending"]  # type: ignore[attr-defined]
    return [row.fill["name"] for row in rows if not who or names[row.person_id] == who.capitalize()]


# --- who sees what ---


@pytest.mark.parametrize("role", ROLES)
async def test_who_opens_the_directory(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/annuaire")
    if role in roles_with("directory"):
        assert someone.last.startswith("Annuaire\nSans référent actif : 21\n")
        await someone.presses("À confirmer")
        await someone.presses("Mairies de quartier")
        assert ("✓ Confirmer" in labels(someone)) is (role == "coordination")
    elif role == "direction":
        assert someone.last.startswith("Voirie et espaces publics\n")
        assert labels(someone) == ["✓ Confirmer"]
    else:
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")


async def test_a_contact_person_sees_their_own_entry_whatever_they_ask_for(t: Town, karim: Chat) -> None:
    for typed in ("/annuaire eau", "/directory ecarts", "annuaire"):
        await karim.says(typed)
        assert karim.last.startswith("Voirie et espaces publics\n")


async def test_a_contact_person_of_no_direction_has_no_entry(t: Town) -> None:
    someone = t.person("x", "direction", None, None)
    await someone.says("/annuaire")
    assert someone.last == UNKNOWN


@pytest.mark.parametrize(
    ("typed", "first"), [("voirie", "Voirie et espaces publics"), ("SG", "Secrétaire général"), ("m_eau", "Eau et assainissement")]
)
async def test_words_open_an_entry(t: Town, cora: Chat, typed: str, first: str) -> None:
    await cora.says(f"/annuaire {typed}")
    assert cora.last.startswith(f"{first}\n")
    assert cora.last.endswith("Fiche pas encore confirmée.")
    await cora.presses("Retour")
    assert cora.last.startswith("Annuaire\n")


@pytest.mark.parametrize("typed", ["zzzz", "refus", "lampadaire"])
async def test_words_that_name_no_entry_are_said_so(t: Town, cora: Chat, typed: str) -> None:
    await cora.says(f"/annuaire {typed}")
    assert cora.last == UNKNOWN


async def test_every_entry_is_reached_page_by_page(t: Town, cora: Chat) -> None:
    await cora.says("/annuaire")
    await cora.presses("À confirmer")
    seen = []
    while True:
        seen += [label for label in labels(cora) if label not in ("Suite", "Retour")]
        if "Suite" not in labels(cora):
            break
        await cora.presses("Suite")
    assert len(seen) == len(set(seen)) == len(valmiere().directions) + len(ROLES)


# --- confirming ---


async def test_an_entry_is_confirmed_by_its_owner_and_everybody_sees_when(t: Town, karim: Chat) -> None:
    awa = t.person("awa")
    await karim.says("/annuaire")
    await karim.presses("Confirmer")
    assert karim.last.endswith("Fiche confirmée le 23/11/2026.")
    await awa.says("/quifait voirie")
    assert awa.last.endswith("Fiche confirmée le 23/11/2026.")
    (row,) = t.rows(DirectoryConfirmation, entry="direction:m_voirie")
    assert row.role == "direction"  # type: ignore[attr-defined]
    (event,) = t.rows(Event, kind="directory_confirmed")
    assert event.data == {"entry": "direction:m_voirie"}  # type: ignore[attr-defined]


async def test_the_coordination_confirms_in_place_of_an_owner(t: Town, cora: Chat, karim: Chat) -> None:
    await cora.says("/annuaire voirie")
    await cora.presses("Confirmer")
    assert "Fiche confirmée le 23/11/2026." in cora.last
    await cora.presses("Retour")
    assert "À confirmer : 37\nConfirmées : 1\n" in cora.last


async def test_a_button_that_was_theirs_no_more_confirms_nothing(t: Town, karim: Chat) -> None:
    """Karim changed direction between the card and the tap."""
    await karim.says("/annuaire")
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        people.change_person(store, next(row.id for row in t.rows(Person)), direction="m_eau")  # type: ignore[attr-defined]
        store.keep()
    await karim.presses("Confirmer")
    assert karim.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert t.rows(DirectoryConfirmation) == []


async def test_an_entry_ages(t: Town, cora: Chat, karim: Chat) -> None:
    await karim.says("/annuaire")
    await karim.presses("Confirmer")
    awa = t.person("awa")
    again = "Fiche à confirmer de nouveau : elle l’a été le"
    for days, said in ((89, "Fiche confirmée le"), (2, again), (30, "⚠ Fiche périmée : confirmée le")):
        await t.passes(days=days)
        await awa.says("/quifait voirie")
        assert awa.last.splitlines()[-1].startswith(f"{said} 23/11/2026")
    await cora.says("/annuaire")
    assert "Périmées : 1\n" in cora.last


async def test_an_entry_never_confirmed_ages_from_the_day_it_came(t: Town) -> None:
    awa = t.person("awa")
    await t.passes(hours=1)
    await t.passes(days=121)
    await awa.says("/quifait voirie")
    assert awa.last.endswith("⚠ Fiche jamais confirmée depuis plus de 120 jours. Vérifiez avant de vous y fier.")


# --- asking ---


async def test_nobody_is_asked_before_ninety_days(t: Town, cora: Chat, karim: Chat) -> None:
    await t.passes(hours=1)
    assert len(t.rows(DirectoryConfirmation)) == 38
    await t.passes(days=89)
    assert asked(t) == []


async def test_after_ninety_days_each_owner_is_asked_once_in_their_language(t: Town, cora: Chat, karim: Chat) -> None:
    await cora.says("/langue en")
    await t.passes(hours=12)  # at night, when what is owed waits
    await t.passes(days=91)
    assert asked(t, "karim") == ["Voirie et espaces publics"]
    entries = asked(t, "cora")
    assert {"Mairies de quartier", "Police nationale", "Project officer", "Eau et assainissement"} <= set(entries), "nobody is at the Eau"
    assert "Voirie et espaces publics" not in entries
    assert len(entries) == 37
    await t.passes(days=1)
    await t.passes(days=80)
    assert len(asked(t)) == 38


async def test_silence_is_asked_about_again_after_ninety_days_more(t: Town, karim: Chat) -> None:
    await t.passes(hours=1)
    for _ in range(3):
        await t.passes(days=91)
    facts = [row.fact for row in t.rows(Notice, key="directory-to-confirm")]  # type: ignore[attr-defined]
    assert len(facts) == len(set(facts)) == 3
    assert all(fact.startswith("directory:direction:m_voirie:20") for fact in facts)


async def test_what_was_confirmed_meanwhile_is_asked_no_more(t: Town, karim: Chat, cora: Chat) -> None:
    await t.passes(hours=12)  # at night, when what is owed waits
    await t.passes(days=91)
    await karim.says("/annuaire")
    await karim.presses("Confirmer")
    assert asked(t, "karim") == []
    assert len(asked(t, "cora")) == 37, "the others still are"
    await t.passes(days=89)
    assert asked(t, "karim") == []


async def test_with_nobody_to_ask_it_is_asked_once_somebody_is_there(t: Town) -> None:
    await t.passes(hours=12)  # at night, when what is owed waits
    await t.passes(days=100)
    assert asked(t) == []
    t.person("karim", "direction", None, "m_voirie")
    await t.passes(hours=1)
    assert asked(t) == ["Voirie et espaces publics"]


# --- gaps ---


def transfers(t: Town, reference: str, *moves: tuple[str, str]) -> None:
    """A request went from one direction to another, as its own acts note it."""
    request: Any = t.rows(Request, reference=reference)[0]
    with t.database.transaction() as connection:
        unit = Unit(connection, t.database.ids)
        store = Scope(unit)
        for origin, to in moves:
            store.add(fresh(Event, id=store.next_id(), at=t.clock.now(), kind="transfer", request_id=request.id, actor_role="direction",
                            data={"reason": "hors_competence", "from_direction": origin, "to_direction": to, "before": {"ping_pong": 0}}))
        store.keep()
        unit.flush()


async def test_gaps_say_where_requests_bounce_and_what_waits_for_nobody(t: Town, cora: Chat, karim: Chat) -> None:
    awa = t.person("awa")
    await awa.says("gros trou devant l'école rue des Lilas")
    await awa.presses("Enregistrer")
    await awa.says("lampadaire en panne rue Pasteur")
    await awa.presses("Enregistrer")
    transfers(t, "MQ-26-0002", ("m_eclairage", "x_electricite"))
    await t.passes(days=91)
    transfers(t, "MQ-26-0001", ("m_voirie", "m_eau"), ("m_eau", "m_voirie"), ("m_voirie", "m_eau"), ("m_voirie", "supprimee"))
    await cora.says("/annuaire écarts")
    assert cora.last.splitlines()[:4] == [
        "Écarts de l’annuaire",
        "Ce qui est le plus renvoyé d’une direction à l’autre, sur 90 jours :",
        "· Nid-de-poule, chaussée dégradée : Voirie et espaces publics → Eau et assainissement, 2 fois (et 1 fois dans l’autre sens)",
        "· Nid-de-poule, chaussée dégradée : Voirie et espaces publics → supprimee, 1 fois",
    ]
    assert "75 services n’ont aucun référent actif : Tranquillité publique et police municipale (11)," in cora.last
    assert "Voirie et espaces publics (" not in cora.last
    assert cora.last.endswith("Sans horaires connus : Bailleurs sociaux et syndics, Opérateurs de télécommunications.")


async def test_a_town_without_a_gap_says_so(t: Town, cora: Chat) -> None:
    for number, direction in enumerate(valmiere().directions):
        t.person(f"d{number}", "direction", None, direction)
    await cora.says("/annuaire")
    assert cora.last.startswith("Annuaire\nSans référent actif : 0\n")
    await cora.presses("Écarts")
    assert "Aucun renvoi entre directions sur 90 jours.\nChaque service a un référent actif." in cora.last


async def test_the_directory_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        cora = t.person("cora", "coordination", None)
        await cora.says("/directory")
        assert cora.last.startswith("Directory\nNo active contact person: 21\n")
        await cora.presses("Gaps")
        assert "86 services have no active contact person:" in cora.last
        await cora.says("/directory gaps")
        assert cora.last.startswith("Gaps in the directory")
