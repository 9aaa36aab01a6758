"""`relais invite`: codes made by whoever holds the machine, the first administrator's among them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.opening import opened
from bot.platforms import Misconfigured
from config.settings import Settings
from config.town import Town
from handlers.people.codes import granted, new_invitation
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Event
from storage.unit import Scope, Unit


def invitations(settings: Settings, *, role: str, mairie: str | None, direction: str | None, count: int) -> list[str]:
    """Fresh codes, each for one person. Raises Misconfigured when the role and its scope do not fit."""
    with opened(settings, own=False) as base:
        refuse_misfit(base.town, role, mairie=mairie, direction=direction)
        codes = []
        with base.database.transaction() as connection:
            unit = Unit(connection, base.database.ids)
            store = Scope(unit)
            now = datetime.now(UTC)
            for _ in range(count):
                row, code = new_invitation(
                    base.seal, id=store.next_id(), role=role, mairie=mairie, direction=direction, issued_by=None, person_id=None, now=now,
                )
                store.add(row)
                store.add(Event(id=store.next_id(), at=now, kind="invited", actor_role="terminal", data=granted(row)))
                codes.append(code)
            store.keep()
            unit.flush()
        return codes


def refuse_misfit(town: Town, role: str, *, mairie: str | None, direction: str | None) -> None:
    if role not in ROLES:
        raise Misconfigured("cli-invite-unknown-role", role=role, roles=", ".join(ROLES))
    if role in OF_A_MAIRIE and mairie not in town.mairies:
        raise Misconfigured("cli-invite-which-mairie", role=role, mairies=", ".join(town.mairies))
    if role == "direction" and direction not in town.directions:
        raise Misconfigured("cli-invite-which-direction", directions=", ".join(town.directions))
    if (mairie and role not in OF_A_MAIRIE) or (direction and role != "direction"):
        raise Misconfigured("cli-invite-no-scope", role=role)
