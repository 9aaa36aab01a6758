"""Which card, and which of its choices, somebody means who answers in words or with an emoji. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from storage.tables import Outbox

EMOJI_PLACES = {"✅": 0, "❌": 1, "👍": 0, "👎": 1}


def newest_card(rows: Sequence[Outbox]) -> Outbox | None:
    """The last message of the chat that still shows choices. rows: newest first.

    An edit hides what it replaced and stays in its place: a card changed further up is not the last one because of that.
    """
    shown: dict[int, Outbox] = {}
    for row in rows:
        shown.setdefault(row.target or row.id, row)
    for _, row in sorted(shown.items(), reverse=True):
        if row.state != "dead" and row.body and row.body.get("choices"):
            return row
    return None


def place_of(text: str, labels: Sequence[str], *, scale: bool) -> int | None:
    """Which choice « 2 » or « Oui » means: by number from 1, by the value itself on a scale, or by the label's own words."""
    said = text.strip().casefold()
    folded = [label.casefold() for label in labels]
    if said in folded:
        return folded.index(said)
    if not scale and said.isascii() and said.isdigit() and 1 <= int(said) <= len(labels):
        return int(said) - 1
    starting = [place for place, label in enumerate(folded) if label.startswith(said)]
    return starting[0] if scale and len(starting) == 1 and said.isalpha() else None


def place_of_emoji(emoji: str) -> int | None:
    """Which choice a reaction means: « ✅ » the first, « 3️⃣ » the third."""
    place = EMOJI_PLACES.get(emoji.rstrip("\ufe0f"))
    return int(emoji[0]) - 1 if place is None and emoji[:1].isdecimal() else place
