"""Facts and material made by hand: a request received on Monday of week 47 of 2026, in office hours of eight hours a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from config.entries import Opening
from handlers.escalation.working_time import Calendar
from handlers.measures.definitions import figure
from handlers.measures.facts import Danger, Deadline, Facts, Life, Promise, Transfer
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, of
from handlers.measures.reading import counted_from
from storage.measures import Contact, Perimeter
from tests.register import valmiere

EIGHT_HOURS = Calendar("Europe/Paris", (*((Opening.parse("08:00-12:00"), Opening.parse("14:00-18:00")),) * 5, (), ()))
MONDAY = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
"""Eight in the morning, in Paris."""
WEEK = of("week", date(2026, 11, 16))
LATER = datetime(2027, 3, 1, tzinfo=UTC)
HALF_DAY = timedelta(hours=4)
HOURS = "m_voirie"
"""Whose working days are eight hours, in this town."""
TOWN = valmiere().model_copy()
TOWN.__dict__["derived"] = {("direction", HOURS): EIGHT_HOURS}


def days(count: float) -> datetime:
    """So many calendar days after Monday morning."""
    return MONDAY + timedelta(days=count)


def life(done: float | None = None, closed: float | None = None, *, reason: str = "fait", told: bool = False,
         reopened: float | None = None) -> Life:
    """Moments in days after Monday morning."""
    at = [None if each is None else days(each) for each in (done, closed, reopened)]
    return Life(at[0], at[1], reason if closed is not None else None, told, at[2])


def deadline(clock: Any, due: float, met: bool, direction: str | None = "m_voirie") -> Deadline:
    return Deadline(clock, days(due), met, direction)


def promise(on: float, kept: bool) -> Promise:
    return Promise(days(on).date(), kept)


def transfer(at: float, sender: str, receiver: str, *, counts: bool = True) -> Transfer:
    return Transfer(days(at), sender, receiver, counts)


def danger(at: float, minutes: float | None = None, *, lowered: bool = False) -> Danger:
    return Danger(days(at), None if minutes is None else days(at) + timedelta(minutes=minutes), lowered)


def facts(**given: Any) -> Facts:
    return Facts(**{
        "mairie": "mq_tanneurs", "direction": "m_voirie", "channel": "guichet", "hours": HOURS, "calendar": EIGHT_HOURS,
        "received_at": MONDAY, "first_reply_at": None, "lives": (life(),), "deadlines": (), "promises": (), "transfers": (), "dangers": (),
        "ping_pong": 0, "guess": None, "contacts": (), "duplicate": False, "stands": True, **given,
    })


def contact(at: float, mairie: str = "mq_tanneurs") -> Contact:
    return Contact(days(at), mairie)


def material(rows: Sequence[Facts] = (), *, period: Period = WEEK, now: datetime = LATER, perimeter: Perimeter | None = None) -> Material:
    return counted_from(TOWN, rows, perimeter or Perimeter(), period, now)


def value(id: str, rows: Sequence[Facts], **how: Any) -> float | None:
    """What is worked out, however small n is."""
    return figure(id, material(rows, **how)).found.value


def fraction(id: str, rows: Sequence[Facts], **how: Any) -> tuple[int | None, int]:
    found = figure(id, material(rows, **how)).found
    return found.some, found.n


def parts(id: str, rows: Sequence[Facts], **how: Any) -> dict[str, int]:
    return dict(figure(id, material(rows, **how)).found.parts)


