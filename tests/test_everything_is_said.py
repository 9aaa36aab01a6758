"""Every sentence exists in French and in English, with the same values to fill in, and nothing else is lying about."""

from __future__ import annotations

import ast as python
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from handlers import features
from handlers.audit.rules import KINDS
from handlers.menus import LINES, MENUS
from handlers.people.permissions import ROLES
from handlers.privacy.rules import LABELS
from handlers.requests.life import ACTS, STATES

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
    """The documents of French law apart, which exist in French only (config/forms.py)."""
    files = [{file.name for file in (TEXTS / language).iterdir() if file.name != "documents"} for language in LANGUAGES]
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


# --- what the code says ---

SAYS = {"Reply": (0, 1), "Refusal": (0, None), "Button": (1, 2), "word": (0, None), "StorageFault": (0, None), "Misconfigured": (0, None)}
"""Who says something: the place of the key among the arguments, and that of the values (None: they are keywords)."""

Said = tuple[str, str, "set[str] | None"]


def said() -> Iterator[Said]:
    """Yield (where, key, names of the values given) of each thing said in code; None for values that are not written out there."""
    for file in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in python.walk(python.parse(file.read_text("utf-8"))):
            if not isinstance(node, python.Call):
                continue
            name = node.func.attr if isinstance(node.func, python.Attribute) else getattr(node.func, "id", "")
            if name not in SAYS or len(node.args) <= SAYS[name][0]:
                continue
            key, values = node.args[SAYS[name][0]], SAYS[name][1]
            if isinstance(key, python.Constant) and isinstance(key.value, str):
                given = keywords(node) if values is None else written(node.args[values]) if len(node.args) > values else set()
                yield f"{file.relative_to(ROOT)}:{node.lineno}", key.value, given


def keywords(call: python.Call) -> set[str] | None:
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else {name for name in names if name}


def written(values: python.expr) -> set[str] | None:
    if not isinstance(values, python.Dict):
        return None
    return {key.value for key in values.keys if isinstance(key, python.Constant) and isinstance(key.value, str)}


def test_the_search_finds_what_the_code_says() -> None:
    keys = {key for _, key, _ in said()}
    assert {"stranger", "button-record", "not-your-role", "card-question", "storage-foreign"} <= keys


def test_all_that_the_code_says_has_its_words() -> None:
    known = {key for key, attribute in patterns("fr") if not attribute}
    titled = {key for key, attribute in patterns("fr") if attribute == "title"}
    assert [(where, key) for where, key, _ in said() if key not in known | titled] == []


def test_all_that_the_code_says_fills_its_words() -> None:
    """A value that a sentence asks for and nobody gives would be an error before somebody's eyes."""
    needed: dict[str, set[str]] = {}
    for (key, _), pattern in patterns("fr").items():
        needed.setdefault(key, set()).update(seen(pattern).values)
    lacking = [(where, key, missing) for where, key, given in said() if given is not None and (missing := needed.get(key, set()) - given)]
    assert lacking == []


def test_each_command_of_a_menu_or_list_has_its_line_of_help() -> None:
    known = {key for key, _ in patterns("fr")}
    commands = [command for feature in features() for command in feature.commands]
    assert [command.names[0] for command in commands if command.listed and f"help-{command.names[0]}" not in known] == []
    assert [name for menu in MENUS.values() for name in menu if f"help-{name}" not in known] == []


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_of_a_role_holds_at_most_eight_commands_that_it_may_use(role: str) -> None:
    usable = {name for feature in features() for command in feature.commands if not command.roles or role in command.roles
              for name in command.names}
    assert 1 <= len(MENUS[role]) <= LINES
    assert set(MENUS[role]) <= usable


def test_each_command_has_a_french_and_an_english_name_of_its_own() -> None:
    names = [name for feature in features() for command in feature.commands for name in command.names]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]{3,32}", name) for name in names)  # what Telegram accepts


def test_each_entrance_that_a_button_or_a_step_names_exists() -> None:
    """A button whose act nobody receives is answered « ce bouton n’est plus valable »: never from a card of today."""
    presses = {f"{feature.name}.{name}" for feature in features() for name in feature.presses}
    steps = {f"{feature.name}.{name}" for feature in features() for name in feature.steps}
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "handlers").rglob("*.py"))
    slices = "|".join(feature.name for feature in features())
    named = set(re.findall(rf"[\"']((?:{slices})\.[a-z_]+):", code)) | {f"requests.{act}" for act in ACTS}
    asked = set(re.findall(r"(?:ask=|expect\()f?[\"']([a-z]+\.[a-z_]+):", code))
    assert asked <= steps
    assert named - steps <= presses
    assert presses - {"requests.mine", "requests.team", "requests.elected"} <= named  # those pages are named by their reader


def test_each_kind_of_event_has_its_words_in_the_log() -> None:
    """Kinds are written out where they are noted: `note(desk, "joined", …)`, `event(desk, request, "recorded")`, `Event(kind="…")`."""
    noted = {"note": 1, "event": 2}
    kinds = set()
    for file in (path for package in ("bot", "handlers") for path in (ROOT / package).rglob("*.py")):
        for node in (each for each in python.walk(python.parse(file.read_text("utf-8"))) if isinstance(each, python.Call)):
            name = getattr(node.func, "id", "")
            named = [each.value for each in node.keywords if (name, each.arg) == ("Event", "kind")]
            given = [node.args[noted[name]]] if name in noted else named
            kinds |= {each.value for each in given if isinstance(each, python.Constant)}
    assert {"recorded", "joined", "invited"} <= kinds
    known = {key for key, _ in patterns("fr")}
    assert (kinds - set(KINDS), {f"event-{kind}" for kind in (*KINDS, "other")} - known) == (set(), set())


def test_each_role_state_and_kind_of_file_has_its_words() -> None:
    known = {key for key, _ in patterns("fr")}
    wanted = {f"role-{role}" for role in ROLES} | {f"state-{state}" for state in STATES}
    wanted |= {f"{kind}-{act}" for act in ACTS for kind in ("act", "event", "done")}
    wanted |= {f"unsupported-{kind}" for kind in ("voice", "video", "sticker", "too_large", "document", "other")}
    wanted |= {f"masked-{kind}" for kind in LABELS}
    assert wanted - known == set()
