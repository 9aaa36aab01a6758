"""The vocabulary between people and handlers: what was done in a chat, and what is answered. No I/O, no platform's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple


class Address(NamedTuple):
    """A place to talk to, or somebody who talks: the platform's name and its own immutable id. Never a display name."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read back `str(address)`: only the first colon separates, ids may hold more (Matrix ids do)."""
        platform, _, id = text.partition(":")
        return cls(platform, id)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as its platform announces it, not downloaded yet. size: bytes, None when the platform does not say."""

    ref: str  # what Platform.fetch needs to download it: JSON or an id, the platform's own business
    media_type: str
    size: int | None = None
    name: str = ""


DOCUMENT = "application/yaml"
"""The one kind of document we keep: it reaches no handler but one that declares to read documents."""


CHART, PAGE = "application/vnd.relais.chart+json", "application/vnd.relais.page+json"
DRAWN = {CHART: "image/png", PAGE: "application/pdf"}
"""What we keep as data, and draw when it is sent."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file we hold. hash: SHA-256 hex of the stored content: photos are re-encoded, a document is kept as it came, under its name."""

    hash: str
    media_type: str
    size: int
    name: str = ""

    @property
    def is_document(self) -> bool:
        return self.media_type == DOCUMENT

    @property
    def shown_as(self) -> str:
        """The media type of what people get: of a chart, the picture's."""
        return DRAWN.get(self.media_type, self.media_type)


class Location(NamedTuple):
    """A point, WGS 84, in degrees."""

    lat: float
    lon: float


Kind = Literal["message", "edit", "press", "reaction", "joined", "left", "moved", "undecryptable"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a person did in a chat: wrote, attached, pressed, tapped a reaction, or came and went.

    id: unique for ever on its platform; the same id twice is the same act.
    chat: where it happened. private: only the person and the bot read it. sender: an account, not yet a Person.
    encrypted: nobody on the way can read that chat: it is encrypted end to end, or there is no network (the console).
    text: what was written ("" for a press; the emoji for a reaction). caption of a file counts as text.
    message: the platform's id of this message itself (what a later edit names in `about`), None for a press.
    about: the platform's id of the message this act concerns: edited, replied to, reacted to, or carrying the button.
    press: the opaque reference a button gave back (see bot/dispatch), or None.
    files: announced, not downloaded; attachments: stored, filled by intake before a handler sees it.
    unsupported: what kind of thing we cannot read ("voice", "video", "sticker", "document", "contact", "too_large"…), or None.
    moved_to: the chat's new id, for kind "moved" (a Telegram group that became a supergroup).
    thread: the platform's id of the thread to answer in, or None.
    """

    id: str
    kind: Kind
    chat: Address
    sender: Address
    private: bool
    encrypted: bool = False
    text: str = ""
    sender_name: str = ""
    message: str | None = None
    about: str | None = None
    press: str | None = None
    files: tuple[RemoteFile, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    forwarded: bool = False
    unsupported: str | None = None
    moved_to: str | None = None
    thread: str | None = None
    at: datetime | None = None


Value = str | int | float | date | datetime


@dataclass(frozen=True, slots=True)
class Button:
    """One choice. act: "feature.action:argument", never shown; key, values: its label in config/texts."""

    act: str
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


CARD_BUTTONS = 8
"""At most this many buttons on a card (design decision); scales and lists hold more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, not how: the Desk finds the words, the platform finds the form.

    key, values: entry of config/texts and what fills it; its attribute `.title`, when it has one, is shown in bold first.
    choices: at most 8 for a card; layout "scale" (0 to 10, pass, slow down) and "list" (one page of a list) hold more.
    yes_no: the choices are a plain yes and no, so a platform may offer them as reactions (never for anything confidential).
    attachments: stored files to show with it.
    edits: replace the card that carried the pressed button instead of stacking a new message (True by default for a press).
    ask: "feature.step:argument", the step that receives this person's next words in this chat, or None.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    choices: tuple[Button, ...] = ()
    layout: Literal["card", "scale", "list"] = "card"
    yes_no: bool = False
    attachments: tuple[Attachment, ...] = ()
    edits: bool | None = None
    ask: str | None = None

    def __post_init__(self) -> None:
        if self.layout == "card" and len(self.choices) > CARD_BUTTONS:
            raise ValueError(f"{self.key}: a card holds at most {CARD_BUTTONS} buttons, not {len(self.choices)}")


class Choice(NamedTuple):
    """A button with its words: what the outbox remembers of it."""

    label: str
    act: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply in somebody's language: what the outbox stores and a platform sends. Plain text only: nothing here is markup."""

    text: str
    title: str = ""
    choices: tuple[Choice, ...] = ()
    layout: Literal["card", "scale", "list"] = "card"
    yes_no: bool = False
    attachments: tuple[Attachment, ...] = ()
    language: str = "fr"

    def to_body(self) -> dict[str, Any]:
        """As JSON, what is empty left out: this is what the outbox keeps."""
        body: dict[str, Any] = {"text": self.text, "title": self.title, "language": self.language}
        if self.choices:
            body |= {"choices": [list(choice) for choice in self.choices], "layout": self.layout, "yes_no": self.yes_no}
        if self.attachments:
            body["attachments"] = [[*_kept(file)] for file in self.attachments]
        return body

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Rendered:
        return cls(
            text=body["text"],
            title=body["title"],
            language=body["language"],
            choices=tuple(Choice(*choice) for choice in body.get("choices", ())),
            layout=body.get("layout", "card"),
            yes_no=body.get("yes_no", False),
            attachments=tuple(Attachment(*file) for file in body.get("attachments", ())),
        )


def is_drawn(body: Mapping[str, Any] | None) -> bool:
    """Whether what the outbox keeps of a message shows a chart or a page; False once it is forgotten."""
    return any(media_type in DRAWN for _, media_type, *_ in (body or {}).get("attachments", ()))


def _kept(file: Attachment) -> tuple[str | int, ...]:
    """A photo has no name to keep."""
    return (file.hash, file.media_type, file.size, *((file.name,) if file.name else ()))


class Refusal(Exception):
    """A person asked for something we will not do. Undo everything; say `key`."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
