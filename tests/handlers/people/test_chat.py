"""Joining, inviting, linking accounts, language, help: what people hear, and what the rows hold."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.platforms import RawUpdate
from config.governance import Governance, Officer
from handlers.menus import MENUS
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.tables import Account, Conversation, Invitation, JoinTry, Outbox, Person, Request
from tests.scenes import Town, town

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")
REFUSED = "Ce code n’est pas valable."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


async def code_for(t: Town, words: str = "agent Les Tanneurs") -> str:
    admin = t.person("root", "admin", mairie=None)
    await admin.says(f"/inviter {words}")
    found = CODE.search(admin.last)
    assert found, admin.last
    return found[0]


def person_named(t: Town, name: str) -> object:
    [row] = t.rows(Person, name=name)
    return row


# --- joining ---


async def test_an_invitation_lets_one_person_in_with_the_role_and_mairie_its_issuer_fixed(t: Town) -> None:
    code = await code_for(t)
    awa = t.person("awa", None)
    await awa.says(f"bonjour, voici mon code {code.lower()}")
    assert awa.last.startswith("Bienvenue, Awa\nVous voilà des nôtres : agent d’accueil ou de proximité, Les Tanneurs.")
    row = person_named(t, "Awa")
    assert (row.role, row.mairie, row.direction, row.language) == ("agent", "mq_tanneurs", None, "fr")  # type: ignore[attr-defined]
    await awa.says("gros trou devant l'école rue des Lilas")
    assert awa.last.startswith("Compris")


async def test_a_deep_link_lets_in_too(t: Town) -> None:
    """Telegram sends « /start CODE » when somebody follows the link."""
    code = await code_for(t)
    awa = t.person("awa", None)
    await awa.says(f"/start {code.replace('-', '')}")
    assert awa.last.startswith("Bienvenue, Awa")


async def test_a_code_works_once(t: Town) -> None:
    code = await code_for(t)
    await t.person("awa", None).says(code)
    karim = t.person("karim", None)
    await karim.says(code)
    assert karim.last.startswith(REFUSED)
    assert t.rows(Person, name="Karim") == []


async def test_a_code_lives_a_day(t: Town) -> None:
    early, late = await code_for(t), await code_for(t)
    await t.passes(hours=23, minutes=59)
    awa = t.person("awa", None)
    await awa.says(early)
    assert awa.last.startswith("Bienvenue")
    await t.passes(minutes=2)
    karim = t.person("karim", None)
    await karim.says(late)
    assert karim.last.startswith(REFUSED)


async def test_a_wrong_an_expired_and_a_used_code_hear_the_same_words(t: Town) -> None:
    used, expired = await code_for(t), await code_for(t)
    await t.person("awa", None).says(used)
    await t.passes(hours=25)
    heard = set()
    for name, code in (("a", used), ("b", expired), ("c", "0000-0000-0000-0000")):
        await t.person(name, None).says(code)
        heard.add(t.person(name, None).last)
    assert len(heard) == 1


async def test_a_code_is_never_stored(t: Town, tmp_path: Path) -> None:
    code = await code_for(t)
    [row] = t.rows(Invitation)
    digits = code.replace("-", "")
    assert digits not in row.code_hash.upper()  # type: ignore[attr-defined]
    awa = t.person("awa", None)
    await awa.says(code)
    assert t.rows(Invitation)[0].used_by == "scene:awa"  # type: ignore[attr-defined]


async def test_after_five_wrong_codes_an_hour_a_stranger_is_not_heard_even_with_a_good_one(t: Town) -> None:
    code = await code_for(t)
    awa = t.person("awa", None)
    for number in range(5):
        await awa.says(f"0000-0000-0000-000{number}")
        assert awa.last.startswith(REFUSED)
    await awa.says(code)
    assert len(awa.heard) == 5
    assert t.rows(Person, name="Awa") == []
    await t.passes(hours=1, minutes=1)
    await awa.says(code)
    assert awa.last.startswith("Bienvenue")


async def test_after_fifty_wrong_codes_an_hour_from_anybody_a_good_one_is_refused_too(t: Town) -> None:
    code = await code_for(t)
    for number in range(50):
        await t.person(f"guesser{number}", None).says(f"0000-0000-0000-{number:04d}")
    assert len(t.rows(JoinTry)) == 50
    awa = t.person("awa", None)
    await awa.says(code)
    assert awa.last.startswith(REFUSED)
    await t.passes(hours=1, minutes=1)
    await t.person("karim", None).says(code)
    assert t.person("karim").last.startswith("Bienvenue")


async def test_wrong_codes_are_forgotten_after_a_day(t: Town) -> None:
    await t.person("awa", None).says("0000-0000-0000-0000")
    await t.passes(hours=25)
    assert t.rows(JoinTry) == []


async def test_fifty_people_race_for_one_code_and_one_wins(tmp_path: Path, database_url: str) -> None:
    async with town(tmp_path, database_url=database_url) as t:
        code = await code_for(t)
        assert t.platform.store is not None
        updates = [
            RawUpdate(f"race{n}", {"id": f"race{n}", "kind": "message", "chat": f"p{n}", "sender": f"p{n}", "private": True, "text": code,
                                   "sender_name": f"P{n}", "message": f"r{n}"})
            for n in range(50)
        ]
        await asyncio.gather(*(t.platform.store([update]) for update in updates))
        await t.app.settle()
        answers = [t.person(f"p{n}", None).last for n in range(50)]
        assert sum(answer.startswith("Bienvenue") for answer in answers) == 1
        assert sum(answer.startswith(REFUSED) for answer in answers) == 49
        assert len([row for row in t.rows(Person) if row.role == "agent"]) == 1  # type: ignore[attr-defined]


async def test_a_joining_code_typed_by_somebody_who_is_in_is_no_request(t: Town) -> None:
    """A code must not end up stored in the clear as the text of a request."""
    code = await code_for(t)
    awa = t.person("awa")
    await awa.says(code)
    assert awa.last.startswith("Vous êtes déjà des nôtres.")
    assert t.rows(Request) == []


# --- strangers ---


async def test_a_stranger_gets_one_polite_answer_then_silence(t: Town) -> None:
    stranger = t.person("inconnu", None)
    await stranger.says("Bonjour")
    assert stranger.last.startswith("Bonjour. Je suis l’outil des mairies de quartier (Ville de Valmière), réservé à leurs équipes.")
    for text in ("il y a quelqu'un ?", "gros trou rue des Lilas", "/aide", "/mes", "/ping a", "2"):
        await stranger.says(text)
    assert len(stranger.heard) == 1
    assert t.rows(Request) == []


async def test_a_stranger_in_a_group_hears_nothing(t: Town) -> None:
    await t.hears("inconnu", text="bonjour à tous", private=False, chat="groupe")
    assert t.rows(Outbox) == []


async def test_a_strangers_photo_is_not_kept_as_a_request(t: Town) -> None:
    stranger = t.person("inconnu", None)
    await t.hears("inconnu", photos=[b"not even a photo"])
    assert len(stranger.heard) == 1
    assert t.rows(Request) == []


async def test_somebody_who_left_is_a_stranger_again(t: Town) -> None:
    awa = t.person("awa")
    with t.database.transaction() as connection:
        from sqlalchemy import update

        from storage.tables import table

        connection.execute(update(table(Person)).values(left_at=t.clock.now()))
    await awa.says("gros trou devant l'école rue des Lilas")
    assert "réservé à leurs équipes" in awa.last
    assert t.rows(Request) == []


# --- inviting ---


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("sg", "admin")])
async def test_those_who_may_not_invite_are_told_so(t: Town, role: str) -> None:
    someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
    await someone.says("/inviter agent Les Tanneurs")
    assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert t.rows(Invitation) == []


async def test_a_secretaire_general_invites_their_own_team_and_nobody_else(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("/inviter agent")
    assert "agent d’accueil ou de proximité, Les Tanneurs" in petit.last
    await petit.says("/inviter mission Les Tanneurs")
    assert CODE.search(petit.last)
    for words in ("agent Le Plateau", "sg Les Tanneurs", "admin", "elu Les Tanneurs", "coordination", "dgs", "direction m_voirie"):
        await petit.says(f"/inviter {words}")
        assert petit.last.startswith("Vous pouvez inviter l’équipe de votre mairie de quartier."), words
    assert {(row.role, row.mairie) for row in t.rows(Invitation)} == {("agent", "mq_tanneurs"), ("mission", "mq_tanneurs")}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "role", "mairie", "direction"),
    [
        ("agent Les Tanneurs", "agent", "mq_tanneurs", None),
        ("Le Plateau sg", "sg", "mq_plateau", None),
        ("AGENT mq_cedres", "agent", "mq_cedres", None),
        ("assistante les cedres", "assistante", "mq_cedres", None),
        ("direction m_voirie", "direction", None, "m_voirie"),
        ("elu Rive-Gauche", "elu", "mq_rive", None),
    ],
)
async def test_an_administrator_alone_invites_whoever_has_a_place(
    t: Town, words: str, role: str, mairie: str | None, direction: str | None
) -> None:
    await code_for(t, words)
    [row] = t.rows(Invitation)
    assert (row.role, row.mairie, row.direction, row.person_id) == (role, mairie, direction, None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("", "Qui invitez-vous ?"),
        ("quelqu'un", "Qui invitez-vous ?"),
        ("agent", "Pour quelle mairie de quartier ? Centre-Halles, Les Tanneurs,"),
        ("agent Atlantide", "Pour quelle mairie de quartier ?"),
        ("direction", "Pour quelle direction ?"),
    ],
)
async def test_an_incomplete_invitation_is_asked_about(t: Town, words: str, heard: str) -> None:
    admin = t.person("root", "admin", mairie=None)
    await admin.says(f"/inviter {words}".strip())
    assert admin.last.startswith(heard)
    assert t.rows(Invitation) == []


async def test_a_bare_invitation_word_works_in_private(t: Town) -> None:
    petit = t.person("petit", "sg")
    await petit.says("inviter agent")
    assert CODE.search(petit.last)


# --- a second account ---


async def test_two_accounts_become_the_same_person(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/relier")
    code = CODE.search(awa.last)
    assert code
    other = t.person("awa-matrix", None)
    await other.says(code[0])
    assert other.last == "C’est bien vous, Awa : ce compte est désormais relié à l’autre."
    assert len(t.rows(Person)) == 1
    assert {row.address for row in t.rows(Account)} == {"scene:awa", "scene:awa-matrix"}  # type: ignore[attr-defined]
    await awa.says("gros trou devant l'école rue des Lilas")
    await awa.presses("Enregistrer")
    await other.says("mes")
    assert "MQ-26-0001" in other.last


async def test_a_linking_code_works_once_and_for_a_day(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("relier")
    code = CODE.search(awa.last)
    assert code
    await t.passes(hours=25)
    other = t.person("awa2", None)
    await other.says(code[0])
    assert other.last.startswith(REFUSED)


async def test_a_linking_code_of_somebody_who_left_is_refused(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/relier")
    code = CODE.search(awa.last)
    assert code
    with t.database.transaction() as connection:
        from sqlalchemy import update

        from storage.tables import table

        connection.execute(update(table(Person)).values(left_at=t.clock.now()))
    other = t.person("awa2", None)
    await other.says(code[0])
    assert other.last.startswith(REFUSED)


# --- language, help, ping ---


async def test_the_language_is_chosen_by_a_button_or_by_a_word(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/langue")
    assert awa.last == "En quelle langue ?"
    await awa.presses("English")
    assert "English" in awa.last
    assert person_named(t, "Awa").language == "en"  # type: ignore[attr-defined]
    await awa.says("/help")
    assert awa.last.startswith("Help (")
    await awa.says("langue fr")
    assert awa.last == "D’accord, en français."
    await awa.says("aide")
    assert awa.last.startswith("Aide (")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ROLES)
async def test_help_is_that_of_the_role_and_at_most_eight_lines(tmp_path: Path, role: str, language: str) -> None:
    async with town(tmp_path, language=language) as t:
        someone = t.person("x", role, "mq_tanneurs" if role in OF_A_MAIRIE else None, "m_voirie" if role == "direction" else None)
        await someone.says("/aide")
        commands = [line for line in someone.last.splitlines() if line.startswith("/")]
        assert 1 <= len(commands) <= 8
        assert [line.split(" ")[0].strip("/") for line in commands] == list(MENUS[role])
        for line in commands:
            name = line.partition(" ")[0]
            await someone.says(name)
            assert "pas ouverte à votre fonction" not in someone.last
            assert "not open to your role" not in someone.last, name
        await someone.says("/aide")
        await someone.presses("All" if language == "en" else "Toutes")
        assert {f"/{name}" for name in MENUS[role]} <= {line.partition(" ")[0] for line in someone.last.splitlines()}


async def test_ping_answers_with_its_word(t: Town) -> None:
    awa = t.person("awa", "admin", None)
    await awa.says("/ping bonjour 42")
    assert awa.last == "pong bonjour 42"
    await awa.says("ping " + "x" * 5_000)
    assert awa.last == "pong " + "x" * 100


async def test_an_unknown_command_is_said_to_be_unknown_and_makes_no_request(t: Town) -> None:
    awa = t.person("awa")
    for typed in ("/nimportequoi rue des Lilas", "!danser maintenant"):
        await awa.says(typed)
        assert awa.last.startswith("Je ne connais pas « ")
    assert t.rows(Request) == []


async def test_a_command_of_a_group_is_answered_in_private_and_a_sentence_is_not(t: Town) -> None:
    awa = t.person("awa")
    await t.hears("awa", text="/ping a", private=False, chat="groupe")
    assert awa.last == "pong a"
    assert t.person("groupe", None).heard == []
    await t.hears("awa", text="gros trou devant l'école rue des Lilas", private=False, chat="groupe")
    assert t.person("groupe", None).heard == []
    assert t.rows(Request) == []


async def test_start_greets_somebody_who_is_already_in(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/start")
    assert awa.last.startswith("Rebonjour, Awa.")


async def test_who_has_no_part_in_requests_logs_none(t: Town) -> None:
    for name, role in (("root", "admin"), ("dg", "dgs")):
        someone = t.person(name, role, None)
        await someone.says("gros trou devant l'école rue des Lilas")
        assert someone.last.startswith("Cette action n’est pas ouverte à votre fonction.")
    assert t.rows(Request) == []


async def test_a_step_nobody_answered_is_forgotten_after_a_day(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("gros trou devant l'école rue des Lilas")
    await awa.presses("Lieu")
    assert len(t.rows(Conversation)) == 1
    await t.passes(hours=25)
    assert t.rows(Conversation) == []
    await awa.says("rue Pasteur")
    assert not awa.last.startswith("Lieu")


async def test_joining_in_english(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as t:
        code = await code_for(t)
        awa = t.person("awa", None)
        await awa.says(code)
        assert awa.last.startswith("Welcome, Awa\n")
        stranger = t.person("who", None)
        await stranger.says("hello")
        assert "Ville de Valmière" in stranger.last




# --- what is kept of me ---


async def test_what_is_kept_and_who_sees_it_is_said_in_one_word(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/confidentialite")
    for told in ("ne calcule aucun chiffre sur une personne", "le délégué à la protection des données de votre collectivité",
                 "sondage stop", "à la fois le serveur, la base et la clé", "à partir de 5 personnes",
                 "Le réseau que vous utilisez peut voir"):
        assert told in awa.last
    await awa.says("privacy")
    assert "sondage stop" in awa.last


async def test_who_is_never_asked_hears_nothing_of_surveys_and_whom_to_turn_to(t: Town) -> None:
    officer = Officer(nom="Le DPO", courriel="dpo@valmiere.example")
    t.serves(governance=Governance(dpo=officer))
    karim = t.person("karim", "direction", mairie=None, direction="m_voirie")
    await karim.says("confidentialite")
    assert "Le DPO, dpo@valmiere.example" in karim.last
    assert "sondage" not in karim.last
