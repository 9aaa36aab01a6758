"""The chart that goes with a digest, one for each kind: its text says as much in words (domain.md §6.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.desk import Desk
from handlers.digests.charts import view as charted
from handlers.digests.charts.gather import flow, funnel
from handlers.digests.charts.specs import Spec
from handlers.digests.kinds import Kind
from handlers.measures.periods import Period
from storage.tables import Person

CHARTS: Mapping[str, Callable[[charted.View, Period], Spec]] = {"sg_weekly": flow, "coordination_weekly": funnel}
"""Of a kind, the chart of its period. Those of a year of the whole town wait until their figures are quick to work out."""


def chart_of(desk: Desk, reader: Person, kind: Kind, period: Period) -> Spec | None:
    """None where a kind has none, or where the table gives the reader no figures today."""
    seen = charted.view_of(desk, reader) if kind.id in CHARTS else None
    return CHARTS[kind.id](seen, period) if seen else None
