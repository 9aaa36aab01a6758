"""Who does what, on every platform: asked at the counter, confirmed by its owner, handed over to a successor."""

from __future__ import annotations

from tests.journeys.stage import Stage


async def test_the_counter_asks_and_a_near_service_is_one_tap_away(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.asks("quifait lampadaire")
    await awa.hears("Lampadaire isolé en panne", "Responsable de secteur éclairage · 04 65 71 12 10", "Fiche pas encore confirmée")
    await awa.presses("Armoire ou mât ouvert")
    await awa.hears("Armoire ou mât ouvert, fils électriques apparents")
    assert "Qui en répond : secrétaire général." in await awa.answer_to("quifait refus")
    assert "Quelqu’un s’en charge : sous 1 jour ouvré" in await awa.answer_to("delai lampadaire")


async def test_the_coordination_confirms_an_entry_and_reads_a_hand_over(s: Stage) -> None:
    cora = await s.person("cora", role="coordination", mairie=None)
    await cora.asks("annuaire voirie")
    await cora.hears("Voirie et espaces publics", "Fiche pas encore confirmée")
    await cora.presses("Confirmer")
    await cora.hears("Fiche confirmée le")
    assert "Passation : secrétaire général, Les Tanneurs" in await cora.answer_to("passation sg Les Tanneurs")
