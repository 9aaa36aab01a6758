"""Logging a request: the sentence, the card, the tap; then photos, pins, and corrections by editing."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Incoming, Refusal, Reply
from handlers.people.permissions import may
from handlers.people.rules import writes_a_code
from handlers.privacy.rules import mask
from handlers.requests import cards, sheet, telling
from handlers.requests.drafts import (
    add_photos,
    directions_of,
    draft,
    keep,
    own_draft,
    place_from,
    place_of,
    placing,
    rewrite,
    show,
    usual_channel,
)
from handlers.requests.rules import ADDING, CORRECTABLE, LONGEST, PHOTOS, is_courtesy, may_undo, says_something
from storage import requests
from storage.tables import Request, amend, fresh


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
    request = draft(desk, mask(text, desk.town.privacy_filters).text, source=_source(got), now=desk.now)
    if got.location:
        amend(request, **placing(desk, request, place_of(desk, request, got)))
    desk.add(request)
    add_photos(desk, request, got)
    return cards.understood(desk, request, photos=len(got.attachments))


def _source(got: Incoming) -> str | None:
    return f"{got.chat}/{got.message}" if got.message else None


def record(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The tap that makes it exist: a reference, a state, an event.

    argument: "id"; "id/service" for another one that was proposed, "id/service/direction" where rules name several directions.
    """
    id, _, chosen = argument.partition("/")
    service_id, _, direction = chosen.partition("/")
    request = own_draft(desk, int(id))
    if not request.mairie:
        return cards.mairies(desk, request.id, then_record=chosen or request.service or "")
    several = directions_of(desk, request, service_id) if service_id in desk.town.services and not direction else []
    if len(several) > 1:
        return cards.directions(desk, request, several)
    told = keep(desk, request, service_id or request.service, direction or request.direction)
    return sheet.card(desk, request, said=telling.delivery(desk, told))


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
            channel=usual_channel(desk),
            proposal=[],
            received_at=desk.now,
            updated_at=desk.now,
        )
        place_from(desk, request, got)
        desk.add(request)
        add_photos(desk, request, got)
        return Reply("requests-what-is-it", ask=f"requests.caption:{request.id}")
    if request.author_id != desk.who.id or not may(desk.who, "log", request):
        raise Refusal("request-unknown")
    return add_to(desk, got, request)


def add_to(desk: Desk, got: Incoming, request: Request) -> Reply | None:
    """Put the message's photos and pin on a request."""
    added = add_photos(desk, request, got)
    if got.location:
        placed = placing(desk, request, place_of(desk, request, got))
        requests.change(desk.store, request, desk.now, **placed)
        amend(request, **placed, version=request.version + 1)
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
    rewrite(desk, request, mask(got.text.strip(), desk.town.privacy_filters).text, source=_source(got))
    return show(desk, request)


def edited(desk: Desk, got: Incoming, _argument: str) -> Reply | None:
    """A message was corrected: so is the request it made, while it may be."""
    request = requests.by_source(desk.store, f"{got.chat}/{got.about}") if got.about else None
    if request is None or request.author_id != desk.who.id or not got.text.strip() or not says_something(got.text):
        return None
    if request.state != "draft" and not (request.state in CORRECTABLE and may_undo(request.recorded_at, desk.now)):
        return Reply("too-late-to-edit", {"reference": request.reference or ""}) if request.reference else None
    if len(got.text.strip()) > LONGEST:
        return Reply("requests-too-long", {"most": LONGEST})
    masked = mask(got.text.strip(), desk.town.privacy_filters).text
    if masked == request.text:
        return None
    rewrite(desk, request, masked)
    if request.reference:
        note(desk, "reworded", request_id=request.id)
        return Reply("requests-reworded", {"reference": request.reference, "text": request.text})
    return show(desk, request)
