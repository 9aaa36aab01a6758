"""Who answers, in turn, and a turn as it is typed: tables by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.entries import Opening
from config.on_call import Rota, parse_watch
from handlers.moments import Unclear
from handlers.people.turns import (
    LONGEST,
    Place,
    functions_now,
    is_there,
    is_watched,
    named_places,
    next_move,
    turn_in,
    turns,
)
from storage.tables import OnCall, Person
from tests.scenes import valmiere

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
TANNEURS, ROADS = Place("mairie", "mq_tanneurs"), Place("direction", "m_voirie")
NIGHT = datetime(2026, 11, 23, 22, tzinfo=PARIS)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


# --- a turn, as it is typed ---


@pytest.mark.parametrize(
    ("text", "name", "starts", "ends", "places", "rank"),
    [
        ("Karim Benali du 04/12 18:00 au 07/12 08:00 les tanneurs, m_voirie", "Karim Benali", (4, 18), (7, 8),
         "les tanneurs, m_voirie", None),
        ("Karim du 4 décembre à 18h au 7 décembre à 8h30 eau, rang 2", "Karim", (4, 18), (7, 8, 30), "eau", 2),
        ("Karim en second du vendredi 4 18h au lundi 7 8h", "Karim", (4, 18), (7, 8), "", 2),
        ("moi du 04/12 au 06/12", "moi", (4, 0), (7, 0), "", None),
        ("Karim from 04/12 18:00 to 07/12 08:00 les tanneurs rank 3", "Karim", (4, 18), (7, 8), "les tanneurs", 3),
        ("Marie-Noëlle le 04/12 de 18h à 22h Rive-Gauche", "Marie-Noëlle", (4, 18), (4, 22), "Rive-Gauche", None),
    ],
)
def test_a_turn_is_read_as_it_is_said(text: str, name: str, starts: tuple[int, ...], ends: tuple[int, ...], places: str,
                                      rank: int | None) -> None:
    typed = turn_in(text, now=NOW, zone="Europe/Paris")
    assert typed is not None
    assert (typed.name, typed.places, typed.rank) == (name, places, rank)
    assert (typed.starts, typed.ends) == (datetime(2026, 12, *starts, tzinfo=PARIS), datetime(2026, 12, *ends, tzinfo=PARIS))


def test_until_alone_begins_now() -> None:
    typed = turn_in("Karim jusqu’à mardi 8h les tanneurs", now=NOW, zone="Europe/Paris")
    assert typed is not None
    assert (typed.name, typed.starts, typed.places) == ("Karim", NOW, "les tanneurs")
    assert typed.ends == datetime(2026, 11, 24, 8, tzinfo=PARIS)


@pytest.mark.parametrize("text", ["Karim", "Karim les tanneurs", "", "Karim demain"])
def test_without_two_moments_it_is_no_turn(text: str) -> None:
    assert turn_in(text, now=NOW, zone="Europe/Paris") is None


@pytest.mark.parametrize("text", ["Karim du 07/12 18h au 04/12 8h", "Karim du 31/02 18h au 02/03 8h", "Karim du 01/12 8h au 30/03 8h"])
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        turn_in(text, now=NOW, zone="Europe/Paris")
    assert timedelta(days=62) == LONGEST


@pytest.mark.parametrize(
    ("words", "found", "unknown"),
    [
        ("les tanneurs, m_voirie", ["mq_tanneurs", "m_voirie"], ""),
        ("Tanneurs et voirie", ["mq_tanneurs", "m_voirie"], ""),
        ("éclairage public et feux, le plateau", ["m_eclairage", "mq_plateau"], ""),
        ("atlantide, les tanneurs", ["mq_tanneurs"], "atlantide"),
        ("", [], ""),
    ],
)
def test_places_are_named_as_people_name_them(words: str, found: list[str], unknown: str) -> None:
    town = valmiere()
    assert named_places([*town.mairies.values(), *town.directions.values()], words) == (found, unknown)


# --- when ---


@pytest.mark.parametrize(("moment", "there"), [(local(23, 8, 29), False), (local(23, 8, 30), True), (local(23, 12, 45), True),
                                               (local(23, 17), False), (local(28, 10), False)])
def test_a_mairie_is_there_from_its_first_opening_to_its_last_closing(moment: datetime, there: bool) -> None:
    assert is_there(valmiere(), None, moment) is there


WEEK = ((parse_watch("17:00-08:30"),),) * 5 + ((parse_watch("08:30-08:30"),),) * 2


@pytest.mark.parametrize(
    ("moment", "watched"),
    [(local(23, 8, 29), True), (local(23, 8, 30), False), (local(23, 16, 59), False), (local(23, 17), True), (local(24, 3), True),
     (local(28, 8, 29), True), (local(28, 8, 30), True), (local(29, 12), True), (local(30, 8, 29), True), (local(30, 8, 30), False)],
)
def test_a_rotas_night_goes_on_after_midnight(moment: datetime, watched: bool) -> None:
    assert is_watched(WEEK, moment) is watched


def test_what_ends_the_next_day_is_written_with_its_end_there() -> None:
    assert parse_watch("17:00-08:30") == Opening(1020, 1950)
    assert parse_watch("00:00-24:00") == Opening(0, 1440)


# --- who ---


def person(id: int, role: str, mairie: str | None = None, direction: str | None = None) -> Person:
    return Person(id=id, name=f"P{id}", role=role, mairie=mairie, direction=direction, language="fr", joined_at=NOW)


EVERYBODY = {each.id: each for each in (
    person(1, "sg", "mq_tanneurs"), person(2, "sg", "mq_plateau"), person(3, "coordination"), person(4, "direction", None, "m_voirie"),
    person(5, "mission", "mq_plateau"), person(6, "agent", "mq_tanneurs"),
)}


def declared(id: int, who: int, rank: int, mairies: list[str] | None, directions: list[str] | None) -> OnCall:
    return OnCall(id=id, person_id=who, starts_at=NOW, ends_at=NOW, rank=rank, mairies=mairies, directions=directions, declared_at=NOW)


def answering(place: Place, *rows: OnCall, duty: tuple[int, ...] = (), away: dict[int, int | None] | None = None) -> list[list[int]]:
    found = turns(valmiere(), place, NIGHT, duty=[EVERYBODY[id] for id in duty], declared=rows, people=EVERYBODY, away=away or {})
    return [list(each) for each in found]


def test_duty_then_the_declared_by_rank_then_the_functions_of_the_files() -> None:
    rows = (declared(1, 5, 2, ["mq_tanneurs"], []), declared(2, 6, 1, None, None))
    assert answering(TANNEURS, *rows) == [[6], [5], [1], [3]]
    assert answering(TANNEURS, *rows, duty=(1,)) == [[1], [6], [5], [3]]
    assert answering(ROADS, *rows) == [[6], [4], [3]]
    assert answering(Place("mairie", "mq_plateau"), rows[0]) == [[2], [3]]


def test_whoever_is_away_gives_way_to_the_next_rank_and_a_function_to_its_relay() -> None:
    row = declared(1, 5, 1, ["mq_tanneurs"], [])
    assert answering(TANNEURS, row, away={5: 6}) == [[1], [3]]
    assert answering(TANNEURS, away={1: 6}) == [[6], [3]]
    assert answering(TANNEURS, away={1: None, 3: None}) == []


def test_whoever_has_left_is_not_there() -> None:
    assert answering(TANNEURS, declared(1, 99, 1, None, None)) == [[1], [3]]


def test_files_put_on_call_only_the_directions_that_are() -> None:
    assert functions_now(valmiere(), ROADS, NIGHT) == ["direction", "coordination"]
    assert functions_now(valmiere(), Place("direction", "v_culture"), NIGHT) == []
    assert functions_now(valmiere(), ROADS, local(23, 10)) == []


def test_a_rota_with_hours_of_its_own_keeps_them() -> None:
    when = '"quand": {"lun": ["20:00-06:00"]}'
    rota = Rota.model_validate_json(f'{{"id": "nuit", "nom": "Nuits", "mairies": "*", "fonctions": ["mission"], {when}}}')
    town = valmiere().model_copy(update={"rotas": {"nuit": rota}})
    assert [functions_now(town, TANNEURS, moment) for moment in (local(23, 18), local(23, 21), local(24, 5), local(24, 21))] == [
        [], ["mission"], ["mission"], []]


@pytest.mark.parametrize(
    ("told", "reached", "due", "move"),
    [
        (set(), set(), False, ([1, 4], [], False)),
        ({1, 4}, {1, 4}, False, ([], [], False)),
        ({1, 4}, {1, 4}, True, ([], [2, 3], False)),
        ({1, 4}, {4}, False, ([2], [], False)),  # 1 cannot be reached: 2 at once, and nobody else of the other place
        ({1, 4}, {4}, True, ([2], [3, 5], False)),
        ({1, 2, 3, 4, 5}, set(), False, ([], [], True)),
        ({1, 2, 3, 4, 5}, {3}, True, ([], [], False)),
    ],
)
def test_the_next_in_turn_place_by_place(told: set[int], reached: set[int], due: bool, move: tuple[list[int], list[int], bool]) -> None:
    places = [[[1], [2], [3, 5]], [[4], [3]]]
    found = next_move(places, told, reached, due=due)
    assert (found.at_once, sorted(found.in_turn), found.alone) == move


def test_nobody_anywhere_is_said() -> None:
    assert next_move([[], []], set(), set(), due=False).alone
