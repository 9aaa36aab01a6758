"""People in front of Telegram: they write, press, send things, and see their screen. The vocabulary of the tests."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram.schema import units
from tests.telegram.world import Chat

if TYPE_CHECKING:
    from tests.telegram.server import BotApi

Json = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63382127070002b6010534a675aa0000000049454e44ae426082"
)
"""A picture of one point, for those who only need some picture."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message on a screen. buttons: the labels, row by row. bold: the marked parts. file: what is shown beside the text, or None."""

    id: int
    by_bot: bool
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()
    bold: tuple[str, ...] = ()
    file: str | None = None
    thread: int | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in self.buttons for label in row)


class Group:
    """A group with the bot in it. forum: topics of a supergroup have threads."""

    def __init__(self, api: BotApi, chat: Chat) -> None:
        self.api = api
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def sees(self) -> list[Seen]:
        return [_seen(message) for _, message in sorted(self.chat.messages.items())]

    def becomes_supergroup(self, by: Person) -> Group:
        """Upgrade it: the old id is dead, the bot is shown coming into the new one, then both sides say what happened."""
        chat_id = -1_000_000_000_000 + self.chat.id
        new = Chat({"id": chat_id, "type": "supergroup", "title": self.chat.shape["title"]})
        self.api.world.chats[chat_id] = new
        by.changes_membership("member", was="left", chat=Group(self.api, new))
        by.posts({"migrate_to_chat_id": chat_id}, chat=self)
        self.chat.migrated_to = chat_id
        by.posts({"migrate_from_chat_id": self.chat.id}, chat=Group(self.api, new))
        return Group(self.api, new)

    def throws_the_bot_out(self, by: Person) -> None:
        self.chat.refuses = "bot was kicked from the supergroup chat"
        by.changes_membership("kicked", chat=self, was="member")


