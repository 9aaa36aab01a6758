"""Finds the days that a text names, and reads them. Pure. Slices call moments.py, which decides what was meant."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from handlers.date_words import (
    ADDRESS,
    APART,
    DATED,
    DAY,
    DAYS,
    END,
    JOIN,
    LEAD,
    MARKS,
    MONTH,
    MONTH_FIRST,
    MONTHS,
    NO_DATE,
    NOT_AFTER,
    NOT_AFTER_DATE,
    NUMBER,
    NUMBERS,
    ON,
    PART,
    SEEN,
    SHORT,
    SOON,
    STREET,
    TURN,
    VAGUE,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    pattern,
)

Why = Literal["past", "future", "no-such-day", "no-such-hour", "two-dates", "order", "too-far", "open", "vague"]


class Unclear(ValueError):
    """A date is named that cannot be meant, or that could be two. `key`: the sentence of config/texts that says so.

    past, future: the wrong side of today. no-such-day: « 31/02 », « lundi 5 » when the 5th is no Monday. two-dates: several days, or hours,
    where one is asked. order: it ends before it begins. open: « à partir de lundi » has no end. vague: « début janvier ».
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
        self.key = f"date-{why}"


class When(NamedTuple):
    """base: what « le 5 » or « vendredi » count from: today, or the other end of a period. past: they count backwards."""

    today: date
    base: date
    past: bool = False


Span = tuple[date, date]
Got = re.Match[str]
Read = Callable[[Got, When], date | Span]


class Phrase(NamedTuple):
    """A day, or a week, that text[start:end] names; « jusqu’au » and the like stand between `start` and `core`.

    mark: what those mean, a key of MARKS or "". precise: the largest part that a calendar date says, "day" (« le 5 »), "month" or "year",
    and "" for words such as « lundi » and « demain ».
    """

    start: int
    core: int
    end: int
    mark: str
    precise: str
    read: Callable[[When], Span]


def number(said: str) -> int:
    return int(said) if said.isdecimal() else NUMBERS[said]


