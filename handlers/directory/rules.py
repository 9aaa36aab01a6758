"""Who does what, who is told, which card some words speak of, and what an entry of the directory is worth: values in, decisions out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from config.words import fold
from handlers.people.permissions import ROLES, mairies_of
from handlers.people.rules import OF_A_MAIRIE
from handlers.routing.danger import danger_of

if TYPE_CHECKING:
    from config.catalogue import Service
    from config.directory import Activity
    from config.town import Town
    from storage.directory import Transfer
    from storage.tables import Person

CONFIRMED_FOR = timedelta(days=90)
"""How long an entry counts as right once its owner said so; then they are asked again."""
STALE_AFTER = timedelta(days=120)
LOOKED_BACK = timedelta(days=90)
"""How far gaps and overlaps are read from real cases."""

PAGE = 3_500
"""Characters of one message of a long text."""
LETTERS = "RACI"
COORDINATION = "coordination"
OWN = "mairie_quartier"
"""The competence of what the mairies do themselves."""

# --- the directory's entries ---

Worth = Literal["fresh", "to_confirm", "stale"]


def entries(town: Town) -> tuple[str, ...]:
    """What is to be confirmed: the directions that a service names, then the role cards."""
    used = {service.direction for service in town.services.values()}
    return (*(f"direction:{id}" for id in town.directions if id in used), *(f"role:{role}" for role in ROLES if town.raci))


def state_of(seen_at: datetime | None, confirmed_at: datetime | None, now: datetime) -> Worth:
    """What an entry is worth: fresh for 90 days once confirmed; stale 120 days after, or after it came without ever being confirmed."""
    since = confirmed_at or seen_at
    if since is not None and now - since > STALE_AFTER:
        return "stale"
    return "fresh" if confirmed_at is not None and now - confirmed_at <= CONFIRMED_FOR else "to_confirm"


def is_to_ask(seen_at: datetime, confirmed_at: datetime | None, asked_at: datetime | None, now: datetime) -> bool:
    """Whether its owner is to be asked now: 90 days after it was confirmed, or came; then every 90 days."""
    last = max(moment for moment in (seen_at, confirmed_at, asked_at) if moment is not None)
    return now - last >= CONFIRMED_FOR


def needs_referent(town: Town, direction_id: str) -> bool:
    """Whether requests reach this direction here, so that somebody must be there for it.

    Not a partner outside, nor what the coordination answers for in the directory: the mairies themselves.
    """
    direction, contact = town.directions[direction_id], town.contacts.get(direction_id)
    ours = direction.authority != "externe" and direction.sending == "messagerie"
    return ours and (contact is None or contact.owner == "direction")


def waits_for_referent(town: Town, service: Service) -> bool:
    """Whether a request of this service is handed over here to somebody of its direction."""
    sent = town.competences[service.competence].can_be_sent and service.competence != OWN
    return sent and needs_referent(town, service.direction)


def owner_of(town: Town, entry: str) -> tuple[str, str | None]:
    """The role that confirms an entry, and its direction when it is a direction's contact persons."""
    kind, _, id = entry.partition(":")
    return ("direction", id) if kind == "direction" and needs_referent(town, id) else (COORDINATION, None)


# --- the RACI ---


def roles_for(activity: Activity, letters: str) -> tuple[str, ...]:
    """The roles with one of these letters, R first, then A, C, I. roles_for(refus, "RA") is (sg, direction): A/R counts as R."""
    first = {
        role: min((LETTERS.index(each) for each in letter.split("/") if each in letters), default=len(LETTERS))
        for role, letter in activity.letters.items()
    }
    return tuple(sorted((role for role in ROLES if first.get(role, len(LETTERS)) < len(LETTERS)), key=lambda role: first[role]))


def recipients(people: Iterable[Person], activity: Activity, letters: str, *, mairie: str | None, direction: str | None,
               today_away: Mapping[int, int | None]) -> list[Person]:
    """Who is told of a request of this mairie and direction, R first: its own people, and those of the whole town.

    today_away: who is away and who answers for them; whoever is away gives way to their relay, or to nobody.
    Never empty while somebody could be told: whoever answers for the activity, then the coordination, even away.
    """
    here = {person.id: person for person in people if person.left_at is None}

    def holders(roles: Iterable[str]) -> list[Person]:
        return [person for role in roles for person in here.values() if person.role == role and _concerned(person, mairie, direction)]

    for roles in (roles_for(activity, letters), roles_for(activity, "A"), (COORDINATION,)):
        there = [stand_in for person in holders(roles) if (stand_in := present(person, here, today_away))]
        if there:
            return list({person.id: person for person in there}.values())
    return holders((COORDINATION,))


def _concerned(person: Person, mairie: str | None, direction: str | None) -> bool:
    if person.role in OF_A_MAIRIE:
        return mairie is not None and mairie in mairies_of(person)
    return person.role != "direction" or (direction is not None and person.direction == direction)


