"""A question on the screen: one message for all of a day's, rewritten as they are done, without a word of what was answered."""

from __future__ import annotations

from datetime import date

from handlers.desk import Desk
from handlers.messages import CARD_BUTTONS, Button, Reply
from handlers.surveys.rules import is_scale


def asked(desk: Desk, day: date, stage: int, question: str, *, key: str) -> Reply:
    """A question with its answers, « Passer » and « Ralentir ». key: the words around it."""
    bank, place = desk.town, f"{day}/{stage}"
    answers = bank.answers(bank.questions[question])
    buttons = (
        *(Button(f"surveys.answer:{place}/{number}", "button-plain", {"label": label}) for number, (_, label) in enumerate(answers)),
        Button(f"surveys.pass:{place}", "button-skip"),
        Button(f"surveys.slow:{place}", "button-slow-down"),
    )
    layout = "scale" if is_scale(bank, question) else "card" if len(buttons) <= CARD_BUTTONS else "list"
    return Reply(key, {"question": bank.questions[question].text}, choices=buttons, layout=layout)  # type: ignore[arg-type]


def step(day: date, stage: int) -> str:
    """What waits for a typed answer."""
    return f"surveys.word:{day}/{stage}"


def noted(desk: Desk) -> Reply:
    """The same after every answer, and after none: what is said to somebody would tell what they said. So whom to turn to is in it too."""
    rules = desk.town.surveys
    return Reply("survey-noted", {"resources": ", ".join(rules.resources) if rules else ""})
