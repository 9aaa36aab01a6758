"""Town-hall sentences that hold personal data, made from templates and values under fixed seeds: a set to learn from, one kept aside."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tests.privacy.values import DEVELOPMENT, KEPT_ASIDE, MAKERS, Pool

Part = Literal["development", "kept_aside"]
POOLS = {"development": DEVELOPMENT, "kept_aside": KEPT_ASIDE}
SEEDS = {"development": 20260413, "kept_aside": 20261123}
OF_EACH = 400
"""Sentences made for each kind, so that there are at least as many positives of it."""

GOALS = {"phone": 0.99, "email": 0.99, "iban": 0.99, "nir": 0.99, "card": 0.99, "plate": 0.9, "name": 0.9}
"""How many of a kind must be masked, among those kept aside."""
CLEAN_GOAL = 0.02
"""How many of the clean sentences may be touched."""

SLOT = re.compile(r"\{(\w+)\}")
LABEL = re.compile(r"\[[^\[\]]*masqu[^\[\]]*\]")
RUN = re.compile(r"[^\W_]+")


class Sentence(NamedTuple):
    """typed: all of it. around: what is no personal data, each datum replaced by a line end. values: the data, by kind."""

    typed: str
    around: str
    values: tuple[tuple[str, str], ...]


def templates(part: Part) -> list[str]:
    return lines_of(f"sentences/{part}.txt")


def lines_of(file: str) -> list[str]:
    """The lines of a file beside this one, without its remarks."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sentences(part: Part) -> Iterator[Sentence]:
    """The whole set, always the same."""
    chance, pool, lines = random.Random(SEEDS[part]), POOLS[part], templates(part)
    for kind in MAKERS:
        mine = [line for line in lines if f"{{{kind}}}" in line]
        for turn in range(OF_EACH):
            yield _filled(mine[turn % len(mine)], chance, pool)


def _filled(template: str, chance: random.Random, pool: Pool) -> Sentence:
    surrounding: dict[str, Callable[[], str]] = {
        "civility": lambda: chance.choice(pool.civilities),
        "road": lambda: chance.choice(pool.roads),
        "fact": lambda: chance.choice(pool.facts),
        "when": lambda: chance.choice(pool.whens),
        "number": lambda: str(chance.randrange(2, 60)),
    }
    hand = _hand(chance)
    typed, around, values = "", "", []
    for place, piece in enumerate(SLOT.split(template)):
        if place % 2 and piece in MAKERS:
            value = MAKERS[piece](chance, pool)
            value = value.upper() if hand is str.upper else value
            values.append((piece, value))
            typed, around = typed + value, around + "\n"
        else:
            written = surrounding[piece]() if place % 2 else piece
            written = written if piece == "civility" and hand is not str.upper else hand(written)
            typed, around = typed + written, around + written
    return Sentence(typed, around, tuple(values))


def _hand(chance: random.Random) -> Callable[[str], str]:
    """How somebody types what surrounds the data: with care, without accents or capitals, in capitals, or with a slip."""
    way = chance.random()
    if way < 0.6:
        return str
    if way < 0.75:
        return str.lower
    if way < 0.85:
        return lambda text: text.translate(str.maketrans("éèêëàâïîôùûç", "eeeeaaiiouuc"))
    if way < 0.9:
        return str.upper
    return lambda text: _slip(text, chance)


def _slip(text: str, chance: random.Random) -> str:
    """A letter lost or two swapped in one of the longer words."""
    words = [found for found in re.finditer(r"[a-zéèêàûîôç]{5,}", text)]
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end() - 1)
    return text[:at] + chance.choice((text[at + 1 :], text[at + 1] + text[at] + text[at + 2 :]))


def survives(sentence: Sentence, masked: str) -> list[tuple[str, str]]:
    """The data of which anything is still to be read, beyond what the sentence says around them: two signs side by side, or one alone."""
    kept = LABEL.sub("\n", masked)
    left = [
        (kind, value)
        for kind, value in sentence.values
        if any(kept.count(piece) > sentence.around.count(piece) for run in RUN.findall(value) for piece in _pieces(run))
    ]
    alone = Counter(kept) - Counter(sentence.around)
    return left or [(kind, value) for kind, value in sentence.values if any(sign in alone for sign in "".join(RUN.findall(value)))]


def _pieces(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


class Measure(NamedTuple):
    """How many data of each kind there were, and of which something survived. exact: the share of sentences of which nothing else went."""

    wanted: Counter[str]
    missed: Counter[str]
    exact: float
    examples: Sequence[tuple[str, str]]

    def recall(self, kind: str) -> float:
        return 1 - self.missed[kind] / self.wanted[kind]


def measure(part: Part, mask: Callable[[str], str]) -> Measure:
    wanted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    exact, examples, total = 0, [], 0
    for sentence in sentences(part):
        masked = mask(sentence.typed)
        left = survives(sentence, masked)
        wanted.update(kind for kind, _ in sentence.values)
        missed.update(kind for kind, _ in left)
        exact += LABEL.sub("\n", masked) == sentence.around
        total += 1
        if left:
            examples.append((sentence.typed, masked))
    return Measure(wanted, missed, exact / total, examples)
