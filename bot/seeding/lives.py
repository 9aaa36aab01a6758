"""How a made-up request lives: when it comes, what it is about, what is done to it, by the very rules of requests and clocks.

Volumes and rhythm: domain.md §3.3 (most about waste and cleanliness, a peak on Mondays, three times as much water and trees in storms).
The rest is invented: nothing here was measured in a real town.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from config.town import Town
from handlers.escalation.effects import effects as timed
from handlers.requests import proposed
from handlers.requests.acting import as_was, facts_of
from handlers.requests.effects import effects
from handlers.requests.life import ACTS
from handlers.requests.replies import legal_values
from handlers.requests.rules import folded, reference, series
from storage.ids import Past
from storage.tables import Event, Person, Request, amend, fresh

WEIGHTS: Mapping[str, float] = {
    "dechets": 40, "proprete": 14, "voirie": 9, "circulation": 8, "tranquillite": 6, "eclairage": 4, "espaces_verts": 4, "eau": 3,
    "habitat": 3, "etat_civil": 3,
}
"""Domain → how often; 1 for the others."""
CHANNELS: Mapping[str, float] = {"guichet": 33, "telephone": 26, "appli": 18, "elu": 10, "courriel": 8, "reunion": 3, "courrier": 2}
WEEK = (1.35, 1.05, 1.0, 0.95, 0.9, 0.12, 0.06)
"""Monday to Sunday."""
HOURS = {8: 2, 9: 5, 10: 6, 11: 5, 12: 1, 13: 2, 14: 5, 15: 4, 16: 3, 17: 1}
STORMY, STORM, STORMS_A_YEAR = ("espaces_verts", "eau"), 3.0, 6
SURGE_DAYS, SURGE_SHARE, SURGES_A_YEAR = 7, 0.012, 5
"""A surge: of one service in one mairie, so large a share of the year's requests more in a week."""
RIGHT_FIRST = 0.72
PACE = 0.55
"""Spread (of a logarithm) of how long people take, as a share of the delay; half of it on average: one in seven or so is late."""
CHANCES = {"hold": 0.06, "transfer": 0.05, "date": 0.06, "reopen": 0.03, "refuse": 0.05}


class Life(NamedTuple):
    """A request as it is today, and what happened to it."""

    request: Request
    events: list[Event]


