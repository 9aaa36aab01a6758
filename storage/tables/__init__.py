"""The data model. Rows only: no relationship, no method, no default that reads the clock. Addresses are "platform:id"."""

from sqlalchemy.orm import configure_mappers

from storage.tables.delivery import Checkpoint, Counter, Inbox, Outbox, Secret
from storage.tables.digests import DigestChoice
from storage.tables.duties import Gap, Lease, Occurrence, OnCall, Share, Slot, Tick
from storage.tables.learning import RouterVersion
from storage.tables.people import Absence, Account, Conversation, Invitation, JoinTry, Notice, Person, RoleChange
from storage.tables.priorities import Prioritisation, PriorityScore
from storage.tables.requests import (
    AuditLink,
    Event,
    File,
    Request,
    RequestContact,
    RequestNote,
    RequestPhoto,
    Room,
    RoomCard,
)
from storage.tables.rising import RiseVerdict
from storage.tables.rollups import Rollup, Tally, Wait
from storage.tables.rows import amend, fresh, moments_of, record, table
from storage.tables.surveys import Ballot, Publication, SurveyMember, SurveyWeek, TrainingSession, Turnout, Window, WindowKey
from storage.tables.town import DirectoryConfirmation, TownVersion

configure_mappers()  # `record` goes round the constructor, which would do it: before, no attribute can be read

__all__ = [
    "Absence", "Account", "AuditLink", "Ballot", "Checkpoint", "Conversation", "Counter", "DigestChoice", "DirectoryConfirmation",
    "Event", "File", "Gap", "Inbox", "Invitation", "JoinTry", "Lease", "Notice", "Occurrence", "OnCall", "Outbox", "Person",
    "Prioritisation", "PriorityScore", "Publication", "Request", "RequestContact", "RequestNote", "RequestPhoto", "RiseVerdict",
    "RoleChange", "Rollup", "Room", "RoomCard", "RouterVersion", "Secret", "Share", "Slot", "SurveyMember", "SurveyWeek", "Tally",
    "Tick", "TownVersion", "TrainingSession", "Turnout", "Wait", "Window", "WindowKey", "amend", "fresh", "moments_of", "record",
    "table",
]  # fmt: skip
