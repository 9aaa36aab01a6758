"""Who answers for people's data in a town, who was consulted, what was decided: what no code can know. All of it may be absent."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from config.directory import Email
from config.entries import Entry, Words


class Controller(Entry):
    """Who answers for the processing before the law."""

    name: Words = Field(alias="nom")
    address: Words = Field(alias="adresse")
    represented_by: Words = Field(alias="represente_par")


class Officer(Entry):
    """The data protection officer. address: by post."""

    name: Words = Field(alias="nom")
    email: Email = Field(alias="courriel")
    address: Words | None = Field(None, alias="adresse")


class Host(Entry):
    """Whose machine it is, and in which country it stands."""

    name: Words = Field(alias="nom")
    country: Words = Field(alias="pays")


class Consultation(Entry):
    """A body of staff representatives that was consulted. on: the day of its opinion."""

    body: Words = Field(alias="instance")
    on: date = Field(alias="le")
    opinion: Words = Field(alias="avis")


class Opinion(Entry):
    """What somebody concluded of the impact assessment. by: their function."""

    on: date = Field(alias="le")
    by: Words = Field(alias="par")
    opinion: Words = Field(alias="avis")


class Processing(Entry):
    """What was decided of one processing. kept: how long, where Relais itself erases nothing."""

    basis: Words | None = Field(None, alias="base_legale")
    kept: Words | None = Field(None, alias="conservation")


class Processings(Entry):
    requests: Processing = Field(Processing(), alias="demandes")
    delays: Processing = Field(Processing(), alias="delais")
    surveys: Processing = Field(Processing(), alias="enquetes")
    training: Processing = Field(Processing(), alias="formation")
    log: Processing = Field(Processing(), alias="journal")
    accounts: Processing = Field(Processing(), alias="comptes")
    priorities: Processing = Field(Processing(), alias="priorites")


class Plan(Entry):
    """Who does each thing that the impact assessment leaves to do, and by when."""

    disk: Words | None = Field(None, alias="chiffrement_disque")
    machine: Words | None = Field(None, alias="acces_serveur")
    erasing: Words | None = Field(None, alias="effacements")
    networks: Words | None = Field(None, alias="messageries")
    copies: Words | None = Field(None, alias="sauvegardes")
    rights: Words | None = Field(None, alias="droits")
    review: Words | None = Field(None, alias="revue")


class Governance(Entry):
    """What the documents of `relais privacy documents` leave open until a town says it (docs/privacy.md)."""

    controller: Controller | None = Field(None, alias="responsable")
    officer: Officer | None = Field(None, alias="dpo")
    contact: Words | None = Field(None, alias="interlocuteur")
    host: Host | None = Field(None, alias="hebergeur")
    matrix_host: Host | None = Field(None, alias="serveur_matrix")
    informed_on: date | None = Field(None, alias="agents_informes_le")
    residents_told: Words | None = Field(None, alias="information_habitants")
    consultations: Annotated[tuple[Consultation, ...], Field(strict=False)] = ()
    processings: Processings = Field(Processings(), alias="traitements")
    plan: Plan = Field(Plan(), alias="plan_action")
    officer_opinion: Opinion | None = Field(None, alias="avis_dpo")
    decision: Opinion | None = None
