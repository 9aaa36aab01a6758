"""/tendances: what rises in my mairie's sector, what to check, what falls; three requests of it; and what the secrétaire général thinks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from config.entries import name_of, short_name
from handlers.charts.keeping import shown
from handlers.desk import Desk
from handlers.events import note
from handlers.messages import Button, Incoming, Refusal, Reply, Value
from handlers.people.permissions import PERMISSIONS, Grant, grant_of, mairies_of, may, roles_with
from handlers.people.rules import OF_A_MAIRIE
from handlers.requests.likeness import street_of
from handlers.rising.maps import map_of
from handlers.rising.sectors import IN_WORDS, JUDGED_FOR, KNOWN, NEW, NOISE, VERDICTS, Sector, look
from handlers.rising.series import UNSAID, Finding, place_days, place_of
from handlers.rising.spots import spots
from handlers.rising.wordings import Wording, wordings
from storage import rising

if TYPE_CHECKING:
    from storage.tables import Request

READERS = roles_with("indicators") - {"admin"}
"""An administrator's figures are those of the machine (domain.md §1.2)."""
CLOSE = frozenset(role for role in READERS if PERMISSIONS["indicators"][role].scope != "figures")
"""Who sees more than figures: places, words, requests."""
JUDGES = frozenset({"sg"})
SAMPLES = 3
EXPLAINED = Button("rising.explain:", "button-rising-explain")
FEW = 5
"""Under which a number about residents is not said where figures alone are (domain.md §6)."""
LONGEST = 70
Topic = Finding | Wording
SHELF_OF = {KNOWN: "known", NOISE: "muted"}
SHELVES = ("rises", "weather", "signals", "known", "falls", "muted")


