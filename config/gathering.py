"""Reads every file of a town's folder into one table of plain values, remembering where each value was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import ValidationError

from config.faults import Fault, nearest
from config.map_files import read_quarters, read_streets
from config.public_holidays import public_holidays
from config.reading import Document, Place, read_yaml
from config.territory import TerritoryFiles
from config.texts import Value

TABLES: Mapping[str, tuple[str, ...]] = {
    "commune.yaml": (
        "schema", "langue", "version", "ville", "metropole", "fuseau", "prefixe_reference", "calendrier_feries", "jours_exceptionnels",
        "mairies_de_quartier", "grappes", "services_desactives", "territoire", "deploiement", "periode_preelectorale",
    ),
    "directions.yaml": ("directions",),
    "competences.yaml": ("competences",),
    "delais.yaml": ("classes_delai",),
    "arrivee.yaml": ("points_arrivee", "demandeurs"),
    "motifs.yaml": ("motifs_transfert", "motifs_attente", "motifs_cloture", "motifs_reouverture"),
    "reponses.yaml": ("reponses", "delai_accuse_jours"),
    "dangers.yaml": ("dangers", "negations_danger", "exemples_danger"),
    "reactivite.yaml": ("reactivite", "negations_reactivite"),
    "vie_privee.yaml": ("filtres_vie_privee",),
    "abreviations.yaml": ("abreviations",),
    "escalade.yaml": ("echelle",),
    "regles.yaml": ("regles",),
    "raci.yaml": ("raci",),
    "annuaire.yaml": ("annuaire",),
    "astreintes.yaml": ("astreintes",),
    "priorites.yaml": ("criteres_priorite",),
    "gouvernance.yaml": ("gouvernance",),
    "enquetes/questions.yaml": ("enquete", "echelles", "dimensions", "questions", "themes_formation"),
}  # fmt: skip
"""The files of a town, and the tables each one holds."""

OPTIONAL = frozenset({"abreviations.yaml", "reactivite.yaml", "regles.yaml", "escalade.yaml", "raci.yaml", "annuaire.yaml",
                      "astreintes.yaml", "priorites.yaml", "gouvernance.yaml", "enquetes/questions.yaml"})
SERVICES = "services/"
INTERVIEWS = "enquetes/entretiens.yaml"


@dataclass
class Gathered:
    """A folder once read. unread: tables whose file could not be read, so that nobody complains twice about them."""

    root: dict[str, Any] = field(default_factory=dict)
    places: dict[Place, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def as_json(self) -> bytes:
        return orjson.dumps(self.root)

    def where(self, place: Place) -> tuple[str, int | None]:
        """Return file and line of a value, or of the nearest thing that holds it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.places:
                return self.places[place[:length]]
        table = place[0] if place else ""
        return next((file for file, tables in TABLES.items() if table in tables), "commune.yaml"), None

    def blame(self, place: Place, key: str, **values: Value) -> None:
        self.faults.append(Fault(*self.where(place), key, values))

    def take(self, document: Document, at: Place, *, below: Place = ()) -> None:
        """Keep the lines of what stands `below` in a document as those of the place where it is put."""
        for place, line in document.lines.items():
            if place[: len(below)] == below:
                self.places[(*at, *place[len(below) :])] = (document.file, line)


def gather(sources: Mapping[str, bytes]) -> Gathered:
    """Read every source; what is wrong in one does not hide what is wrong in another."""
    gathered = Gathered()
    for file, tables in TABLES.items():
        _gather_tables(file, tables, sources, gathered=gathered)
    _gather_services(sources, gathered=gathered)
    _gather_map(sources, gathered=gathered)
    gathered.root["jours_feries"] = public_holidays(str(gathered.root.get("calendrier_feries")))
    _name_strangers(sources, gathered=gathered)
    return gathered


