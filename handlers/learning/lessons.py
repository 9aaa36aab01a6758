"""What people decided, as lessons: the router that a handler asks knows everything that was committed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handlers.learning.rules import MOST
from handlers.privacy.rules import without_labels
from handlers.routing.examples import Taught
from handlers.routing.memory import KEPT, Memory
from storage import learning
from storage.ids import span
from storage.unit import Scope

if TYPE_CHECKING:
    from config.town import Town
    from handlers.desk import Desk
    from handlers.routing.rules import Router

LATE = span(timedelta(seconds=30))
"""Of several processes, one may commit an older event after we looked: so far back is looked at again."""


def router_of(desk: Desk) -> Router:
    """The desk's router, its memory brought up to date: a decision weighs on the next message, whichever process took it."""
    memory = desk.router.memory
    if memory is not None:
        with memory.filling:
            _catch_up(desk.store, desk.town, memory)
    return desk.router


def taught(store: Scope, town: Town, *, until: datetime) -> list[Taught]:
    """What was decided until then, for a training."""
    return list(_lessons(learning.decided(store, until=until, most=MOST), town))


def _catch_up(store: Scope, town: Town, memory: Memory) -> None:
    """The first time all that its model does not know, then whatever happened to requests since the last look."""
    if memory.read_to is None:
        memory.read_to = learning.newest_event(store)
        lessons = learning.decided(store, since=memory.since, most=KEPT)
    else:
        horizon = memory.read_to - LATE
        fresh = {event: request for event, request in learning.happened(store, horizon) if event not in memory.seen}
        if not fresh:
            return
        memory.read_to = max(memory.read_to, *fresh)
        memory.seen = {event for event in (*memory.seen, *fresh) if event > horizon}
        for id in {*fresh.values()}:
            memory.forget(id)
        lessons = learning.decided_of(store, sorted({*fresh.values()}), since=memory.since)
    for lesson in _lessons(lessons, town):
        memory.learn(lesson)


def _lessons(rows: Iterable[learning.Decided], town: Town) -> Iterator[Taught]:
    """Nothing of a subject that is sensitive now, nothing of what stands in place of personal data."""
    for row in rows:
        service = town.services.get(row.service)
        if service is not None and not service.sensitive:
            yield Taught(row.id, without_labels(row.text, town.privacy_filters), row.service, row.by)