class Person:
    """Somebody with Telegram. Everything happens in the private chat with the bot unless a group is named."""

    def __init__(self, api: BotApi, chat: Chat, name: str, language: str) -> None:
        self.api = api
        self.chat = chat
        self.user: Json = {"id": chat.id, "is_bot": False, "first_name": name, "language_code": language}
        chat.refuses = "bot can't initiate conversation with a user"  # until this person writes

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def sees(self) -> list[Seen]:
        """The private chat as it stands now: edits applied, deleted messages gone."""
        return [_seen(message) for _, message in sorted(self.chat.messages.items())]

    @property
    def heard(self) -> list[str]:
        """The texts that the bot has on this screen."""
        return [seen.text for seen in self.sees if seen.by_bot]

    @property
    def menu(self) -> list[str]:
        """The commands offered in this chat, in the person's language where there is one."""
        for scope in (("chat", self.id), ("all_private_chats", None), ("default", None)):
            for language in (self.user.get("language_code", ""), ""):
                if (menu := self.api.world.menus.get((*scope, language))) is not None:
                    return [command["command"] for command in menu]
        return []

    def writes(self, text: str, *, chat: Group | None = None, reply_to: int | None = None, thread: int | None = None, **more: Any) -> int:
        """Send a text; return the message's id. Commands get their entity, as the apps add it."""
        word = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        marks = {"entities": [{"type": "bot_command", "offset": 0, "length": units(word)}]} if len(word) > 1 else {}
        return self.posts({"text": text, **marks, **more}, chat=chat, reply_to=reply_to, thread=thread)

    def posts(self, content: Json, *, chat: Group | None = None, reply_to: int | None = None, thread: int | None = None) -> int:
        """Send any content of a message."""
        room = chat.chat if chat is not None else self.chat
        if room is self.chat and room.refuses == "bot can't initiate conversation with a user":
            room.refuses = None
        message = {"message_id": room.new_id(), "from": self.user, "chat": room.shape, "date": int(time.time()), **content}
        if reply_to is not None:
            message["reply_to_message"] = {k: v for k, v in room.messages[reply_to].items() if k != "reply_to_message"}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        self.api.push({"message": room.show(message)})
        return int(message["message_id"])

    def sends_photo(self, content: bytes = PNG, caption: str = "", **more: Any) -> int:
        """A photo in two sizes, the larger last, as the network prepares them."""
        large = self.api.world.keep_file(content)
        small = self.api.world.keep_file(content[:64])
        sizes = [{**small, "width": 90, "height": 60}, {**large, "width": 1280, "height": 853}]
        return self.posts({"photo": sizes, **_captioned(caption), **more})

    def sends_album(self, photos: Sequence[bytes], caption: str = "") -> list[int]:
        group = f"album-{self.chat.last_id}"
        return [self.sends_photo(photo, caption if i == 0 else "", media_group_id=group) for i, photo in enumerate(photos)]

    def sends_document(self, content: bytes, name: str, mime: str, caption: str = "", **more: Any) -> int:
        document = {**self.api.world.keep_file(content), "file_name": name, "mime_type": mime, **more}
        return self.posts({"document": document, **_captioned(caption)})

    def sends_location(self, lat: float, lon: float) -> int:
        return self.posts({"location": {"latitude": lat, "longitude": lon}})

    def sends_venue(self, lat: float, lon: float, title: str, address: str) -> int:
        point = {"latitude": lat, "longitude": lon}
        return self.posts({"venue": {"location": point, "title": title, "address": address}, "location": point})

    def sends_voice(self, seconds: int = 3) -> int:
        return self.posts({"voice": {**self.api.world.keep_file(b"OggS"), "duration": seconds, "mime_type": "audio/ogg"}})

    def sends_video(self, size: int = 60 * 1024 * 1024, caption: str = "") -> int:
        video = {**self.api.world.keep_file(b"ftyp"), "file_size": size, "width": 1, "height": 1, "duration": 60, "mime_type": "video/mp4"}
        return self.posts({"video": video, **_captioned(caption)})

    def sends_sticker(self) -> int:
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.posts({"sticker": {**self.api.world.keep_file(b"RIFF"), **shape}})

    def forwards(self, text: str, author: str = "Un habitant") -> int:
        origin = {"type": "hidden_user", "sender_user_name": author, "date": int(time.time())}
        return self.posts({"text": text, "forward_origin": origin})

    def edits(self, message: int, text: str, *, chat: Group | None = None) -> None:
        """Change an own message, which comes to the bot as an update of its own."""
        room = chat.chat if chat is not None else self.chat
        old = room.messages[message]
        field = "text" if "text" in old else "caption"
        changed = {k: v for k, v in old.items() if k != "entities"} | {field: text, "edit_date": int(time.time())}
        self.api.push({"edited_message": room.show(changed)})

    def deletes(self, message: int) -> None:
        """Take an own message away. The network does not tell bots."""
        del self.chat.messages[message]

    def presses(self, label: str, *, chat: Group | None = None) -> str:
        """Press the newest button with this label that is on the screen; return the query's id. KeyError when there is none."""
        room = chat.chat if chat is not None else self.chat
        for _, message in sorted(room.messages.items(), reverse=True):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        return self.sends_query(button["callback_data"], message)
        raise KeyError(f"no button {label!r} here; there are {[seen.labels for seen in map(_seen, room.messages.values()) if seen.labels]}")

    def sends_query(self, data: str, message: Json) -> str:
        """Press with any data, as a forged client can."""
        query = f"{self.id}-{time.monotonic_ns()}"
        self.api.world.queries[query] = time.monotonic()
        self.api.push({"callback_query": {"id": query, "from": self.user, "chat_instance": "1", "message": message, "data": data}})
        return query

    def blocks(self) -> None:
        self.chat.refuses = "bot was blocked by the user"
        self.changes_membership("kicked", was="member")

    def unblocks(self) -> None:
        self.chat.refuses = None
        self.changes_membership("member", was="kicked")

    def changes_membership(self, status: str, *, was: str, chat: Group | None = None) -> None:
        """The bot hears that its own place in a chat changed."""
        room = chat.chat if chat is not None else self.chat
        until = {"kicked": {"until_date": 0}}
        old, new = ({"user": self.api.world.bot, "status": value, **until.get(value, {})} for value in (was, status))
        change = {"chat": room.shape, "from": self.user, "date": int(time.time()), "old_chat_member": old, "new_chat_member": new}
        self.api.push({"my_chat_member": change})

    def adds_the_bot_to(self, group: Group) -> None:
        group.chat.refuses = None
        self.changes_membership("member", was="left", chat=group)


def _captioned(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def _seen(message: Json) -> Seen:
    text = message.get("text") or message.get("caption") or ""
    coded = text.encode("utf-16-le", "surrogatepass")
    marks = message.get("entities") or message.get("caption_entities") or ()
    bold = (coded[m["offset"] * 2 : (m["offset"] + m["length"]) * 2].decode("utf-16-le") for m in marks if m["type"] == "bold")
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    kinds = ("photo", "document", "location", "voice", "video", "sticker")
    return Seen(
        id=message["message_id"],
        by_bot=message["from"]["is_bot"],
        text=text,
        buttons=tuple(tuple(button["text"] for button in row) for row in rows),
        bold=tuple(bold),
        file=next((kind for kind in kinds if kind in message), None),
        thread=message.get("message_thread_id"),
    )
