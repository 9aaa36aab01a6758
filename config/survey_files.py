"""Checks what no single entry of the survey files (enquetes/) can tell: whether the core can be averaged, whether a choice has options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from config.faults import Fault
from config.gathering import INTERVIEWS, Gathered, document_of
from config.references import Pattern, Reference, blame_references, every

SCHEMA = "entretiens/1"
UNIQUE: Sequence[Pattern] = ((INTERVIEWS, "themes", "*", "id"), (INTERVIEWS, "guides", "*", "id"))
REFERENCES: Sequence[Reference] = (
    Reference((INTERVIEWS, "guides", "*", "questions", "*", "theme"), (INTERVIEWS, "themes", "*", "id")),
    Reference((INTERVIEWS, "themes", "*", "axe"), (INTERVIEWS, "axes", "*", "id")),
)


def blame_bank(gathered: Gathered) -> None:
    """Add a fault where the core is not a scale from 0 to 10, and for each question that nothing could answer."""
    scales = {each.get("id"): each for _, each in every(gathered.root, ("echelles", "*")) if isinstance(each, dict)}
    rules = gathered.root.get("enquete")
    core = rules.get("noyau") if isinstance(rules, dict) else None
    for place, question in every(gathered.root, ("questions", "*")):
        scale = scales.get(question.get("echelle")) if isinstance(question, dict) else None
        if scale is None:
            continue
        id, kind = str(question.get("id")), scale.get("type")
        if id == core and (kind, scale.get("min", 0), scale.get("max")) != ("entier", 0, 10):
            gathered.blame((*place, "echelle"), "check-survey-core", id=id)
        given = bool(question.get("options") or question.get("options_de"))
        if given != (kind == "options") or (kind == "choix" and not scale.get("valeurs")):
            gathered.blame(place, "check-question-options", id=id)


def blame_interviews(sources: Mapping[str, bytes]) -> list[Fault]:
    """Return the faults of the interviews' file, lightly: schema, unique ids, references. Nothing reads its content yet."""
    gathered = Gathered()
    document = document_of(INTERVIEWS, sources, gathered=gathered) if INTERVIEWS in sources else None
    if document is None:
        return gathered.faults
    gathered.root[INTERVIEWS] = document.value
    gathered.take(document, (INTERVIEWS,))
    if document.value.get("schema") != SCHEMA:
        gathered.blame((INTERVIEWS, "schema"), "check-schema", given=str(document.value.get("schema")), expected=SCHEMA)
    blame_references(gathered, UNIQUE, REFERENCES)
    return gathered.faults
