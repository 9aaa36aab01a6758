"""Whose figures somebody may read, and what these are worked out from: the roll-ups, and what changed since they were folded."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from handlers.measures.cells import STOCK, THEIRS, TO_COME, Cell, cells, length, places, places_of, unpacked, waiting
from handlers.measures.facts import Facts, calendar_of, facts
from handlers.measures.formulas import Material
from handlers.measures.periods import Period
from handlers.people.permissions import Holder, grant_of, mairies_of
from handlers.people.rules import OF_A_MAIRIE
from storage import measures, rollups
from storage.measures import File, Perimeter
from storage.rollups import Rolled, Snapshot, Waiting, Wanted
from storage.unit import Scope

if TYPE_CHECKING:
    from config.town import Town

AT_ONCE = 500
"""Requests read at a time, so that a million need no more memory than these."""
DAY = timedelta(days=1)
Counting = tuple[date, str, int]


class Seen(NamedTuple):
    """What somebody may see of the figures. figures_only: shown `guarded`, and no list."""

    perimeter: Perimeter
    figures_only: bool


def seen_by(town: Town, person: Holder, on: date) -> Seen | None:
    """What the table gives somebody on a local day: of figures only (A), an elected official their own mairies', others everybody's.

    None: nothing, as to an elected official before an election.
    """
    grant = grant_of(person.role, "indicators", pre_election=town.in_pre_election(on))
    if grant is None:
        return None
    if grant.scope == "direction":
        found = Perimeter(direction=person.direction) if person.direction else None
    elif grant.scope == "all" or person.role not in OF_A_MAIRIE:
        found = Perimeter()
    else:
        found = Perimeter(mairies=tuple(mairies_of(person))) if mairies_of(person) else None
    return Seen(found, grant.scope == "figures") if found else None


def may_export(town: Town, person: Holder, on: date) -> bool:
    """Whether they may take figures away on a local day."""
    return grant_of(person.role, "export", pre_election=town.in_pre_election(on)) is not None


def material(store: Scope, town: Town, perimeter: Perimeter, period: Period, now: datetime) -> Material:
    """For `definitions.figure`, as many times as there are measures to show."""
    return materials(store, town, [perimeter], [period], now)[perimeter, period]


def materials(store: Scope, town: Town, perimeters: Collection[Perimeter], periods: Collection[Period], now: datetime, *,
              recount: bool = False) -> Mapping[tuple[Perimeter, Period], Material]:
    """The material of each perimeter in each period, in one reading: eight weeks, twelve months, each mairie, each direction.

    recount: from the requests alone, read one by one, as if there were no roll-ups; equal at any moment, and slow.
    """
    sums = _Sums(town, {place for each in perimeters for place in places_of(each)}, periods, now)
    bounds = [period.bounds(town.timezone) for period in periods]
    start, end = min(first for first, _ in bounds), max(last for _, last in bounds)
    counted = measures.counted(list(perimeters), start, end)
    if recount:
        seen = Snapshot([], [], [], measures.ids(store, counted))
    else:
        seen = rollups.snapshot(store, sums.wanted(start, end), counted)
    sums.add_rolled(seen.rolled)
    for tally in seen.tallies:
        sums.add_cells(unpacked(tally), -1)
    for _, told in each_of(store, town, seen.fresh):
        sums.add_file(told)
    sums.add_waits(seen.waits)
    return {(perimeter, period): Material(period, *each, now, sums.counts(perimeter, period))
            for period, each in zip(periods, bounds, strict=True) for perimeter in perimeters}


def each_of(store: Scope, town: Town, ids: Sequence[int]) -> Iterator[tuple[File, Facts]]:
    """Requests as they are, some at a time."""
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        pasts, contacts = measures.pasts(store, some), measures.contacts(store, some)
        for file in measures.files(store, some):
            yield file, facts(town, file, pasts.get(file.id, ()), contacts.get(file.id, ()))


def one_by_one(store: Scope, town: Town, perimeter: Perimeter, period: Period, now: datetime) -> Iterator[tuple[File, list[Counting]]]:
    """Each request with what it counts for in the figures of a perimeter and a period: day, what, how many."""
    there = set(places_of(perimeter))
    sums = _Sums(town, there, [period], now)
    for file, told in each_of(store, town, measures.ids(store, measures.counted([perimeter], *period.bounds(town.timezone)))):
        found = [*cells(told).items(), *((sums.waited(wait), 1) for wait in waiting(file.id, told))]
        yield file, [(cell.on, cell.what.removeprefix(THEIRS), count) for cell, count in found
                     if sums.falls(cell, period) and there.intersection(places(cell))]


def counted_from(town: Town, rows: Iterable[Facts], perimeter: Perimeter, period: Period, now: datetime) -> Material:
    """The same from facts at hand."""
    sums = _Sums(town, set(places_of(perimeter)), [period], now)
    for each in rows:
        sums.add_file(each)
    return Material(period, *period.bounds(town.timezone), now, sums.counts(perimeter, period))


class _Sums:
    """How many of each what, by place and period, while they are added up."""

    def __init__(self, town: Town, there: Collection[str], periods: Collection[Period], now: datetime) -> None:
        today = town.local(now).date()
        self._town, self._there, self._now, self._today = town, there, now, today
        self._periods = list(periods)
        self._sums: dict[tuple[str, Period], Counter[str]] = defaultdict(Counter)
        tomorrow = today + DAY
        self._cuts = sorted({today, tomorrow, *(min(day, tomorrow) for each in self._periods for day in (each.first, each.after))})
        self._homes: dict[tuple[str, date], list[Period]] = defaultdict(list)
        self._parts: dict[str, set[date]] = {"month": set(), "day": set()}
        for period in self._periods:
            for grain, on in _parts(period, today):
                self._parts[grain].add(on)
                homes = self._homes[grain, self._cuts[bisect_right(self._cuts, on) - 1]]
                if period not in homes:
                    homes.append(period)

    def wanted(self, start: datetime, end: datetime) -> Wanted:
        return Wanted(sorted(self._there), sorted(self._parts["month"]), sorted(self._parts["day"]), self._cuts, start, end)

    def add_rolled(self, rolled: Iterable[Rolled]) -> None:
        for grain, place, since, what, n in rolled:
            homes = self._homes[grain, since] if grain != "stock" else [each for each in self._periods if since < each.after]
            for period in homes if since < self._today or what not in TO_COME else ():
                self._sums[place, period][what] += n

    def add_cells(self, found: Mapping[Cell, int], sign: int = 1) -> None:
        for cell, n in found.items():
            homes = [period for period in self._periods if self.falls(cell, period)]
            for place in places(cell) if homes else ():
                for period in homes if place in self._there else ():
                    self._sums[place, period][cell.what.removeprefix(THEIRS)] += sign * n

    def add_file(self, file: Facts) -> None:
        self.add_cells(cells(file))
        self.add_waits(waiting(0, file))

    def add_waits(self, waits: Iterable[Waiting]) -> None:
        for each in waits:
            self.add_cells({self.waited(each): 1})

    def waited(self, wait: Waiting) -> Cell:
        """What a wait counts for now."""
        calendar = calendar_of(self._town, wait.mairie, wait.hours)
        return Cell(wait.since.astimezone(calendar.tz).date(), wait.mairie, wait.direction, length(calendar, wait, self._now))

    def falls(self, cell: Cell, period: Period) -> bool:
        """Whether a period counts a cell: a deadline once its day is over, the stock from its day on."""
        until = min(period.after, self._today if cell.what in TO_COME else self._today + DAY)
        return (cell.what in STOCK or cell.on >= period.first) and cell.on < until

    def counts(self, perimeter: Perimeter, period: Period) -> Mapping[str, int]:
        there = places_of(perimeter)
        if len(there) == 1:
            return self._sums[there[0], period]
        found: Counter[str] = Counter()
        for place in there:
            found.update(self._sums[place, period])
        return found


def _parts(period: Period, today: date) -> Iterator[tuple[str, date]]:
    """The whole months and the single days that a period is made of, up to today."""
    day, after = period.first, min(period.after, today + DAY)
    while day < after:
        following = (day.replace(day=1) + 31 * DAY).replace(day=1)
        if day.day == 1 and following <= min(after, today):
            yield "month", day
            day = following
        else:
            yield "day", day
            day += DAY
