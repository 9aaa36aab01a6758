"""Finds names after a civility: « Mme Dupont » is somebody, « Madame la Maire » a function, « rue Madame Curie » a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.privacy.words import (
    ARTICLES,
    CALENDAR,
    DETERMINERS,
    FIRST_NAMES,
    FUNCTIONS,
    GREETINGS,
    INTRODUCING,
    LETTERED,
    NAME_THEN,
    NO_NAME,
    OBJECTS,
    PARTICLES,
    PARTICLES_ALONE,
    PLACED,
    ROADS,
    SAID_OF_SOMEBODY,
)
from handlers.routing.features import fold
from handlers.routing.spelling import one_slip

Span = tuple[int, int]

OF_PEOPLE = FIRST_NAMES | FUNCTIONS | NAME_THEN | CALENDAR
"""Words that tell of somebody, of what they do, or of a day, and never what a request is about."""
BEARERS = ROADS
"""What bears somebody's name."""

LONGEST = 5
"""Words of one name: « M. Jean-Pierre de la Tour »."""

NEVER, IF_IT_ACTS, UNLESS_IT_GOVERNS, ALWAYS = range(4)
"""When an unknown word without a capital of its own is a name: « madame diop demande », « mme diop 12 rue Haute », « chez madame diop »."""

_CIVILITY = re.compile(
    r"(?<![\w'’./-])(?:"
    r"(?P<strict>(?:M[eE]|P[rR]|Mgr)(?:\s?\.\s{0,2}|\s{1,2})|(?i:messieurs|mesdames|professeur|n[ée]e|veuve|[ée]pouse)\s{1,2})"
    r"|(?P<short>MM?(?:\s?\.\s{0,2}|\s{1,2})|(?<!\d )m\.\s{0,2}|(?i:mr|mmes?|mde|mlles?|melles?|dr|vve)(?:\s?\.\s{0,2}|\s{1,2}))"
    r"|(?P<doctor>(?i:docteur)\s{1,2})|(?P<full>(?i:monsieur|madame|mademoiselle|ma[iî]tre)\s{1,2})"
    r"|(?P<spoken>(?i:je m['’ ]?app?ell?e)\s{1,2})|(?P<told>(?i:mon nom (?:est|c['’]est))\s{1,2}))"
)
_SMALL = {"strict": NEVER, "doctor": IF_IT_ACTS, "full": IF_IT_ACTS, "told": IF_IT_ACTS, "short": UNLESS_IT_GOVERNS,
          "spoken": UNLESS_IT_GOVERNS}
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")
_LABEL = re.compile(r"\[[^\[\]\n]*\]")
_BEFORE = re.compile(r"[\w'’]+")
_KNOWN = SAID_OF_SOMEBODY | NO_NAME | FUNCTIONS | ROADS | CALENDAR | PARTICLES
_SPELT_OUT = ("monsieur", "madame", "mademoiselle", "docteur")
_MISTYPED = frozenset(slip for each in _SPELT_OUT for slip in one_slip(each) if slip not in (each, each + "s"))


def names(text: str) -> Iterator[Span]:
    """Find the names that follow a civility, without the civility: in the order of the text, none within another."""
    shouting, done = _LABEL.sub("", text).isupper(), 0
    for start, head, kind in sorted(_civilities(text)):
        before = _words_before(text, start)
        if start >= done and not _is_a_place(before):
            small = _trust(kind, before, shouting=shouting)
            end = _name_end(text, head, shouting=shouting, small=small)
            if end is not None:
                yield head, end
                done = end


def _civilities(text: str) -> Iterator[tuple[int, int, str]]:
    """Where it starts, where what follows it starts, and of which kind; « madme » is one, mistyped."""
    for civility in _CIVILITY.finditer(text):
        yield *civility.span(), civility.lastgroup or ""
    for word in _WORD.finditer(text):
        if fold(word.group()) in _MISTYPED:
            yield word.start(), _skip_spaces(text, word.end()), "full"


def _trust(kind: str, before: list[str], *, shouting: bool) -> int:
    """How far to trust a word without a capital of its own: « chez madame » leads to a name, « un monsieur », « bonjour madame » do not."""
    last = before[-1] if before else ""
    if kind == "full" and (last in DETERMINERS or last in GREETINGS):
        return NEVER
    if last in INTRODUCING and kind in ("short", "full"):
        return ALWAYS
    return IF_IT_ACTS if shouting and kind == "strict" else _SMALL[kind]


def _words_before(text: str, start: int) -> list[str]:
    """The three words that lead to a civility, folded; none where a sign parts them from it."""
    if re.search(r"[,;:!?\n(]", text[max(0, start - 2) : start]):
        return []
    return [fold(match.group()) for match in _BEFORE.finditer(text, max(0, start - 40), start)][-3:]


def _is_a_place(before: list[str]) -> bool:
    """Say whether a road or a building bears the name: one of the words before says so."""
    if before and before[-1] in LETTERED:
        return True
    leading = list(before)
    while leading and leading[-1] in ("du", "de", "la", "des", "le", "l", "d"):
        leading.pop()
    return bool(leading) and leading[-1].rpartition("'")[2].rpartition("’")[2] in ROADS


