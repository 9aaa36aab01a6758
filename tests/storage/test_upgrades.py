"""F20: an upgrade killed at any statement leaves the old schema or the new one, and the next start finishes it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from storage.database import APPLICATION_ID, Database, open_database
from storage.migrations import upgrade_to

ROOT = Path(__file__).parents[2]

DIES = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.database import open_database
left = int(sys.argv[2])

@event.listens_for(Engine, "after_cursor_execute")
def dies(connection, cursor, statement, *_):
    global left
    left -= statement.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE"))
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

open_database(sys.argv[1]).close()
"""


@pytest.mark.parametrize(("before", "statement"), [("base", 7), ("0001", 1), ("0001", 25), ("0002", 7), ("0004", 1)])
def test_an_upgrade_killed_at_any_statement_is_done_by_the_next_start(
    before: str, statement: int, database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    if database_url.startswith("postgresql"):
        url = request.getfixturevalue("postgres").fresh(migrated=False)
    if before != "base":
        lay_old(url, before)
    died = subprocess.run([sys.executable, "-c", DIES, url, str(statement)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    open_database(url).close()
    database = Database(url)
    assert database.is_of_our_release()
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
        kept = connection.execute(sql("SELECT last FROM counter WHERE name = 'MQ-26'")).scalar()
    assert kept == (None if before == "base" else 412)
    database.close()


def lay_old(url: str, revision: str) -> None:
    """A base as an older Relais left it, with something worth keeping."""
    old = Database(url)
    with old.transaction() as connection:
        if old.file:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade_to(connection, revision)
        connection.execute(sql("INSERT INTO counter (name, last) VALUES ('MQ-26', 412)"))
    old.close()
