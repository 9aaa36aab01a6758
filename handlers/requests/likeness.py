"""How alike two requests are: the same subject, the same place, about the same days, and words in common. It proposes; nothing is merged.

The question is the design's (domain.md §2.5): same service, or one often taken for it; at most 80 m apart, or in the same street; at most
21 days apart; then the words decide between « the same hole » and « another hole of the same street ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import asin, cos, degrees, radians, sin, sqrt
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from config.words import fold
from handlers.privacy.rules import without_labels
from handlers.requests.life import DONE_REASONS, OPEN
from handlers.routing.alike import SAME, alike, cosine, weights
from handlers.routing.features import LINKS, POLITE, ROADS, STOP_WORDS, Term, stem

if TYPE_CHECKING:
    from config.town import Town
    from handlers.routing.model import Model
    from storage.tables import Request

METRES = 80
DAYS = 21
MOST = 3
THRESHOLD = 0.5
"""Chosen on tests/data/requests/alike.csv (see tests/handlers/requests/test_likeness.py, which holds its precision and recall)."""

WINDOW = timedelta(days=DAYS + 1)
"""What to read around a request: its days are counted by the town's calendar."""

PLACE, WORDS, TIME = 0.65, 0.25, 0.1
CONFUSED = 0.9
"""What is left of a likeness between two services often taken for one another."""
FADES_AT = 2 * METRES
SOMEWHERE = 0.6
"""How close two places of one street are held to be, when nothing says where in it."""
SAME_LANDMARK, OTHER_LANDMARK = 0.9, 0.2
"""How close, when each text says in front of what: « devant l'école »."""
METRES_A_NUMBER = 6
"""Of a street, from one house number to the next, both sides counted."""
NOTHING_TO_COMPARE = 0.4
"""A text that says where, and not what; or both, by nothing but names of the subject."""

EARTH_M = 6_371_009
WHERE_AND_HOW: frozenset[str] = STOP_WORDS | POLITE | ROADS | frozenset(
    """angle apres avant bas coin cote derriere devant entre face hauteur haut hier jour jours jusqu matin mois niveau numero partout pied
    pres proche semaine semaines soir toujours vers
    gros grosse petit petite grand grande encore deja rien trop tellement vraiment depuis probleme signale signaler habitant habitante
    riverain riverains dame mme mlle monsieur mr urgent faudrait voir va
    abime abimee brise brisee casse cassee coule defonce defoncee degrade degradee fonctionne hs marche panne tombe tombee tombes tombees
    terre sol""".split()
)
"""Words of any subject: how big it is, who says so, on which side, that it is broken."""
LANDMARK = re.compile(
    r"\b(?:devant|face|derriere|pres|cote|angle|niveau|hauteur|entree|bout|pied|sous)(?: (?:" + "|".join(sorted(LINKS)) + r"))* ([a-z]{3,})"
)
ANYBODYS = frozenset(map(stem, WHERE_AND_HOW))


class Likely(NamedTuple):
    """A request that may be the same. score: 0 to 1. metres: between the two pins, None without both. days: by the town's calendar.

    closed: it was done and closed since: to reopen rather than to join.
    """

    request: Request
    score: float
    metres: int | None
    days: int
    same_street: bool
    closed: bool


def candidates(new: Request, others: Iterable[Request], model: Model, town: Town) -> list[Likely]:
    """The requests that `new` most likely repeats, best first, at most three. others: only what the reader may read."""
    found = [
        each for other in others if other.id != new.id and may_be_joined(other) and (each := likeness(new, other, model, town)) is not None
    ]
    return sorted((each for each in found if each.score >= THRESHOLD), key=lambda each: (-each.score, each.request.id))[:MOST]


def most_alike(new: Request, others: Iterable[Request], model: Model, town: Town) -> Request | None:
    """Of requests settled before, newest first, the one that says most of the same, wherever it was; the newest of equals."""
    said = weights(_own(new, model, town), model)
    compared = ((cosine(said, weights(_own(other, model, town), model)), other) for other in others)
    best, found = max(compared, key=itemgetter(0), default=(0.0, None))
    return found if best >= SAME else None


def may_be_joined(request: Request) -> bool:
    """Open, or closed because it was done. A draft, a record taken back, a refusal or a duplicate are nobody's master."""
    return request.state in OPEN or (request.state == "closed" and request.closing_reason in DONE_REASONS)


def services_alike(service_id: str | None, town: Town) -> frozenset[str]:
    """The service, those it is often taken for, and those taken for it; none for what has no place: two certificates are two people's."""
    service = town.services.get(service_id or "")
    if service is None or not service.place_required:
        return frozenset()
    return frozenset({service.id, *(id for id in town.confusable[service.id] if town.services[id].place_required)})


