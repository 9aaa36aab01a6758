"""A prioritisation is written in a few messages: a title, two to eight subjects, a last day; then it is put to the secrétaires généraux."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from config.entries import name_of
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.moments import Unclear, day_in
from handlers.notices import take_back, tell
from handlers.priorities.rules import SUBJECTS_FROM, SUBJECTS_TO
from handlers.priorities.sheets import listed, scorers, wanted, weighed, worded
from handlers.requests.rules import folded
from handlers.rising.sectors import risen
from handlers.weeks import midnight
from storage import conversations, priorities
from storage.tables import Prioritisation

LONGEST = timedelta(days=60)
TITLE, SUBJECT = 80, 100
"""Characters."""
OFFERED = 10


def new(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """[Ouvrir une priorisation]: its title; or the draft, where there is one."""
    if not desk.town.priority_criteria:
        raise Refusal("priorities-no-criteria")
    found = priorities.draft(desk.store)
    return _draft(desk, found) if found else Reply("priorities-which-title", ask="priorities.title:", edits=False)


def title(desk: Desk, got: Incoming, _argument: str) -> Reply:
    said = worded(desk, got.text, TITLE)
    if said is None:
        return Reply("priorities-which-title", ask="priorities.title:")
    if priorities.draft(desk.store):  # somebody else began one meanwhile
        raise Refusal("priorities-draft-already")
    id = desk.next_id()
    priorities.put_draft(desk.store, id, said)
    return _draft(desk, wanted(desk, id, "draft"))


def draft(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Reprendre]"""
    return _draft(desk, wanted(desk, int(argument), "draft"))


def subjects(desk: Desk, got: Incoming, argument: str) -> Reply:
    """One a line, up to eight; the same words twice are one."""
    return _add(desk, wanted(desk, int(argument), "draft"), got.text.splitlines())


def rising(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Ce qui monte]: the services that rise somewhere."""
    found = wanted(desk, int(argument), "draft")
    buttons = [Button(f"priorities.pick:{found.id}/{service}", "button-priorities-pick",
                      {"topic": name_of(desk.town.services, service), "mairies": count}) for service, count in risen(desk)[:OFFERED]]
    back = Button(f"priorities.draft:{found.id}", "button-back")
    return Reply("priorities-rising", {"some": str(bool(buttons))}, choices=(*buttons, back), layout="list")


def pick(desk: Desk, _got: Incoming, argument: str) -> Reply:
    id, _, service = argument.partition("/")
    return _add(desk, wanted(desk, int(id), "draft"), [name_of(desk.town.services, service)])


def _add(desk: Desk, found: Prioritisation, said: list[str]) -> Reply:
    """The last day is asked for again: what opens was said back whole."""
    kept, left = [*found.subjects], 0
    for line in said:
        text = worded(desk, line.strip(" -–•*\t"), SUBJECT)
        if text is None or folded(text) in map(folded, kept):
            continue
        if len(kept) == SUBJECTS_TO:
            left += 1
            continue
        kept.append(text)
    if not priorities.write_draft(desk.store, found.id, subjects=kept, closes_on=None):
        raise Refusal("button-stale")
    return _draft(desk, wanted(desk, found.id, "draft"), left=left)


def _draft(desk: Desk, found: Prioritisation, *, left: int = 0) -> Reply:
    count = len(found.subjects)
    buttons = [Button(f"priorities.rising:{found.id}", "button-priorities-rising")] if count < SUBJECTS_TO else []
    if count >= SUBJECTS_FROM:
        buttons.append(Button(f"priorities.when:{found.id}", "button-priorities-when"))
    buttons.append(Button(f"priorities.drop:{found.id}", "button-priorities-drop"))
    values: dict[str, Value] = {"title": found.title, "count": count, "from": SUBJECTS_FROM, "most": SUBJECTS_TO, "left": left,
                                "room": str(count < SUBJECTS_TO), "lines": listed(desk, found)}
    return Reply("priorities-draft", values, choices=tuple(buttons), ask=f"priorities.subjects:{found.id}" if count < SUBJECTS_TO else None)


def drop(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Abandonner]: the next sentence is a request again."""
    priorities.drop_draft(desk.store, wanted(desk, int(argument), "draft").id)
    conversations.forget(desk.store, chat=str(got.chat), sender=str(got.sender))
    return Reply("priorities-dropped")


