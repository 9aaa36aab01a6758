"""The exact audit against a plain one: every small group tried, with fractions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations, product
from operator import mul

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.surveys.audit import _promising, derivable
from tests.attack.solver import some_group, tells_of

Sets = list[frozenset[int]]


def any_group(sets: Sequence[frozenset[int]], k: int) -> bool:
    people = sorted(set().union(*sets))
    groups = chain.from_iterable(combinations(people, size) for size in range(1, k))
    return any(tells_of(sets, frozenset(group)) for group in groups)


def right(sets: Sets, k: int) -> bool:
    """The audit's answer is the plain one's, and the people that it names are indeed few, and told of."""
    found = derivable(sets, k)
    if found is None:
        return not any_group(sets, k)
    return 0 < len(found) < k and tells_of(sets, found)


@settings(max_examples=100)
@given(st.lists(st.frozensets(st.integers(0, 8)), max_size=6), st.integers(2, 5))
@example([frozenset({1, 2, 3}), frozenset({3, 4, 5}), frozenset({1, 2, 4, 5})], 2)  # (A + B - C) / 2 is the third person alone
def test_it_finds_what_trying_every_group_finds(sets: Sets, k: int) -> None:
    assert right(sets, k)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(3, 6))
def test_it_finds_what_hides_among_whole_teams(chance: random.Random, k: int) -> None:
    """Teams large enough to pass, unions and neighbours of them: here a group comes only from several equations together."""
    teams = [frozenset(range(at * 5, at * 5 + chance.randint(3, 5))) for at in range(3)]
    everybody = frozenset().union(*teams)
    sets = [frozenset().union(*chance.sample(teams, chance.randint(1, 3))) for _ in range(chance.randint(1, 5))]
    sets += [everybody - set(chance.sample(sorted(everybody), chance.randint(0, 6))) for _ in range(chance.randint(0, 3))]
    assert right(sets, k)


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_it_agrees_with_the_solver_of_the_attacks_on_larger_histories(chance: random.Random) -> None:
    everybody = range(chance.randint(15, 40))
    team = chance.sample(everybody, chance.randint(5, 15))
    sets = [frozenset(everybody) - set(chance.sample(everybody, chance.randint(0, 9))) for _ in range(chance.randint(1, 9))]
    sets += [frozenset(team) - set(chance.sample(team, chance.randint(0, 3))) for _ in range(chance.randint(0, 4))]
    assert (derivable(sets, 5) is None) == (some_group(sets, 5) is None)


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_a_group_that_only_many_equations_together_tell_of(seed: int) -> None:
    """The equations of everybody but the group are chosen so that, times their coefficients, they cancel."""
    chance = random.Random(seed)
    for _ in range(150):
        coefficients = [chance.choice((-2, -1, 1, 2)) for _ in range(chance.randint(2, 6))]
        columns = [column for column in product((0, 1), repeat=len(coefficients)) if any(column)]
        telling = [column for column in columns if sum(map(mul, coefficients, column))]
        cancelling = [column for column in columns if column not in telling] or [(0,) * len(coefficients)]
        of = [*(chance.choice(telling) for _ in range(4)), *(chance.choice(cancelling) for _ in range(chance.randint(5, 12)))]
        chance.shuffle(of)
        sets = [frozenset(person for person, column in enumerate(of) if column[place]) for place in range(len(coefficients))]
        sets += [frozenset(person for person in range(len(of)) if chance.random() < 0.5) for _ in range(chance.randint(0, 4))]
        assert derivable(sets, 5), sets


@settings(max_examples=100)
@given(st.lists(st.frozensets(st.integers(10, 19)), min_size=1, max_size=8), st.integers(1, 5), st.integers(2, 6))
def test_it_leaves_out_no_choice_of_equations_that_might_cancel(others: Sets, count: int, most: int) -> None:
    """Each once: those of which at most `most` atoms, their pivots first, are in one equation only."""
    rows = [{pivot: 1, **dict.fromkeys(sorted(rest), 1)} for pivot, rest in enumerate(others)]
    looked_at = [tuple(sorted(chosen)) for chosen in _promising(rows, range(len(rows)), count, most)]
    assert sorted(looked_at) == [
        chosen
        for chosen in combinations(range(len(rows)), count)
        if list(Counter(atom for place in chosen for atom in rows[place]).values()).count(1) <= most
    ]


@settings(max_examples=50)
@given(st.lists(st.frozensets(st.integers(0, 30), min_size=3), max_size=10), st.integers(2, 7), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_it_finds(sets: Sets, k: int, chance: random.Random) -> None:
    assert derivable(chance.sample([*sets, *sets], 2 * len(sets)), k) == derivable(sets, k)


@pytest.mark.parametrize(
    ("sets", "k", "found"),
    [
        ([], 5, None),
        ([{1, 2, 3, 4, 5}], 5, None),
        ([{1, 2, 3, 4}], 5, {1, 2, 3, 4}),
        ([set(range(1, 9)), set(range(1, 10))], 5, {9}),
        ([set(range(20)), set(range(7)), set(range(7, 14)), set(range(14, 18))], 5, {14, 15, 16, 17}),
        ([set(range(20)), set(range(8)), set(range(8, 17))], 5, {17, 18, 19}),
        ([set(range(20)), set(range(8)), set(range(8, 15))], 5, None),
    ],
)
def test_worked_examples(sets: list[set[int]], k: int, found: set[int] | None) -> None:
    assert derivable([frozenset(each) for each in sets], k) == found
