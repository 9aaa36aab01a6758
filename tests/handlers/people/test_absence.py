"""Absences, who stands in, the pause, one's settings: the dates are repeated, the relay is told, nothing is silently wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Absence, Conversation, Event, Notice, Person
from tests.scenes import Chat, Town, town

DAYS = "du 1er au 5 décembre 2026"
HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def row(t: Town, name: str) -> Any:
    [found] = t.rows(Person, name=name)
    return found


def kept(t: Town) -> list[tuple[date, date, int | None, bool]]:
    return [(each.first_on, each.last_on, each.relay_id, each.ended_at is None) for each in t.rows(Absence)]  # type: ignore[attr-defined]


async def away(someone: Chat, days: str = "01/12 au 05/12", relay: str = "Mon équipe") -> None:
    await someone.says(f"/absence {days}")
    await someone.presses(relay)
    await someone.presses("Confirmer")


async def test_an_absence_is_repeated_its_relay_chosen_and_told(t: Town) -> None:
    awa, fatou = t.person("awa"), t.person("fatou", "assistante")
    t.person("bruno")
    for _ in range(9):
        await awa.says(HOLE)
        await awa.presses("Enregistrer")
    await awa.says("/absence 01/12 au 05/12")
    assert awa.last == f"Absence\nVotre absence : {DAYS}. 9 dossiers ouverts.\nQui prend le relais ?"
    assert [label for label, _ in awa.card().body.choices] == ["Mon équipe", "Fatou · assistante, Les Tanneurs", "Quelqu’un d’autre"]
    await awa.presses("Fatou")
    assert awa.last == (
        f"Absence\nVotre absence : {DAYS}. Relais : Fatou.\nVos sondages et messages sont suspendus jusqu’à votre retour, danger excepté."
    )
    assert kept(t) == []
    await awa.presses("Confirmer")
    assert awa.last == f"C’est noté : absence {DAYS}. Relais : Fatou."
    assert kept(t) == [(date(2026, 12, 1), date(2026, 12, 5), row(t, "Fatou").id, True)]
    [event] = [event for event in t.rows(Event) if event.kind == "absence_declared"]  # type: ignore[attr-defined]
    assert event.data["relay"] == row(t, "Fatou").id
    await t.passes(minutes=1)
    assert f"Awa s’absente {DAYS} et vous confie le relais." in fatou.last


async def test_anybody_of_the_mairie_who_is_there_may_be_chosen_by_a_tap_or_by_name(t: Town) -> None:
    awa, bruno = t.person("awa"), t.person("bruno")
    t.person("nadia", "mission")
    t.person("lea", "agent", "mq_plateau")
    t.person("paul", "elu")
    t.person("karim", "direction", None, "m_voirie")
    await away(bruno, "05/12 au 12/12")
    await awa.says("/absence 01/12 au 05/12")
    await awa.presses("Quelqu’un d’autre")
    assert awa.buttons == ["Nadia · chargé de mission, Les Tanneurs"]
    for name in ("Lea", "Paul", "Karim", "Bruno", "Awa"):
        await awa.says("/absence 01/12 au 05/12")
        await awa.presses("Quelqu’un d’autre")
        await awa.says(name)
        assert awa.last.startswith(f"Je ne trouve pas « {name} »")
    await awa.says("/absence 01/12 au 05/12")
    await awa.presses("Quelqu’un d’autre")
    await awa.says("nadia")
    await awa.presses("Confirmer")
    assert kept(t)[-1][2] == row(t, "Nadia").id
    assert t.rows(Conversation) == []


async def test_directions_and_functions_of_the_whole_town_have_relays_of_their_own(t: Town) -> None:
    karim, root = t.person("karim", "direction", None, "m_voirie"), t.person("root", "admin", None)
    t.person("lou", "direction", None, "m_voirie")
    t.person("max", "direction", None, "m_eau")
    t.person("sam", "admin", None)
    t.person("awa")
    theirs = ((karim, "Lou · référent de direction, Voirie et espaces publics"), (root, "Sam · administrateur, Ville de Valmière"))
    for chat, other in theirs:
        await chat.says("/absence 01/12 au 05/12")
        await chat.presses("Quelqu’un d’autre")
        assert chat.buttons == [other]


async def test_a_relay_who_becomes_absent_before_the_tap_is_refused(t: Town) -> None:
    awa, fatou = t.person("awa"), t.person("fatou", "assistante")
    await awa.says("/absence 01/12 au 05/12")
    await awa.presses("Fatou")
    await away(fatou, "05/12 au 06/12")
    await awa.presses("Confirmer")
    assert awa.last.startswith("Cette personne n’est plus là, ou s’absente ces jours-là.")
    assert len(kept(t)) == 1


@pytest.mark.parametrize(
    ("days", "heard"),
    [
        ("bientôt", "Je n’ai pas reconnu de date."),
        ("20/11/2026 au 30/11/2026", "Cette date ou cette heure est déjà passée."),
        ("01/12/2026 au 01/02/2028", "Cette date est trop éloignée"),
        ("01/12/2031 au 05/12/2031", "Cette date est trop éloignée"),
        ("30/11 au 01/12", "Vous avez déjà noté une absence du 1er au 5 décembre 2026."),
        ("05/12 au 09/12", "Vous avez déjà noté une absence"),
        ("02/12 au 03/12", "Vous avez déjà noté une absence"),
        ("30/11 au 31/12", "Vous avez déjà noté une absence"),
    ],
)
async def test_dates_that_cannot_be_are_refused_clearly(t: Town, days: str, heard: str) -> None:
    awa = t.person("awa")
    await away(awa)
    await awa.says(f"/absence {days}")
    assert awa.last.startswith(heard), awa.last
    assert len(kept(t)) == 1
    await away(awa, "06/12 au 07/12")
    assert len(kept(t)) == 2


async def test_an_overlap_is_seen_again_at_the_last_tap(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/absence 01/12 au 05/12")
    await awa.presses("Mon équipe")
    first = awa.card().references[0]
    await away(awa, "03/12 au 04/12")
    await t.hears("awa", press=first, about="m")
    assert awa.last.startswith("Vous avez déjà noté une absence")
    assert len(kept(t)) == 1


async def test_a_card_of_yesterday_declares_nothing_that_has_begun(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/absence aujourd’hui")
    await awa.presses("Mon équipe")
    await t.passes(days=1)
    await awa.presses("Confirmer")
    assert awa.last == "Une absence se note à partir d’aujourd’hui, mardi 24 novembre 2026."
    assert kept(t) == []


async def test_alone_the_command_asks_when_and_shows_what_is_known(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("absence")
    assert awa.last == "Quels jours ne serez-vous pas là ? Par exemple : du 1er au 5 décembre."
    await awa.says("du 01/12 au 05/12")
    await awa.presses("Mon équipe")
    await awa.presses("Confirmer")
    await awa.says("absence")
    assert awa.last.startswith(f"Mes absences\nAwa, {DAYS} : l’équipe\n")
    await awa.presses("Je ne m’absente plus")
    assert awa.last == f"C’est annulé : pas d’absence {DAYS}."
    await awa.says(HOLE)
    assert awa.last.startswith("Compris")  # no question waits any more


async def test_coming_back_early_ends_it_and_the_relay_is_told(t: Town) -> None:
    awa, fatou = t.person("awa"), t.person("fatou", "assistante")
    await away(awa, "23/11 au 27/11", "Fatou")
    await t.passes(minutes=1)
    assert "Awa s’absente" in fatou.last
    await t.passes(days=1, hours=7)
    await awa.says("/absence fin")
    assert awa.last == "Bon retour ! L’absence notée jusqu’au vendredi 27 novembre 2026 est terminée."
    assert [event.kind for event in t.rows(Event)] == ["absence_declared", "absence_ended"]  # type: ignore[attr-defined]
    await t.passes(days=1)
    assert "Awa est là : vous n’en êtes plus le relais." in fatou.last
    await awa.says("/absence fin")
    assert awa.last.startswith("Aucune absence notée")


async def test_a_relay_who_was_not_told_yet_hears_nothing_of_an_absence_called_off(t: Town) -> None:
    awa, fatou = t.person("awa"), t.person("fatou", "assistante")
    await away(awa, relay="Fatou")
    await awa.says("/absence fin")
    await t.passes(minutes=1)
    assert fatou.heard == []
    assert [notice.state for notice in t.rows(Notice)] == ["superseded"]  # type: ignore[attr-defined]


async def test_an_old_button_ends_no_other_absence(t: Town) -> None:
    awa = t.person("awa")
    await away(awa, "24/11 au 25/11")
    await awa.says("absence")
    old = awa.card().references[0]
    await away(awa, "01/12 au 05/12")
    await t.passes(days=3)
    await t.hears("awa", press=old, about="m")
    assert awa.last.startswith("Aucune absence notée de votre part, ou elle est déjà terminée.")
    assert all(each[3] for each in kept(t))


# --- who stands in ---


async def test_relais_shows_who_covers_whom_in_my_team_now_and_soon(t: Town) -> None:
    awa, bruno, fatou, petit = t.person("awa"), t.person("bruno"), t.person("fatou", "assistante"), t.person("petit", "sg")
    lea = t.person("lea", "agent", "mq_plateau")
    await petit.says("relais")
    assert petit.last == "Aucune absence dans votre équipe, ni aujourd’hui ni prochainement."
    await away(awa, "23/11 au 27/11", "Fatou")
    await away(bruno, "01/12 au 05/12")
    await away(lea, "23/11 au 27/11")
    await petit.says("relais")
    assert petit.last == (
        f"Qui prend le relais\nAwa, jusqu’au vendredi 27 novembre 2026 : Fatou\nBruno, {DAYS} : l’équipe"
    )
    await fatou.says("/absence 23/11 au 24/11")
    for label in ("Quelqu’un d’autre", "Petit", "Confirmer"):
        await fatou.presses(label)
    await petit.says("relais")
    assert "Awa, jusqu’au vendredi 27 novembre 2026 : Petit" in petit.last


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_has_their_settings_absence_pause_and_team(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await away(someone)
    assert len(kept(t)) == 1
    await someone.says("/relais")
    assert f"X, {DAYS} : l’équipe" in someone.last
    await someone.says("/pause jusqu’à lundi 9h")
    assert someone.last == "C’est noté : plus de message jusqu’au lundi 30 novembre 2026 à 9:00, danger excepté."
    await someone.says("/reglages")
    assert someone.last.splitlines()[:4] == [
        "Mes réglages",
        "Langue : Français",
        "Messages : en pause jusqu’au lundi 30 novembre 2026 à 9:00",
        f"Absence : {DAYS}",
    ]


# --- the pause ---


async def test_a_pause_is_repeated_ended_and_asked_about(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("pause")
    assert awa.last.startswith("Plus de message jusqu’à quand ?")
    await awa.says("lundi 9h")
    assert row(t, "Awa").quiet_until == datetime(2026, 11, 30, 8, tzinfo=UTC)
    await awa.says("pause")
    assert awa.last.startswith("Vos messages sont en pause jusqu’au lundi 30 novembre 2026 à 9:00.")
    await awa.presses("Reprendre")
    assert awa.last == "La pause est finie : vos messages reprennent."
    assert row(t, "Awa").quiet_until is None
    await awa.says(HOLE)
    assert awa.last.startswith("Compris")  # no question waits any more
    await awa.says("/pause jusqu’à mardi")
    assert awa.last == "C’est noté : plus de message jusqu’au mardi 24 novembre 2026 à 8:15, danger excepté."
    await awa.says("/pause fin")
    assert row(t, "Awa").quiet_until is None


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("un moment", "Je n’ai pas reconnu de moment."),
        ("jusqu’à 23/11/2026 7h", "Cette date ou cette heure est déjà passée."),
        ("jusqu’au 01/12/2030", "Cette date est trop éloignée"),
    ],
)
async def test_a_moment_that_cannot_be_is_refused_clearly(t: Town, words: str, heard: str) -> None:
    awa = t.person("awa")
    await awa.says(f"/pause {words}")
    assert awa.last.startswith(heard)
    assert row(t, "Awa").quiet_until is None


async def test_settings_lead_to_each_choice(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("reglages")
    assert awa.last.splitlines()[2:4] == ["Messages : aux heures d’ouverture, hors danger", "Absence : aucune prévue"]
    await awa.presses("Absence")
    assert awa.last.startswith("Quels jours ne serez-vous pas là ?")
    await awa.presses("Pause")
    assert awa.last.startswith("Plus de message jusqu’à quand ?")
    await awa.presses("Langue")
    await awa.presses("English")
    await awa.says("settings")
    assert awa.last.startswith("My settings\nLanguage: English\n")
