"""What a town does and who does it: domains, services, directions, delays, dangers, and the words used to sort requests."""

from __future__ import annotations

import re
import warnings
from collections.abc import Container, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from config.entries import ById, ByWeekdays, Entry, Id, Named, ServiceId, Term, Week, Words
from config.replies import ReplyTemplates, ToResidents
from config.responsiveness import Responsiveness


class Competence(Named):
    """Who is competent by law or by agreement. can_be_sent: Relais may hand the request over, not only point to somebody.

    passed_on: another administration, to which a written request that reached us by mistake is passed on (CRPA L114-2);
    a private person or an operator is none, and a resident's letter is not given to them.
    """

    can_be_sent: bool = Field(alias="transmissible")
    passed_on: bool = Field(False, alias="transmission_si_ecrit")
    note: Words | None = None


class DelayClass(Named):
    """Three clocks: somebody commits (taking), the resident knows (first_answer), it is done or dated (resolution)."""

    priority: Literal["danger", "urgent", "normal", "programme"] = Field(alias="priorite")
    calendar: Literal["24_7", "ouvre"] = Field(alias="calendrier")
    taking: Term = Field(alias="prise_en_charge")
    first_answer: Term = Field(alias="premiere_reponse")
    resolution: Term
    announced_date_max_months: int | None = Field(None, alias="date_annoncee_max_mois", gt=0, le=120)
    resident_follow_up_days: int | None = Field(None, alias="relance_usager_jours_calendaires", gt=0, le=3650)
    note: Words | None = None


class Channel(Named):
    """A door by which a request arrives. written: the legal clock of a written request may run."""

    aliases: tuple[Words, ...] = Field((), alias="alias")
    written: bool = Field(alias="ecrit")


class Requester(Named):
    """A kind of person who asks; never a person."""


class Reason(Named):
    """Why a request was closed or reopened."""


class TransferReason(Named):
    """Why a request goes from one direction to another."""

    counts_as_ping_pong: bool = Field(alias="compte_ping_pong")


class HoldReason(Named):
    """Why a request waits. resident_words: how a resident is told, after « il faut encore patienter : »."""

    stops_clock: bool = Field(alias="suspend_horloge")
    resident_words: ToResidents | None = Field(None, alias="pour_habitant")


class Direction(Named):
    """A direction of the City or the Metropolis, or a partner outside. hours: None for a partner.

    on_call: somebody answers the configured telephone day and night (never this chat alone).
    sending: how a request reaches it; "messagerie" is Relais itself.
    """

    authority: Literal["ville", "metropole", "externe"] = Field(alias="collectivite")
    hours: Annotated[Week, ByWeekdays()] | None = Field(None, alias="horaires")
    on_call: bool = Field(False, alias="astreinte")
    sending: Literal["messagerie", "orientation", "convention_gup", "telephone"] = Field("messagerie", alias="transmission")
    note: Words | None = None

    @model_validator(mode="after")
    def _ours_says_when_it_is_open(self) -> Direction:
        if self.authority != "externe" and self.hours is None:
            raise PydanticCustomError("check-direction-hours", "hours missing", {"id": self.id})
        return self


class Danger(Named):
    """Words that put the telephone before the form, whatever the service.

    words: whole expressions. patterns: the small grammar explained in dangers.yaml. exceptions: fragments taken out of the text first.
    """

    words: tuple[Words, ...] = Field(alias="mots")
    patterns: tuple[Words, ...] = Field((), alias="motifs")
    exceptions: tuple[Words, ...] = ()
    call: Words = Field(alias="appeler")
    instruction: Words = Field(alias="consigne")


class DangerExample(Entry):
    """A sentence and the danger it means, "aucun" for none."""

    text: Words = Field(alias="texte")
    expected: Id = Field(alias="attendu")


def _is_a_pattern(text: str) -> str:
    try:
        with warnings.catch_warnings(action="error", category=FutureWarning):  # it will mean something else one day
            re.compile(text)
    except (re.error, FutureWarning) as error:
        raise PydanticCustomError("check-pattern", "pattern", {"detail": str(error)}) from None
    return text


class PrivacyFilter(Entry):
    """What a resident's data looks like. action: "masquer" replaces it by the label, "avertir" proposes to."""

    id: Id
    pattern: Annotated[str, AfterValidator(_is_a_pattern)] = Field(alias="motif")
    label: Words = Field(alias="etiquette")
    action: Literal["masquer", "avertir"]
    exceptions: tuple[Words, ...] = ()
    note: Words | None = None


class Confusion(Entry):
    """A service often taken for this one, and the question that tells them apart."""

    service: ServiceId
    question: Words = Field(alias="question_pour_departager")


