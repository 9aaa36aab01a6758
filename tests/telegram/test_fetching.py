"""Files that people send: downloaded from the Bot API's own address, within limits of size and time."""

from __future__ import annotations

import time

import pytest

from bot.platforms import Undeliverable
from bot.platforms.telegram import TelegramPlatform, http, reading
from handlers.messages import RemoteFile
from tests.telegram.conftest import listening, platform_for
from tests.telegram.people import PNG
from tests.telegram.server import BotApi


async def refusal(platform: TelegramPlatform, ref: str) -> Undeliverable:
    with pytest.raises(Undeliverable) as raised:
        await platform.fetch(RemoteFile(ref, "image/jpeg"))
    return raised.value


def kept(api: BotApi, content: bytes) -> str:
    return str(api.world.keep_file(content)["file_id"])


async def test_a_photo_arrives_whole(api: BotApi) -> None:
    content = PNG + bytes(range(256)) * 4000
    awa = api.person("Awa")
    async with listening(platform_for(api)) as inbox:
        awa.sends_photo(content, "un trou")
        await api.until(lambda: inbox.raw)
        (said,) = inbox.heard
        assert await inbox.platform.fetch(said.files[0]) == content
    assert (said.text, said.files[0].size) == ("un trou", len(content))


async def test_a_file_that_never_was_will_never_come(platform: TelegramPlatform) -> None:
    assert (await refusal(platform, "unknown")).permanent


async def test_telegram_refuses_what_is_too_large(api: BotApi, platform: TelegramPlatform) -> None:
    assert (await refusal(platform, kept(api, bytes(reading.DOWNLOAD_LIMIT + 1)))).permanent


async def test_a_file_larger_than_announced_is_cut_off(api: BotApi, platform: TelegramPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "DOWNLOAD_LIMIT", 1000)
    assert "too large" in str(await refusal(platform, kept(api, bytes(1001))))


async def test_a_redirect_is_not_followed(api: BotApi, platform: TelegramPlatform) -> None:
    ref = kept(api, PNG)
    api.fail("file", status=302, description=f"{api.base}/control/secret")
    assert (await refusal(platform, ref)).permanent
    assert [call.method for call in api.calls[-2:]] == ["getFile", "file"]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../x", "http://elsewhere/x", "", None, 5])
async def test_a_path_that_leads_elsewhere_is_refused(
    api: BotApi, platform: TelegramPlatform, monkeypatch: pytest.MonkeyPatch, path: object
) -> None:
    monkeypatch.setitem(api.world._acts, "getFile", lambda p, f: {"file_id": "F", "file_unique_id": "F", "file_path": path})
    assert (await refusal(platform, "F")).permanent
    assert not api.called("file")


@pytest.mark.parametrize("how", [{"status": 500}, {"reset": "before"}, {"status": 429}])
async def test_trouble_on_the_way_is_temporary(api: BotApi, platform: TelegramPlatform, how: dict[str, object]) -> None:
    ref = kept(api, PNG)
    api.fail("file", times=None, **how)
    told = await refusal(platform, ref)
    assert (told.permanent, told.uncertain) == (False, False)
    api.faults.clear()
    assert await platform.fetch(RemoteFile(ref, "image/jpeg")) == PNG


async def test_a_trickling_download_ends_at_the_deadline(api: BotApi, platform: TelegramPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.telegram.DOWNLOAD_S", 0.4)
    ref = kept(api, PNG * 100)
    api.fail("file", slow_s=30)
    start = time.monotonic()
    assert not (await refusal(platform, ref)).permanent
    assert time.monotonic() - start < 2


def test_what_orjson_refuses_is_read_and_can_be_written_again() -> None:
    parsed = http.parse(b'{"a":"\\ud83d","b":NaN,"c":[1e999,123456789012345678901234567890]}')
    assert parsed == {"a": "\ufffd", "b": None, "c": [None, None]}
