"""What is typed on Matrix, which has no buttons: taken away where the bot may, encrypted, and nowhere in the clear."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from urllib.parse import quote

import pytest

from config.surveys import Bank, Question
from tests.journeys.conftest import Hours, NewStage
from tests.journeys.matrix import Crowd, OnMatrix
from tests.journeys.test_surveys import asked, ballots

pytestmark = [pytest.mark.synapse, pytest.mark.node]


@pytest.mark.parametrize("may", [True, False])
async def test_on_matrix_a_typed_answer_is_taken_away_where_the_bot_may(may: bool, stage: NewStage, crowd: Crowd, hours: Hours) -> None:
    """Else whoever has the bot's account and its room keys could read it again there, long after its ballot is gone."""
    async with stage("matrix", surveys=True) as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnMatrix)
        if may:
            awa.room = await awa.phone.invites_bot(preset="trusted_private_chat")  # as phones make a conversation for two
        await asked(s, hours, awa)
        await awa.says("7")
        await awa.hears("Pour finir")
        if not may:
            await awa.hears("Votre message reste affiché ici : vous pouvez l’effacer.")
        for _ in range(100):
            (typed,) = [event for event in await awa.phone.seen(awa.room) if event["id"] == awa.said]
            if typed["redacted"] or not may:
                break
            await asyncio.sleep(0.1)
        assert (typed["redacted"], typed["body"]) == ((True, None) if may else (False, "7"))
        assert ballots(s) == 1
        as_the_bot = crowd.homeserver.log_in(s.main.user)["access_token"]  # type: ignore[attr-defined]
        left = crowd.homeserver.ask("GET", f"/_matrix/client/v3/rooms/{quote(awa.room)}/event/{quote(awa.said)}", token=as_the_bot)
        assert ("ciphertext" in left["content"]) is not may


async def test_an_answer_typed_on_matrix_is_in_the_clear_nowhere(
    stage: NewStage, crowd: Crowd, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An independent client answers in an encrypted room. The scale is of tokens: what is typed, and what is counted for it."""
    typed = [str(secrets.randbelow(9 * 10**11) + 10**11) for _ in range(11)]
    counted = [secrets.token_hex(12) for _ in typed]
    real = Bank.answers

    def answers(bank: Bank, question: Question) -> tuple[tuple[str, str], ...]:
        return tuple(zip(counted, typed, strict=True)) if len(real(bank, question)) == len(typed) else real(bank, question)

    monkeypatch.setattr(Bank, "answers", answers)
    async with stage("matrix", surveys=True) as s:
        awa = await s.person("awa")
        assert isinstance(awa, OnMatrix)
        await asked(s, hours, awa)
        await awa.says(typed[7])
        await awa.hears("Pour finir")
        assert ballots(s) == 1
        theirs = bytes_under(crowd.homeserver.folder)
        for token in (*typed, *counted):
            assert theirs.count(token.encode()) == 0
        ours = bytes_under(s.folder)
        assert [token for token in counted if token.encode() in ours] == []
        *others, seven = (ours.count(token.encode()) for token in (*typed[:7], *typed[8:], typed[7]))
        assert 0 < seven <= max(others)  # it was offered, as the others were: no more
        await awa.reacts(await awa.hears("Pour finir"), typed[3])  # a reaction is not encrypted: the search finds what is there
        await asyncio.sleep(0.5)
        assert typed[3].encode() in bytes_under(crowd.homeserver.folder)
        assert ballots(s) == 1


def bytes_under(folder: Path) -> bytes:
    """Every file: databases with their logs, media, keys, what is logged."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and "cache" not in path.parts)
