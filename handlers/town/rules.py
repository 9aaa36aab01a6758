"""What an import would break, and how its differences are put: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from config.differences import Change
from config.town import Town
from config.words import fold
from handlers.people.permissions import roles_with

KEEPERS = roles_with("catalogue")

COLUMNS = {"services": "service", "directions": "direction", "mairies_de_quartier": "mairie", "points_arrivee": "channel"}
"""The tables whose ids requests hold, and where."""

NAMED_BY_PLACE = frozenset({"rues", "lieux", "quartiers"})
"""Tables whose entries are known by their name or by the map: a new id there renames nothing."""

Uses = Mapping[tuple[str, str], int]


class Breakage(NamedTuple):
    """Why an import is refused: an entry of config/texts, and what fills it."""

    key: str
    values: Mapping[str, str | int]


def is_handed(town: Town, service_id: str) -> bool:
    """Whether Relais itself hands requests for this service to its direction."""
    service = town.services[service_id]
    return town.competences[service.competence].can_be_sent and town.directions[service.direction].sending == "messagerie"


def handed_anew(old: Town | None, new: Town) -> dict[str, str]:
    """The direction of each service that the new town hands over and the old one did not, or to another: somebody must be there."""
    return {
        id: service.direction
        for id, service in new.services.items()
        if old is not None
        and is_handed(new, id)
        and not (id in old.services and old.services[id].direction == service.direction and is_handed(old, id))
    }


def without_anybody(town: Town, staffed: Collection[str]) -> list[str]:
    """The services that are handed to a direction where nobody is. staffed: directions with an active référent."""
    return [id for id, service in town.services.items() if is_handed(town, id) and service.direction not in staffed]


def breakages(
    changes: Sequence[Change], needs: Mapping[str, str], *, open_requests: Uses, people: Uses, staffed: Collection[str]
) -> list[Breakage]:
    """Everything that speaks against it: an id renamed, an entry removed while it is used, a service handed to nobody.

    needs: see `handed_anew`. open_requests, people: how many, by (column, id).
    """
    renamed = _renamed(changes)
    found = [Breakage("town-breaks-renamed", {"old": old, "new": new, "table": what}) for (what, old), new in renamed.items()]
    for change in changes:
        column = COLUMNS.get(change.what)
        if change.kind != "removed" or column is None or (change.what, change.id) in renamed:
            continue
        for key, uses in (("town-breaks-used", open_requests), ("town-breaks-people", people)):
            if count := uses.get((column, change.id), 0):
                found.append(Breakage(key, {"what": column, "name": change.name or change.id, "count": count}))
    found += [
        Breakage("town-breaks-nobody", {"service": service, "direction": direction})
        for service, direction in needs.items()
        if direction not in staffed
    ]
    return found


def _renamed(changes: Iterable[Change]) -> dict[tuple[str, str], str]:
    """(table, former id) → new id, where one entry left and another came under the same name."""
    came = {(change.what, fold(change.name)): change.id for change in changes if change.kind == "added" and change.name}
    return {
        (change.what, change.id): came[change.what, fold(change.name)]
        for change in changes
        if change.kind == "removed" and change.what not in NAMED_BY_PLACE and (change.what, fold(change.name)) in came
    }
