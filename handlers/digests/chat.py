"""/digest: mine, when they come and what they hold; now; the lists that their lines open; the files behind their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, time
from itertools import islice
from typing import Any

from handlers.desk import Desk
from handlers.digests import morning
from handlers.digests.exports import files
from handlers.digests.jobs import schedule_of, since_of
from handlers.digests.kinds import KINDS, WORKDAYS, Kind, kinds_of
from handlers.digests.pages import FORMATS, Page, may_be_read, page
from handlers.digests.schedule import Turn, Wish, again, hours_for, latest, may_be_at, wish_of
from handlers.digests.view import View, show_button
from handlers.escalation.calendars import of_person
from handlers.events import note
from handlers.measures.reading import may_export
from handlers.measures.saying import withheld
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.notices import tell
from handlers.people.rules import MORNING, plain
from handlers.recipients import recipients
from handlers.surveys.rules import hour_in
from storage import deadlines, digests

LIST_LINES = 8
WORDS: Mapping[str, str] = {"csv": "csv", "xlsx": "xlsx", "excel": "xlsx", "tableur": "xlsx", "spreadsheet": "xlsx"}
NOW = frozenset({"maintenant", "now", "voir", "show"})
WEEKLY_DAYS = "12345"


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/digest; /digest csv, /digest tableur: the files of the one with the longest figures; /digest maintenant; /digest 9h15."""
    mine = kinds_of(desk.who.role)
    if not mine:
        return Reply("digest-none")
    said = plain(argument)
    if said in WORDS:
        return _file(desk, mine[-1], None, WORDS[said])
    if said in NOW:
        return now(desk, got, mine[0].id)
    if (hour := hour_in(argument)) is not None:
        return _at_hour(desk, got, mine, hour)
    if len(mine) > 1:
        lines = "\n".join(_summary(desk, kind) for kind in mine)
        buttons = tuple(Button(f"digests.show:{kind.id}", "button-digest-kind", {"kind": kind.id}) for kind in mine)
        return Reply("digest-mine", {"lines": lines}, choices=buttons, edits=False)
    return replace(_settings(desk, mine[0]), edits=False)


def show(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Réglages]: of one digest; under it, or in the place of its own settings."""
    return _settings(desk, _kind(desk, argument))


def now(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Voir maintenant]."""
    kind = _kind(desk, argument)
    wish = _wish(desk, kind)
    if kind.id == MORNING:
        return morning.page(desk, desk.who, wish)
    return _page(desk, kind, desk.today).reply


def _page(desk: Desk, kind: Kind, on: date) -> Page:
    """As it is now: with what is chosen, as of a local day."""
    if not may_be_read(desk, desk.who):
        raise withheld(desk, "digest-withheld")
    wish = _wish(desk, kind)
    turn = Turn(on, desk.now.astimezone(UTC))
    return page(desk, desk.who, kind, on=on, since=since_of(desk, desk.who, kind, wish, turn), hidden=wish.hidden)


def _kind(desk: Desk, id: str) -> Kind:
    """One of this person's: a button may be of a function that they no longer have."""
    kind = KINDS.get(id)
    if kind is None or desk.who.role not in kind.roles:
        raise Refusal("digest-not-yours")
    return kind


def _wish(desk: Desk, kind: Kind) -> Wish:
    return wish_of(kind, digests.choices(desk.store, [kind.id]).get((desk.who.id, kind.id)))


# --- how I want it ---


def _summary(desk: Desk, kind: Kind) -> str:
    wish = _wish(desk, kind)
    if not wish.on:
        return desk.word("digest-off", kind=kind.id)
    return desk.word("digest-when", kind=kind.id, often=_often(desk, kind, wish), at=_hour(desk, wish.at), empty=str(wish.even_empty))


def _often(desk: Desk, kind: Kind, wish: Wish) -> str:
    if kind.every == "day" and wish.days != WORKDAYS:
        return desk.word("digest-often-days", days=", ".join(desk.word("digest-weekday", day=int(day)) for day in wish.days))
    return desk.word(f"digest-often-{kind.every}", day=int(wish.days[0]))


def _hour(desk: Desk, at: time) -> str:
    return f"{at.hour}:{at:%M}"


