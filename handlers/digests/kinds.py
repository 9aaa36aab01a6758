"""The digests as one table: who gets which, when, and what it holds (domain.md §6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Literal, NamedTuple

from handlers.people.rules import MORNING

WORKDAYS = "12345"
Every = Literal["day", "week", "month"]


class Kind(NamedTuple):
    """every: working day; week, on its first working day from the first of `days`; month, on its first working day.

    at: local hour from which it is due. sections: what it holds, in reading order; whoever reads may leave some out.
    most: characters, its title included; none of a morning, whose lines are part of another message.
    even_empty: whether it comes with nothing to say.
    """

    id: str
    roles: frozenset[str]
    every: Every
    at: time
    sections: tuple[str, ...]
    most: int = 0
    days: str = WORKDAYS
    even_empty: bool = True


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(MORNING, frozenset({"agent", "assistante", "mission", "direction"}), "day", time(8, 15),
             ("arrived", "waiting", "answers", "holds", "chase"), even_empty=False),
        Kind("sg_daily", frozenset({"sg"}), "day", time(8, 15),
             ("dangers", "legal", "decide", "untaken", "unanswered", "repeated", "absent"), 1200, even_empty=False),
        Kind("sg_weekly", frozenset({"sg"}), "week", time(8, 30),
             ("decisions", "replies", "deadlines", "moves", "channels", "rising", "waits", "promises", "urgent", "team"), 2000, days="1"),
        Kind("coordination_weekly", frozenset({"coordination"}), "week", time(8, 30),
             ("decisions", "deadlines", "untaken", "rising", "directory", "routing", "team"), 2000, days="1"),
        Kind("dgs_monthly", frozenset({"dgs"}), "month", time(8, 30),
             ("decisions", "replies", "deadlines", "told", "tensions", "rising", "promises", "team"), 2000),
        Kind("elected_weekly", frozenset({"elu"}), "week", time(8, 30),
             ("replies", "deadlines", "told", "rising", "followed"), 1200, days="1"),
    )
}  # fmt: skip
LINES_OF_ELECTED = 8
"""Of what an elected official reads, its title included (domain.md §1.1)."""


def kinds_of(role: str) -> list[Kind]:
    return [kind for kind in KINDS.values() if role in kind.roles]
