"""One act to its handler: which card a number answers, what a group may do, who comes and goes, and several bots on one base."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.choices import newest_card, place_of
from bot.dispatch import Entrances
from bot.platforms import RawUpdate
from handlers import features
from storage.tables import Account, Inbox, Outbox, Request
from tests.scenes import MONDAY, ScenePlatform, Town, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


# --- which choice ---

YES_NO = ["Oui", "Non"]
SCALE = [str(n) for n in range(11)] + ["Passer", "Moins souvent"]


@pytest.mark.parametrize(
    ("text", "labels", "scale", "place"),
    [
        ("1", YES_NO, False, 0), ("2", YES_NO, False, 1), ("3", YES_NO, False, None), ("0", YES_NO, False, None), ("oui", YES_NO, False, 0),
        ("NON", YES_NO, False, 1), ("o", YES_NO, False, None), ("²", YES_NO, False, None), ("٢", YES_NO, False, None),
        ("-1", YES_NO, False, None), ("99999999999", YES_NO, False, None), ("", [], False, None),
        ("0", SCALE, True, 0), ("7", SCALE, True, 7), ("10", SCALE, True, 10), ("11", SCALE, True, None), ("passer", SCALE, True, 11),
        ("p", SCALE, True, 11), ("m", SCALE, True, 12), ("x", SCALE, True, None),
    ],
)
def test_which_choice_a_word_or_a_number_means(text: str, labels: list[str], scale: bool, place: int | None) -> None:
    assert place_of(text, labels, scale=scale) == place


@given(st.text(max_size=14), st.lists(st.text(max_size=8), max_size=9), st.booleans())
def test_a_choice_that_is_found_exists(text: str, labels: list[str], scale: bool) -> None:
    place = place_of(text, labels, scale=scale)
    assert place is None or 0 <= place < len(labels)


def card(id: int, *, target: int | None = None, choices: bool = True, state: str = "sent") -> Outbox:
    body: dict[str, Any] = {"text": "", "title": "", "language": "fr", **({"choices": [["Oui", "x.y:"]]} if choices else {})}
    return Outbox(id=id, key=str(id), platform="scene", chat="scene:awa", private=True, kind="edit" if target else "send", priority=1,
                  body=body, target=target, state=state, created_at=MONDAY)


def test_a_number_answers_the_last_message_that_still_shows_choices() -> None:
    def answered(*rows: Outbox) -> int | None:
        found = newest_card(sorted(rows, key=lambda row: -row.id))
        return found.id if found else None

    assert answered() is None
    assert answered(card(1), card(2)) == 2
    assert answered(card(1), card(2, choices=False)) == 1
    assert answered(card(1), card(2, state="dead")) == 1
    assert answered(card(1), card(3, target=1)) == 3
    assert answered(card(1), card(3, target=1, choices=False)) is None  # its choices were taken away
    assert answered(card(1), card(2), card(3, target=1)) == 2  # a card changed further up is not the last one


# --- entrances ---


def test_each_entrance_is_declared_once() -> None:
    every = features()
    names = [name for feature in every for command in feature.commands for name in command.names]
    presses = [f"{feature.name}.{name}" for feature in every for name in feature.presses]
    assert len(Entrances.of(every).commands) == len(names)
    assert len(Entrances.of(every).presses) == len(presses)
    for single in ("said", "edited", "stranger"):
        assert sum(getattr(feature, single) is not None for feature in every) <= 1


@pytest.mark.parametrize("typed", ["/aide", "!aide", "aide", "AIDE", " Aide ", "/AIDE", "/help", "help", "/aide@relais_bot"])
async def test_a_command_is_recognised_however_it_is_typed(t: Town, typed: str) -> None:
    awa = t.person("awa")
    await awa.says(typed)
    if "@" in typed:  # Telegram's own way to name a bot is taken off by its platform
        assert awa.last
    else:
        assert awa.last.startswith("Aide (")


@pytest.mark.parametrize("sentence", ["aide au guichet demandée par une dame", "voir le trou rue Pasteur", "mes voisins font du bruit"])
async def test_a_sentence_that_begins_like_a_command_is_a_request(t: Town, sentence: str) -> None:
    awa = t.person("awa")
    await awa.says(sentence)
    assert len(t.rows(Request)) == 1


# --- groups, comings and goings ---


async def test_the_bot_leaves_a_group_where_it_has_nothing_to_do(t: Town) -> None:
    await t.hears("inconnu", kind="joined", private=False, chat="groupe")
    await t.passes(seconds=3)
    [row] = t.rows(Outbox)
    assert (row.kind, row.chat, row.state) == ("leave", "scene:groupe", "sent")  # type: ignore[attr-defined]


async def test_somebody_who_blocked_the_bot_is_owed_nothing_until_they_come_back(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", kind="left", message=None)
    account: Any = t.rows(Account)[0]
    assert account.reachable is False
    await awa.says("/ping a")
    account = t.rows(Account)[0]
    assert account.reachable is True
    assert awa.last == "pong a"


async def test_a_chat_that_moved_keeps_its_buttons(t: Town) -> None:
    """A reference is bound to its chat: the cards follow, and a press from the new chat is refused politely or works, never breaks."""
    awa = t.person("awa")
    await awa.says(HOLE)
    reference = awa.card().references[0]
    await t.hears("awa", kind="moved", moved_to="awa2", message=None)
    assert {row.chat for row in t.rows(Outbox)} == {"scene:awa2"}  # type: ignore[attr-defined]
    assert t.rows(Account)[0].chat == "scene:awa2"  # type: ignore[attr-defined]
    await t.hears("awa", press=reference, chat="awa2", about="m")
    assert t.person("awa2", None).last


@pytest.mark.parametrize("text", ["✅", "1️⃣", "²", "", "🙂", "9️⃣", "0️⃣", "x" * 50])
async def test_a_reaction_is_a_choice_or_nothing_and_never_breaks(t: Town, text: str) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await t.hears("awa", text=text, kind="reaction", about=list(awa.messages)[-1], message=None)
    assert [row.state for row in t.rows(Inbox)] == ["done", "done"]  # type: ignore[attr-defined]
    recorded = bool(t.rows(Request)[0].reference)  # type: ignore[attr-defined]
    assert recorded is (text in ("✅", "1️⃣"))


# --- several bots on one PostgreSQL ---


@pytest.mark.postgres
async def test_two_bots_that_are_told_the_same_things_do_each_once(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a webhook on two machines: the network repeats itself to both."""
    monkeypatch.setattr(ScenePlatform, "shared", "all")
    async with town(tmp_path, database_url=postgres_url) as one, town(tmp_path, database_url=postgres_url) as other:
        for n in range(8):
            one.person(f"agent{n}")
        updates = [
            RawUpdate(f"u{n}", {"id": f"u{n}", "kind": "message", "chat": f"agent{n % 8}", "sender": f"agent{n % 8}", "private": True,
                                "text": f"{HOLE} {n}", "sender_name": "A", "message": f"m{n}"})
            for n in range(80)
        ]
        assert one.platform.store is not None
        assert other.platform.store is not None
        batches = [updates[start : start + 10] for start in range(0, 80, 10)]
        results = await asyncio.gather(
            *(bot.platform.store(batch) for batch in batches for bot in (one, other)), return_exceptions=True  # type: ignore[misc]
        )
        await one.app.settle()
        await other.app.settle()
        assert [result for result in results if result is not None] == []
        assert len(one.rows(Request)) == 80
        assert len(one.rows(Inbox)) == 80
        assert sorted(row.text for row in one.rows(Request)) == sorted(f"{HOLE} {n}" for n in range(80))  # type: ignore[attr-defined]


@pytest.mark.postgres
async def test_references_of_two_bots_never_clash(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScenePlatform, "shared", "all")
    async with town(tmp_path, database_url=postgres_url) as one, town(tmp_path, database_url=postgres_url) as other:
        lines = "/reunion " + "\n".join(f"banc cassé numéro {n}" for n in range(15))
        people = [bot.person(f"petit{n}", "sg") for n, bot in enumerate((one, other, one, other))]
        await asyncio.gather(*(who.says(lines, id=f"{who.name} 1") for who in people))
        references = [row.reference for row in one.rows(Request)]  # type: ignore[attr-defined]
        assert sorted(references) == [f"MQ-26-{n:04d}" for n in range(1, 61)]
