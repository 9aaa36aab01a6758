"""What becomes of a photo before it is kept: decoded, turned upright, at most 1,600 px, written anew without any metadata."""

from __future__ import annotations

import hashlib
import io
from typing import NamedTuple

LONGEST_SIDE = 1600
MOST_PIXELS = 40_000_000
"""Read from the header before anything is decoded: a picture bomb costs nothing."""
MOST_BYTES = 20 * 1024 * 1024
FORMATS = ("JPEG", "PNG")


class Photo(NamedTuple):
    """hash: SHA-256 hex of `content`."""

    hash: str
    content: bytes
    media_type: str


def clean(content: bytes) -> Photo | None:
    """The photo as we keep it, or None when it is not one: the content decides, never the announced type."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # 60 ms, for the first photo only

    if len(content) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size, "white")  # a new image: nothing of the old one's metadata can come along
    bare.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85, optimize=True)
    kept = out.getvalue()
    return Photo(hashlib.sha256(kept).hexdigest(), kept, "image/jpeg")
