"""The rows of a perimeter and a period, counted the same on both databases, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import measures, requests
from storage.database import Database
from storage.measures import Perimeter
from storage.tables import Event, Request, RequestContact, fresh
from storage.unit import Scope
from tests.stores import writing

START = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
END = START + timedelta(days=7)
TANNEURS, VOIRIE = Perimeter(("mq_tanneurs",)), Perimeter(direction="m_voirie")


@pytest.fixture
def store(database: Database) -> Iterator[Scope]:
    with writing(database) as scope:
        yield scope


def put(store: Scope, *, received: float = 1, state: str = "sent", **more: Any) -> int:
    at = START + timedelta(days=received)
    values = {"mairie": "mq_tanneurs", "direction": "m_voirie", "channel": "guichet", "sent_at": at, "updated_at": at, **more}
    request = fresh(Request, id=store.next_id(), state=state, author_id=1, author_role="agent", text="trou", search="trou",
                    proposal=[{"service": "voirie.nid_de_poule"}], received_at=at, **values)
    requests.insert(store, request)
    return request.id


def note(store: Scope, request: int, kind: str, **data: Any) -> None:
    event = fresh(Event, id=store.next_id(), at=START + timedelta(days=2), kind=kind, request_id=request, actor_role="sg", data=data)
    store.write(measures.EVENT.insert(), {name: getattr(event, name) for name in measures.EVENT.c.keys()})


def reports(store: Scope, request: int, *, days: float = 1, mairie: str = "mq_tanneurs") -> None:
    store.write(measures.CONTACT.insert(), {"id": store.next_id(), "request_id": request, "channel": "telephone", "mairie": mairie,
                                            "at": START + timedelta(days=days)})
    assert RequestContact.__tablename__ == measures.CONTACT.name


def ids(store: Scope, *perimeters: Perimeter) -> list[int]:
    return measures.ids(store, measures.counted(perimeters, START, END))


def test_of_a_mairie_of_a_direction_of_all(store: Scope) -> None:
    here, there = put(store), put(store, mairie="mq_plateau")
    water, unsent = put(store, direction="m_eau"), put(store, state="to_qualify", sent_at=None)
    put(store, state="draft")
    put(store, state="cancelled")
    assert ids(store, TANNEURS) == [here, water, unsent]
    assert ids(store, VOIRIE) == [here, there]
    assert ids(store, Perimeter()) == [here, there, water, unsent]
    assert ids(store, Perimeter(("mq_plateau", "mq_tanneurs"))) == ids(store, Perimeter())
    assert ids(store, Perimeter(())) == []
    assert ids(store, Perimeter(("mq_plateau",)), Perimeter(direction="m_eau")) == [there, water]
    assert [(file.id, file.mairie) for file in measures.files(store, [there, here])] == [(here, "mq_tanneurs"), (there, "mq_plateau")]


def test_a_direction_still_has_what_it_passed_on(store: Scope) -> None:
    moved, given, taken = put(store, direction="m_eau"), put(store, direction="m_eau"), put(store, direction="m_eau")
    note(store, moved, "transfer", from_direction="m_voirie", to_direction="m_eau")
    note(store, given, "arbitrate", from_direction="m_voirie", to_direction="m_eau")
    note(store, taken, "transfer", from_direction="m_dechets", to_direction="m_eau")
    assert ids(store, VOIRIE) == [moved, given]


def test_what_a_period_may_count(store: Scope) -> None:
    long_ago = {"received": -60, "state": "closed", "closed_at": START - timedelta(days=20), "updated_at": START - timedelta(days=20)}
    counted = [
        put(store, received=-60),  # still open
        put(store, received=-60, state="closed", closed_at=START + timedelta(days=1), updated_at=START + timedelta(days=1)),
        put(store, **long_ago, resolution_due_at=START + timedelta(days=3)),
        put(store, **long_ago, taking_due_at=START + timedelta(days=3)),
        put(store, **long_ago, announced_on=date(2026, 11, 17)),
        put(store, **long_ago, postponements=1),
        put(store, **long_ago, reopened=1),
    ]
    put(store, **long_ago, resolution_due_at=START - timedelta(days=19))
    put(store, received=7)
    assert ids(store, Perimeter()) == counted


def test_the_events_that_move_something_oldest_first(store: Scope) -> None:
    request = put(store)
    for kind in ("recorded", "date", "take_over", "undone"):
        note(store, request, kind, before={"state": "taken"})
    found = measures.pasts(store, [request, put(store)])
    assert set(found) == {request}
    assert [event.kind for event in found[request]] == ["date", "undone"]
    assert found[request][0].data == {"before": {"state": "taken"}}
    assert found[request][0].at == START + timedelta(days=2)


def test_what_was_reported_again_counts_for_whom_it_was_told(store: Scope) -> None:
    """Even before it was received itself, and where it is another mairie's."""
    master, later = put(store, contacts=2, mairie="mq_plateau"), put(store, received=8, contacts=1)
    put(store, received=8)
    reports(store, master, days=2)
    reports(store, master, days=3, mairie="mq_plateau")
    reports(store, later)
    assert ids(store, TANNEURS) == [master, later]
    assert ids(store, Perimeter(("mq_fontaine",))) == []
    found = measures.contacts(store, [master, later])
    assert [((each.at - START).days, each.mairie) for each in found[master]] == [(2, "mq_tanneurs"), (3, "mq_plateau")]
    assert len(found[later]) == 1
