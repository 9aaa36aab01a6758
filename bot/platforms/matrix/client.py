"""The one connection to the homeserver: logging in once, keeping the device, and knowing which failures pass by themselves."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import aiohttp
from nio import AsyncClientConfig, ErrorResponse, LoginResponse

from bot.platforms import Misconfigured, Undeliverable
from bot.platforms.matrix.sturdy import SturdyClient

log = logging.getLogger(__name__)

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
"""What an unreachable, hanging or restarting homeserver raises."""

REQUEST_LIMIT_S = 30.0
LONGEST_PAUSE_S = 30.0
DEVICE_NAME = "Relais"
SIGNED_OUT = {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"}
NOBODY_THERE = {"M_FORBIDDEN", "M_NOT_FOUND", "M_GUEST_ACCESS_FORBIDDEN"}


class Vault(Protocol):
    """Where secrets rest, sealed. Names are ours: `matrix-account`, `matrix-store-key`, `matrix-cross-signing`."""

    def load(self, name: str) -> bytes | None: ...

    def save(self, name: str, secret: bytes) -> None: ...


class Account(NamedTuple):
    """Who we are on the homeserver. The device is kept for ever: transaction ids and crypto sessions belong to it."""

    user_id: str
    device_id: str
    access_token: str


class SignedOut(Undeliverable):
    """Our access token is no longer good: listening ends, what is to be sent waits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of the client-server API. body: {} when it was not a JSON object."""

    status: int
    body: dict[str, Any]


def server_of(user_id: str) -> str:
    """The homeserver of a user id: all that follows the first colon, port included. The localpart proves nothing."""
    return user_id.partition(":")[2]


async def open_client(homeserver: str, user: str, *, password: str | None, state_dir: Path, vault: Vault) -> SturdyClient:
    """Return a logged-in client, with the device we already have or, the first time only, a new one.

    A device is the account in the vault and its crypto store in `state_dir`: when one is lost the other is useless, and a
    new device is made if there is a password. Raises Misconfigured.
    """
    client = _new_client(homeserver, user, state_dir, vault)
    known = vault.load("matrix-account")
    account = Account(**json.loads(known)) if known else None
    if account and _has_store(state_dir, account):
        client.restore_login(*account)
        return client
    try:
        if password is None:
            raise Misconfigured("matrix-password-missing", user=user)
        if account:
            log.warning("the crypto store of device %s is not here: logging in as a new device", account.device_id)
        former, account = account, await _log_in(client, password)
    except BaseException:
        await client.close()
        raise
    vault.save("matrix-account", json.dumps(account._asdict()).encode())
    if former:
        await _sign_out(client, former)
    return client


async def _sign_out(client: SturdyClient, former: Account) -> None:
    """Nobody speaks as the device we were: not a bot that still runs on a machine we were restored from. Best effort."""
    try:
        await call(client, "POST", "/_matrix/client/v3/logout", {}, token=former.access_token)
    except (*NETWORK, Undeliverable) as error:
        log.warning("device %s could not be signed out (%s): remove it from the account by hand", former.device_id, type(error).__name__)


def _new_client(homeserver: str, user: str, state_dir: Path, vault: Vault) -> SturdyClient:
    state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SturdyClient(
        homeserver.rstrip("/"),
        user,
        store_path=str(state_dir),
        config=AsyncClientConfig(
            encryption_enabled=True,
            store_sync_tokens=False,  # nio writes its token before the events are handled: a crash would lose them
            pickle_key=_store_key(vault),
            max_limit_exceeded=0,  # only the sender retries: nio would wait inside the call, for ever
            max_timeouts=0,
            request_timeout=REQUEST_LIMIT_S,
        ),
    )


def _has_store(state_dir: Path, account: Account) -> bool:
    return (state_dir / f"{account.user_id}_{account.device_id}.db").exists()  # nio's own name for it


def _store_key(vault: Vault) -> str:
    known = vault.load("matrix-store-key")
    if known is None:
        known = secrets.token_urlsafe(32).encode()
        vault.save("matrix-store-key", known)
    return known.decode()


async def _log_in(client: SturdyClient, password: str) -> Account:
    for _ in range(5):
        try:
            async with asyncio.timeout(REQUEST_LIMIT_S):
                answer = await client.login(password, device_name=DEVICE_NAME)
        except (*NETWORK, ValueError) as error:  # ValueError: an address that is no address
            raise Misconfigured("matrix-unreachable", homeserver=client.homeserver) from error
        if isinstance(answer, LoginResponse):
            return Account(answer.user_id, answer.device_id, answer.access_token)
        if answer.status_code != "M_LIMIT_EXCEEDED":
            break
        await asyncio.sleep(_asked_pause(answer) or 5)
    if answer.status_code in ("M_FORBIDDEN", "M_USER_DEACTIVATED", "M_INVALID_USERNAME"):
        raise Misconfigured("matrix-wrong-password", user=client.user)
    raise Misconfigured("matrix-unreachable", homeserver=client.homeserver)


async def call(client: SturdyClient, method: str, path: str, body: Mapping[str, Any] | None = None, *, token: str | None = None) -> Answer:
    """Ask the homeserver what nio has no method for. token: of another device than ours.

    Raises Undeliverable when it is overloaded, or one of NETWORK.
    """
    headers = {"Authorization": f"Bearer {token or client.access_token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body)
    async with asyncio.timeout(REQUEST_LIMIT_S):
        response = await client.send(method, path, data, headers)
        try:
            parsed = json.loads(await response.read())
        except ValueError:
            parsed = {}
    if response.status == 429 or response.status >= 500:
        raise Undeliverable(f"{path}: HTTP {response.status}", retry_after=5.0, everywhere=True)
    return Answer(response.status, parsed if isinstance(parsed, dict) else {})


def good(answer: Any, *, about_room: bool = True) -> Any:
    """Return nio's answer, or raise what its failure means. about_room: a refusal means that we may not speak there."""
    if isinstance(answer, ErrorResponse):
        raise failure(answer, about_room=about_room)
    return answer


