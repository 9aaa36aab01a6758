"""The closing of a window: ballots opened in memory, counted by person, published; then the key is destroyed and the ballots are gone."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import SystemRandom
from statistics import fmean

from config.surveys import Rules
from handlers import notices
from handlers.desk import Desk
from handlers.surveys.publishing import FLOOR, UNIT, WHOLE, Cell, Group, Past, Respondent, detailed, publish
from handlers.surveys.rules import RESPONDENTS, SPREAD, THEMES, TRAINING, is_heavy_twice
from handlers.surveys.spreads import Share, Spread, spread
from handlers.surveys.words import kept, publication
from storage import ballots, deadlines, people, surveys
from storage.ballots import Vote
from storage.tables import Publication, Turnout, Window


def close(desk: Desk) -> None:
    """Close one window that is over; destroy the keys of those that are closed: a key outlives its window by a tick, never a restart."""
    rules, still_open = desk.town.surveys, surveys.open_windows(desk.store)
    desk.window_keys.destroy_closed(desk.store)
    over = next((window for window in still_open if window.ends_on <= desk.today), None)
    if over is not None and surveys.close(desk.store, over.id, desk.today):
        if rules is not None:
            _publish(desk, rules, over)
        desk.hall.cleared = True
    ballots.erase_closed(desk.store)
    if rules is not None:
        _tell(desk)


def _publish(desk: Desk, rules: Rules, window: Window) -> None:
    key = desk.window_keys.of(desk.store, window.id)
    by_token = {ballots.token(key, id): id for id in surveys.everybody(desk.store)} if key else {}
    votes = list(ballots.opened(desk.store, key, window.id)) if key else []
    found = respondents(votes, by_token, core=rules.core)
    grappes = {id: cluster.mairies for id, cluster in desk.town.clusters.items()}
    at_work = Counter(person.mairie for person in people.at_work(desk.store, RESPONDENTS) if person.mairie)
    cells = publish(found, grappes, dict(at_work), _past(desk), window=window.id, k=rules.k)
    for cell in cells:
        inside = [cell.group.id] if cell.group.kind == "mairie" else [*grappes.get(cell.group.id, ())]
        desk.add(_row(cell, window, inside, rules))
    themes = [theme for theme in wanted(votes, k=rules.k) if theme in desk.town.training_themes]
    if themes:
        desk.add(_said(TRAINING, ",".join(themes), window, rules))
    whole = cells[-1]
    if whole.shown and (answers := spread(desk.town, votes, _spreads_before(desk), SystemRandom(), k=rules.k)):
        desk.add(_said(SPREAD, json.dumps(answers), window, rules))
    for question, sentences in kept(votes, desk.town.open_questions(), k=rules.k).items():
        desk.add(publication(window, question, sentences, rules.shown_after))
    for each in sorted(found):  # by person: nothing of the order of ballots is left
        desk.add(Turnout(window_id=window.id, person_id=each.person, mairie=None if each.is_sg else each.mairie))


def respondents(votes: Iterable[Vote], by_token: dict[str, int], *, core: str) -> list[Respondent]:
    """Each person once, with the mean of their own answers to the core; blank ones are none.

    Who changed mairies counts where they answered most; who led a team at one answer is its reader at all.
    """
    mine: defaultdict[int, list[Vote]] = defaultdict(list)
    for vote in votes:
        if vote.question == core and vote.answer and vote.token in by_token:
            mine[by_token[vote.token]].append(vote)
    return [
        Respondent(
            person,
            max(sorted(Counter(vote.mairie for vote in theirs).items()), key=lambda each: each[1])[0],
            any(vote.leads for vote in theirs),
            fmean(int(vote.answer) for vote in theirs),
        )
        for person, theirs in mine.items()
    ]


def wanted(votes: Iterable[Vote], *, k: int = FLOOR) -> list[str]:
    """The training themes that enough different people asked for, most wanted first, for the whole town only and without a figure."""
    people_for = Counter(theme for _, theme in {(vote.token, vote.answer) for vote in votes if vote.question == THEMES and vote.answer})
    return [theme for theme, count in sorted(people_for.items(), key=lambda each: (-each[1], each[0])) if count >= detailed(k)]


def _row(cell: Cell, window: Window, inside: list[str], rules: Rules) -> Publication:
    return Publication(window_id=window.id, kind=cell.group.kind, group_id=cell.group.id, mairies=inside, shown=cell.shown, why=cell.why,
                       shown_on=_shown_on(window, rules))


def _said(kind: str, said: str, window: Window, rules: Rules) -> Publication:
    """For the whole town, beside the levels."""
    return Publication(window_id=window.id, kind=kind, group_id="", mairies=[], shown=said, shown_on=_shown_on(window, rules))


def _spreads_before(desk: Desk) -> dict[str, date]:
    """Of each question of which it was said how its answers spread, the day on which that was shown last."""
    return {spread_in(row).question: row.shown_on for row in surveys.published(desk.store) if row.kind == SPREAD}


def spread_in(row: Publication) -> Spread:
    """What such a publication says, in the words of its time."""
    question, text, shares, most = json.loads(row.shown or "")
    return Spread(question, text, tuple(Share(*each) for each in shares), tuple(most))


def _shown_on(window: Window, rules: Rules) -> date:
    return window.ends_on + timedelta(days=rules.shown_after)


def _past(desk: Desk) -> list[Past]:
    """Everything that was ever shown, with whose answers it was made of."""
    came: defaultdict[int, list[Turnout]] = defaultdict(list)
    for each in surveys.turnout(desk.store):
        came[each.window_id].append(each)
    past = []
    for row in surveys.published(desk.store):
        if row.shown is not None and row.kind in UNIT:
            group = Group(row.kind, row.group_id)  # type: ignore[arg-type]  # as publish named it
            counted = (each.person_id for each in came[row.window_id] if group == WHOLE or each.mairie in row.mairies)
            past.append(Past(group, row.window_id, frozenset(counted)))
    return past


# --- what follows ---


def _tell(desk: Desk) -> None:
    """Once a result may be read: whoever takes part is told, and the SG of a team whose load was heavy twice running is asked to answer."""
    window = surveys.newest_shown(desk.store, desk.today)
    if window is None or not deadlines.occurs(desk.store, "survey-results", window.ends_on, str(window.id), desk.now):
        return
    for person_id in surveys.taking_part(desk.store):
        notices.tell(desk, person_id, f"survey-results/{window.id}", "notice-survey-results")
    for row in surveys.results_in(desk.store, window.id, "mairie"):
        if is_heavy_twice(row, surveys.of_group(desk.store, "mairie", row.group_id, desk.today)):
            for leader in people.concerned(desk.store, ["sg"], mairie=row.group_id, direction=None):
                if leader.mairie == row.group_id:
                    notices.tell(desk, leader.id, f"survey-heavy/{window.id}", "notice-survey-heavy")
