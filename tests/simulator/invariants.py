"""What must hold after every death, every night and at the end, asked of the file and of the networks' own books (reliability §5.2).

Each check returns a sentence for each fault. `calm`: an hour after the last trouble, when everything must also have come right.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from handlers.audit.heads import sealed_head
from handlers.audit.rules import Anchor, examine, genesis
from handlers.escalation import ladder
from storage import audit
from storage.database import Database
from storage.seal import Seal
from storage.tables import Event, Request, table
from storage.unit import Unit
from tests.handlers.requests.test_at_random import each_change_has_its_event, links_are_whole, rows_are_whole, the_log_holds_no_words
from tests.scenes import valmiere

if TYPE_CHECKING:
    from tests.simulator.world import World

ROWS = (rows_are_whole, each_change_has_its_event, the_log_holds_no_words, links_are_whole)
PARIS = ZoneInfo("Europe/Paris")


class Broken(AssertionError):
    """An invariant does not hold. Says which, and how it came."""

    def __init__(self, world: World, when: str, faults: list[str]) -> None:
        last = "\n".join(list(world.story)[-60:])
        super().__init__(
            f"seed {world.seed}, day {world.now / 86400:.2f}, {when}:\n  " + "\n  ".join(faults[:12])
            + f"\nThe last that happened:\n{last}\nAgain: python -m tests.simulator --seed {world.seed} --days {world.days:g}"
        )  # fmt: skip


class Books:
    """The file of the bot, read with nothing of ours between."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._connection = sqlite3.connect(f"file:{world.folder}/relais.db?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def close(self) -> None:
        self._connection.close()

    def all(self, statement: str, *given: Any) -> list[sqlite3.Row]:
        return self._connection.execute(statement, given).fetchall()


def check(world: World, *, calm: bool) -> list[str]:
    """Every fault that there is."""
    with closing(Books(world)) as books:
        return [fault for each in (*ALWAYS, *(WHEN_CALM if calm else ())) for fault in each(world, books)]


# --- 1, 2: what came in ---


def acknowledged_updates_are_kept_once(world: World, books: Books) -> Iterator[str]:
    for network in world.networks:
        kept = Counter(row["external_id"] for row in books.all("SELECT external_id FROM inbox WHERE platform = ?", network.name))
        told = {update.id for update in network.updates[: _token(books)]} if network.dedupes else network.acknowledged
        yield from (f"1: {network.name}/{id} was acknowledged and is {kept[id]} times in the inbox" for id in told if kept[id] != 1)
        yield from (f"1: {network.name}/{id} is {count} times in the inbox" for id, count in kept.items() if count > 1)


def _token(books: Books) -> int:
    rows = books.all("SELECT value FROM checkpoint WHERE platform = 'matrix'")
    return int(rows[0]["value"]) if rows else 0


def everything_said_was_handled(world: World, books: Books) -> Iterator[str]:
    for network in world.networks:
        state = {row["external_id"]: row for row in books.all("SELECT * FROM inbox WHERE platform = ?", network.name)}
        old = [update for update in network.updates if world.now - network.said_at[update.id] > 60]
        for update in old:
            if update.id not in state:
                yield f"2: {network.name}/{update.id} was said long ago and never came in"
            elif state[update.id]["state"] != "done":
                yield f"2: {network.name}/{update.id} is still {state[update.id]['state']} after {state[update.id]['tries']} tries"
            elif state[update.id]["payload"] is not None:
                yield f"2: {network.name}/{update.id} is done and its content is still there"


# --- 3, 4: what it did ---


