"""A short `make attack`, and what the same attacks reach against a publisher that only counts to five."""

from __future__ import annotations

from random import Random

import pytest

from tests.attack.campaign import CARELESS, MARGINS, REPORTED, Campaign


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    campaign = Campaign(draws=6)
    for town in range(8):
        campaign.attacks(Random(f"short town {town}"))
    return campaign


def test_two_years_of_publications_tell_little_more_of_anybody_than_chance(campaign: Campaign) -> None:
    """Few towns: what is over its margin must be so by more than what a few towns may be out by."""
    limited = {key: count for key, count in campaign.counts.items() if key[0] not in REPORTED}
    assert {key: count.gain for key, count in limited.items() if count.gain - 3 * count.doubt > MARGINS[key[1]]} == {}
    assert campaign.broken == []


def test_something_was_published_to_attack(campaign: Campaign) -> None:
    assert min(shown / possible for shown, possible in campaign.published.values()) > 0.1


def test_a_unanimous_team_tells_no_exact_answer(campaign: Campaign) -> None:
    assert campaign.fewest_answers >= 3


def test_the_same_attack_finds_people_where_five_answers_are_enough(campaign: Campaign) -> None:
    """Else it would prove nothing."""
    assert campaign.counts[CARELESS, "mairie"].gain > 0.1
