"""Polling: what comes is committed before Telegram is told, and nothing that goes wrong loses or blocks it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.platforms import Misconfigured, Resume
from tests.telegram.conftest import Inbox, listening, platform_for, to
from tests.telegram.server import BotApi


async def test_updates_arrive_in_order_and_are_acknowledged(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        for number in range(250):
            awa.writes(f"n° {number}")
        await api.until(lambda: len(inbox.raw) >= 250)
        await api.until(lambda: not api.updates.pending)
    assert [said.text for said in inbox.heard] == [f"n° {number}" for number in range(250)]


async def test_nothing_is_acknowledged_before_it_is_committed(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        inbox.gate.clear()
        awa.writes("gros trou")
        await api.until(lambda: any(call.status for call in api.called("getUpdates")))
        await asyncio.sleep(0.1)
        assert (api.updates.confirmed, len(api.updates.pending)) == (0, 1)
        inbox.gate.set()
        await api.until(lambda: api.updates.confirmed == 1)


async def test_what_cannot_be_stored_comes_again(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        inbox.broken = True
        awa.writes("gros trou")
        await api.until(lambda: inbox.refused)
        assert api.updates.confirmed == 0
        inbox.broken = False
        await api.until(lambda: api.updates.confirmed)
    assert [said.text for said in inbox.heard] == ["gros trou"]
    assert "not stored" in caplog.text
    assert "gros trou" not in caplog.text


async def test_what_came_while_nobody_listened_is_kept(api: BotApi) -> None:
    awa = api.person("Awa")
    awa.writes("pendant la nuit")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: inbox.raw)
    assert not any(call.parameters.get("drop_pending_updates") for call in api.calls)


async def test_only_what_we_read_is_asked_for(api: BotApi) -> None:
    async with listening(platform_for(api)):
        await api.until(lambda: api.called("getUpdates"))
    assert api.called("getUpdates")[0].parameters["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_an_update_delivered_again_keeps_its_id(api: BotApi) -> None:
    api.updates.redelivered = api.updates.duplicated = 1.0
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        awa.writes("une fois")
        await api.until(lambda: len(inbox.raw) == 3)
        awa.writes("deux fois")
        await api.until(lambda: len(inbox.raw) == 6)
    assert len({raw.id for raw in inbox.raw}) == 2


async def test_ids_that_start_again_lower_are_heard(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        awa.writes("avant")
        await api.until(lambda: api.updates.confirmed == 1)
        api.updates.next_id = 5  # what Telegram may do after a week of silence
        awa.writes("après")
        await api.until(lambda: api.updates.confirmed == 2)
    assert [said.text for said in inbox.heard] == ["avant", "après"]


async def test_an_update_without_an_id_is_kept_under_its_content(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: api.called("getUpdates"))
        api.raw_next = b'{"ok":true,"result":[{"message":{"text":"?"}},17]}'
        awa.writes("avant")
        await api.until(lambda: len(inbox.raw) >= 3)
        awa.writes("ensuite")
        await api.until(lambda: api.updates.confirmed == 2)
    assert [raw.id[:5] for raw in inbox.raw if not raw.id.isdigit()] == ["hash-", "hash-"]


async def test_an_error_of_the_server_only_delays(api: BotApi) -> None:
    awa = api.person("Awa")
    awa.writes("avant")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: api.updates.confirmed == 1)
        api.fail("getUpdates", status=500, times=2)
        awa.writes("après")
        await api.until(lambda: api.updates.confirmed == 2)
    assert [said.text for said in inbox.heard] == ["avant", "après"]


async def test_a_network_that_comes_back_is_found_again(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: api.called("getUpdates"))
        await api.stop()
        await asyncio.sleep(0.2)
        await api.start()
        awa.writes("me revoilà")
        await api.until(lambda: inbox.raw)
    assert "unreachable" in caplog.text


async def test_a_network_that_is_down_at_first_only_delays(api: BotApi) -> None:
    platform = platform_for(api)
    awa = api.person("Awa")
    await api.stop()
    async with listening(platform) as inbox:
        await asyncio.sleep(0.2)
        await api.start()
        awa.writes("/aide@relais_bot")
        await api.until(lambda: inbox.raw)
    assert [said.text for said in inbox.heard] == ["/aide"]


async def test_our_own_name_is_known_for_invitations(api: BotApi) -> None:
    platform = platform_for(api)
    assert platform.facts == {}
    async with listening(platform):
        assert platform.facts == {"telegram_name": "relais_bot"}


async def test_a_second_poller_is_named_and_waited_for(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(platform_for(api)):
        await api.until(lambda: api.called("getUpdates"))
        async with listening(platform_for(api)):
            await api.until(lambda: "only one may" in caplog.text)
    assert caplog.records[-1].levelno == logging.WARNING


async def test_a_webhook_left_by_another_set_up_is_removed(api: BotApi) -> None:
    api._set_webhook({"url": "http://127.0.0.1:9/", "secret_token": "x"})
    awa = api.person("Awa")
    awa.writes("toujours là")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: inbox.raw)
    assert api.updates.hook is None


async def test_a_wrong_token_is_said_clearly(api: BotApi) -> None:
    api.token = "7000000001:another"
    platform = platform_for(api)
    api.token = "7000000001:the-right-one"
    with pytest.raises(Misconfigured) as told:
        await platform.start()
    await platform.stop()
    assert told.value.key == "telegram-wrong-token"
    assert "another" not in f"{told.value!r}{told.value.__cause__!r}"


@pytest.mark.parametrize("token", ["", "  ", "nonsense"])
async def test_no_token_is_said_clearly(api: BotApi, token: str) -> None:
    api.token, right = token, api.token
    platform = platform_for(api)
    api.token = right
    with pytest.raises(Misconfigured) as told:
        await platform.start()
    await platform.stop()
    assert told.value.key == ("telegram-wrong-token" if token.strip() else "telegram-no-token")


async def test_a_token_found_wrong_only_later_ends_listening(api: BotApi) -> None:
    platform = platform_for(api)
    await api.stop()
    await platform.start()
    api.token = "7000000001:another"
    await api.start()
    with pytest.raises(Misconfigured):
        await asyncio.wait_for(platform.listen(Inbox(platform).store, Resume(None)), 5)
    await platform.stop()


async def test_the_spinner_stops_once_the_press_is_committed(api: BotApi) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: inbox.raw)
        query = awa.sends_query("ref-0", awa.chat.messages[1])
        await api.until(lambda: query in api.world.answered)
    assert inbox.heard[-1].press == "ref-0"


async def test_an_expired_press_is_no_error(api: BotApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("tests.telegram.world.CALLBACK_LIFE_S", 0.0)
    caplog.set_level(logging.INFO)
    awa = api.person("Awa")
    awa.writes("/start")
    async with listening(platform_for(api)) as inbox:
        awa.sends_query("ref-0", awa.chat.messages[1])
        await api.until(lambda: api.called("answerCallbackQuery") and api.called("answerCallbackQuery")[0].status == 400)
        assert len(inbox.heard) == 2
    assert not [record for record in caplog.records if record.name.startswith("bot")]


async def test_neither_the_token_nor_what_people_write_reaches_the_log(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        awa.writes("Mme Martin, 06 12 34 56 78")
        await api.until(lambda: inbox.raw)
        await inbox.platform.deliver(to(awa, "Mme Martin est masquée"), key="1")
        inbox.broken = True
        awa.writes("Mme Martin encore")
        await api.until(lambda: inbox.refused)
        await api.stop()
        await asyncio.sleep(0.1)
        await api.start()
    assert "not stored" in caplog.text
    assert "Martin" not in caplog.text
    assert api.token.split(":")[1] not in caplog.text


async def test_a_spinner_that_cannot_be_stopped_disturbs_nobody(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    caplog.set_level(logging.INFO)
    api.fail("answerCallbackQuery", times=None, slow_s=30)
    async with listening(platform_for(api)) as inbox:
        for _ in range(5):
            awa.sends_query("ref-0", awa.chat.messages[1])
        await api.until(lambda: len(inbox.heard) == 6)
        awa.writes("et ensuite ?")
        await api.until(lambda: len(inbox.heard) == 7, timeout=2)
    assert not [record for record in caplog.records if record.name.startswith(("bot", "asyncio"))]


async def test_stopping_leaves_no_task_and_no_connection(api: BotApi) -> None:
    before = asyncio.all_tasks()
    platform = platform_for(api)
    async with listening(platform):
        await api.until(lambda: api.called("getUpdates"))
    ours = [task for task in asyncio.all_tasks() - before if "bot.platforms" in str(task)]
    assert ours == []
    assert platform._http._session is None


async def test_half_a_surrogate_pair_does_not_deafen_the_bot(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: api.called("getUpdates"))
        api.raw_next = b'{"ok":true,"result":[{"update_id":7,"message":{"message_id":1,"date":1,"text":"trou \\ud83d",'
        api.raw_next += b'"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"A"}}}]}'
        awa.writes("réveil")
        await api.until(lambda: len(inbox.raw) >= 2)
    assert "trou \ufffd" in [said.text for said in inbox.heard]


async def test_that_telegram_was_heard_is_noted_at_once_and_not_with_every_batch(api: BotApi) -> None:
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        for number in range(250):
            awa.writes(f"n° {number}")
        await api.until(lambda: not api.updates.pending)
        await api.until(lambda: inbox.noted)
        awa.writes("encore")
        await api.until(lambda: len(inbox.raw) == 251)
        await asyncio.sleep(0.1)
    assert inbox.noted == 1


async def test_a_telegram_that_does_not_answer_is_not_noted_as_heard(api: BotApi) -> None:
    api.fail("getUpdates", status=502)
    async with listening(platform_for(api)) as inbox:
        await api.until(lambda: len(api.called("getUpdates")) >= 2)
        assert inbox.noted == 0
        api.person("Awa").writes("me revoici")
        await api.until(lambda: inbox.noted)


async def test_a_note_that_cannot_be_written_stops_nothing(api: BotApi) -> None:
    async with listening(platform_for(api)) as inbox:
        api.person("Awa").writes("un")
        await api.until(lambda: inbox.raw)
        inbox.broken = True
        inbox.platform._note_again_at = 0.0
        await asyncio.sleep(0.1)
        inbox.broken = False
        api.person("Awa").writes("deux")
        await api.until(lambda: len(inbox.raw) == 2)