def when(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Fixer la clôture]"""
    return Reply("priorities-which-day", ask=f"priorities.day:{wanted(desk, int(argument), 'draft').id}", edits=False)


def day(desk: Desk, got: Incoming, argument: str) -> Reply:
    """« vendredi 11 décembre »: all is said back before it opens."""
    found, again = wanted(desk, int(argument), "draft"), f"priorities.day:{argument}"
    try:
        said = day_in(got.text, today=desk.today)
    except Unclear as unclear:
        return Reply(unclear.key, ask=again)
    if said is None or not desk.today < said.on <= desk.today + LONGEST:
        return Reply("priorities-no-day", {"days": LONGEST.days}, ask=again)
    priorities.write_draft(desk.store, found.id, closes_on=said.on)
    values: dict[str, Value] = {"title": found.title, "on": said.on, "lines": listed(desk, found), "criteria": weighed(_criteria(desk)),
                                "people": len(scorers(desk))}
    buttons = (Button(f"priorities.open:{found.id}", "button-priorities-open"),
               Button(f"priorities.when:{found.id}", "button-priorities-other-day"),
               Button(f"priorities.draft:{found.id}", "button-back"))
    return Reply("priorities-ready", values, choices=buttons)


def open_it(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Ouvrir aux SG]: its subjects and criteria change no more, and each is told."""
    found = wanted(desk, int(argument), "draft")
    if found.closes_on is None or found.closes_on <= desk.today or len(found.subjects) < SUBJECTS_FROM:
        raise Refusal("button-stale")
    criteria = _criteria(desk)
    if not criteria:
        raise Refusal("priorities-no-criteria")
    closes_at = midnight(found.closes_on + timedelta(days=1), desk.town.timezone)
    if not priorities.write_draft(desk.store, found.id, opened_at=desk.now, closes_at=closes_at, criteria=criteria):
        raise Refusal("button-stale")
    conversations.forget(desk.store, chat=str(got.chat), sender=str(got.sender))
    note(desk, "priorities_opened", prioritisation=found.id, subjects=len(found.subjects), closes_on=str(found.closes_on),
         weights={each["id"]: each["weight"] for each in criteria})
    people = scorers(desk)
    for person in people:
        tell(desk, person.id, f"priorities/{found.id}/open", "notice-priorities-open", title=found.title, on=found.closes_on)
    return Reply("priorities-opened", {"title": found.title, "on": found.closes_on, "people": len(people)})


def withdraw(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Retirer cette priorisation]: asked again, for nothing brings it back."""
    found = wanted(desk, int(argument), "open")
    buttons = (Button(f"priorities.withdrawn:{found.id}", "button-priorities-withdraw"),
               Button(f"priorities.show:{found.id}", "button-back"))
    return Reply("priorities-withdraw", {"title": found.title}, choices=buttons)


def withdrawn(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """A slip in a subject, another way found: what was given goes with it, and whoever was told is told."""
    found = wanted(desk, int(argument), "open")
    if not priorities.withdraw(desk.store, found.id):
        raise Refusal("button-stale")
    note(desk, "priorities_withdrawn", prioritisation=found.id)
    for person in scorers(desk):
        take_back(desk, person.id, f"priorities/{found.id}/reminder")
        if not take_back(desk, person.id, f"priorities/{found.id}/open"):
            tell(desk, person.id, f"priorities/{found.id}/withdrawn", "notice-priorities-withdrawn", title=found.title)
    return Reply("priorities-withdrawn", {"title": found.title})


def _criteria(desk: Desk) -> list[dict[str, Any]]:
    """The town's, as they are kept with what they weigh."""
    return [each.model_dump(include={"id", "name", "question", "weight"}) for each in desk.town.priority_criteria.values()]
