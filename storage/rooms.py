"""Group rooms bound to directions, and the one card of each open request in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from storage.tables import Room, RoomCard, record, table
from storage.unit import Scope

ROOM, CARD = table(Room), table(RoomCard)


def of_direction(store: Scope, direction: str | None) -> Room | None:
    row = store.first(select(ROOM).where(ROOM.c.direction == direction)) if direction else None
    return record(Room, row._mapping) if row else None


def at(store: Scope, address: str) -> Room | None:
    row = store.first(select(ROOM).where(ROOM.c.address == address))
    return record(Room, row._mapping) if row else None


def every(store: Scope) -> list[str]:
    """The addresses of all the rooms that are bound."""
    return [row.address for row in store.all(select(ROOM.c.address).order_by(ROOM.c.address))]


def bind(store: Scope, *, address: str, direction: str, by: int, now: datetime) -> None:
    """The room is this direction's from now on, and the direction has no other."""
    store.write(delete(CARD).where(CARD.c.room == address))
    store.write(delete(ROOM).where((ROOM.c.address == address) | (ROOM.c.direction == direction)))
    store.write(ROOM.insert(), {"address": address, "direction": direction, "bound_by": by, "bound_at": now})


def forget(store: Scope, address: str) -> None:
    """We are not in this room any more."""
    store.write(delete(CARD).where(CARD.c.room == address))
    store.write(delete(ROOM).where(ROOM.c.address == address))


def move(store: Scope, old: str, new: str) -> None:
    """The chat has a new id."""
    store.write(update(CARD).where(CARD.c.room == old).values(room=new))
    store.write(update(ROOM).where(ROOM.c.address == old).values(address=new))


def cards(store: Scope, request_id: int) -> list[RoomCard]:
    return [record(RoomCard, row._mapping) for row in store.all(select(CARD).where(CARD.c.request_id == request_id))]


def put_card(store: Scope, request_id: int, room: str, message: int) -> None:
    store.write(CARD.insert(), {"request_id": request_id, "room": room, "message": message})


def drop_card(store: Scope, request_id: int, room: str) -> None:
    store.write(delete(CARD).where(CARD.c.request_id == request_id, CARD.c.room == room))
