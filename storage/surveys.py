"""Who is asked, what turns this week, the windows and what was published of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Time, and_, bindparam, case, delete, exists, false, literal, or_, select, update
from sqlmodel import SQLModel

from storage.tables import Absence, Account, Outbox, Person, Publication, SurveyMember, SurveyWeek, Turnout, Window, fresh, record, table
from storage.unit import Scope

MEMBER, WEEK, WINDOW, TURNOUT, PUBLICATION = table(SurveyMember), table(SurveyWeek), table(Window), table(Turnout), table(Publication)
PERSON, ACCOUNT, ABSENCE, OUTBOX = table(Person), table(Account), table(Absence), table(Outbox)
Row = TypeVar("Row", bound=SQLModel)
HERE = PERSON.c.left_at.is_(None)


def member(store: Scope, person_id: int) -> SurveyMember | None:
    """How somebody wants to be asked; held until the end of the transaction, so that two acts of theirs follow each other."""
    row = store.first(select(MEMBER).where(MEMBER.c.person_id == person_id).with_for_update())
    return record(SurveyMember, row._mapping) if row else None


def put_member(store: Scope, person_id: int, **values: Any) -> None:
    done = store.write(update(MEMBER).where(MEMBER.c.person_id == person_id).values(**values))
    if not done.rowcount:
        row = fresh(SurveyMember, person_id=person_id, questions=[], **values)
        store.write(MEMBER.insert(), {name: getattr(row, name) for name in MEMBER.c.keys()})


@dataclass(frozen=True, slots=True)
class Asking:
    """Who may be asked now. mairies: by mairie, the hour that has come. usual: that of whoever chose none within `ranges`.

    rhythms: those that ask on this day of the week. weekly: the mairies where the one that asks once a week may do so today;
    elsewhere it asks only whoever is away on the week's `wednesday`.
    """

    now: datetime
    today: date
    wednesday: date
    mairies: Mapping[str, time]
    usual: time
    ranges: Sequence[tuple[time, time]]
    rhythms: Collection[str]
    weekly: Collection[str]


class Member(NamedTuple):
    """Somebody, how they want to be asked, and whether their last question never reached them."""

    person: Person
    mine: SurveyMember
    unseen: bool


def to_ask(store: Scope, asking: Asking, *, after: int, limit: int) -> list[Member]:
    """Who agreed to be asked, may be now, and was not asked today: some of those that follow this id."""
    hour = case((or_(false(), *(MEMBER.c.hour.between(*span) for span in asking.ranges)), MEMBER.c.hour), else_=literal(asking.usual, Time))
    at: dict[time, list[str]] = {}
    for mairie, come in asking.mairies.items():
        at.setdefault(come, []).append(mairie)
    statement = (
        select(PERSON, MEMBER, OUTBOX.c.state)
        .join_from(MEMBER, PERSON, PERSON.c.id == MEMBER.c.person_id)
        .join(OUTBOX, OUTBOX.c.id == MEMBER.c.card, isouter=True)
        .where(
            or_(false(), *(and_(PERSON.c.mairie.in_(some), hour <= come) for come, some in at.items())),
            or_(MEMBER.c.rhythm.in_(asking.rhythms),
                and_(MEMBER.c.rhythm == "hebdo", or_(PERSON.c.mairie.in_(asking.weekly), _away(asking.wednesday)))),
            MEMBER.c.consented_on.is_not(None),
            or_(MEMBER.c.asked_on.is_(None), MEMBER.c.asked_on < asking.today),
            *_here_to_be_told(asking.today, asking.now),
            PERSON.c.id > after,
        )
        .order_by(PERSON.c.id)
        .limit(limit)
    )
    people = len(PERSON.c)
    return [Member(_part(Person, row), _part(SurveyMember, row[people:]), row[-1] not in (None, "sent")) for row in store.all(statement)]


def newcomers(store: Scope, today: date, now: datetime, mairies: Collection[str], roles: Collection[str], *, after: int,
              limit: int) -> list[Person]:
    """Who was never told of the surveys, there: some of those that follow this id."""
    told = exists().where(MEMBER.c.person_id == PERSON.c.id)
    statement = select(PERSON).where(PERSON.c.mairie.in_(mairies), PERSON.c.role.in_(roles), ~told, *_here_to_be_told(today, now))
    rows = store.all(statement.where(PERSON.c.id > after).order_by(PERSON.c.id).limit(limit))
    return [record(Person, row._mapping) for row in rows]


def _here_to_be_told(today: date, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Neither gone nor away, in no `/pause`, and reachable."""
    reachable = exists().where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.reachable, ACCOUNT.c.chat.is_not(None))
    return HERE, or_(PERSON.c.quiet_until.is_(None), PERSON.c.quiet_until <= now), ~_away(today), reachable


