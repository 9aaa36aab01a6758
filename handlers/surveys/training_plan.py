"""/plan_formation: the quarter's wanted themes, the sessions that answer them, and what changed between before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from config.entries import name_of
from handlers.desk import Desk
from handlers.measures.definitions import FEWEST
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import grant_of
from handlers.people.rules import plain
from handlers.surveys.publishing import FLOOR, UNIT
from handlers.surveys.rules import RESPONDENTS, themes_in
from handlers.surveys.sessions import is_theirs, places
from handlers.weeks import Quarter, quarter_in, quarter_of
from storage import people, surveys, training
from storage.tables import TrainingSession

AROUND = timedelta(days=56)
"""Before and after a session, what is compared: eight weeks each. Shorter, a school holiday would decide."""


def command(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """/plan_formation; /plan_formation T1 2027."""
    quarter = quarter_in(plain(argument), desk.today) if argument else quarter_of(desk.today)
    if quarter is None:
        raise Refusal("plan-which-quarter")
    return _plan(desk, quarter)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Trimestre précédent], [Trimestre suivant]."""
    return _plan(desk, Quarter.parse(argument))


def _plan(desk: Desk, quarter: Quarter) -> Reply:
    """What anybody reads is the same; who plans has buttons too. A session shows in its quarter, and in that which asked for it."""
    wanted, windows = _wanted(desk, quarter.first, quarter.last)
    held = [each for each in training.sessions(desk.store, quarter.first) if each.held_on <= quarter.last or each.theme in wanted]
    themes = [*dict.fromkeys([*(theme for theme, _ in wanted.most_common()), *(each.theme for each in held)])]
    lines = [_line(desk, theme, wanted[theme], windows, [each for each in held if each.theme == theme]) for theme in themes]
    buttons = [Button(f"surveys.plan:{quarter.before}", "button-quarter-before"),
               Button(f"surveys.plan:{quarter.after}", "button-quarter-after")]
    if grant_of(desk.who.role, "train"):
        missing = [theme for theme in themes if theme not in {each.theme for each in held}]
        buttons += [Button(f"surveys.session:{theme}", "button-plan-session", {"theme": _name(desk, theme)}) for theme in missing]
        buttons.append(Button("surveys.themes:", "button-plan-other"))
        buttons += [
            Button(f"surveys.cancel:{each.id}", "button-cancel-session", {"theme": _name(desk, each.theme), "on": each.held_on})
            for each in held if each.held_on > desk.today and is_theirs(desk, each)
        ]
    values: dict[str, Value] = {"quarter": quarter.number, "year": quarter.year, "some": str(bool(lines)),
                                "lines": "\n".join([*lines, *_signals(desk, quarter)])}
    return Reply("plan", values, choices=tuple(buttons), layout="list")


def _signals(desk: Desk, quarter: Quarter) -> Iterator[str]:
    """What the whole town's requests tell of themes, asked for or not: a quarter beside the one before."""
    for theme in desk.town.training_themes.values():
        if theme.measure:
            now, before = (
                training.share(desk.store, theme.measure, each.first, each.after.first, (), desk.town.timezone)
                for each in (quarter, quarter.before)
            )
            if now[1] >= FEWEST:
                shares = {"now": _share(desk, *now), "before": _share(desk, *before)}
                yield desk.word("plan-signal", theme=theme.name, measure=theme.measure, **shares)


def _wanted(desk: Desk, first: date, last: date) -> tuple[Counter[str], int]:
    """In how many windows' results that could be read between two days each theme was named, and in how many it might have been."""
    rows = surveys.results_between(desk.store, first, min(last, desk.today))
    named = Counter(theme for row in rows for theme in themes_in(row) if theme in desk.town.training_themes)
    return named, len({row.window_id for row in rows if row.kind in UNIT})


def _line(desk: Desk, theme: str, wanted: int, windows: int, held: Sequence[TrainingSession]) -> str:
    said = desk.word("plan-theme", theme=_name(desk, theme), wanted=wanted, windows=windows, sessions=len(held))
    return "\n".join([said, *(_session(desk, each) for each in held)])


def _session(desk: Desk, session: TrainingSession) -> str:
    """The day and the places, then what was measured before, and after once eight weeks have passed."""
    on = session.held_on
    parts = [desk.word("plan-session", on=on, places=places(desk, session.mairies))]
    theme = desk.town.training_themes.get(session.theme)
    over = on + AROUND < desk.today
    if theme and theme.measure and _people(desk, session.mairies) >= FLOOR:
        spans = [(on - AROUND, on), *([(on + timedelta(days=1), on + AROUND)] if over else [])]
        counts = [training.share(desk.store, theme.measure, *span, session.mairies, desk.town.timezone) for span in spans]
        shares = [_share(desk, *count) for count in counts]
        parts.append(desk.word("plan-measure", measure=theme.measure, before=shares[0], after=shares[-1], over=str(over),
                               on=on + AROUND + timedelta(days=1)))
    if over:
        (before, before_of), (after, after_of) = (_wanted(desk, *span) for span in ((on - AROUND, on), (on, on + AROUND)))
        if before_of and after_of:
            named = {"before": before[session.theme], "before_of": before_of, "after": after[session.theme], "after_of": after_of}
            parts.append(desk.word("plan-wanted", **named))
    return " ".join(parts)


def _share(desk: Desk, some: int, of: int) -> str:
    return desk.word("plan-share", percent=round(100 * some / of) if of else 0, of=of, enough=str(of >= FEWEST))


def _people(desk: Desk, mairies: Sequence[str]) -> int:
    return sum(not mairies or person.mairie in mairies for person in people.at_work(desk.store, RESPONDENTS))


def _name(desk: Desk, theme: str) -> str:
    return name_of(desk.town.training_themes, theme)
