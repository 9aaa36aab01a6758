"""From the outbox to the people: in order, at the pace, tried again, given up, moved; nothing lost when we stop and start again."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import delivery
from bot import sender as sending
from bot.platforms import Moved, Outgoing, Pace, Undeliverable
from bot.sender import Sender
from bot.writer import Writer
from handlers.desk import DANGER, LEASE, SURVEY
from handlers.messages import Address
from storage import outbox
from storage.database import Database, open_database
from storage.seal import Seal
from storage.tables import Account, Outbox, table
from storage.unit import Unit
from tests.conftest import CANARY

OUTBOX = table(Outbox)
UNPACED = Pace(None, None, None)


class HandMade:
    """A network that remembers what it was given, and does what the test says instead of accepting."""

    name = "scene"

    def __init__(self, pace: Pace = UNPACED) -> None:
        self.pace = pace
        self.delivered: list[str] = []
        self.tried: list[str] = []
        self.given: list[Outgoing] = []
        self.keys: list[str] = []
        self.instead: dict[str, list[BaseException]] = {}
        self.meanwhile: Callable[[str], Awaitable[None]] | None = None

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        text = what.body.text
        self.tried.append(text)
        self.keys.append(key)
        self.given.append(what)
        if self.meanwhile:
            await self.meanwhile(text)
        if self.instead.get(text):
            raise self.instead[text].pop(0)
        self.delivered.append(text)
        return what.target or f"shown {text}"


class Post:
    """A database, a writer and a sender before a hand-made network."""

    def __init__(self, database: Database, network: HandMade, folder: Path) -> None:
        self.database, self.network = database, network
        self._seal = Seal(folder / "keys")
        self.failure: BaseException | None = None

    async def opens_writer(self) -> None:
        self.writer = Writer(self.database, lambda _unit, acts: acts, dead=lambda error: setattr(self, "failure", error))

    async def opens(self) -> None:
        await self.opens_writer()
        self.sender = Sender(self.network, self.writer, seal=self._seal, now=lambda: datetime.now(UTC))  # type: ignore[arg-type]
        self.sender.given_back = await self.writer.run(lambda unit: outbox.left(unit, "scene"))
        self._task = asyncio.create_task(self.sender.run())

    async def closes(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.sender.stop()
        await self.writer.stop()

    async def owes(self, *texts: str, offered: bool = False, **values: Any) -> list[int]:
        """Messages "awa hello": to Awa's chat. offered: claimed by the act that made them, as answers are."""
        now = datetime.now(UTC)
        claimed = {"state": "sending", "token": 1, "lease_until": now + LEASE} if offered else {"state": "pending"}

        def put(unit: Unit) -> list[Outbox]:
            rows = []
            for text in texts:
                id = unit.ids.next()
                row = {"id": id, "key": f"{text} {id}", "platform": "scene", "chat": f"scene:{text.partition(' ')[0]}", "private": True,
                       "kind": "send", "priority": 1, "body": {"text": text, "title": "", "language": "fr"}, "created_at": now}
                rows.append(Outbox(**{**row, **claimed, **values}))
            unit.keep(rows)
            return rows

        rows = await self.writer.run(put)
        if offered:
            self.sender.offer(rows)
        else:
            self.sender.look()
        return [row.id for row in rows]

    async def settles(self, *, delivered: int, within_s: float = 20) -> None:
        """Until so many are delivered, and marked."""
        async with asyncio.timeout(within_s):
            while len(self.network.delivered) < delivered or not self.sender.is_idle():
                await asyncio.sleep(0.005)
        await self.writer.run(lambda _unit: None)  # the marks before it are committed

    async def until(self, condition: Callable[[], bool], within_s: float = 20) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.005)

    def row(self, text: str) -> Any:
        with self.database.reading() as connection:
            return connection.execute(select(OUTBOX).where(OUTBOX.c.key.startswith(text)).order_by(OUTBOX.c.id.desc())).first()

    def states(self) -> dict[str, str]:
        with self.database.reading() as connection:
            return {row.key.rpartition(" ")[0]: row.state for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))}


@asynccontextmanager
async def post_office(url: str, folder: Path, pace: Pace = UNPACED) -> AsyncIterator[Post]:
    database = open_database(url)
    post = Post(database, HandMade(pace), folder)
    await post.opens()
    try:
        yield post
    finally:
        await post.closes()
        database.close()


@pytest.fixture(autouse=True)
def retries_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_RETRY_S", 0.05)
    monkeypatch.setattr(sending, "POLL_S", 0.1)


