"""The chats as the network keeps them, and what each method of the Bot API does to them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.schema import units

Json = dict[str, Any]
DOWNLOAD_LIMIT = 20 * 1024 * 1024
CALLBACK_LIFE_S = 15.0
DELETABLE_S = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


class Refused(Exception):
    """The network says no: HTTP status, description, and the parameters of the answer."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass
class Chat:
    """A conversation: its shape as the Bot API shows it, its messages by id (deleted ones are gone), and who may still write."""

    shape: Json
    messages: dict[int, Json] = field(default_factory=dict)
    last_id: int = 0
    refuses: str | None = None  # the description of the 403 every call gets here
    migrated_to: int | None = None

    @property
    def id(self) -> int:
        return int(self.shape["id"])

    @property
    def private(self) -> bool:
        return bool(self.shape["type"] == "private")

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def show(self, message: Json) -> Json:
        """Put a message into the chat, new or changed."""
        self.messages[message["message_id"]] = message
        self.last_id = max(self.last_id, message["message_id"])
        return message


class World:
    """Chats, files and the bot's own profile."""

    def __init__(self, username: str) -> None:
        self.bot: Json = {"id": 7_000_000_001, "is_bot": True, "first_name": "Relais", "username": username}
        self.me: Json = {**self.bot, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.queries: dict[str, float] = {}
        self.answered: dict[str, Json] = {}
        self.menus: dict[tuple[str, int | None, str], list[Json]] = {}
        self._acts: dict[str, Callable[[Json, dict[str, bytes]], Any]] = {
            "getMe": lambda p, f: self.me,
            "sendMessage": self._send_message,
            "sendPhoto": lambda p, f: self._send_file("photo", p, f),
            "sendDocument": lambda p, f: self._send_file("document", p, f),
            "sendLocation": self._send_location,
            "editMessageText": lambda p, f: self._edit("text", "entities", p),
            "editMessageCaption": lambda p, f: self._edit("caption", "caption_entities", p),
            "editMessageReplyMarkup": lambda p, f: self._edit(None, None, p),
            "deleteMessage": self._delete,
            "leaveChat": self._leave,
            "answerCallbackQuery": self._answer,
            "setMyCommands": self._set_menu,
            "getFile": self._get_file,
        }

    def act(self, method: str, parameters: Json, files: dict[str, bytes]) -> Any:
        """Do it and return the result; methods without an effect here are True. Raises Refused."""
        act = self._acts.get(method)
        return act(parameters, files) if act is not None else True

    def keep_file(self, content: bytes) -> Json:
        """Store a file and return it as the Bot API shows files."""
        file_id = f"file-{len(self.files)}"
        self.files[file_id] = content
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}

    def open(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may act in it."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.migrated_to is not None:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.refuses is not None:
            raise Refused(403, f"Forbidden: {chat.refuses}")
        return chat

    def _post(self, parameters: Json, content: Json) -> Json:
        chat = self.open(parameters["chat_id"])
        message = {"message_id": chat.new_id(), "from": self.bot, "chat": chat.shape, "date": int(time.time()), **content}
        if "inline_keyboard" in (markup := parameters.get("reply_markup", {})):
            message["reply_markup"] = markup
        if thread := parameters.get("message_thread_id"):
            if thread not in chat.messages:
                raise Refused(400, "Bad Request: message thread not found")
            message |= {"message_thread_id": thread, "is_topic_message": True}
        return chat.show(message)

    def _send_message(self, parameters: Json, files: dict[str, bytes]) -> Json:
        return self._post(parameters, _said("text", "entities", parameters))

    def _send_file(self, kind: str, parameters: Json, files: dict[str, bytes]) -> Json:
        self.open(parameters["chat_id"])
        name = parameters[kind].removeprefix("attach://")
        if name in files:
            kept = self.keep_file(files[name])
        elif parameters[kind] in self.files:
            kept = {"file_id": parameters[kind], "file_unique_id": parameters[kind]}
        else:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        shown: Any = [{**kept, "width": 800, "height": 600}] if kind == "photo" else kept
        return self._post(parameters, {kind: shown, **_said("caption", "caption_entities", parameters, may_be_empty=True)})

    def _send_location(self, parameters: Json, files: dict[str, bytes]) -> Json:
        return self._post(parameters, {"location": {"latitude": parameters["latitude"], "longitude": parameters["longitude"]}})

    def _edit(self, field: str | None, entities: str | None, parameters: Json) -> Json:
        chat = self.open(parameters["chat_id"])
        old = chat.messages.get(parameters.get("message_id", 0))
        if old is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if old["from"]["id"] != self.bot["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        if field is not None and (field == "text") != ("text" in old):
            raise Refused(400, f"Bad Request: there is no {field} in the message to edit")
        new = {key: value for key, value in old.items() if key not in (field, entities, "reply_markup", "edit_date")}
        if field is not None and entities is not None:
            new |= _said(field, entities, parameters, may_be_empty=field == "caption")
        if parameters.get("reply_markup", {}).get("inline_keyboard"):
            new["reply_markup"] = parameters["reply_markup"]
        if new == {key: value for key, value in old.items() if key != "edit_date"}:
            raise Refused(400, f"Bad Request: {NOT_MODIFIED}")
        return chat.show({**new, "edit_date": int(time.time())})

    def _delete(self, parameters: Json, files: dict[str, bytes]) -> bool:
        messages = self.open(parameters["chat_id"]).messages
        if (message := messages.get(parameters["message_id"])) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        if time.time() - message["date"] > DELETABLE_S:
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        del messages[parameters["message_id"]]
        return True

    def _leave(self, parameters: Json, files: dict[str, bytes]) -> bool:
        chat = self.open(parameters["chat_id"])
        if chat.private:
            raise Refused(400, "Bad Request: chat member status can't be changed in private chats")
        chat.refuses = "bot is not a member of the supergroup chat"
        return True

    def _answer(self, parameters: Json, files: dict[str, bytes]) -> bool:
        asked = self.queries.pop(parameters["callback_query_id"], None)
        if asked is None or time.monotonic() - asked > CALLBACK_LIFE_S:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered[parameters["callback_query_id"]] = parameters
        return True

    def _set_menu(self, parameters: Json, files: dict[str, bytes]) -> bool:
        scope = parameters.get("scope", {"type": "default"})
        if "chat_id" in scope:
            self.open(scope["chat_id"])
        self.menus[(scope["type"], scope.get("chat_id"), parameters.get("language_code", ""))] = parameters["commands"]
        return True

    def _get_file(self, parameters: Json, files: dict[str, bytes]) -> Json:
        content = self.files.get(parameters["file_id"])
        if content is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > DOWNLOAD_LIMIT:
            raise Refused(400, "Bad Request: file is too big")
        name = parameters["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_size": len(content), "file_path": f"files/{name}"}


def _said(field: str, entities: str, parameters: Json, *, may_be_empty: bool = False) -> Json:
    """Text as it is shown: the network trims it, and moves the entities along."""
    text: str = parameters.get(field, "")
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    if not text:
        if may_be_empty:
            return {}
        raise Refused(400, "Bad Request: message text is empty")
    end, marks = units(text), []
    for mark in parameters.get(entities, ()):
        start = max(mark["offset"] - lead, 0)
        length = min(mark["offset"] + mark["length"] - lead, end) - start
        if length > 0:
            marks.append({**mark, "offset": start, "length": length})
    return {field: text, **({entities: marks} if marks else {})}
