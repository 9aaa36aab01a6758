"""Which of the requests that somebody may read another one likely repeats, and how they are told."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button, Value
from handlers.people.permissions import grant_of, mairies_of, may
from handlers.requests.life import ACTS, available
from handlers.requests.likeness import METRES, WINDOW, Likely, box_around, candidates, days_apart, services_alike, street_of, telling_word
from storage import repeats
from storage.tables import Request


def is_on(desk: Desk, request: Request) -> bool:
    """Whether its mairie has duplicates yet (the town's roll-out)."""
    return desk.town.is_on("doublons", request.mairie or None)


def alike(desk: Desk, request: Request) -> list[Likely]:
    """What the request likely repeats, best first: only what the person may read, and without having to say why.

    One indexed query, none where there is no place.
    What speaks of a danger only joins what is known to be one: as one contact more it would alarm nobody.
    """
    town, who = desk.town, desk.who
    services = services_alike(request.service, town) if is_on(desk, request) else ()
    if not services or not (request.place or request.lat is not None) or not may(who, "link", request):
        return []
    read = grant_of(who.role, "read")
    near = repeats.near(
        desk.store, services, request.received_at - WINDOW, request.received_at + WINDOW,
        word=telling_word(street_of(request, town)),
        box=box_around(request.lat, request.lon) if request.lat is not None and request.lon is not None else None,
        mairies=mairies_of(who) if read and read.scope == "mairie" else None,
    )
    sensitive = grant_of(who.role, "read_sensitive")
    asked_why = sensitive is not None and sensitive.reason
    return candidates(
        request,
        [
            other for other in near
            if may(who, "read", other) and not (other.sensitive and asked_why) and (other.danger or not request.danger)
        ],
        desk.router.model, town,
    )


def said(desk: Desk, likely: Likely) -> str:
    """« Déjà signalé 3 fois, dernière il y a 4 jours, à 40 m : MQ-26-0398 »."""
    other = likely.request
    metres = likely.metres if likely.metres is not None and likely.metres <= METRES else None
    if metres is None:
        where = desk.word("near-street" if desk.town.territory.street(other.place or "") else "near-place")
    else:
        where = desk.word("near-metres", metres=metres)
    last = other.received_at
    if likely.closed:
        last = other.closed_at or last
    elif other.contacts:
        last = repeats.last_contact(desk.store, other.id) or last
    ago = desk.word("days-ago", days=days_apart(last, desk.now, desk.town.timezone))
    values: dict[str, Value] = {"ago": ago, "where": where, "reference": other.reference or ""}
    return desk.word("card-already-done", **values) if likely.closed else desk.word("card-already", count=other.contacts + 1, **values)


def button(desk: Desk, request: Request, likely: Likely) -> Button | None:
    """« Rattacher à 0398 », or « Rouvrir 0398 » once it was closed as done."""
    other = likely.request
    if not likely.closed:
        return Button(f"requests.attach:{request.id}/{other.id}", "button-attach", {"number": short_reference(other)})
    return reopening(other) if available(desk.who, ACTS["reopen"], other, desk.now) else None


def reopening(request: Request) -> Button:
    return Button(f"requests.reopen:{request.id}", "button-reopen-it", {"number": short_reference(request)})


def short_reference(request: Request) -> str:
    """« 0398 »: what a button has room for; the whole reference stands in the text above it."""
    return (request.reference or "").rpartition("-")[2]
