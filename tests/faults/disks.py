"""Disks that are small, full, or not to be written to. Some are mounted, which takes root; without it their tests are skipped."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.harness import Life


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory, at this folder, which is made."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "relais-faults", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a disk cannot be mounted here (it takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """A folder that nobody but root can write to."""
    folder.mkdir(mode=0o500)
    yield folder
    folder.chmod(0o700)


def fill(folder: Path) -> Callable[[], None]:
    """Leave no space; return what frees it again."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                continue
        except OSError:
            return filler.unlink
    return filler.unlink


def limit(life: Life) -> Callable[[], None]:
    """Let it write no byte into any file; return what lifts the limit."""
    none, every = (0, resource.RLIM_INFINITY), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(life.pid, resource.RLIMIT_FSIZE, none)
    return lambda: resource.prlimit(life.pid, resource.RLIMIT_FSIZE, every) and None
