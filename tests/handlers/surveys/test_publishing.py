"""What a window's publication shows and withholds, and why; whatever the town and its history."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.surveys import publishing
from handlers.surveys.publishing import WHOLE, Cell, Group, Past, Respondent, level, publish
from tests.attack.hierarchies import history, told_of
from tests.attack.solver import some_group

GRAPPES = {"east": ("arsenal", "bellevue", "canal"), "west": ("docks", "ecluses", "forges")}
EVERYWHERE = tuple(mairie for mairies in GRAPPES.values() for mairie in mairies)
TEAM = 8


def people(mairie: str, count: int = TEAM, *, first: int = 0) -> list[int]:
    """Numbers nobody else has: agents of a mairie, from its first one on."""
    return [100 * EVERYWHERE.index(mairie) + each for each in range(first, first + count)]


def answers(teams: Mapping[str, Iterable[int]], charge: float = 5.0, *, sgs: bool = True) -> list[Respondent]:
    """Everybody named, and a secrétaire général for each mairie."""
    agents = [Respondent(person, mairie, False, charge) for mairie, team in teams.items() for person in team]
    return agents + [Respondent(100 * EVERYWHERE.index(mairie) + 99, mairie, True, charge) for mairie in teams if sgs]


def everybody(**fewer: int) -> dict[str, list[int]]:
    return {mairie: people(mairie, fewer.get(mairie, TEAM)) for mairie in EVERYWHERE}


def shown(respondents: list[Respondent], past: list[Past] | None = None, *, window: int = 1, k: int = 5) -> dict[Group, Cell]:
    cells = publish(respondents, GRAPPES, dict.fromkeys(EVERYWHERE, TEAM + 1), past or [], window=window, k=k)
    return {cell.group: cell for cell in cells}


def kept(cells: Mapping[Group, Cell], window: int = 0) -> list[Past]:
    return [Past(cell.group, window, cell.respondents) for cell in cells.values() if cell.shown is not None]


def withheld(cells: Mapping[Group, Cell]) -> dict[str, str]:
    return {cell.group.id or "all": cell.why for cell in cells.values() if cell.shown is None}


def mairie(name: str) -> Group:
    return Group("mairie", name)


def test_where_everybody_answers_everything_is_shown() -> None:
    cells = shown(answers(everybody()))
    assert list(cells) == [*map(mairie, EVERYWHERE), Group("grappe", "east"), Group("grappe", "west"), WHOLE]
    assert {cell.shown for group, cell in cells.items() if group != WHOLE} == {"steady"}
    assert cells[WHOLE].shown == "5.0"
    assert {cell.why for cell in cells.values()} == {""}


def test_the_answers_of_a_secretaire_general_count_in_the_whole_alone() -> None:
    cells = shown(answers(everybody()))
    assert cells[mairie("arsenal")].respondents == frozenset(people("arsenal"))
    assert len(cells[Group("grappe", "east")].respondents) == 3 * TEAM
    assert len(cells[WHOLE].respondents) == 6 * TEAM + 6


def test_four_are_too_few_and_the_smallest_team_beside_them_hides_too() -> None:
    cells = shown(answers(everybody(arsenal=4, bellevue=6)))
    assert withheld(cells) == {"arsenal": "too-few", "bellevue": "complement"}


def test_ten_are_too_few_for_a_grappe_and_the_other_grappe_hides_with_it() -> None:
    cells = shown(answers(everybody(arsenal=5, bellevue=5, canal=0)))
    assert withheld(cells) == {"canal": "too-few", "east": "too-few", "west": "complement"}


def test_secretaires_generaux_do_not_make_the_whole_large_enough() -> None:
    assert withheld(shown(answers(everybody(arsenal=5, bellevue=5, canal=0, docks=0, ecluses=0, forges=0))))["all"] == "too-few"


def test_fifteen_who_work_there_are_too_few_for_a_grappe() -> None:
    teams = {name: people(name, 5) for name in ("arsenal", "bellevue", "canal")}
    cells = publish(answers(teams), {"east": ("arsenal", "bellevue", "canal")}, dict.fromkeys(teams, 5), [], window=1)
    assert {cell.group.id: cell.why for cell in cells if cell.group.kind != "mairie"} == {"east": "too-few", "": "too-few"}


def test_a_few_secretaires_generaux_are_not_left_over_from_the_whole() -> None:
    """Six may be: five would be four to the one of them who reads. The smallest grappe hides them, and the other hides with it."""
    answered = [each for each in answers(everybody()) if not (each.is_sg and each.mairie == "arsenal")]
    assert withheld(shown(answered)) == {"east": "complement", "west": "complement"}


@pytest.mark.parametrize(
    ("joiners", "leavers", "why"),
    [(0, 0, ""), (1, 0, "too-close"), (2, 2, "too-close"), (3, 2, ""), (0, 3, "too-close"), (0, 4, "too-few")],
)
def test_a_team_is_shown_again_unchanged_or_changed_by_five(joiners: int, leavers: int, why: str) -> None:
    before = kept(shown(answers(everybody())))
    now = {"arsenal": people("arsenal", TEAM + joiners - leavers, first=leavers)}
    cells = publish(answers(now, sgs=False), {}, {"arsenal": 12}, before, window=1)
    assert [cell.why for cell in cells if cell.group == mairie("arsenal")] == [why]


def test_the_whole_history_counts_not_the_last_window_alone() -> None:
    first, second = people("arsenal"), people("arsenal", first=4)
    past = [Past(mairie("arsenal"), window, frozenset(team)) for window, team in enumerate((first, second))]
    again = {"arsenal": [*first, 50]}
    assert publish(answers(again, sgs=False), {}, {"arsenal": 12}, past, window=2)[0].why == "too-close"


def test_what_several_publications_tell_together_is_withheld() -> None:
    """Each differs from each other by eight or more, yet the first two less the third are the four in the middle, twice."""
    left, middle, right = people("arsenal"), people("arsenal", 4, first=8), people("arsenal", first=12)
    past = [Past(mairie("arsenal"), window, frozenset(team)) for window, team in enumerate((left + middle, middle + right))]
    cell = publish(answers({"arsenal": left + right}, sgs=False), {}, {"arsenal": 30}, past, window=2)[0]
    assert (cell.shown, cell.why) == (None, "derivable")


def test_what_the_audit_withholds_is_not_left_hidden_alone() -> None:
    left, middle, right = people("arsenal"), people("arsenal", 4, first=8), people("arsenal", first=12)
    east = Group("grappe", "east")
    past = [Past(east, window, frozenset(team)) for window, team in enumerate((left + middle, middle + right))]
    answered = answers({"arsenal": left + right, "docks": people("docks", 12)}, sgs=False)
    answered += [Respondent(900 + each, "docks", True, 5) for each in range(6)]
    cells = publish(answered, {"east": ("arsenal",), "west": ("docks",)}, {"arsenal": 30, "docks": 30}, past, window=2)
    assert {cell.group.id: cell.why for cell in cells if cell.group.kind != "mairie"} == {"east": "derivable", "west": "complement", "": ""}


def test_a_raised_threshold_goes_on_after_a_history_under_a_lower_one() -> None:
    past = [Past(mairie("arsenal"), 0, frozenset(people("arsenal", 5)))]
    cells = shown(answers(everybody()), past, k=8)
    assert cells[WHOLE].shown == "5.0"
    assert withheld(cells)["arsenal"] == "too-close"  # by three, where eight are asked


def test_a_threshold_under_five_is_refused() -> None:
    with pytest.raises(ValueError, match="never below 5"):
        shown([], k=4)


@pytest.mark.parametrize("charge", [-0.1, 10.1, float("nan")])
def test_what_cannot_be_a_mean_is_refused(charge: float) -> None:
    with pytest.raises(ValueError, match="person 0"):
        shown(answers(everybody(), charge))


def test_somebody_who_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        shown([*answers(everybody()), Respondent(0, "forges", False, 5)])


def test_nobody_answered_is_a_publication_too() -> None:
    assert set(withheld(shown([])).values()) == {"too-few"}


@pytest.mark.parametrize(
    ("charge", "band", "step"),
    [(0, "light", "1.0"), (1.24, "light", "1.0"), (1.25, "light", "1.5"), (3.24, "light", "3.0"), (3.25, "steady", "3.5"),
     (6.74, "steady", "6.5"), (6.75, "heavy", "7.0"), (8.75, "heavy", "9.0"), (10, "heavy", "9.0")],
)
def test_bands_and_steps(charge: float, band: str, step: str) -> None:
    cells = shown(answers(everybody(), charge))
    assert {cell.shown for group, cell in cells.items() if group != WHOLE} == {band}
    assert cells[WHOLE].shown == step


@pytest.mark.parametrize("band", ["light", "steady", "heavy"])
def test_a_unanimous_team_reveals_no_exact_answer(band: str) -> None:
    assert len([answer for answer in range(11) if level(mairie("arsenal"), [answer] * 5) == band]) >= 3


def window_of(chance: random.Random) -> tuple[list[Respondent], dict[str, tuple[str, ...]], dict[str, int]]:
    teams = {name: people(name, chance.randint(3, 9)) for name in EVERYWHERE}
    answered = [each._replace(charge=chance.uniform(0, 10)) for each in answers(teams) if chance.random() < 0.9]
    return answered, dict(GRAPPES), {name: len(team) + 1 for name, team in teams.items()}


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_that_of_the_past_shows(chance: random.Random) -> None:
    answered, grappes, sizes = window_of(chance)
    past = [Past(cell.group, 0, cell.respondents) for cell in publish(window_of(chance)[0], grappes, sizes, [], window=0) if cell.shown]
    cells = publish(answered, grappes, sizes, past, window=1)
    turned = {name: grappes[name][::-1] for name in reversed(grappes)}
    mixed = chance.sample(answered, len(answered))
    assert publish(mixed, turned, dict(reversed(sizes.items())), chance.sample(past, len(past)), window=1) == cells


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_what_is_withheld_says_nothing_of_the_answers(chance: random.Random) -> None:
    answered, grappes, sizes = window_of(chance)
    others = [each._replace(charge=chance.uniform(0, 10)) for each in answered]
    assert [cell._replace(shown="") for cell in publish(answered, grappes, sizes, [], window=0) if cell.shown] == [
        cell._replace(shown="") for cell in publish(others, grappes, sizes, [], window=0) if cell.shown
    ]


@settings(max_examples=300)
@given(st.integers(0, 10**9))
def test_nothing_ever_published_tells_of_fewer_than_five(seed: int) -> None:
    """By another solver than the publisher's; `make attack` plays a hundred thousand of these histories."""
    assert told_of(random.Random(seed))[1] is None


def test_these_histories_would_tell_of_people_without_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_audited", lambda groups, *_: groups)
    assert sum(some_group([each.respondents for each in history(random.Random(seed))], 5) is not None for seed in range(100)) > 5


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_sets_of_a_group_are_equal_or_far_apart(seed: int) -> None:
    past = history(random.Random(seed))
    near = [
        (one.group, len(one.respondents ^ other.respondents))
        for one in past for other in past
        if one.group == other.group and 0 < len(one.respondents ^ other.respondents) < (11 if one.group == WHOLE else 5)
    ]
    inside = [
        (one.group, other.group)
        for one in past for other in past
        if one.window == other.window and one.respondents < other.respondents and len(other.respondents - one.respondents) < 5
    ]
    assert near + inside == []
