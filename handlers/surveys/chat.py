"""What people do: agree, choose a rhythm, answer in one tap, withdraw. No answer is written anywhere but on a sealed ballot."""

from __future__ import annotations

from datetime import date, timedelta

from config.surveys import WINDOW_DAYS
from handlers.desk import Desk
from handlers.feature import Answer, Handler
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.rules import plain
from handlers.surveys.questions import asked, noted, step
from handlers.surveys.rules import ASKED, PASS, PAUSE_DAYS, RESPONDENTS, SLOW, THEMES, is_scale, meant, slower
from storage import ballots, surveys
from storage.tables import SurveyMember

STOP = frozenset({"stop", "fin", "arreter", "jamais", "end"})


# --- settings ---


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/sondage: the notice before anything else, then my rhythm. /sondage stop: not any more, and what I said this time is erased."""
    _refuse_where_there_is_none(desk)
    mine = surveys.member(desk.store, desk.who.id)
    if plain(argument) in STOP:
        return _withdrawn(desk)
    if mine is None or mine.consented_on is None:
        return notice(desk, desk.got.chat.platform if desk.got else "")
    return _rhythms(mine.rhythm)


def notice(desk: Desk, network: str) -> Reply:
    """Who sees what, the network too, before any question."""
    rules = desk.town.surveys
    rhythm = rules.rhythm if rules else ASKED[1]
    buttons = (
        Button(f"surveys.agree:{rhythm}", "button-agree"),
        *(Button(f"surveys.agree:{each}", "button-rhythm", {"rhythm": each}) for each in ASKED if each != rhythm),
        Button("surveys.rhythm:jamais", "button-no-survey"),
    )
    return Reply("survey-notice", {"network": network, "k": rules.k if rules else 5, "rhythm": rhythm}, choices=buttons, edits=False)


def _rhythms(now: str, *, among: tuple[str, ...] = (*ASKED, "pause", "jamais")) -> Reply:
    buttons = tuple(Button(f"surveys.rhythm:{each}", "button-rhythm", {"rhythm": each}) for each in among if each != now)
    return Reply("survey-settings", {"rhythm": now}, choices=buttons, edits=False)


def agree(desk: Desk, _got: Incoming, argument: str) -> Reply:
    _refuse_where_there_is_none(desk)
    surveys.put_member(desk.store, desk.who.id, rhythm=argument, consented_on=desk.today, silences=0, slower_offered=False)
    return Reply("survey-agreed", {"rhythm": argument})


def rhythm(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Deux fois par semaine], [Pause], [Ne plus recevoir]."""
    if argument == "jamais":
        return _withdrawn(desk)
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None or mine.consented_on is None:
        raise Refusal("button-stale")
    if argument == "pause":
        before = mine.rhythm if mine.rhythm in ASKED else mine.before
        until = desk.today + timedelta(days=PAUSE_DAYS)
        surveys.put_member(desk.store, desk.who.id, rhythm="pause", before=before, resumes_on=until, silences=0)
        return Reply("survey-resting", {"until": until})
    surveys.put_member(desk.store, desk.who.id, rhythm=argument, before=None, resumes_on=None, silences=0, slower_offered=False)
    return Reply("survey-rhythm", {"rhythm": argument})


def _withdrawn(desk: Desk) -> Reply:
    """In one act: no question any more, and of the window under way, nothing that they said is left."""
    surveys.put_member(desk.store, desk.who.id, rhythm="jamais", before=None, resumes_on=None, consented_on=None, questions=[], stage=0)
    for window in surveys.open_windows(desk.store):
        ballots.forget(desk.store, desk.window_keys, window.id, desk.who.id)
    return Reply("survey-withdrawn")


# --- answers ---


def in_private(run: Handler) -> Handler:
    """What is done only where nobody else reads."""

    def alone(desk: Desk, got: Incoming, argument: str) -> Answer:
        return run(desk, got, argument) if got.private else Reply("survey-private")

    return alone


def answer(desk: Desk, got: Incoming, argument: str) -> None:
    """One tap. argument: the day, the stage, and the place of the answer."""
    day, stage, place = argument.split("/")
    _done(desk, got, date.fromisoformat(day), int(stage), int(place))


def skip(desk: Desk, got: Incoming, argument: str) -> None:
    """[Passer]: done like any other, with a blank ballot, so that nothing tells one who passes from one who answers."""
    day, stage = argument.split("/")
    _done(desk, got, date.fromisoformat(day), int(stage), None)


