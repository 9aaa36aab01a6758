"""A town's YAML is kept as it came, under its name; anything else is a photo, or is not kept."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from bot.documents import MOST_BYTES, TYPES, clean, is_yaml, most_bytes
from handlers.messages import DOCUMENT, RemoteFile


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize("content", [b"id: voirie\n", b"", b"PK\x03\x04", b"\xff\xfe"])
def test_a_yaml_file_is_kept_byte_for_byte_and_never_opened(kind: str, content: bytes) -> None:
    kept = clean(RemoteFile("ref", kind, name="voirie.yaml"), content)
    assert kept is not None
    assert (kept.content, kept.media_type, kept.hash) == (content, DOCUMENT, hashlib.sha256(content).hexdigest())


def test_one_byte_too_many_is_not_kept() -> None:
    file = RemoteFile("ref", "text/yaml", name="voirie.yml")
    assert clean(file, b"x" * MOST_BYTES) is not None
    assert clean(file, b"x" * (MOST_BYTES + 1)) is None
    assert most_bytes("voirie.yml", "text/yaml") == MOST_BYTES < most_bytes("photo.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("voirie.yaml.exe", "text/yaml"), ("voirie.zip", "application/octet-stream"), ("voirie.yaml", "application/zip"), ("", "text/yaml"),
     ("yaml", "text/plain"), ("voirie.yaml", "image/jpeg"), ("voirie.json", "text/plain")],
)  # fmt: skip
def test_neither_another_name_nor_another_kind_will_do(name: str, kind: str) -> None:
    assert not is_yaml(name, kind)
    assert clean(RemoteFile("ref", kind, name=name), b"id: voirie\n") is None


def test_a_photo_is_still_a_photo_whatever_it_is_called() -> None:
    kept = clean(RemoteFile("ref", "image/png", name="voirie.yaml"), photo())
    assert kept is not None
    assert kept.media_type == "image/jpeg"
