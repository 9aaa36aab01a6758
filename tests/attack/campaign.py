"""Counts, over many towns, how often each attack names the right person, beside how often chance would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import mean, stdev

from handlers.surveys.publishing import FLOOR, Cell, Respondent, publish
from tests.attack.attacks import ATTACKS, attendance, interval, leading
from tests.attack.careless import counting_to_five
from tests.attack.world import TURNED, WINDOWS, Levels, Shown, Town, two_years

GRAPPES = (3, 4)
"""Mairies of each grappe of a town under attack."""
MARGINS = {"mairie": 0.05, "grappe": 0.02}
"""How much better than chance an attack may do, of a team and of all who work in a grappe."""
INSIDER = "insider who knows k - 1 levels"
CARELESS = "attendance regression, where five answers are enough"
REPORTED = (INSIDER, CARELESS)
"""Without a limit: nothing can be done about the first, and the second is somebody else's publisher."""


@dataclass(slots=True)
class Count:
    """How often an attack names the most loaded person of a group, and how often chance does: of each town, the mean of its trials."""

    trials: int = 0
    named: list[float] = field(default_factory=list)
    by_chance: list[float] = field(default_factory=list)

    def add(self, trials: Sequence[tuple[float, float]]) -> None:
        if trials:
            self.trials += len(trials)
            self.named.append(mean(named for named, _ in trials))
            self.by_chance.append(mean(chance for _, chance in trials))

    @property
    def gain(self) -> float:
        return mean(self.named) - mean(self.by_chance)

    @property
    def doubt(self) -> float:
        """One standard error of the gain; towns, not trials, are independent."""
        gains = [named - chance for named, chance in zip(self.named, self.by_chance, strict=True)]
        return stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else 1.0


class Campaign:
    """The counts of all towns attacked. published: of each kind, cells shown of those there might be; broken: what must never be."""

    def __init__(self, draws: int) -> None:
        self.draws = draws
        self.counts = {(attack, kind): Count() for attack in (*ATTACKS, *REPORTED) for kind in MARGINS}
        self.published = {kind: [0, 0] for kind in ("mairie", "grappe", "all", TURNED.kind)}
        self.fewest_answers = 11
        self.broken: list[str] = []

    def attacks(self, chance: Random) -> None:
        """Live two years of a town, then attack it as it is, and again with other levels of the same people."""
        town = two_years(chance, GRAPPES)
        trials: dict[tuple[str, str], list[tuple[float, float]]] = {key: [] for key in self.counts}
        for draw in range(self.draws):
            levels, shown = town.told_otherwise() if draw else (town.levels, town.shown)
            for key, named, by_chance in attempts(town, levels, shown):
                trials[key].append((named, by_chance))
            if draw % 4 == 0:  # one regression a group: slower, and nothing is to be reached
                for key, named, by_chance in insiders(chance, town, levels, shown):
                    trials[key].append((named, by_chance))
        other = two_years(chance, GRAPPES, counting_to_five)
        scores = attendance(other.shown)
        for kind, team in teams(other):
            trials[CARELESS, kind].append((certainty(leading(scores, team), team, other.levels), 1 / len(team)))
        for key, count in self.counts.items():
            count.add(trials[key])
        self._unanimous(chance, town)
        for each in town.shown:
            self.published[each.cell.group.kind][0] += 1
        for kind, several in (("mairie", len(town.teams)), ("grappe", len(town.grappes)), ("all", 1), (TURNED.kind, 1)):
            self.published[kind][1] += several * WINDOWS

    def _unanimous(self, chance: Random, town: Town) -> None:
        """Each team answers as one; the attacker knows that it does, and looks for what it answered."""
        said = {mairie: chance.randint(0, 10) for mairie in town.teams}
        if chance.random() < 0.5:
            said = dict.fromkeys(said, chance.choice((0, 10)))
        answered = [Respondent(person, mairie, False, said[mairie]) for mairie, team in town.teams.items() for person in team]
        sizes = {mairie: len(team) for mairie, team in town.teams.items()}
        cells = publish(answered, town.grappes, sizes, (), window=0)
        if publish(chance.sample(answered, len(answered)), town.grappes, sizes, (), window=0) != cells:
            self.broken.append("the order of the answers shows")
        self.fewest_answers = min([self.fewest_answers, *(answers_left(cell) for cell in cells if cell.shown is not None)])

    def misses(self) -> Iterator[str]:
        for (attack, kind), count in self.counts.items():
            if attack not in REPORTED and count.gain > MARGINS[kind]:
                yield f"{attack}, {kind}: {count.gain:+.1%}"
        if self.fewest_answers < 2:
            yield "a unanimous team tells its exact answer"
        yield from self.broken


Attempt = tuple[tuple[str, str], float, float]
"""The attack with the kind of group; how surely it names the most loaded of those who are there on the last day; how surely chance does."""


def attempts(town: Town, levels: Levels, shown: Sequence[Shown]) -> Iterator[Attempt]:
    scores = {name: attack(shown) for name, attack in ATTACKS.items()}
    for kind, team in teams(town):
        for name in ATTACKS:
            yield (name, kind), certainty(leading(scores[name], team), team, levels), 1 / len(team)


def insiders(chance: Random, town: Town, levels: Levels, shown: Sequence[Shown]) -> Iterator[Attempt]:
    for kind, team in teams(town):
        known = {person: levels[person] for person in chance.sample(team, FLOOR - 1)}
        if len(others := [person for person in team if person not in known]) > 1:
            yield (INSIDER, kind), certainty(leading(attendance(shown, known), others), others, levels), 1 / len(others)


def certainty(named: Sequence[int], team: Sequence[int], levels: Levels) -> float:
    return (max(team, key=levels.__getitem__) in named) / len(named)


def teams(town: Town) -> Iterator[tuple[str, list[int]]]:
    for team in town.teams.values():
        yield "mairie", team
    for mairies in town.grappes.values():
        yield "grappe", [person for mairie in mairies for person in town.teams[mairie]]


def answers_left(cell: Cell) -> int:
    """How many answers, 0 to 10, anybody in a cell may have given: in a band, even if it is known that all gave the same."""
    low, high = interval(cell)
    people = len(cell.respondents)
    if cell.group.kind == "all":
        return sum(low <= (10 * (people - 1) + answer) / people and answer / people < high for answer in range(11))
    return sum(low <= answer < high or answer == high == 10 for answer in range(11))
