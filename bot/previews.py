"""`relais digest`: any digest as it would read at a moment, for somebody or for a made-up reader; nothing is said nor kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from bot.due import moment
from bot.opening import opened
from config.settings import Settings
from config.texts import words
from handlers.desk import Desk, Hall, InForce
from handlers.digests import morning
from handlers.digests.drawn import of_digest
from handlers.digests.exports import contents
from handlers.digests.jobs import since_of
from handlers.digests.kinds import KINDS, Kind, kinds_of
from handlers.digests.pages import FORMATS, page
from handlers.digests.schedule import Turn, wish_of
from handlers.messages import Refusal, Rendered
from handlers.people.rules import MORNING, OF_A_MAIRIE, called, plain
from storage import digests, people
from storage.tables import Person, fresh
from storage.unit import Scope, Unit


def show(settings: Settings, whom: str, at: str, out: Path | None, *, console: Console) -> None:
    """whom: somebody's name, or a kind of digest. at: in the town's time. out: where to write text and files, too.

    Raises Refusal: nobody of that name, no such kind, a moment that cannot be read; StorageFault, TownFaults.
    """
    with opened(settings, own=False) as base, base.database.reading() as connection:
        town = base.town
        now = moment(town, at)
        hall = Hall(InForce(base.edition, None, words(town.timezone)), base.seal, language=settings.language)  # type: ignore[arg-type]  # routes nothing
        desk = Desk(hall, Scope(Unit(connection, base.database.ids)), now)
        for reader, kind in _asked(desk, whom):
            with desk.speaking(reader.language):
                _show(desk, reader, kind, out, console)


def _asked(desk: Desk, whom: str) -> Iterator[tuple[Person, Kind]]:
    """A kind's first reader, or all that somebody gets."""
    if whom in KINDS:
        kind = KINDS[whom]
        reader = next((person for person in people.active(desk.store) if person.role in kind.roles), None)
        yield reader or _made_up(desk, kind), kind
        return
    found = called(whom, people.active(desk.store))
    if not found:
        known = [person.name for person in people.active(desk.store) if plain(whom) in plain(person.name)]
        raise Refusal("digest-for-whom", given=whom, kinds=", ".join(KINDS), names=", ".join(known) or "none")
    for kind in kinds_of(found[0].role):
        yield found[0], kind


def _made_up(desk: Desk, kind: Kind) -> Person:
    """Somebody of the role, where the town has nobody: of its first mairie, when the role is of one."""
    role = sorted(kind.roles)[0]
    mairie = next(iter(desk.town.mairies)) if role in OF_A_MAIRIE else None
    return fresh(Person, id=0, name="", role=role, mairie=mairie, language=desk.hall.language, joined_at=desk.now)


def _show(desk: Desk, reader: Person, kind: Kind, out: Path | None, console: Console) -> None:
    wish = wish_of(kind, digests.choices(desk.store, [kind.id]).get((reader.id, kind.id)))
    files: Sequence[tuple[str, bytes]] = ()
    if kind.id == MORNING:
        reply = morning.page(desk, reader, wish)
    else:
        since = since_of(desk, reader, kind, wish, Turn(desk.today, desk.now))
        found = page(desk, reader, kind, on=desk.today, since=since, hidden=wish.hidden)
        reply = found.reply
        files = [(name, content) for form in FORMATS for name, _, content in contents(desk, found.view, form)] if out else ()
        spec = of_digest(desk, reader, found.view.period) if out and kind.every != "day" else None
        if spec is not None:
            from handlers.charts.drawing import draw  # a second, and only here

            files = [*files, (f"relais-{kind.id.replace('_', '-')}-{desk.today}.png", draw(spec))]
    said = desk.rendered(reply)
    console.print(Panel(said.text, title=said.title or None, title_align="left", subtitle=_buttons(said), subtitle_align="left", width=72))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"relais-{kind.id.replace('_', '-')}-{desk.today}.txt").write_text(f"{said.title}\n{said.text}\n", "utf-8")
        for name, content in files:
            (out / name).write_bytes(content)


def _buttons(said: Rendered) -> str:
    return " ".join(f"\\[{choice.label}]" for choice in said.choices)


