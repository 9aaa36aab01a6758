"""Reading the event log: what the same commit is about to write counts already."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from storage import events
from storage.database import open_database
from storage.tables import Event, fresh
from storage.unit import Scope, Unit

AT = datetime(2026, 11, 27, tzinfo=UTC)


def test_of_two_who_press_in_one_commit_the_second_reads_what_the_first_did(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/relais.db")
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        for id, kind in enumerate(("recorded", "take", "read_sensitive")):
            first = Scope(unit)
            first.add(fresh(Event, id=id, at=AT, kind=kind, request_id=7, actor_role="direction", data={}))
            first.keep()
        last = events.last_of(Scope(unit), 7)
        assert last is not None
        assert (last.kind, last.actor_role, last.at) == ("take", "direction", AT)
        assert events.last_of(Scope(unit), 8) is None
    database.close()
