"""What one digest looks at: its reader, its days, the figures that it says and the requests that it counts, each kept for the export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from config.entries import name_of, short_name
from handlers.desk import Desk
from handlers.digests.kinds import Kind
from handlers.measures.definitions import SMALL, Figure, figure, guarded
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, days, of
from handlers.measures.reading import Seen, materials, seen_by
from handlers.messages import Button
from handlers.people.permissions import mairies_of
from handlers.people.rules import OF_A_MAIRIE
from handlers.readable import open_to
from storage import digests, requests
from storage.digests import Asked, Listed
from storage.measures import Perimeter
from storage.tables import Person, Request

Shelf = Literal["top", "todo", "known"]


class Line(NamedTuple):
    """opens: the button that opens what it speaks of."""

    shelf: Shelf
    text: str
    opens: tuple[Button, ...] = ()


class Row(NamedTuple):
    """A counted fact of one request: no word of it, no place, nobody. period: of the figure that counts it."""

    period: str
    reference: str
    day: date
    mairie: str
    direction: str
    measure: str
    value: str


@dataclass(slots=True)
class View:
    """on: the local day that it is said; since: when the one before was due.

    figures: what was said, by period and measure. counts: what was said of lists and the like, (value, n, some). rows: of those.
    """

    desk: Desk
    reader: Person
    kind: Kind
    on: date
    since: datetime
    materials: dict[Period, Material] = field(default_factory=dict)
    figures: dict[tuple[Period, str], Figure] = field(default_factory=dict)
    counts: dict[str, tuple[float, int, int | None]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    known: dict[str, list[Listed]] = field(default_factory=dict)

    @property
    def seen(self) -> Seen:
        return seen_by(self.desk.town, self.reader, self.on) or Seen(Perimeter(mairies=()), True)

    @property
    def figures_only(self) -> bool:
        return self.seen.figures_only

    @property
    def mairies(self) -> list[str]:
        """Those whose sectors the reader sees."""
        own = [id for id in mairies_of(self.reader) if id in self.desk.town.mairies]
        return own if self.reader.role in OF_A_MAIRIE else [*self.desk.town.mairies]

    @property
    def period(self) -> Period:
        """What its figures are of: the days since the one before, last week, last month."""
        if self.kind.every == "day":
            first = self.day_of(self.since)
            return days(min(first, self.on - timedelta(days=1)), self.on)
        return of(self.kind.every, self.on).before

    def figure(self, id: str, period: Period | None = None) -> Figure:
        """A measure's figure, as the reader may be shown it."""
        when = period or self.period
        if (when, id) not in self.figures:
            found = figure(id, self._material(when))
            self.figures[when, id] = guarded(found) if self.figures_only else found
        return self.figures[when, id]

    def _material(self, period: Period) -> Material:
        """With that of the period before, in one reading, where figures are compared."""
        if period not in self.materials:
            wanted = [period] if period.kind == "days" else [period, period.before]
            found = materials(self.desk.store, self.desk.town, [self.seen.perimeter], wanted, self.desk.now)
            self.materials |= {each: of for (_, each), of in found.items()}
        return self.materials[period]

    # --- lists ---

    def asked(self) -> Asked:
        return asked_by(self.desk, self.reader, self.since)

    def listed(self, name: str) -> list[Listed]:
        """The requests of a list that the reader may read, the oldest first."""
        if name not in self.known:
            self.known[name] = digests.listed(self.desk.store, name, self.asked())
        return self.known[name]

    def everywhere(self, name: str) -> list[Listed]:
        """Those of the whole town, for who reads figures only: to be counted, never shown."""
        whole = requests.in_scope("all", person_id=0, mairies=(), direction=None)
        return digests.listed(self.desk.store, name, self.asked()._replace(readable=requests.is_open() & whole))

    def count(self, name: str, found: Sequence[Listed | Request], values: Sequence[str] = (),
              figure: tuple[float, int, int | None] | None = None) -> None:
        """Keep what is counted beside the measures, with its rows. values: one each, "1" by default. figure: how many, by default."""
        if found:
            self.counts[name] = figure or (len(found), len(found), None)
        self.rows += [
            Row(str(self.on), each.reference or "", self.day_of(each.received_at), each.mairie, each.direction or "", name, value)
            for each, value in zip(found, values or ["1"] * len(found), strict=True)
        ]

    def day_of(self, at: datetime) -> date:
        return self.desk.town.local(at).date()

    # --- words ---

    def number(self, count: int) -> str:
        """A count of residents' requests, as the reader may read it."""
        return self.desk.word("figure-small") if self.figures_only and 0 < count < SMALL else self.desk.word("figure-count", value=count)

    def by_direction(self, found: list[Listed], most: int) -> str:
        """« Voirie 11, Habitat 5 »: where most of them are; under five not said to whoever reads figures only."""
        counted = Counter(each.direction or "" for each in found)
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        shown = [(id, number) for id, number in ordered if not (self.figures_only and number < SMALL)][:most]
        return ", ".join(f"{self.direction(id)} {self.desk.word('figure-count', value=number)}" for id, number in shown)

    def direction(self, id: str | None) -> str:
        return short_name(name_of(self.desk.town.directions, id)) if id else self.desk.word("digest-mairie-itself")

    def service(self, request: Listed | Request) -> str:
        """What it is about, in a few words of the town's; of a sensitive one, no more than that."""
        if request.sensitive:
            return self.desk.word("digest-sensitive")
        return short_name(name_of(self.desk.town.services, request.service)) if request.service else self.desk.word("digest-no-service")


def list_button(name: str) -> Button:
    return Button(f"digests.list:{name}", "button-digest-list", {"list": name})


def show_button(request: Listed) -> Button:
    return Button(f"requests.show:{request.id}", "button-plain", {"label": request.reference})


def since_when(first: date, today: date) -> str:
    """How the words say since when: "yesterday", else by its "day"."""
    return "yesterday" if first == today - timedelta(days=1) else "day"


def asked_by(desk: Desk, reader: Person, since: datetime) -> Asked:
    """What lists are read with, for somebody: what the permission table lets them read."""
    return Asked(open_to(reader), reader.id, reader.direction, desk.now, desk.today, since)


