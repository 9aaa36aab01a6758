"""Finds names after a civility: « Mme Dupont » is somebody, « Madame la Maire » a function, « rue Madame Curie » a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

LONGEST = 5
"""Words of one name: « M. Jean-Pierre de la Tour »."""

_CIVILITY = re.compile(
    r"(?<![\w'’.])(?:(?:MM?|Me|Pr|Mgr)(?:\.\s{0,2}|\s{1,2})"
    r"|(?i:mr|mmes?|mlles?|melles?|dr)(?:\.\s{0,2}|\s{1,2})"
    r"|(?i:monsieur|madame|mademoiselle|messieurs|mesdames|docteur|ma[iî]tre|professeur"
    r"|je m['’]appelle|mon nom est|n[ée]e|veuve|vve|[ée]pouse)\s{1,2})"
)
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")
_BEFORE = re.compile(r"[\w'’]+")

_PARTICLES = frozenset("de du des d le la l van von der den ben bin el al da dos di del della o mac mc st ste".split())
_NAMES_TOO = frozenset(("Van", "Ben", "Bin", "El", "Al", "Da", "Dos", "Di", "Mac"))
_ARTICLES = frozenset(("le", "la", "l", "les"))
_PLACED = frozenset(("le", "la", "l", "du", "des"))
_ROADS = frozenset(
    """rue avenue av ave boulevard bd bld place pl allee allée impasse quai chemin cours square passage esplanade pont rond-point parc
    jardin ecole école college collège lycee lycée gymnase stade salle espace centre creche crèche residence résidence foyer hopital hôpital
    maison mediatheque médiathèque bibliotheque bibliothèque station arret arrêt statue quartier cite cité villa hameau""".split()
)
_LETTERED = frozenset(
    "ligne métro metro tram bus bâtiment batiment bat bât escalier esc porte entrée entree hall taille bloc tour lot".split()
)
_FUNCTIONS = frozenset(
    """maire préfet préfète prefet présidente président president ministre directeur directrice adjoint adjointe conseiller conseillère
    député députée sénateur sénatrice secrétaire secretaire commissaire gardien gardienne concierge facteur médecin proviseur proviseure
    principal principale inspecteur inspectrice responsable chef cheffe élu élue elu recteur rectrice procureur procureure juge notaire
    agent agente policier policière directeur·rice dgs sg rapporteur rapporteure trésorier trésorière régisseur bailleur syndic
    propriétaire locataire voisin voisine prof""".split()
)
_NO_NAME = frozenset(
    """je j' nous vous il elle on ils elles ce cet cette ces mon ma mes son sa ses notre votre un une les bonjour bonsoir merci pouvez
    pourriez suite pour par sur dans avec sans depuis est a qui que quand comment pourquoi objet monsieur madame mademoiselle mme mr mlle m
    et ou à au aux en y ne veuillez voici voilà suis janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    lundi mardi mercredi jeudi vendredi samedi dimanche toute tout tous appartement appt bâtiment étage se s' demande signale habite
    dit souhaite veut vient tombe""".split()
)


def names(text: str) -> Iterator[Span]:
    """Find the names that follow a civility, without the civility."""
    shouting = text.isupper()
    for civility in _CIVILITY.finditer(text):
        if not _is_a_place(text, civility.start()):
            end = _name_end(text, civility.end(), most=1 if shouting else LONGEST)
            if end is not None:
                yield civility.end(), end


def _is_a_place(text: str, start: int) -> bool:
    """Say whether a road or a building bears the name: one of the three words before says so, nothing but spaces between."""
    before = [match.group().lower() for match in _BEFORE.finditer(text, max(0, start - 40), start)][-3:]
    if re.search(r"[,;:!?\n(]", text[max(0, start - 2) : start]):
        return False
    if before and before[-1] in _LETTERED:
        return True
    while before and before[-1] in ("du", "de", "la", "des", "le", "l", "d"):
        before.pop()
    return bool(before) and before[-1].rpartition("'")[2].rpartition("’")[2] in _ROADS


def _name_end(text: str, start: int, *, most: int) -> int | None:
    """Follow capitalised words, with the particles between them. None when the first is no name."""
    end: int | None = None
    position = start
    for _ in range(most):
        particles, head = _particles(text, position)
        if any(each in _ARTICLES for each in particles[:1]) or (end is not None and any(each in _PLACED for each in particles)):
            break  # « Madame la Maire »; « Mme Dupont du Plateau », where she lives and not what she is called
        word = _WORD.match(text, head)
        if word and _is_name(word.group()):
            end = word.end()
        elif particles and particles[0] in _NAMES_TOO:
            end = position + len(particles[0])  # « M. Ben est venu »
            break
        else:
            break
        if len(word.group()) == 1 and text[end : end + 1] == ".":
            end += 1  # an initial keeps its dot
        position = _skip_spaces(text, end)
    return end


def _particles(text: str, position: int) -> tuple[list[str], int]:
    """Read the particles at a position, as typed: they, and where the word after them starts."""
    found: list[str] = []
    while len(found) < 3 and (word := _WORD.match(text, position)) and _is_particle(word.group()):
        found.append(word.group())
        position = _skip_spaces(text, word.end())
    return found, position


def _is_particle(written: str) -> bool:
    return written.lower() in _PARTICLES and written not in ("D", "L", "O")  # capitals alone are initials


def _is_name(written: str) -> bool:
    """Say whether a word may be a name: « Durand », « d'Arcy », « O'Neill »; not « Je », « Maire », « Rue », « l'Adjointe »."""
    first, elided = written[0], written[1:2] in ("'", "’") and len(written) > 2
    core = written[2:] if elided else written
    if not core[0].isupper() or not (first.isupper() or first == "d"):
        return False
    plain = core.lower()
    if elided:
        return first in "dDLOMN" and plain not in _FUNCTIONS
    return plain not in _FUNCTIONS and plain not in _NO_NAME and plain not in _ROADS


def _skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\u00a0\u202f":
        position += 1
    return position
