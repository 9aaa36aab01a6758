"""Finding again: /mes, /voir, /chercher; a meeting's batch; help by role; language."""

from __future__ import annotations

import pytest

from storage.tables import Person, Request
from tests.journeys.conftest import EVERYWHERE, NewStage
from tests.journeys.stage import Actor, Stage


async def logs(who: Actor, text: str, reference: str) -> None:
    await who.says(text)
    await who.hears("Compris")
    await who.presses("Enregistrer")
    await who.hears(reference)


async def test_what_was_logged_is_found_again(s: Stage) -> None:
    awa = await s.person("awa")
    await logs(awa, "gros trou rue des Lilas", "MQ-26-0001")
    await logs(awa, "un lampadaire ne marche plus rue Pasteur", "MQ-26-0002")
    mine = await awa.answer_to("mes")
    assert "2 demandes ouvertes" in mine
    assert mine.index("MQ-26-0002") < mine.index("MQ-26-0001")
    assert "Éclairage public et feux" in await awa.answer_to("voir MQ-26-0002")
    found = await awa.answer_to("chercher lampadaire PASTEUR")
    assert "1 demande trouvée" in found
    assert "MQ-26-0002" in found
    assert "Rien avec « licorne »" in await awa.answer_to("chercher licorne")
    assert "Je ne trouve pas cette demande" in await awa.answer_to("voir MQ-26-0999")


async def test_a_list_opens_what_it_lists(s: Stage) -> None:
    awa = await s.person("awa")
    await logs(awa, "gros trou rue des Lilas", "MQ-26-0001")
    await awa.asks("mes")
    await awa.hears("1 demande ouverte")
    await awa.presses("MQ-26-0001")
    await awa.hears("MQ-26-0001", "« gros trou rue des Lilas »")


async def test_another_mairie_reads_nothing_of_ours(s: Stage) -> None:
    awa = await s.person("awa")
    ines = await s.person("ines", mairie="mq_cedres")
    await logs(awa, "gros trou rue des Lilas", "MQ-26-0001")
    assert "Je ne trouve pas cette demande" in await ines.answer_to("voir MQ-26-0001")
    assert "Rien avec « trou »" in await ines.answer_to("chercher trou")


async def test_a_meeting_logs_one_request_a_line(s: Stage) -> None:
    petit = await s.person("petit", role="sg")
    await petit.asks("reunion")
    await petit.hears("une demande par ligne")
    await petit.says("trou rue des Lilas\n- lampadaire cassé rue Pasteur")
    await petit.hears("MQ-26-0001 · trou rue des Lilas")
    await petit.hears("MQ-26-0002 · lampadaire cassé rue Pasteur")
    await petit.says("fin")
    await petit.hears("Réunion close : 2 demandes à qualifier")
    assert [(row.state, row.channel) for row in s.rows(Request)] == [("to_qualify", "reunion")] * 2
    await petit.says("bouche d'égout bouchée rue Pasteur")
    await petit.hears("Compris")  # the meeting is over: a sentence is a request again


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_help_is_that_of_the_role_and_holds_eight_lines(where: str, stage: NewStage) -> None:
    async with stage(where) as s:
        for name, role, mairie, has, has_not in (
            ("awa", "agent", "mq_tanneurs", ("mes", "annuler"), ("inviter", "reunion")),
            ("petit", "sg", "mq_tanneurs", ("equipe", "inviter"), ()),
            ("sam", "admin", None, ("inviter", "retirer"), ("mes", "annuler")),
        ):
            person = await s.person(name, role=role, mairie=mairie)
            said = await person.answer_to("aide")
            commands = [line.partition(" · ")[0].strip("/!") for line in said.splitlines() if line.startswith(("/", "!"))]
            assert len(commands) <= 8
            assert set(has) <= set(commands)
            assert not set(has_not) & set(commands)


async def test_the_language_is_each_persons_own(s: Stage) -> None:
    awa = await s.person("awa")
    karim = await s.person("karim")
    assert "All right, in English" in await awa.answer_to("langue en")
    await awa.says("gros trou rue des Lilas")
    await awa.hears("Understood")
    await awa.presses("Record")
    await awa.hears("MQ-26-0001")
    assert "my open requests" in await awa.answer_to("help")
    assert "mes demandes ouvertes" in await karim.answer_to("aide")
    await awa.asks("langue")
    await awa.presses("Français")
    await awa.hears("D’accord, en français")
    assert {row.language for row in s.rows(Person)} == {"fr"}


async def test_an_unknown_command_is_not_a_request(s: Stage) -> None:
    awa = await s.person("awa")
    assert "Je ne connais pas « zut »" in await awa.answer_to("zut gros trou rue des Lilas")
    assert s.rows(Request) == []
