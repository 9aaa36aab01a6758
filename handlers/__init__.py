"""The town hall: what is said to us, what we decide, what we answer. May import `handlers`, `storage` and `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.feature import Feature


def features() -> tuple[Feature, ...]:
    """The slices, in reading order, which is that in which their jobs are woken: a morning's list is owed before people are told.

    A function, so that importing `handlers.messages` alone stays light.
    """
    from handlers import audit, digests, directory, gaps, measures, people, priorities, requests, rising, surveys, town
    from handlers.digests import restitution
    from handlers.escalation import entrances as escalation

    return (requests.FEATURE, escalation.FEATURE, directory.FEATURE, digests.FEATURE, restitution.FEATURE, people.FEATURE, surveys.FEATURE,
            measures.FEATURE, rising.FEATURE, priorities.FEATURE, town.FEATURE, audit.FEATURE, gaps.FEATURE)
