"""Small towns at random, as unlike a real one as may be, and their histories: whatever is published, no small group follows."""

from __future__ import annotations

from random import Random

from handlers.surveys.publishing import FLOOR, Past, Respondent, publish
from tests.attack.solver import some_group


def history(chance: Random) -> list[Past]:
    """A town of a few mairies, most in a grappe, over some windows in which people come, go, move and are silent."""
    mairies = [f"m{place}" for place in range(chance.randint(1, 6))]
    grappes = {f"g{place}": chance.sample(mairies, chance.randint(0, len(mairies))) for place in range(chance.randint(0, 3))}
    home = {person: chance.choice(mairies) for person in range(chance.randint(4, 45))}
    sgs = set(chance.sample(sorted(home), chance.randint(0, min(6, len(home)))))
    quiet, moves = chance.choice((0, 0.03, 0.1, 0.4)), chance.choice((0, 0.02, 0.1))
    past: list[Past] = []
    for window in range(chance.randint(1, 6)):
        for person in list(home):
            if chance.random() < moves:
                del home[person]
                newcomer = person if chance.random() < 0.3 else 100 * (window + 1) + person
                home[newcomer] = chance.choice(mairies)
        answered = [
            Respondent(person, mairie, person in sgs, chance.uniform(0, 10)) for person, mairie in home.items() if chance.random() >= quiet
        ]
        extra = chance.choice((0, 3))  # people who work there and never answer
        sizes = {mairie: extra + sum(where == mairie for where in home.values()) for mairie in mairies}
        cells = publish(answered, grappes, sizes, past, window=window)
        past += [Past(cell.group, window, cell.respondents) for cell in cells if cell.shown is not None]
    return past


def told_of(chance: Random) -> tuple[int, frozenset[int] | None]:
    """How many cells a history published, and a group of fewer than five that they tell of, by another solver than the publisher's."""
    past = history(chance)
    return len(past), some_group([each.respondents for each in past], FLOOR)
