"""What is known of a mairie's sector last week: its findings, its new wordings, and what the mairie thinks of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from config.entries import name_of
from handlers.desk import Desk
from handlers.rising.series import WINDOW, Finding, findings, weekly
from handlers.rising.wordings import as_said, pairs
from handlers.weeks import midnight, monday_of
from storage import rising
from storage.tables import Request, RiseVerdict

if TYPE_CHECKING:
    from config.town import Town

IN_WORDS = "mots:"
"""What a topic begins with that is a wording: « mots:rat poubell »."""
NOISE, KNOWN, NEW = "bruit", "connu", "nouveau"
VERDICTS = (NEW, KNOWN, NOISE)
JUDGED_FOR = timedelta(weeks=8)
"""How long a verdict counts: afterwards the usual has caught up, or it is another story."""


@dataclass(frozen=True, slots=True)
class Sector:
    """monday: of the tested week. findings: by service, none in the first month. week, before: the requests of that week, and of those
    before it that it is compared with."""

    mairie: str
    monday: date
    findings: Mapping[str, Finding]
    week: Sequence[Request]
    before: Sequence[Request]
    verdicts: Mapping[str, RiseVerdict]

    def verdict(self, topic: str) -> str:
        """What the mairie thinks of a topic; "" when it said nothing that still counts."""
        return self.verdicts[topic].verdict if topic in self.verdicts else ""

    def about(self, topic: str, town: Town) -> tuple[str, Sequence[Request]]:
        """What a topic is called, and the week's requests of it."""
        if not topic.startswith(IN_WORDS):
            return name_of(town.services, topic), [request for request in self.week if request.service == topic]
        said = pairs(self.week, town).get(topic.removeprefix(IN_WORDS), [])
        return (as_said(said) if said else ""), [each.request for each in said]


def look(desk: Desk, mairies: Sequence[str]) -> Iterator[Sector]:
    """The last complete week in each mairie's sector, from one reading of all their requests."""
    town, monday = desk.town, monday_of(desk.today) - timedelta(weeks=1)
    since, until = (midnight(monday + timedelta(weeks=weeks), town.timezone) for weeks in (-WINDOW, 1))
    by_sector: dict[str, list[Request]] = {mairie: [] for mairie in mairies}
    for request in rising.received(desk.store, town.services, mairies, since, until):
        by_sector[request.quarter or request.mairie].append(request)
    verdicts = rising.verdicts(desk.store, mairies, desk.today)
    for mairie, requests in by_sector.items():
        of_the_week = [town.local(request.received_at).date() >= monday for request in requests]
        yield Sector(
            mairie, monday, findings(weekly(requests, town, monday)),
            [request for request, new in zip(requests, of_the_week, strict=True) if new],
            [request for request, new in zip(requests, of_the_week, strict=True) if not new],
            {topic: verdict for (where, topic), verdict in verdicts.items() if where == mairie},
        )


def risen(desk: Desk) -> list[tuple[str, int]]:
    """The services that rise in some mairie's sector and that it did not call noise, with in how many; most first, then by name."""
    counted = Counter(
        each.topic for sector in look(desk, [*desk.town.mairies]) for each in sector.findings.values()
        if each.kind in ("strong", "weak") and sector.verdict(each.topic) != NOISE
    )
    return sorted(counted.items(), key=lambda pair: (-pair[1], name_of(desk.town.services, pair[0])))