def _away(day: date) -> ColumnElement[bool]:
    return exists().where(ABSENCE.c.person_id == PERSON.c.id, ABSENCE.c.ended_at.is_(None), ABSENCE.c.first_on <= day,
                          ABSENCE.c.last_on >= day)


def note_asked(store: Scope, rows: Sequence[dict[str, Any]]) -> None:
    """What a tick asked of each: {person_id, and what changes}, the same columns for all."""
    if rows:
        columns = [name for name in rows[0] if name != "person_id"]
        changed = update(MEMBER).where(MEMBER.c.person_id == bindparam("whose"))
        given = [{"whose": row["person_id"], **{f"new_{name}": row[name] for name in columns}} for row in rows]
        store.write(changed.values({name: bindparam(f"new_{name}", type_=MEMBER.c[name].type) for name in columns}), given)


def advance(store: Scope, person_id: int, day: date, stage: int) -> bool:
    """One more question of that day is done, answered or passed alike; False when it was already."""
    still = update(MEMBER).where(MEMBER.c.person_id == person_id, MEMBER.c.asked_on == day, MEMBER.c.stage == stage)
    return bool(store.write(still.values(stage=stage + 1, silences=0, slower_offered=False)).rowcount)


def wake(store: Scope, today: date) -> None:
    """Pauses that are over; and those who left are forgotten."""
    over = update(MEMBER).where(MEMBER.c.rhythm == "pause", MEMBER.c.resumes_on <= today)
    store.write(over.values(rhythm=MEMBER.c.before, before=None, resumes_on=None, silences=0))
    gone = select(PERSON.c.id).where(PERSON.c.left_at.is_not(None))
    store.write(delete(MEMBER).where(MEMBER.c.person_id.in_(gone)))


def taking_part(store: Scope) -> list[int]:
    """Whoever agreed to be asked and is here, whether they ever answered or not."""
    there = exists().where(PERSON.c.id == MEMBER.c.person_id, HERE)
    rows = store.all(select(MEMBER.c.person_id).where(MEMBER.c.consented_on.is_not(None), there).order_by(MEMBER.c.person_id))
    return [row.person_id for row in rows]


def everybody(store: Scope) -> list[int]:
    """By id, those who left too: they may have answered before."""
    return [row.id for row in store.all(select(PERSON.c.id))]


# --- weeks ---


def weeks(store: Scope, before: date) -> list[SurveyWeek]:
    rows = store.all(select(WEEK).where(WEEK.c.monday < before).order_by(WEEK.c.monday))
    return [record(SurveyWeek, row._mapping) for row in rows]


def week(store: Scope, monday: date) -> SurveyWeek | None:
    row = store.first(select(WEEK).where(WEEK.c.monday == monday))
    return record(SurveyWeek, row._mapping) if row else None


def note_week(store: Scope, monday: date, question: str | None, in_words: str | None = None) -> None:
    store.write_once(WEEK, monday=monday, question=question, in_words=in_words)


# --- windows ---


def window_of(store: Scope, today: date, days: int) -> int:
    """The window of a day, begun on the Monday of its week, or when the last one ended, if it is later."""
    found = select(WINDOW.c.id).where(WINDOW.c.starts_on <= today, WINDOW.c.ends_on > today)
    row = store.first(found)
    if row is None:
        last = store.first(select(WINDOW.c.ends_on).order_by(WINDOW.c.ends_on.desc()).limit(1))
        begins = max(today - timedelta(days=today.weekday()), last.ends_on if last else date.min)
        store.write_once(WINDOW, id=store.next_id(), starts_on=begins, ends_on=begins + timedelta(days=days))
        row = store.first(found)
    if row is None:
        raise LookupError("no window holds today")
    return int(row.id)


