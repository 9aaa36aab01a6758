"""The codes that open an access: made once, kept as keyed hashes, handed over by people."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Reply
from handlers.people.naming import place_name
from handlers.people.rules import CODE_LENGTH, code_of
from storage.seal import Seal
from storage.tables import Invitation

INVITATION_LIFE = timedelta(hours=24)


def code_hash(seal: Seal, code: str) -> str:
    """What we keep of a code: recognisable with our key only. code: digits only, as `code_in` gives them."""
    return seal.mark(b"invitation/" + code.encode()).hex()


def new_invitation(seal: Seal, *, id: int, role: str, mairie: str | None, direction: str | None, issued_by: int | None,
                   person_id: int | None, now: datetime) -> tuple[Invitation, str]:
    """A row to add, and the code to hand over: the only time it is ever seen."""
    code = code_of(secrets.randbits(5 * CODE_LENGTH))
    row = Invitation(id=id, code_hash=code_hash(seal, code.replace("-", "")), role=role, mairie=mairie, direction=direction,
                     person_id=person_id, issued_by=issued_by, issued_at=now, expires_at=now + INVITATION_LIFE)
    return row, code


def granted(invitation: Invitation) -> dict[str, Any]:
    """What an invitation opens, for the log: the function and its scope, nothing of who uses it."""
    return {"invitation": invitation.id, "role": invitation.role, "mairie": invitation.mairie, "direction": invitation.direction}


def invitation(desk: Desk, role: str, *, mairie: str | None, direction: str | None, issued_by: int) -> Reply:
    """A new code for somebody with this role, as it is shown to whoever will hand it over."""
    row, code = new_invitation(desk.hall.seal, id=desk.next_id(), role=role, mairie=mairie, direction=direction,
                               issued_by=issued_by, person_id=None, now=desk.now)
    desk.add(row)
    note(desk, "invited", **granted(row))
    place = place_name(desk.town, mairie, direction)
    return Reply("invitation", {"code": code, "role": desk.word(f"role-{role}"), "where": place, "link": deep_link(desk, code)})


def deep_link(desk: Desk, code: str) -> str:
    """The link that opens Telegram with the code already typed, on a line of its own; "" where the bot has no Telegram name."""
    name = desk.hall.facts.get("telegram_name", "")
    return f"\nhttps://t.me/{name}?start={code.replace('-', '')}" if name else ""
