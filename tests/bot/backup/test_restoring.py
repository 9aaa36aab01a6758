"""What is put back: nothing that is there is lost by it, nothing old is said again, and no number is given twice."""

from __future__ import annotations

import fcntl
import io
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.backup.archive import Made
from bot.backup.manifest import Manifest
from bot.backup.reading import unpack
from storage.database import StorageFault, open_database
from storage.envelope import Sealed, new_pair
from storage.rollups import ROLLUPS
from storage.tables import Checkpoint, Conversation, Inbox, Invitation, Notice, table
from tests.bot.backup.place import PRIVATE, PUBLIC, copies, everything, forget_set_aside, lives, owes, puts_back, rows_of

T = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
LATER = T + timedelta(minutes=35)
Elsewhere = Callable[[], str]


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Elsewhere:
    """The address of an empty database of the same engine."""
    if database_url.startswith("sqlite"):
        return lambda: f"sqlite:///{tmp_path}/new/relais.db"
    return lambda: str(request.getfixturevalue("postgres").fresh(migrated=False))


def key_of(act: Callable[[], object]) -> str:
    with pytest.raises(StorageFault) as refused:
        act()
    return refused.value.key


# --- nothing is overwritten ---


def test_a_place_that_holds_something_is_refused_and_left_as_it_is(database_url: str, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies")
    before, files = everything(database_url), sorted(tmp_path.rglob("*"))
    assert key_of(lambda: puts_back(made, database_url, tmp_path)) == "restore-not-empty"
    assert everything(database_url) == before
    assert sorted(tmp_path.rglob("*")) == files


def test_force_keeps_what_was_there_beside(database_url: str, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies")
    (tmp_path / "matrix").mkdir()
    (tmp_path / "matrix" / "@relais_ABC.db").write_bytes(b"ratchets")
    last = owes(database_url, tmp_path)
    shutil.move(tmp_path / "copies", copied := tmp_path.parent / f"{tmp_path.name}-copies")
    restored = puts_back(Made(copied / made.file.name, made.manifest, made.size), database_url, tmp_path, now=LATER, force=True)
    assert restored.aside
    aside = tmp_path / "before-20261127T094000Z"
    assert (aside / "matrix" / "@relais_ABC.db").read_bytes() == b"ratchets"
    assert not (tmp_path / "matrix").exists(), "no session runs twice"
    assert len((aside / "keys" / "root-1.key").read_bytes()) == 32
    assert last not in [row.id for row in rows_of(database_url, "outbox")]
    if database_url.startswith("sqlite"):
        assert last in [row.id for row in rows_of(f"sqlite:///{aside}/relais.db", "outbox")]
    else:
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT count(*) FROM before_20261127t094000z.outbox WHERE id = %s", [last]).fetchone() == (1,)
    open_database(database_url).close()
    forget_set_aside(database_url)


def test_a_second_restore_keeps_the_first_ones_beside_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s/relais.db"
    lives(url, tmp_path / "s")
    made = copies(url, tmp_path / "s", tmp_path / "copies")
    for minutes in range(2):
        puts_back(made, url, tmp_path / "s", now=LATER + timedelta(minutes=minutes), force=True)
    assert [path.name for path in sorted((tmp_path / "s").glob("before-*"))] == ["before-20261127T094000Z", "before-20261127T094100Z"]


def test_a_bot_that_runs_is_not_restored_under(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    made = copies(url, tmp_path, tmp_path / "copies")
    with (tmp_path / "relais.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert key_of(lambda: puts_back(made, url, tmp_path, force=True)) == "storage-already-running"
    assert len(rows_of(url, "request")) == 3


@pytest.mark.postgres
def test_a_server_that_others_use_is_not_restored_under(postgres_url: str, tmp_path: Path) -> None:
    lives(postgres_url, tmp_path)
    made = copies(postgres_url, tmp_path, tmp_path.parent / "copies-of-it")
    with psycopg.connect(postgres_url):
        assert key_of(lambda: puts_back(made, postgres_url, tmp_path, force=True)) == "restore-in-use"
    assert len(rows_of(postgres_url, "request")) == 3
    assert (tmp_path / "keys").exists()


# --- what is not a good copy ---


@pytest.fixture
def made(tmp_path: Path) -> Made:
    url = f"sqlite:///{tmp_path}/old/relais.db"
    lives(url, tmp_path / "old")
    return copies(url, tmp_path / "old", tmp_path / "copies")


def test_another_key_a_cut_file_an_altered_one_leave_nothing_behind(made: Made, tmp_path: Path) -> None:
    whole = made.file.read_bytes()
    cases = {"backup-truncated": whole[:-5], "backup-altered": whole[:2000] + b"\0\0\0\0" + whole[2004:], "backup-not-one": b"PK" + whole}
    for key, content in cases.items():
        made.file.write_bytes(content)
        assert key_of(lambda: puts_back(made, f"sqlite:///{tmp_path}/new/relais.db", tmp_path / "new")) == key
    made.file.write_bytes(whole)
    assert key_of(lambda: unpack(made.file, new_pair()[0], tmp_path / "new")) == "backup-wrong-key"
    assert [path for path in (tmp_path / "new").rglob("*") if path.name != "relais.db.lock"] == []


def packed(tmp_path: Path, manifest: Manifest, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    """An archive that somebody who knows the public key made by hand."""
    import gzip

    path = tmp_path / "forged.backup"
    with path.open("w+b") as out:
        sealed = Sealed(out, PUBLIC)
        with gzip.GzipFile(fileobj=sealed, mode="wb") as file, tarfile.open(fileobj=file, mode="w|") as tar:  # type: ignore[arg-type]
            for member, content in members or ((named("manifest.json"), manifest.to_json()),):
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
        sealed.seal()
    return path


def named(name: str, **values: object) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    for field, value in values.items():
        setattr(member, field, value)
    return member


def manifest(**values: object) -> Manifest:
    plain = {"format": 1, "made_at": T.isoformat(), "release": "1", "revision": "0001", "dialect": "sqlite", "city": None,
             "timezone": "Europe/Paris", "counts": {}, "columns": {}, "files": {}}
    return Manifest(**{**plain, **values})  # type: ignore[arg-type]


HOSTILE = [
    named("state/../../outside"), named("/etc/outside"), named("state/x", type=tarfile.SYMTYPE, linkname="/etc"),
    named("elsewhere/x"), named("state/x", type=tarfile.LNKTYPE, linkname="state/y"), named("state"), named("state/unannounced"),
]  # fmt: skip


@pytest.mark.parametrize("member", HOSTILE, ids=lambda member: f"{member.name}-{member.type.decode()}")
def test_a_forged_archive_writes_nowhere_else(tmp_path: Path, member: tarfile.TarInfo) -> None:
    files = {name: (4, "0" * 64) for name in ("state/../../outside", "/etc/outside", "state/x", "elsewhere/x", "state")}
    path = packed(tmp_path, manifest(), (named("manifest.json"), manifest(files=files).to_json()), (member, b"evil"))
    (tmp_path / "deep" / "into").mkdir(parents=True)
    assert key_of(lambda: unpack(path, PRIVATE, tmp_path / "deep" / "into")) == "backup-altered"
    assert not (tmp_path / "outside").exists()
    assert list((tmp_path / "deep" / "into").rglob("*")) == []


@pytest.mark.parametrize("values", [{"format": 2}, {"revision": "9999"}], ids=["form", "schema"])
def test_a_copy_of_a_later_release_asks_for_an_update(tmp_path: Path, values: dict[str, object]) -> None:
    assert key_of(lambda: unpack(packed(tmp_path, manifest(**values)), PRIVATE, tmp_path / "o")) == "backup-newer"


@pytest.mark.parametrize("values", [{"made_at": "hier"}, {"files": {"state/x": 3}}, {"columns": {'x"; --': []}}, {"counts": None, "x": 1}])
def test_a_manifest_that_makes_no_sense_is_no_copy(tmp_path: Path, values: dict[str, object]) -> None:
    import orjson

    content = orjson.dumps({**orjson.loads(manifest().to_json()), **values})
    path = packed(tmp_path, manifest(), (named("manifest.json"), content))
    assert key_of(lambda: unpack(path, PRIVATE, tmp_path / "o")) == "backup-altered"


def test_a_file_that_is_not_as_announced_is_an_altered_copy(tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    announced = manifest(files={"state/keys/root-1.key": (4, "0" * 64)}).to_json()
    path = packed(tmp_path, manifest(), (named("manifest.json"), announced), (named("state/keys/root-1.key"), b"evil"))
    assert key_of(lambda: unpack(path, PRIVATE, tmp_path / "o")) == "backup-altered"


def test_a_copy_of_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """The copy of before an upgrade is still good after it."""
    from sqlalchemy import create_engine

    from storage.migrations import upgrade_to

    state = tmp_path / "old"
    state.mkdir()
    engine = create_engine(f"sqlite:///{state}/relais.db")
    with engine.begin() as connection:
        upgrade_to(connection, "0002")
        connection.exec_driver_sql(f"PRAGMA application_id = {0x52454C53}")
    engine.dispose()
    made = copies(f"sqlite:///{state}/relais.db", state, tmp_path / "copies")
    assert made.manifest.revision == "0002"
    puts_back(made, f"sqlite:///{tmp_path}/new/relais.db", tmp_path / "new")
    assert rows_of(f"sqlite:///{tmp_path}/new/relais.db", "gap")[0].cause == "restored"


# --- what it may do, once put back ---


def waits(url: str) -> None:
    """What was under way at the moment of the copy."""
    database = open_database(url)
    with database.transaction() as connection:
        ids = database.ids
        for state, minutes in (("waiting", 2), ("fetching", 1), ("locked", 600), ("quarantined", 900)):
            row = {"id": ids.next(), "platform": "telegram", "external_id": state, "state": state, "payload": b"x", "tries": 0,
                   "received_at": T - timedelta(minutes=minutes)}
            connection.execute(table(Inbox).insert(), row)
        step = {"chat": "scene:awa", "sender": "scene:awa", "step": "people.gone:", "expires_at": T + timedelta(days=1)}
        connection.execute(table(Conversation).insert(), step)
        code = {"id": ids.next(), "code_hash": "h", "role": "admin", "issued_at": T, "expires_at": T + timedelta(days=1)}
        connection.execute(table(Invitation).insert(), code)
        for platform in ("matrix", "telegram"):
            connection.execute(table(Checkpoint).insert(), {"platform": platform, "value": "s1", "saved_at": T})
        for urgent in (True, False):
            line = {"id": ids.next(), "fact": f"urgent/{urgent}", "person_id": 1, "key": "k", "fill": {}, "urgent": urgent,
                    "morning": False, "not_before": T, "state": "pending"}
            connection.execute(table(Notice).insert(), line)
    database.close()


def test_nothing_that_was_under_way_is_said_or_done_again(database_url: str, elsewhere: Elsewhere, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    waits(database_url)
    pending = [owes(database_url, tmp_path, state=state, priority=priority) for state in ("pending", "sending") for priority in range(4)]
    sent = owes(database_url, tmp_path, state="sent", sent_at=T)
    made = copies(database_url, tmp_path, tmp_path / "copies", now=T)
    url = elsewhere()
    puts_back(made, url, tmp_path / "new", now=LATER)
    outbox = {row.id: row.state for row in rows_of(url, "outbox")}
    assert {outbox[id] for id in pending} == {"superseded"}
    assert outbox[sent] == "sent"
    assert not {"pending", "sending"} & set(outbox.values())
    inbox = {row.external_id: (row.state, row.payload) for row in rows_of(url, "inbox") if row.platform == "telegram"}
    assert inbox == {"waiting": ("done", None), "fetching": ("done", None), "locked": ("done", None), "quarantined": ("quarantined", b"x")}
    assert rows_of(url, "conversation") == []
    assert [row.expires_at for row in rows_of(url, "invitation") if row.code_hash == "h"] == [LATER]
    assert [row.platform for row in rows_of(url, "checkpoint") if row.platform != ROLLUPS] == ["telegram"]
    lines = {row.fact: row.not_before for row in rows_of(url, "notice")}
    assert lines["urgent/True"] == T
    assert lines["urgent/False"] == datetime(2026, 11, 27, 12, 45, tzinfo=UTC), "13:45 here"
    (gap,) = rows_of(url, "gap")
    assert (gap.cause, gap.starts_at, gap.ends_at, gap.told_at) == ("restored", T - timedelta(minutes=2), None, None)


def test_numbers_given_since_the_copy_are_passed_over(database_url: str, elsewhere: Elsewhere, tmp_path: Path) -> None:
    """Three were given in the day before the copy: twice that, and a hundred, are left out."""
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies", now=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    url = elsewhere()
    restored = puts_back(made, url, tmp_path / "new", now=datetime(2026, 11, 23, 9, 40, tzinfo=UTC))
    assert restored.passed_over == {"MQ-26": [3, 110]}
    counters = {row.name: row.last for row in rows_of(url, "counter")}
    assert counters["MQ-26"] == 109
    assert rows_of(url, "gap")[0].passed_over == {"MQ-26": [3, 110]}


def test_a_year_that_began_since_the_copy_has_its_numbers_passed_over_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old/relais.db"
    lives(url, tmp_path / "old")
    made = copies(url, tmp_path / "old", tmp_path / "copies", now=datetime(2026, 12, 31, 22, 0, tzinfo=UTC))
    restored = puts_back(made, f"sqlite:///{tmp_path}/new/relais.db", tmp_path / "new", now=datetime(2027, 1, 4, 8, 0, tzinfo=UTC))
    assert restored.passed_over == {"MQ-26": [3, 104], "MQ-27": [0, 101]}


def test_the_log_says_that_it_was_restored_and_its_chain_goes_on(database_url: str, elsewhere: Elsewhere, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies", now=T)
    url = elsewhere()
    puts_back(made, url, tmp_path / "new", now=LATER)
    (event,) = [row for row in rows_of(url, "event") if row.kind == "restored"]
    assert (event.at, event.actor_role, event.data) == (LATER, "terminal", {"copied_at": T.isoformat()})


def test_the_file_put_back_is_whole_by_itself(made: Made, tmp_path: Path) -> None:
    puts_back(made, f"sqlite:///{tmp_path}/new/relais.db", tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["keys", "relais.db", "relais.db.lock"]
    with closing(sqlite3.connect(tmp_path / "new" / "relais.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (tmp_path / "new" / "relais.db").stat().st_mode & 0o077 == 0
