"""The commands menu of each private chat: those of the person's role, in their language. Best effort, and never in a hurry.

The network keeps a menu, so nothing is stored here: each chat is given its own once in a run, with the first answer that goes there,
and again when its language changes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.platforms import OffersMenus
from handlers.desk import Hall
from storage import people
from storage.database import Database
from storage.tables import Outbox
from storage.unit import Scope, Unit

log = logging.getLogger(__name__)

PAUSE_S = 0.2
"""Between two menus: after a restart every chat asks for its own, and answers matter more."""


class Menus:
    """One platform's menus."""

    def __init__(self, platform: OffersMenus, database: Database, hall: Hall) -> None:
        self._platform = platform
        self._database = database
        self._hall = hall
        self._given: dict[str, str] = {}  # the language of the menu, by chat
        self._waiting: asyncio.Queue[tuple[str, int, str]] = asyncio.Queue()

    def notice(self, rows: Sequence[Outbox]) -> None:
        """These answers are on their way: see that their chats have their menus."""
        for row in rows:
            if row.private and row.person_id is not None and row.body:
                language = row.body["language"]
                if self._given.get(row.chat) != language:
                    self._given[row.chat] = language
                    self._waiting.put_nowait((row.chat, row.person_id, language))

    async def run(self) -> None:
        """Give menus for ever, one after the other."""
        while True:
            chat, person_id, language = await self._waiting.get()
            if not await self._give(chat, person_id, language):
                self._given.pop(chat, None)  # with their next answer, then
            await asyncio.sleep(PAUSE_S)

    async def _give(self, chat: str, person_id: int, language: str) -> bool:
        try:
            role = await asyncio.to_thread(self._role, person_id)
        except SQLAlchemyError as error:
            log.info("menu of %s not set: %s", chat, type(error).__name__)
            return False
        if role is None:
            return True  # they left
        commands = [(name, self._hall.in_force.texts.say(language, f"help-{name}")) for name in self._hall.menu_of(role)]
        return await self._platform.menu(chat.partition(":")[2], commands, "")

    def _role(self, person_id: int) -> str | None:
        with self._database.reading() as connection:
            person = people.person(Scope(Unit(connection, self._database.ids)), person_id)
        return person.role if person is not None else None