def _name_end(text: str, start: int, *, shouting: bool, small: int) -> int | None:
    """Follow the words of a name, with the particles between them. None when the first is no name.

    shouting: everything is in capitals, so that they tell nothing. small: how far to trust a word without a capital of its own.
    """
    end: int | None = None
    position, last = start, ""
    for _ in range(LONGEST):
        particles, head = _particles(text, position)
        word = _WORD.match(text, head)
        plain = shouting or (word is not None and _core(word.group())[0].islower())
        if not last and particles and particles[0][1] in ARTICLES and not (plain and word and _is_trusted(text, word, small)):
            break  # « Madame la Maire », but « mme le gall »
        if last and any(each in PLACED for _, each in particles) and not _is_first_name(last):
            break  # « Mme Durand du Plateau », where she lives and not what she is called
        led = bool(particles) and particles[0][1] not in ("de", "d")  # « mme durand de retour » is not called so
        if word and _follows(text, word, last, plain=plain, small=small, led=led):
            end, last = word.end(), word.group()
        else:
            alone = [place for place, each in particles if each.title() in PARTICLES_ALONE and each[0].isupper() and not shouting]
            return alone[-1] if alone and not last else end  # « M. Ben est venu »
        if len(last) == 1 and text[end : end + 1] == ".":
            end += 1  # an initial keeps its dot
        position = _skip_spaces(text, end)
    return end


def _follows(text: str, word: re.Match[str], last: str, *, plain: bool, small: int, led: bool) -> bool:
    """Say whether a word belongs to the name. last: the word of it before, "" for the first. led: a particle stands before it.

    plain: its capital, or the lack of one, tells nothing; then one word is a name, and another one only beside a first name or initial.
    """
    written = word.group()
    if len(written) == 1 and text[word.end() : word.end() + 1] == ".":
        return written.isupper() or (small > NEVER and not last)  # an initial
    if not plain:
        return _is_name(written, more=bool(last), dated=text[word.end() : word.end() + 2].strip().isdigit())
    if not last:
        return _is_trusted(text, word, small)
    if not _is_unknown(written) or (last[0].isupper() and written[0].islower()):
        return False
    return led or len(last) == 1 or _is_first_name(last) or _is_first_name(written)


def _is_trusted(text: str, word: re.Match[str], small: int) -> bool:
    """Say whether a word that looks like any other is a name, by what follows it: « diop demande », not « fume sous les fenêtres »."""
    if small == NEVER or not _is_unknown(word.group()):
        return False
    following = _WORD.match(text, _skip_spaces(text, word.end()))
    then = following.group().lower() if following else ""
    then = then if then == "à" else fold(then)  # « le docteur consulte à… » is not « le docteur Consulte a… »
    if _is_first_name(word.group()) or _is_first_name(then):
        return True
    if small == IF_IT_ACTS:
        return not then or then in NAME_THEN or then in ROADS or then[:2] in ("s'", "n'", "s’", "n’")
    return small == ALWAYS or (then not in OBJECTS and then[:2] not in ("l'", "l’", "d'", "d’"))


def _is_first_name(written: str) -> bool:
    return fold(written).partition("-")[0] in FIRST_NAMES


def _particles(text: str, position: int) -> tuple[list[tuple[int, str]], int]:
    """Read the particles at a position: each with where it ends, as typed, and where the word after them starts."""
    found: list[tuple[int, str]] = []
    while len(found) < 3 and (word := _WORD.match(text, position)) and _is_particle(word.group()):
        found.append((word.end(), word.group()))
        position = _skip_spaces(text, word.end())
    return found, position


def _is_particle(written: str) -> bool:
    return fold(written) in PARTICLES and written not in ("D", "L", "O")  # capitals alone are initials


def _is_name(written: str, *, more: bool, dated: bool) -> bool:
    """Say whether a capitalised word may be a name: « Durand », « d'Arcy », « O'Neill »; not « Je », « Maire », « Rue », « l'Adjointe ».

    more: a name stands before it already; dated: a number follows.
    """
    core = _core(written)
    plain = fold(core)
    if core != written:
        return written[0] in "dDLOMN" and plain not in FUNCTIONS
    if plain in CALENDAR:
        return more and not dated  # « Mme Tran Thi Mai »
    return plain not in FUNCTIONS and plain not in NO_NAME and plain not in ROADS


def _is_unknown(written: str) -> bool:
    """Say whether a word, whatever its case, is none that people use of somebody: « durand », « n'guessan »; not « demande »."""
    plain = fold(written)
    core = _core(plain)
    if len(plain) < 2 or plain.endswith(("ait", "aient")) or (core != plain and plain[0] not in "dmno"):
        return False
    return _KNOWN.isdisjoint((plain, core, plain.partition("-")[0]))


def _core(written: str) -> str:
    """« d'Arcy » without what is elided before it."""
    return written[2:] if written[1:2] in ("'", "’") and len(written) > 2 else written


def _skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\u00a0\u202f":
        position += 1
    return position
