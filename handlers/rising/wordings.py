"""New wordings: pairs of words that a week's requests say and the weeks before hardly did, in several places. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from config.words import fold
from handlers.privacy.names import BEARERS, OF_PEOPLE, names
from handlers.requests.likeness import ANYBODYS, street_of
from handlers.rising.series import UNSAID, distinct, place_of
from handlers.routing.features import ROADS, Term, expansions, read, stem

if TYPE_CHECKING:
    from config.town import Town
    from storage.tables import Request

FILES, PLACES = 4, 3
SURPRISING = 15.13
"""Log-likelihood (Dunning's G²) from which a pair is one in ten thousand by chance alone: a week holds hundreds of pairs."""
MOST = 3

_LABEL = re.compile(r"\[[^\[\]\n]*\]")
_ENDS = re.compile(r"[.!?:;,|\n()\[\]«»\"]")
_NAMING = frozenset(map(stem, ROADS | BEARERS))
_NO_SUBJECT = frozenset(map(stem, OF_PEOPLE)) | (ANYBODYS - _NAMING)


class Said(NamedTuple):
    """A pair in a request. words: as typed. named: one of them has a capital that no sentence begins with."""

    request: Request
    words: str
    named: bool


class Wording(NamedTuple):
    """A pair of stems, as it was said most. before: requests that said it in the weeks it is compared with.

    subject: the service that more than half of its requests are about; "" when it is said of several.
    """

    pair: str
    said: str
    files: int
    places: int
    before: int
    surprise: float
    subject: str


def wordings(week: Sequence[Request], before: Sequence[Request], town: Town) -> list[Wording]:
    """The pairs that rise most, the most surprising first, none sharing a word with one above it. Sensitive requests are not read."""
    said = {pair: each for pair, each in pairs(week, town).items() if len(each) >= FILES and 2 * sum(one.named for one in each) < len(each)}
    places = {pair: len(distinct(place_of(one.request, town) for one in each) - {UNSAID}) for pair, each in said.items()}
    candidates = {pair: each for pair, each in said.items() if places[pair] >= PLACES}
    past = pairs([request for request in before if _may_say(request, candidates, town)], town) if candidates else {}
    read_now, read_before = (sum(not each.sensitive for each in some) for some in (week, before))
    found = []
    for pair, each in candidates.items():
        earlier = len(past.get(pair, ()))
        surprise = log_likelihood(len(each), read_now, earlier, read_before)
        if surprise >= SURPRISING:
            found.append(Wording(pair, as_said(each), len(each), places[pair], earlier, surprise, _subject(each)))
    kept: list[Wording] = []
    for wording in sorted(found, key=lambda each: (-each.surprise, each.pair)):
        if not any(set(wording.pair.split()) & set(other.pair.split()) for other in kept):
            kept.append(wording)
    return kept[:MOST]


def _subject(said: Sequence[Said]) -> str:
    (service, many), *_ = Counter(each.request.service or "" for each in said).most_common(1)
    return service if 2 * many > len(said) else ""


def _may_say(request: Request, wanted: Iterable[str], town: Town) -> bool:
    """Whether a request holds both stems of a pair: cheaper than reading it, and most do not."""
    folded = fold(request.text, town.abbreviations)
    return any(all(part in folded for part in pair.split()) for pair in wanted)


def as_said(said: Iterable[Said]) -> str:
    """How most of them write it."""
    ways = Counter(each.words.lower() for each in said)
    return min(ways, key=lambda words: (-ways[words], words))


def log_likelihood(files: int, of: int, before: int, of_before: int) -> float:
    """G² of a pair in `files` requests of `of`, and in `before` of `of_before`; 0 where it does not rise. (4, 100, 0, 1200) is 20.5."""
    if not files or not of_before or files * of_before <= before * of:
        return 0.0
    share = (files + before) / (of + of_before)
    return 2 * sum(some * log(some / (all_of * share)) for some, all_of in ((files, of), (before, of_before)) if some)


def pairs(requests: Iterable[Request], town: Town) -> Mapping[str, list[Said]]:
    """By pair of stems, the requests that say it, each once."""
    found: dict[str, list[Said]] = defaultdict(list)
    expanded = expansions(town.abbreviations)
    subjects = frozenset(stem(word) for service in town.services.values() for word in fold(" ".join(service.keywords)).split())
    for request in requests:
        if not request.sensitive:
            once: dict[str, Said] = {}
            for pair, said in _pairs_of(request, town, expanded, subjects):
                once.setdefault(pair, said)
            for pair, said in once.items():
                found[pair].append(said)
    return found


def _pairs_of(
    request: Request, town: Town, expanded: Mapping[str, tuple[str, ...]], subjects: frozenset[str]
) -> Iterator[tuple[str, Said]]:
    """« Gros rats dans les poubelles, rue Haute » has « rat poubell » alone: neither how big, nor where, nor anybody's name.

    subjects: what the town's services are about; « passage piéton » is one of them, and « passage Pasteur » a place.
    """
    sentence = read(_masked(request.text), expanded)
    street = frozenset(street_of(request, town).split())
    quiet = not sentence.text.isupper()
    for one, other in pairwise(sentence.terms):
        first, second = (sentence.words[term.source] for term in (one, other))
        between = sentence.text[first.end : second.start]
        if one.stem == other.stem or _ENDS.search(between) or (one.stem in _NAMING and other.stem not in subjects):
            continue
        if all(_is_content(term, street) for term in (one, other)):
            capitals = [word for word in (first, second) if sentence.text[word.start].isupper()]
            named = quiet and any(not _begins(sentence.text, word.start) for word in capitals)
            yield f"{one.stem} {other.stem}", Said(request, sentence.text[first.start : second.end], named)


def _begins(text: str, position: int) -> bool:
    """Whether a sentence begins there."""
    before = text[:position].rstrip()
    return not before or bool(_ENDS.match(before[-1]))


def _masked(text: str) -> str:
    """Without labels of what was masked, nor names that a civility announces."""
    text = _LABEL.sub(" | ", text)
    for start, end in reversed(list(names(text))):
        text = f"{text[:start]} | {text[end:]}"
    return text


def _is_content(term: Term, street: frozenset[str]) -> bool:
    return len(term.plain) > 2 and term.stem not in _NO_SUBJECT and term.plain not in street and not any(map(str.isdigit, term.plain))
