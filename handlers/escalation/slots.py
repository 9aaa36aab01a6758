"""When a person is told what comes up: in a slot of their working day, never outside it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from handlers.escalation.working_time import Calendar, next_opening
from handlers.people.rules import SLOTS

AHEAD = 60
"""Days in which a place opens again."""


def next_message(calendar: Calendar, now: datetime, *, told: bool) -> datetime:
    """The moment of their next message. told: they had the one of this slot already.

    Friday 18:00, open from Monday to Friday at 8:30: Monday 8:30.
    """
    zone = ZoneInfo(calendar.zone)
    first = now.astimezone(zone).date() - timedelta(days=1)
    turns = [datetime.combine(first + timedelta(days=ahead), slot, zone) for ahead in range(AHEAD) for slot in SLOTS]
    for turn, following in pairwise(turns):
        opens = next_opening(calendar, max(turn, now))
        if now < following and opens < following and not (told and turn <= now):
            return opens
    return turns[-1]
