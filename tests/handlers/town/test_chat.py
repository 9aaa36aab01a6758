"""/catalogue: what is in force, a file that would change it, what that breaks, and the way back; in force without a restart."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot import editions
from bot.auditing import examined
from bot.opening import Opened
from bot.platforms import RawUpdate
from config.sources import fingerprint, unpacked
from config.town import bundled
from handlers.town.versions import apply
from storage.tables import Event, File, Person, Request, TownVersion, table
from storage.unit import Scope, Unit
from tests.handlers.town.files import BORNE, edited
from tests.scenes import CACHE, Chat, Town, edition, town

HOLE = "gros trou devant l'école rue des Lilas"


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


@pytest.fixture
def cora(t: Town) -> Chat:
    """The coordination; the directions of the road and of cleaning have their référents."""
    t.person("karim", "direction", mairie=None, direction="m_voirie")
    t.person("lea", "direction", mairie=None, direction="m_proprete")
    return t.person("cora", "coordination", mairie=None)


def events(t: Town) -> list[tuple[str, dict[str, Any]]]:
    return [(row.kind, row.data) for row in t.rows(Event) if row.kind.startswith("town_")]  # type: ignore[attr-defined]


async def imports(cora: Chat, name: str, *edits: tuple[str, str], base: dict[str, bytes] | None = None) -> None:
    await cora.says("/catalogue importer", document=(name, edited(name, *edits, base=base)))


SLOWER = ("voirie.yaml", ("delai: court_5j", "delai: urgent_2j"))
"""Nothing to learn again: whatever changes a phrase or the name of a direction trains the router for some fifteen seconds."""
REPOINTED = ("voirie.yaml", ("direction: m_voirie", "direction: m_proprete"))


async def test_what_is_in_force_is_shown_with_its_counts(t: Town, cora: Chat) -> None:
    await cora.says("/catalogue")
    assert cora.last.splitlines() == [
        "Catalogue : le dossier installé, sans version", "99 services · 28 directions · 8 mairies de quartier · 10 points d’arrivée",
    ]
    assert cora.buttons == ["Importer un fichier"]


async def test_a_file_is_shown_then_applied_and_serves_the_very_next_sentence(t: Town, cora: Chat) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    assert "première réponse sous 2 jours ouvrés" in awa.last
    await imports(cora, *SLOWER)
    assert cora.last == "voirie.yaml\n1 changement, 75 sans référent. Rien n’est changé."
    await cora.presses("Voir le détail")
    assert cora.last == (
        "Ce qui changerait\nservices :\n~ voirie.nid_de_poule · Nid-de-poule, chaussée dégradée : delai court_5j → urgent_2j"
    )
    await cora.presses("Appliquer")
    assert cora.heard[-2].startswith("Version 2 appliquée\n1 changement.")
    assert cora.last == "La version 2 est en vigueur."
    await awa.says(f"{HOLE}, urgent")
    assert "première réponse sous 1 jour ouvré" in awa.last
    await awa.presses("Enregistrer")
    assert [row.delay for row in t.rows(Request) if row.reference] == ["urgent_2j"]  # type: ignore[attr-defined]
    assert [(kind, data.get("counts"), data.get("number")) for kind, data in events(t)] == [
        ("town_proposed", {"changed": 1}, None), ("town_applied", {"changed": 1}, 2),
    ]


async def test_a_new_service_is_learned_and_proposed_without_a_restart(tmp_path: Path) -> None:
    """The router is trained again in its own process, beside the bot that goes on answering."""
    async with town(tmp_path) as t:
        (tmp_path / "cache").unlink()
        shutil.copytree(CACHE, tmp_path / "cache")  # its own: what it learns here is of no use to others
        t.person("karim", "direction", mairie=None, direction="m_voirie")
        cora, awa = t.person("cora", "coordination", mairie=None), t.person("awa")
        await cora.says("/catalogue importer", document=("voirie.yaml", edited("voirie.yaml") + BORNE))
        assert cora.last == "voirie.yaml\n1 ajout, 82 sans référent. Rien n’est changé."
        with_it = asyncio.create_task(cora.presses("Appliquer"))
        async with asyncio.timeout(150):
            while not t.rows(TownVersion, state="applied"):
                await asyncio.sleep(0.01)
            await t.hears("awa", text="/ping pendant")
            assert awa.heard[0] == "pong pendant"
            await with_it
            while "La version 2 est en vigueur." not in cora.heard:
                await asyncio.sleep(0.05)
        await awa.says("la borne escamotable ne descend plus")
        assert awa.last.startswith("Compris : Borne escamotable en panne")


async def test_faults_are_said_with_file_and_line_eight_at_most(t: Town, cora: Chat) -> None:
    await imports(cora, "voirie.yaml", ("direction: m_voirie", "direction: m_voiri"), ("delai: court_5j", "delai: court_5"))
    said = cora.last.replace("\u00a0", " ").replace("\u202f", " ")
    assert said == (
        "voirie.yaml : 2 erreurs à corriger\nRien n’est changé.\n"
        "services/voirie.yaml:9 : « direction » renvoie à « m_voiri », qui n’existe pas. Vouliez-vous dire « m_voirie » ?\n"
        "services/voirie.yaml:10 : « delai » renvoie à « court_5 », qui n’existe pas. Vouliez-vous dire « court_5j » ?"
    )
    every = edited("directions.yaml").replace(b"collectivite: ville", b"collectivite: vile")
    await cora.says("/catalogue importer", document=("directions.yaml", every))
    assert cora.last.count("directions.yaml:") == 8
    assert cora.last.endswith(f"et {every.count(b'vile,') - 8} autres")
    assert cora.buttons == []
    assert t.rows(TownVersion) == []
    assert [(kind, data["why"]) for kind, data in events(t)] == [("town_refused", "faults")] * 2


async def test_faults_are_said_in_the_persons_language(t: Town, cora: Chat) -> None:
    await cora.says("/langue en")
    await imports(cora, "voirie.yaml", ("direction: m_voirie", "direction: m_voiri"))
    title, nothing, fault = cora.last.splitlines()
    assert (title, nothing) == ("voirie.yaml: 1 error to correct", "Nothing is changed.")
    assert fault.startswith("services/voirie.yaml:9: “direction” points to “m_voiri”, which does not exist.")


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a text \xff", b"", b"[" * 300_000, "é".encode("latin-1"), b"a: &x [*x]"])
async def test_whatever_is_in_the_file_the_answer_is_polite_and_nothing_changes(t: Town, cora: Chat, content: bytes) -> None:
    await cora.says("/catalogue importer", document=("directions.yaml", content))
    assert "à corriger" in cora.last
    assert "directions.yaml" in cora.last
    assert (t.rows(TownVersion), t.rows(File)) == ([], [])


async def test_refusing_changes_nothing_and_what_was_decided_stays_decided(t: Town, cora: Chat) -> None:
    await imports(cora, *SLOWER)
    card = cora.card()
    await cora.presses("Refuser")
    assert cora.last == "Refusé. Rien n’est changé."
    await t.hears("cora", press=card.references[0], about="m")
    assert cora.last.startswith("C’est déjà fait")
    [row] = t.rows(TownVersion)
    assert (row.state, row.files) == ("refused", b"")  # type: ignore[attr-defined]
    assert events(t)[-1][1]["why"] == "person"
    t.app._follower.look()
    await t.app.settle()
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "court_5j"


async def test_the_way_back_is_a_new_version_with_the_old_files(t: Town, cora: Chat) -> None:
    await imports(cora, *SLOWER)
    await cora.presses("Appliquer")
    await cora.says("/catalogue")
    assert cora.last.splitlines()[2:] == [
        "Version 2, depuis le 23/11/2026 à 09:00 : 1 changement", "Version 1, depuis le 23/11/2026 à 09:00 : 0 différence de fond",
    ]
    await cora.presses("Revenir à la version 1")
    assert cora.last.startswith("version 1\n1 changement")
    await cora.presses("Appliquer")
    assert cora.last == "La version 3 est en vigueur."
    first, second, third = sorted(t.rows(TownVersion), key=lambda row: row.applied_at)  # type: ignore[attr-defined]
    assert (first.digest, first.files) == (third.digest, third.files)
    assert third.digest == fingerprint(edition().files) != second.digest
    assert unpacked(third.files) == dict(edition().files)
    assert t.app.hall.town == edition().town
    assert [kind for kind, _ in events(t)] == ["town_proposed", "town_applied", "town_proposed", "town_back"]
    await cora.says("/catalogue")
    assert cora.buttons[-2:] == ["Importer un fichier", "Revenir à la version 2"]


async def test_somebody_elses_older_proposal_is_refused_and_overwrites_nothing(t: Town, cora: Chat) -> None:
    root = t.person("root", "admin", mairie=None)
    await imports(root, "directions.yaml", ("08:30-12:30", "09:00-12:30"))
    await imports(cora, *SLOWER)
    await cora.presses("Appliquer")
    await root.presses("Appliquer")
    assert root.last.startswith("Une autre version a été appliquée entre-temps.")
    await root.presses("Voir le détail")
    assert root.last.startswith("Une autre version a été appliquée entre-temps.")
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "urgent_2j"
    assert t.app.hall.town.directions["v_mq"] == edition().town.directions["v_mq"]
    await imports(root, "directions.yaml", ("08:30-12:30", "09:00-12:30"))
    await root.presses("Appliquer")
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "urgent_2j"
    assert t.app.hall.town.directions["v_mq"] != edition().town.directions["v_mq"]


async def test_one_proposal_at_a_time_the_newer_one_takes_the_place_of_the_older(t: Town, cora: Chat) -> None:
    await imports(cora, *SLOWER)
    older = cora.card()
    await imports(cora, "directions.yaml", ("08:30-12:30", "09:00-12:30"))
    await t.hears("cora", press=older.references[0], about="m")
    assert cora.last.startswith("C’est déjà décidé.")


@pytest.mark.parametrize("role", ["agent", "sg", "elu", "direction", "dgs", "cabinet"])
async def test_nobody_else_sees_or_changes_it(t: Town, role: str) -> None:
    t.person("other", role, direction="m_voirie" if role == "direction" else None)
    other = t.person("other")
    await other.says("/catalogue")
    assert other.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    await imports(other, *SLOWER)
    assert other.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert t.rows(TownVersion) == []


async def test_a_right_lost_meanwhile_is_lost_for_the_file_too(t: Town, cora: Chat) -> None:
    await cora.says("/catalogue importer")
    with t.database.transaction() as connection:
        connection.execute(update(table(Person)).where(table(Person).c.name == "Cora").values(role="agent", mairie="mq_tanneurs"))
    await t.hears("cora", document=("voirie.yaml", edited(*SLOWER)))
    assert cora.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert t.rows(TownVersion) == []


# --- the file ---


async def test_the_file_may_come_afterwards_and_is_forgotten_once_read(t: Town, cora: Chat) -> None:
    await cora.says("/catalogue importer")
    assert cora.last.startswith("Envoyez le fichier YAML")
    await t.hears("cora", document=("voirie.yaml", edited(*SLOWER)))
    assert cora.last.startswith("voirie.yaml\n1 changement")
    assert t.rows(File) == []


async def test_words_instead_of_the_file_log_nothing(t: Town, cora: Chat) -> None:
    await cora.says("/catalogue")
    await cora.presses("Importer un fichier")
    await cora.says("finalement non, demain")
    assert cora.last.startswith("Je n’ai pas reçu de fichier YAML. Rien n’est changé.")
    assert t.rows(Request) == []


async def test_a_file_that_nobody_asked_for_is_one_we_cannot_open(t: Town, cora: Chat) -> None:
    awa = t.person("awa")
    for person in (awa, cora):
        await t.hears(person.name, document=("voirie.yaml", edited(*SLOWER)))
        assert person.last.startswith("Je n’ai pas pu ouvrir ce fichier.")
        await t.hears(person.name, text="gros trou rue des Lilas", document=("voirie.yaml", edited(*SLOWER)))
        assert person.last.startswith("Je n’ai pas pu ouvrir ce fichier.")
    assert t.rows(Request) == []
    assert len(t.rows(File)) == 1
    await t.passes(hours=26)
    assert t.rows(File) == []


async def test_the_same_files_again_change_nothing(t: Town, cora: Chat) -> None:
    await imports(cora, "voirie.yaml")
    assert cora.last.startswith("voirie.yaml\nC’est exactement ce qui est déjà en vigueur.")
    assert t.rows(TownVersion) == []


async def test_a_comment_is_a_version_without_a_difference(t: Town, cora: Chat) -> None:
    await cora.says("/catalogue importer", document=("voirie.yaml", b"# relu\n" + edited("voirie.yaml")))
    assert cora.last.startswith("voirie.yaml\n75 sans référent. Rien n’est changé.")
    await cora.presses("Appliquer")
    assert cora.last == "La version 2 est en vigueur."


async def test_a_process_that_stops_leaves_the_training_under_way(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        (tmp_path / "cache").unlink()
        t.person("karim", "direction", mairie=None, direction="m_voirie")
        cora = t.person("cora", "coordination", mairie=None)
        await cora.says("/catalogue importer", document=("voirie.yaml", edited("voirie.yaml") + BORNE))
        pressing = asyncio.create_task(cora.presses("Appliquer"))
        while t.app._follower.is_idle():
            await asyncio.sleep(0.01)
        pressing.cancel()
        await t.app._follower.stop()
        assert t.app.hall.in_force.edition.version is None
        assert list((tmp_path / "cache").glob("router-*")) == []
    assert cora.heard[-1].startswith("Version 2 appliquée")


# --- what it would break ---


async def test_a_service_handed_to_a_direction_without_anybody_is_refused(t: Town, cora: Chat) -> None:
    await imports(cora, "voirie.yaml", ("direction: m_voirie", "direction: m_eau"))
    assert cora.last == (
        "voirie.yaml : impossible en l’état\n1 changement, 75 sans référent, mais cela casserait quelque chose. Rien n’est changé.\n"
        "« voirie.nid_de_poule » irait à m_eau, qui n’a pas de référent. Invitez-en un d’abord : « inviter direction m_eau »."
    )
    t.person("yann", "direction", mairie=None, direction="m_eau")
    await imports(cora, "voirie.yaml", ("direction: m_voirie", "direction: m_eau"))
    assert cora.last.startswith("voirie.yaml\n1 changement")
    assert "Appliquer" in cora.buttons


async def test_a_contact_who_left_before_it_was_applied_is_missed(t: Town, cora: Chat) -> None:
    await imports(cora, *REPOINTED)
    with t.database.transaction() as connection:
        connection.execute(update(table(Person)).where(table(Person).c.name == "Lea").values(left_at=t.clock.now()))
    await cora.presses("Appliquer")
    assert "« voirie.nid_de_poule » irait à m_proprete, qui n’a pas de référent." in cora.last
    assert [row.state for row in t.rows(TownVersion)] == ["proposed"]  # type: ignore[attr-defined]
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "court_5j"


async def test_what_open_requests_use_is_not_taken_away(t: Town, cora: Chat) -> None:
    awa = t.person("awa")
    await awa.says(HOLE)
    await awa.presses("Enregistrer")
    text = edited("arrivee.yaml").decode()
    lines = [line for line in text.splitlines() if "id: guichet," not in line and "id: guichet\n" not in line]
    assert len(lines) < len(text.splitlines())
    await cora.says("/catalogue importer", document=("arrivee.yaml", "\n".join(lines).encode()))
    assert "disparaîtrait : 1 demande ouverte s’en sert." in cora.last
    await awa.says("/annuler")
    await cora.says("/catalogue importer", document=("arrivee.yaml", "\n".join(lines).encode()))
    assert cora.last.startswith("arrivee.yaml\n1 retrait")


async def test_an_identifier_is_not_renamed(t: Town, cora: Chat) -> None:
    services = edition().town.services
    elsewhere = {confusion.service for service in services.values() for confusion in service.confusions}
    elsewhere |= set(re.findall(r"\w+\.\w+", (bundled("valmiere") / "reactivite.yaml").read_text()))
    old = next(id for id in services if id not in elsewhere)
    domain = old.partition(".")[0]
    new = f"{domain}.tout_autre_nom"
    await imports(cora, f"{domain}.yaml", (f"- id: {old}", f"- id: {new}"))
    told = f"« {old} » deviendrait « {new} » dans services : un identifiant ne change pas. Gardez-le et changez le nom."
    assert told in cora.last.splitlines()
    assert t.rows(TownVersion) == []


async def test_a_town_that_changes_its_name_keeps_the_chain_of_its_log(t: Town, cora: Chat) -> None:
    """Which begins with the name the town had."""
    await cora.says("/ping un")
    await t.passes(minutes=5)
    await imports(cora, "commune.yaml", ("ville: Ville de Valmière", "ville: Commune nouvelle de Valmière"))
    await cora.presses("Appliquer")
    await t.passes(minutes=5)
    assert t.app.hall.town.city == "Commune nouvelle de Valmière"
    base = Opened(None, t.app.hall.in_force.edition, t.database, t.seal)  # type: ignore[arg-type]  # settings are not asked
    verdict = examined(base, None, language="fr")
    assert verdict.findings.links > 0
    assert verdict.sound


# --- a process and its town ---


async def test_a_version_applied_elsewhere_is_taken_up(t: Town, cora: Chat) -> None:
    """By the terminal, or by another process: the tick sees it."""
    await imports(cora, *SLOWER)
    [row] = t.rows(TownVersion)
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        assert apply(store, row.id, folder=edition().files, city="Valmière", now=t.clock.now()) == ()  # type: ignore[attr-defined]
        store.keep()
    await cora.says("/catalogue importer", document=("directions.yaml", edited("directions.yaml")))
    assert cora.last.startswith("Une version vient d’être appliquée et je la prends à l’instant.")
    t.app._follower.look()
    await t.app.settle()
    assert cora.last == "La version 2 est en vigueur."
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "urgent_2j"
    t.app._follower.look()
    await t.app.settle()
    assert cora.heard.count("La version 2 est en vigueur.") == 1


async def test_a_restart_starts_with_the_version_and_says_what_was_not_said(t: Town, cora: Chat) -> None:
    """As when the process died between the commit and the change."""
    await imports(cora, *SLOWER)
    await t.app._follower.stop()  # nothing follows any more
    press = cora.card().references[0]
    assert t.platform.store is not None
    data = {"id": "u99", "kind": "press", "chat": "cora", "sender": "cora", "private": True, "press": press, "about": "m"}
    await t.platform.store([RawUpdate("u99", data)])
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "court_5j"
    await t.restarts()
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "urgent_2j"
    t.app._follower.look()
    await t.app.settle()
    assert cora.last == "La version 2 est en vigueur."


def spoil(t: Town, id: int, files: bytes) -> None:
    with t.database.transaction() as connection:
        connection.execute(update(table(TownVersion)).where(table(TownVersion).c.id == id).values(files=files))


async def test_a_version_that_cannot_be_served_leaves_the_old_one_and_tells_administrators_once(t: Town, cora: Chat) -> None:
    root, awa = t.person("root", "admin", mairie=None), t.person("awa")
    t.person("gone", "admin", mairie=None)
    await imports(cora, *SLOWER)
    [row] = t.rows(TownVersion)
    spoil(t, row.id, b"PK\x03\x04 half of it")  # type: ignore[attr-defined]
    await cora.presses("Appliquer")
    assert cora.last.startswith("Version 2 appliquée")
    t.app._follower._again_at = 0.0
    t.app._follower.look()
    await t.app.settle()
    told = [heard for heard in root.heard if heard.startswith("La version 2 de la commune n’a pas pu être mise en service")]
    assert len(told) == 1
    await awa.says(HOLE)
    assert "première réponse sous 2 jours ouvrés" in awa.last
    spoil(t, row.id, row.files)  # type: ignore[attr-defined]
    t.app._follower.look()
    await t.app.settle()
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "court_5j", "not tried again before a minute"
    t.app._follower._again_at = 0.0
    t.app._follower.look()
    await t.app.settle()
    assert t.app.hall.town.services["voirie.nid_de_poule"].delay == "urgent_2j"
    assert cora.last == "La version 2 est en vigueur."
    assert editions.AGAIN_S == 60
