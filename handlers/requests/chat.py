"""Logging a request: the sentence, the card, the tap; then photos, pins, corrections by editing, and taking it back."""

from __future__ import annotations

from datetime import datetime

from handlers.desk import Desk
from handlers.messages import Incoming, Refusal, Reply
from handlers.people.rules import may, writes_a_code
from handlers.privacy.rules import mask
from handlers.requests import cards
from handlers.requests.rules import (
    ADDING,
    LONGEST,
    OPEN,
    PHOTOS,
    folded,
    is_courtesy,
    may_undo,
    reference,
    says_something,
    series,
)
from handlers.routing.rules import suggest, unsure
from storage import requests
from storage.tables import Request, RequestEvent, amend, fresh

DEFAULT_CHANNELS = {"elu": "elu", "cabinet": "elu", "direction": "interne"}
DESK = "guichet"


def new(desk: Desk, got: Incoming, _argument: str) -> Reply | None:
    """Any private sentence: a draft, understood and shown; or a photo or a pin for what was said just before."""
    text = got.text.strip()
    if got.forwarded:
        return Reply("requests-forwarded")
    if not text:
        return _add_to_latest(desk, got)
    if len(text) > LONGEST:
        return Reply("requests-too-long", {"most": LONGEST})
    if is_courtesy(text):
        return Reply("courtesy")
    if writes_a_code(text):
        return Reply("code-already-in")  # an invitation opens an access: it is not written down as a request
    if not says_something(text):
        return Reply("not-understood")
    masked = mask(text)
    request = draft(desk, masked.text, source=_source(got), now=desk.now)
    _place_from(desk, request, got)
    desk.add(request)
    _add_photos(desk, request, got)
    return cards.understood(desk, request, masked=masked.found, photos=len(got.attachments))


def draft(desk: Desk, text: str, *, source: str | None, now: datetime, channel: str | None = None) -> Request:
    """A request not recorded yet, routed and placed from its words. text: masked already."""
    street = desk.town.territory.street(text)
    quarter = street.mairies[0].id if street and len(street.mairies) == 1 else None
    mairie = desk.who.mairie or quarter or ""
    suggestions = suggest(desk.hall.router, text)
    best = None if unsure(suggestions) else suggestions[0].service_id
    request = fresh(
        Request,
        id=desk.next_id(),
        state="draft",
        author_id=desk.who.id,
        author_role=desk.who.role,
        mairie=mairie,
        text=text,
        search=folded(text),
        channel=channel or _channel(desk),
        place=street.name if street else None,
        quarter=quarter,
        proposal=[
            {"service": s.service_id, "probability": round(s.probability, 4), "words": list(s.words), "nearest": s.nearest}
            for s in suggestions
        ],
        source=source,
        received_at=now,
        updated_at=now,
    )
    if best:
        amend(request, **service_values(desk, best))
    return request


def service_values(desk: Desk, service_id: str) -> dict[str, str]:
    """The columns that a service decides."""
    service = desk.town.services[service_id]
    return {"service": service.id, "direction": service.direction, "competence": service.competence, "delay": service.delay}


def _channel(desk: Desk) -> str:
    last = desk.who.last_channel
    return last if last and last in desk.town.channels else DEFAULT_CHANNELS.get(desk.who.role, DESK)


def _source(got: Incoming) -> str | None:
    return f"{got.chat}/{got.message}" if got.message else None


