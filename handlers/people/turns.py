"""Who answers for a danger now, in turn, and who is told next; a turn as it is typed. Pure: values in, a decision out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from config.entries import MINUTES_A_DAY, Named, Week
from config.rollout import EVERYWHERE
from handlers.directory.rules import present
from handlers.escalation.calendars import OF_MAIRIES, of_direction
from handlers.escalation.working_time import openings
from handlers.moments import Moment, Unclear, moment_in
from handlers.people.permissions import NOT_SENT, mairies_of
from handlers.people.rules import OF_A_MAIRIE, plain

if TYPE_CHECKING:
    from config.on_call import Rota
    from config.town import Town
    from storage.tables import Person, Request


class Place(NamedTuple):
    """What somebody answers for: a mairie, or a direction."""

    kind: str
    id: str


class Declared(Protocol):
    """A turn said in chat (storage.tables.OnCall)."""

    id: int
    person_id: int
    mairies: list[str] | None
    directions: list[str] | None
    rank: int


Turns = Sequence[Sequence[int]]
"""Persons by id, those of the first turn first."""


def places_of(request: Request) -> list[Place]:
    """Who must answer: its mairie; its direction once it was sent there, where the work is not the mairie's own."""
    sent = request.direction and request.state not in NOT_SENT and request.competence != "mairie_quartier"
    return [Place("mairie", request.mairie), *([Place("direction", request.direction or "")] if sent else [])]


# --- when a place is there ---


def closed_on(town: Town, day: date, direction: str | None) -> bool:
    """Whether a holiday, a bridge or a closure keeps a place shut that day, whatever the weekday."""
    return day in town.closed_days(direction)


def is_there(town: Town, direction: str | None, at_local: datetime) -> bool:
    """Whether people of a direction (None: of a mairie, or of the whole town) are at work: from its first opening of the day to its last
    closing, lunch included, because a danger does not wait for the end of lunch."""
    spans = openings(of_direction(town, direction or OF_MAIRIES), at_local.date())
    return bool(spans) and spans[0].start <= at_local < spans[-1].end


def _minute(at_local: datetime) -> int:
    return at_local.hour * 60 + at_local.minute


def is_watched(week: Week, at_local: datetime) -> bool:
    """Whether a rota's hours cover a moment: « lun 17:00-08:30 » covers Tuesday at three in the morning."""
    minute, today = _minute(at_local), at_local.weekday()
    return any(start <= minute < end for start, end in week[today]) or any(minute + MINUTES_A_DAY < end for _, end in week[today - 1])


# --- who answers, in turn ---


def answers_for(mairies: Sequence[str] | None, directions: Sequence[str] | None, place: Place) -> bool:
    """Whether a turn is for this place. None: for all of that kind."""
    listed = mairies if place.kind == "mairie" else directions
    return listed is None or place.id in listed


def rotas_for(town: Town, place: Place) -> list[Rota]:
    """The town's rotas that are for this place, whatever the hour. « * »: of directions, those that are on call at all."""
    def listed(rota: Rota) -> bool:
        ids = rota.mairies if place.kind == "mairie" else rota.directions
        if ids != EVERYWHERE:
            return place.id in ids
        return place.kind == "mairie" or (place.id in town.directions and town.directions[place.id].on_call)

    return [rota for rota in town.rotas.values() if listed(rota)]


def functions_now(town: Town, place: Place, at_local: datetime) -> list[str]:
    """The functions that the town's files put on call for this place now, in turn."""
    direction = place.id if place.kind == "direction" else None
    closed = closed_on(town, at_local.date(), direction or OF_MAIRIES)
    there = is_there(town, direction, at_local)
    active = [rota for rota in rotas_for(town, place)
              if (not there if rota.when is None else closed or is_watched(rota.when, at_local))]
    return list(dict.fromkeys(function for rota in active for function in rota.functions))


def turns(town: Town, place: Place, at_local: datetime, *, duty: Iterable[Person], declared: Iterable[Declared],
          people: Mapping[int, Person], away: Mapping[int, int | None]) -> Turns:
    """Who answers for a place, in turn: who is on duty, then who was declared, by rank, then the functions of the town's files.

    duty: nobody while the place is closed. away: who is away today, and their relay. Whoever was declared and is away, or has left,
    makes room for the next rank; of a function, their relay answers.
    """
    ranks: dict[int, list[int]] = {}
    for turn in declared:
        if answers_for(turn.mairies, turn.directions, place) and turn.person_id in people and turn.person_id not in away:
            ranks.setdefault(turn.rank, []).append(turn.person_id)
    functions = functions_now(town, place, at_local)
    held = [[who.id for each in people.values() if _holds(each, function, place) and (who := present(each, people, away))]
            for function in functions]
    met: set[int] = set()
    found: list[list[int]] = []
    for turn_ids in ([person.id for person in duty], *(ranks[rank] for rank in sorted(ranks)), *held):
        fresh = [id for id in dict.fromkeys(turn_ids) if id not in met]
        met |= set(fresh)
        found += [fresh] if fresh else []
    return found


def _holds(person: Person, function: str, place: Place) -> bool:
    if person.role != function:
        return False
    if function in OF_A_MAIRIE:
        return place.kind == "mairie" and place.id in mairies_of(person)
    return function != "direction" or (place.kind == "direction" and person.direction == place.id)


class Move(NamedTuple):
    """Whom to tell now. at_once: nobody who answers for their place knows of it. in_turn: fifteen minutes have passed.

    alone: nobody at all who answers for it can be told.
    """

    at_once: list[int]
    in_turn: list[int]
    alone: bool


