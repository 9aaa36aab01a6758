"""/astreinte: a turn is read back before it is kept, the person is told, an end or an absence is said, names are seen by their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Absence, Account, Event, OnCall, Person, table
from tests.scenes import Chat, Town, town
from tests.stores import writing

NIGHTS = "du 04/12 18h au 07/12 8h"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def people(t: Town) -> tuple[Chat, Chat, Chat, Chat]:
    """An SG and one of their team, the coordination, a direction's contact."""
    return (t.person("petit", "sg"), t.person("nadia", "mission"), t.person("cora", "coordination", None),
            t.person("karim", "direction", None, "m_voirie"))


def turns(t: Town) -> list[Any]:
    return list(t.rows(OnCall))


async def declares(who: Chat, text: str) -> None:
    await who.says(f"/astreinte {text}")
    await who.presses("Confirmer")


def away(t: Town, name: str, first: date, last: date) -> None:
    [person] = t.rows(Person, name=name)
    with writing(t.database) as store:
        store.add(Absence(id=store.next_id(), person_id=person.id, first_on=first, last_on=last, declared_at=t.clock.now()))  # type: ignore[attr-defined]


async def test_a_turn_is_read_back_kept_and_told(t: Town) -> None:
    _, _, cora, karim = people(t)
    await cora.says("/astreinte Karim du 04/12 18:00 au 07/12 08:00 les tanneurs, m_voirie")
    assert cora.last == (
        "Astreinte à confirmer\n"
        "Karim (référent de direction, Voirie et espaces publics), du vendredi 4 décembre 2026 à 18:00 au lundi 7 décembre 2026 à 8:00.\n"
        "Pour : Les Tanneurs, Voirie et espaces publics.\n"
        "Au moindre danger, c’est l’appel numéro 1."
    )
    assert turns(t) == []
    await cora.presses("Confirmer")
    assert cora.last.startswith("C’est noté : Karim est d’astreinte du vendredi 4 décembre 2026 à 18:00")
    [row] = turns(t)
    assert (row.mairies, row.directions, row.rank) == (["mq_tanneurs"], ["m_voirie"], 1)
    assert (row.starts_at, row.ends_at) == (datetime(2026, 12, 4, 17, tzinfo=UTC), datetime(2026, 12, 7, 7, tzinfo=UTC))
    assert [event.kind for event in t.rows(Event)] == ["on_call_declared"]  # type: ignore[attr-defined]
    await t.passes(minutes=1)
    assert "Vous êtes d’astreinte du vendredi 4 décembre 2026 à 18:00 au lundi 7 décembre 2026 à 8:00" in karim.last


async def test_a_turn_that_begins_before_their_next_message_is_told_at_once(t: Town) -> None:
    _, _, cora, karim = people(t)
    t.clock.time = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # everybody is at home
    await declares(cora, "Karim jusqu’à mercredi 8h les tanneurs")
    assert "Vous êtes d’astreinte du lundi 23 novembre 2026 à 20:30" in karim.last
    await declares(cora, "Karim du 27/11 18h au 28/11 8h les tanneurs")
    assert "27 novembre" not in karim.last  # that one waits for the morning


async def test_a_second_one_at_the_same_time_is_second_in_turn(t: Town) -> None:
    petit, *_ = people(t)
    await declares(petit, f"Nadia {NIGHTS}")
    await petit.says("/astreinte moi du 05/12 au 06/12")
    assert "C’est l’appel numéro 2" in petit.last
    await petit.presses("Confirmer")
    t.person("ben")
    await petit.says("/astreinte Ben du 05/12 au 06/12 les tanneurs, rang 1")
    assert "c’est l’appel numéro 1" in petit.last
    assert [(row.rank, row.mairies, row.directions) for row in turns(t)] == [(1, ["mq_tanneurs"], []), (2, ["mq_tanneurs"], [])]


