"""The documents of data protection say what runs: nothing in them is typed twice, and nothing that changes goes untold."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from sqlmodel import SQLModel

from bot.auditor.keeping import _limits
from bot.privacy.facts import facts_of, names_of
from bot.privacy.keeping import LIMITS, NOBODYS, PERSONAL
from bot.privacy.pages import NAMES, Pack, pack
from config.forms import CONDITION, FOLDER, form
from config.settings import Settings
from config.town import Town, load
from handlers.people.permissions import PERMISSIONS, ROLES
from handlers.surveys.weather import READERS
from storage import tables
from storage.tables import table
from tests.bot.test_cli import relais
from tests.config.folders import TownFolder
from tests.scenes import CACHE, texts, valmiere

TELEGRAM = {"telegram_token": "1234:made-up"}
MATRIX = {"matrix_user": "@relais:ville.example", "matrix_homeserver": "https://matrix.ville.example"}
COPIES = {"backup_folder": "/mnt/copies", "backup_public_key": "relais-public-" + "a" * 43}


def written(town: Town | None = None, limits: dict[str, timedelta] | None = None, **settings: str) -> Pack:
    return pack(facts_of(town or valmiere(), Settings.model_validate(settings), limits=limits or LIMITS))


def asking(**rules: object) -> Town:
    """Valmière, with other rules of its survey."""
    surveys = valmiere().surveys
    assert surveys is not None
    return valmiere().model_copy(update={"surveys": surveys.model_copy(update=rules)})


def entry(register: str, processing: str) -> str:
    """The part of the register that is about one processing."""
    heading = next(line for line in register.splitlines() if line.startswith("##") and f"(`{processing}`)" in line)
    return re.split(r"\n##+ ", register.split(heading)[1])[0]


# --- nothing is forgotten ---


def test_each_table_belongs_to_a_processing_or_says_nothing_of_anybody() -> None:
    personal = {model for models in PERSONAL.values() for model in models}
    every = {getattr(tables, name) for name in tables.__all__ if isinstance(getattr(tables, name), type)}
    assert {table(model).name for model in every} == set(SQLModel.metadata.tables)
    assert every - personal - NOBODYS == set(), "a new table: say in bot/privacy/keeping.py whose data it holds, and name it in registre.md"
    assert personal & NOBODYS == set()


@pytest.mark.parametrize("processing", PERSONAL)
@pytest.mark.parametrize("asks", [True, False])
def test_the_register_names_each_table_in_its_entry(processing: str, asks: bool) -> None:
    town = valmiere() if asks else valmiere().model_copy(update={"surveys": None})
    told = entry(written(town).pages["registre.md"], processing)
    assert [table(model).name for model in PERSONAL[processing] if f"`{table(model).name}`" not in told] == []


def test_each_fact_is_told_and_each_blank_of_the_forms_is_a_fact() -> None:
    asked = {name for each in NAMES for _, name, _, _ in Formatter().parse(form(each)) if name}
    facts = facts_of(valmiere(), Settings.model_validate({**TELEGRAM, **MATRIX, **COPIES}))
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES)
    assert (asked - facts.values.keys(), facts.values.keys() - asked) == (set(), set())
    assert {name for each in NAMES for _, name in CONDITION.findall(form(each))} == facts.so.keys()


def test_each_permission_has_its_row_with_a_cell_for_each_role() -> None:
    rows = [line for line in written().pages["registre.md"].split("## Qui peut quoi")[1].splitlines() if line.startswith("| ")]
    assert [row.count("|") for row in rows] == [len(ROLES) + 2] * (len(PERMISSIONS) + 1)
    [mood] = [row.split("|")[2:-1] for row in rows if "lire les résultats du point du jour" in row]
    assert {role for role, cell in zip(ROLES, mood, strict=True) if cell.strip() != "–"} == READERS


def test_each_role_is_told_what_it_sees_of_the_survey_once() -> None:
    lines = written().pages["notice.md"].split("| Qui | Ce qu’il en voit |")[1].split("\n\n")[0].splitlines()
    told = [name for line in lines for name in line.split("|")[1:2] if "---" not in name]
    assert sorted(", ".join(name.strip() for name in told).split(", ")) == sorted(names_of([role]) for role in ROLES)


def test_what_is_kept_is_what_the_auditor_holds_us_to() -> None:
    promised = {name.replace("-", "_"): limit for name, _, _, limit, _ in _limits(None)}  # type: ignore[arg-type]  # it looks at nothing yet
    assert {name: LIMITS[name] for name in promised if name != "steps"} == {name: promised[name] for name in promised if name != "steps"}


# --- nothing that changes goes untold ---


@pytest.mark.parametrize("name", LIMITS)
def test_another_length_of_time_is_another_register(name: str) -> None:
    longer = {**LIMITS, name: timedelta(days=77)}
    town = asking(open_question=True)
    assert "77 jours" not in written(town, **COPIES).pages["registre.md"]
    assert "77 jours" in written(town, limits=longer, **COPIES).pages["registre.md"]


@pytest.mark.parametrize(("rules", "said"), [
    ({"open_question": True}, "une phrase"),
    ({"k": 8}, "dès 8 répondants"),
    ({"k": 14}, "dès 14 répondants"),
    ({"shown_after": 9}, "9 jours après chaque période"),
    ({"hour": time(11, 15)}, "vers 11 h 15"),
    ({"resources": ("la cellule d’écoute",)}, "**Si la période est difficile** : la cellule d’écoute."),
])  # fmt: skip
def test_another_rule_of_the_survey_is_another_notice(rules: dict[str, object], said: str) -> None:
    before, after = written(), written(asking(**rules))
    assert said not in before.pages["notice.md"]
    assert said in after.pages["notice.md"]


@pytest.mark.parametrize("rules", [{"k": 8}, {"shown_after": 9}, {"rhythm": "hebdo"}, {"gap_days": 40}, {"sensitive_a_month": 1},
                                   {"slow_after": 5}, {"pause_after": 12}, {"not_before_elections": False}], ids=str)  # fmt: skip
def test_another_rule_of_the_survey_is_another_register(rules: dict[str, object]) -> None:
    assert written(asking(**rules)).pages["registre.md"] != written().pages["registre.md"]


@pytest.mark.parametrize(("settings", "said"), [(TELEGRAM, "quel bouton vous touchez"), (MATRIX, "Le serveur Matrix matrix.ville.example")])
def test_a_network_that_runs_is_told_to_everybody(settings: dict[str, str], said: str) -> None:
    without, within = written(), written(**settings)
    assert said not in without.pages["notice.md"]
    assert said in within.pages["notice.md"]
    assert all(without.pages[name] != within.pages[name] for name in without.pages)


def test_telegram_is_a_transfer_out_of_the_union() -> None:
    assert "**Aucun par Relais**" in written(**MATRIX).pages["registre.md"]
    assert "**Oui, par Telegram.**" in written(**TELEGRAM).pages["registre.md"]
    assert "plan_action.messageries" in written(**TELEGRAM).left_open
    assert "Telegram" not in written().pages["notice.md"]


def test_without_copies_that_is_the_first_thing_to_mend() -> None:
    assert "**aucune sauvegarde n’est configurée**" in written().pages["aipd.md"]
    assert "qu’un voleur du serveur ne peut lire" in written(**COPIES).pages["aipd.md"]


def test_a_town_that_asks_nothing_says_so() -> None:
    pages = written(valmiere().model_copy(update={"surveys": None})).pages
    assert "Point du jour" not in pages["notice.md"].replace("point du jour", "Point du jour")
    assert "Ce traitement n’est pas mis en œuvre" in entry(pages["registre.md"], "enquetes")


# --- what is promised ---


def test_nobody_is_promised_to_be_anonymous() -> None:
    """Whoever held server, database and key of an open window could open a ballot: the word is used to say no."""
    values = {"network": "telegram", "k": 5, "words": "True", "officer": "none", "rhythm": "hebdo"}
    said = (texts().say("fr", key, values) for key in ("survey-notice", "privacy-asked"))
    for text in (*written(**TELEGRAM, **MATRIX).pages.values(), *said):
        assert re.sub("pas « anonyme »", "", text).lower().count("anonym") == 0


@pytest.mark.parametrize("told", ["notice.md", "survey-notice"])
def test_the_limit_is_told_before_anybody_answers(told: str) -> None:
    pages = written(**TELEGRAM).pages
    text = pages.get(told) or texts().say("fr", told, {"network": "telegram", "k": 5, "rhythm": "hebdo", "words": "False"})
    for word in ("à la fois le serveur, la base et", "pas « anonyme »", "sondage stop", "qui a compté", "Telegram"):
        assert word in text


# --- what only the town can say ---


def test_the_example_of_valmiere_leaves_nothing_open_but_what_it_does_not_say(tmp_path: Path) -> None:
    folder = TownFolder(tmp_path / "commune")
    example = (folder.path / "gouvernance.yaml").read_text("utf-8").split("#\n", 1)[1].replace("gouvernance: {}\n", "")
    folder.write("gouvernance.yaml", "".join(line.removeprefix("# ") for line in example.splitlines(keepends=True)))
    town = load(folder.path)
    said = written(town, **MATRIX)
    assert {key.partition(".")[0] for key in said.left_open} == {"traitements", "plan_action"}
    assert "dpo@valmiere.example" in said.pages["notice.md"]
    assert "CST, le jeudi 12 novembre 2026 : favorable" in said.pages["aipd.md"]


def test_a_town_may_say_it_all(tmp_path: Path) -> None:
    folder, asked = TownFolder(tmp_path / "commune"), written(**TELEGRAM, **MATRIX, **COPIES).left_open
    opinion, place = {"le": "2026-11-20", "par": "DPO", "avis": "favorable"}, {"nom": "DSI", "pays": "France"}
    answers: dict[str, object] = {
        "responsable": {"nom": "Ville", "adresse": "1 place", "represente_par": "la maire"},
        "dpo": {"nom": "DPO", "courriel": "dpo@ville.example"}, "hebergeur": place, "serveur_matrix": place, "avis_dpo": opinion,
        "decision": opinion, "consultations": [{"instance": "CST", "le": "2026-11-12", "avis": "favorable"}],
        "agents_informes_le": "2026-12-01", "interlocuteur": "bureau 2 | étage 1",
    }
    said: dict[str, object] = {}
    for key in asked:
        *tables_, last = key.split(".")
        inside = said
        for name in tables_:
            inside = inside.setdefault(name, {})  # type: ignore[assignment]
        inside[last] = answers.get(key, "c’est dit")
    folder.write("gouvernance.yaml", json.dumps({"gouvernance": said}))  # JSON is YAML
    told = written(load(folder.path), **TELEGRAM, **MATRIX, **COPIES)
    assert told.left_open == {}
    assert not any("À compléter :" in page for page in told.pages.values())
    assert "bureau 2 \\| étage 1" in told.pages["notice.md"]  # a table of Markdown holds


# --- as an operator ---


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "cache").symlink_to(CACHE, target_is_directory=True)
    return folder


def test_documents_are_written_then_checked_until_the_town_changes(state: Path, tmp_path: Path) -> None:
    town, out = TownFolder(tmp_path / "commune"), tmp_path / "papers"
    where = {"RELAIS_TOWN": str(town.path)}
    check = ("privacy", "documents", "--out", str(out), "--check")

    assert relais(state, *check, **where).returncode == 1  # nothing is there yet
    done = relais(state, *check[:-1], **where)
    assert done.returncode == 0
    assert f"Il reste {len(written().left_open)} points à compléter" in done.stdout
    assert relais(state, *check, **where).returncode == 0

    town.edit("enquetes/questions.yaml", "seuil: 5", "seuil: 8")
    done = relais(state, *check, **where, RELAIS_LANGUAGE="en")
    assert done.returncode == 1
    assert "no longer says what is in force" in " ".join(done.stdout.split())
    assert "dès 8 répondants" in done.stdout.replace("\n", " ")


def test_what_somebody_wrote_in_a_document_is_not_lost(state: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    write = ("privacy", "documents", "--out", str(out))
    assert relais(state, *write).returncode == 0
    notice = out / "notice.md"
    notice.write_text(notice.read_text("utf-8").replace("# Relais et vous", "# Vous et Relais"), "utf-8")

    done = relais(state, *write)
    assert done.returncode == 2
    assert "notice.md" in done.stderr
    assert "Vous et Relais" in notice.read_text("utf-8")
    assert relais(state, *write, "--check").returncode == 1
    assert relais(state, *write, "--force").returncode == 0
    assert "Vous et Relais" not in notice.read_text("utf-8")


@pytest.mark.parametrize("settings", [{}, TELEGRAM, {**MATRIX, **COPIES}, {
    **TELEGRAM, "telegram_api_base": "https://bots.ville.example", "database_url": "postgresql://relais:secret@base/relais",
    "metrics_address": "9100", "heartbeat_url": "https://hc.example/ping/secret"}], ids=["bare", "telegram", "matrix", "all"])  # fmt: skip
def test_pages_are_whole_whatever_runs_and_hold_no_secret(settings: dict[str, str]) -> None:
    for page in written(**settings).pages.values():
        assert not re.search(r"\[(si|sauf|fin)\b|[{}]|secret@|ping/|made-up", page)
        rows = page.splitlines()
        assert not [two for two in pairwise(rows) if two == ("", "")]
