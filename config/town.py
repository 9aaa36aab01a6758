"""A town as its folder describes it, and load(folder), which reads and checks all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationError, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from config.catalogue import Catalogue
from config.directory import Activity, Contact
from config.entries import ById, Entry, Id, Words
from config.escalation import Ladder, standard
from config.faults import TownFaults
from config.governance import Governance
from config.on_call import Rota
from config.priorities import Criterion, few
from config.rollout import EVERYWHERE, Feature, Period, Rollout
from config.routing_rules import Rule
from config.sources import digest, keep, kept, read_sources
from config.surveys import Bank
from config.territory import Cluster, Mairie, Quarter, Street, Territory, TerritoryFiles

T = TypeVar("T")

Holidays = Literal[
    "metropole", "alsace_moselle", "alsace_moselle_sans_vendredi_saint", "guadeloupe", "martinique", "guyane", "reunion", "mayotte"
]


def _is_a_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("check-timezone", "timezone", {"given": name}) from None
    return name


ALL = ("*",)
"""What `directions: "*"` is read as."""


class ExceptionalDay(Entry):
    """A bridge or a closure, decided by the town: everywhere, or where it says. directions « * »: everywhere."""

    on: date = Field(alias="date")
    label: Words = Field(alias="libelle")
    directions: Annotated[tuple[Id, ...], WrapValidator(lambda given, read: ALL if given == "*" else read(given)), Field(strict=False)] = ()
    mairies: Annotated[tuple[Id, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _everywhere_or_there(self) -> ExceptionalDay:
        if self.directions == ALL and self.mairies:
            raise PydanticCustomError("check-everywhere", "everywhere", {})
        return self

    def closes(self, place: str | None) -> bool:
        """Whether a direction or a mairie is closed that day; None: whether everybody is."""
        return self.directions == ALL or not (self.directions or self.mairies) or place in (*self.directions, *self.mairies)


class Town(Catalogue, Bank):
    """Everything a town says about itself. Mappings are by id, in the order of the files."""

    format: Literal["commune/1"] = Field(alias="schema")
    language: Literal["fr-FR"] = Field("fr-FR", alias="langue")
    version: Words
    city: Words = Field(alias="ville")
    metropolis: Words = Field(alias="metropole")
    timezone: Annotated[str, AfterValidator(_is_a_timezone)] = Field(alias="fuseau")
    reference_prefix: Annotated[str, Field(pattern=r"^[A-Z]{1,6}$")] = Field(alias="prefixe_reference")
    holidays: Holidays = Field(alias="calendrier_feries")
    public_holidays: Mapping[date, str] = Field(default_factory=dict, alias="jours_feries", strict=False)
    exceptional_days: tuple[ExceptionalDay, ...] = Field((), alias="jours_exceptionnels")
    rollout: Rollout = Field(default_factory=dict, alias="deploiement")
    pre_election: Period | None = Field(None, alias="periode_preelectorale")
    ladder: Ladder = Field(default_factory=standard, alias="echelle")
    mairies: Annotated[Mapping[str, Mairie], ById()] = Field(alias="mairies_de_quartier")
    clusters: Annotated[Mapping[str, Cluster], ById()] = Field(default_factory=dict, alias="grappes")
    raci: Annotated[Mapping[str, Activity], ById()] = Field(default_factory=dict)
    rules: Annotated[Mapping[str, Rule], ById()] = Field(default_factory=dict, alias="regles")
    contacts: Annotated[Mapping[str, Contact], ById("direction")] = Field(default_factory=dict, alias="annuaire")
    rotas: Annotated[Mapping[str, Rota], ById()] = Field(default_factory=dict, alias="astreintes")
    priority_criteria: Annotated[Mapping[str, Criterion], ById(), AfterValidator(few)] = Field(
        default_factory=dict, alias="criteres_priorite")
    governance: Governance = Field(Governance(), alias="gouvernance")
    territory_files: TerritoryFiles | None = Field(None, alias="territoire")
    quarters: Annotated[Mapping[str, Quarter], ById("code")] = Field(default_factory=dict, alias="quartiers")
    streets: tuple[Street, ...] = Field((), alias="rues")
    places: tuple[Street, ...] = Field((), alias="lieux")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A town with some entries changed, and nothing of what was worked out from the others."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys() - (update or {}).keys():
            del copied.__dict__[name]
        return copied

    def closed_days(self, place: str | None) -> dict[date, str]:
        """Public holidays, and the days on which a direction or a mairie is closed besides, each with its name."""
        return {**self.public_holidays, **{day.on: day.label for day in self.exceptional_days if day.closes(place)}}

    @cached_property
    def derived(self) -> dict[tuple[str, str | None], Any]:
        """What others work out from it once, and keep as long as it lives: see `once`."""
        return {}

    def once(self, name: str, make: Callable[[], T], id: str | None = None) -> T:
        """What this gives, made the first time that it is asked for under this name. id: whose it is, of several."""
        key = name, id
        if key not in self.derived:
            self.derived[key] = make()
        made: T = self.derived[key]
        return made

    @cached_property
    def territory(self) -> Territory:
        """Where a point or a street is."""
        return Territory(self.mairies, quarters=self.quarters, streets=self.streets, places=self.places,
                         abbreviations=self.abbreviations)

    def is_on(self, feature: Feature, mairie: str | None) -> bool:
        """Whether a mairie has this feature (see config/rollout). None: whether every mairie has it. What is not written is on."""
        where = self.rollout.get(feature, EVERYWHERE)
        return where == EVERYWHERE or mairie in where

    def local(self, at: datetime) -> datetime:
        """A moment as the town's clocks show it."""
        return at.astimezone(ZoneInfo(self.timezone))

    def in_pre_election(self, day: date) -> bool:
        """Whether a local day is in the period that the legal service set."""
        return self.pre_election is not None and self.pre_election.first_on <= day <= self.pre_election.last_on


