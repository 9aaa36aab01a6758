"""Updates read straight from their JSON: quick, for every message passes here, and strict, for nonsense must not become a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.documents import is_yaml, most_bytes
from handlers.messages import Address, Incoming, Location, RemoteFile

NAME = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates we ask for. They come only when named."""

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # what the Bot API lets a bot download
READABLE = {"image/jpeg", "image/png", "application/pdf"}
# In this order, because some come along with a more general one (an animation also has a document, a venue a location).
UNSUPPORTED = (
    "voice", "audio", "video", "video_note", "animation", "sticker", "contact", "poll", "dice", "game", "story", "invoice",
    "paid_media", "live_photo", "checklist", "giveaway", "giveaway_winners", "rich_message",
)  # fmt: skip
COMMAND_FOR = re.compile(r"/(\w{1,32})@(\w{3,32})(?=\s|\Z)", re.ASCII)
PRESENT = {"member", "administrator", "creator", "restricted"}
GONE = {"left", "kicked"}

Json = Mapping[str, Any]


def read(id: str, update: Any, username: str | None) -> Incoming | None:
    """What a person did, or None when it concerns nobody (channels, other bots, service messages).

    username: the bot's own, without @; None before it is known. Raises ValueError on what Telegram would never send.
    """
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise ValueError("not an update")
    kinds = [kind for kind in ALLOWED if kind in update]
    if not kinds:
        return None
    if len(kinds) > 1:
        raise ValueError(f"an update of several kinds: {', '.join(kinds)}")
    content = _object(update, kinds[0])
    if kinds[0] == "callback_query":
        return _press(id, content)
    if kinds[0] == "my_chat_member":
        return _membership(id, content)
    return _message(id, content, username, edited=kinds[0] == "edited_message")


def _message(id: str, message: Json, username: str | None, *, edited: bool) -> Incoming | None:
    chat, private = _chat(message)
    if chat is None:
        return None
    if "migrate_to_chat_id" in message:  # whoever did it, an anonymous administrator too
        moved_to = str(_integer(message, "migrate_to_chat_id"))
        return Incoming(id, "moved", chat, _sender(_object(message, "from")), private=False, moved_to=moved_to)
    if "sender_chat" in message or _bot(sender := _object(message, "from")):
        return None
    text = _command(_text(message, "text") or _text(message, "caption"), username)
    files, location, unsupported = _content(message)
    if text is None or not (text or files or location or unsupported):
        return None
    number = str(_integer(message, "message_id"))
    thread = _thread(message)
    return Incoming(
        id,
        "edit" if edited else "message",
        chat,
        _sender(sender),
        private=private,
        text=text,
        sender_name=_name(sender),
        message=number,
        about=number if edited else _answered(message, thread),
        files=files,
        location=location,
        forwarded="forward_origin" in message or "forward_date" in message,
        unsupported=unsupported,
        thread=thread,
        at=_moment(message, "edit_date" if edited and "edit_date" in message else "date"),
    )


def _press(id: str, query: Json) -> Incoming | None:
    if "message" not in query or "data" not in query:
        return None  # a button of an inline result or of a game: not ours
    message = _object(query, "message")
    chat, private = _chat(message)
    if chat is None or _bot(sender := _object(query, "from")):
        return None
    return Incoming(
        id,
        "press",
        chat,
        _sender(sender),
        private=private,
        sender_name=_name(sender),
        about=str(_integer(message, "message_id")),
        press=_text(query, "data"),
        thread=_thread(message),
    )


def _membership(id: str, change: Json) -> Incoming | None:
    """The bot came, went, or was blocked. None for a change of rights."""
    chat, private = _chat(change)
    if chat is None or _bot(sender := _object(change, "from")):
        return None
    was, now = _present(_object(change, "old_chat_member")), _present(_object(change, "new_chat_member"))
    if was == now:
        return None
    return Incoming(
        id, "joined" if now else "left", chat, _sender(sender), private=private, sender_name=_name(sender), at=_moment(change, "date")
    )


def _present(member: Json) -> bool:
    status = _text(member, "status")
    if status not in PRESENT | GONE:
        raise ValueError("an unknown status of a member")
    return status in PRESENT and member.get("is_member") is not False


