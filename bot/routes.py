"""`relais route`: where a sentence goes, and why: the rules, the place, the words."""

from __future__ import annotations

from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from bot.editions import town_at_rest
from bot.opening import router_of
from bot.progress import learning
from config.settings import Settings
from config.texts import words
from config.town import Town
from handlers.routing.rules import Router, suggest
from handlers.routing.verdict import HEARD, decide, question, where


def explain(town: Town, router: Router, text: str) -> dict[str, Any]:
    """What is proposed for a sentence, as plain data for JSON."""
    there = where(town, text)
    verdict = decide(town, suggest(router, text, n=HEARD), text, there)
    asked = question(town, verdict.choices)
    return {
        "text": text,
        "unsure": verdict.best is None,
        "band": verdict.band,
        "disagree": verdict.disagree,
        "place": {"mairie": there.mairie, "street": there.street},
        "question": asked._asdict() if asked and verdict.band != "sure" else None,
        "aside": verdict.aside._asdict() if verdict.aside else None,
        "suggestions": [
            {
                "service": each.service,
                "direction": each.direction,
                "competence": each.competence,
                "score": round(each.probability, 4),
                "words": list(each.words),
                "nearest": each.nearest,
                "rules": list(each.rules),
            }
            for each in verdict.choices
        ],
    }


def print_route(console: Console, settings: Settings, text: str, *, as_json: bool) -> None:
    town = town_at_rest(settings)
    with learning(settings.language) as progress:
        router = router_of(settings, town, progress=progress)
    found = explain(town, router, text)
    if as_json:
        console.file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    say = words().say
    table = Table(title=f"« {text} »", title_justify="left", title_style="bold", show_lines=True)
    for column in ("route-service", "route-direction", "route-competence", "route-score", "route-why"):
        table.add_column(say(settings.language, column))
    for each in found["suggestions"]:
        why = [say(settings.language, "card-rule", {"reason": town.rules[id].reason}) for id in each["rules"]]
        why.append(", ".join(f"« {word} »" for word in each["words"]))
        near = say(settings.language, "route-near", {"near": each["nearest"]}) if each["nearest"] else ""
        table.add_row(
            f"{town.services[each['service']].name}\n{each['service']}",
            town.directions[each["direction"]].name,
            town.competences[each["competence"]].name,
            f"{each['score']:.0%}" if each["words"] or each["nearest"] else "",  # what only a rule proposes has none
            "\n".join(part for part in (*why, near) if part),
        )
    console.print(table)
    if found["disagree"]:
        console.print(say(settings.language, "route-disagree"), style="yellow", markup=False)
    elif found["unsure"]:
        console.print(say(settings.language, "route-unsure"), style="yellow", markup=False)
    else:
        console.print(say(settings.language, "route-band", {"band": say(settings.language, f"band-{found['band'].replace('_', '-')}")}))
