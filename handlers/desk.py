"""The counter a handler stands at: everything it may touch, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

from handlers.menus import MENUS
from handlers.messages import Address, Choice, Incoming, Rendered, Reply, Value, is_drawn
from storage import conversations, outbox
from storage.ballots import WindowKeys
from storage.seal import Seal
from storage.tables import Account, Outbox, Person, fresh
from storage.unit import Scope

if TYPE_CHECKING:
    from config.texts import Texts
    from config.town import Edition, Town
    from handlers.feature import Command
    from handlers.routing.rules import Router

DANGER, ANSWER, REMINDER, DIGEST, SURVEY = 0, 1, 2, 3, 4
"""Classes of delivery: danger before all, answers to people before the rest."""

STEP_LIFE = timedelta(hours=24)
LEASE = timedelta(seconds=20)
"""How long a claimed delivery is ours: more than the longest a delivery may take."""

MOVING = timedelta(seconds=2)
"""How long a group that moves may take to say so."""


@dataclass(frozen=True, slots=True)
class InForce:
    """An edition of the town, and what is made from it: all of it changes at once."""

    edition: Edition
    router: Router
    texts: Texts


@dataclass(slots=True)
class Hall:
    """What every desk shares: the town in force, its words, its router, its seal.

    in_force: replaced while Relais runs. A desk takes it once, when it opens, and handlers read their desk's: one handling sees one town.
    window_keys: of survey windows. cleared: ballots were erased, and the database is swept as soon as that is committed.
    renewed: an act of this process applied another version of the town, which is looked for as soon as that is committed.
    language: for people we do not know yet. commands: those of all features, in reading order, for /aide.
    prefixes: what starts a command on each platform. facts: what platforms said of themselves ("telegram_name").
    erasers: the platforms where the bot may take away what a person wrote to it. operators: the rooms of those who run Relais.
    """

    in_force: InForce
    seal: Seal
    language: str = "fr"
    commands: Sequence[Command] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    erasers: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    renewed: bool = False
    window_keys: WindowKeys | None = None
    cleared: bool = False

    @property
    def town(self) -> Town:
        """The town of this moment; a handler has its desk's."""
        return self.in_force.edition.town

    def menu_of(self, role: str) -> tuple[str, ...]:
        """The commands that /aide and the networks' menus show this role, at most eight, by their first name."""
        return MENUS.get(role, ())

    def commands_of(self, role: str) -> list[str]:
        """Every command that this role may use, by its first name, in reading order."""
        return [command.names[0] for command in self.commands if command.listed and (not command.roles or role in command.roles)]