class _Rows:
    """As the crowd's checks want it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, model: type, *conditions: Any) -> Any:
        with self._database.reading() as connection:
            core = table(model)
            return connection.execute(core.select().where(*conditions).order_by(core.primary_key.columns.values()[0])).all()


def rows_and_log_tell_the_same(world: World, books: Books) -> Iterator[str]:
    with closing(Database(f"sqlite:///{world.folder}/relais.db")) as database:
        house: Any = _Rows(database)
        requests = {row.id: row for row in house.rows(Request)}
        events = house.rows(Event)
        for each in ROWS:
            try:
                each(house, requests, events)
            except (AssertionError, KeyError) as fault:
                yield f"3: {each.__name__}: {str(fault)[:600]}"


def each_sentence_has_its_answer(world: World, books: Books) -> Iterator[str]:
    """A handled message of somebody we know owes something in the same commit: an answer, or a refusal."""
    answered = {"/".join(row["key"].split("/")[1:3]) for row in books.all("SELECT key FROM outbox WHERE key LIKE 'answer/%'")}
    for network in world.networks:
        done = {row["external_id"] for row in books.all("SELECT * FROM inbox WHERE platform = ? AND state = 'done'", network.name)}
        for update in network.updates:
            mute = update.data["kind"] != "message" or not update.data["private"]
            if update.id in done and not mute and f"{network.name}/{update.id}" not in answered:
                yield f"3: {network.name}/{update.id} « {update.data['text']} » was handled and not answered"


def facts_are_said_once(world: World, books: Books) -> Iterator[str]:
    for of, column in (("outbox", "key"), ("notice", "fact"), ("request", "reference")):
        for row in books.all(f"SELECT {column} AS fact, count(*) AS n FROM {of} WHERE {column} IS NOT NULL GROUP BY 1 HAVING n > 1"):
            yield f"4: {of}.{column} {row['fact']} is there {row['n']} times"


# --- 5, 6: reminders and the ladder ---


def nobody_is_reminded_of_what_is_closed(world: World, books: Books) -> Iterator[str]:
    """A reminder owed before the closing is not said after it: it was silenced in the same commit."""
    ended = "SELECT request_id, max(id) AS id, kind FROM event WHERE kind IN ('close', 'cancel') GROUP BY 1"
    statement = (
        f"SELECT n.fact, n.state FROM notice n JOIN request r ON r.id = n.request_id JOIN ({ended}) e ON e.request_id = r.id "
        "LEFT JOIN outbox o ON o.id = n.told_in "
        "WHERE r.state IN ('closed', 'cancelled') AND n.morning AND n.id < e.id AND (n.state = 'pending' OR o.id > e.id)"
    )
    yield from (f"5: {row['fact']} is {row['state']} though its request was over" for row in books.all(statement))


def reminders_keep_to_working_hours(world: World, books: Books) -> Iterator[str]:
    """Nothing but danger outside Monday to Friday, 7 to 19 h; no third message of reminders in a day."""
    days: Counter[tuple[int, str]] = Counter()
    for row in books.all("SELECT * FROM outbox WHERE key LIKE 'notices/%' AND priority > 0"):
        at = datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC).astimezone(PARIS)
        days[row["person_id"], row["key"].split("/")[2]] += 1
        if at.weekday() > 4 or not 7 <= at.hour < 19:
            yield f"6: {row['key']} was said at {at:%a %H:%M}"
    yield from (f"6: person {person} got {count} messages of reminders on {day}" for (person, day), count in days.items() if count > 2)


def what_is_due_is_looked_at(world: World, books: Books) -> Iterator[str]:
    """No request waits for the clock that has passed."""
    late = (world.clock.now() - timedelta(minutes=2)).replace(tzinfo=None).isoformat(sep=" ")
    rows = books.all("SELECT reference, state, next_action_at FROM request WHERE next_action_at < ?", late)
    yield from (f"6: {row['reference']} ({row['state']}) was to be looked at on {row['next_action_at']}" for row in rows)


def the_ladder_only_climbs(world: World, books: Books) -> Iterator[str]:
    """A step once taken stays taken, unless somebody did something to the request since (its version); what comes next is known."""
    with closing(Database(f"sqlite:///{world.folder}/relais.db")) as database:
        requests = _Rows(database).rows(Request)
    for row in requests:
        version, done = world.climbed.get(row.id, (row.version, 0))
        if row.version == version and done & ~row.rungs_done:
            yield f"6: {row.reference} went back from the steps {done:b} to {row.rungs_done:b}, and nobody did anything"
        world.climbed[row.id] = row.version, row.rungs_done
        if row.ladder and row.next_action_at != (next_one := ladder.next_action_at(valmiere(), row)):
            yield f"6: {row.reference} ({row.state}) waits for {row.next_action_at} though its next step is at {next_one}"


def one_morning_message_a_day(world: World, books: Books) -> Iterator[str]:
    """Reminders are in one message a day."""
    told = "SELECT DISTINCT o.id, o.person_id, o.key FROM notice n JOIN outbox o ON o.id = n.told_in WHERE n.morning"
    days = Counter((row["person_id"], row["key"].split("/")[2]) for row in books.all(told))
    yield from (f"6: person {person} got {count} messages with reminders on {day}" for (person, day), count in days.items() if count > 1)


# --- 7, 9: what went out ---


def nothing_is_shown_twice_or_from_nowhere(world: World, books: Books) -> Iterator[str]:
    """Of each delivery the network has as many copies as the bot could not help: one, and on Telegram one more for each doubt."""
    rows = {f"relais-{row['id']}": row for row in books.all("SELECT * FROM outbox")}
    for network in world.networks:
        copies = Counter(copy.key for copy in network.copies)
        for key, count in copies.items():
            if key not in rows:
                yield f"9: {network.name} shows {key}, which nobody owes"
            elif count > 1 + rows[key]["uncertain"]:
                yield f"9: {network.name} shows {key} ({rows[key]['key']}) {count} times, {rows[key]['uncertain']} doubts"
        for key, row in rows.items():
            if row["platform"] == network.name and row["state"] == "sent" and not copies[key]:
                yield f"9: {key} ({row['key']}) is marked as sent and never arrived at {network.name}"


def everything_owed_is_delivered(world: World, books: Books) -> Iterator[str]:
    now = world.clock.now().replace(tzinfo=None).isoformat(sep=" ")
    for row in books.all("SELECT * FROM outbox WHERE state NOT IN ('sent', 'superseded')"):
        if row["state"] == "dead":
            if "block" not in (row["error"] or "") and "nothing to do it to" not in (row["error"] or ""):
                yield f"9: {row['key']} was given up: {row['error']}"
        elif row["not_before"] is None or row["not_before"] < now:
            yield f"9: {row['key']} to {row['chat']} is {row['state']} since {row['created_at']}: {row['error']}"


def messages_come_in_their_order(world: World, books: Books) -> Iterator[str]:
    """In one chat, what is of the same class comes in the order in which it was owed, unless it waited for its own hour.

    Where a commit was done and said to have failed, its answer is left to whoever claims it after the lease (token), and may be overtaken.
    """
    owed = "SELECT * FROM outbox WHERE kind IN ('send', 'edit')"
    owed += " AND NOT (token > 1 AND tries = 0)" if world.counts["lost commits"] else ""
    rows = {f"relais-{row['id']}": row for row in books.all(owed)}
    for network in world.networks:
        last: dict[tuple[str, int], int] = {}
        for key in dict.fromkeys(copy.key for copy in network.copies):
            row = rows.get(key)
            if row is None:
                continue
            line = row["chat"], row["priority"]
            if row["id"] < last.get(line, 0):
                yield f"9: {row['key']} came to {row['chat']} after a younger one"
            last[line] = max(row["id"], last.get(line, 0))


def rates_are_kept(world: World, books: Books) -> Iterator[str]:
    for network in world.networks:
        yield from (f"rate: {broken}" for broken in network.broken)


def each_schedule_comes_once(world: World, books: Books) -> Iterator[str]:
    for row in books.all('SELECT schedule, "on", slot, count(*) AS n FROM occurrence GROUP BY 1, 2, 3 HAVING n > 1'):
        yield f"7: {row['schedule']} of {row['on']} {row['slot']} came {row['n']} times"


# --- 11, 12 ---


def the_chain_verifies(world: World, books: Books) -> Iterator[str]:
    with closing(Database(f"sqlite:///{world.folder}/relais.db")) as database, database.reading() as connection:
        sealed = sealed_head(Unit(connection, database.ids), Seal(world.folder / "keys"))
        findings = examine(audit.chain(connection), start=genesis(valmiere().city), sealed=Anchor(*sealed) if sealed else None)
    if not findings.sound:
        yield f"11: the chain of the log does not verify: {findings}"


def the_file_is_whole(world: World, books: Books) -> Iterator[str]:
    yield from (f"12: a foreign key points nowhere: {tuple(row)}" for row in books.all("PRAGMA foreign_key_check"))
    yield from (f"12: {row[0]}" for row in books.all("PRAGMA integrity_check") if row[0] != "ok")


Check = Callable[["World", Books], Iterator[str]]
ALWAYS: tuple[Check, ...] = (
    acknowledged_updates_are_kept_once, rows_and_log_tell_the_same, each_sentence_has_its_answer, facts_are_said_once,
    nobody_is_reminded_of_what_is_closed, the_ladder_only_climbs, one_morning_message_a_day, reminders_keep_to_working_hours,
    nothing_is_shown_twice_or_from_nowhere,
    messages_come_in_their_order, rates_are_kept, each_schedule_comes_once, the_chain_verifies, the_file_is_whole,
)  # fmt: skip
WHEN_CALM: tuple[Check, ...] = (everything_said_was_handled, everything_owed_is_delivered, what_is_due_is_looked_at)