def day(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise Unclear("no-such-day") from None


def later(on: date, days: int) -> date:
    try:
        return on + timedelta(days=days)
    except OverflowError:
        raise Unclear("too-far") from None


def _said(got: Got, name: str) -> str:
    """What a group read, "" when it read nothing or the row has no such group."""
    return got.groupdict().get(name) or ""


def _checked(on: date, got: Got) -> date:
    """« lundi 5 décembre » when the 5th is a Saturday is one mistake or another: nobody can say which."""
    if (said := _said(got, "w")) and WEEKDAYS[said] != on.weekday():
        raise Unclear("no-such-day")
    return on


def _dated(got: Got, when: When) -> date:
    there = MONTHS.get(got["m"]) or int(got["m"]), int(got["d"])
    here = when.base.month, when.base.day
    year = when.base.year + (-(there > here) if when.past else there < here)
    if said := _said(got, "y"):
        year = int(said) + (2000 if len(said) == 2 else 0)
    return _checked(day(year, *there), got)


def _bare(got: Got, when: When) -> date:
    number, base = int(got["d"]), when.base
    months = base.year * 12 + base.month - 1 + (-(number > base.day) if when.past else number < base.day)
    return _checked(day(months // 12, months % 12 + 1, number), got)


def _weekday(got: Got, when: When) -> date:
    """Never today, for which people say « aujourd’hui »: on a Monday, « lundi » is in seven days. Only « ce lundi » may be today."""
    wanted, base, now = WEEKDAYS[got["w"]], when.base.weekday(), 0 if got["pre"] in ("ce", "this") else 7
    if got["pre"] == "last" or (when.past and got["pre"] != "next" and not got["more"]):
        return later(when.base, -((base - wanted) % 7 or now))
    return later(when.base, ((wanted - base) % 7 or now) + {"huit": 7, "quinze": 14}.get(got["more"], 0))


def _word(got: Got, when: When) -> date:
    shift = next(shift for word, shift in DAYS.items() if pattern(word, whole=False).match(got.string, got.start()))
    return _checked(later(when.today, shift + (7 if got["more"] else 0)), got)


def _counted(got: Got, when: When) -> date:
    count, unit = number(got["n"]) * (-1 if _said(got, "ago") else 1), got["unit"]
    if unit[0] in "jdsw":
        return later(when.today, count * (7 if unit[0] in "sw" else 1))
    months = when.today.year * 12 + when.today.month - 1 + count * (1 if unit[0] == "m" else 12)
    year, month = months // 12, months % 12 + 1
    return day(year, month, min(when.today.day, calendar.monthrange(year, month)[1]))


def _week(got: Got, when: When) -> Span:
    said = got.group()
    turn = 7 if re.search("prochain|next", said) else -7 if re.search("dern|pass|last", said) else 0
    monday = later(when.today, turn - when.today.weekday())
    return later(monday, 5 if "end" in said else 0), later(monday, 6)


def _in_a_week(got: Got, when: When) -> date:
    turn = 0 if _said(got, "this") else -7 if _said(got, "last") else 7
    return later(when.today, turn - when.today.weekday() + WEEKDAYS[got["w"]])


def _end_of_month(got: Got, when: When) -> date:
    year, month, here = when.base.year, when.base.month, when.base.month
    if said := _said(got, "m"):
        month = MONTHS[said]
        year = int(_said(got, "y") or year + (-(month >= here) if when.past else month < here))
    return day(year, month, calendar.monthrange(max(year, 1), month)[1])


def _is_numeric(got: Got, lead: Got, text: str) -> bool:
    """« 15/20 » is no date, « jusqu’au 32/12 » is one that does not exist."""
    surely = got["w"] or lead["article"] == "le" or any(lead[mark] for mark in MARKS) or _follows(got, text)
    if not surely and pattern(rf"{ADDRESS}|(?!{NOT_AFTER_DATE})", whole=False).match(text, got.end()):
        return False
    if 1 <= int(got["d"]) <= 31 and 1 <= int(got["m"]) <= 12:
        return True
    return bool(surely or lead.group().strip() or pattern(rf"{JOIN}\d", whole=False).match(text, got.end()))


def _follows(got: Got, text: str) -> Got | None:
    """Whether a day and a word such as « au » stand just before."""
    return pattern(rf"[{SEEN}{DATED}]{JOIN}$", whole=False).search(text, max(0, got.start() - 20), got.start())


def _is_day(got: Got, lead: Got, text: str) -> bool:
    """A number alone is a day after « le », a weekday or another day, when nothing follows that could make it something else."""
    after, article = got.end(), lead["article"]
    if not pattern(NOT_AFTER, whole=False).match(text, after):
        street = pattern(rf"~{STREET}\b", whole=False).match(text, after)
        if street and (got["w"] or (article == "au" and pattern(rf"{DATED} au $", whole=False).search(text, 0, got.start()))):
            raise Unclear("vague")  # « lundi 7 passage du technicien », « du 28/12 au 3 rue Pasteur »
        return False
    if joined := pattern(JOIN + DATED, whole=False).match(text, after):
        return bool(lead.group().strip()) or "jusqu" not in joined.group()  # « lot 3 jusqu’au 05/12 »
    ends = pattern(END, whole=False).match(text, after)
    another = pattern(rf"{JOIN}(?:du )?(?:{WEEKDAY} )?\d{{1,2}}(?:er)?(?!\w){NOT_AFTER}{END}", whole=False).match(text, after)
    pointed = article in ("le", "les", "au", "du") or (article == "the" and got.group()[-1].isalpha())
    if not got["w"] and pointed and pattern(ADDRESS, whole=False).match(text, after):
        raise Unclear("vague")
    if got["w"] or (pointed and (_follows(got, text) or any(lead[mark] for mark in MARKS))):
        if not ends and not another:
            raise Unclear("vague")
        return True
    if ends:
        return (pointed and article in ("le", "the")) or bool(_follows(got, text))
    return another is not None and article in ("le", "les", "du")


def _is_weekday(got: Got, lead: Got, text: str) -> bool:
    """« mar. 9h » is a Tuesday; « jeu », « mer », « sam » alone are words like others."""
    if len(got["w"]) > 3:
        if pattern(r",? (?:le )?\d{1,2}~[/.-]~\d", whole=False).match(text, got.end()):
            raise Unclear("vague")  # « lundi 7.12 »
        return True
    follows = pattern(rf"\.?,? (?:a )?(?:\d{{1,2}}~(?:h|:)|{PART}|prochain|dernier)", whole=False).match(text, got.end("w"))
    return bool(got["more"] or follows or not (text[: lead.start()] + text[got.end() :]).strip(" ."))


def _always(got: Got, lead: Got, text: str) -> bool:
    return True


_UNIT = "(?P<unit>jours?|j|semaines?|mois|ans?|annees?|days?|weeks?|months?|years?)"
ROWS: tuple[tuple[str, Read, Callable[[Got, Got, str], bool]], ...] = (
    (rf"(?P<y>\d{{4}})-(?P<m>\d\d)-{DAY}", _dated, _always),
    (rf"{ON}{DAY}(?P<sep>[./-])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|(?<=/)\d\d)", _dated, _always),
    (rf"{ON}{DAY}~/~(?P<m>\d{{1,2}})(?: (?P<y>20\d\d))?", _dated, _is_numeric),
    (rf"{ON}{DAY}~(?:of )?(?P<m>{MONTH})\.?(?:,? (?P<y>\d{{4}}|\d\d(?=~(?:$|[.;,!?)\n]))))?", _dated, _always),
    (rf"{ON}(?P<m>{MONTH_FIRST}) {DAY}(?:,? (?P<y>\d{{4}}))?{NOT_AFTER}", _dated, _always),
    (rf"(?P<w>{WEEKDAY}),? (?:de )?(?:la )?semaine (?:prochaine|(?P<last>derniere|passee))", _in_a_week, _always),
    (rf"(?P<w>{WEEKDAY}),? (?:de )?(?P<this>cette semaine)", _in_a_week, _always),
    (rf"semaine (?:prochaine|(?P<last>derniere|passee)),? (?:le )?(?P<w>{WEEKDAY})", _in_a_week, _always),
    (rf"(?P<w>{WEEKDAY}),? (?:of )?(?:next|(?P<last>last)) week", _in_a_week, _always),
    (rf"{any_of(DAYS)}(?P<more> en huit)?(?:,? (?P<w>{WEEKDAY}))?", _word, _always),
    (rf"(?:{SOON}|(?P<ago>il y a)) (?P<n>{NUMBER})~{_UNIT}", _counted, _always),
    (rf"(?P<n>{NUMBER}) {_UNIT} (?P<ago>ago)", _counted, _always),
    (r"(?:cette|this|next|last) (?:semaine|week)|semaine (?:prochaine|derniere|passee)|(?:ce|this) week-?end", _week, _always),
    (rf"fin (?:de |du mois de |d')?(?P<m>{MONTH})(?: (?P<y>\d{{4}}))?", _end_of_month, _always),
    (r"fin (?:de |du |de ce )?mois|end of (?:the )?month", _end_of_month, _always),
    (f"{ON}{DAY}", _bare, _is_day),
    (rf"(?:(?P<pre>ce|this|next|last) )?(?P<w>{WEEKDAY}|{SHORT})\.?(?: en (?P<more>huit|quinze))?", _weekday, _is_weekday),
)  # fmt: skip


REACH = 40
"""How far before a day its « jusqu’au » may begin."""


def phrases(text: str) -> list[Phrase]:
    """Return the days that a text, made `plain`, names, in their order. Raises Unclear for what is a date and not one day."""
    for source in NO_DATE:
        text = pattern(source).sub(lambda got: APART * len(got.group()), text)
    if any(pattern(source).search(text) for source in VAGUE):
        raise Unclear("vague")
    found = []
    for source, read, accepts in ROWS:
        at = 0
        while got := pattern(source).search(text, at):
            at = got.start() + 1
            lead = pattern(LEAD, whole=False).search(text, max(0, got.start() - REACH), got.start())
            if lead and accepts(got, lead, text):
                phrase = _phrase(got, lead, read)
                found.append(phrase)
                text = text[: phrase.core] + (DATED if read is _dated else SEEN) * (phrase.end - phrase.core) + text[phrase.end :]
    return sorted(found, key=lambda phrase: phrase.start)


def _phrase(got: Got, lead: Got, read: Read) -> Phrase:
    mark = next((name for name in MARKS if lead[name]), "")
    if mark == "after":
        raise Unclear("vague")
    turn = pattern(TURN, whole=False).match(got.string, got.end())
    past = bool(turn["back"]) if turn else None

    def on(when: When) -> Span:
        span = read(got, when if past is None else when._replace(past=past))
        first, last = span if isinstance(span, tuple) else (span, span)
        return (later(first, -first.weekday()), later(first, 6 - first.weekday())) if mark == "week" else (first, last)

    precise = "day" if read is _bare else "" if read is not _dated else "year" if _said(got, "y") else "month"
    return Phrase(lead.start(), got.start(), turn.end() if turn else got.end(), mark, precise, on)
