"""What an import would break: renamed ids, what is used and taken away, services handed to nobody."""

from __future__ import annotations

import pytest

from config.differences import Change, diff
from config.sources import home_of
from config.town import Town, read_town
from handlers.people.permissions import PERMISSIONS
from handlers.requests import life
from handlers.town.rules import KEEPERS, Breakage, breakages, handed_anew, without_anybody
from storage.town import OPEN
from tests.scenes import edition, valmiere

NOBODY: dict[tuple[str, str], int] = {}


def edited(*edits: tuple[str, str, str]) -> Town:
    files = dict(edition().files)
    for name, old, new in edits:
        file = home_of(name, b"", files)
        assert old.encode() in files[file]
        files[file] = files[file].replace(old.encode(), new.encode(), 1)
    return read_town(files)


def removed(what: str, id: str) -> Change:
    return Change("removed", what, id, "Un nom")


def test_who_keeps_the_catalogue_is_what_the_table_of_permissions_says() -> None:
    assert KEEPERS == {"coordination", "admin"} == set(PERMISSIONS["catalogue"])


def test_the_cabinet_counts_the_same_requests_as_open_as_their_life_does() -> None:
    assert OPEN == life.OPEN


@pytest.mark.parametrize(
    ("change", "key", "count"),
    [
        (removed("services", "voirie.trottoir"), "town-breaks-used", 3),
        (removed("directions", "m_voirie"), "town-breaks-used", 2),
        (removed("points_arrivee", "guichet"), "town-breaks-used", 1),
        (removed("mairies_de_quartier", "mq_rive"), "town-breaks-people", 4),
        (removed("directions", "m_eau"), "town-breaks-people", 1),
        (removed("services", "eau.fuite"), None, 0),
        (removed("points_arrivee", "m_voirie"), None, 0),
        (removed("motifs_cloture", "guichet"), None, 0),
        (Change("changed", "services", "voirie.trottoir", "Un nom"), None, 0),
    ],
)
def test_only_what_is_used_may_not_be_taken_away(change: Change, key: str | None, count: int) -> None:
    requests = {("service", "voirie.trottoir"): 3, ("direction", "m_voirie"): 2, ("channel", "guichet"): 1}
    people = {("mairie", "mq_rive"): 4, ("direction", "m_eau"): 1}
    found = breakages([change], {}, open_requests=requests, people=people, staffed=())
    assert [(each.key, each.values["count"]) for each in found] == ([(key, count)] if key else [])


@pytest.mark.parametrize(
    ("gone", "come", "renamed"),
    [
        (("services", "voirie.trou", "Trou"), ("services", "voirie.nid", "Trou"), True),
        (("services", "voirie.trou", "Trou"), ("services", "voirie.nid", "  TROU "), True),
        (("services", "voirie.trou", "Trou"), ("services", "voirie.nid", "Nid"), False),
        (("services", "voirie.trou", "Trou"), ("directions", "v_trou", "Trou"), False),
        (("rues", "rue A", "rue A"), ("rues", "rue A (2)", "rue A"), False),
        (("jours_exceptionnels", "2027-05-07", ""), ("jours_exceptionnels", "2027-05-08", ""), False),
    ],
)
def test_an_identifier_that_changes_under_the_same_name_is_a_renaming(
    gone: tuple[str, str, str], come: tuple[str, str, str], renamed: bool
) -> None:
    uses, changes = {("service", gone[1]): 9}, [Change("removed", *gone), Change("added", *come)]
    found = breakages(changes, {}, open_requests=uses, people=NOBODY, staffed=())
    assert (found[:1] == [Breakage("town-breaks-renamed", {"old": gone[1], "new": come[1], "table": gone[0]})]) is renamed
    if renamed:
        assert len(found) == 1, "that it is used needs no saying besides"


def test_a_service_is_handed_anew_when_it_comes_changes_hands_or_becomes_ours() -> None:
    old = valmiere()
    hole = "voirie.nid_de_poule"
    assert handed_anew(old, old) == {}
    assert handed_anew(old, edited(("voirie.yaml", "delai: court_5j", "delai: urgent_2j"))) == {}
    assert handed_anew(old, edited(("voirie.yaml", "direction: m_voirie", "direction: m_eau"))) == {hole: "m_eau"}
    elsewhere = edited(("voirie.yaml", "competence: metropole\n", "competence: operateur\n"))
    assert handed_anew(old, elsewhere) == {}
    assert handed_anew(elsewhere, old) == {hole: "m_voirie"}
    assert handed_anew(None, old) == {}, "with nothing to compare with, nothing is new"


def test_a_direction_that_joins_the_messenger_needs_somebody_for_all_its_services() -> None:
    services = [id for id, service in valmiere().services.items() if service.direction == "m_eau"]
    outside = edited(("directions.yaml", "{id: m_eau, ", "{id: m_eau, transmission: telephone, "))
    assert sorted(handed_anew(outside, valmiere())) == sorted(services) != []
    assert not set(services) & set(without_anybody(outside, ()))
    assert set(services) <= set(without_anybody(valmiere(), ["m_voirie"]))
    assert not set(services) & set(without_anybody(valmiere(), ["m_eau"]))


def test_everything_that_speaks_against_it_is_said_at_once() -> None:
    new = edited(("voirie.yaml", "direction: m_voirie", "direction: m_eau"), ("arrivee.yaml", "nom: Guichet", "nom: Comptoir"))
    changes = [*diff(valmiere(), new), removed("points_arrivee", "telephone")]
    uses, needs = {("channel", "telephone"): 1}, handed_anew(valmiere(), new)
    found = breakages(changes, needs, open_requests=uses, people=NOBODY, staffed=["m_voirie"])
    assert [each.key for each in found] == ["town-breaks-used", "town-breaks-nobody"]
