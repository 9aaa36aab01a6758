"""A chart put beside a message: kept as data, drawn when it is sent."""

from __future__ import annotations

from config.words import fold
from handlers.desk import Desk
from handlers.digests.charts.describing import describe
from handlers.digests.charts.specs import Spec, hash_of, packed
from handlers.messages import CHART, Attachment, Button, Reply
from storage import files

LONGEST_NAME = 60


def kept(desk: Desk, spec: Spec) -> Attachment:
    """Keep it; what a reply shows."""
    data = packed(spec)
    hash = hash_of(data)
    files.keep(desk.store, desk.hall.seal, hash, media_type=CHART, content=data, now=desk.now)
    return Attachment(hash, CHART, len(data), f"{named(spec.head.title)}.png")


def shown(desk: Desk, spec: Spec, *, choices: tuple[Button, ...] = ()) -> Reply:
    """A message of its own: the picture, and the same in words."""
    return Reply("chart-said", {"text": describe(spec, desk.texts)}, choices=choices, attachments=(kept(desk, spec),), edits=False)


def named(title: str) -> str:
    """A name for a file: « les-fermetures-rattrapent-les-arrivees »."""
    return "-".join(fold(title).split())[:LONGEST_NAME].rstrip("-")
