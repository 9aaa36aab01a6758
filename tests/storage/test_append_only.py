"""The event log only grows: the database refuses anything else, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from storage.database import Database, open_database
from storage.migrations import alembic_config, upgrade
from storage.tables import AuditLink, Event
from storage.unit import Scope, Unit


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET kind = 'other'", "DELETE FROM event", "UPDATE audit_link SET hash = ''", "DELETE FROM audit_link WHERE seq = 1"],
)
def test_what_was_logged_can_be_neither_changed_nor_deleted(database_url: str, statement: str) -> None:
    database = open_database(database_url)
    with database.transaction() as connection:
        unit = Unit(connection, database.ids)
        store = Scope(unit)
        store.add(Event(id=1, at=datetime(2026, 11, 27, tzinfo=UTC), kind="recorded", request_id=7, actor_role="agent", data={}))
        store.add(AuditLink(seq=1, event_id=1, hash="00"))
        store.keep()
        unit.flush()
    with pytest.raises(DBAPIError, match="only grows"), database.transaction() as connection:
        connection.execute(sql(statement))
    with database.reading() as connection:
        assert connection.execute(sql("SELECT count(*) FROM event WHERE kind = 'recorded'")).scalar_one() == 1
        assert connection.execute(sql("SELECT count(*) FROM audit_link WHERE hash = '00'")).scalar_one() == 1
    database.close()


def test_the_events_of_the_first_schema_are_kept(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path}/empty.db"
    if database_url.startswith("postgresql"):
        empty = request.getfixturevalue("postgres").fresh(migrated=False)
    database = Database(empty)
    config = alembic_config()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sql(
            "INSERT INTO request_event (id, request_id, at, kind, actor_id, actor_role, data) "
            "VALUES (5, 6, '2026-11-20 08:00:00', 'recorded', 7, 'agent', '{}')"
        ))
    upgrade(database.writer)
    with database.reading() as connection:
        assert connection.execute(sql("SELECT id, request_id, kind, actor_role FROM event")).all() == [(5, 6, "recorded", "agent")]
    database.close()
