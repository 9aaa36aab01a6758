"""Awa at her phone, with the same few gestures on each network; each one returns what it was, for the books."""

from __future__ import annotations

import asyncio
import io
import json
import random
from typing import Any, Protocol

from tests.faults.ledger import Books, Deed, Shown
from tests.matrix import person as matrix
from tests.telegram import people as telegram
from tests.telegram.server import BotApi

SYLLABLES = [consonant + vowel for consonant in "bdflmnrt" for vowel in "aeiou"]
SENTENCES = (
    "gros trou dans la chaussée devant le repère {word}",
    "lampadaire éteint depuis trois jours près du repère {word}",
    "dépôt sauvage de gravats derrière le repère {word}",
    "une branche menace de tomber sur le banc du repère {word}",
)


def new_word(chance: random.Random) -> str:
    """A word nobody said before."""
    return "".join(chance.choice(SYLLABLES) for _ in range(7))


def picture(word: str) -> bytes:
    """A photo that no other word gives."""
    from PIL import Image

    out = io.BytesIO()
    chance = random.Random(word)
    image = Image.new("RGB", (24, 24))
    image.putdata([(chance.randrange(256), chance.randrange(256), chance.randrange(256)) for _ in range(24 * 24)])
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


class Somebody(Protocol):
    """A person of the town hall in front of a network."""

    platform: str
    address: str

    async def pings(self, word: str) -> Deed: ...

    async def says(self, word: str) -> Deed: ...

    async def presses(self, word: str, card: str) -> Deed:
        """Take the first choice of a card, which records. word: of its request; card: the platform's id of the message."""

    async def sends_photo(self, word: str) -> Deed: ...

    async def corrects(self, was: str, word: str) -> Deed:
        """Edit the message that holds `was`."""

    async def shown(self) -> list[Shown]:
        """All that the bot has put on this screen."""


class OnTelegram:
    platform = "telegram"

    def __init__(self, api: BotApi, name: str = "Awa") -> None:
        self._api = api
        self.person: telegram.Person = api.person(name)
        self.address = f"telegram:{self.person.id}"
        self._said: dict[str, int] = {}

    async def pings(self, word: str) -> Deed:
        self.person.writes(f"/ping {word}")
        return self._deed("ping", word)

    async def says(self, word: str) -> Deed:
        self._said[word] = self.person.writes(random.Random(word).choice(SENTENCES).format(word=word))
        return self._deed("sentence", word)

    async def presses(self, word: str, card: str) -> Deed:
        message = self.person.chat.messages[int(card)]
        self.person.sends_query(message["reply_markup"]["inline_keyboard"][0][0]["callback_data"], message)
        return self._deed("press", word)

    async def sends_photo(self, word: str) -> Deed:
        self._said[word] = self.person.sends_photo(picture(word), f"lampadaire cassé, repère {word}")
        return self._deed("photo", word)

    async def corrects(self, was: str, word: str) -> Deed:
        self.person.edits(self._said[was], f"nid de poule sur le parking, repère {word}")
        return self._deed("edit", word, was=was)

    async def shown(self) -> list[Shown]:
        return shown_in(self._api, self.person)

    def _deed(self, kind: Any, word: str, was: str = "") -> Deed:
        return Deed(kind, str(self._api.updates.next_id - 1), word, was)


def team(api: BotApi, books: Books, count: int) -> list[OnTelegram]:
    """So many agents, who are let in."""
    people = [OnTelegram(api, f"Awa {number}") for number in range(count)]
    for person in people:
        books.lets_in("Awa", person.address)
    return people


def shown_in(api: BotApi, chat: telegram.Person | telegram.Group) -> list[Shown]:
    """All that the bot has put in a chat of Telegram."""
    texts = {seen.id: seen.text for seen in chat.sees}
    return [
        Shown(f"telegram:{chat.id}/{call.message_id}", texts[call.message_id or 0], _look(call.parameters))
        for call in api.sent
        if call.parameters["chat_id"] == chat.id
    ]


def _look(parameters: dict[str, Any]) -> str:
    return json.dumps({name: parameters.get(name) for name in ("text", "caption", "reply_markup")}, sort_keys=True)


class OnMatrix:
    """In an encrypted room that the bot has joined."""

    platform = "matrix"

    def __init__(self, person: matrix.Person, room: str) -> None:
        self.person = person
        self.room = room
        self.address = f"matrix:{person.id}"
        self._said: dict[str, str] = {}

    async def pings(self, word: str) -> Deed:
        return self._deed("ping", await self.person.writes(self.room, f"!ping {word}"), word)

    async def says(self, word: str) -> Deed:
        self._said[word] = await self.person.writes(self.room, random.Random(word).choice(SENTENCES).format(word=word))
        return self._deed("sentence", self._said[word], word)

    async def presses(self, word: str, card: str) -> Deed:
        return self._deed("press", await self.person.replies(self.room, card, "1"), word)

    async def sends_photo(self, word: str) -> Deed:
        event = await self.person.sends_photo(self.room, picture(word), caption=f"lampadaire cassé, repère {word}")
        return self._deed("photo", event, word)

    async def corrects(self, was: str, word: str) -> Deed:
        event = await self.person.edits(self.room, self._said[was], f"nid de poule sur le parking, repère {word}")
        return self._deed("edit", event, word, was=was)

    async def shown(self) -> list[Shown]:
        said, more = [], True
        while more:  # what was sent last is on its way to the phone
            await asyncio.sleep(0.3)
            now = [event for event in await self.person.seen(self.room) if event["sender"] == self.person.bot]
            said, more = now, len(now) != len(said)
        return [Shown(f"matrix:{self.room}/{event['id']}", event["body"] or "", look=event["body"] or "") for event in said]

    def _deed(self, kind: Any, event: str, word: str, was: str = "") -> Deed:
        return Deed(kind, f"{self.room}/{event}", word, was)
