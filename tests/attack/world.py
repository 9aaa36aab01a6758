"""Two years of a town whose teams change, whose people have a level of their own and noisy days, published by the real publisher."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import numpy as np

from config.surveys import Bank
from handlers.surveys.publishing import Cell, Group, Past, Respondent, level, publish
from handlers.surveys.spreads import Share, spread
from storage.ballots import Vote

WINDOWS = 26
WEEKS, DAYS = 4, 5
LEVELS = (1.25, 8.75)
"""Of the scale 0 to 10: what 1.5 to 4.5 is of the scale 1 to 5."""
NOISE = 1.75
WEEK_OFF, ANSWERS, SILENT, LEAVES = 0.12, 0.75, 0.03, 1 / 36
"""Chances: of a week off; of an answer on a day worked; of a window without any; of leaving between two windows, one in four for nine."""
SMALLEST, LARGEST = 5, 12
TURNING = 1 - WEEK_OFF
"""Chance of being there in a week, hence of meeting its turning question."""
TURNED = Group("spread", "")  # type: ignore[arg-type]  # no group that the publisher knows
DEGREES = 5
BANK = Bank.model_validate({
    "enquete": {"heure": "16:15", "noyau": "core", "ressources": ["help"]},
    "echelles": [
        {"id": "ten", "type": "entier", "min": 0, "max": 10},
        {"id": "five", "type": "choix", "valeurs": [{"v": degree, "t": str(degree)} for degree in range(DEGREES)]},
    ],
    "questions": [
        {"id": id, "dimension": "load", "quand": when, "echelle": scale, "favorable": "bas", "sensible": False, "texte": id}
        for id, when, scale in (("core", "noyau", "ten"), *((f"week_{week}", "rotation", "five") for week in range(WEEKS)))
    ],
})
"""Whatever turns, the worst case is taken: people answer as they do to the core."""

Levels = dict[int, float]


class Shown(NamedTuple):
    """A cell as an attacker sees it, who knows exactly who answered."""

    window: int
    cell: Cell


@dataclass(slots=True)
class Town:
    """teams: who works in each mairie now, its secrétaire général left out. turnout: how often each person answered, by window.

    levels: of everybody ever, what the attacks are after.
    """

    chance: Random
    grappes: dict[str, tuple[str, ...]]
    sgs: dict[str, int] = field(default_factory=dict)
    teams: dict[str, list[int]] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    levels: Levels = field(default_factory=dict)
    turnout: list[dict[int, int]] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    publisher: Callable[..., list[Cell]] = publish

    def passes(self, window: int) -> None:
        """Live a window, and publish it."""
        home = {person: mairie for mairie, team in self.teams.items() for person in (self.sgs[mairie], *team)}
        self.turnout.append({person: answers for person in home if (answers := self._answers())})
        means = charges(self.chance, self.turnout[-1], self.levels)
        answered = [Respondent(person, home[person], person == self.sgs[home[person]], mean) for person, mean in means.items()]
        sizes = {mairie: len(team) + 1 for mairie, team in self.teams.items()}
        cells = self.publisher(answered, self.grappes, sizes, self.past, window=window)
        self.shown += [Shown(window, cell) for cell in cells if cell.shown is not None]
        self.past += [Past(cell.group, window, cell.respondents) for cell in cells if cell.shown is not None]
        if cells[-1].shown is not None:
            self._spreads(window, home)

    def _spreads(self, window: int, home: dict[int, str]) -> None:
        """Beside the whole's level, what is said of one of the window's turning questions."""
        met = {
            f"week_{week}": frozenset(person for person in self.turnout[-1] if self.chance.random() < TURNING * ANSWERS)
            for week in range(WEEKS)
        }
        votes = [
            Vote(str(person), home[person], person == self.sgs[home[person]], id, str(place))
            for id, people in met.items() for person, place in degrees(self.chance, people, self.levels).items()
        ]
        if found := spread(BANK, votes, {}, self.chance):
            self.shown.append(Shown(window, Cell(TURNED, met[found.question], told(found.shares), "")))

    def changes(self) -> None:
        """Some leave, and others come: at times more, at times fewer, always a team of 5 to 12."""
        for mairie, team in self.teams.items():
            self.teams[mairie] = stay = [person for person in team if self.chance.random() >= LEAVES]
            missing = self.wanted[mairie] - len(stay)
            while len(stay) < SMALLEST or (missing > 0 and self.chance.random() < 0.6):
                stay.append(self.arrives())
                missing -= 1
            if self.chance.random() < 0.05:
                self.wanted[mairie] = min(LARGEST, max(SMALLEST, self.wanted[mairie] + self.chance.choice((-1, 1))))

    def arrives(self) -> int:
        self.levels[person := len(self.levels)] = self.chance.uniform(*LEVELS)
        return person

    def told_otherwise(self) -> tuple[Levels, list[Shown]]:
        """The same people on the same days with other levels and other answers: as good a trial, for who answered decides what is shown."""
        levels = {person: self.chance.uniform(*LEVELS) for person in self.levels}
        means = [charges(self.chance, turnout, levels) for turnout in self.turnout]
        shown = [
            Shown(window, cell._replace(shown=level(cell.group, [means[window][person] for person in cell.respondents])))
            for window, cell in self.shown if cell.group != TURNED
        ]
        for window, cell in self.shown:
            if cell.group == TURNED:
                said = degrees(self.chance, cell.respondents, levels)
                votes = [Vote(str(person), "", False, "week_0", str(place)) for person, place in said.items()]
                if found := spread(BANK, votes, {}, self.chance):
                    shown.append(Shown(window, cell._replace(shown=told(found.shares))))
        return levels, shown

    def _answers(self) -> int:
        if self.chance.random() < SILENT:
            return 0
        days = sum(DAYS * (self.chance.random() >= WEEK_OFF) for _ in range(WEEKS))
        return sum(self.chance.random() < ANSWERS for _ in range(days))


def charges(chance: Random, turnout: dict[int, int], levels: Levels) -> dict[int, float]:
    """Each respondent's mean of that many noisy answers."""
    dice = np.random.default_rng(chance.getrandbits(64))
    usual, counts = np.array([levels[person] for person in turnout]), np.array(list(turnout.values()))
    answers = np.clip(np.rint(dice.normal(usual[:, None], NOISE, (len(usual), WEEKS * DAYS))), 0, 10)
    given = answers * (np.arange(WEEKS * DAYS) < counts[:, None])
    return dict(zip(turnout, (given.sum(axis=1) / counts).tolist(), strict=True))


