"""Finds the hours, parts of the day and delays that a text names. Pure. An hour is in minutes since midnight; « minuit » ends the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from handlers.date_words import APART, NUMBER, PART, SOON, pattern
from handlers.dates import Got, Phrase, Unclear, number

PARTS = {
    "matin": (8 * 60 + 15, 0, 13), "midi": (12 * 60, 11, 15), "apres-midi": (13 * 60 + 45, 12, 20), "soir": (17 * 60, 16, 25),
    "fin de matinee": (11 * 60 + 30, 10, 13), "fin d'apres-midi": (16 * 60 + 30, 15, 20), "fin de journee": (17 * 60, 15, 20),
}  # fmt: skip
"""Each part of the day: its minute when no hour is said, and the hours that it goes from and to."""
_SAME = {"matinee": "matin", "morning": "matin", "noon": "midi", "aprem": "apres-midi", "afternoon": "apres-midi", "soiree": "soir",
         "evening": "soir", "tonight": "soir"}  # fmt: skip
PART_AFTER = (
    r"(?:,? |-)(?P<part>(?:en )?fin de (?:matinee|journee)|(?:en )?fin d'apres(?:-| )?midi"
    rf"|(?:(?:au|en|dans la|le|in the) |dans l'|l')?(?!midi|noon){PART})(?!\w)"
)
_CLOCK = r"(?:\d{1,2}~(?:h(?:eures?)?(?:~\d\d)?|:\d\d|am|pm)|midi|minuit|noon|midnight)"
RANGE = (
    rf"(?<!\w)(?:(?:de|entre|from|between) \d{{1,2}} (?:a|et|to|and) {_CLOCK}|midi et (?:deux|2)"
    rf"|{_CLOCK}~(?:-|/|a|et|ou|to|and|or)~{_CLOCK}|\d{{1,2}}~(?:-|/)~{_CLOCK})\b"
)
UNREAD = r"(?:\d{1,2}~(?:h~\d\d|:\d\d)|\d{1,2}\.[0-5]\d|(?:[6-9]|1\d|2[0-3])~h|half past|quarter (?:past|to))"
"""Likely an hour, wherever it stands."""
HOUR = (
    r"(?P<pointed>(?:a(?: partir de)?|vers|avant|apres|des|at|by|around|before|after|from)~)?(?:"
    r"(?P<h>\d{1,2})(?:~(?:heures?|h)(?:(?P<m>\d{1,2})|~(?P<mm>\d\d))?|:(?P<mmm>\d\d)(?:~(?P<pm>am|pm))?|~(?:(?P<pmpm>am|pm)|o'clock))"
    r"|(?P<word>midi|minuit|noon|midnight))(?P<more> (?:et demie?|et quart|moins le quart|moins|cinq|dix|quinze|vingt|trente))?"
    rf"(?:~(?:du |de l'|in the )?(?P<part>{PART}))?"
)
HOUR_ALONE = r"(?P<pointed>at) (?P<h>\d{1,2})(?=~(?:$|[.,;!?)]))"
MORE = {"": 0, "quinze": 15, "trente": 30, "et demi": 30, "et demie": 30, "et quart": 15, "moins le quart": -15}
DELAY = (
    rf"{SOON} (?:(?P<h>{NUMBER})~(?:heures?|h|hours?|hrs?)(?:~(?P<m>\d\d)~(?:minutes?|min|mn)?)?(?: (?P<more>et demie?|et quart))?"
    rf"|(?P<minutes>{NUMBER})~(?:minutes?|min|mn)|(?P<piece>une demi(?:-| )heure|un quart d'heure|trois quarts d'heure|half an hour))"
)
PIECES = {"une": 30, "un": 15, "trois": 45, "half": 30}


def hours_in(text: str, days: Sequence[Phrase]) -> list[Got]:
    """Return what names an hour in a `plain` text: beside a day, after « à », or at the very beginning when no day is named
    (« chaque lundi à 9h » names none that we know of).

    Raises Unclear for « de 9h à 11h », and for what may or may not be an hour: « coupure de 2h demain ».
    """
    for phrase in days:
        text = text[: phrase.start] + APART * (phrase.end - phrase.start) + text[phrase.end :]
    found = []
    for got in chain(pattern(HOUR).finditer(text), pattern(HOUR_ALONE).finditer(text)):
        before, after = text[: got.start()].rstrip(" ,"), text[got.end() :].lstrip(" ,")
        lasts = after.startswith(("de ", "d'")) or before.endswith((" de", " pendant", " en", " for"))
        if not days:
            found += [got] * (not before and not lasts and bool(got["pointed"] or "heure" not in got.group()))
        elif got["pointed"] or before.endswith(APART) or after.startswith(APART):
            if lasts:
                raise Unclear("vague")
            found.append(got)
    if (days or found) and pattern(RANGE, whole=False).search(text):
        raise Unclear("two-dates")
    if days and not found and pattern(UNREAD).search(text):
        raise Unclear("vague")
    return found


def minutes_of(got: Got) -> int:
    said = {name: value for name, value in got.groupdict().items() if value}
    hour = {"midi": 12, "noon": 12, "minuit": 24, "midnight": 24}.get(said.get("word", "")) or int(said.get("h", 0))
    minute = int(said.get("m") or said.get("mm") or said.get("mmm") or 0)
    if half := said.get("pm") or said.get("pmpm"):
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    more = MORE.get(" ".join(said.get("more", "").split()))
    if more is None or minute > 59 or hour * 60 + minute > 24 * 60:
        raise Unclear("no-such-hour")
    return hour * 60 + minute + more


def in_part(minutes: int | None, part: str) -> int | None:
    """« demain matin » is 8:15, « demain soir 8h » is 20:00, « demain matin à 15h » a contradiction. part: as a pattern found it, or ""."""
    words = re.sub(r"apres[ -]*midi", "apres-midi", " ".join(part.split()))
    name = next((name for name in reversed(PARTS) if words.endswith(name)), _SAME.get(words.split()[-1]) if words else None)
    if name is None:
        return minutes
    usual, first, last = PARTS[name]
    if minutes is None:
        return usual
    if first >= 12 and minutes < 12 * 60:
        minutes += 12 * 60
    if not first * 60 <= minutes <= last * 60:
        raise Unclear("no-such-hour")
    return minutes


def minutes_until(got: Got) -> int:
    if piece := got["piece"]:
        return PIECES[piece.split()[0]]
    if got["minutes"]:
        return number(got["minutes"])
    return number(got["h"]) * 60 + int(got["m"] or 0) + MORE[" ".join((got["more"] or "").split())]


def instant(day: date, minutes: int, zone: str) -> datetime:
    """An hour that the clocks skip is read after the jump (2:30 → 3:30), one that they repeat is the first."""
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
