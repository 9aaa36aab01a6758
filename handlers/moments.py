"""Reads the day, the moment or the period that somebody names, in French or in English: never silently wrong.

Pure: `now`, `today` and the zone are arguments. What was understood is to be repeated: DAY, MOMENT and PERIOD (config/spoken.py) say it.
None: the text names no date. Unclear: it names one that cannot be meant, or that nobody can be sure of.

A date without its year is the next such date, today included; with past=True, the last one. « 3/4 » is the 3rd of April, « 12/2026 »
nothing. A number alone is a day after « le » or « jusqu’au », where nothing follows that it could count: « le 5 ». A weekday alone is the
coming one, never today. Minuit ends the day it is said of. « dans quinze jours » is in 15 days. Only the first 500 characters are read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.date_words import JOIN, NUMBER, pattern, plain
from handlers.dates import Got, Phrase, Span, Unclear, When, later, number, phrases
from handlers.hours import DELAY, PART_AFTER, hours_in, in_part, instant, minutes_of, minutes_until

__all__ = ["Day", "Moment", "Period", "Unclear", "day_in", "moment_in", "period_in"]


class Day(NamedTuple):
    """rest: the text without the date and its « jusqu’au »."""

    on: date
    rest: str


class Moment(NamedTuple):
    """at: aware, UTC. said_hour: False when no hour and no part of the day was said, so that 8:15 is ours."""

    at: datetime
    rest: str
    said_hour: bool


class Period(NamedTuple):
    """Whole days, both included: « lundi après-midi » is all of Monday."""

    first: date
    last: date
    rest: str


LONGEST = 500
FARTHEST = 400
"""Days from today."""
OPENED = r"(?:du|de|from|entre|between)\b"
LONG_CROSSING = 180
"""« du 5/12 au 1/12 » is a mistake and not a year: over New Year, a period whose years are not said lasts no longer."""
MORNING = 8 * 60 + 15
"""In minutes since midnight."""
COUNT = rf"(?P<n>{NUMBER})~(?P<unit>jours?|j|semaines?|days?|weeks?)(?P<working> (?:ouvre|franc|working|et demi)\w*)?"


class _Text:
    """A text, as it is (`whole`) and as it is read (`plain`), and the days that it names, with their parts of the day."""

    def __init__(self, text: str) -> None:
        self.whole = unicodedata.normalize("NFC", text)
        self.plain = plain(self.whole[: LONGEST + 100])  # a phrase that begins before the cut is read to its end
        self.parts: dict[Phrase, str] = {}
        for phrase in phrases(self.plain):
            if phrase.start >= LONGEST:
                break
            got = pattern(PART_AFTER, whole=False).match(self.plain, phrase.end)
            tonight = self.plain[phrase.core : phrase.end] == "tonight"
            self.parts[phrase._replace(end=got.end() if got else phrase.end)] = got["part"] if got else "tonight" if tonight else ""
        self.days = list(self.parts)

    def between(self, one: Phrase, other: Phrase) -> str:
        """The word that joins two days, "" when they only follow each other."""
        text = self.plain[one.end : other.core]
        return text.split()[0] if pattern(JOIN, whole=False).fullmatch(text) else ""

    def without(self, spans: Iterable[tuple[int, int]]) -> str:
        """What is left, tidied where something was taken out."""
        kept, at = [], 0
        for start, end in sorted(spans):
            if self.whole[start - 1 : start] == "(" and self.whole[end : end + 1] == ")":
                start, end = start - 1, end + 1
            kept.append(self.whole[at : max(start, at)])
            at = max(at, end)
        pieces = (piece.strip(" \t\u00a0\u202f,;:") for piece in (*kept, self.whole[at:]))
        return " ".join(piece for piece in pieces if piece.strip(" .-–—"))


def day_in(text: str, *, today: date, past: bool = False) -> Day | None:
    """« usager jusqu’au 05/12 » → 5 December, « usager ». past: the day is behind us (« reçue le 20/11 »)."""
    said = _Text(text)
    if not said.days:
        return None
    first, last = _only(said, When(today, today, past))
    if first != last:
        raise Unclear("two-dates")
    return Day(_near(first, today, past=past), said.without((phrase.start, phrase.end) for phrase in said.days))


def _only(said: _Text, when: When) -> Span:
    if any(said.between(one, other) for one, other in zip(said.days, said.days[1:], strict=False)):
        raise Unclear("two-dates")
    spans = {phrase.read(when) for phrase in said.days}
    if len(spans) > 1:
        raise Unclear("two-dates")
    return spans.pop()


def _near(on: date, today: date, *, past: bool = False) -> date:
    if on != today and (on < today) is not past:
        raise Unclear("future" if past else "past")
    if abs((on - today).days) > FARTHEST:
        raise Unclear("too-far")
    return on


def period_in(text: str, *, today: date) -> Period | None:
    """« du 28 décembre au 3 janvier », « 5 jours à partir de lundi », « jusqu’à vendredi » (from today), « demain » (one day)."""
    said = _Text(text)
    if not said.days:
        return None
    one, other = said.days[0], said.days[-1]
    spans = [(phrase.start, phrase.end) for phrase in said.days]
    joint = said.between(one, other) if len(said.days) == 2 else ""
    if joint and (joint not in ("et", "ou", "and", "or", "&") or (one.mark == "between" and joint in ("et", "and"))):
        first, last = _from_to(one, other, today)
        spans = [(one.start, other.end)]
    else:
        first, last = _only(said, When(today, today))
        if (count := _count(said.plain, one, other)) and first == last:
            spans.append(count.span())
            last = later(first, number(count["n"]) * (7 if count["unit"][0] in "sw" else 1) - 1)
        elif one.mark == "until" and first == last:
            _near(last, today)
            first = today
        elif one.mark in ("until", "since", "side"):
            raise Unclear("open")
        elif pattern(OPENED, whole=False).match(said.plain, one.start) and pattern(JOIN, whole=False).match(said.plain, other.end):
            raise Unclear("open")  # « du 01/12 au retour »
        elif first < today <= last:  # « cette semaine »: what is left of it
            first = today
    if last < first:
        raise Unclear("order")
    return Period(_near(first, today), _near(last, today), said.without(spans))


def _from_to(one: Phrase, other: Phrase, today: date) -> Span:
    """« du 28 au 3 janvier » is read from its end, « lundi à mercredi » from its beginning."""
    if (one.precise, other.precise) in (("day", "day"), ("day", "month"), ("day", "year"), ("month", "month"), ("month", "year")):
        last = other.read(When(today, today))[1]
        first = one.read(When(today, last, past=True))[0]
    else:
        first = one.read(When(today, today))[0]
        last = other.read(When(today, first))[1]
    guessed = {one.precise, other.precise} & {"day", "month"}
    if guessed and first.year != last.year and (last - first).days > LONG_CROSSING:
        raise Unclear("order")
    return first, last


def _count(text: str, one: Phrase, other: Phrase) -> Got | None:
    """« 5 jours » before « à partir de », or after a day."""
    before = pattern(rf"{COUNT}~$").search(text, max(0, one.start - 30), one.start) if one.mark == "since" else None
    count = before or pattern(rf",?~(?:(?:pendant|pour|sur|durant|for)~)?{COUNT}", whole=False).match(text, other.end)
    if count and count["working"]:
        raise Unclear("vague")
    return count


def moment_in(text: str, *, now: datetime, zone: str) -> Moment | None:
    """« lundi prochain 9h », « demain matin », « dans 2 heures », « la semaine prochaine » (its Monday). now: aware.

    Without an hour, 8:15. In the town's zone: an hour that the clocks skip is read after the jump, one they repeat is the first.
    """
    said, today = _Text(text), now.astimezone(ZoneInfo(zone)).date()
    days, delay = said.days, pattern(DELAY).search(said.plain)
    if delay and delay.start() < LONGEST:
        if days:
            raise Unclear("two-dates")
        at = now.astimezone(UTC) + timedelta(minutes=minutes_until(delay))
        return Moment(_ahead(at, now), said.without([delay.span()]), said_hour=True)
    first, last = _only(said, When(today, today)) if days else (today, today)
    if first != last and first <= today:
        raise Unclear("two-dates")
    _near(first, today)
    hours = [got for got in hours_in(said.plain, days) if got.start() < LONGEST]
    if not days and not hours:
        return None
    minutes = {minutes_of(got) for got in hours}
    if len(minutes) > 1:
        raise Unclear("two-dates")
    parts = [part for part in (*said.parts.values(), *(got.groupdict().get("part") for got in hours)) if part]
    hour = in_part(minutes.pop() if minutes else None, parts[0] if parts else "")
    spans = [(phrase.start, phrase.end) for phrase in days] + [got.span() for got in hours]
    at = instant(first, MORNING if hour is None else hour, zone)
    return Moment(_ahead(at, now), said.without(spans), said_hour=hour is not None)


def _ahead(at: datetime, now: datetime) -> datetime:
    if at <= now:
        raise Unclear("past")
    if (at - now).days > FARTHEST:
        raise Unclear("too-far")
    return at
