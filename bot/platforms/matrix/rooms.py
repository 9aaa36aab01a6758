"""Which rooms we may be in, and what reading needs to know of one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bot.platforms.matrix.client import server_of


def belongs(room: Any, allowed: Collection[str]) -> bool:
    """True where everybody else present or invited is of an allowed homeserver, and nobody else can walk in or look in."""
    closed = room.join_rule != "public" and room.history_visibility != "world_readable"
    return closed and all(server_of(user) in allowed for user in room.users if user != room.own_user_id)


def inviter_of(state: Sequence[Any], me: str) -> str:
    """Who invited us, from the few events an invitation shows; "" when it does not say."""
    return next((event.sender for event in state if getattr(event, "membership", "") == "invite" and event.state_key == me), "")


def facts(room: Any, other: str, me: str) -> dict[str, Any]:
    """What is kept beside an event. private: only `other` and we read the room, invited people counted."""
    return {
        "private": set(room.users) <= {me, other},
        "encrypted": room.encrypted,
        "members": len(room.users),
        "by": other,
        "name": room.user_name(other) or "",
    }


def unsigned(source: dict[str, Any]) -> dict[str, Any]:
    """What the server adds to an event; inside an encrypted one it is whatever the sender liked."""
    added = source.get("unsigned")
    return added if isinstance(added, dict) else {}


def is_state(event: Any, kind: str) -> bool:
    """True for a real state event: the same words inside an encrypted message are only somebody's claim."""
    return event.source.get("type") == kind and not getattr(event, "decrypted", False) and "state_key" in event.source


def concerns_us(event: Any, me: str, *, alone: bool) -> bool:
    """Our own arrival, or the departure of the last person who was there with us."""
    membership = event.source["content"].get("membership")
    if event.source["state_key"] == me:
        before = unsigned(event.source).get("prev_content", {}).get("membership")
        return bool(membership == "join" and before != "join")
    return alone and membership in ("leave", "ban")


def since_invitation(events: list[Any], me: str) -> list[Any]:
    """Of a room we just joined, only what follows our invitation: the rest was not said to us. Others: the same list."""
    ours = [(place, event) for place, event in enumerate(events) if is_state(event, "m.room.member") and event.source["state_key"] == me]
    if not any(concerns_us(event, me, alone=False) for _, event in ours):
        return events
    invited = [place for place, event in ours if event.source["content"].get("membership") == "invite"]
    return events[invited[-1] + 1 :] if invited else list(events)
