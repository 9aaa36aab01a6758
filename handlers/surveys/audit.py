"""What follows from published sums: is any group of fewer than k people among it? Pure, and exact: never an estimate.

Published means over known sets of people are linear equations. People with the same memberships are one unknown, an atom: sums only ever
tell of whole atoms. A group gives itself away when some combination of the equations is zero everywhere but on it. A person's value is
taken to be the same in all windows, which can only help whoever looks: what follows inside one window follows then too.

Exact without fractions: each minor of a matrix of 0 and 1 of order m is at most (m + 1)^((m + 1) / 2) / 2^m (Hadamard), and we count
modulo a prime above that. No minor but zero vanishes then, so each rank, hence each answer, is what it is over the rationals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log2

Row = dict[int, int]
"""An equation: its coefficient, modulo the prime, for each atom where that is not zero."""

EXPONENTS = (61, 127, 521, 1279, 2203, 4423, 9689)
"""Of Mersenne primes: 2^61 - 1 is enough for 36 equations, 2^127 - 1 for 62, 2^521 - 1 for 185."""


def derivable(sets: Sequence[frozenset[int]], k: int) -> frozenset[int] | None:
    """Find people, 1 to k - 1, of whose values some weighted sum follows from the published sums of the sets; None if there are none.

    The same sets in any order give the same people. Example: {1…8} and {1…9}, k = 5: {9}.
    """
    people, rows = _atoms(sets)
    prime = _prime(min(len(rows), len(people)))
    sizes = [len(each) for each in people]
    large = [atom for atom, size in enumerate(sizes) if size >= k]
    residue, _, _ = _solved(rows, large, prime)  # of an atom of k people a small group holds none: it must cancel out
    small = sorted((atom for atom, size in enumerate(sizes) if size < k), key=lambda atom: -sizes[atom])
    _, solved, pivots = _solved(residue, small, prime)
    if (found := _light(solved, pivots, sizes, k - 1, prime)) is None:
        return None
    return frozenset(person for atom in found for person in people[atom])


def _atoms(sets: Iterable[frozenset[int]]) -> tuple[list[list[int]], list[Row]]:
    """The people of each atom, and each different set as an equation."""
    memberships: dict[int, list[int]] = {}
    different = sorted({tuple(sorted(each)) for each in sets if each})
    for place, each in enumerate(different):
        for person in each:
            memberships.setdefault(person, []).append(place)
    atoms: dict[tuple[int, ...], list[int]] = {}
    for person in sorted(memberships):
        atoms.setdefault(tuple(memberships[person]), []).append(person)
    rows: list[Row] = [{} for _ in different]
    for atom, places in enumerate(atoms):
        for place in places:
            rows[place][atom] = 1
    return list(atoms.values()), rows


def _prime(order: int) -> int:
    needed = (order + 1) / 2 * log2(order + 1) - order + 1
    return (1 << next(each for each in EXPONENTS if each > needed)) - 1


def _solved(rows: Iterable[Row], atoms: Iterable[int], prime: int) -> tuple[list[Row], list[Row], list[int]]:
    """Solve for the atoms in turn (Gauss-Jordan). The equations left, where none of the atoms is; those solved; for which atoms."""
    left = [dict(row) for row in rows]
    solved: list[Row] = []
    pivots: list[int] = []
    for atom in atoms:
        holders = [place for place, row in enumerate(left) if atom in row]
        if not holders:
            continue
        row = left.pop(min(holders, key=lambda place: len(left[place])))  # the shortest keeps the others short
        scale = pow(row[atom], -1, prime)
        row = {each: value * scale % prime for each, value in row.items()}
        for other in (*left, *solved):
            if atom in other:
                _subtract(other, row, other[atom], prime)
        solved.append(row)
        pivots.append(atom)
    return [row for row in left if row], solved, pivots


def _subtract(row: Row, other: Row, times: int, prime: int) -> None:
    for atom, value in other.items():
        if rest := (row.get(atom, 0) - times * value) % prime:
            row[atom] = rest
        else:
            row.pop(atom, None)


def _light(rows: list[Row], pivots: Sequence[int], sizes: Sequence[int], most: int, prime: int) -> set[int] | None:
    """Find atoms of at most `most` people on which alone some combination of the equations is not zero.

    A combination of j equations is not zero on their j pivots, each of which only one equation has: more than `most` are too many.
    """
    for count in range(1, min(most, len(rows)) + 1):
        for chosen in _promising(rows, pivots, count, most):
            if (found := _vanishing([rows[place] for place in chosen], sizes, most, prime)) is not None:
                return found
    return None


def _promising(rows: list[Row], pivots: Sequence[int], count: int, most: int) -> Iterator[list[int]]:
    """Choose so many equations that at most `most` atoms are in one of them only: there nothing can cancel.

    An atom too many must be met by an equation still to choose, so that few of all choices are looked at.
    """
    masks = [sum(1 << atom for atom in row) for row in rows]
    holders: dict[int, int] = {}
    for place, row in enumerate(rows):
        for atom in row:
            holders[atom] = holders.get(atom, 0) | 1 << place
    solved = sum(1 << pivot for pivot in pivots)

    def extend(chosen: list[int], once: int, twice: int, able: int) -> Iterator[list[int]]:
        alone, missing = once & ~twice, count - len(chosen)
        over = alone.bit_count() + missing - most
        if not missing:
            if over <= 0:
                yield chosen
            return
        if over > 0:
            meeting = sorted((holders[atom] & able for atom in _bits(alone & ~solved)), key=int.bit_count)
            next_ones = 0
            for each in meeting[: max(0, len(meeting) - over + 1)]:  # one of these at least is met, or too many are not
                next_ones |= each
        else:
            next_ones = able
        for place in _bits(next_ones):
            able &= ~(1 << place)  # all choices with this one are looked at here
            yield from extend([*chosen, place], once | masks[place], twice | once & masks[place], able)

    return extend([], 0, 0, (1 << len(rows)) - 1)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _vanishing(rows: list[Row], sizes: Sequence[int], most: int, prime: int) -> set[int] | None:
    """The same for a few equations, each with some coefficient but zero: what only one holds stays, and of the rest enough must cancel."""
    held = Counter(atom for row in rows for atom in row)
    room = most - sum(sizes[atom] for atom, times in held.items() if times == 1)
    if room < 0:
        return None
    shared = sorted(atom for atom, times in held.items() if times > 1)
    if sum(sizes[atom] for atom in shared) <= room:
        return set(rows[0])
    for atom in shared:  # not all of the first ones that are too many together can stay: one is zero
        left, _, _ = _solved(rows, [atom], prime)
        if (found := _vanishing(left, sizes, most, prime)) is not None:
            return found
        room -= sizes[atom]
        if room < 0:
            break
    return None
