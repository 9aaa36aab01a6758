"""A small door for machines, closed unless an address is set: /healthz (it lives), /readyz (all is well), /metrics (the figures)."""

from __future__ import annotations

import asyncio

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import CONTENT_TYPE, exposition, figures
from bot.platforms import Misconfigured
from bot.status import Status, read_status
from bot.watch import Watch
from storage.database import Database

READ_S = 8.0
"""The longest that figures are waited for."""


class Health:
    """The server. It answers GET and nothing else, and tells nothing about anybody."""

    def __init__(self, address: tuple[str, int], *, database: Database, watch: Watch) -> None:
        self._address = address
        self._database = database
        self._watch = watch
        self._runner: web.ServerRunner | None = None
        self._reading = asyncio.Lock()

    async def open(self) -> None:
        """Listen. Raises Misconfigured when the address cannot be had."""
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None, lingering_time=0.0), shutdown_timeout=0.5)
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port, reuse_address=True).start()
        except OSError:
            await self.close()
            raise Misconfigured("metrics-port", host=host, port=str(port)) from None

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def port(self) -> int:
        """Where it listens, once open."""
        return int(self._runner.addresses[0][1]) if self._runner else 0

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405)
        match request.path:
            case "/healthz":
                return web.Response(text="ok\n")
            case "/readyz":
                return self._ready()
            case "/metrics":
                return await self._figures()
        return web.Response(status=404)

    def _ready(self) -> web.Response:
        if self._watch.is_green():
            return web.Response(text="ok\n")
        verdict = self._watch.verdict
        why = "\n".join(sorted({each.key.removeprefix("found-") for each in verdict.red})) if verdict else "starting"
        return web.Response(status=503, text=f"{why or 'stale'}\n")

    async def _figures(self) -> web.Response:
        async with self._reading:  # one at a time: whoever asks often does not load the database more
            try:
                status = await asyncio.wait_for(asyncio.to_thread(self._status), READ_S)
            except (TimeoutError, SQLAlchemyError, OSError):
                status = None
        text = exposition(figures(status, self._watch.verdict))
        return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})

    def _status(self) -> Status:
        now = self._watch.now()
        with self._database.reading() as connection:
            return read_status(connection, now)
