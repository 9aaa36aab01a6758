"""Between a mairie and a direction, counted by hand: what was complete, well addressed, no duplicate, how long, and refused why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.measures.facts import Facts, Hold
from storage.measures import Perimeter
from tests.handlers.measures.made import days, facts, fraction, life, parts, transfer, value

VOIRIE, WATER = "m_voirie", "m_eau"
OF_ROADS = Perimeter(direction=VOIRIE)
WRONG = transfer(1, VOIRIE, WATER)._replace(reason="mauvaise_competence")
SEVERAL = transfer(1, VOIRIE, WATER, counts=False)._replace(reason="multi_directions")
BACK = transfer(2, WATER, VOIRIE)._replace(reason="mauvaise_competence")


def passed_on(**given: object) -> Facts:
    return facts(direction=WATER, **given)


@pytest.mark.parametrize(
    ("rows", "aimed"),
    [
        ([facts()], (1, 1)),
        ([passed_on(transfers=(WRONG,))], (0, 1)),  # the water's now, and still what came to the roads first
        ([passed_on(transfers=(SEVERAL,))], (1, 1)),
        ([facts(transfers=(WRONG, BACK))], (0, 1)),
        ([facts(transfers=(BACK,))], (0, 0)),  # another direction had it first: not what the mairie sent here
        ([passed_on()], (0, 0)),  # the coordination decided: nobody's mistake
        ([facts(duplicate=True, transfers=(WRONG,))], (0, 0)),
        ([facts(received_at=days(-3))], (0, 0)),
    ],
)
def test_well_addressed_is_what_the_first_direction_kept(rows: list[Facts], aimed: tuple[int, int]) -> None:
    assert fraction("aimed", rows, perimeter=OF_ROADS) == aimed


def test_complete_is_what_never_waited_for_a_resident() -> None:
    rows = [facts(), facts(holds=(Hold(days(1), "info_usager"),)), facts(holds=(Hold(days(1), "meteo"),)),
            facts(holds=(Hold(days(1), "meteo"), Hold(days(3), "info_usager"))), passed_on(), facts(duplicate=True)]
    assert fraction("complete", rows, perimeter=OF_ROADS) == (2, 4)


def test_a_duplicate_counts_among_what_was_received() -> None:
    assert fraction("alone", [facts(), facts(duplicate=True), facts(), passed_on(duplicate=True)], perimeter=OF_ROADS) == (2, 3)


def test_the_time_to_the_work_done_counts_what_still_waits() -> None:
    """One, three and five working days; the last waits: half of them by three."""
    rows = [facts(lives=(life(done=1, closed=4),)), facts(lives=(life(closed=3, reason="refus_motive"),)), facts()]
    assert value("done", rows) == 3
    assert value("done", [facts(lives=(life(done=1, closed=2, reopened=3), life()))]) == 1  # the first time


def test_refusals_are_the_directions_own_and_in_the_period() -> None:
    rows = [
        passed_on(transfers=(WRONG,)), passed_on(transfers=(SEVERAL,)), facts(transfers=(WRONG, BACK)),  # BACK is the water's
        facts(lives=(life(closed=2, reason="refus_motive"),)), facts(lives=(life(closed=2),)),
        passed_on(lives=(life(closed=2, reason="refus_motive"),)), facts(lives=(life(closed=20, reason="refus_motive"),)),
    ]
    assert parts("refusals", rows, perimeter=OF_ROADS) == {"mauvaise_competence": 2, "multi_directions": 1, "refus_motive": 1}


@given(st.lists(st.builds(
    facts, duplicate=st.booleans(), direction=st.sampled_from((VOIRIE, WATER)),
    transfers=st.sampled_from([(), (WRONG,), (SEVERAL,), (WRONG, BACK)]),
    holds=st.sampled_from([(), (Hold(days(1), "info_usager"),)]),
)), st.randoms())
def test_no_share_is_over_one_and_the_order_of_requests_changes_nothing(rows: list[Facts], chance: object) -> None:
    mixed = rows[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    for id in ("complete", "aimed", "alone"):
        some, n = fraction(id, rows, perimeter=OF_ROADS)
        assert 0 <= (some or 0) <= n <= len(rows)
        assert fraction(id, mixed, perimeter=OF_ROADS) == (some, n)
