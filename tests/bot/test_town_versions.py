"""`relais town`, as an operator types it: a process each time, and a bot that runs beside it."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from config.sources import fingerprint, read_sources
from storage.database import open_database
from storage.tables import Account, Event, Person, TownVersion, table
from storage.unit import Scope, Unit
from tests.bot.test_cli import relais
from tests.config.folders import TownFolder
from tests.scenes import CACHE, edition, router, town

SLOWER = ("services/voirie.yaml", "delai: court_5j", "delai: urgent_2j")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    router()
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "cache").symlink_to(CACHE, target_is_directory=True)
    return folder


@pytest.fixture
def edits(tmp_path: Path) -> Iterator[TownFolder]:
    """The operator's copy of the town in force."""
    return TownFolder(tmp_path / "commune")


def rows(state: Path, what: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{state / 'relais.db'}?mode=ro", uri=True) as connection:
        return connection.execute(what).fetchall()


def lets_in(state: Path, name: str, role: str, direction: str | None = None) -> None:
    database = open_database(f"sqlite:///{state}/relais.db")
    with database.transaction() as connection:
        store = Scope(Unit(connection, database.ids))
        person = Person(id=store.next_id(), name=name, role=role, direction=direction, language="fr", joined_at=datetime.now(UTC))
        store.add(person)
        store.add(Account(address=f"console:{name}", person_id=person.id, chat=f"console:{name}"))
        store.keep()
        store.unit.flush()
    database.close()


def test_a_file_is_shown_and_applied_and_the_folder_stays_a_version_to_go_back_to(state: Path, edits: TownFolder) -> None:
    edits.edit(*SLOWER)
    asked = relais(state, "town", "import", str(edits.path / "services" / "voirie.yaml"))
    assert asked.returncode == 2, "nobody said yes"
    assert "~ voirie.nid_de_poule · Nid-de-poule, chaussée dégradée : delai court_5j → urgent_2j" in asked.stdout
    assert "Rien n’est changé" in asked.stdout
    assert rows(state, "SELECT count(*) FROM town_version") == [(0,)]

    done = relais(state, "town", "import", str(edits.path / "services" / "voirie.yaml"), "--yes")
    assert (done.returncode, "Version 2 appliquée" in done.stdout) == (0, True), done.stdout + done.stderr
    listed = relais(state, "town", "versions").stdout
    assert listed.index(" 2 ") < listed.index(" 1 ")
    assert "1 changement" in listed
    assert "poste de commande" in listed

    same = relais(state, "town", "import", str(edits.path), "--yes")
    assert (same.returncode, "rien à changer" in same.stdout) == (0, True)

    back = relais(state, "town", "back", "--yes")
    assert "Retour à la version 1." in back.stdout
    assert "delai urgent_2j → court_5j" in back.stdout
    assert "Version 3 appliquée" in back.stdout
    digests = [digest for (digest,) in rows(state, "SELECT digest FROM town_version WHERE state = 'applied' ORDER BY applied_at")]
    assert digests == [fingerprint(edition().files), fingerprint(read_sources(edits.path)), fingerprint(edition().files)]
    assert rows(state, "SELECT kind, actor_role FROM event ORDER BY id") == [
        (kind, "terminal") for kind in ("town_proposed", "town_applied", "town_proposed", "town_back")
    ]


def test_a_whole_folder_takes_the_place_of_the_town_and_export_gives_it_back(state: Path, edits: TownFolder, tmp_path: Path) -> None:
    edits.edit("commune.yaml", "nom: Les Tanneurs", "nom: Tanneries")
    (edits.path / "abreviations.yaml").unlink()
    done = relais(state, "town", "import", str(edits.path), "--yes", RELAIS_LANGUAGE="en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "~ mq_tanneurs · Tanneries : nom Les Tanneurs → Tanneries" in done.stdout
    assert "− bd" in done.stdout
    out = relais(state, "town", "export", str(tmp_path / "sortie"))
    assert out.returncode == 0, out.stderr
    assert read_sources(tmp_path / "sortie") == read_sources(edits.path)
    again = relais(state, "town", "export", str(tmp_path / "sortie"))
    assert (again.returncode, "contient déjà quelque chose" in again.stderr) == (2, True)


def test_faults_are_all_said_at_once_and_nothing_is_kept(state: Path, edits: TownFolder) -> None:
    first = edits.edit("services/voirie.yaml", "m_voirie", "m_voiri")
    second = edits.edit("directions.yaml", "collectivite: ville", "collectivite: vile")
    done = relais(state, "town", "import", str(edits.path), "--yes")
    assert done.returncode == 2
    for place in (f"services/voirie.yaml:{first}", f"directions.yaml:{second}", "erreurs à corriger"):
        assert place in done.stdout
    assert rows(state, "SELECT count(*) FROM town_version") == [(0,)]
    assert rows(state, "SELECT kind FROM event") == [("town_refused",)]


def test_what_it_would_break_is_said_and_refused(state: Path, edits: TownFolder) -> None:
    edits.edit("services/voirie.yaml", "direction: m_voirie", "direction: m_proprete")
    refused = relais(state, "town", "import", str(edits.path), "--yes")
    assert refused.returncode == 2
    assert "« voirie.nid_de_poule » irait à m_proprete, qui n’a pas de référent." in refused.stdout.replace("\u00a0", " ")
    lets_in(state, "lea", "direction", "m_proprete")
    assert relais(state, "town", "import", str(edits.path), "--yes").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("back", "--yes"), "Il n’y a pas de version à reprendre"),
        (("back", "7", "--yes"), "sous ce numéro (7)"),
        (("import", "/nulle/part.yaml"), "Le fichier /nulle/part.yaml ne peut pas être lu"),
    ],
)
def test_what_makes_no_sense_is_refused_clearly(state: Path, words: tuple[str, ...], said: str) -> None:
    done = relais(state, "town", *words)
    assert done.returncode == 2
    assert said in done.stderr.replace("\u00a0", " ")
    assert "Traceback" not in done.stderr


