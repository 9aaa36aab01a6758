"""Finds a town's expressions in what people type. Pure, in one pass over the words: nothing typed can make it slow.

The grammar of words, patterns, exceptions and negations is the town's: see the top of its dangers.yaml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

from handlers.routing.features import expansions, fold, tidy, words_of
from handlers.routing.spelling import LONGEST, MOST, one_slip

WINDOW = 8
"""All terms of a pattern stand within so many words in a row."""

SHORTEST = 4
"""Letters of a word that may have been mistyped. Shorter than for the router: « setn le gaz » is worth a question."""

Plain = tuple[str, ...]
Spot = tuple[int, int]
"""Where an expression or a term stands among the words: from one, up to another (exclusive)."""


class Expressions(Protocol):
    """What a subject is spoken of by. words: whole expressions. patterns: the small grammar. exceptions: taken out of the text first."""

    @property
    def words(self) -> Sequence[str]: ...
    @property
    def patterns(self) -> Sequence[str]: ...
    @property
    def exceptions(self) -> Sequence[str]: ...


class Found(NamedTuple):
    """An expression that is there. subject: its place among those watched for. size: how much it says, in words or terms.

    said: the words as they were typed. denied: a negation precedes it. slipped: one of its words is only a slip away from what was typed.
    """

    subject: int
    size: int
    said: str
    denied: bool
    slipped: bool = False


class Piece(NamedTuple):
    """One way to say one term: words in a row, the last letters of a starred one free. pattern: its number; term: which of its terms."""

    words: Plain
    starred: tuple[bool, ...]
    pattern: int
    term: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms that must all be there. An expression is a pattern of one term. size: how much it says, in words or terms."""

    subject: int
    terms: int
    size: int


