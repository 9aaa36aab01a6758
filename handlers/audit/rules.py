"""The audit chain as arithmetic: what an event hashes to, how links follow each other, and what is wrong with a chain."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from handlers.requests.life import ACTS

KINDS = (
    *ACTS, "recorded", "reminded", "reworded", "corrected", "delay_chosen", "contact", "link", "undone", "woken", "asked", "granted",
    "declined", "read_sensitive", "joined", "invited", "linked", "room_bound", "directory_confirmed",
    "town_proposed", "town_applied", "town_refused", "town_back",
    "role_asked", "role_given", "role_refused", "removed", "left", "files_given", "absence_declared", "absence_ended",
    "on_call_declared", "on_call_ended", "session_planned", "session_cancelled", "rise_judged", "exported", "chased",
    "priorities_opened", "priorities_closed", "priorities_decided", "priorities_withdrawn",
    "router_learned", "router_worse", "router_back", "journal_read", "tampered", "restored",
)  # fmt: skip
"""The kinds of events that have their words, `event-<kind>`; a test says which one lacks them. Others are said to be something else."""

COLUMNS = ("id", "at", "kind", "request_id", "person_id", "actor_id", "actor_role", "data")
"""What a link vouches for: all of an event. Another column would need a chain that says from which link on it counts."""
WHOLE = attrgetter(*COLUMNS)

KEPT = 100
"""Broken links looked at one by one: beyond, they are counted."""
TAMPERED = "tampered"


def genesis(city: str) -> str:
    """What the first link follows: the town's own, so that no town's chain passes for another's."""
    return hashlib.sha256(f"relais/audit/{city}".encode()).hexdigest()


def canonical(event: Any) -> bytes:
    """All of an event as JSON, the same bytes on both databases. event: a row of storage.audit.CONTENT. Takes anything, raises nothing."""
    raw = WHOLE(event)
    values = dict(zip(COLUMNS, raw, strict=True))
    values["at"], values["data"] = _moment(values["at"]), _parsed(values["data"])
    # no column of ours is a float; in SQLite somebody could put one, and JSON writes infinity as it writes nothing
    values |= {name: ["float", repr(value)] for name, value in values.items() if isinstance(value, float)}
    try:
        return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # not of our making: hashed as it lies there, which is enough to differ from what it was
        return repr(raw).encode()


def _moment(text: Any) -> Any:
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return text


def _parsed(text: Any) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return text


def link(previous: str, content: bytes) -> str:
    """SHA-256 hex over the link before and the event's content."""
    return hashlib.sha256(previous.encode() + content).hexdigest()


class Anchor(NamedTuple):
    """A link that somebody kept a copy of."""

    seq: int
    hash: str


def is_office_hour(local: datetime, closed: Collection[Any]) -> bool:
    """From 8:15 to 17:00 on a working day. closed: local dates on which the town is."""
    return local.weekday() < 5 and local.date() not in closed and time(8, 15) <= local.time() < time(17)


def is_night(local: datetime) -> bool:
    """When nobody waits for an answer."""
    return not time(7) <= local.time() < time(20)


# --- what is wrong with a chain ---


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that does not follow from the one before it and its event. content: None where the event is gone."""

    seq: int
    event_id: Any
    at: Any
    previous: str
    hash: str
    content: bytes | None


@dataclass(slots=True)
class Findings:
    """links: read; last: the number of the last one. gaps: first and last missing numbers. more: broken links beyond KEPT, not sorted.

    tampered: how often a tick noted that the chain was not as it had left it. lost, rewritten: names of anchors ("given", "sealed")
    whose link is no longer there, or no longer the same.
    """

    links: int = 0
    last: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)
    vanished: list[Broken] = field(default_factory=list)
    moved: list[Broken] = field(default_factory=list)
    changed: list[Broken] = field(default_factory=list)
    more: int = 0
    tampered: int = 0
    lost: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.gaps or self.vanished or self.moved or self.changed or self.more or self.tampered or self.lost or self.rewritten)

    @property
    def first(self) -> Broken | None:
        """The first link that is broken by more than a gap before it."""
        return min((*self.vanished, *self.moved, *self.changed), key=lambda broken: broken.seq, default=None)


def examine(links: Iterable[Any], *, start: str, given: Anchor | None = None, sealed: Anchor | None = None) -> Findings:
    """Read a chain from its first link to its last. links: rows of storage.audit.chain. start: the town's genesis.

    given: what a person kept; tampering noted before it was taken is known to them. sealed: what the last tick sealed.
    Each link is held against the hash stored in the one before it, so that one change is one broken link, or two.
    """
    found = Findings()
    broken: list[Broken] = []
    wanted = {name: anchor for name, anchor in (("given", given), ("sealed", sealed)) if anchor and anchor.seq > 0}
    awaited = {anchor.seq for anchor in wanted.values()}
    known = given.seq if given else 0
    previous = start
    for row in links:
        content = canonical(row) if row.id is not None else None
        if row.seq > found.last + 1:
            found.gaps.append((found.last + 1, row.seq - 1))  # what it followed is gone: nothing to hold it against
        if content is None or (row.seq <= found.last + 1 and link(previous, content) != row.hash):
            if len(broken) < KEPT:
                broken.append(Broken(row.seq, row.event_id, row.at, previous, row.hash, content))
            else:
                found.more += 1
        if row.kind == TAMPERED and row.seq > known:
            found.tampered += 1
        if row.seq in awaited:
            met = [name for name, anchor in wanted.items() if anchor.seq == row.seq]
            found.rewritten += [name for name in met if wanted.pop(name).hash != row.hash]
        found.links += 1
        found.last, previous = row.seq, str(row.hash)
    found.lost = list(wanted)
    _sort_out(broken, found, end=previous)
    return found


def _sort_out(broken: list[Broken], found: Findings, *, end: str) -> None:
    """Tell links that changed places from events that changed: the former still follow from a link that something else follows now."""
    befores = {each.previous for each in broken} | {end}
    contents = [each.content for each in broken if each.content is not None]
    for one in broken:
        if one.content is None:
            found.vanished.append(one)
        elif any(link(before, one.content) == one.hash for before in befores) or any(
            link(one.previous, content) == one.hash for content in contents
        ):
            found.moved.append(one)
        else:
            found.changed.append(one)
