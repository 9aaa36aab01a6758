"""What waits for whom: each list against the rows themselves, and none of them goes through the years behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from handlers.desk import Desk
from handlers.digests.view import asked_by
from handlers.people.permissions import allowed
from storage import digests
from storage.database import Database
from storage.digests import Asked
from storage.tables import Person, Request, fresh, record, table
from tests.handlers.digests.seeded import MAIRIE, NOW, desk_at

OPEN = {"to_qualify", "sent", "taken", "on_hold", "dated", "done"}


def is_late(row: Any, asked: Asked) -> bool:
    moving = row.state in {"to_qualify", "sent", "taken", "dated"} and row.held_at is None
    return moving and row.resolution_due_at is not None and row.resolution_due_at < asked.now


def is_untaken(row: Any, asked: Asked) -> bool:
    decided = row.arbitration not in ("open", "escalated")
    return row.state == "sent" and decided and row.taking_due_at is not None and row.taking_due_at < asked.now


def is_sent_there(row: Any, asked: Asked) -> bool:
    return row.state == "sent" and row.direction == asked.direction and row.sent_at is not None


def is_mine(row: Any, asked: Asked) -> bool:
    return asked.person_id in (row.author_id, row.holder_id)


def is_near(row: Any, asked: Asked) -> bool:
    return row.legal_due_on is not None and row.legal_due_on <= asked.today + timedelta(days=15)


ROWS: dict[str, Callable[[Any, Asked], bool]] = {
    "decide": lambda row, _: row.waits,
    "dangers": lambda row, _: row.danger is not None and row.called_at is None,
    "legal": lambda row, asked: row.final_reply_at is None and is_near(row, asked),
    "untaken": is_untaken,
    "late": is_late,
    "unanswered": lambda row, _: row.state == "done",
    "arbitrate": lambda row, _: row.arbitration == "open",
    "escalated": lambda row, _: row.arbitration == "escalated",
    "followed": lambda row, _: row.elected,
    "answers": lambda row, asked: is_mine(row, asked) and row.state == "done",
    "holds": lambda row, asked: is_mine(row, asked) and row.state == "on_hold" and row.wake_on <= asked.today + timedelta(days=1),
    "chase": lambda row, asked: is_mine(row, asked) and (is_late(row, asked) or is_untaken(row, asked)),
    "arrived": lambda row, asked: is_sent_there(row, asked) and row.sent_at >= asked.since,
    "waiting": lambda row, asked: is_sent_there(row, asked) and row.sent_at < asked.since,
}


def asked_at(desk: Desk, who: Person) -> Asked:
    return asked_by(desk, who, NOW - timedelta(days=3))


def everybody(desk: Desk) -> list[Person]:
    """Whoever works in the seeded town, and those who see all of it."""
    people = [record(Person, row._mapping) for row in desk.store.all(select(table(Person)))]
    others = enumerate((("sg", MAIRIE), ("elu", MAIRIE), ("coordination", None), ("dgs", None)))
    more = (fresh(Person, id=id, name=role, role=role, mairie=mairie, language="fr", joined_at=NOW) for id, (role, mairie) in others)
    return [*people, *more]


def test_each_list_holds_what_its_rows_say(seeded: tuple[Database, Path]) -> None:
    found: dict[str, list[str]] = {name: [] for name in ROWS}
    for now in (NOW, NOW + timedelta(days=9)):  # later on, holds end
        with desk_at(*seeded, now) as desk:
            rows = [record(Request, row._mapping) for row in desk.store.all(select(table(Request)).order_by(table(Request).c.id))]
            for who in everybody(desk):
                asked = asked_at(desk, who)
                theirs = [row for row in rows if row.reference and row.state in OPEN and allowed(who, "read", row)]
                for name, holds in ROWS.items():
                    expected = [row for row in theirs if holds(row, asked)]
                    assert [each.id for each in digests.listed(desk.store, name, asked)] == [row.id for row in expected], (who.role, name)
                    assert digests.count(desk.store, name, asked) == len(expected), (who.role, name)
                    found[name] += [row.state for row in expected]
    assert ROWS.keys() == digests.LISTS.keys()
    assert [name for name, states in found.items() if not states] == []
    assert {*found["chase"]} > {"sent"}


def test_no_list_goes_through_the_years(seeded: tuple[Database, Path]) -> None:
    said: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        said.append((statement, values))

    database = seeded[0]
    event.listen(database.reader, "before_cursor_execute", hear)
    try:
        with desk_at(*seeded) as desk:
            for who in {each.role: each for each in everybody(desk)}.values():
                for name in digests.LISTS:
                    digests.count(desk.store, name, asked_at(desk, who))
                    digests.listed(desk.store, name, asked_at(desk, who))
    finally:
        event.remove(database.reader, "before_cursor_execute", hear)
    with database.reading() as connection:
        plans = ["\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
                 for statement, values in said if "FROM request" in re.sub(r"\s+", " ", statement)]
    assert len(plans) >= 2 * len(digests.LISTS)
    assert [plan for plan in plans if re.search(r"SCAN request(?! USING INDEX ix_request_open)", plan)] == []
