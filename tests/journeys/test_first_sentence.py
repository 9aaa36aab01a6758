"""The first story: « gros trou devant l'école rue des Lilas », an explained suggestion, one tap, a reference, whatever happens."""

from __future__ import annotations

import pytest

from storage.tables import Event, Inbox, Outbox, Request
from tests.journeys.conftest import EVERYWHERE, NewStage
from tests.journeys.stage import Stage

SENTENCE = "gros trou devant l'école rue des Lilas"


async def logged(s: Stage) -> Request:
    """The one request there is, recorded once, and nothing left open behind it."""
    await s.settles()
    (request,) = s.rows(Request)
    assert (request.reference, request.state, request.text) == ("MQ-26-0001", "sent", SENTENCE)
    assert (request.service, request.direction, request.mairie) == ("voirie.nid_de_poule", "m_voirie", "mq_tanneurs")
    assert [event.kind for event in s.rows(Event, request_id=request.id)] == ["recorded"]
    assert {row.state for row in s.rows(Inbox)} == {"done"}
    assert all(row.payload is None for row in s.rows(Inbox))
    assert {row.state for row in s.rows(Outbox)} == {"sent"}
    return request  # type: ignore[no-any-return]


@pytest.mark.parametrize("where", [*EVERYWHERE, "telegram-webhook"])
async def test_a_sentence_and_one_tap_make_a_request(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        await awa.says(SENTENCE)
        card = await awa.hears("Compris", "Nid-de-poule")
        assert "Voirie et espaces publics · première réponse sous 2 jours ouvrés" in card.text
        assert "trou »" in card.text
        assert "Lieu : rue des Lilas" in card.text
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001", SENTENCE)
        await logged(s)


@pytest.mark.parametrize("where", [*EVERYWHERE, "telegram-webhook"])
async def test_it_survives_a_restart_at_each_step(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        await s.restarts()
        await awa.says(SENTENCE)
        await awa.hears("Compris")
        await s.restarts()
        await awa.presses("Enregistrer")  # a button older than the process
        await awa.hears("MQ-26-0001")
        await s.restarts()
        await awa.asks("voir MQ-26-0001")
        await awa.hears("MQ-26-0001", SENTENCE)
        await logged(s)


async def test_it_survives_a_crash_at_each_step(s: Stage) -> None:
    awa = await s.person("awa")
    await s.crashes()
    await awa.says(SENTENCE)
    await awa.hears("Compris")
    await s.crashes()
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    await s.crashes()
    assert "pong là" in await awa.answer_to("ping là")
    await logged(s)


async def test_a_sentence_said_in_the_instant_of_a_crash_is_handled_once(s: Stage) -> None:
    """It is on its way when everything stops: the network, or our inbox, still has it. At a terminal nobody could type it any more."""
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    if s.main.keeps_what_was_said:
        await s.crashes()
    await awa.hears("Compris")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    await logged(s)
    assert sum("Compris" in shown.text for shown in await awa.sees()) <= 1


async def test_a_tap_given_twice_records_once(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says(SENTENCE)
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    await awa.says("1")  # the number of the button pressed a moment ago, which the card no longer has
    await s.settles()
    assert len([row for row in s.rows(Request) if row.reference]) == 1


@pytest.mark.parametrize("where", ["telegram-real-rates"])
async def test_it_keeps_the_real_rates_of_telegram(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        await awa.says(SENTENCE)
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        await logged(s)
        assert s.main.api.limits.violations == []  # type: ignore[attr-defined]