def decoded(raw: bytes, file: str, faults: list[Fault]) -> str | None:
    """Return a text written in UTF-8 (with or without a mark of order), or None and one more fault."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(file, raw.count(b"\n", 0, error.start) + 1, "check-not-utf8"))
        return None


def _gather_tables(file: str, tables: tuple[str, ...], sources: Mapping[str, bytes], *, gathered: Gathered) -> None:
    if file not in sources:
        gathered.unread.update(tables)
        if file not in OPTIONAL:
            gathered.faults.append(Fault(file, None, "check-no-file", {"near": nearest(file, sources)}))
        return
    document = document_of(file, sources, gathered=gathered)
    if document is None:
        gathered.unread.update(tables)
        return
    for key, value in document.value.items():
        if key in tables:
            gathered.root[key] = value
            gathered.take(document, (key,), below=(key,))
        else:
            _blame_stranger(key, file, document.lines[(key,)], gathered=gathered)


def document_of(file: str, sources: Mapping[str, bytes], *, gathered: Gathered) -> Document | None:
    """Read one YAML file whose top is a table; None, and its faults, when it is not."""
    text = decoded(sources[file], file, gathered.faults)
    if text is None:
        return None
    document = read_yaml(text, file)
    gathered.faults += document.faults
    if isinstance(document.value, dict):
        return document
    if not document.faults:
        gathered.faults.append(Fault(file, 1, "check-not-a-table"))
    return None


def _blame_stranger(key: str, file: str, line: int, *, gathered: Gathered) -> None:
    home = next((other for other, tables in TABLES.items() if key in tables), None)
    if home:
        gathered.faults.append(Fault(file, line, "check-key-elsewhere", {"name": key, "home": home}))
    else:
        gathered.faults.append(Fault(file, line, "check-unknown-key", {"name": key, "near": nearest(key, TABLES[file])}))


def _gather_services(sources: Mapping[str, bytes], *, gathered: Gathered) -> None:
    domains: list[Any] = []
    files = [file for file in sources if file.startswith(SERVICES) and file.endswith(".yaml")]
    for file in files:
        document = document_of(file, sources, gathered=gathered)
        if document is None:
            gathered.unread.add("domaines")
            continue
        gathered.take(document, ("domaines", len(domains)))
        domains.append(document.value)
    if not files:
        gathered.faults.append(Fault(SERVICES, None, "check-no-services"))
        gathered.unread.add("domaines")
    gathered.root["domaines"] = domains


def _gather_map(sources: Mapping[str, bytes], *, gathered: Gathered) -> None:
    try:
        files = TerritoryFiles.model_validate(gathered.root.get("territoire"))
    except ValidationError:  # said, with its line, when the whole town is validated; or there is no territory
        return
    quarters = _map_text(files.quarters.file, "quartiers", sources, gathered=gathered)
    if quarters is not None:
        document = read_quarters(quarters, files.quarters, _mairies_by_quarter(gathered.root))
        _put(document, "quartiers", gathered=gathered)
    for table, named in (("rues", files.streets), ("lieux", files.places)):
        text = _map_text(named.file, table, sources, gathered=gathered) if named else None
        if text is not None and named:
            _put(read_streets(text, named), table, gathered=gathered)


def _map_text(file: str, table: str, sources: Mapping[str, bytes], *, gathered: Gathered) -> str | None:
    if file in sources:
        text = decoded(sources[file], file, gathered.faults)
    else:
        text = None
        gathered.blame(("territoire", table, "fichier"), "check-no-map", name=file, near=nearest(file, sources))
    if text is None:
        gathered.unread.add(table)
    return text


def _put(document: Document, table: str, *, gathered: Gathered) -> None:
    gathered.faults += document.faults
    if document.faults:
        gathered.unread.add(table)
    gathered.root[table] = document.value
    gathered.take(document, (table,))


def _mairies_by_quarter(root: Mapping[str, Any]) -> dict[str, str]:
    mairies = root.get("mairies_de_quartier")
    pairs: dict[str, str] = {}
    for mairie in mairies if isinstance(mairies, list) else ():
        codes = mairie.get("quartiers") if isinstance(mairie, dict) else None
        pairs |= {str(code): str(mairie.get("id")) for code in codes} if isinstance(codes, list) else {}
    return pairs


def _name_strangers(sources: Mapping[str, bytes], *, gathered: Gathered) -> None:
    for file in sources:
        known = file in TABLES or file == INTERVIEWS or (file.startswith(SERVICES) and file.endswith(".yaml"))
        if not known and file.endswith((".yaml", ".yml")):
            gathered.faults.append(Fault(file, None, "check-unknown-file", {"near": nearest(file, TABLES)}))