def test_without_a_version_the_folder_is_named(state: Path) -> None:
    done = relais(state, "town", "versions")
    assert (done.returncode, "valmiere" in done.stdout) == (0, True)


def test_help_says_what_each_does_in_both_languages(tmp_path: Path) -> None:
    assert "Revenir à une version antérieure" in relais(tmp_path, "town", "--help").stdout
    assert "Go back to an earlier version" in relais(tmp_path, "town", "--help", RELAIS_LANGUAGE="en").stdout
    assert list(tmp_path.iterdir()) == []


# --- the other commands ---


def test_check_says_when_the_folder_is_not_what_is_in_force(state: Path, edits: TownFolder) -> None:
    assert "version" not in relais(state, "check").stdout
    assert sorted(path.name for path in state.iterdir()) == ["cache"], "a check makes no database"
    edits.edit(*SLOWER)
    assert relais(state, "town", "import", str(edits.path), "--yes").returncode == 0
    done = relais(state, "check")
    assert done.returncode == 0
    assert "La version 2 est en vigueur, et non ce dossier" in done.stdout
    assert "La version 2" not in relais(state, "check", RELAIS_TOWN=str(edits.path)).stdout


def test_route_uses_the_version_in_force(state: Path, edits: TownFolder) -> None:
    edits.edit("commune.yaml", "ville: Ville de Valmière", "ville: Ville de Valmière-sur-Onde")
    edits.edit("competences.yaml", "nom: Métropole", "nom: Communauté")
    assert relais(state, "town", "import", str(edits.path), "--yes").returncode == 0
    assert "Communauté" in relais(state, "route", "gros trou devant l'école rue des Lilas").stdout


