"""Digests as people have them: at their hour, once, the morning's with the reminders; what a press opens; what holds them back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.platforms import Undeliverable
from config.rollout import Period as Days
from handlers.desk import DIGEST, REMINDER
from handlers.directory.rules import waits_for_referent
from storage.tables import DigestChoice, Event, Occurrence, Outbox, Publication, Request, Window
from tests.handlers.digests.acts import all_are, at, chooses, digests_of, id_of, is_away, logs, wakes
from tests.scenes import Town, town, unasked, valmiere
from tests.stores import writing

# --- the secrétaire général ---


async def test_the_sg_reads_presses_a_decision_and_decides(t: Town) -> None:
    at(t, 23, 10)
    awa, petit, karim = t.person("awa"), t.person("petit", "sg"), t.person("karim", "direction", None, "m_voirie")
    await logs(awa)
    await karim.says("/prendre 1")
    await awa.says("/clore 1 refus")
    await awa.presses("J’ai déjà répondu")
    await awa.says("Pièce manquante : la demande ne peut pas aboutir.")
    at(t, 24, 8, 15)
    await wakes(t)
    said = petit.last
    assert said.splitlines()[:2] == ["Les Tanneurs · mardi 24 novembre", "Hier : arrivées 1, closes 0 · ouvertes 1"]
    assert "1. À décider : « Clore (Refus expliqué à l'usager) », MQ-26-0001 (" in said
    assert "Awa" not in said
    await petit.presses("MQ-26-0001")
    await petit.presses("Accepter")
    [request] = t.rows(Request)
    assert (request.state, request.closing_reason) == ("closed", "refus_motive")  # type: ignore[attr-defined]


async def test_each_day_once_even_if_something_comes_later(tmp_path: Path, database_url: str) -> None:
    async with town(tmp_path, database_url=database_url) as t:
        t.serves(unasked().town)
        at(t, 22, 10)
        awa, petit = t.person("awa"), t.person("petit", "sg")
        chooses(t, "petit", "sg_weekly", off=True)
        at(t, 24, 8, 14)
        await wakes(t)
        assert petit.heard == []
        at(t, 24, 8, 15)
        await wakes(t)
        assert petit.heard == []  # nothing came, nothing waits
        await logs(awa)
        await awa.says("/danger 1")
        at(t, 24, 11)
        await wakes(t)
        assert digests_of(petit) == []
        done = {(row.on, row.slot) for row in t.rows(Occurrence, schedule=f"digests.sg_daily/{id_of(t, 'petit')}")}  # type: ignore[attr-defined]
        assert done == {(date(2026, 11, 24), "08:15")}
        at(t, 25, 8, 15)
        for _ in range(3):
            await wakes(t)
        assert len(digests_of(petit)) == 1
        assert "1. Danger sans appel noté : MQ-26-0001" in digests_of(petit)[0]
        assert t.rows(Outbox, priority=DIGEST)


async def test_an_empty_week_and_an_empty_team_are_said_in_words(t: Town) -> None:
    at(t, 20, 10)
    petit = t.person("petit", "sg")
    at(t, 23, 8, 30)
    for _ in range(2):
        await wakes(t)
    [weekly] = digests_of(petit)
    assert weekly.splitlines()[:2] == ["Les Tanneurs · semaine 47", "Aucune demande arrivée ni close · Ouvertes : 0"]


async def test_of_a_team_nothing_is_said_before_a_survey_and_then_that_too_few_answered(t: Town) -> None:
    t.serves(valmiere())
    at(t, 20, 10)
    petit, coord = t.person("petit", "sg"), t.person("coord", "coordination", None)
    at(t, 23, 8, 30)
    await wakes(t)
    assert not [said for said in (petit.last, coord.last) if "Équipe" in said]
    with writing(t.database) as store:
        store.add(Window(id=1, starts_on=date(2026, 10, 26), ends_on=date(2026, 11, 23), closed_on=date(2026, 11, 23)))
        for kind, id in (("mairie", "mq_tanneurs"), ("all", "")):
            store.add(Publication(window_id=1, kind=kind, group_id=id, mairies=[], why="too-few", shown_on=date(2026, 11, 28)))
    at(t, 30, 8, 30)
    await wakes(t)
    for reader, fewest in ((petit, 5), (coord, 11)):
        assert f"Équipe : pas assez de réponses pour afficher sans risque (minimum {fewest})." in reader.last


async def test_the_directions_are_asked_once_a_day_where_their_requests_are(t: Town) -> None:
    at(t, 23, 10)
    awa, petit, karim = t.person("awa"), t.person("petit", "sg"), t.person("karim", "direction", None, "m_voirie")
    await logs(awa, 3)
    all_are(t, Request, taking_due_at=t.clock.time)
    at(t, 24, 8, 15)
    await wakes(t)
    assert "Pas prises en charge dans leur délai : 3 (Voirie et espaces publics 3)" in petit.last
    for _ in range(2):
        await petit.presses("Relancer")
    assert petit.last.startswith("3 demandes relancées")
    at(t, 24, 13, 45)
    await wakes(t)
    assert sum("la mairie de quartier demande où elle en est" in line for said in karim.heard for line in said.splitlines()) == 3


async def test_a_line_opens_its_list_and_the_list_its_requests(t: Town) -> None:
    at(t, 23, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa, 10)
    all_are(t, Request, state="done")
    at(t, 24, 8, 15)
    await wakes(t)
    await petit.presses("Usager à informer")
    assert petit.last.splitlines()[0] == "Usager à informer (10)"
    assert len(petit.card().body.choices) == 9
    await petit.presses("Suite")
    assert "MQ-26-0010" in petit.last
    await petit.presses("MQ-26-0009")
    assert petit.last.startswith("MQ-26-0009 · ")


# --- the coordination ---


async def test_only_services_handed_over_to_a_direction_lack_somebody(t: Town) -> None:
    at(t, 20, 10)
    coord = t.person("coord", "coordination", None)
    services = t.app.hall.town.services.values()
    waiting = [each.direction for each in services if waits_for_referent(t.app.hall.town, each)]
    assert len(waiting) < len(services)  # partners outside, and what the mairies do themselves
    at(t, 23, 8, 30)
    await wakes(t)
    assert f"Annuaire : {len(waiting)} services dont la direction n’a personne pour répondre" in coord.last
    for direction in {*waiting}:
        t.person(f"of {direction}", "direction", None, direction)
    at(t, 30, 8, 30)
    await wakes(t)
    assert len(coord.heard) == 2
    assert "Annuaire" not in coord.last


# --- the DGS ---


async def test_of_what_is_late_the_dgs_reads_where_it_is_and_no_small_number(t: Town) -> None:
    at(t, 20, 10)
    awa, boss = t.person("awa"), t.person("boss", "dgs", None)
    await logs(awa, 5)
    await logs(awa, 4, "lampadaire cassé rue Pasteur")
    assert len({each.direction for each in t.rows(Request)}) == 2  # type: ignore[attr-defined]
    all_are(t, Request, resolution_due_at=t.clock.time)
    at(t, 1, 8, 30, month=12)
    await wakes(t)
    assert [line for line in boss.last.splitlines() if "en retard" in line] == ["· Voirie et espaces publics : 5 en retard"]


# --- elected officials ---


async def test_an_elected_official_has_eight_lines_and_none_before_an_election(t: Town) -> None:
    at(t, 18, 10)
    awa, elu = t.person("awa"), t.person("elu", "elu")
    await logs(awa, 6)
    at(t, 23, 8, 30)
    await wakes(t)
    assert elu.last.splitlines()[:2] == ["Les Tanneurs · semaine 47", "Arrivées : 6, avant 0 · Closes : 0, avant 0 · Ouvertes : 6"]
    assert len(elu.last.splitlines()) <= 8
    assert [label for label in elu.buttons if label in ("CSV", "Tableur")] == []
    t.serves(pre_election=Days.model_validate({"du": date(2026, 11, 1), "au": date(2026, 12, 31)}))
    at(t, 30, 8, 30)
    await wakes(t)
    assert len(elu.heard) == 1
    await elu.says("/digest maintenant")
    assert elu.last.startswith("Pendant la période préélectorale, les résumés ne sont pas envoyés aux élus.")


async def test_who_has_no_place_yet_is_told_so_and_not_of_an_election(t: Town) -> None:
    elu = t.person("elu", "elu", None)
    for said in ("/chiffres", "/graphique", "/digest maintenant"):
        await elu.says(said)
        assert elu.last.startswith("Cette action n’est pas ouverte à votre fonction."), said


# --- mornings ---


async def test_the_morning_list_is_in_the_message_of_the_reminders(t: Town) -> None:
    at(t, 23, 10)
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await logs(awa, 3)
    at(t, 23, 13, 45)
    await wakes(t)
    await karim.says("/prendre 1")
    await karim.says("/traite 1")
    await karim.says("Rebouché à l’enrobé.")
    heard = len(awa.heard), len(karim.heard)
    at(t, 24, 7, 40)
    await wakes(t)
    at(t, 24, 8, 31)
    await wakes(t)
    assert (len(awa.heard), len(karim.heard)) == (heard[0] + 1, heard[1] + 1)
    lines = awa.last.splitlines()
    assert lines[0].startswith("À savoir")
    assert lines[lines.index("Vos demandes") + 1 :] == ["· Une réponse à donner : MQ-26-0001"]
    assert karim.last == "Ce qui vous attend\n· Depuis hier : 2 demandes arrivées"
    await karim.presses("Arrivées")
    assert karim.last.splitlines()[0] == "Arrivées (2)"
    [row] = [row for row in t.rows(Outbox) if row.key == f"notices/{id_of(t, 'karim')}/20261124/0815"]  # type: ignore[attr-defined]
    assert row.priority == REMINDER  # type: ignore[attr-defined]


async def test_nothing_waits_nothing_is_said_and_yesterdays_list_is_not_said_today(t: Town) -> None:
    at(t, 23, 10)
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    at(t, 24, 7, 40)
    await wakes(t)
    await logs(awa, 2)
    at(t, 24, 8, 31)
    await wakes(t)
    heard = len(karim.heard)
    at(t, 25, 7, 40)
    await wakes(t)
    is_away(t, "karim", date(2026, 11, 25), date(2026, 11, 25))
    at(t, 25, 9)
    await wakes(t)
    assert len(karim.heard) == heard
    at(t, 26, 7, 40)
    await wakes(t)
    at(t, 26, 8, 31)
    await wakes(t)
    assert "Depuis" not in karim.last
    assert "2 autres attendent d’être prises en charge" in karim.last


async def test_on_a_monday_what_came_since_friday_is_new_at_any_hour(t: Town) -> None:
    at(t, 27, 7)
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await logs(awa)
    at(t, 27, 10)
    await logs(awa, 2)
    at(t, 30, 9, 30)
    await karim.says("/digest maintenant")
    assert karim.last.splitlines()[1:] == [
        "· Depuis vendredi 27 novembre : 2 demandes arrivées",
        "· Attend toujours d’être prise en charge : MQ-26-0001",
    ]
    await karim.presses("Arrivées")
    assert karim.last.splitlines()[0] == "Arrivées (2)"


async def test_ones_own_hour_holds_back_the_first_message_of_the_day_and_not_the_second(t: Town) -> None:
    at(t, 23, 10)
    awa, karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await karim.says("/digest")
    await karim.presses("Heure")
    await karim.presses("10:00")
    assert "chaque jour ouvré à 10:00" in karim.last
    await logs(awa, 2)
    heard = len(karim.heard)
    for hour, minute in ((7, 40), (8, 31), (9, 59)):
        at(t, 24, hour, minute)
        await wakes(t)
    assert len(karim.heard) == heard
    at(t, 24, 10)
    await wakes(t)
    assert len(karim.heard) == heard + 1
    assert "Depuis hier : 2 demandes arrivées" in karim.last


# --- how one wants them ---


async def test_days_parts_and_empty_ones_are_chosen_by_press_and_only_what_differs_is_kept(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/digest")
    assert petit.last.splitlines() == ["Vos résumés", "Résumé du jour : chaque jour ouvré à 8:15, sauf s’il n’y a rien à dire",
                                       "Résumé de la semaine : chaque lundi à 8:30"]
    await petit.presses("Résumé du jour")
    await petit.presses("Jours")
    for day in ("mardi", "jeudi"):
        await petit.presses(day)
    await petit.presses("Retour")
    assert "lundi, mercredi, vendredi à 8:15" in petit.last
    await petit.presses("Contenu")
    await petit.presses("absences")
    await petit.presses("Retour")
    assert "Coupé : absences." in petit.last
    await petit.presses("Même vide")
    [choice] = t.rows(DigestChoice)
    assert (choice.days, choice.hidden, choice.even_empty, choice.at, choice.off) == ("135", ["absent"], True, None, False)  # type: ignore[attr-defined]
    await petit.presses("Jours")
    for day in ("mardi", "jeudi"):
        await petit.presses(day)
    assert t.rows(DigestChoice)[0].days is None  # type: ignore[attr-defined]
    await petit.presses("Retour")
    await petit.presses("Arrêter")
    assert petit.last.splitlines()[1] == "Résumé du jour : arrêté."
    await petit.presses("Reprendre")
    await petit.presses("Voir maintenant")
    assert petit.last.startswith("Les Tanneurs · lundi 23 novembre")


# --- pictures and files ---


async def test_a_press_shows_the_chart_under_the_digest(t: Town) -> None:
    at(t, 18, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa, 2)
    at(t, 23, 8, 30)
    await wakes(t)
    await petit.presses("Graphique")
    [chart] = [file for what in petit.messages.values() for file in what.body.attachments]
    assert chart.name.endswith(".png")
    assert len(digests_of(petit)) >= 1
    await petit.presses("Voir les chiffres")  # of the chart
    assert [file for what in petit.messages.values() for file in what.body.attachments] == [chart]  # which still stands above them
    assert petit.last.startswith("Les Tanneurs · semaine")


async def test_files_come_with_their_names_and_are_noted_and_forgotten(t: Town) -> None:
    at(t, 18, 10)
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa, 2)
    at(t, 23, 10)
    await petit.says("/digest csv")
    files = [what for what in petit.messages.values() if what.body.attachments][-1].body.attachments
    assert [file.name for file in files] == ["relais-sg-weekly-2026-11-23-chiffres.csv", "relais-sg-weekly-2026-11-23-faits.csv"]
    facts = (await t.app.filing.open(files[1])).decode("utf-8-sig")
    assert facts.count("MQ-26-0001") >= 2
    assert "Lilas" not in facts
    [event] = t.rows(Event, kind="exported")
    assert event.data["kind"] == "sg_weekly"  # type: ignore[attr-defined]
    await t.passes(hours=26)
    with pytest.raises(Undeliverable):
        await t.app.filing.open(files[0])


@pytest.mark.parametrize(("role", "said"), [
    ("agent", "La liste du matin n’a pas de chiffres à exporter."), ("elu", "L’export n’est pas ouvert à votre fonction")])
async def test_whoever_may_not_export_is_told_so(t: Town, role: str, said: str) -> None:
    someone = t.person("x", role)
    await someone.says("/digest csv")
    assert someone.last.startswith(said)
    assert t.rows(Event, kind="exported") == []
