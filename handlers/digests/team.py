"""What the survey published to this reader, in its own words: nothing is worked out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.entries import Known, name_of
from handlers.digests.view import Line, View
from handlers.messages import Button
from storage import surveys
from storage.tables import Publication

TRAINING, HEAVY = "training", "heavy"
"""The kind of a publication that names training themes, and the band that calls for an answer (handlers/surveys)."""


def team(view: View) -> Iterator[Line]:
    """The last window's load where it may be read, and the themes of training asked for; too few answers are said to be so."""
    rules = view.desk.town.surveys
    if rules is None:
        return
    found = surveys.results_of(view.desk.store, _groups(view), view.on)
    newest = [row for window, row in found if window.id == found[0][0].id]
    loads = [_load(view, row) for row in newest if row.kind != TRAINING and row.shown is not None]
    themes = [theme for row in newest if row.kind == TRAINING for theme in (row.shown or "").split(",") if theme]
    if loads:
        text = view.desk.word("digest-team", loads=" · ".join(loads), several=str(view.reader.role != "sg"))
        yield Line("known", text, _reply(view, newest))
    else:
        yield Line("known", view.desk.word("digest-team-too-few", k=rules.k))
    if themes:
        names = ", ".join(name_of(view.desk.town.training_themes, theme) for theme in themes)
        yield Line("known", view.desk.word("digest-training", themes=names))


def _reply(view: View, newest: list[Publication]) -> tuple[Button, ...]:
    """[Répondre à l'équipe], where it was heavy twice running and nobody answered (domain.md §5.1)."""
    mine = next((row for row in newest if row.kind == "mairie"), None)
    if mine is None or mine.reply is not None:
        return ()
    last = [row.shown for row in surveys.of_group(view.desk.store, "mairie", mine.group_id, view.on)[:2]]
    return (Button(f"surveys.reply:{mine.window_id}", "button-answer-team"),) if last == [HEAVY, HEAVY] else ()


def _groups(view: View) -> list[str]:
    """A secrétaire général's own team and its grappe; every grappe for the coordination; the whole alone for others (domain.md §1.2)."""
    clusters, everybodys = view.desk.town.clusters, ["all/", f"{TRAINING}/"]
    match view.reader.role:
        case "coordination":
            return [*(f"grappe/{id}" for id in clusters), *everybodys]
        case "sg":
            mine = view.reader.mairie
            return [f"mairie/{mine}", *(f"grappe/{id}" for id, each in clusters.items() if mine in each.mairies), f"{TRAINING}/"]
    return everybodys


def _load(view: View, row: Publication) -> str:
    places: Mapping[str, Known] = view.desk.town.mairies if row.kind == "mairie" else view.desk.town.clusters
    name = name_of(places, row.group_id) if row.group_id else view.desk.word("weather-all")
    if row.kind == "all":
        return view.desk.word("weather-mean", name=name, mean=float(row.shown or 0))
    return view.desk.word("weather-band", name=name, band=row.shown or "")
