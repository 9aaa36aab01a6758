"""Types a text badly on purpose, the same way each time: to measure what mistakes cost, and to learn whom to trust when there are some."""

from __future__ import annotations

from random import Random

from handlers.routing.features import fold

SLIP = 1 / 6
"""Share of the words of four letters or more that are mistyped."""

AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
BESIDE = {key: row[max(0, place - 1) : place] + row[place + 1 : place + 2] for row in AZERTY for place, key in enumerate(row)}

TEXTED = {
    "pour": "pr", "quand": "qd", "toujours": "tjs", "beaucoup": "bcp", "vous": "vs", "nous": "ns", "tout": "tt", "dans": "ds",
    "avec": "avc", "que": "ke", "qui": "ki", "quel": "kel", "comment": "cmt", "pas": "pa", "les": "lé", "des": "dé", "probleme": "pb",
    "rendez-vous": "rdv", "demande": "dde", "devant": "dvt", "est": "é", "sans": "ss", "boulevard": "bd", "avenue": "av",
}  # fmt: skip
"""How some words are written on a telephone."""

KINDS = ("accents", "slips", "texted", "all")


def worsened(text: str, chance: Random, kind: str = "all") -> str:
    """Write a text without accents, with slips of the finger, as on a telephone, or all at once (`KINDS`)."""
    if kind in ("accents", "all"):
        text = fold(text)
    if kind in ("texted", "all"):
        text = " ".join(TEXTED.get(fold(word.strip(".,;:?!")), word.strip(".,;:?!")) for word in text.lower().split())
    if kind in ("slips", "all"):
        text = " ".join(_slipped(word, chance) if len(word) > 3 and chance.random() < SLIP else word for word in text.split())
    return text


def _slipped(word: str, chance: Random) -> str:
    """Lose, double, swap or miss a letter; the first and the last stay."""
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    near = BESIDE.get(fold(letter)) or "e"
    return before + chance.choice((after, letter + letter + after, after[0] + letter + after[1:], chance.choice(near) + after))
