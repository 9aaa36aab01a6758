"""What people wrote, at the closing and after: kept from eleven people on, shuffled, read by few, and erased in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from bot.retention import KEEP_WORDS, forget
from handlers.surveys.words import kept
from storage.ballots import Vote
from storage.tables import Ballot, Publication
from storage.unit import Unit
from tests.handlers.surveys.test_asking import TUESDAY, agreed, at
from tests.handlers.surveys.test_words import comes_to_it, labels, wants_words
from tests.scenes import Chat, Town, town

CLOSED = datetime(2026, 12, 21, 6, 0, tzinfo=UTC)
READABLE = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, encrypted=True) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        wants_words(place)
        yield place


def published(t: Town) -> list[str]:
    return [sentence for row in t.rows(Publication, kind="words") for sentence in orjson.loads(row.shown)]  # type: ignore[attr-defined]


def vote(token: str, answer: str, question: str = "q", *, leads: bool = False) -> Vote:
    return Vote(token, "", leads, question, answer)


def from_people(count: int, question: str = "q") -> list[Vote]:
    return [vote(f"{number}", f"phrase {number}", question) for number in range(count)]


def test_sentences_are_kept_from_eleven_people_on() -> None:
    assert kept(from_people(10), ["q"]) == {}
    assert {*kept(from_people(11), ["q"])["q"]} == {f"phrase {number}" for number in range(11)}
    assert kept(from_people(13), ["q"], k=14) == {}
    assert kept([*from_people(11), *from_people(10, "other")], ["q", "other"]).keys() == {"q"}
    assert kept(from_people(11), ["other"]) == {}


def test_a_secretaire_general_is_heard_and_not_counted() -> None:
    leads = vote("sg", "5", "core", leads=True)
    assert kept([*from_people(10), leads, vote("sg", "du renfort")], ["q"]) == {}
    assert "du renfort" in kept([*from_people(11), leads, vote("sg", "du renfort")], ["q"])["q"]


def test_each_person_counts_once_and_a_blank_is_no_sentence() -> None:
    assert kept([*from_people(10), vote("0", "encore")], ["q"]) == {}
    assert len(kept([*from_people(11), vote("0", "encore")], ["q"])["q"]) == 11
    assert kept([*from_people(10), vote("11", "")], ["q"]) == {}


def test_they_lie_in_no_order() -> None:
    given = [f"phrase {number}" for number in range(30)]
    orders = {tuple(kept(from_people(30), ["q"])["q"]) for _ in range(5)}
    assert len(orders) == 5
    assert all(sorted(order) == sorted(given) for order in orders)


async def all_write(t: Town, count: int) -> list[Chat]:
    people = [await agreed(t, f"agent{number}") for number in range(count)]
    for number, someone in enumerate(people):
        await comes_to_it(t, someone)
        await someone.presses("Écrire")
        await someone.says(f"Phrase numéro {number}.")
    return people


async def test_ten_people_are_too_few_and_nothing_is_left(t: Town) -> None:
    people = await all_write(t, 11)
    await people[3].says("/sondage stop")  # and with them their sentence
    await at(t, CLOSED)
    assert published(t) == []
    assert t.rows(Ballot) == []


async def test_the_coordination_alone_reads_them_seven_days_later(t: Town) -> None:
    people, cora = await all_write(t, 11), t.person("cora", "coordination", None)
    await at(t, CLOSED)
    assert sorted(published(t)) == sorted(f"Phrase numéro {number}." for number in range(11))
    assert [row.shown_on for row in t.rows(Publication, kind="words")] == [date(2026, 12, 28)]  # type: ignore[attr-defined]
    await at(t, READABLE - timedelta(days=1))
    await cora.says("/meteo_equipe")
    assert labels(cora) == []
    await at(t, READABLE)
    for someone in (people[0], t.person("samia", "sg"), t.person("dora", "dgs", None)):
        await someone.says("/meteo_equipe")
        assert labels(someone) == []
    await cora.says("/meteo_equipe")
    await cora.presses("Paroles")
    assert cora.last.startswith("Paroles, ")
    first = cora.last
    assert "Page 1 sur 2" in first
    await cora.presses("Suite")
    assert "Page 2 sur 2" in cora.last
    lines = [line for page in (first, cora.last) for line in page.splitlines() if line.startswith("– ")]
    assert lines == [f"– {sentence}" for sentence in published(t)]


async def test_nor_are_they_shown_where_the_network_can_read(t: Town) -> None:
    await all_write(t, 11)
    cora = t.person("cora", "coordination", None)
    await at(t, READABLE)
    t.encrypted = False
    await cora.says("/meteo_equipe")
    await cora.presses("Paroles")
    assert "conversation chiffrée" in cora.last
    assert "Phrase numéro" not in "".join(cora.heard)


async def test_they_are_erased_two_years_later(t: Town) -> None:
    await all_write(t, 11)
    await at(t, CLOSED)
    for later, left in ((KEEP_WORDS, 1), (KEEP_WORDS + timedelta(days=8), 0)):
        with t.database.transaction() as connection:
            unit = Unit(connection, t.database.ids)
            forget(unit, CLOSED + later)
            unit.flush()
        assert len(t.rows(Publication, kind="words")) == left
    assert t.rows(Publication) != []
