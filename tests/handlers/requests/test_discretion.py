"""When a text holds more about somebody than a request needs: what the card says, and what may be done about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import Undeliverable
from handlers.messages import CARD_BUTTONS
from storage.tables import Event, Outbox, Request
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
HELD = f"{HOLE}, appeler le 06 12 34 56 78"
SAD = "la dame du 3e, diabétique, signale un gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, can_erase=True) as place:
        yield place


def only(t: Town) -> Any:
    [request] = t.rows(Request)
    return request


def labels(somebody: Chat) -> list[str]:
    return [label for label, _ in somebody.card().body.choices]


# --- what the card says ---


async def test_the_card_says_what_was_taken_out_and_goes_on_saying_it(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    line = "Retiré du texte : un numéro de téléphone. Gardez le contact dans l’outil officiel."
    assert line in awa.last.splitlines()
    await awa.presses("Lieu")
    await awa.says("3 rue Pasteur")
    assert line in awa.last.splitlines()


async def test_a_plain_sentence_offers_nothing_about_personal_data(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    assert not {"Retirer ces mots", "Noter la référence", "Effacer mon message"} & set(labels(awa))
    assert "Retiré" not in awa.last
    assert "nécessaire" not in awa.last


@pytest.mark.parametrize("text", [HELD, SAD, f"{SAD}, appeler le 06 12 34 56 78", "appeler Mme Durand, diabétique, pas claire du tout"])
async def test_a_card_never_has_more_than_eight_buttons_and_can_always_be_recorded(t: Town, text: str) -> None:
    awa = t.person("awa")
    await awa.says(text)
    assert len(labels(awa)) <= CARD_BUTTONS
    assert "Autre service" in labels(awa)
    assert any("Enregistrer" in label for label in labels(awa))
    assert any(act.startswith("requests.record:") and "/" in act for _, act in awa.card().body.choices), "no other service to tap"


async def test_what_is_written_in_place_of_a_datum_does_not_change_where_the_request_goes(t: Town) -> None:
    """« téléphone masqué » once made a hole in the road a matter of telephone lines."""
    awa = t.person("awa")
    await awa.says("gros trou rue des Lilas, rappeler Mme Durand au 06 12 34 56 78")
    assert awa.last.startswith("Compris : Nid-de-poule")


# --- words that may not be needed ---


async def test_a_subject_the_town_names_is_asked_about_once_and_taken_out_by_one_press(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(SAD)
    assert "Ce texte parle de santé : est-ce nécessaire ?" in awa.last.splitlines()
    await awa.presses("Retirer ces mots")
    assert len(awa.heard) == 1
    assert "est-ce nécessaire" not in awa.last
    assert "Retirer ces mots" not in labels(awa)
    assert only(t).text == SAD.replace("diabétique", "[santé]")
    assert "diabetique" not in only(t).search
    await awa.presses("Enregistrer")
    assert only(t).reference == "MQ-26-0001"


async def test_what_is_needed_may_be_recorded_as_it_is(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(SAD)
    await awa.presses("Enregistrer")
    assert only(t).text == SAD


async def test_only_its_author_softens_a_draft(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    await awa.says(SAD)
    card = awa.card()
    press = card.references[labels(awa).index("Retirer ces mots")]
    await t.hears("karim", press=press)
    assert only(t).text == SAD
    assert karim.heard == ["Ce bouton n’est plus valable. Tapez « mes » pour retrouver vos demandes."]


async def test_softening_speaks_english_too(tmp_path: Path) -> None:
    async with town(tmp_path, language="en", can_erase=True) as t:
        awa = t.person("awa")
        await awa.says(f"{SAD}, appeler le 06 12 34 56 78")
        assert "This text speaks of santé: is it needed?" in awa.last
        await awa.presses("Take these words out")
        await awa.presses("Note the reference")
        await awa.says("GRC-1")
        assert "Official tool: GRC-1" in awa.last
        await awa.presses("Erase my message")
        assert "Your message is erased from this conversation." in "\n".join(awa.heard)


# --- the reference of the official tool ---


async def test_the_reference_of_the_official_tool_is_noted_instead_of_the_contact(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    await awa.presses("Noter la référence")
    assert awa.last == "Quelle est sa référence dans l’outil officiel ? Par exemple : GRC-2026-114."
    await awa.says(" GRC-2026/114 ")
    assert only(t).external_reference == "GRC-2026/114"
    assert "Outil officiel : GRC-2026/114" in awa.last.splitlines()
    assert "Noter la référence" not in labels(awa)
    await awa.presses("Enregistrer")
    assert only(t).external_reference == "GRC-2026/114"
    assert "Outil officiel : GRC-2026/114" in awa.last.splitlines()


@pytest.mark.parametrize(
    "written",
    ["06 12 34 56 78", "06-12-34-56-78", "0612345678", "AB-123-CD", "Durand", "MmeDurand", "é1", "1" * 41, "GRC 1 ; 2", "1_2"],
)
async def test_what_is_no_reference_or_holds_personal_data_is_refused_and_kept_nowhere(t: Town, tmp_path: Path, written: str) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    await awa.presses("Noter la référence")
    await awa.says(written)
    assert awa.last.startswith("Ce n’est pas une référence")
    assert only(t).external_reference is None
    await awa.says("un lampadaire ne marche plus rue Pasteur")  # the next sentence is a sentence again
    assert awa.last.startswith("Compris : ")
    if len(written) > 6:
        assert written.encode() not in b"".join(path.read_bytes() for path in tmp_path.rglob("relais.db*"))


async def test_a_recorded_request_takes_its_reference_by_correcting_it(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await awa.presses("Corriger")
    await awa.presses("Noter la référence")
    await awa.says("2026-000123")
    assert only(t).external_reference == "2026-000123"
    await awa.says("voir MQ-26-0001")
    assert "Outil officiel : 2026-000123" in awa.last.splitlines()
    events: list[Any] = t.rows(Event)
    assert [event.kind for event in events] == ["recorded", "corrected"]
    assert events[-1].data["what"] == "external_reference"
    assert "2026-000123" not in str(events), "the log forgets nothing, so the number is not for it"


async def test_a_sentence_said_after_the_draft_is_gone_is_no_reference(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    await awa.presses("Noter la référence")
    request: Any = only(t)
    await awa.presses("Effacer")
    await awa.says(HOLE)
    assert [row.state for row in t.rows(Request) if row.id != request.id] == ["draft"]  # type: ignore[attr-defined]


# --- the person's own message ---


async def test_the_message_that_held_the_data_is_erased_by_one_press(t: Town) -> None:
    awa = t.person("awa")
    said = await t.hears("awa", text=HELD)
    await awa.presses("Effacer mon message")
    assert awa.erased == [said]
    assert "Votre message est effacé de cette conversation." in awa.last.splitlines()
    assert "Effacer mon message" not in labels(awa)
    assert len(awa.heard) == 1
    await awa.presses("Enregistrer")
    assert (only(t).reference, only(t).text) == ("MQ-26-0001", f"{HOLE}, appeler le [téléphone masqué]")


async def test_it_is_said_to_be_erased_only_after_it_was(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    t.platform.failing.append(Undeliverable("away"))
    await awa.presses("Effacer mon message")
    assert (awa.erased, "est effacé" in awa.last) == ([], False)
    t.clock.time += timedelta(minutes=1)
    for sender in t.app._senders.values():
        sender.look()
    await t.app.settle()
    assert (len(awa.erased), "est effacé" in awa.last) == (1, True)


async def test_a_message_the_network_keeps_is_said_to_be_still_there(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HELD)
    t.platform.failing.append(Undeliverable("message can't be deleted", permanent=True))
    await awa.presses("Effacer mon message")
    assert awa.erased == []
    assert awa.heard[-1] == (
        "Finalement non, votre message est resté : la messagerie ne me laisse plus l’effacer. Vous pouvez le faire vous-même."
    )
    assert {row.state for row in t.rows(Outbox)} == {"sent"}  # type: ignore[attr-defined]


async def test_the_caption_of_a_photo_sent_alone_is_erased_too(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", location=(46.0558, 4.3412))
    said = await t.hears("awa", text=HELD)
    await awa.presses("Effacer mon message")
    assert awa.erased == [said]


async def test_a_corrected_message_is_the_one_erased(t: Town) -> None:
    awa = t.person("awa")
    said = await t.hears("awa", text=HOLE)
    await t.hears("awa", text=HELD, edits=said)
    await awa.presses("Effacer mon message")
    assert awa.erased == [said]


async def test_where_the_bot_cannot_erase_it_does_not_offer_to(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        awa = t.person("awa")
        await awa.says(HELD)
        assert "Noter la référence" in labels(awa)
        assert "Effacer mon message" not in labels(awa)
