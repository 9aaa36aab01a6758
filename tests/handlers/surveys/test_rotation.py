"""The rotation, over years of weeks: no question before its gap, few that are sensitive, all of them in the end."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from config.surveys import Bank
from handlers.surveys.rotation import QUARTER_DAYS, Asked, days_of, open_question_of, question_of, questions_of
from handlers.weeks import monday_of
from tests.scenes import valmiere

MONDAY = date(2026, 11, 23)
WEEK = timedelta(weeks=1)
BANK = valmiere()


def turned(bank: Bank, weeks: int, begins: date = MONDAY) -> list[Asked]:
    history: list[Asked] = []
    for number in range(weeks):
        monday = begins + number * WEEK
        for choose in (question_of, open_question_of):
            if question := choose(bank, monday, history):
                history.append(Asked(monday, question.id))
    return history


def bank_of(ids: set[str], **rules: object) -> Bank:
    assert BANK.surveys is not None
    kept = {id: question for id, question in BANK.questions.items() if id in ids}
    return BANK.model_copy(update={"questions": kept, "surveys": BANK.surveys.model_copy(update=rules)})


some_banks = some.sets(some.sampled_from(sorted(BANK.questions)), min_size=1).flatmap(
    lambda ids: some.builds(lambda gap, cap, words: bank_of(ids, gap_days=gap, sensitive_a_month=cap, open_question=words),
                            some.integers(20, 60), some.integers(0, 2), some.booleans()))


@given(some_banks, some.integers(0, 400))
def test_no_question_comes_back_before_its_gap_and_few_are_sensitive(bank: Bank, later: int) -> None:
    assert bank.surveys is not None
    history = turned(bank, 60, MONDAY + later * WEEK)
    assert bank.surveys.core not in {asked.question for asked in history}
    for id in bank.questions:
        weeks = [asked.monday for asked in history if asked.question == id]
        least = max(bank.surveys.gap_days, QUARTER_DAYS if bank.questions[id].when == "trimestre" else 0)
        assert all((second - (first + timedelta(days=4))).days >= least for first, second in pairwise(weeks))
    sensitive = [asked.monday for asked in history if bank.questions[asked.question].sensitive]
    for monday in sensitive:
        month = [other for other in sensitive if monday <= other < monday + timedelta(days=31)]
        assert len(month) <= bank.surveys.sensitive_a_month


def test_every_question_is_reached_and_dimensions_take_turns() -> None:
    history = turned(BANK, 104)
    closed = {id for id, question in BANK.questions.items() if BANK.answers(question)} - {"charge_jour"}
    assert {asked.question for asked in history} == closed
    counts = Counter(BANK.questions[asked.question].dimension for asked in history)
    assert max(counts.values()) - min(counts.values()) <= 2


def test_open_questions_take_turns_and_leave_room_for_the_closed_ones() -> None:
    history = turned(bank_of({*BANK.questions}, open_question=True), 104)
    opened = Counter(asked.question for asked in history if BANK.is_open(asked.question))
    assert opened.keys() == {*BANK.open_questions()}
    assert max(opened.values()) - min(opened.values()) <= 1
    assert sum(opened.values()) >= 24
    assert {asked.question for asked in history} - opened.keys() == {asked.question for asked in turned(BANK, 104)}
    assert turned(bank_of({*BANK.open_questions()}, open_question=True, sensitive_a_month=0), 20) == []


@given(some.integers(1, 60))
def test_the_same_history_gives_the_same_question(weeks: int) -> None:
    history = turned(BANK, weeks)
    monday = MONDAY + weeks * WEEK
    assert question_of(BANK, monday, history) == question_of(BANK, monday, [*reversed(history)])


def worked(*weekdays: int) -> list[date]:
    return [MONDAY + timedelta(days=day) for day in weekdays]


@given(some.sets(some.integers(0, 4)), some.sampled_from(["quotidien", "deux_par_semaine", "hebdo", "pause", "jamais"]))
def test_people_are_asked_on_days_they_work_at_their_rhythm(weekdays: set[int], rhythm: str) -> None:
    days = days_of(rhythm, worked(*sorted(weekdays)))
    assert set(days) <= set(worked(*weekdays))
    assert len(days) <= {"quotidien": 5, "deux_par_semaine": 2, "hebdo": 1}.get(rhythm, 0)
    if rhythm == "hebdo" and weekdays:
        assert len(days) == 1


def test_the_turning_question_comes_once_a_week_with_the_core() -> None:
    days = worked(0, 1, 2, 3, 4)
    asked = {turning: [questions_of(BANK, turning, day, days) for day in days] for turning in ("charge_pause", "val_fier", None)}
    core = ["charge_jour"]
    assert asked["charge_pause"] == [[*core, "charge_pause"], core, core, core, core]
    assert asked["val_fier"] == [core, core, core, core, [*core, "val_fier"]]  # of the week that ends
    assert asked[None] == [core] * 5
    assert questions_of(BANK, "charge_pause", days[0], worked(1, 3)) == []


def test_the_open_question_ends_the_last_day() -> None:
    days = worked(1, 3)
    asked = [questions_of(BANK, "charge_pause", day, days, in_words="ouv_caillou") for day in days]
    assert asked == [["charge_jour", "charge_pause"], ["charge_jour", "ouv_caillou"]]
    assert questions_of(BANK, "charge_pause", days[0], days[:1], in_words="ouv_caillou") == ["charge_jour", "charge_pause", "ouv_caillou"]
    assert questions_of(BANK, None, days[0], days[:1], in_words="taken_out") == ["charge_jour"]


def test_a_town_without_surveys_asks_nothing() -> None:
    none = BANK.model_copy(update={"surveys": None})
    assert question_of(none, MONDAY, []) is None
    assert questions_of(none, None, MONDAY, [MONDAY]) == []


def test_a_week_begins_on_its_monday() -> None:
    assert {monday_of(MONDAY + timedelta(days=day)) for day in range(7)} == {MONDAY}
