"""How responsive the town means to be: the words that say how grave, how wide, how fragile, how repeated, how lasting a thing is."""

from __future__ import annotations

from pydantic import Field

from config.entries import Entry, Words

POINTS = 2
"""The most that one criterion counts."""


class Sign(Entry):
    """What gives a criterion its points. words, patterns, exceptions: as of a danger (dangers.yaml).

    services: ids of services or domains that have it whatever the sentence says.
    """

    points: int = Field(ge=1, le=POINTS)
    words: tuple[Words, ...] = Field((), alias="mots")
    patterns: tuple[Words, ...] = Field((), alias="motifs")
    exceptions: tuple[Words, ...] = ()
    services: tuple[Words, ...] = ()


class Responsiveness(Entry):
    """The five criteria (domain.md §2.7), each 0 to 2 points. Who asks, how loudly and how often is none of them."""

    severity: tuple[Sign, ...] = Field((), alias="gravite")
    extent: tuple[Sign, ...] = Field((), alias="etendue")
    frailty: tuple[Sign, ...] = Field((), alias="fragilite")
    recurrence: tuple[Sign, ...] = ()
    reversibility: tuple[Sign, ...] = Field((), alias="reversibilite")


CRITERIA: tuple[str, ...] = tuple(Responsiveness.model_fields)
WRITTEN: tuple[str, ...] = tuple(field.alias or name for name, field in Responsiveness.model_fields.items())
"""The criteria as the town writes them, in the same order."""
