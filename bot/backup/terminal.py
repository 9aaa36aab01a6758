"""`relais backup`, `verify`, `restore`: what an operator asks for, and what they are shown."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot import auditing
from bot.backup.archive import make
from bot.backup.checking import Findings, examine
from bot.backup.keeping import WHOLE_EVERY, Last, drop_old, last, save_last, seen
from bot.backup.manifest import Manifest
from bot.backup.reading import unpack
from bot.backup.restoring import restore
from bot.opening import hushed
from bot.platforms import Misconfigured
from bot.progress import counting
from config.settings import Settings
from config.texts import words
from handlers.requests.rules import reference
from storage.database import StorageFault
from storage.envelope import look, new_pair

NICE = 10
SHOWN = ("person", "request", "event", "outbox", "file")
"""The tables whose rows are told to an operator, each with its word."""


def backup(settings: Settings, to: Path | None, *, console: Console) -> None:
    """One copy, now, checked whole. Raises StorageFault, Misconfigured, OSError."""
    folder = to or settings.backup_folder
    if folder is None:
        raise Misconfigured("backup-where")
    with hushed(settings), counting(settings.language, "backup-making", 1.0) as show:
        made = make(settings, folder.expanduser(), now=datetime.now(UTC), whole=True, progress=show)
    _say(console, settings, "backup-made", file=str(made.file), size=_size(made.size))
    console.print(_counts(made.manifest, settings.language))


def backup_automatically(settings: Settings) -> None:
    """One of the regular copies: quietly, behind everybody else on this machine, and the old ones go."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what is half done is tidied up
    os.nice(NICE)
    folder = settings.backup_folder
    if folder is None:
        raise Misconfigured("backup-where")
    now, before, looks = datetime.now(UTC), last(settings), seen(settings)  # looked at first: what changes meanwhile makes another copy
    verified = before.verified_at if before else None
    whole = verified is None or now - datetime.fromisoformat(verified) >= WHOLE_EVERY
    with hushed(settings):
        made = make(settings, folder.expanduser(), now=now, whole=whole)
    save_last(settings, Last(made.manifest.made_at, made.manifest.made_at if whole else verified, made.file.name, looks))
    drop_old(folder.expanduser(), now)


def new_keys(language: str, to: Path | None, *, console: Console) -> None:
    """Make a pair. The private half is written where asked, or shown once; it is kept nowhere here."""
    private, public = new_pair()
    if to is None:
        console.print(private, markup=False, soft_wrap=True)
    else:
        try:
            descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise Misconfigured("backup-key-exists", file=str(to)) from error
        with os.fdopen(descriptor, "w") as file:
            file.write(private + "\n")
    said = words().say(language, "backup-keys", {"public": public, "where": str(to) if to else "screen"})
    console.print(said, markup=False, soft_wrap=True)


def private_key(key: str) -> str:
    """The text of a key: what a file holds, or standard input for "-". Raises Misconfigured."""
    try:
        return sys.stdin.read() if key == "-" else Path(key).expanduser().read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("backup-key-unreadable", file=key) from error


def verify(file: Path, private: str | None, *, language: str, console: Console) -> bool:
    """Print what a copy is worth; False when it is worth nothing. private: None to look at the envelope alone."""
    with _readable(file):
        if private is None:
            with counting(language, "backup-reading", 1.0) as show:
                look(file).check(show)
            console.print(words().say(language, "verify-envelope", {"file": str(file)}), style="yellow", markup=False)
            return True
        with TemporaryDirectory(prefix="relais-") as folder, counting(language, "backup-reading", 1.0) as show:
            manifest = unpack(file, private, Path(folder), progress=show)
            found = examine(Path(folder), manifest, language=language)
    _report(console, manifest, found, language)
    return found.sound


def put_back(settings: Settings, file: Path, private: str, *, into: Path | None, force: bool, console: Console) -> None:
    """Raises StorageFault, OSError."""
    state_dir = (into or settings.state_dir).expanduser()
    url = f"sqlite:///{state_dir.absolute() / 'relais.db'}" if into else settings.database
    with hushed(settings), _readable(file), counting(settings.language, "restore-under-way", 1.0) as show:
        done = restore(file, private, database_url=url, state_dir=state_dir, now=datetime.now(UTC), force=force, progress=show)
    _say(console, settings, "restore-done", at=done.manifest.at, where=str(state_dir))
    for series, (known, following) in done.passed_over.items():
        _say(console, settings, "gap-numbers", last=reference(series, known), next=reference(series, following))
    if done.aside:
        _say(console, settings, "restore-aside", where=done.aside)
    if settings.matrix_homeserver and not settings.matrix_password:
        _say(console, settings, "restore-matrix")


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if error.filename and Path(error.filename) == file:
            raise StorageFault("backup-missing", where=str(file)) from error
        raise


def _say(console: Console, settings: Settings, key: str, **values: str | int | datetime) -> None:
    console.print(words().say(settings.language, key, values), markup=False, soft_wrap=True)


def _size(count: int) -> str:
    return f"{count / (1 << 20):.1f}"


def _counts(manifest: Manifest, language: str) -> Table:
    table = Table(show_header=False, box=None)
    for name in SHOWN:
        table.add_row(words().say(language, f"backup-{name}"), f"{manifest.counts.get(name, 0):,}".replace(",", " "))
    return table


def _report(console: Console, manifest: Manifest, found: Findings, language: str) -> None:
    def say(key: str, **values: str | int | datetime) -> str:
        return words(manifest.timezone).say(language, key, values)

    console.print(say("verify-copy", city=manifest.city or "?", at=manifest.at, dialect=manifest.dialect, release=manifest.release),
                  markup=False)
    console.print(_counts(manifest, language))
    for line in found.structure:
        console.print(say("verify-structure", what=line), style="red", markup=False)
    for name, (said, there) in found.missing.items():
        console.print(say("verify-missing", table=name, said=said, there=there), style="red", markup=False)
    if found.verdict:
        auditing.show(console, found.verdict, language)
    elif not found.structure and not found.missing:
        console.print(say("verify-no-log"), style="yellow", markup=False)
    key, style = ("verify-sound", "bold green") if found.sound else ("verify-unsound", "bold red")
    console.print(say(key), style=style, markup=False)
