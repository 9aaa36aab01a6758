"""Reads one YAML text into plain values, remembering the line of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from config.faults import Fault
from config.texts import Value

Place = tuple[str | int, ...]
"""Where a value stands in a document: ("directions", 3, "horaires")."""

DEPTH = 40
"""Deeper than this is a slip (or an attack), never a town's configuration."""

# YAML 1.1 would read 12:30 as 750, 0612 as 394 and « no » as false: a town means the words it wrote.
INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Document:
    """A text once read. lines: of each value, by its place; for the value of a key, the key's line."""

    file: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, node: yaml.Node, key: str, **values: Value) -> None:
        self.faults.append(Fault(self.file, node.start_mark.line + 1, key, values))


def read_yaml(text: str, file: str) -> Document:
    """Read a text. Faults (syntax, doubled keys, tags, aliases) are collected; what could be read is there all the same."""
    document = Document(file)
    try:
        deep = _too_deep(text)
        root = None if deep else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = str(error.problem or error.context or "")
        document.faults.append(Fault(file, mark.line + 1 if mark else None, "check-yaml-syntax", {"detail": detail}))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.faults.append(Fault(file, line, "check-yaml-character", {"code": f"U+{_code(error.character):04X}"}))
    else:
        if deep:
            document.faults.append(Fault(file, deep, "check-yaml-deep"))
        if root is not None:
            document.value = _value(root, (), document, seen=set())
    return document


def _too_deep(text: str) -> int | None:
    """Return the line where values are nested too deeply. Asked before composing, which recurses in C: 100,000 brackets end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _code(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")


def _value(node: yaml.Node, place: Place, document: Document, *, seen: set[int]) -> Any:
    document.lines.setdefault(place, node.start_mark.line + 1)
    if id(node) in seen:
        document.blame(node, "check-yaml-alias")
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, document, seen=seen)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), document, seen=seen) for index, item in enumerate(node.value)]
    return _scalar(node, document)


def _mapping(node: yaml.MappingNode, place: Place, document: Document, *, seen: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            document.blame(key_node, "check-yaml-key")
            continue
        here = (*place, key)
        if key in result:
            document.blame(key_node, "check-duplicate-key", name=key, first=str(document.lines[here]))
            continue
        document.lines[here] = key_node.start_mark.line + 1
        result[key] = _value(value_node, here, document, seen=seen)
    return result


def _scalar(node: yaml.Node, document: Document) -> Any:
    kind, text = node.tag.removeprefix("tag:yaml.org,2002:"), node.value
    if kind == "null":
        return None
    if kind == "bool" and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind == "int" and INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and DECIMAL.fullmatch(text):
        return float(text)
    if kind == "timestamp" and DAY.fullmatch(text):
        return _day(text)
    if node.tag.startswith("!") or kind not in {"str", "bool", "int", "float", "timestamp", "merge", "value"}:
        document.blame(node, "check-yaml-tag", tag=node.tag)
    return text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:  # the 30th of February stays as written: whoever wants a day there will say so
        return text
