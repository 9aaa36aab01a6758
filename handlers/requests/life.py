"""The life of a request as one table: which act leads from which state to which, who may do it, what it must be told.

Read by the code that acts, by the cards (which buttons), the commands and their help, the tests and the diagram of docs/life.md.
T1…T14 are the transitions of the design (domain.md §2.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from handlers.people.permissions import Grant, Holder, Owned, allowed

STATES = ("draft", "to_qualify", "sent", "taken", "on_hold", "dated", "done", "closed", "cancelled")
OPEN = STATES[1:7]
WITH_ITS_PILOT = ("sent", "taken", "on_hold", "dated")
"""States in which its direction, or the mairie for what is its own, has the next move."""

REOPENING = timedelta(days=90)
CANCELLING = timedelta(hours=24)
CALLING = timedelta(minutes=15)
"""How long a danger may stay without « J'ai appelé » before others are told (T13)."""
HOLD_DAYS = 30
HOLDS, POSTPONEMENTS = 2, 1
"""How many before the secrétaire général is asked (T6, T7)."""
PING_PONG = 2
"""Transfers that count as bouncing before the coordination decides (T5)."""

ARBITRATING = 2
"""Working days the coordination has to name a pilot before the DGS is asked (T5)."""

REFUSALS = frozenset({"refus_motive", "abusive"})
DONE_REASONS = frozenset({"fait", "programme"})
NOT_BY_HAND = frozenset({"doublon"})
"""Closing reasons: those that the secrétaire général validates; those that say the work is done; those with an act of their own."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Something an act must be told. what: how it is asked and read. of: the town's table of reasons.

    when: an earlier answer that makes it necessary, (name, value). most: days ahead. optional: only taken when a command says it.
    """

    what: Literal["reason", "direction", "day", "words", "told", "text", "kind"]
    of: str = ""
    when: tuple[str, str] | None = None
    most: int = 400
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act. number: its transition in the design. begins: states it may begin in; ends: the state it leads to, None for the same.

    needs: the row of the permission table. via: states from which it first does another act (« dater » takes in charge first).
    pilot: only whoever has the work: a direction for its own, the mairie for what stays with it. commands: their names, French first.
    note: the kind of note its words become. order: where its button stands, None for none.
    """

    name: str
    number: str
    begins: tuple[str, ...]
    ends: str | None
    needs: str
    asks: tuple[Ask, ...] = ()
    via: Mapping[str, str] | None = None
    pilot: bool = False
    commands: tuple[tuple[str, ...], ...] = ()
    note: str | None = None
    order: int | None = None


TOLD = (Ask("told"), Ask("text", when=("told", "template")), Ask("words", when=("told", "words")))
"""How the resident was told: with our template, in one's own words, or no answer was wanted."""

ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("send", "T2", ("to_qualify",), "sent", "send", order=1),
        Act("take", "T3", ("sent",), "taken", "accept", pilot=True, commands=(("prendre", "take"), ("accepter", "accept")), order=2),
        Act("mind", "", ("taken", "on_hold", "dated"), None, "hold", order=2),
        Act("take_over", "T3", ("taken", "on_hold", "dated"), None, "take_over", pilot=True, order=12),
        Act("transfer", "T4", ("sent", "taken"), "sent", "accept", (Ask("reason", "transfer_reasons"), Ask("direction")),
            commands=(("transferer", "transfer"), ("refuser", "decline")), order=3),
        Act("ask_arbitration", "T5", ("sent", "taken"), None, "arbitrate", (Ask("words"),), note="reason", order=13),
        Act("escalate", "T5", ("sent", "taken"), None, "arbitrate", order=14),
        Act("arbitrate", "T5", ("sent", "taken"), "sent", "arbitrate", (Ask("direction"), Ask("words")),
            commands=(("trancher", "arbitrate"),), note="decision", order=0),
        Act("hold", "T6", ("taken",), "on_hold", "hold",
            (Ask("reason", "hold_reasons"), Ask("day", most=HOLD_DAYS), Ask("words", when=("reason", "info_usager"))),
            via={"sent": "take"}, commands=(("attente", "hold"),), note="question", order=4),
        Act("resume", "T6", ("on_hold",), "taken", "hold", commands=(("reprendre", "resume"),), order=4),
        Act("date", "T7", ("taken", "dated"), "dated", "date", (Ask("day"),), via={"sent": "take"}, pilot=True,
            commands=(("dater", "schedule"),), order=5),
        Act("finish", "T8", ("taken", "dated"), "done", "finish", (Ask("words"),), via={"sent": "take"}, pilot=True,
            commands=(("traite", "done"),), note="result", order=6),
        Act("close", "T9, T10", ("done", "to_qualify", "taken"), "closed", "close",
            (Ask("reason", "closing_reasons"), *TOLD), via={"sent": "take"}, commands=(("clore", "close"),), note="final", order=7),
        Act("reopen", "T11", ("closed",), "taken", "reopen", (Ask("reason", "reopening_reasons"),),
            commands=(("rouvrir", "reopen"),), order=8),
        Act("reply", "", (*OPEN, "closed"), None, "reply", (Ask("kind"), *TOLD), commands=(("repondre", "reply"),), order=9),
        Act("danger", "T13", OPEN, None, "raise_danger", commands=(("danger",),), order=11),
        Act("called", "T13", (*OPEN, "closed"), None, "raise_danger", commands=(("jai_appele", "called"),), order=0),
        Act("lower", "T14", OPEN, None, "lower_danger", (Ask("words"),), commands=(("lever", "lower"),), note="reason", order=10),
        Act("cancel", "", ("to_qualify", "sent"), "cancelled", "cancel", order=15),
    )
}
"""Beside them: T1 is the recording itself (`chat.record`), T12 is linking (`link`)."""


