"""What the clock does: the day's questions inside people's hours, never twice, never a reminder; and the first notice, once for ever."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from config.surveys import Rules
from handlers.desk import SURVEY, Desk
from handlers.escalation.calendars import of_mairie
from handlers.escalation.working_time import openings
from handlers.messages import Address, Reply
from handlers.people.rules import away
from handlers.surveys.chat import notice
from handlers.surveys.questions import asked, step
from handlers.surveys.rotation import Asked, days_of, monday_of, open_question_of, question_of, questions_of
from handlers.surveys.rules import ASKED, PAUSE_DAYS, RESPONDENTS, is_time, midnight
from storage import absences, conversations, outbox, people, surveys
from storage.tables import Absence, Person, SurveyMember, SurveyWeek

AT_ONCE = 40
"""People asked in one tick: some milliseconds each, during which nobody else writes on SQLite. The next tick asks the others."""

WORKWEEK = 5


def ask(desk: Desk) -> None:
    """Ask whoever may be asked now. Called again, or after a crash, it asks nobody twice: the day's message is a fact."""
    rules = desk.town.surveys
    if rules is None or (rules.not_before_elections and desk.town.in_pre_election(desk.today)):
        return
    town = desk.town
    mairies = [id for id in town.mairies if town.is_on("enquetes", id) and is_time(of_mairie(town, id), rules.hour, desk.now)]
    if not mairies or desk.today.weekday() >= WORKWEEK:
        return
    surveys.wake(desk.store, desk.today)
    monday = monday_of(desk.today)
    gone = absences.between(desk.store, monday, monday + timedelta(days=WORKWEEK - 1))
    week = _week(desk, monday)
    due = []
    for person, mine in surveys.to_ask(desk.store, desk.today, mairies, ASKED):
        days = days_of(mine.rhythm, _worked(desk, person, monday, gone))
        in_words = week.in_words if mine.in_words_on is None or mine.in_words_on < monday else None  # their rhythm changed meanwhile
        if questions := questions_of(town, week.question, desk.today, days, in_words=in_words):
            due.append((person, mine, questions))
    chats = _free(desk, [person for person, _, _ in due])
    for person, mine, questions in islice((each for each in due if each[0].id in chats), AT_ONCE):
        _ask(desk, rules, person, mine, questions, chats[person.id])
    _tell_newcomers(desk, mairies, gone)


def _week(desk: Desk, monday: date) -> SurveyWeek:
    """The week's questions, chosen once for all."""
    if (week := surveys.week(desk.store, monday)) is None:
        weeks = surveys.weeks(desk.store, monday)
        history = [Asked(each.monday, id) for each in weeks for id in (each.question, each.in_words) if id]
        turning = question_of(desk.town, monday, history)
        in_words = open_question_of(desk.town, monday, [*history, *([Asked(monday, turning.id)] if turning else [])])
        surveys.note_week(desk.store, monday, turning.id if turning else None, in_words.id if in_words else None)
        week = surveys.week(desk.store, monday)
    return week or SurveyWeek(monday=monday)


def _worked(desk: Desk, person: Person, monday: date, gone: list[Absence]) -> list[date]:
    days = (monday + timedelta(days=count) for count in range(WORKWEEK))
    calendar = of_mairie(desk.town, person.mairie)
    return [day for day in days if openings(calendar, day) and not away(gone, person.id, day)]


def _free(desk: Desk, some: list[Person]) -> dict[int, tuple[str, str]]:
    """(chat, account) of those who can be reached, asked for no silence, and whom nothing else asks something just now."""
    quiet = {each.id for each in some if each.quiet_until and each.quiet_until > desk.now}
    found = people.private_accounts(desk.store, [each.id for each in some if each.id not in quiet])
    busy = conversations.waiting(desk.store.unit, list(found.values()), desk.now) if found else {}
    mine = {pair for pair, waits in busy.items() if not waits.startswith("surveys.")}
    return {id: pair for id, pair in found.items() if pair not in mine}


def _ask(desk: Desk, rules: Rules, person: Person, mine: SurveyMember, questions: list[str], at: tuple[str, str]) -> None:
    chat, account = at
    key = f"survey/{person.id}/{desk.today}"
    if outbox.is_said(desk.store, key):  # asked, and then they changed their rhythm
        surveys.put_member(desk.store, person.id, asked_on=desk.today)
        return
    desk.confidential = True
    with desk.speaking(person.language):
        if mine.silences >= rules.pause_after:
            until = desk.today + timedelta(days=PAUSE_DAYS)
            rest = {"rhythm": "pause", "before": mine.rhythm, "resumes_on": until}
            surveys.put_member(desk.store, person.id, **rest, silences=0, questions=[], stage=0)
            desk.say(Reply("survey-paused", {"until": until}), to=Address.parse(chat), person=person, key=key, priority=SURVEY)
            return
        offered = mine.silences >= rules.slow_after and not mine.slower_offered
        card = desk.say(
            asked(desk, desk.today, 0, questions[0], key="survey-ask-slower" if offered else "survey-ask"),
            to=Address.parse(chat), person=person, key=key, priority=SURVEY,
        )
    in_words_on = desk.today if desk.town.is_open(questions[-1]) else mine.in_words_on
    surveys.put_member(desk.store, person.id, asked_on=desk.today, card=card, questions=questions, stage=0, silences=mine.silences + 1,
                       slower_offered=mine.slower_offered or offered, in_words_on=in_words_on)
    conversations.expect(desk.store, chat=chat, sender=account, step=step(desk.today, 0), until=midnight(desk.today, desk.town.timezone))


def _tell_newcomers(desk: Desk, mairies: list[str], gone: list[Absence]) -> None:
    """Who sees what, said once to each, before anything is asked; without an answer nothing ever is."""
    new = [each for each in surveys.newcomers(desk.store, mairies, RESPONDENTS) if not away(gone, each.id, desk.today)]
    chats = _free(desk, new)
    for person in islice((each for each in new if each.id in chats), AT_ONCE):
        chat = Address.parse(chats[person.id][0])
        with desk.speaking(person.language):
            desk.say(notice(desk, chat.platform), to=chat, person=person, key=f"survey-notice/{person.id}", priority=SURVEY)
        surveys.put_member(desk.store, person.id, rhythm="jamais")
