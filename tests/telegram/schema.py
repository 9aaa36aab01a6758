"""The official Bot API as a checker: every call of the bot and every update pushed to it, compiled once into closures.

Derive the data anew from another version: python -m tests.telegram.schema SCHEMA_JSON (see README.md for where it comes from).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "bot-api.json"
Check = Callable[[Any, str, list[str]], None]
"""Looks at a value, appends what is wrong with it, each line starting with where."""

PRIMITIVES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
    "String": (str,),
    "InputFile": (str,),  # the server turns an uploaded part into "attach://name" before checking
}
EXACTLY_ONE_OF = {"InlineKeyboardButton": {"text", "icon_custom_emoji_id", "style"}}
AT_MOST_ONE_OF = {"Update": {"update_id"}}
ENTITY_TEXTS = {"entities": "text", "caption_entities": "caption"}
TELLING = ("type", "status", "source")
"""The fields whose one allowed value tells the members of a union apart."""


class Schema:
    """Checks values against the types of the Bot API. Building it reads 200 KB once; checks are compiled at first use."""

    def __init__(self, path: Path = HERE) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        self.version: str = data["version"]
        self.methods: dict[str, dict[str, list[Any]]] = data["methods"]
        self.types: dict[str, dict[str, list[Any]]] = data["types"]
        self.unions: dict[str, list[str]] = data["unions"]
        self._compiled: dict[str, Check] = {}
        self.by_lower_case = {name.lower(): name for name in self.methods}  # the real server ignores case, too

    def faults_of_call(self, method: str, parameters: dict[str, Any]) -> list[str]:
        """What the official description forbids in this call: types, required and unknown parameters, lengths, entities."""
        if method not in self.methods:
            return [f"{method}: no such method"]
        faults: list[str] = []
        self._object(method, self.methods[method])(parameters, method, faults)
        return faults

    def faults_of_update(self, update: dict[str, Any]) -> list[str]:
        """What makes this update one that the real network would never send."""
        return self.faults_of("Update", update)

    def faults_of(self, name: str, value: object) -> list[str]:
        faults: list[str] = []
        self._type(name)(value, name, faults)
        return faults

    def is_text(self, method: str, parameter: str) -> bool:
        """A form field to take as it stands; the others are JSON."""
        return self.methods.get(method, {}).get(parameter, ["String"])[0] in ("String", "InputFile or String", "InputFile")

    def _type(self, name: str) -> Check:
        """The check of a type by its name in the documentation; compiled lazily because types contain each other."""
        if name not in self._compiled:
            self._compiled[name] = lambda value, at, faults: self._compiled[name](value, at, faults)  # for types inside themselves
            self._compiled[name] = self._compile(name)
        return self._compiled[name]

    def _compile(self, name: str) -> Check:
        if name.startswith("Array of "):
            return _array(name, self._type(name.removeprefix("Array of ")))
        if name in PRIMITIVES:
            return _primitive(name, PRIMITIVES[name])
        if name in self.unions:
            return self._union(name, self.unions[name])
        if (members := re.split(r" or |, | and ", name)) and len(members) > 1:
            return self._union(name, members)
        return self._object(name, self.types[name])

    def _union(self, name: str, members: list[str]) -> Check:
        checks = [self._type(member) for member in members]
        told_apart = {value: self._type(member) for member in members for value in self._values(member)}

        def check(value: Any, at: str, faults: list[str]) -> None:
            if told_apart and type(value) is dict:
                for field in TELLING:
                    if known := told_apart.get((field, str(value.get(field)))):
                        known(value, at, faults)
                        return
            fewest: list[str] | None = None
            for member in checks:
                found: list[str] = []
                member(value, at, found)
                if not found:
                    return
                if fewest is None or len(found) < len(fewest):
                    fewest = found
            faults += fewest or [f"{at}: not a {name}"]

        return check

    def _values(self, member: str) -> list[tuple[str, str]]:
        fields = self.types.get(member, {})
        return [(name, field[5]) for name, field in fields.items() if len(field) > 5]

    def _object(self, name: str, fields: dict[str, list[Any]]) -> Check:
        required = [field for field, spec in fields.items() if spec[1]]
        compiled = {field: _limited(self._type(spec[0]), *spec[2:5]) for field, spec in fields.items()}
        exactly, at_most = EXACTLY_ONE_OF.get(name), AT_MOST_ONE_OF.get(name)
        texts = {entities: text for entities, text in ENTITY_TEXTS.items() if entities in fields and text in fields}

        def check(value: Any, at: str, faults: list[str]) -> None:
            if type(value) is not dict:
                faults.append(f"{at}: expected {name}")
                return
            for field in required:
                if field not in value:
                    faults.append(f"{at}.{field}: required")
            for field, content in value.items():
                if (known := compiled.get(field)) is None:
                    faults.append(f"{at}.{field}: unknown")
                else:
                    known(content, f"{at}.{field}", faults)
            if exactly is not None and len(value.keys() - exactly) != 1:
                faults.append(f"{at}: exactly one kind of button expected, not {sorted(value.keys() - exactly)}")
            if at_most is not None and len(value.keys() - at_most) > 1:
                faults.append(f"{at}: at most one kind expected, not {sorted(value.keys() - at_most)}")
            for entities, text in texts.items():
                if entities in value:
                    _entities(value[entities], value.get(text), f"{at}.{entities}", faults)

        return check


def units(text: str) -> int:
    """UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _primitive(name: str, allowed: tuple[type, ...]) -> Check:
    def check(value: Any, at: str, faults: list[str]) -> None:
        if type(value) not in allowed:
            faults.append(f"{at}: expected {name}")

    return check


