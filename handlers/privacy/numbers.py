"""Finds addresses and numbers that lead to a person: telephone, e-mail, bank account and card, social security, plate, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

SPACES = " \t\u00a0\u2002-\u200a\u202f"
DASHES = "\u2010-\u2015-"
GAP = f"[{SPACES}.{DASHES}/·_]{{0,3}}"
"""What people put between the groups of a number."""

# Every pattern starts where a word or number starts and repeats single characters of disjoint classes: no text can make it backtrack far.
_ENDS = r"(?:com|fr|net|org|eu|info|io|be|ch|re|lu|de|es|it|pt|uk|ca|me)\b"
_EMAIL = re.compile(
    rf"(?<![\w.+%'’-])(?:[\w+%'’-]|\.(?=[\w+%'’-]))+"
    rf"(?:@[\w-]+(?:(?:\.|,(?=[\w-]{{1,12}}[.,]|{_ENDS}))[\w-]+)*"
    rf"|(?:[{SPACES}]?@[{SPACES}]?|[{SPACES}]?[(\[]{GAP}(?:at|arobase|@){GAP}[)\]][{SPACES}]?|[{SPACES}](?:arobase|at)[{SPACES}])"
    rf"[\w-]+(?:(?:\.|[{SPACES}](?:point|dot|tiret)[{SPACES}]|[{SPACES}]?[(\[](?:point|dot)[)\]][{SPACES}]?)[\w-]+)+)",
    re.IGNORECASE,
)
_TYPED_AS_A_GRAVE = re.compile(rf"(?<![\w.+-])[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*à[a-z0-9-]+(?:\.[a-z0-9-]+)*\.{_ENDS}", re.IGNORECASE)
"""« jean.dupontàorange.fr »: one key beside @ on a French keyboard."""
_SPOKEN_BEFORE = re.compile(
    rf"(?:[\w-]{{1,30}}[{SPACES}](?:point|dot|tiret(?:[{SPACES}](?:bas|du[{SPACES}]\w{{1,6}}))?|underscore)[{SPACES}]){{1,4}}\Z",
    re.IGNORECASE,
)
"""« jean point dupont arobase … »: what precedes the last word."""
SPOKEN = 80

_FRENCH = re.compile(rf"(?<![^\W_])(?<![\d.,]\d)(?<!\d[.,])[0Oo] ?[1-79](?:{GAP}\d){{8}}(?!\d)")
_COMMAS = re.compile(r"(?<!\d)0[1-79](?:,[ ]?\d\d){4}(?!\d)")
_PREFIXED = re.compile(
    rf"(?<!\w)(?:[(](?=[+0{SPACES}.]{{1,4}}33[)]))?(?:\+{GAP}|0[{SPACES}.]?0{GAP})33[)]?{GAP}(?:[(]0[)])?{GAP}0?[1-79](?:{GAP}\d){{8}}(?!\d)"
)
_BARE_PREFIX = re.compile(rf"(?<![\w.,])33{GAP}[1-79](?:{GAP}\d\d){{4}}(?!\d)")
_ABROAD = re.compile(rf"(?<!\w)\+\d(?:[()]?{GAP}[()]?\d){{7,14}}(?!\d)|(?<!\w)00(?:262|269|508|59[046]|68[179])(?:{GAP}\d){{6,9}}(?!\d)")
_AFTER_TEL = re.compile(
    rf"(?i:\b(?:t[ée]l(?:[ée]phone)?|portable|mobile|gsm|joignable|joindre|appeler|rappeler)\b)[^\d\n]{{0,15}}(?P<it>[67](?:{GAP}\d\d){{4}})(?!\d)"
)
_DATE_AND_HOUR = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)")

_IBAN = re.compile(rf"(?<![^\W_])(?:[A-Za-z]{{2}}|[Ff][Rr][{SPACES}])\d\d(?=(?:[{SPACES}.{DASHES}]{{0,3}}[A-Za-z0-9]){{11}})")
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27,
    "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18,
    "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
}  # fmt: skip

_NIR = re.compile(
    rf"(?<![^\W_])(?P<body>(?P<sex>[1-478]){GAP}(?P<year>\d\d){GAP}(?P<month>\d\d){GAP}(?P<place>\d\d|2[AaBb]){GAP}\d\d\d{GAP}\d\d\d)"
    rf"(?:{GAP}(?:[(]|cl[ée][{SPACES}:]{{0,3}})?(?P<key>\d\d)(?:(?<=\(\d\d)[)])?)?(?!\d)",
    re.IGNORECASE,
)
_ANNOUNCED_NIR = re.compile(r"(?i)s[ée]cu|\bnir\b|\binsee\b|n[°o]\s*ss\b|vitale|assur[ée]|immatriculation")
_NIR_GROUPS = re.compile(rf"\d[{SPACES}]\d\d[{SPACES}]\d\d[{SPACES}]\w\w[{SPACES}]\d\d\d[{SPACES}]\d\d\d")

_CARD = re.compile(rf"(?<![^\W_])(?<!\d[{SPACES}.,])[2-6]\d{{3}}(?:{GAP}\d{{4}}){{3}}(?![^\W_])")

_LETTERS = "A-HJ-NP-TV-Z"  # plates have no I, O, U
_BETWEEN = rf"[{SPACES}.{DASHES}]{{0,3}}"
_PLATE = re.compile(
    rf"(?<![^\W_])(?P<first>[{_LETTERS}]{{2}})(?P<gap>{_BETWEEN})\d{{3}}(?P=gap)(?P<last>[{_LETTERS}]{{2}})(?![^\W_])",
    re.IGNORECASE,
)
_OLD_PLATE = re.compile(
    rf"(?<![^\W_])(?P<number>\d{{2,4}})(?P<gap>{_BETWEEN})(?P<last>[{_LETTERS}]{{2,3}}){_BETWEEN}"
    rf"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])(?![^\W_])",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"(?i)plaque|immat|voiture|v[ée]hicule|camion|moto|scooter|fourgon|[ée]pave|utilitaire|\bauto\b|berline|ventouse"
)
_LAND = re.compile(r"(?i)cadastr|parcelle|section|\blots?\b|permis|d[ée]claration")
_NOT_A_PLATE = frozenset(
    """AV BD PL KM KG ML CM MM HA JAN FEV MAR AVR SEP DEC LE DE ET EN LA LES DES PCS PT CE SE NE ME TE JE ES SA MA TA RD RN PR BP CS ST BT
    HT KW KV KA CL DB PC DP PA CR TP ZA ZAC BAC RER TER CAF AM MAX CAR PAR BAS SEC NET MER SAM VEN CES MES SES TES""".split()
)
"""Small words and measures that stand around a number as letters do on a plate."""

_MONTHS = (
    r"(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?"
    r"|d[ée]c(?:embre)?)\.?"
)
_BORN = (
    rf"\bn[ée](?:e|s|es|\(e\)|\.e)?(?:[{SPACES}](?:à|a|au|aux|en)[{SPACES}][^\d\n]{{1,40}}?)?[{SPACES}]{{1,3}}(?:le|en|:)[{SPACES}]"
    rf"|naiss(?:ance|\.)[^\d\n]{{0,20}}|\bddn\b[^\d\n]{{0,5}}"
)
_DATE = (
    rf"\d{{1,2}}(?:er)?[{SPACES}]{{0,2}}{_MONTHS}[{SPACES}]{{0,2}}\d{{2,4}}"
    rf"|\d{{1,2}}[{SPACES}]?[/.{DASHES} ][{SPACES}]?\d{{1,2}}[{SPACES}]?[/.{DASHES} ][{SPACES}]?\d{{2,4}}"
    rf"|\d{{4}}[{DASHES}/.]\d{{2}}[{DASHES}/.]\d{{2}}|\d{{8}}|{_MONTHS}[{SPACES}]\d{{4}}"
)
_BIRTH = re.compile(rf"(?i:{_BORN})(?P<it>(?i:{_DATE}))(?!\d)")
NEAR = 40
"""How many characters before a number announce what it is."""


def emails(text: str) -> Iterator[Span]:
    """Find addresses, plain, taken apart against robots, spoken (« jean point dupont arobase »), or mistyped."""
    if "@" in text or "at" in text.lower() or "arobase" in text.lower():
        for found in _EMAIL.finditer(text):
            spoken = "@" not in found.group() and _SPOKEN_BEFORE.search(text, max(0, found.start() - SPOKEN), found.start())
            yield (spoken.start() if spoken else found.start()), found.end()
    if "à" in text or "À" in text:
        yield from (found.span() for found in _TYPED_AS_A_GRAVE.finditer(text))


def telephones(text: str) -> Iterator[Span]:
    """Find French and foreign numbers. Those in 08 are no person's; a date followed by an hour is no number."""
    for pattern in (_PREFIXED, _FRENCH, _COMMAS, _BARE_PREFIX, _ABROAD):
        for found in pattern.finditer(text):
            if not _DATE_AND_HOUR.match(found.group()):
                yield found.span()
    yield from (found.span("it") for found in _AFTER_TEL.finditer(text))


