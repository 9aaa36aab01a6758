"""Where personal data lie, by processing, and how long: the very limits by which the code erases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.backup import keeping as copies
from bot.retention import KEEP_BODIES, KEEP_CONTENTS, KEEP_IDS, KEEP_WORDS
from config.surveys import WINDOW_DAYS
from handlers.desk import STEP_LIFE
from handlers.people.codes import INVITATION_LIFE
from handlers.people.jobs import WRONG_CODES_KEPT
from handlers.people.roles import CONFIRMING
from handlers.requests.jobs import UNUSED_FILES_KEPT
from handlers.requests.rules import DRAFT_LIFE
from storage import tables

LIMITS: Mapping[str, timedelta] = {
    "update_ids": KEEP_IDS,
    "update_contents": KEEP_CONTENTS,
    "message_bodies": KEEP_BODIES,
    "drafts": DRAFT_LIFE,
    "files": UNUSED_FILES_KEPT,
    "wrong_codes": WRONG_CODES_KEPT,
    "steps": STEP_LIFE,
    "words": KEEP_WORDS,
    "invitations": INVITATION_LIFE,
    "role_changes": CONFIRMING,
    "window": timedelta(days=WINDOW_DAYS),
    "copies": copies.CLOSE,
    "daily_copies": copies.FAR,
}
"""What is erased, or stops being valid, by itself. What is not here is kept until somebody decides."""

PERSONAL: Mapping[str, tuple[type, ...]] = {
    "demandes": (tables.Request, tables.RequestNote, tables.RequestContact, tables.RequestPhoto, tables.File, tables.RoomCard,
                 tables.Tally, tables.Wait),
    "delais": (tables.Notice, tables.Absence, tables.OnCall),
    "enquetes": (tables.SurveyMember, tables.Ballot, tables.WindowKey, tables.Turnout, tables.Publication),
    "formation": (tables.Ballot, tables.Publication),
    "journal": (tables.Event, tables.AuditLink, tables.TownVersion),
    "comptes": (tables.Person, tables.Account, tables.Invitation, tables.JoinTry, tables.RoleChange, tables.Room, tables.DigestChoice),
    "priorites": (tables.PriorityScore, tables.Prioritisation),
    "messages": (tables.Inbox, tables.Outbox, tables.Conversation),
}
"""Processing → the tables that say something of somebody. « messages »: what all of them pass through."""

NOBODYS: frozenset[type] = frozenset({
    tables.Checkpoint, tables.Secret, tables.Counter,  # the bot's own account, and numbers
    tables.Occurrence, tables.Tick, tables.Gap, tables.Lease, tables.Share, tables.Slot,  # what processes do
    tables.SurveyWeek, tables.Window, tables.TrainingSession,  # the same for all
    tables.DirectoryConfirmation,  # a function, a day
    tables.RiseVerdict,  # a subject and a word on it
    tables.Rollup,  # sums, of a day and a place
    tables.RouterVersion,  # counts
})  # fmt: skip
"""Tables that say nothing of anybody."""


def spoken(kept: timedelta) -> str:
    """« 30 jours », « 24 heures »."""
    hours = round(kept.total_seconds() / 3600)
    return f"{hours // 24} jours" if hours % 24 == 0 and hours > 48 else f"{hours} heures"
