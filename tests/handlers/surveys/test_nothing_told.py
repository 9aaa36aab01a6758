"""The canary: with what is counted replaced by random tokens, and all other sealing off, no byte that Relais wrote holds one of them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.surveys import Bank, Question
from handlers.surveys import FEATURE
from storage.seal import Seal
from storage.tables import Ballot, Inbox
from tests.bot.test_confidential import Traces, dies_and_restarts
from tests.handlers.surveys.test_asking import AGREED, OVER, TUESDAY, agreed, at, votes
from tests.handlers.surveys.test_words import comes_to_it, wants_words
from tests.scenes import Chat, Town, town

TOKENS = [secrets.token_hex(12) for _ in range(11)]


@pytest.fixture(autouse=True)
def what_is_counted_is_a_token(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    real = Bank.answers

    def answers(bank: Bank, question: Question) -> tuple[tuple[str, str], ...]:
        given = real(bank, question)
        return tuple((TOKENS[place], label) for place, (_, label) in enumerate(given)) if len(given) <= len(TOKENS) else given

    monkeypatch.setattr(Bank, "answers", answers)
    monkeypatch.setattr(Seal, "seal", lambda _self, content, _about: content)
    monkeypatch.setattr(Seal, "open", lambda _self, sealed, _about: sealed)
    with caplog.at_level(logging.DEBUG):
        yield


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, features=[FEATURE]) as place:
        place.clock.time = TUESDAY
        yield place


@pytest.fixture
def traces(t: Town, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Traces:
    return Traces(t, request.getfixturevalue("postgres") if t.url.startswith("postgresql") else None, caplog)


async def asked(t: Town) -> Chat:
    awa = t.person("awa")
    await awa.says("/sondage")
    await awa.presses(AGREED)
    await at(t, TUESDAY)
    return awa


async def test_no_byte_that_relais_wrote_holds_an_answer(t: Town, traces: Traces) -> None:
    awa = await asked(t)
    seven = awa.card().references[7]
    await awa.presses("7")
    await awa.presses(awa.card().body.choices[0].label)
    assert sorted(answer for _, answer in votes(t)) == sorted([TOKENS[7], TOKENS[0]])
    assert traces.of(*TOKENS, seven) == []


async def test_a_press_that_comes_too_late_after_a_crash_leaves_no_trace(t: Town, traces: Traces) -> None:
    """After a bad end what comes is stored before it is handled: not this, though its card was rewritten since."""
    awa = await asked(t)
    seven, three = awa.card().references[7], awa.card().references[3]
    await dies_and_restarts(t)
    await t.hears("awa", press=seven)
    await t.hears("awa", press=three)
    assert awa.last.startswith(OVER)
    assert [answer for _, answer in votes(t)] == [TOKENS[7]]
    assert traces.of(*TOKENS, seven, three) == []
    assert all(row.payload is None for row in t.rows(Inbox))  # type: ignore[attr-defined]


async def test_nor_does_that_of_somebody_who_is_not_here_any_more(t: Town, traces: Traces) -> None:
    awa = await asked(t)
    seven = awa.card().references[7]
    with t.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE account SET person_id = NULL")
    await dies_and_restarts(t)
    await t.hears("awa", press=seven)
    assert t.rows(Ballot) == []
    assert traces.of(*TOKENS, seven) == []


# --- what is written ---

CANARY = TOKENS[0]


@pytest.fixture
async def written(tmp_path: Path, database_url: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> AsyncIterator[
    tuple[Town, Traces, Chat]
]:
    """Awa chose to write, in a Relais with all its features: what it does with a sentence otherwise is to keep it."""
    async with town(tmp_path, database_url=database_url, can_erase=True, encrypted=True) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        wants_words(place)
        server = request.getfixturevalue("postgres") if place.url and place.url.startswith("postgresql") else None
        awa = await agreed(place)
        await comes_to_it(place, awa)
        await awa.presses("Écrire")
        yield place, Traces(place, server, caplog), awa


@pytest.mark.parametrize("said", ["{}", "Chercher {}", "quifait {} ici", "voir {}", "!{} encore", "/{}", "Mme {}", "{}\n12"])
async def test_no_byte_that_relais_wrote_holds_a_sentence(written: tuple[Town, Traces, Chat], said: str) -> None:
    t, traces, awa = written
    await awa.says(said.format(CANARY))
    assert len([answer for _, answer in votes(t) if CANARY in answer or "[nom masqué]" in answer]) == 1
    assert traces.of(CANARY) == []


async def test_nor_one_that_is_too_long_or_comes_with_a_photo(written: tuple[Town, Traces, Chat]) -> None:
    t, traces, awa = written
    await awa.says(CANARY * 12)
    await awa.says(CANARY, photos=[b"not even one"])
    assert "Rien n’est gardé" in awa.last
    assert not any(CANARY in answer for _, answer in votes(t))
    assert traces.of(CANARY) == []


async def test_nor_one_that_comes_after_a_crash_or_after_withdrawing(written: tuple[Town, Traces, Chat]) -> None:
    """After a bad end what comes is stored before it is handled: not this."""
    t, traces, awa = written
    await dies_and_restarts(t)
    wants_words(t)
    await awa.says("/sondage stop")
    await awa.says(f"chercher {CANARY}")
    assert awa.last.startswith(OVER)
    assert t.rows(Ballot) == []
    assert traces.of(CANARY) == []


async def test_nor_one_that_could_not_be_kept(written: tuple[Town, Traces, Chat], monkeypatch: pytest.MonkeyPatch) -> None:
    t, traces, awa = written
    with monkeypatch.context() as broken:
        broken.setattr("storage.ballots.SIZE", 64)
        await awa.says(CANARY)
    assert "Pas enregistré. Recommencez" in awa.last
    assert traces.of(CANARY) == []
    await awa.says(CANARY)
    assert [answer for _, answer in votes(t) if answer] == [CANARY]
    assert traces.of(CANARY) == []
