"""The town's rules of routing: a condition, what it does, and the reason that people read."""

from __future__ import annotations

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from config.catalogue import Service
from config.entries import Entry, Id, ServiceId, Words


class Rule(Entry):
    """All the conditions that are written must hold; of one list, one entry is enough.

    services, competences: what the request is proposed for (a domain counts for all its services). words, patterns, exceptions: as of a
    danger (dangers.yaml). mairies: whose quarter holds the place said; streets; roads: kinds of road, « quai », « place ».
    Then one of: service (it is for that one), direction with competence (who does it here), excludes (those services are not proposed).
    reason: why, in the words shown to people.
    """

    id: Id
    services: tuple[Words, ...] = ()
    competences: tuple[Id, ...] = ()
    words: tuple[Words, ...] = Field((), alias="mots")
    patterns: tuple[Words, ...] = Field((), alias="motifs")
    exceptions: tuple[Words, ...] = ()
    mairies: tuple[Id, ...] = ()
    streets: tuple[Words, ...] = Field((), alias="rues")
    roads: tuple[Words, ...] = Field((), alias="voies")
    service: ServiceId | None = None
    direction: Id | None = None
    competence: Id | None = None
    excludes: bool = Field(False, alias="exclut")
    reason: Words = Field(alias="raison")

    @model_validator(mode="after")
    def _does_one_thing(self) -> Rule:
        if [self.service is not None, self.direction is not None, self.excludes].count(True) != 1:
            raise PydanticCustomError("check-rule-effect", "effect", {"id": self.id})
        if (self.direction is None) != (self.competence is None):
            raise PydanticCustomError("check-rule-competence", "competence", {"id": self.id})
        if self.service is None and not (self.services or self.competences):
            raise PydanticCustomError("check-rule-of-what", "of what", {"id": self.id})
        if not any((self.services, self.competences, self.words, self.patterns, self.mairies, self.streets, self.roads)):
            raise PydanticCustomError("check-rule-always", "always", {"id": self.id})
        return self

    def concerns(self, service: Service) -> bool:
        """Whether a service is among those it names; every service is where it names none."""
        named = not self.services or service.id in self.services or service.domain in self.services
        return named and (not self.competences or service.competence in self.competences)
