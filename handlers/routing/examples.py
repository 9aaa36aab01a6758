"""What the router learns from: the sentences, names and keywords of a town's catalogue."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.town import Town

LABEL_WEIGHT = 2.0
"""How much more a name or a keyword counts than a sentence, by cross-validation: 1 gives a log-loss of 1.68, 2 gives 1.63."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the service it is for. spoken: people say it, so it may be shown as the nearest example and is used to calibrate.

    meant: its meaning is learned from, too. What people are asked is no such text: its words belong to the service, but « Où est-ce ? »
    means the same everywhere (without questions, a first day among three: 0.82 to 0.83).
    """

    text: str
    service: str
    spoken: bool
    weight: float = 1.0
    meant: bool = True


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
