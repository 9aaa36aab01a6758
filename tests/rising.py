"""Synthetic history with planted surges, to measure what the radar catches and how often it cries for nothing.

`python -m tests.rising` prints the curve (docs/rising.md). Seeded: the same figures everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handlers.rising.series import WINDOW, Finding, findings

MAIRIES, SERVICES, WEEKS = 12, 20, 60
RHYTHM = (1.4, 1.1, 1.0, 1.0, 0.9, 0.3, 0.1)
"""A Monday's share of a week's place-days beside an average working day's, and so on to Sunday."""
WEEKS_A_MONTH = 365.25 / 12 / 7
ONE = 0
"""The service whose usual is one a week: where surges are planted."""


def rates(usual: float, services: int) -> np.ndarray:
    """Place-days a week of each service, from one in five weeks to twelve a week; of the first, the usual asked for."""
    return np.concatenate([[usual], np.geomspace(0.2, 12, services - 1)])


def history(seed: int, *, usual: float = 1, services: int = SERVICES, mairies: int = MAIRIES, weeks: int = WEEKS,
            spread: float = 0) -> np.ndarray:
    """Weekly place-days by mairie, service and week: Poisson by day, with the week's rhythm.

    spread: of a week's rate around its usual (coefficient of variation of a Gamma factor, for each series alone); 0 is plain Poisson.
    """
    chance = np.random.default_rng(seed)
    daily = rates(usual, services)[None, :, None, None] * np.array(RHYTHM) / sum(RHYTHM)
    factor = chance.gamma(spread**-2, spread**2, (mairies, services, weeks, 1)) if spread else 1.0
    return chance.poisson(daily * factor, (mairies, services, weeks, 7)).sum(axis=-1)


def looked_at(counts: np.ndarray) -> dict[str, Finding]:
    """What one mairie's history says of its last week. counts: by service and week."""
    return findings({f"s.{number}": [int(count) for count in weeks[-WINDOW - 1 :]] for number, weeks in enumerate(counts)})


def is_alarm(found: Finding) -> bool:
    return found.kind == "strong" and not found.again


def false_alarms(counts: np.ndarray) -> tuple[float, float]:
    """Alarms, and weak signals, a mairie and a month, where nothing was planted: every week with a whole window behind it is looked at."""
    alarms = weak = looked = 0
    for mairie in counts:
        for end in range(WINDOW + 1, counts.shape[2] + 1):
            found = looked_at(mairie[:, :end]).values()
            alarms += sum(map(is_alarm, found))
            weak += sum(each.kind == "weak" for each in found)
            looked += 1
    return alarms / looked * WEEKS_A_MONTH, weak / looked * WEEKS_A_MONTH


def recall(counts: np.ndarray, surge: int, every: int = 3) -> tuple[float, float]:
    """Of surges of so many place-days planted in the first service, one week at a time, the share alarmed, and that at least listed."""
    alarmed = listed = planted = 0
    for mairie in counts:
        for end in range(WINDOW + 1, counts.shape[2] + 1, every):
            week = mairie[:, :end].copy()
            week[ONE, -1] = surge
            found = looked_at(week)[f"s.{ONE}"]
            alarmed += is_alarm(found)
            listed += found.kind in ("strong", "weak")
            planted += 1
    return alarmed / planted, listed / planted


def curve(usual: float, surges: Sequence[int], *, services: int = SERVICES, spread: float = 0) -> list[str]:
    counts = history(2026, usual=usual, services=services, spread=spread)
    return [f"{usual:5g} {surge:6d} {alarmed:9.0%} {listed:9.0%}"
            for surge in surges for alarmed, listed in [recall(counts, surge)]]


def main() -> None:
    print("false alarms, a mairie and a month   alarms     weak")  # noqa: T201  # a report in a terminal
    for services, spread in ((SERVICES, 0.0), (SERVICES, 0.3), (SERVICES, 0.5), (99, 0.0), (99, 0.3)):
        alarms, weak = false_alarms(history(2026, services=services, mairies=MAIRIES if services == SERVICES else 4, spread=spread))
        print(f"  {services:3d} services, spread {spread:3.0%}            {alarms:9.3f} {weak:8.2f}")  # noqa: T201
    for services in (SERVICES, 99):
        print(f"\n{services} services\nusual  surge   alarmed    listed")  # noqa: T201
        for usual, surges in ((0.25, (4, 5, 6)), (1, (4, 5, 6, 7, 8, 9)), (3, (6, 8, 10, 12, 14))):
            print("\n".join(curve(usual, surges, services=services)))  # noqa: T201


if __name__ == "__main__":
    main()
