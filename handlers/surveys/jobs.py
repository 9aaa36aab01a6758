"""What the clock does: the day's questions inside people's hours, never twice, never a reminder; and the first notice, once for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from config.surveys import Rules
from handlers.desk import SURVEY, Desk
from handlers.escalation.calendars import of_mairie
from handlers.escalation.working_time import openings
from handlers.messages import Address, Reply
from handlers.people.rules import away
from handlers.surveys.questions import asked, step
from handlers.surveys.rotation import DAYS, Asked, days_of, open_question_of, question_of, questions_of
from handlers.surveys.rules import PAUSE_DAYS, RESPONDENTS, opened, times
from handlers.surveys.settings import notice
from handlers.weeks import midnight, monday_of
from storage import absences, conversations, people, requests, surveys
from storage.surveys import Asking, Member
from storage.tables import Person, SurveyWeek

EVERY_S = 2.0
AT_ONCE = 80
"""People asked in one tick, some tens of milliseconds during which nobody else writes on SQLite; the next tick asks the others.
Together some more than the 30 a second that the strictest network takes: the sender keeps the pace."""

WORKWEEK = 5
WEDNESDAY = 2


class Due(NamedTuple):
    """Somebody to ask, and what. where: (chat, account)."""

    member: Member
    questions: list[str]
    where: tuple[str, str]


def ask(desk: Desk) -> None:
    """Ask whoever may be asked now. Called again, or after a crash, it asks nobody twice: the day's message is a fact.

    Where a danger is open nobody is; once it is over they are, if their day is not.
    """
    rules, town = desk.town.surveys, desk.town
    if rules is None or desk.today.weekday() >= WORKWEEK or (rules.not_before_elections and town.in_pre_election(desk.today)):
        return
    places = {id: place for id in town.mairies if town.is_on("enquetes", id) and (place := opened(of_mairie(town, id), desk.now))}
    if not places:
        return
    surveys.wake(desk.store, desk.today)
    danger = requests.mairies_in_danger(desk.store)
    calm = [id for id in places if id not in danger]
    closes = {id: places[id].closes for id in calm}
    monday = monday_of(desk.today)
    worked = {id: _worked(desk, id, monday) for id in calm}
    wednesday = monday + timedelta(days=WEDNESDAY)
    asking = Asking(
        now=desk.now, today=desk.today, wednesday=wednesday, mairies={id: places[id].hour for id in calm}, usual=rules.hour,
        ranges=[times(span) for span in rules.ranges], rhythms=[id for id, days in DAYS.items() if desk.today.weekday() in days],
        weekly=[id for id in calm if desk.today == wednesday or wednesday not in worked[id]],
    )
    due = list(islice(_due(desk, asking, worked), AT_ONCE))
    changed = [(each, values) for each in due if (values := _ask(desk, rules, each, closes[each.member.person.mairie or ""]))]
    surveys.note_asked(desk.store, [values for _, values in changed])
    until = midnight(desk.today + timedelta(days=1), town.timezone)
    conversations.expect_all(desk.store, [
        {"chat": chat, "sender": account, "step": step(desk.today, 0), "expires_at": until} for (_, _, (chat, account)), _ in changed
    ])
    _tell_newcomers(desk, [id for id in calm if places[id].hour >= rules.hour])  # who has just come in has other things to read


def _due(desk: Desk, asking: Asking, worked: Mapping[str, Sequence[date]]) -> Iterator[Due]:
    """Whoever is to be asked now, read a few at a time: no more of them than are wanted."""
    monday, after = monday_of(desk.today), 0
    week = _week(desk, monday)
    while some := surveys.to_ask(desk.store, asking, after=after, limit=AT_ONCE):
        after = some[-1].person.id
        gone = absences.of_people(desk.store, [each.person.id for each in some], monday)
        chats = _free(desk, [each.person for each in some])
        for each in some:
            person, mine = each.person, each.mine
            days = days_of(mine.rhythm, [day for day in worked[person.mairie or ""] if not away(gone, person.id, day)])
            in_words = week.in_words if mine.in_words_on is None or mine.in_words_on < monday else None  # their rhythm changed meanwhile
            questions = questions_of(desk.town, week.question, desk.today, days, in_words=in_words)
            if questions and person.id in chats:
                yield Due(each, questions, chats[person.id])


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


def _worked(desk: Desk, mairie: str, monday: date) -> list[date]:
    """The days of a week on which a mairie is open."""
    days = (monday + timedelta(days=count) for count in range(WORKWEEK))
    return [day for day in days if openings(of_mairie(desk.town, mairie), day)]


def _free(desk: Desk, some: Sequence[Person]) -> dict[int, tuple[str, str]]:
    """(chat, account) of those who can be reached, and whom nothing else asks something just now."""
    found = people.private_accounts(desk.store, [each.id for each in some])
    busy = conversations.waiting(desk.store.unit, list(found.values()), desk.now) if found else {}
    mine = {pair for pair, waits in busy.items() if not waits.startswith("surveys.")}
    return {id: pair for id, pair in found.items() if pair not in mine}


def _ask(desk: Desk, rules: Rules, due: Due, closes: datetime) -> dict[str, Any] | None:
    """Owe somebody the day's message, until their mairie closes; return what changes of how they are asked, None when that is done.

    A message that never reached them, they did not leave alone.
    """
    (person, mine, unseen), questions, (chat, _) = due
    key, to = f"survey/{person.id}/{desk.today}", Address.parse(chat)
    silences = max(mine.silences - unseen, 0)
    told = mine.slower_offered and not (unseen and silences == rules.slow_after)
    offered = silences >= rules.slow_after and not told
    desk.confidential = True
    with desk.speaking(person.language):
        if silences >= rules.pause_after:
            until = desk.today + timedelta(days=PAUSE_DAYS)
            said = desk.say(Reply("survey-paused", {"until": until}), to=to, person=person, key=key, priority=SURVEY)
            rest = {"rhythm": "pause", "before": mine.rhythm, "resumes_on": until, "silences": 0, "questions": [], "stage": 0}
            surveys.put_member(desk.store, person.id, **(rest if said else {"asked_on": desk.today}))
            return None
        question = asked(desk, desk.today, 0, questions[0], key="survey-ask-slower" if offered else "survey-ask")
        card = desk.say(question, to=to, person=person, key=key, priority=SURVEY, not_after=closes)
    if card is None:  # asked, and then they changed their rhythm
        surveys.put_member(desk.store, person.id, asked_on=desk.today)
        return None
    return {"person_id": person.id, "asked_on": desk.today, "card": card, "questions": questions, "stage": 0, "silences": silences + 1,
            "slower_offered": told or offered, "in_words_on": desk.today if desk.town.is_open(questions[-1]) else mine.in_words_on}


def _tell_newcomers(desk: Desk, mairies: Sequence[str]) -> None:
    """Who sees what, said once to each, before anything is asked; without an answer nothing ever is."""
    for person, chat in islice(_new(desk, mairies), AT_ONCE):
        with desk.speaking(person.language):
            desk.say(notice(desk, chat.platform), to=chat, person=person, key=f"survey-notice/{person.id}", priority=SURVEY)
        surveys.put_member(desk.store, person.id, rhythm="jamais")


def _new(desk: Desk, mairies: Sequence[str]) -> Iterator[tuple[Person, Address]]:
    """Whoever was never told, with where to write to them; read like `_due`."""
    after = 0
    while some := surveys.newcomers(desk.store, desk.today, desk.now, mairies, RESPONDENTS, after=after, limit=AT_ONCE):
        after = some[-1].id
        chats = _free(desk, some)
        yield from ((person, Address.parse(chats[person.id][0])) for person in some if person.id in chats)
