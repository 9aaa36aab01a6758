"""What the clock does: a reminder two working days before the end, and the end, once."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.escalation import calendars
from handlers.escalation.working_time import working_days_between
from handlers.events import note
from handlers.feature import Job
from handlers.notices import take_back, tell
from handlers.people.permissions import PERMISSIONS
from handlers.priorities.rules import ranking
from handlers.priorities.sheets import scorers, weights, whole
from storage import deadlines, people, priorities
from storage.tables import Prioritisation

BEFORE = 2
"""Working days of the town."""


def turn(desk: Desk) -> None:
    priorities.erase_left(desk.store)
    for found in priorities.under_way(desk.store):
        if found.closes_at is not None and found.closes_at <= desk.now:
            _close(desk, found)
        else:
            _remind(desk, found)


def _remind(desk: Desk, found: Prioritisation) -> None:
    """To those whose sheet is not whole, in the first message of their day; not on the very day it opened."""
    last, opened = found.closes_on, found.opened_at
    if last is None or opened is None or desk.town.local(opened).date() == desk.today:
        return
    if working_days_between(calendars.of_direction(desk.town, None), desk.today, last) > BEFORE:
        return
    if not deadlines.occurs(desk.store, f"priorities-{found.id}", last, "reminder", desk.now):
        return
    done = whole(desk, found)
    for person in scorers(desk):
        if person.id not in done:
            tell(desk, person.id, f"priorities/{found.id}/reminder", "notice-priorities-reminder", morning=True, title=found.title, on=last)


def _close(desk: Desk, found: Prioritisation) -> None:
    """The sheets lose their names, in an order that is nobody's; killed before the commit, it did nothing; called again, nothing more."""
    sheets = sorted(whole(desk, found).values())
    if not priorities.close(desk.store, found.id, desk.now, sheets):
        return
    ranked = ranking(sheets, weights(found))
    note(desk, "priorities_closed", prioritisation=found.id, sheets=len(sheets), places=ranked.places if ranked else [])
    for person in people.at_work(desk.store, PERMISSIONS["prioritise"]):
        for past in ("open", "reminder"):
            take_back(desk, person.id, f"priorities/{found.id}/{past}")
        tell(desk, person.id, f"priorities/{found.id}/closed", "notice-priorities-closed", title=found.title, count=len(sheets))


JOBS = {"turn": Job(turn, every_s=60)}
