"""The command line as an operator types it: a process each time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenes import CACHE, router
from tests.terminal import types

HEAVY = (
    "sqlalchemy", "sqlmodel", "numpy", "sklearn", "scipy", "telegram", "nio", "alembic", "shapely", "PIL", "aiohttp", "apscheduler", "yaml",
)

LATER = ("numpy", "sklearn", "apscheduler", "telegram", "nio", "alembic", "aiohttp", "bot.app")


def relais(state: Path, *words: str, said: str = "", cold: bool = False, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RELAIS_")}
    return types(*words, env={**kept, "RELAIS_STATE_DIR": str(state), "COLUMNS": "120", **env}, said=said, cold=cold)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder where the town and the router are learned already."""
    router()
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "cache").symlink_to(CACHE, target_is_directory=True)
    return folder


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, bot.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_looking_loads_neither_router_nor_scheduler_nor_network(tmp_path: Path) -> None:
    code = f"""import atexit, sys; atexit.register(lambda: print([name for name in {LATER!r} if name in sys.modules]))
from bot.cli import main; main()"""
    env = {**os.environ, "RELAIS_STATE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, "status"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (2, "[]"), done.stderr


def test_help_speaks_french_then_english(tmp_path: Path) -> None:
    assert "Donner des codes d’invitation" in relais(tmp_path, "--help").stdout
    assert "Give invitation codes" in relais(tmp_path, "--help", RELAIS_LANGUAGE="en").stdout


def test_two_hundred_codes_one_a_line(state: Path) -> None:
    done = relais(state, "invite", "--role", "agent", "--mairie", "mq_tanneurs", "--count", "200")
    codes = done.stdout.split("\n")[:-1]
    assert done.returncode == 0
    assert len(set(codes)) == 200
    assert all(len(code) == 19 and code.count("-") == 3 for code in codes)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--role", "chef"), "La fonction « chef » n’existe pas"),
        (("--role", "agent"), "demande une mairie de quartier"),
        (("--role", "agent", "--mairie", "mq_lune"), "demande une mairie de quartier"),
        (("--role", "direction"), "demande une direction"),
        (("--role", "admin", "--mairie", "mq_tanneurs"), "couvre toute la ville"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_clearly(state: Path, words: tuple[str, ...], said: str) -> None:
    done = relais(state, "invite", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_route_says_where_a_sentence_goes_and_why(state: Path) -> None:
    found = json.loads(relais(state, "route", "gros trou devant l'école rue des Lilas", "--json").stdout)
    best = found["suggestions"][0]
    assert (best["service"], best["direction"], best["competence"]) == ("voirie.nid_de_poule", "m_voirie", "metropole")
    assert 0 < best["score"] <= 1
    assert "trou" in " ".join(best["words"])
    assert best["nearest"]
    assert not found["unsure"]
    assert "Nid-de-poule" in relais(state, "route", "gros trou devant l'école rue des Lilas").stdout


def test_route_hears_the_rules_and_says_when_they_contradict_the_words(state: Path) -> None:
    found = json.loads(relais(state, "route", "rats dans la cage d'escalier", "--json").stdout)
    assert (found["disagree"], found["unsure"]) == (True, True)
    assert [(each["service"], each["rules"]) for each in found["suggestions"]][:2] == [
        ("habitat.bailleur_social", ["parties_communes"]), ("hygiene.rats", [])
    ]
    assert found["question"]["yes"] == "habitat.bailleur_social"


@pytest.mark.parametrize(
    ("text", "code", "by", "mairies"),
    [
        ("12 rue des Lilas", 0, "street", ["mq_cedres"]),
        ("rue de Lyon", 0, "street", ["mq_centre", "mq_tanneurs"]),
        ("devant l'école Jules-Ferry", 0, "place", ["mq_centre"]),
        ("quartier des Tanneurs", 0, "quarter", ["mq_tanneurs"]),
        ("46.0804, 4.3337", 0, "point", ["mq_cedres"]),
        ("48.85, 2.35", 1, "point", []),
        ("rue de la Lune", 1, None, []),
    ],
)
def test_place_says_the_mairie_and_how_it_knows(state: Path, text: str, code: int, by: str | None, mairies: list[str]) -> None:
    done = relais(state, "place", text, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["by"], [each["id"] for each in found["mairies"]]) == (code, by, mairies)


def test_changed_rules_are_tried_on_past_requests_and_nothing_is_applied_nor_quoted(state: Path) -> None:
    assert relais(state, "seed", "--requests", "60", "--days", "20", "--people", "8").returncode == 0
    rule = "regles: [{id: essai, services: [voirie, proprete, dechets], direction: m_eau, competence: metropole, raison: pour voir}]"
    (state / "regles.yaml").write_text(rule, "utf-8")
    found = json.loads(relais(state, "rules", "try", str(state / "regles.yaml"), "--json").stdout)
    assert (found["replayed"] > 0, found["moved"] > 0) == (True, True)
    assert found["better"] + found["worse"] + found["other"] == found["moved"] == len(found["requests"])
    assert {key for each in found["requests"] for key in each} == {"reference", "before", "after", "rules", "sided"}
    said = relais(state, "rules", "try", str(state / "regles.yaml")).stdout
    assert "Proposées autrement" in said
    again = json.loads(relais(state, "rules", "try", str(state / "regles.yaml"), "--json").stdout)
    assert again == found  # trying has changed nothing


def test_rules_with_a_slip_are_not_tried(state: Path) -> None:
    (state / "regles.yaml").write_text("regles: [{id: essai, mots: [trou], service: voirie.lune, raison: x}]", "utf-8")
    done = relais(state, "rules", "try", str(state / "regles.yaml"))
    assert done.returncode == 2
    assert "regles.yaml:1" in done.stderr


def test_the_default_town_is_in_order(state: Path) -> None:
    done = relais(state, "check")
    assert done.returncode == 0
    assert "Configuration en ordre" in done.stdout


def test_a_misspelt_setting_is_named_with_what_it_looks_like(state: Path) -> None:
    done = relais(state, "check", RELAIS_TELEGRAM_TOKN="7:x")
    assert done.returncode == 2
    assert "RELAIS_TELEGRAM_TOKN" in done.stdout
    assert "RELAIS_TELEGRAM_TOKEN" in done.stdout


def test_run_without_a_network_says_what_to_set(state: Path) -> None:
    done = relais(state, "run")
    assert done.returncode == 2
    assert "Aucune messagerie configurée" in done.stderr
    assert "relais console" in done.stderr


def test_a_script_on_standard_input_talks_to_the_console(state: Path) -> None:
    done = relais(state, "console", said="gros trou devant l'école rue des Lilas\n1\n@petit mes\n")
    assert done.returncode == 0, done.stderr
    assert "Compris : Nid-de-poule" in done.stdout
    assert "-0001 · Nid-de-poule" in done.stdout
    assert "Aucune demande ouverte à votre nom" in done.stdout


def test_each_command_imports_what_it_needs(state: Path, tmp_path: Path) -> None:
    """In an interpreter of its own: the other tests fork theirs from one that has imported everything (tests/terminal.py)."""
    vault, folder = tmp_path / "vault", tmp_path / "copies"

    def types(*words: str, **env: str) -> str:
        done = relais(state, *words, cold=True, **env)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    types("invite", "--role", "admin")
    for words in ("check", "status", "doctor", "audit verify", "audit head", "town versions", "route trou", "due 2026-11-23 --delay 5jo"):
        types(*words.split())
    types("town", "export", str(tmp_path / "export"))
    types("town", "import", str(tmp_path / "export"))
    types("privacy", "documents", "--out", str(tmp_path / "papers"))
    public = re.search("relais-public-[^ \n]+", types("backup", "keys", "--to", str(vault)))
    assert public
    types("backup", "--to", str(folder), RELAIS_BACKUP_PUBLIC_KEY=public[0])
    (copy,) = folder.iterdir()
    types("verify", str(copy), "--key", str(vault))
    types("restore", str(copy), "--key", str(vault), "--into", str(tmp_path / "elsewhere"))
