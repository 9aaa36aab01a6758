"""Who a chart is for: whose figures, in which words, and whether they are shown figures only; and its figures, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from config.entries import name_of
from handlers.charts.specs import Heading, Why
from handlers.desk import Desk
from handlers.measures.definitions import Figure, figure, guarded
from handlers.measures.formulas import Material
from handlers.measures.periods import Period, days
from handlers.measures.reading import material, materials, seen_by
from storage.measures import Perimeter
from storage.unit import Scope

if TYPE_CHECKING:
    from config.texts import Texts
    from config.town import Town
    from storage.tables import Person


@dataclass(frozen=True, slots=True)
class View:
    """only_figures: shown `guarded` figures, and no small number (elected officials, DGS, administrators)."""

    store: Scope
    town: Town
    texts: Texts
    language: str
    now: datetime
    perimeter: Perimeter
    only_figures: bool

    def say(self, key: str, **values: Any) -> str:
        return self.texts.say(self.language, key, values)

    def material(self, period: Period) -> Material:
        return material(self.store, self.town, self.perimeter, period, self.now)

    def over(self, periods: Sequence[Period]) -> list[Material]:
        """Of each period, in one reading."""
        found = materials(self.store, self.town, [self.perimeter], periods, self.now)
        return [found[self.perimeter, period] for period in periods]

    def by_direction(self, period: Period) -> dict[str, Material]:
        """Of each direction, what is in the perimeter."""
        perimeters = {id: self.perimeter._replace(direction=id) for id in self.town.directions
                      if self.perimeter.direction in (None, id)}
        found = materials(self.store, self.town, list(perimeters.values()), [period], self.now)
        return {id: found[perimeter, period] for id, perimeter in perimeters.items()}

    def figure(self, id: str, of: Material) -> Figure:
        found = figure(id, of)
        return guarded(found) if self.only_figures else found

    def heading(self, title: tuple[str, Mapping[str, Any]], subtitle: str, note: str) -> Heading:
        return Heading(_capital(self.say(title[0], **title[1])), _capital(subtitle), note, self.language)

    @property
    def place(self) -> str:
        """Whose figures they are."""
        if self.perimeter.direction:
            return name_of(self.town.directions, self.perimeter.direction)
        if self.perimeter.mairies is None:
            return self.say("figures-everywhere")
        return ", ".join(name_of(self.town.mairies, id) for id in self.perimeter.mairies)

    def period(self, period: Period) -> str:
        return self.say(f"period-{period.kind}", number=period.number, year=period.year, first=period.first, last=period.last)


def view_of(desk: Desk, person: Person) -> View | None:
    """What somebody may be shown; None when the table of permissions gives them no figures today."""
    seen = seen_by(desk.town, person, desk.today)
    return View(desk.store, desk.town, desk.texts, person.language, desk.now, *seen) if seen else None


def back(period: Period, count: int) -> list[Period]:
    """So many periods, the oldest first, that one last."""
    found = [period]
    while len(found) < count:
        found.insert(0, found[0].before)
    return found


def weeks_up_to(week: Period, count: int) -> Period:
    """As many weeks as one stretch of days."""
    return days(week.first - timedelta(weeks=count - 1), week.after)


def why_not(found: Figure) -> Why:
    if found.hidden:
        return "hidden"
    return "" if found.value is not None else "few" if found.why in ("few", "early") else "none"


def counted(found: Figure) -> int | None:
    """Of a count: None where it may not be said."""
    return None if found.value is None else round(found.value)


def pooled(figures: Sequence[Figure]) -> tuple[int, int]:
    """How many of how many, all together; what is hidden left out."""
    known = [each for each in figures if not each.hidden and each.found.some is not None]
    return sum(each.found.some or 0 for each in known), sum(each.n for each in known)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


