"""What an account may say, shared between processes: each one's part of its windows, and each chat's. PostgreSQL only.

Each process writes its own row; a part grows only when the others' leave room, judged by one process at a time, off the way of messages.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text as sql

from storage.unit import Unit

TTL_S = 20
"""How long the part of a process that says nothing more is kept for it: it may not be dead, and what it sent last be under way."""
ONE_JUDGE = 7_265_102
"""The advisory lock of whoever lets its part grow (see storage/audit.py)."""


class Process(NamedTuple):
    """A process that sends. worker: its number; place: the machine's run and its namespace of processes, "" when unknown."""

    worker: int
    place: str
    pid: int


class Part(NamedTuple):
    """What a living process has, and whether it has more to send than that lets it."""

    process: Process
    parts: int
    busy: bool


class Reserved(NamedTuple):
    """A message that may be sent to a chat. until: whom it is reserved for is known by it."""

    chat: str
    place: int
    until: datetime


BEAT = sql(
    "INSERT INTO share (platform, worker, place, pid, parts, busy, expires_at) "
    "VALUES (:platform, :worker, :place, :pid, 0, :busy, clock_timestamp() + make_interval(secs => :ttl_s)) "
    "ON CONFLICT (platform, worker) DO UPDATE SET busy = :busy, expires_at = clock_timestamp() + make_interval(secs => :ttl_s), "
    "parts = CASE WHEN share.expires_at > clock_timestamp() THEN least(share.parts, :parts) ELSE 0 END RETURNING parts"
)
LIVING = sql(
    "SELECT worker, place, pid, parts, busy FROM share WHERE platform = :platform AND expires_at > clock_timestamp() ORDER BY worker"
)
JUDGE = sql("SELECT pg_try_advisory_xact_lock(:lock)")
GROW = sql("UPDATE share SET parts = :parts WHERE platform = :platform AND worker = :worker")
END = sql(
    "UPDATE share SET expires_at = least(expires_at, clock_timestamp() + make_interval(secs => :after_s)) "
    "WHERE platform = :platform AND worker = :worker"
)
TAKE = sql(
    "UPDATE slot SET free_at = clock_timestamp() + make_interval(secs => :hold_s) WHERE (chat, place) = ("
    "SELECT chat, place FROM slot WHERE chat = :chat AND free_at <= clock_timestamp() "
    "AND NOT EXISTS (SELECT 1 FROM slot pause WHERE pause.chat = :platform AND pause.free_at > clock_timestamp()) "
    "ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING place, free_at"
)
MAKE = sql(
    "INSERT INTO slot (chat, place, free_at) SELECT :chat, place, clock_timestamp() + make_interval(secs => :hold_s * (place = 0)::int) "
    "FROM generate_series(0, :last) place "
    "WHERE NOT EXISTS (SELECT 1 FROM slot pause WHERE pause.chat = :platform AND pause.free_at > clock_timestamp()) "
    "ON CONFLICT (chat, place) DO NOTHING RETURNING place, free_at"
)
WHEN = sql(
    "SELECT extract(epoch FROM greatest(min(free_at) FILTER (WHERE chat = :chat), max(free_at) FILTER (WHERE chat = :platform)) "
    "- clock_timestamp()) FROM slot WHERE chat IN (:chat, :platform)"
)
ANSWERED = sql(
    "UPDATE slot SET free_at = clock_timestamp() + make_interval(secs => :rest_s) "
    "WHERE chat = :chat AND place = :place AND free_at = :until"
)
PAUSE = sql(
    "INSERT INTO slot (chat, place, free_at) SELECT :chat, place, clock_timestamp() + make_interval(secs => :seconds) "
    "FROM generate_series(0, :last) place "
    "ON CONFLICT (chat, place) DO UPDATE SET free_at = greatest(slot.free_at, excluded.free_at)"
)
PAUSED = sql("SELECT extract(epoch FROM free_at - clock_timestamp()) FROM slot WHERE chat = :platform")


def beat(unit: Unit, platform: str, me: Process, *, parts: int, busy: bool) -> list[Part]:
    """Say that we live, with at most these parts: none when we were silent for too long. Returns all who live, us among them."""
    unit.connection.execute(BEAT, {"platform": platform, **me._asdict(), "parts": parts, "busy": busy, "ttl_s": TTL_S})
    return living(unit, platform)


def living(unit: Unit, platform: str) -> list[Part]:
    rows = unit.connection.execute(LIVING, {"platform": platform})
    return [Part(Process(row.worker, row.place, row.pid), row.parts, row.busy) for row in rows]


def grow(unit: Unit, platform: str, worker: int, *, to: int, total: int) -> int:
    """Let our part grow as far as the others leave room; returns what it is now. Unchanged when another process is at it."""
    if not unit.connection.execute(JUDGE, {"lock": ONE_JUDGE}).scalar():
        return own(living(unit, platform), worker)
    parts = living(unit, platform)  # asked under the lock: what others have now, or less
    room = total - sum(part.parts for part in parts if part.process.worker != worker)
    mine = own(parts, worker)
    if room > mine < to:
        mine = min(to, room)
        unit.connection.execute(GROW, {"platform": platform, "worker": worker, "parts": mine})
    return mine


def own(parts: list[Part], worker: int) -> int:
    return next((part.parts for part in parts if part.process.worker == worker), 0)


def end(unit: Unit, platform: str, worker: int, *, after_s: float) -> None:
    """This process sends nothing more. after_s: until the last it sent no longer counts."""
    unit.connection.execute(END, {"platform": platform, "worker": worker, "after_s": after_s})


def reserve(unit: Unit, platform: str, chat: str, *, most: int, hold_s: float) -> Reserved | float:
    """Reserve one of the `most` messages of a chat's window, or say in how many seconds to ask again."""
    values = {"platform": platform, "chat": chat, "hold_s": hold_s, "last": most - 1}
    row = unit.connection.execute(TAKE, values).first()
    if row is None:
        made = unit.connection.execute(MAKE, values).all()
        row = next((row for row in made if row.place == 0), None)
    if row is not None:
        return Reserved(chat, row.place, row.free_at)
    return max(0.02, float(unit.connection.execute(WHEN, values).scalar() or 0.0))


def answered(unit: Unit, reserved: Reserved, *, rest_s: float) -> None:
    """The network answered: the place is free again once it no longer counts."""
    unit.connection.execute(ANSWERED, {**reserved._asdict(), "rest_s": rest_s})


def pause(unit: Unit, chat: str, seconds: float, *, most: int = 1) -> None:
    """Nothing to this chat, or to all of a platform, for so long. most: the places of the chat."""
    unit.connection.execute(PAUSE, {"chat": chat, "seconds": seconds, "last": most - 1})


def paused(unit: Unit, platform: str) -> float:
    """For how many seconds nothing may leave at all; 0 or less for none."""
    return float(unit.connection.execute(PAUSED, {"platform": platform}).scalar() or 0.0)


def forget(unit: Unit) -> None:
    """What no longer limits anything."""
    for name, moment in (("slot", "free_at"), ("share", "expires_at")):
        unit.connection.execute(sql(f"DELETE FROM {name} WHERE {moment} < clock_timestamp() - interval '1 hour'"))
