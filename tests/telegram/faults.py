"""What goes wrong on purpose between the bot and the server: refusals, lost connections, lost answers, slowness."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

Reset = Literal["before", "after"]
SPARED = ("getUpdates", "file", "getMe", "deleteWebhook", "setWebhook")
"""What a fault on any method leaves alone, so that the bot starts and hears."""


@dataclass
class Fault:
    """One kind of trouble. method, chat: None means any, but those of SPARED must be named.

    times: how often still, None for ever. status: refuse with this HTTP status. retry_after: for a 429, also refuse meanwhile.
    reset: cut the connection before handling, or after (accepted, but the answer is lost). slow_s: spread the answer over so long.
    html: answer as the network's gateway does, with a page instead of JSON.
    """

    method: str | None = None
    chat: int | None = None
    probability: float = 1.0
    times: int | None = 1
    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    everywhere: bool = False
    migrate_to: int | None = None
    reset: Reset | None = None
    slow_s: float = 0.0
    html: bool = False

    def fits(self, method: str, chat: int | None) -> bool:
        return self.times != 0 and (self.method == method or (self.method is None and method not in SPARED)) and self.chat in (None, chat)


@dataclass
class Faults:
    """The faults in force, drawn in their order from one seeded source, so a run can be repeated."""

    seed: int = 0
    list: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def add(self, fault: Fault) -> Fault:
        self.list.append(fault)
        return fault

    def clear(self) -> None:
        self.list.clear()

    def draw(self, method: str, chat: int | None) -> Fault | None:
        """The fault this call meets, or None. Uses up one of its times."""
        for fault in self.list:
            if fault.fits(method, chat) and (fault.probability >= 1 or self.random.random() < fault.probability):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def mix(self, share: float, *, retry_after: int = 1) -> None:
        """The usual bad day: this share each of 429, 502, connection cut before handling and after it."""
        for fault in (
            Fault(status=429, retry_after=retry_after, probability=share, times=None),
            Fault(status=502, html=True, probability=share, times=None),
            Fault(reset="before", probability=share, times=None),
            Fault(reset="after", probability=share, times=None),
        ):
            self.add(fault)
