"""What happens on one network only: groups and blocked bots on Telegram; keys, threads, reactions and rooms on Matrix."""

from __future__ import annotations

import pytest

from storage.tables import Account, Inbox, Outbox, Request
from tests.journeys.conftest import NewStage
from tests.journeys.matrix import Crowd, InRoom, OnMatrix
from tests.journeys.telegram import OnTelegram


async def test_a_group_of_telegram_the_bot_is_added_to_is_left_without_a_word(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa, mallory = await s.person("awa"), await s.person("mallory", role=None)
        api = s.main.api  # type: ignore[attr-defined]
        groups = []
        for who in (awa, mallory):
            assert isinstance(who, OnTelegram)
            groups.append(group := api.group("Quartier en fête"))
            who.phone.adds_the_bot_to(group)
            who.phone.writes("gros trou rue des Lilas", chat=group)
            who.phone.writes("/salon voirie", chat=group)
        await awa.until(lambda: len(api.called("leaveChat")) == 2)
        assert [seen.text for group in groups for seen in group.sees if seen.by_bot] == []
        assert await mallory.sees() == []
        assert await awa.answer_to("mes") == "Aucune demande ouverte à votre nom."


async def test_somebody_who_blocks_the_bot_and_comes_back_is_served_again(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnTelegram)
        awa.phone.blocks()
        await awa.until(lambda: not s.rows(Account)[0].reachable)
        await s.settles()
        assert {row.state for row in s.rows(Outbox)} <= {"sent", "dead"}
        awa.phone.unblocks()
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        assert s.rows(Account)[0].reachable


async def test_a_bot_blocked_before_its_answer_leaves_does_not_try_for_ever(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa, karim = await s.person("awa"), await s.person("karim")
        assert isinstance(awa, OnTelegram)
        await s.closes()
        await awa.says("gros trou rue des Lilas")
        awa.phone.chat.refuses = "bot was blocked by the user"
        await s.opens()
        await awa.until(lambda: [row for row in s.rows(Outbox) if row.state == "dead"])
        assert "Aucune demande" in await karim.answer_to("mes")
        awa.phone.unblocks()
        await awa.asks("start")
        await awa.hears("Rebonjour, Awa")
        assert [row.state for row in s.rows(Request)] == ["draft"]


async def test_the_spinner_of_a_pressed_button_stops(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        await awa.until(lambda: len(s.main.api.world.answered) == 1)  # type: ignore[attr-defined]


async def test_the_card_is_edited_on_telegram_not_stacked(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")
        assert len(await awa.sees()) == 2  # the welcome, and the one card


async def test_on_telegram_the_message_that_held_personal_data_is_erased_from_the_chat(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnTelegram)
        await awa.says("gros trou rue des Lilas, rappeler Mme Durand au 06 12 34 56 78")
        await awa.presses("Effacer mon message")
        await awa.hears("Votre message est effacé de cette conversation.")
        assert [seen.text for seen in awa.phone.sees if "Durand" in seen.text] == []
        await awa.presses("Enregistrer")
        await awa.hears("MQ-26-0001")


@pytest.mark.synapse
@pytest.mark.node
@pytest.mark.parametrize(("preset", "said"), [("trusted_private_chat", "est effacé"), ("private_chat", "votre message est resté")])
async def test_on_matrix_it_is_where_the_room_lets_the_bot(preset: str, said: str, stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnMatrix)
        awa.room = await awa.phone.invites_bot(preset=preset)
        await awa.says("gros trou rue des Lilas, rappeler Mme Durand au 06 12 34 56 78")
        written = awa.said
        await awa.presses("Effacer mon message")
        await awa.hears(said)
        (typed,) = [event for event in await awa.phone.seen(awa.room) if event["id"] == written]
        assert typed["redacted"] is (preset == "trusted_private_chat")


async def test_on_telegram_a_message_too_old_to_be_erased_is_said_to_be_still_there(stage: NewStage) -> None:
    async with stage("telegram") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnTelegram)
        await awa.says("gros trou rue des Lilas, rappeler Mme Durand au 06 12 34 56 78")
        await awa.hears("Retiré du texte")
        awa.phone.chat.messages[awa.said]["date"] -= 72 * 3600
        await awa.presses("Effacer mon message")
        await awa.hears("votre message est resté")
        assert len([call for call in s.main.api.calls if call.method == "deleteMessage"]) == 1  # type: ignore[attr-defined]


@pytest.mark.synapse
@pytest.mark.node
async def test_a_message_matrix_cannot_decrypt_is_answered_once_with_help(stage: NewStage, crowd: Crowd) -> None:
    async with stage("matrix") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnMatrix)
        before = len(s.rows(Inbox))
        for number in range(3):
            crowd.sends_without_key("awa", awa.room, number)
        await awa.hears("Je n’arrive pas à lire ce message chiffré")
        await awa.asks("ping fini")
        await awa.hears("pong fini")
        said = [shown.text for shown in await awa.sees()]
        assert sum("chiffré" in text for text in said) == 1
        assert [row.state for row in s.rows(Inbox)][before:].count("locked") == 3


@pytest.mark.synapse
@pytest.mark.node
async def test_on_matrix_an_older_card_is_chosen_from_by_answering_it(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        await awa.hears("Compris : Nid-de-poule")
        await awa.says("un lampadaire ne marche plus rue Pasteur")
        await awa.hears("Compris : Lampadaire isolé")
        assert isinstance(awa, OnMatrix)
        older = next(shown for shown in await awa.sees() if "Nid-de-poule" in shown.text)
        await awa.phone.replies(awa.room, older.id, "1")
        await awa.hears("MQ-26-0001 · Nid-de-poule")
        await awa.says("1")
        await awa.hears("MQ-26-0002 · Lampadaire isolé")


@pytest.mark.synapse
@pytest.mark.node
async def test_on_matrix_a_keycap_reaction_is_a_choice(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa = await s.person("awa")
        await awa.says("gros trou rue des Lilas")
        card = await awa.hears("Compris")
        assert isinstance(awa, OnMatrix)
        await awa.reacts(card, "1️⃣")
        await awa.hears("MQ-26-0001")


@pytest.mark.synapse
@pytest.mark.node
async def test_on_matrix_what_is_said_in_a_thread_is_answered_there(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnMatrix)
        await awa.phone.answers_in_thread(awa.room, awa.said, "gros trou rue des Lilas")
        await awa.hears("Compris")
        card = next(event for event in await awa.phone.seen(awa.room) if "Compris" in (event["body"] or ""))
        assert card["relation"]["rel_type"] == "m.thread"


@pytest.mark.synapse
@pytest.mark.node
async def test_a_matrix_room_with_others_in_it_is_left_without_a_word(stage: NewStage) -> None:
    async with stage("matrix") as s:
        awa, mallory = await s.person("awa"), await s.person("mallory", role=None)
        rooms = [await s.main.room("Quartier en fête", who, other) for who, other in ((awa, mallory), (mallory, awa))]
        for who, room in zip((awa, mallory), rooms, strict=True):
            assert isinstance(who, OnMatrix)
            assert isinstance(room, InRoom)
            await room.says(who, "!salon voirie")
            await who.phone.waits_for(room.id, who.phone.bot, "leave")
            assert await room.sees() == []
        assert s.rows(Request) == []
