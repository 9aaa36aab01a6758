"""Makes the calls of a delivery, and remembers how far it came, so that a retry does not repeat the parts that arrived."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from bot.platforms import Outgoing
from bot.platforms.telegram.failures import ALREADY_DELETED, NO_THREAD, UNCHANGED, WRONG_KIND, meaning
from bot.platforms.telegram.sending import Call, calls_for, other_edit
from handlers.messages import Attachment

UNFINISHED = 1000
NAMES = {"image/jpeg": "photo.jpg", "image/png": "photo.png", "application/pdf": "document.pdf"}
# Bot.do_api_request gives plain JSON at a tenth of the cost of Bot.send_message and its like, but warns when they exist under the name
# it is given. It turns snake into camel case, so that a doubled underscore is the same call without the warning.
ENDPOINTS = {
    "sendMessage": "send__message",
    "sendPhoto": "send__photo",
    "sendDocument": "send__document",
    "editMessageText": "edit_message__text",
    "editMessageCaption": "edit_message__caption",
    "deleteMessage": "delete__message",
    "leaveChat": "leave__chat",
    "answerCallbackQuery": "answer_callback__query",
    "getFile": "get__file",
}


class Deliveries:
    """call: a method of the Bot API by its name. between_parts: awaited before each message after a delivery's first."""

    def __init__(
        self,
        call: Callable[[str, dict[str, Any]], Awaitable[Any]],
        open_attachment: Callable[[Attachment], Awaitable[bytes]],
        between_parts: Callable[[Outgoing], Awaitable[None]],
    ) -> None:
        self._call = call
        self._open_attachment = open_attachment
        self._between_parts = between_parts
        self._unfinished: OrderedDict[str, list[str]] = OrderedDict()

    async def make(self, what: Outgoing, key: str) -> str | None:
        """Do it in one or several calls; the id is that of the message with the buttons, the last one.

        A retry under the same key goes on after the parts that had arrived (known to this process only). Raises Undeliverable or Moved.
        """
        calls = calls_for(what)
        done = self._unfinished.pop(key, [])
        try:
            for call in calls[len(done) :]:
                if done:
                    await self._between_parts(what)
                done.append(await self._make(call))
        except TelegramError as error:
            raise meaning(error, what) from None
        finally:
            if 0 < len(done) < len(calls):
                self._remember(key, done)
        return done[-1] if what.kind in ("send", "edit") else None

    async def _make(self, call: Call) -> str:
        """One call; the id of the message it made or changed, "" for none. "Not modified" and "already deleted" are what was wanted."""
        try:
            return await self._post(call)
        except BadRequest as refused:
            said = refused.message.lower()
            if UNCHANGED in said:
                return str(call.parameters["message_id"])
            if ALREADY_DELETED in said:
                return ""
            if NO_THREAD in said and call.parameters.pop("message_thread_id", None) is not None:
                return await self._post(call)  # the topic was deleted: say it in the group itself
            if any(words in said for words in WRONG_KIND) and (other := other_edit(call)) is not None:
                return await self._post(other)
            raise

    async def _post(self, call: Call) -> str:
        parameters = call.parameters
        if call.file is not None:
            content = await self._open_attachment(call.file)
            name = call.file.name or NAMES.get(call.file.shown_as, "document")
            parameters = {**parameters, call.field: InputFile(content, filename=name)}
        result = await self._call(call.method, parameters)
        return str(result["message_id"]) if isinstance(result, dict) and "message_id" in result else ""

    def _remember(self, key: str, done: list[str]) -> None:
        self._unfinished[key] = done
        while len(self._unfinished) > UNFINISHED:
            self._unfinished.popitem(last=False)
