"""Checks that ids are unique and that whatever points to an entry points to one that exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from config.faults import nearest
from config.gathering import Gathered
from config.reading import Place
from config.responsiveness import WRITTEN
from config.rollout import FEATURES

Pattern = tuple[str, ...]
"""Where values stand; "*" is any entry of a list, "@" any key of a table: ("directions", "*", "id")."""

SERVICE_IDS: Pattern = ("domaines", "*", "services", "*", "id")
MAIRIE_IDS: Pattern = ("mairies_de_quartier", "*", "id")
DIRECTION_IDS: Pattern = ("directions", "*", "id")
QUARTER_CODES: Pattern = ("quartiers", "*", "code")
COMPETENCE_IDS: Pattern = ("competences", "*", "id")
DOMAIN_IDS: Pattern = ("domaines", "*", "id")
DANGER_IDS: Pattern = ("dangers", "*", "id")
REPLY_KINDS = ("accuse", "attente", "finale_faite", "finale_refus", "finale_orientee", "transmission")
IDENTIFIED = (
    "mairies_de_quartier", "grappes", "directions", "competences", "classes_delai", "points_arrivee", "demandeurs", "motifs_transfert",
    "motifs_attente", "motifs_cloture", "motifs_reouverture", "dangers", "filtres_vie_privee", "domaines", "raci", "astreintes",
    "criteres_priorite", "regles",
    "echelles", "dimensions", "questions", "themes_formation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """Values that must be one of the ids. or_ids: or one of those. also: words allowed besides."""

    values: Pattern
    ids: Pattern
    also: frozenset[str] = frozenset()
    or_ids: Pattern = ()


UNIQUE: Sequence[Pattern] = (
    *((table, "*", "id") for table in IDENTIFIED), SERVICE_IDS, QUARTER_CODES, ("annuaire", "*", "direction")
)
REFERENCES: Sequence[Reference] = (
    Reference(("domaines", "*", "services", "*", "direction"), DIRECTION_IDS),
    Reference(("domaines", "*", "services", "*", "delai"), ("classes_delai", "*", "id")),
    Reference(("domaines", "*", "services", "*", "competence"), COMPETENCE_IDS),
    Reference(("domaines", "*", "services", "*", "confusions", "*", "service"), SERVICE_IDS),
    Reference(("services_desactives", "*"), SERVICE_IDS),
    Reference(("exemples_danger", "*", "attendu"), DANGER_IDS, also=frozenset({"aucun"})),
    Reference(("grappes", "*", "mairies", "*"), MAIRIE_IDS),
    Reference(("jours_exceptionnels", "*", "directions", "*"), DIRECTION_IDS),
    Reference(("jours_exceptionnels", "*", "mairies", "*"), MAIRIE_IDS),
    Reference(("mairies_de_quartier", "*", "quartiers", "*"), QUARTER_CODES),
    Reference(("annuaire", "*", "direction"), DIRECTION_IDS),
    Reference(("astreintes", "*", "mairies", "*"), MAIRIE_IDS),
    Reference(("astreintes", "*", "directions", "*"), DIRECTION_IDS),
    Reference(("quartiers", "*", "mairie"), MAIRIE_IDS),
    Reference(("rues", "*", "quartiers", "*"), QUARTER_CODES),
    Reference(("lieux", "*", "quartiers", "*"), QUARTER_CODES),
    *(
        Reference(("reponses", kind, "*", "pour", "*"), DOMAIN_IDS, or_ids=SERVICE_IDS)
        for kind in REPLY_KINDS
    ),
    *(Reference(("reactivite", criterion, "*", "services", "*"), DOMAIN_IDS, or_ids=SERVICE_IDS) for criterion in WRITTEN),
    Reference(("regles", "*", "services", "*"), DOMAIN_IDS, or_ids=SERVICE_IDS),
    Reference(("regles", "*", "service"), SERVICE_IDS),
    Reference(("regles", "*", "direction"), DIRECTION_IDS),
    Reference(("regles", "*", "competence"), COMPETENCE_IDS),
    Reference(("regles", "*", "competences", "*"), COMPETENCE_IDS),
    Reference(("regles", "*", "mairies", "*"), MAIRIE_IDS),
    Reference(("regles", "*", "rues", "*"), ("rues", "*", "nom")),
    Reference(("enquete", "noyau"), ("questions", "*", "id")),
    Reference(("questions", "*", "dimension"), ("dimensions", "*", "id")),
    Reference(("questions", "*", "echelle"), ("echelles", "*", "id")),
    *(Reference(("deploiement", feature, "*"), MAIRIE_IDS) for feature in FEATURES),
)


def blame_references(gathered: Gathered, unique: Sequence[Pattern] = UNIQUE, references: Sequence[Reference] = REFERENCES) -> None:
    """Add a fault for every id used twice and every reference to nothing. Tables that could not be read are left out."""
    for pattern in unique:
        _blame_twins(gathered, pattern)
    for reference in references:
        if reference.ids[0] not in gathered.unread:
            _blame_dangling(gathered, reference)


def blame_services(gathered: Gathered) -> None:
    """Add the faults that need two tables at once: a service in another domain's file, a service that may not be switched off, …"""
    profiles: dict[Any, Any] = {}
    for place, service in every(gathered.root, ("domaines", "*", "services", "*")):
        if not isinstance(service, dict):
            continue
        id, domain = str(service.get("id")), str(gathered.root["domaines"][place[1]].get("id"))
        profiles[id] = service.get("profil", "standard")
        if "." in id and id.partition(".")[0] != domain:
            gathered.blame((*place, "id"), "check-other-domain", id=id, domain=domain)
        for where, target in every(service, ("confusions", "*", "service")):
            if target == id:
                gathered.blame((*place, *where), "check-own-confusion", id=id)
    for place, id in every(gathered.root, ("services_desactives", "*")):
        if profiles.get(id) == "standard":
            gathered.blame(place, "check-not-complement", id=str(id))
    _blame_shared_mairies(gathered)