def failure(answer: ErrorResponse, *, about_room: bool = True) -> Undeliverable:
    """Say what an error answer of nio means: wait, never again, or nobody there. Raises nothing, holds no content."""
    status = getattr(answer.transport_response, "status", 0)
    code = answer.status_code if isinstance(answer.status_code, str) else ""
    reason = f"{code or 'unreadable answer'} (HTTP {status})"
    if status == 429 or code == "M_LIMIT_EXCEEDED":
        return Undeliverable(reason, retry_after=_asked_pause(answer) or 5.0, everywhere=True)
    if code in SIGNED_OUT:
        return SignedOut(reason, retry_after=60.0, everywhere=True)
    if code in NOBODY_THERE and about_room:
        return Undeliverable(reason, dead_address=True)
    # An error without a Matrix code comes from a proxy in between: it says nothing of the message.
    return Undeliverable(reason, permanent=bool(code) and 400 <= status < 500)


def _asked_pause(answer: Any) -> float | None:
    """Seconds the server asks us to wait: the Retry-After header first (nio knows only the older field)."""
    headers = getattr(answer.transport_response, "headers", {})
    try:
        return float(headers.get("Retry-After", ""))
    except ValueError:
        return float(answer.retry_after_ms) / 1000 if answer.retry_after_ms else None


async def insist(client: SturdyClient, ask: Callable[[], Awaitable[Any]], *, limit_s: float = REQUEST_LIMIT_S) -> Any:
    """Ask until the homeserver answers, with growing pauses. limit_s: for each try.

    Raises Undeliverable when asking again is useless, Misconfigured when our access token is no longer good: a person must act.
    """
    pause = 0.5
    while True:
        try:
            async with asyncio.timeout(limit_s):
                return good(await ask())
        except NETWORK as error:
            log.warning("homeserver unreachable (%s), next try in %.1f s", type(error).__name__, pause)
        except SignedOut as error:
            raise Misconfigured("matrix-signed-out", user=client.user_id) from error
        except Undeliverable as trouble:
            if trouble.permanent:
                raise
            pause = max(pause, trouble.retry_after or 0)
            log.warning("homeserver refused (%s), next try in %.1f s", trouble, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)
