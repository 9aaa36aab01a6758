"""When a counter is open: its week in lines, and its doors right now. Pure: local time in, a decision out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from config.entries import MINUTES_A_DAY, Opening, Week

AHEAD = 21
"""Days looked ahead for the next opening: a direction closed for longer says so itself."""


class Doors(NamedTuple):
    """Whether a counter is open. at: until when, or from when, as a minute of its day. days: how far that day is, 0 for today."""

    state: Literal["open", "always", "shut", "closed"]
    at: int = 0
    days: int = 0


class Run(NamedTuple):
    """Days in a row with the same openings. first, last: Monday is 0."""

    first: int
    last: int
    openings: tuple[Opening, ...]


def runs(week: Week) -> list[Run]:
    """The week as people write it: « du lundi au vendredi 08:30-12:00, 13:30-17:00 ». Days without an opening are left out."""
    found: list[Run] = []
    for day, openings in enumerate(week):
        if found and found[-1].openings == openings and found[-1].last == day - 1:
            found[-1] = found[-1]._replace(last=day)
        elif openings:
            found.append(Run(day, day, openings))
    return found


def doors(week: Week, now: datetime, closed: Callable[[date], bool] = lambda _: False) -> Doors:
    """The doors at a local moment: Monday 10:00 with 08:30-12:00 gives Doors("open", 720). closed: the days shut for a reason of their own.

    Midnight is no closing time where the next day begins at midnight. "closed": no opening in sight.
    """
    spans: list[list[int]] = []  # opening and closing, in minutes from today's midnight
    for ahead in range(AHEAD):
        day = now.date() + timedelta(days=ahead)
        for opening in () if closed(day) else week[day.weekday()]:
            start, end = (ahead * MINUTES_A_DAY + minute for minute in opening)
            if spans and spans[-1][1] == start:
                spans[-1][1] = end
            else:
                spans.append([start, end])
    minute = now.hour * 60 + now.minute
    start, end = next(((start, end) for start, end in spans if end > minute), (0, 0))
    if not end:
        return Doors("closed")
    if start > minute:
        return Doors("shut", start % MINUTES_A_DAY, start // MINUTES_A_DAY)
    return Doors("always") if end == AHEAD * MINUTES_A_DAY else Doors("open", end % MINUTES_A_DAY, end // MINUTES_A_DAY)
