"""What the clock does to the event log: link what is new, seal the last link, give the administrators its mark once a day."""

from __future__ import annotations

from datetime import time, timedelta

from handlers.audit.heads import anchor, keep_sealed, sealed_head
from handlers.audit.rules import TAMPERED, canonical, genesis, is_night, is_office_hour, link
from handlers.desk import DIGEST, Desk
from handlers.events import note
from handlers.feature import Job, Schedule
from handlers.messages import Address, Reply
from storage import audit, deadlines, people
from storage import town as versions
from storage.audit import Head

SETTLED = timedelta(seconds=5)
"""Younger events wait: another process may be about to commit one with a smaller id. Order only: none is missed without it."""
OVERLAP = timedelta(minutes=10)
"""How far behind the newest link each tick looks for events committed late. What a clock further behind wrote is found by `sweep`."""
BATCH = 1_000
"""Links in one tick: some 40 ms of the writer."""


MARK, MARK_AT = "audit.mark", time(8, 15)
"""The schedule by which administrators get the mark of the last link."""


def chain(desk: Desk) -> None:
    """Link what happened lately."""
    _chain(desk, OVERLAP)


def sweep(desk: Desk) -> None:
    """Link whatever has no link, however old its id: at night, since it looks through the whole log (a second for a million events)."""
    if is_night(desk.town.local(desk.now)):
        _chain(desk, None)


def _chain(desk: Desk, overlap: timedelta | None) -> None:
    if not audit.alone(desk.store):
        return
    last, sealed = audit.head(desk.store), sealed_head(desk.store.unit, desk.hall.seal)
    start = last if last and sealed else Head(0, genesis(versions.first_city(desk.store) or desk.town.city))
    head = last or start
    tampered = (sealed or start) != head
    if tampered:  # links were taken away or added, or the key is another one: said in the log, where it cannot be taken back unseen
        note(desk, TAMPERED, sealed=sealed.seq if sealed else None, found=head.seq)
    links = []
    for event in audit.unlinked(desk.store, until=desk.now - SETTLED, limit=BATCH, overlap=overlap):
        head = Head(head.seq + 1, link(head.hash, canonical(event)))
        links.append({"seq": head.seq, "event_id": event.id, "hash": head.hash})
    if links:
        audit.append(desk.store, links)
    if links or tampered:
        desk.store.direct()
        keep_sealed(desk.store.unit, desk.hall.seal, head, desk.now)


def tell(desk: Desk) -> None:
    """Give each administrator the mark of the last link, once a day: a copy where nobody who can write here can change it."""
    town = desk.town
    local = town.local(desk.now)
    if not is_office_hour(local, town.closed_days(None)):
        return
    deadlines.occurs(desk.store, MARK, local.date(), f"{MARK_AT:%H:%M}", desk.now)
    head = audit.head(desk.store)
    if head is None:
        return
    mark = anchor(desk.hall.seal, head)
    for person, chat in people.with_role(desk.store, "admin"):
        with desk.speaking(person.language):
            desk.say(Reply("audit-head", {"anchor": mark}), to=Address.parse(chat), person=person, priority=DIGEST,
                     key=f"audit-head/{local:%Y-%m-%d}/{person.id}")


JOBS = {"chain": Job(chain, every_s=10), "sweep": Job(sweep, every_s=3600), "tell": Job(tell, every_s=600)}
SCHEDULES = {"mark": Schedule(MARK_AT)}
