"""Replies to residents: which template, filled with what is known of a request, and what the law may ask for by when.

The legal clock is apart from the town's own delays. It says by when the service should look, never what silence means.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal, NamedTuple

from config.entries import Opening, Week
from config.replies import FIELDS, ReplyKind, ReplyTemplate, pieces, states_acceptance
from config.town import Town
from storage.tables import Request

REGIMES = frozenset({"demande", "demarche", "reclamation"})
"""What the CRPA calls a request: reporting a fact is none."""

SILENCE: Mapping[str, tuple[int, Literal["reject", "unknown"]]] = {
    "a_verifier": (2, "unknown"),
    "rejet_2_mois": (2, "reject"),
    "rejet_1_mois": (1, "reject"),
    "acceptation_2_mois": (2, "unknown"),
}
"""crpa.silence → months, and what silence may mean; `sans_decision` has no term. Acceptance is never ours to state."""

MAY_BE_EMPTY = frozenset({"mention_legale", "voies_et_delais"})
"""Whole sentences, with their own full stop, that some replies do without."""

TO_CHECK = "échéance légale possible le {} : à vérifier par le service, avec les voies et délais de recours"

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
BLANK = re.compile(r"\[([^\[\]]+)\]")
UNTIDY = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r" ?\n ?"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
    (re.compile(r" ?\( ?\)"), ""),
    (re.compile(r" +([,.])(?=\s|$)"), r"\1"),
    (re.compile(r"[,;:](?=\.(?:\s|$))"), ""),
    (re.compile(r"(?<!\.)([.!?…])\.(?!\.)"), r"\1"),
)


class Filled(NamedTuple):
    """A reply ready to be read again. missing: what is still between square brackets, to complete before sending."""

    text: str
    missing: tuple[str, ...]


class Legal(NamedTuple):
    """A term of the law that may run. kind: what silence may mean, for the service to check; never said."""

    on: date
    kind: Literal["reject", "unknown"]


def choose(town: Town, kind: ReplyKind, service: str | None) -> ReplyTemplate:
    """The variant for a service, else for its domain, else for all. service: its id, None while it is not known."""
    variants: tuple[ReplyTemplate, ...] = getattr(town.reply_templates, kind)
    named = {id: variant for variant in variants for id in variant.only_for}
    id = service or ""
    return named.get(id) or named.get(id.partition(".")[0]) or next(variant for variant in variants if not variant.only_for)


def fill(template: ReplyTemplate, fields: Mapping[str, str], *, written: bool) -> Filled:
    """Put the fields in their places, as they are: braces in them mean nothing.

    fields: by French name. One without value is left « [téléphone du service] »; so is one that says what silence means.
    written: the request came by a written channel, see `is_written`.
    """
    said = {name: value for name, value in fields.items() if not states_acceptance(value)}
    filled = _filled(template, said, written)
    return _filled(template, {}, written) if states_acceptance(filled.text) else filled  # said across two fields


def _filled(template: ReplyTemplate, fields: Mapping[str, str], written: bool) -> Filled:
    parts = _parts(template.text, fields, written)
    text = "".join(part for part, _ in parts)
    for untidy, tidy in UNTIDY:
        text = untidy.sub(tidy, text)
    missing = [blank for part, to_complete in parts if to_complete for blank in BLANK.findall(part)]
    return Filled(text.strip(), tuple(dict.fromkeys(missing)))


def _parts(text: str, fields: Mapping[str, str], written: bool) -> list[tuple[str, bool]]:
    """The parts of a reply, each with whether its square brackets are ours: those in somebody's words are not."""
    parts: list[tuple[str, bool]] = []
    for kind, piece in pieces(text):
        if kind == "words":
            parts.append((piece, True))
        elif kind == "written" and written:
            parts += _parts(piece, fields, written)
        elif kind == "field":
            parts.append(_value(piece, fields))
    return parts


def _value(name: str, fields: Mapping[str, str]) -> tuple[str, bool]:
    value = " ".join(fields.get(name, "").split())
    if name not in MAY_BE_EMPTY:
        value = value.rstrip(" .,;:")  # the template has its own
    if any(letter.isalnum() for letter in value):
        return value, BLANK.fullmatch(value) is not None
    return ("", False) if name in fields and name in MAY_BE_EMPTY else (f"[{FIELDS[name]}]", True)


