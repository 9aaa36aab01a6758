"""One Incoming → one handler → its share of a transaction: who it is, what they meant, whether they may, what they are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.choices import newest_card, place_of, place_of_emoji
from bot.references import resolve
from handlers.desk import Desk, Hall
from handlers.feature import Command, Feature, Handler, Press, Step
from handlers.messages import Address, Incoming, Refusal, Reply
from handlers.people.permissions import grant_of
from storage import conversations, outbox, people, rooms
from storage.tables import Account, Outbox, Person, amend
from storage.unit import Scope, Unit

NUMBER_LIFE = timedelta(minutes=10)
"""How long a bare number answers the last card (domain.md §7); a reply to the card works for as long as the card is known."""

REFERENCE = re.compile(r"(?:[A-Za-z]{1,6}[- ]?\d{2}[- ])?\d{1,6}", re.ASCII)
"""What may follow a bare « voir » or « corriger »: « MQ-26-0412 », « mq 26 412 » or « 412 »; more words make it a sentence."""


@dataclass(slots=True)
class Entrances:
    """The features' tables, by name."""

    commands: dict[str, Command] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    said: Press | None = None
    edited: Press | None = None
    stranger: Handler | None = None

    @classmethod
    def of(cls, features: Sequence[Feature]) -> Entrances:
        every = cls()
        for feature in features:
            every.commands.update({name: command for command in feature.commands for name in command.names})
            every.presses.update({f"{feature.name}.{name}": press for name, press in feature.presses.items()})
            every.steps.update({f"{feature.name}.{name}": step for name, step in feature.steps.items()})
            every.said = every.said or feature.said
            every.edited = every.edited or feature.edited
            every.stranger = every.stranger or feature.stranger
        return every


