"""TEMP."""
from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple


class Unclear(ValueError):
    why = "past"
class Day(NamedTuple):
    on: date
    rest: str
def day_in(text: str, *, today: date, past: bool = False) -> Day | None:
    f = re.search(r"(\d{1,2})/(\d{1,2})", text)
    if not f: return None
    d = date(today.year, int(f[2]), int(f[1]))
    if d < today: d = d.replace(year=d.year+1)
    return Day(d, (text[:f.start()]+text[f.end():]).strip())
