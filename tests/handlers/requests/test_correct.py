"""Correcting a request before and after it is recorded: by whom, until when, and what is noted of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Event, Person, Request, table
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def only(t: Town) -> Any:
    [request] = t.rows(Request)
    return request


async def recorded(t: Town) -> Chat:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    return awa


async def test_another_service_in_two_taps_for_every_service_of_the_catalogue(t: Town) -> None:
    """« Autre service », a domain, a service: nothing is out of reach of two taps."""
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Autre service")
    domains = [act for _, act in awa.card().body.choices]
    town_ = t.app.hall.town
    shown = {act.partition("/")[2] for act in domains}
    assert {service.domain for service in town_.services.values()} <= shown


@pytest.mark.parametrize(
    ("word", "found"),
    [("lampadaire", "Lampadaire isolé"), ("LAMPADAIRE", "Lampadaire isolé"), ("colonne verre", "olonne"), ("naissance", "naissance")],
)
async def test_a_word_finds_the_services_it_speaks_of(t: Town, word: str, found: str) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Autre service")
    await awa.says(word)
    assert any(found in label for label, _ in awa.card().body.choices), awa.buttons
    assert len(t.rows(Request)) == 1


@pytest.mark.parametrize("word", ["🙂", "???", "x" * 5_000])
async def test_a_word_that_means_nothing_asks_again_and_logs_nothing(t: Town, word: str) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Autre service")
    await awa.says(word)
    assert awa.card().body.choices
    assert only(t).text == HOLE


async def test_a_service_corrected_after_recording_moves_it_and_is_noted(t: Town) -> None:
    awa = await recorded(t)
    await awa.presses("Corriger")
    await awa.presses("Service")
    await awa.says("lampadaire")
    await awa.presses("Lampadaire isolé")
    assert awa.last.startswith("MQ-26-0001 · Lampadaire isolé")
    row = only(t)
    assert (row.reference, row.state, row.direction) == ("MQ-26-0001", "sent", "m_eclairage")
    events: list[Any] = t.rows(Event)
    assert [event.kind for event in events] == ["recorded", "corrected"]
    assert events[-1].data["what"] == "service"
    assert events[-1].data["value"] == row.service


async def test_a_service_that_nobody_here_is_sent_is_decided_all_the_same(t: Town) -> None:
    """The router learns what was decided since it was trained: a decision without its moment would teach nothing."""
    awa = await recorded(t)
    town_ = t.app.hall.town
    foreign = next(each for each in town_.services.values() if not town_.competences[each.competence].can_be_sent)
    await awa.presses("Corriger")
    await awa.presses("Service")
    await awa.says(foreign.name)
    await awa.presses(foreign.name[:20])
    row = only(t)
    assert (row.service, row.state) == (foreign.id, "to_qualify")
    assert row.qualified_at > row.recorded_at


async def test_a_colleague_of_the_same_mairie_may_correct_and_one_of_elsewhere_may_not(t: Town) -> None:
    await recorded(t)
    karim, lea = t.person("karim"), t.person("lea", "agent", "mq_plateau")
    await lea.says("/corriger 1")
    assert lea.last.startswith("Je ne trouve pas cette demande")
    await karim.says("/corriger 1")
    await karim.presses("Canal")
    await karim.presses("Courriel")
    assert only(t).channel == "courriel"


async def test_an_elu_reads_and_does_not_correct(t: Town) -> None:
    await recorded(t)
    elu = t.person("elu", "elu")
    await elu.says("/voir 1")
    assert "Corriger" not in elu.buttons
    await elu.says("/corriger 1")
    assert elu.last.startswith("Cette action n’est pas ouverte à votre fonction.")


async def test_the_channel_is_remembered_for_the_next_request(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Canal")
    await awa.presses("Téléphone")
    await awa.presses("Enregistrer")
    await awa.says("un lampadaire ne marche plus rue Pasteur")
    assert "Téléphone" in awa.last
    assert {row.channel for row in t.rows(Request)} == {"telephone"}  # type: ignore[attr-defined]
    assert [row.last_channel for row in t.rows(Person)] == ["telephone"]  # type: ignore[attr-defined]


async def test_two_colleagues_who_correct_at_once_do_not_undo_each_other(t: Town) -> None:
    """The second press came from a card shown before the first change: it still changes only its own field."""
    awa = await recorded(t)
    karim = t.person("karim")
    await karim.says("/corriger 1")
    await karim.presses("Canal")
    await awa.presses("Corriger")
    await awa.presses("Mairie")
    await awa.presses("Les Cèdres")
    await karim.presses("Courriel")
    row = only(t)
    assert row.mairie == "mq_cedres"
    assert row.channel in ("courriel", "guichet")  # Karim may no longer have a say once it is Les Cèdres'


async def test_a_cancelled_request_is_not_corrected(t: Town) -> None:
    awa = await recorded(t)
    await awa.presses("Corriger")
    await awa.says("/annuler")
    await awa.presses("Canal")
    assert "annulée" in awa.last
    assert only(t).channel == "guichet"


async def test_a_place_in_words_finds_its_street_and_quarter(t: Town) -> None:
    awa = await recorded(t)
    await awa.presses("Lieu")
    await awa.says("au 12 de la place du Marché")
    assert "quartier Centre-Halles" in awa.last
    assert (only(t).place, only(t).quarter) == ("au 12 de la place du Marché", "mq_centre")


@pytest.mark.parametrize("said", ["🙂", "…", "   ."])
async def test_a_place_that_says_nothing_is_asked_again(t: Town, said: str) -> None:
    awa = await recorded(t)
    await awa.presses("Lieu")
    await awa.says(said)
    assert awa.last.startswith("Où ?")
    assert only(t).place == "rue des Lilas"


async def test_a_place_is_cut_to_a_fair_length(t: Town) -> None:
    awa = await recorded(t)
    await awa.presses("Lieu")
    await awa.says("devant le portail " * 100)
    assert len(only(t).place) <= 200


async def test_a_sticker_as_a_place_is_said_and_the_question_stays(t: Town) -> None:
    awa = await recorded(t)
    await awa.presses("Lieu")
    await t.hears("awa", unsupported="sticker")
    await awa.says("12 place du Marché")
    assert only(t).place == "12 place du Marché"


@pytest.mark.parametrize(
    "act",
    ["requests.channel:{id}/pigeon", "requests.mairie:{id}/mq_atlantide/", "requests.choose:{id}/magie", "requests.record:{id}/magie",
     "requests.domain:{id}/magie", "requests.show:1", "requests.record:1", "requests.cancel:1", "requests.correct:1"],
)
async def test_a_button_whose_town_changed_since_is_answered_and_changes_nothing(t: Town, act: str) -> None:
    """The catalogue is edited while cards are out: a choice that no longer exists must not be written."""
    awa = t.person("awa")
    await awa.says(HOLE)
    from storage.tables import Outbox

    card: Any = t.rows(Outbox)[-1]
    body = {**card.body, "choices": [["Choisir", act.format(id=only(t).id)]]}
    with t.database.transaction() as connection:
        connection.execute(table(Outbox).update().values(body=body))
    before = only(t)
    await t.hears("awa", press=awa.card().references[0], about="m")
    assert awa.last
    assert "Je n’ai pas réussi" not in awa.last
    after = only(t)
    assert (after.channel, after.mairie) == (before.channel, before.mairie)
    assert after.service in (before.service, None)
