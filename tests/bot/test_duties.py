"""What one process does for all: it begins when it is ours and ends before it may be somebody else's; on SQLite it is simply ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import duties as being_on_duty
from bot.duties import Duties, Duty
from bot.writer import Writer
from storage.database import Database, open_database
from storage.leases import DutyLost, Taken
from storage.unit import Unit


class Somebody:
    """A process with one duty, and what it did of it."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.clerk = Writer(database, lambda _unit, acts: acts, dead=self._dies)
        self.writer = Writer(database, lambda _unit, acts: acts, dead=self._dies)
        self.duties = Duties(database, self.clerk, dead=self._dies)
        self.duties.owner = f"there/{name}/1/"  # several processes live in this one
        self.duty: Duty = self.duties.add("clock", self.writer, self._works)
        self.began: list[Taken | None] = []
        self.works = False
        self.failure: BaseException | None = None

    async def _works(self, taken: Taken | None) -> None:
        self.began.append(taken)
        self.works = True
        try:
            await asyncio.Event().wait()
        finally:
            self.works = False

    def _dies(self, error: BaseException) -> None:
        self.failure = error

    async def closes(self) -> None:
        await self.duties.stop()
        await self.clerk.stop()
        await self.writer.stop()


@asynccontextmanager
async def somebody(url: str, name: str) -> AsyncIterator[Somebody]:
    database = open_database(url)
    who = Somebody(database, name)
    await who.duties.start()
    try:
        yield who
    finally:
        await who.closes()
        database.close()


async def until(condition: Callable[[], bool], within_s: float = 10) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything ten times faster."""
    for name in ("TTL_S", "RENEW_S", "TRUST_S", "END_S", "AGAIN_S", "LOOK_S"):
        monkeypatch.setattr(being_on_duty, name, getattr(being_on_duty, name) / 10)


async def test_on_sqlite_every_duty_is_ours_and_writes_show_nothing(tmp_path: Path) -> None:
    async with somebody(f"sqlite:///{tmp_path}/relais.db", "one") as one:
        await until(lambda: one.works)
        assert (one.began, one.duty.is_ours, one.duty.term()) == ([None], True, None)
        assert await one.duty.run(lambda _unit: 7) == 7


@pytest.mark.postgres
@pytest.mark.usefixtures("quick")
async def test_a_clean_stop_hands_over_at_once(postgres_url: str) -> None:
    async with somebody(postgres_url, "one") as one, somebody(postgres_url, "other") as other:
        await until(lambda: one.works)
        await asyncio.sleep(1.0)
        assert (one.works, other.works) == (True, False)
        await one.duties.stop()
        assert not one.works
        await until(lambda: other.works, within_s=1.0)
        assert other.began[0] is not None
        assert (other.began[0].term.number, other.began[0].abrupt) == (2, False)


@pytest.mark.postgres
@pytest.mark.usefixtures("quick")
async def test_out_of_reach_of_the_database_it_ends_before_another_begins(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with somebody(postgres_url, "one") as one, somebody(postgres_url, "other") as other:
        await until(lambda: one.works)

        async def nothing_comes_back(_work: Callable[[Unit], object]) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(one.clerk, "run", nothing_comes_back)
        both = 0
        async with asyncio.timeout(5):
            while not other.works:
                await asyncio.sleep(0.005)
                both += one.works and other.works
        assert not one.works
        assert both == 0
        with pytest.raises(DutyLost):
            await one.duty.run(lambda _unit: None)
        assert one.duty.handle(None).exception() is not None  # type: ignore[arg-type]  # refused before it is looked at
        monkeypatch.undo()


@pytest.mark.postgres
@pytest.mark.usefixtures("quick")
async def test_who_was_frozen_writes_nothing_under_its_old_term(postgres_url: str) -> None:
    async with somebody(postgres_url, "one") as one, somebody(postgres_url, "other") as other:
        await until(lambda: one.works)
        old = one.duty.term()
        await one.duties.stop()
        await until(lambda: other.works)
        done: list[str] = []
        for work in ("first", "second"):
            with pytest.raises(DutyLost):
                await one.writer.run(lambda _unit, work=work: done.append(work), term=old)  # type: ignore[misc]
        assert done == []
        assert await one.writer.run(lambda _unit: "what needs no duty is done") == "what needs no duty is done"
        await other.duty.run(lambda _unit: done.append("by the other"))
        assert done == ["by the other"]


@pytest.mark.postgres
@pytest.mark.usefixtures("quick")
async def test_one_write_refused_does_not_refuse_those_beside_it(postgres_url: str) -> None:
    async with somebody(postgres_url, "one") as one:
        await until(lambda: one.works)
        stale = one.duty.term()
        assert stale is not None
        stale = stale._replace(number=99)
        together = [one.writer.run(lambda _unit: 1), one.writer.run(lambda _unit: 2, term=stale), one.duty.run(lambda _unit: 3)]
        answers = await asyncio.gather(*together, return_exceptions=True)
        assert (answers[0], type(answers[1]), answers[2]) == (1, DutyLost, 3)


@pytest.mark.postgres
@pytest.mark.usefixtures("quick")
async def test_work_that_cannot_go_on_ends_the_process(postgres_url: str) -> None:
    async with somebody(postgres_url, "one") as one:
        await until(lambda: one.works)
        await one.duties.stop()

        async def breaks(_taken: Taken | None) -> None:
            raise RuntimeError("a person must act")

        one.duty._work = breaks
        await one.duties.start()
        await until(lambda: one.failure is not None)
        assert isinstance(one.failure, RuntimeError)