def slow(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """[Ralentir]: a slower rhythm, down to none."""
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None:
        raise Refusal("survey-over")
    return _rhythms(mine.rhythm, among=slower(mine.rhythm))


def word(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """An answer typed, as on Matrix: a number, « p », « r »."""
    day, stage = date.fromisoformat(argument.split("/")[0]), int(argument.split("/")[1])
    mine = _open(desk, day, stage)
    question = mine.questions[stage]
    labels = [label for _, label in desk.town.answers(desk.town.questions[question])]
    said = meant(got.text, labels, scale=is_scale(desk.town, question))
    if said == SLOW:
        return slow(desk, got, argument)
    if said is None:
        _take_away(desk, got)
        last = labels[-1] if is_scale(desk.town, question) else str(len(labels))
        return Reply("survey-outside", {"first": labels[0] if is_scale(desk.town, question) else "1", "last": last},
                     ask=step(day, stage), edits=False)
    _done(desk, got, day, stage, None if said == PASS else int(said))
    return None


def over(_desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """A button of a message that was rewritten since."""
    raise Refusal("survey-over")


def _done(desk: Desk, got: Incoming, day: date, stage: int, place: int | None) -> None:
    """A question is answered, or passed (place None): the ballot is cast, and the message goes on to the next, or ends."""
    mine = _open(desk, day, stage)
    question = mine.questions[stage]
    answers = desk.town.answers(desk.town.questions[question])
    if place is not None and not 0 <= place < len(answers):
        raise Refusal("survey-over")
    if not surveys.advance(desk.store, desk.who.id, day, stage):
        raise Refusal("survey-over")
    _cast(desk, question, "" if place is None else answers[place][0])
    _take_away(desk, got)
    following = mine.questions[stage + 1 :]
    if not following:
        desk.say(noted(desk), over=mine.card)
        return
    desk.say(asked(desk, day, stage + 1, following[0], key="survey-ask-more"), over=mine.card)
    desk.expect(step(day, stage + 1))


def _open(desk: Desk, day: date, stage: int) -> SurveyMember:
    """Theirs, while that very question waits for an answer, today."""
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None or mine.asked_on != day or day != desk.today or mine.stage != stage or stage >= len(mine.questions):
        raise Refusal("survey-over")
    if mine.questions[stage] not in desk.town.questions:  # the town took it out of its bank meanwhile
        raise Refusal("survey-over")
    return mine


def _cast(desk: Desk, question: str, given: str) -> None:
    window = surveys.window_of(desk.store, desk.today, WINDOW_DAYS)
    who = desk.who
    ballots.cast(desk.store, desk.window_keys, window, person_id=who.id, mairie=who.mairie, leads=who.role == "sg", question=question,
                 answer=given)


def _take_away(desk: Desk, got: Incoming) -> None:
    """What was typed goes, where the network lets us."""
    if got.kind == "message" and got.message and got.chat.platform in desk.hall.erasers:
        desk.erase(got.message, otherwise=Reply("survey-erase-failed"))


def _refuse_where_there_is_none(desk: Desk) -> None:
    if desk.town.surveys is None or not desk.town.is_on("enquetes", desk.who.mairie):
        raise Refusal("survey-none")


# --- training ---


def training(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """/formation: on what would you like to get better? One tap, in the same ballot as everything else."""
    _refuse_where_there_is_none(desk)
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None or mine.consented_on is None:
        return notice(desk, desk.got.chat.platform if desk.got else "")
    if THEMES not in desk.town.questions or desk.who.role not in RESPONDENTS:
        raise Refusal("survey-none")
    buttons = tuple(
        Button(f"surveys.theme:{desk.today}/{id}", "button-plain", {"label": theme.name}) for id, theme in desk.town.training_themes.items()
    )
    return Reply("survey-themes", choices=buttons, layout="list", edits=False)


def theme(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Désamorcer l'agressivité]. A wish is one ballot more of the training question."""
    day, id = argument.split("/")
    mine = surveys.member(desk.store, desk.who.id)
    if day != str(desk.today) or mine is None or mine.consented_on is None or id not in desk.town.training_themes:
        raise Refusal("survey-over")
    _cast(desk, THEMES, id)
    _take_away(desk, got)
    return noted(desk)
