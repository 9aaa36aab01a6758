"""What an error of Telegram means to the sender: try again, never again, perhaps arrived, or moved."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.platforms import Moved, Outgoing, Undeliverable
from bot.platforms.telegram.http import Flood, NotSent, Unanswered, Unavailable
from handlers.messages import Address

UNCHANGED = "message is not modified"
NO_THREAD = "message thread not found"
ALREADY_DELETED = "message to delete not found"
WRONG_KIND = ("there is no text in the message to edit", "there is no caption in the message to edit")
# What a 400 says when nobody is left at the address; a 403 always means that.
NOBODY = (
    "chat not found", "user not found", "peer_id_invalid", "group chat was deactivated", "user_is_blocked", "user is deactivated",
    "bot was kicked", "bot is not a member", "have no rights to send", "chat_write_forbidden",
)  # fmt: skip
TOKEN_REFUSED_S = 60.0
GATEWAY_TIMEOUT = 504


def meaning(error: TelegramError, what: Outgoing) -> Undeliverable | Moved:
    """Translate. The reasons are Telegram's own words, which hold nothing of ours."""
    if isinstance(error, ChatMigrated):
        return Moved(Address(what.chat.platform, str(error.new_chat_id)))
    if isinstance(error, Flood):
        # Telegram does not tell whose window is full. A group's own (20 a minute) fills first there; in a private chat the pacer has
        # kept that chat's second, so it is the account's, and sending elsewhere meanwhile would only lengthen the wait.
        return Undeliverable("too many requests", retry_after=error.seconds, everywhere=what.private)
    if isinstance(error, (InvalidToken, EndPointNotFound)):
        # The token was revoked while we run. Nothing is lost: everything waits until a person puts it right.
        return Undeliverable("the token was refused", retry_after=TOKEN_REFUSED_S, everywhere=True)
    if isinstance(error, Forbidden):
        return Undeliverable(error.message, dead_address=True)
    if isinstance(error, BadRequest):
        said = error.message.lower()
        return Undeliverable(error.message, permanent=True, dead_address=any(words in said for words in NOBODY))
    if isinstance(error, NotSent):
        return Undeliverable(f"not sent: {error.message}")
    return Undeliverable(f"no answer: {error.message}", uncertain=_may_have_arrived(error) and what.kind == "send")


def _may_have_arrived(error: TelegramError) -> bool:
    """Whether Telegram may have done it all the same. Asked of new messages only: an edit, a deletion or a leave done twice shows nothing.

    A 5xx is an answer: the server refused, or its gateway found no server (502, 503). Only 504 says that the request had been handed on.
    """
    return isinstance(error, Unanswered) or (isinstance(error, Unavailable) and error.status == GATEWAY_TIMEOUT)
