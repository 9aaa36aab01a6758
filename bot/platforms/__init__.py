"""The chat networks, each behind one protocol: translate, decide nothing, keep nothing but credentials and a crypto store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

from handlers.messages import Address, Incoming, RemoteFile, Rendered


class RawUpdate(NamedTuple):
    """One update as its network gave it. id: unique for ever on the platform. data: a JSON value, kept until it is handled.

    locked: an event we cannot decrypt yet; stored as ciphertext, and read again when the same id comes back in clear.
    """

    id: str
    data: Any
    locked: bool = False


class Resume(NamedTuple):
    """Where listening goes on. checkpoint: what `store` last saved (a Matrix sync token), None at the first start.
    locked: the events still waiting for keys."""

    checkpoint: str | None
    locked: Sequence[RawUpdate] = ()


class Store(Protocol):
    async def __call__(self, updates: Sequence[RawUpdate], checkpoint: str | None = None) -> None:
        """Return once every update and the checkpoint are committed together. Raises when they are not: do not acknowledge."""


Shared = Literal["nothing", "sending", "all"]
OutgoingKind = Literal["send", "edit", "redact", "react", "leave"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery. kind: what to do; target: the platform's id of the message to edit, redact or react to.
    references: one opaque string (at most 64 bytes) for each of `body.choices`, given back by a press.
    private: a one-to-one chat. thread: where to answer, or None. confidential: never offer it as reactions."""

    kind: OutgoingKind
    chat: Address
    private: bool
    body: Rendered
    references: tuple[str, ...] = ()
    target: str | None = None
    thread: str | None = None
    confidential: bool = False


class Pace(NamedTuple):
    """What the network allows. None: no such limit."""

    per_second: float | None
    private_interval_s: float | None
    group_per_minute: int | None


class Undeliverable(Exception):
    """A delivery failed. Neither flag: temporary, try again after `retry_after` seconds (None: the sender's own back-off).

    permanent: the address is dead or the message impossible; never try again. dead_address: nobody is reachable there any more.
    uncertain: it may have arrived (the answer was lost), so trying again may show it twice.
    everywhere: `retry_after` holds for the whole account, not this chat alone.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        permanent: bool = False,
        dead_address: bool = False,
        uncertain: bool = False,
        everywhere: bool = False,
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.permanent = permanent or dead_address
        self.dead_address = dead_address
        self.uncertain = uncertain
        self.everywhere = everywhere


class Moved(Exception):
    """The chat has a new id: send there, for ever."""

    def __init__(self, to: Address) -> None:
        super().__init__(str(to))
        self.to = to


class Misconfigured(Exception):
    """The platform cannot start and a person must act: key and values of the message to print (config/texts), then exit."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@runtime_checkable
class SplitsLongTexts(Protocol):
    """A platform whose deliveries may take several messages: it awaits `between_parts` before each further one."""

    between_parts: Callable[[Outgoing], Awaitable[None]]


class Superseded(Exception):
    """Another process listens by now: what comes from the network is not ours to take in."""


@runtime_checkable
class ActsAlone(Protocol):
    """A platform that keeps something only one process may change (a crypto store). trusted: whether we are the one, asked each time
    before what was heard changes it; when not, Superseded ends listening."""

    trusted: Callable[[], bool]


@runtime_checkable
class Forgets(Protocol):
    """A platform that keeps what it could not hand over for so long only: what is older is gone when we come back.

    It calls `store` with a checkpoint from time to time while it is heard, whether anybody writes or not.
    """

    keeps: timedelta


@runtime_checkable
class TellsPulse(Protocol):
    """A platform that calls `heard` each time its network answered, at least every `hears_every_s`; None where it only waits for calls."""

    heard: Callable[[], None]
    hears_every_s: float | None


@runtime_checkable
class OffersMenus(Protocol):
    """A platform that shows people the commands they may use. False when it could not: a menu is a convenience."""

    async def menu(self, chat_id: str | None, commands: Sequence[tuple[str, str]], language: str) -> bool: ...


class Platform(Protocol):
    """One chat network."""

    name: str
    pace: Pace
    prefix: str
    """What starts a command there: "/" or "!"."""
    numbered: bool
    """True where people answer a card by typing its number, because the network has no buttons."""
    can_erase: bool
    shared: Shared
    """What several processes may do there at the same time, besides the one that listens: send as well; listen and send; or nothing,
    because who listens alone has what sending needs. Where it is nothing, `start` and `stop` may be called again and again."""
    """True where the bot may take away a message that a person wrote to it in private."""

    async def start(self) -> None:
        """Log in and prepare. Raises Misconfigured when a person must act; network trouble is retried inside `listen`."""

    async def listen(self, store: Store, resume: Resume) -> None:
        """Hand over raw updates in order, for ever; acknowledge to the network only after `store` returned.
        Survives an unreachable network with back-off. Ends only when cancelled, or for the console at the end of its input."""

    def read(self, raw: RawUpdate) -> Incoming | None:
        """Translate; None for what concerns nobody. Pure and quick: it runs in the writer's thread. Raises on nonsense."""

    async def fetch(self, file: RemoteFile) -> bytes:
        """Download a file a person sent. Raises Undeliverable (permanent when it will never come)."""

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        """Do it once; return the platform's id of the new message (None for redact and leave).

        key: the same for every retry of the same delivery (Matrix: transaction id). "Not modified" is success.
        Raises Undeliverable or Moved. Answering a Telegram press (its spinner) is the platform's own, best effort, never stored.
        """

    async def stop(self) -> None:
        """Close connections. Called once, after `listen` was cancelled."""
