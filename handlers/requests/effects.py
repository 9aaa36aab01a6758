"""What each act of `life` changes in a request: pure, one entry an act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from handlers.people.permissions import Holder
from handlers.requests.life import PING_PONG, Act, Answers, Living

Columns = dict[str, object]


class Doing(NamedTuple):
    """An act as it is done. counts: the transfer's reason counts as bouncing."""

    request: Living
    answers: Answers
    now: datetime
    who: Holder
    counts: bool


def effects(act: Act, request: Living, answers: Answers, *, now: datetime, who: Holder, counts: bool = False) -> Columns:
    """The columns that the act changes, with their new values; the state first."""
    doing = Doing(request, answers, now, who, counts)
    return {**({"state": act.ends} if act.ends else {}), **EFFECTS[act.name](doing)}


def _transfer(it: Doing) -> Columns:
    """The second bounce leaves it where it is, locked, until the coordination has named one pilot."""
    bounces = it.request.ping_pong + it.counts
    columns: Columns = {"ping_pong": bounces, "sent_at": it.now, "taken_at": None, "holder_id": None}
    if it.counts and bounces >= PING_PONG:
        return columns | {"arbitration": "open", "arbitration_at": it.now}
    return columns | {"direction": it.answers["direction"]}


def _arbitrate(it: Doing) -> Columns:
    return {"direction": it.answers["direction"], "arbitration": "decided", "sent_at": it.now, "taken_at": None, "holder_id": None}


def _hold(it: Doing) -> Columns:
    return {"hold_reason": it.answers["reason"], "wake_on": _day(it), "holds": it.request.holds + 1}


def _date(it: Doing) -> Columns:
    later = it.request.postponements + (it.request.state == "dated")
    return {"announced_on": _day(it), "postponements": later, "reply_owed": "holding"}


def _close(it: Doing) -> Columns:
    told = _replied(it, "final") if it.answers["told"] != "none" else {}
    return {"closed_at": it.now, "closing_reason": it.answers["reason"], "reply_owed": None, "waits": False, "awaiting": None,
            "wake_on": None, **told}


def _reopen(it: Doing) -> Columns:
    contested = it.answers["reason"] not in ("recidive", "erreur_cloture")
    return {"reopened": it.request.reopened + 1, "contested": contested, "closed_at": None, "closing_reason": None, "done_at": None,
            "final_reply_at": None, "announced_on": None, "taken_at": it.now}


def _reply(it: Doing) -> Columns:
    owed: Columns = {"reply_owed": None} if it.request.reply_owed == it.answers["kind"] else {}
    return _replied(it, it.answers["kind"]) | owed


def _replied(it: Doing, kind: str) -> Columns:
    """The first reply is the earliest of the three kinds (domain.md §6.6)."""
    return {REPLIES[kind]: it.now, "first_reply_at": it.request.first_reply_at or it.now}


def _day(it: Doing) -> date:
    return date.fromisoformat(it.answers["day"])


REPLIES = {"acknowledgement": "acknowledged_at", "holding": "first_reply_at", "final": "final_reply_at"}
"""Each kind of reply to a resident, and the column that says when it was given."""

EFFECTS: Mapping[str, Callable[[Doing], Columns]] = {
    "send": lambda it: {"qualified_at": it.now, "sent_at": it.now},
    "take": lambda it: {"taken_at": it.now, "holder_id": it.who.id},
    "mind": lambda it: {"minded_at": it.now},
    "take_over": lambda it: {"holder_id": it.who.id},
    "transfer": _transfer,
    "ask_arbitration": lambda it: {"arbitration": "open", "arbitration_at": it.now},
    "escalate": lambda it: {"arbitration": "escalated"},
    "arbitrate": _arbitrate,
    "hold": _hold,
    "resume": lambda it: {"hold_reason": None, "wake_on": None},
    "date": _date,
    "finish": lambda it: {"done_at": it.now, "reply_owed": "final"},
    "close": _close,
    "reopen": _reopen,
    "reply": _reply,
    "danger": lambda it: {"danger": "declared", "danger_at": it.now, "called_at": None},
    "called": lambda it: {"called_at": it.now},
    "lower": lambda it: {"danger": None},
    "cancel": lambda it: {"waits": False, "awaiting": None},
}
