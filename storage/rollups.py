"""The roll-ups, and what each request counts for in them: read at one moment, and brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    Insert,
    String,
    Table,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    null,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Moment
from storage.inbox import checkpoint, save_checkpoint
from storage.tables import Event, Request, Rollup, Tally, Wait, table
from storage.unit import AnySelect, Scope

REQUEST, ROLLUP, TALLY, WAIT = table(Request), table(Rollup), table(Tally), table(Wait)
NOT_TALLIED = text("NOT request.tallied")
"""Written out: a partial index is used only where its own condition stands."""
ROLLUPS = "roll-ups"
"""The checkpoint that says how far all requests were gone through."""


class Rolled(NamedTuple):
    """A sum of what lies between two cuts. grain: as the table's. since: the first of the two, or the day before all of them."""

    grain: str
    place: str
    since: date
    what: str
    n: int


class Waiting(NamedTuple):
    """A row of the table of waits."""

    request_id: int
    what: str
    since: datetime
    mairie: str
    direction: str | None
    hours: str | None


class Snapshot(NamedTuple):
    """What one statement saw. tallies: what requests that changed since count for in the sums. fresh: the ids to be read themselves."""

    rolled: list[Rolled]
    tallies: list[str]
    waits: list[Waiting]
    fresh: list[int]


class Wanted(NamedTuple):
    """What to read of the sums. cuts: days in order, between which nobody asks for less than all; of the stock, all before the last.

    start, end: moments between which what still waits began.
    """

    places: Sequence[str]
    months: Sequence[date]
    days: Sequence[date]
    cuts: Sequence[date]
    start: datetime
    end: datetime


DAY = timedelta(days=1)
COLUMNS: Mapping[str, Any] = {"kind": String(), "a": String(), "b": String(), "c": String(), "d": String(), "day": Date(), "at": Moment(),
                              "n": BigInteger(), "cells": Text()}


def _as(**given: Any) -> list[Any]:
    """The columns of one part of the union: those that it has, and nothing for the others."""
    return [(given[name] if name in given else cast(null(), kind)).label(name) for name, kind in COLUMNS.items()]


def snapshot(store: Scope, wanted: Wanted, counted: ColumnElement[bool]) -> Snapshot:
    """All of one moment, by one statement: a request is in the sums as it was, or is to be read. counted: those that may matter."""
    wait = {"n": WAIT.c.request_id, "a": WAIT.c.what, "at": WAIT.c.since, "b": WAIT.c.mairie, "c": WAIT.c.direction, "d": WAIT.c.hours}
    rows = store.all(union_all(
        _summed(wanted, "month", ROLLUP.c.on.in_(wanted.months)),
        _summed(wanted, "day", ROLLUP.c.on.in_(wanted.days)),
        _summed(wanted, "stock", ROLLUP.c.on < wanted.cuts[-1]),
        select(*_as(kind=literal("tally"), cells=TALLY.c.cells)).join_from(REQUEST, TALLY, TALLY.c.request_id == REQUEST.c.id)
        .where(NOT_TALLIED),
        select(*_as(kind=literal("wait"), **wait)).join_from(WAIT, REQUEST, REQUEST.c.id == WAIT.c.request_id)
        .where(WAIT.c.since >= wanted.start, WAIT.c.since < wanted.end, REQUEST.c.tallied),
        select(*_as(kind=literal("fresh"), n=REQUEST.c.id)).where(NOT_TALLIED, counted),
    ))
    found = Snapshot([], [], [], [])
    for kind, a, b, c, d, day, at, n, cells in rows:
        match kind:
            case "sum":
                found.rolled.append(Rolled(a, b, day, c, int(n)))
            case "tally":
                found.tallies.append(cells)
            case "wait":
                found.waits.append(Waiting(n, a, at, b, c, d))
            case _:
                found.fresh.append(n)
    return found


def _summed(wanted: Wanted, grain: str, when: ColumnElement[bool]) -> AnySelect:
    """The sums of a grain between two cuts, by place."""
    before = [wanted.cuts[0] - DAY, *wanted.cuts]
    since = case(*((ROLLUP.c.on < cut, literal(start, Date)) for start, cut in zip(before, wanted.cuts, strict=False)))
    part = _as(kind=literal("sum"), a=literal(grain), b=ROLLUP.c.place, c=ROLLUP.c.what, day=since, n=func.sum(ROLLUP.c.n))
    whole = select(*part).where(ROLLUP.c.grain == grain, ROLLUP.c.place.in_(wanted.places), when)
    return whole.group_by(ROLLUP.c.place, ROLLUP.c.what, text("day"))  # its name: what is bound twice is not seen to be the same


