"""The canary: with what is counted replaced by random tokens, and all other sealing off, no byte that Relais wrote holds one of them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from config.surveys import Bank, Question
from handlers.surveys import FEATURE
from storage.seal import Seal
from storage.tables import Ballot, Inbox
from tests.bot.test_confidential import Traces, dies_and_restarts
from tests.handlers.surveys.test_asking import AGREED, OVER, TUESDAY, at, votes
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


