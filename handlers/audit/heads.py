"""The last link of the chain as it is kept elsewhere: sealed under the key outside the database, and handed to people as an anchor."""

from __future__ import annotations

import re
from datetime import datetime

from handlers.audit.rules import Anchor
from storage import secrets
from storage.audit import Head
from storage.seal import BrokenSeal, Seal
from storage.unit import Unit

SEALED = "audit-head"


def keep_sealed(unit: Unit, seal: Seal, head: Head, now: datetime) -> None:
    secrets.save(unit, seal, SEALED, value=f"{head.seq}:{head.hash}".encode(), now=now)


def sealed_head(unit: Unit, seal: Seal) -> Head | None:
    """As the last tick sealed it; None when it is gone, or does not open with our key."""
    try:
        value = secrets.load(unit, seal, SEALED)
    except BrokenSeal:
        return None
    if value is None:
        return None
    seq, _, hash = value.decode().partition(":")
    return Head(int(seq), hash)


def anchor(seal: Seal, head: Head) -> str:
    """« SEQ:HASH:signature », for a person to keep."""
    return f"{head.seq}:{head.hash}:{_signature(seal, head.seq, head.hash)}"


def read_anchor(seal: Seal, text: str) -> Anchor | None:
    """What `anchor` wrote, its signature left out or right; None when it was miscopied, or comes from elsewhere."""
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})(?::([0-9a-f]{32}))?", text.strip(), re.ASCII)
    if found is None or (found[3] and found[3] != _signature(seal, int(found[1]), found[2])):
        return None
    return Anchor(int(found[1]), found[2])


def _signature(seal: Seal, seq: int, hash: str) -> str:
    return seal.mark(f"audit/{seq}:{hash}".encode(), size=16).hex()
