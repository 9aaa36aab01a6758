"""Tables that only grow: the database itself refuses to change or delete their rows, whoever asks."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam
from sqlalchemy import text as sql

TABLES = ("event", "audit_link")

SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{table} only grows'); END
"""
FUNCTION = """
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_grows()
"""


def guard(connection: Connection) -> None:
    """Put the triggers in place: called by the migration that makes the tables."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql(FUNCTION))
        for table in TABLES:
            connection.execute(sql(POSTGRESQL.format(table=table)))
        return
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            connection.execute(sql(SQLITE.format(table=table, act=act)))


def is_guarded(connection: Connection) -> bool:
    """Whether every trigger is still in place, and in force."""
    if connection.dialect.name == "postgresql":
        names = [f"{table}_only_grows" for table in TABLES]
        found = "SELECT count(*) FROM pg_trigger WHERE tgname IN :names AND tgenabled IN ('O', 'A')"
    else:
        names = [f"{table}_no_{act}" for table in TABLES for act in ("UPDATE", "DELETE")]
        found = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN :names"
    count = connection.execute(sql(found).bindparams(bindparam("names", expanding=True)), {"names": names}).scalar_one()
    return bool(count == len(names))
