"""Envelopes for copies that leave the machine: sealed to a public key, whose private half need not be here, and checked before all else.

A file is: a header in clear (what it is, for which key, how long), AES-256-GCM chunks, and a SHA-256 over all of it. The hash
finds rotten disks and cut transfers without any key; the tags find everything, and only the private key reads.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.database import StorageFault

MAGIC = b"RELAIS COPY\n"
FORMAT = 1
HEADER = struct.Struct(">12sB8s32sQ")
"""What it is, the format, whose key opens it (a fingerprint), the sender's passing key, the length of all that follows the header."""
CHUNK, TAG, HASH = 1 << 20, 16, 32
PUBLIC, PRIVATE = "relais-public-", "relais-private-"

Progress = Callable[[float], None]


def new_pair() -> tuple[str, str]:
    """A private key and its public half, as text."""
    private = X25519PrivateKey.generate()
    return PRIVATE + _text(private.private_bytes_raw()), PUBLIC + _text(private.public_key().public_bytes_raw())


def read_private(text: str) -> X25519PrivateKey:
    """Raises StorageFault when it is no private key of ours: a public one, miscopied…"""
    found = _bytes(next((word for word in text.split() if word.startswith(PRIVATE)), ""), PRIVATE)
    if found is None:
        raise StorageFault("backup-bad-key")
    return X25519PrivateKey.from_private_bytes(found)


def _read_public(text: str) -> X25519PublicKey:
    found = _bytes(text.strip(), PUBLIC)
    if found is None:
        raise StorageFault("backup-bad-key")
    return X25519PublicKey.from_public_bytes(found)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str, prefix: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(text.removeprefix(prefix) + "=") if text.startswith(prefix) else b""
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == 32 else None


def _fingerprint(public: X25519PublicKey) -> bytes:
    return hashlib.sha256(public.public_bytes_raw()).digest()[:8]


def _cipher(shared: bytes, *, passing: bytes, public: X25519PublicKey) -> AESGCM:
    """One key for one file: the passing key is made anew each time, so that counted nonces never meet again."""
    salt = passing + public.public_bytes_raw()
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"relais/backup/%d" % FORMAT).derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    """Counted, and another one for the last chunk: a file cut between two chunks does not pass for a whole one."""
    return number.to_bytes(11, "big") + bytes([last])


class Sealed(io.RawIOBase):
    """Write bytes, close: the file then holds them in an envelope. file: empty, open for writing, left open."""

    def __init__(self, file: BinaryIO, public: str) -> None:
        recipient, passing = _read_public(public), X25519PrivateKey.generate()
        ours = passing.public_key().public_bytes_raw()
        self._cipher = _cipher(passing.exchange(recipient), passing=ours, public=recipient)
        self._head = (MAGIC, FORMAT, _fingerprint(recipient), ours)
        self._file = file
        self._file.write(bytes(HEADER.size))
        self._waiting = bytearray()
        self._hash = hashlib.sha256()
        self._count = self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # the buffers we are given are bytes
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one chunk stays, until it is known whether it is the last
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def seal(self) -> None:
        """All is written: end the envelope."""
        self._put(bytes(self._waiting), last=True)
        header = HEADER.pack(*self._head, self._length + HASH)
        self._file.write(_whole(header, self._hash.digest()))
        self._file.seek(0)
        self._file.write(header)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _put(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count, last=last), chunk, None)
        self._file.write(sealed)
        self._hash.update(sealed)
        self._count += 1
        self._length += len(sealed)


def _whole(header: bytes, body: bytes) -> bytes:
    return hashlib.sha256(header + body).digest()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A file that looks like ours: its header, read. length: of the chunks, bytes."""

    path: Path
    header: bytes
    fingerprint: bytes
    passing: bytes
    length: int

    def check(self, progress: Progress = lambda share: None) -> None:
        """Read it all against its own hash; no key is needed. Raises StorageFault."""
        body = hashlib.sha256()
        with self.path.open("rb") as file:
            file.seek(HEADER.size)
            left = self.length
            while left and (part := file.read(min(left, CHUNK))):
                body.update(part)
                left -= len(part)
                progress(1 - left / self.length)
            if file.read(HASH) != _whole(self.header, body.digest()):
                raise StorageFault("backup-altered", where=str(self.path))

    def open(self, private: X25519PrivateKey, progress: Progress = lambda share: None) -> Opened:
        """Raises StorageFault when it was sealed for another key."""
        if _fingerprint(private.public_key()) != self.fingerprint:
            raise StorageFault("backup-wrong-key", where=str(self.path))
        return Opened(self, private, progress)


def look(path: Path) -> Envelope:
    """Raises StorageFault: not ours, of a later release, cut short."""
    with path.open("rb") as file:
        header = file.read(HEADER.size)
        size = os.fstat(file.fileno()).st_size
    if not header.startswith(MAGIC):
        raise StorageFault("backup-not-one", where=str(path))
    if len(header) == HEADER.size and header[len(MAGIC)] > FORMAT:
        raise StorageFault("backup-newer", where=str(path))
    if len(header) < HEADER.size:
        raise StorageFault("backup-truncated", where=str(path))
    _, _, fingerprint, passing, length = HEADER.unpack(header)
    if size < HEADER.size + length:
        raise StorageFault("backup-truncated", where=str(path))
    if size > HEADER.size + length or length < TAG + HASH:
        raise StorageFault("backup-altered", where=str(path))
    return Envelope(path, header, fingerprint, passing, length - HASH)


class Opened(io.RawIOBase):
    """What an envelope holds, read in order. A read raises StorageFault at the first altered chunk: nothing after it is given out."""

    def __init__(self, envelope: Envelope, private: X25519PrivateKey, progress: Progress) -> None:
        self._where = str(envelope.path)
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(envelope.passing))
        except ValueError as error:  # a point of small order: no key of ours
            raise StorageFault("backup-altered", where=self._where) from error
        self._cipher = _cipher(shared, passing=envelope.passing, public=private.public_key())
        self._file = envelope.path.open("rb")
        self._file.seek(HEADER.size)
        self._total = self._left = envelope.length
        self._progress = progress
        self._count = 0
        self._clear = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # only ever given memory views
        if not self._clear and self._left:
            self._clear = memoryview(self._next())
        taken = min(len(buffer), len(self._clear))
        buffer[:taken] = self._clear[:taken]
        self._clear = self._clear[taken:]
        return taken

    def _next(self) -> bytes:
        sealed = self._file.read(min(self._left, CHUNK + TAG))
        self._left -= len(sealed)
        try:
            clear = self._cipher.decrypt(_nonce(self._count, last=not self._left), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise StorageFault("backup-altered", where=self._where) from error
        self._count += 1
        self._progress(1 - self._left / self._total)
        return clear

    def close(self) -> None:
        self._file.close()
        super().close()
