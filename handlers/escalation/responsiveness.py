"""The dosage of responsiveness: five criteria, 0 to 2 points each, each with what decided it; from them, a delay to propose. Pure.

What is read of a request is `Scored`, and nothing else: who carries it, its tone, the media, one person's reminders are not counted
(domain.md §2.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from config.responsiveness import CRITERIA, POINTS
from handlers.routing.expressions import Watch, found, watch

if TYPE_CHECKING:
    from config.catalogue import DelayClass
    from config.responsiveness import Sign
    from config.town import Town

URGENT = 5
"""Points from which a request is urgent."""
PLANNED = 2
"""Points up to which what needs study, and hurts nobody, may wait for its date."""
CONTACTS = 3
"""People more who reported the same thing, from which it is recurrent."""
REACH, STOPS = 3, ",;.:!?()\n"
"""A negation counts up to so many words further, in the same breath."""
UNDENIED = frozenset({"extent", "frailty"})
"""« ne marche pas devant l'école »: the school is there all the same."""

Priority = Literal["danger", "urgent", "normal", "programme"]
RANKS: Mapping[str, int] = {"programme": 0, "normal": 1, "urgent": 2, "danger": 3}


class Scored(Protocol):
    """What counts of a request (storage.tables.Request): what is said of the fact, where, how often it came. Never of who says it."""

    text: str
    place: str | None
    service: str | None
    danger: str | None
    contacts: int
    reopened: int


class Reason(NamedTuple):
    """Why a criterion has its points. kind: what decided. said: the words as typed, or the service's id. times: contacts or reopenings."""

    points: int
    kind: Literal["nothing", "words", "service", "danger", "contacts", "reopened"] = "nothing"
    said: str = ""
    times: int = 0


NOTHING = Reason(0)


@dataclass(frozen=True, slots=True)
class Score:
    """The points of each criterion and why. proposed: the id of the delay class they lead to, None while nothing says which."""

    reasons: Mapping[str, Reason]
    proposed: str | None

    @property
    def total(self) -> int:
        return sum(reason.points for reason in self.reasons.values())

    @property
    def points(self) -> dict[str, int]:
        """What is kept of it: {criterion: 0–2}."""
        return {criterion: reason.points for criterion, reason in self.reasons.items()}


def score(request: Scored, town: Town) -> Score:
    """Score a request and propose its delay class.

    « gros trou devant l'école, une dame est tombée, ça s'agrandit »: severity 2, frailty 2, reversibility 2, urgent.
    """
    reasons = dict.fromkeys(CRITERIA, NOTHING)
    for criterion, reason in _reasons(request, town):
        if reason.points > reasons[criterion].points:
            reasons[criterion] = reason
    return Score(reasons, _proposed(request, town, {criterion: reason.points for criterion, reason in reasons.items()}))


def _reasons(request: Scored, town: Town) -> Iterator[tuple[str, Reason]]:
    """Every reason there is, those that say most first."""
    if request.danger:
        yield "severity", Reason(POINTS, "danger", request.danger)
    if request.reopened:
        yield "recurrence", Reason(POINTS, "reopened", times=request.reopened)
    if request.contacts:
        yield "recurrence", Reason(POINTS if request.contacts >= CONTACTS else 1, "contacts", times=request.contacts)
    signs = _signs(town)
    street = town.territory.street(request.text)
    for each in found(_watch(town), _read(request, street.name if street else None), beside=[street.name] if street else []):
        criterion, sign = signs[each.subject]
        if not each.denied or criterion in UNDENIED:
            yield criterion, Reason(sign.points, "words", each.said)
    for criterion, sign in signs:
        if request.service and not {request.service, request.service.partition(".")[0]}.isdisjoint(sign.services):
            yield criterion, Reason(sign.points, "service", request.service)


def _read(request: Scored, street: str | None) -> str:
    """The sentence, and the place in its own words where those say more than a street's name: « derrière l'école »."""
    more = request.place and request.place != street and request.place not in request.text
    return f"{request.text}. {request.place}" if more else request.text


def _signs(town: Town) -> list[tuple[str, Sign]]:
    return [(criterion, sign) for criterion in CRITERIA for sign in getattr(town.responsiveness, criterion)]


def _watch(town: Town) -> Watch:
    """The town's expressions, prepared once."""
    return town.once("responsiveness", lambda: watch(
        [sign for _, sign in _signs(town)], negations=town.responsiveness_negations, abbreviations=town.abbreviations, reach=REACH,
        stops=STOPS))


