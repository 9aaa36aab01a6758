"""/graphique, and the button of a digest: one chart at a time, of the figures that its reader may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from handlers.charts import gather, long
from handlers.charts.keeping import shown
from handlers.charts.reader import View, view_of
from handlers.charts.specs import Spec
from handlers.desk import Desk
from handlers.measures.periods import Kind, Period, of
from handlers.measures.saying import withheld
from handlers.messages import Button, Incoming, Reply
from handlers.people.permissions import roles_with

if TYPE_CHECKING:
    from storage.tables import Person

READERS = roles_with("indicators") - {"admin"}


class Chart(NamedTuple):
    every: Kind
    run: Callable[[View, Period], Spec]


FLOW, DELAYS, HEAT, FUNNEL = (Chart("week", run) for run in (gather.flow, gather.delays, gather.heat, gather.funnel))
CONTROL, STACKED, GROUND = (Chart("month", run) for run in (long.control, long.stacked, long.ground))
CHARTS: Mapping[str, tuple[Chart, ...]] = {
    "agent": (FLOW,), "assistante": (FLOW,), "mission": (FLOW,), "sg": (FLOW, DELAYS, CONTROL, GROUND), "elu": (CONTROL, GROUND),
    "coordination": (HEAT, FUNNEL, CONTROL, GROUND), "direction": (FLOW, CONTROL), "dgs": (CONTROL, STACKED, GROUND),
}  # fmt: skip
"""role → its charts, the one of its digest first (domain.md §6.5)."""


def command(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """The first chart of the last week or month."""
    return _drawn(desk, 0, of("week", desk.today).before)


def chart(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Graphique] of a digest; [Autre graphique]."""
    number, _, period = argument.partition("/")
    return _drawn(desk, int(number), Period.parse(period))


def of_digest(desk: Desk, reader: Person, asked: Period) -> Spec | None:
    """The chart behind [Graphique] of somebody's digest; None where the table gives them no figures today."""
    view = view_of(desk, reader)
    one = CHARTS[reader.role][0]
    return one.run(view, _over(desk, one, asked)) if view else None


def _over(desk: Desk, one: Chart, asked: Period) -> Period:
    """What still runs is not compared with what is over."""
    period = of(one.every, asked.last)
    return period.before if period.after > desk.today else period


def _drawn(desk: Desk, number: int, asked: Period) -> Reply:
    view = view_of(desk, desk.who)
    if view is None:
        raise withheld(desk)
    mine = CHARTS[desk.who.role]
    one = mine[number % len(mine)]
    period = _over(desk, one, asked)
    following = (number + 1) % len(mine)
    other = (Button(f"restitution.chart:{following}/{asked}", "button-chart-other"),) if len(mine) > 1 else ()
    return shown(desk, one.run(view, period), choices=(*other, Button(f"measures.show:{period}", "button-figures")))
