"""Who comes in and who goes, who stands in for whom, when somebody may be told things, and names as they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

from handlers.people.permissions import PERMISSIONS, Grant, Holder, grant_of, mairies_of, roles_with

AT_WORK_THERE = frozenset({"agent", "assistante", "mission", "sg"})
"""Who works in a mairie de quartier: its staff."""
OF_A_MAIRIE = AT_WORK_THERE | {"elu"}
"""Roles that belong to one mairie de quartier; an invitation to one of them names it."""

LOGGERS = roles_with("log")
READERS = roles_with("read")
INVITERS = roles_with("invite")

ROLE_GIVERS = roles_with("roles")

INVITED_BY_SG = frozenset({"agent", "assistante", "mission"})
"""Whom a secrétaire général may invite: their own team."""

TOP_ROLES = frozenset({"dgs", "coordination", "cabinet", "admin"})
"""Roles over the whole town: an administrator alone gives none of them (reliability.md A4, A5)."""

COVERING = frozenset({"assistante", "mission"})
"""Roles that may cover other mairies than their own."""


def may_invite(person: Holder, role: str, mairie: str | None) -> bool:
    """An administrator invites anybody; a secrétaire général their own team, in their own mairie."""
    match grant_of(person.role, "invite"):
        case Grant(scope="all"):
            return True
        case Grant(scope="mairie"):
            return role in INVITED_BY_SG and mairie in mairies_of(person)
        case _:
            return False


def may_remove(person: Holder, other: Holder) -> bool:
    """Whoever may let somebody in may cut their access; nobody removes themselves that way, they leave."""
    return person.id != other.id and may_invite(person, other.role, other.mairie)


def may_stand_in(colleague: Holder, person: Holder) -> bool:
    """Whether a colleague may answer for somebody: of the same place, and able to do the same.

    Whoever has no mairie nor direction is replaced by their own function.
    """
    if colleague.id == person.id:
        return False
    if person.direction:
        return colleague.direction == person.direction
    if not person.mairie:
        return colleague.role == person.role
    able = colleague.role == person.role or colleague.role in PERMISSIONS["take_over"]
    return able and not set(mairies_of(colleague)).isdisjoint(mairies_of(person))


# --- absences ---

class Away(Protocol):
    """Days somebody is away (storage.tables.Absence)."""

    person_id: int
    first_on: date
    last_on: date
    relay_id: int | None
    ended_at: datetime | None


Absent = TypeVar("Absent", bound=Away)


def away(absences: Iterable[Absent], person_id: int, today: date) -> Absent | None:
    """The absence somebody is in that day, None when they are here."""
    mine = (absence for absence in absences if absence.person_id == person_id and absence.ended_at is None)
    return next((absence for absence in mine if absence.first_on <= today <= absence.last_on), None)


def stand_in(person_id: int, absences: Sequence[Away], today: date) -> int | None:
    """Who answers for somebody that day: themselves when they are here, else whoever their relays lead to.

    None is their team: nobody was named, or the last one named is away too.
    """
    who: int | None = person_id
    met: set[int] = set()
    while who is not None and who not in met:
        absence = away(absences, who, today)
        if absence is None:
            return who
        met.add(who)
        who = absence.relay_id
    return None


# --- when somebody may be told things ---

SLOTS = (time(8, 15), time(13, 45))
"""From when, local time, a person is told what waits for them: one message each time (domain.md §2.9)."""


MORNING = "morning"
"""The digest that is part of a day's first message, which waits for the hour that somebody chose for it (handlers/digests)."""


def slot_of(at_local: datetime) -> time | None:
    """The slot that a moment belongs to: 11:30 belongs to 08:15; None before the first."""
    return next((slot for slot in reversed(SLOTS) if slot <= at_local.time()), None)


def slot_fact(person_id: int, at_local: datetime, slot: time) -> str:
    """The fact that a person's message of a slot is: said once."""
    return f"notices/{person_id}/{at_local:%Y%m%d}/{slot:%H%M}"


def next_slot(at_local: datetime) -> datetime:
    """When the slot after the one of this moment begins: at 11:30, 13:45; at 17:00, 8:15 of the next day."""
    later = [slot for slot in SLOTS if slot > at_local.time()]
    return datetime.combine(at_local.date() + timedelta(days=not later), later[0] if later else SLOTS[0], at_local.tzinfo)


# --- codes ---

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to mistake when read over the phone
CODE_LENGTH = 16  # 80 bits
FEWEST_LETTERS = 4  # fewer in a code: once in 20,000
_CODE = re.compile(r"(?<![0-9A-Z])(?=((?:[0-9A-Z]{4}[- ]?){3}[0-9A-Z]{4})(?![0-9A-Z]))")  # looked ahead: candidates may overlap


def code_of(number: int) -> str:
    """An 80-bit number as a code to read aloud: code_of(0) is "0000-0000-0000-0000"."""
    digits = "".join(CODE_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(CODE_LENGTH)))
    return "-".join(digits[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def code_in(text: str) -> str | None:
    """The code a text holds, as `code_of` wrote it, whatever the case, dashes or look-alike letters; None when there is none."""
    candidates = _CODE.findall(text[:200].upper())
    if not candidates:
        return None
    # « mon code 6ENW-D3RX-… »: a word of four letters before it is not its beginning
    likely = max(candidates, key=lambda each: (" " not in each, sum(map(str.isdigit, each))))
    digits = re.sub(r"[- ]", "", likely).translate(str.maketrans("OIL", "011"))
    return digits if "U" not in digits else None


def writes_a_code(text: str) -> bool:
    """Whether somebody who is in wrote an invitation down, rather than words or the number of an account.

    « un poteau accidentellement renversé » holds sixteen letters in a row, « sale cage bloc gare » four by four, a bank card sixteen
    digits: dashes or digits, and a few letters, make the difference.
    """
    return any(
        sum(map(str.isalpha, each)) >= FEWEST_LETTERS
        and (each.count("-") == 3 or (" " not in each and _has_digit(each)) or sum(map(_has_digit, re.split("[- ]", each))) >= 2)
        for each in _CODE.findall(text[:200].upper())
    )


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def plain(word: str) -> str:
    """Without accents, case or dashes, to recognise « Les Tanneurs », « les tanneurs » and « mq_tanneurs » as typed."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[^a-z0-9]+", "", "".join(letter for letter in bare if not unicodedata.combining(letter)))


class Called(Protocol):
    """Somebody with a name (storage.tables.Person)."""

    name: str


Somebody = TypeVar("Somebody", bound=Called)


def called(name: str, among: Sequence[Somebody]) -> list[Somebody]:
    """Those whose whole name this is; else those who have each of its words in theirs: « Diallo » for « Awa Diallo »."""
    whole = [person for person in among if _sound(person.name) == _sound(name)]
    if whole or not name.strip():
        return whole
    words = {_sound(word) for word in name.split()}
    return [person for person in among if words <= {_sound(word) for word in person.name.split()}]


def _sound(word: str) -> str:
    return plain(word) or word.strip().casefold()  # a name in another script has no plain letters