def _proposed(request: Scored, town: Town, points: Mapping[str, int]) -> str | None:
    """The class to propose: the service's own where its priority agrees, else the one of that priority that promises least."""
    own = usual_class(request.service, town)
    priority = _priority(request, own, points)
    if priority is None or (own and own.priority == priority):
        return own.id if own else None
    those = [each for each in town.delay_classes.values() if each.priority == priority]
    if not those:
        return own.id if own else None
    return max(those, key=haste).id


def usual_class(service: str | None, town: Town) -> DelayClass | None:
    """The class that a service has by itself; None without a service."""
    known = town.services.get(service or "")
    return town.delay_classes.get(known.delay) if known else None


def _priority(request: Scored, own: DelayClass | None, points: Mapping[str, int]) -> Priority | None:
    """Never below what the service has by itself, but what needs study and may hurt somebody: that is looked at in a normal time."""
    total = sum(points.values())
    if request.danger:
        return "danger"
    if total >= URGENT:
        return own.priority if own and RANKS[own.priority] > RANKS["urgent"] else "urgent"
    if own and own.priority == "programme":
        return "programme" if points["severity"] == 0 and total <= PLANNED else "normal"
    return own.priority if own else None


UNITS = {"at_once": 0, "minutes": 1, "hours": 60, "working_days": 7 * 60, "announced_date": 0}
"""Minutes of working time, roughly: to tell the faster of two delays, never to count one."""


def haste(delay_class: DelayClass) -> tuple[int, float, float, float]:
    """What orders classes, the fastest first: min() is the fastest, max() the slowest."""
    terms = (delay_class.resolution, delay_class.first_answer, delay_class.taking)
    resolution, answer, taking = (float("inf") if term.unit == "announced_date" else term.amount * UNITS[term.unit] for term in terms)
    return -RANKS[delay_class.priority], resolution, answer, taking


def choices(request: Scored, in_force: str | None, town: Town) -> list[DelayClass]:
    """The classes that a person may choose instead, the fastest first; in_force: the id of the one it has now.

    None of those for dangers: a danger is declared, with the telephone first; and one is lowered by an act of its own.
    """
    now = town.delay_classes.get(in_force or "")
    if request.danger or (now and now.priority == "danger"):
        return []
    return sorted((each for each in town.delay_classes.values() if each.priority != "danger" and each is not now), key=haste)


# --- the guard: everything urgent ---

MOST = 25
"""Per cent of a week's requests; beyond, what is urgent is read again together (domain.md §8)."""
FEWEST = 8
"""Requests of a week under which a share says nothing."""
QUESTIONED = 5


class Weighed(Protocol):
    """What the guard reads of a recorded request: no author, no role, no channel."""

    id: int
    delay: str | None
    danger: str | None
    scoring: dict[str, int] | None
    contacts: int
    reopened: int


class Share(NamedTuple):
    """How much of a week is urgent. percent: rounded. questionable: ids of the urgent ones that the points say least for, at most five."""

    urgent: int
    total: int
    percent: int
    questionable: tuple[int, ...]

    @property
    def is_too_much(self) -> bool:
        return self.total >= FEWEST and self.urgent * 100 > MOST * self.total


def urgent_share(rows: Iterable[Weighed], classes: Mapping[str, DelayClass]) -> Share:
    """Weigh the requests of a week: 5 urgent of 16 are 31 %. What speaks of a danger is counted, and not questioned."""
    every = list(rows)
    urgent = [row for row in every if row.danger or _is_urgent(row, classes)]
    doubted = sorted((row for row in urgent if row.danger is None), key=lambda row: (_points(row), -row.id))
    percent = round(100 * len(urgent) / len(every)) if every else 0
    return Share(len(urgent), len(every), percent, tuple(row.id for row in doubted[:QUESTIONED]))


def _is_urgent(row: Weighed, classes: Mapping[str, DelayClass]) -> bool:
    known = classes.get(row.delay or "")
    return known is not None and RANKS[known.priority] >= RANKS["urgent"]


def _points(row: Weighed) -> int:
    """Its points when it was last scored, and what came since: others who reported it, a reopening."""
    kept = row.scoring or {}
    since = POINTS if row.reopened or row.contacts >= CONTACTS else min(row.contacts, 1)
    return sum(kept.values()) - kept.get("recurrence", 0) + max(kept.get("recurrence", 0), since)


def telling(score: Score) -> Sequence[tuple[str, Reason]]:
    """The criteria that count, those with most points first: what one line has room for."""
    return sorted(((each, why) for each, why in score.reasons.items() if why.points), key=lambda pair: -pair[1].points)