def command(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """My mairie's sector; of several, a line each, and one at the end for those of which the same is said."""
    mairies = _mairies(desk)
    if len(mairies) == 1:
        return _sector(desk, next(look(desk, mairies)))
    alike: dict[str, list[str]] = {}
    for each in look(desk, mairies):
        alike.setdefault(_summary(desk, each), []).append(_name(desk, each.mairie))
    by_number = sorted(alike.items(), key=lambda pair: len(pair[1]))
    lines = "\n".join(desk.word("rising-sector", mairie=", ".join(names), lines=said) for said, names in by_number)
    buttons = tuple(Button(f"rising.sector:{mairie}", "button-plain", {"label": _name(desk, mairie)}) for mairie in mairies)
    return Reply("rising-everywhere", {"lines": lines}, choices=(*buttons, EXPLAINED), layout="list")


def everywhere(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Retour]."""
    return command(desk, got, argument)


def sector(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """One of several."""
    return _sector(desk, _one(desk, argument))


def files(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Voir les fiches]: three of a topic's requests that this person may read, of different places; then the verdict."""
    topic, found = _asked(desk, argument)
    mairie = found.mairie
    name, about = found.about(topic, desk.town)
    by_place = {
        request.id if (place := place_of(request, desk.town)) == UNSAID else place: request for request in about
        if not request.sensitive and may(desk.who, "read", request)
    }
    some = list(by_place.values())[:SAMPLES]
    lines = [desk.word("rising-file", reference=each.reference or "", text=_cut(each.text)) for each in some]
    buttons = [Button(f"requests.show:{each.id}", "button-plain", {"label": each.reference or ""}) for each in some]
    if desk.who.role in JUDGES and about:
        buttons += [Button(f"rising.judge:{mairie}/{verdict}/{topic}", "button-rising-judge", {"verdict": verdict}) for verdict in VERDICTS]
    if not _says_too_much(desk, topic) and any(not request.sensitive for request in about):
        buttons.append(Button(f"rising.map:{mairie}/{topic}", "button-rising-map"))
    buttons.append(Button(f"rising.sector:{mairie}", "button-back"))
    values: dict[str, Value] = {"topic": _named(desk, topic, name), "mairie": _name(desk, mairie), "count": len(about),
                                "shown": len(some), "lines": "\n".join(lines), "spots": _spots(desk, topic, about) or "none"}
    return Reply("rising-files", values, choices=tuple(buttons), layout="list")


def on_a_map(desk: Desk, _got: Incoming, argument: str) -> Reply:
    """[Carte]: where a topic's requests of the week are; nothing of a sensitive service."""
    topic, found = _asked(desk, argument)
    if _says_too_much(desk, topic):
        raise Refusal("rising-not-yours")
    name, about = found.about(topic, desk.town)
    return shown(desk, map_of(desk, found, short_name(_named(desk, topic, name)), about))


def judge(desk: Desk, got: Incoming, argument: str) -> Reply:
    """[Nouveau], [Connu], [Bruit], [Réécouter]: kept eight weeks, and used at once."""
    mairie, verdict, topic = argument.split("/", 2)
    if mairie not in mairies_of(desk.who):
        raise Refusal("rising-not-yours")
    if verdict:
        rising.judge(desk.store, mairie, topic, verdict, desk.today + JUDGED_FOR)
    else:
        rising.forget(desk.store, mairie, topic)
    # a wording is residents' words: the log, from which nothing is taken out again, says only that it was one
    note(desk, "rise_judged", mairie=mairie, topic=IN_WORDS if topic.startswith(IN_WORDS) else topic, verdict=verdict)
    return sector(desk, got, mairie)


def explain(desk: Desk, _got: Incoming, _argument: str) -> Reply:
    """[Signal faible ?]"""
    return Reply("rising-explained", edits=False)


# --- whose ---


def _grant(desk: Desk) -> Grant:
    grant = grant_of(desk.who.role, "indicators", pre_election=desk.town.in_pre_election(desk.today))
    if grant is None:
        raise Refusal("rising-pre-election")
    return grant


def _mairies(desk: Desk) -> Sequence[str]:
    """The sectors that somebody sees: their own, and those of every mairie for whoever is of none."""
    _grant(desk)
    own = [mairie for mairie in mairies_of(desk.who) if mairie in desk.town.mairies]
    if desk.who.role in OF_A_MAIRIE and not own:
        raise Refusal("rising-not-yours")
    return own if desk.who.role in OF_A_MAIRIE else [*desk.town.mairies]


def _one(desk: Desk, mairie: str) -> Sector:
    if mairie not in _mairies(desk):
        raise Refusal("rising-not-yours")
    return next(look(desk, [mairie]))


def _concerns(desk: Desk, topic: str) -> bool:
    """Whether somebody may see a topic: a direction its own services; where figures alone are seen, nothing of a sensitive service.

    Residents' own words are for mairies and the coordination.
    """
    service = desk.town.services.get(topic)
    match _grant(desk).scope:
        case "figures":
            return service is not None and not service.sensitive
        case "direction":
            return service is not None and service.direction == desk.who.direction
        case _:
            return True


def _asked(desk: Desk, argument: str) -> tuple[str, Sector]:
    """The topic and the sector of a button, when this person may see both."""
    mairie, _, topic = argument.partition("/")
    found = _one(desk, mairie)
    if not _concerns(desk, topic):
        raise Refusal("rising-not-yours")
    return topic, found


def _says_too_much(desk: Desk, topic: str) -> bool:
    """Whether a topic is a sensitive service, whose places would tell on people."""
    service = desk.town.services.get(topic)
    return service is not None and service.sensitive


# --- what is said ---


def _shelves(desk: Desk, sector: Sector, *, in_words: bool = True) -> dict[str, list[Topic]]:
    """What rises, by where it is said: alone, as the weather's, to be checked, in brief, as falling, or only named."""
    found: dict[str, list[Topic]] = {shelf: [] for shelf in SHELVES}
    for each in sorted(sector.findings.values(), key=lambda each: (each.p, each.topic)):
        if each.kind and _concerns(desk, each.topic):
            found[_shelf(desk, sector, each)].append(each)
    if in_words and sector.findings and _concerns(desk, IN_WORDS):
        risen = {topic for topic, each in sector.findings.items() if each.kind in ("strong", "weak")}
        for wording in wordings(sector.week, sector.before, desk.town):
            if wording.subject not in risen:  # or it would say the same again, even of what the mairie called noise
                found[SHELF_OF.get(sector.verdict(_key(wording)), "signals")].append(wording)
    return found


def _shelf(desk: Desk, sector: Sector, each: Finding) -> str:
    verdict = sector.verdict(each.topic)
    if each.kind == "falls":
        return "falls"
    if verdict in SHELF_OF or (each.again and verdict != NEW):
        return SHELF_OF.get(verdict, "known")
    if desk.town.services[each.topic].weather:
        return "weather"
    return "rises" if each.kind == "strong" else "signals"


def _sector(desk: Desk, sector: Sector) -> Reply:
    several = len(_mairies(desk)) > 1
    back = (Button("rising.all:", "button-back"),) if several else ()
    shelves = _shelves(desk, sector)
    parts = [
        "\n".join([desk.word(f"rising-{shelf}"), *(_line(desk, sector, each, shelf) for each in some)])
        for shelf, some in shelves.items() if some
    ]
    buttons: list[Button] = []
    if desk.who.role in CLOSE:
        buttons = [Button(f"rising.files:{sector.mairie}/{_key(each)}", "button-rising-files", {"topic": _short(desk, each)})
                   for shelf in ("rises", "weather", "signals", "known") for each in shelves[shelf]]
    if desk.who.role in JUDGES:
        buttons += [Button(f"rising.judge:{sector.mairie}//{_key(each)}", "button-rising-listen", {"topic": _short(desk, each)})
                    for each in shelves["muted"]]
    values: dict[str, Value] = {"mairie": _name(desk, sector.mairie), "first": sector.monday, "last": sector.monday + timedelta(days=6),
              "state": "some" if parts else "none" if sector.findings else "soon", "lines": "\n\n".join(parts)}
    return Reply("rising-week", values, choices=(*buttons, EXPLAINED, *back), layout="list")


def _summary(desk: Desk, sector: Sector) -> str:
    """« Rats 9 (d’habitude 1), 2 signaux faibles »."""
    if not sector.findings:
        return desk.word("rising-soon")
    shelves = _shelves(desk, sector, in_words=False)
    loud = [desk.word("rising-brief", topic=_short(desk, each), count=_count(desk, each.days), usual=_usual(desk, each),
                      said="meteo" if shelf == "weather" else sector.verdict(each.topic) or "none")
            for shelf in ("rises", "weather") for each in shelves[shelf] if isinstance(each, Finding)]
    if shelves["signals"]:
        loud.append(desk.word("rising-weak", count=len(shelves["signals"])))
    return ", ".join(loud) or desk.word("rising-quiet")


def _line(desk: Desk, sector: Sector, each: Topic, shelf: str) -> str:
    verdict = sector.verdict(_key(each)) or "none"
    if shelf == "muted":
        return desk.word("rising-silent", topic=_short(desk, each), until=sector.verdicts[_key(each)].until)
    if isinstance(each, Wording):
        return desk.word("rising-wording", words=each.said, files=each.files, places=each.places, before=each.before, verdict=verdict)
    return desk.word("rising-line", topic=name_of(desk.town.services, each.topic), count=_count(desk, each.days),
                     usual=_usual(desk, each), where=_where(desk, sector, each) or "none", verdict=verdict)


def _where(desk: Desk, sector: Sector, each: Finding) -> str:
    """The street of at least half of what rises; "" without one, for a sensitive service, and for whoever sees figures alone."""
    if desk.who.role not in CLOSE or each.kind == "falls" or desk.town.services[each.topic].sensitive:
        return ""
    requests = [request for request in sector.about(each.topic, desk.town)[1] if not request.sensitive]
    street, days = max(place_days(requests, desk.town).items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    if not street or 2 * days < each.days:
        return ""
    return next(_street(desk, request) for request in requests if street_of(request, desk.town) == street)


def _spots(desk: Desk, topic: str, about: Sequence[Request]) -> str:
    """« rue du Port (4), quartier Les Berges (3) »; nothing for a sensitive service, whose places say too much."""
    if _says_too_much(desk, topic):
        return ""
    return ", ".join(desk.word("rising-spot", kind=each.kind, name=each.name, count=each.files) for each in spots(about, desk.town))


def _street(desk: Desk, request: Request) -> str:
    known = desk.town.territory.street(request.place or "")
    return known.name if known else request.place or ""


def _count(desk: Desk, count: int) -> int | str:
    return desk.word("rising-few") if desk.who.role not in CLOSE and count < FEW else count


def _usual(desk: Desk, each: Finding) -> int | str:
    usual = round(each.usual)
    return _count(desk, usual) if usual or desk.who.role not in CLOSE else desk.word("rising-hardly")


def _key(each: Topic) -> str:
    return each.topic if isinstance(each, Finding) else IN_WORDS + each.pair


def _short(desk: Desk, each: Topic) -> str:
    """A topic for a button: a service's name up to the first comma or bracket."""
    if isinstance(each, Wording):
        return _named(desk, IN_WORDS, each.said)
    return short_name(name_of(desk.town.services, each.topic))


def _named(desk: Desk, topic: str, name: str) -> str:
    return desk.word("quoted", text=name) if topic.startswith(IN_WORDS) else name


def _name(desk: Desk, mairie: str) -> str:
    return name_of(desk.town.mairies, mairie)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
