"""Making a copy: the database as it is at one moment, the keys, what they are, in one sealed file that is whole or not there."""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy.exc import DBAPIError

from bot.backup.checking import shape_of
from bot.backup.manifest import COPY, DATABASE, FORMAT, NAME, STATE, Manifest, digest, state_files
from bot.editions import CACHE, edition_in_force
from config.faults import TownFaults
from config.settings import Settings
from storage.copies import take
from storage.database import Database, StorageFault, fault
from storage.envelope import Progress, Sealed, look

PART = ".part"
WORK = "backup"
"""In the state folder: where copies are prepared, in clear as the database itself is, and `last.json`."""
LEFT_OVER_S = 6 * 3600
FAST = 1
"""zlib's level: three quarters of the gain for a fifth of the time."""


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was just made. size: bytes of the file."""

    file: Path
    manifest: Manifest
    size: int


def make(settings: Settings, to: Path, *, now: datetime, whole: bool, progress: Progress = lambda share: None) -> Made:
    """Copy, check the copy, seal it, read the sealed file back. Raises StorageFault, OSError; nothing half written is left.

    whole: check all of it; otherwise its pages, on SQLite, and what PostgreSQL itself checks as it reads.
    """
    if settings.backup_public_key is None:
        raise StorageFault("backup-no-key")
    with working_folder(settings) as work:
        manifest = _prepared(settings, work, now, progress)
        progress(0.3)
        if whole or manifest.dialect == "sqlite":
            found = shape_of(work, manifest, whole=whole)
            if not found.sound:
                raise StorageFault("backup-copy-unsound", detail=found.first)
        progress(0.5)
        file = _sealed(work, manifest, to, settings.backup_public_key, lambda share: progress(0.5 + 0.4 * share))
    try:
        look(file).check()
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    progress(1.0)
    return Made(file, manifest, file.stat().st_size)


@contextmanager
def working_folder(settings: Settings) -> Iterator[Path]:
    """A folder of one's own, gone at the end; those that a killed process left go too."""
    place = settings.state_dir.expanduser() / WORK
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in place.glob("copy-*"):
        if old.is_dir() and time.time() - old.stat().st_mtime > LEFT_OVER_S:
            shutil.rmtree(old, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="copy-", dir=place))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prepared(settings: Settings, work: Path, now: datetime, progress: Progress) -> Manifest:
    """Everything that goes into the archive, as files of a folder, and what they are."""
    database = Database(settings.database)
    try:
        (work / DATABASE).mkdir()
        taken = take(database, work / DATABASE)
        city, timezone = _town(settings, database)
        progress(0.2)
        state = settings.state_dir.expanduser().absolute()
        for path in state_files(state, database=database.file):
            copy = work / STATE / path.relative_to(state)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # a draft of somebody who starts just now
                shutil.copyfile(path, copy)
    except DBAPIError as error:
        raise fault(error, database.where) from error
    finally:
        database.close()
    files = {path.relative_to(work).as_posix(): digest(path) for path in _files(work)}
    return Manifest(FORMAT, now.astimezone(UTC).isoformat(timespec="seconds"), version("relais"), taken.revision, database.dialect, city,
                    timezone, taken.counts, taken.columns, files)


def _town(settings: Settings, database: Database) -> tuple[str | None, str]:
    """Its name and its time zone. A town whose files have a fault is copied like any other."""
    try:
        town = edition_in_force(database, settings.town_folder, settings.state_dir / CACHE).town
    except (TownFaults, DBAPIError):  # or a schema older than this release, copied before it is upgraded
        return None, "Europe/Paris"
    return town.city, town.timezone


def _files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sealed(work: Path, manifest: Manifest, to: Path, public: str, progress: Progress) -> Path:
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _free_name(to, manifest.at)
    part = to / f".{file.name}{PART}"
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as out:
            _write(work, manifest, out, public, progress)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    _keep_name(to)
    return file


def named(folder: Path, at: datetime) -> Path:
    """relais-20261127T103500Z.backup: sorted by name is sorted by age."""
    return folder / f"relais-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{COPY}"


def _free_name(folder: Path, at: datetime) -> Path:
    """No copy takes the place of one of the same second."""
    while (file := named(folder, at)).exists():
        at += timedelta(seconds=1)
    return file


def _write(work: Path, manifest: Manifest, out: BinaryIO, public: str, progress: Progress) -> None:
    total, done = sum(size for size, _ in manifest.files.values()) or 1, 0
    described = work / NAME
    described.write_bytes(manifest.to_json())
    sealed = Sealed(out, public)
    with gzip.GzipFile(fileobj=cast("BinaryIO", sealed), mode="wb", compresslevel=FAST, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w|", bufsize=1 << 18) as tar:
            for name in (NAME, *manifest.files):
                path = work / name
                member = tarfile.TarInfo(name)
                member.size, member.mode = path.stat().st_size, 0o600
                with path.open("rb") as file:
                    tar.addfile(member, file)
                done += member.size
                progress(done / total)
    sealed.seal()


def _keep_name(folder: Path) -> None:
    """The name itself is on the disk, where the disk can say so."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
