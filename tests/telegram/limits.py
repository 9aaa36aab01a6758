"""The network's rates, enforced stricter than the real ones: sliding windows without tolerance, and every refusal is counted."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that came too early: when (monotonic), in which chat, by which rule, and how long it should have waited."""

    at: float
    chat: int
    rule: str
    wait_s: float


@dataclass
class Limits:
    """What may be sent. None switches a rule off. Edits count as messages here, which the real network only does in part."""

    per_second: int | None = 30
    private_per_second: int | None = 1
    group_per_minute: int | None = 20
    violations: list[Violation] = field(default_factory=list)
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _paused: dict[int | None, float] = field(default_factory=dict)

    @classmethod
    def none(cls) -> Limits:
        """No rate at all, for throughput."""
        return cls(per_second=None, private_per_second=None, group_per_minute=None)

    def pause(self, chat: int | None, seconds: float) -> None:
        """Refuse everything in this chat (None: everywhere) for a while, as an announced retry_after means it."""
        self._paused[chat] = time.monotonic() + seconds

    def refuse(self, chat: int, *, private: bool) -> float | None:
        """None: let it pass, and count it. Otherwise the seconds to wait; the refused call itself does not fill a window."""
        now = time.monotonic()
        if self._paused and (wait := max(self._paused.get(None, 0.0), self._paused.get(chat, 0.0)) - now) > 0:
            return self._violated(now, chat, "pause", wait)
        here = self._chats.setdefault(chat, deque())
        size, length, rule = (self.private_per_second, 1.0, "private") if private else (self.group_per_minute, 60.0, "group")
        if (wait := _wait(self._all, self.per_second, 1.0, now)) > 0:
            return self._violated(now, chat, "everywhere", wait)
        if (wait := _wait(here, size, length, now)) > 0:
            return self._violated(now, chat, rule, wait)
        self._all.append(now)
        here.append(now)
        return None

    def _violated(self, now: float, chat: int, rule: str, wait: float) -> float:
        self.violations.append(Violation(now, chat, rule, wait))
        return float(ceil(wait))


def _wait(window: deque[float], size: int | None, length: float, now: float) -> float:
    """Seconds until one more fits into the window."""
    while window and window[0] <= now - length:
        window.popleft()
    return 0.0 if size is None or len(window) < size else window[-size] + length - now
