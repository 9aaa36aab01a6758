"""The types that every table of a town is made of: entries with an id, delays, opening hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Protocol, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainValidator, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ServiceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]


class Entry(BaseModel):
    """What a town writes: nothing more, nothing else, never changed once read. Keys are the French aliases."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Named(Entry):
    """An entry that others point to."""

    id: Id
    name: Words = Field(alias="nom")


class Known(Protocol):
    """An entry with a name."""

    @property
    def name(self) -> str: ...


def name_of(table: Mapping[str, Known], id: str) -> str:
    """Return the name of an entry, or its id once the town no longer has it: what was written down before still says what it was."""
    entry = table.get(id)
    return entry.name if entry else id


def short_name(name: str) -> str:
    """« Propreté, déchets (hors encombrants) » is « Propreté »: what there is room for on a button, in a list, on a chart."""
    return name.partition(",")[0].partition(" (")[0]


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class ById:
    """Marks a mapping that the town writes as a list of entries, each with its own id (or code)."""

    def __init__(self, key: str = "id") -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        entries = core_schema.list_schema(handler.generate_schema(get_args(source)[1]))
        return core_schema.no_info_after_validator_function(self._index, entries)

    def _index(self, entries: list[Any]) -> dict[str, Any]:
        return {getattr(entry, self.key): entry for entry in entries}


Unit = Literal["minutes", "hours", "working_days", "at_once", "announced_date"]
UNITS: Mapping[str, Unit] = {"min": "minutes", "h": "hours", "jo": "working_days"}
SHORT: Mapping[Unit, str] = {unit: short for short, unit in UNITS.items()}
WITHOUT_AMOUNT: Mapping[str, Unit] = {"immediate": "at_once", "date_annoncee": "announced_date"}


class Delay(NamedTuple):
    """How long: « 15 min », « 4 h », « 2 jo », « immediate », « date_annoncee ». amount: 0 when the unit has none."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: Any) -> Delay:
        """Read « 2 jo » as Delay(2, "working_days")."""
        written = str(text).strip()
        if written in WITHOUT_AMOUNT:
            return cls(0, WITHOUT_AMOUNT[written])
        found = re.fullmatch(r"([1-9]\d{0,3})\s*(min|h|jo)", written)
        if not found:
            raise PydanticCustomError("check-delay", "delay", {"given": written})
        return cls(int(found[1]), UNITS[found[2]])

    @property
    def written(self) -> str:
        """As the town writes it: « 2 jo », « immediate »."""
        alone = next((text for text, unit in WITHOUT_AMOUNT.items() if unit == self.unit), None)
        return alone or f"{self.amount} {SHORT[self.unit]}"


Term = Annotated[Delay, PlainValidator(Delay.parse)]

DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
MINUTES_A_DAY = 24 * 60

Weekdays = tuple[int, ...]
"""Monday is 0, as in `date.weekday()`."""


def parse_weekdays(text: Any) -> Weekdays:
    """Read « lun-ven » as (0, 1, 2, 3, 4) and « sam » as (5,)."""
    first, _, last = (part.strip() for part in str(text).partition("-"))
    last = last or first
    if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
        raise PydanticCustomError("check-weekdays", "weekdays", {"given": str(text)})
    return tuple(range(DAYS.index(first), DAYS.index(last) + 1))


class Opening(NamedTuple):
    """From one minute of the day to another, local time: « 08:30-12:30 » is Opening(510, 750). 24:00 is 1440."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: Any) -> Opening:
        found = re.fullmatch(r"(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)", str(text).strip())
        start, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
        if start >= end or end > MINUTES_A_DAY:
            raise PydanticCustomError("check-opening", "opening", {"given": str(text)})
        return cls(start, end)


def clock(opening: Opening) -> str:
    """Write an opening as the town does: Opening(510, 750) is « 08:30-12:30 »; what ends the next day, at its hour there."""
    hours = (divmod(each if each <= MINUTES_A_DAY else each - MINUTES_A_DAY, 60) for each in opening)
    return "-".join(f"{hour:02}:{minute:02}" for hour, minute in hours)


Week = tuple[tuple[Opening, ...], ...]
"""Seven days, Monday first, each with its openings in order."""


class ByWeekdays:
    """Marks a week that the town writes as {lun-ven: ["08:30-12:00", …], sam: […]}. parse: how each opening is read."""

    def __init__(self, parse: Callable[[Any], Opening] = Opening.parse) -> None:
        self.parse = parse

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        opening = core_schema.no_info_plain_validator_function(self.parse)
        openings = core_schema.no_info_after_validator_function(_without_overlap, core_schema.list_schema(opening))
        spans = core_schema.dict_schema(core_schema.no_info_plain_validator_function(parse_weekdays), openings)
        return core_schema.no_info_after_validator_function(_week, spans)


def _without_overlap(openings: list[Opening]) -> tuple[Opening, ...]:
    ordered = sorted(openings)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise PydanticCustomError("check-openings-overlap", "overlap", {"first": clock(before), "second": clock(after)})
    return tuple(ordered)


def _week(spans: dict[Weekdays, tuple[Opening, ...]]) -> Week:
    days = [day for span in spans for day in span]
    for day in days:
        if days.count(day) > 1:
            raise PydanticCustomError("check-day-twice", "day twice", {"day": DAYS[day]})
    if not any(spans.values()):  # nothing would ever be due there
        raise PydanticCustomError("check-never-open", "never open", {})
    return tuple(next((openings for span, openings in spans.items() if day in span), ()) for day in range(7))
