"""Correcting what was understood: service, channel, mairie, place; by buttons, by words, by editing the message, by taking it back."""

from __future__ import annotations

from storage.tables import Event, Request
from tests.journeys.stage import Stage
from tests.journeys.test_first_sentence import SENTENCE

IN_LES_CEDRES = (46.08131, 4.32882)


def only(s: Stage) -> Request:
    (request,) = s.rows(Request)
    return request  # type: ignore[no-any-return]


async def test_another_service_is_two_taps_away(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Autre service")
    await awa.hears("Quel domaine ?")
    await awa.presses("Éclairage public et feux")
    await awa.presses("Lampadaire isolé")
    card = await awa.hears("Compris : Lampadaire isolé")
    assert "Pourquoi" not in card.text  # a person chose: nothing to explain
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001 · Lampadaire isolé")
    assert only(s).service == "eclairage.lampadaire"


async def test_another_service_is_found_by_a_word(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Autre service")
    await awa.hears("tapez un mot")
    await awa.says("lampadaire")
    await awa.hears("Lequel de ceux-ci ?")
    await awa.presses("Lampadaire isolé")
    await awa.hears("Compris : Lampadaire isolé")
    assert (only(s).service, only(s).text) == ("eclairage.lampadaire", SENTENCE)  # the word was not a second request


async def test_one_of_the_other_suggestions_is_recorded_with_one_tap(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Oui : Affaissement")
    await awa.hears("MQ-26-0001 · Affaissement")
    assert only(s).state == "sent"
    assert s.rows(Event, kind="recorded")[0].data["rank"] > 1


async def test_channel_mairie_and_place_are_corrected_before_and_after_recording(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Canal")
    await awa.hears("Par où")
    await awa.presses("Téléphone")
    await awa.hears("Téléphone · Les Tanneurs")
    await awa.presses("Lieu")
    await awa.hears("Où ?")
    await awa.says("12 place du Marché")
    await awa.hears("Lieu : 12 place du Marché (quartier Centre-Halles)")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    await awa.presses("Corriger")
    await awa.hears("Que corriger ?")
    await awa.presses("Mairie")
    await awa.hears("Pour quelle mairie")
    await awa.presses("Les Cèdres")
    await awa.hears("MQ-26-0001", "Les Cèdres")
    request = only(s)
    assert (request.channel, request.place) == ("telephone", "12 place du Marché")
    assert (request.quarter, request.mairie) == ("mq_centre", "mq_cedres")
    assert [event.kind for event in s.rows(Event, request_id=request.id)] == ["recorded", "corrected"]


async def test_a_pin_says_the_quarter_and_is_kept_to_ten_metres(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says("un lampadaire ne marche plus")
    await awa.presses("Lieu")
    await awa.hears("Où ?")
    await awa.sends_location(*IN_LES_CEDRES)
    await awa.hears("Lieu : point sur la carte (quartier Les Cèdres)")
    request = only(s)
    assert (request.lat, request.lon, request.quarter, request.mairie) == (46.0813, 4.3288, "mq_cedres", "mq_tanneurs")


async def test_a_pin_alone_belongs_to_what_was_just_said(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says("un lampadaire ne marche plus")
    await awa.hears("Compris")
    await awa.sends_location(*IN_LES_CEDRES)
    await awa.hears("point sur la carte (quartier Les Cèdres)")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    assert only(s).quarter == "mq_cedres"


async def test_an_edited_message_corrects_the_draft(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.hears("Compris : Nid-de-poule")
    await awa.corrects("un lampadaire ne marche plus rue Pasteur")
    await awa.hears("Compris : Lampadaire isolé")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001 · Lampadaire isolé")
    assert only(s).text == "un lampadaire ne marche plus rue Pasteur"


async def test_an_edited_message_still_corrects_what_was_just_recorded(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says("gros trou rue des Lilas")
    if s.main.edits_older_messages:
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
    await awa.corrects("gros trou rue Pasteur")
    await awa.hears("gros trou rue Pasteur" if s.main.edits_older_messages else "Lieu : rue Pasteur")
    assert only(s).text == "gros trou rue Pasteur"


async def test_taking_back_works_for_ten_minutes(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    assert "MQ-26-0001 est annulée" in await awa.answer_to("annuler")
    assert only(s).state == "cancelled"
    assert "Rien à annuler" in await awa.answer_to("annuler")
    await awa.says("un lampadaire ne marche plus")
    await awa.hears("Compris")
    await awa.presses("Effacer")
    await awa.hears("Effacé. Rien n’est enregistré.")
    assert [row.reference for row in s.rows(Request)] == ["MQ-26-0001", None]
