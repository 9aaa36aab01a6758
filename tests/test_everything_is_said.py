"""Every sentence exists in French and in English, with the same values to fill in, and nothing else is lying about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "config" / "texts"
LANGUAGES = ("fr", "en")
PACKAGES = ("bot", "handlers", "storage", "config")


class Seen(Visitor):
    """What a pattern asks for: the values to fill in, and the other entries it repeats."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.entries: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.values.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.entries.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.entries.add(f"-{node.id.name}")
        self.generic_visit(node)


def seen(node: ast.BaseNode) -> Seen:
    visitor = Seen()
    visitor.visit(node)
    return visitor


def entries(language: str) -> Iterator[tuple[str, str, ast.Message | ast.Term]]:
    """Yield (file, key, entry); terms have their dash."""
    for file in sorted((TEXTS / language).glob("*.ftl")):
        for entry in FluentParser(with_spans=False).parse(file.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file}: {entry.content}"
            if isinstance(entry, ast.Message | ast.Term):
                yield file.name, f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name, entry


def patterns(language: str) -> dict[tuple[str, str], ast.Pattern]:
    """Return every sentence by (key, attribute); the attribute of the sentence itself is ""."""
    found = {}
    for _, key, entry in entries(language):
        if entry.value:
            found[key, ""] = entry.value
        found |= {(key, attribute.id.name): attribute.value for attribute in entry.attributes}
    return found


def test_both_languages_have_the_same_files() -> None:
    files = [{file.name for file in (TEXTS / language).iterdir()} for language in LANGUAGES]
    assert files[0] == files[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_key_is_written_once(language: str) -> None:
    keys = [key for _, key, _ in entries(language)]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_each_sentence_exists_in_both_languages() -> None:
    french, english = patterns("fr").keys(), patterns("en").keys()
    assert (sorted(french - english), sorted(english - french)) == ([], [])


def test_each_sentence_asks_for_the_same_values_in_both_languages() -> None:
    french, english = patterns("fr"), patterns("en")
    different = [
        (key, values[0] ^ values[1])
        for key in french.keys() & english.keys()
        if (values := [seen(pattern[key]).values for pattern in (french, english)]) and values[0] != values[1]
    ]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_sentence_repeats_exists(language: str) -> None:
    known = {key for _, key, _ in entries(language)}
    assert [(key, other) for (key, _), pattern in patterns(language).items() for other in seen(pattern).entries if other not in known] == []


def test_each_key_is_used() -> None:
    """A key counts as used when the code holds it whole, or the beginning of it up to a dash (`f"role-{role}"`, `"help-" + name`)."""
    code = "\n".join(file.read_text("utf-8") for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    whole = set(re.findall(r"[\"'{]([a-z][\w-]*)[\"'}]", code))
    beginnings = tuple(set(re.findall(r"(?<!startswith\()[\"']([a-z][\w-]*-)[\"'{]", code)))
    repeated = {other for pattern in patterns("fr").values() for other in seen(pattern).entries}
    unused = [key for _, key, _ in entries("fr") if key not in whole | repeated and not key.startswith(beginnings)]
    assert unused == []


@pytest.mark.parametrize("theme", ["check", "settings"])
def test_each_fault_says_what_to_do(theme: str) -> None:
    without = [
        key
        for file, key, entry in entries("fr")
        if file == f"{theme}.ftl" and "remedy" not in {attribute.id.name for attribute in entry.attributes}
    ]
    assert without == []