def ibans(text: str) -> Iterator[Span]:
    """Find account numbers: right by mod 97, or French by shape (a mistyped digit is still somebody's account)."""
    for found in _IBAN.finditer(text):
        size = _IBAN_LENGTHS.get(found.group()[:2].upper())
        if size is None:
            continue
        end, written = _first_characters(text, found.start(), size)
        mistyped = written.startswith("FR") and written[4:14].isdigit()
        if len(written) == size and not text[end : end + 1].isalnum() and (_is_iban(written) or mistyped):
            yield found.start(), end


def _first_characters(text: str, start: int, count: int) -> tuple[int, str]:
    """Take so many letters and digits, with at most three signs between two: where they end, and they alone."""
    taken: list[str] = []
    position = last = start
    while position < len(text) and len(taken) < count and position - last <= 3:
        letter = text[position]
        position += 1
        if letter.isascii() and letter.isalnum():
            taken.append(letter.upper())
            last = position
        elif letter.isalnum() or letter == "\n":
            break
    return last, "".join(taken)


def _is_iban(written: str) -> bool:
    """ISO 13616: the first four characters last, letters as 10 to 35, the remainder by 97 is 1."""
    return int("".join(str(int(letter, 36)) for letter in written[4:] + written[:4])) % 97 == 1