class Crpa(Entry):
    """How the code of relations between the public and the administration sees such a request."""

    regime: Literal["signalement", "demande", "demarche", "reclamation", "sans_objet"]
    silence: Literal["sans_decision", "a_verifier", "rejet_2_mois", "rejet_1_mois", "acceptation_2_mois"]


class Service(Entry):
    """One thing people ask for. phrases: how they say it, what the router learns from. profile "complement": may be switched off.

    weather: when it rises, a storm or frost is likelier than a need.
    """

    id: ServiceId
    name: Words = Field(alias="nom")
    kind: Literal["signalement", "reclamation", "demande", "information", "proposition"] = Field(alias="type")
    profile: Literal["standard", "complement"] = Field("standard", alias="profil")
    competence: Id
    competence_note: Words | None = Field(None, alias="note_competence")
    direction: Id
    delay: Id = Field(alias="delai")
    place_required: bool = Field(alias="lieu_requis")
    photo_useful: bool = Field(alias="photo_utile")
    sensitive: bool = Field(alias="donnees_sensibles_probables")
    weather: bool = Field(False, alias="meteo")
    crpa: Crpa
    keywords: tuple[Words, ...] = Field((), alias="mots_cles")
    danger_words: tuple[Words, ...] = Field((), alias="mots_danger")
    questions: tuple[Words, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    agent_instruction: Words | None = Field(None, alias="consigne_agent")
    phrases: tuple[Words, ...] = Field(alias="formulations", min_length=1)

    @property
    def domain(self) -> str:
        """The id of its domain: « voirie » for « voirie.nid_de_poule »."""
        return self.id.partition(".")[0]

    def confused_only_with(self, used: Container[str]) -> Service:
        """The same service, without the confusions with services that the town does not use."""
        return self.model_copy(update={"confusions": tuple(confusion for confusion in self.confusions if confusion.service in used)})


class Domain(Named):
    """A family of services: one file of services/."""

    services: Annotated[Mapping[str, Service], ById()]


class Catalogue(Entry):
    """Every table about requests, whatever the territory."""

    domains: Annotated[Mapping[str, Domain], ById()] = Field(alias="domaines")
    directions: Annotated[Mapping[str, Direction], ById()]
    competences: Annotated[Mapping[str, Competence], ById()]
    delay_classes: Annotated[Mapping[str, DelayClass], ById()] = Field(alias="classes_delai")
    channels: Annotated[Mapping[str, Channel], ById()] = Field(alias="points_arrivee")
    requesters: Annotated[Mapping[str, Requester], ById()] = Field(alias="demandeurs")
    transfer_reasons: Annotated[Mapping[str, TransferReason], ById()] = Field(alias="motifs_transfert")
    hold_reasons: Annotated[Mapping[str, HoldReason], ById()] = Field(alias="motifs_attente")
    closing_reasons: Annotated[Mapping[str, Reason], ById()] = Field(alias="motifs_cloture")
    reopening_reasons: Annotated[Mapping[str, Reason], ById()] = Field(alias="motifs_reouverture")
    dangers: Annotated[Mapping[str, Danger], ById()]
    danger_negations: tuple[Words, ...] = Field(alias="negations_danger")
    danger_examples: tuple[DangerExample, ...] = Field((), alias="exemples_danger")
    responsiveness: Responsiveness = Field(default_factory=Responsiveness, alias="reactivite")
    responsiveness_negations: tuple[Words, ...] = Field((), alias="negations_reactivite")
    privacy_filters: Annotated[Mapping[str, PrivacyFilter], ById()] = Field(alias="filtres_vie_privee")
    reply_templates: ReplyTemplates = Field(alias="reponses")
    acknowledgement_days: int = Field(7, alias="delai_accuse_jours", ge=1, le=15)
    abbreviations: Mapping[str, Words] = Field(default_factory=dict, alias="abreviations")
    disabled_services: tuple[ServiceId, ...] = Field((), alias="services_desactives")

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """Every service that the town uses, by id, in the catalogue's order."""
        used = {
            id: service for domain in self.domains.values() for id, service in domain.services.items() if id not in self.disabled_services
        }
        if self.disabled_services:
            return {id: service.confused_only_with(used) for id, service in used.items()}
        return used

    @cached_property
    def confusable(self) -> Mapping[str, frozenset[str]]:
        """Of each service, those that it is often taken for and those taken for it."""
        pairs = {frozenset((id, confusion.service)) for id, service in self.services.items() for confusion in service.confusions}
        return {id: frozenset(other for pair in pairs if id in pair for other in pair if other != id) for id in self.services}
