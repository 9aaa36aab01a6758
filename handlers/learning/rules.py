"""When the router is trained anew, and when what came of it is worse. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

ENOUGH = 50
"""Decisions since the last training that make the next one due: a fortnight of a small town, some hours of a metropolis."""
FEW, LATER = 10, timedelta(days=7)
"""So many are enough a week after the last one."""
APART = timedelta(hours=1)
"""A training takes half a minute of one core: never more often than this."""
MOST = 3_000
"""Decisions learned from, the newest: the router is trained in the time that its machine has."""
SLACK = 0.02
"""What may be lost on the catalogue's own sentences, as a share of them: the standard error of some thousand is 1.5 points."""

Tried = Mapping[str, Sequence[int]]


def is_due(count: Callable[[], int], last: datetime | None, now: datetime) -> bool:
    """count: decisions since the last training, whatever became of it; not asked before APART. last: when it was, None without any."""
    if last is not None and now - last < APART:
        return False
    decided = count()
    return decided >= ENOUGH or (last is not None and now - last >= LATER and decided >= FEW)


def worse(found: Tried, before: Tried) -> str:
    """Where a router trained anew is worse than the one in force, "" when it is not.

    "new": on decisions that neither had learned; "catalogue": on the catalogue's own sentences, both asked about sentences kept aside.
    found, before: see handlers/routing/training.tried; a router of an earlier release has no figures.
    """
    right, right_before, _ = found["new"]
    if right < right_before:
        return "new"
    (first, _, asked), (first_before, _, asked_before) = found["catalogue"], before.get("catalogue", (0, 0, 0))
    lost = first_before / asked_before - first / asked if asked and asked_before else 0.0
    return "catalogue" if lost > SLACK else ""
