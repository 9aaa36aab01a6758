"""The schema that migrations make is the schema that the tables describe, on both databases."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlmodel import SQLModel

import storage.tables
from storage.database import REVISION, Database, open_database
from storage.migrations import alembic_config, upgrade
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]

# What Alembic does not compare: the conditions of partial indexes, unique keys, checks.
DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%' AND type = 'index'",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%'",
}


def definitions(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        rows = connection.execute(sql(DEFINITIONS[database.dialect])).all()
    return {name: re.sub(r'["\s]+', " ", definition).strip() for name, definition in rows}


def test_the_migrated_schema_is_that_of_the_tables(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    database.close()


def test_partial_indexes_and_unique_keys_are_those_of_the_tables(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    migrated = open_database(database_url)
    plain_url = f"sqlite:///{tmp_path}/plain.db"
    if migrated.dialect == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        plain_url = server.fresh(migrated=False)
    plain = Database(plain_url)
    SQLModel.metadata.create_all(plain.writer)
    expected = definitions(plain)
    assert any("WHERE" in definition for definition in expected.values())
    assert definitions(migrated) == expected
    migrated.close()
    plain.close()


def test_the_revision_checked_at_start_is_the_newest_one() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [REVISION]


def test_a_migration_that_breaks_half_way_changes_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    empty = f"sqlite:///{tmp_path}/empty.db"
    if database_url.startswith("postgresql"):
        empty = request.getfixturevalue("postgres").fresh(migrated=False)
    database = Database(empty)
    from alembic.operations import Operations

    real, made = Operations.create_table, []

    def third_one_breaks(self: Operations, name: str, *columns: object, **more: object) -> object:
        made.append(name)
        if len(made) == 3:
            raise RuntimeError("the power went")
        return real(self, name, *columns, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Operations, "create_table", third_one_breaks)
    with pytest.raises(RuntimeError, match="the power went"):
        upgrade(database.writer)
    monkeypatch.undo()
    assert "account" not in names_of(empty)
    database.close()
    again = open_database(empty)
    again.close()


def names_of(url: str) -> list[str]:
    from sqlalchemy import inspect

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_every_table_of_the_model_exists(database_url: str) -> None:
    open_database(database_url).close()
    assert set(names_of(database_url)) == {*SQLModel.metadata.tables, "alembic_version"}
    assert storage.tables.Request.__tablename__ in SQLModel.metadata.tables


TOGETHER = """
import sys, storage.migrations
from storage.database import open_database
print("ready", flush=True)
sys.stdin.readline()
open_database(sys.argv[1]).close()
"""


def test_several_processes_that_start_on_an_empty_database_together_make_one_schema(tmp_path: Path, postgres: Postgres) -> None:
    """Two machines behind one PostgreSQL are started by the same deployment, at the same second."""
    for url in (f"sqlite:///{tmp_path}/relais.db", postgres.fresh(migrated=False)):
        command = [sys.executable, "-c", TOGETHER, url]
        pipe = subprocess.PIPE
        starts = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
        for start in starts:
            assert start.stdout is not None
            assert start.stdout.readline() == "ready\n"
        for start in starts:
            assert start.stdin is not None
            start.stdin.write("go\n")
            start.stdin.flush()
        said = [start.communicate(timeout=60)[1] for start in starts]
        assert [start.returncode for start in starts] == [0, 0, 0, 0], (url, said)
        assert names_of(url).count("inbox") == 1
