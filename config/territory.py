"""Where things are: mairies, quarters as polygons, streets, and the two questions asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

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


class TerritoryFiles(Entry):
    """Where the map is, and how its makers named things."""

    quarters: QuarterFile = Field(alias="quartiers")
    streets: StreetFile | None = Field(None, alias="rues")


class Quarter(Entry):
    """A part of the town. polygons: each is an outer ring, then its holes; rings are closed (WGS 84)."""

    code: Words
    name: Words = Field(alias="nom")
    mairie: Id
    polygons: tuple[tuple[tuple[Point, ...], ...], ...] = Field(alias="polygones")


class Street(Entry):
    """A street and every quarter it crosses. lon, lat: of a point on it, when the town knows one."""

    name: Words = Field(alias="nom")
    quarters: tuple[str, ...] = Field(alias="quartiers", min_length=1)
    lon: Longitude | None = None
    lat: Latitude | None = None


@dataclass(frozen=True, slots=True)
class FoundStreet:
    """A street named in a sentence, and the mairies it crosses."""

    name: str
    mairies: tuple[Mairie, ...]
    lat: float | None
    lon: float | None


class Territory:
    """Answers where a point is and which street a sentence names."""

    def __init__(
        self, mairies: Mapping[str, Mairie], *, quarters: Mapping[str, Quarter], streets: Sequence[Street], abbreviations: Mapping[str, str]
    ) -> None:
        self._mairies = mairies
        self._quarters = quarters
        self._streets = streets
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

    def street(self, text: str) -> FoundStreet | None:
        """Return the street a sentence names; the longest name wins, then the first. « trou devant le 12 rue des lilas » names one."""
        tokens = fold(text, self._abbreviations).split()
        for length in range(min(self._longest_name, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                street = self._streets_by_words.get(" ".join(tokens[start : start + length]))
                if street:
                    return self._found(street)
        return None

    def _found(self, street: Street) -> FoundStreet:
        ids = dict.fromkeys(self._quarters[code].mairie for code in street.quarters)
        return FoundStreet(street.name, tuple(self._mairies[id] for id in ids), street.lat, street.lon)

    @cached_property
    def _polygons(self) -> STRtree:
        from shapely import MultiPolygon, Polygon, STRtree

        shapes = (
            MultiPolygon([Polygon(rings[0], rings[1:]) for rings in quarter.polygons]) for quarter in self._quarters.values()
        )
        return STRtree(list(shapes))

    @cached_property
    def _streets_by_words(self) -> dict[str, Street]:
        return {fold(street.name, self._abbreviations): street for street in self._streets}

    @cached_property
    def _longest_name(self) -> int:
        return max((len(words.split()) for words in self._streets_by_words), default=0)