def fields_of(
    request: Request,
    town: Town,
    kind: ReplyKind,
    *,
    today: date,
    contact: Mapping[str, str] | None = None,
    result: str | None = None,
    reason: str | None = None,
    step: str | None = None,
    alternative: str | None = None,
    first_answer_on: date | None = None,
) -> dict[str, str]:
    """What is known for a reply of this kind, by field; what is not known is not there. Nothing of the author nor of the resident.

    contact: {"tel": …, "horaires": …} of whom the resident may ask; without hours, those of the direction.
    result: what was done. reason: why it waits (else the hold's own words) or why it is refused. step: what comes next.
    first_answer_on: the promise of the town's own delay.
    """
    direction = town.directions.get(request.direction or "")
    hold = town.hold_reasons.get(request.hold_reason or "")
    reach = contact or {}
    known = {
        "recue_le": spoken(town.local(request.received_at).date()),
        "ref": request.reference,
        "objet": subject(request, town),
        "service": direction.name if direction else None,
        "tel": reach.get("tel"),
        "horaires": reach.get("horaires") or (opening_hours(direction.hours) if direction and direction.hours else None),
        "premiere_reponse": spoken(first_answer_on),
        "motif_clair": reason or (hold.resident_words if hold else None),
        "etape": step,
        "date": spoken(_date_of(request, town, kind, today)),
        "date_point": spoken(request.wake_on or request.announced_on),
        "ce_qui_a_ete_fait": result,
        "motif": reason,
        "alternative": alternative,
        "organisme": _authority(request, town),
    }
    return {name: value for name, value in known.items() if value} | _legal_fields(request, town)


def _date_of(request: Request, town: Town, kind: ReplyKind, today: date) -> date | None:
    """What {date} is: the day announced when one waits, the day it was done, else the day of the reply."""
    if kind == "holding":
        return request.announced_on
    return town.local(request.done_at).date() if kind == "done" and request.done_at else today


def _authority(request: Request, town: Town) -> str | None:
    """The partner outside that its direction is, else the competence by its name."""
    direction, competence = town.directions.get(request.direction or ""), town.competences.get(request.competence or "")
    if direction and direction.authority == "externe":
        return direction.name
    return competence.name if competence else None


def _legal_fields(request: Request, town: Town) -> dict[str, str]:
    """Empty where the law asks for nothing; not there, and so to complete, where it may."""
    service, legal = town.services.get(request.service or ""), legal_due(request, town)
    if service is None:
        return {}
    if legal:
        return {"mention_legale": f"[{TO_CHECK.format(spoken(legal.on))}]"}
    return {"mention_legale": ""} | ({} if service.crpa.regime in REGIMES else {"voies_et_delais": ""})


def subject(request: Request, town: Town) -> str | None:
    """« nid-de-poule rue des Lilas »: the short name of the service, then the place as somebody wrote it."""
    service = town.services.get(request.service or "")
    if service is None:
        return None
    name = re.split(r",| \(| :", service.name)[0]
    acronym = name[:2].isupper()
    return " ".join(filter(None, (name if acronym else name[:1].lower() + name[1:], request.place)))


def spoken(day: date | None) -> str:
    """« 1er décembre 2026 »; "" for None."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def opening_hours(week: Week) -> str:
    """« du lundi au vendredi de 8 h 30 à 12 h et de 13 h à 17 h, le samedi de 6 h à 13 h »; "" when never open."""
    spans = []
    for openings, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        if openings:
            spans.append(f"{_days(days)} {' et '.join(map(_hours, openings))}")
    return ", ".join(spans)


def _days(days: list[int]) -> str:
    if len(days) == 7:
        return "tous les jours"
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return f"le {first}" if first == last else f"du {first} au {last}"


def _hours(opening: Opening) -> str:
    start, end = (f"{minute // 60} h {minute % 60:02}".removesuffix(" 00") for minute in opening)
    return f"de {start} à {end}"


def is_written(request: Request, town: Town) -> bool:
    channel = town.channels.get(request.channel)
    return channel is not None and channel.written


def orientation(request: Request, town: Town) -> ReplyKind:
    """How a resident is told that it is not ours: a written request for another administration is passed on (CRPA L114-2)."""
    competence = town.competences.get(request.competence or "")
    passed_on = competence is not None and not competence.can_be_sent and competence.passed_on
    return "transmission" if passed_on and is_written(request, town) else "oriented"


def legal_due(request: Request, town: Town) -> Legal | None:
    """The term that may run from the day of receipt, None where none is armed: oral, or no request for a decision.

    It is a calendar term, *de quantième à quantième*: same day of the month, or the last one when the month has none; it is not
    moved to a working day, so that nobody looks too late. 31 December 2026 and two months is 28 February 2027.
    """
    service = town.services.get(request.service or "")
    if service is None or service.crpa.regime not in REGIMES or service.crpa.silence not in SILENCE or not is_written(request, town):
        return None
    months, kind = SILENCE[service.crpa.silence]
    return Legal(months_later(town.local(request.received_at).date(), months), kind)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def legal_values(request: Request, town: Town) -> dict[str, Any]:
    """The columns to store when a request is recorded, or when its channel, service or day of receipt changes."""
    legal = legal_due(request, town)
    return {"legal_due_on": legal.on if legal else None}


def acknowledgement_due(request: Request, town: Town) -> date | None:
    """By when a written request is to be acknowledged (CRPA L112-3), by the town's setting; None when it is not owed.

    Not owed: oral, no request in the sense of the code, mere information, acknowledged or answered already, closed.
    """
    service = town.services.get(request.service or "")
    if service is None or service.crpa.regime not in REGIMES or service.kind == "information" or not is_written(request, town):
        return None
    if request.acknowledged_at or request.first_reply_at or request.final_reply_at or request.state in ("closed", "cancelled"):
        return None
    return town.local(request.received_at).date() + timedelta(days=town.acknowledgement_days)
