"""From an `Outgoing` to calls of the Bot API: texts in parts, bold title, buttons in rows, files. Plain text and entities, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.platforms import Outgoing, Undeliverable
from bot.platforms.telegram.splitting import CAPTION_UNITS, TEXT_UNITS, split, units
from handlers.messages import Attachment, Rendered

Json = dict[str, Any]
NO_PREVIEW = {"is_disabled": True}
SCALE_ROWS = (6, 5)
ONE_COLUMN = 8
# How long each label may be for so many buttons in a row on a small phone.
FITS_IN_ROW = {2: 14, 3: 9}


class Call(NamedTuple):
    """One call to make. file: what to upload with it, under `field`."""

    method: str
    parameters: Json
    file: Attachment | None = None
    field: str = ""


def calls_for(what: Outgoing) -> list[Call]:
    """The calls that make this delivery, in order; the last new message carries the buttons. Raises Undeliverable when there is none."""
    chat = _number(what.chat.id)
    if what.kind == "leave":
        return [Call("leaveChat", {"chat_id": chat})]
    if what.kind == "react":
        raise Undeliverable("Telegram has buttons: nothing to react with", permanent=True)
    if what.kind == "redact":
        return [Call("deleteMessage", {"chat_id": chat, "message_id": _number(what.target)})]
    calls = _edit(what) if what.kind == "edit" else _send(what)
    if not calls:
        raise Undeliverable("nothing to say", permanent=True)
    if markup := keyboard(what):
        calls[-1].parameters["reply_markup"] = markup
    for call in calls:
        call.parameters["chat_id"] = chat
        if what.thread is not None and call.method.startswith("send"):
            call.parameters["message_thread_id"] = _number(what.thread)
    return calls


def other_edit(call: Call) -> Call | None:
    """The edit for the other kind of message: whether a card shows a photo is known to Telegram, not to us."""
    swap = {"editMessageText": ("text", "entities", "editMessageCaption", "caption", "caption_entities")}
    swap["editMessageCaption"] = ("caption", "caption_entities", "editMessageText", "text", "entities")
    if call.method not in swap:
        return None
    text, marks, method, new_text, new_marks = swap[call.method]
    parameters = {key: value for key, value in call.parameters.items() if key not in (text, marks, "link_preview_options")}
    if text in call.parameters:
        # A caption is shorter than a text: the end of a long one is lost, which only a card that changed its nature can meet.
        parameters[new_text] = split(call.parameters[text], CAPTION_UNITS if new_text == "caption" else TEXT_UNITS)[0]
        parameters |= {new_marks: call.parameters[marks]} if marks in call.parameters else {}
    return Call(method, parameters)


def keyboard(what: Outgoing) -> Json | None:
    """Inline buttons, each with the reference that a press gives back."""
    if not what.body.choices:
        return None
    buttons = [
        {"text": choice.label, "callback_data": reference} for choice, reference in zip(what.body.choices, what.references, strict=True)
    ]
    return {"inline_keyboard": _rows(buttons, what.body.layout)}


def _rows(buttons: list[Json], layout: str) -> list[list[Json]]:
    if layout == "list":
        width = 1 if len(buttons) <= ONE_COLUMN else 2
        return [buttons[start : start + width] for start in range(0, len(buttons), width)]
    rows = []
    if layout == "scale":
        for width in SCALE_ROWS:
            rows.append(buttons[:width])
            buttons = buttons[width:]
    for button in buttons:
        if rows and _joins(rows[-1], button) and not (layout == "scale" and len(rows) <= len(SCALE_ROWS)):
            rows[-1].append(button)
        else:
            rows.append([button])
    return [row for row in rows if row]


def _joins(row: Sequence[Json], button: Json) -> bool:
    longest = FITS_IN_ROW.get(len(row) + 1, 0)
    return all(len(each["text"]) <= longest for each in (*row, button))


def _send(what: Outgoing) -> list[Call]:
    text, title = _text(what.body)
    files = [_upload(file) for file in what.body.attachments]
    if files and units(text) <= CAPTION_UNITS:
        files[-1].parameters.update(_said("caption", "caption_entities", text, title))
        return files
    return [*files, *_messages(split(text, TEXT_UNITS), title)]


def _edit(what: Outgoing) -> list[Call]:
    """The first part into the card, what does not fit below it. Without buttons the card loses those it had."""
    text, title = _text(what.body)
    target = {"message_id": _number(what.target)}
    if what.body.attachments:
        first, *rest = split(text, CAPTION_UNITS)
        return [Call("editMessageCaption", target | _said("caption", "caption_entities", first, title)), *_messages(rest, 0)]
    if not text.strip():
        return []
    first, *rest = split(text, TEXT_UNITS)
    said = _said("text", "entities", first, title)
    return [Call("editMessageText", target | said | {"link_preview_options": NO_PREVIEW}), *_messages(rest, 0)]


def _messages(parts: Sequence[str], title: int) -> list[Call]:
    """One call a part; what is only blank is not sent, because Telegram refuses it."""
    return [
        Call("sendMessage", _said("text", "entities", part, title if index == 0 else 0) | {"link_preview_options": NO_PREVIEW})
        for index, part in enumerate(parts)
        if part.strip()
    ]


def _text(body: Rendered) -> tuple[str, int]:
    """The whole text, and how many units of its beginning are the title."""
    if not body.title.strip():
        return body.text, 0
    return (f"{body.title}\n{body.text}" if body.text else body.title), units(body.title)


def _said(field: str, entities: str, text: str, title: int) -> Json:
    if not text:
        return {}
    marked = min(title, units(text))
    return {field: text, **({entities: [{"type": "bold", "offset": 0, "length": marked}]} if marked else {})}


def _upload(file: Attachment) -> Call:
    is_picture = file.shown_as.startswith("image/")
    return Call("sendPhoto", {}, file, "photo") if is_picture else Call("sendDocument", {}, file, "document")


def _number(id: str | None) -> int:
    """Telegram's ids are integers; anything else was never one of its own."""
    try:
        return int(id or "")
    except ValueError:
        raise Undeliverable("not an id of Telegram", permanent=True) from None
