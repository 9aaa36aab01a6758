"""What nio leaves undone in encryption: our own cross-signing, and making sure that a message's key reached every device.

A bot whose device is not signed by its owner gets no keys from clients that exclude insecure devices.
"""

from __future__ import annotations

import base64
import json
import logging
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from bot.platforms import Misconfigured, Undeliverable
from bot.platforms.matrix.client import Vault, call, good
from bot.platforms.matrix.sturdy import SturdyClient

log = logging.getLogger(__name__)

ROLES = ("master", "self_signing", "user_signing")

Keys = dict[str, ECC.EccKey]


async def cross_sign(client: SturdyClient, *, vault: Vault, password: str | None) -> None:
    """Publish our identity and sign our device with it, unless that is done. Harmless to repeat.

    Raises Misconfigured when the server refuses (another identity is published and we have no password), or a network error.
    """
    keys = _keys(vault)
    user, device_id = client.user_id, client.device_id
    known = await call(client, "POST", "/_matrix/client/v3/keys/query", {"device_keys": {user: []}})
    device = known.body.get("device_keys", {}).get(user, {}).get(device_id)
    if device is None:
        raise Misconfigured("matrix-cross-signing", user=user, reason="device keys are not published")
    published = known.body.get("master_keys", {}).get(user, {}).get("keys", {})
    signed = device.get("signatures", {}).get(user, {})
    if f"ed25519:{_public(keys['master'])}" in published and f"ed25519:{_public(keys['self_signing'])}" in signed:
        return
    await _publish(client, keys, password)
    device = {name: value for name, value in device.items() if name not in ("unsigned", "signatures")}
    answer = await call(
        client,
        "POST",
        "/_matrix/client/v3/keys/signatures/upload",
        {user: {device_id: _sign(device, keys["self_signing"], user)}},
    )
    # A refusal comes with status 200: only `failures` tells.
    if answer.status != 200 or answer.body.get("failures"):
        raise Misconfigured("matrix-cross-signing", user=user, reason="signature refused")
    log.info("device %s is cross-signed", device_id)


async def _publish(client: SturdyClient, keys: Keys, password: str | None) -> None:
    user = client.user_id
    body: dict[str, Any] = {}
    for role, key in keys.items():
        public = _public(key)
        body[f"{role}_key"] = {"user_id": user, "usage": [role], "keys": {f"ed25519:{public}": public}}
    for role in ("self_signing", "user_signing"):
        _sign(body[f"{role}_key"], keys["master"], user)
    path = "/_matrix/client/v3/keys/device_signing/upload"
    answer = await call(client, "POST", path, body)
    if answer.status == 401 and "session" in answer.body and password is not None:
        body["auth"] = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "session": answer.body["session"],
        }
        answer = await call(client, "POST", path, body)
    if answer.status != 200:
        raise Misconfigured("matrix-cross-signing", user=user, reason=str(answer.body.get("errcode", answer.status)))


def _keys(vault: Vault) -> Keys:
    """Our three keys; made and kept before anything is published, so that a crash in between does not orphan an identity."""
    known = vault.load("matrix-cross-signing")
    if known is None:
        known = json.dumps({role: ECC.generate(curve="ed25519").seed.hex() for role in ROLES}).encode()
        vault.save("matrix-cross-signing", known)
    return {role: ECC.construct(curve="ed25519", seed=bytes.fromhex(seed)) for role, seed in json.loads(known).items()}


def _public(key: ECC.EccKey) -> str:
    return _base64(key.public_key().export_key(format="raw"))


def _sign(thing: dict[str, Any], key: ECC.EccKey, user: str) -> dict[str, Any]:
    bare = {name: value for name, value in thing.items() if name not in ("signatures", "unsigned")}
    canonical = json.dumps(bare, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signature = _base64(eddsa.new(key, "rfc8032").sign(canonical))
    thing.setdefault("signatures", {}).setdefault(user, {})[f"ed25519:{_public(key)}"] = signature
    return thing


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


async def share_keys(client: SturdyClient, room_id: str) -> None:
    """Give every device in the room the key of what we are about to say. Raises Undeliverable, or a network error.

    nio does this by itself when sending, but swallows a failed step: people would get a message they can never read.
    A device without a free one-time key is passed over, so that one broken phone does not silence a room.
    """
    room = client.rooms[room_id]
    if not room.encrypted:
        return
    if not room.members_synced:
        good(await client.joined_members(room_id))
    if client.should_query_keys:
        _passing(await client.keys_query())
    if not client.olm.should_share_group_session(room_id):
        return
    missing = client.get_missing_sessions(room_id)
    if missing:
        _passing(await client.keys_claim(missing))
    try:
        await client.share_group_session(room_id, ignore_unverified_devices=True)
    except KeyError as error:  # the sync loop dropped the session meanwhile: somebody came, left, or changed devices
        raise Undeliverable("the room changed while keys were shared", retry_after=0.5) from error
    finally:
        # When claiming keys fails nio leaves this mark behind, and every later message to the room would wait for ever.
        client.sharing_session.pop(room_id, None)
    if _left_out(client, room_id):
        client.invalidate_outbound_session(room_id)
        raise Undeliverable("keys did not reach every device", retry_after=1.0)


def _left_out(client: SturdyClient, room_id: str) -> bool:
    session = client.olm.outbound_group_sessions[room_id]
    reached = session.users_shared_with | session.users_ignored
    return any(
        (user, device.id) not in reached and client.olm.session_store.get(device.curve25519)
        for user in client.rooms[room_id].users
        for device in client.device_store.active_user_devices(user)
        if device.id != client.device_id and not client.olm.is_device_blacklisted(device)
    )


def _passing(answer: Any) -> None:
    """Raise a failure about keys as one that passes: it says nothing against the message."""
    try:
        good(answer)
    except Undeliverable as trouble:
        raise Undeliverable(str(trouble), retry_after=trouble.retry_after, everywhere=trouble.everywhere) from trouble
