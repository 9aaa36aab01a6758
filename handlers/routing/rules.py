"""Suggests the service for a sentence, says which words decided, and when it does not know. Pure: values in, decision out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from handlers.routing.features import LINKS, ROADS, Sentence
from handlers.routing.memory import Memory
from handlers.routing.model import Floats, Model, Reading
from handlers.routing.spelling import well_written

if TYPE_CHECKING:
    from handlers.routing.meaning import Meaning

SHOWN_WORDS = 4
WHERE = ROADS | frozenset("angle cote derriere devant entre face hauteur niveau pres vers".split())
"""Words that say where: they may weigh, but « devant » convinces nobody."""

WORTH_SHOWING = 0.15
"""A word is given as a reason when it bears at least this share of all that speaks for the service."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A service that a sentence may be for.

    probability: calibrated, of this service among all. words: what in the sentence speaks for it rather than for its best rival, as typed,
    in the sentence's order. nearest: the example people say that is closest, of this service, "" when no word is shared.
    sure: the best suggestion of this sentence reached the threshold learned in training (see `unsure`).
    """

    service_id: str
    probability: float
    words: tuple[str, ...]
    nearest: str
    sure: bool


@dataclass(frozen=True, eq=False)
class Router:
    """A trained model and what it is asked with.

    meaning: asked only when words and letters leave a doubt; None when this machine has no such layer.
    version: the id of its version, 0 for the catalogue alone; since: what was decided later is not in it, None for all.
    memory: what was decided later; None where nobody decides. rebuilt: its file was damaged, and made again.
    """

    model: Model
    meaning: Meaning | None = None
    version: int = 0
    since: datetime | None = None
    memory: Memory | None = None
    rebuilt: bool = False

    @classmethod
    def of(cls, model: Model, *, meaning: Meaning | None = None) -> Router:
        return cls(model, meaning=meaning if model.sense else None)

    def remembering(self) -> Router:
        """The same, with a memory of its own that knows nothing yet."""
        return replace(self, memory=Memory(self.model, since=self.since))

    def remembered(self, sentence: Sentence, shares: Floats) -> tuple[Floats, Mapping[int, Collection[str]]]:
        """Move the model's shares towards what was decided since (see `Memory.shifted`)."""
        return self.memory.shifted(sentence, shares) if self.memory else (shares, {})

    @property
    def bar(self) -> float:
        """The probability from which on, in training, the first service was right nine times in ten."""
        return self.model.bar[self.meaning is not None]

    def judged(self, sentence: Sentence, reading: Reading) -> Floats:
        """Return what each part says, a line each: words and letters, and the sentence's meaning when they leave a doubt."""
        parts, sense = self.model.parts(reading), self.model.sense
        if not (self.meaning and sense and sentence.terms) or self.model.mix(parts).max() >= sense.enough:
            return parts
        vector = self.meaning(well_written(sentence, reading.meant, usual=self.model.usual, expanded=self.model.expanded))
        return parts if vector is None else self.model.with_meaning(parts, vector)

    def shares(self, text: str) -> Floats:
        """Return what the trained model gives each service, without what was decided since."""
        sentence = self.model.sentence(text)
        return self.model.mix(self.judged(sentence, self.model.read(sentence)))


def suggest(router: Router, text: str, *, n: int = 3) -> list[Suggestion]:
    """Suggest the n likeliest services, best first. A text without a known word still gets suggestions, and `unsure` says so.

    « gros trou devant l'école rue des Lilas » gives voirie.nid_de_poule because of « gros trou ».
    """
    model = router.model
    sentence = model.sentence(text)
    reading = model.read(sentence)
    parts = router.judged(sentence, reading)
    trained = model.mix(parts)
    probabilities, decided = router.remembered(sentence, trained)
    order = [int(service) for service in np.argsort(-probabilities, kind="stable")[: max(n, 2)]]
    sure = (len(reading.rows) > 0 or bool(decided)) and float(probabilities[order[0]]) >= model.threshold_of(parts)
    close = model.nearest(reading).tolist()
    suggestions = []
    for service in order[:n]:
        rival = next((other for other in order if other != service), service)
        suggestions.append(
            Suggestion(
                model.services[service],
                probability=float(probabilities[service]),
                words=(_shared(sentence, decided.get(service, ())) if probabilities[service] > 2 * trained[service] else ())
                or _reasons(model, reading, sentence, parts=parts, service=service, rival=rival),
                nearest=next((model.examples[each] for each in close if model.example_service[each] == service), ""),
                sure=sure,
            )
        )
    return suggestions


def unsure(suggestions: Sequence[Suggestion]) -> bool:
    """Say « je ne sais pas » rather than propose: in training, such sentences had their service among the three less than half the time."""
    return not suggestions or not suggestions[0].sure


def _reasons(model: Model, reading: Reading, sentence: Sentence, *, parts: Floats, service: int, rival: int) -> tuple[str, ...]:
    """Name the words that lean to a service rather than to its rival, never « rue »; neighbours are joined: « nid de poule »."""
    if service == rival or not len(reading.rows):
        return ()
    leaning = model.leaning(reading, parts, towards=service, rather_than=rival)
    enough = WORTH_SHOWING * leaning.clip(min=0).sum()
    best = np.argsort(-leaning, kind="stable")[:SHOWN_WORDS].tolist()
    chosen = {word for word in best if 0 < leaning[word] >= enough and sentence.words[word].plain not in WHERE}
    return tuple(_joined(sentence, chosen))


def _shared(sentence: Sentence, stems: Collection[str]) -> tuple[str, ...]:
    """Name the words shared with a sentence that people decided on: what speaks for a service that the model did not expect."""
    chosen = {term.source for term in sentence.terms if term.stem in stems and term.plain not in WHERE}
    return tuple(_joined(sentence, {*sorted(chosen)[:SHOWN_WORDS]}))


def _joined(sentence: Sentence, chosen: set[int]) -> list[str]:
    """Write words as they were typed, those of one expression together."""
    spans: list[tuple[int, int]] = []
    previous: int | None = None
    for word in sorted(chosen):
        start, end = sentence.words[word].start, sentence.words[word].end
        if previous is not None and _one_expression(sentence, previous, word):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        previous = word
    return list(dict.fromkeys(sentence.text[start:end] for start, end in spans))


def _one_expression(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether only small words, spaces, apostrophes and hyphens part two words: a comma ends an expression."""
    words, text = sentence.words, sentence.text
    if any(between.plain not in LINKS for between in words[first + 1 : last]):
        return False
    gaps = "".join(text[words[each].end : words[each + 1].start] for each in range(first, last))
    return set(gaps) <= set(" '’-")
