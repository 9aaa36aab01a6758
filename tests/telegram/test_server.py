"""The server itself: it refuses what the real network refuses, and keeps the rates."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.telegram.limits import Limits
from tests.telegram.schema import official
from tests.telegram.server import TOKEN, BotApi

Json = dict[str, Any]


class Bot:
    """The plainest client of the Bot API."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.api = api
        self.session = session

    async def __call__(self, method: str, **parameters: Any) -> Json:
        async with self.session.post(f"{self.api.base}/bot{self.api.token}/{method}", json=parameters) as answer:
            return dict(await answer.json(content_type=None))

    async def form(self, method: str, form: Any) -> Json:
        async with self.session.post(f"{self.api.base}/bot{self.api.token}/{method}", data=form) as answer:
            return dict(await answer.json(content_type=None))


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(api, session)


async def said(bot: Bot, method: str, **parameters: Any) -> str:
    return str((await bot(method, **parameters)).get("description", "ok"))


def button(**fields: Any) -> Json:
    return {"inline_keyboard": [[{"text": "Oui", **fields}]]}


@pytest.mark.parametrize(
    ("method", "parameters", "fault"),
    [
        ("sendMessage", {"text": "a"}, "chat_id: required"),
        ("sendMessage", {"chat_id": 5, "text": "a", "silent": True}, "silent: unknown"),
        ("sendMessage", {"chat_id": 5, "text": 5}, "text: expected String"),
        ("sendMessage", {"chat_id": True, "text": "a"}, "chat_id: expected"),
        ("sendMessage", {"chat_id": 5, "text": "é" * 4097}, "4097 is not within 1-4096"),
        ("sendMessage", {"chat_id": 5, "text": "🚮" * 2049}, "4098 is not within 1-4096"),
        ("sendMessage", {"chat_id": 5, "text": ""}, "0 is not within 1-4096"),
        ("sendPhoto", {"chat_id": 5, "photo": "F", "caption": "a" * 1025}, "1025 is not within 0-1024"),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": button(callback_data="é" * 33)}, "66 is not within 1-64 bytes"),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": button(callback_data="")}, "0 is not within 1-64"),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": button()}, "exactly one kind of button"),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": button(callback_data="a", url="http://a")}, "exactly one kind"),
        ("sendMessage", {"chat_id": 5, "text": "🚮a", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "cuts a surrogate"),
        ("sendMessage", {"chat_id": 5, "text": "ab", "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "outside the text"),
        ("sendMessage", {"chat_id": 5, "text": "ab", "entities": [{"type": "bold", "offset": 0}]}, "length: required"),
        ("getUpdates", {"limit": 101}, "101 is not within 1-100"),
        ("setMyCommands", {"commands": [{"command": "aide", "description": ""}]}, "0 is not within 1-256"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "chat_id: required"),
        ("sendMassage", {}, "no such method"),
    ],
)
async def test_what_the_schema_refuses(bot: Bot, method: str, parameters: Json, fault: str) -> None:
    assert fault in await said(bot, method, **parameters)
    assert not bot.api.calls[-1].accepted


async def test_updates_that_telegram_would_never_send_are_not_pushed(api: BotApi) -> None:
    with pytest.raises(ValueError, match=r"Update\.message\.date: required"):
        api.push({"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "a"}})


def test_the_schema_is_the_whole_bot_api() -> None:
    assert (official().version, len(official().methods), official().by_lower_case["sendmessage"]) == ("10.3", 185, "sendMessage")
    faults = [fault for method in official().methods for fault in official().faults_of_call(method, {}) if "required" not in fault]
    assert faults == []


async def test_a_wrong_token_is_refused(bot: Bot) -> None:
    async with bot.session.post(f"{bot.api.base}/bot1:wrong/getMe") as answer:
        assert answer.status == 401


async def test_multipart_and_forms_are_read_as_json_is(bot: Bot) -> None:
    awa = bot.api.person("Awa")
    awa.writes("/start")
    form = aiohttp.FormData({"chat_id": str(awa.id), "caption": "42", "reply_markup": json.dumps(button(callback_data="x"))})
    form.add_field("photo", b"JPEG", filename="p.jpg")
    file_id = (await bot.form("sendPhoto", form))["result"]["photo"][0]["file_id"]
    assert (await bot.form("sendMessage", {"chat_id": str(awa.id), "text": "42"}))["ok"]
    assert [(seen.file, seen.text, seen.labels) for seen in awa.sees[1:]] == [("photo", "42", ("Oui",)), (None, "42", ())]
    path = (await bot("getFile", file_id=file_id))["result"]["file_path"]
    async with bot.session.get(f"{bot.api.base}/file/bot{TOKEN}/{path}") as answer:
        assert await answer.read() == b"JPEG"


async def test_offsets_confirm_and_a_second_poller_takes_over(bot: Bot) -> None:
    awa = bot.api.person("Awa")
    first, second = awa.writes("un"), awa.writes("deux")
    updates = (await bot("getUpdates", limit=1))["result"]
    assert [update["message"]["message_id"] for update in updates] == [first]
    (update,) = (await bot("getUpdates", offset=updates[0]["update_id"] + 1))["result"]
    assert update["message"]["message_id"] == second
    waiting = asyncio.create_task(bot("getUpdates", offset=update["update_id"] + 1, timeout=5))
    await bot.api.until(lambda: len(bot.api.called("getUpdates")) == 3)
    assert (await bot("getUpdates", timeout=0))["ok"]
    assert (await waiting)["error_code"] == 409


async def test_polling_and_webhook_exclude_each_other(bot: Bot) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/x")
    assert (await bot("getUpdates"))["error_code"] == 409
    await bot("deleteWebhook")
    assert (await bot("getUpdates"))["ok"]


async def test_what_was_not_asked_for_does_not_come(bot: Bot) -> None:
    await bot("getUpdates", allowed_updates=["callback_query"])
    bot.api.person("Awa").writes("perdu")
    assert (await bot("getUpdates"))["result"] == []


async def test_cards_change_as_on_a_phone(bot: Bot) -> None:
    awa = bot.api.person("Awa")
    mine = awa.writes("/start")
    card = (await bot("sendMessage", chat_id=awa.id, text="  Oui ?  ", reply_markup=button(callback_data="x")))["result"]["message_id"]
    assert "not modified" in await said(
        bot, "editMessageText", chat_id=awa.id, message_id=card, text="Oui ?", reply_markup=button(callback_data="x")
    )
    assert "can't be edited" in await said(bot, "editMessageText", chat_id=awa.id, message_id=mine, text="a")
    assert "not found" in await said(bot, "editMessageText", chat_id=awa.id, message_id=99, text="a")
    assert "no caption" in await said(bot, "editMessageCaption", chat_id=awa.id, message_id=card, caption="a")
    assert "text is empty" in await said(bot, "sendMessage", chat_id=awa.id, text=" \n ")
    with pytest.raises(KeyError, match="Oui"):
        awa.presses("Non")
    assert await said(bot, "editMessageText", chat_id=awa.id, message_id=card, text="Fait") == "ok"
    assert (awa.heard, awa.sees[-1].labels) == (["Fait"], ())
    await bot("deleteMessage", chat_id=awa.id, message_id=card)
    assert awa.heard == []


async def test_who_blocked_us_or_never_came_is_out_of_reach(bot: Bot) -> None:
    awa = bot.api.person("Awa")
    assert "can't initiate" in await said(bot, "sendMessage", chat_id=awa.id, text="a")
    awa.writes("/start")
    awa.blocks()
    assert "blocked" in await said(bot, "sendMessage", chat_id=awa.id, text="a")
    awa.unblocks()
    assert await said(bot, "sendMessage", chat_id=awa.id, text="a") == "ok"
    kinds = [next(key for key in update if key != "update_id") for update in (await bot("getUpdates"))["result"]]
    assert kinds == ["message", "my_chat_member", "my_chat_member"]


async def test_an_old_query_cannot_be_answered(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.telegram.world.CALLBACK_LIFE_S", 0.0)
    awa = bot.api.person("Awa")
    awa.writes("/start")
    query = awa.sends_query("x", awa.chat.messages[1])
    assert "too old" in await said(bot, "answerCallbackQuery", callback_query_id=query)


async def test_the_rates_hold_without_tolerance() -> None:
    async with BotApi() as api, aiohttp.ClientSession() as session:
        bot, room = Bot(api, session), api.group("Voirie")
        people = [api.person(f"P{number}") for number in range(31)]
        for person in people:
            person.writes("/start")
        assert await said(bot, "sendMessage", chat_id=people[0].id, text="1") == "ok"
        assert (await bot("sendMessage", chat_id=people[0].id, text="2"))["parameters"] == {"retry_after": 1}
        for person in people[1:30]:
            assert await said(bot, "sendMessage", chat_id=person.id, text="1") == "ok"
        assert (await bot("sendMessage", chat_id=people[30].id, text="1"))["error_code"] == 429
        assert [violation.rule for violation in api.limits.violations] == ["private", "everywhere"]
        await asyncio.sleep(1.0)
        for number in range(20):
            assert await said(bot, "sendMessage", chat_id=room.id, text=f"n° {number}") == "ok"
        refused = await bot("sendMessage", chat_id=room.id, text="n° 20")
        assert 55 <= refused["parameters"]["retry_after"] <= 60


async def test_an_announced_pause_is_enforced_in_its_chat() -> None:
    async with BotApi(limits=Limits.none()) as api, aiohttp.ClientSession() as session:
        bot, awa, karim = Bot(api, session), api.person("Awa"), api.person("Karim")
        awa.writes("/start")
        karim.writes("/start")
        api.fail("sendMessage", status=429, retry_after=2)
        for _ in range(2):
            assert (await bot("sendMessage", chat_id=awa.id, text="a"))["parameters"] == {"retry_after": 2}
        assert await said(bot, "sendMessage", chat_id=karim.id, text="a") == "ok"
        assert [violation.rule for violation in api.limits.violations] == ["pause"]


async def test_faults_come_as_drawn_and_the_ledger_tells(bot: Bot) -> None:
    awa = bot.api.person("Awa")
    awa.writes("/start")
    for reset in ("before", "after"):
        bot.api.fail("sendMessage", reset=reset)
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=awa.id, text=reset)
    bot.api.fail("sendMessage", status=502, html=True)
    async with bot.session.post(f"{bot.api.base}/bot{TOKEN}/sendMessage", json={"chat_id": awa.id, "text": "a"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert [call.accepted for call in bot.api.called("sendMessage")] == [False, True, False]
    assert awa.heard == ["after"]


async def test_the_same_seed_gives_the_same_bad_day() -> None:
    days = []
    for _ in range(2):
        api = BotApi(seed=7)
        api.faults.mix(0.2)
        days.append([api.faults.draw("sendMessage", 5) for _ in range(200)])
        assert 50 < days[-1].count(None) < 120  # four chances in five, four times, of 200
    assert days[0] == days[1]


async def test_another_process_drives_it_through_the_control_door() -> None:
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.server", stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert started.stdout is not None
    try:
        base = (await started.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:

            async def control(verb: str, **asked: Any) -> Any:
                async with session.post(f"{base}/control/{verb}", json=asked) as answer:
                    return await answer.json()

            person = await control("person", name="Awa")
            await control("act", name="Awa", does="writes", **{"with": ["/start"]})
            async with session.post(f"{base}/bot{TOKEN}/sendMessage", json={"chat_id": person, "text": "Bonjour"}) as answer:
                assert answer.status == 200
            assert [seen["text"] for seen in await control("sees", name="Awa")] == ["/start", "Bonjour"]
            assert [call["method"] for call in await control("calls")] == ["sendMessage"]
    finally:
        started.kill()
        await started.wait()


async def test_checking_costs_little() -> None:
    awa = {"id": 5, "is_bot": False, "first_name": "Awa"}
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": awa, "text": "a"}}
    official().faults_of_update(update)
    start = time.process_time()
    for _ in range(2_000):
        official().faults_of_update(update)
    assert time.process_time() - start < 1.0
