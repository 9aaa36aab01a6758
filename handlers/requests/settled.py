"""One request settled before that says much the same, for the card to show: how it went is the best reason there is."""

from __future__ import annotations

from datetime import timedelta

from config.entries import cut, name_of
from handlers.desk import Desk
from handlers.people.permissions import allowed, grant_of, mairies_of
from handlers.requests.life import NOT_BY_HAND, REFUSALS
from handlers.requests.likeness import days_apart, most_alike
from storage import repeats
from storage.tables import Request

LOOKED_BACK = timedelta(days=365)
SHOWN = 60
"""Signs of what it said."""


def line(desk: Desk, request: Request, *services: str) -> str:
    """« Comme MQ-26-0398 : « trou rue Basse », réglée par Voirie il y a 12 jours »; "" without one that this person may read whole."""
    other = _alike(desk, request, services)
    if other is None:
        return ""
    ago = desk.word("days-ago", days=days_apart(other.closed_at or other.updated_at, desk.now, desk.town.timezone))
    return desk.word("card-settled", reference=other.reference or "", text=cut(other.text, SHOWN), ago=ago,
                     direction=name_of(desk.town.directions, other.direction or ""))


def _alike(desk: Desk, request: Request, services: tuple[str, ...]) -> Request | None:
    read, sensitive = grant_of(desk.who.role, "read"), grant_of(desk.who.role, "read_sensitive")
    if read is None or read.view != "full":
        return None
    ours = mairies_of(desk.who) if read.scope == "mairie" else None
    past = repeats.settled(desk.store, services, desk.now - LOOKED_BACK, unsettled=REFUSALS | NOT_BY_HAND, mairies=ours)
    hidden = sensitive is None or sensitive.reason
    readable = [each for each in past if allowed(desk.who, "read", each) and not (each.sensitive and hidden)]
    return most_alike(request, readable, desk.router.model, desk.town)
