"""Opening a copy: every file of it laid out in a folder, each one as the copy itself says it must be."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bot.backup.manifest import DATABASE, NAME, STATE, Manifest, digest
from storage.copies import SQLITE_FILE, Taken, is_newer, made_sqlite
from storage.database import StorageFault
from storage.envelope import Progress, look, read_private

LARGEST_MANIFEST = 64 << 20


def unpack(file: Path, private: str, into: Path, *, progress: Progress = lambda share: None) -> Manifest:
    """Raises StorageFault: not a copy, of a later release, cut short, altered, sealed for another key."""
    envelope = look(file)
    key = read_private(private)
    envelope.check(lambda share: progress(share / 3))
    clear = io.BufferedReader(envelope.open(key, lambda share: progress((1 + share) / 3)), 1 << 20)
    try:
        with clear, gzip.GzipFile(fileobj=clear) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            manifest = _lay_out(tar, into, str(file))
            while packed.read(1 << 20):  # to the very end, so that the last chunk is asked for
                continue
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, FileExistsError) as error:
        raise StorageFault("backup-altered", where=str(file)) from error
    for number, (name, expected) in enumerate(manifest.files.items(), 1):
        path = into / name
        if not path.is_file() or digest(path) != tuple(expected):
            raise StorageFault("backup-altered", where=str(file))
        progress((2 + number / len(manifest.files)) / 3)
    return manifest


def _lay_out(tar: tarfile.TarFile, into: Path, where: str) -> Manifest:
    members = _plain_files(tar, where)
    first = next(members, None)
    described = tar.extractfile(first) if first and first.name == NAME and first.size < LARGEST_MANIFEST else None
    if described is None:
        raise StorageFault("backup-altered", where=where)
    manifest = Manifest.parse(described.read(), where)
    if is_newer(manifest.revision):
        raise StorageFault("backup-newer", where=where)
    for member in members:
        content = tar.extractfile(member)
        if content is None or member.name not in manifest.files:
            raise StorageFault("backup-altered", where=where)
        path = into / member.name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as out:
            path.chmod(0o600)
            shutil.copyfileobj(content, out, 1 << 20)
    return manifest


def _plain_files(tar: tarfile.TarFile, where: str) -> Iterator[tarfile.TarInfo]:
    """Plain files under our two folders, and nothing that points elsewhere: whoever had the public key may have made this."""
    for member in tar:
        parts = PurePosixPath(member.name).parts
        ours = member.name == NAME or (len(parts) > 1 and parts[0] in (DATABASE, STATE) and not {"..", "."} & set(parts))
        if not member.isreg() or not ours or PurePosixPath(member.name).is_absolute():
            raise StorageFault("backup-altered", where=where)
        yield member


def sqlite_of(folder: Path, manifest: Manifest) -> Path:
    """The SQLite file of an unpacked copy; made of its tables when it is one of PostgreSQL."""
    file = folder / DATABASE / SQLITE_FILE
    if manifest.dialect == "postgresql" and not file.exists():
        made_sqlite(taken_of(manifest), folder / DATABASE, file)
    return file


def taken_of(manifest: Manifest) -> Taken:
    return Taken(manifest.revision, manifest.counts, manifest.columns)
