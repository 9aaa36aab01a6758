"""Files we hold: sealed, named by their content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.seal import Seal
from storage.tables import File, RequestPhoto, table
from storage.unit import Scope, Unit

FILE, PHOTO = table(File), table(RequestPhoto)


def put(unit: Unit, seal: Seal, hash: str, *, media_type: str, content: bytes, now: datetime) -> None:
    """Keep it; the same content twice is one file."""
    if unit.connection.execute(select(FILE.c.hash).where(FILE.c.hash == hash)).first() is None:
        unit.connection.execute(
            FILE.insert(),
            {"hash": hash, "media_type": media_type, "size": len(content), "content": seal.seal(content, f"file/{hash}"), "stored_at": now},
        )


def keep(store: Scope, seal: Seal, hash: str, *, media_type: str, content: bytes, now: datetime) -> None:
    """The same within an act, undone with it."""
    store.direct()
    put(store.unit, seal, hash, media_type=media_type, content=content, now=now)


def content(unit: Unit, seal: Seal, hash: str) -> bytes | None:
    sealed = unit.connection.execute(select(FILE.c.content).where(FILE.c.hash == hash)).scalar()
    return seal.open(sealed, f"file/{hash}") if sealed is not None else None


def drop(store: Scope, hash: str) -> None:
    """Forget a file that was read and serves no more, unless it shows a request."""
    store.write(delete(FILE).where(FILE.c.hash == hash, FILE.c.hash.not_in(select(PHOTO.c.hash))))


def drop_unused(store: Scope, before: datetime) -> None:
    """Forget files that nothing shows: a photo of a draft that was dropped, for instance."""
    used = select(PHOTO.c.hash)
    store.write(delete(FILE).where(FILE.c.stored_at < before, FILE.c.hash.not_in(used)))
