"""The delay at the desk: proposed, explained, raised, lowered; never below a danger, and never changed behind a person's back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Event, Request
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
FALL = "gros trou devant l'école rue des Lilas, une dame est tombée"
WIRES = "fils à nu au pied du lampadaire devant l'école"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def only(t: Town) -> Any:
    [request] = t.rows(Request)
    return request


def events(t: Town, kind: str) -> list[Any]:
    return [event for event in t.rows(Event) if event.kind == kind]  # type: ignore[attr-defined]


async def logs(someone: Chat, text: str) -> None:
    await someone.says(text)
    await someone.presses("Enregistrer")


async def test_a_sentence_that_weighs_is_proposed_an_urgent_delay_in_one_line(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(FALL)
    line = "Délai proposé : Urgent (sous 2 jours ouvrés) · 5 points : " \
           "gravité 2 (est tombée), fragilité 2 (école), réversibilité 1 (ce service)"
    assert line in awa.last.splitlines()
    assert "première réponse sous 1 jour ouvré" in awa.last
    assert "Délai" in awa.buttons
    await awa.presses("Enregistrer")
    assert line in awa.last.splitlines()
    assert (only(t).delay, only(t).delay_chosen) == ("urgent_2j", False)
    assert only(t).scoring == {"severity": 2, "extent": 0, "frailty": 2, "recurrence": 0, "reversibility": 1}


async def test_a_usual_sentence_has_its_services_delay_and_no_line(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, HOLE)
    assert "Délai" not in awa.last
    assert only(t).delay == "court_5j"


async def test_all_five_criteria_say_why_on_one_screen(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(FALL)
    await awa.presses("Délai")
    assert awa.last.splitlines() == [
        "Pourquoi ce délai ? 5 points sur 10",
        "Proposé : Urgent (sous 2 jours ouvrés)",
        "Gravité 2 : « est tombée »",
        "Étendue 0 : rien ne le dit",
        "Fragilité 2 : « école »",
        "Récurrence 0 : rien ne le dit",
        "Réversibilité 1 : ce service, d’office (Nid-de-poule, chaussée dégradée)",
        "À partir de 5 points : urgent. Ne comptent pas : qui demande, le ton, la presse, les relances d’une même personne.",
        "Un autre délai ? Choisissez-le ci-dessous. Si quelqu’un est en danger, dites-le d’abord.",
    ]
    await awa.presses("Retour")
    assert awa.last.startswith("Compris : ")


async def test_the_reasons_are_there_on_demand(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, HOLE)
    await awa.presses("Corriger")
    await awa.presses("Délai")
    assert awa.last.startswith("Pourquoi ce délai ? 3 points sur 10")


async def test_a_person_lowers_what_was_proposed_before_it_is_recorded(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(FALL)
    await awa.presses("Délai")
    await awa.presses("Court")
    assert "Délai choisi : Court (sous 5 jours ouvrés). Proposé : Urgent (sous 2 jours ouvrés) · 5 points" in awa.last
    await awa.presses("Enregistrer")
    assert (only(t).delay, only(t).delay_chosen) == ("court_5j", True)
    assert events(t, "recorded")[0].data["delay"] == "court_5j"


async def test_a_person_raises_and_its_clocks_count_from_then(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, HOLE)
    before = only(t)
    await t.passes(hours=2)
    await awa.presses("Corriger")
    await awa.presses("Délai")
    await awa.presses("Urgent")
    assert "Délai choisi : Urgent (sous 2 jours ouvrés). Il compte à partir de maintenant." in awa.last
    after = only(t)
    assert (after.delay, after.delay_chosen) == ("urgent_2j", True)
    assert after.clocks_from > before.clocks_from
    assert after.resolution_due_at < before.resolution_due_at
    [event] = events(t, "delay_chosen")
    assert {name: event.data[name] for name in ("from_delay", "to_delay", "proposed")} == {
        "from_delay": "court_5j", "to_delay": "urgent_2j", "proposed": "court_5j"}


async def test_a_choice_is_taken_back_within_ten_minutes(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, HOLE)
    await awa.presses("Corriger")
    await awa.presses("Délai")
    await awa.presses("Urgent")
    await awa.says("/annuler")
    assert "Repris : délai choisi." in awa.last
    assert (only(t).delay, only(t).delay_chosen) == ("court_5j", False)


async def test_a_chosen_delay_is_kept_when_the_service_is_corrected(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, HOLE)
    await awa.presses("Corriger")
    await awa.presses("Délai")
    await awa.presses("Normal")
    await awa.presses("Corriger")
    await awa.presses("Service")
    await awa.says("lampadaire")
    await awa.presses("Lampadaire isolé")
    assert (only(t).service, only(t).delay) == ("eclairage.lampadaire", "normal_15j")


async def test_a_delay_nobody_chose_follows_the_service(t: Town) -> None:
    awa = t.person("awa")
    await logs(awa, FALL)
    await awa.presses("Corriger")
    await awa.presses("Service")
    await awa.says("arbre dangereux")
    await awa.presses("Arbre ou branche")
    assert only(t).delay == "immediat"


async def test_a_chosen_delay_survives_another_wording(t: Town) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text=FALL)
    await awa.presses("Délai")
    await awa.presses("Court")
    await t.hears("awa", text=f"{FALL} hier", edits=message)
    assert (only(t).delay, only(t).delay_chosen) == ("court_5j", True)


async def test_a_new_wording_never_changes_a_recorded_delay_by_itself(t: Town) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text=HOLE)
    await awa.presses("Enregistrer")
    await t.hears("awa", text=FALL, edits=message)
    assert (only(t).delay, only(t).scoring["severity"]) == ("court_5j", 2)
    await awa.says("/voir")
    assert "Délai : Court (sous 5 jours ouvrés). Proposé maintenant : Urgent (sous 2 jours ouvrés) · 5 points" in awa.last


async def test_a_danger_has_its_delay_and_nothing_below_may_be_chosen(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(WIRES)
    await awa.presses("J’ai appelé")
    request = only(t)
    assert request.danger
    await awa.says("/corriger")
    await awa.presses("Délai")
    assert "Gravité 2 : danger (Risque électrique)" in awa.last
    assert "Proposé : Danger immédiat (sous 4 h, jour et nuit)" in awa.last
    assert "C’est un danger : son délai suit tant que le danger n’est pas levé." in awa.last
    assert [label for label, _ in awa.card().body.choices] == ["Retour"]


async def test_a_button_shown_before_the_danger_was_declared_lowers_nothing(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa, FALL)
    await awa.presses("Délai")
    await petit.says("/danger 1")
    await awa.presses("Court")
    assert "Un danger se déclare par « Danger » et se lève par « Lever le danger »" in awa.last
    assert only(t).delay == "urgent_2j"


async def test_lowering_a_danger_brings_back_the_delay_below(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    await logs(awa, FALL)
    await petit.says("/danger 1")
    await petit.says("/lever 1")
    await petit.says("Barrières posées, plus de risque")
    assert (only(t).danger, only(t).delay) == (None, "urgent_2j")


async def test_who_carries_it_proposes_nothing_and_an_elected_official_does_not_choose(t: Town) -> None:
    """Visibility is not urgency (domain.md §0.5)."""
    elue = t.person("fontaine", "elu")
    await elue.says(f"{HOLE}, c'est URGENT !!!")
    assert "Délai proposé" not in elue.last
    await elue.presses("Enregistrer")
    request = only(t)
    assert (request.elected, request.delay, request.scoring["severity"]) == (True, "court_5j", 0)


async def test_an_elected_official_sees_why_and_is_offered_no_other(t: Town) -> None:
    elue = t.person("fontaine", "elu")
    await elue.says(FALL)
    await elue.presses("Délai")
    assert "Gravité 2" in elue.last
    assert [label for label, _ in elue.card().body.choices] == ["C’est un danger", "Retour"]


async def test_somebody_in_danger_is_said_from_there_too(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(FALL)
    await awa.presses("Délai")
    await awa.presses("C’est un danger")
    assert awa.last.startswith("⚠ D’abord le téléphone")
    assert only(t).danger == "declared"


async def test_the_share_of_urgent_ones_is_said_to_who_answers_for_the_mairie(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    for number in range(6):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    for text in (FALL, "dépôt sauvage de gravats rue Haute", "collecte non faite, bacs oubliés rue des Vignes"):
        await logs(awa, text)
    await petit.says("/equipe")
    assert petit.last.splitlines()[1] == "33 % d’urgents cette semaine (3 sur 9) : à relire ensemble"
    await petit.presses("Les relire")
    shown = petit.last.splitlines()
    assert shown[0] == "3 urgences à relire"
    assert [line.split(" · ")[1] for line in shown[1:4]] == ["0 point", "1 point", "5 points"]
    assert "Awa" not in petit.last
    await petit.presses("MQ-26-0009")
    assert petit.last.startswith("MQ-26-0009 · ")


async def test_a_calm_week_says_nothing_of_urgency(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    for number in range(9):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await logs(awa, FALL)
    await petit.says("/equipe")
    assert "urgents" not in petit.last


async def test_last_weeks_urgent_ones_are_not_this_weeks(t: Town) -> None:
    awa, petit = t.person("awa"), t.person("petit", "sg")
    for _ in range(9):
        await logs(awa, FALL)
    await t.passes(days=8)
    await petit.says("/equipe")
    assert "urgents" not in petit.last
