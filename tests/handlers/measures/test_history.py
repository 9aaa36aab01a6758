"""A seeded history of some weeks, acted for real: each figure is worked out a second time, from pictures of the table taken all along.

The formulas read rows and events as they lie at the end; the pictures never look at an event. Both must tell the same past.
"""

from __future__ import annotations

import random
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.escalation import calendars
from handlers.escalation.working_time import Calendar
from handlers.measures.definitions import MEASURES, figure
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, of
from handlers.measures.reading import material
from handlers.measures.survival import Wait
from storage.measures import Perimeter
from storage.tables import Request, RequestContact
from storage.unit import Scope, Unit
from tests.handlers.house import House
from tests.handlers.measures.test_survival import by_redistribution
from tests.handlers.requests.test_at_random import CROWDS
from tests.scenes import valmiere

PARIS = ZoneInfo("Europe/Paris")
PEOPLE = {
    "awa": ("agent", "mq_tanneurs", None), "ben": ("agent", "mq_plateau", None), "petit": ("sg", "mq_tanneurs", None),
    "cora": ("coordination", None, None), "karim": ("direction", None, "m_voirie"), "nora": ("direction", None, "m_eau"),
}  # fmt: skip
OF = {"m_voirie": "karim", "m_eau": "nora"}
SENTENCES = ("gros trou rue des Lilas", "fuite d'eau sur le trottoir rue Pasteur", "câble au sol avec des étincelles rue Pasteur",
             "une dame âgée isolée a besoin d'aide à domicile", "trottoir défoncé rue Basse", "bouche d'égout qui déborde rue Neuve")
PERIMETERS = (Perimeter(), Perimeter(("mq_tanneurs",)), Perimeter(direction="m_voirie"), Perimeter(direction="m_eau"))
STEPS = 240


class Pictures(House):
    """A picture of all requests after whatever anybody did, and whatever the clock did."""

    def __init__(self, folder: Path) -> None:
        self.taken: list[tuple[datetime, dict[int, Any]]] = []
        super().__init__(folder, PEOPLE)

    def _does(self, who: str, chat: str, **more: Any) -> None:
        super()._does(who, chat, **more)
        self.look()

    def passes(self, **how_long: float) -> None:
        super().passes(**how_long)
        self.look()

    def look(self) -> None:
        self.taken.append((self.now, {row.id: row for row in self.rows(Request) if row.reference}))


