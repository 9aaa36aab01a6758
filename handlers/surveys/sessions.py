"""A training session: planned in four taps by whoever may, said to those it is for, taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from config.entries import name_of
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.moments import Unclear, day_in
from handlers.notices import take_back, tell
from handlers.people.permissions import grant_of, mairies_of
from handlers.surveys.rules import RESPONDENTS
from storage import people, training
from storage.tables import Person, TrainingSession

ALL = "all"


def places(desk: Desk, mairies: Sequence[str]) -> str:
    return ", ".join(name_of(desk.town.mairies, id) for id in mairies) or desk.word("plan-everywhere")


def is_theirs(desk: Desk, session: TrainingSession) -> bool:
    """Whether whoever stands at the desk may take it out of the plan: what they might have planned themselves."""
    grant = grant_of(desk.who.role, "train")
    if grant is None:
        return False
    return grant.scope == "all" or (bool(session.mairies) and set(session.mairies) <= set(mairies_of(desk.who)))


def themes(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """[Un autre thème]: any of the town's, wanted or not."""
    buttons = (Button(f"surveys.session:{id}", "button-plain", {"label": theme.name}) for id, theme in desk.town.training_themes.items())
    return Reply("plan-which-theme", choices=tuple(buttons), layout="list")


def session(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Prévoir : Désamorcer l'agressivité]: on which day?"""
    if argument not in desk.town.training_themes:
        raise Refusal("button-stale")
    return Reply("plan-when", {"theme": name_of(desk.town.training_themes, argument)}, ask=f"surveys.day:{argument}", edits=False)


def day(desk: Desk, got: Incoming, argument: str) -> Reply:
    """« 12 janvier »: and for which mairies?"""
    again = f"surveys.day:{argument}"
    try:
        said = day_in(got.text, today=desk.today)
    except Unclear as unclear:
        return Reply(unclear.key, ask=again)
    if said is None:
        return Reply("plan-no-day", ask=again)
    where = f"surveys.places:{argument}/{said.on}"
    buttons = [Button(f"{where}/{each}", "button-plain", {"label": label}) for each, label in _able(desk)]
    values: dict[str, Value] = {"theme": name_of(desk.town.training_themes, argument), "on": said.on}
    return Reply("plan-where", values, choices=tuple(buttons), layout="list")


def _able(desk: Desk) -> list[tuple[str, str]]:
    """Where somebody may plan: the coordination everywhere or for a grappe, a secrétaire général at home."""
    grant = grant_of(desk.who.role, "train")
    if grant and grant.scope == "all":
        return [(ALL, desk.word("plan-everywhere")), *((id, cluster.name) for id, cluster in desk.town.clusters.items())]
    return [(id, name_of(desk.town.mairies, id)) for id in mairies_of(desk.who)] if grant else []


def planned(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """It is in the plan, and whoever it is for is told in their next morning message."""
    theme, on, where = argument.split("/")
    held_on = date.fromisoformat(on)
    if where not in dict(_able(desk)) or theme not in desk.town.training_themes or held_on < desk.today:
        raise Refusal("button-stale")
    cluster = desk.town.clusters.get(where)
    mairies = [] if where == ALL else [*cluster.mairies] if cluster else [where]
    if any((each.theme, each.held_on, each.mairies) == (theme, held_on, mairies) for each in training.sessions(desk.store, held_on)):
        raise Refusal("plan-already")
    row = TrainingSession(id=desk.next_id(), theme=theme, held_on=held_on, mairies=mairies)
    desk.add(row)
    note(desk, "session_planned", session=row.id, theme=theme, on=on, mairies=mairies)
    name = name_of(desk.town.training_themes, theme)
    for person in _invited(desk, row):
        tell(desk, person.id, f"training-session/{row.id}", "notice-training-session", theme=name, on=held_on)
    return Reply("plan-noted", {"theme": name, "on": held_on, "places": places(desk, mairies)})


def _invited(desk: Desk, session: TrainingSession) -> list[Person]:
    """Who works where it is for, but whoever says so."""
    return [
        person for person in people.at_work(desk.store, RESPONDENTS)
        if person.id != desk.who.id and (not session.mairies or person.mairie in session.mairies)
    ]


def cancel(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Annuler la séance]: out of the plan; who had been told is told."""
    found = training.session(desk.store, int(argument))
    if found is None or not is_theirs(desk, found):
        raise Refusal("button-stale")
    training.drop(desk.store, found.id)
    note(desk, "session_cancelled", session=found.id, theme=found.theme, on=str(found.held_on))
    name = name_of(desk.town.training_themes, found.theme)
    for person in _invited(desk, found):
        if not take_back(desk, person.id, f"training-session/{found.id}"):
            tell(desk, person.id, f"training-session/{found.id}/off", "notice-training-session-off", theme=name, on=found.held_on)
    return Reply("plan-cancelled", {"theme": name, "on": found.held_on})