def _array(name: str, inner: Check) -> Check:
    def check(value: Any, at: str, faults: list[str]) -> None:
        if type(value) is not list:
            faults.append(f"{at}: expected {name}")
            return
        for item in value:
            inner(item, at, faults)

    return check


def _limited(check: Check, low: int | None = None, high: int | None = None, unit: str = "") -> Check:
    """The same check with a length (of a text) or a range (of a number) on top."""
    if low is None or high is None:
        return check
    measure = (lambda text: len(text.encode())) if unit == "bytes" else units

    def check_length(value: Any, at: str, faults: list[str]) -> None:
        check(value, at, faults)
        size = measure(value) if type(value) is str else value if type(value) is int else None
        if size is not None and not low <= size <= high:
            faults.append(f"{at}: {size} is not within {low}-{high} {unit}".rstrip())

    return check_length


def _entities(entities: Any, text: Any, at: str, faults: list[str]) -> None:
    """Entities lie within the text, counted in UTF-16 units, and do not cut a character in two."""
    if not isinstance(entities, list) or not entities:
        return
    if not isinstance(text, str):
        faults.append(f"{at}: no text to mark")
        return
    coded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            continue  # already said by the type's own check
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] < 1 or end * 2 > len(coded):
            faults.append(f"{at}: {start}-{end} is outside the text's {len(coded) // 2} units")
        elif _cuts(coded, start) or _cuts(coded, end):
            faults.append(f"{at}: {start}-{end} cuts a surrogate pair")


def _cuts(coded: bytes, at: int) -> bool:
    return 0 < at * 2 < len(coded) and 0xDC <= coded[at * 2 + 1] <= 0xDF and 0xD8 <= coded[at * 2 - 1] <= 0xDB


@cache
def official() -> Schema:
    """The schema that lies beside this file, read once per process."""
    return Schema()


def derive(source: Path) -> dict[str, Any]:
    """The compact form of the documentation's JSON. A field is [type, required, low, high, unit, only value], cut after the last told."""
    described = json.loads(source.read_text(encoding="utf-8"))
    compact: dict[str, Any] = {"version": described["api"]["version"], "methods": {}, "types": {}, "unions": {}}
    for item in (child for group in described["items"] for child in group["children"]):
        fields = {field["name"]: _field(field) for field in item["annotations"]}
        members = re.findall(r"^\s*- (\w+)", item["description"], re.MULTILINE)
        if item["name"][0].islower():
            compact["methods"][item["name"]] = fields
        elif not fields and members:
            compact["unions"][item["name"]] = members
        else:
            compact["types"][item["name"]] = fields
    # In the documentation's prose only: a rich text is also a plain string or a list of them.
    compact["unions"]["RichText"] = ["String", "Array of RichText", *compact["unions"].get("RichText", [])]
    for name in ("InputFile", "CallbackGame"):
        compact["types"].setdefault(name, {})
    return compact


def _field(field: dict[str, Any]) -> list[Any]:
    text = field["description"]
    limits: list[Any] = [None, None, ""]
    if found := re.search(r"(\d+)-(\d+) (characters|bytes)", text):
        limits = [int(found[1]), int(found[2]), found[3]]
    elif field["type"] == "Integer" and (found := re.search(r"(?:between |, )(\d+)-(\d+)\b", text)):
        limits = [int(found[1]), int(found[2]), ""]
    only = re.search(r"(?:always|must be) [“\"']?(\w+)[”\"']?$", text.rstrip(".")) if field["type"] == "String" else None
    compact = [field["type"], bool(field.get("required")), *limits, *([only[1]] if only else [])]
    while compact[-1] in (None, "") and len(compact) > 2:
        compact.pop()
    return compact


if __name__ == "__main__":
    HERE.write_text(json.dumps(derive(Path(sys.argv[1])), separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
