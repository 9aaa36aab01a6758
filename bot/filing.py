"""The files that people send: made safe, kept sealed, opened again for whoever is shown them; charts are drawn as they are opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot import documents
from bot.drawing import Drawing, Undrawable
from bot.platforms import Undeliverable
from bot.writer import Writing
from handlers.messages import DRAWN, Attachment, RemoteFile
from storage import files
from storage.database import Database
from storage.seal import Seal
from storage.unit import Unit


class Filing:
    """now: the clock. cache: a folder for what a drawing's process looks up once."""

    def __init__(self, database: Database, seal: Seal, now: Callable[[], datetime], *, cache: Path) -> None:
        self._database = database
        self._seal = seal
        self._now = now
        self.drawing = Drawing(cache / "matplotlib")

    async def stop(self) -> None:
        await self.drawing.stop()

    async def open(self, attachment: Attachment) -> bytes:
        """The bytes of a stored file, of a chart those of its picture. Raises Undeliverable when it is no longer kept, and Undrawable."""

        def read() -> bytes | None:
            with self._database.reading() as connection:
                return files.content(Unit(connection, self._database.ids), self._seal, attachment.hash)

        content = await asyncio.to_thread(read)
        if content is None and attachment.media_type in DRAWN:
            raise Undrawable("no longer kept")  # its text still says it
        if content is None:
            raise Undeliverable(f"file {attachment.hash[:12]} is no longer kept", permanent=True)
        return await self.drawing.draw(attachment.hash, content) if attachment.media_type in DRAWN else content

    async def keep(self, writer: Writing, file: RemoteFile, content: bytes) -> Attachment | None:
        """The file as we keep it; None when it is of no kind that we keep."""
        kept = await asyncio.to_thread(documents.clean, file, content)
        if kept is None:
            return None
        now = self._now()
        await writer.run(lambda unit: files.put(unit, self._seal, kept.hash, media_type=kept.media_type, content=kept.content, now=now))
        return Attachment(kept.hash, kept.media_type, len(kept.content), file.name)