class Living(Owned, Protocol):
    """What the rules read of a request (storage.tables.Request)."""

    competence: str | None
    danger: str | None
    danger_at: datetime | None
    called_at: datetime | None
    ping_pong: int
    holds: int
    postponements: int
    recorded_at: datetime | None
    closed_at: datetime | None
    first_reply_at: datetime | None
    reply_owed: str | None
    reopened: int
    waits: bool
    rungs_done: int
    minded_at: datetime | None


def is_own(request: Living) -> bool:
    """Whether the mairie itself does the work."""
    return is_owned_by_mairie(request.direction, request.competence)


def is_owned_by_mairie(direction: str | None, competence: str | None) -> bool:
    return direction is None or competence == "mairie_quartier"


def is_locked(request: Living) -> bool:
    """An arbitration is under way: nobody moves it but who decides."""
    return request.arbitration in ("open", "escalated")


def grant_for(person: Holder, act: Act, request: Living, *, reason: str | None = None) -> Grant | None:
    """What this person may do, as the permission table and the act's own condition say; whatever the state.

    reason: the closing reason, once known: a refusal is another row of the table.
    """
    needs = act.needs
    if act.name == "close" and reason in REFUSALS:
        needs = "refuse"
    elif act.name == "take" and is_own(request):
        needs = "take_over"  # what stays with the mairie is taken by anybody of it
    grant = allowed(person, needs, request)
    if grant is None:
        return None
    if act.pilot and not is_own(request) and grant.scope == "mairie" and not (act.name == "take" and needs == "accept"):
        return None  # the direction does it and dates it; the mairie asks, and tells the resident
    if act.pilot and is_own(request) and person.role == "direction":
        return None
    if act.name in ("arbitrate", "escalate"):
        return grant if grant.mode == "do" and not (act.name == "escalate" and grant.scope == "escalated") else None
    if act.name == "ask_arbitration" and grant.scope == "escalated":
        return None
    return grant


def fits(act: Act, request: Living, now: datetime) -> bool:
    """Whether the request's own state admits the act, whoever does it."""
    if request.state not in act.begins and request.state not in (act.via or {}):
        return False
    if is_locked(request) and act.name not in ("arbitrate", "escalate", "danger", "called", "lower", "reply"):
        return False
    match act.name:
        case "send":
            return request.direction is not None
        case "transfer":
            return request.arbitration != "decided"
        case "ask_arbitration":
            return request.arbitration is None and not is_own(request)
        case "arbitrate":
            return is_locked(request)
        case "escalate":
            return request.arbitration == "open"
        case "close":
            return request.state != "sent" or is_own(request)
        case "reopen":
            return request.closed_at is not None and now - request.closed_at <= REOPENING
        case "danger":
            return request.danger is None
        case "called":
            return request.danger is not None and request.called_at is None
        case "lower":
            return request.danger is not None
        case "mind":  # once reminded of it
            return request.rungs_done > 0 and request.minded_at is None
        case "cancel":
            return request.recorded_at is not None and now - request.recorded_at <= CANCELLING
        case "reply":
            return request.state != "closed" or request.reply_owed is not None
    return True


def available(person: Holder, act: Act, request: Living, now: datetime, *, reason: str | None = None) -> Grant | None:
    """What this person may do of this act to this request now; None when not at all."""
    if not fits(act, request, now):
        return None
    grant = grant_for(person, act, request, reason=reason)
    first = (act.via or {}).get(request.state) if request.state not in act.begins else None
    return grant if grant and (first is None or available(person, ACTS[first], request, now)) else None


def acts_for(person: Holder, request: Living, now: datetime) -> list[Act]:
    """What this person may do to this request now, in the order of the buttons."""
    able = [act for act in ACTS.values() if act.order is not None and available(person, act, request, now)]
    return sorted(able, key=lambda act: act.order or 0)


def waits_for(person: Holder, act: Act, request: Living, grant: Grant) -> bool:
    """Whether the act only asks the secrétaire général: the table says propose or ask, or it is the third hold or second postponement."""
    if act.name == "ask_arbitration":
        return False  # asking is the act
    too_many = {"hold": request.holds >= HOLDS, "date": request.state == "dated" and request.postponements >= POSTPONEMENTS}
    return grant.mode != "do" or (too_many.get(act.name, False) and not allowed(person, "decide", request))


def reasons_for(act: Act, request: Living, ids: Sequence[str]) -> list[str]:
    """The reasons that may be chosen for this act now. ids: those of the town's table."""
    if act.name != "close":
        return list(ids)
    finished = request.state == "done" or is_own(request)
    return [id for id in ids if id not in NOT_BY_HAND and (finished or id not in DONE_REASONS)]


Answers = Mapping[str, str]
"""What an act was told, by the name of what was asked."""


def missing(act: Act, answers: Answers) -> Ask | None:
    """What the act must still be told, in the order of the table; None when it knows all."""
    for ask in act.asks:
        if ask.what in answers or ask.optional or (ask.when and answers.get(ask.when[0]) != ask.when[1]):
            continue
        return ask
    return None


def diagram() -> str:
    """The table as a Mermaid state diagram: docs/life.md holds it, a test compares."""
    lines = ["stateDiagram-v2", "    [*] --> to_qualify: record (T1)", "    [*] --> sent: record (T1)"]
    for act in ACTS.values():
        label = f"{act.name} ({act.number})" if act.number else act.name
        lines += [f"    {state} --> {act.ends}: {label}" for state in act.begins if act.ends]
    lines += [f"    {state} --> closed: link (T12)" for state in OPEN]
    return "\n".join([*lines, "    closed --> [*]", "    cancelled --> [*]"])