def record(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The tap that makes it exist: a reference, a state, an event. argument: "id" or "id/service" for one of the other suggestions."""
    id, _, service_id = argument.partition("/")
    request = own_draft(desk, int(id))
    if not request.mairie:
        return which_mairie(desk, request, then_record=service_id or request.service or "")
    keep(desk, request, service_id or request.service)
    return cards.recorded(desk, request)


def keep(desk: Desk, request: Request, service_id: str | None) -> None:
    """Record a draft: `sent` when its service is confirmed and can be handed over here, `to_qualify` when it is not."""
    town = desk.town
    values = service_values(desk, service_id) if service_id in town.services and service_id else {}
    handed = bool(values) and town.competences[values["competence"]].can_be_sent
    name = series(town.reference_prefix, desk.now, town.timezone)
    values |= {"state": "sent" if handed else "to_qualify"}
    number = reference(name, requests.next_in_series(desk.store, name))
    if not requests.change(desk.store, request, desk.now, reference=number, recorded_at=desk.now, mairie=request.mairie, **values):
        raise Refusal("already-changed")
    amend(request, **values, reference=number, recorded_at=desk.now)
    rank = next((rank for rank, s in enumerate(request.proposal, 1) if s["service"] == request.service), 0)
    event(desk, request, "recorded", service=request.service or "", rank=rank)


def event(desk: Desk, request: Request, kind: str, **data: str | int) -> None:
    desk.add(RequestEvent(id=desk.next_id(), request_id=request.id, at=desk.now, kind=kind, actor_id=desk.who.id,
                          actor_role=desk.who.role, data=data))


def which_mairie(desk: Desk, request: Request, *, then_record: str = "") -> Reply:
    from handlers.requests.correct import mairies

    return mairies(desk, request, then_record=then_record)


def own_draft(desk: Desk, id: int) -> Request:
    request = requests.by_id(desk.store, id)
    if request is None or request.author_id != desk.who.id:
        raise Refusal("draft-gone")
    if request.state != "draft":
        raise Refusal("already-recorded" if request.reference else "draft-gone", reference=request.reference or "")
    return request


# --- adding to what was said -----------------------------------------------------------------------------------------


def _add_to_latest(desk: Desk, got: Incoming) -> Reply | None:
    """A photo or a pin without words belongs to the request logged just before; with none before, we ask what it is."""
    request = requests.latest_of(desk.store, desk.who.id, desk.now - ADDING)
    if request is None:
        request = fresh(
            Request,
            id=desk.next_id(),
            state="draft",
            author_id=desk.who.id,
            author_role=desk.who.role,
            mairie=desk.who.mairie or "",
            text="",
            search="",
            channel=_channel(desk),
            proposal=[],
            received_at=desk.now,
            updated_at=desk.now,
        )
        _place_from(desk, request, got)
        desk.add(request)
        _add_photos(desk, request, got)
        return Reply("requests-what-is-it", ask=f"requests.caption:{request.id}")
    if request.author_id != desk.who.id or not may(desk.who, "log", request):
        raise Refusal("request-unknown")
    return add_to(desk, got, request)


def add_to(desk: Desk, got: Incoming, request: Request) -> Reply | None:
    """Put the message's photos and pin on a request."""
    added = _add_photos(desk, request, got)
    if got.location:
        _place_from(desk, request, got)
        requests.change(desk.store, request, desk.now, lat=request.lat, lon=request.lon, quarter=request.quarter, mairie=request.mairie)
        if request.text:
            return show(desk, request, edits=False)
    if not request.text:
        return Reply("requests-what-is-it", ask=f"requests.caption:{request.id}") if not added else None
    if not added:
        desk.say(Reply("photos-enough", {"most": PHOTOS}), key=f"photos-enough/{request.id}")
    else:
        # forty photos at once are thanked for once
        desk.say(Reply("photo-added", {"name": request.reference or cards.service_name(desk, request.service)}),
                 key=f"photo-added/{request.id}/{desk.now:%Y%m%d%H%M}")
    return None


def caption(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """The words for a photo or a pin that came alone; more photos may come first."""
    request = requests.by_id(desk.store, int(argument))
    if request is None or request.state != "draft" or request.text:
        return new(desk, got, "")
    if not got.text.strip():
        desk.expect(f"requests.caption:{argument}")
        return add_to(desk, got, request)
    if is_courtesy(got.text) or not says_something(got.text) or len(got.text) > LONGEST:
        return Reply("requests-what-is-it", ask=f"requests.caption:{argument}")
    masked = mask(got.text.strip())
    rewrite(desk, request, masked.text)
    return cards.understood(desk, request, masked=masked.found, photos=cards.photos_of(desk, request))


def edited(desk: Desk, got: Incoming, _argument: str) -> Reply | None:
    """A message was corrected: so is the request it made, while it may be."""
    request = requests.by_source(desk.store, f"{got.chat}/{got.about}") if got.about else None
    if request is None or request.author_id != desk.who.id or not got.text.strip() or not says_something(got.text):
        return None
    if request.state != "draft" and not (request.state in OPEN and may_undo(request.recorded_at, desk.now)):
        return Reply("too-late-to-edit", {"reference": request.reference or ""}) if request.reference else None
    if len(got.text.strip()) > LONGEST:
        return Reply("requests-too-long", {"most": LONGEST})
    masked = mask(got.text.strip())
    if masked.text == request.text:
        return None
    rewrite(desk, request, masked.text)
    if request.reference:
        event(desk, request, "reworded")
        return Reply("requests-reworded", {"reference": request.reference, "text": request.text})
    return cards.understood(desk, request, masked=masked.found, photos=cards.photos_of(desk, request))


def rewrite(desk: Desk, request: Request, text: str) -> None:
    """Give a request other words; a draft is routed and placed anew, a recorded one keeps what a person chose."""
    values: dict[str, object] = {"text": text, "search": folded(text)}
    if request.state == "draft":
        again = draft(desk, text, source=request.source, now=request.received_at, channel=request.channel)
        values |= {name: getattr(again, name) for name in ("service", "direction", "competence", "delay", "proposal")}
        if request.lat is None:
            values |= {"place": again.place, "quarter": again.quarter}
        values["mairie"] = request.mairie or again.mairie
    if not requests.change(desk.store, request, desk.now, **values):
        raise Refusal("already-changed")
    amend(request, **values, version=request.version + 1)


def show(desk: Desk, request: Request, *, edits: bool | None = None) -> Reply:
    """The card a request has now: understood for a draft, recorded otherwise."""
    from dataclasses import replace

    card = cards.recorded(desk, request) if request.reference else cards.understood(desk, request, photos=cards.photos_of(desk, request))
    return replace(card, edits=edits)


def _place_from(desk: Desk, request: Request, got: Incoming) -> None:
    """The pin's place, to some 10 m (four decimals), or only its quarter where the subject is sensitive."""
    if got.location is None:
        return
    quarter = desk.town.territory.quarter_of(got.location.lat, got.location.lon)
    known = quarter.id if quarter else None
    sensitive = request.service in desk.town.services and desk.town.services[request.service or ""].sensitive
    lat, lon = (None, None) if sensitive else (round(got.location.lat, 4), round(got.location.lon, 4))
    amend(request, quarter=known, mairie=request.mairie or known or "", lat=lat, lon=lon)


def _add_photos(desk: Desk, request: Request, got: Incoming) -> int:
    """How many were added: at most ten a request."""
    if not got.attachments:
        return 0
    held = len(requests.photos(desk.store, request.id))
    kept = got.attachments[: max(0, PHOTOS - held)]
    for file in kept:
        requests.add_photo(desk.store, request.id, file.hash, desk.now)
    return len(kept)
