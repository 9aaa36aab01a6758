"""What must go on for ever says here that it does: ticks, senders, listeners. Kept in memory, and in the database once a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from storage.tables import Tick, record


class Pulse:
    """The beats of this process, by name. now: the clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._beats: dict[str, dict[str, Any]] = {}
        self._saved: dict[str, datetime] = {}

    def beat(self, name: str, every_s: float, *, well: bool = True, took_s: float = 0.0) -> None:
        """It just went on. every_s: how often it should. well: False when it failed; it will be tried again."""
        now = self.now()
        before = self._beats.get(name, {}).get("last_ok_at")
        self._beats[name] = {
            "name": name, "every_s": every_s, "last_at": now, "last_ok_at": now if well else before, "took_ms": round(took_s * 1000),
        }  # fmt: skip

    def expected(self, name: str, every_s: float) -> Callable[[], None]:
        """From now on it should go on; what is returned says that it did."""
        self.beat(name, every_s)
        return lambda: self.beat(name, every_s)

    def beats(self) -> dict[str, Tick]:
        return {name: record(Tick, beat) for name, beat in self._beats.items()}

    def unsaved(self) -> list[dict[str, Any]]:
        """What went on since it was last `saved`."""
        return [dict(beat) for name, beat in self._beats.items() if self._saved.get(name) != beat["last_at"]]

    def saved(self, rows: list[dict[str, Any]]) -> None:
        self._saved |= {row["name"]: row["last_at"] for row in rows}