class Desk:
    """now: aware, UTC, the same during the whole handling. person: who acts, None for a stranger or a job.

    store: reads, and guarded direct writes. add: collected rows, written with the group; ids are ours (next_id).
    pressed: the outbox row whose button was pressed, None otherwise.
    """

    def __init__(
        self,
        hall: Hall,
        store: Scope,
        now: datetime,
        *,
        got: Incoming | None = None,
        person: Person | None = None,
        account: Account | None = None,
        pressed: Outbox | None = None,
        confidential: bool = False,
    ) -> None:
        self.hall = hall
        in_force = hall.in_force
        self.edition, self.router, self.texts = in_force.edition, in_force.router, in_force.texts
        self.town = in_force.edition.town
        self.store = store
        self.now = now
        self.got = got
        self.person = person
        self.account = account
        self.pressed = pressed
        self.confidential = confidential
        self.language = person.language if person else hall.language
        self.outbox: list[Outbox] = []

    @property
    def who(self) -> Person:
        """The person who acts, where the entrance guarantees one."""
        if self.person is None:
            raise LookupError("nobody known stands at this desk")
        return self.person

    @property
    def today(self) -> date:
        """The town's own date."""
        return self.town.local(self.now).date()

    @property
    def prefix(self) -> str:
        """What starts a command on the platform of the act."""
        return self.hall.prefixes.get(self.got.chat.platform if self.got else "", "/")

    @property
    def window_keys(self) -> WindowKeys:
        """The keys of survey windows, which a running Relais has."""
        if self.hall.window_keys is None:
            raise LookupError("this hall keeps no key")
        return self.hall.window_keys

    def next_id(self) -> int:
        return self.store.next_id()

    def add(self, row: SQLModel) -> None:
        self.store.add(row)

    def word(self, key: str, **values: Value) -> str:
        """A text in the language of the person at the desk, to fill another one with."""
        return self.texts.say(self.language, key, values)

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """What is worded and said meanwhile is in this language: that of a room, or of somebody else."""
        before, self.language = self.language, language
        try:
            yield
        finally:
            self.language = before

    def say(self, reply: Reply, *, to: Address | None = None, person: Person | None = None, key: str | None = None,
            priority: int = ANSWER, over: int | None = None, not_after: datetime | None = None) -> int | None:
        """Owe a message, in the same commit as everything else here; return its outbox row's id, None when it was said before.

        to: another chat than the one we are in; private when it is `person`'s. Say it while `speaking` the language of that chat.
        key: the announced fact, said once for ever (default: this very act; of a job, nothing else: its commit says it once).
        over: the outbox row of the message to replace.
        not_after: when it is not worth showing any more: what is still on its way then is withdrawn.
        A reply to a press replaces the card that carried it, unless `reply.edits` is False; a chart stays above what its buttons answer.
        """
        if key is not None and outbox.is_said(self.store, key):
            return None
        got = self.got
        chat = to or (got.chat if got else None)
        if chat is None:
            raise ValueError(f"{reply.key}: a job must say to whom")
        here = got is not None and to is None
        edits = here and self.pressed is not None and reply.edits is not False and not is_drawn(self.pressed.body)
        target = (self.pressed.target or self.pressed.id) if edits and self.pressed else over
        whom = person if to is not None else self.person
        claimed = got is not None  # an answer is claimed by the commit that makes it; what jobs owe waits to be claimed
        id = self.next_id()
        row = fresh(
            Outbox,
            id=id,
            key=key or (f"answer/{got.chat.platform}/{got.id}/{len(self.outbox)}" if got else f"job/{id}"),
            platform=chat.platform,
            chat=str(chat),
            private=got.private if here and got else person is not None,
            person_id=whom.id if whom else None,
            kind="edit" if target else "send",
            priority=priority,
            body=self.rendered(reply).to_body(),
            target=target,
            thread=got.thread if here and got else None,
            confidential=self.confidential,
            state="sending" if claimed else "pending",
            token=int(claimed),
            lease_until=self.now + LEASE if claimed else None,
            not_after=not_after,
            created_at=self.now,
        )
        self.outbox.append(row)
        self.add(row)
        if reply.ask and got is not None and (here or (person is not None and person is self.person)):
            self.expect(reply.ask, chat=chat)
        return row.id

    def expect(self, step: str, *, chat: Address | None = None) -> None:
        """This person's next words, here or in their other chat, are for "feature.step:argument"."""
        if self.got is None:
            raise ValueError(f"{step}: a job talks with nobody")
        conversations.expect(
            self.store, chat=str(chat or self.got.chat), sender=str(self.got.sender), step=step, until=self.now + STEP_LIFE
        )

    def leave(self, chat: Address) -> None:
        """Owe our departure from a room where we have nothing to do: in a moment, because a group that becomes a supergroup
        first shows us coming into the new one, and only then says that it moved there."""
        self._owe("leave", chat, f"leave/{chat}/{self.got.id if self.got else self.next_id()}", private=False, after=MOVING)

    def erase(self, message: str, *, otherwise: Reply) -> None:
        """Owe the removal of what this person wrote in this chat. message: the platform's id. otherwise: said if the network will not."""
        if self.got is None:
            raise ValueError("a job answers nobody's message")
        chat = self.got.chat
        body = {"external": message, **self.rendered(otherwise).to_body()}
        self._owe("redact", chat, f"erase/{chat}/{message}", private=self.got.private, body=body)

    def _owe(self, kind: str, chat: Address, key: str, *, private: bool, body: dict[str, Any] | None = None,
             after: timedelta | None = None) -> None:
        row = fresh(
            Outbox,
            id=self.next_id(),
            key=key,
            platform=chat.platform,
            chat=str(chat),
            private=private,
            kind=kind,
            priority=ANSWER,
            body=body,
            state="pending" if after else "sending",
            token=0 if after else 1,
            not_before=self.now + after if after else None,
            lease_until=None if after else self.now + LEASE,
            created_at=self.now,
        )
        if not after:
            self.outbox.append(row)
        self.add(row)

    def rendered(self, reply: Reply) -> Rendered:
        """A reply in the language that is spoken."""
        texts, language = self.texts, self.language
        return Rendered(
            text=texts.say(language, reply.key, reply.values),
            title=texts.title(language, reply.key, reply.values) or "",
            choices=tuple(Choice(texts.say(language, button.key, button.values), button.act) for button in reply.choices),
            layout=reply.layout,
            yes_no=reply.yes_no,
            attachments=reply.attachments,
            language=language,
        )

