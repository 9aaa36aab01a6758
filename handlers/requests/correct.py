"""Correcting a request, drafted or recorded: its service, channel, mairie, place. Each answer shows the card again."""

from __future__ import annotations

from typing import Any

from handlers.desk import Desk
from handlers.directory.rules import services_named
from handlers.learning.lessons import router_of
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import allowed, may
from handlers.privacy.rules import mask
from handlers.requests import cards, proposed, rooms, telling
from handlers.requests.acting import WORDY, named
from handlers.requests.acting import change as revise
from handlers.requests.chat import new, record
from handlers.requests.drafts import directions_of, own_draft, place_of, placing, service_values, show
from handlers.requests.life import ACTS
from handlers.requests.replies import legal_values
from handlers.requests.rules import CORRECTABLE, folded
from handlers.routing.rules import suggest
from storage import people, requests
from storage.tables import Request, amend

FOUND = 6


def of(desk: Desk, id: str) -> Request:
    """The request, if this person may correct it now."""
    request = requests.by_id(desk.store, int(id))
    if request is None:
        raise Refusal("draft-gone")
    if request.state == "draft":
        return own_draft(desk, request.id)
    if not may(desk.who, "correct", request):
        raise Refusal("not-your-role" if allowed(desk.who, "read", request) else "request-unknown")
    if request.state not in CORRECTABLE:
        raise Refusal("already-cancelled" if request.state == "cancelled" else "already-changed", reference=request.reference or "")
    return request


def change(desk: Desk, request: Request, what: str, **values: Any) -> Reply:
    """Write the correction, note it, show the card. The legal term and the direction's room follow what is corrected."""
    before = {name: getattr(request, name) for name in values}
    amend(request, **values)
    values |= legal_values(request, desk.town)
    values |= proposed.columns(desk.town, request, decides=what == "service" or request.reference is None)
    amend(request, **before)
    if request.reference is None:
        if not requests.change(desk.store, request, desk.now, **values):
            raise Refusal("already-changed")
        amend(request, **values, version=request.version + 1)
    else:
        revise(desk, request, "corrected", values, what=what, value="" if what in WORDY else str(values.get(what) or ""))
        rooms.refresh(desk, request)
    return show(desk, request)


def menu(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """What may be corrected."""
    request = of(desk, argument)
    choices = (
        Button(f"requests.other:{request.id}", "button-service-short"),
        Button(f"requests.delay:{request.id}", "button-delay"),
        Button(f"requests.channel:{request.id}", "button-channel"),
        Button(f"requests.mairie:{request.id}", "button-mairie"),
        Button(f"requests.place:{request.id}", "button-place"),
        Button(f"requests.received:{request.id}", "button-received"),
        Button(f"requests.requester:{request.id}", "button-requester"),
        Button(f"requests.reference:{request.id}", "button-reference"),
        Button(f"requests.show:{request.id}", "button-back"),
    )
    return Reply("requests-correct-what", {"reference": request.reference or ""}, choices=choices, layout="list")


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/corriger REF; without one, the last request logged."""
    return menu(desk, got, str(meant(desk, argument).id))


def meant(desk: Desk, argument: str) -> Request:
    """The request that a person names, or the last they logged; only if they may read it."""
    if argument:
        return named(desk, argument)
    found, _ = requests.listed(desk.store, requests.of_author(desk.who.id), limit=1)
    if not found or not allowed(desk.who, "read", found[0]):
        raise Refusal("request-unknown")
    return found[0]


def other(desk: Desk, _got: Incoming, argument: str) -> Reply:
    return cards.domains(desk, of(desk, argument).id)


def domain(desk: Desk, _got: Incoming, argument: str) -> Reply:
    id, _, domain_id = argument.partition("/")
    request = of(desk, id)
    return cards.services(desk, request.id, [s.id for s in desk.town.services.values() if s.domain == domain_id], "requests-which-service")


def asked_about(desk: Desk, argument: str) -> Request | None:
    """The request a question was about, if it still can be corrected; None when that was settled since, and the words are new ones."""
    try:
        return of(desk, argument)
    except Refusal:
        return None


def word(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """A word typed instead of a domain tapped: « colonne verre » finds the services it speaks of."""
    request = asked_about(desk, argument)
    if request is None:
        return new(desk, got, "")
    typed = folded(got.text)
    if not typed:
        return cards.domains(desk, request.id)
    keyworded, named_so = services_named(desk.town, typed)
    near = [suggestion.service_id for suggestion in suggest(router_of(desk), got.text, n=FOUND)]
    return cards.services(desk, request.id, list(dict.fromkeys([*keyworded, *named_so, *near]))[:FOUND], "requests-which-of-these")


def choose(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The service a person chose: it is theirs now, confirmed."""
    id, _, chosen = argument.partition("/")
    service_id, _, direction = chosen.partition("/")
    request = of(desk, id)
    if service_id not in desk.town.services:
        raise Refusal("button-unknown")
    several = directions_of(desk, request, service_id)
    if len(several) > 1 and not direction:
        return cards.directions(desk, request, several)
    values = service_values(desk, request, service_id, direction)
    if request.reference:
        handed = desk.town.competences[values["competence"]].can_be_sent and desk.town.is_on("transmission", request.mairie)
        moved = {"state": "sent", "sent_at": desk.now} if handed else {"state": "to_qualify"}
        card = change(desk, request, "service", **values, **moved, qualified_at=desk.now)
        if handed:
            telling.announce(desk, request, ACTS["send"], {})
        return card
    return change(desk, request, "service", **values)


def channel(desk: Desk, _got: Incoming, argument: str) -> Reply:
    id, _, channel_id = argument.partition("/")
    request = of(desk, id)
    if not channel_id:
        buttons = tuple(
            Button(f"requests.channel:{request.id}/{c.id}", "button-plain", {"label": c.name}) for c in desk.town.channels.values()
        )
        return Reply("requests-which-channel", choices=buttons, layout="list")
    if channel_id not in desk.town.channels:
        raise Refusal("button-unknown")
    people.change_person(desk.store, desk.who.id, last_channel=channel_id)
    return change(desk, request, "channel", channel=channel_id)


def mairie(desk: Desk, got: Incoming, argument: str) -> Reply:
    id, _, rest = argument.partition("/")
    mairie_id, _, then_record = rest.partition("/")
    request = of(desk, id)
    if not mairie_id:
        return cards.mairies(desk, request.id)
    if mairie_id not in desk.town.mairies:
        raise Refusal("button-unknown")
    card = change(desk, request, "mairie", mairie=mairie_id)
    return record(desk, got, f"{id}/{then_record}") if then_record else card


def place(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Ask where: words, or a pin."""
    request = of(desk, argument)
    return Reply("requests-which-place", ask=f"requests.place:{request.id}", edits=False)


def placed(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """The place, in words or as a pin."""
    request = asked_about(desk, argument)
    if request is None:
        return new(desk, got, "")
    if got.location:
        return change(desk, request, "place", **placing(desk, request, place_of(desk, request, got)))
    text = mask(got.text.strip(), desk.town.privacy_filters).text[:200]  # masked before it is cut: half a number would not be seen
    if not folded(text):
        return Reply("requests-which-place", ask=f"requests.place:{request.id}")
    named = desk.town.territory.place(text)
    quarter_id = named.mairie.id if named and named.mairie else None
    search = folded(f"{request.text} {text}")
    placed = {"place": text, "quarter": quarter_id, "mairie": request.mairie or quarter_id or "", "search": search}
    return change(desk, request, "place", **placing(desk, request, placed))
