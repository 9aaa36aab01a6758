"""Raw updates and their ids."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.platforms import RawUpdate


def raw_update(update: Any) -> RawUpdate:
    """The update under its own id, so that the same one twice is one; without an id, under its content's hash."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is int:
        return RawUpdate(str(number), update)
    content = json.dumps(update, sort_keys=True).encode()
    return RawUpdate(f"hash-{hashlib.sha256(content).hexdigest()[:32]}", update)
