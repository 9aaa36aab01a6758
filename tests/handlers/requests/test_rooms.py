"""A direction's room: bound by an administrator, one card a request, no word of anybody, and rights asked again at each press."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import Moved, Undeliverable
from handlers.messages import Address
from storage.tables import Account, Inbox, Outbox, Request, Room
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def bound(t: Town, direction: str = "voirie", room: str = "salon") -> Chat:
    t.person("root", "admin", None)
    here = t.person(room, None)
    await t.hears("root", kind="joined", private=False, chat=room)
    await t.hears("root", text=f"/salon {direction}", private=False, chat=room)
    return here


async def logged(t: Town, text: str = HOLE) -> Chat:
    awa = t.person("awa")
    await awa.says(text)
    await awa.presses("Enregistrer")
    return awa


async def presses(t: Town, who: str, room: Chat, label: str) -> None:
    """Somebody presses a button of the room's newest card."""
    card = room.card()
    place = next(place for place, choice in enumerate(card.body.choices) if choice.label.startswith(label))
    await t.hears(who, press=card.references[place], about="m", private=False, chat=room.name)


async def test_a_request_arrives_in_the_room_of_its_direction_and_its_card_is_kept_up_to_date(t: Town) -> None:
    room = await bound(t)
    karim = t.person("karim", "direction", None, "m_voirie")
    await logged(t)
    assert room.last.startswith("MQ-26-0001 · Nid-de-poule")
    assert room.buttons[-5:] == ["Prendre", "Refuser ou transférer", "Mettre en attente", "Dater", "Traité"]
    cards = len(room.heard)
    await presses(t, "karim", room, "Prendre")
    assert len(room.heard) == cards  # edited in place
    assert "prise en charge" in room.last
    assert "C’est pris en charge." in karim.last  # what is asked in a room is answered in private


async def test_each_hold_that_ends_by_itself_is_shown_in_the_room(t: Town) -> None:
    """Of several days: what a job owes a room is no fact that is said once for ever."""
    room = await bound(t)
    karim = t.person("karim", "direction", None, "m_voirie")
    for number, day in ((1, 25), (2, 26), (3, 27)):
        await logged(t, f"{HOLE} {number}")
        await karim.says(f"/prendre 000{number}")
        await karim.says(f"/attente 000{number} météo {day}/11")
    assert [row.state for row in t.rows(Request)] == ["on_hold"] * 3  # type: ignore[attr-defined]
    for day, held in ((25, 2), (26, 1), (27, 0)):
        t.clock.time = datetime(2026, 11, day, 9, tzinfo=UTC)
        await t.passes()
        assert [row.state for row in t.rows(Request)] == ["taken"] * (3 - held) + ["on_hold"] * held  # type: ignore[attr-defined]
        assert sum("en attente" in card for card in room.heard) == held


async def test_a_room_shows_no_words_no_name_and_no_photo(t: Town) -> None:
    room = await bound(t)
    await logged(t, "gros trou devant chez Bernadette rue des Lilas")
    shown = "\n".join(room.heard)
    assert "MQ-26-0001" in shown
    assert "Bernadette" not in shown
    assert "Awa" not in shown
    assert [what.body.attachments for what in room.messages.values()] == [()] * len(room.messages)


async def test_a_sensitive_request_is_shown_in_no_room(t: Town) -> None:
    room = await bound(t, "CCAS")
    before = len(room.heard)
    awa = t.person("awa")
    await awa.says("une dame âgée isolée a besoin d'aide à domicile")
    await awa.presses("Enregistrer")
    [row] = t.rows(Request)
    assert row.sensitive  # type: ignore[attr-defined]
    assert len(room.heard) == before


async def test_who_presses_is_asked_again_for_their_right(t: Town) -> None:
    room = await bound(t)
    awa = await logged(t)
    nora = t.person("nora", "direction", None, "m_eau")
    t.person("inconnu", None)
    for who, chat in (("awa", awa), ("nora", nora)):
        await presses(t, who, room, "Prendre")
        assert "Je ne trouve pas" in chat.last or "pas ouverte à votre fonction" in chat.last
    await presses(t, "inconnu", room, "Prendre")
    [row] = t.rows(Request)
    assert row.state == "sent"  # type: ignore[attr-defined]


