"""The door for confidential acts: on no path does a value leave a trace, in no file, in no table, in no log.

Sealing is switched off here, so that a value stored even for a moment, and even sealed, would be found.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import acts, door
from bot.platforms import RawUpdate
from handlers.desk import Desk
from handlers.feature import Command, Feature, Press, Step
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.requests import FEATURE as REQUESTS
from storage.seal import Seal
from storage.tables import Inbox, JoinTry, Outbox
from tests.conftest import CANARY
from tests.postgres import Postgres
from tests.scenes import Chat, Town, town

THANKS = "D’accord, en français."
AGAIN = "Pas enregistré. Recommencez, s’il vous plaît."


class Survey:
    """A feature that asks, in words or by a scale, and keeps only that somebody answered; it fails when told to."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.failing = 0
        self.feature = Feature(
            "survey",
            commands=(Command(self.ask, ("sondage",)), Command(self.ask_in_words, ("libre",))),
            presses={"answer": Press(self.answer, confidential=True)},
            steps={"words": Step(self.answer_in_words, confidential=True)},
        )

    def ask(self, _desk: Desk, _got: Incoming, _argument: str) -> Reply:
        scale = tuple(Button(f"survey.answer:{n}", "button-plain", {"label": str(n)}) for n in range(11))
        return Reply("language-which", choices=scale, layout="scale")

    def ask_in_words(self, _desk: Desk, _got: Incoming, _argument: str) -> Reply:
        return Reply("language-which", ask="survey.words:")

    def answer(self, desk: Desk, _got: Incoming, argument: str) -> Reply:
        return self._take(desk, argument)

    def answer_in_words(self, desk: Desk, got: Incoming, _argument: str) -> Reply:
        return self._take(desk, got.text)

    def _take(self, desk: Desk, value: str) -> Reply:
        desk.add(JoinTry(id=desk.next_id(), address="answered", at=desk.now))
        if self.failing:
            self.failing -= 1
            raise ValueError(f"cannot weigh {value}")
        self.heard.append(value)
        return Reply("language-set")


@pytest.fixture
def survey() -> Survey:
    return Survey()