class Heard(NamedTuple):
    """A word as it is compared, and where it was typed (an abbreviation gives several)."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """Expressions ready to be looked for: pieces by their first word, whole or starred. reach: words that a negation counts for."""

    patterns: tuple[Pattern, ...]
    by_word: dict[str, list[Piece]]
    by_start: dict[str, list[Piece]]
    whole: frozenset[str]  # every word that is not starred, long enough to be mistyped
    exceptions: tuple[dict[str, list[Plain]], ...]  # by subject, then by first word
    negations: dict[str, list[Plain]]
    expanded: dict[str, Plain]
    longest_start: int
    reach: int
    stops: str
    ordinary: frozenset[str] | None


def watch(
    subjects: Sequence[Expressions],
    *,
    negations: Iterable[str],
    abbreviations: Mapping[str, str],
    reach: int,
    stops: str = "",
    ordinary: frozenset[str] | None = None,
) -> Watch:
    """Prepare expressions once. stops: signs that end what a negation counts for (« pas de chute, mais… »).

    ordinary: words that are never taken for mistyped ones; None: words are found only as they are spelled.
    """
    patterns: list[Pattern] = []
    by_word: dict[str, list[Piece]] = defaultdict(list)
    by_start: dict[str, list[Piece]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        for terms in _terms(subject):
            size = max(len(terms), *(len(alternative.split("_")) for term in terms for alternative in term))
            for term, alternatives in enumerate(terms):
                for alternative in alternatives:
                    piece = _piece(alternative, pattern=len(patterns), term=term)
                    (by_start if piece.starred[0] else by_word)[piece.words[0]].append(piece)
            patterns.append(Pattern(number, terms=len(terms), size=size))
    return Watch(
        tuple(patterns),
        by_word=dict(by_word),
        by_start=dict(by_start),
        whole=frozenset(
            word
            for piece in chain.from_iterable((*by_word.values(), *by_start.values()))
            for word, starred in zip(piece.words, piece.starred, strict=True)
            if not starred and len(word) >= SHORTEST
        ),
        exceptions=tuple(_by_first(subject.exceptions) for subject in subjects),
        negations=_by_first(negations),
        expanded=expansions(abbreviations),
        longest_start=max(map(len, by_start), default=0),
        reach=reach,
        stops=stops,
        ordinary=ordinary,
    )


def found(watched: Watch, text: str, *, beside: Iterable[str] = ()) -> Iterator[Found]:
    """Yield each expression found, in the order of where it ends. beside: fragments taken out of the text for every subject."""
    tidied = tidy(text)
    heard = [Heard(plain, word.start, word.end) for word in words_of(tidied) for plain in watched.expanded.get(word.plain, (word.plain,))]
    meant = _meant([each.plain for each in heard], watched)
    words = [meant.get(each.plain, each.plain) for each in heard]
    denied, aside = _denied(heard, tidied, watched), _hidden(words, _by_first(beside))
    for pattern, spots in _matches(words, watched, aside):
        first = min(start for start, _ in spots)
        slipped = any(each.plain in meant for start, end in spots for each in heard[start:end])
        yield Found(pattern.subject, pattern.size, _said(tidied, heard, spots), denied=first in denied, slipped=slipped)


def _meant(words: Sequence[str], watched: Watch) -> dict[str, str]:
    """Find the words watched for that strange words are one slip away from: {"incendei": "incendie"}."""
    if watched.ordinary is None:
        return {}
    strange = [
        word
        for word in dict.fromkeys(words)
        if SHORTEST <= len(word) <= LONGEST and not (word in watched.ordinary or _watched(word, watched))
    ]
    near = ((word, next((each for each in one_slip(word) if _watched(each, watched)), None)) for word in strange[:MOST])
    return {word: mended for word, mended in near if mended}


def _watched(word: str, watched: Watch) -> bool:
    starts = (word[:length] in watched.by_start for length in range(SHORTEST, min(len(word), watched.longest_start) + 1))
    return word in watched.whole or any(starts)


def _said(text: str, heard: Sequence[Heard], spots: Iterable[Spot]) -> str:
    """The terms as typed, in their order; « … » for what stands between."""
    spans: list[Spot] = []
    for start, end in sorted(spots):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return " … ".join(text[heard[start].start : heard[end - 1].end] for start, end in spans)


def _matches(words: Sequence[str], watched: Watch, aside: set[int]) -> Iterator[tuple[Pattern, list[Spot]]]:
    """Yield each pattern found, with where its terms are."""
    hidden = [aside | _hidden(words, exceptions) for exceptions in watched.exceptions]
    seen: dict[int, dict[int, Spot]] = defaultdict(dict)  # pattern to term to where it was last
    for end, piece in _pieces(words, watched):
        pattern, start = watched.patterns[piece.pattern], end - len(piece.words)
        if not hidden[pattern.subject].isdisjoint(range(start, end)):
            continue
        last = seen[piece.pattern]
        last[piece.term] = (start, end)
        if len(last) == pattern.terms and end - min(last.values())[0] <= WINDOW:
            yield pattern, [*last.values()]


def _pieces(words: Sequence[str], watched: Watch) -> list[tuple[int, Piece]]:
    """Find every piece, in the order of where it ends (exclusive)."""
    pieces = []
    for start, word in enumerate(words):
        candidates = [*watched.by_word.get(word, ())]
        for length in range(1, min(len(word), watched.longest_start) + 1):
            candidates += watched.by_start.get(word[:length], ())
        for piece in candidates:
            here = words[start : start + len(piece.words)]
            if len(here) == len(piece.words) and all(map(_fits, here, piece.words, piece.starred)):
                pieces.append((start + len(here), piece))
    return sorted(pieces, key=lambda each: each[0])


def _fits(word: str, wanted: str, starred: bool) -> bool:
    return word.startswith(wanted) if starred else word == wanted


def _hidden(words: Sequence[str], fragments: dict[str, list[Plain]]) -> set[int]:
    """Return the positions covered by a fragment."""
    return {at for start, length in _fragments(words, fragments) for at in range(start, start + length)}


def _denied(heard: Sequence[Heard], text: str, watched: Watch) -> set[int]:
    """Return the positions that a negation reaches."""
    reached: set[int] = set()
    for start, length in _fragments([each.plain for each in heard], watched.negations):
        for at in range(start + length, min(start + length + watched.reach, len(heard))):
            if any(sign in watched.stops for sign in text[heard[at - 1].end : heard[at].start]):
                break
            reached.add(at)
    return reached


def _fragments(words: Sequence[str], fragments: dict[str, list[Plain]]) -> Iterator[Spot]:
    for start, word in enumerate(words):
        for fragment in fragments.get(word, ()):
            if tuple(words[start : start + len(fragment)]) == fragment:
                yield start, len(fragment)


def _terms(subject: Expressions) -> Iterator[list[list[str]]]:
    """Yield, for each expression and pattern, its terms, each a list of alternatives; words in a row are joined by « _ »."""
    for expression in subject.words:
        yield [["_".join(plain(expression))]]
    for pattern in subject.patterns:
        yield [term.split("|") for term in fold(pattern).split()]


def _piece(alternative: str, *, pattern: int, term: int) -> Piece:
    words = alternative.split("_")
    return Piece(tuple(word.rstrip("*") for word in words), tuple(word.endswith("*") for word in words), pattern, term)


def _by_first(fragments: Iterable[str]) -> dict[str, list[Plain]]:
    by_first: dict[str, list[Plain]] = defaultdict(list)
    for fragment in fragments:
        if words := plain(fragment):
            by_first[words[0]].append(words)
    return dict(by_first)


def plain(text: str) -> Plain:
    """The words of a text as they are compared."""
    return tuple(word.plain for word in words_of(tidy(text)))
