"""What the clock owes and has done, asked of the database from outside: steps, notices, gaps, what is kept too long."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.retention import KEEP_BODIES, KEEP_IDS
from handlers.escalation.calendars import of_mairie
from handlers.escalation.working_time import is_open
from storage.tables import Checkpoint, Gap, Notice, table
from tests.faults.ledger import Books
from tests.faults.rounds import Town
from tests.scenes import valmiere

NOTICE, GAP, CHECKPOINT = table(Notice), table(Gap), table(Checkpoint)


def working_morning(after: datetime) -> datetime:
    """9:15 of the first day after this moment on which the people of the tests are at work then."""
    zone = ZoneInfo(valmiere().timezone)
    day = after.astimezone(zone).date() + timedelta(days=1)
    while not is_open(of_mairie(valmiere(), "mq_tanneurs"), at := datetime.combine(day, time(9, 15), zone).astimezone(UTC)):
        day += timedelta(days=1)
    return at


def notices(books: Books) -> list[tuple[str, str, int | None]]:
    """Each line that was ever owed: its fact, what became of it, and the message that said it."""
    return [(row.fact, row.state, row.told_in) for row in books.rows(select(NOTICE).order_by(NOTICE.c.id))]


def steps_due(books: Books, now: datetime) -> int:
    return sum(row.next_action_at is not None and row.next_action_at <= now for row in books.requests())


def is_quiet(books: Books, now: datetime) -> bool:
    """Steps were taken and are taken, at least one line was told, and nothing is owed."""
    told = any(state == "told" for _, state, _ in notices(books))
    return told and not steps_due(books, now) and books.is_settled([])


def faults_of_the_clock(books: Books) -> Iterator[str]:
    """A step taken twice, a message of a slot said twice, a line told in no message."""
    taken = Counter((row.request_id, row.data["step"], row.data["when"]) for row in books.events() if row.kind == "reminded")
    yield from (f"step {step} was taken {times} times" for step, times in taken.items() if times > 1)
    outbox = {row.id: row for row in books.outbox()}
    said = Counter(row.key for row in outbox.values() if row.key.startswith("notices/"))
    yield from (f"{key} is owed {times} times" for key, times in said.items() if times > 1)
    for fact, state, message in notices(books):
        if state == "told" and (message not in outbox or outbox[message].state == "dead"):
            yield f"the line {fact} was told in no message"


def gaps(books: Books) -> list[int]:
    return [row.id for row in books.rows(select(GAP).order_by(GAP.c.id))]


def kept_too_long(books: Books, now: datetime) -> int:
    """Ids of updates and texts of messages that retention should have taken."""
    ids = sum(row.state == "done" and row.received_at < now - KEEP_IDS for row in books.inbox())
    return ids + sum(row.body is not None and row.sent_at is not None and row.sent_at < now - KEEP_BODIES for row in books.outbox())


def checkpoint(books: Books) -> str:
    (row,) = books.rows(select(CHECKPOINT.c.value).where(CHECKPOINT.c.platform == books.platform))
    return str(row.value)


def goes_back_to(books: Books, value: str) -> None:
    """As if the commit of a later checkpoint had never been: the network is asked for everything since, once more."""
    books.write(update(CHECKPOINT).where(CHECKPOINT.c.platform == books.platform).values(value=value))


async def becomes(town: Town, true: Callable[[], bool], what: str, *, within_s: float = 30.0) -> None:
    """Wait until it is so. AssertionError that says what was not, with the end of the log."""
    try:
        async with asyncio.timeout(within_s):
            while not true():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not {what} after {within_s} s; the log ends:\n{town.bot.log[-3000:]}") from None
