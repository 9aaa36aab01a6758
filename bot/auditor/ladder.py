"""The ladder: each step that was taken told somebody, and has its line for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.auditor.look import Finding, Look, said
from storage.ids import span
from storage.tables import Event, Notice, table

EVENT, NOTICE = table(Event), table(Notice)
LATELY = timedelta(hours=1)
TOGETHER = timedelta(minutes=1)
"""Ids made in one transaction are not further apart."""
IN_NUMBERS = "dgs"
"""Told of numbers once a month, never of one request."""


def steps(look: Look) -> Iterator[Finding]:
    """Steps of the last hour: whom the log says was told has the line, whatever became of it since; and there was somebody."""
    newest = look.connection.execute(select(func.max(EVENT.c.id))).scalar() or 0
    taken = look.rows(
        select(EVENT.c.id, EVENT.c.request_id, EVENT.c.at.label("since"), EVENT.c.data)
        .where(EVENT.c.id > newest - span(LATELY), EVENT.c.at > look.now - LATELY, EVENT.c.kind == "reminded")
        .order_by(EVENT.c.id)
        .limit(2_000)
    )
    yield from said("found-step-unannounced", [step for step in taken if step.data["people"] and not _has_line(look, step)])
    nobody = [step for step in taken if not step.data["people"] and IN_NUMBERS not in step.data["reached"]]
    yield from said("found-step-to-nobody", nobody, level="warning")


def _has_line(look: Look, step: Any) -> bool:
    """Looked for among the lines made with the event first: there the primary key finds them."""
    data: Mapping[str, Any] = step.data
    fact = f"rung/{step.request_id}/{data['clock']}/{data['step']}/"
    named = select(NOTICE.c.id).where(NOTICE.c.fact.startswith(fact, autoescape=True)).limit(1)
    beside = named.where(NOTICE.c.id.between(step.id - span(TOGETHER), step.id + span(TOGETHER)))
    return bool(look.rows(beside) or look.rows(named))