async def test_a_card_that_changed_says_what_happened_since(t: Town) -> None:
    room = await bound(t)
    karim, lou = t.person("karim", "direction", None, "m_voirie"), t.person("lou", "direction", None, "m_voirie")
    await logged(t)
    old = room.card()
    await presses(t, "karim", room, "Prendre")
    await t.hears("lou", press=old.references[0], about="m", private=False, chat="salon")
    assert "prise en charge (référent de direction)" in lou.last
    assert karim.last != lou.last


async def test_a_refused_request_leaves_the_room_for_the_next_one(t: Town) -> None:
    roads = await bound(t)
    water = await bound(t, "assainissement", "eaux")
    karim = t.person("karim", "direction", None, "m_voirie")
    await logged(t)
    await presses(t, "karim", roads, "Refuser")
    await karim.presses("Hors compétence")
    await karim.presses("Eau et assainissement")
    assert "Plus rien à faire ici" in roads.last
    assert not any(what.body.choices for what in roads.messages.values())
    assert water.last.startswith("MQ-26-0001")


async def test_only_an_administrator_opens_a_room(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", kind="joined", private=False, chat="salon")
    assert [row.kind for row in t.rows(Outbox)] == ["leave"]  # type: ignore[attr-defined]
    await t.passes(seconds=3)
    await t.hears("awa", text="/salon voirie", private=False, chat="salon")
    assert "pas ouverte à votre fonction" in awa.last
    assert t.rows(Room) == []


async def test_a_room_that_moved_or_was_left_is_followed_or_forgotten(t: Town) -> None:
    await bound(t)
    await t.hears("root", kind="moved", moved_to="grand", private=False, chat="salon")
    room: Any = t.rows(Room)[0]
    assert room.address == "scene:grand"
    await t.hears("root", kind="left", private=False, chat="grand")
    assert t.rows(Room) == []


async def test_a_room_that_is_gone_for_the_network_is_forgotten(t: Town) -> None:
    """Or whoever brings us back in there would need no right."""
    await bound(t)
    t.platform.failing_in["salon"] = Undeliverable("kicked", dead_address=True)
    await logged(t)
    assert t.rows(Room) == []
    t.person("root", "admin", None)
    assert t.rows(Account, address="scene:root")[0].reachable  # type: ignore[attr-defined]


async def test_a_room_found_to_have_moved_is_bound_where_it_is(t: Town) -> None:
    await bound(t)
    t.platform.failing_in["salon"] = Moved(Address("scene", "grand"))
    await logged(t)
    [room] = t.rows(Room)
    assert room.address == "scene:grand"  # type: ignore[attr-defined]
    assert t.person("grand", None).last.startswith("MQ-26-0001")


async def test_a_group_that_becomes_a_supergroup_is_not_left(t: Town) -> None:
    """Telegram first shows us coming into the new one, brought by whoever upgraded it, and only then says that it moved."""
    await bound(t)
    t.person("karim", "direction", None, "m_voirie")
    await t.hears("karim", kind="joined", private=False, chat="grand")
    await t.passes(seconds=1)
    await t.hears("karim", kind="moved", moved_to="grand", private=False, chat="salon")
    await t.passes(seconds=10)
    assert [row.state for row in t.rows(Outbox, kind="leave")] == ["dead"]  # type: ignore[attr-defined]
    assert t.rows(Room)[0].address == "scene:grand"  # type: ignore[attr-defined]
    await logged(t)
    assert t.person("grand", None).last.startswith("MQ-26-0001")


async def test_the_last_one_who_leaves_a_room_is_still_there_in_private(t: Town) -> None:
    """A room for two is private for its network, whatever it was before."""
    await bound(t)
    karim = t.person("karim", "direction", None, "m_voirie")
    await t.hears("karim", kind="left", private=True, chat="salon")
    assert t.rows(Room) == []
    assert t.rows(Account, address="scene:karim")[0].reachable  # type: ignore[attr-defined]
    await karim.says("/ping a")
    assert karim.last == "pong a"


async def test_what_people_say_to_each_other_in_a_room_is_not_for_us(t: Town) -> None:
    room = await bound(t)
    karim = t.person("karim", "direction", None, "m_voirie")
    said = (len(room.heard), len(karim.heard))
    for text in ("bonjour à tous", "1", "/meteo demain", "!roll 6", "gros trou rue Pasteur"):
        await t.hears("karim", text=text, private=False, chat="salon")
    await t.hears("karim", text="regardez", private=False, chat="salon", photos=[b"never asked for"])
    await t.hears("karim", kind="undecryptable", private=False, chat="salon")
    await t.hears("karim", kind="edit", text="gros trou", about="m1", private=False, chat="salon")
    assert (len(room.heard), len(karim.heard)) == said
    assert t.rows(Request) == []
    assert [row.state for row in t.rows(Inbox)] == ["done"] * len(t.rows(Inbox))  # type: ignore[attr-defined]
    assert t.platform.fetched == []


async def test_an_administrator_who_opens_a_room_is_asked_for_its_direction_in_private(t: Town) -> None:
    root = t.person("root", "admin", None)
    await t.hears("root", kind="joined", private=False, chat="salon")
    assert root.last == "Pour quelle direction ? Écrivez-le dans le salon lui-même : /salon voirie"
    await t.hears("root", text="/salon", private=False, chat="salon")
    assert root.last.startswith("Pour quelle direction")
    assert t.person("salon", None).heard == []


async def test_nothing_private_is_said_where_somebody_else_came_in(t: Town) -> None:
    """On Matrix a room for two becomes one for three when somebody is invited."""
    awa = await logged(t)
    heard = len(awa.heard)
    await t.hears("awa", text="/voir 0001", private=False)
    [said] = awa.heard[heard:]
    assert said.startswith("Quelqu’un d’autre lit cette conversation")
    await t.hears("awa", text="/voir 0001", private=False)
    assert len(awa.heard) == heard + 1
    await t.hears("awa", text="/voir 0001", chat="awa-2")
    assert HOLE in t.person("awa-2", None).last
    assert t.rows(Account, address="scene:awa")[0].chat == "scene:awa-2"  # type: ignore[attr-defined]


async def test_a_number_typed_while_somebody_else_acted_is_answered_with_what_they_did(t: Town) -> None:
    """« 1 » was « Prendre » when it was typed, and is « Reprendre » when it comes: it must not resume what was just put on hold."""
    room = await bound(t)
    karim, lou = t.person("karim", "direction", None, "m_voirie"), t.person("lou", "direction", None, "m_voirie")
    await logged(t)
    card = next(reversed(room.messages))
    await karim.says("/attente 0001 météo 05/12")
    assert room.buttons[0] == "Reprendre"
    for kind in ("message", "reaction"):
        await t.hears("lou", kind=kind, text="1️⃣" if kind == "reaction" else "1", about=card, private=False, chat="salon")
        assert "mise en attente (référent de direction)" in lou.last
        assert t.rows(Request)[0].state == "on_hold"  # type: ignore[attr-defined]
    await t.passes(seconds=11)
    await t.hears("lou", text="1", about=card, private=False, chat="salon")
    assert t.rows(Request)[0].state == "taken"  # type: ignore[attr-defined]


async def test_a_number_answers_a_card_of_the_room_only_as_a_reply_to_it(t: Town) -> None:
    room = await bound(t)
    t.person("karim", "direction", None, "m_voirie")
    await logged(t)
    await t.hears("karim", text="1", private=False, chat="salon")
    assert t.rows(Request)[0].state == "sent"  # type: ignore[attr-defined]
    card = next(reversed(room.messages))
    await t.hears("karim", text="1", about=card, private=False, chat="salon")
    assert t.rows(Request)[0].state == "taken"  # type: ignore[attr-defined]
