"""A topic's requests of the week as a map of the sector, for whoever may read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from config.entries import name_of
from handlers.charts import titles
from handlers.charts.specs import Dots, Heading
from handlers.desk import Desk
from handlers.people.permissions import may
from handlers.requests.likeness import street_of
from handlers.rising.places import located
from handlers.rising.sectors import Sector
from handlers.rising.spots import FEWEST

if TYPE_CHECKING:
    from storage.tables import Request


def map_of(desk: Desk, sector: Sector, topic: str, about: Sequence[Request]) -> Dots:
    """topic: as it is called. Sensitive requests are not on it; one that this person may not read, only within a hot spot of a street."""
    plain = [request for request in about if not request.sensitive]
    often = Counter(street for request in plain if (street := street_of(request, desk.town)))
    mine = [request for request in plain
            if may(desk.who, "read", request) or often[street_of(request, desk.town)] >= FEWEST]
    found = located(mine, desk.town, sector.mairie)
    everywhere = sorted((*found.spots, *found.others, *found.wide), key=lambda dot: (-dot.count, dot.name))
    hot = [dot for dot in everywhere if dot.name and dot.count >= FEWEST]
    key, values = titles.dots(topic, hot, len(everywhere), len(mine))
    head = Heading(
        desk.word(key, **values),
        desk.word("chart-dots-about", place=name_of(desk.town.mairies, sector.mairie), first=sector.monday,
                  last=sector.monday + timedelta(days=6)),
        desk.word("chart-dots-note", n=len(mine), hidden=len(plain) - len(mine), places=len(everywhere)), desk.language,
    )
    nowhere = desk.word("chart-dots-nowhere", nowhere=found.nowhere) if found.nowhere else ""
    return Dots(head, found.outlines, found.around, found.spots, found.others, found.wide,
                (desk.word("chart-dots-one"), desk.word("chart-dots-wide"), nowhere))
