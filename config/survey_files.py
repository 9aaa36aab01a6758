"""Checks the survey files of a town (enquetes/) lightly: schema, unique ids, references. Nothing reads their content yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from config.faults import Fault
from config.gathering import SURVEYS, Gathered, document_of
from config.references import Pattern, Reference, blame_references

SCHEMAS: Mapping[str, str] = {"questions.yaml": "micro-enquetes/1", "entretiens.yaml": "entretiens/1"}

UNIQUE: Sequence[Pattern] = (
    ("questions.yaml", "dimensions", "*", "id"),
    ("questions.yaml", "questions", "*", "id"),
    ("questions.yaml", "themes_formation", "*", "id"),
    ("entretiens.yaml", "themes", "*", "id"),
    ("entretiens.yaml", "guides", "*", "id"),
)
REFERENCES: Sequence[Reference] = (
    Reference(("questions.yaml", "questions", "*", "dimension"), ("questions.yaml", "dimensions", "*", "id")),
    Reference(("questions.yaml", "questions", "*", "echelle"), ("questions.yaml", "echelles", "@")),
    Reference(("questions.yaml", "questions", "*", "si_oui"), ("questions.yaml", "questions", "*", "id")),
    Reference(("questions.yaml", "regles", "rotation", "noyau_quotidien", "*"), ("questions.yaml", "questions", "*", "id")),
    Reference(("entretiens.yaml", "guides", "*", "questions", "*", "theme"), ("entretiens.yaml", "themes", "*", "id")),
    Reference(("entretiens.yaml", "themes", "*", "axe"), ("entretiens.yaml", "axes", "*", "id")),
)


def blame_surveys(sources: Mapping[str, bytes]) -> list[Fault]:
    """Return the faults of the survey files that are there; a town without them has no survey."""
    gathered = Gathered()
    for name, schema in SCHEMAS.items():
        document = document_of(SURVEYS + name, sources, gathered=gathered) if SURVEYS + name in sources else None
        if document is None:
            gathered.unread.add(name)
            continue
        gathered.root[name] = document.value
        gathered.take(document, (name,))
        if document.value.get("schema") != schema:
            gathered.blame((name, "schema"), "check-schema", given=str(document.value.get("schema")), expected=schema)
    blame_references(gathered, UNIQUE, REFERENCES)
    return gathered.faults
