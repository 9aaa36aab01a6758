"""What a request counts for: a few cells, each a day, a place and a thing counted there. Every figure is a sum of cells. Pure.

A recount adds up the cells of requests read one by one; the roll-ups (folding) hold the same sums, kept.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import orjson

from handlers.escalation.working_time import Calendar, add, between, local_day, next_opening
from handlers.measures.facts import Danger, Facts
from handlers.requests.life import DONE_REASONS, NOT_BY_HAND, PING_PONG, REFUSALS
from storage.measures import Perimeter
from storage.rollups import Waiting

FORM = 1
"""Raised when what a request counts for is said in another way: all requests are then gone through again."""
OLD = 30
"""Working days after which what is open is old."""
REOPENED_WITHIN = timedelta(days=30)
OUTCOMES: Mapping[str, frozenset[str]] = {
    "solved": DONE_REASONS | {"reponse_donnee"}, "refused": REFUSALS, "oriented": frozenset({"oriente"}), "duplicate": NOT_BY_HAND,
    "withdrawn": frozenset({"sans_suite_usager"}),
}  # fmt: skip
"""What a closing reason comes to; « other » is what is in none: not found on the spot, and a town's own reasons."""
MISSING = frozenset({"info_usager"})
"""The reasons of a hold that say that something was missing in the file (motifs.yaml; `life` asks for the question that goes with it)."""
OUTCOME_OF = {reason: outcome for outcome, reasons in OUTCOMES.items() for reason in reasons}
STOCK = frozenset({"open", "old"})
"""What is only read as a sum since ever: +1 on the day from which it is so, −1 on the day from which it is not."""
TO_COME = frozenset({"taking/met", "taking/unmet", "resolution/met", "resolution/unmet", "promise/kept", "promise/broken"})
"""What is counted beforehand on the day when it is due, as it stands if nothing more happens; read once that day is over."""


class Cell(NamedTuple):
    """on: a day of the town. direction: None while it is nobody's.

    what: « arrival/guichet », « reply/1.6 » (working days), « resolution/met »: a kind, and which of it; one that begins with THEIRS
    is the other direction's side of what the mairie and the town have counted already.
    """

    on: date
    mairie: str
    direction: str | None
    what: str


THEIRS = "+"


def places(cell: Cell) -> list[str]:
    """Where it counts: the town, a mairie, a direction, and between these two."""
    there = [] if cell.what.startswith(THEIRS) else ["town", f"mairie/{cell.mairie}"]
    return [*there, f"direction/{cell.direction}", f"between/{cell.mairie}/{cell.direction}"] if cell.direction else there


def places_of(perimeter: Perimeter) -> list[str]:
    """Whose sums are those of a perimeter."""
    if perimeter.direction:
        if perimeter.mairies is not None:
            return [f"between/{mairie}/{perimeter.direction}" for mairie in perimeter.mairies]
        return [f"direction/{perimeter.direction}"]
    return ["town"] if perimeter.mairies is None else [f"mairie/{id}" for id in perimeter.mairies]


# --- lengths ---


@lru_cache(maxsize=256)  # the calendars of a town or two
def daily(calendar: Calendar) -> timedelta:
    """The open time of one of its days, on average over an ordinary week."""
    days = [sum(opening.end - opening.start for opening in day) for day in calendar.week if day]
    return timedelta(minutes=sum(days) / len(days))