def bundled(name: str) -> Path:
    """Return the folder of a town that comes with Relais: « valmiere »."""
    return Path(__file__).parent / name


def folder_of(town: str) -> Path:
    """Return the folder of a town given by its bundled name or by a path; it may not exist."""
    own = bundled(town)
    return own if town.isidentifier() and (own / "commune.yaml").is_file() else Path(town).expanduser()


class Edition(NamedTuple):
    """A town as it was once written: with its files, by their path in the folder. version: a row of the database, None for the folder."""

    town: Town
    files: Mapping[str, bytes]
    version: int | None = None


def load(folder: Path, *, cache: Path | None = None) -> Town:
    """Read and check a town's folder: see `read_town`. Raises TownFaults."""
    return read_town(read_sources(folder), cache=cache)


def load_edition(folder: Path, *, cache: Path | None = None) -> Edition:
    """Read and check a town's folder, and keep its files. Raises TownFaults."""
    files = read_sources(folder)
    return Edition(read_town(files, cache=cache), files)


def read_town(sources: Mapping[str, bytes], *, cache: Path | None = None) -> Town:
    """Read and check a town's files.

    cache: a folder where the checked result is kept by content hash, so that the next start is fast; None reads everything again.
    Raises TownFaults with every fault at once.
    """
    name = digest(sources) if cache else ""
    town = _kept_town(name, cache) if cache else None
    if town:
        return town
    from config.judging import judge  # YAML and geometry are for the first start, or after a change

    gathered, town, faults = judge(sources)
    if town is None:
        raise TownFaults(faults)
    if cache:
        keep(name, gathered.as_json(), cache)
    return town


def _kept_town(name: str, cache: Path) -> Town | None:
    content = kept(name, cache)
    try:
        return Town.model_validate_json(content) if content else None
    except ValidationError:  # a broken file: read the town again, and write it anew
        return None
