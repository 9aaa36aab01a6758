"""Accounts, persons and invitations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update

from storage.tables import Account, Conversation, Invitation, JoinTry, Outbox, Person, record, table
from storage.unit import Scope, Unit

PERSON, ACCOUNT, INVITATION, JOIN_TRY = table(Person), table(Account), table(Invitation), table(JoinTry)
CONVERSATION, OUTBOX = table(Conversation), table(Outbox)
HERE = PERSON.c.left_at.is_(None)
ACCOUNT_COLUMNS, PERSON_COLUMNS = ACCOUNT.c.keys(), PERSON.c.keys()
CALLERS = (
    select(ACCOUNT, PERSON)
    .join_from(ACCOUNT, PERSON, (PERSON.c.id == ACCOUNT.c.person_id) & HERE, isouter=True)
    .where(ACCOUNT.c.address.in_(bindparam("addresses", expanding=True)))
)


def callers(unit: Unit, addresses: Sequence[str]) -> dict[str, tuple[Account, Person | None]]:
    """Who these accounts belong to, for the accounts that we have met. Persons who left count as strangers."""
    width = len(ACCOUNT_COLUMNS)
    found: dict[str, tuple[Account, Person | None]] = {}
    for row in unit.connection.execute(CALLERS, {"addresses": addresses}):
        account = record(Account, dict(zip(ACCOUNT_COLUMNS, row, strict=False)))
        person = record(Person, dict(zip(PERSON_COLUMNS, row[width:], strict=True))) if row[width] is not None else None
        found[account.address] = account, person
    return found


def person(store: Scope, id: int) -> Person | None:
    row = store.first(select(PERSON).where(PERSON.c.id == id))
    return record(Person, row._mapping) if row else None


def private_chat(store: Scope, person_id: int) -> str | None:
    """Where to write to somebody in private; None when no account of theirs can be reached."""
    return private_chats(store, [person_id]).get(person_id)


def private_chats(store: Scope, person_ids: Sequence[int]) -> dict[int, str]:
    """Where to write to each in private: where we last spoke together. Who cannot be reached is not there."""
    return {id: chat for id, (chat, _) in private_accounts(store, person_ids).items()}


def private_accounts(store: Scope, person_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The same, each with the account that writes there."""
    spoke = select(func.max(OUTBOX.c.id)).where(OUTBOX.c.chat == ACCOUNT.c.chat).scalar_subquery()
    statement = select(ACCOUNT.c.person_id, ACCOUNT.c.chat, spoke.label("spoke"), ACCOUNT.c.address).where(
        ACCOUNT.c.person_id.in_(person_ids), ACCOUNT.c.reachable, ACCOUNT.c.chat.is_not(None)
    )
    rows = sorted(store.all(statement), key=lambda row: (row.spoke or 0, row.address))
    return {row.person_id: (row.chat, row.address) for row in rows}  # of several, the last: the newest


def of_ids(store: Scope, ids: Collection[int]) -> list[Person]:
    """Those of them who are here, in the order they came."""
    rows = store.all(select(PERSON).where(HERE, PERSON.c.id.in_(ids)).order_by(PERSON.c.id)) if ids else []
    return [record(Person, row._mapping) for row in rows]


def at_work(store: Scope, roles: Collection[str]) -> list[Person]:
    """Who holds one of these roles, anywhere. In the order they came."""
    rows = store.all(select(PERSON).where(HERE, PERSON.c.role.in_(roles)).order_by(PERSON.c.id))
    return [record(Person, row._mapping) for row in rows]


def concerned(store: Scope, roles: Collection[str], *, mairie: str | None, direction: str | None) -> list[Person]:
    """Who holds one of these roles for what is of this mairie and direction: theirs, and the whole town's. In the order they came."""
    there = or_(PERSON.c.mairie.is_(None), PERSON.c.mairie == mairie, PERSON.c.other_mairies.is_not(None))
    theirs = or_(PERSON.c.direction.is_(None), PERSON.c.direction == direction)
    statement = select(PERSON).where(HERE, PERSON.c.role.in_(roles), there, theirs).order_by(PERSON.c.id)
    return [record(Person, row._mapping) for row in store.all(statement)]