def _settings(desk: Desk, kind: Kind) -> Reply:
    wish = _wish(desk, kind)
    hidden = ", ".join(desk.word("digest-section", section=section) for section in kind.sections if section in wish.hidden)
    holds = ", ".join(desk.word("digest-section", section=section) for section in _sections(desk, kind) if section not in wish.hidden)
    values: dict[str, Value] = {"when": _summary(desk, kind), "shown": holds or "none", "hidden": hidden or "none", "kind": kind.id}
    buttons = [Button(f"digests.now:{kind.id}", "button-digest-now"), Button(f"digests.hours:{kind.id}", "button-digest-hours")]
    if kind.every != "month":
        buttons.append(Button(f"digests.days:{kind.id}", "button-digest-days"))
    buttons.append(Button(f"digests.contents:{kind.id}", "button-digest-contents"))
    if kind.id != MORNING:
        buttons.append(Button(f"digests.empty:{kind.id}", "button-digest-empty", {"empty": str(wish.even_empty)}))
    buttons.append(Button(f"digests.switch:{kind.id}", "button-digest-switch", {"on": str(wish.on)}))
    if kind.id != MORNING and may_export(desk.town, desk.who, desk.today):
        buttons += [Button(f"digests.file:{kind.id}//{each}", f"button-digest-{each}") for each in FORMATS]
    return Reply("digest-settings", values, choices=tuple(buttons))


def _sections(desk: Desk, kind: Kind) -> Sequence[str]:
    return morning.lists_of(desk.who, frozenset()) if kind.id == MORNING else kind.sections


def _choose(desk: Desk, kind: Kind, **values: Any) -> Reply:
    digests.choose(desk.store, desk.who.id, kind.id, **values)
    return _settings(desk, kind)


def switch(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Ne plus le recevoir], [Le recevoir]."""
    kind = _kind(desk, argument)
    return _choose(desk, kind, off=_wish(desk, kind).on)


def empty(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Même vide], [Rien s’il est vide]."""
    kind = _kind(desk, argument)
    wanted = not _wish(desk, kind).even_empty
    return _choose(desk, kind, even_empty=None if wanted == kind.even_empty else wanted)


def hours(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Heure]: those that one may choose."""
    kind = _kind(desk, argument)
    buttons = [Button(f"digests.at:{kind.id}/{each:%H%M}", "button-plain", {"label": _hour(desk, each)}) for each in hours_for(kind)]
    return Reply("digest-which-hour", choices=(*buttons, Button(f"digests.show:{kind.id}", "button-back")), layout="list")


def at(desk: Desk, _got: Incoming, argument: str) -> Reply:
    id, _, said = argument.partition("/")
    kind, chosen = _kind(desk, id), time(int(said[:2]), int(said[2:]))
    if not may_be_at(kind, chosen):
        raise Refusal("digest-hour", first=_hour(desk, hours_for(kind)[0]), last=_hour(desk, hours_for(kind)[-1]))
    return _choose(desk, kind, at=None if chosen == kind.at else chosen)


def _at_hour(desk: Desk, got: Incoming, mine: Sequence[Kind], hour: time) -> Reply:
    """/digest 9h15: of the only one, or of the one that they press."""
    if len(mine) == 1:
        return replace(at(desk, got, f"{mine[0].id}/{hour:%H%M}"), edits=False)
    buttons = tuple(Button(f"digests.at:{kind.id}/{hour:%H%M}", "button-digest-kind", {"kind": kind.id}) for kind in mine)
    return Reply("digest-hour-of", {"at": _hour(desk, hour)}, choices=buttons, edits=False)


def later(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Plus tard]: once more today, as it will be then."""
    kind = _kind(desk, argument)
    moment = again(of_person(desk.town, desk.who), desk.now)
    if moment is None:
        raise Refusal("digest-no-later")
    digests.choose(desk.store, desk.who.id, kind.id, again_at=moment)
    return Reply("digest-later", {"at": _hour(desk, desk.town.local(moment).time())}, edits=False)


def days(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Jours]: each on or off, or for what comes once a week, its day."""
    kind = _kind(desk, argument)
    chosen = _wish(desk, kind).days
    buttons = [Button(f"digests.day:{kind.id}/{day}", "button-digest-day", {"day": int(day), "on": str(day in chosen)})
               for day in WEEKLY_DAYS]
    return Reply("digest-which-days", {"every": kind.every}, choices=(*buttons, Button(f"digests.show:{kind.id}", "button-back")))


def day(desk: Desk, got: Incoming, argument: str) -> Reply:
    """A daily one keeps one day at least: what nobody wants any day is switched off."""
    id, _, said = argument.partition("/")
    kind = _kind(desk, id)
    if said not in WEEKLY_DAYS:
        raise Refusal("button-stale")
    then = latest(kind, _wish(desk, kind), of_person(desk.town, desk.who), desk.now)
    chosen = "".join(sorted({*_wish(desk, kind).days} ^ {said})) if kind.every == "day" else said
    if not chosen:
        raise Refusal("digest-one-day")
    digests.choose(desk.store, desk.who.id, kind.id, days=None if chosen == kind.days else chosen)
    turn = latest(kind, _wish(desk, kind), of_person(desk.town, desk.who), desk.now)
    if turn and turn != then and kind.every == "day":  # a day that is over was not missed: it was not wanted yet
        deadlines.occurs(desk.store, schedule_of(kind, desk.who), turn.on, f"{kind.at:%H:%M}", desk.now)
    return days(desk, got, id)


def contents(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Contenu]: each section in or out."""
    kind = _kind(desk, argument)
    hidden = _wish(desk, kind).hidden
    buttons = [Button(f"digests.section:{kind.id}/{each}", "button-digest-section", {"section": each, "on": str(each not in hidden)})
               for each in _sections(desk, kind)]
    return Reply("digest-which-contents", choices=(*buttons, Button(f"digests.show:{kind.id}", "button-back")), layout="list")


