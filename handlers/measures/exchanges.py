"""What passes between a mairie and a direction, seen from both sides: the formulas of /bilan. Pure; what each means is in `definitions`.

Every share is of what went well, so that both sides are read the same way: the higher, the better.
"""

from __future__ import annotations

from collections import Counter

from handlers.measures.formulas import Found, Material, share, split, working_days
from handlers.measures.survival import Wait, quantile
from handlers.requests.life import REFUSALS

MISSING = frozenset({"info_usager"})
"""The reasons of a hold that say that something was missing in the file (motifs.yaml; `life` asks for the question that goes with it)."""


def done(m: Material) -> Found:
    """From receipt to the first time the work was done, or it was closed; what is not finished waits."""
    waits = []
    for each in m.received:
        finished = each.lives[0].finished_at
        waits.append(Wait(working_days(each.calendar, each.received_at, finished or m.now), finished is not None))
    return Found(quantile(waits, 0.5), len(waits))


def refusals(m: Material) -> Found:
    """The reasons for which the direction gave a request to another one, and those of the refusals closed in its hands."""
    given = [
        move.reason for each in m.facts if not each.duplicate for move in each.transfers
        if m.holds(move.at) and m.direction in (None, move.sender)
    ]
    refused = [life.reason for each in m.here for life in each.lives if m.holds(life.closed_at) and life.reason in REFUSALS]
    return split(Counter(reason for reason in (*given, *refused) if reason))


def complete(m: Material) -> Found:
    """Never on hold for something that the file did not say."""
    return share(MISSING.isdisjoint(hold.reason for hold in each.holds) for each in m.received)


def aimed(m: Material) -> Found:
    """Of what came to the direction first, what it did not have to send on as not its own."""
    return share(
        not (each.transfers and each.transfers[0].counts) for each in m.facts
        if not each.duplicate and m.holds(each.received_at)
        and (m.direction is None or (each.transfers[0].sender == m.direction if each.transfers else not each.passed_on))
    )


def alone(m: Material) -> Found:
    """Of every request, duplicates included."""
    return share(not each.duplicate for each in m.facts if not each.passed_on and m.holds(each.received_at))
