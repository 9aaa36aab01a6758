"""What is proposed for a sentence once the town's rules, the place and the words have been heard, and how sure it is. Pure.

A rule that decides goes first; where a rule and the words disagree, or two rules, both are proposed and nothing is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from config.words import fold
from handlers.routing.expressions import Watch, found, watch
from handlers.routing.memory import SURE
from handlers.routing.rules import Suggestion, unsure

if TYPE_CHECKING:
    from config.routing_rules import Rule
    from config.town import Town

Band = Literal["sure", "probable", "to_confirm", "unknown"]

PROBABLE = 0.5
"""Probabilities are calibrated: « probable » is right more often than not, « sûr » (from SURE on) four times out of five at least."""
SHOWN = 3
HEARD = 6
"""Suggestions to ask the router for: rules may set some aside, and three are shown."""
ASKED = 0.05
"""A service less likely than this is not worth a question."""
NEGATIONS = ("pas", "ni", "hors", "sauf")
REACH, STOPS = 1, ",;.:!?()\n"
"""A negation counts for what follows it at once: « pas dans le parc »; « pas de lumière dans le parc » is in the park all the same."""


class Where(NamedTuple):
    """What is known of the place: its mairie's id, None when nothing says it or several may be; the street's name, "" without."""

    mairie: str | None = None
    street: str = ""


class Choice(NamedTuple):
    """What may be chosen: a service and who does it there. rules: ids of those that led to it; said: the words they were found in.

    words, nearest, probability: see `rules.Suggestion`; nothing of them for a service that only a rule proposes.
    """

    service: str
    direction: str
    competence: str
    probability: float = 0.0
    words: tuple[str, ...] = ()
    nearest: str = ""
    rules: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


class Aside(NamedTuple):
    """The service that comes next, and why it is not the one: the rule that sets it aside, or the words that speak for it, if any."""

    service: str
    rule: str = ""
    words: tuple[str, ...] = ()


class Question(NamedTuple):
    """What tells two services apart (« question_pour_departager »): yes and no are services."""

    text: str
    yes: str
    no: str


class Verdict(NamedTuple):
    """choices: three at most, best first. disagree: nothing is preferred, the first two contradict each other."""

    choices: tuple[Choice, ...]
    band: Band
    disagree: bool = False
    aside: Aside | None = None

    @property
    def best(self) -> Choice | None:
        """What is preferred; None when a person must say."""
        return self.choices[0] if self.choices and self.band != "unknown" and not self.disagree else None


def where(town: Town, text: str, *, place: str | None = None, mairie: str | None = None) -> Where:
    """Read the place that rules ask about. place: what was said of it, else it is looked for in the text. mairie: of the pin, if known."""
    named = town.territory.place(place or text)
    if named is None:
        return Where(mairie)
    known = mairie or (named.mairie.id if named.mairie else None)
    return Where(known, named.name if named.kind == "street" else "")


def decide(town: Town, suggestions: Sequence[Suggestion], text: str, place: Where) -> Verdict:
    """Weigh the router's suggestions, best first, with the town's rules.

    « le banc du parc est cassé » is for the parks, because of a rule, whatever « banc » alone would say.
    """
    heard = fired(town, text, place)
    known = [each for each in suggestions if each.service_id in town.services]
    excluded = {each.service_id: rule.id for each in known for rule, _ in heard.values()
                if rule.excludes and rule.concerns(town.services[each.service_id])}
    kept = [each for each in known if each.service_id not in excluded]
    sure = bool(kept) and _is_sure(suggestions, kept, excluded)
    named = _named(town, heard, kept, excluded)
    order = dict.fromkeys([*named, *(each.service_id for each in kept)])
    by_id = {each.service_id: each for each in known}
    choices = [choice for id in order for choice in _choices(town, id, by_id.get(id), heard, named.get(id, ()))][:SHOWN]
    if not choices:
        return Verdict((), "unknown")
    likely = kept[0].service_id if sure and kept[0].probability >= PROBABLE else None
    overruled = {rule.service for rule, _ in heard.values() if rule.service and likely and _selects(rule, likely, town)}
    against = bool(named) and likely is not None and likely not in named and not overruled & set(named)
    disagree = len(named) > 1 or against or (len(choices) > 1 and choices[0].service == choices[1].service)
    if disagree:
        return Verdict(tuple(choices), "to_confirm", disagree=True)
    return Verdict(tuple(choices), _band(kept, named, likely, sure), aside=_aside(choices, excluded, suggestions))


def question(town: Town, choices: Iterable[Choice]) -> Question | None:
    """The question that tells the first of these from one of the others that is worth it, whichever of the two asks it."""
    likely = (each.service for each in choices if each.service in town.services and (each.rules or each.probability >= ASKED))
    first, *others = dict.fromkeys(likely) or [""]
    for other in others:
        for one, two in ((first, other), (other, first)):
            asked = next((each.question for each in town.services[one].confusions if each.service == two), None)
            if asked:
                return Question(asked, yes=two, no=one)
    return None


def directions(town: Town, service: str, text: str, place: Where) -> list[Choice]:
    """Who does a service there: what the catalogue says, or what a rule says; several when rules disagree."""
    return _choices(town, service, None, fired(town, text, place), ())


Heard = Mapping[str, tuple["Rule", str]]
"""The rules whose words and place are there, by id, each with the words it was found in ("" without a condition on words)."""


def fired(town: Town, text: str, place: Where) -> Heard:
    """The rules whose conditions on words and place hold, in the town's order; which services they concern is asked later."""
    said: dict[int, str] = {}
    for each in found(_watch(town), text):
        if not each.denied:
            said.setdefault(each.subject, each.said)
    street = fold(place.street, town.abbreviations)
    return {
        rule.id: (rule, said.get(number, ""))
        for number, rule in enumerate(town.rules.values())
        if (number in said or not (rule.words or rule.patterns)) and _is_there(town, rule, place.mairie, street)
    }


