"""Photos: with words, before words, after the record; re-encoded, without what the camera wrote in them."""

from __future__ import annotations

import io

from PIL import Image

from storage.tables import File, Request, RequestPhoto
from storage.unit import Unit
from tests.journeys.stage import Stage


def snapshot(shade: int = 0, *, side: int = 64) -> bytes:
    """A photo as a phone takes it: with where and by which camera it was taken."""
    image = Image.new("RGB", (side, side // 2), (shade % 256, shade // 256, 120))
    exif = image.getexif()
    exif[0x010F] = "AppareilDeLaVoisine"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def kept(s: Stage) -> list[bytes]:
    """The photos we hold, opened."""
    from storage import files

    with s.base.database.reading() as connection:
        unit = Unit(connection, s.base.database.ids)
        return [files.content(unit, s.base.seal, row.hash) or b"" for row in s.rows(File)]


async def test_a_photo_with_its_words_makes_a_request(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.sends_photo(snapshot(side=3000), "gros trou rue des Lilas")
    await awa.hears("Compris : Nid-de-poule", "1 photo")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    (photo,) = kept(s)
    image = Image.open(io.BytesIO(photo))
    assert (image.size, len(image.getexif())) == ((1600, 800), 0)
    assert b"AppareilDeLaVoisine" not in photo
    assert any("« gros trou rue des Lilas »" in text for text in await awa.after(awa.asks("voir MQ-26-0001")))
    assert any(shown.photo for shown in await awa.sees())


async def test_a_photo_alone_is_asked_about_and_waits_for_its_words(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.sends_photo(snapshot())
    await awa.hears("Dites en une phrase de quoi il s’agit")
    await s.restarts()
    await awa.says("gros trou rue des Lilas")
    await awa.hears("Compris : Nid-de-poule", "1 photo")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    (request,) = s.rows(Request)
    assert [row.request_id for row in s.rows(RequestPhoto)] == [request.id]


async def test_a_photo_after_the_record_joins_it(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says("gros trou rue des Lilas")
    await awa.presses("Enregistrer")
    await awa.hears("MQ-26-0001")
    await awa.sends_photo(snapshot())
    await awa.hears("Photo ajoutée à MQ-26-0001")
    assert len(s.rows(RequestPhoto)) == 1


async def test_forty_photos_at_once_keep_ten_and_are_thanked_for_once(s: Stage) -> None:
    awa = await s.person("awa")
    await awa.says("gros trou rue des Lilas")
    await awa.hears("Compris")
    before = len(await awa.sees())
    for shade in range(40):
        await awa.sends_photo(snapshot(shade))
    await awa.hears("J’en garde 10 par demande")
    await awa.asks("ping fini")
    await awa.hears("pong fini")
    assert len(await awa.sees()) - before <= 4  # thanks (twice if the minute turned), enough, and the pong
    assert len(s.rows(RequestPhoto)) == 10
    assert len(s.rows(Request)) == 1