def working_days(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Open time between two moments, in days of that place, to the tenth: from Monday noon to Tuesday noon, one."""
    return round(between(calendar, start, end) / daily(calendar), 1)


def minutes(start: datetime, end: datetime) -> int:
    """Whole ones, at any hour."""
    return max(0, math.floor((end - start) / timedelta(minutes=1)))


def old_on(calendar: Calendar, received_at: datetime) -> date:
    """The day on which more than thirty working days have passed."""
    return local_day(calendar, next_opening(calendar, add(calendar, received_at, OLD * daily(calendar))))


# --- what a request counts for ---


def cells(file: Facts) -> Counter[Cell]:
    """All of it, of the past and of what is due; nothing for a draft, or once it is cancelled."""
    found: Counter[Cell] = Counter()
    if file.stands:
        for cell, count in _all(file):
            found[cell] += count
    return Counter({cell: count for cell, count in found.items() if count})


def waiting(id: int, file: Facts) -> list[Waiting]:
    """What of it still waits: its length is known when it is looked at (`length`)."""
    if file.duplicate or not file.stands or file.lives[-1].closed_at:
        return []
    since = [("reply", file.received_at)] if file.first_reply_at is None else []
    since += [("done", file.received_at)] if file.lives[0].finished_at is None else []
    since += [("call", danger.at) for danger in file.dangers if danger.called_at is None]
    return [Waiting(id, what, at, file.mairie, file.direction, file.hours) for what, at in since]


LEFT = {"reply": "left", "done": "undone"}


def length(calendar: Calendar, wait: Waiting, now: datetime) -> str:
    """What a wait counts for now, on the day when it began."""
    if wait.what == "call":
        return f"calling/{minutes(wait.since, now)}"
    return f"{LEFT[wait.what]}/{working_days(calendar, wait.since, now)}"


def _all(file: Facts) -> Iterator[tuple[Cell, int]]:
    for at, mairie in file.contacts:
        yield Cell(local_day(file.calendar, at), mairie, file.direction, "contact"), 1
    for life in file.lives:
        if life.closed_at:
            yield _here(file, life.closed_at, f"outcome/{OUTCOME_OF.get(life.reason or '', 'other')}"), 1
    yield _here(file, file.received_at, f"alone/{_yes(not file.duplicate)}"), 1
    if not file.duplicate:
        for told in (_arrival, _stock, _lives, _deadlines, _transfers, _dangers):
            yield from told(file)


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def _here(file: Facts, at: datetime, what: str) -> Cell:
    return Cell(local_day(file.calendar, at), file.mairie, file.direction, what)


def _arrival(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Closed without an answer, it waits for none any more: it has left."""
    said = [f"arrival/{file.channel}"]
    if file.ping_pong >= PING_PONG:
        said.append("twice")
    if file.guess:
        said.append("guess/" + "".join(str(int(right)) for right in file.guess))
    if until := file.first_reply_at or file.lives[-1].closed_at:
        said.append(f"{'reply' if file.first_reply_at else 'left'}/{working_days(file.calendar, file.received_at, until)}")
    if finished := file.lives[0].finished_at:
        said.append(f"done/{working_days(file.calendar, file.received_at, finished)}")
    said.append(f"complete/{_yes(MISSING.isdisjoint(hold.reason for hold in file.holds))}")
    yield from ((_here(file, file.received_at, what), 1) for what in said)
    moved = file.transfers[0] if file.transfers else None  # well addressed or not, whoever it came to first says so
    aimed = Cell(local_day(file.calendar, file.received_at), file.mairie, moved.sender if moved else file.direction,
                 f"aimed/{_yes(not (moved and moved.counts))}")
    yield aimed, 1


def _stock(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Open, and old, from a day until another; nothing when both are the same."""
    first = local_day(file.calendar, file.received_at)
    since, old = first, old_on(file.calendar, file.received_at)
    for life in file.lives:
        until = max(first, local_day(file.calendar, life.closed_at)) if life.closed_at else None
        for what, begins in (("open", since), ("old", max(since, old))):
            if until is None or begins < until:
                yield Cell(begins, file.mairie, file.direction, what), 1
                if until:
                    yield Cell(until, file.mairie, file.direction, what), -1
        if life.reopened_at:
            since = max(first, local_day(file.calendar, life.reopened_at))


def _lives(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Closed without a final reply is « pas de retour demandé »: nobody waits to be told."""
    for life in file.lives:
        if life.closed_at:
            yield _here(file, life.closed_at, "closed"), 1
            if life.reason in REFUSALS:
                yield _here(file, life.closed_at, f"refusal/{life.reason}"), 1
            if life.reopened_at and life.reopened_at - life.closed_at <= REOPENED_WITHIN:
                yield _here(file, life.closed_at, "again"), 1
        if life.finished_at and (life.told or life.closed_at is None):
            yield _here(file, life.finished_at, f"told/{'yes' if life.told else 'no'}"), 1


def _deadlines(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Each answered for by who had the request then."""
    for due in file.deadlines:
        on = local_day(file.calendar, due.due_at)
        yield Cell(on, file.mairie, due.direction, f"{due.clock}/{'met' if due.met else 'unmet'}"), 1
    for promise in file.promises:
        yield Cell(promise.on, file.mairie, file.direction, f"promise/{'kept' if promise.kept else 'broken'}"), 1


def _transfers(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Bounces, and two in a row, there and back: of both directions, and once of the mairie."""
    for move in file.transfers:
        if move.reason:
            yield Cell(local_day(file.calendar, move.at), file.mairie, move.sender, f"refusal/{move.reason}"), 1
    bounces = [move for move in file.transfers if move.counts]
    for move in bounces:
        yield from _between(file, move.at, move.sender, move.receiver, "bounce")
    for there, back in pairwise(bounces):
        if (there.sender, there.receiver) == (back.receiver, back.sender):
            yield from _between(file, back.at, there.sender, there.receiver, f"pair/{'/'.join(sorted((there.sender, there.receiver)))}")


def _between(file: Facts, at: datetime, sender: str, receiver: str, what: str) -> Iterator[tuple[Cell, int]]:
    on = local_day(file.calendar, at)
    yield Cell(on, file.mairie, sender, what), 1
    if receiver != sender:
        yield Cell(on, file.mairie, receiver, THEIRS + what), 1


def _dangers(file: Facts) -> Iterator[tuple[Cell, int]]:
    """Without a call until it was closed, nobody waits for one any more."""
    for danger in file.dangers:
        yield _here(file, danger.at, f"danger/{'lowered' if danger.lowered else 'standing'}"), 1
        if said := _called(file, danger):
            yield _here(file, danger.at, said), 1


def _called(file: Facts, danger: Danger) -> str | None:
    if danger.called_at:
        return f"called/{minutes(danger.at, danger.called_at)}"
    closed_at = file.lives[-1].closed_at
    return f"uncalled/{minutes(danger.at, closed_at)}" if closed_at else None


# --- kept with a request ---


def packed(found: Mapping[Cell, int]) -> str:
    """As a short text: {mairie: {direction: {day: {what: count}}}}, always written alike."""
    tree: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for (on, mairie, direction, what), count in found.items():
        days = tree.setdefault(mairie, {}).setdefault(direction or "", {})
        days.setdefault(on.isoformat(), {})[what] = count
    return orjson.dumps(tree, option=orjson.OPT_SORT_KEYS).decode() if tree else ""


def unpacked(text: str) -> Counter[Cell]:
    return Counter({
        Cell(date.fromisoformat(on), mairie, direction or None, what): count
        for mairie, directions in (orjson.loads(text) if text else {}).items()
        for direction, days in directions.items()
        for on, whats in days.items()
        for what, count in whats.items()
    })


Sums = dict[tuple[str, str, date, str], int]
"""By grain, place, day (the first of a month) and what."""


def rolled(found: Iterable[tuple[Cell, int]]) -> Sums:
    """What these cells add to the roll-ups."""
    sums: dict[tuple[str, str, date, str], int] = defaultdict(int)
    for cell, count in found:
        days = (("stock", cell.on),) if cell.what in STOCK else (("day", cell.on), ("month", cell.on.replace(day=1)))
        for place in places(cell):
            for grain, on in days:
                sums[grain, place, on, cell.what.removeprefix(THEIRS)] += count
    return {key: count for key, count in sums.items() if count}
