"""A request's life between the mairie, the directions and the resident, scene by scene."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Event, Request, RequestNote
from tests.scenes import Chat, Town, town


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


HOLE = "gros trou devant l'école rue des Lilas"


async def logged(t: Town, who: Chat, text: str = HOLE) -> None:
    await who.says(text)
    await who.presses("Enregistrer")


def people(t: Town) -> tuple[Chat, Chat, Chat, Chat, Chat]:
    """Awa and her SG, the référents of the roads and of the water, the coordination."""
    return (t.person("awa"), t.person("petit", "sg"), t.person("karim", "direction", None, "m_voirie"),
            t.person("nora", "direction", None, "m_eau"), t.person("cora", "coordination", None))


def row(t: Town) -> Any:
    return t.rows(Request)[0]


def kinds(t: Town) -> list[str]:
    return [event.kind for event in t.rows(Event) if event.request_id == row(t).id]  # type: ignore[attr-defined]


async def test_from_the_first_word_to_the_answer_given(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/mes")
    assert "MQ-26-0001" in karim.last
    await karim.presses("MQ-26-0001")
    await karim.presses("Prendre")
    assert "C’est pris en charge." in karim.last
    assert row(t).state == "taken"
    await karim.presses("Dater")
    await karim.says("05/12")
    assert "samedi 5 décembre 2026" in karim.last
    assert (row(t).state, row(t).reply_owed) == ("dated", "holding")
    await karim.presses("Traité")
    await karim.says("Rebouché à l’enrobé à froid.")
    assert (row(t).state, row(t).reply_owed) == ("done", "final")
    assert not any(label.startswith("Clore") for label in karim.buttons)  # the direction says it is done; the mairie closes
    await awa.says("voir 0001")
    assert "Fait : Rebouché à l’enrobé à froid." in awa.last
    await awa.presses("Clore")
    await awa.presses("Fait")
    await awa.presses("J’ai déjà répondu")
    await awa.says("Dit au guichet que c’est rebouché.")
    assert "Close : Fait." in awa.last
    assert (row(t).state, row(t).closing_reason, row(t).reply_owed) == ("closed", "fait", None)
    assert kinds(t) == ["recorded", "take", "date", "finish", "close"]
    assert [(note.kind, note.text) for note in t.rows(RequestNote)] == [  # type: ignore[attr-defined]
        ("result", "Rebouché à l’enrobé à froid."), ("final", "Dit au guichet que c’est rebouché."),
    ]


async def test_the_second_bounce_locks_it_and_the_coordination_names_one_pilot(t: Town) -> None:
    awa, _, karim, nora, cora = people(t)
    await logged(t, awa)
    await karim.says("voir 0001")
    await karim.presses("Refuser")
    await karim.presses("Hors compétence")
    await karim.says("assainissement")
    assert "Transmise : Eau et assainissement. Premier renvoi" in karim.last
    await karim.says("voir 0001")
    assert "Je ne trouve pas cette demande" in karim.last  # it is not theirs any more
    await nora.says("voir 0001")
    await nora.presses("Refuser")
    await nora.presses("Hors compétence")
    await nora.presses("Voirie")
    assert "Deuxième renvoi" in nora.last
    assert (row(t).state, row(t).arbitration, row(t).direction) == ("sent", "open", "m_eau")
    assert "Prendre" not in nora.buttons[-6:]
    await nora.says("/prendre 0001")
    assert "MQ-26-0001 : déjà fait ou plus possible" in nora.last
    await cora.says("/mes")
    await cora.presses("MQ-26-0001")
    await cora.presses("Trancher")
    await cora.presses("Voirie")
    await cora.says("La chaussée est à la Voirie, l’eau n’y est pour rien.")
    assert "Voirie et espaces publics est le pilote" in cora.last
    assert (row(t).arbitration, row(t).direction, row(t).state) == ("decided", "m_voirie", "sent")
    await karim.says("/refuser 0001")
    assert "déjà fait ou plus possible" in karim.last
    await karim.says("/prendre 0001")
    assert row(t).state == "taken"


async def test_a_command_says_it_all_at_once(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/attente 0001 usager jusqu'au 05/12")
    assert "Quelle information manque" in karim.last
    await karim.says("Quel numéro de la rue ?")
    assert "En attente (Informations attendues de l'usager) jusqu’au samedi 5 décembre 2026" in karim.last
    assert (row(t).state, row(t).hold_reason) == ("on_hold", "info_usager")
    assert kinds(t) == ["recorded", "take", "hold"]


async def test_the_last_act_is_taken_back_within_ten_minutes(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/dater 0001 05/12")
    before = row(t)
    assert before.state == "dated"
    await karim.says("/annuler")
    assert "Repris : date annoncée." in karim.last
    assert (row(t).state, row(t).announced_on, row(t).reply_owed) == ("taken", None, None)
    await karim.says("/annuler")
    assert "déjà fait ou plus possible" in karim.last or row(t).state == "sent"


async def test_two_people_press_at_once_and_the_second_is_told_who_and_when(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    lou = t.person("lou", "direction", None, "m_voirie")
    await logged(t, awa)
    for chat in (karim, lou):
        await chat.says("voir 0001")
    await karim.presses("Prendre")
    await lou.presses("Prendre")
    assert "prise en charge (référent de direction), le 23/11/2026 à 09:00" in lou.last
    assert "Karim" not in lou.last
    assert kinds(t) == ["recorded", "take"]


# --- what the table lets somebody only propose, or ask for ---


async def test_what_is_taken_back_asks_for_no_decision_any_more(t: Town) -> None:
    awa, petit, *_ = people(t)
    await awa.says("chose indistincte")
    await awa.presses("Enregistrer")
    await awa.says("/clore 0001 refus")
    await awa.presses("J’ai déjà répondu")
    await awa.says("Pièce manquante : la demande ne peut pas aboutir.")
    assert (row(t).state, row(t).waits) == ("to_qualify", True)
    await petit.says("voir 0001")
    asked = petit.card()
    await petit.presses("Annuler")
    assert (row(t).state, row(t).waits, row(t).awaiting) == ("cancelled", False, None)
    place = next(place for place, choice in enumerate(asked.body.choices) if choice.label.startswith("Refuser"))
    await t.hears("petit", text="", press=asked.references[place], about="m")
    assert "declined" not in kinds(t)


async def test_a_refusal_is_proposed_by_the_desk_and_decided_by_the_sg(t: Town) -> None:
    awa, petit, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/prendre 0001")
    await awa.says("/clore 0001 refus")
    await awa.presses("J’ai déjà répondu")
    await awa.says("Pièce manquante : la demande ne peut pas aboutir.")
    assert "j’ai demandé l’accord du secrétaire général" in awa.last
    assert (row(t).state, row(t).waits) == ("taken", True)
    await petit.says("voir 0001")
    await petit.presses("Accepter")
    assert (row(t).state, row(t).closing_reason, row(t).waits) == ("closed", "refus_motive", False)
    assert "granted" in kinds(t)


async def test_the_third_hold_asks_the_sg(t: Town) -> None:
    awa, petit, karim, *_ = people(t)
    await logged(t, awa)
    for _ in range(2):
        await karim.says("/attente 0001 météo 05/12")
        await karim.says("/reprendre 0001")
    await karim.says("/attente 0001 météo 05/12")
    assert "j’ai demandé l’accord" in karim.last
    assert (row(t).state, row(t).holds, row(t).waits) == ("taken", 2, True)
    await karim.says("/attente 0001 météo 06/12")
    assert "attend déjà l’accord" in karim.last
    await petit.says("voir 0001")
    await petit.presses("Refuser")
    assert (row(t).state, row(t).waits) == ("taken", False)
    await karim.says("/attente 0001 météo 05/12")
    await petit.says("voir 0001")
    await petit.presses("Accepter")
    assert (row(t).state, row(t).holds) == ("on_hold", 3)


async def test_an_elected_official_asks_for_a_reopening_and_never_does_it(t: Town) -> None:
    awa, petit, karim, *_ = people(t)
    paul = t.person("paul", "elu")
    await logged(t, awa)
    await karim.says("/traite 0001 rebouché")
    await awa.says("/clore 0001 fait")
    await awa.presses("Pas de retour demandé")
    await paul.says("/rouvrir 0001 revenu")
    assert "j’ai demandé l’accord" in paul.last
    assert row(t).state == "closed"
    await petit.says("voir 0001")
    await petit.presses("Accepter")
    assert (row(t).state, row(t).reopened) == ("taken", 1)
    assert HOLE not in paul.last  # an elected official reads where it stands, not the words


async def test_a_direction_may_ask_for_an_arbitration(t: Town) -> None:
    awa, _, karim, _, cora = people(t)
    dina = t.person("dina", "dgs", None)
    await logged(t, awa)
    await dina.says("/voir 0001")
    assert "Je ne trouve pas" in dina.last
    await karim.says("voir 0001")
    await karim.presses("Autres actions")
    await karim.presses("Demander un arbitrage")
    await karim.says("Le trou est sur une parcelle privée.")
    assert row(t).arbitration == "open"
    await cora.says("voir 0001")
    await cora.presses("Soumettre à la DGS")
    assert row(t).arbitration == "escalated"
    await dina.says("/mes")
    await dina.presses("MQ-26-0001")
    await dina.presses("Trancher")
    await dina.presses("Nature")
    await dina.says("La parcelle est un square municipal.")
    assert (row(t).arbitration, row(t).direction) == ("decided", "v_nature")
    await dina.says("/voir 0001")
    assert "Je ne trouve pas" in dina.last  # settled: it is not the DGS's any more


async def test_an_arbitration_unsettled_in_two_working_days_goes_to_the_dgs(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    t.person("dina", "dgs", None)
    await logged(t, awa)
    await t.passes(days=3)  # Thursday
    await karim.says("voir 0001")
    await karim.presses("Autres actions")
    await karim.presses("Demander un arbitrage")
    await karim.says("Le trou est sur une parcelle privée.")
    await t.passes(days=4)  # Monday: one working day
    assert row(t).arbitration == "open"
    await t.passes(days=2)
    assert row(t).arbitration == "escalated"
    assert kinds(t)[-1] == "escalate"


async def test_a_hold_wakes_on_its_day(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/attente 0001 météo 25/11")
    await t.passes(days=1)
    assert row(t).state == "on_hold"
    await t.passes(days=1)
    assert (row(t).state, row(t).wake_on) == ("taken", None)
    assert kinds(t)[-1] == "woken"


async def test_dates_that_cannot_be_are_refused_and_nothing_is_lost(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    for typed, why in (("hier", "déjà passée"), ("31/02", "Je ne trouve pas ce jour"), ("dans deux ans", "trop éloignée"),
                       ("bientôt", "Je n’ai pas compris")):
        await karim.says(f"/dater 0001 {typed}")
        assert why in karim.last or "Pour quel jour" in karim.last, typed
    assert row(t).state == "sent"
    await karim.says("/dater 0001 lundi prochain")
    assert "lundi 30 novembre 2026" in karim.last


async def test_a_reference_that_does_not_exist_and_one_of_others_are_answered_alike(t: Town) -> None:
    awa, *_ = people(t)
    lea = t.person("lea", "agent", "mq_plateau")
    await logged(t, awa)
    for reference in ("0001", "0999", "MQ-25-0001"):
        await lea.says(f"/clore {reference}")
        assert lea.last == "Je ne trouve pas cette demande parmi celles que vous pouvez ouvrir."


async def test_the_reply_comes_from_the_template_and_is_copied(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    await logged(t, awa)
    await karim.says("/traite 0001 trou rebouché")
    await awa.says("/clore 0001 fait")
    await awa.presses("Réponse type")
    assert "trou rebouché" in awa.last
    assert "{" not in awa.last
    await awa.presses("Copier et clore")
    assert row(t).state == "closed"
    assert row(t).final_reply_at is not None
    note: Any = t.rows(RequestNote)[-1]
    assert (note.kind, note.channel) == ("final", "guichet")
    assert "trou rebouché" in note.text


# --- danger ---

CABLE = "câble au sol avec des étincelles rue Pasteur"


async def test_the_telephone_comes_first_and_the_call_records_it(t: Town) -> None:
    awa, petit, *_ = people(t)
    await awa.says(CABLE)
    assert awa.last.startswith("⚠ D’abord le téléphone : 18 ou 112")
    await awa.presses("J’ai appelé")
    assert row(t).reference == "MQ-26-0001"
    assert row(t).called_at is not None
    assert "danger signalé" in petit.last
    assert kinds(t) == ["recorded", "danger"]


async def test_a_danger_nobody_phoned_about_is_said_after_fifteen_minutes_at_any_hour(t: Town) -> None:
    awa, petit, _, _, cora = people(t)
    await t.passes(hours=14)  # in the night
    await logged(t, awa, CABLE)
    assert "danger signalé" in petit.last
    assert cora.heard == []
    await t.passes(minutes=16)
    assert "personne n’a noté « J’ai appelé » depuis 15 minutes" in petit.last
    assert "personne n’a noté" in cora.last
    assert "avez-vous appelé" in awa.last
    heard = len(petit.heard)
    await t.passes(minutes=5)
    assert len(petit.heard) == heard  # said once
    await awa.says("/jai_appele 0001")
    assert row(t).called_at is not None


async def test_a_danger_left_as_a_draft_is_recorded_for_them(t: Town) -> None:
    awa, petit, *_ = people(t)
    await awa.says(CABLE)
    await t.passes(minutes=16)
    assert row(t).state == "to_qualify"
    assert "je l’ai enregistrée sous MQ-26-0001" in "\n".join(awa.heard)
    assert "MQ-26-0001" in petit.last


async def test_what_only_looked_like_a_danger_is_denied_before_anything_is_recorded(t: Town) -> None:
    awa, petit, *_ = people(t)
    await awa.says(CABLE)
    await awa.presses("Pas un danger")
    assert "⚠" not in awa.last
    await awa.presses("Enregistrer")
    assert row(t).danger is None
    assert petit.heard == []


async def test_lowering_a_danger_takes_the_right_role_and_a_written_reason(t: Town) -> None:
    awa, petit, *_ = people(t)
    await logged(t, awa)
    await awa.says("/danger 0001")
    assert "Danger déclaré" in awa.last
    await awa.says("/lever 0001 fausse alerte")
    assert "pas ouverte à votre fonction" in awa.last
    assert row(t).danger == "declared"
    await petit.says("/lever 0001")
    await petit.says("!!")
    assert row(t).danger == "declared"
    await petit.says("Vérifié sur place : le câble est hors tension.")
    assert row(t).danger is None
    assert kinds(t)[-1] == "lower"


# --- sensitive ---


async def test_reading_a_sensitive_request_is_noted_and_the_coordination_says_why(t: Town) -> None:
    awa, petit, _, _, cora = people(t)
    ben = t.person("ben")
    await logged(t, awa, "une dame âgée isolée a besoin d'aide à domicile")
    assert row(t).sensitive
    await ben.says("/voir 0001")
    assert "Je ne trouve pas" in ben.last
    await petit.says("/voir 0001")
    assert "isolée" in petit.last
    await cora.says("/voir 0001")
    assert "Pourquoi la lire" in cora.last
    await cora.says("Recours du département, à vérifier avec le CCAS.")
    assert "isolée" in cora.last
    assert kinds(t).count("read_sensitive") == 2
    await cora.says("/chercher isolée")
    assert "isolée" not in cora.last.replace("chercher isolée", "")


# --- a gradual roll-out ---


async def test_a_mairie_without_the_back_office_loop_keeps_its_requests_to_itself(t: Town) -> None:
    awa, _, karim, *_ = people(t)
    t.serves(rollout={"transmission": ("mq_plateau",), "reponses": (), "danger": ("mq_plateau",)})
    await logged(t, awa)
    assert row(t).state == "to_qualify"
    await karim.says("/voir 0001")
    assert "Je ne trouve pas" in karim.last
    await awa.says("/clore 0001 information")
    assert "Réponse type" not in awa.buttons
    await awa.presses("Pas de retour demandé")
    assert row(t).state == "closed"
    lea = t.person("lea", "agent", "mq_plateau")
    await lea.says(HOLE)
    await lea.presses("Enregistrer")
    assert "transmise" in lea.last
