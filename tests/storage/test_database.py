"""Opening a database: what is in force, and what is refused with one clear fault and nothing changed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from storage.database import APPLICATION_ID, Database, StorageFault, fault, is_passing, next_number, open_database
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def refused(url: str) -> str:
    """The key of the fault that opening raises."""
    with pytest.raises(StorageFault) as caught:
        open_database(url).close()
    return caught.value.key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of ours, closed, with rows worth losing."""
    file = tmp_path / "relais.db"
    database = open_database(sqlite_url(file))
    with database.transaction() as connection:
        rows = [{"name": f"series {n} {'x' * 200}"} for n in range(500)]
        connection.execute(sql("INSERT INTO counter (name, last) VALUES (:name, 1)"), rows)
    database.close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


# --- what is in force ---


@pytest.mark.parametrize("side", ["writer", "reader"])
def test_sqlite_is_durable_concurrent_and_forgets_what_is_erased(tmp_path: Path, side: str) -> None:
    database = open_database(sqlite_url(tmp_path / "relais.db"))
    found = {}
    with (database.transaction() if side == "writer" else database.reading()) as connection:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "application_id"):
            found[pragma] = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
    database.close()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1,
        "application_id": APPLICATION_ID,
    }


def test_a_file_is_readable_by_its_owner_only(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_writers_that_read_before_they_write_both_count(tmp_path: Path) -> None:
    """With SQLite's ordinary BEGIN, the second one would fail at once or lose its increment."""
    database = open_database(sqlite_url(tmp_path / "relais.db"))
    with database.transaction() as connection:
        connection.execute(sql("INSERT INTO counter (name, last) VALUES ('c', 0)"))

    def count() -> None:
        for _ in range(30):
            with database.transaction() as connection:
                last = connection.execute(sql("SELECT last FROM counter WHERE name = 'c'")).scalar_one()
                connection.execute(sql("UPDATE counter SET last = :last WHERE name = 'c'"), {"last": last + 1})

    together(count, 3)
    with database.reading() as connection:
        assert connection.execute(sql("SELECT last FROM counter WHERE name = 'c'")).scalar_one() == 90
    database.close()


def test_a_reader_sees_one_moment_and_holds_no_writer_up(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as before:
        assert before.execute(sql("SELECT count(*) FROM counter WHERE name = 'new'")).scalar_one() == 0
        with database.transaction() as connection:
            connection.execute(sql("INSERT INTO counter (name, last) VALUES ('new', 1)"))
        if database.dialect == "sqlite":  # a snapshot; PostgreSQL's default shows each statement what is committed
            assert before.execute(sql("SELECT count(*) FROM counter WHERE name = 'new'")).scalar_one() == 0
    with database.reading() as after:
        assert after.execute(sql("SELECT count(*) FROM counter WHERE name = 'new'")).scalar_one() == 1
    database.close()


def together(work: object, times: int) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_number_of_a_series_is_given_once_to_many_who_ask_together(database_url: str) -> None:
    database = open_database(database_url)
    given: list[int] = []

    def ask() -> None:
        for _ in range(25):
            with database.transaction() as connection:
                given.append(next_number(connection, "MQ-26"))

    together(ask, 4)
    database.close()
    assert sorted(given) == list(range(1, 101))


def test_a_number_taken_by_a_transaction_that_fails_is_given_again(database_url: str) -> None:
    database = open_database(database_url)
    with contextlib.suppress(RuntimeError), database.transaction() as connection:
        assert next_number(connection, "MQ-26") == 1
        raise RuntimeError
    with database.transaction() as connection:
        assert next_number(connection, "MQ-26") == 1
    database.close()


# --- one process ---


def test_a_second_bot_on_the_same_file_is_refused(file: Path) -> None:
    first, second = open_database(sqlite_url(file)), open_database(sqlite_url(file))
    first.own()
    with pytest.raises(StorageFault) as caught:
        second.own()
    assert caught.value.key == "storage-already-running"
    assert caught.value.values == {"where": str(file)}
    first.close()
    second.own()  # the first one ended: its place is free
    second.close()


OWNS = """
import sys
from storage.database import open_database, StorageFault
try:
    open_database(sys.argv[1]).own()
    print('owned')
except StorageFault as fault:
    print(fault.key)
"""


def another_process_owns(url: str) -> str:
    return subprocess.run([sys.executable, "-c", OWNS, url], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_another_process_is_refused_until_we_end(file: Path) -> None:
    database = open_database(sqlite_url(file))
    database.own()
    assert another_process_owns(sqlite_url(file)) == "storage-already-running"
    with database.transaction() as connection:  # and did us no harm
        next_number(connection, "still ours")
    database.close()
    assert another_process_owns(sqlite_url(file)) == "owned"


def test_several_bots_may_share_a_postgresql(postgres_url: str) -> None:
    first, second = open_database(postgres_url), open_database(postgres_url)
    first.own()
    second.own()
    first.close()
    second.close()


# --- not ours ---


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_sqlite_file_with_other_tables_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "comptes.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE comptes (id INTEGER, montant INTEGER)")
        connection.execute("INSERT INTO comptes VALUES (1, 100)")
    connection.close()
    before = bytes_of(tmp_path)
    assert refused(sqlite_url(file)) == "storage-foreign"
    assert bytes_of(tmp_path) == before


def test_a_sqlite_file_with_another_mark_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "autre.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA application_id = 12345")
        connection.execute("CREATE TABLE account (id INTEGER)")
    connection.close()
    before = bytes_of(tmp_path)
    assert refused(sqlite_url(file)) == "storage-foreign"
    assert bytes_of(tmp_path) == before


def test_a_postgresql_with_strange_tables_is_refused_untouched(postgres: Postgres) -> None:
    url = postgres.fresh(migrated=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE comptes (id INTEGER)")
    assert refused(url) == "storage-foreign"
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert names == [("comptes",)]
    postgres.drop(url)


def test_another_programs_alembic_table_is_not_taken_for_ours(postgres: Postgres) -> None:
    """Many programs keep an `alembic_version`: theirs must not make us write into their base."""
    url = postgres.fresh(migrated=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('1975ea83b712')")
        connection.execute("CREATE TABLE comptes (id INTEGER)")
    assert refused(url) == "storage-foreign"
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (2,)
        connection.execute("UPDATE alembic_version SET version_num = '0000ea83b712'")
        connection.commit()
    assert refused(url) == "storage-foreign"
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (2,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000ea83b712",)
    postgres.drop(url)


def test_a_base_of_a_newer_relais_is_refused_untouched(database_url: str, request: pytest.FixtureRequest) -> None:
    if database_url.startswith("postgresql"):
        database_url = request.getfixturevalue("postgres").fresh()  # one that nobody will use again
    database = open_database(database_url)
    with database.transaction() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    assert refused(database_url) == "storage-newer"
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        assert connection.execute(sql("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    engine.dispose()


# --- damaged ---


@pytest.mark.parametrize("offset", [0, 16, 18, 40, 100])
def test_a_damaged_header_is_refused(file: Path, offset: int) -> None:
    content = bytearray(file.read_bytes())
    content[offset : offset + 8] = b"\xff" * 8
    file.write_bytes(content)
    before = file.read_bytes()
    assert refused(sqlite_url(file)) in ("storage-damaged", "storage-foreign")
    assert file.read_bytes() == before


def test_damaged_pages_are_refused(file: Path) -> None:
    """A b-tree page overwritten, as by a failing disk: found at start, not by a person weeks later."""
    whole = file.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    chance = random.Random(22)
    refusals = 0
    for page in chance.sample(range(1, len(whole) // size), 12):
        content = bytearray(whole)
        content[page * size : page * size + 64] = chance.randbytes(64)
        file.write_bytes(content)
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
        assert refused(sqlite_url(file)) == "storage-damaged", f"page {page}"
        refusals += 1
    assert refusals == 12


@pytest.mark.parametrize("kept", [50, 5_000, 0.5, 0.9])
def test_a_truncated_file_is_refused(file: Path, kept: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(kept if kept > 1 else len(content) * kept)])
    assert refused(sqlite_url(file)) == "storage-damaged"


def test_a_text_file_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Liste des courses : du pain, du lait.\n" * 100)
    before = file.read_bytes()
    assert refused(sqlite_url(file)) == "storage-damaged"
    assert file.read_bytes() == before


# --- out of reach ---


def as_somebody_else(url: str) -> str:
    """The fault seen by a process without root's rights, which pass over file permissions."""
    code = (
        "import os, sys\n"
        "from storage.database import open_database, StorageFault\n"
        "import storage.migrations\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try:\n    open_database(sys.argv[1]); print('opened')\nexcept StorageFault as fault:\n    print(fault.key)\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code, url], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that another user may enter."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="relais-ro-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="changing user needs root; the test below covers the rest")
@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_folder_is_said_clearly(shared: Path, exists: bool) -> None:
    file = shared / "relais.db"
    if exists:
        open_database(sqlite_url(file)).close()
        file.chmod(0o644)
    assert as_somebody_else(sqlite_url(file)) == "storage-read-only"
    assert file.exists() is exists


@pytest.mark.skipif(os.geteuid() == 0, reason="root passes over file permissions; the test above covers it")
def test_a_folder_without_the_right_to_write_is_said_clearly(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert refused(sqlite_url(tmp_path / "relais.db")) == "storage-read-only"
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_a_folder_should_be_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "etat").write_text("")
    assert refused(sqlite_url(tmp_path / "etat" / "relais.db")).startswith("storage-")


def test_a_folder_that_does_not_exist_yet_is_made(tmp_path: Path) -> None:
    open_database(sqlite_url(tmp_path / "a" / "b" / "relais.db")).close()
    assert (tmp_path / "a" / "b" / "relais.db").exists()


def test_an_unknown_kind_of_database_is_named() -> None:
    with pytest.raises(StorageFault) as caught:
        open_database("mysql+pymysql://relais:secret@machine/base")
    assert caught.value.key == "storage-unknown-url"
    assert "secret" not in str(caught.value.values)


def test_a_postgresql_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(StorageFault) as caught:
        open_database("postgresql://relais:motdepasse@127.0.0.1:1/base")
    assert caught.value.key == "storage-unreachable"
    assert "motdepasse" not in str(caught.value.values)


def test_a_postgresql_database_that_does_not_exist_is_unreachable(postgres: Postgres) -> None:
    assert refused(postgres.url("nowhere")) == "storage-unreachable"


# --- what an error means ---


def orig(error: Exception, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("INSERT …", {}, error)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("database or disk is full", "storage-full"),
        ("could not extend file: No space left on device", "storage-full"),
        ("attempt to write a readonly database", "storage-read-only"),
        ("cannot execute INSERT in a read-only transaction", "storage-read-only"),
        ("database disk image is malformed", "storage-damaged"),
        ("connection refused", "storage-unreachable"),
    ],
)
def test_a_drivers_error_becomes_its_sentence(said: str, key: str) -> None:
    assert fault(orig(sqlite3.OperationalError(said)), "relais.db").key == key


def test_only_what_may_pass_is_tried_again() -> None:
    assert is_passing(orig(sqlite3.OperationalError("database is locked")))
    assert is_passing(orig(psycopg.OperationalError("server closed the connection unexpectedly")))
    assert is_passing(orig(psycopg.errors.SerializationFailure("could not serialize access")))
    assert is_passing(orig(psycopg.errors.DeadlockDetected("deadlock detected")))
    assert not is_passing(orig(sqlite3.OperationalError("no such column: colour")))
    assert not is_passing(orig(psycopg.errors.UndefinedColumn("column colour does not exist"), ProgrammingError))
    assert not is_passing(ValueError("database is locked"))


def test_what_people_wrote_is_not_in_a_drivers_error(database_url: str) -> None:
    database = open_database(database_url)
    with pytest.raises(DBAPIError) as caught, database.transaction() as connection:
        connection.execute(sql("INSERT INTO counter (name, last, colour) VALUES (:name, 1, 'red')"), {"name": "Mme Dupont, 06 12 34 56 78"})
    database.close()
    assert "Dupont" not in str(caught.value)


def test_the_address_shown_hides_the_password() -> None:
    database = Database("postgresql://relais:motdepasse@machine/base")
    assert database.where == "postgresql+psycopg://relais:***@machine/base"
    database.close()
