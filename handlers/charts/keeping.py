"""A chart put beside a message: kept as data, drawn when it is sent."""

from __future__ import annotations

from config.words import fold
from handlers.charts.describing import describe
from handlers.charts.specs import Page, Spec, hash_of, packed
from handlers.desk import Desk
from handlers.messages import CHART, PAGE, Attachment, Button, Reply
from storage import files

LONGEST_NAME = 60


def kept(desk: Desk, spec: Spec) -> Attachment:
    """Keep a chart; what a reply shows."""
    return _kept(desk, packed(spec), CHART, f"{named(spec.head.title)}.png")


def kept_page(desk: Desk, page: Page) -> Attachment:
    return _kept(desk, packed(page), PAGE, f"{named(page.above)}.pdf")


def _kept(desk: Desk, data: bytes, media_type: str, name: str) -> Attachment:
    hash = hash_of(data)
    files.keep(desk.store, desk.hall.seal, hash, media_type=media_type, content=data, now=desk.now)
    return Attachment(hash, media_type, len(data), name)


def shown(desk: Desk, spec: Spec, *, choices: tuple[Button, ...] = ()) -> Reply:
    """A message of its own: the picture, and the same in words."""
    return Reply("chart-said", {"text": describe(spec, desk.texts)}, choices=choices, attachments=(kept(desk, spec),), edits=False)


def named(title: str) -> str:
    """A name for a file: « les-fermetures-rattrapent-les-arrivees »."""
    return "-".join(fold(title).split())[:LONGEST_NAME].rstrip("-")
