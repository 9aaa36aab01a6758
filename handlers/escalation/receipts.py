"""How a due date was computed, in lines for a chat."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.escalation.working_time import Receipt


def lines(desk: Desk, receipt: Receipt) -> list[str]:
    return [desk.word("receipt-due", due=receipt.due)] if receipt.due else []
