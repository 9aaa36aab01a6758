"""Which question a week turns on, the same for all, and on which of their days people are asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from config.surveys import Bank, Question, Rules

MONTH = timedelta(days=31)
QUARTER_DAYS = 80
"""At least, before what is asked once a quarter comes again."""

DAYS: Mapping[str, tuple[int, ...]] = {"quotidien": (0, 1, 2, 3, 4), "deux_par_semaine": (1, 3)}
"""By rhythm, the weekdays of an ask. Once a week is the first worked day from Wednesday on, else the last one before."""


class Asked(NamedTuple):
    """A question that turned, and the Monday of its week."""

    monday: date
    question: str


def question_of(bank: Bank, monday: date, history: Sequence[Asked]) -> Question | None:
    """The question that turns in the week of this Monday, given those of the weeks before; None when none may be asked.

    The dimension asked least recently first, in it the question asked least recently; then the one whose good end is not that of the last;
    what is still equal is drawn. A question rests for its gap, counted from the end of its week: somebody may meet it on any of its days.
    Open questions of the history count for the cap of sensitive ones alone.
    Example: with a bank of one question, it turns one week in four.
    """
    rules = bank.surveys
    if rules is None:
        return None
    before = sorted(asked for asked in history if asked.monday < monday and asked.question in bank.questions)
    closed = [asked for asked in before if not bank.is_open(asked.question)]
    last = {asked.question: asked.monday for asked in closed}
    last_of = {bank.questions[asked.question].dimension: asked.monday for asked in closed}
    newest = bank.questions[closed[-1].question].good if closed else None
    able = [question for question in _able(bank, rules, monday, before) if question.id != rules.core and bank.answers(question)]
    return min(able, default=None, key=lambda question: (
        last_of.get(question.dimension, date.min), last.get(question.id, date.min), question.good == newest, _drawn(monday, question)))


def open_question_of(bank: Bank, monday: date, history: Sequence[Asked]) -> Question | None:
    """The open question of the week of this Monday, where the town asks any: the one asked least recently.

    history: with the question that turns in that week, for sensitive questions have one cap, closed and open ones together.
    """
    rules = bank.surveys
    if rules is None or not rules.open_question:
        return None
    before = sorted(asked for asked in history if asked.monday <= monday and asked.question in bank.questions)
    last = {asked.question: asked.monday for asked in before}
    able = [question for question in _able(bank, rules, monday, before) if bank.is_open(question.id)]
    return min(able, default=None, key=lambda question: (last.get(question.id, date.min), _drawn(monday, question)))


def _able(bank: Bank, rules: Rules, monday: date, before: Sequence[Asked]) -> Iterator[Question]:
    """The questions that have rested, without the sensitive ones once there were enough of them."""
    last = {asked.question: asked.monday for asked in before}
    sensitive = sum(bank.questions[asked.question].sensitive for asked in before if monday - asked.monday < MONTH)
    for question in bank.questions.values():
        gap = max(rules.gap_days, QUARTER_DAYS if question.when == "trimestre" else 0)
        rested = question.id not in last or (monday - last[question.id]).days - 4 >= gap  # asked on a Friday then, on a Monday now
        if question.when != "noyau" and rested and not (question.sensitive and sensitive >= rules.sensitive_a_month):
            yield question


def _drawn(monday: date, question: Question) -> bytes:
    return sha256(f"{monday}/{question.id}".encode()).digest()


def days_of(rhythm: str, worked: Sequence[date]) -> list[date]:
    """The days of a week on which somebody is asked, among those they work: all, Tuesday and Thursday, or one."""
    if rhythm in DAYS:
        return [day for day in worked if day.weekday() in DAYS[rhythm]]
    if rhythm != "hebdo" or not worked:
        return []
    return [next((day for day in worked if day.weekday() >= 2), worked[-1])]


def questions_of(bank: Bank, turning: str | None, today: date, days: Sequence[date], *, in_words: str | None = None) -> list[str]:
    """What somebody is asked on one of their days: the core, and once a week what turns. A « vendredi » waits for their last day.

    in_words: the week's open question, which ends their last day.
    """
    rules = bank.surveys
    if rules is None or today not in days:
        return []
    question = bank.questions.get(turning or "")
    turns_on = None if question is None else days[-1] if question.when == "vendredi" else days[0]
    last = [in_words] if in_words and in_words in bank.questions and today == days[-1] else []
    return [rules.core, *([question.id] if question and today == turns_on else []), *last]
