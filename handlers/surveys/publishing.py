"""What may be shown of a window's answers: one publication, the same for all readers. Pure.

Who answered decides what is shown, never what they answered: a cell that is missing says nothing about the answers either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, floor, fsum
from typing import Literal, NamedTuple

from handlers.surveys.audit import derivable

FLOOR = 5
"""No town goes below: distinct respondents of a mairie, and people by whom two published sets differ."""
DETAILED = 11
"""Respondents from which more than one of three bands may be shown; the least for a grappe and for the whole."""
PEOPLE = 16
"""Who work where a grappe, or the whole, is published: with eleven answers, at least five people may not have given one."""
QUARTER = 0.25
"""Of the whole's respondents, by which its published sets differ: with fewer, the steps of two years tell too much (docs/surveys.md)."""
LIGHT_BELOW, HEAVY_FROM = 3.25, 6.75
"""The town's reading marks (0 to 3, 3.5 to 6.5, 7 and more), halfway between."""
STEP, LOWEST, HIGHEST = 0.5, 1.0, 9.0
"""Steps of the whole. All below and all above are one: a mean of exactly 0 or 10 would tell everybody's answers."""
UNIT = {"mairie": 0, "grappe": 1, "all": 2}


def detailed(k: int) -> int:
    """How many people it takes, where a mairie takes k, for more than a band: DETAILED, and never fewer than that k."""
    return max(DETAILED, k)


class Respondent(NamedTuple):
    """Somebody who answered in the window, once however often they did. charge: their own mean, 0 to 10."""

    person: int
    mairie: str
    is_sg: bool
    charge: float


class Group(NamedTuple):
    """id: "" for the whole."""

    kind: Literal["mairie", "grappe", "all"]
    id: str


class Past(NamedTuple):
    """Something that was published. respondents: whose answers it was made of, from the turnout ledger."""

    group: Group
    window: int
    respondents: frozenset[int]


class Cell(NamedTuple):
    """A group's part of a publication. respondents: whose answers count in it, for the ledger; never shown, nor counted for anybody.

    shown: "light", "steady" or "heavy", for the whole a step such as "5.5" ("1.0" and less, "9.0" and more); None when withheld.
    why: "" when shown; "too-few" people, "too-close" to another published set, "complement" of what stays hidden, or "derivable".
    """

    group: Group
    respondents: frozenset[int]
    shown: str | None
    why: str


WHOLE = Group("all", "")


def publish(
    respondents: Sequence[Respondent],
    grappes: Mapping[str, Sequence[str]],
    sizes: Mapping[str, int],
    past: Sequence[Past],
    *,
    window: int,
    k: int = FLOOR,
) -> list[Cell]:
    """Decide a cell for each mairie, each grappe and the whole, in that order, by id.

    grappes: the mairies of each. sizes: how many people work in each mairie. past: everything ever published, whatever its age.
    A secrétaire général's answers count in the whole alone: who reads about a team is not in it. Raises ValueError when k is
    under 5, when somebody is twice among the respondents, or for a mean outside the scale.

    What is shown follows from who answered alone, and errs towards nothing. In turn: too few; too close to another published set
    (the same group's ever, or one around it or inside it in this window); alone hidden beside what is shown; and, whatever the
    combination of all that was ever published, no group of fewer than k people told of. The most detailed and the smallest
    give way first.
    """
    if k < FLOOR:
        raise ValueError(f"survey threshold {k}: never below {FLOOR}")
    _check(respondents)
    groups = _groups(respondents, grappes, sizes)
    counted = {group: frozenset(_of(respondents, group, inside)) for group, inside in groups.items()}
    readers = frozenset(each.person for each in respondents if each.is_sg)
    why: dict[Group, str] = {}
    accepted: list[Group] = []
    for group in sorted(groups, key=lambda each: (-UNIT[each.kind], -len(counted[each]), each.id)):
        people = sum(sizes.get(mairie, 0) for mairie in groups[group])
        if not _enough(group, len(counted[group] - readers), people, k):
            why[group] = "too-few"
        elif _too_close(group, counted, accepted, past, window, k):
            why[group] = "too-close"
        else:
            accepted.append(group)
    _complement(groups, counted, accepted, why, k)
    clean = _audited(accepted, counted, [each.respondents for each in past], k)
    why |= {group: "derivable" for group in accepted if group not in clean}
    _complement(groups, counted, clean, why, k)  # showing less tells no more: the audit still holds
    charges = {each.person: each.charge for each in respondents}
    return [
        Cell(group, counted[group], None if group in why else level(group, [charges[each] for each in counted[group]]), why.get(group, ""))
        for group in groups
    ]


def _check(respondents: Sequence[Respondent]) -> None:
    people: set[int] = set()
    for each in respondents:
        if each.person in people:
            raise ValueError(f"person {each.person}: twice among a window's respondents")
        if not 0 <= each.charge <= 10:
            raise ValueError(f"person {each.person}: a mean outside 0 to 10")
        people.add(each.person)


