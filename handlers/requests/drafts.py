"""What every act on a request builds on: drafting it from words, recording it, rewriting it, showing it, and noting what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.desk import Desk
from handlers.escalation.effects import effects as timed
from handlers.events import note
from handlers.learning.lessons import router_of
from handlers.messages import Incoming, Refusal, Reply
from handlers.privacy.rules import without_labels
from handlers.requests import alert, cards, proposed, rooms, sheet, telling
from handlers.requests.life import ACTS
from handlers.requests.replies import legal_values
from handlers.requests.rules import PHOTOS, folded, reference, series
from handlers.routing.danger import danger_of
from handlers.routing.rules import suggest
from handlers.routing.verdict import HEARD, Choice, Verdict, Where, decide, directions, where
from storage import requests
from storage.tables import Person, Request, amend, fresh, record

DEFAULT_CHANNELS = {"elu": "elu", "cabinet": "elu", "direction": "interne"}
DESK = "guichet"
READ_FROM_WORDS = ("service", "direction", "competence", "delay", "scoring", "sensitive", "danger", "danger_at", "proposal")
ELECTED = ("elu", "cabinet")
"""Roles whose requests an elected official follows (`suivi_elu`): who must be informed, never a higher priority."""


def draft(desk: Desk, text: str, *, source: str | None, now: datetime, channel: str | None = None) -> Request:
    """A request not recorded yet, routed and placed from its words. text: masked already."""
    named = desk.town.territory.place(text)
    quarter = named.mairie.id if named and named.mairie else None
    mairie = desk.who.mairie or quarter or ""
    danger = danger_of(text, desk.town) if desk.town.is_on("danger", mairie or None) else None
    request = fresh(
        Request,
        id=desk.next_id(),
        state="draft",
        author_id=desk.who.id,
        author_role=desk.who.role,
        mairie=mairie,
        text=text,
        search=folded(text),
        channel=channel or usual_channel(desk),
        place=named.name if named and named.kind != "quarter" else None,  # a whole quarter is no place to go to
        quarter=quarter,
        proposal=[],
        source=source,
        danger=danger.id if danger else None,
        danger_at=now if danger else None,
        received_at=now,
        updated_at=now,
    )
    amend(request, **routed(desk, request))
    amend(request, **proposed.columns(desk.town, request, decides=True))
    return request


def routed(desk: Desk, request: Request) -> dict[str, Any]:
    """The columns that its words and place decide, rules first: what is proposed, and the service where one is preferred."""
    text, place = _said(desk, request)
    verdict = decide(desk.town, suggest(router_of(desk), text, n=HEARD), text, place)
    best = verdict.best
    none = {"service": None, "direction": None, "competence": None, "sensitive": False}
    return {"proposal": _as_data(verdict)} | (_columns(desk, best) if best else none)


def _as_data(verdict: Verdict) -> list[dict[str, Any]]:
    """What is kept of it: each choice; of the whole, the band, the disagreement and what was set aside, on the first."""
    kept = [each._asdict() | {"probability": round(each.probability, 4)} for each in verdict.choices]
    aside = verdict.aside._asdict() if verdict.aside else None
    return [kept[0] | {"band": verdict.band, "disagree": verdict.disagree, "aside": aside}, *kept[1:]] if kept else []


def _said(desk: Desk, request: Request) -> tuple[str, Where]:
    text = without_labels(request.text, desk.town.privacy_filters)
    return text, where(desk.town, text, place=request.place, mairie=request.quarter)


def directions_of(desk: Desk, request: Request, service_id: str) -> list[Choice]:
    """Who does this service there: several when two rules disagree."""
    return directions(desk.town, service_id, *_said(desk, request))


def service_values(desk: Desk, request: Request, service_id: str, direction: str | None = None) -> dict[str, Any]:
    """The columns that a service decides, where the request is. direction: which one, where rules name several; else the first."""
    may_do_it = directions_of(desk, request, service_id)
    return _columns(desk, next((each for each in may_do_it if each.direction == direction), may_do_it[0]))


def _columns(desk: Desk, choice: Choice) -> dict[str, Any]:
    sensitive = desk.town.services[choice.service].sensitive
    return {"service": choice.service, "direction": choice.direction, "competence": choice.competence, "sensitive": sensitive}


def placing(desk: Desk, request: Request, placed: dict[str, Any]) -> dict[str, Any]:
    """The columns that a place given later changes: a draft is routed anew, and keeps the service that a person chose."""
    if request.state != "draft":
        return placed
    there = record(Request, {**vars(request), **placed})
    ours = next((each["service"] for each in request.proposal), None)
    again = routed(desk, there)
    if request.service in desk.town.services and request.service != ours:
        again |= service_values(desk, there, request.service or "")
    amend(there, **again)
    return placed | again | proposed.columns(desk.town, there, decides=True)


def usual_channel(desk: Desk) -> str:
    last = desk.who.last_channel
    return last if last and last in desk.town.channels else DEFAULT_CHANNELS.get(desk.who.role, DESK)


def own_draft(desk: Desk, id: int) -> Request:
    request = requests.by_id(desk.store, id)
    if request is None or request.author_id != desk.who.id:
        raise Refusal("draft-gone")
    if request.state != "draft":
        raise Refusal("already-recorded" if request.reference else "draft-gone", reference=request.reference or "")
    return request


def keep(desk: Desk, request: Request, service_id: str | None, direction: str | None = None) -> list[Person]:
    """Record a draft: `sent` when its service is confirmed and can be handed over here, `to_qualify` when it is not.

    Return whom it will be told to.
    """
    town = desk.town
    values: dict[str, Any] = service_values(desk, request, service_id, direction) if service_id in town.services and service_id else {}
    handed = bool(values) and town.competences[values["competence"]].can_be_sent and town.is_on("transmission", request.mairie)
    name = series(town.reference_prefix, desk.now, town.timezone)
    values |= {"state": "sent" if handed else "to_qualify", "elected": request.channel == "elu" or request.author_role in ELECTED}
    if handed:
        values |= {"qualified_at": desk.now, "sent_at": desk.now}
    amend(request, **values)
    values |= legal_values(request, town) | proposed.columns(town, request, decides=True)
    number = reference(name, requests.next_in_series(desk.store, name))
    values |= {"reference": number, "recorded_at": desk.now, "mairie": request.mairie}
    values |= timed(town, request, values, desk.now)
    if not requests.change(desk.store, request, desk.now, **values):
        raise Refusal("already-changed")
    amend(request, **values, version=request.version + 1)
    offered = [(each["service"], each.get("direction", request.direction)) for each in request.proposal]
    here = (request.service, request.direction)
    rank = offered.index(here) + 1 if here in offered else 0
    rules = request.proposal[rank - 1].get("rules") if rank else ()
    chosen: dict[str, Any] = ({"delay": request.delay} if request.delay_chosen else {}) | ({"rules": list(rules)} if rules else {})
    note(desk, "recorded", request_id=request.id, to=request.state, service=request.service or "", rank=rank, **chosen)
    rooms.refresh(desk, request)
    told = telling.announce(desk, request, ACTS["send"], {}) if handed else []
    if request.danger:
        note(desk, "danger", request_id=request.id, danger=request.danger, called=request.called_at is not None)
        alert.raised(desk, request)
    return told


def rewrite(desk: Desk, request: Request, text: str, **more: str | None) -> None:
    """Give a request other words; a draft is routed and placed anew, a recorded one keeps what a person chose. more: other columns."""
    values: dict[str, object] = {"text": text, "search": folded(text), **more}
    if request.state == "draft":
        again = draft(desk, text, source=request.source, now=request.received_at, channel=request.channel)
        if request.lat is not None:
            amend(again, place=request.place, quarter=request.quarter)
            amend(again, **routed(desk, again))
        values |= {name: getattr(again, name) for name in READ_FROM_WORDS}
        if request.lat is None:
            values |= {"place": again.place, "quarter": again.quarter}
        values["mairie"] = request.mairie or again.mairie
        if request.delay_chosen:
            values["delay"] = request.delay
    else:
        values |= proposed.columns(desk.town, record(Request, {**vars(request), **values}), decides=False)
    if not requests.change(desk.store, request, desk.now, **values):
        raise Refusal("already-changed")
    amend(request, **values, version=request.version + 1)


def show(desk: Desk, request: Request, *, edits: bool | None = None) -> Reply:
    """The card a request has now: understood for a draft, recorded otherwise."""
    card = sheet.card(desk, request) if request.reference else cards.understood(desk, request, photos=cards.photos_of(desk, request))
    return replace(card, edits=edits)


def place_from(desk: Desk, request: Request, got: Incoming) -> None:
    """Put the pin's place on a request held in memory."""
    amend(request, **place_of(desk, request, got))


def place_of(desk: Desk, request: Request, got: Incoming) -> dict[str, Any]:
    """The columns that a pin changes: its place to some 10 m (four decimals), or only its quarter where the subject is sensitive."""
    if got.location is None:
        return {}
    quarter = desk.town.territory.quarter_of(got.location.lat, got.location.lon)
    known = quarter.id if quarter else None
    sensitive = request.service in desk.town.services and desk.town.services[request.service or ""].sensitive
    lat, lon = (None, None) if sensitive else (round(got.location.lat, 4), round(got.location.lon, 4))
    return {"quarter": known, "mairie": request.mairie or known or "", "lat": lat, "lon": lon}


def add_photos(desk: Desk, request: Request, got: Incoming) -> int:
    """How many were added: at most ten a request."""
    if not got.attachments:
        return 0
    held = len(requests.photos(desk.store, request.id))
    kept = got.attachments[: max(0, PHOTOS - held)]
    for file in kept:
        requests.add_photo(desk.store, request.id, file.hash, desk.now)
    return len(kept)