def _is_there(town: Town, rule: Rule, mairie: str | None, street: str) -> bool:
    """Whether the place is one of the rule's. A place that nothing says is in no quarter and no street."""
    return (
        (not rule.mairies or mairie in rule.mairies)
        and (not rule.streets or (street != "" and street in {fold(each, town.abbreviations) for each in rule.streets}))
        and (not rule.roads or any(f"{street} ".startswith(f"{fold(each, town.abbreviations)} ") for each in rule.roads))
    )


def _watch(town: Town) -> Watch:
    return town.once("routing rules", lambda: watch(
        [*town.rules.values()], negations=NEGATIONS, abbreviations=town.abbreviations, reach=REACH, stops=STOPS))


def _selects(rule: Rule, service: str, town: Town) -> bool:
    """Whether the rule names this service itself, rather than all of them."""
    return bool(rule.services or rule.competences) and rule.concerns(town.services[service])


def _named(town: Town, heard: Heard, kept: Sequence[Suggestion], excluded: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The services that rules say it is for, in the rules' order, each with the rules that say so."""
    best = town.services[kept[0].service_id] if kept else None
    named: dict[str, tuple[str, ...]] = {}
    for rule, _ in heard.values():
        if rule.service in town.services and rule.service not in excluded:
            if not (rule.services or rule.competences) or (best is not None and rule.concerns(best)):
                named[rule.service or ""] = (*named.get(rule.service or "", ()), rule.id)
    return named


def _choices(town: Town, id: str, suggested: Suggestion | None, heard: Heard, named_by: tuple[str, ...]) -> list[Choice]:
    """One service, once for each direction that may do it there."""
    service = town.services[id]
    places: dict[tuple[str, str], tuple[str, ...]] = {}
    for rule, _ in heard.values():
        if rule.direction and rule.competence and rule.concerns(service):
            to = (rule.direction, rule.competence)
            places[to] = (*places.get(to, ()), rule.id)
    probability, words, nearest = (suggested.probability, suggested.words, suggested.nearest) if suggested else (0.0, (), "")
    return [
        Choice(id, direction, competence, probability, words, nearest, (*named_by, *rules),
               tuple(dict.fromkeys(heard[each][1] for each in (*named_by, *rules) if heard[each][1])))
        for (direction, competence), rules in (places or {(service.direction, service.competence): ()}).items()
    ]


def _is_sure(suggestions: Sequence[Suggestion], kept: Sequence[Suggestion], excluded: Mapping[str, str]) -> bool:
    """Whether the words say enough: the first suggestion reached the threshold; once it is set aside, the next outweighs all the others."""
    if unsure(suggestions) or kept[0] is suggestions[0]:
        return not unsure(suggestions)
    left = 1 - sum(each.probability for each in suggestions if each.service_id in excluded)
    return kept[0].probability >= PROBABLE * left


def _band(kept: Sequence[Suggestion], named: Mapping[str, object], likely: str | None, sure: bool) -> Band:
    """A rule and the words together are sure; a rule alone, against nothing, is probable."""
    if named:
        return "sure" if likely in named else "probable"
    if not sure:
        return "unknown"
    return "sure" if kept[0].probability >= SURE else "probable" if kept[0].probability >= PROBABLE else "to_confirm"


def _aside(choices: Sequence[Choice], excluded: Mapping[str, str], suggestions: Sequence[Suggestion]) -> Aside | None:
    """The first that a rule sets aside before the best one; else the runner-up."""
    best = choices[0].service
    for each in suggestions:
        if each.service_id in excluded:
            return Aside(each.service_id, rule=excluded[each.service_id])
        if each.service_id == best:
            break
    return next((Aside(each.service, words=each.words) for each in choices[1:] if each.service != best), None)