def _blame_shared_mairies(gathered: Gathered) -> None:
    seen: dict[Any, Any] = {}
    for place, mairie in every(gathered.root, ("grappes", "*", "mairies", "*")):
        cluster = place[1]
        if isinstance(mairie, str) and seen.setdefault(mairie, cluster) != cluster:
            gathered.blame(place, "check-two-clusters", id=mairie)


def every(root: Any, pattern: Pattern, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield (place, value) for each value that a pattern names; what is not there, or of another kind, is passed over."""
    if not pattern:
        yield place, root
    elif pattern[0] == "*":
        for index, item in enumerate(root if isinstance(root, list) else ()):
            yield from every(item, pattern[1:], (*place, index))
    elif pattern[0] == "@":
        yield from (((*place, key), key) for key in (root if isinstance(root, dict) else ()))
    elif isinstance(root, dict) and pattern[0] in root:
        yield from every(root[pattern[0]], pattern[1:], (*place, pattern[0]))


def _blame_twins(gathered: Gathered, pattern: Pattern) -> None:
    first: dict[str, Place] = {}
    for place, id in every(gathered.root, pattern):
        if isinstance(id, str | int) and first.setdefault(str(id), place) != place:
            file, line = gathered.where(first[str(id)])
            gathered.blame(place, "check-duplicate-id", id=str(id), first=f"{file}:{line}")


def _blame_dangling(gathered: Gathered, reference: Reference) -> None:
    ids = (reference.ids, reference.or_ids) if reference.or_ids else (reference.ids,)
    known = {str(id) for pattern in ids for _, id in every(gathered.root, pattern)} | reference.also
    for place, value in every(gathered.root, reference.values):
        if isinstance(value, str | int) and str(value) not in known:
            gathered.blame(place, "check-dangling", given=str(value), name=_key_of(place), near=nearest(value, known))


def _key_of(place: Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "")
