"""What each update of Telegram says in our words, and that nonsense is refused rather than guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.platforms.telegram.reading import read
from handlers.messages import Address, Incoming, Location, RemoteFile
from tests.telegram.schema import official

AWA = {"id": 5, "is_bot": False, "first_name": "Awa", "last_name": "Diop"}
BOT = {"id": 1, "is_bot": True, "first_name": "Relais", "username": "relais_bot"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Awa"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Voirie"}
FILE = {"file_id": "F", "file_unique_id": "U"}
KILO = {"file_size": 1000}
YAML = {**FILE, "file_name": "Voirie.YML"}
HUGE = {"file_size": 21 * 1024 * 1024}
SIZES = [{**FILE, "file_id": "small", "width": 90, "height": 60}, {**FILE, **KILO, "width": 1280, "height": 853}]
POINT = {"latitude": 48.58, "longitude": 7.75}
SQUARE = {"width": 1, "height": 1}
TOPIC = {"message_thread_id": 4, "is_topic_message": True}
NOON = 1_795_000_000
LATER = datetime.fromtimestamp(NOON + 5, UTC)


def message(chat: dict[str, Any] = PRIVATE, kind: str = "message", **content: Any) -> dict[str, Any]:
    said = {"message_id": 10, "date": NOON, "from": AWA, "chat": chat, **content}
    return {"update_id": 77, kind: {key: value for key, value in said.items() if value is not None}}


def member(status: str, **more: Any) -> dict[str, Any]:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {}), **more}


def membership(was: dict[str, Any], now: dict[str, Any], chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    change = {"chat": chat, "from": AWA, "date": NOON, "old_chat_member": was, "new_chat_member": now}
    return {"update_id": 77, "my_chat_member": change}


def pressed(**query: Any) -> dict[str, Any]:
    card = {"message_id": 9, "date": NOON, "chat": PRIVATE, "from": BOT, "text": "Compris ?"}
    asked = {"id": "q", "from": AWA, "chat_instance": "1", "message": card, "data": "ref", **query}
    return {"update_id": 77, "callback_query": {key: value for key, value in asked.items() if value is not None}}


def heard(update: dict[str, Any]) -> Incoming | None:
    """Read it, after making sure that the real network could send it."""
    assert official().faults_of_update(update) == []
    return read("77", update, "relais_bot")


def test_a_sentence_in_private() -> None:
    assert heard(message(text="gros trou rue des Lilas")) == Incoming(
        "77",
        "message",
        Address("telegram", "5"),
        Address("telegram", "5"),
        private=True,
        text="gros trou rue des Lilas",
        sender_name="Awa Diop",
        message="10",
        at=datetime.fromtimestamp(NOON, UTC),
    )


def test_a_press_names_its_card() -> None:
    said = heard(pressed())
    assert said is not None
    assert (said.kind, said.press, said.about, said.message, said.text, said.private) == ("press", "ref", "9", None, "", True)


def test_a_press_on_a_card_too_old_for_telegram_still_counts() -> None:
    said = heard(pressed(message={"message_id": 9, "date": 0, "chat": PRIVATE}))
    assert said is not None
    assert (said.press, said.about) == ("ref", "9")


EXPECTED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("an edit corrects its message", message(kind="edited_message", text="trou", edit_date=NOON + 5), {"kind": "edit", "about": "10"}),
    ("an edit has its own time", message(kind="edited_message", text="a", edit_date=NOON + 5), {"at": LATER}),
    ("a corrected caption", message(kind="edited_message", photo=SIZES, caption="ici", edit_date=NOON), {"kind": "edit", "text": "ici"}),
    ("the largest photo", message(photo=SIZES, caption="ici"), {"files": (RemoteFile("F", "image/jpeg", 1000),), "text": "ici"}),
    ("one photo of an album", message(photo=SIZES, media_group_id="a"), {"files": (RemoteFile("F", "image/jpeg", 1000),)}),
    ("a photo without caption", message(photo=SIZES), {"text": "", "unsupported": None}),
    ("a huge photo", message(photo=[{**FILE, **HUGE, "width": 1, "height": 1}]), {"files": (), "unsupported": "too_large"}),
    (
        "a PDF",
        message(document={**FILE, **KILO, "file_name": "plan.pdf", "mime_type": "application/pdf"}),
        {"files": (RemoteFile("F", "application/pdf", 1000, "plan.pdf"),)},
    ),
    ("a PNG", message(document={**FILE, "mime_type": "image/png"}), {"files": (RemoteFile("F", "image/png"),)}),
    ("an archive", message(document={**FILE, "mime_type": "application/zip"}, caption="tout"), {"unsupported": "document", "text": "tout"}),
    ("a document of no type", message(document=FILE), {"unsupported": "document"}),
    *(
        (f"a YAML file as {kind or 'nothing'}", message(document={**YAML, **({"mime_type": kind} if kind else {})}),
         {"files": (RemoteFile("F", kind, None, "Voirie.YML"),)})
        for kind in ("application/x-yaml", "text/yaml", "text/plain", "application/octet-stream", "application/yaml", "")
    ),
    ("a YAML file that says it is a film", message(document={**YAML, "mime_type": "video/mp4"}), {"unsupported": "document"}),
    ("a text that is no YAML", message(document={**FILE, "file_name": "a.txt", "mime_type": "text/plain"}), {"unsupported": "document"}),
    ("a YAML file over a megabyte", message(document={**YAML, "file_size": 2**20 + 1}), {"unsupported": "too_large", "files": ()}),
    ("a huge PDF", message(document={**FILE, **HUGE, "mime_type": "application/pdf"}), {"unsupported": "too_large", "files": ()}),
    ("a voice", message(voice={**FILE, "duration": 3}), {"unsupported": "voice"}),
    ("music", message(audio={**FILE, "duration": 3}), {"unsupported": "audio"}),
    ("a video", message(video={**FILE, **HUGE, **SQUARE, "duration": 1}, caption="vu"), {"unsupported": "video", "text": "vu"}),
    ("a round video", message(video_note={**FILE, "length": 1, "duration": 1}), {"unsupported": "video_note"}),
    (
        "an animation, which also has a document",
        message(animation={**FILE, "width": 1, "height": 1, "duration": 1}, document={**FILE, "mime_type": "video/mp4"}),
        {"unsupported": "animation"},
    ),
    (
        "a sticker",
        message(sticker={**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}),
        {"unsupported": "sticker"},
    ),
    ("a contact", message(contact={"phone_number": "06", "first_name": "R"}), {"unsupported": "contact"}),
    ("a die", message(dice={"emoji": "🎲", "value": 3}), {"unsupported": "dice"}),
    ("a place", message(location=POINT), {"location": Location(48.58, 7.75)}),
    (
        "a place with a name",
        message(location=POINT, venue={"location": POINT, "title": "Mairie", "address": "1 place"}),
        {"location": Location(48.58, 7.75)},
    ),
    ("the start of a live location", message(location={**POINT, "live_period": 900}), {"location": Location(48.58, 7.75)}),
    (
        "a forward",
        message(text="un trou", forward_origin={"type": "hidden_user", "sender_user_name": "R", "date": NOON}),
        {"forwarded": True, "text": "un trou"},
    ),
    ("an answer", message(text="oui", reply_to_message={"message_id": 8, "date": NOON, "chat": PRIVATE}), {"about": "8", "thread": None}),
    (
        "in a topic",
        message(GROUP, text="oui", **TOPIC, reply_to_message={"message_id": 4, "date": NOON, "chat": GROUP}),
        {"thread": "4", "about": None},
    ),
    (
        "an answer in a topic",
        message(GROUP, text="oui", **TOPIC, reply_to_message={"message_id": 8, "date": NOON, "chat": GROUP}),
        {"thread": "4", "about": "8"},
    ),
    (
        "a chain of answers outside a forum is no thread",
        message(GROUP, text="oui", message_thread_id=4, reply_to_message={"message_id": 4, "date": NOON, "chat": GROUP}),
        {"thread": None, "about": "4"},
    ),
    ("a deep link", message(text="/start aB3_-xyz"), {"text": "/start aB3_-xyz"}),
    ("a command for us by name", message(GROUP, text="/mes@Relais_Bot tout"), {"text": "/mes tout", "private": False}),
    ("a command for us, alone", message(GROUP, text="/mes@relais_bot"), {"text": "/mes"}),
    ("what only looks like a command", message(text="/rue@ l'école"), {"text": "/rue@ l'école"}),
    ("emoji only", message(text="🕳️🕳️"), {"text": "🕳️🕳️"}),
    ("right-to-left marks", message(text="\u202etrou\u202c"), {"text": "\u202etrou\u202c"}),
    (
        "a group that moved",
        message({**GROUP, "type": "group"}, migrate_to_chat_id=-1009),
        {"kind": "moved", "moved_to": "-1009", "chat": Address("telegram", "-1001")},
    ),
    ("blocked", membership(member("member"), member("kicked"), PRIVATE), {"kind": "left", "private": True}),
    ("unblocked", membership(member("kicked"), member("member"), PRIVATE), {"kind": "joined"}),
    ("added to a group", membership(member("left"), member("member")), {"kind": "joined", "private": False, "sender_name": "Awa Diop"}),
    ("thrown out", membership(member("member"), member("left")), {"kind": "left"}),
]  # fmt: skip


@pytest.mark.parametrize(("update", "expected"), [pytest.param(u, e, id=name) for name, u, e in EXPECTED])
def test_what_people_do(update: dict[str, Any], expected: dict[str, Any]) -> None:
    said = heard(update)
    assert said is not None
    assert {name: getattr(said, name) for name in expected} == expected


def test_a_moving_live_location_is_not_said_again_and_again() -> None:
    assert heard(message(kind="edited_message", location={**POINT, "live_period": 900}, edit_date=NOON)) is None


NOBODY: list[tuple[str, dict[str, Any]]] = [
    ("a channel's post", {"update_id": 77, "channel_post": message({**GROUP, "type": "channel"}, text="a")["message"]}),
    ("a message in a channel", message({**GROUP, "type": "channel"}, **{"from": None}, text="a")),
    ("another bot", message(GROUP, **{"from": BOT}, text="a")),
    ("an anonymous administrator", message(GROUP, sender_chat=GROUP, text="a")),
    ("a command for another bot", message(GROUP, text="/mes@autre_bot")),
    ("a newcomer", message(GROUP, new_chat_members=[AWA])),
    ("somebody left", message(GROUP, left_chat_member=AWA)),
    ("a new title", message(GROUP, new_chat_title="Voirie Nord")),
    ("a pinned message", message(GROUP, pinned_message={"message_id": 1, "date": NOON, "chat": GROUP})),
    ("a new topic", message(GROUP, forum_topic_created={"name": "n", "icon_color": 1})),
    ("the other half of a move", message(GROUP, migrate_from_chat_id=-5)),
    ("a game's button", pressed(data=None, game_short_name="g")),
    ("a button of an inline result", pressed(message=None, inline_message_id="i")),
    ("a change of rights", membership(member("member"), member("member"))),
    ("an update we never asked for", {"update_id": 77, "poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"]}}),
    ("nothing", {"update_id": 77}),
]


@pytest.mark.parametrize("update", [pytest.param(update, id=name) for name, update in NOBODY])
def test_what_concerns_nobody(update: dict[str, Any]) -> None:
    assert heard(update) is None


NONSENSE: list[tuple[str, Any]] = [
    ("no object", []),
    ("no id", {"message": message(text="a")["message"]}),
    ("an id that is text", {**message(text="a"), "update_id": "77"}),
    ("two kinds at once", {**message(text="a"), **pressed()}),
    ("a text that is a number", message(text=5)),
    ("a text no database can keep", message(text="trou\0")),
    ("no chat", message(None, text="a")),  # type: ignore[arg-type]
    ("a chat whose id is text", message({**PRIVATE, "id": "5"}, text="a")),
    ("a chat whose id is true", message({**PRIVATE, "id": True}, text="a")),
    ("an unknown chat", message({**PRIVATE, "type": "moon"}, text="a")),
    ("nobody", message(text="a", **{"from": None})),
    ("neither bot nor person", message(text="a", **{"from": {"id": 5}})),
    ("photos that are none", message(photo="F")),
    ("no photo", message(photo=[])),
    ("a photo of no size", message(photo=[FILE])),
    ("a file of no id", message(document={"mime_type": "image/png"})),
    ("a place beyond the pole", message(location={"latitude": 91, "longitude": 0})),
    ("a place that is text", message(location={"latitude": "48", "longitude": "7"})),
    ("a date beyond the calendar", message(text="a", date=10**18)),
    ("no message id", message(text="a", message_id=None)),
    ("a press of a number", pressed(data=5)),
    ("an unknown status", membership(member("member"), member("ghost"))),
    ("a name that is a list", message(text="a", **{"from": {**AWA, "first_name": []}})),
]


@pytest.mark.parametrize("update", [pytest.param(update, id=name) for name, update in NONSENSE])
def test_nonsense_is_refused(update: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read("77", update, "relais_bot")


def test_before_we_know_our_name_a_command_by_name_is_taken_as_ours() -> None:
    said = read("77", message(GROUP, text="/mes@relais_bot"), None)
    assert said is not None
    assert said.text == "/mes"
