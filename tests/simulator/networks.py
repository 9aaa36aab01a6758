"""Two chat networks as their servers see them: what was said to people, what was acknowledged, and which rules were broken.

One is like Telegram: no key makes a repeated send one message, updates come until they are acknowledged, now and then again and out
of order. The other is like Matrix: a transaction id makes a repeated send one message, and a token says how far was read.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.platforms import Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from bot.platforms.telegram import DEFAULT_PACE
from handlers.messages import Address, Incoming, RemoteFile
from tests.simulator.process import WallClock

AT_ONCE = 100
"""Updates in one answer of the network; what is older comes page by page."""


class Copy(NamedTuple):
    """One arrival at the network. at: true seconds since the world began; life: in which life of the bot it was sent."""

    key: str
    kind: str
    chat: str
    at: float
    life: int
    message: str | None


@dataclass
class Weather:
    """How the network behaves for now: shares of calls, 0 to 1, and moments (true seconds)."""

    lost_before: float = 0.0
    lost_after: float = 0.0
    hangs: float = 0.0
    throttled: float = 0.0
    repeats: float = 0.0
    down_until: float = 0.0
    slow_s: float = 0.2


@dataclass
class Network:
    """A server and everybody's screens. It outlives the bot. shown: by chat, what each message shows now, in the order they came."""

    name: str
    prefix: str
    pace: Pace
    clock: WallClock
    chance: random.Random
    dedupes: bool
    weather: Weather = field(default_factory=Weather)
    updates: list[RawUpdate] = field(default_factory=list)
    said_at: dict[str, float] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    shown: defaultdict[str, dict[str, Outgoing]] = field(default_factory=lambda: defaultdict(dict))
    copies: list[Copy] = field(default_factory=list)
    ambiguous: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    life: int = 0
    _by_key: dict[str, str | None] = field(default_factory=dict)
    _paused: dict[str | None, float] = field(default_factory=dict)
    _told_life: dict[str | None, int] = field(default_factory=dict)
    _windows: defaultdict[str | None, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _born: float = 0.0
    _arrived: asyncio.Event | None = None
    _count: int = 0

    # --- what people do ---

    def hears(self, **data: Any) -> str:
        """Somebody did something; it waits for whoever asks. Returns the id of their message."""
        self._count += 1
        message = f"{self.name[0]}{self._count}"
        update = RawUpdate(f"u{self._count}", {"id": f"u{self._count}", "message": None if data["kind"] == "press" else message, **data})
        self.updates.append(update)
        self.said_at[update.id] = self.clock.seconds()
        if self._arrived:
            self._arrived.set()
        return message

    # --- what the bot's side of it asks ---

    def begins(self, life: int, now: float) -> None:
        """Another life of the bot connects."""
        self.life, self._born = life, now
        self._arrived = asyncio.Event()

    @property
    def is_read(self) -> bool:
        """The bot has taken all that was said."""
        return not self.updates or self.updates[-1].id in self.acknowledged

    async def waits(self) -> None:
        assert self._arrived
        self._arrived.clear()
        await self._arrived.wait()

    def refuses(self, what: Outgoing, now: float) -> Undeliverable | None:
        """What the server says instead of taking it."""
        chat = str(what.chat)
        if chat in self.dead:
            return Undeliverable("blocked", dead_address=True)
        for scope in (None, chat):
            if (wait := self._paused.get(scope, 0.0) - now) > 0:
                if self._told_life.get(scope) == self.life:  # who died with it cannot know
                    self.broken.append(f"{self.name}: a call to {chat} {wait:.2f} s before the end of an announced pause")
                self._told_life[scope] = self.life
                return Undeliverable("still too fast", retry_after=wait, everywhere=scope is None)
        if self.chance.random() < self.weather.throttled:
            scope, wait = self.chance.choice((None, chat)), self.chance.choice((1, 3, 17, 60))
            self._paused[scope], self._told_life[scope] = now + wait, self.life
            return Undeliverable("too fast", retry_after=wait, everywhere=scope is None)
        if what.kind != "leave":
            self._counts(chat, now, private=what.private)
        return None

    def takes(self, what: Outgoing, key: str, now: float) -> str | None:
        """It arrived: show it."""
        if self.dedupes and key in self._by_key:
            return self._by_key[key]
        chat = str(what.chat)
        self._count += 1
        message = {"edit": what.target, "redact": None, "leave": None}.get(what.kind, f"{self.name[0]}{self._count}")
        self.copies.append(Copy(key, what.kind, chat, now, self.life, message))
        self._by_key[key] = message
        if message is not None and what.kind in ("send", "edit"):
            self.shown[chat][message] = what
        return message

    def _counts(self, chat: str, now: float, *, private: bool) -> None:
        """Stricter than real: any call too many is written down. A new life is let off what the one before had sent."""
        rules: list[tuple[str | None, float | None, float]] = [(None, self.pace.per_second, 1.0)]
        if private:
            rules.append((chat, 1 if self.pace.private_interval_s else None, self.pace.private_interval_s or 0.0))
        else:
            rules.append((chat, self.pace.group_per_minute, 60.0))
        for scope, size, span in rules:
            window = self._windows[scope]
            while window and window[0] <= now - span:
                window.popleft()
            if size and len(window) >= size and window[-int(size)] > self._born:
                self.broken.append(f"{self.name}: more than {size} in {span} s {'in ' + scope if scope else 'in all'}")
            window.append(now)


class Line:
    """A network as one life of the bot sees it: the Platform protocol."""

    numbered = False
    shared: Shared = "sending"

    def __init__(self, network: Network) -> None:
        self.network = network
        self.name, self.prefix, self.pace = network.name, network.prefix, network.pace
        self.can_erase = network.dedupes
        self._again: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        for task in self._again:
            task.cancel()

    async def fetch(self, file: RemoteFile) -> bytes:
        raise Undeliverable("nobody sends files here", permanent=True)

    def read(self, raw: RawUpdate) -> Incoming | None:
        data = raw.data
        return Incoming(**{**data, "chat": Address.parse(data["chat"]), "sender": Address.parse(data["sender"])})

    async def listen(self, store: Store, resume: Resume) -> None:
        place = int(resume.checkpoint or 0) if self.network.dedupes else 0
        while True:
            if self._is_down():
                await asyncio.sleep(5)
                continue
            batch = self._batch(place)
            if not batch:
                await self.network.waits()
                continue
            await asyncio.sleep(self._delay())
            if self.network.dedupes:
                place += len(batch)
                await store(batch, str(place))
            else:
                await store(batch)
                self._maybe_again(store, batch)
            heard = not self._is_down() and self.network.chance.random() >= self.network.weather.lost_before
            if heard or self.network.dedupes:  # a token says it again the next time
                self.network.acknowledged.update(update.id for update in batch)

    def _batch(self, place: int) -> Sequence[RawUpdate]:
        known = self.network
        if known.dedupes:
            return known.updates[place : place + AT_ONCE]
        return [update for update in known.updates[-5 * AT_ONCE :] if update.id not in known.acknowledged][:AT_ONCE]

    def _maybe_again(self, store: Store, batch: Sequence[RawUpdate]) -> None:
        """The network was not sure that we have it: the same ones again, beside the next, in any order, several times."""
        chance = self.network.chance
        if chance.random() >= self.network.weather.repeats:
            return
        old = [*batch, *chance.sample(self.network.updates, min(5, len(self.network.updates)))] * chance.randint(1, 3)
        old = [update for update in old if update.id in self.network.acknowledged or update in batch]
        chance.shuffle(old)

        async def again() -> None:
            await asyncio.sleep(self._delay())
            try:
                await store(old)
            except Exception:
                return  # as a webhook: it would be sent once more

        task = asyncio.create_task(again())
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        network, weather, chance = self.network, self.network.weather, self.network.chance
        if self._is_down():
            raise Undeliverable("connection refused")
        if (refusal := network.refuses(what, self._time())) is not None:
            raise refusal
        await asyncio.sleep(self._delay())
        if chance.random() < weather.lost_before:
            raise Undeliverable("connection lost", uncertain=True)
        message = network.takes(what, key, self._time())
        network.ambiguous[key] += 1  # until the answer is here
        if chance.random() < weather.hangs:
            await asyncio.sleep(120)
        await asyncio.sleep(self._delay())
        if chance.random() < weather.lost_after or self._is_down():
            raise Undeliverable("no answer", uncertain=True)
        network.ambiguous[key] -= 1
        return message

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _is_down(self) -> bool:
        return self._time() < self.network.weather.down_until

    def _delay(self) -> float:
        return self.network.chance.uniform(0.02, self.network.weather.slow_s)


def networks(clock: WallClock, chance: random.Random) -> list[Network]:
    return [
        Network("telegram", "/", DEFAULT_PACE, clock, chance, dedupes=False),
        Network("matrix", "!", Pace(1.0, None, None), clock, chance, dedupes=True),
    ]
