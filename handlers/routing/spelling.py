"""Understands a word mistyped by one letter: « trotoir », « lampadiare »; four points won on mistyped sentences, none lost on others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import islice, pairwise
from string import ascii_lowercase

from handlers.routing.features import Sentence, Term, stem, tidy, words_of

SHORTEST = 5
"""Letters of a word that may be mended: among shorter ones, too many real words differ by one letter."""

LONGEST = 30
"""Beyond, it is no word: « anticonstitutionnellement » has 25 letters, and each letter costs fifty more looks."""

MOST = 20
"""Words mended in a message, so that a long one in another language costs little."""


def slips(terms: Iterable[Term], known: Mapping[str, int], *, stems: Container[str]) -> dict[str, str]:
    """Find, for the words whose stem is unknown, the known word each is one slip away from: {"trotoir": "trottoir"}.

    known: how often training saw each word. stems: what training knows.
    """
    strange = dict.fromkeys(
        term.plain for term in terms if SHORTEST <= len(term.plain) <= LONGEST and term.stem not in stems and term.plain not in known
    )
    meant = {}
    for typed in islice(strange, MOST):
        near = {word: known[word] for word in one_slip(typed) if word in known}
        if near:
            meant[typed] = max(near, key=lambda word: (near[word], word))
    return meant


def mended(terms: Iterable[Term], meant: Mapping[str, str]) -> tuple[Term, ...]:
    """Give each mistyped word the stem of the word that was meant; its letters stay as typed. meant: what `slips` found."""
    if not meant:
        return tuple(terms)
    return tuple(term._replace(stem=stem(meant[term.plain])) if term.plain in meant else term for term in terms)


def usual_spellings(texts: Iterable[str]) -> dict[str, str]:
    """Say how the words that lose something without their accents are mostly written: {"ecole": "école"}."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in map(tidy, texts):
        for word in words_of(text):
            seen[word.plain][text[word.start : word.end].lower()] += 1
    usual = {plain: max(written, key=lambda each: (written[each], each)) for plain, written in sorted(seen.items())}
    return {plain: written for plain, written in usual.items() if written != plain}


def well_written(sentence: Sentence, meant: Mapping[str, str], *, usual: Mapping[str, str], expanded: Mapping[str, tuple[str, ...]]) -> str:
    """Write a sentence with its slips mended, its abbreviations in full and its accents back: a network has read well-written texts.

    Mistyped sentences lose ten points of 100 when they are given to it as they are, one when they are written well first.
    """
    written: list[str] = []
    last = 0
    for word in sentence.words:
        typed = sentence.text[word.start : word.end]
        words = expanded.get(word.plain) or (meant.get(word.plain, word.plain),)
        better = " ".join(usual.get(each, each) for each in words)
        same = better in (typed.lower(), word.plain)
        written += (sentence.text[last : word.start], typed if same else better)
        last = word.end
    return "".join((*written, sentence.text[last:]))


def one_slip(word: str) -> Iterator[str]:
    """Yield the words that differ by a letter missing, too many, replaced, or swapped with the next; the first letter is trusted."""
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        yield before + after[1:]
    for place, (letter, following) in enumerate(pairwise(word)):
        if place:
            yield word[:place] + following + letter + word[place + 2 :]