# --- bringing up to date ---

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
UNTALLIED = (
    select(REQUEST.c.id).where(NOT_TALLIED, REQUEST.c.id.not_in(IDS)).order_by(REQUEST.c.id).limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
FOLLOWING = (
    select(REQUEST.c.id).where(REQUEST.c.id > bindparam("after"), REQUEST.c.tallied).order_by(REQUEST.c.id).limit(bindparam("limit"))
)
HELD = select(REQUEST.c.id).where(REQUEST.c.id.in_(IDS), REQUEST.c.tallied).with_for_update(skip_locked=True)
KEPT = select(TALLY.c.request_id, TALLY.c.cells).where(TALLY.c.request_id.in_(IDS))
ANY_KEPT = select(TALLY.c.request_id).limit(1)
NO_MORE = delete(TALLY).where(TALLY.c.request_id.in_(IDS)), delete(WAIT).where(WAIT.c.request_id.in_(IDS))
NO_NOUGHT = delete(ROLLUP).where(text("n = 0"))
DONE = update(REQUEST).where(REQUEST.c.id.in_(IDS)).values(tallied=True)
"""Written once: they are asked every few seconds."""


@cache
def _put(dialect: str, core: Table, into: str, *, onto: bool = False) -> Insert:
    """Insert a row, or put what it holds in the place of what is there; onto: add it to what is there."""
    new = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(core)
    values = core.c[into] + new.excluded[into] if onto else new.excluded[into]
    return new.on_conflict_do_update(index_elements=list(core.primary_key), set_={into: values})


def untallied(store: Scope, limit: int) -> list[int]:
    """Requests that count for something else since, held until the end of the transaction; those that an act holds, or whose events
    this very transaction has not written yet, wait for the next turn."""
    busy = [row["request_id"] for row in store.unit.waiting(Event) if row["request_id"]]
    return [row.id for row in store.all(UNTALLIED, {"ids": busy, "limit": limit})]


def next_tallied(store: Scope, after: int, limit: int) -> tuple[list[int], bool]:
    """The next requests by id that are in the sums, held likewise, and whether one of them was held by an act and is to be met again."""
    ids = [row.id for row in store.all(FOLLOWING, {"after": after, "limit": limit})]
    held = {row.id for row in store.all(HELD, {"ids": ids})}
    busy = next((place for place, id in enumerate(ids) if id not in held), len(ids))
    return ids[:busy], busy < len(ids)


def tallies(store: Scope, ids: Sequence[int]) -> dict[int, str]:
    """What these count for in the sums, by id."""
    return {row.request_id: row.cells for row in store.all(KEPT, {"ids": ids})}


def are_empty(store: Scope) -> bool:
    return store.first(ANY_KEPT) is None


def add(store: Scope, sums: Mapping[tuple[str, str, date, str], int]) -> None:
    """Add to the sums, in one order, so that two who add never wait for each other; what came to nought is taken away."""
    rows = [{"grain": grain, "place": place, "on": on, "what": what, "n": n} for (grain, place, on, what), n in sorted(sums.items())]
    if rows:
        store.write(_put(store.unit.connection.dialect.name, ROLLUP, "n", onto=True), rows)
        store.write(NO_NOUGHT)


def keep(store: Scope, ids: Sequence[int], cells: Mapping[int, str], waits: Iterable[Waiting]) -> None:
    """What these requests count for from now on, in the sums added in the same transaction. cells: of those that count for something."""
    for gone, these in zip(NO_MORE, ([id for id in ids if id not in cells], ids), strict=True):
        store.write(gone, {"ids": these})
    if cells:
        rows = [{"request_id": id, "cells": said} for id, said in cells.items()]
        store.write(_put(store.unit.connection.dialect.name, TALLY, "cells"), rows)
    if kept := [wait._asdict() for wait in waits]:
        store.write(WAIT.insert(), kept)
    store.write(DONE, {"ids": ids})


def start_again(store: Scope) -> int:
    """Every request is to be counted again, into sums that are nought; how many. The requests first, so that who folds some has ended."""
    marked = store.write(update(REQUEST).where(REQUEST.c.tallied).values(tallied=False)).rowcount
    for each in (ROLLUP, TALLY, WAIT):
        store.write(delete(each))
    return int(marked)


def left(store: Scope) -> int:
    """How many requests are still to be folded."""
    row = store.first(select(func.count()).select_from(REQUEST).where(NOT_TALLIED))
    return int(row[0]) if row else 0


def through(store: Scope) -> str:
    """How far all requests were gone through, as `go_through` wrote it."""
    return checkpoint(store.unit, ROLLUPS) or ""


def go_through(store: Scope, value: str, now: datetime) -> None:
    store.direct()
    save_checkpoint(store.unit, ROLLUPS, value, now)
