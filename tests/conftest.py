"""What every test may ask for: a database on each engine, a real homeserver, and a log that never holds what people typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from storage.database import Database, open_database
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Phones
from tests.postgres import Postgres
from tests.sqlite import laid_at

settings.register_profile("relais", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "100")))  # a busy machine is not a fault
settings.load_profile("relais")

CANARY = "topinambour-7f3c91"
"""What a person types when a scene is about privacy: a test fails when it reaches the log, whatever the test was about."""


@pytest.fixture(autouse=True)
def nothing_typed_reaches_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            said = f"{record.getMessage()}\n{record.exc_text or ''}\n{record.exc_info[1] if record.exc_info else ''}"
            assert CANARY not in said, "what somebody typed is in the log"


WAITING = ("attack", "faults", "journeys", "matrix", "simulator", "telegram")
"""Folders of tests that wait, for networks and processes, more than they work."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """At several at once (`make test`), where a file stays in one process: those that wait are spread evenly among those that work."""
    if hasattr(config, "workerinput"):
        files: dict[bool, list[Path]] = {True: [], False: []}
        for path in dict.fromkeys(item.path for item in items):
            files[path.parent.name in WAITING].append(path)
        turns = {path: turn / len(of_a_kind) for of_a_kind in files.values() for turn, path in enumerate(of_a_kind)}
        items.sort(key=lambda item: turns[item.path])


# --- databases ---


@pytest.fixture(scope="session", autouse=True)
def each_statement_is_compiled_once() -> Iterator[None]:
    """For all the databases that a process opens, thousands: a sixth of what scenes cost. Dialects of one kind are all alike here."""
    compiled: dict[Any, Any] = {}

    def create(*args: Any, **how: Any) -> Engine:
        engine = create_engine(*args, **how)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr("storage.database.create_engine", create)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    try:
        server = Postgres()
    except Exception as error:
        pytest.skip(f"no PostgreSQL here, nothing is proved about it: {type(error).__name__}: {error}")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address with nothing of anybody behind it, on each engine in turn: for storage, concurrency and delivery."""
    if request.param == "sqlite":
        yield laid_at(tmp_path / "relais.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.borrow()
    yield url
    server.give_back(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened and up to date."""
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    url = postgres.borrow()
    yield url
    postgres.give_back(url)


# --- Matrix: one homeserver and one Node process for the whole session, started when first asked for ---


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    server = Homeserver(tmp_path_factory.mktemp("synapse"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def phones() -> Iterator[Phones]:
    phones = Phones()
    yield phones
    phones.close()