class Year:
    """Draws lives. people: by their place, a mairie's or a direction's id. until: now, aware; nothing happens later."""

    def __init__(self, town: Town, people: Mapping[str, Sequence[Person]], *, days: int, until: datetime, chance: Random) -> None:
        self._town = town
        self._people = people
        self._until = until
        self._chance = chance
        self._zone = ZoneInfo(town.timezone)
        self._ids = Past()
        self._numbers: dict[str, int] = {}
        self._days = [until.astimezone(self._zone).date() - timedelta(days=back) for back in range(days, 0, -1)]
        self._services = list(town.services.values())
        self._weights = [WEIGHTS.get(service.domain, 1.0) for service in self._services]
        self._stormy = [weight * (STORM if service.domain in STORMY else 1)
                        for weight, service in zip(self._weights, self._services, strict=True)]
        self._mairies = list(town.mairies)
        self._streets = {id: town.territory.streets_of(id) for id in town.mairies}
        self._channels = [id for id in CHANNELS if id in town.channels]
        self._sizes = [chance.uniform(0.6, 1.6) for _ in self._mairies]
        self._storms = set(chance.sample(self._days, min(len(self._days), max(1, STORMS_A_YEAR * days // 365))))
        self._surges = [
            (chance.choice(self._services).id, chance.choice(self._mairies), chance.choice(self._days))
            for _ in range(max(1, SURGES_A_YEAR * days // 365))
        ]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The last number given in each series of references."""
        return self._numbers

    def lives(self, count: int) -> Iterator[Life]:
        """So many, in the order they came."""
        for received, service, mairie in sorted(self._arrivals(count)):
            yield self._live(received, service, mairie)

    def _arrivals(self, count: int) -> list[tuple[datetime, str, str]]:
        surge = min(count // 4, round(count * SURGE_SHARE) * len(self._surges))
        weights = [WEEK[day.weekday()] * (1 + 0.15 * (day.month in (5, 6, 9, 10))) for day in self._days]
        arrivals = []
        for day in self._chance.choices(self._days, weights, k=count - surge):
            service = self._chance.choices(self._services, self._stormy if day in self._storms else self._weights)[0]
            arrivals.append((self._moment(day), service.id, self._chance.choices(self._mairies, self._sizes)[0]))
        for place in range(surge):
            service_id, mairie, first = self._surges[place % len(self._surges)]
            day = min(first + timedelta(days=self._chance.randrange(SURGE_DAYS)), self._days[-1])
            arrivals.append((self._moment(day), service_id, mairie))
        return arrivals

    def _moment(self, day: date) -> datetime:
        hour = self._chance.choices(list(HOURS), list(HOURS.values()))[0]
        return datetime.combine(day, time(hour, self._chance.randrange(60), self._chance.randrange(60)), self._zone)

    def _live(self, received: datetime, service_id: str, mairie: str) -> Life:
        life = self._recorded(received, service_id, mairie)
        for act, answers, at in self._acts(life.request, received):
            if at >= self._until:
                break
            self._does(life, act, answers, at)
        return life

    def _recorded(self, received: datetime, service_id: str, mairie: str) -> Life:
        town, chance, service = self._town, self._chance, self._town.services[service_id]
        channel = chance.choices(self._channels, [CHANNELS[id] for id in self._channels])[0]
        street = chance.choice(self._streets[mairie]) if self._streets[mairie] and chance.random() < 0.8 else None
        words = chance.choice(service.phrases)
        text = f"{words}, {street.name}" if street and street.name.casefold() not in words.casefold() else words
        others = [each.service for each in service.confusions if each.service in town.services] or [chance.choice(self._services).id]
        suggested = [service_id, *others] if chance.random() < RIGHT_FIRST else [others[0], service_id]
        author = chance.choice(self._people[mairie])
        name = series(town.reference_prefix, received, town.timezone)
        self._numbers[name] = self._numbers.get(name, 0) + 1
        request = fresh(
            Request, id=self._ids.at(received), state="draft", author_id=author.id, author_role=author.role, mairie=mairie, text=text,
            search=folded(text), channel=channel, requester="habitant" if "habitant" in town.requesters else None,
            place=street.name if street else None, quarter=mairie if street else None, lat=street.lat if street else None,
            lon=street.lon if street else None, service=service_id, direction=service.direction, competence=service.competence,
            sensitive=service.sensitive, elected=channel == "elu", received_at=received, updated_at=received,
            proposal=[{"service": each, "probability": 0.5, "words": [], "nearest": words} for each in suggested[:3]],
        )
        handed = town.competences[service.competence].can_be_sent and town.is_on("transmission", mairie)
        at = {"recorded_at": received} | ({"qualified_at": received, "sent_at": received} if handed else {})
        amend(request, **proposed.columns(town, request, decides=True), **at, state="sent" if handed else "to_qualify",
              reference=reference(name, self._numbers[name]))
        amend(request, **legal_values(request, town))
        amend(request, **timed(town, request, {}, received))
        rank = suggested.index(service_id) + 1
        return Life(request, [self._event(request, "recorded", received, author, to=request.state, service=service_id, rank=rank)])

    def _acts(self, request: Request, received: datetime) -> Iterator[tuple[str, dict[str, str], datetime]]:
        """What is done, in turn, and when. Read as it goes: the request has lived what was given before."""
        chance, town = self._chance, self._town
        now = self._after(received, request.taking_due_at or received)
        if request.state == "to_qualify":
            yield "close", {"reason": "oriente", "told": "words"}, now
            return
        if chance.random() < CHANCES["transfer"] and len(town.directions) > 1:
            other = chance.choice([id for id in town.directions if id != request.direction and self._people.get(id)])
            yield "transfer", {"reason": chance.choice(list(town.transfer_reasons)), "direction": other}, now
            now = self._after(now, request.taking_due_at or now)
        yield "take", {}, now
        if request.answer_due_at and chance.random() < 0.9:
            now = max(now, self._after(received, request.answer_due_at))
            yield "reply", {"kind": "acknowledgement", "told": "words"}, now
        if chance.random() < CHANCES["hold"]:
            yield "hold", {"reason": chance.choice(list(town.hold_reasons)), "day": str((now + timedelta(days=10)).date())}, now
            now = self._at_work(now + timedelta(days=chance.uniform(2, 14)))
            yield "resume", {}, now
        due = request.resolution_due_at
        if due is None or chance.random() < CHANCES["date"]:
            promised = self._at_work(now + timedelta(days=chance.uniform(10, 90)))
            yield "date", {"day": str(promised.astimezone(self._zone).date())}, now
            due = promised
        now = max(now, self._after(now, max(due, now)))
        if chance.random() < CHANCES["refuse"]:
            yield "finish", {}, now
            yield "close", {"reason": "refus_motive", "told": "words"}, self._at_work(now + timedelta(hours=chance.uniform(1, 60)))
            return
        yield "finish", {}, now
        now = self._at_work(now + timedelta(hours=chance.expovariate(1 / 30)))
        yield "close", {"reason": chance.choices(["fait", "reponse_donnee", "non_constate"], [7, 3, 1])[0], "told": "words"}, now
        if chance.random() < CHANCES["reopen"]:
            now = self._at_work(now + timedelta(days=chance.uniform(1, 25)))
            yield "reopen", {"reason": chance.choice(list(town.reopening_reasons))}, now
            now = self._after(now, request.resolution_due_at or now + timedelta(days=5))
            yield "finish", {}, now
            yield "close", {"reason": "fait", "told": "words"}, self._at_work(now + timedelta(hours=2))

    def _does(self, life: Life, name: str, answers: dict[str, str], at: datetime) -> None:
        request, act = life.request, ACTS[name]
        theirs = self._people.get(request.direction or "") if act.pilot else None
        who = self._chance.choice(theirs or self._people[request.mairie])
        counts = name == "transfer" and self._town.transfer_reasons[answers["reason"]].counts_as_ping_pong
        columns = effects(act, request, answers, now=at, who=who, counts=counts)
        columns |= timed(self._town, request, columns, at)
        before = {column: as_was(getattr(request, column)) for column in columns if column != "ladder"}
        came_from = request.state
        facts = facts_of(request, answers)
        amend(request, **columns, version=request.version + 1, updated_at=at)
        moved: dict[str, Any] = {"from": came_from, "to": request.state, "before": before}
        life.events.append(self._event(request, name, at, who, **moved, **facts))

    def _event(self, request: Request, name: str, at: datetime, who: Person, /, **data: Any) -> Event:
        return fresh(Event, id=self._ids.at(at), at=at, kind=name, request_id=request.id, person_id=None, actor_id=who.id,
                     actor_role=who.role, data=data)

    def _after(self, start: datetime, due: datetime) -> datetime:
        """When somebody who has until then does it: half of the delay usually, at times late."""
        share, moment = self._chance.lognormvariate(-0.7, PACE), timedelta(minutes=self._chance.uniform(1, 20))
        return self._at_work(start + (due - start) * share + moment)

    def _at_work(self, moment: datetime) -> datetime:
        """The same moment, or the next working morning."""
        local = moment.astimezone(self._zone)
        while local.weekday() > 4 or local.hour >= 18:
            local = datetime.combine(local.date() + timedelta(days=1), time(8, self._chance.randrange(60)), self._zone)
        return local if local.hour >= 8 else local.replace(hour=8)
