"""A direction's room: one card for each open request, edited in place. No photo, no words of people, no name, nothing sensitive."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Address, Button, Incoming, Refusal, Reply
from handlers.requests import cards
from handlers.requests.life import ACTS, WITH_ITS_PILOT, fits
from handlers.requests.rules import named
from handlers.requests.sheet import since
from storage import events, requests
from storage import rooms as stored
from storage.tables import Request

READING = timedelta(seconds=10)
"""How long a number typed in a room may still be meant for what its card said before."""
SHOWN = ("take", "transfer", "hold", "resume", "date", "finish")
"""The acts that a direction's room offers; each asks again who presses."""


def refresh(desk: Desk, request: Request) -> None:
    """Show the request as it is in the room of its direction, and end its card in the one it left."""
    home = stored.of_direction(desk.store, request.direction) if _belongs_in_a_room(desk, request) else None
    shown = {card.room: card.message for card in stored.cards(desk.store, request.id)}
    with desk.speaking(desk.hall.language):
        for room, message in shown.items():
            if home is None or room != home.address:
                desk.say(_ended(desk, request), to=Address.parse(room), over=message)
                stored.drop_card(desk.store, request.id, room)
        if home is not None:
            first = desk.say(_card(desk, request), to=Address.parse(home.address), over=shown.get(home.address))
            if home.address not in shown and first is not None:
                stored.put_card(desk.store, request.id, home.address, first)


def _belongs_in_a_room(desk: Desk, request: Request) -> bool:
    return request.state in WITH_ITS_PILOT and not request.sensitive and request.arbitration not in ("open", "escalated")


def _card(desk: Desk, request: Request) -> Reply:
    lines = [
        desk.word("card-danger-room") if request.danger and not request.called_at else "",
        _street(desk, request),
        desk.word("card-state", state=desk.word(f"state-{request.state}"), at=since(request)),
        desk.word("card-arbitration-decided") if request.arbitration == "decided" else "",
        desk.word("card-announced", day=request.announced_on) if request.announced_on and request.state == "dated" else "",
        cards.commitment(desk, request),
    ]
    choices = tuple(Button(f"requests.{name}:{request.id}", f"act-{name}") for name in SHOWN if fits(ACTS[name], request, desk.now))
    return Reply("room-card", _values(desk, request, lines), choices=choices)


def _street(desk: Desk, request: Request) -> str:
    """A street of the town's own list, or the quarter: the words that somebody typed for a place stay out of a room."""
    street = desk.town.territory.street(request.place) if request.place else None
    mairie = desk.town.mairies.get(request.quarter or request.mairie)
    where = street.name if street else mairie.name if mairie else ""
    return desk.word("card-place", place=where) if where else ""


def _ended(desk: Desk, request: Request) -> Reply:
    """What the card says once the request is not this room's any more: where it stands for its direction, no button."""
    return Reply("room-card", _values(desk, request, [desk.word("room-ended", state=desk.word(f"state-{request.state}"))]))


def _values(desk: Desk, request: Request, lines: list[str]) -> dict[str, str]:
    return {"reference": request.reference or "", "service": cards.service_name(desk, request.service), "lines": cards.stacked(lines)}


def is_overtaken(desk: Desk, got: Incoming, request: Request) -> bool:
    """Whether somebody else acted while this was typed: unlike a button, a number does not say which version of the card it answers."""
    last = events.last_of(desk.store, request.id)
    if got.private or got.kind == "press" or last is None or last.kind == "recorded":
        return False
    return last.actor_id != desk.who.id and desk.now - last.at < READING


# --- binding ---


def bind(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/salon voirie, said in the room by an administrator: the direction's open requests come here from now on."""
    if got.private:
        raise Refusal("room-say-it-there")
    town = desk.town
    found = named(argument, town.directions, [id for id, each in town.directions.items() if each.sending == "messagerie"])
    if len(found) != 1:
        raise Refusal("room-which-direction", prefix=desk.prefix)
    stored.bind(desk.store, address=str(got.chat), direction=found[0], by=desk.who.id, now=desk.now)
    note(desk, "room_bound", direction=found[0])
    with desk.speaking(desk.hall.language):
        desk.say(Reply("room-bound-here", {"direction": desk.town.directions[found[0]].name}), to=got.chat)
    for request in requests.open_of_direction(desk.store, found[0], limit=20):
        refresh(desk, request)
    return Reply("room-bound", {"direction": desk.town.directions[found[0]].name})