class History:
    """People who do what a request's state admits."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.house = Pictures(folder)
        self.pictures = self.house.taken
        for step in range(STEPS):
            self.logs() if step < 12 or self.chance.random() < 0.12 else self.acts()
            if self.chance.random() < 0.3:
                self.house.passes(minutes=self.chance.choice((1, 4, 16, 60, 240, 240, 600, 1_500, 4_300)))
        self.house.passes(days=40)

    def logs(self) -> None:
        who = self.chance.choice(("awa", "awa", "ben", "petit"))
        self.house.says(who, f"{self.chance.choice(SENTENCES)} {self.house.count}")
        self.presses(who, "requests.record", "requests.phoned", "requests.denied")
        self.presses(who, "requests.record")

    def presses(self, who: str, *acts: str) -> bool:
        offered = [each for each in self.house.buttons(who, newest=1) if each[2].startswith(acts)]
        if offered:
            self.house.presses(who, *self.chance.choice(offered)[:2])
        return bool(offered)

    def acts(self) -> None:
        rows = [row for row in self.house.rows(Request) if row.reference and row.state != "cancelled"]
        row = self.chance.choice(rows[-14:])
        number = int(row.reference[-4:])
        pilot = OF.get(row.direction or "", "petit")
        mairie = "ben" if row.mairie == "mq_plateau" else self.chance.choice(("awa", "petit"))
        day = (self.house.now + timedelta(days=self.chance.choice((1, 2, 3, 8, 15)))).strftime("%d/%m")
        away = "assainissement" if row.direction == "m_voirie" else "voirie"
        if row.arbitration in ("open", "escalated"):
            return self.house.says("cora", f"/trancher {number} {away} voici pourquoi")
        said = self.chance.choice({
            "sent": (*[(pilot, "prendre {}"), (pilot, "dater {} " + day)] * 2, (pilot, "transferer {} compétence " + away),
                     (pilot, "transferer {} requalification " + away), (pilot, "traite {} fini"), (pilot, "attente {} météo " + day),
                     (mairie, "danger {}"), ("petit", "lever {} sans danger")),
            "taken": (*[(pilot, "dater {} " + day), (pilot, "traite {} fini")] * 2, (pilot, "attente {} météo " + day), (mairie, "lier {}"),
                      (pilot, "attente {} arbitrage " + day), (pilot, "transferer {} compétence " + away), (mairie, "clore {} orienté"),
                      (mairie, "repondre {}")),
            "on_hold": ((pilot, "reprendre {}"), (mairie, "repondre {}"), (mairie, "jai_appele {}")),
            "dated": ((pilot, "dater {} " + day), *[(pilot, "traite {} fini")] * 2, (mairie, "jai_appele {}")),
            "done": (*[(mairie, "clore {} Fait"), (mairie, "clore {} programmé")] * 2, (mairie, "clore {} injoignable"),
                     (mairie, "repondre {}")),
            "closed": ((mairie, "rouvrir {} récidive"), (mairie, "jai_appele {}")),
            "to_qualify": ((mairie, "corriger {}"), (mairie, "clore {} orienté"), (mairie, "annuler")),
        }[row.state])
        who, words = said
        self.house.says(who, "/" + words.format(number))
        for _ in range(3):  # what the act still asks
            self.presses(who, "requests.close", "requests.reply", "requests.linkto", "requests.duplicate", "requests.hold")
        if self.chance.random() < 0.1 and "dater" not in words and "danger" not in words:
            self.house.says(who, "/annuler")

    # --- the past, as the pictures show it ---

    def at(self, moment: datetime) -> dict[int, Any]:
        """The last picture taken by a moment."""
        place = bisect_right(self.pictures, moment, key=lambda picture: picture[0]) - 1
        return self.pictures[place][1] if place >= 0 else {}

    def seen(self, id: int) -> Iterator[tuple[datetime, Any]]:
        return ((at, rows[id]) for at, rows in self.pictures if id in rows)

    def lives(self, id: int) -> list[tuple[Any, datetime | None]]:
        """The last picture of each life, and when the one after began."""
        last: dict[int, Any] = {}
        began: dict[int, datetime] = {}
        before = -1
        for at, row in self.seen(id):
            if row.reopened > before:  # again, where it was taken back meanwhile
                began[row.reopened] = at
            last[row.reopened] = row
            before = row.reopened
        final = self.pictures[-1][1][id].reopened
        return [(last[number], began.get(number + 1) if number < final else None) for number in range(final + 1)]


def open_days(calendar: Calendar, start: datetime, end: datetime) -> float:
    """Days of open time, opening by opening."""
    minutes, day = 0.0, start.astimezone(PARIS).date()
    while day <= end.astimezone(PARIS).date():
        for opening in () if day in calendar.closed else calendar.week[day.weekday()]:
            opens, closes = (datetime.combine(day, time(), PARIS) + timedelta(minutes=each) for each in opening)
            minutes += max(0.0, (min(closes, end) - max(opens, start)) / timedelta(minutes=1))
        day += timedelta(days=1)
    usual = [sum(each.end - each.start for each in day) for day in calendar.week if day]
    return minutes / statistics.mean(usual)


def open_time(calendar: Calendar, start: datetime, end: datetime) -> float:
    return round(open_days(calendar, start, end), 1)


class Pictured:
    """The same figures, from the pictures."""

    def __init__(self, history: History, perimeter: Perimeter, period: Period, now: datetime) -> None:
        self.history, self.perimeter, self.period, self.now = history, perimeter, period, now
        self.start, self.end = period.bounds("Europe/Paris")
        self.until = min(self.end, now)
        rows = history.pictures[-1][1].values()
        self.stand = {row.id: row for row in rows if row.state != "cancelled" and row.closing_reason != "doublon"}
        self.here = {id: row for id, row in self.stand.items() if self.has(row)}
        self.received = {id: row for id, row in self.here.items() if self.holds(row.received_at)}

    def has(self, row: Any) -> bool:
        if self.perimeter.direction:
            return row.direction == self.perimeter.direction and row.state != "to_qualify" and row.sent_at is not None
        return self.perimeter.mairies is None or row.mairie in self.perimeter.mairies

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.until

    def due(self, column: str, *stops: str) -> tuple[int, int]:
        met = n = 0
        for id in self.stand:
            for due in {getattr(row, column) for _, row in self.history.seen(id)}:
                if not self.holds(due) or (row := self.history.at(due).get(id)) is None or getattr(row, column) != due:
                    continue
                suspended = row.arbitration in ("open", "escalated") if "taken_at" in stops else row.held_at is not None
                theirs = row.direction == self.perimeter.direction and row.sent_at if self.perimeter.direction else self.has(self.stand[id])
                if theirs and not suspended:
                    n, met = n + 1, met + any(getattr(row, stop) for stop in stops)
        return met, n

    def respect(self) -> tuple[int, int]:
        return self.due("resolution_due_at", "done_at", "closed_at")

    def taking(self) -> tuple[int, int]:
        return self.due("taking_due_at", "taken_at", "done_at", "closed_at")

    def arrivals(self) -> int:
        return len(self.received)

    def contacts(self) -> int:
        rows = self.history.house.rows(RequestContact)
        masters = self.history.pictures[-1][1]
        theirs = [row for row in rows if self.holds(row.at) and (
            self.has(masters[row.request_id]) if self.perimeter.direction
            else self.perimeter.mairies is None or row.mairie in self.perimeter.mairies)]
        return len(self.received) + len(theirs)

    def closings(self) -> list[tuple[Any, datetime | None]]:
        return [life for id in self.here for life in self.history.lives(id) if self.holds(life[0].closed_at)]

    def closed(self) -> int:
        return len(self.closings())

    def reopened(self) -> tuple[int, int]:
        lives = self.closings()
        return sum(again is not None and again - row.closed_at <= timedelta(days=30) for row, again in lives), len(lives)

    def is_open(self, id: int) -> bool:
        row = self.history.at(self.until - timedelta(milliseconds=1)).get(id)
        return row is not None and row.state not in ("closed", "cancelled") and row.received_at < self.until

    def open(self) -> int:
        return sum(self.is_open(id) for id in self.here)

    def calendar(self, row: Any) -> Calendar:
        if row.direction is None or row.competence == "mairie_quartier":
            return calendars.of_mairie(valmiere(), row.mairie)
        return calendars.of_direction(valmiere(), row.direction)

    def old(self) -> tuple[int, int]:
        over = datetime.combine(self.now.astimezone(PARIS).date() + timedelta(days=1), time(), PARIS)  # who is old today is so all day
        ages = [open_days(self.calendar(row), row.received_at, min(self.end, over)) for id, row in self.here.items() if self.is_open(id)]
        return sum(age > 30 + 1e-9 for age in ages), len(ages)

    def waits(self) -> list[Wait]:
        return [Wait(open_time(self.calendar(row), row.received_at, row.first_reply_at or row.closed_at or self.now),
                     row.first_reply_at is not None) for row in self.received.values()]

    def first_reply(self) -> float | None:
        return by_redistribution(self.waits(), Fraction(1, 2)) if self.received else None

    def first_reply_most(self) -> float | None:
        return by_redistribution(self.waits(), Fraction(9, 10)) if self.received else None

    def told(self) -> tuple[int, int]:
        finished = [row for id in self.here for row, _ in self.history.lives(id) if self.holds(row.done_at or row.closed_at)]
        wanted = [row for row in finished if row.final_reply_at or row.state != "closed"]
        return sum(row.final_reply_at is not None for row in wanted), len(wanted)

    def promises(self) -> tuple[int, int]:
        kept = n = 0
        for id in self.here:
            given: list[tuple[date, datetime, Any]] = []
            stops = [stop for row, _ in self.history.lives(id) for stop in (row.done_at, row.closed_at) if stop]
            for at, row in self.history.seen(id):
                if row.announced_on and (not given or given[-1][0] != row.announced_on or given[-1][2].reopened != row.reopened):
                    given.append((row.announced_on, at, row))
            for (on, since, _), then in zip(given, [*given, None][1:], strict=True):
                until = then[1] if then else datetime.max.replace(tzinfo=PARIS)
                done = any(since <= stop <= until and stop.astimezone(PARIS).date() <= on for stop in stops)
                nearer = then is not None and then[0] <= on and then[1].astimezone(PARIS).date() <= on
                if self.period.first <= on < self.period.after and on < self.now.astimezone(PARIS).date() and (done or not nearer):
                    kept, n = kept + done, n + 1
        return kept, n

    def bounces(self) -> int:
        found = 0
        for id in self.stand:
            moves: list[tuple[datetime, str]] = []
            before = None
            for at, row in self.history.seen(id):
                if before is not None and row.ping_pong > before.ping_pong:
                    moves.append((at, before.direction))
                elif before is not None and row.ping_pong < before.ping_pong:
                    moves.pop()
                before = row
            mine = self.has(self.stand[id])
            found += sum(self.holds(at) and mine for at, _ in moves)
        return found

    def bounced_twice(self) -> tuple[int, int]:
        return sum(row.ping_pong >= 2 for row in self.received.values()), len(self.received)

    def dangers(self) -> list[tuple[datetime, datetime | None]]:
        found = {}
        for id in self.here:
            for _, row in self.history.seen(id):
                if self.holds(row.danger_at):
                    found[id, row.danger_at] = row.called_at
        return [(at, called) for (_, at), called in found.items()]

    def danger_quick(self) -> tuple[int, int]:
        each = self.dangers()
        return sum(called is not None and called - at < timedelta(minutes=15) for at, called in each), len(each)

    def service_first(self) -> tuple[int, int]:
        known = [row for row in self.received.values() if row.proposal and row.service]
        return sum(row.proposal[0]["service"] == row.service for row in known), len(known)

    def channels(self) -> dict[str, int]:
        return dict(Counter(row.channel for row in self.received.values()))


SHARES = ("respect", "taking", "reopened", "old", "told", "promises", "bounced_twice", "danger_quick", "service_first")
NUMBERS = ("arrivals", "contacts", "closed", "open", "first_reply", "first_reply_most")


@pytest.fixture(scope="module", params=range(1, 3 + CROWDS // 30))
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    told = History(tmp_path_factory.mktemp("history"), request.param)
    yield told
    told.house.closes()


def read(history: History, perimeter: Perimeter, period: Period) -> Material:
    house = history.house
    with house.database.reading() as connection:
        return material(Scope(Unit(connection, house.database.ids)), valmiere(), perimeter, period, house.now)


def periods(history: History) -> list[Period]:
    first, last = (at.astimezone(PARIS).date() for at in (history.pictures[0][0], history.pictures[-1][0]))
    found = [of("week", first), of("month", first), of("quarter", first)]
    while found[0].after <= last:
        found.insert(0, found[0].following)
    return [*found, of("month", last), of("quarter", last)]


@pytest.mark.parametrize("perimeter", PERIMETERS, ids=lambda each: each.direction or ",".join(each.mairies or ("all",)))
def test_what_the_events_tell_is_what_was_seen_at_the_time(history: History, perimeter: Perimeter) -> None:
    for period in periods(history):
        m, pictured = read(history, perimeter, period), Pictured(history, perimeter, period, history.house.now)
        for id in NUMBERS:
            expected: Callable[[], float | None] = getattr(pictured, id)
            assert figure(id, m).found.value == pytest.approx(expected()), (id, period)
        for id in SHARES:
            found = figure(id, m).found
            if found.known_at is None:
                assert (found.some, found.n) == getattr(pictured, id)(), (id, period)
        assert dict(figure("channels", m).found.parts) == pictured.channels()
        assert figure("dangers", m).found.value == len(pictured.dangers())
        if perimeter.direction is None:  # a direction counts those of others' requests too, which the pictures do not tell apart
            assert figure("bounces", m).found.value == pictured.bounces(), period


def test_the_history_has_something_of_everything(history: History) -> None:
    """Without this, weeks in which nothing happens would agree very well."""
    found = {id: [figure(id, read(history, Perimeter(), period)).found for period in periods(history)] for id in MEASURES
             if MEASURES[id].run}
    assert {id for id, each in found.items() if not any(one.n for one in each)} <= {"back_and_forth"}
    for id in ("respect", "taking", "promises"):
        assert any(one.some and one.some < one.n for one in found[id]), id


def test_flows_add_up(history: History) -> None:
    """Open at the end: open before, and what came, less what was closed, and what was opened again."""
    weeks = [period for period in reversed(periods(history)) if period.kind == "week"]
    for before, after in pairwise(weeks):
        was, now = read(history, Perimeter(), before), read(history, Perimeter(), after)
        pictured = Pictured(history, Perimeter(), after, history.house.now)
        again = sum(pictured.holds(reopened_at) for id in pictured.here for _, reopened_at in history.lives(id))
        open_then, open_now, came, went = (
            figure(id, m).found.n for id, m in (("open", was), ("open", now), ("arrivals", now), ("closed", now)))
        assert open_now == open_then + came - went + again
