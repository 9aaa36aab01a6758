"""What an act changes in a request's clocks and ladder: pure, whatever the act; read from the columns that it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.escalation.clocks import CLOCKS, Clock, calendar_of, class_of, due_of, is_suspended, stopped_at
from handlers.escalation.ladder import bits, copied, next_action_at
from storage.tables import Request, amend, record

if TYPE_CHECKING:
    from config.town import Town

Columns = dict[str, object]


def effects(town: Town, request: Request, changes: Mapping[str, object], now: datetime) -> Columns:
    """The columns of clocks and ladder that change with these, and only those."""
    after = record(Request, {**vars(request), **changes})
    if after.reference is None or after.state == "draft":
        return {}
    for change in (_begun, _paused, _due, _next):
        amend(after, **change(town, request, after, now))
    names = ("ladder", "clocks_from", "halved", "pauses", "held_at", "rungs_done", "minded_at", "next_action_at", *DUE.values())
    return {name: value for name in names if (value := getattr(after, name)) != getattr(request, name)}


def overtaken(request: Request, changes: Mapping[str, object]) -> list[Clock]:
    """The clocks whose reminders are no longer true: met, paused, or due at another moment."""
    after = record(Request, {**vars(request), **changes})
    return [clock for clock in EVERY if _promise(request, clock) != _promise(after, clock)]


def _promise(request: Request, clock: Clock) -> tuple[object, ...]:
    due_at = request.legal_due_on if clock == "legal" else getattr(request, DUE[clock])
    return due_at, bool(stopped_at(request, clock)), is_suspended(request, clock)


EVERY: tuple[Clock, ...] = (*CLOCKS, "legal")
DUE = {clock: f"{clock}_due_at" for clock in CLOCKS}


def _begun(town: Town, before: Request, after: Request, now: datetime) -> Columns:
    """Recorded: its clocks begin. Reopened, or of another class: they begin anew, so that nothing is late at once."""
    anew: Columns = {"rungs_done": 0, "minded_at": None, "pauses": None, "held_at": None}
    if before.ladder is None:
        return {"ladder": copied(town, after), "clocks_from": now}
    if after.reopened > before.reopened:
        return anew | {"ladder": copied(town, after), "clocks_from": now, "halved": True}
    if class_of(town, after).id != before.ladder["class"]:
        qualified = before.delay is None and before.danger is None and after.danger is None  # it had none of its own yet
        return anew | {"ladder": copied(town, after), "clocks_from": before.clocks_from if qualified else now, "halved": False}
    sent = bits(before, "taking") if after.sent_at != before.sent_at else 0
    dated = bits(before, "resolution") if after.announced_on != before.announced_on else 0
    legal = bits(before, "legal") if after.legal_due_on != before.legal_due_on else 0
    return {"rungs_done": after.rungs_done & ~(sent | dated | legal)}


def _paused(town: Town, _before: Request, after: Request, now: datetime) -> Columns:
    """A hold whose reason stops the clock pauses it until it ends."""
    reason = town.hold_reasons.get(after.hold_reason or "")
    if after.state == "on_hold" and reason and reason.stops_clock:
        return {"held_at": after.held_at or now}
    if after.held_at is None:
        return {}
    return {"held_at": None, "pauses": [*(after.pauses or []), [after.held_at.isoformat(), now.isoformat()]]}


def _due(town: Town, _before: Request, after: Request, _now: datetime) -> Columns:
    calendar = calendar_of(town, after)
    return {DUE[clock]: due_of(after, clock, calendar) for clock in CLOCKS}


def _next(town: Town, _before: Request, after: Request, _now: datetime) -> Columns:
    return {"next_action_at": next_action_at(town, after)}
