"""What is owed is claimed once, in the right order, by whoever holds the lease; and every button is remembered."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import outbox
from storage.database import Database
from storage.tables import Outbox, table
from storage.unit import Scope, Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=40)
OUTBOX = table(Outbox)


def owe(database: Database, *owed: str, **values: Any) -> list[int]:
    """Rows whose key says "chat name" and, after a slash, the priority: "awa 1st/0"."""
    ids = []
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        for each in owed:
            key, _, priority = each.partition("/")
            chat = key.partition(" ")[0]
            row = {"key": key, "platform": "scene", "chat": f"scene:{chat}", "private": True, "kind": "send",
                   "priority": int(priority or 1), "body": {"text": key, "title": "", "language": "fr"},
                   "state": "pending", "created_at": NOW, **values}
            ids.append(unit.ids.next())
            unit.keep([Outbox(id=ids[-1], **row)])
        unit.flush()
    return ids


def claim(database: Database, *, now: datetime = NOW, until: datetime = SOON, limit: int = 100) -> list[Outbox]:
    with database.transaction() as connection:
        return outbox.claim(Unit(connection, database.ids), "scene", now=now, until=until, limit=limit)


def keys(rows: list[Outbox]) -> list[str]:
    return [row.key for row in rows]


def mark(database: Database, row: Outbox, to: str, **more: Any) -> None:
    nothing = {"at": None, "external": None, "again_at": None, "why": None, "tried": 0, "doubt": 0}
    with database.transaction() as connection:
        outbox.mark(Unit(connection, database.ids), [{"row": row.id, "held": row.token, "to": to, **nothing, **more}])


def state(database: Database, key: str) -> str:
    return str(row_of(database, key).state)


def row_of(database: Database, key: str) -> Any:
    with database.reading() as connection:
        return connection.execute(select(OUTBOX).where(OUTBOX.c.key == key)).one()


# --- order ---


def test_what_is_owed_is_claimed_by_class_then_age(database: Database) -> None:
    owe(database, "awa digest/3", "karim answer/1", "petit danger/0", "ines answer/1")
    assert keys(claim(database)) == ["petit danger", "karim answer", "ines answer", "awa digest"]


def test_answers_are_claimed_before_a_broadcast_that_is_older(database: Database) -> None:
    owe(database, *(f"agent{n} digest/3" for n in range(50)))
    owe(database, "awa answer/1")
    assert keys(claim(database, limit=10))[0] == "awa answer"


def test_the_second_message_of_a_chat_waits_for_the_first(database: Database) -> None:
    owe(database, "awa first", "awa second", "karim first")
    claimed = claim(database)
    assert keys(claimed) == ["awa first", "karim first"]
    mark(database, claimed[0], "sent", at=NOW, external="m1")
    assert keys(claim(database)) == ["awa second"]


def test_what_failed_and_waits_for_another_try_holds_the_next_one_back(database: Database) -> None:
    owe(database, "awa first", "awa second")
    [first] = claim(database)
    mark(database, first, "pending", tried=1, again_at=NOW + timedelta(seconds=5))
    assert claim(database, now=NOW + timedelta(seconds=1)) == []
    assert keys(claim(database, now=NOW + timedelta(seconds=6))) == ["awa first"]


def test_what_waits_for_its_own_hour_holds_nobody_up(database: Database) -> None:
    owe(database, "awa reminder", not_before=NOW + timedelta(hours=1))
    owe(database, "awa answer")
    assert keys(claim(database)) == ["awa answer"]
    assert state(database, "awa reminder") == "pending"


def test_nothing_leaves_before_its_hour(database: Database) -> None:
    owe(database, "awa reminder", not_before=NOW + timedelta(hours=1))
    assert claim(database) == []
    with database.reading() as connection:
        assert connection.execute(select(OUTBOX.c.not_before)).scalar_one() == NOW + timedelta(hours=1)
    assert keys(claim(database, now=NOW + timedelta(hours=1))) == ["awa reminder"]


def test_another_platforms_messages_are_left_to_it(database: Database) -> None:
    owe(database, "awa telegram", platform="telegram")
    assert claim(database) == []


def test_no_more_is_claimed_than_asked(database: Database) -> None:
    owe(database, *(f"agent{n} answer" for n in range(10)))
    assert len(claim(database, limit=4)) == 4
    assert len(claim(database, limit=100)) == 6


# --- leases ---


def test_what_somebody_holds_is_not_claimed_until_their_lease_ends(database: Database) -> None:
    owe(database, "awa answer")
    [mine] = claim(database)
    assert claim(database, now=SOON - timedelta(seconds=1)) == []
    [theirs] = claim(database, now=SOON + timedelta(seconds=1), until=SOON + timedelta(seconds=40))
    assert (mine.token, theirs.token) == (1, 2)


def test_what_was_held_past_its_lease_is_counted_as_uncertain(database: Database) -> None:
    owe(database, "awa answer", "karim answer")
    assert [row.uncertain for row in claim(database)] == [0, 0]
    assert [row.uncertain for row in claim(database, now=SOON + timedelta(seconds=1), until=SOON + timedelta(seconds=41))] == [1, 1]


def test_a_lease_taken_before_the_clock_went_back_a_day_keeps_nobody_waiting(database: Database) -> None:
    owe(database, "awa answer")
    claim(database, now=NOW + timedelta(days=1), until=SOON + timedelta(days=1))
    slow = NOW + timedelta(days=1, seconds=-20)  # another machine's clock
    assert keys(claim(database, now=slow, until=slow + timedelta(seconds=40))) == []
    assert keys(claim(database)) == ["awa answer"]


def test_a_stale_holders_mark_changes_nothing(database: Database) -> None:
    owe(database, "awa answer")
    [stale] = claim(database)
    [holder] = claim(database, now=SOON + timedelta(seconds=1), until=SOON + timedelta(seconds=40))
    mark(database, stale, "sent", at=NOW, external="from a frozen worker")
    row = row_of(database, "awa answer")
    assert (row.state, row.external_id) == ("sending", None)
    mark(database, holder, "sent", at=SOON, external="m7")
    mark(database, holder, "pending", tried=1)  # too late: it is settled
    row = row_of(database, "awa answer")
    assert (row.state, row.external_id, row.tries, row.sent_at) == ("sent", "m7", 0, SOON)


def test_what_a_dead_process_held_is_given_back_and_counted_as_uncertain(database: Database) -> None:
    owe(database, "awa answer", "karim answer")
    first, _ = claim(database)
    mark(database, first, "sent", at=NOW, external="m1")
    with database.transaction() as connection:
        assert outbox.release_all(Unit(connection, database.ids), "scene") == 1
    assert row_of(database, "karim answer").uncertain == 1
    assert keys(claim(database)) == ["karim answer"]


def test_workers_that_claim_together_get_each_row_once(database: Database) -> None:
    """On PostgreSQL this is SKIP LOCKED at work; on SQLite the writers take turns."""
    owe(database, *(f"agent{n} answer" for n in range(300)))
    taken: Counter[str] = Counter()
    lock, failures = threading.Lock(), []

    def work() -> None:
        try:
            empty = 0
            while empty < 3:
                rows = claim(database, limit=7)
                empty = 0 if rows else empty + 1
                with lock:
                    taken.update(keys(rows))
                for row in rows:
                    mark(database, row, "sent", at=NOW, external=row.key)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(taken) == 300
    assert set(taken.values()) == {1}


def test_workers_that_claim_together_keep_the_order_of_a_chat(database: Database) -> None:
    """Two workers must never hold two messages of one chat at the same time."""
    owe(database, *(f"awa {n:03d}" for n in range(40)), *(f"karim {n:03d}" for n in range(40)))
    sent: list[str] = []
    lock, failures = threading.Lock(), []

    def work() -> None:
        try:
            empty = 0
            while empty < 20:
                rows = claim(database, limit=5)
                empty = 0 if rows else empty + 1
                for row in rows:
                    with lock:
                        sent.append(row.key)
                    mark(database, row, "sent", at=NOW, external=row.key)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for who in ("awa", "karim"):
        mine = [key for key in sent if key.startswith(who)]
        assert mine == [f"{who} {n:03d}" for n in range(40)]


# --- facts, buttons, moves ---


def test_a_fact_is_announced_once_for_ever(database: Database) -> None:
    owe(database, "escalation:42:1")
    with pytest.raises(IntegrityError):
        owe(database, "escalation:42:1")
    with database.reading() as connection:
        store = Scope(Unit(connection, database.ids))
        assert outbox.is_said(store, "escalation:42:1")
        assert not outbox.is_said(store, "escalation:42:2")


def test_the_newest_version_of_a_card_is_its_latest_edit(database: Database) -> None:
    [card] = owe(database, "awa card", state="sent", external_id="m1")
    [edit] = owe(database, "awa edit", kind="edit", target=card, state="sent", external_id="m1")
    owe(database, "awa lost edit", kind="edit", target=card, state="dead")
    with database.reading() as connection:
        store = Scope(Unit(connection, database.ids))
        assert outbox.newest_version(store, card) == edit
        found = outbox.by_external(store, "scene:awa", "m1")
        assert found is not None
        assert found.id == edit
        assert outbox.by_external(store, "scene:karim", "m1") is None
        assert [row.key for row in outbox.latest(store, "scene:awa", NOW)] == ["awa lost edit", "awa edit", "awa card"]


def test_a_dead_chat_is_owed_nothing_more_and_keeps_what_it_got(database: Database) -> None:
    owe(database, "awa old", state="sent")
    owe(database, "awa new", "awa newer", "karim new")
    with database.transaction() as connection:
        assert outbox.drop_dead_chat(Unit(connection, database.ids), "scene:awa", "blocked") == 2
    assert [state(database, key) for key in ("awa old", "awa new", "awa newer", "karim new")] == ["sent", "dead", "dead", "pending"]


def test_what_is_owed_and_every_button_follow_a_chat_that_moves(database: Database) -> None:
    owe(database, "group card", state="sent", external_id="m1")
    owe(database, "group new")
    with database.transaction() as connection:
        outbox.move_chat(Unit(connection, database.ids), "scene:group", "scene:supergroup")
    assert {row_of(database, key).chat for key in ("group card", "group new")} == {"scene:supergroup"}


def test_old_bodies_are_forgotten_and_the_facts_kept(database: Database) -> None:
    owe(database, "awa old", state="sent", sent_at=NOW - timedelta(days=31))
    owe(database, "awa recent", state="sent", sent_at=NOW - timedelta(days=29))
    with database.transaction() as connection:
        assert outbox.erase_bodies(Unit(connection, database.ids), NOW - timedelta(days=30)) == 1
    assert row_of(database, "awa old").body is None
    assert row_of(database, "awa old").state == "sent"
    assert row_of(database, "awa recent").body["text"] == "awa recent"
