"""The roll-ups that figures are read from: each night, a day of the last year is counted again from the requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.auditor.look import Finding, Look, condition
from handlers.measures.periods import days
from storage.measures import NOT_COUNTED
from storage.tables import Request, Rollup, table

REQUEST, ROLLUP = table(Request), table(Rollup)
STEP, YEAR = 149, 365
"""Another day each night, each once in the year that follows it: 365 has no factor in common with 148."""


def miscounted(look: Look) -> Iterator[Finding]:
    """As many requests came in a day, in each mairie, as the roll-ups say. Not while some are still to be folded."""
    if look.connection.execute(select(REQUEST.c.id).where(condition("NOT tallied")).limit(1)).first():
        return
    today = look.local.date()
    day = today - timedelta(days=1 + today.toordinal() * STEP % YEAR)
    start, end = days(day, day + timedelta(days=1)).bounds(look.town.timezone)
    came = select(REQUEST.c.mairie.label("place"), func.count().label("n")).where(
        REQUEST.c.received_at >= start, REQUEST.c.received_at < end, REQUEST.c.state.not_in(NOT_COUNTED),
        (REQUEST.c.state != "closed") | (func.coalesce(REQUEST.c.closing_reason, "") != "doublon"),
    )
    kept = select(func.substr(ROLLUP.c.place, len("mairie/") + 1).label("place"), func.sum(ROLLUP.c.n).label("n")).where(
        ROLLUP.c.grain == "day", ROLLUP.c.on == day, ROLLUP.c.place.like("mairie/%"), ROLLUP.c.what.like("arrival/%"))
    counted, said = (Counter({row.place: int(row.n) for row in look.rows(each)}) for each in _grouped(came, kept))
    wrong = [place for place in counted | said if counted[place] != said[place]]
    if wrong:
        yield Finding("found-miscounted", count=len(wrong), ids=tuple(sorted(wrong)), values={"day": day})


def _grouped(came: Any, kept: Any) -> Iterator[Any]:
    yield came.group_by(REQUEST.c.mairie)
    yield kept.group_by(ROLLUP.c.place)
