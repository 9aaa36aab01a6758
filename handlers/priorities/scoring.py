"""A secrétaire général scores alone, one question a tap, and may change anything until it closes. No event says who did."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.notices import take_back
from handlers.priorities.rules import POINTS, missing
from handlers.priorities.sheets import wanted
from storage import priorities
from storage.tables import Prioritisation


def begin(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Donner mon avis], [Continuer], [Revoir mes notes]."""
    return _next(desk, _open(desk, int(argument)))


def ask(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """One question again. argument: "id/subject/criterion"."""
    id, subject, criterion = map(int, argument.split("/"))
    return _question(desk, _open(desk, id), subject, criterion)


def give(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """argument: "id/subject/criterion/points"."""
    id, subject, criterion, points = map(int, argument.split("/"))
    found = _open(desk, id)
    if subject >= len(found.subjects) or criterion >= len(found.criteria) or points not in POINTS:
        raise Refusal("button-stale")
    priorities.give(desk.store, found.id, desk.who.id, subject, criterion, points)
    return _next(desk, found)


def subject(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """What I gave a subject, each to be changed. argument: "id/subject"."""
    id, number = map(int, argument.split("/"))
    found = _open(desk, id)
    mine = _mine(desk, found)
    buttons = (
        Button(f"priorities.ask:{id}/{number}/{place}", "button-priorities-given",
               {"criterion": criterion["name"], "points": mine.get((number, place), "")})
        for place, criterion in enumerate(found.criteria)
    )
    return Reply("priorities-mine-subject", {"subject": found.subjects[number]},
                 choices=(*buttons, Button(f"priorities.begin:{id}", "button-back")), layout="list")


def _open(desk: Desk, id: int) -> Prioritisation:
    """Late is said kindly: the day was announced, and nobody's fault."""
    found = wanted(desk, id, "open", "over", "closed", "decided")
    if found.closes_at is None or desk.now >= found.closes_at:
        raise Refusal("priorities-too-late", title=found.title, on=found.closes_on or desk.today)
    return found


def _mine(desk: Desk, found: Prioritisation) -> priorities.Given:
    return priorities.given(desk.store, found.id, [desk.who.id])[desk.who.id]


def _next(desk: Desk, found: Prioritisation) -> Reply:
    """The first question that I did not answer; when there is none, all that I gave."""
    mine = _mine(desk, found)
    left = next(missing(mine, len(found.subjects), len(found.criteria)), None)
    if left:
        return _question(desk, found, *left)
    take_back(desk, desk.who.id, f"priorities/{found.id}/reminder")
    lines = (
        desk.word("priorities-given", subject=subject,
                  points=", ".join(f"{criterion['name']} {mine[number, place]}" for place, criterion in enumerate(found.criteria)))
        for number, subject in enumerate(found.subjects)
    )
    buttons = tuple(Button(f"priorities.subject:{found.id}/{number}", "button-priorities-change", {"subject": subject})
                    for number, subject in enumerate(found.subjects))
    values: dict[str, Value] = {"title": found.title, "on": found.closes_on or desk.today, "lines": "\n".join(lines)}
    return Reply("priorities-mine", values, choices=buttons, layout="list")


def _question(desk: Desk, found: Prioritisation, subject: int, criterion: int) -> Reply:
    if subject >= len(found.subjects) or criterion >= len(found.criteria):
        raise Refusal("button-stale")
    asked = found.criteria[criterion]
    buttons = tuple(Button(f"priorities.give:{found.id}/{subject}/{criterion}/{points}", "button-plain", {"label": str(points)})
                    for points in POINTS)
    values: dict[str, Value] = {
        "subject": found.subjects[subject], "criterion": asked["name"], "question": asked["question"],
        "number": subject * len(found.criteria) + criterion + 1, "of": len(found.subjects) * len(found.criteria),
    }
    return Reply("priorities-ask", values, choices=buttons, layout="scale")
