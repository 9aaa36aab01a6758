"""Who is there, what was confirmed, where requests bounce, what a function holds: the same answers on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, true

from storage import directory, handover, requests
from storage.database import Database
from storage.directory import Standing, Transfer
from storage.handover import Pile
from storage.tables import Absence, Event, Notice, Person, Request, fresh
from tests.stores import writing

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
EVERY = true()


def person(id: int, direction: str | None, *, role: str = "direction", **more: Any) -> Person:
    return fresh(Person, id=id, name="x", role=role, direction=direction, language="fr", joined_at=NOW, **more)


def away(id: int, person_id: int, first: int, last: int, *, relay: int | None = None, back: bool = False) -> Absence:
    return fresh(Absence, id=id, person_id=person_id, first_on=TODAY + timedelta(days=first), last_on=TODAY + timedelta(days=last),
                 relay_id=relay, declared_at=NOW, ended_at=NOW if back else None)


def request(id: int, state: str = "sent", **more: Any) -> Request:
    return fresh(Request, id=id, reference=f"MQ-26-{id:04d}", state=state, author_id=1, author_role="agent", text="trou", search="trou",
                 channel="guichet", proposal=[], **{"mairie": "mq_tanneurs", "received_at": NOW, "updated_at": NOW, **more})


def test_whoever_left_or_is_away_today_is_not_there(database: Database) -> None:
    with writing(database) as s:
        for each in (person(1, "m_eau"), person(2, "m_eau"), person(3, "m_eau", left_at=NOW), person(4, "m_voirie"), person(5, "v_pm"),
                     person(6, None, role="agent"), person(7, "v_ccas", role="agent")):
            s.add(each)
        for absence in (away(1, 1, -1, 0), away(2, 2, 1, 5), away(3, 4, 0, 3), away(4, 5, 0, 3, back=True), away(5, 5, -9, -1)):
            s.add(absence)
    with writing(database) as s:
        assert directory.active_referents(s, TODAY) == {"m_eau": 1, "v_pm": 1}
        assert directory.active_referents(s, TODAY + timedelta(days=4)) == {"m_eau": 1, "m_voirie": 1, "v_pm": 1}
        for id in ("m_eau", "m_voirie", "v_pm", "v_ccas", "nulle_part"):
            assert directory.standing(s, id, TODAY).referents == directory.active_referents(s, TODAY).get(id, 0)


def test_the_relay_of_whoever_is_away_is_known(database: Database) -> None:
    with writing(database) as s:
        for absence in (away(1, 1, 0, 0, relay=9), away(2, 1, -2, 2), away(3, 2, 0, 1), away(4, 3, 1, 2), away(5, 4, 0, 0, back=True)):
            s.add(absence)
    with writing(database) as s:
        assert directory.away(s, TODAY) == {1: 9, 2: None}


def test_a_confirmation_closes_the_question_about_that_entry_only(database: Database) -> None:
    facts = ("directory:direction:m_eau:2026-11-23/1", "directory:direction:m_eaux:2026-11-23/1", "request:1")
    with writing(database) as s:
        directory.meet(s, "direction:m_eau", role="direction", now=NOW - timedelta(days=100))
        directory.asked(s, "direction:m_eau", NOW)
        for id, fact in enumerate(facts, 1):
            s.add(fresh(Notice, id=id, fact=fact, person_id=1, key="k", fill={}, not_before=NOW))
    with writing(database) as s:
        assert directory.standing(s, "m_eau", TODAY) == Standing(0, NOW - timedelta(days=100), None)
        directory.confirm(s, "direction:m_eau", role="coordination", now=NOW)
        directory.confirm(s, "role:sg", role="coordination", now=NOW)
    with writing(database) as s:
        assert directory.standing(s, "m_eau", TODAY) == Standing(0, NOW - timedelta(days=100), NOW)
        known = directory.confirmations(s)
        assert {id: (row.seen_at, row.confirmed_at, row.asked_at, row.role) for id, row in known.items()} == {
            "direction:m_eau": (NOW - timedelta(days=100), NOW, NOW, "coordination"),
            "role:sg": (NOW, NOW, None, "coordination"),
        }
        states = [row.state for row in s.all(directory.NOTICE.select().order_by(directory.NOTICE.c.id))]
        assert states == ["superseded", "pending", "pending"]


def test_transfers_are_read_with_the_service_since_a_day(database: Database) -> None:
    with writing(database) as s:
        s.add(request(1, service="voirie.trottoir"))
        s.add(request(2))
        for id, (request_id, kind, days) in enumerate(((1, "transfer", 1), (1, "transfer", 91), (2, "transfer", 0), (1, "take", 0)), 1):
            data = {"reason": "autre", "from_direction": "m_voirie", "to_direction": "m_eau"} if kind == "transfer" else {}
            s.add(fresh(Event, id=id, at=NOW - timedelta(days=days), kind=kind, request_id=request_id, actor_role="direction", data=data))
    with writing(database) as s:
        found = directory.transfers(s, NOW - timedelta(days=90))
        assert found == [Transfer(None, "m_voirie", "m_eau"), Transfer("voirie.trottoir", "m_voirie", "m_eau")]


def test_a_function_holds_its_open_requests_by_state_age_and_promise(database: Database) -> None:
    with writing(database) as s:
        for each in (
            request(1, received_at=NOW - timedelta(days=40)), request(2, "closed"), request(3, "dated", announced_on=date(2027, 1, 8)),
            request(4, "dated", announced_on=date(2026, 12, 1), holder_id=7), request(5, "done", reply_owed="final"),
            request(6, "closed", reply_owed="final"), request(7, "draft"), request(8, mairie="mq_plateau"),
        ):  # fmt: skip
            s.add(each)
    here = requests.in_scope("mairie", person_id=7, mairies=["mq_tanneurs"], direction=None)
    with writing(database) as s:
        assert sorted(handover.piles(s, here, NOW - timedelta(days=30))) == [Pile("dated", 2, 0), Pile("done", 1, 0), Pile("sent", 1, 1)]
        assert handover.oldest(s, here, 2) == ["MQ-26-0001", "MQ-26-0003"]
        assert handover.held(s, 7, 10) == ["MQ-26-0004"]
        assert handover.promised(s, here, 10) == [("MQ-26-0004", date(2026, 12, 1)), ("MQ-26-0003", date(2027, 1, 8))]
        assert handover.unanswered(s, here, 10) == ["MQ-26-0005"]
        assert len(handover.oldest(s, EVERY, 10)) == 5
        assert handover.rooms(s, None) == []


def test_only_open_requests_are_read(database: Database) -> None:
    """A million closed ones cost nothing: the words of the condition are those of the index."""
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL chooses by what the tables hold")
    said: list[tuple[str, Any]] = []
    with writing(database) as s:
        event.listen(database.writer, "before_cursor_execute", lambda _c, _k, statement, values, *_m: said.append((statement, values)))
        handover.piles(s, EVERY, NOW)
        handover.oldest(s, EVERY, 10)
        handover.promised(s, EVERY, 10)
        handover.unanswered(s, EVERY, 10)
        for statement, values in list(said):
            (first, *_) = s.unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            assert "USING INDEX ix_request_open_mairie" in first[3], statement
