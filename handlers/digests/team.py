"""What the survey published to this reader, in its own words: nothing is worked out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.entries import Known, name_of
from handlers.digests.view import Line, View
from handlers.messages import Button
from handlers.surveys.publishing import detailed
from handlers.surveys.rules import TRAINING, groups_of, is_heavy_twice, themes_in
from storage import surveys
from storage.tables import Publication


def team(view: View) -> Iterator[Line]:
    """The last window's load where it may be read, and the themes of training asked for; too few answers are said to be so."""
    rules, its_own = view.desk.town.surveys, view.reader.role == "sg"
    if rules is None:
        return
    groups = [*groups_of(view.desk.town, view.reader), *(() if its_own else ("all/",)), f"{TRAINING}/"]
    found = surveys.results_of(view.desk.store, groups, view.on)
    newest = [row for window, row in found if window.id == found[0][0].id]
    levels = [row for row in newest if row.kind != TRAINING]
    loads = [_load(view, row) for row in levels if row.shown is not None]
    themes = [theme for row in newest for theme in themes_in(row)]
    if loads:
        text = view.desk.word("digest-team", loads=" · ".join(loads), several=str(not its_own))
        yield Line("known", text, _reply(view, newest))
    elif levels:
        yield Line("known", view.desk.word("digest-team-too-few", k=rules.k if its_own else detailed(rules.k)))
    if themes:
        names = ", ".join(name_of(view.desk.town.training_themes, theme) for theme in themes)
        yield Line("known", view.desk.word("digest-training", themes=names))


def _reply(view: View, newest: list[Publication]) -> tuple[Button, ...]:
    """[Répondre à l'équipe], where it was heavy twice running and nobody answered (domain.md §5.1)."""
    mine = next((row for row in newest if row.kind == "mairie"), None)
    if mine is None or mine.reply is not None:
        return ()
    heavy = is_heavy_twice(mine, surveys.of_group(view.desk.store, "mairie", mine.group_id, view.on))
    return (Button(f"surveys.reply:{mine.window_id}", "button-answer-team"),) if heavy else ()


def _load(view: View, row: Publication) -> str:
    places: Mapping[str, Known] = view.desk.town.mairies if row.kind == "mairie" else view.desk.town.clusters
    name = name_of(places, row.group_id) if row.group_id else view.desk.word("weather-all")
    if row.kind == "all":
        return view.desk.word("weather-mean", name=name, mean=float(row.shown or 0))
    return view.desk.word("weather-band", name=name, band=row.shown or "")
