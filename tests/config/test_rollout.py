"""A feature is switched on mairie by mairie; the pre-election period has its first and its last day."""

from __future__ import annotations

from datetime import date

import pytest

from config.rollout import FEATURES
from config.town import Town, load
from tests.config.folders import TownFolder

OFF = "services_desactives: []"


def test_what_a_town_does_not_write_is_on_everywhere(valmiere: Town) -> None:
    assert all(valmiere.is_on(feature, mairie) for feature in FEATURES for mairie in (None, *valmiere.mairies))


def test_a_feature_is_on_in_the_mairies_that_are_named(folder: TownFolder) -> None:
    folder.edit("commune.yaml", OFF, f'{OFF}\ndeploiement: {{transmission: "*", doublons: [mq_centre, mq_tanneurs], danger: []}}')
    town = load(folder.path)
    on = {feature: [mairie for mairie in town.mairies if town.is_on(feature, mairie)] for feature in FEATURES}
    assert on == {
        "transmission": list(town.mairies), "doublons": ["mq_centre", "mq_tanneurs"], "reponses": list(town.mairies), "danger": [],
        "enquetes": list(town.mairies),
    }
    assert [feature for feature in FEATURES if town.is_on(feature, None)] == ["transmission", "reponses", "enquetes"]


@pytest.mark.parametrize(
    ("day", "withheld"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-02-01", True), ("2027-03-31", True), ("2027-04-01", False)],
)
def test_the_pre_election_period_has_its_first_and_its_last_day(folder: TownFolder, day: str, withheld: bool) -> None:
    folder.edit("commune.yaml", OFF, f"{OFF}\nperiode_preelectorale: {{du: 2026-12-01, au: 2027-03-31}}")
    assert load(folder.path).in_pre_election(date.fromisoformat(day)) is withheld


def test_without_a_period_no_day_is_in_it(valmiere: Town) -> None:
    assert not valmiere.in_pre_election(date(2026, 12, 1))
