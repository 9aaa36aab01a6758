"""/catalogue: the version in force, a file that would change it, what that changes and breaks, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from config.sources import unpacked
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.rules import plain
from handlers.town import versions
from handlers.town.rules import Breakage
from handlers.town.versions import Import
from handlers.town.wording import breakage_lines, change_lines, counted, fault_lines
from storage import files
from storage import town as rows

SHOWN = 4
IMPORT = ("importer", "import")


def catalogue(desk: Desk, got: Incoming, argument: str) -> Reply:
    """/catalogue shows; /catalogue importer takes the file that comes with it, or asks for it."""
    if plain(argument) in IMPORT:
        return received(desk, got, "") if got.attachments else ask(desk, got, "")
    applied = rows.applied(desk.store)
    latest = applied[-SHOWN:][::-1]
    changes = {id: versions.changes_of(data) for id, data in rows.changes(desk.store, [each.id for each in latest]).items()}
    lines = [
        desk.word("town-version-line", number=each.number, at=each.applied_at, counts=counted(desk.word, changes[each.id]))
        for each in latest
    ]
    town = desk.town
    values: dict[str, Value] = {
        "version": desk.word("town-version", number=applied[-1].number) if applied else desk.word("town-folder"),
        "services": len(town.services), "directions": len(town.directions), "mairies": len(town.mairies), "channels": len(town.channels),
        "lines": "\n".join(lines),
    }
    others = [each.number for each in latest[1:] if each.digest != latest[0].digest]
    choices = (
        Button("town.ask:", "button-town-import"),
        *(Button(f"town.back:{number}", "button-town-back", {"number": number}) for number in others),
    )
    return Reply("town-catalogue", values, choices=choices)


def ask(_desk: Desk, _got: Incoming, _argument: str) -> Reply:
    return Reply("town-send-file", ask="town.file:0", edits=False)


def received(desk: Desk, got: Incoming, _argument: str) -> Reply:
    """A file: judged with the rest of the town, compared, and proposed."""
    _be_up_to_date(desk)
    sent = {}
    for file in got.attachments:
        content = files.content(desk.store.unit, desk.hall.seal, file.hash) if file.is_document else None
        if content is not None:
            sent[file.name] = content
            files.drop(desk.store, file.hash)
    if not sent:
        return Reply("town-no-file")
    what = versions.weigh(desk.store, versions.placed(sent, desk.edition.files), against=desk.edition.files, old=desk.town)
    return _proposed(desk, what, title=", ".join(sent))


def back(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """« Revenir à la version 2 »: its files, proposed as a new version."""
    _be_up_to_date(desk)
    number, former = versions.before(desk.store, int(argument))
    what = versions.weigh(desk.store, unpacked(former.files), against=desk.edition.files, old=desk.town)
    return _proposed(desk, what, title=desk.word("town-version", number=number), back_to=number)


def _be_up_to_date(desk: Desk) -> None:
    """What is compared must be the town in force, and not the one that this process still has for a few seconds."""
    if rows.newest(desk.store) != desk.edition.version:
        raise Refusal("town-not-ready")


def _proposed(desk: Desk, what: Import, *, title: str, back_to: int = 0) -> Reply:
    counts = counted(desk.word, what.changes, what.alone)
    if what.faults:
        note(desk, "town_refused", why="faults", faults=len(what.faults))
        lines = fault_lines(desk.word, desk.language, what.faults)
        return Reply("town-faults", {"file": title, "count": len(what.faults), "lines": lines})
    if what.same:
        return Reply("town-same", {"file": title})
    if what.broken:
        return _broken(desk, what.broken, counts, title=title)
    id = versions.propose(desk.store, what, base=desk.edition.version, by=desk.who.id, now=desk.now, back_to=back_to)
    note(desk, "town_proposed", version=id, counts=versions.tally(what.changes), back_to=back_to)
    return Reply("town-proposal", {"file": title, "counts": counts},
                 choices=(*_choices(id), Button(f"town.detail:{id}", "button-town-detail")))


def _broken(desk: Desk, broken: Sequence[Breakage], counts: str, *, title: str, version: int | None = None) -> Reply:
    note(desk, "town_refused", why="breaks", version=version, reasons=[breakage.key for breakage in broken])
    return Reply("town-broken", {"file": title, "counts": counts, "lines": breakage_lines(desk.word, broken)})


def _choices(id: int) -> tuple[Button, ...]:
    return Button(f"town.apply:{id}", "button-town-apply"), Button(f"town.refuse:{id}", "button-town-refuse")


def detail(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """Line by line, on the same card."""
    row = versions.proposal(desk.store, int(argument))
    return Reply("town-detail", {"lines": change_lines(desk.word, versions.changes_of(row.changes))}, choices=_choices(row.id))


def apply(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """In force for every process within seconds of this commit, and in this one at once."""
    id = int(argument)
    row = versions.proposal(desk.store, id)
    changes = versions.changes_of(row.changes)
    if broken := versions.apply(desk.store, id, folder=desk.edition.files, city=desk.town.city, now=desk.now):
        return _broken(desk, broken, counted(desk.word, changes), title=desk.word("town-import"), version=id)
    desk.hall.renewed = True
    number, back_to = versions.number_of(desk.store, id), row.changes["back_to"]
    note(desk, "town_back" if back_to else "town_applied", version=id, number=number, counts=versions.tally(changes), back_to=back_to)
    return Reply("town-applied", {"number": number, "counts": counted(desk.word, changes)})


def refuse(desk: Desk, _got: Incoming, argument: str) -> Reply:
    id = int(argument)
    if not rows.settle(desk.store, id, applied_at=None):
        raise Refusal("town-settled")
    note(desk, "town_refused", why="person", version=id)
    return Reply("town-refused")
