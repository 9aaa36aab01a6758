"""What a request is called, what may be done to it and when: values in, decisions out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.entries import Known, name_of
from handlers.privacy.rules import Filters, mask

UNDO = timedelta(minutes=10)
"""How long /annuler takes back a record (issue 2, domain.md §7)."""
DRAFT_LIFE = timedelta(hours=24)
ADDING = timedelta(minutes=10)
"""How long a photo or a pin without words belongs to what its sender said last."""
LONGEST = 1500
"""Characters of one request: longer ones are asked for in a sentence."""
PHOTOS = 10

EXTERNAL = re.compile(r"(?=.*\d)[A-Za-z0-9/.-]{1,40}", re.ASCII)

CORRECTABLE = ("to_qualify", "sent")
"""States in which its service, channel, mairie and place may still be corrected."""

COURTESIES = frozenset(
    "bonjour bonsoir salut coucou hello merci beaucoup ok okay oui non daccord parfait super top bien recu bonne journee soiree a demain "
    "thanks thank you hi yes no fine great bye au revoir".split()
)


def series(prefix: str, now: datetime, zone: str) -> str:
    """The series that a reference is counted in: « MQ-26 » for 2026 in the town's own time."""
    return f"{prefix}-{now.astimezone(ZoneInfo(zone)):%y}"


def reference(series: str, number: int) -> str:
    """« MQ-26-0412 »: short enough to read over the phone. Beyond 9,999 it grows a digit."""
    return f"{series}-{number:04d}"


def reference_in(text: str, prefix: str, now: datetime, zone: str) -> str | None:
    """The reference that a text names: « MQ-26-0412 », « mq 26 412 » or just « 412 » of this year; None when it names none."""
    found = re.search(r"([a-z]{1,6})[- ]?(\d\d)[- ](\d{1,6})", text.strip(), re.IGNORECASE | re.ASCII)
    if found:
        return reference(f"{found[1].upper()}-{found[2]}", int(found[3]))
    if re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII):
        return reference(series(prefix, now, zone), int(text))
    return None


TELLING = 4
"""Letters from which a word of a name is enough to name it."""


def named(said: str, table: Mapping[str, Known], among: Sequence[str]) -> list[str]:
    """Those that words name: by a whole name or an id, else by a word that only some have."""
    plain = folded(said)
    if not plain:
        return []
    words = {word for word in plain.split() if len(word) >= TELLING}
    whole = [id for id in among if plain in (folded(id), folded(name_of(table, id)))]
    return whole or [id for id in among if words.intersection(folded(f"{id} {name_of(table, id)}").split())]


def folded(text: str) -> str:
    """Without accents or case, words apart by one space: what searching looks in.

    folded("Éclairage, rue d'Anjou") == "eclairage rue d anjou"
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(letter for letter in bare if not unicodedata.combining(letter))))


def external_reference(text: str, filters: Filters) -> str | None:
    """The reference of another tool: at most 40 letters, digits and - / . with a digit among them, and no personal data; else None.

    external_reference("GRC-2026/114", {}) == "GRC-2026/114", external_reference("06-12-34-56-78", {}) is None
    """
    written = text.strip()
    return written if EXTERNAL.fullmatch(written) and not mask(written, filters).found else None


def is_courtesy(text: str) -> bool:
    """« Ok merci ! » asks for nothing."""
    words = folded(text.replace("'", "").replace("’", "")).split()
    return 0 < len(words) <= 4 and COURTESIES.issuperset(words)


def says_something(text: str) -> bool:
    """At least three letters in a row of some alphabet: emoji, digits and signs alone are not a request."""
    return re.search(r"[^\W\d_]{3}", text) is not None


def may_undo(recorded_at: datetime | None, now: datetime) -> bool:
    return recorded_at is not None and now - recorded_at <= UNDO
