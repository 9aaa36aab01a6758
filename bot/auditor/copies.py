"""The backup, as it says itself in the state folder; the disk it and the database need."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.auditor.look import Finding, Look

LAST = "backup/last.json"
FRESH = timedelta(minutes=10)
VERIFIED = timedelta(hours=24)
MEGABYTE = 1024 * 1024
FULL, NEARLY = 200 * MEGABYTE, 1024 * MEGABYTE


def backup(look: Look) -> Iterator[Finding]:
    """The last backup is fresh, and was opened and found good within a day. every_s: of one made more rarely on purpose."""
    file = look.state_dir / LAST
    if not file.exists():
        yield Finding("found-no-backup", level="warning")
        return
    try:
        told: dict[str, Any] = orjson.loads(file.read_bytes())
        at, every = datetime.fromisoformat(told["at"]), timedelta(seconds=float(told.get("every_s") or 0))
        verified = datetime.fromisoformat(told["verified_at"]) if told.get("verified_at") else None
        old, unproved = at < look.late(max(FRESH, 2 * every)), verified is None or verified < look.late(max(VERIFIED, 2 * every))
    except (OSError, ValueError, TypeError, KeyError):  # half written, or by another hand
        yield Finding("found-backup-unreadable", ids=(LAST,))
        return
    if old:
        yield Finding("found-backup-old", since=at)
    if unproved and not (verified is None and at >= look.late(FRESH)):
        yield Finding("found-backup-unverified", since=verified)


def disk(look: Look) -> Iterator[Finding]:
    """There is room to write."""
    try:
        free = shutil.disk_usage(look.state_dir).free
    except OSError:
        yield Finding("found-state-folder-gone")
        return
    if free < NEARLY:
        yield Finding("found-disk-full", level="red" if free < FULL else "warning", values={"megabytes": free // MEGABYTE})
