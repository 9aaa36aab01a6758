"""What each trouble of the network means to the sender, tried on the real server."""

from __future__ import annotations

import asyncio
import time

import pytest
from telegram import Bot

from bot.platforms import Moved, Outgoing, Undeliverable
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram.http import AiohttpRequest, NotSent, Unanswered
from tests.telegram.conftest import platform_for, to
from tests.telegram.people import Person
from tests.telegram.server import BotApi


async def trouble(platform: TelegramPlatform, what: Outgoing, key: str = "1") -> Undeliverable:
    with pytest.raises(Undeliverable) as raised:
        await platform.deliver(what, key=key)
    return raised.value


@pytest.fixture
def awa(api: BotApi) -> Person:
    person = api.person("Awa")
    person.writes("/start")
    return person


async def test_too_many_in_private_pauses_the_account(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    api.fail("sendMessage", status=429, retry_after=7)
    told = await trouble(platform, to(awa))
    assert (told.retry_after, told.everywhere, told.permanent, told.uncertain) == (7, True, False, False)


async def test_too_many_in_a_group_pauses_the_group(api: BotApi, platform: TelegramPlatform) -> None:
    room = api.group("Voirie")
    api.fail("sendMessage", status=429, retry_after=7)
    told = await trouble(platform, to(room))
    assert (told.retry_after, told.everywhere) == (7, False)


async def test_nothing_is_retried_inside(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    for how in ({"status": 429, "retry_after": 1}, {"status": 502, "html": True}, {"reset": "before"}):
        api.calls.clear()
        api.faults.clear()
        api.fail("sendMessage", **how)
        await trouble(platform, to(awa))
        assert len(api.calls) == 1


@pytest.mark.parametrize("refusal", ["bot was blocked by the user", "user is deactivated", "bot was kicked from the group chat"])
async def test_a_forbidden_chat_is_a_dead_address(api: BotApi, platform: TelegramPlatform, awa: Person, refusal: str) -> None:
    awa.chat.refuses = refusal
    told = await trouble(platform, to(awa))
    assert (told.dead_address, told.permanent, told.uncertain) == (True, True, False)


async def test_a_chat_that_never_was_is_a_dead_address(api: BotApi, platform: TelegramPlatform) -> None:
    class Nobody:
        id = 42

    assert (await trouble(platform, to(Nobody))).dead_address


async def test_who_never_wrote_cannot_be_written_to(api: BotApi, platform: TelegramPlatform) -> None:
    assert (await trouble(platform, to(api.person("Inconnue")))).dead_address


async def test_a_message_of_three_days_ago_cannot_be_taken_away_and_is_not_tried_again(
    api: BotApi, platform: TelegramPlatform, awa: Person
) -> None:
    said = awa.writes("Mme Durand, 06 12 34 56 78")
    awa.chat.messages[said]["date"] -= 72 * 3600
    told = await trouble(platform, to(awa, kind="redact", target=str(said)))
    assert (told.permanent, told.dead_address, told.retry_after) == (True, False, None)


async def test_an_upgraded_group_has_moved(api: BotApi, platform: TelegramPlatform) -> None:
    room = api.group("Voirie", kind="group")
    new = room.becomes_supergroup(api.person("Karim"))
    with pytest.raises(Moved) as moved:
        await platform.deliver(to(room), key="1")
    assert moved.value.to == ("telegram", str(new.id))
    await platform.deliver(to(new), key="1")
    assert new.sees[-1].text == "Bonjour"


async def test_a_card_that_is_gone_cannot_be_edited_ever(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    told = await trouble(platform, to(awa, kind="edit", target="999"))
    assert (told.permanent, told.dead_address) == (True, False)


async def test_somebody_else_s_message_cannot_be_edited_ever(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    assert (await trouble(platform, to(awa, kind="edit", target=str(awa.sees[0].id)))).permanent


async def test_another_refusal_is_final_but_the_address_lives(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    api.fail("sendMessage", status=400, description="Bad Request: not enough rights to send text messages to the chat")
    told = await trouble(platform, to(awa))
    assert (told.permanent, told.dead_address) == (True, False)


@pytest.mark.parametrize("target", ["", "abc", None])
async def test_an_id_that_is_not_telegram_s_is_final(platform: TelegramPlatform, awa: Person, target: str | None) -> None:
    assert (await trouble(platform, to(awa, kind="edit", target=target))).permanent


async def test_a_refused_connection_was_never_sent(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    await api.stop()
    await asyncio.sleep(0.05)  # until the pool has noticed; a request into a connection just cut would be uncertain, and rightly so
    told = await trouble(platform, to(awa))
    assert (told.permanent, told.uncertain) == (False, False)
    assert str(told).startswith("not sent")


async def test_a_call_that_found_no_free_connection_was_never_sent(api: BotApi, awa: Person) -> None:
    transport = AiohttpRequest(api.base, connections=1, call_s=0.6)
    await transport.initialize()
    bot = Bot(api.token, f"{api.base}/bot", request=transport, get_updates_request=transport)
    api.fail("sendMessage", slow_s=30)
    slow = asyncio.create_task(bot.send_message(awa.id, "lent"))
    await api.until(lambda: api.called("sendMessage"))
    with pytest.raises(NotSent):
        await bot.send_message(awa.id, "jamais")
    with pytest.raises(Unanswered):
        await slow
    await transport.shutdown()
    assert awa.heard == ["lent"]


async def test_an_unknown_host_was_never_sent(api: BotApi, awa: Person) -> None:
    class Elsewhere:
        base = "http://nobody.invalid"
        token = api.token

    platform = platform_for(Elsewhere)  # type: ignore[arg-type]
    await platform.start()
    told = await trouble(platform, to(awa))
    await platform.stop()
    assert (told.permanent, told.uncertain) == (False, False)


async def test_a_lost_answer_is_uncertain_and_the_message_is_there(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    api.fail("sendMessage", reset="after")
    told = await trouble(platform, to(awa))
    assert (told.uncertain, told.permanent, awa.heard) == (True, False, ["Bonjour"])


async def test_a_connection_cut_early_is_uncertain_too(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    api.fail("sendMessage", reset="before")
    assert (await trouble(platform, to(awa))).uncertain
    assert awa.heard == []


async def test_a_lost_answer_to_an_edit_is_simply_tried_again(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    id = await platform.deliver(to(awa, "avant"), key="1")
    api.fail("editMessageText", reset="after")
    edit = to(awa, "après", kind="edit", target=id)
    assert not (await trouble(platform, edit, "2")).uncertain
    assert await platform.deliver(edit, key="2") == id
    assert awa.heard == ["après"]


@pytest.mark.parametrize(("status", "uncertain"), [(500, False), (502, False), (503, False), (504, True)])
async def test_an_error_of_the_server_is_temporary(
    api: BotApi, platform: TelegramPlatform, awa: Person, status: int, uncertain: bool
) -> None:
    api.fail("sendMessage", status=status, html=True)
    told = await trouble(platform, to(awa))
    assert (told.permanent, told.uncertain) == (False, uncertain)


async def test_a_trickling_answer_ends_at_the_deadline_and_others_flow(api: BotApi, awa: Person) -> None:
    platform = platform_for(api, call_s=0.6)
    await platform.start()
    api.fail("sendMessage", slow_s=30)
    start = time.monotonic()
    slow = asyncio.create_task(trouble(platform, to(awa)))
    await asyncio.sleep(0.05)
    await platform.deliver(to(awa, "vite"), key="2")
    assert time.monotonic() - start < 0.5
    assert (await slow).uncertain
    assert time.monotonic() - start < 2
    await platform.stop()


async def test_a_revoked_token_makes_everything_wait(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    api.fail("sendMessage", status=401, description="Unauthorized")
    told = await trouble(platform, to(awa))
    assert (told.everywhere, told.permanent, told.retry_after) == (True, False, 60)


async def test_a_retry_goes_on_after_the_parts_that_arrived(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    text = "un " * 1400 + "deux " * 1000
    fault = api.fail("sendMessage", status=429, retry_after=0, times=0)
    first = asyncio.create_task(trouble(platform, to(awa, text), "7"))
    await api.until(lambda: len(awa.heard) == 1)
    fault.times = 1
    await first
    assert len(awa.heard) == 1
    id = await platform.deliver(to(awa, text), key="7")
    assert "".join("".join(awa.heard).split()) == "".join(text.split())
    assert id == str(awa.sees[-1].id)


async def test_troubles_never_tell_the_token(api: BotApi, platform: TelegramPlatform, awa: Person) -> None:
    said = []
    for how in ({"reset": "before"}, {"status": 502, "html": True}, {"status": 401, "description": "Unauthorized"}):
        api.faults.clear()
        api.fail("sendMessage", **how)
        error = await trouble(platform, to(awa))
        said += [repr(error), repr(error.__cause__), repr(error.__context__) if not error.__suppress_context__ else ""]
    await api.stop()
    said.append(repr(await trouble(platform, to(awa))))
    assert api.token.split(":")[1] not in "".join(said)
