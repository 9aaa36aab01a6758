"""Whatever anybody does, and however much of it is folded: figures by roll-ups are those of a full recount, at any moment."""

from __future__ import annotations

import random
import tempfile
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from handlers.desk import Desk
from handlers.measures import folding
from handlers.measures.cells import rolled, unpacked
from handlers.measures.definitions import MEASURES, figure
from handlers.measures.folding import fold, stamp
from handlers.measures.periods import Kind, Period, of
from handlers.measures.reading import materials
from handlers.messages import Address, Incoming
from storage import requests
from storage.database import Database
from storage.measures import Perimeter
from storage.tables import Checkpoint, Request, Rollup, Tally, Wait
from storage.unit import Scope, Unit
from tests.handlers.house import House
from tests.handlers.measures.test_history import History
from tests.handlers.requests.test_at_random import CROWDS, PEOPLE, Crowd
from tests.scenes import valmiere
from tests.stores import writing

PARIS = ZoneInfo("Europe/Paris")
PERIMETERS = (Perimeter(), Perimeter(("mq_tanneurs",)), Perimeter(("mq_plateau",)), Perimeter(("mq_tanneurs", "mq_plateau")),
              *(Perimeter(direction=id) for id in ("m_voirie", "m_eau", "v_solidarites")), Perimeter(("mq_tanneurs",), "m_voirie"))
KINDS: tuple[Kind, ...] = ("week", "month", "quarter", "year")
STEPS = 60


def periods(today: date) -> list[Period]:
    """Those of today, the one before each, and the week of the clock change."""
    found = [of(kind, today) for kind in KINDS]
    return list(dict.fromkeys([*found, *(each.before for each in found), of("week", date(2026, 10, 25))]))


@contextmanager
def one_moment(database: Database) -> Iterator[Scope]:
    """Several statements that see the same."""
    with database.reader.connect() as connection:
        if not database.file:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield Scope(Unit(connection, database.ids))


def check(house: House, perimeters: Collection[Perimeter] = PERIMETERS) -> None:
    """Every figure of every period, both ways; each mairie's and direction's in one reading or alone."""
    with one_moment(house.database) as store:
        wanted = store, valmiere(), perimeters, periods(house.now.astimezone(PARIS).date()), house.now
        found, recounted = materials(*wanted), materials(*wanted, recount=True)
    assert found.keys() == recounted.keys()
    for key, expected in recounted.items():
        assert found[key]._replace(counts=Counter(found[key].counts)) == expected._replace(counts=Counter(expected.counts)), key
        for id in (id for id, measure in MEASURES.items() if measure.run):
            assert figure(id, found[key]) == figure(id, expected), (id, key)


def sums(house: House) -> dict[Any, int]:
    return {(row.grain, row.place, row.on, row.what): row.n for row in house.rows(Rollup)}


def check_kept(house: House) -> None:
    """The sums are those of what is kept with each request, without a row too many."""
    kept = [(cell, count) for row in house.rows(Tally) for cell, count in unpacked(row.cells).items()]
    assert sums(house) == rolled(kept)


def folds(house: House, at_once: int) -> int:
    with writing(house.database) as store:
        return fold(store, valmiere(), house.now, at_once)


