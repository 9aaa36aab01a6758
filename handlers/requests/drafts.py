"""What every act on a request builds on: drafting it from words, recording it, rewriting it, showing it, and noting what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.desk import Desk
from handlers.escalation.effects import effects as timed
from handlers.events import note
from handlers.messages import Incoming, Refusal, Reply
from handlers.privacy.rules import without_labels
from handlers.requests import alert, cards, rooms, sheet, telling
from handlers.requests.life import ACTS
from handlers.requests.replies import legal_values
from handlers.requests.rules import PHOTOS, folded, reference, series
from handlers.routing.danger import danger_of
from handlers.routing.rules import suggest, unsure
from storage import requests
from storage.tables import Person, Request, amend, fresh

DEFAULT_CHANNELS = {"elu": "elu", "cabinet": "elu", "direction": "interne"}
DESK = "guichet"
READ_FROM_WORDS = ("service", "direction", "competence", "delay", "sensitive", "danger", "danger_at", "proposal")
ELECTED = ("elu", "cabinet")
"""Roles whose requests an elected official follows (`suivi_elu`): who must be informed, never a higher priority."""


def draft(desk: Desk, text: str, *, source: str | None, now: datetime, channel: str | None = None) -> Request:
    """A request not recorded yet, routed and placed from its words. text: masked already."""
    street = desk.town.territory.street(text)
    quarter = street.mairies[0].id if street and len(street.mairies) == 1 else None
    mairie = desk.who.mairie or quarter or ""
    suggestions = suggest(desk.router, without_labels(text, desk.town.privacy_filters))
    best = None if unsure(suggestions) else suggestions[0].service_id
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
        place=street.name if street else None,
        quarter=quarter,
        proposal=[
            {"service": s.service_id, "probability": round(s.probability, 4), "words": list(s.words), "nearest": s.nearest}
            for s in suggestions
        ],
        source=source,
        danger=danger.id if danger else None,
        danger_at=now if danger else None,
        received_at=now,
        updated_at=now,
    )
    if best:
        amend(request, **service_values(desk, best))
    return request


def service_values(desk: Desk, service_id: str) -> dict[str, Any]:
    """The columns that a service decides."""
    service = desk.town.services[service_id]
    return {"service": service.id, "direction": service.direction, "competence": service.competence, "delay": service.delay,
            "sensitive": service.sensitive}


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


def keep(desk: Desk, request: Request, service_id: str | None) -> list[Person]:
    """Record a draft: `sent` when its service is confirmed and can be handed over here, `to_qualify` when it is not.

    Return whom it will be told to.
    """
    town = desk.town
    values: dict[str, Any] = service_values(desk, service_id) if service_id in town.services and service_id else {}
    handed = bool(values) and town.competences[values["competence"]].can_be_sent and town.is_on("transmission", request.mairie)
    name = series(town.reference_prefix, desk.now, town.timezone)
    values |= {"state": "sent" if handed else "to_qualify", "elected": request.channel == "elu" or request.author_role in ELECTED}
    if handed:
        values |= {"qualified_at": desk.now, "sent_at": desk.now}
    amend(request, **values)
    values |= legal_values(request, town)
    number = reference(name, requests.next_in_series(desk.store, name))
    values |= {"reference": number, "recorded_at": desk.now, "mairie": request.mairie}
    values |= timed(town, request, values, desk.now)
    if not requests.change(desk.store, request, desk.now, **values):
        raise Refusal("already-changed")
    amend(request, **values, version=request.version + 1)
    rank = next((rank for rank, s in enumerate(request.proposal, 1) if s["service"] == request.service), 0)
    note(desk, "recorded", request_id=request.id, to=request.state, service=request.service or "", rank=rank)
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
        values |= {name: getattr(again, name) for name in READ_FROM_WORDS}
        if request.lat is None:
            values |= {"place": again.place, "quarter": again.quarter}
        values["mairie"] = request.mairie or again.mairie
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
