"""How requests of the Bot API arrive and how answers leave: JSON, forms, multipart; whole, slowly, or not at all."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from tests.telegram.schema import official

Json = dict[str, Any]


class Upload(bytes):
    """What a file holds, and the name that it was sent under."""

    name = ""


async def read_call(request: web.BaseRequest, method: str) -> tuple[Json, dict[str, bytes]]:
    """Parameters and uploaded files. Form fields hold JSON unless the schema says String."""
    files: dict[str, bytes] = {}
    if request.content_type == "application/json":
        parameters = orjson.loads(await request.read() or b"{}")
        return parameters if isinstance(parameters, dict) else {}, files
    form: dict[str, str] = dict(request.query)
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            if part.filename:
                files[part.name] = upload = Upload(await part.read())
                upload.name = part.filename
            else:
                form[part.name] = await part.text()
    else:
        form |= dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    form |= {name: f"attach://{name}" for name in files if name in official().methods.get(method, {})}
    return {name: value if official().is_text(method, name) else _loose(value) for name, value in form.items()}, files


def _loose(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def answer(status: int, value: Any) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(value), content_type="application/json")


def refusal(status: int, description: str, parameters: dict[str, int] | None = None) -> web.Response:
    more = {"parameters": parameters} if parameters else {}
    return answer(status, {"ok": False, "error_code": status, "description": description, **more})


def cut(request: web.BaseRequest) -> web.Response:
    """Reset the connection (RST), as a failing network does, rather than close it politely."""
    if request.transport is not None:
        if (plain := request.transport.get_extra_info("socket")) is not None:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)


async def dribble(request: web.BaseRequest, response: web.Response, seconds: float) -> web.StreamResponse:
    """Send the answer in crumbs, over so many seconds."""
    body = bytes(response.body or b"")  # type: ignore[arg-type]
    headers = {"Content-Type": response.content_type, "Content-Length": str(len(body))}
    slow = web.StreamResponse(status=response.status, headers=headers)
    await slow.prepare(request)
    for start in range(0, len(body), step := max(1, len(body) // 50)):
        await asyncio.sleep(seconds / 50)
        try:
            await slow.write(body[start : start + step])
        except ConnectionError:
            return slow  # the bot did not wait
    await slow.write_eof()
    return slow
