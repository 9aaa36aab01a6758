"""What a town answers to residents: templates with fields in braces, and what none of them may state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from config.entries import Entry, Words
from config.faults import nearest
from config.words import fold

ReplyKind = Literal["acknowledgement", "holding", "done", "refused", "oriented", "transmission"]

FIELDS: Mapping[str, str] = {
    "recue_le": "date de réception",
    "ref": "référence",
    "objet": "objet de la demande",
    "service": "service chargé de la demande",
    "tel": "téléphone du service",
    "horaires": "horaires du service",
    "premiere_reponse": "date de la première réponse",
    "mention_legale": "mentions légales, à vérifier par le service",
    "motif_clair": "raison, en mots simples",
    "etape": "prochaine étape",
    "date": "date",
    "date_point": "date des prochaines nouvelles",
    "ce_qui_a_ete_fait": "ce qui a été fait",
    "motif": "raison du refus",
    "alternative": "autre solution",
    "voies_et_delais": "voies et délais de recours",
    "organisme": "organisme compétent",
}
"""Every field → what is written in square brackets while nobody has said it: replies are French, whoever prepares them."""

LONGEST_REPLY = 600
"""Characters of a template: what is read on a phone without scrolling (domain.md §2.6)."""

TOKEN = re.compile(
    r"\{\s*si_ecrit\s*:(?P<written>(?:[^{}]|\{[^{}]*\})*)\}|\{(?P<field>[^{}]*)\}|(?P<words>[^{}]+)|(?P<stray>[{}])"
)

ACCEPTANCE = re.compile(
    r"\b(?:vaut|vaudra|vaudrait|vaille|val(?:oir|ent|ant|ait|aient)) (?!mieux )(?:\w+ ){0,4}?(?:acceptations?|accords?|approbations?)\b"
    r"|\b(?:reput|consider|presum|juge|tenu)\w* (?:comme )?(?:accept|accord|approuv)\w*"
    r"|\b(?:accord|acceptation|approbation) (?:tacite|implicite)|\b(?:tacite|implicite)ment (?:accept|accord|approuv)"
    r"|\b(?:silence|no answer|no reply) (?:\w+ ){0,4}?(?:acceptance|consent|agreement|approval)\b"
    r"|\bdeemed (?:to be |to have been )?(?:accepted|approved|granted)\b"
)
"""Looked for in folded text."""


def states_acceptance(text: str) -> bool:
    """Whether a text says that silence accepts (« vaut acceptation », « silence vaut accord »), which Relais never states.

    The principle of article L231-1 of the CRPA has too many exceptions for anybody but the service to say so.
    """
    return ACCEPTANCE.search(fold(text)) is not None


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield ("words", as written), ("field", its name), ("written", what a written request adds), ("stray", a brace alone).

    list(pieces("le {date}.")) == [("words", "le "), ("field", "date"), ("words", ".")]
    """
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        yield kind, found[kind].strip() if kind in ("field", "written") else found[kind]


def _bare(text: str, *, written: bool) -> str:
    """A template's own words, as if its fields were empty."""
    return "".join(
        piece if kind == "words" else _bare(piece, written=written) if kind == "written" and written else ""
        for kind, piece in pieces(text)
    )


def _never_accepts(text: str) -> str:
    if any(states_acceptance(_bare(text, written=written)) for written in (True, False)):
        raise PydanticCustomError("check-reply-acceptance", "acceptance")
    return text


def _has_sound_fields(text: str) -> str:
    for kind, piece in pieces(text):
        if kind == "written":
            _has_sound_fields(piece)
        elif kind == "stray":
            raise PydanticCustomError("check-reply-brace", "brace")
        elif kind == "field" and piece not in FIELDS:
            raise PydanticCustomError(
                "check-reply-field", "field", {"given": piece, "near": nearest(piece, FIELDS), "allowed": ", ".join(FIELDS)}
            )
    return text


def _is_short(text: str) -> str:
    if len(text) > LONGEST_REPLY:
        raise PydanticCustomError("check-reply-long", "long", {"length": len(text), "most": LONGEST_REPLY})
    return text


ToResidents = Annotated[Words, AfterValidator(_never_accepts)]
"""Words that a resident will read."""


class ReplyTemplate(Entry):
    """One text with fields. only_for: ids of domains or services; none for the one that serves all the others."""

    only_for: tuple[Words, ...] = Field((), alias="pour")
    text: Annotated[ToResidents, AfterValidator(_is_short), AfterValidator(_has_sound_fields)] = Field(alias="texte")


def _serve_all_once(variants: tuple[ReplyTemplate, ...]) -> tuple[ReplyTemplate, ...]:
    if sum(not variant.only_for for variant in variants) != 1:
        raise PydanticCustomError("check-reply-general", "general")
    named = [id for variant in variants for id in variant.only_for]
    for id in named:
        if named.count(id) > 1:
            raise PydanticCustomError("check-reply-twice", "twice", {"id": id})
    return variants


Variants = Annotated[tuple[ReplyTemplate, ...], AfterValidator(_serve_all_once)]


class ReplyTemplates(Entry):
    """What is prepared for a resident, by kind; each with exactly one variant for any service."""

    acknowledgement: Variants = Field(alias="accuse")
    holding: Variants = Field(alias="attente")
    done: Variants = Field(alias="finale_faite")
    refused: Variants = Field(alias="finale_refus")
    oriented: Variants = Field(alias="finale_orientee")
    transmission: Variants
