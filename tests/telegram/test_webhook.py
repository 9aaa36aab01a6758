"""The webhook's door: who may knock, what is read, and when Telegram is told that we have it."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import aiohttp
import orjson
import pytest

from bot.platforms import Misconfigured
from bot.platforms.telegram import Webhook
from tests.telegram.conftest import Inbox, listening, platform_for
from tests.telegram.server import BotApi

SECRET = "s3cret-of_the-tests"
UPDATE = {
    "update_id": 9,
    "message": {"message_id": 1, "date": 1, "text": "trou", "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": False}},
}


@pytest.fixture
def hook() -> Webhook:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Webhook(f"http://127.0.0.1:{port}/relais/telegram", "127.0.0.1", port, SECRET)


@asynccontextmanager
async def open_door(api: BotApi, hook: Webhook) -> AsyncIterator[Inbox]:
    async with listening(platform_for(api, webhook=hook)) as inbox:
        await api.until(lambda: api.updates.hook is not None)
        yield inbox


async def knock(hook: Webhook, body: bytes, *, secret: str | None = SECRET, path: str | None = None, method: str = "POST") -> int:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    url = hook.url if path is None else f"http://{hook.host}:{hook.port}{path}"
    async with aiohttp.ClientSession() as session, session.request(method, url, data=body, headers=headers) as answer:
        return answer.status


async def test_updates_come_through_the_webhook(api: BotApi, hook: Webhook) -> None:
    awa = api.person("Awa")
    async with open_door(api, hook) as inbox:
        for number in range(50):
            awa.writes(f"n° {number}")
        await api.until(lambda: api.updates.confirmed == 50)
    assert [said.text for said in inbox.heard] == [f"n° {number}" for number in range(50)]
    announced = api.called("setWebhook")[0].parameters
    assert announced["secret_token"] == SECRET
    assert announced["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert "drop_pending_updates" not in announced
    assert not api.called("getUpdates")


@pytest.mark.parametrize("secret", [None, "", "s3cret", SECRET + "x", "é" * 20])
async def test_without_the_secret_nothing_is_read(api: BotApi, hook: Webhook, secret: str | None) -> None:
    async with open_door(api, hook) as inbox:
        assert await knock(hook, orjson.dumps(UPDATE), secret=secret) == 403
        assert await knock(hook, orjson.dumps(UPDATE), secret=secret, path="/elsewhere") == 403
    assert inbox.raw == []


async def test_the_secret_is_checked_before_the_body_comes(api: BotApi, hook: Webhook) -> None:
    async with open_door(api, hook):
        reader, writer = await asyncio.open_connection(hook.host, hook.port)
        writer.write(b"POST /relais/telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n{")
        status = await asyncio.wait_for(reader.readline(), 2)
        writer.close()
    assert b"403" in status


async def test_the_secret_opens_only_our_own_path(api: BotApi, hook: Webhook) -> None:
    async with open_door(api, hook) as inbox:
        assert await knock(hook, orjson.dumps(UPDATE), path="/") == 404
        assert await knock(hook, b"", method="GET") == 405
    assert inbox.raw == []


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_larger_than_any_update_is_refused(api: BotApi, hook: Webhook, chunked: bool) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    async with open_door(api, hook) as inbox, aiohttp.ClientSession() as session:
        body = stream() if chunked else io.BytesIO(b"x" * (1024 * 1024 + 1))
        try:
            async with session.post(hook.url, data=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as answer:
                assert answer.status == 413
        except aiohttp.ClientOSError:
            pass  # it hung up while we were still sending: refused all the same
    assert inbox.raw == []


async def test_an_unreadable_body_is_kept_and_does_not_block_the_queue(api: BotApi, hook: Webhook) -> None:
    async with open_door(api, hook) as inbox:
        for body in (b"{not json", b"\xff\xfe\x00", b"", b"[" * 2000, b"[" * 900_000):
            assert await knock(hook, body) == 200
        assert await knock(hook, b"{not json") == 200
        assert await knock(hook, orjson.dumps(UPDATE)) == 200
    *unreadable, last = inbox.raw
    assert len({raw.id for raw in unreadable}) == 5
    for raw in unreadable:
        with pytest.raises(ValueError, match="not an update"):
            inbox.platform.read(raw)
    assert last.id == "9"


async def test_random_bytes_are_all_kept_and_the_door_stays_open(api: BotApi, hook: Webhook) -> None:
    random = Random(20261122)
    bodies = {random.randbytes(random.randint(0, 300)) for _ in range(500)}
    bodies |= {orjson.dumps(UPDATE)[: random.randint(1, 150)] + random.randbytes(3) for _ in range(500)}
    async with open_door(api, hook) as inbox, aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as session:
        for body in bodies:
            async with session.post(hook.url, data=body) as answer:
                assert answer.status == 200
        assert await knock(hook, orjson.dumps(UPDATE)) == 200
    assert len(inbox.raw) == len(bodies) + 1
    for raw in inbox.raw[:-1]:
        with pytest.raises(ValueError, match="not an update"):
            inbox.platform.read(raw)


async def test_200_is_said_only_once_committed(api: BotApi, hook: Webhook) -> None:
    async with open_door(api, hook) as inbox:
        inbox.gate.clear()
        answer = asyncio.create_task(knock(hook, orjson.dumps(UPDATE)))
        await asyncio.sleep(0.1)
        assert not answer.done()
        inbox.gate.set()
        assert await answer == 200


async def test_what_cannot_be_stored_is_delivered_again(api: BotApi, hook: Webhook) -> None:
    awa = api.person("Awa")
    async with open_door(api, hook) as inbox:
        inbox.broken = True
        awa.writes("gros trou")
        await api.until(lambda: api.updates.deliveries)
        inbox.broken = False
        await api.until(lambda: api.updates.confirmed)
    assert api.updates.deliveries[0].status == 503
    assert [said.text for said in inbox.heard] == ["gros trou"]


async def test_the_spinner_stops_in_webhook_mode_too(api: BotApi, hook: Webhook) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    async with open_door(api, hook) as inbox:
        await api.until(lambda: inbox.raw)
        query = awa.sends_query("ref-0", awa.chat.messages[1])
        await api.until(lambda: query in api.world.answered)


async def test_an_open_door_is_noted_as_hearing_whether_anybody_knocks_or_not(api: BotApi, hook: Webhook) -> None:
    async with listening(platform_for(api, webhook=hook)) as inbox:
        await api.until(lambda: inbox.noted)
        assert inbox.raw == []


@pytest.mark.parametrize(
    ("url", "secret", "key"),
    [
        ("", SECRET, "telegram-webhook-url"),
        ("http://h/{token}", SECRET, "telegram-token-in-webhook-url"),
        ("http://h/x", "", "telegram-webhook-secret"),
        ("http://h/x", "avec espace", "telegram-webhook-secret"),
    ],
)
async def test_a_webhook_set_up_wrongly_is_said_clearly(api: BotApi, url: str, secret: str, key: str) -> None:
    platform = platform_for(api, webhook=Webhook(url.replace("{token}", api.token), "127.0.0.1", 1, secret))
    with pytest.raises(Misconfigured) as told:
        await platform.start()
    assert told.value.key == key


async def test_a_port_in_use_is_said_clearly(api: BotApi, hook: Webhook) -> None:
    taken = Webhook(hook.url, "127.0.0.1", api.port, SECRET)
    with pytest.raises(Misconfigured) as told:
        async with listening(platform_for(api, webhook=taken)):
            await asyncio.sleep(0.2)
    assert (told.value.key, told.value.values["port"]) == ("telegram-webhook-port", str(api.port))


def test_the_secret_does_not_print(hook: Webhook) -> None:
    assert SECRET not in repr(hook)
