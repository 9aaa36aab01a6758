"""Who comes in: the codes that invite, who may invite whom, and names as they are typed."""

from __future__ import annotations

import re
import unicodedata

from handlers.people.permissions import Grant, Holder, grant_of, mairies_of, roles_with

OF_A_MAIRIE = frozenset({"agent", "assistante", "mission", "sg", "elu"})
"""Roles that belong to one mairie de quartier; an invitation to one of them names it."""

LOGGERS = roles_with("log")
READERS = roles_with("read")
INVITERS = roles_with("invite")

INVITED_BY_SG = frozenset({"agent", "assistante", "mission"})
"""Whom a secrétaire général may invite: their own team."""


def may_invite(person: Holder, role: str, mairie: str | None) -> bool:
    """An administrator invites anybody; a secrétaire général their own team, in their own mairie."""
    match grant_of(person.role, "invite"):
        case Grant(scope="all"):
            return True
        case Grant(scope="mairie"):
            return role in INVITED_BY_SG and mairie in mairies_of(person)
        case _:
            return False


CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to mistake when read over the phone
CODE_LENGTH = 16  # 80 bits
FEWEST_LETTERS = 4  # fewer in a code: once in 20,000
_CODE = re.compile(r"(?<![0-9A-Z])(?=((?:[0-9A-Z]{4}[- ]?){3}[0-9A-Z]{4})(?![0-9A-Z]))")  # looked ahead: candidates may overlap


def code_of(number: int) -> str:
    """An 80-bit number as a code to read aloud: code_of(0) is "0000-0000-0000-0000"."""
    digits = "".join(CODE_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(CODE_LENGTH)))
    return "-".join(digits[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def code_in(text: str) -> str | None:
    """The code a text holds, as `code_of` wrote it, whatever the case, dashes or look-alike letters; None when there is none."""
    candidates = _CODE.findall(text[:200].upper())
    if not candidates:
        return None
    # « mon code 6ENW-D3RX-… »: a word of four letters before it is not its beginning
    likely = max(candidates, key=lambda each: (" " not in each, sum(map(str.isdigit, each))))
    digits = re.sub(r"[- ]", "", likely).translate(str.maketrans("OIL", "011"))
    return digits if "U" not in digits else None


def writes_a_code(text: str) -> bool:
    """Whether somebody who is in wrote an invitation down, rather than words or the number of an account.

    « un poteau accidentellement renversé » holds sixteen letters in a row, « sale cage bloc gare » four by four, a bank card sixteen
    digits: dashes or digits, and a few letters, make the difference.
    """
    return any(
        sum(map(str.isalpha, each)) >= FEWEST_LETTERS
        and (each.count("-") == 3 or (" " not in each and _has_digit(each)) or sum(map(_has_digit, re.split("[- ]", each))) >= 2)
        for each in _CODE.findall(text[:200].upper())
    )


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def plain(word: str) -> str:
    """Without accents, case or dashes, to recognise « Les Tanneurs », « les tanneurs » and « mq_tanneurs » as typed."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[^a-z0-9]+", "", "".join(letter for letter in bare if not unicodedata.combining(letter)))
