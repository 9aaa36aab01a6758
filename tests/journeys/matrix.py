"""Matrix on the stage: a real homeserver, and people with an independent client in an encrypted room of their own."""

from __future__ import annotations

import copy
import itertools
from typing import Any

from pydantic import SecretStr

from tests.journeys.stage import Actor, Network, Room, Shown, choices_in
from tests.matrix.homeserver import SERVER_NAME, Homeserver, User
from tests.matrix.person import Person, Phones

NUMBERS = itertools.count(1)


class Crowd:
    """The people of the session: a phone takes a second to sign in, so they keep theirs from story to story."""

    def __init__(self, homeserver: Homeserver, phones: Phones) -> None:
        self.homeserver = homeserver
        self.phones = phones
        self._known: dict[str, Person] = {}
        self._users: dict[str, User] = {}

    async def somebody(self, name: str, *, bot: str) -> Person:
        if name not in self._known:
            user = self._users[name] = self.homeserver.register(f"{name}-{next(NUMBERS)}")
            self._known[name] = await Person.at(self.phones, self.homeserver, user, bot=bot)
        person = copy.copy(self._known[name])
        person.bot = bot
        return person

    def sends_without_key(self, name: str, room: str, number: int) -> None:
        """An event whose session nobody shared, as from a phone that gave this bot no key."""
        token = self.homeserver.log_in(self._users[name])["access_token"]
        lost = {"algorithm": "m.megolm.v1.aes-sha2", "device_id": "LOSTPHONE", "sender_key": "A" * 43, "ciphertext": "AwgA" * 20}
        path = f"/_matrix/client/v3/rooms/{room}/send/m.room.encrypted/lost-{number}"
        self.homeserver.ask("PUT", path, {**lost, "session_id": f"{number}" + "B" * 42}, token=token)


class Matrix(Network):
    name = "matrix"

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.user: User

    async def opens(self) -> None:
        self.user = self.crowd.homeserver.register(f"journey{next(NUMBERS)}")

    async def closes(self) -> None:
        return None

    def settings(self) -> dict[str, Any]:
        return {
            "matrix_homeserver": self.crowd.homeserver.address,
            "matrix_user": self.user.id,
            "matrix_password": SecretStr(self.user.password),
            "matrix_allowed_homeservers": (SERVER_NAME,),
            "matrix_pace": 1000.0,  # this homeserver has no limits; the pace itself is tested in tests/matrix
        }

    async def arrives(self, name: str) -> OnMatrix:
        phone = await self.crowd.somebody(name, bot=self.user.id)
        return OnMatrix(phone, name, await phone.invites_bot())


    async def room(self, name: str, by: OnMatrix, *others: OnMatrix) -> InRoom:
        room = str(await by.phone._do("room", invite=[other.phone.id for other in others], name=name, wait=False))
        for other in others:
            await other.phone.joins(room)
        await by.phone.invites(room, self.user.id)
        await by.phone.waits_for(room, self.user.id, "join")
        return InRoom(name, room, (others or (by,))[0].phone)


class OnMatrix(Actor):
    glance_s = 0.08  # the phone decrypts the whole room again for each look

    def __init__(self, phone: Person, name: str, room: str) -> None:
        super().__init__(name, "!")
        self.phone = phone
        self.room = room
        self.said = ""  # the id of the last thing this person said, choices apart

    async def says(self, text: str) -> None:
        self.said = await self.phone.writes(self.room, text)

    async def sees(self) -> list[Shown]:
        return await shown(self.phone, self.room)

    async def _takes(self, message: Shown, label: str) -> None:
        """By its number; on an older card, by answering that card."""
        number = str(message.labels.index(label) + 1)
        newest = [shown for shown in await self.sees() if shown.labels][-1]
        if newest.id == message.id:
            await self.phone.writes(self.room, number)
        else:
            await self.phone.replies(self.room, message.id, number)

    async def reacts(self, message: Shown, emoji: str) -> None:
        await self.phone.reacts(self.room, message.id, emoji)

    async def corrects(self, text: str) -> None:
        await self.phone.edits(self.room, self.said, text)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        self.said = await self.phone.sends_photo(self.room, content, **({"caption": caption} if caption else {}))

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> None:
        more = {"caption": caption} if caption else {}
        self.said = await self.phone.sends_photo(self.room, content, type="application/x-yaml", name=name, kind="m.file", **more)

    async def sends_location(self, lat: float, lon: float) -> None:
        self.said = await self.phone.sends(self.room, {"msgtype": "m.location", "body": "ici", "geo_uri": f"geo:{lat},{lon}"})


class InRoom(Room):
    """eyes: the phone of one of those who were there before the bot."""

    glance_s = 0.08

    def __init__(self, name: str, id: str, eyes: Person) -> None:
        super().__init__(name)
        self.id = id
        self._eyes = eyes

    async def sees(self) -> list[Shown]:
        return await shown(self._eyes, self.id)

    async def says(self, who: OnMatrix, text: str) -> None:
        await who.phone.writes(self.id, text)

    async def takes(self, who: OnMatrix, message: Shown, label: str) -> None:
        await who.phone.replies(self.id, message.id, str(message.labels.index(label) + 1))


async def shown(phone: Person, room: str) -> list[Shown]:
    """The bot's messages on this phone."""
    seen = [event for event in await phone.seen(room) if event["sender"] == phone.bot and not event["redacted"]]
    assert not any(event["unreadable"] for event in seen), "the phone cannot read the bot"
    return [Shown(event["id"], event["body"] or "", choices_in(event["body"] or ""), event["msgtype"] == "m.image") for event in seen]


__all__ = ["Crowd", "InRoom", "Matrix", "OnMatrix"]
