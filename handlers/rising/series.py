"""What rises and what falls: distinct place-days of each service in a mairie's sector, week by week. Pure: counts in, findings out.

A place-day is a place on a local day: six calls about one hole on Monday count once (domain.md §6.6).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians
from typing import TYPE_CHECKING, Literal, NamedTuple

from handlers.requests.likeness import METRES, METRES_A_NUMBER, house_number, street_of
from handlers.rising.tails import adjusted, at_least, at_most
from handlers.weeks import monday_of

if TYPE_CHECKING:
    from config.town import Town
    from storage.tables import Request

BASELINE = 8
"""Complete weeks that a week is compared with, at most."""
FEWEST_WEEKS = 4
"""Under which nothing is compared: the first month is for running in."""
LOOKED_BACK = 4
"""Weeks before this one that are tested too, to know what was said already."""
WINDOW = BASELINE + LOOKED_BACK
"""Complete weeks to read before the one that is tested; new wordings are compared with all of them."""

FEWEST, TIMES, RATE = 4, 2, 0.05
"""At least so many place-days, so many times the usual, and a false-discovery rate (p of a weak signal, taken alone)."""
STILL_WEEKS = 2
"""Fourteen days in which a rise is not said again, unless it doubles."""

A_DEGREE_M = 111_195
"""Metres of a degree of latitude."""

Place = tuple[str, int | None, int]
"""A street and a block of house numbers, None where no number is said; or "" and a square of the map."""
UNSAID: Place = ("", None, 0)
"""Nowhere said: one place a day, for nothing tells two of them apart."""
Kind = Literal["strong", "weak", "falls", ""]


class Finding(NamedTuple):
    """A service in the tested week. days: its place-days. usual: those of a week before.

    again: it was said in the last fourteen days, and has not doubled since.
    """


    topic: str
    days: int
    usual: float
    p: float
    q: float
    kind: Kind
    again: bool = False


# --- counting ---


def place_of(request: Request, town: Town) -> Place:
    """Its street and, where a number is said, its block of about eighty metres; else a square of the map of eighty metres; else UNSAID."""
    street = street_of(request, town)
    if street:
        said = any(letter.isdigit() for letter in (request.place or "") + request.text)
        number = house_number(request, street, town) if said else None
        return street, None if number is None else number * METRES_A_NUMBER // METRES, 0
    if request.lat is not None and request.lon is not None:
        aside = A_DEGREE_M * max(0.01, cos(radians(round(request.lat, 1))))
        return "", int(request.lat * A_DEGREE_M // METRES), int(request.lon * aside // METRES)
    return UNSAID


def distinct(places: Iterable[Place]) -> set[Place]:
    """The places, « rue Basse » being one of its own only where nobody said « 12 rue Basse »."""
    found = set(places)
    numbered = {street for street, number, _ in found if number is not None}
    return {place for place in found if place[1] is not None or not place[0] or place[0] not in numbered}


def place_days(requests: Iterable[Request], town: Town) -> Counter[str]:
    """Of some requests about one service, how many distinct place-days each street counts; of what has no street, under "".

    « rue Basse » adds nothing to « 12 rue Basse » of the same day. Where the service needs no place, each request is somebody else's.
    """
    days: dict[date, set[Place]] = defaultdict(set)
    found: Counter[str] = Counter()
    for request in requests:
        service = town.services.get(request.service or "")
        if service is None or service.place_required:
            days[town.local(request.received_at).date()].add(place_of(request, town))
        else:
            found[""] += 1
    found.update(street for places in days.values() for street, _, _ in distinct(places))
    return found


def weekly(requests: Iterable[Request], town: Town, last: date) -> dict[str, list[int]]:
    """Of each service that the town uses, place-days of each complete week since the sector's first, the tested one last.

    last: the Monday of the tested week. The order of the requests is no matter. Nothing before the first request's own week is a zero:
    the sector may not have been there.
    """
    by_week: dict[tuple[str, date], list[Request]] = defaultdict(list)
    for request in requests:
        by_week[request.service or "", monday_of(town.local(request.received_at).date())].append(request)
    opening = last - timedelta(weeks=WINDOW)
    first = min((monday for _, monday in by_week), default=last)
    begins = opening if first <= opening else min(last, first + timedelta(weeks=1))
    counts = {id: [0] * ((last - begins).days // 7 + 1) for id in town.services}
    for (id, monday), some in by_week.items():
        if id in counts and begins <= monday <= last:
            counts[id][(monday - begins).days // 7] = _total(some, town)
    return counts


def _total(requests: Sequence[Request], town: Town) -> int:
    """One request alone is somewhere: most weeks of most services need no map."""
    return len(requests) if len(requests) < 2 else place_days(requests, town).total()


# --- testing ---


def found(counts: Mapping[str, Sequence[int]]) -> dict[str, Finding]:
    """What the last week says of each series, all of one sector and as long as one another, oldest week first; {} in the first month."""
    last = {topic: (weeks[-1], weeks[-1 - BASELINE : -1]) for topic, weeks in counts.items()}
    if any(len(before) < FEWEST_WEEKS for _, before in last.values()):
        return {}
    rising = {topic: at_least(count, sum(before), len(before)) for topic, (count, before) in last.items()}
    falling = {topic: at_most(count, sum(before), len(before)) for topic, (count, before) in last.items()}
    high, low = adjusted(rising), adjusted(falling)
    result = {}
    for topic, (count, before) in last.items():
        usual, p, q, kind = sum(before) / len(before), rising[topic], high[topic], ""
        if count >= FEWEST and count >= TIMES * usual:
            kind = "strong" if q <= RATE else "weak" if p <= RATE else ""
        elif usual >= FEWEST and count * TIMES <= usual and low[topic] <= RATE:
            p, q, kind = falling[topic], low[topic], "falls"
        result[topic] = Finding(topic, count, usual, p, q, kind)  # type: ignore[arg-type]  # one of the four words above
    return result


def findings(counts: Mapping[str, Sequence[int]]) -> dict[str, Finding]:
    """The same, where what was said already in the last fourteen days says so."""
    said: dict[str, tuple[int, int]] = {}
    length = min((len(weeks) for weeks in counts.values()), default=0)
    result: dict[str, Finding] = {}
    for end in range(max(1, length - LOOKED_BACK), length + 1):
        result = found({topic: weeks[:end] for topic, weeks in counts.items()})
        for topic, each in result.items():
            when, before = said.get(topic, (-STILL_WEEKS - 1, 0))
            if each.kind in ("strong", "weak") and end - when <= STILL_WEEKS and each.days < TIMES * before:
                result[topic] = each._replace(again=True)
            elif each.kind == "strong":
                said[topic] = (end, each.days)
    return result
