"""Reading requests: mine page by page, one by its reference, those that hold some words; and only what one may read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.people.permissions import ROLES
from handlers.people.rules import LOGGERS, OF_A_MAIRIE, READERS
from storage.tables import Request
from tests.scenes import Chat, Town, town

HOLE = "gros trou devant l'école rue des Lilas"
UNKNOWN = "Je ne trouve pas cette demande parmi celles que vous pouvez ouvrir."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def logs(someone: Chat, text: str = HOLE) -> None:
    await someone.says(text)
    await someone.presses("Enregistrer")


def of_role(t: Town, role: str, name: str = "x") -> Chat:
    return t.person(name, role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)


async def test_mine_are_shown_newest_first_a_page_at_a_time(t: Town) -> None:
    awa = t.person("awa")
    for number in range(19):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await awa.says("/mes")
    lines = awa.last.splitlines()
    assert lines[0] == "19 demandes ouvertes"
    assert [line[:10] for line in lines[1:]] == [f"MQ-26-{n:04d}" for n in range(19, 11, -1)]
    await awa.presses("Suite")
    assert [line[:10] for line in awa.last.splitlines()[1:]] == [f"MQ-26-{n:04d}" for n in range(11, 3, -1)]
    await awa.presses("Suite")
    assert [line[:10] for line in awa.last.splitlines()[1:]] == [f"MQ-26-{n:04d}" for n in range(3, 0, -1)]
    assert "Suite" not in [label for label, _ in awa.card().body.choices]
    await awa.presses("MQ-26-0002")
    assert awa.last.startswith("MQ-26-0002 · ")


@pytest.mark.parametrize("typed", ["/mes ²", "/mes 99999999999999999999", "/mes -1", "/mes ٣", "/mes trou"])
async def test_whatever_follows_mine_is_harmless(t: Town, typed: str) -> None:
    awa = t.person("awa")
    await logs(awa)
    await awa.says(typed)
    assert awa.last.startswith("1 demande ouverte")


async def test_mine_are_open_ones_of_mine(t: Town) -> None:
    awa, karim = t.person("awa"), t.person("karim")
    await awa.says("/mes")
    assert awa.last == "Aucune demande ouverte à votre nom."
    await logs(karim)
    await awa.says(HOLE)  # a draft
    await awa.says("/mes")
    assert awa.last == "Aucune demande ouverte à votre nom."
    await logs(awa)
    await awa.presses("Annuler")
    await awa.says("mes")
    assert awa.last == "Aucune demande ouverte à votre nom."


@pytest.mark.parametrize("typed", ["/voir MQ-26-0001", "voir mq-26-0001", "/voir 1", "voir 1", "/show MQ 26 1", "!voir 0001", "/voir"])
async def test_a_request_is_opened_by_its_reference_however_it_is_typed(t: Town, typed: str) -> None:
    awa = t.person("awa")
    await logs(awa)
    await awa.says(typed)
    assert len(awa.heard) == 2
    assert awa.last.startswith("MQ-26-0001 · Nid-de-poule")
    assert "« gros trou devant l'école rue des Lilas »" in awa.last
    assert "transmise, le 23/11/2026 à 09:00" in awa.last  # the town's own time


@pytest.mark.parametrize("typed", ["/voir MQ-26-0009", "/voir n'importe quoi", "/voir 99999999", "/voir MQ-25-0001", "/voir XX-26-0001"])
async def test_a_reference_that_does_not_exist_is_said_so(t: Town, typed: str) -> None:
    awa = t.person("awa")
    await logs(awa)
    await awa.says(typed)
    assert awa.last == UNKNOWN


async def test_a_request_one_may_not_read_is_like_one_that_does_not_exist(t: Town) -> None:
    awa, other = t.person("awa"), t.person("lea", "agent", "mq_plateau")
    await logs(awa)
    await other.says("/voir MQ-26-0001")
    assert other.last == UNKNOWN
    await other.says("/corriger MQ-26-0001")
    assert other.last == UNKNOWN
    await other.says("/chercher trou")
    assert other.last.startswith("Rien avec « trou »")


# role → what it reads of a request of Les Tanneurs for the Voirie, logged by somebody else.
READS = {role: role not in ("cabinet", "dgs") for role in READERS}


@pytest.mark.parametrize("role", ROLES)
async def test_who_reads_a_request_of_my_mairie(t: Town, role: str) -> None:
    await logs(t.person("awa"))
    someone = of_role(t, role)
    await someone.says("/voir MQ-26-0001")
    if role in READERS:
        assert someone.last.startswith("MQ-26-0001") is READS[role]
        assert (someone.last == UNKNOWN) is not READS[role]
    else:
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    await someone.says("/chercher trou lilas")
    assert ("MQ-26-0001" in someone.last) is READS.get(role, False)


@pytest.mark.parametrize("role", ["agent", "sg", "elu", "direction"])
async def test_who_does_not_read_a_request_of_elsewhere(t: Town, role: str) -> None:
    await logs(t.person("lea", "agent", "mq_plateau"), "un lampadaire ne marche plus avenue du Plateau")
    someone = of_role(t, role)
    await someone.says("/voir MQ-26-0001")
    assert someone.last == UNKNOWN


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lampadaire", ["0002"]), ("LAMPADAIRE Pasteur", ["0002"]), ("pasteur lampadaire", ["0002"]),
        ("ecole", ["0001"]), ("école", ["0001"]),
        ("rue", ["0002", "0001"]), ("lampadaire lilas", []), ("%", None), ("_", None), ("' OR 1=1 --", []), ("lamp", ["0002"]),
    ],
)
async def test_every_word_is_looked_for_without_accents_or_case(t: Town, words: str, found: list[str] | None) -> None:
    awa = t.person("awa")
    await logs(awa)
    await logs(awa, "un lampadaire ne marche plus rue Pasteur")
    await awa.says(f"/chercher {words}")
    if found is None:
        assert awa.last.startswith("Que cherchez-vous ?")
    elif not found:
        assert awa.last.startswith("Rien avec «")
    else:
        assert [line[6:10] for line in awa.last.splitlines()[1:]] == found


async def test_what_is_found_is_paged_with_its_words(t: Town) -> None:
    awa = t.person("awa")
    for number in range(10):
        await logs(awa, f"lampadaire numéro {number} en panne rue Pasteur")
    await logs(awa)
    await awa.says("chercher lampadaire pasteur")
    assert awa.last.startswith("10 demandes trouvées")
    await awa.presses("Suite")
    assert [line[:10] for line in awa.last.splitlines()[1:]] == ["MQ-26-0002", "MQ-26-0001"]


async def test_a_search_for_nothing_is_asked_about(t: Town) -> None:
    awa = t.person("awa")
    for typed in ("/chercher", "/chercher ???", "chercher"):
        await awa.says(typed)
        assert awa.last.startswith("Que cherchez-vous ?")


async def test_a_place_given_later_is_found_too(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("un lampadaire ne marche plus")
    await awa.presses("Lieu")
    await awa.says("devant le gymnase Jean Jaurès")
    await awa.presses("Enregistrer")
    await awa.says("/chercher jaures")
    assert "MQ-26-0001" in awa.last


async def test_a_words_search_of_everybody_who_logs_stays_in_their_scope(t: Town) -> None:
    for mairie, name in (("mq_tanneurs", "awa"), ("mq_plateau", "lea")):
        await logs(t.person(name, "agent", mairie))
    for role in sorted(LOGGERS & READERS & OF_A_MAIRIE):
        someone = of_role(t, role, name=f"a {role}")
        await someone.says("/chercher trou")
        assert someone.last.startswith("1 demande trouvée")


async def test_reading_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        awa = t.person("awa")
        await awa.says(HOLE)
        await awa.presses("Record")
        await awa.says("mine")
        assert awa.last.startswith("1 open request")
        await awa.says("search hole")
        assert "“hole”" in awa.last or "hole" in awa.last
        assert len(t.rows(Request)) == 1
