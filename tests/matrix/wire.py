"""The network between the bot and its homeserver, in the tests' hands: cut it, lose an answer, refuse, delay or alter one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Self

import aiohttp
from aiohttp import web

Alter = Callable[[str, dict[str, Any]], None]


class Wire:
    """A proxy on a free port of this machine. Paths are matched by a part of them, requests counted in `asked`."""

    def __init__(self, target: str) -> None:
        self._target = target
        self.asked: list[str] = []
        self.alter: Alter | None = None
        self.is_cut = False
        self._lost: dict[str, int] = {}
        self._refusals: list[tuple[str, int, dict[str, Any], dict[str, str]]] = []

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._session.close()

    def loses_answers(self, part: str, times: int = 1) -> None:
        """The next requests reach the homeserver; what it answers never comes back."""
        self._lost[part] = times

    def refuses(self, part: str, status: int, body: dict[str, Any], **headers: str) -> None:
        """The next request gets this instead of reaching the homeserver."""
        self._refusals.append((part, status, body, headers))

    def count(self, part: str) -> int:
        return sum(part in path for path in self.asked)

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        path = f"{request.method} {request.path}"
        self.asked.append(path)
        if self.is_cut:
            return _hang_up(request)
        for refusal in self._refusals:
            part, status, refused, headers = refusal
            if part in path:
                self._refusals.remove(refusal)
                return web.json_response(refused, status=status, headers=headers)
        sent = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")}
        data = await request.read()
        try:
            async with self._session.request(request.method, self._target + request.raw_path, headers=sent, data=data) as answer:
                body = await answer.read()
        except aiohttp.ClientError:
            return _hang_up(request)
        for part, times in self._lost.items():
            if part in path and times:
                self._lost[part] -= 1
                return _hang_up(request)
        if self.alter and answer.content_type == "application/json":
            altered = json.loads(body)
            self.alter(path, altered)
            body = json.dumps(altered).encode()
        return web.Response(body=body, status=answer.status, content_type=answer.content_type)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()
