"""`relais router report`: what the town's router is made of, and from when on it may be believed."""

from __future__ import annotations

import orjson
from rich.console import Console
from rich.table import Table

from bot.editions import town_at_rest
from bot.opening import router_of
from bot.operator import say
from bot.progress import learning
from bot.router.versions import plain, table_of, versions_at_rest
from config.settings import Settings
from handlers.routing.model import PARTS, WITH_MEANING


def report(settings: Settings, *, as_json: bool, console: Console) -> None:
    town = town_at_rest(settings)
    with learning(settings.language) as progress:
        router = router_of(settings, town, progress=progress)
    model = router.model
    rows = versions_at_rest(settings)
    sense = model.sense if router.meaning else None
    weights = dict(zip(WITH_MEANING if sense else PARTS, (sense or model).weights.tolist(), strict=True))
    found = {
        "services": len(model.services),
        "examples": len(model.examples),
        "meanings": sense is not None,
        "bar": router.bar,
        "threshold": (sense or model).threshold,
        "enough": sense.enough if sense else None,
        "weights": weights,
        "versions": plain(rows),
    }
    if as_json:
        console.file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    table = Table(title=say("router-of-town", town=town.city), title_justify="left", title_style="bold", show_header=False)
    table.add_row(say("router-examples"), say("router-examples-of", examples=len(model.examples), services=len(model.services)))
    table.add_row(say("router-layer"), say("router-layer-state", state="on" if sense else "absent" if model.sense else "off"))
    table.add_row(say("router-bar"), f"{router.bar:.0%}")
    table.add_row(say("router-doubt"), f"{(sense or model).threshold:.0%}")
    if sense:
        table.add_row(say("router-enough"), f"{sense.enough:.0%}")
    for part, weight in weights.items():
        table.add_row(say("router-part", part=part.replace(" ", "-")), f"{weight:.2f}")
    console.print(table)
    console.print(table_of(rows, settings, town) if rows else say("router-no-version"), markup=False)
