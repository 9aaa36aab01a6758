"""What people decide teaches the very next message, in whichever process, and what must not teach does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from handlers.desk import Desk, Hall, InForce
from handlers.learning.lessons import router_of, taught
from handlers.routing.rules import suggest
from storage.tables import Person, Request, table
from storage.unit import Scope, Unit
from tests.scenes import MONDAY, Town, edition, router, texts, town

LAMP, HOLE, SAID = "eclairage.lampadaire", "voirie.nid_de_poule", "un zorglub coincé devant l'école"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def corrected(t: Town, name: str = "awa", said: str = SAID) -> None:
    """A sentence that nobody understood, given by hand to those who mend lamps."""
    awa = t.person(name)
    await awa.says(said)
    await awa.presses("Autre service")
    await awa.says("lampadaire")
    await awa.presses("Lampadaire isolé")
    await awa.presses("Enregistrer")


def desk_of_another_process(t: Town) -> Desk:
    connection = t.database.reader.connect()
    hall = Hall(InForce(edition(), router().remembering(), texts()), t.seal)
    return Desk(hall, Scope(Unit(connection, t.database.ids)), MONDAY)


async def test_a_correction_is_known_at_the_next_message_of_somebody_else(t: Town) -> None:
    assert LAMP not in [each.service_id for each in suggest(router(), "encore un zorglub")]
    await corrected(t)
    karim = t.person("karim")
    await karim.says("encore un zorglub")
    assert "Lampadaire isolé" in karim.heard[-1]
    assert "« zorglub »" in karim.heard[-1]
    assert "école" not in karim.heard[-1]  # what awa wrote is not shown to whoever may not read it


async def test_whoever_asks_who_does_it_is_told_what_was_just_decided(t: Town) -> None:
    karim = t.person("karim")
    await karim.says("/quifait zorglub coincé")
    assert not any("Lampadaire isolé" in label for label in [karim.last, *karim.buttons])
    await corrected(t)
    await karim.says("/quifait zorglub coincé")
    assert any("Lampadaire isolé" in label for label in [karim.last, *karim.buttons])


async def test_another_process_knows_it_too(t: Town) -> None:
    desk = desk_of_another_process(t)
    assert len(router_of(desk).memory or ()) == 0
    await corrected(t)
    desk.store.unit.connection.rollback()  # a new snapshot, as each handling has
    assert len(router_of(desk).memory or ()) == 1
    assert suggest(router_of(desk), "zorglub coincé")[0].service_id == LAMP
    desk.store.unit.connection.close()


@pytest.mark.parametrize("values", [{"state": "cancelled"}, {"sensitive": True}, {"text": ""}, {"service": "eau.facture"}])
async def test_what_is_cancelled_sensitive_or_erased_never_teaches(t: Town, values: dict[str, object]) -> None:
    await corrected(t)
    with t.database.transaction() as connection:
        connection.execute(update(table(Request)).values(**values))
    desk = desk_of_another_process(t)
    assert taught(desk.store, desk.town, until=t.clock.now()) == []
    assert len(router_of(desk).memory or ()) == 0
    desk.store.unit.connection.close()


async def test_what_is_cancelled_is_forgotten_at_the_next_message(t: Town) -> None:
    await corrected(t)
    await t.person("karim").says("encore un zorglub")
    assert len(t.app.hall.in_force.router.memory or ()) == 1
    awa = t.person("awa")
    await awa.presses("Annuler")
    await awa.says("erreur de ma part")
    await t.person("karim").says("toujours un zorglub")
    assert len(t.app.hall.in_force.router.memory or ()) == 0


def decisions(t: Town) -> list[tuple[str, str]]:
    """What would be learned from, and whose decision it is."""
    names = {person.id: person.name for person in t.rows(Person)}  # type: ignore[attr-defined]
    desk = desk_of_another_process(t)
    found = [(each.service, names[each.author]) for each in taught(desk.store, desk.town, until=t.clock.now())]
    desk.store.unit.connection.close()
    return found


async def test_a_decision_counts_for_whoever_took_it_and_not_for_who_wrote_the_words(t: Town) -> None:
    """Or one person who corrects everybody's requests would move a share by more than one person may."""
    await corrected(t)
    assert decisions(t) == [(LAMP, "Awa")]
    karim = t.person("karim")
    await karim.says("/corriger 1")
    await karim.presses("Canal")
    await karim.presses("Courriel")
    assert decisions(t) == [(LAMP, "Awa")]  # what is not about the service settles nothing
    await karim.says("/corriger 1")
    await karim.presses("Service")
    await karim.says("nid de poule")
    await karim.presses("Nid-de-poule")
    assert decisions(t) == [(HOLE, "Karim")]
    await karim.says("/annuler")
    assert decisions(t) == [(LAMP, "Awa")]


async def test_personal_data_are_no_lesson(t: Town) -> None:
    await corrected(t, said="zorglub coincé, me rappeler au 06 12 34 56 78")
    desk = desk_of_another_process(t)
    [lesson] = taught(desk.store, desk.town, until=t.clock.now())
    assert (lesson.service, "06" in lesson.text, "téléphone" in lesson.text) == (LAMP, False, False)
    desk.store.unit.connection.close()
