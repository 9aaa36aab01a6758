"""What comes in: committed before the network is told, handled once, in order within its chat, gone once it is handled."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot import waiting
from bot.platforms import RawUpdate, Undeliverable
from handlers import features
from handlers.desk import Desk
from handlers.feature import Command, Feature
from handlers.messages import Incoming, RemoteFile, Reply
from storage.seal import Seal
from storage.tables import Checkpoint, Inbox, Outbox, Request, RequestPhoto, table
from tests.conftest import CANARY
from tests.postgres import Postgres
from tests.scenes import Town, town

HOLE = "gros trou devant l'école rue des Lilas"


class Poison:
    """A command that breaks so many times, quoting what it was given, as bugs do."""

    def __init__(self) -> None:
        self.failures = 0
        self.handled: list[str] = []
        self.feature = Feature("poison", commands=(Command(self.handle, ("boum",)),))

    def handle(self, desk: Desk, got: Incoming, argument: str) -> Reply:
        self.handled.append(got.id)
        if self.failures:
            self.failures -= 1
            raise RuntimeError(f"cannot handle {argument}")
        return Reply("pong", {"word": "guéri"})


@pytest.fixture
def poison() -> Poison:
    return Poison()


@pytest.fixture
async def t(tmp_path: Path, database_url: str, poison: Poison) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url, features=[*features(), poison.feature]) as place:
        yield place


def update(id: str, **data: Any) -> RawUpdate:
    who = str(data.get("sender", "awa"))
    return RawUpdate(id, {"id": id, "kind": "message", "chat": who, "sender": who, "private": True, "text": "",
                          "sender_name": who.capitalize(), "message": id, **data})


async def hand_over(t: Town, *updates: RawUpdate, checkpoint: str | None = None) -> None:
    assert t.platform.store is not None
    await t.platform.store(updates, checkpoint)


def inbox(t: Town) -> dict[str, Any]:
    return {row.external_id: row for row in t.rows(Inbox)}  # type: ignore[attr-defined]


def photo(colour: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (colour, 0, 0)).save(out, "JPEG")
    return out.getvalue()


async def dies_and_restarts(t: Town) -> None:
    await t.closes()
    (t.folder / "running").write_text("1")  # as a killed process leaves it
    await t.opens()


# --- once, and committed ---


async def test_when_the_network_is_told_everything_is_committed(t: Town) -> None:
    t.person("awa")
    await hand_over(t, *(update(f"u{n}", text=f"/ping {n}") for n in range(20)))
    with t.database.reading() as connection:  # no settling: at the very moment `store` returned
        assert len(connection.execute(select(table(Inbox).c.id)).all()) == 20
        assert len(connection.execute(select(table(Outbox).c.id)).all()) == 20


async def test_the_same_update_twice_is_one_act(t: Town) -> None:
    awa = t.person("awa")
    for _ in range(2):
        await hand_over(t, update("u1", text=HOLE))
    await hand_over(t, update("u1", text=HOLE), update("u1", text=HOLE))
    await t.app.settle()
    assert len(t.rows(Request)) == 1
    assert len(awa.heard) == 1


async def test_the_same_update_fifty_times_in_parallel_is_one_act(t: Town) -> None:
    awa = t.person("awa")
    results = await asyncio.gather(*(hand_over(t, update("u1", text=HOLE)) for _ in range(50)), return_exceptions=True)
    await t.app.settle()
    assert len(t.rows(Request)) == 1
    assert len(awa.heard) == 1
    assert [result for result in results if result is not None] == []


async def test_the_same_update_after_a_restart_is_still_one_act(t: Town) -> None:
    t.person("awa")
    await hand_over(t, update("u1", text=HOLE))
    await t.restarts()
    await hand_over(t, update("u1", text=HOLE))
    await dies_and_restarts(t)
    await hand_over(t, update("u1", text=HOLE))
    await t.app.settle()
    assert len(t.rows(Request)) == 1


async def test_messages_of_one_chat_are_handled_in_the_order_they_came(t: Town) -> None:
    awa = t.person("awa")
    await hand_over(t, *(update(f"u{n}", text=f"/ping {n}") for n in range(30)))
    await t.app.settle()
    assert awa.heard == [f"pong {n}" for n in range(30)]


async def test_a_checkpoint_is_saved_with_its_updates(t: Town) -> None:
    t.person("awa")
    await hand_over(t, update("u1", text="/ping a"), checkpoint="s42")
    assert [(row.platform, row.value) for row in t.rows(Checkpoint)] == [("scene", "s42")]  # type: ignore[attr-defined]
    await t.restarts()
    resume = await t.app._intakes["scene"].resume()
    assert resume.checkpoint == "s42"


# --- what is left of it ---


def everything_kept(t: Town, postgres: Postgres | None) -> bytes:
    files = b"".join(path.read_bytes() for path in t.folder.rglob("*") if path.is_file())
    return files + (postgres.rows_as_text(t.url).encode() if postgres else b"")


@pytest.fixture
def server(t: Town, request: pytest.FixtureRequest) -> Postgres | None:
    return request.getfixturevalue("postgres") if t.url.startswith("postgresql") else None


@pytest.mark.parametrize("died_before", [False, True])
async def test_what_somebody_wrote_is_nowhere_once_it_is_handled(t: Town, server: Postgres | None, died_before: bool) -> None:
    """A forwarded message is refused, so nothing of it may stay: not in a row, not in free pages, not in the write-ahead log."""
    t.person("awa")
    if died_before:
        await dies_and_restarts(t)
    await hand_over(t, update("u1", text=f"{CANARY} appeler Mme Durand au 06 12 34 56 78", forwarded=True))
    await t.app.settle()
    assert inbox(t)["u1"].payload is None
    kept = everything_kept(t, server)
    assert b"u1" in kept
    for typed in (CANARY, "Durand", "06 12 34 56 78"):
        assert typed.encode() not in kept


async def test_what_waits_is_sealed(t: Town, server: Postgres | None, monkeypatch: pytest.MonkeyPatch) -> None:
    t.person("awa")
    hanging = asyncio.Event()

    async def never(_file: RemoteFile) -> bytes:
        await hanging.wait()
        return photo()

    monkeypatch.setattr(t.platform, "fetch", never)
    await hand_over(t, update("u1", text=f"trou, {CANARY}", files=[["f", "image/jpeg", 10, ""]]))
    row = inbox(t)["u1"]
    assert row.state == "fetching"
    assert CANARY.encode() in t.seal.open(row.payload, "inbox/scene/u1")
    assert CANARY.encode() not in everything_kept(t, server)
    hanging.set()
    await t.app.settle()
    assert inbox(t)["u1"].payload is None


# --- files ---


async def test_while_a_file_is_fetched_its_chat_waits_and_the_others_do_not(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    arrived, real = asyncio.Event(), t.platform.fetch

    async def slow(file: RemoteFile) -> bytes:
        await arrived.wait()
        return await real(file)

    monkeypatch.setattr(t.platform, "fetch", slow)
    t.platform.files["f"] = photo()
    await hand_over(t, update("u1", text=HOLE, files=[["f", "image/jpeg", 10, ""]]))
    await hand_over(t, update("u2", text="/ping après"), update("u3", sender="karim", text="/ping moi"))
    async with asyncio.timeout(10):
        while not karim.heard:
            await asyncio.sleep(0.01)
    assert (awa.heard, karim.heard) == ([], ["pong moi"])
    assert [inbox(t)[id].state for id in ("u1", "u2", "u3")] == ["fetching", "waiting", "done"]
    arrived.set()
    await t.app.settle()
    assert "1 photo" in awa.heard[0]
    assert awa.heard[1] == "pong après"


async def test_a_file_that_takes_for_ever_is_given_up_and_said(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "FETCH_TIMEOUT_S", 0.1)
    awa = t.person("awa")

    async def never(_file: RemoteFile) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(t.platform, "fetch", never)
    await hand_over(t, update("u1", files=[["f", "image/jpeg", 10, ""]]))
    await t.app.settle()
    assert awa.last.startswith("Je n’ai pas pu ouvrir ce fichier.")
    assert inbox(t)["u1"].state == "done"


@pytest.mark.parametrize("error", [Undeliverable("gone", permanent=True), Undeliverable("502"), KeyError("a bug"), OSError("unplugged")])
async def test_a_file_that_cannot_be_had_blocks_nothing(t: Town, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    awa = t.person("awa")

    async def breaks(_file: RemoteFile) -> bytes:
        raise error

    monkeypatch.setattr(t.platform, "fetch", breaks)
    monkeypatch.setattr(waiting, "FETCH_TIMEOUT_S", 0.2)
    await hand_over(t, update("u1", files=[["f", "image/jpeg", 10, ""]]), update("u2", text="/ping après"))
    await t.app.settle()
    assert awa.heard[0].startswith("Je n’ai pas pu ouvrir ce fichier.")
    assert awa.heard[1] == "pong après"


async def test_a_file_that_cannot_be_had_for_a_moment_is_asked_for_again(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    awa = t.person("awa")
    troubles = [Undeliverable("too many requests", retry_after=0.05), Undeliverable("502")]

    async def recovers(_file: RemoteFile) -> bytes:
        if troubles:
            raise troubles.pop(0)
        return photo()

    monkeypatch.setattr(t.platform, "fetch", recovers)
    monkeypatch.setattr(waiting, "AGAIN_S", 0.05)
    await hand_over(t, update("u1", text="trou rue des Lilas", files=[["f", "image/jpeg", 10, ""]]))
    await t.app.settle()
    assert "Je n’ai pas pu ouvrir" not in awa.last
    assert len(t.rows(RequestPhoto)) == 1


async def test_a_file_being_fetched_at_a_restart_is_fetched_again(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    awa = t.person("awa")

    async def never(_file: RemoteFile) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(t.platform, "fetch", never)
    await hand_over(t, update("u1", text=HOLE, files=[["f", "image/jpeg", 10, ""]]), update("u2", text="/ping après"))
    await t.closes()
    files = {"f": photo()}
    opens = t.app.__class__.start

    async def with_files(self: Any, platforms: Any) -> None:
        for platform in platforms:
            platform.files = files
        await opens(self, platforms)

    monkeypatch.setattr(t.app.__class__, "start", with_files)
    await t.opens()
    await t.app.settle()
    assert "1 photo" in awa.heard[0]
    assert awa.heard[1] == "pong après"


# --- poison ---


async def test_what_cannot_be_read_is_put_aside_and_the_next_ones_go_on(t: Town) -> None:
    awa = t.person("awa")
    nonsense = RawUpdate("bad", {"nothing": ["that", "makes", CANARY]})
    await hand_over(t, update("u1", text="/ping 1"), nonsense, nonsense, update("u2", text="/ping 2"))
    await t.app.settle()
    assert awa.heard == ["pong 1", "pong 2"]
    row = inbox(t)["bad"]
    assert row.state == "quarantined"
    assert CANARY.encode() in t.seal.open(row.payload, "inbox/scene/bad")


async def test_a_handler_that_breaks_three_times_is_apologised_for_with_a_code(
    t: Town, poison: Poison, caplog: pytest.LogCaptureFixture
) -> None:
    awa = t.person("awa")
    poison.failures = 99
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await hand_over(t, update("u1", text=f"/boum {CANARY}"), update("u2", text="/ping après"))
        await t.app.settle()
    row = inbox(t)["u1"]
    assert (row.state, row.tries) == ("quarantined", 4)
    apology = next(heard for heard in awa.heard if heard.startswith("Je n’ai pas réussi à traiter ce message"))
    code = apology.rpartition(" : ")[2].rstrip(".")
    assert f"act {row.id} quarantined after 3 tries, code {code}" in caplog.text
    assert "pong après" in awa.heard
    assert CANARY not in caplog.text
    assert 1 + waiting.TRIES <= len(poison.handled) <= 2 * (1 + waiting.TRIES)  # each try alone, or with a group first


async def test_two_apologies_have_two_codes(t: Town, poison: Poison) -> None:
    awa = t.person("awa")
    poison.failures = 99
    for id in ("u1", "u2"):
        await hand_over(t, update(id, text="/boum"))
        await t.app.settle()
        await asyncio.sleep(0.002)
    assert len(set(awa.heard)) == 2


@pytest.mark.parametrize("failures", [1, 2, 3])
async def test_a_handler_that_breaks_fewer_times_ends_up_done(t: Town, poison: Poison, failures: int) -> None:
    awa = t.person("awa")
    poison.failures = failures
    await hand_over(t, update("u1", text="/boum"))
    await t.app.settle()
    assert awa.heard == ["pong guéri"]
    assert (inbox(t)["u1"].state, inbox(t)["u1"].payload) == ("done", None)


async def test_poison_of_one_person_does_not_touch_those_of_its_group(t: Town, poison: Poison) -> None:
    for name in ("awa", "karim", "ines"):
        t.person(name)
    poison.failures = 99
    karim, ines = update("u1", text="/ping 1", sender="karim"), update("u3", text="/ping 3", sender="ines")
    await hand_over(t, karim, update("u2", text="/boum"), ines)
    await t.app.settle()
    assert (t.person("karim").heard, t.person("ines").heard) == (["pong 1"], ["pong 3"])
    assert {id: row.state for id, row in inbox(t).items()} == {"u1": "done", "u2": "quarantined", "u3": "done"}


async def test_poison_in_a_group_room_is_not_apologised_for_there(t: Town, poison: Poison) -> None:
    t.person("awa")
    poison.failures = 99
    await hand_over(t, update("u1", text="/boum", private=False, chat="groupe"))
    await t.app.settle()
    assert inbox(t)["u1"].state == "quarantined"
    assert t.rows(Outbox) == []


async def test_what_was_put_aside_is_not_taken_up_again_at_the_next_start(t: Town, poison: Poison) -> None:
    awa = t.person("awa")
    poison.failures = 2 * (1 + waiting.TRIES)  # each try alone, or with a group first
    await hand_over(t, update("u1", text="/boum"))
    await t.app.settle()
    await t.restarts()
    await hand_over(t, update("u1", text="/boum"))
    await t.app.settle()
    assert inbox(t)["u1"].state == "quarantined"
    assert len(awa.heard) == 1


# --- after a bad end ---


async def test_after_a_bad_end_updates_are_stored_and_their_tries_counted_before_each(t: Town) -> None:
    awa = t.person("awa")
    await dies_and_restarts(t)
    await hand_over(t, update("u1", text="/ping 1"), update("u2", text="/ping 2"))
    await t.app.settle()
    assert awa.heard == ["pong 1", "pong 2"]
    assert [(row.state, row.tries, row.payload) for row in inbox(t).values()] == [("done", 1, None)] * 2


async def test_after_a_good_end_nothing_is_stored_first(t: Town) -> None:
    t.person("awa")
    await t.restarts()
    await hand_over(t, update("u1", text="/ping 1"))
    assert (inbox(t)["u1"].tries, inbox(t)["u1"].state) == (0, "done")


async def test_what_waits_whose_key_is_lost_is_put_aside_and_the_rest_goes_on(t: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    awa = t.person("awa")

    async def never(_file: RemoteFile) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(t.platform, "fetch", never)
    await hand_over(t, update("u1", text=HOLE, files=[["f", "image/jpeg", 10, ""]]))
    await t.closes()
    (t.folder / "keys" / "root-1.key").unlink()
    await t.opens()
    await hand_over(t, update("u2", text="/ping après"))
    await t.app.settle()
    assert inbox(t)["u1"].state == "quarantined"
    assert awa.heard == ["pong après"]


# --- locked events ---


async def test_a_locked_event_is_said_once_kept_sealed_and_handled_when_it_comes_back_in_clear(t: Town) -> None:
    awa = t.person("awa")
    locked = update("e1", kind="undecryptable", text="")._replace(locked=True)
    await hand_over(t, locked)
    await hand_over(t, locked)
    await hand_over(t, update("e2", kind="undecryptable", text="")._replace(locked=True))
    await t.app.settle()
    assert [heard.partition(":")[0] for heard in awa.heard] == ["Je n’arrive pas à lire ce message chiffré "]
    assert inbox(t)["e1"].state == "locked"
    assert [raw.id for raw in (await t.app._intakes["scene"].resume()).locked] == ["e1", "e2"]
    await hand_over(t, update("e1", text=HOLE))
    await t.app.settle()
    assert awa.last.startswith("Compris : Nid-de-poule")
    assert (inbox(t)["e1"].state, inbox(t)["e1"].payload) == ("done", None)
    await hand_over(t, update("e1", text=HOLE))
    await t.app.settle()
    assert len(t.rows(Request)) == 1


async def test_locked_events_are_given_back_after_a_restart(t: Town) -> None:
    t.person("awa")
    await hand_over(t, update("e1", kind="undecryptable")._replace(locked=True))
    await dies_and_restarts(t)
    assert [raw.id for raw in (await t.app._intakes["scene"].resume()).locked] == ["e1"]
    await hand_over(t, update("e1", text=HOLE))
    await t.app.settle()
    assert len(t.rows(Request)) == 1


def test_sealing_is_on_in_this_file(t: Town) -> None:
    assert Seal.seal(t.seal, b"x", "y") != b"x"


async def test_what_the_shell_keeps_is_forgotten_in_time(t: Town, poison: Poison) -> None:
    """Contents put aside after a week, words sent after a month, ids of updates after three."""
    t.person("awa")
    await hand_over(t, RawUpdate("bad", {"nonsense": True}), update("u1", text="/ping a"))
    await t.app.settle()
    await t.passes(days=8)
    await t.app._forget()
    assert (inbox(t)["bad"].state, inbox(t)["bad"].payload) == ("quarantined", None)
    assert [bool(row.body) for row in t.rows(Outbox)] == [True]  # type: ignore[attr-defined]
    await t.passes(days=23)
    await t.app._forget()
    assert [(bool(row.body), row.state) for row in t.rows(Outbox)] == [(False, "sent")]  # type: ignore[attr-defined]
    await t.passes(days=60)
    await t.app._forget()
    assert "u1" not in inbox(t)
