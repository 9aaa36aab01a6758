"""A wire between a bot and its database that can be cut, or go silent, without either end being told."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from types import TracebackType

SOCKET = ".s.PGSQL.5432"


class Wire:
    """A TCP port of this machine that leads to a PostgreSQL's socket. url: the address as the server itself gives it."""

    def __init__(self, url: str) -> None:
        self._direct = url
        self._folder = re.sub(r".*host=", "", url)
        self._flows = asyncio.Event()
        self._flows.set()
        self._pipes: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """What the bot is given."""
        assert self._server
        port = self._server.sockets[0].getsockname()[1]
        return re.sub(r"@/(.*)\?host=.*", rf"@127.0.0.1:{port}/\1", self._direct)

    def falls_silent(self) -> None:
        """Nothing comes through any more; connections stay open, and new ones are accepted."""
        self._flows.clear()

    def is_mended(self) -> None:
        """What was said meanwhile comes through."""
        self._flows.set()

    def is_cut(self) -> None:
        """Every connection breaks."""
        for writer in self._writers:
            writer.transport.abort()

    async def __aenter__(self) -> Wire:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._server
        self._server.close()
        self.is_mended()
        self.is_cut()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{self._folder}/{SOCKET}")
        self._writers |= {writer, back}
        for source, sink in ((reader, back), (there, writer)):
            pipe = asyncio.create_task(self._pipe(source, sink))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pipe(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(65536):
                await self._flows.wait()
                sink.write(chunk)
                await sink.drain()
        with suppress(OSError):
            sink.close()
        self._writers.discard(sink)
