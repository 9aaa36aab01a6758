"""The door Telegram knocks at: nothing is read before the secret is checked, and 200 is only said once the update is committed."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.platforms import Misconfigured, RawUpdate
from bot.platforms.telegram.http import parse
from bot.platforms.telegram.updates import raw_update
from bot.platforms.telegram.webhook import Webhook

BODY_LIMIT = 1024 * 1024
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Door:
    """The server. keep: commits one update and says whether it could."""

    def __init__(self, webhook: Webhook, keep: Callable[[RawUpdate], Awaitable[bool]]) -> None:
        self._webhook = webhook
        self._path = urlsplit(webhook.url).path or "/"
        self._secret = webhook.secret.encode()
        self._keep = keep
        self._runner: web.ServerRunner | None = None

    async def open(self) -> None:
        """Listen. Raises Misconfigured when the port cannot be had."""
        # No lingering: a body we refuse is not worth waiting for.
        self._runner = web.ServerRunner(web.Server(self._knock, access_log=None, lingering_time=0.0), shutdown_timeout=5.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._webhook.host, self._webhook.port, reuse_address=True).start()
        except OSError:
            await self.close()
            raise Misconfigured("telegram-webhook-port", host=self._webhook.host, port=str(self._webhook.port)) from None

    async def close(self) -> None:
        """Stop listening; what is being committed is finished first. Telegram keeps what comes meanwhile."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _knock(self, request: web.BaseRequest) -> web.Response:
        shown = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            return _closing(403)
        if request.path != self._path:
            return _closing(404)
        if request.method != "POST":
            return _closing(405)
        body = await _body(request)
        if body is None:
            return _closing(413)
        try:
            update = parse(body)
        except ValueError:
            # It will never parse: kept under its content's hash and quarantined by intake, so that the next ones come.
            update = {"unparsable": body.decode("utf-8", "replace")}
        return web.Response(status=200 if await self._keep(raw_update(update)) else 503)


async def _body(request: web.BaseRequest) -> bytes | None:
    """The body, None when it is larger than any update."""
    if request.content_length is not None and request.content_length > BODY_LIMIT:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _closing(status: int) -> web.Response:
    """A refusal that leaves the body unread, so the connection cannot serve another request."""
    response = web.Response(status=status)
    response.force_close()
    return response