def test_a_version_that_this_release_cannot_read_is_said_and_mended_from_here(state: Path, edits: TownFolder) -> None:
    """As after a change of release: the bot does not start, and the terminal puts it right."""
    edits.edit(*SLOWER)
    assert relais(state, "town", "import", str(edits.path), "--yes").returncode == 0
    database = open_database(f"sqlite:///{state}/relais.db")
    from config.sources import packed

    broken = read_sources(edits.path) | {"delais.yaml": b"classes_delai: []\n"}
    with database.transaction() as connection:
        versions = table(TownVersion)
        connection.execute(update(versions).where(versions.c.proposed_by.is_(None)).values(files=packed(broken)))
    database.close()
    checked = relais(state, "check")
    assert checked.returncode == 2
    assert "version: services/" in checked.stdout
    assert "version: services/" in relais(state, "invite", "--role", "admin").stderr
    mended = relais(state, "town", "import", str(edits.path / "delais.yaml"), "--yes")
    assert mended.returncode == 0, mended.stderr
    assert relais(state, "invite", "--role", "admin").returncode == 0


# --- beside a bot ---


async def test_a_running_bot_takes_up_what_the_terminal_applied(tmp_path: Path, edits: TownFolder) -> None:
    edits.edit(*SLOWER)
    async with town(tmp_path / "state") as t:
        awa = t.person("awa")
        done = await asyncio.to_thread(relais, tmp_path / "state", "town", "import", str(edits.path), "--yes")
        assert done.returncode == 0, done.stdout + done.stderr
        async with asyncio.timeout(30):  # its own tick, every five seconds
            while t.app.hall.in_force.edition.version is None:
                await asyncio.sleep(0.05)
        await awa.says("gros trou devant l'école rue des Lilas")
        assert "première réponse sous 1 jour ouvré" in awa.last
        assert [row.actor_role for row in t.rows(Event) if row.kind == "town_applied"] == ["terminal"]  # type: ignore[attr-defined]


def console(state: Path, *lines: str, who: str, **env: str) -> subprocess.CompletedProcess[str]:
    return relais(state, "console", "--as", who, said="".join(f"{line}\n" for line in lines), **env)


def test_killed_between_the_commit_and_the_change_it_starts_with_the_version(state: Path, edits: TownFolder) -> None:
    edits.edit(*SLOWER)
    lets_in(state, "cora", "coordination")
    lets_in(state, "lea", "agent")
    file = edits.path / "services" / "voirie.yaml"
    killed = console(state, f':fichier "{file}" /catalogue importer', "Appliquer", who="cora", FAIL_POINT="act.committed:2")
    assert killed.returncode == -9, killed.stdout + killed.stderr
    assert rows(state, "SELECT state FROM town_version ORDER BY applied_at") == [("applied",), ("applied",)]
    after = console(state, "catalogue", "@lea gros trou devant l'école rue des Lilas", who="cora")
    assert after.returncode == 0, after.stderr
    assert "Catalogue : version 2" in after.stdout
    assert "première réponse sous 1 jour ouvré" in after.stdout


@pytest.mark.parametrize("steps", [0, 1])
async def test_two_decisions_at_once_are_one(tmp_path: Path, database_url: str, steps: int) -> None:
    """Two processes, two proposals made from the same town: the second is told, and nothing is overwritten."""
    from handlers.messages import Refusal
    from handlers.town import versions

    async with town(tmp_path, database_url=database_url) as t:
        files = [dict(edition().files) | {"directions.yaml": edition().files["directions.yaml"] + f"# {n}\n".encode()} for n in range(2)]
        ids = []
        for each in files:
            with t.database.transaction() as connection:
                store = Scope(Unit(connection, t.database.ids))
                what = versions.weigh(store, each, against=edition().files, old=edition().town)
                ids.append(versions.propose(store, what, base=None, by=len(ids), now=t.clock.now()))
                store.keep()

        def decide(id: int) -> str:
            with t.database.transaction() as connection:
                store = Scope(Unit(connection, t.database.ids))
                try:
                    versions.apply(store, id, folder=edition().files, city="Valmière", now=t.clock.now())
                except Refusal as refusal:
                    store.drop()
                    return refusal.key
                store.keep()
                return "applied"

        if steps:
            done = [decide(id) for id in ids]
        else:
            done = await asyncio.gather(*(asyncio.to_thread(decide, id) for id in ids))
        assert sorted(done) == ["applied", "town-moved-on"]
        assert len(t.rows(TownVersion, state="applied")) == 2