@pytest.mark.parametrize(
    ("who", "role", "place", "scope"),
    [("petit", "sg", ("mq_tanneurs", None), (["mq_tanneurs"], [])), ("cora", "coordination", (None, None), (None, None)),
     ("root", "admin", (None, None), (None, None)), ("karim", "direction", (None, "m_voirie"), ([], ["m_voirie"]))],
)
async def test_without_places_a_turn_is_for_the_scope_of_whoever_declares(
    t: Town, who: str, role: str, place: tuple[str | None, str | None], scope: tuple[Any, Any]
) -> None:
    chat = t.person(who, role, *place)
    t.person("lou", "direction" if role == "direction" else "mission", place[0] if role != "direction" else None, place[1])
    await declares(chat, f"Lou {NIGHTS}")
    assert [(row.mairies, row.directions) for row in turns(t)] == [scope]


@pytest.mark.parametrize("role", ["agent", "assistante", "mission", "elu", "dgs", "cabinet"])
async def test_others_see_it_and_declare_nothing(t: Town, role: str) -> None:
    chat = t.person("zoe", role, "mq_tanneurs" if role in ("agent", "assistante", "mission", "elu") else None)
    await chat.says(f"/astreinte moi {NIGHTS}")
    assert "pas ouverte à votre fonction" in chat.last
    await chat.says("/astreinte")
    assert chat.last.startswith("Astreinte\n")
    assert turns(t) == []


@pytest.mark.parametrize("places", ["le plateau", "voirie", "les tanneurs, le plateau"])
async def test_an_sg_declares_for_their_own_mairie_only(t: Town, places: str) -> None:
    petit, *_ = people(t)
    await petit.says(f"/astreinte Nadia {NIGHTS} {places}")
    assert "dépasse votre mairie de quartier" in petit.last


async def test_a_name_of_another_team_is_unknown_to_an_sg(t: Town) -> None:
    petit, *_ = people(t)
    t.person("lea", "agent", "mq_plateau")
    for name in ("Lea", "Karim"):
        await petit.says(f"/astreinte {name} {NIGHTS}")
        assert petit.last.startswith(f"Je ne trouve pas « {name} »")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Nadia", "Dites qui, quand, et pour quoi"), (NIGHTS, "Dites qui, quand"),
        (f"Nadia {NIGHTS} atlantide", "ni mairie de quartier ni direction"),
        ("Nadia du 07/12 18h au 04/12 8h", "La fin vient avant le début"), ("Nadia du 31/02 18h au 02/03 8h", "Je ne trouve pas ce jour"),
        ("Nadia du 20/11/2026 18h au 21/11/2026 8h", "déjà passée"), (f"Nemo {NIGHTS}", "Je ne trouve pas « Nemo »"),
    ],
)
async def test_what_cannot_be_understood_says_how(t: Town, said: str, heard: str) -> None:
    petit, *_ = people(t)
    await petit.says(f"/astreinte {said}")
    assert heard in petit.last
    assert turns(t) == []


async def test_somebody_who_cannot_be_told_or_is_away_or_already_on_call_is_said_at_once(t: Town) -> None:
    petit, *_ = people(t)
    with t.database.transaction() as connection:
        connection.execute(table(Account).update().where(table(Account).c.address == "scene:nadia").values(chat=None))
    await petit.says(f"/astreinte Nadia {NIGHTS}")
    assert "Je ne peux pas joindre Nadia en privé" in petit.last
    t.person("ben")
    away(t, "Ben", date(2026, 12, 7), date(2026, 12, 8))
    await petit.says(f"/astreinte Ben {NIGHTS}")
    assert "Ben a noté une absence du 7 au 8 décembre 2026" in petit.last
    await declares(petit, f"moi {NIGHTS}")
    await petit.says("/astreinte moi du 06/12 8h au 08/12 8h")
    assert "est déjà d’astreinte sur ce créneau" in petit.last


async def test_what_changed_before_the_tap_is_asked_again(t: Town) -> None:
    petit, *_ = people(t)
    await petit.says(f"/astreinte Nadia {NIGHTS}")
    away(t, "Nadia", date(2026, 12, 5), date(2026, 12, 5))
    await petit.presses("Confirmer")
    assert "a noté une absence" in petit.last
    assert turns(t) == []


