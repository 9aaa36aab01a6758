"""The audit's question answered another way: small groups are tried one and all, and what looks dependent is settled with fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

Sets = Sequence[frozenset[int]]
NEARLY = 1e-7
"""Of a determinant of unit vectors, zero but for the rounding of floats."""


def rank(sets: Sets, people: Sequence[int]) -> int:
    """Of the equations, as far as they speak of these people."""
    rows, done = [[Fraction(person in each) for person in people] for each in sets], 0
    for column in range(len(people)):
        pivot = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for place in range(done + 1, len(rows)):
            if times := rows[place][column] / rows[done][column]:
                rows[place] = [mine - times * above for mine, above in zip(rows[place], rows[done], strict=True)]
        done += 1
    return done


def tells_of(sets: Sets, group: frozenset[int]) -> bool:
    """Whether some combination of the equations is zero on everybody else, yet not everywhere."""
    people = sorted(set().union(*sets))
    return rank(sets, [person for person in people if person not in group]) < rank(sets, people)


def some_group(sets: Sets, k: int) -> frozenset[int] | None:
    """A group of fewer than k people that the sums tell of, or None. k: at most 5.

    In the space of what the equations leave open, each atom has a vector; the sums tell of a group whose vectors are dependent.
    """
    different = sorted({tuple(sorted(each)) for each in sets if each})
    if not different:
        return None
    atoms: dict[tuple[bool, ...], list[int]] = defaultdict(list)
    for person in sorted(set().union(*different)):
        atoms[tuple(person in each for each in different)].append(person)
    groups = list(atoms.values())
    equations = np.array(list(atoms), dtype=float).T
    _, values, directions = np.linalg.svd(equations)
    left = directions[int((values > 1e-9).sum()) :].T
    for candidate in _dependent(left, [len(each) for each in groups], k):
        group = frozenset(person for at in candidate for person in groups[at])
        if tells_of([frozenset(each) for each in different], group):
            return group
    return None


def _dependent(vectors: np.ndarray, sizes: Sequence[int], k: int) -> Iterator[tuple[int, ...]]:
    lengths = np.linalg.norm(vectors, axis=1) if vectors.size else np.zeros(len(sizes))
    small = [at for at, size in enumerate(sizes) if size < k]
    yield from ((at,) for at in small if lengths[at] < NEARLY)
    turned = [at for at in small if lengths[at] >= NEARLY]
    unit = vectors / np.where(lengths < NEARLY, 1, lengths)[:, None]
    products = unit @ unit.T
    for count in range(2, k):
        chosen = np.array(list(combinations([at for at in turned if sizes[at] <= k - count + 1], count)), dtype=int).reshape(-1, count)
        chosen = chosen[np.array(sizes)[chosen].sum(axis=1) < k]
        if len(chosen):
            flat = np.linalg.det(products[chosen[:, :, None], chosen[:, None, :]]) < NEARLY
            yield from (tuple(each) for each in chosen[flat].tolist())
