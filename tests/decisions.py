"""Words that no catalogue has, and what people decided they are for: what a router learns from them is plain to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from storage.tables import Event, Request, fresh
from storage.unit import Scope, Unit

LAMP, HOLE, PAVEMENT = "eclairage.lampadaire", "voirie.nid_de_poule", "voirie.trottoir"
SAID = [f"{verb} {thing} {where}" for thing, verb in (("zorglub", "réparer le"), ("frobnicateur", "changer le"), ("bidulotron", "voir le"))
        for where in ("du stade", "de la gare", "du collège", "de la halle", "au marché", "du port", "du musée", "de la crèche",
                      "du lavoir", "du théâtre", "de la mairie", "du gymnase", "du square", "des quais", "de la piscine", "du moulin",
                      "du pont", "de la poste")]
SERVICES = {"zorglub": LAMP, "frobnicateur": HOLE, "bidulotron": PAVEMENT}
RIGHT = [(text, SERVICES[text.split()[2]]) for text in SAID]


def decide(unit: Unit, lessons: Sequence[tuple[str, str]], *, at: Callable[[], datetime], author: int = 1) -> None:
    """Requests recorded with a service, as the counter does."""
    store = Scope(unit)
    for text, service in lessons:
        id, now = store.next_id(), at()
        store.add(fresh(Request, id=id, reference=f"MQ-26-{id}", state="sent", author_id=author, author_role="agent",
                        mairie="mq_tanneurs", text=text, search="", service=service, channel="guichet", proposal=[],
                        received_at=now, updated_at=now, recorded_at=now, qualified_at=now))
        store.add(Event(id=store.next_id(), at=now, kind="recorded", request_id=id, actor_id=author, actor_role="agent", data={}))
    store.keep()
    unit.flush()
