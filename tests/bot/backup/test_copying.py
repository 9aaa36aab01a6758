"""A copy holds all that was there, whichever engine it is taken from and put back into."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backup.archive import make
from bot.backup.checking import examine
from bot.backup.reading import unpack
from storage.database import StorageFault, open_database
from storage.seal import Seal
from tests.bot.backup.place import BYTES, PRIVATE, copies, everything, lives, puts_back, rows_of, settings
from tests.faults.disks import fill, mounted
from tests.postgres import Postgres

MARKED = {"gap", "counter", "outbox", "inbox", "conversation", "invitation", "notice", "event", "checkpoint"}
"""What a restore itself changes; tests/bot/backup/test_restoring.py says how."""


@pytest.mark.parametrize("into", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_every_row_comes_back_on_either_engine(database_url: str, tmp_path: Path, into: str, request: pytest.FixtureRequest) -> None:
    lives(database_url, tmp_path)
    before = everything(database_url)
    made = copies(database_url, tmp_path, tmp_path / "copies")
    target = f"sqlite:///{tmp_path}/new/relais.db"
    if into == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        target = server.fresh(migrated=False)
    puts_back(made, target, tmp_path / "new")
    after = everything(target)
    assert {name: rows for name, rows in after.items() if name not in MARKED} == {
        name: rows for name, rows in before.items() if name not in MARKED
    }
    assert after["event"] > before["event"]
    assert len(after["notice"]) == len(before["notice"])
    seal = Seal(tmp_path / "new" / "keys")
    (photo,) = rows_of(target, "file")
    assert seal.open(photo.content, "file/" + "f" * 64) == BYTES
    open_database(target).close()  # it starts


def test_a_copy_is_sound_and_its_log_is_read_again(database_url: str, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies")
    manifest = unpack(made.file, PRIVATE, tmp_path / "open")
    found = examine(tmp_path / "open", manifest, language="fr")
    assert found.sound
    assert found.verdict
    assert found.verdict.findings.links > 0
    assert manifest.counts["request"] == 3
    assert manifest.dialect == database_url.partition(":")[0]
    assert manifest.city == "Ville de Valmière"


def test_a_copy_changes_nothing(database_url: str, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    before = everything(database_url)
    copies(database_url, tmp_path, tmp_path / "copies")
    assert everything(database_url) == before
    assert [path.name for path in (tmp_path / "backup").iterdir()] == []


def test_only_its_owner_reads_it_and_it_holds_nothing_in_clear(database_url: str, tmp_path: Path) -> None:
    lives(database_url, tmp_path)
    made = copies(database_url, tmp_path, tmp_path / "copies")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    content = made.file.read_bytes()
    assert b"Lilas" not in content
    assert (tmp_path / "keys" / "root-1.key").read_bytes() not in content


def test_what_belongs_to_the_machine_or_must_not_run_twice_is_left_out(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    for name in ("cache/model", "matrix/@relais_ABC.db", "before-20260101T000000Z/relais.db", "keys/extra.key"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "running").write_text("1")
    (tmp_path / "link").symlink_to("/etc/hostname")
    manifest = unpack(copies(url, tmp_path, tmp_path / "copies-of-it").file, PRIVATE, tmp_path / "restoring-open")
    assert set(manifest.files) == {"database/relais.db", "state/keys/root-1.key", "state/keys/extra.key"}


def test_a_copy_beside_the_database_is_in_none_that_follow(tmp_path: Path) -> None:
    """Each would hold all before it: twice as much every five minutes."""
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    sizes = [copies(url, tmp_path, tmp_path / "copies").size for _ in range(3)]
    assert max(sizes) < 1.2 * min(sizes)


def test_without_a_key_nothing_is_ever_written_in_clear(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    with pytest.raises(StorageFault) as refused:
        make(settings(url, tmp_path, backup_public_key=None), tmp_path / "copies", now=datetime.now(UTC), whole=True)
    assert refused.value.key == "backup-no-key"
    assert not (tmp_path / "copies").exists()


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageFault) as refused:
        copies(f"sqlite:///{tmp_path}/relais.db", tmp_path, tmp_path / "copies")
    assert refused.value.key == "backup-no-database"
    assert not (tmp_path / "relais.db").exists()


@pytest.mark.parametrize("full", ["copies", "state"])
def test_a_full_disk_leaves_no_half_a_copy(tmp_path: Path, full: str) -> None:
    url = f"sqlite:///{tmp_path}/data/relais.db"
    state = tmp_path / "state"
    with mounted(tmp_path / full, "size=1m") as disk:
        lives(url, state)
        frees = fill(disk)
        with pytest.raises((StorageFault, OSError)) as refused:
            copies(url, state, tmp_path / "copies")
        assert getattr(refused.value, "key", "") == "storage-full" or getattr(refused.value, "errno", 0) == 28
        assert [path for path in tmp_path.rglob("*") if ".part" in path.name or path.name.startswith("copy-")] == []
        frees()
        assert copies(url, state, tmp_path / "copies").file.exists()


def test_two_copies_of_the_same_second_are_two(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    now = datetime(2026, 11, 27, 10, 35, tzinfo=UTC)
    names = [copies(url, tmp_path, tmp_path / "copies", now=now).file.name for _ in range(2)]
    assert names == ["relais-20261127T103500Z.backup", "relais-20261127T103501Z.backup"]


def test_a_damaged_database_is_not_passed_off_as_a_copy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/relais.db"
    lives(url, tmp_path)
    file = tmp_path / "relais.db"
    with file.open("r+b") as handle:  # the middle of the file: pages of tables and indexes
        handle.seek(os.path.getsize(file) // 2)
        handle.write(b"\xa5" * 20_000)
    with pytest.raises(StorageFault) as refused:
        copies(url, tmp_path, tmp_path / "copies")
    assert refused.value.key in ("backup-copy-unsound", "storage-damaged")
    assert list((tmp_path / "copies").glob("*")) == [] if (tmp_path / "copies").exists() else True


def test_no_tool_of_postgresql_is_needed(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives(database_url, tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert copies(database_url, tmp_path, tmp_path / "copies").size > 0