def section(desk: Desk, got: Incoming, argument: str) -> Reply:
    id, _, name = argument.partition("/")
    kind = _kind(desk, id)
    digests.choose(desk.store, desk.who.id, kind.id, hidden=sorted(({*_wish(desk, kind).hidden} ^ {name}) & {*kind.sections}))
    return contents(desk, got, id)


# --- what a line opens ---


def listing(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """The requests that a line counts, as they are now, the oldest first, a page at a time."""
    name, _, skipped = argument.partition("/")
    mine = kinds_of(desk.who.role)
    if name not in digests.LISTS or not mine:
        raise Refusal("digest-not-yours")
    view = View(desk, desk.who, mine[0], desk.today, morning.since_of(desk, desk.who, _wish(desk, KINDS[MORNING])))
    found = view.listed(name)
    if not found:
        return Reply("digest-list-empty", edits=False)
    skip = int(skipped) if skipped.isascii() and skipped.isdigit() else 0
    some = list(islice(found, skip, skip + LIST_LINES))
    lines = [desk.word("digest-list-line", reference=each.reference, service=view.service(each), direction=view.direction(each.direction),
                       on=view.day_of(each.received_at)) for each in some]
    buttons = [show_button(each) for each in some]
    if len(found) > skip + LIST_LINES:
        buttons.append(Button(f"digests.list:{name}/{skip + LIST_LINES}", "button-more"))
    return Reply("digest-list", {"list": name, "lines": "\n".join(lines), "count": len(found)}, choices=tuple(buttons), layout="list",
                 edits=False)


def chase(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """[Relancer]: whoever answers for a direction is told, with what else waits for them, of what it did not take; once a day each."""
    kind = _kind(desk, "sg_daily")
    view = View(desk, desk.who, kind, desk.today, desk.now)
    late = deadlines.by_ids(desk.store, [each.id for each in view.listed("untaken")])
    reached = 0
    for request in late.values():
        asked = recipients(desk, request, "direction")
        reached += bool(asked)
        for person in asked:
            with desk.speaking(person.language):
                service = view.service(request)
            tell(desk, person.id, f"chased/{request.id}/{desk.today}", "notice-chased", request_id=request.id,
                 reference=request.reference or "", service=service)
    note(desk, "chased", requests=len(late), reached=reached)
    return Reply("digest-chased", {"count": reached, "nobody": len(late) - reached}, edits=False)


# --- files ---


def file(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[CSV], [Tableur]: of a digest of that day."""
    id, on, form = argument.split("/")
    return _file(desk, _kind(desk, id), date.fromisoformat(on) if on else None, form)


def _file(desk: Desk, kind: Kind, on: date | None, form: str) -> Reply:
    if kind.id == MORNING:
        raise Refusal("digest-no-figures")
    if not may_export(desk.town, desk.who, desk.today):
        raise Refusal("digest-no-export")
    found = _page(desk, kind, on or desk.today)
    attachments = files(desk, found.view, form)
    note(desk, "exported", kind=kind.id, day=str(found.view.on), form=form)
    only = found.view.figures_only
    return Reply("digest-file", {"period": _days(desk, found.view), "only": str(only)}, attachments=attachments, edits=False)


def _days(desk: Desk, view: View) -> str:
    return desk.word("digest-period", first=view.period.first, last=view.period.last)


Handler = Callable[[Desk, Incoming, str], Reply]
PRESSES: Mapping[str, Handler] = {
    "show": show, "now": now, "hours": hours, "at": at, "days": days, "day": day, "contents": contents, "section": section,
    "empty": empty, "switch": switch, "later": later, "list": listing, "chase": chase, "file": file,
}  # fmt: skip