def degrees(chance: Random, people: Iterable[int], levels: Levels) -> dict[int, int]:
    """Each person's answer to a turning question, in five degrees of what they would answer to the core."""
    answers = charges(chance, dict.fromkeys(people, 1), levels)
    return {person: min(int(answer * DEGREES / 10.01), DEGREES - 1) for person, answer in answers.items()}


def told(shares: Iterable[Share]) -> str:
    """« 0-1:4 2-4:6 »."""
    return " ".join(f"{each.first}-{each.last}:{each.tenths}" for each in shares)


def two_years(chance: Random, mairies_of_grappes: tuple[int, ...], publisher: Callable[..., list[Cell]] = publish) -> Town:
    """mairies_of_grappes: how many mairies each grappe has. publisher: another than ours, to see what ours is worth."""
    numbers = itertools.count()
    grappes = {f"g{place}": tuple(f"m{next(numbers):02}" for _ in range(count)) for place, count in enumerate(mairies_of_grappes)}
    town = Town(chance, grappes, publisher=publisher)
    for mairie in itertools.chain(*town.grappes.values()):
        town.sgs[mairie] = town.arrives()
        town.wanted[mairie] = chance.randint(SMALLEST, LARGEST)
        town.teams[mairie] = [town.arrives() for _ in range(town.wanted[mairie])]
    for window in range(WINDOWS):
        if window:
            town.changes()
        town.passes(window)
    return town
