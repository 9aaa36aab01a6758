"""What the clock does to the directory: owners are asked every 90 days whether their entries are still right."""

from handlers.desk import Desk
from handlers.directory.cards import name_of
from handlers.directory.rules import COORDINATION, entries, is_to_ask, owner_of
from handlers.feature import Job
from handlers.notices import tell
from storage import directory, people
from storage.tables import Person


def ask_owners(desk: Desk) -> None:
    """Owe each owner a line for each entry that is due; what nobody owns is the coordination's."""
    known, holders = directory.confirmations(desk.store), None
    for entry in entries(desk.town):
        row = known.get(entry)
        role, direction = owner_of(desk.town, entry)
        if row is None:
            directory.meet(desk.store, entry, role=role, now=desk.now)
        elif is_to_ask(row.seen_at, row.confirmed_at, row.asked_at, desk.now):
            holders = people.at_work(desk.store, ("direction", COORDINATION)) if holders is None else holders
            _ask(desk, entry, [each for each in holders if (each.role, each.direction) == (role, direction)] or _coordination(holders))


def _ask(desk: Desk, entry: str, owners: list[Person]) -> None:
    for owner in owners:
        with desk.speaking(owner.language):
            tell(desk, owner.id, f"directory:{entry}:{desk.today}", "directory-to-confirm", name=name_of(desk, entry))
    if owners:
        directory.asked(desk.store, entry, desk.now)


def _coordination(holders: list[Person]) -> list[Person]:
    return [each for each in holders if each.role == COORDINATION]


JOBS = {"ask-owners": Job(ask_owners, every_s=3600)}
