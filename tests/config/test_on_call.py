"""astreintes.yaml: functions in turn, hours that cross midnight, and every mistake with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.differences import diff
from config.on_call import ABLE
from config.town import Town, load
from handlers.people.permissions import PERMISSIONS
from tests.config.folders import TownFolder

FILE = "astreintes.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> TownFolder:
    return TownFolder(tmp_path / "town")


def rota(folder: TownFolder, **keys: str) -> None:
    given = {"id": "nuits", "nom": "Nuits", "mairies": '"*"', "fonctions": "[sg]", **keys}
    folder.write(FILE, "astreintes:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in given.items() if value) + "\n")


def test_the_default_town_has_an_on_call_function_for_each_mairie_and_direction_on_call(valmiere: Town) -> None:
    assert {id: (rota.mairies, rota.directions, rota.functions) for id, rota in valmiere.rotas.items()} == {
        "mairies": (("*",), (), ("sg", "coordination")), "directions": ((), ("*",), ("direction", "coordination")),
    }


def test_functions_that_may_be_on_call_are_those_that_take_requests_in_hand() -> None:
    assert set(ABLE) == set(PERMISSIONS["take_over"])


def test_a_town_may_have_none(folder: TownFolder) -> None:
    (folder.path / FILE).unlink()
    assert load(folder.path).rotas == {}


def test_hours_may_cross_midnight_and_are_shown_as_they_were_written(folder: TownFolder, valmiere: Town) -> None:
    rota(folder, id="mairies", nom="Mairies de quartier", quand='{lun-ven: ["17:00-08:30"], sam-dim: ["08:30-08:30"]}')
    changes = {change.id: change for change in diff(valmiere, load(folder.path)) if change.what == "astreintes"}
    assert changes["directions"].kind == "removed"
    after = {detail.key: detail.after for detail in changes["mairies"].detail}
    assert after["quand"] == ("lun-ven 17:00-08:30", "sam-dim 08:30-08:30")


@pytest.mark.parametrize(
    ("keys", "line", "key"),
    [
        ({"mairies": "[mq_tanneur]"}, 4, "check-dangling"),
        ({"directions": "[voirie]"}, 6, "check-dangling"),
        ({"fonctions": "[maire]"}, 5, "check-unknown-role"),
        ({"fonctions": "[]"}, 2, "check-empty"),
        ({"fonctions": "[direction]"}, 2, "check-rota-function"),
        ({"mairies": "", "directions": "[m_voirie]"}, 2, "check-rota-function"),
        ({"mairies": "[]"}, 2, "check-rota-nowhere"),
        ({"quand": '{lun-ven: ["17h-8h30"]}'}, 6, "check-watch"),
        ({"quand": '{lun-ven: ["17:00-25:00"]}'}, 6, "check-watch"),
        ({"quand": '{ven-lun: ["17:00-08:30"]}'}, 6, "check-weekdays"),
        ({"heures": "nuit"}, 6, "check-unknown-key"),
    ],
)
def test_each_mistake_is_said_with_its_line(folder: TownFolder, keys: dict[str, str], line: int, key: str) -> None:
    rota(folder, **keys)
    fault = folder.only_fault()
    assert (fault.file, fault.key, fault.line) == (FILE, key, line)


def test_an_id_is_used_once(folder: TownFolder) -> None:
    folder.edit(FILE, "{id: directions,", "{id: mairies,")
    assert folder.only_fault().key == "check-duplicate-id"
