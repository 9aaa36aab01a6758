"""A question on the screen: one message for all of a day's, rewritten as they are done, without a word of what was answered."""

from __future__ import annotations

from datetime import date

from handlers.desk import Desk
from handlers.messages import CARD_BUTTONS, Button, Reply, Value
from handlers.surveys.publishing import FLOOR, detailed
from handlers.surveys.rules import LONGEST, is_scale
from handlers.surveys.words import later


def asked(desk: Desk, day: date, stage: int, question: str, *, key: str) -> Reply:
    """A question with its answers, « Passer » and « Ralentir »; an open one, with « Écrire ». key: the words around it."""
    bank, place = desk.town, f"{day}/{stage}"
    answers = bank.answers(bank.questions[question])
    buttons = (
        *((Button(f"surveys.write:{place}", "button-write"),) if bank.is_open(question) else ()),
        *(Button(f"surveys.answer:{place}/{number}", "button-plain", {"label": label}) for number, (_, label) in enumerate(answers)),
        Button(f"surveys.pass:{place}", "button-skip"),
        Button(f"surveys.slow:{place}", "button-slow-down"),
    )
    layout = "scale" if is_scale(bank, question) else "card" if len(buttons) <= CARD_BUTTONS else "list"
    return Reply(key, {"question": bank.questions[question].text}, choices=buttons, layout=layout)  # type: ignore[arg-type]


def writing(desk: Desk, day: date, stage: int, question: str) -> Reply:
    """[Écrire]: before a word is typed, who will read it."""
    rules = desk.town.surveys
    k, days = (detailed(rules.k), later(rules.shown_after)) if rules else (detailed(FLOOR), later(0))
    values: dict[str, Value] = {"question": desk.town.questions[question].text, "most": LONGEST, "k": k, "days": days}
    return Reply("survey-write", values, choices=(Button(f"surveys.pass:{day}/{stage}", "button-skip"),))


def step(day: date, stage: int) -> str:
    """What waits for a typed answer."""
    return f"surveys.word:{day}/{stage}"


def waits_for_a_sentence(day: date, stage: int) -> str:
    """The same, once somebody chose to write."""
    return f"surveys.sentence:{day}/{stage}"


def noted(desk: Desk) -> Reply:
    """The same after every answer, and after none: what is said to somebody would tell what they said. So whom to turn to is in it too."""
    return Reply("survey-noted", {"resources": _resources(desk)})


def written(desk: Desk, *, erased: bool) -> Reply:
    """The same after every sentence, masked or not. erased: it is taken away from where it was typed."""
    return Reply("survey-written", {"resources": _resources(desk), "erased": "yes" if erased else "no"})


def _resources(desk: Desk) -> str:
    return ", ".join(desk.town.surveys.resources) if desk.town.surveys else ""