async def test_two_of_the_same_name_are_told_apart(t: Town) -> None:
    petit, *_ = people(t)
    t.person("nadia2")
    with t.database.transaction() as connection:
        connection.execute(table(Person).update().where(table(Person).c.name == "Nadia2").values(name="Nadia"))
    await petit.says(f"/astreinte Nadia {NIGHTS}")
    await petit.presses("Nadia · agent")
    await petit.presses("Confirmer")
    assert len(turns(t)) == 1


async def test_who_is_on_call_now_and_next_with_names_for_their_own(t: Town) -> None:
    petit, nadia, cora, karim = people(t)
    await declares(petit, "Nadia jusqu’à mardi 8h")
    await declares(cora, f"Karim {NIGHTS} les tanneurs, voirie")
    await petit.says("/astreinte")
    assert petit.last.splitlines()[1:3] == [
        "Maintenant : Nadia, jusqu’au mardi 24 novembre 2026 à 8:00, Les Tanneurs",
        "Du vendredi 4 décembre 2026 à 18:00 au lundi 7 décembre 2026 à 8:00 : Karim, Les Tanneurs, Voirie et espaces publics",
    ]
    assert "À défaut, Mairies de quartier, hors des heures d’ouverture : secrétaire général, coordination" in petit.last
    assert petit.buttons == ["Finir · Nadia"]
    await nadia.says("/astreinte")
    assert "Nadia, jusqu’au" in nadia.last
    assert ": référent de direction, Voirie et espaces publics, Les Tanneurs" in nadia.last
    assert "Karim" not in nadia.last
    lea = t.person("lea", "agent", "mq_plateau")
    await lea.says("/oncall")
    assert lea.last.splitlines()[1] == "Personne n’est déclaré d’astreinte, ni maintenant ni prochainement."
    await karim.says("!astreinte")
    assert "Karim" in karim.last
    assert "Nadia" not in karim.last


async def test_ending_a_turn_says_who_is_left_and_tells_whoever_had_it(t: Town) -> None:
    petit, nadia, *_ = people(t)
    await declares(petit, "Nadia jusqu’à mardi 8h")
    await t.passes(minutes=1)
    await petit.says("/astreinte")
    await petit.presses("Finir")
    assert petit.last == "C’est fini : Nadia n’est plus d’astreinte pour Les Tanneurs. Personne d’autre n’est déclaré sur ce créneau."
    at = t.clock
    at.time = datetime(2026, 11, 23, 12, 46, tzinfo=UTC)
    await t.passes(seconds=1)
    assert "Vous n’êtes plus d’astreinte" in nadia.last
    assert [row.ended_at is not None for row in turns(t)] == [True]


async def test_an_absence_during_a_turn_is_said_to_whoever_declared_it(t: Town) -> None:
    petit, _, cora, _ = people(t)
    await declares(petit, f"Nadia {NIGHTS}")
    away(t, "Nadia", date(2026, 12, 5), date(2026, 12, 6))
    t.clock.time = datetime(2026, 11, 23, 12, 46, tzinfo=UTC)
    for _ in range(3):
        await t.passes(seconds=1)
    assert "Nadia a noté une absence pendant son astreinte" in petit.last
    assert "Personne d’autre n’est déclaré sur ce créneau." in petit.last
    assert sum("Nadia a noté une absence" in each for each in petit.heard) == 1
    assert cora.heard == []


async def test_whoever_leaves_during_a_turn_ends_it_and_the_next_rank_answers(t: Town) -> None:
    petit, nadia, *_ = people(t)
    await declares(petit, f"Nadia {NIGHTS}")
    await declares(petit, f"moi {NIGHTS}")
    await nadia.says("/retirer moi")
    await nadia.presses("Confirmer")
    await t.passes(seconds=1)
    t.clock.time = datetime(2026, 11, 23, 12, 46, tzinfo=UTC)
    for _ in range(2):
        await t.passes(seconds=1)
    assert "Nadia n’est plus là pour son astreinte" in petit.last
    assert "Le rang suivant répond à sa place." in petit.last
    assert [row.ended_at is None for row in turns(t)] == [False, True]
