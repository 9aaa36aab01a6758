"""`relais place`: which mairie and which quarter a place is in, and how Relais knows."""

from __future__ import annotations

import re
from typing import Any

import orjson
from rich.console import Console

from bot.editions import town_at_rest
from config.settings import Settings
from config.texts import words
from config.town import Town

POINT = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[;, ]\s*(-?\d{1,3}[.,]\d+)\s*")
"""« 46.0804, 4.3337 »: latitude, then longitude, as maps on telephones write them."""


def locate(town: Town, text: str) -> dict[str, Any]:
    """What is known of a place, as plain data.

    by: street, place, quarter, point, or None. elsewhere: its point falls in no quarter that the list gives it.
    """
    codes: tuple[str, ...] = ()
    name, by, lat, lon = "", None, None, None
    if point := POINT.fullmatch(text):
        by, (lat, lon) = "point", (float(each.replace(",", ".")) for each in point.groups())
        quarter = town.territory.quarter_at(lat, lon)
        codes = (quarter.code,) if quarter else ()
    elif found := town.territory.place(text):
        codes, name, by, lat, lon = found.quarters, found.name, found.kind, found.lat, found.lon
    at = town.territory.quarter_at(lat, lon) if lat is not None and lon is not None else None
    mairies = dict.fromkeys(town.quarters[code].mairie for code in codes)
    return {
        "text": text, "by": by, "name": name, "lat": lat, "lon": lon,
        "quarters": [{"code": code, "name": town.quarters[code].name} for code in codes],
        "mairies": [{"id": id, "name": town.mairies[id].name} for id in mairies],
        "elsewhere": bool(codes) and lat is not None and (at is None or at.code not in codes),
    }


def print_place(console: Console, settings: Settings, text: str, *, as_json: bool) -> bool:
    """Say it; False when nothing says where it is."""
    town = town_at_rest(settings)
    found = locate(town, text)
    if as_json:
        console.file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return bool(found["mairies"])

    def say(key: str, **values: str | int) -> None:
        console.print(words().say(settings.language, key, values), markup=False)

    quarters = ", ".join(f"{each['name']} ({each['code']})" for each in found["quarters"])
    mairies = ", ".join(each["name"] for each in found["mairies"])
    if not found["mairies"]:
        say("place-outside" if found["by"] == "point" else "place-unknown", text=text)
        return False
    if len(found["mairies"]) > 1:
        say("place-several", mairies=mairies, quarters=quarters)
    else:
        say("place-one", mairie=mairies, quarters=quarters)
    say(f"place-by-{found['by']}", name=found["name"])
    if found["elsewhere"]:
        say("place-elsewhere", name=found["name"])
    return True
