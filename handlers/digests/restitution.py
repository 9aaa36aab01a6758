"""/restitution: the printed page of the last quarter, or of another, for whoever may take figures away."""

from __future__ import annotations

from config.entries import name_of
from handlers.charts.keeping import kept_page
from handlers.charts.reader import View
from handlers.desk import Desk
from handlers.digests import drawn
from handlers.digests.quarterly import AUDIENCES, page, said
from handlers.feature import Command, Feature, Press
from handlers.measures.periods import Period, of, period_in
from handlers.measures.reading import may_export
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import mairies_of, roles_with
from handlers.people.rules import plain
from storage.measures import Perimeter

READERS = roles_with("export") - {"admin"}
OF: dict[str, str] = {"sg": "sg", "direction": "directions", "dgs": "dgs"}
"""The page of each role; the coordination, which brings them to everybody, chooses."""


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/restitution; /restitution T2."""
    quarter = of("quarter", desk.today).before if not argument.strip() else period_in(plain(argument), desk.today)
    if quarter is None or quarter.kind != "quarter" or quarter.first > desk.today:
        raise Refusal("page-which-quarter")
    _may(desk)
    if desk.who.role == "coordination":
        return _choose(desk, quarter)
    return _made(desk, OF[desk.who.role], quarter, "")


def make(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """One of those that the coordination may bring."""
    audience, id, kind, first = argument.split("/")
    _may(desk)
    if desk.who.role != "coordination" or audience not in AUDIENCES or (id and id not in desk.town.mairies):
        raise Refusal("page-none")
    return _made(desk, audience, Period.parse(f"{kind}/{first}"), id)


def _may(desk: Desk) -> None:
    if not may_export(desk.town, desk.who, desk.today):
        raise Refusal("page-withheld")


def _choose(desk: Desk, quarter: Period) -> Reply:
    buttons = [Button(f"restitution.make:dgs//{quarter}", "page-for-dgs")]
    for audience, key in (("sg", "button-page-sg"), ("elus", "button-page-elus")):
        buttons += [Button(f"restitution.make:{audience}/{id}/{quarter}", key, {"mairie": name_of(desk.town.mairies, id)})
                    for id in desk.town.mairies]
    said = desk.word("period-quarter", number=quarter.number, year=quarter.year)
    return Reply("page-choose", {"period": said}, choices=tuple(buttons), layout="list")


def _made(desk: Desk, audience: str, quarter: Period, mairie: str) -> Reply:
    perimeter = Perimeter(mairies=(mairie,)) if mairie else _own(desk)
    view = View(desk.store, desk.town, desk.texts, desk.language, desk.now, perimeter, AUDIENCES[audience].only_figures)
    made = page(view, audience, quarter)
    return Reply("page-said", {"above": made.above, "text": said(made, desk.texts)}, attachments=(kept_page(desk, made),), edits=False)


def _own(desk: Desk) -> Perimeter:
    match desk.who.role:
        case "sg" if mairies_of(desk.who):
            return Perimeter(mairies=tuple(mairies_of(desk.who)))
        case "direction" if desk.who.direction:
            return Perimeter(direction=desk.who.direction)
        case "dgs" | "coordination":
            return Perimeter()
    raise Refusal("page-none")


FEATURE = Feature(
    "restitution",
    commands=(
        Command(command, ("restitution", "report"), READERS, argument="text"),
        Command(drawn.command, ("graphique", "chart"), drawn.READERS),
    ),
    presses={"make": Press(make, READERS), "chart": Press(drawn.chart, drawn.READERS)},
)
