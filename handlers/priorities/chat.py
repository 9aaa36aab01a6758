"""/priorites: what is open, what came of what closed, what was decided and why."""

from __future__ import annotations

from hashlib import sha256

from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.notices import tell
from handlers.people.permissions import grant_of
from handlers.priorities.rules import FEWEST, Rank, missing, ranking, state
from handlers.priorities.sheets import listed, scorers, wanted, weighed, weights, whole, worded
from storage import priorities
from storage.tables import Prioritisation

SHOWN = 10
PRINT = 12
"""Signs of a decision's print that tell it from another."""
WORDS = 600
"""Characters of a decision, and of its reason."""


def command(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    rows = priorities.newest(desk.store, SHOWN)
    leads = _leads(desk)
    lines, buttons = [], []
    for each in rows:
        now = state(each, desk.now)
        if now == "draft":
            continue
        count = len(whole(desk, each)) if now == "open" else 0
        lines.append(desk.word("priorities-line", title=each.title, state=now, on=each.closes_on or desk.today, count=count))
        buttons.append(Button(f"priorities.show:{each.id}", "button-plain", {"label": each.title}))
    if leads:
        drafts = [each for each in rows if state(each, desk.now) == "draft"]
        buttons += [Button(f"priorities.draft:{each.id}", "button-priorities-draft", {"title": each.title}) for each in drafts]
        if not drafts:
            buttons.append(Button("priorities.new:", "button-priorities-new"))
    return Reply("priorities", {"some": str(bool(lines)), "lines": "\n".join(lines)}, choices=tuple(buttons), layout="list")


def everything(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Retour]"""
    return command(desk, got, argument)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    return _card(desk, wanted(desk, int(argument), "open", "over", "closed", "decided"))


def _leads(desk: Desk) -> bool:
    grant = grant_of(desk.who.role, "prioritise")
    return grant is not None and grant.mode == "do"


def _card(desk: Desk, found: Prioritisation) -> Reply:
    match state(found, desk.now):
        case "open":
            return _open(desk, found)
        case "over":
            return Reply("priorities-counting", {"title": found.title}, choices=(Button("priorities.all:", "button-back"),))
        case _:
            return _result(desk, found)


def _open(desk: Desk, found: Prioritisation) -> Reply:
    """How many gave their opinion, and neither who nor what, to anybody."""
    mine, buttons = "none", []
    if _leads(desk):
        buttons.append(Button(f"priorities.withdraw:{found.id}", "button-priorities-withdraw"))
    else:
        given = priorities.given(desk.store, found.id, [desk.who.id])[desk.who.id]
        left = sum(1 for _ in missing(given, len(found.subjects), len(found.criteria)))
        mine = "whole" if not left else "begun" if given else "to-give"
        buttons.append(Button(f"priorities.begin:{found.id}", "button-priorities-give", {"mine": mine}))
    values: dict[str, Value] = {"title": found.title, "on": found.closes_on or desk.today, "count": len(whole(desk, found)), "mine": mine,
                                "lines": listed(desk, found), "criteria": weighed(found.criteria)}
    return Reply("priorities-open", values, choices=(*buttons, Button("priorities.all:", "button-back")))


def _result(desk: Desk, found: Prioritisation) -> Reply:
    """Worked out again from the sheets each time it is shown."""
    ranked = ranking(found.sheets, weights(found))
    if ranked:
        lines = [*(_line(desk, found, rank) for rank in ranked.ranks), "",
                 desk.word("priorities-held", scorers=ranked.scorers, held=ranked.held, first=ranked.first_held)]
    else:
        lines = [desk.word("priorities-too-few", count=len(found.sheets), fewest=FEWEST), listed(desk, found)]
    buttons = [Button(f"priorities.decide:{found.id}", "button-priorities-decide")] if _leads(desk) and not found.decided_at else []
    values: dict[str, Value] = {
        "title": found.title, "on": found.closes_on or desk.today, "criteria": weighed(found.criteria), "lines": "\n".join(lines),
        "decided": str(bool(found.decided_at)), "decision": found.decision or "", "reason": found.reason or "",
    }
    return Reply("priorities-result", values, choices=(*buttons, Button("priorities.all:", "button-back")))


def _line(desk: Desk, found: Prioritisation, rank: Rank) -> str:
    mean, low, high = (round(float(each), 2) for each in (rank.mean, rank.low, rank.high))
    return desk.word("priorities-rank", place=rank.place, subject=found.subjects[rank.subject], tied=str(rank.tied), mean=mean, low=low,
                     high=high)


# --- the decision, which is people's ---


def decide(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Écrire la décision]: what, then why."""
    found = wanted(desk, int(argument), "closed")
    return Reply("priorities-which-decision", {"title": found.title}, ask=f"priorities.decision:{found.id}", edits=False)


def decision(desk: Desk, got: Incoming, argument: str) -> Reply:
    found, said = wanted(desk, int(argument), "closed"), worded(desk, got.text, WORDS)
    if said is None:
        return Reply("priorities-which-decision", {"title": found.title}, ask=f"priorities.decision:{found.id}")
    priorities.decide(desk.store, found.id, decision=said)
    return Reply("priorities-which-reason", ask=f"priorities.reason:{found.id}/{_print(said)[:PRINT]}")


def reason(desk: Desk, got: Incoming, argument: str) -> Reply:
    """Both are kept and told; the log holds their print, by which a changed word would be seen. argument: whose reason it is."""
    id, _, of = argument.partition("/")
    found, said = wanted(desk, int(id), "closed"), worded(desk, got.text, WORDS)
    if found.decision is None or _print(found.decision)[:PRINT] != of:  # somebody else wrote another meanwhile
        raise Refusal("button-stale")
    if said is None:
        return Reply("priorities-which-reason", ask=f"priorities.reason:{argument}")
    if not priorities.decide(desk.store, found.id, reason=said, decided_at=desk.now):
        raise Refusal("button-stale")
    note(desk, "priorities_decided", prioritisation=found.id, sha256=_print(f"{found.decision}\n{said}"))
    for person in scorers(desk):
        tell(desk, person.id, f"priorities/{found.id}/decided", "notice-priorities-decided", title=found.title, decision=found.decision,
             reason=said)
    return _result(desk, wanted(desk, found.id, "decided"))


def _print(words: str) -> str:
    return sha256(words.encode()).hexdigest()
