"""From a Matrix event to an Incoming: pure, quick, and deaf to what is not said to us."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.documents import most_bytes
from bot.platforms import RawUpdate
from handlers.messages import Address, Incoming, Location, RemoteFile

NAME = "matrix"
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; what is bigger is refused before it is downloaded."""

UNSUPPORTED = {"m.audio": "voice", "m.video": "video"}
GEO = re.compile(r"geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:[,;].*)?")


def read(raw: RawUpdate) -> Incoming | None:
    """Translate. None: not for us (notices, redactions, polls, kinds we do not know). Raises on nonsense."""
    event, room = raw.data["event"], raw.data["room"]
    room_id, _, event_id = raw.id.rpartition("/")
    if not room_id:
        raise ValueError("a Matrix update is named room/event")
    known = Incoming(
        id=raw.id,
        kind="undecryptable" if raw.locked else "message",
        chat=Address(NAME, room_id),
        sender=Address(NAME, _text(room["by"])),
        private=bool(room["private"]),
        encrypted=bool(room["encrypted"]),
        sender_name=_text(room["name"]),
        message=event_id,
        at=_moment(event.get("origin_server_ts")),
    )
    if raw.locked:
        return known
    content = event["content"]
    match event["type"]:
        case "m.room.message":
            return _message(content, known)
        case "m.reaction":
            relation = _mapping(content.get("m.relates_to"))
            if relation.get("rel_type") != "m.annotation":
                return None
            return replace(known, kind="reaction", text=_text(relation["key"]), about=_text(relation["event_id"]))
        case "m.sticker":
            return replace(known, unsupported="sticker")
        case "m.room.member":
            return replace(known, kind="joined" if content["membership"] == "join" else "left", message=None)
    return None


def _message(content: dict[str, Any], known: Incoming) -> Incoming | None:
    relation = _mapping(content.get("m.relates_to"))
    if relation.get("rel_type") == "m.replace":
        return _edit(content, _text(relation["event_id"]), known)
    known = _answering(known, relation)
    body = _text(content.get("body", ""))
    match content["msgtype"]:
        case "m.text" | "m.emote":
            return replace(known, text=_without_quote(body) if known.about else body)
        case "m.image" | "m.file":
            return _file(content, known)
        case "m.location":
            place = _place(content.get("geo_uri"))
            return replace(known, location=place, unsupported=None if place else "location")
        case kind if kind in UNSUPPORTED:
            return replace(known, unsupported=UNSUPPORTED[kind])
    return None  # m.notice among others: bots do not answer bots


def _edit(content: dict[str, Any], target: str, known: Incoming) -> Incoming | None:
    new = _mapping(content.get("m.new_content"))
    if new.get("msgtype", content["msgtype"]) not in ("m.text", "m.emote"):
        return None
    text = _text(new["body"]) if "body" in new else _text(content["body"]).removeprefix("* ")
    return replace(known, kind="edit", message=target, text=_without_quote(text), about=target)


def _answering(known: Incoming, relation: dict[str, Any]) -> Incoming:
    """Say what a message answers, and in which thread. Inside a thread, a reply may be mere fallback for older clients."""
    if relation.get("rel_type") == "m.thread":
        known = replace(known, thread=_text(relation["event_id"]))
        if relation.get("is_falling_back", False):
            return known
    replied = _mapping(relation.get("m.in_reply_to")).get("event_id")
    return known if replied is None else replace(known, about=_text(replied))


def _file(content: dict[str, Any], known: Incoming) -> Incoming:
    info = _mapping(content.get("info"))
    body = _text(content.get("body", ""))
    name = _text(content.get("filename", body))
    caption = body if "filename" in content and body != name else ""
    size = info.get("size") if isinstance(info.get("size"), int) else None
    kind = _text(info.get("mimetype", "application/octet-stream"))
    if size is not None and size > min(LARGEST_FILE, most_bytes(name, kind)):
        return replace(known, text=caption, unsupported="too_large")
    file = RemoteFile(_reference(content), kind, size, name)
    return replace(known, text=caption, files=(file,))


def _reference(content: dict[str, Any]) -> str:
    """What downloading takes: the address, and for an encrypted file the key that came with the message."""
    if "file" not in content:
        return json.dumps({"url": _text(content["url"])})
    file = content["file"]
    return json.dumps({"url": file["url"], "key": file["key"]["k"], "iv": file["iv"], "hash": file["hashes"]["sha256"]})


def _place(uri: Any) -> Location | None:
    found = GEO.fullmatch(uri) if isinstance(uri, str) else None
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return Location(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _without_quote(body: str) -> str:
    """Drop the quotation that older clients put before an answer: lines that start with « > », then an empty line."""
    lines = body.split("\n")
    quoted = 0
    while quoted < len(lines) and (lines[quoted].startswith("> ") or lines[quoted] == ">"):
        quoted += 1
    if quoted and quoted < len(lines) and not lines[quoted]:
        return "\n".join(lines[quoted + 1 :])
    return body


def _moment(milliseconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None  # a server may claim any time


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text expected, not {type(value).__name__}")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"an object expected, not {type(value).__name__}")
    return value
