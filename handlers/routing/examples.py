"""What the router learns from: the sentences, names and keywords of a town's catalogue, and what people decided since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from handlers.routing.features import expansions, read

if TYPE_CHECKING:
    from config.town import Town

LABEL_WEIGHT = 2.0
"""How much more a name or a keyword counts than a sentence, by cross-validation: 1 gives a log-loss of 1.68, 2 gives 1.63."""

CATALOGUE = 0.25
"""How much an example of the catalogue counts beside what people decided. After 200 decisions, mean of three draws: 0.745 first, 0.739
with 0.5."""
ALONE = 0.1
"""What one person alone decided against a router that is sure: a second one who agrees gives it its whole weight."""

Doubts = Callable[[str, str], bool]


class Taught(NamedTuple):
    """A sentence, masked, and the service a person kept or chose for it. id: of the request. author: whose cap it counts in."""

    id: int
    text: str
    service: str
    author: int


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the service it is for. spoken: people say it, so it may be shown as the nearest example and is used to calibrate.

    meant: its meaning is learned from, too. What people are asked is no such text: its words belong to the service, but « Où est-ce ? »
    means the same everywhere (without questions, a first day among three: 0.82 to 0.83).

    taught: words of a request; they calibrate, but are neither shown nor kept as they are in a router.
    """

    text: str
    service: str
    spoken: bool
    weight: float = 1.0
    meant: bool = True
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that a training needs, as plain data: it crosses a process border and is what the cache is named after."""

    examples: tuple[Example, ...]
    domains: dict[str, str]  # service to domain
    abbreviations: dict[str, str]
    meanings: bool = False  # learn from what the sentences mean, too (`meaning`)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Lesson:
        plain = json.loads(data)
        examples = tuple(Example(**example) for example in plain["examples"])
        return cls(examples, domains=plain["domains"], abbreviations=plain["abbreviations"], meanings=plain["meanings"])


def lesson_of(town: Town) -> Lesson:
    """Take the lesson of a catalogue: each service's sentences, questions, keywords, and its name with its domain and its direction.

    In an order of its own, so that the order in which a town lists its services changes nothing, not even the last decimal.
    """
    examples = []
    for id, service in town.services.items():
        examples += [Example(phrase, id, spoken=True) for phrase in service.phrases]
        examples += [Example(question, id, spoken=False, meant=False) for question in service.questions]
        domain, direction = town.domains[service.domain].name, town.directions[service.direction].name
        labels = (service.name, f"{domain} {service.name}", direction, *service.keywords)
        examples += [Example(label, id, spoken=False, weight=LABEL_WEIGHT) for label in labels]
    domains = {id: service.domain for id, service in town.services.items()}
    return Lesson(tuple(sorted(examples, key=astuple)), domains=domains, abbreviations=dict(town.abbreviations))


def named(example: Example) -> str:
    """How a router names an example: by its text, or by a digest of what is a request's and stays in the database alone."""
    return "#" + sha256(f"{example.service} {example.text}".encode()).hexdigest()[:32] if example.taught else example.text


def beside(lesson: Lesson, taught: Iterable[Taught], doubts: Doubts = lambda text, service: False) -> Lesson:
    """Add what people decided to the lesson of a catalogue, which counts for a quarter beside it. doubts: see `distinct`."""
    decided = list(distinct((each for each in taught if each.service in lesson.domains), lesson.abbreviations, doubts))
    if not decided:
        return lesson
    catalogue = (replace(example, weight=CATALOGUE * example.weight) for example in lesson.examples)
    return replace(lesson, examples=tuple(sorted([*catalogue, *decided], key=astuple)))


def distinct(taught: Iterable[Taught], abbreviations: Mapping[str, str], doubts: Doubts) -> Iterator[Example]:
    """One example for sentences of the same words and service, however often they were decided: repeating teaches nothing more.

    Where people disagreed on the same words, each service weighs by how many said it: one against three is a quarter.
    doubts: whether the router in force is sure of another service; then what one person alone decided weighs ALONE.
    """
    expanded = expansions(abbreviations)
    said: dict[tuple[str, ...], dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for each in sorted(taught):
        words = tuple(sorted({term.stem for term in read(each.text, expanded).terms}))
        if words:
            said[words][each.service][each.author] = each.text
    for services in said.values():
        authors = sum(map(len, services.values()))
        for service, texts in services.items():
            text = max(texts.values())
            weight = ALONE if len(texts) == 1 and doubts(text, service) else 1.0
            yield Example(text, service, spoken=True, weight=weight * len(texts) / authors, taught=True)