@dataclass(frozen=True, slots=True)
class Route:
    """Where an act goes. argument: what follows the act's name. consumes: it answers the step that was waiting."""

    entrance: Press
    argument: str = ""
    pressed: Outbox | None = None
    consumes: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What was read ahead for a whole group: who wrote, and which steps wait for them."""

    callers: Mapping[str, tuple[Account, Person | None]]
    steps: Mapping[tuple[str, str], str]


class Dispatch:
    """Holds the features' entrances and what every desk shares. Does no I/O but through the unit it is given."""

    def __init__(self, hall: Hall, features: Sequence[Feature], clock: Callable[[], datetime]) -> None:
        self.hall = hall
        self.features = features
        self.entrances = Entrances.of(features)
        self.now = clock

    def look_up(self, unit: Unit, acts: Sequence[Incoming], now: datetime) -> Known:
        senders = [str(act.sender) for act in acts]
        return Known(
            people.callers(unit, senders),
            conversations.waiting(unit, [(str(act.chat), sender) for act, sender in zip(acts, senders, strict=True)], now),
        )

    def is_confidential(self, unit: Unit, got: Incoming) -> bool:
        """Whether this act's content may not be stored even while it waits."""
        now = self.now()
        if got.kind == "undecryptable":
            return False
        store = Scope(unit)
        try:  # whoever does it, somebody who left too; and whatever became of the card
            found = self._card(store, got) if got.kind == "press" else None
            route = self._choice(*found) if found else self._route(store, got, self.look_up(unit, [got], now), now)
        except Refusal:
            return False
        return bool(route and route.entrance.confidential)

    def handle(self, unit: Unit, got: Incoming, known: Known, now: datetime) -> list[Outbox]:
        """Do what was asked; return what is owed to the network. A refusal undoes the act and is said. Bugs go up."""
        account, person = known.callers.get(str(got.sender), (None, None))
        store = Scope(unit)
        desk = Desk(self.hall, store, now, got=got, person=person, account=account)
        try:
            self._act(desk, got, known)
        except Refusal as refusal:
            store.drop()
            if got.kind == "message" and (str(got.chat), str(got.sender)) in known.steps and got.text.strip()[:1] not in ("/", "!"):
                conversations.forget(store, chat=str(got.chat), sender=str(got.sender))  # or it would refuse every sentence to come
            desk = Desk(self.hall, store, now, got=got, person=person, account=account, confidential=desk.confidential)
            _say(desk, Reply(refusal.key, refusal.values, edits=False))
        store.keep()
        return desk.outbox

    def _act(self, desk: Desk, got: Incoming, known: Known) -> None:
        if got.kind in ("joined", "left", "moved"):
            self._came_or_went(desk, got)
            return
        if desk.person is None:
            if self.entrances.stranger and got.private and got.kind in ("message", "press"):
                _say(desk, self.entrances.stranger(desk, got, got.text))
            return
        self._keep_address(desk, got)
        if got.kind == "undecryptable":
            if got.private:  # in a room people talk to each other
                desk.say(Reply("cannot-decrypt"), key=f"cannot-decrypt/{got.chat}/{desk.now:%Y%m%d%H}")
            return
        route = self._route(desk.store, got, known, desk.now)
        if any(file.is_document for file in got.attachments) and not (route and route.entrance.documents):
            got = replace(got, attachments=tuple(file for file in got.attachments if not file.is_document), unsupported="document")
            route = self._route(desk.store, got, known, desk.now)
        if route is None:
            if got.private and got.kind == "message":
                desk.say(Reply("not-understood" if not got.unsupported else f"unsupported-{_family(got.unsupported)}"))
            return
        if route.entrance.roles and desk.who.role not in route.entrance.roles:
            raise Refusal("not-your-role")
        desk.pressed = route.pressed
        desk.confidential = route.entrance.confidential
        step = known.steps.get((str(got.chat), str(got.sender)))
        if route.consumes or (step and route.pressed and _same_thing(step, route.argument)):
            conversations.forget(desk.store, chat=str(got.chat), sender=str(got.sender))
        _say(desk, route.entrance.run(desk, got, route.argument))

    def _came_or_went(self, desk: Desk, got: Incoming) -> None:
        if got.kind == "moved" and got.moved_to:
            new = f"{got.chat.platform}:{got.moved_to}"
            desk.store.direct()
            outbox.move_chat(desk.store.unit, str(got.chat), new)
            people.move_account_chat(desk.store, str(got.chat), new)
            rooms.move(desk.store, str(got.chat), new)
        elif got.kind == "left":
            rooms.forget(desk.store, str(got.chat))
            if desk.account and desk.account.chat == str(got.chat):
                people.put_account(desk.store, address=str(got.sender), reachable=False)
            desk.store.direct()
            outbox.drop_dead_chat(desk.store.unit, str(got.chat), "left")
        elif got.kind == "joined" and str(got.chat) in self.hall.operators:
            return  # their own room: nothing is said there but what they must know
        elif got.kind == "joined" and not got.private and rooms.at(desk.store, str(got.chat)) is None:
            if desk.person is None or grant_of(desk.person.role, "rooms") is None:
                desk.leave(got.chat)  # rooms are for an administrator to open: to anybody else we say nothing, not even no
            else:
                _say(desk, Reply("room-which-direction", {"prefix": desk.prefix}))

    def _keep_address(self, desk: Desk, got: Incoming) -> None:
        """Remember where to write to this person in private, and that somebody is there again."""
        account = desk.account
        if account and got.private and (account.chat != str(got.chat) or not account.reachable):
            people.put_account(desk.store, address=account.address, chat=str(got.chat), reachable=True)
        elif account and not got.private and account.chat == str(got.chat):  # somebody else came into the room that we had for two
            people.put_account(desk.store, address=account.address, chat=None, reachable=False)
            amend(account, chat=None)
            if grant_of(desk.who.role, "rooms") is None and rooms.at(desk.store, str(got.chat)) is None:
                desk.say(Reply("others-read-this"))

    def _route(self, store: Scope, got: Incoming, known: Known, now: datetime) -> Route | None:
        if got.kind == "press":
            return self._pressed(store, got)
        if got.kind == "reaction":
            place = place_of_emoji(got.text)
            card = outbox.by_external(store, str(got.chat), got.about) if got.about else None
            route = self._choice(card, place) if card is not None and place is not None else None
            # reactions travel in the clear, even in encrypted rooms: nothing confidential is taken from one
            return route if route and not route.entrance.confidential else None
        if got.kind == "edit":
            return Route(self.entrances.edited) if self.entrances.edited and got.private else None
        text = got.text.strip()
        step = known.steps.get((str(got.chat), str(got.sender))) if got.private else None
        name, _, argument = (step or "").partition(":")
        asked = self.entrances.steps.get(name)
        if asked and asked.fits and not asked.fits(text):
            asked = None
        sentence = asked is not None and asked.sentence
        if text[:1] in ("/", "!"):
            command = self._command(text[1:], explicit=not sentence, alone=got.private)
            if command or not sentence:
                return command
        if not got.private:  # in a room only what answers one of our cards is for us
            return self._numbered(store, got, text, now) if got.about else None
        if (command := self._command(text, explicit=False)) and not (sentence and command.argument):
            return command
        if step:
            if numbered := self._numbered(store, got, text, now, offered_last=True):
                return numbered
            if asked:
                entrance = Press(asked.run, asked.roles, confidential=asked.confidential, documents=asked.documents)
                return Route(entrance, argument, consumes=True)
        if numbered := self._numbered(store, got, text, now):
            return numbered
        if self.entrances.said and not got.unsupported and (text or got.attachments or got.location):
            return Route(self.entrances.said, got.text)
        return None

    def _command(self, text: str, *, explicit: bool, alone: bool = True) -> Route | None:
        """explicit: it began with / or !, so an unknown one is said to be unknown instead of becoming a request.

        alone: nobody else is there, so it was said to us.
        """
        name, _, argument = text.strip().partition(" ")
        argument = argument.strip()
        command = self.entrances.commands.get(name.lower())
        if command is None:
            if explicit and alone:
                raise Refusal("unknown-command", name=name[:30])
            return None
        follows = not argument or command.argument == "text" or (command.argument == "reference" and REFERENCE.fullmatch(argument))
        if not explicit and not follows:
            return None
        return Route(Press(command.run, command.roles, documents=command.documents), argument)

    def _card(self, store: Scope, got: Incoming) -> tuple[Outbox, int]:
        """The message that a button was pressed on, and its place there."""
        found = resolve(self.hall.seal, got.press or "", str(got.chat))
        card = outbox.by_id(store, found[0]) if found else None
        if found is None or card is None:
            raise Refusal("button-unknown")
        return card, found[1]

    def _pressed(self, store: Scope, got: Incoming) -> Route | None:
        card, place = self._card(store, got)
        if outbox.newest_version(store, card.target or card.id) != card.id:
            return self._stale(card, place)
        return self._choice(card, place)

    def _stale(self, card: Outbox, place: int) -> Route:
        """The card changed since: what happened meanwhile is said, where the button knows it; nothing is done."""
        route = self._choice(card, place)
        if route is None or route.entrance.stale is None:
            raise Refusal("button-stale")
        return Route(Press(route.entrance.stale, route.entrance.roles, route.entrance.confidential), route.argument)

    def _numbered(self, store: Scope, got: Incoming, text: str, now: datetime, *, offered_last: bool = False) -> Route | None:
        """« 2 », or a choice's own word or initial, as the answer to the newest card, or to the card replied to.

        offered_last: only where the card is the last thing we said, because the words may also answer the question it asks.
        """
        if not text or len(text) > 12:
            return None
        if got.about:
            card = outbox.by_external(store, str(got.chat), got.about)
        else:
            rows = outbox.latest(store, str(got.chat), now - NUMBER_LIFE)
            card = newest_card(rows[:1] if offered_last else rows)
        if card is None or not card.body:
            return None
        labels = [label for label, _act in card.body.get("choices", ())]
        place = place_of(text, labels, scale=card.body.get("layout") == "scale")
        return self._choice(card, place) if place is not None else None

    def _choice(self, card: Outbox, place: int) -> Route | None:
        choices = (card.body or {}).get("choices") or []
        if not 0 <= place < len(choices):
            return None
        name, _, argument = choices[place][1].partition(":")
        entrance = self.entrances.presses.get(name)
        if entrance is None:
            raise Refusal("button-unknown")
        return Route(entrance, argument, pressed=card)


def _same_thing(step: str, argument: str) -> bool:
    """Whether a button is about what a step asks: both begin with its id. What is settled by the one is no question any more."""
    return step.partition(":")[2].partition("/")[0] == argument.partition("/")[0]


def _family(unsupported: str) -> str:
    return unsupported if unsupported in ("voice", "video", "sticker", "too_large", "document") else "other"


def _say(desk: Desk, answer: Reply | Sequence[Reply] | None) -> None:
    """Say it where it was asked; what is asked in a room is answered in private, for a room only shows cards."""
    got, private = desk.got, desk.account.chat if desk.account else None
    for reply in [answer] if isinstance(answer, Reply) else answer or []:
        if got is None or got.private or desk.person is None:
            desk.say(reply)
        elif private is not None:
            desk.say(reply, to=Address.parse(private), person=desk.person)