def open_windows(store: Scope) -> list[Window]:
    """Those that are not closed, the oldest first."""
    rows = store.all(select(WINDOW).where(WINDOW.c.closed_on.is_(None)).order_by(WINDOW.c.starts_on))
    return [record(Window, row._mapping) for row in rows]


def close(store: Scope, window: int, today: date) -> bool:
    """False when another process closed it meanwhile."""
    return bool(store.write(update(WINDOW).where(WINDOW.c.id == window, WINDOW.c.closed_on.is_(None)).values(closed_on=today)).rowcount)


# --- what was published ---


def turnout(store: Scope) -> list[Turnout]:
    return [record(Turnout, row._mapping) for row in store.all(select(TURNOUT))]


def published(store: Scope) -> list[Publication]:
    """All of it, oldest window first."""
    statement = select(PUBLICATION).join(WINDOW, WINDOW.c.id == PUBLICATION.c.window_id)
    rows = store.all(statement.order_by(WINDOW.c.starts_on, PUBLICATION.c.kind, PUBLICATION.c.group_id))
    return [record(Publication, row._mapping) for row in rows]


def results_of(store: Scope, groups: Sequence[str], today: date) -> list[tuple[Window, Publication]]:
    """What may be read today of these groups ("mairie/mq_centre"), the newest window first."""
    named = (PUBLICATION.c.kind + "/" + PUBLICATION.c.group_id).in_(groups)
    statement = (
        select(WINDOW, PUBLICATION)
        .join_from(PUBLICATION, WINDOW, WINDOW.c.id == PUBLICATION.c.window_id)
        .where(PUBLICATION.c.shown_on <= today, named)
        .order_by(WINDOW.c.starts_on.desc(), PUBLICATION.c.kind.desc(), PUBLICATION.c.group_id)
    )
    return [(_part(Window, row), _part(Publication, row[len(WINDOW.c) :])) for row in store.all(statement)]


def newest_shown(store: Scope, today: date) -> Window | None:
    """The newest window of which something may be read today."""
    shown = exists().where(PUBLICATION.c.window_id == WINDOW.c.id, PUBLICATION.c.shown_on <= today)
    row = store.first(select(WINDOW).where(shown).order_by(WINDOW.c.starts_on.desc()).limit(1))
    return record(Window, row._mapping) if row else None


def results_in(store: Scope, window: int, kind: str) -> list[Publication]:
    """What was published of a window, of one kind of group."""
    statement = select(PUBLICATION).where(PUBLICATION.c.window_id == window, PUBLICATION.c.kind == kind)
    return [record(Publication, row._mapping) for row in store.all(statement.order_by(PUBLICATION.c.group_id))]


def results_between(store: Scope, first: date, last: date) -> list[Publication]:
    """What could first be read on one of these days, both included."""
    statement = select(PUBLICATION).where(PUBLICATION.c.shown_on.between(first, last)).order_by(PUBLICATION.c.window_id, PUBLICATION.c.kind)
    return [record(Publication, row._mapping) for row in store.all(statement)]


def of_group(store: Scope, kind: str, group_id: str, today: date) -> list[Publication]:
    """A group's results that may be read, the newest first."""
    return [row for _, row in results_of(store, [f"{kind}/{group_id}"], today)]


def erase_results(store: Scope, kind: str, before: date) -> None:
    """Those of a kind that could be read before a day."""
    store.write(delete(PUBLICATION).where(PUBLICATION.c.kind == kind, PUBLICATION.c.shown_on < before))


def reply(store: Scope, window: int, mairie: str, text: str, today: date) -> bool:
    """The SG's answer to the team, once."""
    mine = update(PUBLICATION).where(
        PUBLICATION.c.window_id == window, PUBLICATION.c.kind == "mairie", PUBLICATION.c.group_id == mairie, PUBLICATION.c.reply.is_(None)
    )
    return bool(store.write(mine.values(reply=text, replied_on=today)).rowcount)


def _part(model: type[Row], row: Sequence[Any]) -> Row:
    """The record that a joined row begins with."""
    return record(model, dict(zip(table(model).c.keys(), row, strict=False)))
