"""Telegram through the Bot API: the only package that imports `telegram`, and of that its calls and errors, not its framework."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.platforms import Misconfigured, Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from bot.platforms.telegram import reading
from bot.platforms.telegram.delivery import ENDPOINTS, Deliveries
from bot.platforms.telegram.http import CALL_S, AiohttpRequest, TooLarge
from bot.platforms.telegram.polling import MARGIN_S, POLL_S, Pauses, poll
from bot.platforms.telegram.updates import raw_update
from bot.platforms.telegram.webhook import Webhook
from handlers.messages import Attachment, Incoming, RemoteFile

if TYPE_CHECKING:
    from pydantic import SecretStr

log = logging.getLogger(__name__)

OFFICIAL = "https://api.telegram.org"
DEFAULT_PACE = Pace(per_second=30, private_interval_s=1.0, group_per_minute=20)
DOWNLOAD_S = 120.0
INTRODUCTION_S = 10.0
SPINNERS = 200
KEPT = timedelta(hours=24)
"""How long Telegram keeps updates that nobody took (Bot API, getUpdates)."""
HEARD_S = 600.0
"""How often it is noted that Telegram was heard."""


class TelegramPlatform:
    """The `Platform` of Telegram.

    webhook: None for polling. open_attachment: the bytes of a stored file.
    between_parts: awaited before each message after the first of one delivery (a text longer than 4096 units is several). By itself it
    waits the pace's private interval after the answer; whoever paces the account replaces it, to count these messages, too.
    """

    name = reading.NAME
    prefix = "/"
    numbered = False
    can_erase = True
    keeps = KEPT

    def __init__(
        self,
        token: str | SecretStr,
        *,
        open_attachment: Callable[[Attachment], Awaitable[bytes]],
        api_base: str = OFFICIAL,
        webhook: Webhook | None = None,
        pace: Pace = DEFAULT_PACE,
        call_s: float = CALL_S,
    ) -> None:
        self.pace = pace
        self.shared: Shared = "sending" if webhook is None else "all"
        self._base = api_base.rstrip("/")
        self._webhook = webhook
        self._http = AiohttpRequest(self._base, call_s=call_s)
        self._token = token if isinstance(token, str) else token.get_secret_value()
        self.between_parts: Callable[[Outgoing], Awaitable[None]] = self._private_interval
        self._deliveries = Deliveries(self._call, open_attachment, lambda what: self.between_parts(what))
        self.heard: Callable[[], None] = lambda: None
        self.hears_every_s: float | None = POLL_S + MARGIN_S if webhook is None else HEARD_S
        self._bot: Bot | None = None
        self._username: str | None = None
        self.facts: dict[str, str] = {}  # telegram_name: our name there, without @, once known; invitations link to it
        self._spinners: set[asyncio.Task[None]] = set()
        self._note_again_at = 0.0

    async def start(self) -> None:
        """Check the token. Raises Misconfigured when Telegram refuses it; an unreachable network is left to `listen`."""
        if not self._token.strip():
            raise Misconfigured("telegram-no-token")
        if self._webhook is not None:
            self._webhook.check(self._token)
        # At DEBUG, PTB writes every call and its answer to the log: the token, and what people wrote.
        logging.getLogger("telegram").setLevel(logging.INFO)
        self._bot = Bot(self._token, f"{self._base}/bot", f"{self._base}/file/bot", self._http, self._http)
        await self._http.initialize()
        try:
            await self._introduce()
        except Misconfigured:
            await self._http.shutdown()
            raise
        except TelegramError as trouble:
            log.warning("telegram: unreachable (%s: %s); starting all the same", type(trouble).__name__, trouble.message)

    async def listen(self, store: Store, resume: Resume) -> None:
        """Poll or serve the webhook, for ever. Raises Misconfigured when the first contact only comes now and the token is refused."""
        del resume  # Telegram remembers what we acknowledged
        await self._contact()
        if self._webhook is None:
            await poll(self._ready(), lambda batch: self._keep(store, batch), lambda: self._heard(store))
            return
        from bot.platforms.telegram.door import Door  # a web server, which polling need not pay for at start

        door = Door(self._webhook, lambda raw: self._keep_raw(store, [raw]))
        await door.open()
        try:
            await self._until_reached(lambda: self._announce_webhook(self._webhook))
            while True:  # Telegram comes to us: as long as the door is open, nothing is missed
                await self._heard(store)
                await asyncio.sleep(HEARD_S)
        finally:
            await door.close()

    def read(self, raw: RawUpdate) -> Incoming | None:
        """See reading.read."""
        return reading.read(raw.id, raw.data, self._username)

    async def fetch(self, file: RemoteFile) -> bytes:
        """Download from the Bot API's own address only. Raises Undeliverable: permanent when refused, gone, too large, redirected."""
        try:
            found = await self._call("getFile", {"file_id": file.ref})
            url = self._file_url(found.get("file_path") if isinstance(found, dict) else None)
            status, content = await self._http.download(url, limit=reading.DOWNLOAD_LIMIT, deadline_s=DOWNLOAD_S)
        except TooLarge:
            raise Undeliverable("file: too large", permanent=True) from None
        except BadRequest as refused:
            raise Undeliverable(f"file: {refused.message}", permanent=True) from None
        except TelegramError as trouble:
            raise Undeliverable(f"file: {type(trouble).__name__}", retry_after=getattr(trouble, "seconds", None)) from None
        if status != 200:
            raise Undeliverable(f"file: HTTP {status}", permanent=status < 500 and status != 429)
        return content

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        """See Deliveries.make."""
        return await self._deliveries.make(what, key)

    async def menu(self, chat_id: str | None, commands: Sequence[tuple[str, str]], language: str) -> bool:
        """Offer these (command, description) in a private chat, or in all of them for None. language: a code, "" for any. Best effort."""
        scope: dict[str, Any] = {"type": "chat", "chat_id": int(chat_id)} if chat_id is not None else {"type": "all_private_chats"}
        listed = [{"command": command, "description": text[:256]} for command, text in commands]
        try:
            await self._ready().do_api_request(
                "set_my__commands", {"commands": listed, "scope": scope, **({"language_code": language} if language else {})}
            )
        except TelegramError as error:
            log.info("telegram: menu of chat %s not set (%s)", chat_id, type(error).__name__)
            return False
        return True

    async def stop(self) -> None:
        """Leave the spinners, close the connections. A webhook stays set, so that Telegram keeps what comes meanwhile."""
        for task in self._spinners:
            task.cancel()
        await asyncio.gather(*self._spinners, return_exceptions=True)
        await self._http.shutdown()

    def _ready(self) -> Bot:
        if self._bot is None:
            raise RuntimeError("telegram: used before start")
        return self._bot

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        return await self._ready().do_api_request(ENDPOINTS[method], parameters)

    async def _introduce(self) -> None:
        """Learn our own name. Raises Misconfigured for a refused token; PTB's own error would hold it."""
        try:
            me = await self._ready().get_me(read_timeout=INTRODUCTION_S)
        except InvalidToken:
            raise Misconfigured("telegram-wrong-token") from None
        self._username = me.username
        self.facts["telegram_name"] = me.username or ""

    async def _contact(self) -> None:
        if self._username is None:
            await self._until_reached(self._introduce)
        if self._webhook is None:
            # With a webhook set, polling is refused. What waits there is kept: never drop_pending_updates.
            await self._until_reached(self._ready().delete_webhook)

    async def _until_reached(self, act: Callable[[], Awaitable[Any]]) -> None:
        pauses = Pauses()
        while True:
            try:
                await act()
            except TelegramError as trouble:
                log.warning("telegram: unreachable (%s: %s); trying again", type(trouble).__name__, trouble.message)
                await pauses.wait(getattr(trouble, "seconds", None) or 0.0)
            else:
                return

    async def _announce_webhook(self, webhook: Webhook | None) -> None:
        if webhook is not None:
            await self._ready().set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=reading.ALLOWED, max_connections=40)

    async def _heard(self, store: Store) -> None:
        """Note that nothing was missed until now, in the database not more often than it is worth a commit."""
        self.heard()
        now = asyncio.get_running_loop().time()
        if now < self._note_again_at:
            return
        self._note_again_at = now + HEARD_S
        try:
            await store([], checkpoint="heard")
        except Exception as error:  # the database's trouble; the next note says as much
            log.warning("telegram: not noted as heard (%s)", type(error).__name__)

    async def _keep(self, store: Store, batch: list[Any]) -> bool:
        return await self._keep_raw(store, [raw_update(update) for update in batch])

    async def _keep_raw(self, store: Store, updates: list[RawUpdate]) -> bool:
        """Commit, then stop the spinners of the buttons pressed. False: not committed, so not to be acknowledged."""
        try:
            await store(updates)
        except Exception as error:  # whatever the database's trouble is, the answer is the same: Telegram keeps the updates for us
            log.error("telegram: %d updates not stored (%s); not acknowledged", len(updates), type(error).__name__)
            return False
        for raw in updates:
            if isinstance(raw.data, dict) and isinstance(query := raw.data.get("callback_query"), dict) and len(self._spinners) < SPINNERS:
                task = asyncio.create_task(self._stop_spinner(query.get("id")))
                self._spinners.add(task)
                task.add_done_callback(self._spinners.discard)
        return True

    async def _stop_spinner(self, query: object) -> None:
        """The press is kept; the answer comes as a message. An expired query is no error, and a lost answer only leaves a spinner."""
        if isinstance(query, str):
            try:
                await self._call("answerCallbackQuery", {"callback_query_id": query})
            except TelegramError as error:
                log.debug("telegram: spinner not stopped (%s)", type(error).__name__)

    async def _private_interval(self, what: Outgoing) -> None:
        await asyncio.sleep(self.pace.private_interval_s or 0.0)

    def _file_url(self, path: object) -> str:
        """On the Bot API's own host, whatever the path says."""
        if not isinstance(path, str) or not path or "://" in path or path.startswith("/") or ".." in path.split("/"):
            raise Undeliverable("file: no usable path", permanent=True)
        return f"{self._base}/file/bot{self._token}/{quote(path)}"
