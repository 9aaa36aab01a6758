"""Alembic migrations, run by the program itself: nobody has to remember a command."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

LOCK = 0x52454C53  # "RELS", as everywhere


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision, all steps in one transaction: killed half-way, nothing changed.

    Processes that start together take turns: SQLite's BEGIN IMMEDIATE sees to it, PostgreSQL is asked for a lock.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:relais)"), {"relais": LOCK})
        upgrade_to(connection, "head")


def upgrade_to(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision, in the caller's transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
