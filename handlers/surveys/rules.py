"""Who is asked, what a typed answer means, and what is said of a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from config.entries import MINUTES_A_DAY, Opening
from handlers import date_words
from handlers.escalation.working_time import Calendar, openings
from handlers.hours import hours_in, minutes_of
from handlers.people.rules import AT_WORK_THERE, plain

if TYPE_CHECKING:
    from config.surveys import Bank, Rules
    from config.town import Town
    from storage.tables import Person, Publication

RESPONDENTS = AT_WORK_THERE
"""Who is asked: those who work in a mairie de quartier."""

HEAVY = "heavy"
"""The band that calls for an answer, twice running."""
TRAINING, SPREAD = "training", "spread"
"""The kinds of a publication that lists themes, and that says how a turning question's answers spread, beside those of groups."""

THEMES = "for_theme"
"""The question that `/formation` asks, on any day."""

RHYTHMS = ("quotidien", "deux_par_semaine", "hebdo", "pause", "jamais")
ASKED = RHYTHMS[:3]
PAUSE_DAYS = 28
LONGEST = 280
"""Characters of what is written."""
BEFORE_CLOSING = timedelta(minutes=45)
"""At least this long before a day ends: nobody answers on their doorstep."""

PASS, SLOW = "pass", "slow"
_WORDS = {"p": PASS, "passer": PASS, "passe": PASS, "skip": PASS, "s": PASS, "r": SLOW, "ralentir": SLOW, "slow": SLOW}


def looks_like_an_answer(text: str) -> bool:
    """A number, « p », « r »: what nobody writes to record a request."""
    return plain(text) in _WORDS or re.fullmatch(r"[\s(-]*\d{1,3}([.,/ ]\d{1,3})?[\s.)!]*", text) is not None


def is_no_withdrawal(text: str) -> bool:
    """Anything but « sondage… », which is heard whatever is being written."""
    return text.casefold().split()[:1] not in (["sondage"], ["survey"])


def meant(text: str, labels: Sequence[str], *, scale: bool) -> str | int | None:
    """What somebody typed: PASS, SLOW, or the place of an answer; None outside the scale.

    As networks without buttons number choices: a scale by its own numbers, others from 1, and then to pass, and to slow down.
    """
    word = _WORDS.get(plain(text))
    digits = text.strip()
    if word or not (digits.isascii() and digits.isdigit()):
        return word
    if scale:
        return labels.index(digits) if digits in labels else None
    place = int(digits) - 1
    return place if 0 <= place < len(labels) else {len(labels): PASS, len(labels) + 1: SLOW}.get(place)


class Opened(NamedTuple):
    """A place that is open. hour: whoever is to be asked at this hour, or sooner, may be now. closes: when this opening ends."""

    hour: time
    closes: datetime


def opened(calendar: Calendar, now: datetime) -> Opened | None:
    """How far the day of a place is, None while it is closed. A little before the end of the day everybody's hour has come."""
    local = now.astimezone(calendar.tz)
    spans = openings(calendar, local.date())
    closes = next((span.end for span in spans if span.start <= now < span.end), None)
    if closes is None:
        return None
    return Opened(time.max if now >= spans[-1].end - BEFORE_CLOSING else local.time(), closes)


def slower(rhythm: str) -> tuple[str, ...]:
    """What may be chosen instead, slower first to none at all."""
    return RHYTHMS[RHYTHMS.index(rhythm) + 1 :] if rhythm in ASKED else RHYTHMS


def is_scale(bank: Bank, question: str) -> bool:
    return bank.scales[bank.questions[question].scale].kind == "entier"


def times(opening: Opening) -> tuple[time, time]:
    """From when to when; midnight at the end of a day is its last moment."""
    start, end = (time(*divmod(minute, 60)) if minute < MINUTES_A_DAY else time.max for minute in opening)
    return start, end


def hour_in(text: str) -> time | None:
    """The hour that somebody names: « 10h30 », « à 9 heures »; None without one, or with several."""
    said = date_words.plain(text.strip())
    try:
        found = hours_in(said, ()) or hours_in(f"a {said}", ())
        return time(*divmod(minutes_of(found[0]), 60)) if len(found) == 1 else None
    except ValueError:  # no hour of a day
        return None


def hour_of(rules: Rules, chosen: time | None) -> time:
    """When somebody is to be asked: as they chose while the town allows it, else as the town does."""
    within = chosen is not None and any(start <= chosen <= end for start, end in map(times, rules.ranges))
    return chosen if chosen is not None and within else rules.hour


# --- what was published, and to whom ---


def groups_of(town: Town, person: Person) -> list[str]:
    """Whose results somebody reads besides those of the whole, "mairie/mq_centre": their team's and its grappe's, or every grappe's."""
    if person.role == "coordination":
        return [f"grappe/{id}" for id in town.clusters]
    mine = person.mairie if person.role in RESPONDENTS else None
    return [f"mairie/{mine}", *(f"grappe/{id}" for id, cluster in town.clusters.items() if mine in cluster.mairies)] if mine else []


def themes_in(row: Publication) -> list[str]:
    """The training themes that a publication names; none for those of another kind."""
    return (row.shown or "").split(",") if row.kind == TRAINING else []


def is_heavy_twice(row: Publication, results: Sequence[Publication]) -> bool:
    """Whether this result and the one of the window before are both heavy. results: all of its team, the newest first."""
    place = next((place for place, each in enumerate(results) if each.window_id == row.window_id), len(results))
    return [each.shown for each in results[place : place + 2]] == [HEAVY, HEAVY]
