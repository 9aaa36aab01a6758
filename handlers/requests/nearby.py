"""Which of the requests that somebody may read another one likely repeats."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.people.permissions import grant_of, mairies_of, may
from handlers.requests.likeness import WINDOW, Likely, box_around, candidates, services_alike, street_of, telling_word
from storage import repeats
from storage.tables import Request


def alike(desk: Desk, request: Request) -> list[Likely]:
    """What the request likely repeats, best first: only what the person may read, and without having to say why.

    One indexed query, none where there is no place.
    What speaks of a danger only joins what is known to be one: as one contact more it would alarm nobody.
    """
    town, who = desk.town, desk.who
    services = services_alike(request.service, town) if town.is_on("doublons", request.mairie) else ()
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
        town,
    )