def next_move(places: Sequence[Turns], told: Collection[int], reached: Collection[int], *, due: bool) -> Move:
    """Who is next, place by place. told: who was told already; reached: those of them whose messages arrive.

    The place whose only Karim blocked the bot has the next in turn told at once, and so has the one where a new shift begins.
    """
    unheard = [each for each in places if not _any_of(each, reached)]
    at_once = list(dict.fromkeys(id for each in unheard for id in _next(each, told)))
    known = {*told, *at_once}
    in_turn = list(dict.fromkeys(id for each in places for id in _next(each, known))) if due else []
    return Move(at_once, in_turn, alone=not at_once and len(unheard) == len(places))


def _any_of(place: Turns, some: Collection[int]) -> bool:
    return any(id in some for turn in place for id in turn)


def _next(place: Turns, told: Collection[int]) -> list[int]:
    return next((fresh for turn in place if (fresh := [id for id in turn if id not in told])), [])


# --- a turn, as it is typed ---

RANK = re.compile(
    r"(?i)[,;]?\s*\b(?:(?:au |en )?(?:rang|rank|tour)\s*(?P<n>[1-9])\b|en (?P<word>premi[eè]re?|seconde?|deuxi[eè]me|troisi[eè]me)\b)"
)
RANKS = {"premier": 1, "premiere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme": 3}
JOINS = re.compile(r"(?i)\s(?:jusqu[’']?\s?(?:au|[aà])|au|[aà]|to|until|till)\s|\s*(?:→|->)\s*|\s[-–]\s")
LONGEST = timedelta(days=62)
"""« du 07/12 au 04/12 » is a mistake, and not a year on call."""
ONLY_UNTIL = re.compile(r"(?i)\bjusqu|\buntil\b|\btill\b")


class Typed(NamedTuple):
    """name, places: the words before and after the dates. rank: None when no turn was said."""

    name: str
    starts: datetime
    ends: datetime
    places: str
    rank: int | None


def turn_in(text: str, *, now: datetime, zone: str) -> Typed | None:
    """« Karim Benali du 04/12 18:00 au 07/12 08:00 les tanneurs, m_voirie, rang 2 » ; « Karim jusqu’à lundi 8h » begins now.

    A day without its hour is a whole day. None: no two moments are named. Raises Unclear for what nobody can be sure of.
    """
    text = re.sub(r"(?i)\b(?:de|from) (?=\d{1,2} ?(?:h|:))", "", re.sub(r"(?<=\d):(?=\d\d\b)", "h", text))  # « 24/12 de 18:00 à … »
    ranked = RANK.search(text)
    rank = (int(ranked["n"]) if ranked["n"] else RANKS[plain(ranked["word"])]) if ranked else None
    said = f"{text[: ranked.start()]} {text[ranked.end() :]}" if ranked else text
    unclear: Unclear | None = None
    for join in JOINS.finditer(said):
        try:
            first = moment_in(said[: join.start()], now=now, zone=zone)
            if first is None:
                continue
            starts = _start(first, now, zone)
            last = moment_in(said[join.end() :], now=starts, zone=zone)
        except Unclear as why:
            unclear = why
            continue
        if last is not None:
            return _typed(Typed(_bare(first.rest), starts, _end(last, zone), last.rest.strip(), rank))
    until = ONLY_UNTIL.search(said)
    if until is not None and (last := moment_in(said[until.start() :], now=now, zone=zone)) is not None:
        return _typed(Typed(said[: until.start()].strip(), now, _end(last, zone), last.rest.strip(), rank))
    if unclear is not None:
        raise unclear
    return None


def _typed(turn: Typed) -> Typed:
    if not turn.starts < turn.ends <= turn.starts + LONGEST:
        raise Unclear("order")
    return turn


def _bare(name: str) -> str:
    return re.sub(r"(?i)\s+(?:du|de|le|from)$", "", name.strip())


def _start(said: Moment, now: datetime, zone: str) -> datetime:
    return said.at if said.said_hour else max(now, _midnight(said.at, zone, 0))


def _end(said: Moment, zone: str) -> datetime:
    return said.at if said.said_hour else _midnight(said.at, zone, 1)


def _midnight(at: datetime, zone: str, later: int) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=later)
    return datetime(day.year, day.month, day.day, tzinfo=local.tzinfo).astimezone(at.tzinfo)


def named_places(entries: Sequence[Named], words: str) -> tuple[list[str], str]:
    """The entries that words name, by their name, their id or how their name begins; and what nobody knows, "" when all is known.

    « les tanneurs, voirie » : chunk by chunk between commas, then between « et ».
    """
    found: list[str] = []
    unknown: list[str] = []
    for chunk in (each.strip() for each in re.split(r"[,;]", words)):
        for piece in [chunk] if _entries(entries, chunk) else re.split(r"\s+(?:et|and)\s+", chunk):
            met = _entries(entries, piece)
            found += met
            if not met and plain(piece):
                unknown.append(piece.strip())
    return list(dict.fromkeys(found)), ", ".join(unknown)


def _entries(entries: Sequence[Named], words: str) -> list[str]:
    typed = plain(words)
    bare = re.sub(r"^(?:les|le|la|l|the)(?=\w{3})", "", typed)
    exact = [each.id for each in entries if typed and typed in (plain(each.name), plain(each.id))]
    begun = [each.id for each in entries if len(bare) >= 3 and re.sub(r"^(?:les|le|la|l)(?=\w{3})", "", plain(each.name)).startswith(bare)]
    return exact or (begun if len(begun) == 1 else [])
