"""Who is told, what words mean, what an entry is worth: decisions without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.directory.rules import (
    PAGE,
    Bounce,
    bounces,
    entries,
    is_to_ask,
    look_up,
    needs_referent,
    owner_of,
    pages,
    recipients,
    roles_for,
    services_named,
    state_of,
    waits_for_referent,
)
from handlers.people.permissions import ROLES
from handlers.people.rules import OF_A_MAIRIE
from storage.directory import Transfer
from storage.tables import Person, fresh
from tests.scenes import valmiere

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
RACI = valmiere().raci


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


# --- what an entry is worth ---


@pytest.mark.parametrize(
    ("seen", "confirmed", "worth", "asked"),
    [
        (None, None, "to_confirm", None),
        (0, None, "to_confirm", False),
        (89, None, "to_confirm", False),
        (91, None, "to_confirm", True),
        (121, None, "stale", True),
        (300, 0, "fresh", False),
        (300, 89.9, "fresh", False),
        (300, 90.1, "to_confirm", True),
        (300, 119.9, "to_confirm", True),
        (300, 120.1, "stale", True),
    ],
)
def test_an_entry_is_fresh_for_ninety_days_and_stale_after_a_hundred_and_twenty(
    seen: float | None, confirmed: float | None, worth: str, asked: bool | None
) -> None:
    came, said = (None if days is None else ago(days) for days in (seen, confirmed))
    assert state_of(came, said, NOW) == worth
    if came is not None:
        assert is_to_ask(came, said, None, NOW) is asked


def test_an_owner_is_asked_again_after_ninety_days_of_silence_only() -> None:
    assert not is_to_ask(ago(400), ago(200), ago(89), NOW)
    assert is_to_ask(ago(400), ago(200), ago(91), NOW)
    assert not is_to_ask(ago(400), ago(10), ago(100), NOW)


def test_each_direction_of_a_service_and_each_role_is_an_entry() -> None:
    town = valmiere()
    assert entries(town) == (*(f"direction:{id}" for id in town.directions), *(f"role:{role}" for role in ROLES))


def test_contact_persons_own_their_directions_entry_and_the_coordination_the_rest() -> None:
    town = valmiere()
    assert owner_of(town, "direction:m_voirie") == ("direction", "m_voirie")
    for entry in ("direction:x_gaz", "direction:v_mq", "role:direction", "role:sg"):
        assert owner_of(town, entry) == ("coordination", None)


def test_only_what_is_handed_over_here_waits_for_somebody() -> None:
    town = valmiere()
    waiting = {id for id, service in town.services.items() if waits_for_referent(town, service)}
    assert {"voirie.trottoir", "etat_civil.acte", "hygiene.commerce"} <= waiting
    assert waiting.isdisjoint({"reseaux.gaz", "tranquillite.trafic", "participation.conseil_quartier", "vie_locale.salle"})
    bare = town.model_copy(update={"contacts": {}})
    assert needs_referent(bare, "v_mq")
    assert not needs_referent(bare, "x_gaz")


# --- who is told ---


def test_letters_give_roles_in_the_order_of_the_raci() -> None:
    assert roles_for(RACI["refus"], "R") == ("sg", "direction")
    assert roles_for(RACI["refus"], "A") == ("sg",)
    assert roles_for(RACI["refus"], "RI") == ("sg", "direction", "elu")
    assert roles_for(RACI["refus"], "CI") == ("agent", "assistante", "mission", "coordination", "elu")
    assert roles_for(RACI["droits"], "RACI") == ("admin", "dgs", "sg", "coordination")
    assert roles_for(RACI["arbitrage"], "") == ()


def person(id: int, role: str, mairie: str | None = None, direction: str | None = None, **more: object) -> Person:
    return fresh(Person, id=id, name=f"P{id}", role=role, mairie=mairie, direction=direction, language="fr", joined_at=NOW, **more)


AGENT = person(1, "agent", "mq_tanneurs")
SG = person(2, "sg", "mq_tanneurs")
OTHER_SG = person(3, "sg", "mq_plateau")
VOIRIE = person(4, "direction", direction="m_voirie")
EAU = person(5, "direction", direction="m_eau")
CORA = person(6, "coordination")
COVERS = person(7, "mission", "mq_plateau", other_mairies=["mq_tanneurs"])
GONE = person(8, "agent", "mq_tanneurs", left_at=NOW)
EVERYBODY = [CORA, VOIRIE, EAU, OTHER_SG, SG, AGENT, COVERS, GONE]


def told(activity: str, letters: str, people: list[Person] = EVERYBODY, away: dict[int, int | None] | None = None) -> list[int]:
    found = recipients(people, RACI[activity], letters, mairie="mq_tanneurs", direction="m_voirie", today_away=away or {})
    return [each.id for each in found]


def test_people_of_the_requests_own_mairie_and_direction_are_told_and_the_whole_towns() -> None:
    assert told("aiguillage", "R") == [1, 7]
    assert told("refus", "RA") == [2, 4]
    assert told("refus", "C") == [1, 7, 6]
    assert told("arbitrage", "A") == [6]


def test_whoever_is_away_gives_way_to_their_relay_or_to_nobody() -> None:
    assert told("refus", "RA", away={2: 1}) == [1, 4]
    assert told("refus", "RA", away={2: None}) == [4]
    assert told("refus", "RA", away={2: 1, 1: 7}) == [7, 4]
    assert told("refus", "RA", away={2: 4}) == [4]
    assert told("refus", "RA", away={2: 1, 1: 2}) == [4]
    assert told("refus", "RA", away={2: 8}) == [4], "a relay who left answers for nobody"


def test_somebody_is_always_told() -> None:
    assert told("reponse_technique", "R", away={4: None}) == [6], "its A is the direction too: the coordination"
    assert told("annonce_politique", "I", people=[SG, CORA], away={6: None}) == [6], "nobody else: it waits for them"
    assert told("danger", "I", people=[SG, AGENT]) == [2], "whoever answers for it"
    assert told("danger", "I", people=[]) == []


PEOPLE = st.lists(
    st.tuples(*map(st.sampled_from, (ROLES, ("mq_tanneurs", "mq_plateau"), ("m_voirie", "m_eau"), (False, True)))),
    max_size=12,
)
AWAY = st.dictionaries(st.integers(0, 12), st.integers(0, 12))


def ours(each: Person) -> bool:
    return each.mairie in (None, "mq_tanneurs") and each.direction in (None, "m_voirie")


@given(PEOPLE, st.sampled_from(sorted(RACI)), st.text("RACI", min_size=1, max_size=4), AWAY)
def test_nobody_of_elsewhere_nobody_away_nobody_twice(
    people: list[tuple[str, str, str, bool]], activity: str, letters: str, away: dict[int, int]
) -> None:
    everybody = [
        person(id, role, mairie if role in OF_A_MAIRIE else None, direction if role == "direction" else None, left_at=NOW if gone else None)
        for id, (role, mairie, direction, gone) in enumerate(people, 1)
    ]
    found = recipients(everybody, RACI[activity], letters, mairie="mq_tanneurs", direction="m_voirie", today_away=away)
    ids = [each.id for each in found]
    assert len(set(ids)) == len(ids)
    relays = set(away.values())
    for each in found:
        assert each.left_at is None
        assert each.id not in away or each.role == "coordination"
        assert each.id in relays or ours(each)
    there = [each for each in everybody if each.left_at is None]
    if any(each.role == "coordination" for each in there):
        assert found
    wanted = roles_for(RACI[activity], letters)
    present = {each.id for each in there if each.role in wanted and ours(each) and each.id not in away}
    assert present <= set(ids)


# --- which card some words speak of ---

NAMES = {
    "role:sg": ["sg", "secrétaire général"], "role:elu": ["élu", "maire de quartier"],
    **{f"activity:{each.id}": [each.name, *each.words] for each in RACI.values()},
    **{f"direction:{each.id}": [each.id, each.name] for each in valmiere().directions.values()},
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "main"),
    [
        ("SG", "role:sg"), ("Secrétaire Général", "role:sg"), ("elu", "role:elu"), ("maire de quartier", "role:elu"),
        ("refus", "activity:refus"), ("Réunion publique", "activity:reunion_publique"), ("promesse", "activity:engagement_public"),
        ("arbitrer", "activity:arbitrage"), ("m_voirie", "direction:m_voirie"), ("voirie", "direction:m_voirie"),
        ("Propreté", "direction:m_proprete"), ("eau et assainissement", "direction:m_eau"), ("lampadaire", "service:eclairage.lampadaire"),
        ("éclairage", "service:eclairage.lampadaire"), ("conseil de quartier", "service:participation.conseil_quartier"),
        ("rats", "service:hygiene.rats"), ("assainissement", "service:eau.egout"), ("qui traite le refus", "activity:refus"),
        ("lampad", "service:eclairage.lampadaire"), ("de", None), ("xyz", None),
    ],
)  # fmt: skip
def test_the_card_is_the_one_that_the_words_name(words: str, main: str | None) -> None:
    assert look_up(valmiere(), words, NAMES, suggested=(), sure=False).main == main


def test_what_the_router_is_sure_of_comes_after_names_and_before_a_name_among_other_words() -> None:
    suggested = ("vie_locale.subvention", "vie_locale.salle")
    found = look_up(valmiere(), "refus de subvention pour mon club", NAMES, suggested=suggested, sure=True)
    assert (found.main, found.near) == ("service:vie_locale.subvention", ("service:vie_locale.salle", "activity:refus"))
    found = look_up(valmiere(), "refus de subvention pour mon club", NAMES, suggested=suggested, sure=False)
    assert (found.main, found.near) == ("activity:refus", ())


def test_a_role_is_not_shown_with_services_that_nobody_meant() -> None:
    assert look_up(valmiere(), "sg", NAMES, suggested=("vie_locale.culture", "social.rsa_droits"), sure=False).near == ()


def test_a_direction_is_shown_with_services_of_its_own() -> None:
    found = look_up(valmiere(), "voirie", NAMES, suggested=(), sure=False)
    services = [id.partition(":")[2] for id in found.near if id.startswith("service:")]
    assert len(services) == 3
    assert {valmiere().services[id].direction for id in services} == {"m_voirie"}


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_typed_finds_cards_that_exist_each_once(words: str, sure: bool) -> None:
    town = valmiere()
    found = look_up(town, words or "a", NAMES, suggested=("voirie.trottoir", "eau.fuite_rue", "eau.coupure", "eau.qualite"), sure=sure)
    cards = [found.main, *found.near] if found.main else [*found.near]
    assert len(set(cards)) == len(cards) <= 7
    assert all(card in NAMES or card.partition(":")[2] in town.services for card in cards)


def test_a_keyword_names_a_service_before_a_name_that_holds_it() -> None:
    keyworded, named = services_named(valmiere(), "lampadaire")
    assert keyworded == ["eclairage.lampadaire"]
    assert named == ["eclairage.lampadaire"]


# --- gaps, long texts ---


def test_each_pair_of_directions_is_said_once_with_its_way_back() -> None:
    moves = [Transfer("proprete.depot_sauvage", "m_proprete", "m_voirie")] * 3
    moves += [Transfer("proprete.depot_sauvage", "m_voirie", "m_proprete")] * 2
    moves += [Transfer("eau.egout", "m_eau", "m_voirie"), Transfer(None, "m_eau", "m_voirie")]
    assert bounces(moves, 5) == [
        Bounce("proprete.depot_sauvage", "m_proprete", "m_voirie", 3, 2),
        Bounce("", "m_eau", "m_voirie", 1, 0),
        Bounce("eau.egout", "m_eau", "m_voirie", 1, 0),
    ]
    assert len(bounces(moves, 1)) == 1


@given(st.lists(st.builds(Transfer, st.sampled_from(["a", "b"]), st.sampled_from("xyz"), st.sampled_from("xyz")), max_size=60))
def test_no_transfer_is_counted_twice_or_lost(moves: list[Transfer]) -> None:
    found = bounces(moves, 100)
    there_and_back = sum(each.times + (each.back if each.origin != each.to else 0) for each in found)
    assert there_and_back == len(moves)


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=400), max_size=40), st.integers(20, 500))
def test_pages_hold_every_line_in_order_and_no_page_is_too_long(lines: list[str], most: int) -> None:
    found = pages(lines, most)
    assert all(len(page) <= most for page in found)
    assert "".join(found).replace("\n", "") == "".join(lines)
    if all(len(line) <= most for line in lines):
        assert "\n".join(found).split("\n") == (lines or [""])


def test_a_message_holds_at_most_three_thousand_five_hundred_characters() -> None:
    assert PAGE == 3_500
