"""Moments come back aware and in UTC, naive ones are refused; ids keep their 64 bits; JSON keeps its accents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from storage.database import Database
from storage.tables import Checkpoint, Outbox, table

CHECKPOINT, OUTBOX = table(Checkpoint), table(Outbox)
PARIS = timezone(timedelta(hours=2))


def kept(database: Database, moment: datetime) -> datetime:
    with database.transaction() as connection:
        connection.execute(CHECKPOINT.insert(), {"platform": "telegram", "value": "1", "saved_at": moment})
    with database.reading() as connection:
        back = connection.execute(select(CHECKPOINT.c.saved_at)).scalar_one()
    assert isinstance(back, datetime)
    return back


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    moment = datetime(2026, 7, 14, 10, 30, 15, 123456, tzinfo=PARIS)
    back = kept(database, moment)
    assert back.isoformat() == "2026-07-14T08:30:15.123456+00:00"
    assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)


def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="must be aware"):
        kept(database, datetime(2026, 7, 14, 10, 30))  # noqa: DTZ001  (naive on purpose)


def test_moments_from_several_zones_compare_as_moments(database: Database) -> None:
    kept(database, datetime(2026, 7, 14, 10, 30, tzinfo=PARIS))
    with database.reading() as connection:
        at_or_before = select(CHECKPOINT.c.platform).where(CHECKPOINT.c.saved_at <= datetime(2026, 7, 14, 8, 30, tzinfo=UTC))
        before = select(CHECKPOINT.c.platform).where(CHECKPOINT.c.saved_at < datetime(2026, 7, 14, 10, 30, tzinfo=PARIS))
        assert connection.execute(at_or_before).scalar() == "telegram"
        assert connection.execute(before).scalar() is None


def test_an_id_keeps_all_its_64_bits_and_json_its_accents(database: Database) -> None:
    largest = 2**63 - 1
    row = {"id": largest, "key": "k", "platform": "p", "chat": "p:c", "private": True, "kind": "send", "priority": 1, "state": "pending",
           "token": 0, "tries": 0, "uncertain": 0, "confidential": False, "target": largest, "body": {"text": "« Éclairage », 街 🕯"},
           "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
    with database.transaction() as connection:
        connection.execute(OUTBOX.insert(), row)
    with database.reading() as connection:
        back = connection.execute(select(OUTBOX.c.id, OUTBOX.c.target, OUTBOX.c.body)).one()
    assert tuple(back) == (largest, largest, {"text": "« Éclairage », 街 🕯"})
