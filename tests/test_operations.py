"""docs/operations.md: what can be copied from it works with the commands, settings and figures that exist."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import orjson
import pytest

from bot.auditor import copies
from bot.cli import app
from bot.logs import FIELDS
from bot.metrics import figures
from bot.stopping import FORCED_S
from config.settings import VARIABLES
from tests.bot.test_logs import KNOWN

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def block(language: str, holding: str) -> str:
    """The one block of code that holds this."""
    (found,) = [text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if holding in text]
    return str(found)


def commands() -> set[str]:
    named = {command.callback.__name__ for command in app.registered_commands if command.callback}
    return named | {group.name for group in app.registered_groups if group.name}


@pytest.fixture
def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True, comment_prefixes=("#",), delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block("ini", "[Service]"))
    return parser


def test_the_unit_is_whole_and_starts_what_exists(unit: configparser.ConfigParser) -> None:
    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    for line in (service["ExecStartPre"], service["ExecStart"]):
        program, command = line.split()
        assert program.endswith("/relais")
        assert command in commands()
    assert service["ExecStart"].endswith(" run")
    settings = dict(each.split("=", 1) for each in service["Environment"].split())
    assert set(settings) <= set(VARIABLES)
    assert settings["RELAIS_STATE_DIR"] == f"/var/lib/{service['StateDirectory']}"


def test_the_unit_waits_for_a_stop_longer_than_a_stop_takes(unit: configparser.ConfigParser) -> None:
    assert float(unit["Service"]["TimeoutStopSec"]) > FORCED_S
    assert unit["Service"]["RestartPreventExitStatus"] == "2"


@pytest.mark.parametrize("shield", ["NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "RestrictSUIDSGID", "LockPersonality"])
def test_the_unit_is_hardened(unit: configparser.ConfigParser, shield: str) -> None:
    assert unit["Service"][shield] in ("yes", "strict")


def test_the_container_copies_what_is_there_and_starts_what_exists() -> None:
    lines = [line.split() for line in re.sub(r"\\\n", " ", block("dockerfile", "ENTRYPOINT")).splitlines() if line and line[0] != "#"]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENV", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {words[0] for words in lines} <= known
    copied = {word for words in lines if words[0] == "COPY" for word in words[1:-1]}
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert copied >= {"bot", "handlers", "storage", "config"}
    settings = {word.partition("=")[0] for words in lines if words[0] == "ENV" for word in words[1:]}
    assert settings <= set(VARIABLES)
    (command,) = [orjson.loads(" ".join(words[1:])) for words in lines if words[0] == "CMD"]
    (entry,) = [orjson.loads(" ".join(words[1:])) for words in lines if words[0] == "ENTRYPOINT"]
    assert (entry, command[0] in commands()) == (["relais"], True)
    python = next(words[1] for words in lines if words[0] == "FROM").partition("python:")[2].partition("-")[0]
    assert f">={python}" in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_figures_worth_an_alert_exist() -> None:
    source = (ROOT / "bot" / "metrics.py").read_text("utf-8")
    named = set(re.findall(r"relais_[a-z_]+", block("yaml", "alert:")))
    assert named
    assert {name for name in named if f'"{name}"' not in source} == set()
    assert {figure.name for figure in figures(None, None)} >= {"relais_up", "relais_database_up", "relais_auditor_green"}


def test_the_fields_of_the_log_are_those_it_writes() -> None:
    said = re.search(r"\*\*Logs\*\*(.*?)Nothing else", PAGE, re.DOTALL)
    assert said
    named = set(re.findall(r"`([a-z_]+)`", said[1])) - {"text", "json"}
    assert named <= KNOWN
    assert KNOWN - named == set(FIELDS) - named


def test_the_backup_is_told_where_the_auditor_reads() -> None:
    assert f"`{copies.LAST}`" in PAGE
