"""What a button carries: an opaque reference to its outbox row and place, marked so that it cannot be made up or bent."""

from __future__ import annotations

import base64
import binascii

from storage.seal import Seal

ID_BYTES, PLACE_BYTES, MARK_BYTES = 8, 1, 10  # 80 bits of mark; 26 characters in all, where the Bot API allows 64 bytes


def reference(seal: Seal, row: int, place: int, chat: str) -> str:
    """chat: bound into the mark, so that a reference copied to another chat is refused."""
    body = row.to_bytes(ID_BYTES, "big") + place.to_bytes(PLACE_BYTES, "big")
    return base64.urlsafe_b64encode(body + seal.mark(body + chat.encode(), size=MARK_BYTES)).rstrip(b"=").decode()


def resolve(seal: Seal, given: str, chat: str) -> tuple[int, int] | None:
    """The outbox row and the place of the choice, or None for anything that we did not write for this chat."""
    if len(given) > 64 or not given.isascii():
        return None
    try:
        raw = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body = raw[: ID_BYTES + PLACE_BYTES]
    if len(raw) != ID_BYTES + PLACE_BYTES + MARK_BYTES or reference(seal, *_parts(body), chat) != given:
        return None
    return _parts(body)


def _parts(body: bytes) -> tuple[int, int]:
    return int.from_bytes(body[:ID_BYTES], "big"), body[ID_BYTES]
