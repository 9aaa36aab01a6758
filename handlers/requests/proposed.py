"""The delay that Relais proposes for a request: the columns it decides, and how it is said. A person decides (see `delays`)."""

from __future__ import annotations

from typing import Any

from config.catalogue import DelayClass
from config.responsiveness import CRITERIA
from config.town import Town
from handlers.desk import Desk
from handlers.escalation.responsiveness import Reason, Score, score, telling, usual_class
from storage.tables import Request, record

SAID = 40
"""Signs of the words that decided, in a line."""


def columns(town: Town, request: Request, *, decides: bool) -> dict[str, Any]:
    """What is kept of it: the points; and the class, where the service is being chosen and no person has chosen a class.

    A danger's class is not kept: it counts while it is one (`escalation.clocks.class_of`), and lowering it brings back the one below.
    """
    kept: dict[str, Any] = {"scoring": score(request, town).points}
    if decides and not request.delay_chosen:
        kept["delay"] = score(record(Request, {**vars(request), "danger": None}), town).proposed
    return kept


def line(desk: Desk, request: Request) -> str:
    """« Délai proposé : Urgent (sous 2 jours ouvrés) · 5 points : … »; nothing where it is the one its service always has."""
    classes, found = desk.town.delay_classes, score(request, desk.town)
    now, proposed = classes.get(request.delay or ""), classes.get(found.proposed or "")
    if request.danger or now is None or proposed is None:
        return ""
    said = {"proposed": named(desk, proposed), "points": _points(desk, found)}
    if request.delay_chosen:
        same = now is proposed
        return desk.word("card-delay-chosen-same" if same else "card-delay-chosen", delay=named(desk, now), **said)
    if now is not proposed:
        return desk.word("card-delay-since", delay=named(desk, now), **said)
    return desk.word("card-delay-proposed", **said) if proposed is not usual_class(request.service, desk.town) else ""


def named(desk: Desk, each: DelayClass) -> str:
    """« Urgent (sous 2 jours ouvrés) »: a class and by when it is settled."""
    always = each.calendar == "24_7" and each.resolution.unit == "hours"
    key = "delay-hours-always" if always else f"delay-{each.resolution.unit.replace('_', '-')}"
    return desk.word("delay-class", name=each.name, delay=desk.word(key, count=each.resolution.amount))


def why(desk: Desk, found: Score) -> list[str]:
    """The five criteria, a line each, with what decided."""
    return [desk.word("criterion-line", criterion=desk.word(f"criterion-{each}"), points=found.reasons[each].points,
                      why=_decided(desk, found.reasons[each])) for each in CRITERIA]


def _points(desk: Desk, found: Score) -> str:
    """« 5 points : gravité 2 (chute), fragilité 2 (école), réversibilité 1 (fuite) »."""
    each = ", ".join(
        desk.word("criterion-short", criterion=desk.word(f"criterion-{name}").lower(), points=reason.points,
                  why=_decided(desk, reason, short=True))
        for name, reason in telling(found)
    )
    return desk.word("points-detail", count=found.total, detail=each) if each else desk.word("points-none")


def _decided(desk: Desk, reason: Reason, *, short: bool = False) -> str:
    """What decided, in few words; fewer within a line."""
    said = reason.said if len(reason.said) <= SAID else reason.said[: SAID - 1].rstrip() + "…"
    if reason.kind == "danger":
        known = desk.town.dangers.get(reason.said)
        said = known.name if known else desk.word("danger-declared")
    elif reason.kind == "service":
        said = desk.town.services[reason.said].name
    key = f"short-{reason.kind}" if short else f"reason-{reason.kind}"
    return desk.word(key, said=said, times=reason.times)