def likeness(one: Request, other: Request, model: Model, town: Town) -> Likely | None:
    """How alike two requests are, the same both ways; None when subject, place or days rule it out, whatever their words.

    Two holes at 4 and 87 rue des Lilas are in the same street and no neighbours: well under the threshold.
    """
    days = days_apart(one.received_at, other.received_at, town.timezone)
    if days > DAYS or other.service not in services_alike(one.service, town):
        return None
    street, other_street = street_of(one, town), street_of(other, town)
    same_street = street != "" and street == other_street
    metres = metres_between(one, other)
    if not same_street and (metres is None or metres > METRES):
        return None
    place = _along_the_street(one, other, street, town) if metres is None else _fading(metres)
    score = PLACE * place + WORDS * _alike(one, other, model, town) + TIME * (1 - days / DAYS)
    return Likely(other, score * (1 if one.service == other.service else CONFUSED), None if metres is None else round(metres), days,
                  same_street, other.state == "closed")


def days_apart(one: datetime, other: datetime, zone: str) -> int:
    """By the calendar of the town: 23:30 and half an hour later are a day apart."""
    return abs((one.astimezone(ZoneInfo(zone)).date() - other.astimezone(ZoneInfo(zone)).date()).days)


def metres_between(one: Request, other: Request) -> float | None:
    """Over the ground, between two pins (haversine); None without both."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, east = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    half = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, half)))


def box_around(lat: float, lon: float) -> tuple[float, float, float, float]:
    """South, north, west and east of all that is within 80 m, and a little more: to look up before measuring."""
    up = degrees(1.1 * METRES / EARTH_M)
    aside = up / max(0.01, cos(radians(lat)))
    return lat - up, lat + up, lon - aside, lon + aside


def telling_word(street: str) -> str:
    """The word of a street to look up in what was said: its last, for « bd V. Hugo » still says Hugo. "" when it has none.

    Not one that held « œ » or « æ »: what is searched was folded without them (`rules.folded`).
    """
    return next((word for word in reversed(street.split()) if len(word) > 2 and "oe" not in word and "ae" not in word), "")


def street_of(request: Request, town: Town) -> str:
    """The folded name of its street, without a number; "" when no place is said. One that the town's list has not counts as written."""
    if not request.place:
        return ""
    known = town.territory.street(request.place)
    words = fold(known.name if known else request.place, town.abbreviations).split()
    return " ".join(words) if known else " ".join(word for word in words if not word.isdigit())


def house_number(request: Request, street: str, town: Town) -> int | None:
    """« 12 rue des Lilas », « au 12 bis, rue des Lilas », and as a place also « rue des Lilas 12 »."""
    before = re.compile(rf"\b(\d{{1,4}})[a-d]? (?:bis |ter |quater |[a-d] )?{re.escape(street)}\b")
    place, text = (fold(each or "", town.abbreviations) for each in (request.place, request.text))
    found = before.search(place) or re.search(rf"\b{re.escape(street)} (\d{{1,4}})$", place) or before.search(text)
    return int(found[1]) if found else None


def landmarks(request: Request, street: str, town: Town) -> frozenset[str]:
    """In front of what, beside what: « devant l'école » gives the stem of « ecole ». The street itself is none."""
    return _stems(word for word in LANDMARK.findall(fold(request.text, town.abbreviations).replace(street, " ")) if word not in ROADS)


def _fading(metres: float) -> float:
    """1 on the spot, a half at 80 m, nothing from 160 m on."""
    return max(0.0, 1 - metres / FADES_AT)


def _along_the_street(one: Request, other: Request, street: str, town: Town) -> float:
    """Where there are no pins: house numbers stand for metres, then what it is in front of; else somewhere in the same street."""
    number, other_number = (house_number(request, street, town) for request in (one, other))
    if number is not None and other_number is not None:
        return _fading(METRES_A_NUMBER * abs(number - other_number))
    marks, other_marks = (landmarks(request, street, town) for request in (one, other))
    if marks and other_marks:
        return SAME_LANDMARK if marks & other_marks else OTHER_LANDMARK
    return SOMEWHERE


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def _own(request: Request, model: Model, town: Town) -> list[Term]:
    """The words that it says of its own: neither where, nor how, nor that something was masked."""
    anybodys = ANYBODYS | _stems(street_of(request, town).split())
    return [term for term in model.sentence(without_labels(request.text, town.privacy_filters)).terms if term.stem not in anybodys]


def _alike(one: Request, other: Request, model: Model, town: Town) -> float:
    """How alike the words of both are, 0 to 1; « trou » and « nid de poule » are two names of one subject, and say nothing of which."""
    said, other_said = (_own(request, model, town) for request in (one, other))
    found = alike(weights(said, model), weights(other_said, model))
    names = _names_of(one.service, model, town) | _names_of(other.service, model, town)
    tells_nothing = not said or not other_said or all(term.stem in names for term in (*said, *other_said))
    return max(found, NOTHING_TO_COMPARE) if tells_nothing else found


def _names_of(service_id: str | None, model: Model, town: Town) -> frozenset[str]:
    """The stems that anybody uses of this subject."""
    id = service_id or ""

    def make() -> frozenset[str]:
        service = town.services[id]
        return frozenset(term.stem for text in (service.name, *service.keywords) for term in model.sentence(text).terms)

    return town.once("names of a subject", make, id)
