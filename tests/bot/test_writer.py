"""The writers: acts that arrive together share a commit, one that fails stands alone, order is kept, passing trouble passes."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.writer import GROUP, Writer
from storage.database import Database, open_database
from storage.tables import Counter, JoinTry, table
from storage.unit import Unit
from tests.postgres import Postgres

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TRY = table(JoinTry)


@dataclass(frozen=True)
class Act:
    name: str
    lane: str = ""

    @property
    def lanes(self) -> Sequence[str]:
        return (self.lane or self.name,)


class Handler:
    """Writes one row an act, and breaks on those it is told to."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.breaks: dict[str, Callable[[], BaseException]] = {}
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, unit: Unit, acts: Sequence[Act], /) -> list[str]:
        self.gate.wait()
        self.groups.append([act.name for act in acts])
        for act in acts:
            if act.name in self.breaks:
                raise self.breaks[act.name]()
            unit.keep([JoinTry(id=unit.ids.next(), address=act.name, at=NOW)])
        return [f"{act.name} done" for act in acts]


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
async def deaths() -> list[BaseException]:
    return []


@pytest.fixture
async def writer(database: Database, handler: Handler, deaths: list[BaseException]) -> AsyncIterator[Writer]:
    writer = Writer(database, handler, dead=deaths.append)
    yield writer
    handler.gate.set()
    await asyncio.wait_for(writer.stop(), 20)


@contextmanager
def commits(database: Database) -> Iterator[list[int]]:
    counted: list[int] = []

    def count(_connection: object) -> None:
        counted.append(1)

    event.listen(database.writer, "commit", count)
    yield counted
    event.remove(database.writer, "commit", count)


def kept(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(TRY.c.address).order_by(TRY.c.id)).scalars())


async def together(writer: Writer, handler: Handler, acts: Sequence[Act]) -> list[Any]:
    """Results of acts that were all waiting when the writer became free."""
    handler.gate.clear()
    first = writer.handle(Act("first"))
    await asyncio.sleep(0.05)  # it is being handled now
    waiting = [writer.handle(act) for act in acts]
    handler.gate.set()
    results = await asyncio.gather(first, *waiting, return_exceptions=True)
    return results[1:]


async def test_acts_that_arrive_together_share_one_commit(database: Database, writer: Writer, handler: Handler) -> None:
    with commits(database) as counted:
        results = await together(writer, handler, [Act(f"awa{n}") for n in range(10)])
        assert results == [f"awa{n} done" for n in range(10)]
        assert len(counted) == 2  # the first one's, and the group's
    assert len(kept(database)) == 11


async def test_a_group_is_never_too_large(database: Database, writer: Writer, handler: Handler) -> None:
    await together(writer, handler, [Act(f"awa{n}") for n in range(50)])
    assert max(len(group) for group in handler.groups) == GROUP
    assert len(kept(database)) == 51


async def test_what_is_answered_is_committed(database: Database, writer: Writer) -> None:
    await writer.handle(Act("awa"))
    assert kept(database) == ["awa"]


async def test_one_act_that_breaks_fails_alone_and_the_others_stand(database: Database, writer: Writer, handler: Handler) -> None:
    handler.breaks["awa3"] = lambda: ValueError("a bug")
    results = await together(writer, handler, [Act(f"awa{n}") for n in range(6)])
    assert isinstance(results[3], ValueError)
    assert [result for n, result in enumerate(results) if n != 3] == [f"awa{n} done" for n in range(6) if n != 3]
    assert sorted(kept(database)) == ["awa0", "awa1", "awa2", "awa4", "awa5", "first"]


async def test_a_row_that_breaks_at_the_end_of_the_group_fails_alone_too(database: Database, writer: Writer, handler: Handler) -> None:
    """Collected rows are written when the group ends: a constraint breaks there, for everybody, and is sorted out one by one."""

    def twice(unit: Unit) -> None:
        unit.keep([Counter(name="twice", last=1), Counter(name="twice", last=2)])

    handler.gate.clear()
    first = writer.handle(Act("first"))
    await asyncio.sleep(0.05)
    broken, fine = asyncio.ensure_future(writer.run(twice)), writer.handle(Act("awa"))
    await asyncio.sleep(0)
    handler.gate.set()
    results = await asyncio.gather(first, broken, fine, return_exceptions=True)
    assert isinstance(results[1], IntegrityError)
    assert sorted(kept(database)) == ["awa", "first"]


async def test_two_acts_of_one_chat_are_never_in_the_same_group_and_keep_their_order(
    database: Database, writer: Writer, handler: Handler
) -> None:
    acts = [Act(f"{who}{n}", lane=who) for n in range(8) for who in ("awa", "karim", "ines")]
    await together(writer, handler, acts)
    for group in handler.groups:
        assert len({name[:-1] for name in group}) == len(group)
    for who in ("awa", "karim", "ines"):
        assert [name for name in kept(database) if name.startswith(who)] == [f"{who}{n}" for n in range(8)]


