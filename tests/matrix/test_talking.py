"""People and the bot talk in encrypted rooms, through an independent client that gives no keys to unsigned devices."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from bot.platforms import Undeliverable
from handlers.messages import Attachment, Choice, Location, Rendered
from tests.matrix.conftest import NewPerson
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person
from tests.matrix.station import Station

YES_NO = (Choice("Oui", "a"), Choice("Non", "b"))


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(made, "JPEG")
    return made.getvalue()


async def test_a_person_whose_phone_is_strict_is_heard_and_answered(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    asked = await awa.writes(room, "gros trou devant l'école rue des Lilas")
    got = await station.hears_text("gros trou")
    assert (got.kind, got.chat.id, got.sender.id, got.private, got.message) == ("message", room, awa.id, True, asked)
    await station.says(room, "Voirie <urgent> ?", title="Compris", choices=YES_NO, key="k1")
    answer = await awa.hears(room, "Voirie")
    assert answer["body"] == "Compris\nVoirie <urgent> ?\n\n1 Oui · 2 Non"
    assert answer["html"] == "<b>Compris</b><br>Voirie &lt;urgent&gt; ?<br><br>1 Oui · 2 Non"
    assert (answer["msgtype"], answer["encrypted"], answer["shield"]) == ("m.notice", True, 0)
    assert answer["content"]["m.mentions"] == {}


async def test_the_bot_is_told_who_brought_it_in(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    got = await station.hears_kind("joined")
    assert (got.chat.id, got.sender.id, got.private) == (room, awa.id, True)


async def test_an_edit_is_a_correction_of_the_first_message(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    first = await awa.writes(room, "trou rue des Lilas")
    await station.hears_text("Lilas")
    await awa.edits(room, first, "trou rue des Roses")
    got = await station.hears_kind("edit")
    assert (got.text, got.about, got.message) == ("trou rue des Roses", first, first)


async def test_a_reply_names_what_it_answers_without_quoting_it(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    card = await station.says(room, "Enregistrer ?", choices=YES_NO, key="k1")
    await awa.hears(room, "Enregistrer")
    await awa.replies(room, card, "1")
    got = await station.hears_text("1")
    assert (got.text, got.about) == ("1", card)


async def test_a_thread_is_answered_in_the_thread(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    root = await awa.writes(room, "trou rue des Lilas")
    await awa.answers_in_thread(room, root, "en fait deux trous")
    got = await station.hears_text("deux trous")
    assert (got.thread, got.about) == (root, None)
    await station.says(room, "Noté.", thread=root, key="k1")
    answer = await awa.hears(room, "Noté.")
    assert (answer["relation"]["rel_type"], answer["relation"]["event_id"]) == ("m.thread", root)


async def test_a_yes_no_card_offers_two_reactions_and_a_tap_is_an_answer(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    card = await station.says(room, "Enregistrer ?", choices=YES_NO, yes_no=True, key="k1")
    await awa.hears(room, "Enregistrer", reactions=["✅", "❌"])
    await awa.reacts(room, card, "✅")
    got = await station.hears_kind("reaction")
    assert (got.text, got.about, got.sender.id) == ("✅", card, awa.id)


async def test_nothing_confidential_is_offered_as_reactions(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.says(room, "Votre charge aujourd'hui ?", choices=YES_NO, yes_no=True, confidential=True, key="k1")
    await station.says(room, "Une autre ?", choices=YES_NO, yes_no=True, key="k2")
    await awa.hears(room, "Une autre", reactions=["✅", "❌"])
    assert (await awa.hears(room, "Votre charge"))["reactions"] == []


async def test_a_card_is_edited_in_place(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    card = await station.says(room, "Enregistrer ?", choices=YES_NO, key="k1")
    await awa.hears(room, "Enregistrer")
    await station.delivers("edit", room, target=card, body=Rendered("Enregistré : MQ-26-0001"), key="k2")
    shown = await awa.hears(room, "Enregistré")
    assert (shown["id"], shown["body"], shown["edited"]) == (card, "Enregistré : MQ-26-0001", True)


async def test_a_message_taken_back_is_gone(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    card = await station.says(room, "À retirer", key="k1")
    await awa.hears(room, "À retirer")
    await station.delivers("redact", room, target=card, key="k2")
    await station.says(room, "Après", key="k3")
    await awa.hears(room, "Après")
    assert [event["body"] for event in await awa.seen(room) if event["id"] == card and not event["redacted"]] == []


async def test_taking_back_what_is_not_there_leaves_the_room_alive(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.hears_kind("joined")
    with pytest.raises(Undeliverable) as refused:
        await station.delivers("redact", room, target="$nothing", key="k1")
    assert (refused.value.permanent, refused.value.dead_address) == (True, False)


async def test_a_photo_arrives_decrypted(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.sends_photo(room, photo(), caption="le trou")
    got = await station.hears_text("le trou")
    assert (got.files[0].media_type, got.files[0].size, got.files[0].name) == ("image/jpeg", len(photo()), "photo.jpg")
    assert await station.platform.fetch(got.files[0]) == photo()


async def test_a_photo_is_sent_encrypted(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    data = photo()
    attachment = Attachment(hashlib.sha256(data).hexdigest(), "image/jpeg", len(data))
    station.files[attachment.hash] = data
    id = await station.says(room, "Voici la photo", attachments=(attachment,), key="k1")
    assert (await awa.hears(room, "Voici la photo"))["id"] == id
    shown = next(event for event in await awa.seen(room) if event["msgtype"] == "m.image")
    assert "file" in shown["content"]
    assert await awa.opens(shown["content"]) == data


async def test_a_file_comes_under_its_own_name(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    data = b"a;b"
    attachment = Attachment(hashlib.sha256(data).hexdigest(), "text/csv", len(data), "chiffres.csv")
    station.files[attachment.hash] = data
    await station.says(room, "Voici les chiffres", attachments=(attachment,), key="k1")
    await awa.hears(room, "Voici les chiffres")
    shown = next(event for event in await awa.seen(room) if event["msgtype"] == "m.file")
    assert shown["content"]["body"] == "chiffres.csv"
    assert await awa.opens(shown["content"]) == data


async def test_a_file_that_was_altered_on_the_way_is_refused(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.sends_photo(room, photo(), caption="le trou")
    file = (await station.hears_text("le trou")).files[0]
    altered = type(file)(file.ref.replace('"hash": "', '"hash": "AAAA'), file.media_type)
    with pytest.raises(Undeliverable) as refused:
        await station.platform.fetch(altered)
    assert refused.value.permanent


async def test_a_file_larger_than_announced_is_given_up(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.sends_photo(room, bytes(21 * 1024 * 1024), caption="énorme", announced=1000)
    file = (await station.hears_text("énorme")).files[0]
    with pytest.raises(Undeliverable) as refused:
        await station.platform.fetch(file)
    assert refused.value.permanent


async def test_a_place_a_sticker_and_a_voice_message_are_named(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.sends(room, {"msgtype": "m.location", "body": "ici", "geo_uri": "geo:48.5839,7.7455;u=12"})
    await awa.sends(room, {"body": "bravo", "url": "mxc://valmiere.test/x", "info": {}}, type="m.sticker")
    await awa.sends(room, {"msgtype": "m.audio", "body": "voix.ogg", "url": "mxc://valmiere.test/x", "info": {}})
    heard = await station.hears(count=3)
    assert heard[0].location == Location(48.5839, 7.7455)
    assert [got.unsupported for got in heard] == [None, "sticker", "voice"]


async def test_a_long_text_comes_whole_in_several_messages(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    words = " ".join(f"é{number:05d}" for number in range(12_000))
    await station.says(room, words, title="Bilan", choices=YES_NO, key="k1")
    last = await awa.hears(room, "1 Oui · 2 Non")
    parts = [event["body"] for event in await awa.seen(room) if event["sender"] == awa.bot]
    assert len(parts) > 2
    assert " ".join(parts).split() == ["Bilan", *words.split(), *"1 Oui · 2 Non".split()]
    assert last["body"] == parts[-1]


async def test_a_room_with_others_is_not_private(station: Station, awa: Person, new_person: NewPerson) -> None:
    karim = await new_person(station, "karim")
    room = await awa.invites_bot(karim.id, wait=False)
    await karim.joins(room)
    await awa.waits_for(room, karim.id, "join")
    await awa.waits_for(room, awa.bot, "join")
    await awa.writes(room, "!aide")
    got = await station.hears_text("!aide")
    assert (got.text, got.private) == ("!aide", False)


async def test_a_private_room_without_encryption_is_served_too(station: Station, awa: Person) -> None:
    room = await awa.invites_bot(encrypted=False)
    await awa.writes(room, "bonjour")
    assert (await station.hears_text("bonjour")).private
    await station.says(room, "Bonjour Awa", key="k1")
    assert not (await awa.hears(room, "Bonjour Awa"))["encrypted"]


async def test_a_second_phone_of_the_same_person_reads_what_follows(
    station: Station, new_person: NewPerson, homeserver: Homeserver
) -> None:
    awa = await new_person(station, alone=True)
    room = await awa.invites_bot()
    await station.says(room, "Avant", key="k1")
    await awa.hears(room, "Avant")
    second = await awa.on_another_phone(homeserver)
    await station.hears_new_device(awa.id, second.device)
    await station.says(room, "Après", key="k2")
    assert (await second.hears(room, "Après"))["body"] == "Après"


async def test_who_leaves_is_told_to_the_dispatcher_and_the_empty_room_left(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.leaves(room)
    got = await station.hears_kind("left")
    assert (got.chat.id, got.sender.id, got.private) == (room, awa.id, True)
    with pytest.raises(Undeliverable) as refused:
        await station.says(room, "Il y a quelqu'un ?", key="k1")
    assert refused.value.dead_address


async def test_a_bot_that_was_removed_says_so_and_does_not_write_there(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.kicks(room, awa.bot)
    assert (await station.hears_kind("left")).chat.id == room
    with pytest.raises(Undeliverable) as refused:
        await station.says(room, "Bonjour", key="k1")
    assert refused.value.dead_address


async def test_the_bot_leaves_a_room_it_is_told_to_leave(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await station.delivers("leave", room, key="k1")
    await awa.waits_for(room, awa.bot, "leave")
    await station.delivers("leave", room, key="k2")  # twice is not an error
