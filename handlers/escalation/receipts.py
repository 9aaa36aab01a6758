"""How a due date was computed, in lines for a chat: days in a row that count alike are one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from handlers.desk import Desk
from handlers.escalation.counting import Line, Receipt

LONGEST = 14
"""Lines of a receipt on a phone's screen; the middle of a longer one is summed up."""


def lines(desk: Desk, receipt: Receipt) -> list[str]:
    """From the day of receipt to the day it is due."""
    said = [_line(desk, list(run)) for run in _runs(receipt.lines)]
    if len(said) > LONGEST:
        left = len(said) - LONGEST + 1
        said = [*said[: LONGEST // 2], desk.word("receipt-more", count=left), *said[LONGEST // 2 + left :]]
    end = [desk.word("receipt-due", due=receipt.due)] if receipt.due else []
    return [desk.word("receipt-from", at=receipt.start, count=receipt.delay.amount, unit=receipt.delay.unit), *said, *end]


def _runs(days: Sequence[Line]) -> Iterator[Iterator[Line]]:
    """Days in a row that say the same; a day with its own openings stands alone."""
    for _, run in groupby(days, key=lambda line: (line.why, line.label, line.on if line.spans else None)):
        yield run


def _line(desk: Desk, run: Sequence[Line]) -> str:
    first, last = run[0], run[-1]
    days = desk.word("receipt-day", day=first.on) if first is last else desk.word("receipt-days", first=first.on, last=last.on)
    if first.why != "counted":
        return desk.word(f"receipt-{first.why}", days=days, label=first.label)
    if isinstance(last.total, timedelta):
        spans = ", ".join(desk.word("receipt-span", start=span.start, end=span.end) for span in first.spans)
        return desk.word("receipt-hours", days=days, spans=spans, total=spoken(last.total))
    return desk.word("receipt-counted", days=days, count=len(run), total=last.total)


def spoken(working: timedelta) -> str:
    """« 7 h 30 », « 15 min »: the same in both languages."""
    minutes = round(working.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02}" if minutes % 60 else f"{minutes // 60} h"

