"""Matrix, end-to-end encrypted: the only home of `nio`, imported when Matrix is configured.

May import `bot.platforms` and `handlers.messages`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from pydantic import SecretStr

from bot.platforms import Misconfigured, Outgoing, Pace, RawUpdate, Resume, Shared, Store, Undeliverable
from bot.platforms.matrix import media, reading
from bot.platforms.matrix.client import NETWORK, Vault, good, insist, open_client, server_of
from bot.platforms.matrix.crypto import cross_sign
from bot.platforms.matrix.rooms import belongs
from bot.platforms.matrix.sending import Mouth, OpenAttachment
from bot.platforms.matrix.sturdy import SturdyClient
from bot.platforms.matrix.sync import SYNC_LIMIT_S, WINDOW, Listener
from handlers.messages import Incoming, RemoteFile

__all__ = ["Matrix", "Vault"]


class Matrix:
    """Our account on one homeserver.

    password: for the first login only. state_dir: where nio's crypto store lies. allowed_homeservers: exact server names
    whose people we talk to; none: our own. window: events asked for at once, for tests of what happens past it.
    """

    name = reading.NAME
    prefix = "!"
    numbered = True
    can_erase = True
    shared: Shared = "nothing"  # the crypto store is one process'

    def __init__(
        self,
        homeserver: str,
        user: str,
        *,
        password: SecretStr | None,
        state_dir: Path,
        allowed_homeservers: Collection[str],
        open_attachment: OpenAttachment,
        vault: Vault,
        per_second: float = 1.0,
        window: int = WINDOW,
    ) -> None:
        self.pace = Pace(per_second, None, None)
        self.trusted: Callable[[], bool] = lambda: True
        self._homeserver = homeserver
        self._user = user
        self._password = password.get_secret_value() if password else None
        self._state_dir = state_dir
        self._allowed = set(allowed_homeservers)
        self._open_attachment = open_attachment
        self._vault = vault
        self._window = window
        self.heard: Callable[[], None] = lambda: None
        self.hears_every_s: float | None = SYNC_LIMIT_S
        self._ready = asyncio.Event()
        self._introduced = False
        self._client: SturdyClient | None = None
        self._mouth: Mouth | None = None

    @property
    def user_id(self) -> str:
        """Who we are, once started."""
        return str(self._connected.user_id)

    async def start(self) -> None:
        """Log in the first time, else take up the device we have, without the network. Raises Misconfigured."""
        self._introduced = False
        self._ready.clear()
        first = self._vault.load("matrix-account") is None
        client = await open_client(
            self._homeserver, self._user, password=self._password, state_dir=self._state_dir, vault=self._vault
        )
        self._client, client.trusted = client, lambda: self.trusted()
        self._allowed = self._allowed or {server_of(client.user_id)}
        self._mouth = Mouth(
            client,
            open_attachment=self._open_attachment,
            per_second=self.pace.per_second or 1.0,
            ready=self._ready,
            belongs=lambda room_id: belongs(client.rooms[room_id], self._allowed),
        )
        if first:
            try:
                await self._introduce()
            except (*NETWORK, Undeliverable) as error:
                raise Misconfigured("matrix-unreachable", homeserver=self._homeserver) from error

    async def listen(self, store: Store, resume: Resume) -> None:
        client = self._connected
        if not self._introduced:
            await insist(client, self._introduce)
        await Listener(client, allowed=self._allowed, ready=self._ready, heard=self.heard, window=self._window).run(store, resume)

    def read(self, raw: RawUpdate) -> Incoming | None:
        return reading.read(raw)

    async def fetch(self, file: RemoteFile) -> bytes:
        return await media.fetch(self._connected, file, allowed=self._allowed)

    async def deliver(self, what: Outgoing, *, key: str) -> str | None:
        if self._mouth is None:
            raise LookupError("Matrix is not started")
        return await self._mouth.deliver(what, key=key)

    async def stop(self) -> None:
        if self._mouth:
            await self._mouth.stop()
        if self._client:
            await self._client.close()

    @property
    def _connected(self) -> SturdyClient:
        if self._client is None:
            raise LookupError("Matrix is not started")
        return self._client

    async def _introduce(self) -> None:
        """Publish the device's keys and sign them, or people whose clients are strict would not let us read."""
        client = self._connected
        if client.should_upload_keys:
            good(await client.keys_upload())
        await cross_sign(client, vault=self._vault, password=self._password)
        self._introduced = True
