"""What people answer: in one tap, a typed number, a sentence, a training wish. No answer is written anywhere but on a sealed ballot."""

from __future__ import annotations

from datetime import date, timedelta

from config.surveys import WINDOW_DAYS
from handlers.desk import Desk
from handlers.feature import Answer, Handler
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.privacy.rules import mask
from handlers.surveys.questions import asked, noted, step, waits_for_a_sentence, writing, written
from handlers.surveys.rules import LONGEST, PASS, RESPONDENTS, SLOW, THEMES, is_scale, looks_like_an_answer, meant, slower
from handlers.surveys.settings import notice, rhythms, rules_of
from handlers.weeks import midnight
from storage import ballots, conversations, surveys
from storage.tables import SurveyMember


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
    _done(desk, got, *_place(argument), None)


def slow(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """[Ralentir]: a slower rhythm, down to none."""
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None:
        raise Refusal("survey-over")
    return rhythms(desk, mine, among=slower(mine.rhythm))


def word(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """An answer typed, as on Matrix: a number, « p », « r »."""
    day, stage = _place(argument)
    mine = _open(desk, day, stage)
    question = mine.questions[stage]
    in_words = desk.town.is_open(question)
    labels = ["1"] if in_words else [label for _, label in desk.town.answers(desk.town.questions[question])]
    said = meant(got.text, labels, scale=is_scale(desk.town, question))
    if said == SLOW:
        return slow(desk, got, argument)
    if said is None:
        _take_away(desk, got)
        last = labels[-1] if is_scale(desk.town, question) else "3" if in_words else str(len(labels))
        return Reply("survey-outside", {"first": labels[0] if is_scale(desk.town, question) else "1", "last": last},
                     ask=step(day, stage), edits=False)
    if in_words and said != PASS:
        write(desk, got, argument)
    else:
        _done(desk, got, day, stage, None if said == PASS else int(said))
    return None


def write(desk: Desk, got: Incoming, argument: str) -> None:
    """[Écrire]: what comes next here is the answer, until the day is over."""
    day, stage = _place(argument)
    mine = _open(desk, day, stage)
    if not _may_write(desk, got, mine.questions[stage]):
        raise Refusal("survey-over")
    _take_away(desk, got)
    desk.say(writing(desk, day, stage, mine.questions[stage]), over=mine.card)
    _await_a_sentence(desk, got, day, stage)


def sentence(desk: Desk, got: Incoming, argument: str) -> Reply | None:
    """What they wrote: masked before it is sealed. What cannot be kept is not repeated. « p » and « r » are what they always are."""
    day, stage = _place(argument)
    mine = _open(desk, day, stage)
    if not _may_write(desk, got, mine.questions[stage]):
        raise Refusal("survey-over")
    said = " ".join("".join(each if each.isprintable() else " " for each in got.text).split())  # nothing hides between two digits
    way_out = meant(said, [], scale=False)
    if way_out != PASS and (not 0 < len(said) <= LONGEST or looks_like_an_answer(said) or got.files or got.attachments):
        _take_away(desk, got)
        _await_a_sentence(desk, got, day, stage)
        return slow(desk, got, argument) if way_out == SLOW else Reply("survey-unfit", {"most": LONGEST}, edits=False)
    _done(desk, got, day, stage, None if way_out == PASS else mask(said, desk.town.privacy_filters).text)
    return None


def _may_write(desk: Desk, got: Incoming, question: str) -> bool:
    """Whether this is an open question, of a town that asks some, in a chat that nobody on the way can read."""
    rules = desk.town.surveys
    return rules is not None and rules.open_question and got.encrypted and desk.town.is_open(question)


def _await_a_sentence(desk: Desk, got: Incoming, day: date, stage: int) -> None:
    until = midnight(day + timedelta(days=1), desk.town.timezone)
    conversations.expect(desk.store, chat=str(got.chat), sender=str(got.sender), step=waits_for_a_sentence(day, stage), until=until)


def _place(argument: str) -> tuple[date, int]:
    """The day of a question, and its stage."""
    day, stage = argument.split("/")
    return date.fromisoformat(day), int(stage)


def over(_desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """A button of a message that was rewritten since."""
    raise Refusal("survey-over")


def _done(desk: Desk, got: Incoming, day: date, stage: int, said: int | str | None) -> None:
    """A question is answered, or passed: the ballot is cast, and the message goes on to the next, or ends.

    said: the place of an answer, a sentence, or None for passed.
    """
    mine = _open(desk, day, stage)
    question = mine.questions[stage]
    answers = desk.town.answers(desk.town.questions[question])
    if isinstance(said, int) and not 0 <= said < len(answers):
        raise Refusal("survey-over")
    if not surveys.advance(desk.store, desk.who.id, day, stage):
        raise Refusal("survey-over")
    _cast(desk, question, answers[said][0] if isinstance(said, int) else said or "")
    _take_away(desk, got)
    following = next(iter(mine.questions[stage + 1 :]), None)
    in_words = following is not None and desk.town.is_open(following)
    if following is None or (in_words and not _may_write(desk, got, following)):
        desk.say(written(desk, erased=_may_erase(desk, got)) if isinstance(said, str) else noted(desk), over=mine.card)
        return
    desk.say(asked(desk, day, stage + 1, following, key="survey-ask-open" if in_words else "survey-ask-more"), over=mine.card)
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
    who, in_words = desk.who, desk.town.is_open(question)
    ballots.cast(desk.store, desk.window_keys, window, person_id=who.id, mairie=None if in_words else who.mairie,
                 leads=who.role == "sg" and not in_words, question=question, answer=given)


def _take_away(desk: Desk, got: Incoming) -> None:
    """What was typed goes, where the network lets us."""
    if got.kind == "message" and got.message and _may_erase(desk, got):
        desk.erase(got.message, otherwise=Reply("survey-erase-failed"))


def _may_erase(desk: Desk, got: Incoming) -> bool:
    return got.chat.platform in desk.hall.erasers


# --- training ---


def training(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """/formation: on what would you like to get better? One tap, in the same ballot as everything else."""
    rules_of(desk)
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None or mine.consented_on is None:
        return notice(desk, got.chat.platform)
    if THEMES not in desk.town.questions or desk.who.role not in RESPONDENTS:
        raise Refusal("survey-none")
    buttons = tuple(
        Button(f"surveys.theme:{id}/{desk.today}", "button-plain", {"label": theme.name}) for id, theme in desk.town.training_themes.items()
    )
    return Reply("survey-themes", choices=buttons, layout="list", edits=False)


def theme(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Désamorcer l'agressivité]. A wish is one ballot more of the training question."""
    id, day = argument.split("/")
    mine = surveys.member(desk.store, desk.who.id)
    if day != str(desk.today) or mine is None or mine.consented_on is None or id not in desk.town.training_themes:
        raise Refusal("survey-over")
    _cast(desk, THEMES, id)
    _take_away(desk, got)
    return noted(desk)
