"""What the screens of a prioritisation share: the row, whose turn it is to score, the whole sheets, and its lists in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desk import Desk
from handlers.messages import Refusal
from handlers.people.permissions import PERMISSIONS
from handlers.priorities.rules import State, sheet, state
from handlers.privacy.rules import mask
from handlers.requests.rules import says_something
from storage import people, priorities
from storage.tables import Person, Prioritisation


def wanted(desk: Desk, id: int, *states: State) -> Prioritisation:
    """The one that a button speaks of, as long as it is in one of these states."""
    found = priorities.one(desk.store, id)
    if found is None:
        raise Refusal("priorities-gone")
    if state(found, desk.now) not in states:
        raise Refusal("button-stale")
    return found


def scorers(desk: Desk) -> list[Person]:
    """Whoever is to score: those who are here now, so that who left, or has another function since, counts no more."""
    return people.at_work(desk.store, [role for role, grant in PERMISSIONS["prioritise"].items() if grant.mode == "propose"])


def whole(desk: Desk, found: Prioritisation) -> dict[int, list[list[int]]]:
    """The sheets that lack nothing, by person: never shown, and counted only when it closes."""
    given = priorities.given(desk.store, found.id, [person.id for person in scorers(desk)])
    sheets = {person_id: sheet(points, len(found.subjects), len(found.criteria)) for person_id, points in given.items()}
    return {person_id: each for person_id, each in sheets.items() if each is not None}


def weights(found: Prioritisation) -> list[int]:
    return [criterion["weight"] for criterion in found.criteria]


def listed(desk: Desk, found: Prioritisation) -> str:
    return "\n".join(desk.word("priorities-subject", subject=subject) for subject in found.subjects)


def weighed(criteria: Sequence[Mapping[str, Any]]) -> str:
    """« Gravité 3, Étendue 2 »."""
    return ", ".join(f"{criterion['name']} {criterion['weight']}" for criterion in criteria)


def worded(desk: Desk, text: str, most: int) -> str | None:
    """What somebody wrote, on one line, masked before it is cut; None when it says nothing."""
    said = mask(" ".join(text.split()), desk.town.privacy_filters).text[:most].strip()
    return said if says_something(said) else None
