"""/meteo_equipe: what was published last, the same for whoever may read it, and what the secrétaire général answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from config.entries import Known, name_of
from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.notices import tell
from handlers.people.permissions import roles_with
from handlers.surveys import words
from handlers.surveys.closing import spread_in
from handlers.surveys.publishing import detailed
from handlers.surveys.rules import RESPONDENTS, SPREAD, TRAINING, groups_of, is_heavy_twice, themes_in
from handlers.surveys.spreads import Spread
from storage import people, surveys
from storage.tables import Publication

READERS = roles_with("mood")
LONGEST = 600
ORDER = ("mairie", "grappe", "all", SPREAD, TRAINING)


def command(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """My team's, my grappe's, everybody's; a coordination's are those of every grappe, others' the whole alone."""
    if desk.town.surveys is None:
        raise Refusal("survey-none")
    everybodys = ("all/", f"{SPREAD}/", f"{TRAINING}/")
    found = surveys.results_of(desk.store, [*groups_of(desk.town, desk.who), *everybodys], desk.today)
    if not found:
        return Reply("weather-none")
    newest = found[0][0]
    rows = sorted((row for window, row in found if window.id == newest.id), key=lambda row: (ORDER.index(row.kind), row.group_id))
    lines, last = "\n".join(_line(desk, row) for row in rows), newest.ends_on - timedelta(days=1)
    buttons = (Button(f"surveys.reply:{newest.id}", "button-answer-team"),) if _owes_an_answer(desk, rows) else ()
    choices = (*buttons, *words.button(desk))
    return Reply("weather", {"lines": lines, "first": newest.starts_on, "last": last}, choices=choices, edits=False)


def _line(desk: Desk, row: Publication) -> str:
    if row.kind == TRAINING:
        themes = (name_of(desk.town.training_themes, id) for id in themes_in(row))
        return desk.word("weather-training", themes=", ".join(themes))
    if row.kind == SPREAD:
        return _spread(desk, spread_in(row))
    places: Mapping[str, Known] = desk.town.mairies if row.kind == "mairie" else desk.town.clusters
    name = name_of(places, row.group_id) or desk.word("weather-all")
    if row.shown is None:
        k = desk.town.surveys.k if desk.town.surveys else 5
        return desk.word("weather-too-few", name=name, k=k if row.kind == "mairie" else detailed(k))
    if row.kind == "all":
        return desk.word("weather-mean", name=name, mean=float(row.shown))
    said = desk.word("weather-band", name=name, band=row.shown)
    return f"{said}\n{desk.word('weather-reply', text=row.reply)}" if row.reply else said


def _spread(desk: Desk, said: Spread) -> str:
    """« Sur 10 réponses tirées au sort, environ : 6 « Oui », 4 « Non ». »"""
    shares = [
        desk.word("weather-share", tenths=each.tenths, first=each.first, last=each.last, ends="one" if each.first == each.last else "two")
        for each in said.shares
    ]
    kind, parts = ("shares", shares) if shares else ("most", said.most)
    return desk.word("weather-spread", question=said.text, kind=kind, parts=", ".join(parts))


def _owes_an_answer(desk: Desk, rows: list[Publication]) -> bool:
    mine = next((row for row in rows if row.kind == "mairie"), None)
    if desk.who.role != "sg" or mine is None or mine.reply is not None:
        return False
    return is_heavy_twice(mine, surveys.of_group(desk.store, "mairie", mine.group_id, desk.today))


def ask_reply(_desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Répondre à l'équipe]: in their own words."""
    return Reply("weather-which-reply", ask=f"surveys.replied:{argument}", edits=False)


def replied(desk: Desk, got: Incoming, argument: str) -> Reply:
    """The SG's words, shown to the team with the result, once."""
    mairie, text = desk.who.mairie, " ".join(got.text.split())[:LONGEST]
    rows = [row for window, row in surveys.results_of(desk.store, [f"mairie/{mairie}"], desk.today) if window.id == int(argument)]
    if mairie is None or not text or not _owes_an_answer(desk, rows):
        raise Refusal("button-stale")
    surveys.reply(desk.store, int(argument), mairie, text, desk.today)
    for person in people.concerned(desk.store, RESPONDENTS, mairie=mairie, direction=None):
        if person.mairie == mairie and person.id != desk.who.id:
            tell(desk, person.id, f"survey-reply/{argument}", "notice-survey-reply", text=text)
    return Reply("weather-replied")
