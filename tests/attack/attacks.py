"""What somebody can work out who reads every publication and knows, to the person, who answered when.

Each attack gives a score to people: the higher, the more loaded it takes them to be. Who is in no score is taken for average.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from handlers.surveys.publishing import HEAVY_FROM, HIGHEST, LIGHT_BELOW, LOWEST, STEP, Cell
from tests.attack.world import DEGREES, LEVELS, TURNED, Shown

Scores = Mapping[int, float]
Attack = Callable[[Sequence[Shown]], Scores]
AVERAGE = sum(LEVELS) / 2
SPREAD = (LEVELS[1] - LEVELS[0]) / 12**0.5
BANDS = {"light": (0.0, LIGHT_BELOW), "steady": (LIGHT_BELOW, HEAVY_FROM), "heavy": (HEAVY_FROM, 10.0)}
TURNS = 12


def interval(cell: Cell) -> tuple[float, float]:
    """Between what the mean is, from what is shown."""
    assert cell.shown is not None
    if cell.shown in BANDS:
        return BANDS[cell.shown]
    if cell.group == TURNED:
        mean = _mean(cell.shown)
        return mean - STEP / 2, mean + STEP / 2
    step = float(cell.shown)
    return (0.0 if step <= LOWEST else step - STEP / 2), (10.0 if step >= HIGHEST else step + STEP / 2)


def _mean(shares: str) -> float:
    """What people answered on average, from how their answers spread."""
    total = 0.0
    for share in shares.split():
        ends, tenths = share.split(":")
        first, last = ends.split("-")
        total += int(tenths) / 10 * (int(first) + int(last) + 1) / 2 * 10 / DEGREES
    return total


def middle(cell: Cell) -> float:
    """What the mean likely is: the bands of both ends are wide, and means of whole teams are near the average."""
    low, high = interval(cell)
    return high - 0.5 if low == 0 else low + 0.5 if high == 10 else (low + high) / 2


def attendance(shown: Sequence[Shown], known: Scores | None = None) -> Scores:
    """Ridge regression of the published means on who answered, the middle of a band taken for its mean."""
    return _regression(shown, known or {}, turns=1)


def attendance_in_bands(shown: Sequence[Shown], known: Scores | None = None) -> Scores:
    """The same, more cautious: within its band each mean may be wherever the other publications pull it."""
    return _regression(shown, known or {}, turns=TURNS)


def _regression(shown: Sequence[Shown], known: Scores, turns: int) -> Scores:
    """Bayes' linear estimate of each level. known: levels that the attacker has from elsewhere, exactly."""
    people = sorted({person for each in shown for person in each.cell.respondents})
    place = {person: at for at, person in enumerate(people)}
    means = np.zeros((len(shown), len(people)))
    for row, each in enumerate(shown):
        means[row, [place[person] for person in each.cell.respondents]] = 1 / len(each.cell.respondents)
    prior = np.array([known.get(person, AVERAGE) for person in people])
    spread = np.array([0.0 if person in known else SPREAD**2 for person in people])
    low, high = np.array([interval(each.cell) for each in shown]).T if shown else (np.zeros(0), np.zeros(0))
    doubt = 0.15 + (high - low) ** 2 / 12 * (turns == 1)  # and their noisy days
    said = np.array([middle(each.cell) for each in shown])
    if turns > 1:
        said = np.clip(means @ prior, low, high)
    pulled = spread[:, None] * means.T
    gain = pulled @ np.linalg.inv(means @ pulled + np.diag(doubt)) if len(shown) else np.zeros((len(people), 0))
    levels = prior
    for _ in range(turns):
        levels = prior + gain @ (said - means @ prior)
        said = np.clip(means @ levels, low, high) if turns > 1 else said
    return dict(zip(people, levels.tolist(), strict=True))


def parent_and_children(shown: Sequence[Shown]) -> Scores:
    """What a group's mean and those of its parts, in one window, leave for the others: for each person the smallest set found wins."""
    best: dict[int, tuple[int, float]] = {}
    for window in sorted({each.window for each in shown}):
        cells = [each.cell for each in shown if each.window == window]
        for people, mean in _rests(cells):
            for person in people:
                best[person] = min(best.get(person, (len(people), mean)), (len(people), mean))
    return {person: mean for person, (_, mean) in best.items()}


def _rests(cells: Sequence[Cell]) -> Iterator[tuple[frozenset[int], float]]:
    for cell in cells:
        yield cell.respondents, middle(cell)
        inside = [each for each in cells if each.respondents < cell.respondents]
        outer = [each for each in inside if not any(each.respondents < other.respondents for other in inside)]
        for parts in ([each] for each in inside), [outer]:
            for taken in parts:
                people = cell.respondents.difference(*(each.respondents for each in taken))
                if people and taken:
                    total = len(cell.respondents) * middle(cell) - sum(len(each.respondents) * middle(each) for each in taken)
                    yield people, min(10.0, max(0.0, total / len(people)))


def over_time(shown: Sequence[Shown]) -> Scores:
    """What changed in a group's sum between two publications is put on those who came and, the other way round, on those who left."""
    moves: dict[int, list[tuple[float, float]]] = defaultdict(list)
    groups: dict[object, list[Cell]] = defaultdict(list)
    for each in shown:
        groups[each.cell.group].append(each.cell)
    for cells in groups.values():
        for before, after in combinations(cells, 2):
            came, left = after.respondents - before.respondents, before.respondents - after.respondents
            if changed := len(came) + len(left):
                usual = AVERAGE * (len(after.respondents) - len(before.respondents))
                moved = len(after.respondents) * middle(after) - len(before.respondents) * middle(before) - usual
                for person in came:
                    moves[person].append((moved / changed, 1 / changed))
                for person in left:
                    moves[person].append((-moved / changed, 1 / changed))
    return {person: AVERAGE + sum(move * weight for move, weight in all_) / sum(w for _, w in all_) for person, all_ in moves.items()}


def leading(scores: Scores, team: Sequence[int]) -> list[int]:
    """Whom the attack names as the most loaded of the team: several where it cannot tell them apart."""
    rounded = {person: round(scores.get(person, AVERAGE), 6) for person in team}
    return [person for person in team if rounded[person] == max(rounded.values())]


ATTACKS: Mapping[str, Attack] = {
    "attendance regression": attendance,
    "attendance regression, bands as bands": attendance_in_bands,
    "parent and child differencing": parent_and_children,
    "differencing over time": over_time,
}
