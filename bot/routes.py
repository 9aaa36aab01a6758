"""`relais route`: where a sentence goes, and why."""

from __future__ import annotations

import orjson
from rich.console import Console
from rich.table import Table

from bot.editions import town_at_rest
from bot.opening import router_of
from bot.progress import learning
from config.settings import Settings
from config.texts import words
from handlers.routing.rules import explain


def print_route(console: Console, settings: Settings, text: str, *, as_json: bool) -> None:
    town = town_at_rest(settings)
    with learning(settings.language) as progress:
        found = explain(router_of(settings, town, progress=progress), text)
    if as_json:
        console.file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    say = words().say
    table = Table(title=f"« {text} »", title_justify="left", title_style="bold", show_lines=True)
    for column in ("route-service", "route-direction", "route-competence", "route-score", "route-why"):
        table.add_column(say(settings.language, column))
    for each in found["suggestions"]:
        why = ", ".join(f"« {word} »" for word in each["words"])
        near = say(settings.language, "route-near", {"near": each["nearest"]}) if each["nearest"] else ""
        table.add_row(
            f"{town.services[each['service']].name}\n{each['service']}",
            town.directions[each["direction"]].name,
            town.competences[each["competence"]].name,
            f"{each['score']:.0%}",
            "\n".join(part for part in (why, near) if part),
        )
    console.print(table)
    if found["unsure"]:
        console.print(say(settings.language, "route-unsure"), style="yellow", markup=False)
