"""How fast we may speak: windows anchored on the network's answers, so that no delay of the network can break one.

Message n may leave when the answer to message n - limit is one window old. A window counted by the network can then never hold
more than the limit: what it received in any window was answered, at the earliest, within it (performance.md, the pacer).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable

from bot.platforms import Pace

SPREAD = 0.8
"""Share of the even interval kept between messages that are not answers: below 1, or a late wake-up would cost its part of the rate."""
MARGIN_S = 0.005
"""A network's clock is not read at the same instant as ours."""


class Window:
    """At most `limit` messages in any `span` seconds. limit: may change; what was said under another one still counts."""

    def __init__(self, limit: int, span: float) -> None:
        self.limit = limit
        self._span = span + MARGIN_S
        self._answered: deque[float] = deque()
        self._under_way = 0

    def wait(self, now: float) -> float | None:
        """Seconds until one more may leave; 0 now; None: not before one under way is answered, or the limit is another."""
        left = self.limit - self._under_way
        recent = self._recent(now)
        if len(recent) < left:
            return 0.0
        return recent[len(recent) - left] + self._span - now if left > 0 else None

    def used(self, now: float) -> int:
        """How many of the window are under way or too young to be forgotten."""
        return self._under_way + len(self._recent(now))

    def left(self) -> None:
        self._under_way += 1

    def answered(self, now: float) -> None:
        self._under_way -= 1
        self._answered.append(now)

    def stayed(self) -> None:
        """The one that had left did not, after all."""
        self._under_way -= 1

    def idle(self, now: float) -> bool:
        return not self.used(now)

    def _recent(self, now: float) -> deque[float]:
        while self._answered and self._answered[0] + self._span <= now:
            self._answered.popleft()
        return self._answered


class Pacer:
    """The windows of one account: all it says, and each chat. now: a monotonic clock, in seconds.

    Where several processes speak for the account, each has a part of its window: `limit_to`, and until when that part is ours.
    told: called with each pause that the network asks for.
    """

    def __init__(self, pace: Pace, now: Callable[[], float]) -> None:
        self._pace = pace
        self._now = now
        self._all = Window(max(1, int(pace.per_second)), self.span) if pace.per_second else None
        self._chats: dict[Hashable, Window] = {}
        self._spacing = SPREAD / pace.per_second if pace.per_second else 0.0
        self._last_left = 0.0
        self._paused_until = 0.0
        self._chat_paused: dict[Hashable, float] = {}
        self._ours_until = math.inf
        self.told: Callable[[float, Hashable | None], None] = lambda seconds, chat: None

    @property
    def parts(self) -> int | None:
        """How many messages of the account's window are ours, None where it has no limit."""
        return self._all.limit if self._all else None

    @property
    def span(self) -> float:
        """The account's window, in seconds."""
        return max(1.0, 1 / self._pace.per_second) if self._pace.per_second else 1.0

    @property
    def is_ours(self) -> bool:
        """Whether our part of the account's window still is."""
        return self._now() < self._ours_until

    @property
    def used(self) -> int:
        return self._all.used(self._now()) if self._all else 0

    def limit_to(self, parts: int, until: float) -> None:
        """Of the account's window so many messages are ours, until a moment of our clock."""
        if self._all:
            self._all.limit, self._ours_until = parts, until
            self._spacing = SPREAD * self.span / max(parts, 1)

    def wait(self, chat: Hashable, *, private: bool, urgent: bool = True) -> float | None:
        """Seconds until a message to this chat may leave; 0 now; None: when an answer comes.

        urgent: an answer to somebody. The rest leaves evenly spread, not thirty at once: the window then opens all the time,
        and an answer never waits a whole second for it.
        """
        now = self._now()
        waits: list[float | None] = [self._paused_until - now, self._chat_paused.get(chat, 0.0) - now]
        if self._all:
            waits.append(self._all.wait(now) if now < self._ours_until else None)
            if not urgent:
                waits.append(self._last_left + self._spacing - now)
        if window := self._window(chat, private):
            waits.append(window.wait(now))
        return None if None in waits else max(0.0, *(wait for wait in waits if wait is not None))

    def left(self, chat: Hashable, *, private: bool) -> None:
        self._last_left = self._now()
        for window in self._windows(chat, private):
            window.left()

    def answered(self, chat: Hashable, *, private: bool) -> None:
        now = self._now()
        for window in self._windows(chat, private):
            window.answered(now)

    def stayed(self, chat: Hashable, *, private: bool) -> None:
        """What `left` was told of did not leave."""
        for window in self._windows(chat, private):
            window.stayed()

    def pause(self, seconds: float, chat: Hashable | None = None) -> None:
        """The network said to wait: one chat, or everything."""
        self.hold(seconds, chat)
        self.told(seconds, chat)

    def hold(self, seconds: float, chat: Hashable | None = None) -> None:
        """Wait, without telling anybody."""
        until = self._now() + seconds + MARGIN_S
        if chat is None:
            self._paused_until = max(self._paused_until, until)
        else:
            self._chat_paused[chat] = max(self._chat_paused.get(chat, 0.0), until)

    @property
    def paused(self) -> bool:
        return self._paused_until > self._now()

    def forget_idle(self) -> None:
        """Drop what no longer limits anything."""
        now = self._now()
        self._chats = {chat: window for chat, window in self._chats.items() if not window.idle(now)}
        self._chat_paused = {chat: until for chat, until in self._chat_paused.items() if until > now}

    def _windows(self, chat: Hashable, private: bool) -> list[Window]:
        return [window for window in (self._all, self._window(chat, private)) if window]

    def _window(self, chat: Hashable, private: bool) -> Window | None:
        limit, span = (1, self._pace.private_interval_s) if private else (self._pace.group_per_minute, 60.0)
        if not limit or not span:
            return None
        if chat not in self._chats:
            self._chats[chat] = Window(limit, span)
        return self._chats[chat]
