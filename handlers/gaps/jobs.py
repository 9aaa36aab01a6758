"""What the clock does about a gap: each person hears of it at their next slot, rooms and administrators at once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.desk import ANSWER, Desk
from handlers.feature import Job
from handlers.messages import Address, Reply, Value
from handlers.notices import tell
from handlers.requests.rules import reference
from storage import gaps, people, rooms
from storage.tables import Gap, Person


def tell_gaps(desk: Desk) -> None:
    """Announce what was not announced yet. A restore ends with the first start after it, which is now."""
    for gap in gaps.untold(desk.store):
        until = gap.ends_at or desk.now
        zone = ZoneInfo(desk.town.timezone)
        days = (until.astimezone(zone).date() - gap.starts_at.astimezone(zone).date()).days
        _tell(desk, gap, {"since": gap.starts_at, "until": until, "days": days, "network": (gap.platform or "").capitalize()})
        gaps.told(desk.store, gap.id, ends_at=until, now=desk.now)


def _tell(desk: Desk, gap: Gap, fill: dict[str, Value]) -> None:
    fact, key = f"gap/{gap.id}", f"gap-{gap.cause}"
    there = people.on_platform(desk.store, gap.platform) if gap.platform else None
    here = [person for person in people.active(desk.store) if there is None or person.id in there]
    admins = {person.id: chat for person, chat in people.with_role(desk.store, "admin")}
    for person in here:
        if person.id in admins and gap.cause == "restored":
            _tell_admin(desk, gap, person, admins[person.id])
        else:
            tell(desk, person.id, fact, key, **fill)  # type: ignore[arg-type]  # values of texts
    for room in rooms.every(desk.store):
        if gap.platform is None or Address.parse(room).platform == gap.platform:
            with desk.speaking(desk.hall.language):
                desk.say(Reply(key, fill), to=Address.parse(room), key=f"{fact}/{room}", priority=ANSWER)


def _tell_admin(desk: Desk, gap: Gap, person: Person, chat: str) -> None:
    """More than the others, and now: what they must look at before people go on."""
    with desk.speaking(person.language):
        numbers = "\n".join(
            desk.word("gap-numbers", last=reference(series, last), next=reference(series, following))
            for series, (last, following) in (gap.passed_over or {}).items()
        )
        reply = Reply("gap-restored-admin", {"since": gap.starts_at, "until": desk.now, "numbers": numbers})
        desk.say(reply, to=Address.parse(chat), person=person, key=f"gap/{gap.id}/{person.id}", priority=ANSWER)


JOBS = {"tell": Job(tell_gaps, every_s=5)}
