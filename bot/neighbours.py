"""Whether another process, known by what it wrote in the database, is dead for sure: what it held need not wait then."""

from __future__ import annotations

import os


def place() -> str:
    """Where processes' numbers mean the same: this run of the machine, this container. "" where that cannot be known."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return f"{file.read().strip()}:{os.stat('/proc/self/ns/pid').st_ino}"
    except OSError:
        return ""


def is_gone(there: str, pid: int) -> bool:
    """Whether this number, in this place, is nobody's any more, or ours. False when that cannot be known."""
    if not there or there != place():
        return False
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
