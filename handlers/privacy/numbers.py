"""Finds addresses and numbers that lead to a person: telephone, e-mail, bank account, social security, plate, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

SPACES = " \t\u00a0\u2002-\u200a\u202f"
DASHES = "\u2010-\u2015-"
GAP = f"[{SPACES}.{DASHES}/·_]{{0,3}}"
"""What people put between the groups of a number."""

# Every pattern starts where a word or number starts and repeats single characters of disjoint classes: no text can make it backtrack far.
_EMAIL = re.compile(
    rf"(?<![\w.+%'’-])(?:[\w+%'’-]|\.(?=[\w+%'’-]))+"
    rf"(?:@[\w-]+(?:\.[\w-]+)*"
    rf"|(?:[{SPACES}]?@[{SPACES}]?|[{SPACES}]?[(\[]{GAP}(?:at|arobase|@){GAP}[)\]][{SPACES}]?|[{SPACES}](?:arobase|at)[{SPACES}])"
    rf"[\w-]+(?:(?:\.|[{SPACES}](?:point|dot)[{SPACES}]|[{SPACES}]?[(\[](?:point|dot)[)\]][{SPACES}]?)[\w-]+)+)",
    re.IGNORECASE,
)

_FRENCH = re.compile(rf"(?<![^\W_])(?<![\d.,]\d)(?<!\d[.,])[0Oo] ?[1-79](?:{GAP}\d){{8}}(?!\d)")
_COMMAS = re.compile(r"(?<!\d)0[1-79](?:,[ ]?\d\d){4}(?!\d)")
_PREFIXED = re.compile(rf"(?<!\w)[(]?(?:\+{GAP}|0[{SPACES}.]?0{GAP})33[)]?{GAP}(?:[(]0[)])?{GAP}0?[1-79](?:{GAP}\d){{8}}(?!\d)")
_BARE_PREFIX = re.compile(rf"(?<![\w.,])33{GAP}[1-79](?:{GAP}\d\d){{4}}(?!\d)")
_ABROAD = re.compile(rf"(?<!\w)\+\d(?:[()]?{GAP}[()]?\d){{7,14}}(?!\d)|(?<!\w)00(?:262|269|508|59[046]|68[179])(?:{GAP}\d){{6,9}}(?!\d)")
_AFTER_TEL = re.compile(
    rf"(?i:\b(?:t[ée]l(?:[ée]phone)?|portable|mobile|gsm|joignable|joindre|appeler|rappeler)\b)[^\d\n]{{0,15}}(?P<it>[67](?:{GAP}\d\d){{4}})(?!\d)"
)
_DATE_AND_HOUR = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)")

_IBAN = re.compile(rf"(?<![^\W_])[A-Za-z]{{2}}\d\d(?:[{SPACES}.{DASHES}]?[A-Za-z0-9]){{11,30}}")
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27,
    "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18,
    "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
}  # fmt: skip

_NIR = re.compile(
    rf"(?<![^\W_])(?P<sex>[1-478]){GAP}(?P<year>\d\d){GAP}(?P<month>\d\d){GAP}(?P<place>\d\d|2[AaBb]){GAP}\d\d\d{GAP}\d\d\d(?:{GAP}(?P<key>\d\d))?(?!\d)"
)
_ANNOUNCED_NIR = re.compile(r"(?i)s[ée]cu|\bnir\b|\binsee\b|n[°o]\s*ss\b|vitale|assur[ée]|immatriculation")
_NIR_GROUPS = re.compile(rf"\d[{SPACES}]\d\d[{SPACES}]\d\d[{SPACES}]\w\w[{SPACES}]\d\d\d[{SPACES}]\d\d\d")

_LETTERS = "A-HJ-NP-TV-Z"  # plates have no I, O, U
_PLATE = re.compile(
    rf"(?<![^\W_])(?P<first>[{_LETTERS}]{{2}})(?P<gap>[{SPACES}.{DASHES}]?)\d{{3}}(?P=gap)(?P<last>[{_LETTERS}]{{2}})(?![^\W_])",
    re.IGNORECASE,
)
_OLD_PLATE = re.compile(
    rf"(?<![^\W_])(?P<number>\d{{2,4}})[{SPACES}.{DASHES}]?(?P<last>[{_LETTERS}]{{2,3}})[{SPACES}.{DASHES}]?(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])(?![^\W_])",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"(?i)plaque|immatricul|voiture|v[ée]hicule|camion|moto|scooter|fourgon|[ée]pave|utilitaire|\bauto\b|berline|ventouse"
)
_NOT_A_PLATE = frozenset("AV BD PL KM KG ML CM MM HA AVR DEC SEP LE DE ET EN LA LES DES PCS PT".split())

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
    if "@" in text or "at" in text.lower() or "arobase" in text.lower():
        yield from (found.span() for found in _EMAIL.finditer(text))


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
    """Take so many letters and digits: where they end, and they alone."""
    taken: list[str] = []
    position = start
    while position < len(text) and len(taken) < count:
        letter = text[position]
        if letter.isascii() and letter.isalnum():
            taken.append(letter.upper())
        elif letter.isalnum():
            break
        position += 1
    return position, "".join(taken)


def _is_iban(written: str) -> bool:
    """ISO 13616: the first four characters last, letters as 10 to 35, the remainder by 97 is 1."""
    return int("".join(str(int(letter, 36)) for letter in written[4:] + written[:4])) % 97 == 1


def social_security(text: str) -> Iterator[Span]:
    """Find NIR: a month and a place that exist, then a right key, the usual grouping, or a word before that announces one."""
    for found in _NIR.finditer(text):
        month, place = int(found["month"]), found["place"].upper()
        if not (1 <= month <= 12 or month == 20 or 30 <= month <= 42 or month >= 50) or place == "00":
            continue
        digits = "".join(letter for letter in found.group() if letter.isalnum()).upper()
        announced = _ANNOUNCED_NIR.search(text, max(0, found.start() - NEAR), found.start())
        right = found["key"] is not None and _is_nir(digits)
        short = found["key"] is None and found["sex"] in "12"
        if right or short or announced or _NIR_GROUPS.match(found.group()):
            yield found.span()


def _is_nir(digits: str) -> bool:
    """The key is 97 less the remainder of the first 13 by 97; Corsica's letters stand for 19 and 18."""
    body = digits[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(digits[13:])


def plates(text: str) -> Iterator[Span]:
    """Find plates. Small words around a number look like one (« de 150 km »): parted by spaces, it wants capitals or a vehicle before."""
    shouting = text.isupper()
    for found in _PLATE.finditer(text):
        written = found["first"] + found["last"]
        plain = written.isupper() and not shouting and not {found["first"], found["last"]} & _NOT_A_PLATE
        if found["gap"].strip() or not found["gap"] or plain or _vehicle_before(text, found.start()):
            yield found.span()
    for found in _OLD_PLATE.finditer(text):
        sure = found["last"].isupper() and not shouting and len(found["number"]) >= 3 and found["last"] not in _NOT_A_PLATE
        if sure or _vehicle_before(text, found.start()):
            yield found.span()


def _vehicle_before(text: str, start: int) -> bool:
    return _VEHICLE.search(text, max(0, start - NEAR), start) is not None


def birth_dates(text: str) -> Iterator[Span]:
    """Find dates of birth: only where birth is said."""
    yield from (found.span("it") for found in _BIRTH.finditer(text))
