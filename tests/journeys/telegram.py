"""Telegram on the stage: the tests' own Bot API server, its schema and its rates, by polling or by webhook."""

from __future__ import annotations

import socket
from typing import Any

from pydantic import SecretStr

from bot.platforms import Platform
from bot.platforms.telegram import DEFAULT_PACE, TelegramPlatform
from tests.journeys.stage import Actor, Network, Room, Shown
from tests.telegram.limits import Limits
from tests.telegram.people import Group, Person, Seen
from tests.telegram.server import BotApi

FASTER = 20
"""Most stories run with a private chat's second cut into so many parts, on both sides: the same windows, a shorter evening."""


class Telegram(Network):
    name = "telegram"

    def __init__(self, *, webhook: bool = False, real_rates: bool = False) -> None:
        self.api = BotApi(limits=Limits() if real_rates else Limits(private_per_second=FASTER))
        self._webhook = webhook
        self._real_rates = real_rates

    async def opens(self) -> None:
        await self.api.start()

    async def closes(self) -> None:
        await self.api.stop()

    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {"telegram_token": SecretStr(self.api.token), "telegram_api_base": self.api.base}
        if self._webhook:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            settings |= {
                "telegram_mode": "webhook",
                "telegram_webhook_url": f"http://127.0.0.1:{port}/relais/telegram",
                "telegram_webhook_port": port,
                "telegram_webhook_secret": SecretStr("s3cret-of_the-journeys"),
            }
        return settings

    def adjust(self, platform: Platform) -> None:
        if not self._real_rates:
            platform.pace = DEFAULT_PACE._replace(private_interval_s=1 / FASTER)

    async def arrives(self, name: str) -> OnTelegram:
        return OnTelegram(self.api.person(name.capitalize()), name)

    async def room(self, name: str, by: OnTelegram, *others: OnTelegram) -> InGroup:
        group = self.api.group(name, kind="group")
        by.phone.adds_the_bot_to(group)
        return InGroup(group)

    def ready(self) -> bool:
        updates = self.api.updates
        return not updates.pending and not any(updates._lanes.values())


class OnTelegram(Actor):
    def __init__(self, phone: Person, name: str) -> None:
        super().__init__(name, "/")
        self.phone = phone
        self.said = 0  # the id of the last thing this person said

    async def says(self, text: str) -> None:
        self.said = self.phone.writes(text)

    async def sees(self) -> list[Shown]:
        return [shown(seen) for seen in self.phone.sees if seen.by_bot]

    async def _takes(self, message: Shown, label: str) -> None:
        self.phone.presses(label)

    async def corrects(self, text: str) -> None:
        self.phone.edits(self.said, text)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        self.said = self.phone.sends_photo(content, caption)

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> None:
        self.said = self.phone.sends_document(content, name, "application/x-yaml", caption)

    async def sends_location(self, lat: float, lon: float) -> None:
        self.said = self.phone.sends_location(lat, lon)

    async def opens_link(self, code: str) -> None:
        await self.says(f"/start {code.replace('-', '')}")


class InGroup(Room):
    def __init__(self, group: Group) -> None:
        super().__init__(group.chat.shape["title"])
        self.group = group
        self._as_shown: dict[Shown, dict[str, Any]] = {}

    async def sees(self) -> list[Shown]:
        found = {shown(seen): self.group.chat.messages[seen.id] for seen in self.group.sees if seen.by_bot}
        self._as_shown |= found
        return list(found)

    async def says(self, who: OnTelegram, text: str) -> None:
        who.phone.writes(text, chat=self.group)

    async def takes(self, who: OnTelegram, message: Shown, label: str) -> None:
        """An app may press what it has not yet seen change: the button is that of the version shown."""
        who.phone.sends_query(self.button(message, label), self._as_shown[message])

    def button(self, message: Shown, label: str) -> str:
        """What the button carries."""
        rows = self._as_shown[message]["reply_markup"]["inline_keyboard"]
        return str(next(button["callback_data"] for row in rows for button in row if button["text"] == label))


def shown(seen: Seen) -> Shown:
    return Shown(str(seen.id), seen.text, seen.labels, seen.file == "photo")


__all__ = ["InGroup", "OnTelegram", "Telegram", "TelegramPlatform"]
