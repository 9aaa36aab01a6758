"""Whose decision each lesson is, and how many there are since a version, on both databases."""

from __future__ import annotations

from datetime import timedelta

from storage import learning
from storage.database import Database
from storage.tables import Event, Request, fresh
from tests.scenes import MONDAY
from tests.stores import writing

AWA, KARIM, CLOCK = 1, 2, None
LATER = MONDAY + timedelta(hours=1)


def test_a_lesson_is_of_whoever_settled_its_service_and_counts_from_then_on(database: Database) -> None:
    with writing(database) as store:
        for id, qualified in ((10, None), (20, LATER)):
            store.add(fresh(Request, id=id, reference=f"MQ-26-{id}", state="sent", author_id=AWA, author_role="agent", mairie="m", text="x",
                            search="", service="s", channel="guichet", proposal=[], received_at=MONDAY, updated_at=MONDAY,
                            recorded_at=MONDAY, qualified_at=qualified))
        for id, request, at, kind, actor in ((11, 10, MONDAY, "recorded", AWA), (21, 20, MONDAY, "recorded", AWA),
                                             (22, 20, LATER, "reminded", CLOCK), (23, 20, LATER, "corrected", KARIM),
                                             (24, 10, LATER, "take", KARIM)):
            store.add(Event(id=id, at=at, kind=kind, request_id=request, actor_id=actor, actor_role="agent", data={}))
    with writing(database) as store:
        assert [(each.id, each.by) for each in learning.decided(store, most=9)] == [(10, AWA), (20, KARIM)]
        assert [(each.id, each.by) for each in learning.decided_of(store, [10, 20], since=MONDAY)] == [(20, KARIM)]
        assert [learning.count(store, after) for after in (0, 11, 23)] == [2, 1, 0]
