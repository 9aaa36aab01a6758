"""A request's life between the mairie, the directions and the resident, scene by scene."""

from __future__ import annotations

from typing import Any

from storage.tables import Event, Request, RequestNote
from tests.scenes import Chat, Town

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
