"""Anybody does anything to any request, in any order: after each act the log, the rows and what rooms show still agree."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers.requests.life import ACTS, STATES, WITH_ITS_PILOT
from storage.tables import Event, Notice, Outbox, Person, Request, RequestNote, RoomCard, table
from tests.handlers.house import House

PEOPLE = {
    "awa": ("agent", "mq_tanneurs", None), "ben": ("agent", "mq_plateau", None), "petit": ("sg", "mq_tanneurs", None),
    "nadia": ("mission", "mq_tanneurs", None), "paul": ("elu", "mq_tanneurs", None), "cora": ("coordination", None, None),
    "karim": ("direction", None, "m_voirie"), "nora": ("direction", None, "m_eau"), "dina": ("dgs", None, None),
    "cab": ("cabinet", None, None), "root": ("admin", None, None),
}  # fmt: skip
ROOMS = {"voirie": "m_voirie", "eaux": "m_eau"}
SENTENCES = ("gros trou rue des Lilas", "fuite d'eau sur le trottoir rue Pasteur", "câble au sol avec des étincelles rue Pasteur",
             "une dame âgée isolée a besoin d'aide à domicile", "demande de rendez-vous avec le maire de quartier", "chose indistincte")
WORDS = ("", "05/12", "usager 05/12", "hors compétence assainissement", "voirie", "fait", "météo 10/12", "Rebouché hier.", "pas fait", "!!")
COMMANDS = ["voir", "mes", "annuler", "corriger", "equipe", *(names[0] for act in ACTS.values() for names in act.commands)]
who = st.sampled_from(sorted(PEOPLE))


class Town(RuleBasedStateMachine):
    """One mairie, two directions with a room each, and everybody around them."""

    @initialize()
    def opens(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.house = House(Path(self.folder.name), PEOPLE)
        for room, direction in ROOMS.items():
            self.house.binds(room, direction)

    def teardown(self) -> None:
        self.house.closes()
        self.folder.cleanup()

    @rule(who=who, text=st.sampled_from(SENTENCES))
    def somebody_says(self, who: str, text: str) -> None:
        self.house.says(who, text)

    @rule(who=who, text=st.sampled_from(WORDS[1:]))
    def somebody_answers(self, who: str, text: str) -> None:
        self.house.says(who, text)

    @rule(who=who, command=st.sampled_from(COMMANDS), number=st.integers(1, 4), words=st.sampled_from(WORDS))
    def somebody_commands(self, who: str, command: str, number: int, words: str) -> None:
        self.house.says(who, f"/{command} {number} {words}".strip())

    @rule(who=who, pick=st.integers(0, 30))
    def somebody_presses(self, who: str, pick: int) -> None:
        self._press(who, who, pick)

    @rule(who=who, pick=st.integers(0, 11))
    def somebody_presses_again(self, who: str, pick: int) -> None:
        self._press(who, who, pick)

    @rule(who=who, room=st.sampled_from(sorted(ROOMS)), pick=st.integers(0, 12))
    def somebody_presses_in_a_room(self, who: str, room: str, pick: int) -> None:
        self._press(who, room, pick)

    @rule(who=who, other=who, pick=st.integers(0, 12))
    def somebody_presses_what_was_shown_to_another(self, who: str, other: str, pick: int) -> None:
        if who != other and (buttons := self.house.buttons(other)):
            before = self._versions()
            row, place, _ = buttons[pick % len(buttons)]
            self.house.presses(who, row, place, chat=who, press=self._reference_of(other, row, place))
            assert self._versions() == before

    @rule(minutes=st.sampled_from((1, 11, 16, 60 * 5, 60 * 30, 60 * 24 * 8)))
    def time_passes(self, minutes: int) -> None:
        self.house.passes(minutes=minutes)

    def _press(self, who: str, chat: str, pick: int) -> None:
        if buttons := self.house.buttons(chat):
            row, place, _ = buttons[pick % len(buttons)]
            self.house.presses(who, row, place, chat=chat)

    def _reference_of(self, chat: str, row: int, place: int) -> str:
        from bot.references import reference

        return reference(self.house.seal, row, place, f"scene:{chat}")

    def _versions(self) -> dict[int, int]:
        return {row.id: row.version for row in self.house.rows(Request)}

    # --- what must hold after anything ---

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "house"):
            return
        requests = {row.id: row for row in self.house.rows(Request)}
        events = self.house.rows(Event)
        for check in CHECKS:
            check(self.house, requests, events)


Rows = dict[int, Any]


def rows_are_whole(_: House, requests: Rows, events: Any) -> None:
    references = [row.reference for row in requests.values() if row.reference]
    assert len(set(references)) == len(references)
    for row in requests.values():
        assert row.state in STATES
        assert row.waits is (row.awaiting is not None)
        assert (row.reference is None) == (row.state == "draft") or row.state == "cancelled"
        if row.state == "closed":
            assert row.closed_at
            assert row.closing_reason
            assert row.reply_owed is None
            assert not row.waits
        if row.state == "on_hold":
            assert row.wake_on
            assert row.hold_reason
        if row.state == "dated":
            assert row.announced_on
        if row.arbitration in ("open", "escalated"):
            assert row.state in ("sent", "taken")
        if row.state in WITH_ITS_PILOT:
            assert row.direction


def each_change_has_its_event(_: House, requests: Rows, events: Any) -> None:
    """The log tells the same story as the rows: each event begins where the one before ended, no version twice."""
    versions: Counter[tuple[int, int]] = Counter()
    at: dict[int, str] = {}
    for event in events:
        if event.request_id is None:
            continue
        if event.kind == "recorded":
            at[event.request_id] = event.data["to"]
        elif "to" in event.data and "from" in event.data:
            assert event.data["from"] == at[event.request_id], event.kind
            at[event.request_id] = event.data["to"]
            versions[event.request_id, event.data["version"]] += 1
    assert [pair for pair, count in versions.items() if count > 1] == []
    for id, state in at.items():
        assert requests[id].state == state
        assert max((version for request, version in versions if request == id), default=0) <= requests[id].version
    assert {row.id for row in requests.values() if row.reference} == set(at)


def rooms_show_what_is_theirs(house: House, requests: Rows, events: Any) -> None:
    bound = {f"scene:{room}": direction for room, direction in ROOMS.items()}
    cards = house.rows(RoomCard)
    for card in cards:
        row = requests[card.request_id]
        assert row.direction == bound[card.room]
        assert row.state in WITH_ITS_PILOT
        assert not row.sensitive
    assert len({card.request_id for card in cards}) == len(cards)
    shown = [row.body["text"] + row.body["title"] for row in house.rows(Outbox, table(Outbox).c.chat.in_(list(bound))) if row.body]
    words = {row.text for row in requests.values()} | {note.text for note in house.rows(RequestNote)}
    assert not [text for text in shown for word in words if len(word) > 8 and word in text]
    assert not [text for text in shown for name in PEOPLE if name.capitalize() in text]


def nobody_is_told_of_what_is_closed(house: House, requests: Rows, events: Any) -> None:
    pending = house.rows(Notice, table(Notice).c.state == "pending")
    assert not [notice.fact for notice in pending if notice.request_id and requests[notice.request_id].state == "cancelled"]


def refusals_are_validated_and_only_mairies_close(house: House, requests: Rows, events: Any) -> None:
    people = {person.id: person for person in house.rows(Person)}
    for event in events:
        role = people[event.actor_id].role if event.actor_id else "clock"
        if event.kind == "close":
            assert role in ("agent", "assistante", "mission", "sg", "coordination")
            assert event.data["reason"] not in ("refus_motive", "abusive") or role in ("sg", "coordination")
        if event.kind == "arbitrate":
            assert role in ("coordination", "dgs")
        if event.kind == "lower":
            assert role in ("sg", "coordination", "direction")



CHECKS: tuple[Callable[[House, Rows, Any], None], ...] = (
    rows_are_whole, each_change_has_its_event, rooms_show_what_is_theirs, nobody_is_told_of_what_is_closed,
    refusals_are_validated_and_only_mairies_close,
)

Town.TestCase.settings = settings(
    max_examples=25, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True,
)
TestTown = Town.TestCase
