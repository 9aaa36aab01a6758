"""What people send by mistake or for fun: a polite answer or silence, never a wrong request, never a trace of the machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from storage.tables import Inbox, Request
from tests.journeys.conftest import NewStage
from tests.journeys.matrix import OnMatrix
from tests.journeys.stage import Actor
from tests.journeys.telegram import OnTelegram

MATRIX = [pytest.mark.synapse, pytest.mark.node]
RTL = "\u202eسلام\u202c \u200f\u200e"

Act = Callable[[Any], Awaitable[None]]


async def long_text(who: Actor) -> None:
    await who.says("très long " * 1000)


async def emoji(who: Actor) -> None:
    await who.says("🙂🚮🕳️")


async def courtesy(who: Actor) -> None:
    await who.says("ok merci beaucoup !")


async def marks_only(who: Actor) -> None:
    await who.says("\u202e\u200f…!?\u202c")


async def digits(who: Actor) -> None:
    await who.says("99999")


async def on_telegram_sticker(who: OnTelegram) -> None:
    who.phone.sends_sticker()


async def on_matrix_sticker(who: OnMatrix) -> None:
    await who.phone.sends(who.room, {"body": "bravo", "url": "mxc://valmiere.test/x", "info": {}}, type="m.sticker")


async def on_telegram_voice(who: OnTelegram) -> None:
    who.phone.sends_voice()


async def on_matrix_voice(who: OnMatrix) -> None:
    await who.phone.sends(who.room, {"msgtype": "m.audio", "body": "voix.ogg", "url": "mxc://valmiere.test/x", "info": {}})


async def on_telegram_video(who: OnTelegram) -> None:
    who.phone.sends_video(60 * 1024 * 1024, "regardez ce trou rue des Lilas")


async def on_matrix_video(who: OnMatrix) -> None:
    info = {"size": 60 * 1024 * 1024, "mimetype": "video/mp4"}
    await who.phone.sends(who.room, {"msgtype": "m.video", "body": "film.mp4", "url": "mxc://valmiere.test/x", "info": info})


async def on_telegram_forward(who: OnTelegram) -> None:
    who.phone.forwards("Bonjour, il y a un trou devant chez Mme Martin, 06 12 34 56 78")


async def on_telegram_contact(who: OnTelegram) -> None:
    who.phone.posts({"contact": {"phone_number": "+33612345678", "first_name": "Paul"}})


async def on_telegram_paper(who: OnTelegram) -> None:
    who.phone.sends_document(b"PK\x03\x04", "budget.xlsx", "application/vnd.ms-excel")


async def on_telegram_false_photo(who: OnTelegram) -> None:
    who.phone.sends_photo(b"\xff\xd8\xff\xe0 this is no photo")


async def on_matrix_false_photo(who: OnMatrix) -> None:
    await who.sends_photo(b"\xff\xd8\xff\xe0 this is no photo")


async def on_console_false_photo(who: Actor) -> None:
    await who.sends_photo(b"\xff\xd8\xff\xe0 this is no photo")


async def on_matrix_poll(who: OnMatrix) -> None:
    kind = "org.matrix.msc3381.poll.start"
    await who.phone.sends(who.room, {kind: {"question": {"org.matrix.msc1767.text": "Qui vient ?"}, "answers": []}}, type=kind)


async def on_matrix_notice(who: OnMatrix) -> None:
    await who.phone.sends(who.room, {"msgtype": "m.notice", "body": "je suis un autre bot"})


CASES: list[tuple[str, dict[str, Act | None], str | None]] = [
    # what, how on each network (None: it cannot be done there, for the reason beside it), the words of the answer (None: silence)
    ("10,000 characters", {"console": long_text, "telegram": None, "matrix": long_text}, "un peu long"),  # Telegram cuts at 4,096
    ("emoji only", {"console": emoji, "telegram": emoji, "matrix": emoji}, "Écrivez ce que l’on vous demande"),
    ("courtesy", {"console": courtesy, "telegram": courtesy, "matrix": courtesy}, "Avec plaisir"),
    ("right-to-left marks only", {"console": marks_only, "telegram": marks_only, "matrix": marks_only}, "Écrivez ce que l’on vous demande"),
    ("a number that answers nothing", {"console": digits, "telegram": digits, "matrix": digits}, "Écrivez ce que l’on vous demande"),
    # a terminal has neither stickers, nor sounds, nor films
    ("a sticker", {"console": None, "telegram": on_telegram_sticker, "matrix": on_matrix_sticker}, "Joli"),
    ("a voice message", {"console": None, "telegram": on_telegram_voice, "matrix": on_matrix_voice}, "Je ne sais pas écouter"),
    ("a 60 MB video", {"console": None, "telegram": on_telegram_video, "matrix": on_matrix_video}, "vidéo"),
    # only Telegram says that a message is forwarded; elsewhere it is a message like another
    ("a forwarded message", {"console": None, "telegram": on_telegram_forward, "matrix": None}, "Message transféré"),
    ("a contact", {"console": None, "telegram": on_telegram_contact, "matrix": None}, "Je ne sais pas lire"),
    ("a spreadsheet", {"console": None, "telegram": on_telegram_paper, "matrix": None}, "ouvrir ce fichier"),
    (
        "a photo that is none",
        {"console": on_console_false_photo, "telegram": on_telegram_false_photo, "matrix": on_matrix_false_photo},
        "ouvrir ce fichier",
    ),
    ("another bot's notice", {"console": None, "telegram": None, "matrix": on_matrix_notice}, None),
    ("a poll", {"console": None, "telegram": None, "matrix": on_matrix_poll}, None),
]


@pytest.mark.parametrize("where", ["console", "telegram", pytest.param("matrix", marks=MATRIX)])
async def test_what_is_no_request_gets_a_polite_answer_or_silence(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        for what, how, answer in CASES:
            act = how[where]
            if act is None:
                continue
            said = await awa.after(act(awa))
            if answer is None:
                assert said == [], what
            else:
                assert len(said) == 1, (what, said)
                assert answer in said[0], what
        assert s.rows(Request) == []
        assert {row.state for row in s.rows(Inbox)} == {"done"}


@pytest.mark.parametrize("where", ["telegram", pytest.param("matrix", marks=MATRIX)])
async def test_the_longest_message_of_telegram_is_too_long_for_a_request(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        awa = await s.person("awa")
        assert "un peu long" in await awa.answer(awa.says("à" * 4096))
        assert s.rows(Request) == []


@pytest.mark.parametrize("where", ["console", "telegram", pytest.param("matrix", marks=MATRIX)])
async def test_marks_that_turn_the_text_round_do_not_turn_ours(where: str, stage: NewStage) -> None:
    """A request may hold Arabic or the marks a keyboard adds; a card must not be shown backwards because of them."""
    async with stage(where) as s:
        awa = await s.person("awa")
        await awa.says(f"trou rue des Lilas {RTL}")
        await awa.hears("Compris")
        await awa.presses("Enregistrer")
        card = await awa.hears("MQ-26-0001")
        assert "\u202e" not in card.text
        assert "سلام" in card.text


@pytest.mark.parametrize("where", ["telegram", pytest.param("matrix", marks=MATRIX)])
async def test_a_deleted_message_leaves_the_card_and_the_bot_as_they_were(where: str, stage: NewStage) -> None:
    """Telegram does not tell bots; Matrix does, and it is no act. At a terminal nothing is taken back."""
    async with stage(where) as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.hears("Compris")
        if isinstance(awa, OnTelegram):
            awa.phone.deletes(awa.said)
        else:
            assert isinstance(awa, OnMatrix)
            assert await awa.after(awa.phone.redacts(awa.room, awa.said)) == []
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")


async def test_buttons_made_up_or_of_somebody_else_do_nothing(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa, karim = await s.person("awa"), await s.person("karim")
        assert isinstance(awa, OnTelegram)
        assert isinstance(karim, OnTelegram)
        await awa.says("gros trou rue des Lilas")
        await awa.hears("Compris")
        card = next(message for _, message in sorted(awa.phone.chat.messages.items(), reverse=True) if "reply_markup" in message)
        stolen = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for data in (stolen, "requests.record:1", "x" * 64, "é", "AAAAAAAAAAAAAAAAAAAAAAAAAA"):
            karims = next(iter(karim.phone.chat.messages.values()))
            karim.phone.sends_query(data, karims)
        await karim.hears("Ce bouton n’est plus valable")
        await karim.after(karim.asks("ping fin"))
        await s.settles()
        assert [row.state for row in s.rows(Request)] == ["draft"]


async def test_an_update_telegram_never_sends_is_put_aside_and_the_next_ones_come(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        api = s.main.api  # type: ignore[attr-defined]
        for nonsense in ({"message": 7}, {"message": {"chat": {}}}, {"callback_query": []}):
            api.push_unchecked({"update_id": api.updates.next_id, **nonsense})
            api.updates.next_id += 1
        assert await awa.answer_to("mes") == "Aucune demande ouverte à votre nom."
        await s.settles()
        assert sorted(row.state for row in s.rows(Inbox)).count("quarantined") == 3
        for row in s.rows(Inbox):
            assert row.payload is None or b'"message"' not in row.payload  # sealed
