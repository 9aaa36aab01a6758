"""From a rendered reply to Matrix events: a notice, its bold title, its numbered choices. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from handlers.messages import CHART, Choice, Rendered

LARGEST_CONTENT = 40_000
"""Bytes of content as JSON. An event may weigh 65,536, and encryption makes a third more of it, plus its envelope."""

ONE_LINE = 48
"""Characters that short labels may take together before they get a line each."""

SEEDS = ("✅", "❌")


def messages(body: Rendered) -> list[dict[str, Any]]:
    """The events' contents, in order; the choices end the last one. A text too long for one event is cut between words."""
    text = "\n\n".join(part for part in (body.text, numbered(body.choices, body.layout)) if part)
    if not text and not body.title:
        return []
    pieces = _split(body.title, text)
    return [_notice(body.title if place == 0 else "", piece) for place, piece in enumerate(pieces)]


def caption(body: Rendered) -> dict[str, Any] | None:
    """What a chart's event says under its picture, which is also read in its place (MSC2530, in the specification since 1.10).

    None where there is no chart, several files, or too much to say in one event.
    """
    if len(body.attachments) != 1 or body.attachments[0].media_type != CHART or len(_split(body.title, body.text)) > 1:
        return None
    return {name: said for name, said in _notice(body.title, body.text).items() if name in ("body", "format", "formatted_body")}


def uncaptioned(body: Rendered) -> Rendered:
    """What is left to say beside the picture: its choices."""
    return replace(body, title="", text="")


def edit(body: Rendered, target: str) -> dict[str, Any]:
    """The content that replaces `target`, cut if it is too long for one event."""
    new = messages(body)[0]
    shown = {**new, "body": f"* {new['body']}", "formatted_body": f"* {new['formatted_body']}"}
    return {**shown, "m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": target}}


def in_thread(content: dict[str, Any], root: str) -> dict[str, Any]:
    """The same content, in a thread; a client without threads shows an answer to its first message."""
    relation = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}
    return {**content, "m.relates_to": relation}


def reaction(target: str, emoji: str) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": target, "key": emoji}}


def numbered(choices: Sequence[Choice], layout: str) -> str:
    """How choices are offered where there are no buttons: each with what to type for it.

    A scale names its ends and then what is not a number by its first letter: « 0 … 10 · p Passer ».
    """
    if layout == "scale":
        numbers = [choice.label for choice in choices if choice.label.isdigit()]
        others = [f"{choice.label[:1].lower()} {choice.label}" for choice in choices if not choice.label.isdigit()]
        return " · ".join([*([f"{numbers[0]} … {numbers[-1]}"] if numbers else []), *others])
    lines = [f"{number} {choice.label}" for number, choice in enumerate(choices, 1)]
    short = len(lines) <= 4 and sum(map(len, lines)) <= ONE_LINE
    return (" · " if short and layout == "card" else "\n").join(lines)


def _notice(title: str, text: str) -> dict[str, Any]:
    marked = escape(text).replace("\n", "<br>")
    return {
        "msgtype": "m.notice",  # bots must not answer notices: two bots in a room stay calm
        "body": "\n".join(part for part in (title, text) if part),
        "format": "org.matrix.custom.html",
        "formatted_body": "<br>".join(part for part in (f"<b>{escape(title)}</b>" if title else "", marked) if part),
        "m.mentions": {},  # nobody is called by what a text happens to contain
    }


def _split(title: str, text: str) -> list[str]:
    # An edit carries its content twice.
    if 2 * len(json.dumps(_notice(title, text))) <= LARGEST_CONTENT or len(text) < 2:
        return [text]
    middle = len(text) // 2
    cut = max(text.rfind("\n", 0, middle), text.rfind(" ", middle // 2, middle)) + 1 or middle
    return [*_split(title, text[:cut].rstrip() or text[:cut]), *_split("", text[cut:])]
