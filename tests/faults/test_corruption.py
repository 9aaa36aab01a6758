"""F17: bytes of the file flipped, the log beside it cut or gone. It refuses to start, or nothing altered is served as good."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.auditing import examined_in
from storage.copies import faults_of
from storage.database import StorageFault, open_database
from storage.seal import BrokenSeal, Seal
from storage.tables import File, Inbox, Secret, table
from storage.unit import Scope, Unit
from tests.bot.backup.place import BYTES, lives, rows_of
from tests.scenes import MONDAY

OFFSETS = int(os.environ.get("OFFSETS", "40"))
"""Places where a byte is flipped: 200 in the campaign, `OFFSETS=200 pytest tests/faults/test_corruption.py`."""
SEALED = [f"{number:04d}".encode() * 200 for number in range(12)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town that lived, with sealed content of every kind, its chain linked to the end."""
    folder = tmp_path_factory.mktemp("sound")
    url = f"sqlite:///{folder}/relais.db"
    lives(url, folder)
    database, seal = open_database(url), Seal(folder / "keys")
    with database.transaction() as connection:
        store = Scope(unit := Unit(connection, database.ids))
        for number, content in enumerate(SEALED):
            name = f"s{number}"
            payload = seal.seal(content, f"inbox/telegram/{name}")
            row = {"id": store.next_id(), "platform": "telegram", "external_id": name, "state": "waiting", "received_at": MONDAY}
            store.add(Inbox(**row, payload=payload))
            store.add(Secret(name=name, value=seal.seal(content, f"secret/{name}"), saved_at=MONDAY))
            store.add(File(hash=name, media_type="image/jpeg", size=1, content=seal.seal(content, f"file/{name}"), stored_at=MONDAY))
        store.keep()
        unit.flush()
    database.close()
    return folder


def altered(folder: Path) -> list[str]:
    """Start on it as a bot does; return what was served as good and is not what was put. [] too when it refuses to start."""
    try:
        database = open_database(f"sqlite:///{folder}/relais.db")
    except StorageFault as refused:
        return [] if refused.key in ("storage-damaged", "storage-foreign") else [f"refused with {refused.key}"]
    seal = Seal(folder / "keys")
    wrong: list[str] = []
    try:
        for model, about, name, content in ((Inbox, "inbox/telegram", "external_id", "payload"), (Secret, "secret", "name", "value"),
                                            (File, "file", "hash", "content")):  # fmt: skip
            core = table(model)
            try:
                with database.reading() as connection:
                    rows = list(connection.execute(core.select()))
            except (SQLAlchemyError, ValueError):
                continue  # said, not served
            for row in rows:
                key, sealed = getattr(row, name), getattr(row, content)
                try:
                    opened = seal.open(sealed, f"{about}/{key}")
                except (BrokenSeal, TypeError):
                    continue
                known = {f"s{number}": kept for number, kept in enumerate(SEALED)} | {"f" * 64: BYTES}
                if key in known and opened != known[key]:
                    wrong.append(f"{about}/{key}")
    finally:
        database.close()
    return wrong


def spoilt(sound: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "spoilt"
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(sound, folder)


def test_a_flipped_byte_anywhere_is_refused_or_altered_content_does_not_open(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(17)
    size = (sound / "relais.db").stat().st_size
    started_on_a_failed_check = 0
    for place in chance.sample(range(size), OFFSETS):
        folder = spoilt(sound, tmp_path)
        with (folder / "relais.db").open("r+b") as file:
            file.seek(place)
            was = file.read(1)[0]
            file.seek(place)
            file.write(bytes([was ^ (1 << chance.randrange(8))]))
        failed = bool(quick_faults(folder / "relais.db"))
        assert altered(folder) == [], place
        if failed:
            try:
                open_database(f"sqlite:///{folder}/relais.db").close()
                started_on_a_failed_check += 1
            except StorageFault:
                pass
    assert started_on_a_failed_check == 0


def quick_faults(file: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return [row[0] for row in connection.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:
        return [str(error)]


def test_a_changed_word_of_the_log_is_found_by_the_chain(sound: Path, tmp_path: Path) -> None:
    """SQLite keeps no sum of its pages: a letter that became another one passes its check, not ours."""
    folder = spoilt(sound, tmp_path)
    content = (folder / "relais.db").read_bytes()
    for place in [index for index in range(len(content)) if content.startswith(b"recorded", index)]:
        content = content[:place] + b"recordee" + content[place + 8 :]
    (folder / "relais.db").write_bytes(content)
    assert faults_of(folder / "relais.db", whole=False) == []
    database = open_database(f"sqlite:///{folder}/relais.db")
    verdict = examined_in(database, Seal(folder / "keys"), city="Ville de Valmière", given=None, language="fr")
    database.close()
    assert not verdict.sound


@pytest.mark.parametrize("side", ["truncated", "gone", "noise"])
def test_a_spoilt_log_beside_the_file_never_serves_altered_content(sound: Path, tmp_path: Path, side: str) -> None:
    """Killed with its last commits still in `-wal`, which then is cut at seeded places, lost, or overwritten."""
    chance = random.Random(side)
    for _ in range(1 if side == "gone" else OFFSETS // 4):
        folder = spoilt(sound, tmp_path)
        with_a_log(folder)
        log = folder / "relais.db-wal"
        size = log.stat().st_size
        assert size > 4096
        if side == "gone":
            log.unlink()
        elif side == "truncated":
            os.truncate(log, chance.randrange(size))
        else:
            with log.open("r+b") as file:
                file.seek(chance.randrange(size))
                file.write(chance.randbytes(64))
        assert altered(folder) == []
        for name in ("relais.db-wal", "relais.db-shm"):
            (folder / name).unlink(missing_ok=True)
        assert faults_of(folder / "relais.db", whole=True) == [], "what was committed before is whole"


def with_a_log(folder: Path) -> None:
    """As a killed process leaves it: commits in the log, none of them in the file."""
    code = (
        "import sqlite3, os\n"
        f"c = sqlite3.connect({str(folder / 'relais.db')!r}, isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode=WAL'); c.execute('PRAGMA synchronous=FULL')\n"
        "for n in range(20): c.execute('INSERT INTO join_try VALUES (?, ?, ?)', (n, 'x' * 900, '2026-11-23 08:00:00.000000'))\n"
        "os._exit(9)\n"
    )
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", code], check=False)


def test_the_refusal_says_what_to_type(sound: Path, tmp_path: Path) -> None:
    from config.texts import words

    folder = spoilt(sound, tmp_path)
    with (folder / "relais.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(StorageFault) as refused:
        open_database(f"sqlite:///{folder}/relais.db")
    said = words().say("fr", refused.value.key, refused.value.values)
    assert "relais restore" in said
    assert "relais verify" in said
    assert len(rows_of(f"sqlite:///{sound}/relais.db", "request")) == 3
