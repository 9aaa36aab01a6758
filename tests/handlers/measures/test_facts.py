"""What a row and its events tell of the past: what was promised and due at the time, whatever was done since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.measures.facts import Danger, Facts, Guess, Promise, facts
from storage.measures import File, Past
from tests.handlers.measures.made import MONDAY, days
from tests.scenes import valmiere

HOLE = "voirie.nid_de_poule"


def file(**given: Any) -> File:
    moments = {name: days(at) for name, at in given.items() if name.endswith("_at") and at is not None}
    values = {"id": 1, "state": "sent", "mairie": "mq_tanneurs", "direction": "m_voirie", "service": HOLE, "channel": "guichet",
              "proposal": [], "ping_pong": 0, "received_at": MONDAY, "sent_at": MONDAY, **given, **moments}
    return File(**{name: None for name in File._fields} | values)  # type: ignore[arg-type]


def past(kind: str, at: float, data: dict[str, Any] | None = None, **before: Any) -> Past:
    plain = {name: days(value).isoformat() if name.endswith("_at") and value is not None else value for name, value in before.items()}
    return Past(days(at), kind, {"before": plain, **(data or {})})


def of(row: File, *events: Past) -> Facts:
    return facts(valmiere(), row, events)


def due(told: Facts, clock: str = "resolution") -> list[tuple[datetime, bool, str | None]]:
    return [(each.due_at, each.met, each.direction) for each in told.deadlines if each.clock == clock]


def to(sender: str, receiver: str, reason: str = "mauvaise_competence") -> dict[str, Any]:
    return {"from_direction": sender, "to_direction": receiver, "reason": reason}


def test_a_deadline_is_met_by_what_was_done_before_it() -> None:
    assert due(of(file(resolution_due_at=5, done_at=4))) == [(days(5), True, "m_voirie")]
    assert due(of(file(resolution_due_at=5, done_at=5))) == [(days(5), True, "m_voirie")]
    assert due(of(file(resolution_due_at=5, closed_at=6))) == [(days(5), False, "m_voirie")]
    assert due(of(file(resolution_due_at=5))) == [(days(5), False, "m_voirie")]
    assert due(of(file())) == []


def test_a_deadline_put_off_before_it_came_is_none_and_one_that_came_stays() -> None:
    row = file(resolution_due_at=9, done_at=8)
    assert due(of(row, past("date", 3, {"day": "2026-11-25"}, resolution_due_at=5))) == [(days(9), True, "m_voirie")]
    assert due(of(row, past("date", 6, {"day": "2026-11-25"}, resolution_due_at=5))) == [
        (days(5), False, "m_voirie"), (days(9), True, "m_voirie")]


def test_what_was_done_in_time_stays_so_once_it_is_reopened() -> None:
    row = file(state="taken", resolution_due_at=15, taken_at=7)
    again = past("reopen", 7, resolution_due_at=5, done_at=3, closed_at=4, closing_reason="fait", final_reply_at=4, taken_at=1)
    told = of(row, again)
    assert due(told) == [(days(5), True, "m_voirie"), (days(15), False, "m_voirie")]
    assert [(life.done_at, life.closed_at, life.reason, life.told, life.reopened_at) for life in told.lives] == [
        (days(3), days(4), "fait", True, days(7)), (None, None, None, False, None)]


def test_a_hold_that_stops_the_clock_keeps_its_deadline_from_falling() -> None:
    held = past("hold", 2, held_at=None)
    assert due(of(file(state="on_hold", resolution_due_at=5, held_at=2), held)) == []
    ended = past("woken", 6, held_at=2, resolution_due_at=5)
    assert due(of(file(resolution_due_at=9), held, ended)) == [(days(9), False, "m_voirie")]
    other_reason = past("hold", 2)
    assert due(of(file(state="on_hold", resolution_due_at=5), other_reason)) == [(days(5), False, "m_voirie")]


def test_whoever_had_it_answers_for_the_deadline() -> None:
    row = file(direction="m_eau", taking_due_at=6, ping_pong=1, sent_at=4)
    gone = past("transfer", 4, to("m_voirie", "m_eau"), direction="m_voirie", taking_due_at=2, ping_pong=0, sent_at=0, taken_at=None)
    assert due(of(row, gone), "taking") == [(days(2), False, "m_voirie"), (days(6), False, "m_eau")]
    assert of(row, gone).direction == "m_eau"
    early = past("transfer", 1, to("m_voirie", "m_eau"), direction="m_voirie", taking_due_at=2, ping_pong=0, sent_at=0, taken_at=None)
    assert due(of(row, early), "taking") == [(days(6), False, "m_eau")]


def test_nobody_is_late_to_take_what_the_coordination_decides_of() -> None:
    row = file(direction="m_eau", taking_due_at=9, taken_at=8, arbitration="decided", sent_at=7)
    locked = past("transfer", 3, to("m_voirie", "m_eau"), arbitration=None, taking_due_at=4, ping_pong=1, sent_at=0)
    decided = past("arbitrate", 7, arbitration="open", taking_due_at=5, direction="m_voirie", sent_at=3)
    assert due(of(row, locked, decided), "taking") == [(days(9), True, "m_eau")]


def test_before_it_is_sent_a_request_is_no_directions() -> None:
    row = file(state="to_qualify", sent_at=None, taking_due_at=3)
    assert due(of(row), "taking") == [(days(3), False, None)]
    assert of(row).direction is None  # its suggestion, no more


def test_what_was_taken_back_never_was() -> None:
    dated = past("date", 1, {"day": "2026-11-18"}, resolution_due_at=5)
    back = past("undone", 1.005, {"act": "date"}, resolution_due_at=2)
    assert due(of(file(resolution_due_at=5), dated, back)) == [(days(5), False, "m_voirie")]
    assert of(file(), dated, back).promises == ()
    closed_back = past("undone", 1.005, {"act": "close"}, closed_at=1)  # the closing itself is not among these events
    assert [each.on.day for each in of(file(), dated, closed_back).promises] == [18]


def test_a_promise_is_kept_by_its_day_not_by_being_put_off() -> None:
    wednesday, friday = {"day": "2026-11-18"}, {"day": "2026-11-20"}
    on = {name: datetime.fromisoformat(each["day"]).date() for name, each in (("wednesday", wednesday), ("friday", friday))}
    assert of(file(done_at=2.4), past("date", 0, wednesday)).promises == (Promise(on["wednesday"], True),)  # in the evening
    assert of(file(done_at=3), past("date", 0, wednesday)).promises == (Promise(on["wednesday"], False),)
    assert of(file(), past("date", 0, wednesday)).promises == (Promise(on["wednesday"], False),)
    later = (past("date", 0, wednesday), past("date", 1, friday))
    assert of(file(done_at=2), *later).promises == (Promise(on["wednesday"], False), Promise(on["friday"], True))
    sooner = (past("date", 0, friday), past("date", 1, wednesday))
    assert of(file(done_at=4), *sooner).promises == (Promise(on["wednesday"], False),)


def test_only_some_transfers_bounce() -> None:
    row = file(direction="v_pm", ping_pong=1)
    moved = (past("transfer", 1, to("m_voirie", "m_eau"), ping_pong=0), past("transfer", 2, to("m_eau", "v_pm", "absence"), ping_pong=1))
    assert [(each.sender, each.receiver, each.counts) for each in of(row, *moved).transfers] == [
        ("m_voirie", "m_eau", True), ("m_eau", "v_pm", False)]


def test_each_time_it_was_a_danger() -> None:
    row = file(danger_at=3, called_at=3.01)
    recorded = Past(days(0), "danger", {"danger": "declared", "called": False})  # of the recording: it changed no column
    lowered, again = past("lower", 1), past("danger", 3, danger_at=0, called_at=None)
    assert of(row, recorded, lowered, again).dangers == (Danger(days(0), None, True), Danger(days(3), days(3.01), False))
    assert of(file(), past("corrected", 1)).dangers == ()


def test_the_suggestions_are_compared_with_what_it_ended_with() -> None:
    def shown(*services: str) -> Guess | None:
        return of(file(proposal=[{"service": each} for each in services])).guess

    other = next(id for id, service in valmiere().services.items() if service.direction == "m_voirie" and id != HOLE)
    far = [id for id, service in valmiere().services.items() if service.direction != "m_voirie"][:3]
    assert shown(HOLE, *far) == Guess(True, True, True, True)
    assert shown(far[0], HOLE) == Guess(False, True, False, True)
    assert shown(other, *far) == Guess(False, False, True, True)
    assert shown(*far, HOLE) == Guess(False, False, False, False)
    assert shown() is None
    assert of(file(service=None, proposal=[{"service": HOLE}])).guess is None


def test_the_hours_are_those_of_whoever_does_the_work() -> None:
    town = valmiere()
    assert of(file()).calendar.week == town.directions["m_voirie"].hours
    assert of(file(competence="mairie_quartier")).calendar.week != town.directions["m_voirie"].hours


def test_a_duplicate_is_known_by_its_closing() -> None:
    assert of(file(state="closed", closing_reason="doublon", closed_at=1)).duplicate
    assert not of(file(state="closed", closing_reason="fait", closed_at=1)).duplicate


def test_nothing_is_known_of_an_event_that_changed_nothing() -> None:
    empty: Sequence[Past] = [Past(days(1), "contact", {})]
    assert of(file(), *empty).lives[0].closed_at is None
