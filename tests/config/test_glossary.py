"""The glossary of docs/configuration.md is the one the code follows: no key is undocumented, none documented is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from config.entries import Entry
from config.gathering import TABLES
from config.territory import Quarter, Street
from config.town import Town

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "configuration.md"
FROM_THE_MAP = (Quarter, Street)
"""Filled from GeoJSON and CSV, so that a town writes none of their keys."""

MADE = {("quartiers", "quarters"), ("rues", "streets"), ("lieux", "places"), ("jours_feries", "public_holidays")}
"""The tables that Relais makes, from the map and from the calendar's name."""


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield every kind of entry that a town's tables hold."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        if annotation in FROM_THE_MAP:
            return
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(annotation):
        yield from models(part)


def written() -> set[tuple[str, str]]:
    """Return (French, English) for every key, ids and names left out: they are everywhere."""
    fields = [item for model in set(models(Town)) for item in model.model_fields.items()]
    return {(field.alias or name, name) for name, field in fields if name not in {"id", "name"}} - MADE


def documented() -> set[tuple[str, str]]:
    rows = re.findall(r"^\| [^|`]+ \| `(\w+)` \| `(\w+)` \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    return {row for row in rows if row[1] != "name"} - MADE


def test_the_glossary_is_the_codes() -> None:
    assert (written() - documented(), documented() - written()) == (set(), set())


def test_each_file_is_documented() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [file for file in TABLES if f"`{file}`" not in text] == []