@pytest.mark.postgres
async def test_on_several_threads_a_chat_keeps_its_order_and_chats_go_side_by_side(postgres_url: str, handler: Handler) -> None:
    database = open_database(postgres_url)
    threads: set[int] = set()

    def handle(unit: Unit, acts: Sequence[Act], /) -> list[str]:
        threads.add(threading.get_ident())
        return handler(unit, acts)

    writer = Writer(database, handle, threads=3, dead=lambda _error: None)
    await asyncio.gather(*(writer.handle(Act(f"{who} {n:02d}", lane=f"chat{who}")) for n in range(20) for who in range(9)))
    await writer.stop()
    rows = kept(database)
    for who in range(9):
        assert [name for name in rows if name.startswith(f"{who} ")] == [f"{who} {n:02d}" for n in range(20)]
    assert len(threads) == 3
    database.close()


async def test_work_of_our_own_shares_the_commit_of_acts(database: Database, writer: Writer, handler: Handler) -> None:
    with commits(database) as counted:
        handler.gate.clear()
        first = writer.handle(Act("first"))
        await asyncio.sleep(0.05)
        work = asyncio.ensure_future(writer.run(lambda unit: unit.keep([Counter(name="x", last=1)])))
        act = writer.handle(Act("awa"))
        await asyncio.sleep(0)
        handler.gate.set()
        assert await asyncio.gather(first, work, act) == ["first done", None, "awa done"]
        assert len(counted) == 2


async def test_somebody_who_no_longer_waits_breaks_nothing(database: Database, writer: Writer, handler: Handler) -> None:
    handler.gate.clear()
    gone, stays = writer.handle(Act("awa")), writer.handle(Act("karim"))
    gone.cancel()
    handler.gate.set()
    assert await stays == "karim done"
    assert sorted(kept(database)) == ["awa", "karim"]  # it was received: it is done, whoever waits for it


async def test_stopping_finishes_what_is_queued(database: Database, handler: Handler) -> None:
    writer = Writer(database, handler, dead=lambda _error: None)
    handler.gate.clear()
    futures = [writer.handle(Act(f"awa{n}")) for n in range(40)]
    stopping = asyncio.ensure_future(writer.stop())
    handler.gate.set()
    await asyncio.wait_for(stopping, 20)
    assert await asyncio.gather(*futures) == [f"awa{n} done" for n in range(40)]
    assert len(kept(database)) == 40


# --- trouble ---


def passing() -> OperationalError:
    return OperationalError("COMMIT", {}, psycopg.OperationalError("the server is restarting"))


async def test_trouble_that_passes_is_waited_for(database: Database, writer: Writer, handler: Handler) -> None:
    troubles = [passing(), passing()]

    def once_more() -> BaseException:
        error = troubles.pop()
        if not troubles:
            del handler.breaks["awa"]
        return error

    handler.breaks["awa"] = once_more
    assert await asyncio.wait_for(writer.handle(Act("awa")), 20) == "awa done"
    assert kept(database) == ["awa"]
    assert len(handler.groups) == 3


async def test_trouble_that_stays_is_told_to_who_waits_and_the_writer_lives_on(
    database: Database, writer: Writer, handler: Handler, deaths: list[BaseException]
) -> None:
    handler.breaks["awa"] = passing
    with pytest.raises(OperationalError):
        await asyncio.wait_for(writer.handle(Act("awa")), 30)
    assert await writer.handle(Act("karim")) == "karim done"
    assert (kept(database), deaths) == (["karim"], [])


@pytest.mark.postgres
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")  # killed in mid-connect
async def test_connections_killed_under_load_lose_nothing(postgres: Postgres, postgres_url: str, handler: Handler) -> None:
    database = open_database(postgres_url)
    writer = Writer(database, handler, threads=2, dead=lambda _error: None)
    acts = [writer.handle(Act(f"awa{n}")) for n in range(600)]
    killed = 0
    while not all(act.done() for act in acts):
        killed += await asyncio.to_thread(postgres.kill_backends, postgres_url)
        await asyncio.sleep(0.05)
    results = await asyncio.gather(*acts)
    await writer.stop()
    database.writer.dispose()  # the last kill may have hit a connection that waits in the pool
    rows = kept(database)
    assert len(results) == 600
    # a commit whose answer was lost may have been done: the inbox's unique key is what makes it harmless
    assert set(rows) == {f"awa{n}" for n in range(600)}
    assert killed > 0
    database.close()
    gc.collect()


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, MemoryError])
async def test_a_writer_that_cannot_go_on_says_so(database: Database, handler: Handler, error: type[BaseException]) -> None:
    died: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
    writer = Writer(database, handler, dead=died.set_result)
    handler.breaks["awa"] = error
    act = writer.handle(Act("awa"))
    if issubclass(error, Exception):  # one act's: said to who waits, and life goes on
        with pytest.raises(error):
            await asyncio.wait_for(act, 20)
        assert not died.done()
    else:
        assert isinstance(await asyncio.wait_for(died, 20), error)
    await asyncio.wait_for(writer.stop(), 20)