def with_role(store: Scope, role: str) -> list[tuple[Person, str]]:
    """Everybody here with this role, each with one private chat where somebody still answers. Who has none is left out."""
    statement = (
        select(PERSON, func.min(ACCOUNT.c.chat))
        .join_from(PERSON, ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
        .where(PERSON.c.role == role, PERSON.c.left_at.is_(None), ACCOUNT.c.reachable, ACCOUNT.c.chat.is_not(None))
        .group_by(PERSON.c.id)
        .order_by(PERSON.c.id)
    )
    width = len(PERSON_COLUMNS)
    return [(record(Person, dict(zip(PERSON_COLUMNS, row, strict=False))), row[width]) for row in store.all(statement)]


def active(store: Scope) -> list[Person]:
    """Everybody who is here, by name."""
    return [record(Person, row._mapping) for row in store.all(select(PERSON).where(HERE).order_by(PERSON.c.name, PERSON.c.id))]


def on_platform(store: Scope, platform: str) -> set[int]:
    """Whoever is here and can be reached on a network, by id."""
    theirs = select(ACCOUNT.c.person_id).where(
        ACCOUNT.c.chat.startswith(f"{platform}:", autoescape=True), ACCOUNT.c.reachable, ACCOUNT.c.person_id.is_not(None)
    )
    return {row.person_id for row in store.all(theirs)}


def administrators(store: Scope) -> list[Person]:
    """Who they are now, held until the end of the transaction: nobody else changes one of them meanwhile."""
    held = select(PERSON).where(HERE, PERSON.c.role == "admin").order_by(PERSON.c.id).with_for_update()
    return [record(Person, row._mapping) for row in store.all(held)]


def hold(store: Scope, id: int) -> Person | None:
    """Somebody who is here, as they are now, held until the end of the transaction."""
    row = store.first(select(PERSON).where(PERSON.c.id == id, HERE).with_for_update())
    return record(Person, row._mapping) if row else None


def change_person(store: Scope, id: int, **values: Any) -> None:
    store.write(update(PERSON).where(PERSON.c.id == id).values(**values))


def cut_access(store: Scope, id: int, now: datetime) -> list[str]:
    """They left: their accounts are strangers' from now on, no step waits for them. Return the chats where we spoke to them."""
    change_person(store, id, left_at=now)
    theirs = store.all(select(ACCOUNT.c.address, ACCOUNT.c.chat).where(ACCOUNT.c.person_id == id))
    store.write(update(ACCOUNT).where(ACCOUNT.c.person_id == id).values(person_id=None, greeted_at=None))
    store.write(delete(CONVERSATION).where(CONVERSATION.c.sender.in_([row.address for row in theirs])))
    return [row.chat for row in theirs if row.chat]


def forget_steps(store: Scope, id: int) -> None:
    """What somebody was asked does not fit what they may do any more."""
    theirs = select(ACCOUNT.c.address).where(ACCOUNT.c.person_id == id)
    store.write(delete(CONVERSATION).where(CONVERSATION.c.sender.in_(theirs)))


def put_account(store: Scope, **values: Any) -> None:
    """Create the account, or change it when it is there."""
    done = store.write(update(ACCOUNT).where(ACCOUNT.c.address == values["address"]).values(**values))
    if not done.rowcount:
        store.write(ACCOUNT.insert(), {"reachable": True, **values})


def move_account_chat(store: Scope, old: str, new: str) -> None:
    store.write(update(ACCOUNT).where(ACCOUNT.c.chat == old).values(chat=new))


def lose_chat(store: Scope, chat: str) -> None:
    """The network said that nobody is reachable in this chat any more."""
    store.write(update(ACCOUNT).where(ACCOUNT.c.chat == chat).values(reachable=False))


def invitation(store: Scope, code_hash: str, now: datetime) -> Invitation | None:
    """The invitation with this code, if it can still be used: whoever gave it is still here."""
    row = store.first(
        select(INVITATION).where(
            INVITATION.c.code_hash == code_hash,
            INVITATION.c.used_at.is_(None),
            INVITATION.c.expires_at > now,
            or_(INVITATION.c.issued_by.is_(None), exists().where(PERSON.c.id == INVITATION.c.issued_by, HERE)),
        )
    )
    return record(Invitation, row._mapping) if row else None


def revoke_invitations(store: Scope, issued_by: int, now: datetime) -> None:
    """The codes they gave, and nobody used yet, are worth nothing any more."""
    unused = update(INVITATION).where(INVITATION.c.issued_by == issued_by, INVITATION.c.used_at.is_(None), INVITATION.c.expires_at > now)
    store.write(unused.values(expires_at=now))


def use_invitation(store: Scope, id: int, *, by: str, now: datetime) -> bool:
    """Take it, once: False when somebody else was quicker."""
    free = update(INVITATION).where(INVITATION.c.id == id, INVITATION.c.used_at.is_(None))
    return bool(store.write(free.values(used_at=now, used_by=by)).rowcount)


def tries(store: Scope, address: str, since: datetime) -> tuple[int, int]:
    """Wrong codes typed since then: by this account, by everybody."""
    row = store.first(
        select(func.count().filter(JOIN_TRY.c.address == address), func.count()).where(JOIN_TRY.c.at >= since)
    )
    return (row[0], row[1]) if row else (0, 0)


def forget_tries(store: Scope, before: datetime) -> None:
    store.write(delete(JOIN_TRY).where(JOIN_TRY.c.at < before))


def how_many(store: Scope) -> int:
    row = store.first(select(func.count()).select_from(PERSON).where(HERE))
    return int(row[0]) if row else 0
