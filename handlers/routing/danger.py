"""Reads the words that put the telephone before the form. Pure, in one pass over the words: nothing typed can make it slow.

The grammar of words, patterns, exceptions and negations is the town's: see the top of its dangers.yaml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from handlers.routing.features import expansions, fold, tidy, words_of

if TYPE_CHECKING:
    from config.catalogue import Danger
    from config.town import Town

WINDOW = 8
"""All terms of a pattern stand within so many words in a row."""

REACH = 5
"""A negation counts up to so many words before what it denies: « pas de fumée », « exercice incendie »."""

Plain = tuple[str, ...]


class Alarm(NamedTuple):
    """A danger that a text speaks of. certain: False when a negation precedes it: do not raise the alarm, ask."""

    danger: Danger
    certain: bool


class Piece(NamedTuple):
    """One way to say one term: words in a row, the last letters of a starred one free. owner: (danger, pattern) and term number."""

    words: Plain
    starred: tuple[bool, ...]
    pattern: int
    term: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms that must all be there. An expression is a pattern of one term. size: how much it says, in words or terms."""

    danger: int
    terms: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """A town's dangers, ready to be looked for: pieces by their first word, whole or starred."""

    dangers: tuple[Danger, ...]
    patterns: tuple[Pattern, ...]
    by_word: dict[str, list[Piece]]
    by_start: dict[str, list[Piece]]
    exceptions: tuple[dict[str, list[Plain]], ...]  # by danger, then by first word
    negations: dict[str, list[Plain]]
    expanded: dict[str, Plain]
    longest_start: int


def danger_of(text: str, town: Town) -> Danger | None:
    """Return the danger a text surely speaks of, None without one. « fumée noire à l'école » is feu_explosion."""
    alarm = alarm_of(text, town)
    return alarm.danger if alarm and alarm.certain else None


def alarm_of(text: str, town: Town) -> Alarm | None:
    """Return the danger a text speaks of, surely or under a negation. Of several, the one whose words say most; then the town's order."""
    watch = _watch(_Same(town))
    words = [plain for word in words_of(tidy(text)) for plain in watch.expanded.get(word.plain, (word.plain,))]
    found: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    denied = _denied(words, watch)
    for pattern, start in _matches(words, watch):
        found[start not in denied].append((-pattern.size, pattern.danger))
    for certain in (True, False):
        if found[certain]:
            return Alarm(watch.dangers[min(found[certain])[1]], certain)
    return None


def _matches(words: Sequence[str], watch: Watch) -> Iterator[tuple[Pattern, int]]:
    """Yield each pattern found, with the position of its first word."""
    hidden = [_hidden(words, exceptions) for exceptions in watch.exceptions]
    seen: dict[int, dict[int, int]] = defaultdict(dict)  # pattern to term to the last position it began at
    for end, piece in _pieces(words, watch):
        pattern, start = watch.patterns[piece.pattern], end - len(piece.words)
        if not hidden[pattern.danger].isdisjoint(range(start, end)):
            continue
        last = seen[piece.pattern]
        last[piece.term] = start
        if len(last) == pattern.terms and end - (first := min(last.values())) <= WINDOW:
            yield pattern, first


def _pieces(words: Sequence[str], watch: Watch) -> list[tuple[int, Piece]]:
    """Find every piece, in the order of where it ends (exclusive)."""
    found = []
    for start, word in enumerate(words):
        candidates = [*watch.by_word.get(word, ())]
        for length in range(1, min(len(word), watch.longest_start) + 1):
            candidates += watch.by_start.get(word[:length], ())
        for piece in candidates:
            here = words[start : start + len(piece.words)]
            if len(here) == len(piece.words) and all(map(_fits, here, piece.words, piece.starred)):
                found.append((start + len(here), piece))
    return sorted(found, key=lambda each: each[0])


def _fits(word: str, wanted: str, starred: bool) -> bool:
    return word.startswith(wanted) if starred else word == wanted


def _hidden(words: Sequence[str], fragments: dict[str, list[Plain]]) -> set[int]:
    """Return the positions covered by a fragment."""
    return {at for start, length in _fragments(words, fragments) for at in range(start, start + length)}


def _denied(words: Sequence[str], watch: Watch) -> set[int]:
    """Return the positions that a negation reaches."""
    ends = [start + length for start, length in _fragments(words, watch.negations)]
    return {at for end in ends for at in range(end, end + REACH)}


def _fragments(words: Sequence[str], fragments: dict[str, list[Plain]]) -> Iterator[tuple[int, int]]:
    for start, word in enumerate(words):
        for fragment in fragments.get(word, ()):
            if tuple(words[start : start + len(fragment)]) == fragment:
                yield start, len(fragment)


class _Same:
    """A town by identity: its content is too large to compare at each message."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def __hash__(self) -> int:
        return id(self.town)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.town is other.town


@lru_cache(maxsize=8)
def _watch(same: _Same) -> Watch:
    """Prepare a town's dangers once."""
    town = same.town
    dangers = tuple(town.dangers.values())
    patterns: list[Pattern] = []
    by_word: dict[str, list[Piece]] = defaultdict(list)
    by_start: dict[str, list[Piece]] = defaultdict(list)
    for number, danger in enumerate(dangers):
        for terms in _terms(danger):
            size = max(len(terms), *(len(alternative.split("_")) for term in terms for alternative in term))
            for term, alternatives in enumerate(terms):
                for alternative in alternatives:
                    piece = _piece(alternative, pattern=len(patterns), term=term)
                    (by_start if piece.starred[0] else by_word)[piece.words[0]].append(piece)
            patterns.append(Pattern(number, terms=len(terms), size=size))
    return Watch(
        dangers,
        tuple(patterns),
        by_word=dict(by_word),
        by_start=dict(by_start),
        exceptions=tuple(_by_first(danger.exceptions) for danger in dangers),
        negations=_by_first(town.danger_negations),
        expanded=expansions(town.abbreviations),
        longest_start=max(map(len, by_start), default=0),
    )


def _terms(danger: Danger) -> Iterator[list[list[str]]]:
    """Yield, for each expression and pattern, its terms, each a list of alternatives; words in a row are joined by « _ »."""
    for expression in danger.words:
        yield [["_".join(_plain(expression))]]
    for pattern in danger.patterns:
        yield [term.split("|") for term in fold(pattern).split()]


def _piece(alternative: str, *, pattern: int, term: int) -> Piece:
    words = alternative.split("_")
    return Piece(tuple(word.rstrip("*") for word in words), tuple(word.endswith("*") for word in words), pattern, term)


def _by_first(fragments: Iterable[str]) -> dict[str, list[Plain]]:
    found: dict[str, list[Plain]] = defaultdict(list)
    for fragment in fragments:
        plain = _plain(fragment)
        found[plain[0]].append(plain)
    return dict(found)


def _plain(text: str) -> Plain:
    return tuple(word.plain for word in words_of(tidy(text)))
