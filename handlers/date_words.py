"""The words and shapes of dates, French and English, folded: tables that dates.py and moments.py read. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache


def _numbered(names: str, first: int = 0) -> dict[str, int]:
    """Number words in order; « / » separates those of the same number."""
    return {name: number for number, same in enumerate(names.split(), first) for name in same.split("/")}


WEEKDAYS = _numbered(
    "lundi/monday/lun mardi/tuesday/mar mercredi/wednesday/mer jeudi/thursday/jeu vendredi/friday/ven samedi/saturday/sam "
    "dimanche/sunday/dim"
)
ENGLISH_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = _numbered(
    "janvier/janv/jan fevrier/fevr/fev/feb mars avril/avr/apr mai juin/jun juillet/juil/jul aout/aug septembre/sept/sep octobre/oct "
    "novembre/nov decembre/dec", 1,
) | {name: number for number, name in enumerate(ENGLISH_MONTHS, 1)}  # fmt: skip
NUMBERS = _numbered(
    "un/une/one/a/an deux/two trois/three quatre/four cinq/five six sept/seven huit/eight neuf/nine dix/ten onze/eleven douze/twelve", 1
) | {"quinze": 15, "fifteen": 15}
DAYS = {
    "aujourd'?~hui": 0, "auj": 0, "today": 0, "tonight": 0,
    "(?:ce|cet|this)(?= (?:matin|midi|apres|aprem|soir|morning|afternoon|evening))": 0,
    "apres(?:-| )?demain": 2, "(?:the )?day after tomorrow": 2, "demain": 1, "tomorrow": 1,
    "avant(?:-| )?hier": -2, "hier": -1, "yesterday": -1,
}  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


WEEKDAY = any_of(name for name in WEEKDAYS if len(name) > 3)
SHORT = rf"(?:(?<!de\s)(?<!la\s)(?<!un\s){any_of(name for name in WEEKDAYS if len(name) == 3)}(?=[.\x20]|$))"
"""Not in « aire de jeu 12 », « la mer »."""
MONTH_FIRST = any_of(ENGLISH_MONTHS + "jan feb apr jun jul aug sep oct nov dec".split())
"""English only: « December 5 »."""
MONTH, NUMBER = any_of(MONTHS), rf"(?:\d{{1,3}}|{any_of(NUMBERS)})"
ON = rf"(?:(?P<w>{WEEKDAY}|{SHORT})\.?,? (?:le |the )?)?"
DAY = r"(?P<d>\d{1,2})(?:er|st|nd|rd|th)?"
PART = "(?:matin(?:ee)?|midi|apres(?:-| )?midi|aprem|soir(?:ee)?|morning|noon|afternoon|evening)"
_DATED = "rue avenue av ave boulevard bd bld place pl impasse allee allees quai square pont parc lycee college ecole stade metro".split()
"""What may be named after a day: « rue du 8 mai 1945 »."""
STREET = any_of([*_DATED, *"chemin cours route rte passage montee rond-point residence cite".split()])
_COUNTED = (
    rf"[%€°]|h\d|(?:bis|ter|{STREET}|h|heures?|min|mn|minutes?|jours?|j|semaines?|mois|ans?|fois|e|eme|etages?|euros?|personnes?|agents?|km|m|cm|kg"
    r"|am|pm|days?|weeks?|months?|people)\b"
)
"""What makes of a number an address, a quantity, an hour."""
NOT_AFTER_DATE = rf"(?!~(?:/|{_COUNTED}))"
NOT_AFTER = rf"(?!~(?:[/.:]~\d|\d{{1,4}}(?!\d|~(?:h|:|am|pm))|{_COUNTED}))"
ADDRESS = rf"~,~{STREET}\b"
"""« le 12, rue… »: an address, or a date and a place."""
JOIN = r"~(?:-|au|a|et|ou|to|and|or|&|until|till|jusqu'?~(?:au|a))~(?:le |la |les |l'|the )?"
SEEN, DATED, APART = "\ue000", "\ue001", "\ue002"
"""Written over a day that was read, over one that has its month, and over what is no date: neither words nor spaces."""
END = (
    rf"(?=~(?:$|[.;,!?)\n{SEEN}{DATED}]|{JOIN}[{SEEN}{DATED}])"
    rf"|[\x20,]{{1,3}}(?:(?:a|au|en|vers|at|le|dans la|in the) )?(?:\d{{1,2}}~(?:h|:|am|pm)|minuit|midnight|{PART}))"
)
NO_DATE = (
    rf"{any_of(_DATED)} (?:du )?\d{{1,2}}(?:er)? {MONTH}(?: \d{{4}})?",
    rf"(?:chaque|tous les|toutes les|every|une?|marche du) {WEEKDAY}",
    r"24~(?:h|heures)?~(?:/|sur)~24(?:[\x20,]{1,3}(?:et )?7~(?:j|jours)?~(?:/|sur)~7)?",
    r"7~(?:j|jours)~(?:/|sur)~7",
    r"[1-9]/[2-9] (?:(?:d'|de )?(?:heures?|h|journees?)|de la|des|du|d'une)",
    r"(?:page|photo|etape|partie|lot|note|message|ticket|numero|n°|no)~\d{1,4}/\d{1,4}",
)
SOON = "(?:dans|sous|d'ici(?: a)?|in|within)"
VAGUE = (
    rf"(?:debut|mi|courant|milieu|early|mid|late)(?:-| )(?:de |du |d'|of )?(?:mois|semaine|annee|week|month|{MONTH})",
    r"fin (?:de |d'|de la )?(?:semaine|annee)",
    rf"{SOON} {NUMBER}~(?:(?:jours?|j|h|heures?) (?:ouvre|ouvree|ouvrable|franc)s?|(?:jours?|j|semaines?|mois) et demie?)",
    rf"{SOON} {NUMBER} (?:working|business) days?",
    rf"{SOON} (?:quelques|plusieurs|a few|several) (?:jours|semaines|mois|days|weeks|months)",
    rf"(?:premier|1er|deuxieme|2e|2eme|second|troisieme|3e|3eme|quatrieme|(?:avant-)?dernier|first|third) {WEEKDAY}|{WEEKDAY} suivant",
    r"(?:mois|l'an|annee) (?:prochaine?|derniere?)|(?:next|last) (?:month|year)|cette nuit|(?:huitaine|quinzaine)",
    r"week-?end (?:du|de|prochain|of)|next week-?end|(?:debut|mi|fin)(?:-| )(?:de )?20\d\d",
    "(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente"
    rf"|(?:dix|vingt|trente)(?:-| )\w{{1,9}}) {MONTH}",
)
MARKS = {
    "until": r"jusqu(?:'|e\b|\b)|jusqu(?=au?\b)|until|till|through", "since": "des|a partir|a compter|depuis|from|since|starting",
    "between": "entre|between", "week": "semaine(?= du )|week(?= of )", "after": "apres|after",
    "side": r"avant|d'ici|pour|vers|before|by|for",
}  # fmt: skip
LEAD = (
    r"(?<!\w)(?:(?:la )?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in MARKS.items()) + ")~)?"
    r"(?:(?P<article>les?|la|au|a|du|de|d'|l'|the|on|of|ce|this)~){0,2}$"
)
TURN = r"(?:(?P<ahead> prochaine?| qui vient)|(?P<back> derniere?(?! delai)| passee?| last))(?!\w)"
"""« le 5 décembre dernier » looks back and « lundi prochain » ahead, whatever is asked."""


@cache
def pattern(source: str, *, whole: bool = True) -> re.Pattern[str]:
    """Compile, a space standing for one to three, « ~ » for none to three. whole: no word, number or reference goes on around it."""
    if whole:
        source = rf"(?<![\w/.,:@#])(?<![^\W0-9]-)(?<!\d\d\d-)(?:{source})(?![\w/%€])(?![.,:]\w)(?!-(?!\d\d?(?:/| )|{WEEKDAY})\w)"
    return re.compile(source.replace(r"\d", "[0-9]").replace(" ", "\x00").replace("~", "[ ]{0,3}").replace("\x00", "[ ]{1,3}"))


def plain(text: str) -> str:
    """The same text, each letter in its place, without accents, case, typographic apostrophes, dashes and spaces."""
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter in "’ʼ‘`´":
        return "'"
    if letter in "‐‑‒–—−→":
        return "-"
    if letter != "\n" and (letter.isspace() or letter in (SEEN, DATED, APART)):
        return " "
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)).lower()
    return bare if len(bare) == 1 and (bare.isalpha() or letter.isdecimal()) else letter


