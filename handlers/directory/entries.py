"""/annuaire: the entries by what they are worth, one of them with [Confirmer], and what real cases say is missing or doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from config.words import fold
from handlers.desk import Desk
from handlers.directory import cards
from handlers.directory.cards import joined, name_of
from handlers.directory.rules import LOOKED_BACK, bounces, entries, look_up, needs_referent, state_of, waits_for_referent
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply
from handlers.people.permissions import Holder, grant_of
from storage import directory

GROUPS = ("nobody", "stale", "to_confirm", "fresh")
"""How entries are listed: those without anybody to answer, then by what they are worth."""

LISTED = 8
BOUNCES = 5


def command(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/annuaire: the counts; with words, the entry they name; « ecarts », the gaps. A direction's contact person has their own entry."""
    if _grant(desk, "directory") is None:
        return entry(desk, got, f"direction:{desk.who.direction}")
    typed = fold(argument)
    if not typed:
        return overview(desk, got, "")
    if typed in ("ecarts", "gaps"):
        return gaps(desk, got, "")
    listed = entries(desk.town)
    named = {id: called for id, called in cards.names(desk).items() if id in listed}
    found = look_up(desk.town, typed, named, suggested=(), sure=False)
    mine = [id for id in (found.main or "", *found.near) if id in listed]
    return entry(desk, got, mine[0]) if mine else Reply("directory-unknown")


def overview(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """How many entries there are of each group."""
    groups = _groups(desk)
    values = {group: len(groups[group]) for group in GROUPS}
    choices = [Button(f"directory.group:{group}/0", f"directory-group-{group.replace('_', '-')}") for group in GROUPS if groups[group]]
    return Reply("directory", values, choices=(*choices, Button("directory.gaps:", "button-gaps")))


def group(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """One page of a group, each entry opened by its button."""
    name, _, skip = argument.partition("/")
    listed, start = _groups(desk).get(name, []), int(skip)
    choices = [Button(f"directory.entry:{id}", "button-plain", {"label": name_of(desk, id)}) for id in listed[start : start + LISTED]]
    if len(listed) > start + LISTED:
        choices.append(Button(f"directory.group:{name}/{start + LISTED}", "button-more"))
    choices.append(Button("directory.entries:", "button-back"))
    return Reply("directory-list", {"group": desk.word(f"directory-group-{name.replace('_', '-')}")}, choices=tuple(choices), layout="list")


def entry(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """One entry, as everybody sees it, with [Confirmer] for its owner."""
    if argument not in entries(desk.town) or not (_grant(desk, "directory") or may_confirm(desk.who, argument)):
        raise Refusal("directory-unknown")
    shown = cards.card(desk, argument)
    if argument.startswith("role:"):
        lines = joined([str(shown.values["lines"]), cards.worth_line(desk, _standing_of(desk, argument))])
        shown = replace(shown, values={**shown.values, "lines": lines})
    confirm_it = Button(f"directory.confirm:{argument}", "button-confirm-entry") if may_confirm(desk.who, argument) else None
    back = Button("directory.entries:", "button-back") if _grant(desk, "directory") else None
    return replace(shown, choices=tuple(button for button in (confirm_it, back) if button))


def may_confirm(person: Holder, entry: str) -> bool:
    """Its owner, or the coordination."""
    grant = grant_of(person.role, "confirm")
    return grant is not None and (grant.scope == "all" or entry == f"direction:{person.direction}")


def confirm(desk: Desk, got: Incoming, argument: str) -> Reply:
    """Yes, this is still right."""
    if argument not in entries(desk.town):
        raise Refusal("directory-unknown")
    if not may_confirm(desk.who, argument):
        raise Refusal("not-your-role")
    directory.confirm(desk.store, argument, role=desk.who.role, now=desk.now)
    note(desk, "directory_confirmed", entry=argument)
    return entry(desk, got, argument)


def gaps(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """Where requests bounce between directions, which services wait for nobody, which directions say no hours."""
    town, there = desk.town, directory.active_referents(desk.store, desk.today)
    waiting = Counter(each.direction for each in town.services.values() if waits_for_referent(town, each) and not there.get(each.direction))
    silent = [each.name for each in town.directions.values() if each.hours is None and not _contact_hours(desk, each.id)]
    bounced = [
        desk.word("gaps-bounce", service=_service(desk, each.service), origin=_direction(desk, each.origin), to=_direction(desk, each.to),
                  times=each.times, back=each.back)
        for each in bounces(directory.transfers(desk.store, desk.now - LOOKED_BACK), BOUNCES)
    ]  # fmt: skip
    orphans = [desk.word("gaps-direction", direction=_direction(desk, id), count=count) for id, count in waiting.most_common()]
    lines = joined([
        desk.word("gaps-bounces") if bounced else desk.word("gaps-no-bounce"), *bounced,
        desk.word("gaps-nobody", count=waiting.total(), directions=", ".join(orphans)) if orphans else desk.word("gaps-all-have-somebody"),
        desk.word("gaps-no-hours", directions=", ".join(silent)) if silent else "",
    ])  # fmt: skip
    return Reply("directory-gaps", {"lines": lines}, choices=(Button("directory.entries:", "button-back"),))


def _contact_hours(desk: Desk, direction: str) -> bool:
    contact = desk.town.contacts.get(direction)
    return contact is not None and contact.hours is not None


def _service(desk: Desk, id: str) -> str:
    known = desk.town.services.get(id)
    return known.name if known else desk.word("card-no-service")


def _direction(desk: Desk, id: str) -> str:
    known = desk.town.directions.get(id)
    return known.name if known else id


def _groups(desk: Desk) -> dict[str, list[str]]:
    """The entries of each group, in the town's order; one without anybody is also among those of its worth."""
    town, there, known = desk.town, directory.active_referents(desk.store, desk.today), directory.confirmations(desk.store)
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for id in entries(town):
        row = known.get(id)
        groups[state_of(row.seen_at, row.confirmed_at, desk.now) if row else "to_confirm"].append(id)
        kind, _, key = id.partition(":")
        if kind == "direction" and needs_referent(town, key) and not there.get(key):
            groups["nobody"].append(id)
    return groups


def _standing_of(desk: Desk, entry: str) -> directory.Standing:
    row = directory.confirmations(desk.store).get(entry)
    return directory.Standing(0, row.seen_at if row else None, row.confirmed_at if row else None)


def _grant(desk: Desk, action: str) -> object:
    return grant_of(desk.who.role, action)
