"""What people did, held against what the database keeps and what people saw: nothing lost, nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from storage.database import Database, open_database
from storage.tables import Account, Event, Inbox, Outbox, Person, Request, RequestPhoto, table
from storage.unit import AnyRow, Scope, Unit

INBOX, OUTBOX, REQUEST, EVENT, PHOTO = table(Inbox), table(Outbox), table(Request), table(Event), table(RequestPhoto)

Kind = Literal["ping", "sentence", "press", "photo", "edit"]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did. update: its id in the inbox. word: in its text; for a press or an edit, the word of the request meant."""

    kind: Kind
    update: str
    word: str
    was: str = ""  # an edit: the word it took away


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot on somebody's screen. id: "platform:chat/message". text: as it stands now, edits applied.
    look: how it was sent: the same for two copies of one delivery, and for nothing else."""

    id: str
    text: str
    look: str


@dataclass(slots=True)
class Count:
    """What a comparison found. lost, doubled, broken: sentences about each; ambiguous: copies that no bot could avoid."""

    deeds: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ambiguous: int = 0

    @property
    def faults(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.broken]


class Books:
    """The database, read from outside. It writes only while no bot runs: to let people in, and what a fault would have left."""

    def __init__(self, url: str, platform: str) -> None:
        self.platform = platform
        self._database = Database(url)

    def close(self) -> None:
        self._database.close()

    def lets_in(self, name: str, address: str) -> None:
        """Make somebody an agent, while no bot runs."""
        database = open_database(self._database.writer.url.render_as_string(hide_password=False))
        with database.transaction() as connection:
            unit = Unit(connection, database.ids)
            store = Scope(unit)
            person = Person(id=store.next_id(), name=name, role="agent", mairie="mq_tanneurs", language="fr", joined_at=datetime.now(UTC))
            store.add(person)
            store.add(Account(address=address, person_id=person.id))
            store.keep()
            unit.flush()
        database.close()

    def inbox(self) -> list[AnyRow]:
        return self.rows(select(INBOX).where(INBOX.c.platform == self.platform).order_by(INBOX.c.id))

    def outbox(self) -> list[AnyRow]:
        return self.rows(select(OUTBOX).where(OUTBOX.c.platform == self.platform).order_by(OUTBOX.c.id))

    def requests(self) -> list[AnyRow]:
        return self.rows(select(REQUEST))

    def events(self) -> list[AnyRow]:
        return self.rows(select(EVENT))

    def photos(self) -> list[AnyRow]:
        return self.rows(select(PHOTO))

    def card_of(self, deed: Deed) -> str | None:
        """The message that answers a sentence, None while there is none, or the database is away."""
        try:
            found = [row for row in self.outbox() if row.key == f"answer/{self.platform}/{deed.update}/0" and row.state == "sent"]
        except OperationalError:
            return None
        return str(found[0].external_id) if found else None

    def under_way(self) -> set[int]:
        """The deliveries that somebody holds: when everybody is dead, those that may have arrived."""
        return {row.id for row in self.outbox() if row.state == "sending"}

    def is_settled(self, deeds: list[Deed]) -> bool:
        """Everything done has been handled, and everything owed delivered. False while the database is away."""
        try:
            handled = {row.external_id for row in self.inbox() if row.state in ("done", "quarantined")}
            return handled.issuperset(deed.update for deed in deeds) and all(row.state in ("sent", "dead") for row in self.outbox())
        except OperationalError:
            return False

    def is_sound(self) -> bool:
        if not self._database.file:
            return True
        return [row[0] for row in self.rows(sql("PRAGMA integrity_check"))] == ["ok"]

    def write(self, statement: Any) -> None:
        with self._database.transaction() as connection:
            connection.execute(statement)

    def rows(self, statement: object) -> list[AnyRow]:
        """Raises OperationalError when the database is away; a connection that broke meanwhile is replaced."""
        for again in (True, False):
            try:
                with self._database.reading() as connection:
                    return list(connection.execute(statement))  # type: ignore[call-overload]
            except OperationalError:
                if not again:
                    raise
        raise AssertionError("unreachable")


def broken_in(books: Books, among: set[str] | None = None) -> list[str]:
    """What no moment between two commits may show: an act known as handled and not answered, or answered and not known.

    among: look at these updates only, where others owe no answer.
    """
    handled = {row.external_id for row in books.inbox() if row.state == "done"}
    beginning = f"answer/{books.platform}/"
    answered = {row.key.removeprefix(beginning).rpartition("/")[0] for row in books.outbox() if row.key.startswith(beginning)}
    if among is not None:
        handled, answered = handled & among, answered & among
    recorded = {row.request_id for row in books.events() if row.kind == "recorded"}
    kept = {row.id for row in books.requests() if row.reference}
    return [*(f"handled, not answered: {id}" for id in handled - answered), *(f"answered, not handled: {id}" for id in answered - handled),
            *(f"event without its request, or the other way round: {id}" for id in recorded ^ kept)]  # fmt: skip


def compare(books: Books, deeds: list[Deed], screens: list[Shown], doubtful: Counter[int] | None = None, *, passed_over: int = 0,
            poison: frozenset[str] = frozenset()) -> Count:
    """Count. doubtful: how many bots died holding each delivery, whose extra copies nobody can avoid where the network forgets keys.

    passed_over: how many references may be missing: those of acts that were undone, where several processes record.
    poison: updates that nobody can handle; each must have been put aside.
    """
    count = Count(len(deeds))
    inbox, outbox, requests = books.inbox(), books.outbox(), books.requests()
    _compare_inbox(count, deeds, inbox, poison)
    _compare_effects(count, deeds, requests, books, screens)
    _compare_references(count, requests, passed_over)
    for deed in deeds:
        answers = [row for row in outbox if row.key.startswith(f"answer/{books.platform}/{deed.update}/")]
        (count.lost if not answers else count.doubled if len(answers) > 1 else []).append(f"{len(answers)} answers to {deed}")
    _compare_screens(count, outbox, screens, doubtful or Counter())
    if not books.is_sound():
        count.broken.append("the database fails its integrity check")
    return count


def _compare_inbox(count: Count, deeds: list[Deed], inbox: list[AnyRow], poison: frozenset[str]) -> None:
    met = Counter(row.external_id for row in inbox)
    for deed in deeds:
        if met[deed.update] != 1:
            (count.lost if not met[deed.update] else count.doubled).append(f"{deed} is {met[deed.update]} times in the inbox")
    aside = [row.external_id for row in inbox if row.state == "quarantined"]
    count.broken += [f"the poison {update} was put aside {aside.count(update)} times" for update in poison if aside.count(update) != 1]
    for row in inbox:
        if row.external_id in poison:
            continue
        if row.state != "done" or row.payload is not None:
            count.broken.append(f"inbox row {row.external_id} is {row.state}, {'with' if row.payload else 'without'} its content")


def _compare_effects(count: Count, deeds: list[Deed], requests: list[AnyRow], books: Books, screens: list[Shown]) -> None:
    photos = Counter(row.request_id for row in books.photos())
    recorded = Counter(row.request_id for row in books.events() if row.kind == "recorded")
    for deed in deeds:
        if deed.kind == "ping":
            continue
        about = [request for request in requests if deed.word in request.text]
        if len(about) != 1:
            if deed.kind != "press" and not any(deed.word == later.was for later in deeds):
                (count.doubled if about else count.lost).append(f"{len(about)} requests for {deed}")
            continue
        reference = about[0].reference
        if deed.kind == "press" and (recorded[about[0].id] != 1 or not reference):
            (count.doubled if recorded[about[0].id] else count.lost).append(f"recorded {recorded[about[0].id]} times: {deed}")
        elif deed.kind == "press" and not any(reference in shown.text for shown in screens):
            count.lost.append(f"{reference} is on no screen")
        if deed.kind == "photo" and photos[about[0].id] != 1:
            count.lost.append(f"{photos[about[0].id]} photos for {deed}")
        if deed.kind == "edit" and deed.was in about[0].text:
            count.lost.append(f"the old words are still there: {deed}")


def _compare_references(count: Count, requests: list[AnyRow], passed_over: int) -> None:
    numbers = sorted(int(re.findall(r"\d+$", request.reference)[0]) for request in requests if request.reference)
    if len(set(numbers)) < len(numbers) or max(numbers, default=0) > len(numbers) + passed_over:
        count.broken.append(f"references are given twice, or not in an unbroken series: {numbers}")


def _compare_screens(count: Count, outbox: list[AnyRow], screens: list[Shown], doubtful: Counter[int]) -> None:
    by_id = {shown.id: shown for shown in screens}
    rows = {f"{row.chat}/{row.external_id}": row for row in outbox if row.kind == "send"}
    for row in outbox:
        if row.state != "sent":
            count.lost.append(f"delivery {row.id} is {row.state}: {row.error}")
        elif f"{row.chat}/{row.external_id}" not in by_id:
            count.lost.append(f"delivery {row.id} was marked as sent and is on no screen")
    first = {(_place(by_id[id]), by_id[id].look): row for id, row in rows.items() if id in by_id}
    extra = Counter[int]()
    for shown in screens:
        if shown.id in rows:
            continue
        row = first.get((_place(shown), shown.look))
        if row is None:
            count.broken.append(f"on a screen and in no row: {shown}")
            continue
        extra[row.id] += 1
        if extra[row.id] <= doubtful[row.id]:
            count.ambiguous += 1
        else:
            kept = f"tries {row.tries}, token {row.token}, uncertain {row.uncertain}, sent at {row.sent_at}, error {row.error}"
            count.doubled.append(
                f"delivery {row.id} is shown {extra[row.id] + 1} times, {doubtful[row.id]} allowed ({kept}): {shown.text[:60]!r}"
            )


def _place(shown: Shown) -> str:
    return shown.id.rpartition("/")[0]
