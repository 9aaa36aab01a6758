"""From Matrix events to acts: what each kind means, and what nonsense is refused."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from bot.platforms import RawUpdate
from bot.platforms.matrix.reading import read
from handlers.messages import Incoming
from tests.matrix.test_sturdy import EVENTS, garbled

ROOM = "!E3jrNoColonInIt"
AWA = "@awa:valmiere.test"


def update(content: dict[str, Any], *, type: str = "m.room.message", **more: Any) -> RawUpdate:
    event = {"type": type, "content": content, "sender": AWA, "event_id": "$e", "origin_server_ts": 1_795_000_000_000}
    room = {"private": True, "encrypted": True, "members": 2, "by": AWA, "name": "Awa"}
    return RawUpdate(f"{ROOM}/$e", {"event": event | more, "room": room})


def said(body: str, **more: Any) -> Incoming | None:
    return read(update({"msgtype": "m.text", "body": body, **more}))


def test_only_an_encrypted_room_is_one_that_nobody_on_the_way_can_read() -> None:
    sealed = update({"msgtype": "m.text", "body": "bonjour"})
    plain = RawUpdate(sealed.id, sealed.data | {"room": sealed.data["room"] | {"encrypted": False}})
    assert [got.encrypted for raw in (sealed, plain) if (got := read(raw))] == [True, False]


def test_a_sentence_is_taken_as_it_was_written() -> None:
    got = said("!aide  moi\n> vraiment")
    assert got
    assert (got.id, got.kind, got.text, got.message) == (f"{ROOM}/$e", "message", "!aide  moi\n> vraiment", "$e")
    assert (str(got.chat), str(got.sender), got.sender_name) == (f"matrix:{ROOM}", f"matrix:{AWA}", "Awa")
    assert got.at
    assert got.at.utcoffset() is not None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("> <@bot:v> Un\n> Deux\n\nTrois", "Trois"),
        ("> <@bot:v> Un\n\nDeux\n\nTrois", "Deux\n\nTrois"),
        ("> une citation sans suite", "> une citation sans suite"),
        ("rien à ôter", "rien à ôter"),
    ],
)
def test_an_answer_is_read_without_the_quotation_before_it(body: str, text: str) -> None:
    got = said(body, **{"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}})
    assert got
    assert (got.text, got.about) == (text, "$card")


def test_an_answer_within_a_thread_names_what_it_answers() -> None:
    thread = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": False, "m.in_reply_to": {"event_id": "$card"}}
    got = said("1", **{"m.relates_to": thread})
    assert got
    assert (got.thread, got.about) == ("$root", "$card")


def test_an_edit_without_its_new_content_is_read_from_the_fallback() -> None:
    got = said("* trou rue des Roses", **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}})
    assert got
    assert (got.kind, got.text, got.about) == ("edit", "trou rue des Roses", "$first")


@pytest.mark.parametrize(
    "raw",
    [
        update({"msgtype": "m.notice", "body": "un autre robot"}),
        update({"msgtype": "m.key.verification.request", "body": "…", "to": "@relais:v"}),
        update({"msgtype": "m.image", "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"}, "body": "x"}),
        update({}, type="m.poll.start"),
        update({}, type="m.room.redaction", redacts="$1"),
        update({"m.relates_to": {"rel_type": "m.reference", "event_id": "$1", "key": "x"}}, type="m.reaction"),
    ],
)
def test_what_is_not_said_to_us_is_passed_over(raw: RawUpdate) -> None:
    assert read(raw) is None


@pytest.mark.parametrize("uri", ["geo:91,0", "geo:0,181", "geo:abc", "", None, "geo:1e3,2", "48.5,7.7"])
def test_a_place_that_is_no_place_is_not_believed(uri: str | None) -> None:
    got = read(update({"msgtype": "m.location", "body": "ici", "geo_uri": uri}))
    assert got
    assert (got.location, got.unsupported) == (None, "location")


def test_a_video_of_sixty_megabytes_and_a_huge_file_are_named_not_fetched() -> None:
    video = read(update({"msgtype": "m.video", "body": "v.mp4", "url": "mxc://v/x", "info": {"size": 60_000_000}}))
    file = read(update({"msgtype": "m.file", "body": "plan.pdf", "url": "mxc://v/x", "info": {"size": 60_000_000}}))
    assert video
    assert file
    assert (video.unsupported, video.files, file.unsupported, file.files) == ("video", (), "too_large", ())


def test_a_plain_file_keeps_its_name_and_its_address() -> None:
    yaml = {"msgtype": "m.file", "body": "voirie.yaml", "url": "mxc://v/x"}
    large = read(update({**yaml, "info": {"mimetype": "application/x-yaml", "size": 2**20 + 1}}))
    assert large
    assert (large.unsupported, large.files) == ("too_large", ())
    small = read(update({**yaml, "info": {"mimetype": "application/x-yaml", "size": 2**20}}))
    assert small
    assert [(each.name, each.media_type) for each in small.files] == [("voirie.yaml", "application/x-yaml")]
    got = read(update({"msgtype": "m.file", "body": "plan.pdf", "url": "mxc://v/x", "info": {"mimetype": "application/pdf", "size": 9}}))
    assert got
    file = got.files[0]
    assert (file.name, file.media_type, file.size, got.text) == ("plan.pdf", "application/pdf", 9, "")
    assert json.loads(file.ref) == {"url": "mxc://v/x"}


def test_a_claimed_time_beyond_the_calendar_is_no_time() -> None:
    got = read(update({"msgtype": "m.text", "body": "x"}, origin_server_ts=10**30))
    assert got
    assert got.at is None


def test_garbled_events_are_read_or_refused_and_never_say_more_than_text() -> None:
    chance = random.Random(7)
    outcomes = set()
    for _ in range(2000):
        event = garbled(chance.choice(EVENTS), chance)
        room = {"private": True, "encrypted": True, "members": 2, "by": AWA, "name": "Awa"}
        try:
            got = read(RawUpdate(f"{ROOM}/$1", {"event": event, "room": room}))
        except (ValueError, KeyError, TypeError, AttributeError):
            outcomes.add("refused")
            continue
        outcomes.add("passed over" if got is None else got.kind)
        assert got is None or isinstance(got.text, str)
    assert {"refused", "passed over", "message", "reaction"} <= outcomes
