"""A changed rule is tried on past requests: what moves, and whether it would have been better."""

from __future__ import annotations

from collections.abc import Sequence

from config.town import Town
from handlers.routing.replay import Past, replay
from handlers.routing.rules import Suggestion
from tests.routing.test_verdict import NATURE, suggested, with_rules

LAMP = "eclairage.lampadaire"


def says(_text: str) -> Sequence[Suggestion]:
    return suggested({LAMP: 0.9, "eclairage.armoire": 0.05})


def past(reference: str, text: str, direction: str, service: str = LAMP) -> Past:
    return Past(reference, text, None, None, service, direction)


def test_only_what_the_rule_moves_is_said_and_on_which_side_it_falls(town: Town) -> None:
    before = with_rules(town)
    after = with_rules(town, {"id": "solaire", "services": ("eclairage",), "mots": ("solaire",), **NATURE})
    every = [past("A", "lampadaire solaire", "v_nature"), past("B", "lampadaire solaire", "m_eclairage"),
             past("C", "lampadaire solaire", "m_voirie", "voirie.mobilier"), past("D", "lampadaire", "m_eclairage")]
    moved = list(replay(every, before, after, says))
    assert [(each.reference, each.sided, each.rules) for each in moved] == [
        ("A", "better", ("solaire",)), ("B", "worse", ("solaire",)), ("C", "other", ("solaire",))
    ]
    assert (moved[0].before, moved[0].after) == (((LAMP, "m_eclairage"),), ((LAMP, "v_nature"),))


def test_the_same_rules_move_nothing(town: Town) -> None:
    assert list(replay([past("A", "lampadaire dans le parc", "v_nature")], town, town, says)) == []


def test_a_contradiction_that_a_rule_brings_is_shown_as_two_choices(town: Town) -> None:
    after = with_rules(town, {"id": "hall", "mots": ("hall",), "service": "habitat.bailleur_social"})
    [moved] = replay([past("A", "lampadaire du hall", "m_eclairage")], with_rules(town), after, says)
    assert moved.after == (("habitat.bailleur_social", "x_bailleurs"), (LAMP, "m_eclairage"))
    assert moved.sided == "worse"
