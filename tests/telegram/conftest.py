"""A server, and our platform in front of it with an inbox that only keeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.platforms import Outgoing, Pace, RawUpdate, Resume
from bot.platforms.telegram import TelegramPlatform
from handlers.messages import Address, Attachment, Choice, Incoming, Rendered
from tests.telegram.limits import Limits
from tests.telegram.people import PNG
from tests.telegram.server import BotApi

UNPACED = Pace(per_second=None, private_interval_s=None, group_per_minute=None)


class Inbox:
    """What `listen` was given. broken: refuse to store, as a full disk does."""

    def __init__(self, platform: TelegramPlatform) -> None:
        self.platform = platform
        self.raw: list[RawUpdate] = []
        self.noted = 0  # how often it was noted that Telegram was heard
        self.broken = False
        self.refused = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def store(self, updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        await self.gate.wait()
        if self.broken:
            self.refused += 1
            raise OSError("No space left on device")
        self.raw.extend(updates)
        self.noted += checkpoint is not None

    @property
    def heard(self) -> list[Incoming]:
        return [said for raw in self.raw if (said := self.platform.read(raw)) is not None]


async def stored_photo(attachment: Attachment) -> bytes:
    return PNG


def platform_for(api: BotApi, **how: Any) -> TelegramPlatform:
    return TelegramPlatform(api.token, open_attachment=stored_photo, api_base=api.base, **{"pace": UNPACED, **how})


@asynccontextmanager
async def listening(platform: TelegramPlatform) -> AsyncIterator[Inbox]:
    """The platform started and listening, stopped at the end as the bot stops it."""
    inbox = Inbox(platform)
    await platform.start()
    task = asyncio.create_task(platform.listen(inbox.store, Resume(None)))
    try:
        yield inbox
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await platform.stop()


def to(chat: Any, text: str = "Bonjour", **how: Any) -> Outgoing:
    """A delivery to a person or a group. choices: labels, each with the reference "ref-<n>"."""
    labels: Sequence[str] = how.pop("choices", ())
    body = Rendered(
        text,
        title=how.pop("title", ""),
        choices=tuple(Choice(label, f"act:{label}") for label in labels),
        layout=how.pop("layout", "card"),
        attachments=how.pop("attachments", ()),
    )
    references = tuple(f"ref-{number}" for number in range(len(labels)))
    return Outgoing(how.pop("kind", "send"), Address("telegram", str(chat.id)), chat.id > 0, body, references, **how)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A strict server without rates: those who test rates make their own."""
    async with BotApi(limits=Limits.none()) as server:
        yield server


@pytest.fixture
async def platform(api: BotApi) -> AsyncIterator[TelegramPlatform]:
    """Started, not listening."""
    started = platform_for(api)
    await started.start()
    yield started
    await started.stop()
