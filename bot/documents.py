"""What becomes of a file before it is kept: a photo is made anew, a town's YAML stays as it is, and there is nothing else."""

from __future__ import annotations

import hashlib

from bot import photos
from bot.photos import Photo
from handlers.messages import DOCUMENT, RemoteFile

MOST_BYTES = 1024 * 1024
SUFFIXES = (".yaml", ".yml")
TYPES = frozenset({
    DOCUMENT, "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml", "text/plain", "application/octet-stream", "",
})  # fmt: skip
"""What messengers announce for a file named so; the name decides."""


def is_yaml(name: str, media_type: str) -> bool:
    return name.lower().endswith(SUFFIXES) and media_type.partition(";")[0].strip().lower() in TYPES


def most_bytes(name: str, media_type: str) -> int:
    """What such a file may weigh: known before it is downloaded."""
    return MOST_BYTES if is_yaml(name, media_type) else photos.MOST_BYTES


def clean(file: RemoteFile, content: bytes) -> Photo | None:
    """The file as we keep it, or None when it is neither. Nothing is opened or decoded of a document here."""
    if not is_yaml(file.name, file.media_type):
        return photos.clean(content)
    return Photo(hashlib.sha256(content).hexdigest(), content, DOCUMENT) if len(content) <= MOST_BYTES else None
