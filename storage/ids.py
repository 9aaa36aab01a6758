"""Our own 64-bit ids: unique without asking the database, and growing with time, so that id order is the order of acts."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
WORKER_BITS, SEQUENCE_BITS = 10, 12


def span(duration: timedelta) -> int:
    """How far apart two ids are that were made this long apart."""
    return (duration // timedelta(milliseconds=1)) << (WORKER_BITS + SEQUENCE_BITS)


def numbered(worker: int) -> int:
    """A process' number as far as ids hold it."""
    return worker % (1 << WORKER_BITS)


def worker_of(id: int) -> int:
    """The number of the process that made an id."""
    return id >> SEQUENCE_BITS & ((1 << WORKER_BITS) - 1)


class Past:
    """Ids as of a given moment, for what is written down later: each once."""

    def __init__(self) -> None:
        self._given: set[int] = set()

    def at(self, moment: datetime) -> int:
        """moment: aware, from 2025 on."""
        id = (int(moment.timestamp() * 1000) - EPOCH_MS) << (WORKER_BITS + SEQUENCE_BITS)
        while id in self._given:
            id += 1
        self._given.add(id)
        return id


class Ids:
    """Gives ids: 41 bits of milliseconds, 10 of the worker's number, 12 of sequence.

    worker: this process' number, taken from the database at each start (storage/database.py), so that a clock stepped
    backwards across a restart cannot give an id twice. after: the newest id there is: what comes is younger, whatever the clock
    says, or a card edited after such a restart would be taken for an older one. Safe to call from several threads.
    """

    def __init__(self, worker: int, *, after: int = 0) -> None:
        self._worker = numbered(worker) << SEQUENCE_BITS
        self._lock = threading.Lock()
        self._last = (after >> WORKER_BITS + SEQUENCE_BITS) + 1 << WORKER_BITS + SEQUENCE_BITS if after else 0

    def next(self) -> int:
        with self._lock:
            first = (self._ms() - EPOCH_MS) << (WORKER_BITS + SEQUENCE_BITS)
            if first > self._last:
                self._last = first
            else:  # same millisecond, or a clock that went back: count on, spilling into the next millisecond when full
                self._last += 1
                if not self._last & ((1 << SEQUENCE_BITS) - 1):
                    self._last = ((self._last >> (WORKER_BITS + SEQUENCE_BITS)) + 1) << (WORKER_BITS + SEQUENCE_BITS)
            return self._last | self._worker

    def _ms(self) -> int:
        return time.time_ns() // 1_000_000