def _groups(
    respondents: Sequence[Respondent], grappes: Mapping[str, Sequence[str]], sizes: Mapping[str, int]
) -> dict[Group, frozenset[str]]:
    """Each group with the mairies inside, those that only an answer or a grappe names too; in the order of the publication."""
    mairies = {*sizes, *(each.mairie for each in respondents), *(mairie for inside in grappes.values() for mairie in inside)}
    groups = {Group("mairie", mairie): frozenset({mairie}) for mairie in sorted(mairies)}
    groups |= {Group("grappe", grappe): frozenset(grappes[grappe]) for grappe in sorted(grappes)}
    return {**groups, WHOLE: frozenset(mairies)}


def _of(respondents: Sequence[Respondent], group: Group, inside: frozenset[str]) -> Iterator[int]:
    return (each.person for each in respondents if each.mairie in inside and (group == WHOLE or not each.is_sg))


def _enough(group: Group, answered: int, people: int, k: int) -> bool:
    """answered: readers left out, in the whole too."""
    return answered >= k if group.kind == "mairie" else answered >= detailed(k) and people >= PEOPLE


def _margin(group: Group, k: int) -> int:
    """Fewest people in what a group leaves beside its parts: one more for the whole, where whoever reads may take themselves away."""
    return k + (group == WHOLE)


def _too_close(
    group: Group, counted: Mapping[Group, frozenset[int]], accepted: Iterable[Group], past: Iterable[Past], window: int, k: int
) -> bool:
    mine = counted[group]
    around = [(each, counted[each]) for each in accepted] + [(each.group, each.respondents) for each in past if each.window == window]
    nested = [(other, theirs) for other, theirs in around if mine <= theirs or theirs <= mine]
    if any(0 < len(mine ^ theirs) < _margin(WHOLE if WHOLE in (group, other) else group, k) for other, theirs in nested):
        return True
    return any(0 < len(mine ^ each.respondents) < _apart(group, mine, each.respondents, k) for each in past if each.group == group)


def _apart(group: Group, mine: frozenset[int], theirs: frozenset[int], k: int) -> int:
    """By how many people a group's different sets differ. What is shown of the whole is finer: there it takes DETAILED, and a QUARTER."""
    return k if group != WHOLE else max(detailed(k), ceil(QUARTER * max(len(mine), len(theirs))))


def _complement(
    groups: Mapping[Group, frozenset[str]], counted: Mapping[Group, frozenset[int]], shown: list[Group], why: dict[Group, str], k: int
) -> None:
    """Under a group that is shown, never leave one hidden alone, nor a rest of fewer than k: hide the smallest beside it, or the group."""
    for parent in sorted(groups, key=lambda each: UNIT[each.kind]):  # what hides a grappe is settled before the whole is looked at
        children = [each for each in groups if counted[each] and _is_child(each, parent, groups)]
        while parent in shown:
            beside = sorted((each for each in children if each in shown), key=lambda each: (len(counted[each]), each.id))
            hidden = [each for each in children if each not in shown]
            rest = counted[parent].difference(*(counted[each] for each in beside))
            if beside and (len(hidden) == 1 or 0 < len(rest) < _margin(parent, k)):
                given = beside[0]
            elif any(counted[each] == counted[parent] for each in hidden):
                given = parent
            else:
                break
            shown.remove(given)
            why[given] = "complement"


def _is_child(group: Group, parent: Group, groups: Mapping[Group, frozenset[str]]) -> bool:
    """Grappes are the whole's, and so are mairies of no grappe; the others are their grappe's."""
    if group.kind == "mairie" and parent == WHOLE:
        return not any(each.kind == "grappe" and groups[group] <= inside for each, inside in groups.items())
    return UNIT[group.kind] == UNIT[parent.kind] - 1 and groups[group] <= groups[parent]


def _audited(groups: list[Group], counted: Mapping[Group, frozenset[int]], before: Sequence[frozenset[int]], k: int) -> list[Group]:
    """Keep each group, in their order, with which nothing follows about fewer than k people from what was shown and what is kept.

    What a lower k let out cannot be called back: then the highest level that the past still holds is kept.
    """
    held = next((each for each in range(k, FLOOR - 1, -1) if derivable(before, each) is None), None)
    return [] if held is None else _clean(groups, counted, before, held)


def _clean(groups: list[Group], counted: Mapping[Group, frozenset[int]], before: Sequence[frozenset[int]], k: int) -> list[Group]:
    """By halves, the first ones first: the same as one at a time, in one audit where nothing is wrong."""
    if not groups or derivable([*before, *(counted[each] for each in groups)], k) is None:
        return groups
    if len(groups) == 1:
        return []
    half = len(groups) // 2
    kept = _clean(groups[:half], counted, before, k)
    return kept + _clean(groups[half:], counted, [*before, *(counted[each] for each in kept)], k)


def level(group: Group, charges: Sequence[float]) -> str:
    """Tell the mean no more exactly than the group allows. Exactly summed: the order of people never shows. At least one charge."""
    mean = fsum(charges) / len(charges)
    if group != WHOLE:
        return "light" if mean < LIGHT_BELOW else "heavy" if mean >= HEAVY_FROM else "steady"
    return f"{min(max(floor(mean / STEP + 0.5) * STEP, LOWEST), HIGHEST):.1f}"
