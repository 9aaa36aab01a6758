"""Brings a town's router: from its cache when the catalogue has not changed, else trained in a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from handlers.routing import TrainingFailed, meaning
from handlers.routing.examples import Lesson, lesson_of
from handlers.routing.model import Model
from handlers.routing.packing import Broken, unpack
from handlers.routing.rules import Router

if TYPE_CHECKING:
    from config.town import Town

KEPT = 3
"""Routers kept in the cache: the current one and the two before, for whoever goes back to an earlier catalogue."""

CODE = ("features", "spelling", "examples", "model", "packing", "mixing", "sense", "meaning", "training")
"""What a router is made by."""

LEFT_OVER_S = 3600
"""A temporary file older than this was left by a process that was killed."""

Progress = Callable[[float], None]
_log = logging.getLogger(__name__)


def load_router(town: Town, cache: Path, *, progress: Progress = lambda share: None) -> Router:
    """Return the town's router, at once when `cache` holds it.

    cache: a folder, made if missing; a broken or older file in it is trained again.
    progress: called with the share done, 0 to 1, while training (some fifteen seconds); never called when the cache served.
    Raises TrainingFailed, OSError when the folder cannot be written.
    """
    layer = meaning.meaning()
    plain = lesson_of(town)
    full = replace(plain, meanings=True)
    found = _cached(_path(cache, full)) or (None if layer else _cached(_path(cache, plain)))
    if found is None:
        lesson, packed = _trained(full if layer else plain, progress, former=_newest(cache))
        found = unpack(packed)
        path = _path(cache, lesson)
        cache.mkdir(parents=True, exist_ok=True)
        _write(path, packed)
        _clear(cache, keep=path)
    return Router.of(found, town, meaning=layer)


def _newest(cache: Path) -> Path | None:
    """Find the router of the last training: its meanings need not be read again. None without a sound one."""
    found = sorted(cache.glob("router-*.npz"), key=_age)
    return next((path for path in found if _cached(path)), None)


def _trained(lesson: Lesson, progress: Progress, *, former: Path | None) -> tuple[Lesson, bytes]:
    """Train; without meanings when it fails with them. Returns what was learned from, too."""
    try:
        return lesson, _train(lesson, progress, former=former if lesson.meanings else None)
    except TrainingFailed:
        if not lesson.meanings:
            raise
        _log.warning("meanings could not be learned from; the router is trained on words and letters alone", exc_info=True)
        lesson = replace(lesson, meanings=False)
        return lesson, _train(lesson, progress, former=None)


def _path(cache: Path, lesson: Lesson) -> Path:
    """Name a router after everything that makes it what it is: the texts, and the code that learns from them."""
    digest = sha256(lesson.as_json())
    for source in CODE:
        digest.update(Path(__file__).with_name(f"{source}.py").read_bytes())
    return cache / f"router-{digest.hexdigest()[:32]}.npz"


def _cached(path: Path) -> Model | None:
    try:
        return unpack(path.read_bytes())
    except FileNotFoundError:
        return None
    except Broken as damage:
        _log.warning("%s is damaged (%s): the router is trained again", path.name, damage)
        return None


def _train(lesson: Lesson, progress: Progress, *, former: Path | None) -> bytes:
    """Run the training and return what it made. Nothing is on disk until all of it is here, so a kill leaves no half file."""
    root = Path(__file__).parents[2]  # from a checkout as well as installed: `-m` finds our packages in the working folder
    command = [sys.executable, "-m", "handlers.routing.training", *([str(former.resolve())] if former else ())]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            packed = _converse(process.stdin, process.stdout, lesson=lesson, progress=progress)
        except BaseException:
            process.kill()  # Ctrl-C while training: leave no child behind
            raise
        if process.wait() != 0 or packed is None:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise TrainingFailed(f"training the router: exit code {process.returncode}: {said[-1] if said else 'it said nothing'}")
    return packed


def _converse(to: IO[bytes], back: IO[bytes], *, lesson: Lesson, progress: Progress) -> bytes | None:
    """Give the lesson, follow the progress, return the model; None when the trainer stopped before its end."""
    try:
        to.write(lesson.as_json())
        to.close()
    except BrokenPipeError:
        return None
    for line in back:
        said, _, size = line.decode().strip().partition(" ")
        if said == "model":
            packed = back.read(int(size))
            return packed if len(packed) == int(size) else None
        progress(int(said) / 100)
    return None


def _write(path: Path, data: bytes) -> None:
    """Write all or nothing: a reader, or a crash, sees the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=".router-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _clear(cache: Path, *, keep: Path) -> None:
    """Remove routers of former catalogues, and what killed processes left."""
    former = sorted((path for path in cache.glob("router-*.npz") if path != keep), key=_age)
    left = [path for path in cache.glob(".router-*.tmp") if _age(path) > LEFT_OVER_S]
    for path in former[KEPT - 1 :] + left:
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # another process cleared it first
        return 0.0
