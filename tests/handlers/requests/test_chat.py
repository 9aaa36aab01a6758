"""Logging a request: what each kind of message becomes, what is stored of it, and how it is taken back."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from handlers.people.permissions import ROLES
from handlers.people.rules import LOGGERS, OF_A_MAIRIE
from storage.tables import Event, File, Request, RequestPhoto
from tests.scenes import Town, town

HOLE = "gros trou devant l'école rue des Lilas"
LAMP = "un lampadaire ne marche plus rue Pasteur"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def photo(seed: int = 0, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (seed * 37 % 256, seed * 11 % 256, seed % 256)).save(out, "JPEG")
    return out.getvalue()


def only(t: Town) -> Any:
    [request] = t.rows(Request)
    return request


# --- the sentence and the card ---


async def test_the_card_says_service_direction_competence_delay_channel_mairie_and_why(t: Town) -> None:
    awa, _karim = t.person("awa"), t.person("karim", "direction", None, "m_voirie")
    await awa.says(HOLE)
    title, where, why, next_one, question, place, *_ = awa.last.splitlines()
    assert title == "Compris : Nid-de-poule, chaussée dégradée · probable"
    assert where == "Métropole › Voirie et espaces publics · première réponse sous 2 jours ouvrés · Guichet · Les Tanneurs"
    assert why.startswith(("Pourquoi : « trou »", "Pourquoi : « gros trou »"))  # the second with the layer of meanings
    assert next_one in (
        "Moins probable : Affaissement, cavité, effondrement de chaussée, pour « gros »",
        "Moins probable : Sécurité des abords d'école, passage, pour « école »",  # with the layer of meanings
    )
    assert question == "Pour départager : Le sol s'enfonce-t-il ou sonne-t-il creux ?"
    assert place == "Lieu : rue des Lilas (quartier Les Cèdres)"
    labels = [label for label, _ in awa.card().body.choices]
    assert labels[0] == "✓ Enregistrer"
    assert {"Oui : Affaissement", "Autre service", "Lieu", "Canal", "Pour Les Cèdres", "Effacer"} < set(labels)
    assert len(labels) == 8


async def test_one_tap_records_it_with_its_history(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    assert awa.last.startswith("MQ-26-0001 · Nid-de-poule")
    assert len(awa.heard) == 1  # the card was edited, not stacked
    row = only(t)
    assert (row.reference, row.state, row.service) == ("MQ-26-0001", "sent", "voirie.nid_de_poule")
    assert (row.direction, row.competence) == ("m_voirie", "metropole")
    assert (row.text, row.channel, row.mairie, row.quarter, row.author_role) == (HOLE, "guichet", "mq_tanneurs", "mq_cedres", "agent")
    event: Any = t.rows(Event)[0]
    assert len(t.rows(Event)) == 1
    assert (event.kind, event.actor_role, event.data) == (
        "recorded", "agent", {"to": "sent", "service": "voirie.nid_de_poule", "rank": 1}
    )


async def test_references_follow_each_other_and_the_year(t: Town) -> None:
    awa = t.person("awa")
    for _ in range(3):
        await awa.says(HOLE)
        await awa.presses("Enregistrer")
    await t.passes(days=39)  # 1 January 2027
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    assert sorted(row.reference for row in t.rows(Request)) == ["MQ-26-0001", "MQ-26-0002", "MQ-26-0003", "MQ-27-0001"]  # type: ignore[attr-defined]


async def test_pressing_twice_records_once(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    message, card = next(iter(awa.messages.items()))
    await asyncio.gather(*(t.hears("awa", press=card.references[0], about=message) for _ in range(5)))
    assert only(t).reference == "MQ-26-0001"
    assert len(t.rows(Event)) == 1
    assert any("C’est déjà" in heard for heard in awa.heard)


async def test_an_unsure_guess_is_asked_and_may_be_qualified_later(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("une demande pas claire du tout")
    assert "Je ne sais pas. Est-ce l’un de ceux-ci ?" in awa.last
    assert "Enregistrer, qualifier plus tard" in awa.buttons
    await awa.presses("Enregistrer, qualifier plus tard")
    row = only(t)
    assert (row.state, row.service, row.reference) == ("to_qualify", None, "MQ-26-0001")


async def test_a_service_that_is_not_ours_is_not_sent_anywhere(t: Town) -> None:
    """Competence of an operator or a private person: recorded for the mairie to answer, not handed over."""
    town_ = t.app.hall.town
    foreign = next(s for s in town_.services.values() if not town_.competences[s.competence].can_be_sent)
    awa = t.person("awa")
    await awa.says(HOLE)
    row = only(t)
    from storage.tables import table

    with t.database.transaction() as connection:
        proposal = [{"service": foreign.id, "probability": 0.9, "words": [], "nearest": ""}, *row.proposal[1:]]
        connection.execute(table(Request).update().values(service=foreign.id, proposal=proposal))
    await awa.presses("Enregistrer")
    assert (only(t).service, only(t).state) == (foreign.id, "to_qualify")


@pytest.mark.parametrize("role", ROLES)
async def test_who_may_log(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says(HOLE)
    if role in LOGGERS:
        assert "Nid-de-poule" in someone.last
    else:
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert len(t.rows(Request)) == (role in LOGGERS)


@pytest.mark.parametrize("role", ["coordination", "cabinet", "direction"])
async def test_somebody_of_the_whole_town_is_asked_which_mairie_when_the_place_does_not_say(t: Town, role: str) -> None:
    someone = t.person("x", role, None, "m_voirie" if role == "direction" else None)
    await someone.says("un lampadaire ne marche plus")
    assert "mairie à préciser" in someone.last
    await someone.presses("Enregistrer")
    assert someone.last == "Pour quelle mairie de quartier ?"
    await someone.presses("Le Plateau")
    assert someone.last.startswith("MQ-26-0001")
    assert (only(t).mairie, only(t).state) == ("mq_plateau", "sent")


async def test_the_street_says_the_mairie_of_somebody_of_the_whole_town(t: Town) -> None:
    someone = t.person("x", "coordination", None)
    await someone.says(LAMP)
    await someone.presses("Enregistrer")
    assert only(t).mairie == "mq_centre"


async def test_a_street_of_two_quarters_is_not_guessed(t: Town) -> None:
    someone = t.person("x", "coordination", None)
    await someone.says("un lampadaire ne marche plus rue de Lyon")
    assert only(t).place == "rue de Lyon"
    assert (only(t).quarter, only(t).mairie) == (None, "")


async def test_a_danger_says_the_phone_first(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("câble au sol qui fait des étincelles rue Pasteur")
    assert "⚠ D’abord le téléphone :" in awa.last
    assert awa.last.splitlines()[0].startswith("⚠")
    assert "18 ou 112" in awa.last


async def test_the_demo_sentence_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        awa = t.person("awa")
        await awa.says(HOLE)
        assert awa.last.startswith("Understood: Nid-de-poule")
        await awa.presses("Record")
        assert awa.last.startswith("MQ-26-0001 · ")
        await awa.says("undo")
        assert "MQ-26-0001" in awa.last
        assert only(t).state == "cancelled"


# --- personal data ---

SECRETS = ["06 12 34 56 78", "jean.dupont@exemple.fr", "FR76 3000 6000 0112 3456 7890 189", "AB-123-CD", "Dupont"]


async def test_personal_data_is_masked_before_it_is_stored_anywhere(t: Town, tmp_path: Path) -> None:
    awa = t.person("awa")
    await awa.says(f"Mme Dupont ({SECRETS[0]}, {SECRETS[1]}) a un gros trou devant chez elle, sa voiture AB-123-CD, RIB {SECRETS[2]}")
    assert "Retiré du texte :" in awa.last
    await awa.presses("Enregistrer")
    assert "[téléphone masqué]" in only(t).text
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("relais.db*"))
    for secret in SECRETS:
        assert secret not in only(t).text
        assert secret.encode() not in everything, secret


async def test_personal_data_is_masked_in_a_correction_a_place_and_a_meeting_too(t: Town, tmp_path: Path) -> None:
    petit = t.person("petit", "sg")
    message = await t.hears("petit", text=HOLE)
    await t.hears("petit", text=f"{HOLE}, appeler le {SECRETS[0]}", edits=message)
    await petit.presses("Lieu")
    await petit.says(f"chez Mme Dupont, {SECRETS[0]}, 3 rue Pasteur")
    await petit.says(f"/reunion lampadaire en panne, voir {SECRETS[1]}\nbanc cassé devant chez Mme Dupont")
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("relais.db*"))
    for secret in (SECRETS[0], SECRETS[1], "Dupont"):
        assert secret.encode() not in everything, secret


# --- bad input: a polite answer or silence, never a wrong request ---


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("x" * 10_000, "C’est un peu long pour moi"),
        ("trou " * 400, "C’est un peu long pour moi"),
        ("🙂🙂🙂", "Écrivez ce que l’on vous demande"),
        ("🕳" * 2_000, "C’est un peu long"),
        ("\u202e\u202d\u200f", "Écrivez ce que l’on vous demande"),
        ("?!", "Écrivez ce que l’on vous demande"),
        ("12", "Écrivez ce que l’on vous demande"),
        ("merci", "Avec plaisir"),
        ("\u0000\u0001", "Écrivez ce que l’on vous demande"),
    ],
)
async def test_what_is_no_request_gets_a_polite_answer(t: Town, text: str, heard: str) -> None:
    awa = t.person("awa")
    await awa.says(text)
    assert awa.last.startswith(heard)
    assert t.rows(Request) == []


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_an_empty_message_makes_no_request(t: Town, text: str) -> None:
    awa = t.person("awa")
    await awa.says(text)
    assert t.rows(Request) == []


@pytest.mark.parametrize("kind", ["voice", "video", "sticker", "document", "too_large", "contact", "poll", "something new"])
async def test_what_we_cannot_read_is_said_politely(t: Town, kind: str) -> None:
    awa = t.person("awa")
    await t.hears("awa", unsupported=kind)
    assert awa.last
    assert "Écri" in awa.last or "écri" in awa.last or "phrase" in awa.last
    assert t.rows(Request) == []


async def test_a_caption_under_what_we_cannot_read_is_not_taken_without_it(t: Town) -> None:
    """A 60 MB video with words: the words alone may be half of what was meant; the person is told and writes them again."""
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, unsupported="too_large")
    assert awa.last.startswith("Ce fichier est trop lourd pour moi.")
    assert t.rows(Request) == []


async def test_a_forwarded_message_is_not_logged_as_it_is(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, forwarded=True)
    assert awa.last.startswith("Message transféré : dites-le avec vos mots")
    assert t.rows(Request) == []


async def test_direction_marks_and_markup_are_stored_as_written_and_shown_harmless(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("gros trou \u202erue\u202c <b>des</b> Lilas { $text } @room https://x.example/")
    assert awa.last.startswith("Compris")
    await awa.presses("Enregistrer")
    assert "\u202e" not in awa.last
    assert "{ $text }" in awa.last
    assert "<b>des</b>" in awa.last


async def test_a_long_but_fair_sentence_is_logged(t: Town) -> None:
    awa = t.person("awa")
    await awa.says((HOLE + ", ") * 30)
    assert "Nid-de-poule" in awa.last
    assert len(only(t).text) > 1_100


@pytest.mark.parametrize("text", ["trou béant à l’angle 路口", "حفرة كبيرة في الشارع", "nid de poule 🕳️ rue Pasteur"])
async def test_other_alphabets_and_emoji_within_a_sentence_are_kept(t: Town, text: str) -> None:
    awa = t.person("awa")
    await awa.says(text)
    assert only(t).text == text


# --- photos and pins ---


async def test_a_photo_with_words_is_one_request(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, photos=[photo()])
    assert "1 photo" in awa.last
    assert len(t.rows(RequestPhoto)) == 1
    assert only(t).text == HOLE


async def test_forty_photos_at_once_make_one_request_keep_ten_and_are_thanked_little(t: Town) -> None:
    awa = t.person("awa")
    assert t.platform.store is not None
    from bot.platforms import RawUpdate

    updates = []
    for number in range(40):
        ref = f"file{number}"
        t.platform.files[ref] = photo(number, (40 + number, 30))
        data = {"id": f"album{number}", "kind": "message", "chat": "awa", "sender": "awa", "private": True,
                "text": HOLE if number == 0 else "", "sender_name": "Awa", "message": f"a{number}", "files": [[ref, "image/jpeg", 100, ""]]}
        updates.append(RawUpdate(f"album{number}", data))
    await t.platform.store(updates)
    await t.app.settle()
    assert len(t.rows(Request)) == 1
    assert len(t.rows(RequestPhoto)) == 10
    assert len(awa.heard) <= 4, awa.heard
    assert any("J’en garde 10 par demande" in heard for heard in awa.heard)


async def test_forty_photos_without_a_word_are_asked_about_once(t: Town) -> None:
    awa = t.person("awa")
    for number in range(12):
        await t.hears("awa", photos=[photo(number, (40 + number, 30))])
    assert len(t.rows(Request)) == 1
    assert sum(heard.startswith("Bien reçu. Dites en une phrase") for heard in awa.heard) <= 3
    await awa.says(HOLE)
    assert awa.last.startswith("Compris : Nid-de-poule")
    assert "10 photos" in awa.last
    await awa.presses("Enregistrer")
    assert only(t).reference == "MQ-26-0001"


async def test_a_photo_alone_then_a_courtesy_then_words(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", photos=[photo()])
    assert awa.last.startswith("Bien reçu. Dites en une phrase de quoi il s’agit.")
    await awa.says("merci")
    assert awa.last.startswith("Bien reçu. Dites en une phrase")
    await awa.says(HOLE)
    assert "1 photo" in awa.last
    assert only(t).text == HOLE


async def test_a_photo_just_after_belongs_to_the_request_just_logged(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await t.hears("awa", photos=[photo()])
    assert awa.last == "Photo ajoutée à MQ-26-0001."
    await awa.says("voir 1")
    assert len(awa.messages[list(awa.messages)[-1]].body.attachments) == 1


async def test_a_photo_long_after_is_another_matter(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await t.passes(minutes=11)
    await t.hears("awa", photos=[photo()])
    assert awa.last.startswith("Bien reçu. Dites en une phrase")


async def test_a_colleagues_photo_does_not_land_on_my_request(t: Town) -> None:
    awa = t.person("awa")
    t.person("karim")
    await awa.says(HOLE)
    await t.hears("karim", photos=[photo()])
    assert len(t.rows(Request)) == 2


async def test_the_same_photo_twice_is_kept_once(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, photos=[photo(), photo()])
    assert awa.last
    assert len(t.rows(RequestPhoto)) == 1
    assert len(t.rows(File)) == 1


async def test_a_file_that_is_no_photo_is_said_and_its_words_are_not_lost_on_us(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text="", photos=[b"%PDF-1.7 not a photo"])
    assert awa.last.startswith("Je n’ai pas pu ouvrir ce fichier.")
    assert t.rows(Request) == []
    assert t.rows(File) == []


async def test_a_pin_outside_the_town_has_no_quarter(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("un lampadaire ne marche plus")
    await t.hears("awa", location=(48.85, 2.35))
    assert (only(t).quarter, only(t).lat, only(t).lon, only(t).mairie) == (None, 48.85, 2.35, "mq_tanneurs")


async def test_a_pin_for_a_sensitive_subject_keeps_the_quarter_and_not_the_point(t: Town) -> None:
    sensitive = next(s for s in t.app.hall.town.services.values() if s.sensitive)
    someone = t.person("awa")
    await someone.says(HOLE)
    from storage.tables import table

    with t.database.transaction() as connection:
        connection.execute(table(Request).update().values(service=sensitive.id))
    await someone.presses("Lieu")
    await t.hears("awa", location=(46.0813, 4.3288))
    assert (only(t).quarter, only(t).lat, only(t).lon) == ("mq_cedres", None, None)


# --- drafts, taking back, editing ---


async def test_a_draft_survives_a_restart_with_its_buttons(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await t.restarts()
    await awa.presses("Enregistrer")
    assert awa.last.startswith("MQ-26-0001")


async def test_a_question_survives_a_restart(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("un lampadaire ne marche plus")
    await awa.presses("Lieu")
    await t.restarts()
    await awa.says("devant le 3 rue Pasteur")
    assert "Lieu : devant le 3 rue Pasteur" in awa.last
    assert len(t.rows(Request)) == 1


async def test_a_draft_expires_after_a_day_with_its_photos(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, photos=[photo()])
    await t.passes(hours=23, minutes=50)
    assert len(t.rows(Request)) == 1
    await t.passes(minutes=20)
    assert t.rows(Request) == []
    assert t.rows(RequestPhoto) == []
    await awa.presses("Enregistrer")
    assert awa.last.startswith("Ce brouillon n’existe plus.")
    await t.passes(hours=2)
    assert t.rows(File) == []


async def test_a_record_never_expires(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text=HOLE, photos=[photo()])
    await awa.presses("Enregistrer")
    await t.passes(days=400)
    assert only(t).reference == "MQ-26-0001"
    assert len(t.rows(File)) == 1


async def test_a_record_is_taken_back_within_ten_minutes(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await t.passes(minutes=9, seconds=50)
    await awa.presses("Annuler")
    assert "MQ-26-0001 est annulée" in awa.last
    assert only(t).state == "cancelled"
    assert [event.kind for event in t.rows(Event)] == ["recorded", "cancel"]  # type: ignore[attr-defined]


async def test_undo_reaches_ten_minutes_back_and_cancelling_a_day(t: Town) -> None:
    """An entry error is cancelled within 24 hours, by its author or the secrétaire général (domain.md §2.2)."""
    awa, petit, lea = t.person("awa"), t.person("petit", "sg"), t.person("lea")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await t.passes(minutes=10, seconds=10)
    await awa.says("/annuler")
    assert awa.last.startswith("Rien à annuler")
    await lea.says("/voir 0001")
    assert "Annuler" not in lea.buttons
    await t.passes(hours=23)
    await petit.says("/voir 0001")
    await petit.presses("Autres actions")
    await t.passes(hours=1)
    await petit.presses("Annuler")
    assert "MQ-26-0001 : déjà fait ou plus possible" in petit.last
    assert only(t).state == "sent"


async def test_undo_takes_back_my_last_one_and_nobody_elses(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await karim.says("/annuler")
    assert karim.last.startswith("Rien à annuler")
    assert only(t).state == "sent"
    await awa.says(LAMP)
    await awa.says("annuler")
    assert awa.last == "Effacé. Rien n’est enregistré."
    await awa.says("annuler")
    assert "MQ-26-0001 est annulée" in awa.last
    await awa.says("annuler")
    assert awa.last.startswith("Rien à annuler")


async def test_a_correction_does_not_reopen_the_ten_minutes(t: Town) -> None:
    """Touching a record an hour later must not make /annuler wipe it."""
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    await t.passes(hours=1)
    await awa.says("corriger 1")
    await awa.presses("Canal")
    await awa.presses("Téléphone")
    await awa.says("annuler")
    assert "annulée" not in awa.last
    assert only(t).state == "sent"


async def test_editing_the_message_rewords_a_fresh_record_and_not_an_old_one(t: Town) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text=HOLE)
    await awa.presses("Enregistrer")
    await t.hears("awa", text="gros trou devant la crèche rue des Lilas", edits=message)
    assert awa.last == "MQ-26-0001 dit maintenant : « gros trou devant la crèche rue des Lilas »"
    assert (only(t).text, only(t).service) == ("gros trou devant la crèche rue des Lilas", "voirie.nid_de_poule")
    await t.passes(minutes=11)
    await t.hears("awa", text="petit trou", edits=message)
    assert awa.last.startswith("MQ-26-0001 est déjà enregistrée : votre message corrigé ne la change plus.")
    assert only(t).text == "gros trou devant la crèche rue des Lilas"


async def test_an_edit_that_changes_nothing_says_nothing(t: Town) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text=HOLE)
    before = list(awa.heard)
    await t.hears("awa", text=HOLE, edits=message)
    await t.hears("awa", text="🙂", edits=message)
    await t.hears("awa", text="", edits=message)
    await t.hears("awa", text="ce message n'a fait aucune demande", edits="m999")
    assert awa.heard == before


async def test_an_edit_longer_than_a_request_may_be_is_not_taken(t: Town) -> None:
    awa = t.person("awa")
    message = await t.hears("awa", text=HOLE)
    await t.hears("awa", text="trou " * 2_000, edits=message)
    assert only(t).text == HOLE
    assert awa.heard


async def test_somebody_elses_message_edits_nothing_of_mine(t: Town) -> None:
    awa = t.person("awa")
    t.person("karim")
    message = await t.hears("awa", text=HOLE)
    await t.hears("karim", text="autre chose entièrement", edits=message)
    assert only(t).text == HOLE
    assert len(awa.heard) == 1


# --- buttons of others, old buttons ---


async def test_a_button_copied_by_somebody_else_does_nothing(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    await awa.says(HOLE)
    await t.hears("karim", press=awa.card().references[0], about="m1")
    assert karim.last.startswith("Ce bouton n’est plus valable.")
    assert only(t).state == "draft"


async def test_a_stale_button_is_answered_politely(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    old = awa.card().references[0]
    await awa.presses("Canal")
    await t.hears("awa", press=old, about="x")
    assert awa.last.startswith("C’est déjà fait : ce message a changé entre-temps.")
    assert only(t).state == "draft"


async def test_a_button_outlives_the_role_but_not_the_right(t: Town) -> None:
    """The right is checked at the press, not when the button was shown."""
    awa = t.person("awa")
    await awa.says(HOLE)
    from storage.tables import Person, table

    with t.database.transaction() as connection:
        connection.execute(table(Person).update().values(role="admin", mairie=None))
    await awa.presses("Enregistrer")
    assert awa.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert only(t).state == "draft"


@pytest.mark.parametrize("press", ["", "x", "A" * 26, "é" * 26, "A" * 1_000, "AAAAAAAAAAAAAAAAAAAAAAAAA="])
async def test_a_made_up_button_does_nothing(t: Town, press: str) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await t.hears("awa", press=press, kind="press", about="x")
    assert awa.last.startswith("Ce bouton n’est plus valable.")
    assert only(t).state == "draft"


async def test_a_number_answers_the_last_card_for_ten_minutes(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await t.passes(minutes=11)
    await awa.says("1")
    assert only(t).state == "draft"
    await awa.says(LAMP)
    await awa.says("1")
    assert [row.state for row in sorted(t.rows(Request))] == ["draft", "sent"]  # type: ignore[attr-defined, type-var]


async def test_a_reference_looks_like_the_one_of_the_issue(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    assert re.fullmatch(r"MQ-\d\d-\d{4}", only(t).reference)
