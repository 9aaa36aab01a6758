"""What a chart shows, as data that is kept and sent: drawn later, elsewhere, always alike. Pure.

Words are in it already, in their reader's language. None stands for what may not be said: n too small, or under five.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, Literal, get_args, get_type_hints

import orjson

Why = Literal["", "few", "none", "hidden"]
"""Why a value is None: too few, nothing to give (half of them still wait), or under five for who reads figures only."""


@dataclass(frozen=True, slots=True)
class Heading:
    """title: the sentence to remember. note: n, the period, and what to read it with."""

    title: str
    subtitle: str
    note: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Week:
    label: str
    arrivals: int | None
    closed: int | None
    open: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """Arrivals and closings as bars, what is open as a line below. ceilings: of the bars, of the line."""

    head: Heading
    names: tuple[str, ...]
    weeks: tuple[Week, ...]
    ceilings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """In working days."""

    name: str
    median: float | None
    most: float | None
    n: int
    why: Why = ""


@dataclass(frozen=True, slots=True)
class Delays:
    """A line each: the median, and by when nine in ten. names: of both. missing: what to say in place of a point, by why."""

    head: Heading
    names: tuple[str, ...]
    rows: tuple[Delay, ...]
    ceiling: int
    axis: str
    missing: dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Shares, 0 to 1, one a column."""

    name: str
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """ends: what the palest and the darkest mean."""

    head: Heading
    columns: tuple[str, ...]
    rows: tuple[Line, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    some: int
    n: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Shares by how many they are of. common: the share of all together, 0 to 1. names: of the common rate, of the limits, of x."""

    head: Heading
    places: tuple[Place, ...]
    common: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """low, high: between which chance keeps it."""

    label: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """centre: the share of all months together. names: one, of the centre and its band."""

    head: Heading
    months: tuple[Month, ...]
    centre: float | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """percent: whole, of the bar."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    parts: tuple[Part, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Stacked:
    """series: the names of the parts, in the order of their colours."""

    head: Heading
    bars: tuple[Bar, ...]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A part of the town. rings: outer ones and holes alike, longitude then latitude."""

    name: str
    rings: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A hexagon's centre, in degrees. count: None for less than five."""

    lon: float
    lat: float
    count: int | None


@dataclass(frozen=True, slots=True)
class Map:
    """radius_m: of a hexagon. steps: from how many each shade is. few: what an empty hexagon means."""

    head: Heading
    outlines: tuple[Outline, ...]
    cells: tuple[Cell, ...]
    radius_m: float
    steps: tuple[int, ...]
    few: str


@dataclass(frozen=True, slots=True)
class Dot:
    """So many requests at a place, in degrees. name: of a street, "" of a pin."""

    name: str
    lon: float
    lat: float
    count: int


@dataclass(frozen=True, slots=True)
class Dots:
    """A sector, what lies around it, and a circle a street: hot spots are named. wide: streets of which only the quarter is known.

    names: of one request, of what wide means; of how many have no place, "" for none.
    """

    head: Heading
    outlines: tuple[Outline, ...]
    around: tuple[Outline, ...]
    spots: tuple[Dot, ...]
    others: tuple[Dot, ...]
    wide: tuple[Dot, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """said: the value as it is written; value None is drawn as its sentence alone."""

    name: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Simple:
    head: Heading
    bars: tuple[Level, ...]
    ceiling: float


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of a page. said: as it is written. below: its n."""

    said: str
    name: str
    below: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page. above: whose, and of when. charts: packed. foot: where it comes from."""

    language: str
    above: str
    title: str
    numbers: tuple[Number, ...]
    charts: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
    author: str


Spec = Flow | Delays | Heat | Funnel | Control | Stacked | Map | Dots | Simple
KINDS: dict[str, type[Spec | Page]] = {kind.__name__.lower(): kind for kind in (*get_args(Spec), Page)}


def packed(spec: Spec | Page) -> bytes:
    """As JSON, always the same bytes for the same spec."""
    return orjson.dumps({"kind": type(spec).__name__.lower(), "spec": spec}, option=orjson.OPT_SORT_KEYS)


def unpacked(data: bytes) -> Spec | Page:
    """Raises ValueError, KeyError, TypeError or AttributeError when it is none of ours."""
    found = orjson.loads(data)
    spec: Spec | Page = _built(KINDS[found["kind"]], found["spec"])
    return spec


def hash_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def _built(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each.name: _built(hints[each.name], value[each.name]) for each in fields(kind)})  # type: ignore[operator]  # a class
    if getattr(kind, "__origin__", None) is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in value)
    return value
