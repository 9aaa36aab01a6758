"""The chain as arithmetic: what an event hashes to, and what is told of a chain that somebody touched."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from handlers.audit.rules import COLUMNS, KEPT, Anchor, canonical, examine, genesis, is_night, is_office_hour, link
from storage.tables import Event, table

START = genesis("Ville d’essai")


@dataclass(frozen=True)
class Row:
    """A link and its event, as storage.audit.chain gives them."""

    seq: int
    event_id: int
    hash: str
    id: int | None
    at: Any = "2026-11-27 08:00:00.000000"
    kind: Any = "recorded"
    request_id: Any = 7
    person_id: Any = None
    actor_id: Any = 5
    actor_role: Any = "agent"
    data: Any = '{"service": "voirie", "rank": 1}'


def chained(rows: list[Row]) -> list[Row]:
    previous, linked = START, []
    for row in rows:
        previous = link(previous, canonical(row))
        linked.append(replace(row, hash=previous))
    return linked


def events(count: int) -> list[Row]:
    return chained([Row(number, 100 + number, "", 100 + number) for number in range(1, count + 1)])


def test_all_of_an_event_is_vouched_for() -> None:
    assert set(COLUMNS) == set(table(Event).c.keys())


@pytest.mark.parametrize(
    "written", ["2026-11-27 08:00:00", "2026-11-27 08:00:00.000000", "2026-11-27 08:00:00+00", "2026-11-27 09:00:00+01"]
)
def test_both_databases_and_every_time_zone_hash_alike(written: str) -> None:
    assert canonical(Row(1, 1, "", 1, at=written)) == canonical(Row(1, 1, "", 1))


@pytest.mark.parametrize("written", ['{"rank":1,"service":"voirie"}', '{ "service" : "voirie" , "rank" : 1 }'])
def test_how_json_is_laid_out_does_not_matter(written: str) -> None:
    assert canonical(Row(1, 1, "", 1, data=written)) == canonical(Row(1, 1, "", 1))


anything = some.one_of(some.none(), some.integers(), some.text(), some.binary(), some.floats())


@example("actor_id", None, float("inf"))
@given(some.sampled_from(COLUMNS), anything, anything)
def test_two_different_events_never_hash_alike(column: str, one: Any, other: Any) -> None:
    if column == "data":
        one, other = json.dumps({"x": repr(one)}), json.dumps({"x": repr(other)})
    first, second = (canonical(replace(Row(1, 1, "", 1), **{column: value})) for value in (one, other))
    same = repr(one) == repr(other) or (column == "at" and isinstance(one, str) and isinstance(other, str))  # one moment, two spellings
    assert (first == second) <= same


@given(some.data())
def test_any_change_of_any_links_is_found(data: some.DataObject) -> None:
    rows = events(data.draw(some.integers(3, 12)))
    place = data.draw(some.integers(0, len(rows) - 1))
    end = Anchor(rows[-1].seq, rows[-1].hash)
    match data.draw(some.sampled_from(["edit", "delete", "vanish", "reorder", "truncate"])):
        case "edit":
            rows[place] = replace(rows[place], **data.draw(some.sampled_from([{"kind": "x"}, {"data": "{}"}, {"at": None}, {"hash": "0"}])))
        case "delete":
            del rows[place]
        case "vanish":
            rows[place] = replace(rows[place], id=None)
        case "reorder":
            order = data.draw(some.permutations(rows).filter(lambda order: order != rows))
            rows = [replace(row, seq=number) for number, row in enumerate(order, 1)]
        case "truncate":
            del rows[place:]
    assert not examine(rows, start=START, sealed=end).sound


@given(some.permutations(range(10)))
def test_links_in_another_order_are_moved_not_changed(order: list[int]) -> None:
    rows = events(10)
    found = examine([replace(rows[place], seq=number) for number, place in enumerate(order, 1)], start=START)
    assert found.changed == found.vanished == found.gaps == []
    assert bool(found.moved) is (list(order) != list(range(10)))


def test_a_link_is_held_against_the_one_before_it_so_one_change_is_one_break() -> None:
    rows = events(20)
    rows[9] = replace(rows[9], kind="closed")
    assert [broken.seq for broken in examine(rows, start=START).changed] == [10]


def test_more_breaks_than_are_worth_naming_are_counted() -> None:
    rows = [replace(row, kind="closed") for row in events(KEPT + 30)]
    found = examine(rows, start=START)
    assert (len(found.changed), found.more, found.sound) == (KEPT, 30, False)


def test_an_anchor_says_whether_its_link_is_there_and_the_same() -> None:
    rows = events(5)
    assert examine(rows, start=START, given=Anchor(3, rows[2].hash)).sound
    assert examine(rows, start=START, given=Anchor(3, rows[1].hash)).rewritten == ["given"]
    assert examine(rows, start=START, given=Anchor(6, rows[1].hash)).lost == ["given"]
    assert examine([], start=START, given=Anchor(1, "")).lost == ["given"]
    assert examine([], start=START).sound


def test_what_was_noted_before_an_anchor_is_known_to_who_holds_it() -> None:
    rows = chained([Row(1, 1, "", 1), Row(2, 2, "", 2, kind="tampered"), Row(3, 3, "", 3)])
    assert examine(rows, start=START).tampered == 1
    assert examine(rows, start=START, given=Anchor(3, rows[2].hash)).sound
    assert not examine(rows, start=START, given=Anchor(1, rows[0].hash)).sound
    assert not examine(rows, start=START, sealed=Anchor(3, rows[2].hash)).sound


@pytest.mark.parametrize(
    ("local", "is_one"),
    [("2026-11-27 08:14", False), ("2026-11-27 08:15", True), ("2026-11-27 16:59", True), ("2026-11-27 17:00", False),
     ("2026-11-28 10:00", False), ("2026-11-29 10:00", False), ("2026-11-30 10:00", True), ("2026-12-24 10:00", False)],
)
def test_office_hours(local: str, is_one: bool) -> None:
    closed = {date(2026, 12, 24)}
    assert is_office_hour(datetime.fromisoformat(local).replace(tzinfo=UTC), closed) is is_one


@pytest.mark.parametrize(("hour", "is_one"), [(6, True), (7, False), (12, False), (19, False), (20, True), (0, True)])
def test_nights(hour: int, is_one: bool) -> None:
    assert is_night(datetime(2026, 11, 27, hour, 0, tzinfo=UTC)) is is_one
