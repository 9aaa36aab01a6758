"""The photo that Awa takes: a pothole, drawn here so that the demo needs no file of anybody's."""

from __future__ import annotations

import random
from pathlib import Path


def pothole(file: Path) -> Path:
    """Write a JPEG that says, as phones do, what took it and where: none of which Relais keeps."""
    from PIL import Image, ImageDraw, ImageFilter

    grain = random.Random(4)
    road = Image.new("RGB", (2000, 1500), (96, 96, 100))
    draw = ImageDraw.Draw(road)
    for _ in range(9000):
        x, y, shade = grain.randrange(2000), grain.randrange(1500), grain.randrange(70, 130)
        draw.ellipse((x, y, x + 5, y + 4), fill=(shade, shade, shade + 3))
    draw.rectangle((0, 1290, 2000, 1500), fill=(176, 172, 166))
    for swell, colour in ((0, (62, 60, 60)), (70, (46, 44, 43)), (150, (30, 28, 28))):
        draw.ellipse((560 + swell, 470 + swell, 1500 - swell, 1080 - swell // 2), fill=colour)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Valmière", "Téléphone d’Awa"
    exif.get_ifd(0x8825)[1] = "N"
    road.filter(ImageFilter.GaussianBlur(3)).save(file, "JPEG", quality=80, exif=exif)
    return file
