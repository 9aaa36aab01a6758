"""What time does to a request, on every network: who is told in the morning and why, what stops it, and who is called of a danger."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from storage.tables import Event, OnCall, Person, Request
from tests.journeys.conftest import PARIS, Hours, open_days
from tests.journeys.stage import Actor, Stage

MORNING = time(8, 20)
HOLE = "gros trou devant l'école rue des Lilas"
CABLE = "lampadaire tombé avec fils à nu rue Pasteur"


async def logs(awa: Actor, text: str) -> None:
    await awa.says(text)
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")


async def test_a_request_that_waits_is_said_in_the_morning_explained_and_minded(s: Stage, hours: Hours) -> None:
    awa = await s.person("awa")
    karim = await s.person("karim", role="direction", mairie=None, direction="m_voirie")
    await logs(awa, HOLE)
    await awa.asks("relances 0001")
    await awa.hears("délais et relances", "prise en charge :", "première réponse :", "résolution :", "personne encore", "À venir")
    await awa.presses("Calcul : prise en charge")
    await awa.hears("MQ-26-0001, prise en charge", "délai : 1 jour ouvré")

    (request,) = s.rows(Request)
    days = open_days(s, "mq_tanneurs", "m_voirie")
    hours.becomes(next(day for day in days if datetime.combine(day, MORNING, PARIS) > request.next_action_at), MORNING)
    await karim.hears("(Nid-de-poule, chaussée dégradée) : prise en charge")
    await awa.asks("relances 0001")
    await awa.hears("Qui a été prévenu :", "(prise en charge), dit")
    assert "direction" in s.rows(Event, kind="reminded")[0].data["reached"]

    await karim.presses("MQ-26-0001")
    await karim.presses("Prendre")
    await karim.presses("Je m’en occupe")
    await karim.hears("C’est noté. Plus de rappel avant")
    await awa.asks("relances 0001")
    await awa.hears("· rien avant", "prise en compte")


async def test_who_is_on_call_is_declared_told_at_once_and_called_of_a_danger(s: Stage) -> None:
    until = datetime.now(PARIS).date() + timedelta(days=2)
    awa, petit = await s.person("awa"), await s.person("petit", role="sg")
    cora = await s.person("cora", role="coordination", mairie=None)
    (sg,) = s.rows(Person, role="sg")
    await cora.asks(f"astreinte {sg.name} jusqu’au {until:%d/%m} 8h les tanneurs")
    await cora.hears("Astreinte à confirmer", "Les Tanneurs", "l’appel numéro 1")
    assert s.rows(OnCall) == []
    await cora.presses("Confirmer")
    await cora.hears("C’est noté", "est d’astreinte")
    await petit.hears("Vous êtes d’astreinte", "Un danger vous sera dit à toute heure")  # whatever the hour: it has begun

    await awa.asks("astreinte")
    await awa.hears("Maintenant :", "Les Tanneurs")
    await logs(awa, CABLE)
    await petit.hears("⚠", "MQ-26-0001")
    await petit.presses("Ouvrir")
    await petit.presses("J’ai appelé")
    await petit.until(lambda: s.rows(Request)[0].called_at)
