"""What people settle, and nobody else sees: to be asked at all, at which rhythm, from which hour; to pause, to withdraw."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.surveys import Rules
from handlers.desk import Desk
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.rules import plain
from handlers.surveys.publishing import FLOOR
from handlers.surveys.rules import ASKED, PAUSE_DAYS, hour_in, hour_of, times
from storage import ballots, surveys
from storage.tables import SurveyMember

STOP = frozenset({"stop", "fin", "arreter", "jamais", "end"})
EVERY = (*ASKED, "pause", "jamais")
USUAL = "usual"
NOON = time(12)


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/sondage: the notice before anything else, then my rhythm and my hour. /sondage 10h30: that hour.

    /sondage stop: not any more, and what I said this time is erased.
    """
    rules = rules_of(desk)
    mine = surveys.member(desk.store, desk.who.id)
    if plain(argument) in STOP:
        return _withdrawn(desk)
    if mine is None or mine.consented_on is None:
        return notice(desk, got.chat.platform)
    chosen = hour_in(argument)
    return rhythms(desk, mine, hours=_hours(desk, rules, mine)) if chosen is None else _from(desk, rules, chosen)


def rules_of(desk: Desk) -> Rules:
    """How the town asks, where this person works. Raises Refusal where it does not."""
    if desk.town.surveys is None or not desk.town.is_on("enquetes", desk.who.mairie):
        raise Refusal("survey-none")
    return desk.town.surveys


def notice(desk: Desk, network: str) -> Reply:
    """Who sees what, the network too, before any question."""
    rules = desk.town.surveys
    rhythm = rules.rhythm if rules else ASKED[1]
    buttons = (
        Button(f"surveys.agree:{rhythm}", "button-agree"),
        *(Button(f"surveys.agree:{each}", "button-rhythm", {"rhythm": each}) for each in ASKED if each != rhythm),
        Button("surveys.rhythm:jamais", "button-no-survey"),
    )
    k, words = (rules.k, rules.in_words_on(network)) if rules else (FLOOR, False)
    return Reply("survey-notice", {"network": network, "k": k, "rhythm": rhythm, "words": str(words)}, choices=buttons, edits=False)


def rhythms(desk: Desk, mine: SurveyMember, *, among: tuple[str, ...] = EVERY, hours: tuple[Button, ...] = ()) -> Reply:
    """What may be chosen instead of theirs."""
    buttons = (Button(f"surveys.rhythm:{each}", "button-rhythm", {"rhythm": each}) for each in among if each != mine.rhythm)
    rules = desk.town.surveys
    values = {"rhythm": mine.rhythm, "hour": _moment(desk, hour_of(rules, mine.hour)) if rules else "", "hours": "any" if hours else "one"}
    return Reply("survey-settings", values, choices=(*buttons, *hours), edits=False)


def agree(desk: Desk, _got: Incoming, argument: str) -> Reply:
    rules_of(desk)
    surveys.put_member(desk.store, desk.who.id, rhythm=argument, consented_on=desk.today, silences=0, slower_offered=False)
    return Reply("survey-agreed", {"rhythm": argument})


def rhythm(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Deux fois par semaine], [Pause], [Ne plus recevoir]."""
    if argument == "jamais":
        return _withdrawn(desk)
    mine = _taking_part(desk)
    if argument == "pause":
        before = mine.rhythm if mine.rhythm in ASKED else mine.before
        until = desk.today + timedelta(days=PAUSE_DAYS)
        surveys.put_member(desk.store, desk.who.id, rhythm="pause", before=before, resumes_on=until, silences=0)
        return Reply("survey-resting", {"until": until})
    surveys.put_member(desk.store, desk.who.id, rhythm=argument, before=None, resumes_on=None, silences=0, slower_offered=False)
    return Reply("survey-rhythm", {"rhythm": argument})


def hour(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Le matin, dès 9 h], [À l'heure habituelle]."""
    rules = rules_of(desk)
    _taking_part(desk)
    return _from(desk, rules, None if argument == USUAL else time.fromisoformat(argument))


def _from(desk: Desk, rules: Rules, chosen: time | None) -> Reply:
    """Asked from that hour on, where the town allows it; None: when the town asks."""
    if chosen is not None and hour_of(rules, chosen) != chosen:
        if not rules.ranges:
            raise Refusal("survey-hour-same", hour=_moment(desk, rules.hour))
        spans = (desk.word("survey-range", start=_moment(desk, start), end=_moment(desk, end)) for start, end in map(times, rules.ranges))
        raise Refusal("survey-hour-outside", ranges=", ".join(spans))
    surveys.put_member(desk.store, desk.who.id, hour=chosen)
    return Reply("survey-hour", {"hour": _moment(desk, chosen or rules.hour)})


def _hours(desk: Desk, rules: Rules, mine: SurveyMember) -> tuple[Button, ...]:
    """The beginning of each range, and the town's own hour, but for theirs."""
    now = hour_of(rules, mine.hour)
    starts = [start for start, _ in map(times, rules.ranges) if start != now]
    usual = () if now == rules.hour else (Button(f"surveys.hour:{USUAL}", "button-usual-hour", {"hour": _moment(desk, rules.hour)}),)
    return *(_button(start, _moment(desk, start)) for start in starts), *usual


def _button(start: time, moment: datetime) -> Button:
    return Button(f"surveys.hour:{start:%H%M}", "button-hour", {"part": "morning" if start < NOON else "afternoon", "hour": moment})


def _moment(desk: Desk, hour: time) -> datetime:
    """An hour of today, to be written as people's language does."""
    return datetime.combine(desk.today, hour, ZoneInfo(desk.town.timezone))


def _taking_part(desk: Desk) -> SurveyMember:
    mine = surveys.member(desk.store, desk.who.id)
    if mine is None or mine.consented_on is None:
        raise Refusal("button-stale")
    return mine


def _withdrawn(desk: Desk) -> Reply:
    """In one act: no question any more, and of the window under way, nothing that they said is left."""
    surveys.put_member(desk.store, desk.who.id, rhythm="jamais", before=None, resumes_on=None, consented_on=None, questions=[], stage=0,
                       hour=None)
    for window in surveys.open_windows(desk.store):
        ballots.forget(desk.store, desk.window_keys, window.id, desk.who.id)
    return Reply("survey-withdrawn")
