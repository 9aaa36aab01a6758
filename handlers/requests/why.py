"""Why a request is proposed where it is: the rule, the words, what was settled alike, and why not the next one. One line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.entries import cut, name_of, short_name
from handlers.desk import Desk
from handlers.messages import Button
from handlers.requests import settled
from handlers.routing.verdict import Choice, Question
from handlers.routing.verdict import question as question_of
from storage.tables import Request

BUTTON, EXAMPLE = 32, 80
"""Signs of a service on a button, on one line of a phone; of an example."""
WORTH_SAYING = 0.02
"""A runner-up less likely than this needs no reason."""


def offered(desk: Desk, request: Request) -> list[Choice]:
    """What was proposed and the town still has. What an earlier release kept says neither direction nor rules."""
    found = []
    for each in request.proposal:
        service = desk.town.services.get(each["service"])
        direction = each.get("direction") or (service.direction if service else "")
        if service and direction in desk.town.directions:
            rules = tuple(id for id in each.get("rules", ()) if id in desk.town.rules)
            found.append(Choice(service.id, direction, each.get("competence") or service.competence, each["probability"],
                                tuple(each["words"]), each["nearest"], rules, tuple(each.get("said", ()))))
    return found


def offer_of(desk: Desk, request: Request, service_id: str) -> Choice | None:
    return next((each for each in offered(desk, request) if each.service == service_id), None)


def disagree(request: Request) -> bool:
    """Whether a rule and the words, or two rules, contradict each other."""
    return bool(request.proposal) and bool(request.proposal[0].get("disagree"))


def titled(desk: Desk, request: Request, service_id: str | None) -> str:
    """« Nid-de-poule · probable »; without a band where a person chose."""
    service = desk.town.services.get(service_id or "")
    if service is None:
        return desk.word("card-no-service")
    first = request.proposal[0] if request.proposal else {}
    band = first.get("band", "unknown")
    ours = request.service == service.id == first.get("service") and not first.get("disagree") and band != "unknown"
    return desk.word("card-service-band", service=service.name, band=desk.word(f"band-{band.replace('_', '-')}")) if ours else service.name


def lines(desk: Desk, request: Request, service_id: str | None, choices: Sequence[Choice]) -> Iterator[str]:
    """The rule, the words, the request settled alike, and the runner-up, when the choice is ours; nothing when a person chose."""
    choice = next((each for each in choices if each.service == service_id), None)
    if choice is None:
        return
    for id in choice.rules:
        said = ", ".join(desk.word("quoted", text=each) for each in choice.said)
        yield desk.word("card-rule-words" if said else "card-rule", reason=desk.town.rules[id].reason, words=said)
    yield _words(desk, choice)
    yield settled.line(desk, request, choice.service)
    if choice == choices[0] and request.service == choice.service:
        yield _aside(desk, request, choices, question(desk, request, choices))


def either(desk: Desk, request: Request, choices: Sequence[Choice]) -> Iterator[str]:
    """The two that contradict each other, each with where it goes and its reason."""
    for each in choices[:2]:
        yield desk.word("card-either", what=desk.word("card-either-service", service=short(desk.town.services[each.service].name),
                                                      where=where_to(desk, each)), why=reasons(desk, each))
    yield settled.line(desk, request, *(each.service for each in choices[:2]))


def where_to(desk: Desk, choice: Choice) -> str:
    """« Métropole › Propreté urbaine »."""
    return desk.word("card-where-to", competence=short(name_of(desk.town.competences, choice.competence)),
                     direction=name_of(desk.town.directions, choice.direction))


def reasons(desk: Desk, choice: Choice) -> str:
    """« règle : les parties communes sont au bailleur », else the words: in few words, for one line of two."""
    if choice.rules:
        return "; ".join(desk.word("either-rule", reason=desk.town.rules[id].reason) for id in choice.rules)
    if choice.words:
        return desk.word("either-words", words=", ".join(desk.word("quoted", text=word) for word in choice.words))
    return desk.word("either-near", near=cut(choice.nearest, EXAMPLE)) if choice.nearest else desk.word("either-catalogue")


def question(desk: Desk, request: Request, choices: Sequence[Choice]) -> Question | None:
    """What tells the first two apart, while we are not sure and nobody has chosen another."""
    first = request.proposal[0] if request.proposal else {}
    if not choices or first.get("band", "sure") == "sure" or request.service not in (None, choices[0].service):
        return None
    one_service = disagree(request) and len({each.service for each in choices[:2]}) == 1  # which direction is no question of subject
    return None if one_service else question_of(desk.town, choices)


def buttons(desk: Desk, request: Request, choices: Sequence[Choice], asked: Question | None) -> list[Button]:
    """The others to choose from, those that the question tells apart first, as its answers. Nothing that no word speaks for."""
    answers = {asked.yes: "button-yes-service", asked.no: "button-no-service"} if asked else {}
    others = [each for each in choices if (each.service != request.service) and (each.rules or each.words or each.nearest)]
    same = {each.service for each in others if [other.service for other in others].count(each.service) > 1}
    found = []
    for each in sorted(others, key=lambda each: each.service not in answers):
        label = desk.town.directions[each.direction].name if each.service in same else desk.town.services[each.service].name
        to = f"/{each.direction}" if each.rules or each.service in same else ""
        found.append(Button(f"requests.record:{request.id}/{each.service}{to}", answers.get(each.service, "button-service"),
                            {"service": short(label)}))
    return found


def short(name: str) -> str:
    """A name for a button."""
    return cut(short_name(name), BUTTON)


def _words(desk: Desk, choice: Choice) -> str:
    words = ", ".join(desk.word("quoted", text=word) for word in choice.words)
    near = "" if choice.rules else cut(choice.nearest, EXAMPLE)  # a rule is reason enough
    if words:
        return desk.word("card-why" if near else "card-why-words", words=words, near=near)
    return desk.word("card-why-near", near=near) if near else ""


def _aside(desk: Desk, request: Request, choices: Sequence[Choice], asked: Question | None) -> str:
    """Why not the next one; nothing of one that no word speaks for while the question asks about it."""
    aside = request.proposal[0].get("aside")
    service = desk.town.services.get(aside["service"]) if aside else None
    if aside is None or service is None:
        return ""
    if aside["rule"] in desk.town.rules:
        return desk.word("card-aside-rule", service=service.name, reason=desk.town.rules[aside["rule"]].reason)
    likely = next((each.probability for each in choices if each.service == service.id), 0.0)
    if likely < WORTH_SAYING:
        return ""
    words = ", ".join(desk.word("quoted", text=word) for word in aside["words"])
    if not words and asked and service.id in (asked.yes, asked.no):
        return ""
    return desk.word("card-aside-words" if words else "card-aside", service=service.name, words=words)
