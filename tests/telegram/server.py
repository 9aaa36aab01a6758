"""A Bot API server of the tests' own: strict about the schema and the rates, with a ledger of every call and faults on demand.

In a test: `async with BotApi() as api: …`. On its own: `python -m tests.telegram.server --port 8081`, then see control.py.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from types import TracebackType
from typing import Any

import orjson
from aiohttp import web

from tests.telegram.faults import Fault, Faults
from tests.telegram.limits import Limits
from tests.telegram.people import Group, Person
from tests.telegram.schema import official
from tests.telegram.updates import Hook, Updates
from tests.telegram.wire import answer, cut, dribble, read_call, refusal
from tests.telegram.world import Chat, Json, Refused, World

TOKEN = "7000000001:AAF-tests-only-not-a-real-token-000"
UPLOAD_LIMIT = 60 * 1024 * 1024


@dataclass(slots=True)
class Call:
    """One request of the bot. status: what it was answered, 0 when it was cut before handling; fault: what went wrong on purpose.

    accepted: the network did it, whether or not the bot came to know. at, ended: monotonic seconds.
    """

    method: str
    parameters: Json
    at: float
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 0
    description: str = ""
    accepted: bool = False
    fault: Fault | None = None
    ended: float = 0.0
    message_id: int | None = None


class BotApi:
    """The server and the world behind it. check=False leaves the schema out, for benches."""

    def __init__(self, *, check: bool = True, limits: Limits | None = None, seed: int = 0, username: str = "relais_bot") -> None:
        self.token = TOKEN
        self.check = check
        self.limits = limits or Limits()
        self.faults = Faults(seed)
        self.world = World(username)
        self.updates = Updates(seed)
        self.calls: list[Call] = []
        self.port = 0
        self.raw_next: bytes | None = None  # what the next getUpdates is answered, byte for byte
        self.control: Callable[[str, Json], Any] | None = None
        self._changed = asyncio.Event()
        self._runner: web.ServerRunner | None = None
        self._next_person = 5_000_000_001

    @property
    def base(self) -> str:
        """What RELAIS_TELEGRAM_API_BASE should say."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sent(self) -> list[Call]:
        """The calls that put a message on a screen, whether the bot knows it or not."""
        return [call for call in self.calls if call.accepted and call.method.startswith("send") and call.message_id is not None]

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def person(self, name: str, *, language: str = "fr") -> Person:
        chat = Chat({"id": self._next_person, "type": "private", "first_name": name})
        self.world.chats[chat.id] = chat
        self._next_person += 1
        return Person(self, chat, name, language)

    def group(self, title: str, *, kind: str = "supergroup", forum: bool = False) -> Group:
        number = len(self.world.chats) + 4_000
        chat = Chat({"id": -1_000_000_000_000 - number if kind == "supergroup" else -number, "type": kind, "title": title})
        if forum:
            chat.shape["is_forum"] = True
        self.world.chats[chat.id] = chat
        return Group(self, chat)

    def push(self, update: Json) -> int:
        """Send an update to the bot; it gets its id unless it has one. ValueError when the real network would never send it."""
        if "update_id" not in update:
            update = {"update_id": self.updates.next_id, **update}
            self.updates.next_id += 1
        if self.check and (faults := official().faults_of_update(update)):
            raise ValueError("; ".join(faults[:5]))
        self.push_unchecked(update)
        return int(update["update_id"])

    def push_unchecked(self, update: Json) -> None:
        """Send anything, also what makes no sense. Chats nobody declared open by themselves."""
        message = update.get("message")
        if isinstance(message, dict) and isinstance(shape := message.get("chat"), dict) and isinstance(shape.get("id"), int):
            if shape["id"] not in self.world.chats:
                self.world.chats[shape["id"]] = Chat(shape)
        self.updates.add(update)
        self._changed.set()

    def fail(self, method: str | None = None, **how: Any) -> Fault:
        """Add a fault: see Fault for how."""
        return self.faults.add(Fault(method, **how))

    async def until(self, true: Callable[[], Any], timeout: float = 10.0) -> Any:
        """Wait until it is true, looked at after every call; return its value. AssertionError with the last calls otherwise."""
        end = time.monotonic() + timeout
        while not (value := true()):
            self._changed.clear()
            if (left := end - time.monotonic()) <= 0:
                last = [(call.method, call.status, call.description) for call in self.calls[-8:]]
                raise AssertionError(f"still not so after {timeout} s; last calls: {last}")
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.05))
            except TimeoutError:
                continue
        return value

    async def __aenter__(self) -> BotApi:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen. The same port again after `stop` is how a network comes back."""
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port or self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self.updates.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        parts = request.path.split("/", 3)
        if parts[1] == "control" and self.control is not None:
            return answer(200, self.control(parts[2], orjson.loads(await request.read() or b"{}")))
        if parts[1] == "file" and len(parts) == 4:
            return await self._download(request, parts[2], parts[3])
        if not parts[1].startswith("bot") or len(parts) != 3:
            return refusal(404, "Not Found")
        if parts[1] != f"bot{self.token}":
            return refusal(401 if ":" in parts[1] else 404, "Unauthorized" if ":" in parts[1] else "Not Found")
        method = parts[2]
        parameters, files = await read_call(request, method)
        call = Call(method, parameters, time.monotonic(), files)
        self.calls.append(call)
        try:
            return await self._answer(request, call)
        finally:
            call.ended = time.monotonic()
            self._changed.set()

    async def _answer(self, request: web.BaseRequest, call: Call) -> web.StreamResponse:
        chat = call.parameters.get("chat_id")
        fault = call.fault = self.faults.draw(call.method, chat if isinstance(chat, int) else None)
        if fault is not None and fault.reset == "before":
            return cut(request)
        response = await self._handle(call, fault)
        if fault is not None and fault.reset == "after":
            return cut(request)
        if fault is not None and fault.slow_s:
            return await dribble(request, response, fault.slow_s)
        return response

    async def _handle(self, call: Call, fault: Fault | None) -> web.Response:
        """Refuse or do it, and write down which."""
        try:
            if self.check and (wrong := official().faults_of_call(call.method, call.parameters)):
                raise Refused(400, "Bad Request: schema: " + "; ".join(wrong[:3]))
            if fault is not None and fault.status is not None:
                raise self._fault(call, fault)
            if call.method == "getUpdates" and self.raw_next is not None:
                call.status, body, self.raw_next = 200, self.raw_next, None
                return web.Response(body=body, content_type="application/json")
            result = await self._polled(call) if call.method == "getUpdates" else self._done(call)
        except Refused as refused:
            call.status, call.description = refused.status, refused.description
            if fault is not None and fault.html:
                return web.Response(status=refused.status, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html")
            return refusal(refused.status, refused.description, refused.parameters)
        call.status, call.accepted = 200, True
        if isinstance(result, dict) and "message_id" in result:
            call.message_id = result["message_id"]
        return answer(200, {"ok": True, "result": result})

    def _fault(self, call: Call, fault: Fault) -> Refused:
        if fault.status == 429 and fault.retry_after is not None:
            self.limits.pause(None if fault.everywhere else call.parameters.get("chat_id"), fault.retry_after)
            return Refused(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
        if fault.migrate_to is not None:
            return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=fault.migrate_to)
        return Refused(fault.status or 500, fault.description or "Internal Server Error")

    def _done(self, call: Call) -> Any:
        parameters = call.parameters
        if call.method == "setWebhook":
            return self._set_webhook(parameters)
        if call.method == "deleteWebhook":
            self.updates.set_hook(None)
            if parameters.get("drop_pending_updates"):
                self.updates.forget()
            return True
        if call.method == "getWebhookInfo":
            url = self.updates.hook.url if self.updates.hook else ""
            return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.updates.pending)}
        if call.method.startswith(("send", "editMessage", "copy", "forward")) and isinstance(chat := parameters.get("chat_id"), int):
            wait = self.limits.refuse(chat, private=chat > 0) if call.method != "sendChatAction" else None
            if wait is not None:
                raise Refused(429, f"Too Many Requests: retry after {ceil(wait)}", retry_after=ceil(wait))
        return self.world.act(call.method, parameters, call.files)

    def _set_webhook(self, parameters: Json) -> bool:
        self._allow(parameters)
        if parameters.get("drop_pending_updates"):
            self.updates.forget()
        url = parameters["url"]
        self.updates.set_hook(Hook(url, parameters.get("secret_token"), parameters.get("max_connections", 40)) if url else None)
        return True

    def _allow(self, parameters: Json) -> None:
        if (kinds := parameters.get("allowed_updates")) is not None:
            self.updates.allowed = frozenset(kinds) if kinds else None

    async def _polled(self, call: Call) -> list[Json]:
        if self.updates.hook is not None:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._allow(call.parameters)
        batch = await self.updates.poll(call.parameters)
        if batch is None:
            raise Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
        return batch

    async def _download(self, request: web.BaseRequest, bot: str, path: str) -> web.StreamResponse:
        call = Call("file", {"path": path}, time.monotonic())
        self.calls.append(call)
        fault = call.fault = self.faults.draw("file", None)
        content = self.world.files.get(path.removeprefix("files/"))
        call.status = 404 if bot != f"bot{self.token}" or content is None else fault.status if fault and fault.status else 200
        if fault is not None and fault.reset is not None:
            return cut(request)
        headers = {"Location": fault.description} if fault is not None and 300 <= call.status < 400 else None
        response = web.Response(status=call.status, body=content if call.status == 200 else b"", headers=headers)
        return await dribble(request, response, fault.slow_s) if fault is not None and fault.slow_s else response


async def serve(port: int, *, check: bool, limits: Limits) -> None:
    """Run until killed, with the control door open."""
    from tests.telegram.control import Control

    api = BotApi(check=check, limits=limits)
    api.control = Control(api)
    await api.start(port)
    print(api.base, flush=True)  # noqa: T201 - who started us reads the address here
    await asyncio.Event().wait()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="A Bot API server for tests")
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--no-check", action="store_true", help="leave the schema out")
    asked.add_argument("--no-limits", action="store_true", help="no rates")
    chosen = asked.parse_args()
    asyncio.run(serve(chosen.port, check=not chosen.no_check, limits=Limits.none() if chosen.no_limits else Limits()))