@settings(max_examples=CROWDS or 6, deadline=None, derandomize=not CROWDS, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**32))
def test_figures_by_roll_ups_are_those_of_a_recount_after_anything(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        crowd = Crowd(Path(folder), chance)
        for _ in range(STEPS):
            crowd.does()
            if chance.random() < 0.4:
                folds(crowd.house, chance.randint(1, 3))
            check(crowd.house)
        check_kept(crowd.house)
        crowd.house.closes()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Some weeks of a town, with everything in them."""
    history = History(tmp_path_factory.mktemp("lived"), 2)
    yield history.house
    history.house.closes()


def test_a_town_that_was_there_before_the_roll_ups_catches_up_and_is_right_meanwhile(lived: House) -> None:
    kept = sums(lived)
    with writing(lived.database) as store:
        for table in ("rollup", "tally", "wait"):
            store.write(sql(f"DELETE FROM {table}"))
        store.write(sql("UPDATE request SET tallied = false"))
    check(lived)
    while folds(lived, 20) == 20:
        check(lived)
    assert sums(lived) == kept
    check_kept(lived)
    assert all(row.tallied for row in lived.rows(Request))


def test_killed_in_the_middle_nothing_was_folded(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sums(lived), [tuple(row) for row in lived.rows(Tally)], [tuple(row) for row in lived.rows(Wait)]
    with writing(lived.database) as store:
        store.write(sql("UPDATE request SET tallied = false, mairie = 'mq_plateau' WHERE mairie = 'mq_tanneurs'"))

    def dies(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(folding.rollups, "keep", dies)
    with pytest.raises(SystemExit):
        folds(lived, 100)
    monkeypatch.undo()
    assert before == (sums(lived), [tuple(row) for row in lived.rows(Tally)], [tuple(row) for row in lived.rows(Wait)])
    check(lived)
    folds(lived, 100)
    check(lived)
    check_kept(lived)
    assert not [key for key in sums(lived) if key[1] == "mairie/mq_tanneurs" and not key[3].startswith("contact")]


def test_other_hours_are_gone_through_some_at_a_time(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "AT_ONCE", 7)
    lived.passes()  # what was there is as the town says
    while [row for row in lived.rows(Request) if not row.tallied]:
        lived.passes()
    kept, town = sums(lived), valmiere()
    shorter = town.model_copy(update={"directions": {
        id: each.model_copy(update={"hours": tuple(day[:1] for day in each.hours)}) if each.hours else each
        for id, each in town.directions.items()}})
    shorter.__dict__["derived"] = {}
    assert stamp(shorter) != stamp(town)

    def tick(what: Any) -> None:
        with writing(lived.database) as store:
            desk = Desk(lived.hall, store, lived.now)
            desk.town = what
            folding.fold_some(desk)

    rows = len(lived.rows(Request))
    for _ in range(rows // 7 + 3):
        tick(shorter)
    assert sums(lived) != kept
    check_kept(lived)
    changed = sums(lived)
    tick(shorter)
    assert sums(lived) == changed
    for _ in range(rows // 7 + 3):
        tick(town)
    assert sums(lived) == kept


def test_a_town_without_requests_is_gone_through_once(tmp_path: Path) -> None:
    house = House(tmp_path, PEOPLE)
    for _ in range(3):
        house.now += timedelta(seconds=2)
        with writing(house.database) as store:
            folding.fold_some(Desk(house.hall, store, house.now))
    [row] = house.rows(Checkpoint)
    assert row.saved_at == house.now - timedelta(seconds=4)
    house.closes()


def test_while_people_act_and_a_folder_folds(tmp_path: Path, database_url: str) -> None:
    crowd = Crowd.__new__(Crowd)
    crowd.chance = random.Random(5)
    crowd.house = House(tmp_path, PEOPLE, database_url)
    for _ in range(3):
        crowd.logs()
    failed: list[BaseException] = []
    over = threading.Event()

    def folder() -> None:
        try:
            while not over.is_set():
                folds(crowd.house, 2)
        except BaseException as error:
            failed.append(error)

    beside = threading.Thread(target=folder)
    beside.start()
    acts = threading.Thread(target=lambda: [crowd.does() for _ in range(40)])
    acts.start()
    looked = 0
    try:
        while acts.is_alive():
            check(crowd.house, PERIMETERS[:2])
            looked += 1
    finally:
        acts.join()
        over.set()
        beside.join()
    assert failed == []
    assert looked > 3
    while folds(crowd.house, 100):
        pass
    check(crowd.house)
    check_kept(crowd.house)
    crowd.house.closes()


@pytest.fixture
def few(tmp_path: Path, database_url: str) -> Iterator[House]:
    """Two requests of Awa's."""
    house = House(tmp_path, PEOPLE, database_url)
    for text in ("gros trou rue des Lilas", "fuite d'eau sur le trottoir rue Pasteur"):
        house.says("awa", text)
        house.presses("awa", *next(each for each in house.buttons("awa", newest=1) if each[2].startswith("requests.record"))[:2])
    assert folds(house, 10) == 2
    yield house
    house.closes()


def test_what_an_act_holds_is_folded_at_the_next_turn(few: House) -> None:
    if few.database.file:
        pytest.skip("one writer at a time")
    few.says("awa", "/danger 1")  # not folded yet
    first, second = few.rows(Request)
    with few.database.transaction() as acting:
        store = Scope(Unit(acting, few.database.ids))
        requests.change(store, first, few.now, mairie="mq_plateau")
        store.keep()
        with writing(few.database) as other:
            other.write(sql("SET LOCAL lock_timeout = '2s'"))
            requests.change(other, second, few.now, mairie="mq_plateau")
            assert fold(other, valmiere(), few.now, 10) == 1
        check(few)
    check(few)
    assert folds(few, 10) == 1
    check(few)
    check_kept(few)


def test_an_act_of_the_same_transaction_is_folded_once_its_events_are_written(few: House) -> None:
    """Jobs may share a transaction with acts, whose events are written at its end."""
    with few.database.transaction() as connection:
        unit = Unit(connection, few.database.ids)
        got = Incoming(id="same", chat=Address("scene", "awa"), sender=Address("scene", "awa"), private=True, kind="message",
                       text="/danger 1", message="m")
        few.dispatch.handle(unit, got, few.dispatch.look_up(unit, [got], few.now), few.now)
        store = Scope(unit)
        assert fold(store, valmiere(), few.now, 10) == 0
        store.keep()
        unit.flush()
    check(few)
    assert folds(few, 10) == 1
    check(few)