def social_security(text: str) -> Iterator[Span]:
    """Find NIR: a month and a place that exist, then a right key, the usual grouping, or a word before that announces one."""
    for found in _NIR.finditer(text):
        month, place = int(found["month"]), found["place"].upper()
        if not (1 <= month <= 12 or month == 20 or 30 <= month <= 42 or month >= 50) or place == "00":
            continue
        announced = _ANNOUNCED_NIR.search(text, max(0, found.start() - NEAR), found.start())
        right = found["key"] is not None and _is_nir(found["body"], found["key"])
        short = found["key"] is None and found["sex"] in "12"
        if right or short or announced or _NIR_GROUPS.match(found.group()):
            yield found.span()


def _is_nir(body: str, key: str) -> bool:
    """The key is 97 less the remainder of the thirteen digits by 97; Corsica's letters stand for 19 and 18."""
    digits = "".join(letter for letter in body.upper() if letter.isalnum()).replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and 97 - int(digits) % 97 == int(key)


def cards(text: str) -> Iterator[Span]:
    """Find bank cards: sixteen digits of which the last is right by Luhn's rule."""
    for found in _CARD.finditer(text):
        digits = [int(letter) for letter in found.group() if letter.isdigit()]
        doubled = [twice - 9 * (twice > 9) for twice in (2 * digit for digit in digits[::2])]
        if (sum(doubled) + sum(digits[1::2])) % 10 == 0:
            yield found.span()


def plates(text: str) -> Iterator[Span]:
    """Find plates. Small words around a number look like one (« de 150 km »): parted by spaces, they want a vehicle before."""
    shouting = text.isupper()
    for found in _PLATE.finditer(text):
        pair = [found["first"], found["last"]]
        words = [letters.upper() in _NOT_A_PLATE for letters in pair]
        small = all(words) if "".join(pair).isupper() and not shouting else any(words)
        if found["gap"].strip() or not found["gap"] or not small or _vehicle_before(text, found.start()):
            yield found.span()
    for found in _OLD_PLATE.finditer(text):
        last, spaced = found["last"], found["gap"].isspace()
        sure = len(found["number"]) >= 3 and last.upper() not in _NOT_A_PLATE and (not spaced or (last.isupper() and not shouting))
        if (sure and not _LAND.search(text, max(0, found.start() - NEAR), found.start())) or _vehicle_before(text, found.start()):
            yield found.span()


def _vehicle_before(text: str, start: int) -> bool:
    return _VEHICLE.search(text, max(0, start - NEAR), start) is not None


def birth_dates(text: str) -> Iterator[Span]:
    """Find dates of birth: only where birth is said."""
    yield from (found.span("it") for found in _BIRTH.finditer(text))
