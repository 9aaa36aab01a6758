"""Sealing: AES-256-GCM under a key kept outside the database, so that a stolen file or backup reads as noise."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.database import StorageFault

VERSION = 1
NONCE_BYTES = 12
KEY_BYTES = 32

Cipher = AESGCM
"""Made once for each key, used for many contents."""


class BrokenSeal(Exception):
    """The content was altered, or sealed under a key that is not here, or belongs to another row."""


class Seal:
    """Seals bytes to the place they belong to. The root key is made at the first use, mode 0600. Raises StorageFault when it is bent.

    folder: RELAIS_STATE_DIR/keys. Losing `root-1.key` loses what waits in the inbox, photos and Matrix credentials, and makes
    buttons already sent and codes already given stale; requests themselves are readable without it.
    """

    def __init__(self, folder: Path) -> None:
        root = _root_key(folder / f"root-{VERSION}.key")
        self._cipher = Cipher(hmac.digest(root, b"relais/content", hashlib.sha256))
        self._mac_key = hmac.digest(root, b"relais/marks", hashlib.sha256)

    def seal(self, content: bytes, about: str) -> bytes:
        """about: where it belongs ("inbox/telegram/812"), so that a sealed value moved to another row does not open."""
        return seal_under(self._cipher, content, about)

    def open(self, sealed: bytes, about: str) -> bytes:
        """Raises BrokenSeal."""
        return open_under(self._cipher, sealed, about)

    def mark(self, content: bytes, *, size: int = 32) -> bytes:
        """A keyed hash: what is marked can be recognised, not guessed. size: bytes kept, 10 at least (80 bits)."""
        return hmac.digest(self._mac_key, content, hashlib.sha256)[:size]


def seal_under(cipher: Cipher, content: bytes, about: str) -> bytes:
    """As `Seal.seal`, under a key of one's own."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([VERSION]) + nonce + cipher.encrypt(nonce, content, about.encode())


def open_under(cipher: Cipher, sealed: bytes, about: str) -> bytes:
    """Raises BrokenSeal."""
    if not sealed or sealed[0] != VERSION:
        raise BrokenSeal(about)
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], about.encode())
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal(about) from error


def _root_key(file: Path) -> bytes:
    """Read the key, or make it: whole under its name or not there at all, so that nobody reads a half-written one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(KEY_BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(FileExistsError):  # somebody who started with us was quicker: theirs is the key
            os.link(draft, file)
        draft.unlink()
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise StorageFault("storage-key-damaged", where=str(file))
    return key
