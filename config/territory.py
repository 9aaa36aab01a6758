"""Where things are: mairies, quarters as polygons, streets, and the two questions asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from re import escape, finditer
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from config.entries import ByWeekdays, Entry, Id, Named, Week, Words
from config.words import fold

if TYPE_CHECKING:
    from shapely import STRtree

Point = tuple[float, float]
"""Longitude, then latitude: GeoJSON's order."""

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


def _code(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise PydanticCustomError("check-wrong-kind", "code", {"name": "quartiers", "expected": "text"})
    return str(given)


Code = Annotated[str, PlainValidator(_code)]
"""A quarter's code: maps write 12 or "12", and mean the same."""


class Mairie(Named):
    """A mairie de quartier. quarters: codes of its quarters, where the map's own file does not name the mairie.

    hours: its own, None for those of the direction of the mairies.
    """

    quarters: tuple[Code, ...] = Field((), alias="quartiers")
    hours: Annotated[Week, ByWeekdays()] | None = Field(None, alias="horaires")


class Cluster(Named):
    """A grappe: mairies whose team climate is published together."""

    mairies: tuple[Id, ...] = Field(min_length=1)


class QuarterFile(Entry):
    """A GeoJSON file and the names of the properties to read in it."""

    file: Words = Field(alias="fichier")
    code: Words = "code"
    name: Words = Field("nom", alias="nom")
    mairie: Words = "mairie"


class StreetFile(Entry):
    """A CSV file and the names of the columns to read in it. One line a street and quarter."""

    file: Words = Field(alias="fichier")
    name: Words = Field("rue", alias="nom")
    quarter: Words = Field("quartier", alias="quartier")
    lon: Words = "lon"
    lat: Words = "lat"


class PlaceFile(StreetFile):
    """The same for places that have a name: schools, parks, markets."""

    name: Words = Field("lieu", alias="nom")


class TerritoryFiles(Entry):
    """Where the map is, and how its makers named things."""

    quarters: QuarterFile = Field(alias="quartiers")
    streets: StreetFile | None = Field(None, alias="rues")
    places: PlaceFile | None = Field(None, alias="lieux")


class Quarter(Entry):
    """A part of the town. polygons: each is an outer ring, then its holes; rings are closed (WGS 84)."""

    code: Words
    name: Words = Field(alias="nom")
    mairie: Id
    polygons: tuple[tuple[tuple[Point, ...], ...], ...] = Field(alias="polygones")


class Street(Entry):
    """A street, or a place that has a name, and every quarter it crosses. lon, lat: of a point on it, when the town knows one."""

    name: Words = Field(alias="nom")
    quarters: tuple[str, ...] = Field(alias="quartiers", min_length=1)
    lon: Longitude | None = None
    lat: Latitude | None = None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What a sentence names, and the mairies it lies in: more than one for a street that crosses quarters.

    kind: a street of the town's list, a place of it, or only a quarter's name. quarters: codes of those it crosses.
    """

    name: str
    mairies: tuple[Mairie, ...]
    lat: float | None
    lon: float | None
    kind: Literal["street", "place", "quarter"] = "street"
    quarters: tuple[str, ...] = ()

    @property
    def mairie(self) -> Mairie | None:
        """Its mairie; None when it lies in several, for nothing says which."""
        return self.mairies[0] if len(self.mairies) == 1 else None


class Names(NamedTuple):
    """Streets or places by their folded names. longest: words of the longest one."""

    by_words: Mapping[str, Street]
    longest: int


PARTS_OF_TOWN = frozenset("quartier secteur mairie".split())
"""A quarter whose name is one word counts after one of these: « quartier des Tanneurs », « mairie du Plateau »."""
BEFORE_A_NAME = frozenset("de du des d la le les l a au aux".split())


class Territory:
    """Answers where a point is, and which street, place or quarter a sentence names."""

    def __init__(self, mairies: Mapping[str, Mairie], *, quarters: Mapping[str, Quarter], streets: Sequence[Street],
                 places: Sequence[Street] = (), abbreviations: Mapping[str, str]) -> None:
        self._mairies = mairies
        self._quarters = quarters
        self._streets = streets
        self._places = places
        self._abbreviations = abbreviations

    def quarter_of(self, lat: float, lon: float) -> Mairie | None:
        """Return the mairie of the quarter that holds a point, None outside the town."""
        quarter = self.quarter_at(lat, lon)
        return self._mairies[quarter.mairie] if quarter else None

    def quarter_at(self, lat: float, lon: float) -> Quarter | None:
        """Return the quarter that holds a point, None outside the town. On a border, the first quarter of the file."""
        from shapely import Point as ShapelyPoint  # 0.2 s and 20 MiB, for the first pin only

        quarters = tuple(self._quarters.values())
        found = self._polygons.query(ShapelyPoint(lon, lat), predicate="intersects")
        return quarters[min(found)] if len(found) else None

    @property
    def quarters(self) -> Sequence[Quarter]:
        """In the order of the file."""
        return tuple(self._quarters.values())

    def streets_of(self, mairie: str) -> list[Street]:
        """The streets that lie in one mairie alone, in the order of the file."""
        return [street for street in self._streets if {self._quarters[code].mairie for code in street.quarters} == {mairie}]

    def street(self, text: str) -> FoundPlace | None:
        """Return the street a sentence names; the longest name wins, then the first. « trou devant le 12 rue des lilas » names one."""
        return self._named(fold(text, self._abbreviations).split(), self._streets_by_words, "street")

    def place(self, text: str) -> FoundPlace | None:
        """Return what says best where a sentence is about: a street, else a place with a name, else a quarter."""
        tokens = fold(text, self._abbreviations).split()
        return (self._named(tokens, self._streets_by_words, "street") or self._named(tokens, self._places_by_words, "place")
                or self._quarter_named(tokens))

    def _named(self, tokens: list[str], names: Names, kind: Literal["street", "place"]) -> FoundPlace | None:
        for length in range(min(names.longest, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                if found := names.by_words.get(" ".join(tokens[start : start + length])):
                    ids = dict.fromkeys(self._quarters[code].mairie for code in found.quarters)
                    return FoundPlace(found.name, tuple(self._mairies[id] for id in ids), found.lat, found.lon, kind, found.quarters)
        return None

    def _quarter_named(self, tokens: list[str]) -> FoundPlace | None:
        """« quartier des Tanneurs », « à Rive-Gauche »: a name of one word may be a word like others, unless something announces it."""
        said = f" {' '.join(tokens)} "
        for name, mairie in self._quarter_names.items():
            if any(" " in name or _is_announced(said[: found.start()]) for found in finditer(f"(?= {escape(name)} )", said)):
                codes = tuple(code for code, quarter in self._quarters.items() if quarter.mairie == mairie.id)
                return FoundPlace(mairie.name, (mairie,), None, None, "quarter", codes)
        return None

    @cached_property
    def _quarter_names(self) -> dict[str, Mairie]:
        """Of quarters and mairies, folded, without the article, the longest first; a name that two mairies share says nothing."""
        names: dict[str, Mairie | None] = {}
        quarters = ((quarter.name, quarter.mairie) for quarter in self._quarters.values())
        for name, id in (*quarters, *((mairie.name, mairie.id) for mairie in self._mairies.values())):
            words = fold(name).split()
            bare = " ".join(words[1:] if words[:1] and words[0] in BEFORE_A_NAME else words)
            names[bare] = self._mairies[id] if names.get(bare, self._mairies[id]) is self._mairies[id] else None
        return {name: mairie for name, mairie in sorted(names.items(), key=lambda each: -len(each[0].split())) if name and mairie}

    @cached_property
    def _polygons(self) -> STRtree:
        from shapely import MultiPolygon, Polygon, STRtree

        shapes = (
            MultiPolygon([Polygon(rings[0], rings[1:]) for rings in quarter.polygons]) for quarter in self._quarters.values()
        )
        return STRtree(list(shapes))

    @cached_property
    def _streets_by_words(self) -> Names:
        return self._by_words(self._streets)

    @cached_property
    def _places_by_words(self) -> Names:
        return self._by_words(self._places)

    def _by_words(self, places: Sequence[Street]) -> Names:
        by_words = {fold(place.name, self._abbreviations): place for place in places}
        return Names(by_words, longest=max((len(words.split()) for words in by_words), default=0))


def _is_announced(before: str) -> bool:
    words = before.split()
    while words and words[-1] in BEFORE_A_NAME:
        words.pop()
    return bool(words) and words[-1] in PARTS_OF_TOWN
