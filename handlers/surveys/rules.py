"""Who is asked, what a typed answer means, and what is said of a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.escalation.working_time import Calendar, openings
from handlers.people.rules import plain

if TYPE_CHECKING:
    from config.surveys import Bank

RESPONDENTS = frozenset({"agent", "assistante", "mission", "sg"})
"""Who is asked: those who work in a mairie de quartier."""

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


def is_time(calendar: Calendar, hour: time, now: datetime) -> bool:
    """Whether the people of a place may be asked now: from the hour on, or a little before their day ends, as long as it is open."""
    today = now.astimezone(calendar.tz).date()
    spans = openings(calendar, today)
    if not spans:
        return False
    at = max(min(datetime.combine(today, hour, calendar.tz), spans[-1].end - BEFORE_CLOSING), spans[0].start)
    return at <= now and any(span.start <= now < span.end for span in spans)


def midnight(today: date, zone: str) -> datetime:
    """When a day is over."""
    return datetime.combine(today + timedelta(days=1), time(), ZoneInfo(zone))


def slower(rhythm: str) -> tuple[str, ...]:
    """What may be chosen instead, slower first to none at all."""
    return RHYTHMS[RHYTHMS.index(rhythm) + 1 :] if rhythm in ASKED else RHYTHMS


def is_scale(bank: Bank, question: str) -> bool:
    return bank.scales[bank.questions[question].scale].kind == "entier"
