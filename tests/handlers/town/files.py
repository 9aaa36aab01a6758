"""Valmière's files, edited as somebody at the town hall would."""

from __future__ import annotations

from collections.abc import Mapping

from tests.scenes import edition

BORNE = """
  - id: voirie.borne_escamotable
    nom: Borne escamotable en panne
    type: signalement
    competence: metropole
    direction: m_voirie
    delai: court_5j
    lieu_requis: true
    photo_utile: true
    donnees_sensibles_probables: false
    crpa: {regime: signalement, silence: sans_decision}
    mots_cles: [borne, borne escamotable, plot]
    formulations:
      - la borne escamotable ne descend plus
      - borne escamotable bloquée en haut rue Pasteur
      - la borne ne remonte plus et tout le monde passe
      - le plot automatique est coincé
""".encode()


def edited(name: str, *edits: tuple[str, str], base: Mapping[str, bytes] | None = None) -> bytes:
    """The content of a file, the first occurrence of each first word replaced by the second."""
    files = base or edition().files
    text = next(raw for path, raw in files.items() if path.rpartition("/")[2] == name).decode()
    for old, new in edits:
        assert old in text, f"{name} does not hold {old!r}"
        text = text.replace(old, new, 1)
    return text.encode()
