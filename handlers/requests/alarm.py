"""A sentence that speaks of a danger, before it is recorded: the telephone first, then the form."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Incoming, Refusal, Reply
from handlers.requests import cards, sheet
from handlers.requests.drafts import keep, own_draft
from storage import requests
from storage.tables import Request, amend


def phoned(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« J'ai appelé » on a draft: recorded at once, to be qualified when we were not sure."""
    request = own_draft(desk, int(argument))
    if not request.mairie:
        return cards.mairies(desk, request.id, then_record=request.service or "")
    _change(desk, request, called_at=desk.now)
    keep(desk, request, request.service)
    return sheet.card(desk, request, said=desk.word("done-called"))


def denied(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« Pas un danger »: the words misled us. Nothing was recorded, so nothing has to be lowered."""
    request = own_draft(desk, int(argument))
    _change(desk, request, danger=None, danger_at=None)
    return cards.understood(desk, request, photos=cards.photos_of(desk, request))


def declared(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« C'est un danger »: what we only wondered about, or did not see."""
    request = own_draft(desk, int(argument))
    _change(desk, request, danger="declared", danger_at=desk.now)
    return cards.understood(desk, request, photos=cards.photos_of(desk, request))


def _change(desk: Desk, request: Request, **values: object) -> None:
    if not requests.change(desk.store, request, desk.now, **values):
        raise Refusal("already-changed")
    amend(request, **values, version=request.version + 1)
