"""A photo is kept upright, small and bare; what is no photo, or a trap, is not kept at all."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image, ImageDraw, TiffImagePlugin

from bot.photos import LONGEST_SIDE, Photo, clean

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x927C
CANARY = b"46.0527 N 4.3053 E AppareilDeMmeDurand"


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red" if mode == "RGB" else None)  # the top left corner is red
    return image


def saved(image: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)  # type: ignore[arg-type]
    return out.getvalue()


def opened(photo: Photo | None) -> Image.Image:
    assert photo is not None
    return Image.open(io.BytesIO(photo.content))


def with_exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = CANARY.decode()
    exif[MAKER] = CANARY
    gps = exif.get_ifd(GPS)
    gps[1], gps[2] = "N", (TiffImagePlugin.IFDRational(46), TiffImagePlugin.IFDRational(3), TiffImagePlugin.IFDRational(9))
    return saved(picture(), exif=exif, comment=CANARY, icc_profile=CANARY, xmp=CANARY)


def test_a_photo_is_named_by_its_content_and_is_a_jpeg() -> None:
    photo = clean(saved(picture()))
    assert photo is not None
    assert photo.hash == hashlib.sha256(photo.content).hexdigest()
    assert (photo.media_type, opened(photo).format) == ("image/jpeg", "JPEG")
    assert clean(saved(picture())) == photo


def test_nothing_of_the_camera_or_the_place_stays() -> None:
    content = with_exif()
    assert CANARY in content
    photo = clean(content)
    assert photo is not None
    assert CANARY not in photo.content
    image = opened(photo)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_hides_after_the_end_of_a_picture_is_dropped() -> None:
    for kind in ("JPEG", "PNG"):
        photo = clean(saved(picture(), kind) + b"PK\x03\x04" + CANARY + b"<script>alert(1)</script>")
        assert photo is not None
        assert CANARY not in photo.content
        assert b"<script>" not in photo.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_sideways_is_turned_upright(orientation: int) -> None:
    image = opened(clean(with_exif(orientation)))
    assert image.size == ((300, 400) if orientation >= 5 else (400, 300))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    red = image.getpixel((10 + corner[0] * (image.width - 20), 10 + corner[1] * (image.height - 20)))
    assert isinstance(red, tuple)
    assert red[0] > 200 > red[1]


@pytest.mark.parametrize(
    ("size", "kept"),
    [((4000, 3000), (1600, 1200)), ((3000, 4000), (1200, 1600)), ((1600, 10), (1600, 10)), ((5000, 2), (1600, 1)), ((1, 1), (1, 1))],
)
def test_a_photo_is_at_most_1600_pixels_and_never_enlarged(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert opened(clean(saved(picture(size)))).size == kept
    assert max(kept) <= LONGEST_SIDE


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "YCbCr"])
def test_a_photo_of_any_colour_space_is_kept(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    assert opened(clean(saved(picture().convert(mode), kind))).mode == "RGB"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16"])
def test_a_picture_with_transparency_or_a_palette_is_kept(mode: str) -> None:
    image = Image.new("I;16", (20, 20), 30_000) if mode == "I;16" else picture((20, 20)).convert("RGBA").convert(mode)
    assert opened(clean(saved(image, "PNG"))).size == (20, 20)


def test_what_was_transparent_is_white_not_black() -> None:
    """A screenshot or a plan with a transparent ground would otherwise be unreadable."""
    pixel = opened(clean(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))).getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 240


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that would be gigabytes once decoded."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (40_001, 1_000), (2_000_000_000, 2), (1, 2_000_000_000)])
def test_a_picture_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    tracemalloc.start()
    assert clean(bomb(*size)) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


def test_a_text_chunk_that_unpacks_without_end_is_refused_or_dropped() -> None:
    packed = zlib.compress(b"A" * 50_000_000)
    content = saved(picture((10, 10)), "PNG")
    trap = content[:33] + chunk(b"zTXt", b"Comment\x00\x00" + packed) + content[33:]
    photo = clean(trap)
    assert photo is None or len(photo.content) < 10_000


HOSTILE = {
    "empty": b"",
    "text": b"gros trou rue des Lilas",
    "gif": saved(picture((10, 10)).convert("P"), "GIF"),
    "bmp": saved(picture((10, 10)), "BMP"),
    "tiff": saved(picture((10, 10)), "TIFF"),
    "webp": saved(picture((10, 10)), "WEBP"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "svg with a declaration": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "zip": b"PK\x03\x04" + bytes(100),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "elf": b"\x7fELF" + bytes(100),
    "html then jpeg": b"<html>" + saved(picture((10, 10))),
    "pdf then png": b"%PDF-1.7\n" + saved(picture((10, 10)), "PNG"),
    "jpeg magic only": b"\xff\xd8\xff\xe0",
    "png magic only": b"\x89PNG\r\n\x1a\n",
    "no pixels": bomb(0, 0),
    "a wide nothing": bomb(10, 0),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_not_kept_whatever_it_claims(name: str) -> None:
    assert clean(HOSTILE[name]) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_truncated_photo_is_refused_and_a_bent_one_never_breaks_us(kind: str) -> None:
    noise = Image.frombytes("RGB", (120, 90), random.Random(5).randbytes(120 * 90 * 3))
    whole = saved(noise, kind)
    assert clean(whole[: len(whole) // 2]) is None
    chance = random.Random(22)
    for _ in range(150):
        bent = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        photo = clean(bytes(bent))
        assert photo is None or max(opened(photo).size) <= LONGEST_SIDE


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    assert clean(saved(picture((10, 10))) + bytes(20 * 1024 * 1024)) is None
