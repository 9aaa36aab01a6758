"""The coordination changes the catalogue from its messenger: the file, what it changes, and the next sentence that uses it."""

from __future__ import annotations

from storage.tables import File, TownVersion
from tests.handlers.town.files import edited
from tests.journeys.stage import Actor, Stage

SLOWER = edited("voirie.yaml", ("delai: court_5j", "delai: urgent_2j"))
HOLE = "gros trou devant l'école rue des Lilas"


async def coordination(s: Stage) -> Actor:
    return await s.person("cora", role="coordination", mairie=None)


async def test_a_file_sent_in_chat_is_shown_applied_and_used_at_once(s: Stage) -> None:
    cora, awa = await coordination(s), await s.person("awa")
    await cora.asks("catalogue importer")
    await cora.hears("Envoyez le fichier YAML")
    await cora.sends_document(SLOWER, "voirie.yaml")
    await cora.hears("voirie.yaml", "1 changement", "Rien n’est changé")
    await cora.presses("Voir le détail")
    await cora.hears("delai court_5j → urgent_2j")
    await cora.presses("Appliquer")
    await cora.hears("La version 2 est en vigueur.")
    await awa.says(HOLE)
    await awa.hears("première réponse sous 1 jour ouvré")
    assert s.rows(File) == []
    await s.restarts()
    assert await cora.answer_to("catalogue") != ""
    await cora.hears("Catalogue : version 2")
    await cora.presses("Revenir à la version 1")
    await cora.presses("Appliquer")
    await cora.hears("La version 3 est en vigueur.")
    await awa.says(f"{HOLE}, encore")
    await awa.hears("première réponse sous 2 jours ouvrés")


async def test_a_file_with_the_command_as_its_caption(s: Stage) -> None:
    cora = await coordination(s)
    await cora.sends_document(SLOWER, "voirie.yaml", f"{cora.prefix}catalogue importer")
    await cora.hears("voirie.yaml", "1 changement")
    await cora.presses("Refuser")
    await cora.hears("Refusé. Rien n’est changé.")
    assert [row.state for row in s.rows(TownVersion)] == ["refused"]


async def test_any_other_file_stays_one_that_we_cannot_open(s: Stage) -> None:
    cora, awa = await coordination(s), await s.person("awa")
    await awa.sends_document(SLOWER, "voirie.yaml")
    await awa.hears("Je n’ai pas pu ouvrir ce fichier.")
    await cora.asks("catalogue importer")
    await cora.hears("Envoyez le fichier YAML")
    await cora.sends_document(b"PK\x03\x04", "commune.zip")
    await cora.hears("Je n’ai pas reçu de fichier YAML.")
    assert s.rows(TownVersion) == []