@pytest.fixture(autouse=True)
def sealing_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seal, "seal", lambda _self, content, _about: content)
    monkeypatch.setattr(Seal, "open", lambda _self, sealed, _about: sealed)


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Down to the last detail: what is not logged today for want of a level could be tomorrow."""
    with caplog.at_level(logging.DEBUG, logger="bot"):
        yield


@pytest.fixture
async def t(tmp_path: Path, database_url: str, survey: Survey) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, features=[survey.feature, REQUESTS]) as place:
        yield place


class Traces:
    """Looks for a text everywhere it could have been left."""

    def __init__(self, t: Town, postgres: Postgres | None, caplog: pytest.LogCaptureFixture) -> None:
        self.t, self.postgres, self.caplog = t, postgres, caplog

    def of(self, *texts: str) -> list[str]:
        places = {str(path.name): path.read_bytes().decode("latin-1") for path in self.t.folder.rglob("*") if path.is_file()}
        assert places
        if self.postgres:
            places["tables"] = self.postgres.rows_as_text(self.t.url)
        places["log"] = self.caplog.text
        return [f"{text} in {place}" for text in texts for place, content in places.items() if text in content]


@pytest.fixture
def traces(t: Town, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Traces:
    return Traces(t, request.getfixturevalue("postgres") if t.url.startswith("postgresql") else None, caplog)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 10, 10)).save(out, "JPEG")
    return out.getvalue()


async def asked_in_words(t: Town) -> Chat:
    awa = t.person("awa")
    await awa.says("/libre")
    return awa


async def asked_by_scale(t: Town) -> tuple[Chat, str]:
    """Awa, with a scale before her, and what the button « 7 » carries."""
    awa = t.person("awa")
    await awa.says("/sondage")
    return awa, awa.card().references[7]


def answered(t: Town) -> int:
    return len(t.rows(JoinTry))


def update(t: Town, id: str, **data: Any) -> RawUpdate:
    return RawUpdate(id, {"id": id, "kind": "message", "chat": "awa", "sender": "awa", "private": True, "text": "", "sender_name": "Awa",
                          "message": id, **data})


async def hand_over(t: Town, *updates: RawUpdate) -> None:
    assert t.platform.store is not None
    await t.platform.store(updates)


# --- the ordinary path ---


async def test_the_search_itself_finds_what_is_stored(t: Town, traces: Traces) -> None:
    """Were it blind, every test below would be green for nothing."""
    awa = t.person("awa")
    await awa.says("gros trou devant l'école de la rue du Haricot-Violet")
    assert any("Haricot" in trace for trace in traces.of("Haricot-Violet"))


async def test_an_answer_in_words_leaves_no_trace(t: Town, survey: Survey, traces: Traces) -> None:
    awa = await asked_in_words(t)
    await awa.says(CANARY)
    assert (awa.last, survey.heard, answered(t)) == (THANKS, [CANARY], 1)
    assert traces.of(CANARY) == []


async def test_an_answer_by_a_button_leaves_no_trace(t: Town, survey: Survey, traces: Traces) -> None:
    awa, reference = await asked_by_scale(t)
    await awa.presses("7")
    assert (awa.last, survey.heard, answered(t)) == (THANKS, ["7"], 1)
    assert traces.of(reference) == []


async def test_the_same_answer_delivered_again_counts_once(t: Town, survey: Survey) -> None:
    await asked_in_words(t)
    await asyncio.gather(*(hand_over(t, update(t, "again", text=CANARY)) for _ in range(10)))
    await t.app.settle()
    assert (survey.heard, answered(t)) == ([CANARY], 1)


async def test_an_answer_by_number_leaves_no_trace(t: Town, survey: Survey, traces: Traces) -> None:
    """As on Matrix and at the console, where a scale is answered by typing."""
    awa, _ = await asked_by_scale(t)
    await awa.says("7")
    assert survey.heard == ["7"]
    assert all(row.payload is None for row in t.rows(Inbox))  # type: ignore[attr-defined]


async def test_an_answer_is_never_taken_from_a_reaction(t: Town, survey: Survey) -> None:
    """Reactions are not encrypted on Matrix: the homeserver would know who answered what."""
    awa, _ = await asked_by_scale(t)
    message = list(awa.messages)[-1]
    await hand_over(t, update(t, "r1", kind="reaction", text="7️⃣", about=message, message=None))
    await t.app.settle()
    assert (survey.heard, answered(t)) == ([], 0)


# --- a chat held by something that waits ---


async def held_by_a_photo(t: Town) -> asyncio.Event:
    """Awa sent a photo whose download hangs until the event is set."""
    arrived = asyncio.Event()
    real = t.platform.fetch

    async def slow(file: Any) -> bytes:
        await arrived.wait()
        return await real(file)

    t.platform.fetch = slow  # type: ignore[method-assign]
    t.platform.files["slow"] = photo()
    await hand_over(t, update(t, "photo", text="gros trou rue des Lilas", files=[["slow", "image/jpeg", 10, ""]]))
    return arrived


async def test_an_answer_waits_in_memory_until_its_chat_is_drained(t: Town, survey: Survey, traces: Traces) -> None:
    _, reference = await asked_by_scale(t)
    arrived = await held_by_a_photo(t)
    answering = asyncio.create_task(hand_over(t, update(t, "answer", kind="press", press=reference, message=None)))
    await asyncio.sleep(0.1)
    assert (survey.heard, answering.done()) == ([], False)  # the network is not told yet: were we killed, it would come again
    assert traces.of(reference) == []
    arrived.set()
    await answering
    await t.app.settle()
    assert (survey.heard, answered(t)) == (["7"], 1)
    assert traces.of(reference) == []


async def test_an_answer_that_waited_too_long_is_said_not_recorded(
    t: Town, survey: Survey, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "DRAIN_S", 0.1)
    awa, reference = await asked_by_scale(t)
    arrived = await held_by_a_photo(t)
    await hand_over(t, update(t, "answer", kind="press", press=reference, message=None))
    arrived.set()
    await t.app.settle()
    assert survey.heard == []
    assert any(AGAIN in heard for heard in awa.heard)
    assert traces.of(reference) == []


# --- after a bad end ---


async def dies_and_restarts(t: Town) -> None:
    await t.closes()
    (t.folder / "running").write_text("1")  # as a killed process leaves it
    await t.opens()


async def test_after_a_crash_an_answer_is_still_never_stored(t: Town, survey: Survey, traces: Traces) -> None:
    awa, reference = await asked_by_scale(t)
    await dies_and_restarts(t)
    await awa.says("merci")
    assert t.rows(Inbox)[-1].tries == 1  # type: ignore[attr-defined]  # others are stored before they are handled
    await awa.presses("7")
    assert (survey.heard, answered(t)) == (["7"], 1)
    assert traces.of(reference) == []
    await awa.says("/libre")
    await awa.says(CANARY)
    assert survey.heard == ["7", CANARY]
    assert traces.of(CANARY) == []


async def test_an_answer_begun_when_the_process_died_is_said_not_recorded(t: Town, survey: Survey) -> None:
    """Only its id was known: it cannot be taken up, and silence would let the person believe that it counts."""
    awa = await asked_in_words(t)
    answer = update(t, "begun", text=CANARY)
    of_the_scene = t.app._intakes["scene"]
    got = t.platform.read(answer)
    assert got is not None
    await t.app._writer.run(lambda unit: of_the_scene.door.know(unit, acts.Act("scene", "begun", got)))
    await dies_and_restarts(t)
    for _ in range(2):
        await hand_over(t, answer)
        await t.app.settle()
    assert survey.heard == []
    assert [heard for heard in awa.heard if heard == AGAIN] == [AGAIN]


# --- when it fails ---


@pytest.mark.parametrize("failures", [1, 2, 9])
async def test_an_answer_that_breaks_its_handler_leaves_no_trace(t: Town, survey: Survey, traces: Traces, failures: int) -> None:
    awa = await asked_in_words(t)
    survey.failing = failures
    await awa.says(CANARY)
    if failures == 1:  # it broke in a group, and was handled alone, still in memory
        assert (awa.last, answered(t)) == (THANKS, 1)
    else:
        assert (awa.last, answered(t)) == (AGAIN, 0)
    assert traces.of(CANARY) == []
    assert [row.state for row in t.rows(Inbox)] == ["done", "done"]  # type: ignore[attr-defined]
    assert "went-wrong" not in {row.key.partition("/")[0] for row in t.rows(Outbox)}  # type: ignore[attr-defined]


async def test_after_a_failure_the_person_starts_again_and_it_counts(t: Town, survey: Survey, traces: Traces) -> None:
    awa, reference = await asked_by_scale(t)
    survey.failing = 9
    await awa.presses("7")
    assert awa.last == AGAIN
    survey.failing = 0
    await awa.presses("7")
    assert (survey.heard, answered(t)) == (["7"], 1)
    assert traces.of(reference) == []


async def test_a_refused_answer_leaves_no_trace(t: Town, survey: Survey, traces: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_desk: Desk, value: str) -> Reply:
        raise Refusal("button-stale")

    monkeypatch.setattr(survey, "_take", refuse)
    awa = await asked_in_words(t)
    await awa.says(CANARY)
    assert awa.last.startswith("C’est déjà fait")
    assert traces.of(CANARY) == []


# --- an event that could not be decrypted at first ---


async def test_an_answer_whose_key_comes_late_counts_and_leaves_no_trace(t: Town, survey: Survey, traces: Traces) -> None:
    awa = await asked_in_words(t)
    locked = update(t, "late", kind="undecryptable", message=None)._replace(locked=True)
    await hand_over(t, locked)
    await t.app.settle()
    assert survey.heard == []
    await hand_over(t, update(t, "late", text=CANARY))
    await t.app.settle()
    assert (survey.heard, answered(t)) == ([CANARY], 1)
    assert awa.heard
    assert traces.of(CANARY) == []