@pytest.fixture
async def post(database_url: str, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database_url, tmp_path) as post:
        yield post


# --- delivered ---


async def test_what_is_owed_is_delivered_once_and_marked(post: Post) -> None:
    [id] = await post.owes("awa bonjour")
    await post.settles(delivered=1)
    row = post.row("awa bonjour")
    assert (row.state, row.external_id, row.tries, row.uncertain, row.error) == ("sent", "shown awa bonjour", 0, 0, None)
    assert row.sent_at is not None
    assert post.network.keys == [f"relais-{id}"]


async def test_what_comes_to_be_due_while_the_database_is_asked_does_not_wait_for_the_next_poll(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are in one group, the question behind the message: it is answered « nothing », and « look » was said meanwhile."""
    monkeypatch.setattr(sending, "POLL_S", 60)
    held, release = threading.Event(), threading.Event()

    def hold(_unit: Unit) -> None:
        held.set()
        release.wait(20)

    holding = asyncio.create_task(post.writer.run(hold))
    await asyncio.to_thread(held.wait)
    owing = asyncio.create_task(post.owes("awa bonjour"))
    await asyncio.sleep(0.2)
    post.sender.look()
    await asyncio.sleep(0.2)
    release.set()
    await asyncio.gather(holding, owing)
    await post.settles(delivered=1, within_s=10)


async def test_an_answer_leaves_at_once_without_asking_the_database(post: Post) -> None:
    await post.owes("awa bonjour", offered=True)
    await post.settles(delivered=1)
    assert post.row("awa bonjour").token == 1


async def test_a_chat_hears_things_in_the_order_they_were_said(post: Post) -> None:
    async def slowly(text: str) -> None:
        await asyncio.sleep(0.01 if text.endswith("1") else 0)

    post.network.meanwhile = slowly
    await post.owes(*(f"awa {n}" for n in range(20)), offered=True)
    await post.settles(delivered=20)
    assert post.network.delivered == [f"awa {n}" for n in range(20)]


async def test_one_slow_chat_does_not_hold_the_others_up(post: Post) -> None:
    release = asyncio.Event()

    async def awa_is_slow(text: str) -> None:
        if text.startswith("awa"):
            await release.wait()

    post.network.meanwhile = awa_is_slow
    await post.owes("awa 1", "karim 1", "ines 1")
    await post.until(lambda: len(post.network.delivered) == 2)
    assert post.network.delivered == ["karim 1", "ines 1"]
    release.set()
    await post.settles(delivered=3)


async def test_answers_pass_before_a_broadcast(tmp_path: Path, database_url: str) -> None:
    async with post_office(database_url, tmp_path, Pace(per_second=20, private_interval_s=None, group_per_minute=None)) as post:
        await post.owes(*(f"agent{n} digest" for n in range(60)), priority=3)
        await post.until(lambda: len(post.network.delivered) >= 20)
        await post.owes("awa answer", offered=True)
        await post.settles(delivered=61)
        assert post.network.delivered.index("awa answer") <= 40  # at the next second's opening, not at the end of the queue


async def test_a_survey_holds_up_neither_an_answer_nor_a_danger(tmp_path: Path, database_url: str) -> None:
    async with post_office(database_url, tmp_path, Pace(per_second=20, private_interval_s=None, group_per_minute=None)) as post:
        await post.owes(*(f"agent{n} survey" for n in range(120)), priority=SURVEY)
        await post.until(lambda: len(post.network.delivered) >= 20)
        before = len(post.network.delivered)
        await post.owes("agent119 answer", offered=True)
        await post.owes("agent118 danger", offered=True, priority=DANGER)
        await post.owes("agent117 next in turn", priority=DANGER)  # said by a job
        await post.settles(delivered=123)
        places = [post.network.delivered.index(text) - before for text in ("agent119 answer", "agent118 danger", "agent117 next in turn")]
        assert places[0] <= 20
        assert places[1] <= 20
        assert places[2] <= 80  # two seconds are claimed ahead
        assert all(post.network.delivered.index(f"agent{n} survey") > post.network.delivered.index(f"agent{n} {first}")
                   for n, first in ((119, "answer"), (118, "danger"), (117, "next in turn")))


async def test_what_is_not_worth_showing_any_more_is_withdrawn(post: Post) -> None:
    """Whether it never left, or was tried until then; what follows it in its chat goes on."""
    post.network.instead["awa question"] = [Undeliverable("502") for _ in range(50)]
    await post.owes("awa question", not_after=datetime.now(UTC) + timedelta(seconds=0.6))
    await post.owes("karim question", not_after=datetime.now(UTC) - timedelta(seconds=1))
    await post.owes("awa later", "karim later")
    await post.settles(delivered=2)
    assert "karim question" not in post.network.tried
    assert post.network.tried.count("awa question") > 1
    for text in ("awa question", "karim question"):
        assert (post.row(text).state, post.row(text).error) == ("dead", "its time is over")


# --- failing for a while ---


async def test_a_passing_failure_is_tried_again(post: Post) -> None:
    post.network.instead["awa bonjour"] = [Undeliverable("502"), Undeliverable("502")]
    await post.owes("awa bonjour")
    await post.settles(delivered=1)
    row = post.row("awa bonjour")
    assert (row.state, row.tries, row.uncertain) == ("sent", 2, 0)
    assert len(set(post.network.keys)) == 1  # the same key at each try: a network that knows it shows one message


async def test_a_lost_answer_is_counted_as_uncertain(post: Post) -> None:
    post.network.instead["awa bonjour"] = [Undeliverable("timed out", uncertain=True)]
    await post.owes("awa bonjour", offered=True)
    await post.settles(delivered=1)
    assert (post.row("awa bonjour").state, post.row("awa bonjour").uncertain) == ("sent", 1)


async def test_what_is_said_next_does_not_overtake_what_is_tried_again(post: Post) -> None:
    """Neither what was already waiting, nor an answer made meanwhile."""
    post.network.instead["awa 1"] = [Undeliverable("502"), Undeliverable("502"), Undeliverable("502")]
    await post.owes("awa 1", "awa 2", offered=True)
    await post.until(lambda: "awa 1" in post.network.tried)
    await post.owes("awa 3", offered=True)
    await post.owes("karim 1", offered=True)
    await post.settles(delivered=4)
    assert [text for text in post.network.delivered if text.startswith("awa")] == ["awa 1", "awa 2", "awa 3"]


async def test_a_delivery_that_never_ends_is_given_up_as_uncertain_and_tried_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "DELIVERY_S", 0.1)
    hung = []

    async def hangs_once(text: str) -> None:
        if not hung:
            hung.append(text)
            await asyncio.sleep(60)

    post.network.meanwhile = hangs_once
    await post.owes("awa bonjour")
    await post.settles(delivered=1)
    assert (post.row("awa bonjour").state, post.row("awa bonjour").uncertain) == ("sent", 1)


async def test_an_answer_does_not_overtake_what_an_earlier_run_left(post: Post) -> None:
    await post.closes()
    await post.opens_writer()
    await post.owes("awa 1", "awa 2")
    await post.writer.stop()
    await post.opens()

    async def meanwhile(text: str) -> None:
        if text == "awa 1":
            await post.owes("awa 3", offered=True)

    post.network.meanwhile = meanwhile
    await post.settles(delivered=3)
    assert post.network.delivered == ["awa 1", "awa 2", "awa 3"]


async def test_a_pause_that_the_network_asks_for_a_chat_is_kept(post: Post) -> None:
    loop = asyncio.get_running_loop()
    post.network.instead["awa 1"] = [Undeliverable("429", retry_after=0.4)]
    times: dict[str, list[float]] = {}

    async def note(text: str) -> None:
        times.setdefault(text, []).append(loop.time())

    post.network.meanwhile = note
    await post.owes("awa 1", "awa 2", "karim 1", offered=True)
    await post.settles(delivered=3)
    assert times["awa 1"][1] - times["awa 1"][0] >= 0.4
    assert times["karim 1"][0] - times["awa 1"][0] < 0.3
    assert post.network.delivered == ["karim 1", "awa 1", "awa 2"]


async def test_a_pause_that_the_network_asks_for_everything_is_kept(post: Post) -> None:
    loop = asyncio.get_running_loop()
    post.network.instead["awa 1"] = [Undeliverable("429", retry_after=0.4, everywhere=True)]
    times: list[float] = []

    async def note(_text: str) -> None:
        times.append(loop.time())

    post.network.meanwhile = note
    await post.owes("awa 1", offered=True)
    await post.until(lambda: len(times) == 1)
    await post.owes("karim 1", "ines 1", offered=True)
    await post.settles(delivered=3)
    assert min(times[1:]) - times[0] >= 0.4


async def test_what_was_being_prepared_when_a_pause_was_asked_for_is_kept_back(post: Post) -> None:
    """An edit looks up the card it changes first; meanwhile another chat's delivery is told to wait."""
    loop = asyncio.get_running_loop()
    (card,) = await post.owes("karim card", offered=True)
    await post.settles(delivered=1)
    post.network.instead["awa 1"] = [Undeliverable("429", retry_after=0.4, everywhere=True)]
    times: list[float] = []

    async def note(_text: str) -> None:
        times.append(loop.time())

    post.network.meanwhile = note
    await asyncio.gather(post.owes("karim edit", offered=True, kind="edit", target=card), post.owes("awa 1", offered=True))
    await post.settles(delivered=3)
    assert min(times[1:]) - times[0] >= 0.4
    assert sorted(post.network.delivered) == ["awa 1", "karim card", "karim edit"]


async def test_a_bug_in_a_platform_is_tried_again_and_tells_the_log_nothing_of_the_message(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.network.instead[f"awa {CANARY}"] = [ValueError(f"cannot render {CANARY}")]
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await post.owes(f"awa {CANARY}")
        await post.settles(delivered=1)
    assert "broke on our side" in caplog.text
    assert CANARY not in caplog.text


# --- failing for good ---


async def test_an_impossible_message_is_given_up_and_the_next_one_goes(post: Post) -> None:
    post.network.instead["awa 1"] = [Undeliverable("bad request", permanent=True)]
    await post.owes("awa 1", "awa 2", offered=True)
    await post.settles(delivered=1)
    assert post.states() == {"awa 1": "dead", "awa 2": "sent"}
    assert post.row("awa 1").error == "bad request"


async def test_a_dead_address_is_owed_nothing_more(post: Post) -> None:
    def meet(unit: Unit) -> None:
        unit.keep([Account(address="scene:awa", chat="scene:awa", reachable=True)])

    await post.writer.run(meet)
    post.network.instead["awa 1"] = [Undeliverable("blocked", dead_address=True)]
    await post.owes("awa 1", "awa 2", "awa 3", "karim 1", offered=True)
    await post.settles(delivered=1)
    assert post.states() == {"awa 1": "dead", "awa 2": "dead", "awa 3": "dead", "karim 1": "sent"}
    with post.database.reading() as connection:
        assert connection.execute(select(table(Account).c.reachable)).scalar_one() is False


async def test_a_chat_that_moved_is_followed_with_all_it_was_owed(post: Post) -> None:
    moved = [Moved(Address("scene", "supergroup"))]
    post.network.instead["group 1"] = moved.copy()
    await post.owes("group 1", "group 2", "group 3", private=False)
    await post.settles(delivered=3)
    assert post.network.delivered == ["group 1", "group 2", "group 3"]
    assert {what.chat.id for what in post.network.given[1:]} <= {"group", "supergroup"}
    assert post.row("group 1").chat == "scene:supergroup"


# --- edits ---


async def test_an_edit_changes_the_message_that_was_shown(post: Post) -> None:
    [card] = await post.owes("awa card")
    await post.settles(delivered=1)
    await post.owes("awa edited", kind="edit", target=card)
    await post.settles(delivered=2)
    assert (post.network.given[-1].kind, post.network.given[-1].target) == ("edit", "shown awa card")
    assert post.row("awa edited").external_id == "shown awa card"


async def test_an_edit_of_a_card_that_never_arrived_is_shown_in_its_place(post: Post) -> None:
    post.network.instead["awa card"] = [Undeliverable("bad request", permanent=True)]
    [card] = await post.owes("awa card")
    await post.until(lambda: post.states().get("awa card") == "dead")
    await post.owes("awa edited", kind="edit", target=card)
    await post.settles(delivered=1)
    assert (post.network.given[-1].kind, post.network.given[-1].target) == ("send", None)


async def test_an_edit_that_is_refused_for_good_is_shown_anew(post: Post) -> None:
    [card] = await post.owes("awa card")
    await post.settles(delivered=1)
    post.network.instead["awa edited"] = [Undeliverable("message to edit not found", permanent=True)]
    await post.owes("awa edited", kind="edit", target=card)
    await post.settles(delivered=2)
    assert post.network.given[-1].kind == "send"
    assert post.row("awa edited").state == "sent"


async def test_a_reaction_to_what_was_never_shown_is_dropped(post: Post) -> None:
    post.network.instead["awa card"] = [Undeliverable("bad request", permanent=True)]
    [card] = await post.owes("awa card")
    await post.until(lambda: post.states().get("awa card") == "dead")
    await post.owes("awa reaction", kind="react", target=card)
    await post.until(lambda: post.states().get("awa reaction") == "dead")
    assert post.network.delivered == []


# --- stopping and starting ---


async def test_nothing_is_lost_nor_said_twice_when_the_process_stops_and_starts_again(post: Post) -> None:
    async def slowly(_text: str) -> None:
        await asyncio.sleep(0.02)

    post.network.meanwhile = slowly
    await post.owes(*(f"agent{n % 7} {n}" for n in range(40)), offered=True)
    for _ in range(4):
        await asyncio.sleep(0.03)
        await post.closes()
        assert "sending" not in post.states().values()  # given back, for whoever comes next
        await post.opens()
    await post.settles(delivered=40)
    assert sorted(post.network.delivered) == sorted(f"agent{n % 7} {n}" for n in range(40))
    for who in range(7):
        mine = [int(text.split()[1]) for text in post.network.delivered if text.startswith(f"agent{who} ")]
        assert mine == sorted(mine)


async def test_what_was_being_claimed_when_the_process_was_stopped_is_given_back(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is committed after `run` was cancelled: its rows are ours, and nobody else may have them before their lease ends."""
    monkeypatch.setattr(sending, "POLL_S", 60)
    held, release = threading.Event(), threading.Event()

    def hold(_unit: Unit) -> None:
        held.set()
        release.wait(20)

    await post.until(post.sender.is_idle)
    monkeypatch.setattr(post.sender, "look", lambda: None)
    await post.owes("awa bonjour")
    monkeypatch.undo()
    monkeypatch.setattr(sending, "POLL_S", 60)
    holding = asyncio.create_task(post.writer.run(hold))
    await asyncio.to_thread(held.wait)
    post.sender.look()
    await asyncio.sleep(0.1)
    closing = asyncio.create_task(post.closes())
    await asyncio.sleep(0.1)
    release.set()
    await asyncio.gather(holding, closing)
    assert post.states() == {"awa bonjour": "pending"}
    await post.opens()
    await post.settles(delivered=1)


async def test_what_a_process_held_when_it_was_killed_is_delivered_once_its_lease_ends(post: Post) -> None:
    """On PostgreSQL nobody can tell a killed process from a slow one: the lease does."""
    ended = datetime.now(UTC) - timedelta(seconds=1)
    await post.owes("awa 1", state="sending", token=4, lease_until=ended)
    await post.owes("karim 1", state="sending", token=4, lease_until=datetime.now(UTC) + timedelta(seconds=60))
    await post.until(lambda: post.network.delivered == ["awa 1"])
    await asyncio.sleep(0.3)
    assert post.states() == {"awa 1": "sent", "karim 1": "sending"}
    assert post.row("awa 1").token == 5


async def test_a_lease_that_grew_old_while_it_waited_is_given_back(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen process must not send, when it wakes, what somebody else has sent meanwhile."""
    monkeypatch.setattr(sending, "LEASE", timedelta(seconds=sending.DELIVERY_S + 0.3))
    async with post_office(database_url, tmp_path, Pace(per_second=2, private_interval_s=None, group_per_minute=None)) as post:
        await post.owes(*(f"agent{n} 1" for n in range(6)), offered=True)
        await post.settles(delivered=6)
        assert sorted(post.network.delivered) == [f"agent{n} 1" for n in range(6)]
        assert max(post.row(f"agent{n} 1").token for n in range(6)) >= 2  # some were given back and claimed again


async def test_what_is_due_later_is_delivered_at_its_hour(post: Post) -> None:
    await post.owes("awa reminder", not_before=datetime.now(UTC) + timedelta(seconds=0.5))
    await post.owes("awa answer")
    await post.settles(delivered=1)
    assert post.network.delivered == ["awa answer"]
    await post.settles(delivered=2)


async def test_two_senders_on_one_postgresql_say_each_thing_once(postgres_url: str, tmp_path: Path) -> None:
    async with post_office(postgres_url, tmp_path) as one, post_office(postgres_url, tmp_path) as other:
        other.network.delivered = one.network.delivered
        await one.owes(*(f"agent{n % 30} {n}" for n in range(150)))
        other.sender.look()
        async with asyncio.timeout(30):
            while len(one.network.delivered) < 150 or set(one.states().values()) != {"sent"}:
                one.sender.look()
                other.sender.look()
                await asyncio.sleep(0.02)
        assert len(one.network.delivered) == 150
        assert len(set(one.network.delivered)) == 150