def _content(message: Json) -> tuple[tuple[RemoteFile, ...], Location | None, str | None]:
    """Files we can read, a place, and the kind of what we cannot read."""
    if "photo" in message:
        return _photo(message["photo"])
    if kind := next((kind for kind in UNSUPPORTED if kind in message), None):
        return (), None, kind
    if "document" in message:
        return _document(_object(message, "document"))
    if "venue" in message:
        return (), _point(_object(_object(message, "venue"), "location")), None
    if "location" in message:
        # A live location is edited every few seconds: only where it starts is something said.
        live = "live_period" in (point := _object(message, "location")) and "edit_date" in message
        return (), None if live else _point(point), None
    return (), None, None


def _photo(sizes: Any) -> tuple[tuple[RemoteFile, ...], None, str | None]:
    """The largest size. Telegram makes every photo a JPEG."""
    if not isinstance(sizes, list) or not sizes or not all(isinstance(size, dict) for size in sizes):
        raise ValueError("photo: not a list of sizes")
    return _file(max(sizes, key=lambda size: _integer(size, "width") * _integer(size, "height")), "image/jpeg")


def _document(document: Json) -> tuple[tuple[RemoteFile, ...], None, str | None]:
    mime, name = _text(document, "mime_type"), _text(document, "file_name")
    return _file(document, mime) if mime in READABLE or is_yaml(name, mime) else ((), None, "document")


def _file(file: Json, media_type: str) -> tuple[tuple[RemoteFile, ...], None, str | None]:
    size = _integer(file, "file_size") if "file_size" in file else None
    name = _text(file, "file_name")
    if size is not None and size > min(DOWNLOAD_LIMIT, most_bytes(name, media_type)):
        return (), None, "too_large"
    if not (ref := _text(file, "file_id")):
        raise ValueError("a file without its id")
    return (RemoteFile(ref, media_type, size, name),), None, None


def _point(point: Json) -> Location:
    lat, lon = point.get("latitude"), point.get("longitude")
    if type(lat) not in (int, float) or type(lon) not in (int, float) or not (-90 <= lat <= 90 and -180 <= lon <= 180):  # type: ignore[operator]
        raise ValueError("a location outside the world")
    return Location(float(lat), float(lon))  # type: ignore[arg-type]


def _chat(holder: Json) -> tuple[Address | None, bool]:
    """Where, and whether it is private; no address for a channel, where nobody in particular speaks."""
    chat = _object(holder, "chat")
    kind = _text(chat, "type")
    if kind not in ("private", "group", "supergroup", "channel"):
        raise ValueError("an unknown type of chat")
    number = _integer(chat, "id")
    return None if kind == "channel" else Address(NAME, str(number)), kind == "private"


def _sender(user: Json) -> Address:
    return Address(NAME, str(_integer(user, "id")))


def _bot(user: Json) -> bool:
    if type(is_bot := user.get("is_bot")) is not bool:
        raise ValueError("is_bot: not told")
    return is_bot


def _name(user: Json) -> str:
    return f"{_text(user, 'first_name')} {_text(user, 'last_name')}".strip()


def _command(text: str, username: str | None) -> str | None:
    """`/mot@our_bot rest` as `/mot rest`; None when another bot is meant."""
    if not text.startswith("/") or (found := COMMAND_FOR.match(text)) is None:
        return text
    if username is not None and found[2].casefold() != username.casefold():
        return None
    return f"/{found[1]}{text[found.end() :]}"


def _thread(message: Json) -> str | None:
    """The topic of a forum. Elsewhere message_thread_id names a chain of answers, in which nothing can be sent."""
    return str(_integer(message, "message_thread_id")) if message.get("is_topic_message") is True else None


def _answered(message: Json, thread: str | None) -> str | None:
    """The message this one answers. In a topic, each message answers the topic's first one unless it answers another."""
    if "reply_to_message" not in message:
        return None
    number = str(_integer(_object(message, "reply_to_message"), "message_id"))
    return None if number == thread else number


def _moment(holder: Json, field: str) -> datetime:
    try:
        return datetime.fromtimestamp(_integer(holder, field), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{field}: outside the calendar") from error


def _object(holder: Json, field: str) -> dict[str, Any]:
    value = holder.get(field)
    if type(value) is not dict:
        raise ValueError(f"{field}: not an object")
    return value


def _integer(holder: Json, field: str) -> int:
    value = holder.get(field)
    if type(value) is not int:
        raise ValueError(f"{field}: not an integer")
    return value


def _text(holder: Json, field: str) -> str:
    """The text, "" when there is none. A zero character is none of Telegram's, and no database could keep it."""
    value = holder.get(field, "")
    if type(value) is not str or "\0" in value:
        raise ValueError(f"{field}: not a text")
    return value
