"""The micro-surveys of a town: when and how people are asked, from how many respondents something is said, and the bank of questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from config.entries import ById, Entry, Id, Named, Opening, Words

WINDOW_DAYS = 28
"""Answers are counted together over this long, and never published for less."""

RANGES = (Opening.parse("09:00-11:30"), Opening.parse("13:30-17:00"))
"""Where a town says nothing: neither at the opening nor over lunch."""

Rhythm = Literal["quotidien", "deux_par_semaine", "hebdo"]


def _hour(text: Any) -> time:
    if isinstance(text, time):
        return text
    try:
        start = Opening.parse(f"{str(text)[:5]}-24:00").start
    except PydanticCustomError:
        raise PydanticCustomError("check-hour", "hour", {"given": str(text)}) from None
    return time(*divmod(start, 60))


class Rules(Entry):
    """How a town asks. ranges: within which a person may choose another hour; none: everybody is asked at the same one.

    core: the question of every day. k: fewest respondents of a mairie; it may be raised, never lowered.

    slow_after, pause_after: asks without an answer. shown_after: days between the end of a window and its result.
    open_question: whether something is asked in words, once a week, where nobody on the way can read it.
    resources: whom to turn to, shown to everybody after each answer, the same whatever it was.
    """

    hour: Annotated[time, PlainValidator(_hour)] = Field(alias="heure")
    ranges: tuple[Annotated[Opening, PlainValidator(Opening.parse)], ...] = Field(RANGES, alias="plages", max_length=3, strict=False)
    rhythm: Rhythm = Field("deux_par_semaine", alias="rythme_defaut")
    core: Id = Field(alias="noyau")
    gap_days: int = Field(20, alias="delai_question_jours", ge=20)
    sensitive_a_month: int = Field(2, alias="sensibles_par_mois", ge=0, le=2)
    slow_after: int = Field(3, alias="ralentir_apres", ge=1)
    pause_after: int = Field(8, alias="pause_apres", ge=2)
    k: int = Field(5, alias="seuil", ge=5)
    shown_after: int = Field(3, alias="differe_jours", ge=0, le=28)
    open_question: bool = Field(False, alias="question_ouverte")
    not_before_elections: bool = Field(True, alias="suspendre_en_periode_electorale")
    resources: tuple[Words, ...] = Field(alias="ressources", min_length=1, strict=False)

    def in_words_on(self, network: str) -> bool:
        """Whether something may be asked in words on a network: never on Telegram, which is not encrypted from end to end with a bot."""
        return self.open_question and network != "telegram"


class Degree(Entry):
    """One of a scale's answers."""

    value: int = Field(alias="v", ge=0, le=99)
    label: Words = Field(alias="t")


class Scale(Entry):
    """How a question is answered: a number from low to high, one of a few degrees, one of the question's own options, or words."""

    id: Id
    kind: Literal["entier", "choix", "options", "texte"] = Field(alias="type")
    low: int = Field(0, alias="min", ge=0)
    high: int = Field(0, alias="max", le=10)
    degrees: tuple[Degree, ...] = Field((), alias="valeurs", max_length=6, strict=False)


class Dimension(Named):
    """What questions are about. basis: the instruments that inspired it; none of their items is used."""

    basis: Words | None = Field(None, alias="repere")


class Question(Entry):
    """One question of the bank. when: "lundi" is a person's first ask of the week, "vendredi" their last. good: the end that is."""

    id: Id
    dimension: Id
    when: Literal["noyau", "rotation", "lundi", "vendredi", "trimestre"] = Field(alias="quand")
    scale: Id = Field(alias="echelle")
    good: Literal["haut", "bas", "neutre"] = Field(alias="favorable")
    sensitive: bool = Field(alias="sensible")
    text: Words = Field(alias="texte")
    options: tuple[Words, ...] = Field((), max_length=24, strict=False)
    options_of: Literal["themes_formation"] | None = Field(None, alias="options_de")


class Theme(Named):
    """What people may be trained in. measure: what requests tell of it, before and after a session; None when they tell nothing."""

    measure: Literal["orientation", "renvois", "reouvertures"] | None = Field(None, alias="mesure")


class Bank(Entry):
    """What a town has of surveys; nothing when `surveys` is None. Mappings are by id, in the order of the file."""

    surveys: Rules | None = Field(None, alias="enquete")
    scales: Annotated[Mapping[str, Scale], ById()] = Field(default_factory=dict, alias="echelles")
    dimensions: Annotated[Mapping[str, Dimension], ById()] = Field(default_factory=dict)
    questions: Annotated[Mapping[str, Question], ById()] = Field(default_factory=dict)
    training_themes: Annotated[Mapping[str, Theme], ById()] = Field(default_factory=dict, alias="themes_formation")

    def is_open(self, question: str) -> bool:
        """Whether the bank has it, and it is answered in words."""
        found = self.questions.get(question)
        return found is not None and self.scales[found.scale].kind == "texte"

    def open_questions(self) -> list[str]:
        return [id for id in self.questions if self.is_open(id)]

    def answers(self, question: Question) -> tuple[tuple[str, str], ...]:
        """What may be answered: (what is counted, what is shown). Nothing for a question answered in words."""
        scale = self.scales[question.scale]
        if scale.kind == "entier":
            return tuple((str(number), str(number)) for number in range(scale.low, scale.high + 1))
        if question.options_of:
            return tuple((id, theme.name) for id, theme in self.training_themes.items())
        if scale.kind == "options":
            return tuple((str(place), label) for place, label in enumerate(question.options))
        return tuple((str(degree.value), degree.label) for degree in scale.degrees)