def present(person: Person, here: Mapping[int, Person], away: Mapping[int, int | None]) -> Person | None:
    """This person, or the first of their relays who is there."""
    seen: set[int] = set()
    found: Person | None = person
    while found is not None and found.id in away and found.id not in seen:
        seen.add(found.id)
        found = here.get(away[found.id] or 0)
    return found if found is not None and found.id not in away else None


# --- which card some words speak of ---


class Found(NamedTuple):
    """What some words speak of, as cards: "service:voirie.trottoir", "direction:m_voirie", "role:sg", "activity:refus".

    main: the card to show; None when we are not sure. near: others to offer.
    """

    main: str | None
    near: tuple[str, ...]


SERVICES_OFFERED, CARDS_OFFERED = 3, 3


def look_up(town: Town, words: str, names: Mapping[str, Sequence[str]], *, suggested: Sequence[str], sure: bool) -> Found:
    """Find the card. names: what each card that is no service is called. suggested: services, the router's, best first; sure: of the first.

    A name typed whole wins: « refus » is the activity, whatever services it makes one think of; then a service's keyword; then a direction
    whose name begins so; then a part of a name; then what the router is sure of; last, a name among more words.
    """
    typed = fold(words)
    plain = {card: [fold(name) for name in called] for card, called in names.items()}
    exact = [card for card, called in plain.items() if typed in called]
    keyworded, named = services_named(town, typed)
    begun = [card for card, called in plain.items() if card.startswith("direction:") and any(_begins(name, typed) for name in called)]
    part = [card for card, called in plain.items() if any(_holds(name, typed) for name in called)]
    among = [card for card, called in plain.items() if any(_holds(typed, name) for name in called)]
    sure_of = [f"service:{id}" for id in suggested[: int(sure)]]
    ranked = (exact, [f"service:{id}" for id in keyworded], begun, [f"service:{id}" for id in named], part, sure_of, among)
    every = list(dict.fromkeys(card for cards in ranked for card in cards))
    main = every[0] if every else None
    if main is None or main.startswith("service:") or sure:
        every += [f"service:{id}" for id in suggested]
    elif main.startswith("direction:"):
        every += [f"service:{each.id}" for each in town.services.values() if each.direction == main.partition(":")[2]]
    others = [card for card in dict.fromkeys(every) if card != main]
    services = [card for card in others if card.startswith("service:")][:SERVICES_OFFERED]
    return Found(main, (*services, *[card for card in others if not card.startswith("service:")][:CARDS_OFFERED]))


def services_named(town: Town, typed: str) -> tuple[list[str], list[str]]:
    """The services that folded words name: those with that very keyword or name, then those whose name holds the words, or their beginning.

    « lampad » is in « Lampadaire isolé », « rat » is not in « démocratie »; three letters at least.
    """
    every = town.once("services' names", lambda: {
        id: (fold(service.name), *map(fold, service.keywords)) for id, service in town.services.items()})
    named = [id for id, (name, *_) in every.items() if len(typed) >= 3 and f" {typed}" in f" {name}"]
    return [id for id, called in every.items() if typed in called], named


def _begins(name: str, typed: str) -> bool:
    return f"{name} ".startswith(f"{typed} ")


def _holds(text: str, part: str) -> bool:
    """Whether these words stand in that text, whole; three letters at least, so that « de » is not everything."""
    return len(part) >= 3 and f" {part} " in f" {text} "


def danger_signs(town: Town, service: Service) -> list[tuple[str | None, list[str]]]:
    """The service's words of danger, with whom to phone when the town's own table says it, None when not; the known first."""
    calls: dict[str | None, list[str]] = {}
    for sign in service.danger_words:
        danger = danger_of(sign, town)
        calls.setdefault(danger.call if danger else None, []).append(sign)
    return sorted(calls.items(), key=lambda item: item[0] is None)


# --- gaps and overlaps ---


class Bounce(NamedTuple):
    """Transfers of one service's requests from one direction to another. back: how many went the other way."""

    service: str
    origin: str
    to: str
    times: int
    back: int


def bounces(transfers: Iterable[Transfer], most: int) -> list[Bounce]:
    """Where requests bounce most: each pair of directions once a service, the way most often taken, most often first."""
    times = Counter((each.service or "", each.origin, each.to) for each in transfers)
    found = [
        Bounce(service, origin, to, count, times[service, to, origin])
        for (service, origin, to), count in times.items()
        if (count, origin) >= (times[service, to, origin], to)
    ]
    return sorted(found, key=lambda each: (-each.times - each.back, each))[:most]


# --- long texts ---


def pages(lines: Iterable[str], most: int = PAGE) -> list[str]:
    """Lines as messages of at most so many characters, in order. A line longer than that is cut."""
    found: list[str] = []
    for line in lines:
        for start in range(0, len(line) or 1, most):
            part = line[start : start + most]
            if found and len(found[-1]) + 1 + len(part) <= most:
                found[-1] = f"{found[-1]}\n{part}"
            else:
                found.append(part)
    return found
