"""Whoever holds the database may do anything to the log but go unseen: edit, delete, reorder, truncate, rewrite."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.audit import heads
from storage import audit
from storage.seal import Seal
from storage.unit import Scope, Unit
from tests.bot.test_cli import relais, state
from tests.register import NOW, Insider, Register, Rows
from tests.scenes import edition, valmiere

__all__ = ["state"]  # the fixture
EVENTS = 30
SEEDS = 60


@pytest.fixture
def register(database_url: str, tmp_path: Path) -> Iterator[Register]:
    """Thirty events, all linked, in three ticks."""
    register = Register(database_url, tmp_path)
    for _ in range(3):
        register.happens(EVENTS // 3)
        register.ticks()
    yield register
    register.close()


def head_of(register: Register) -> str:
    with register.database.reading() as connection:
        last = audit.head(Scope(Unit(connection, register.database.ids)))
    assert last is not None
    return heads.anchor(register.seal, last)


# --- what an insider may do, at random ---

CHANGES = {
    "id": "77", "at": "'2026-01-02 03:04:05.000000'", "kind": "'closed'", "request_id": "99", "person_id": "99", "actor_id": "99",
    "actor_role": "'sg'", "data": """'{"what": "service"}'""",
}


def edits(insider: Insider, chance: random.Random) -> None:
    if chance.random() < 0.2:
        seq, hash = chance.choice(insider("SELECT seq, hash FROM audit_link"))
        place = chance.randrange(64)
        other = chance.choice([digit for digit in "0123456789abcdef" if digit != hash[place]])
        insider("UPDATE audit_link SET hash = ? WHERE seq = ?", hash[:place] + other + hash[place + 1 :], seq)
        return
    column, value = chance.choice(list(CHANGES.items()))
    insider(f"UPDATE event SET {column} = {value} WHERE id = ?", chance.choice(insider.column("event.id")))


def deletes(insider: Insider, chance: random.Random) -> None:
    seq, event = chance.choice(insider("SELECT seq, event_id FROM audit_link"))
    what = chance.choice(("event", "link", "both", "renumbered"))
    if what != "link":
        insider("DELETE FROM event WHERE id = ?", event)
    if what != "event":
        insider("DELETE FROM audit_link WHERE seq = ?", seq)
    if what == "renumbered":
        for later in range(seq + 1, EVENTS + 1):
            insider("UPDATE audit_link SET seq = ? WHERE seq = ?", later - 1, later)


def reorders(insider: Insider, chance: random.Random) -> None:
    seqs = insider.column("audit_link.seq")
    some = chance.sample(seqs, chance.choice((2, 2, 3, 5)))
    column = chance.choice(("seq", "event_id", "hash"))
    values = {seq: insider(f"SELECT {column} FROM audit_link WHERE seq = ?", seq)[0][0] for seq in some}
    turned = {seq: values[other] for seq, other in zip(some, some[1:] + some[:1], strict=True)}
    if column == "hash":
        for seq, value in turned.items():
            insider("UPDATE audit_link SET hash = ? WHERE seq = ?", value, seq)
        return
    for number, seq in enumerate(some):  # out of the way first: both are unique
        insider(f"UPDATE audit_link SET {column} = ? WHERE seq = ?", -1 - number, seq)
    for number, seq in enumerate(some):
        insider(f"UPDATE audit_link SET {column} = ? WHERE {column} = ?", turned[seq], -1 - number)


def truncates(insider: Insider, chance: random.Random) -> None:
    kept = chance.randrange(EVENTS)
    if chance.random() < 0.7:
        insider("DELETE FROM event WHERE id IN (SELECT event_id FROM audit_link WHERE seq > ?)", kept)
    insider("DELETE FROM audit_link WHERE seq > ?", kept)


def saved(insider: Insider) -> dict[str, Rows]:
    return {table: insider(f"SELECT * FROM {table}") for table in ("event", "audit_link")}


def restored(insider: Insider, rows: dict[str, Rows]) -> None:
    for table, every in rows.items():
        insider(f"DELETE FROM {table}")
        marks = ", ".join("?" * len(every[0]))
        for row in every:
            insider(f"INSERT INTO {table} VALUES ({marks})", *(_as_json(value) for value in row))


def _as_json(value: object) -> object:
    from psycopg.types.json import Json

    return Json(value) if isinstance(value, dict) else value


@pytest.mark.parametrize("act", [edits, deletes, reorders, truncates])
def test_whatever_an_insider_does_is_found(register: Register, act: Callable[[Insider, random.Random], None]) -> None:
    seeds = range(SEEDS if register.database.file else SEEDS // 3)
    assert register.verdict().sound
    unseen = []
    with Insider(register) as insider:
        before = saved(insider)
        for seed in seeds:
            with insider.at_once():
                act(insider, random.Random(seed))
            assert saved(insider) != before
            if register.verdict().findings.sound:
                unseen.append(seed)
            with insider.at_once():
                restored(insider, before)
    assert unseen == []
    assert register.verdict().sound, "and what was put back is as it was"


def test_a_rewrite_of_the_whole_chain_is_found_by_its_seal(register: Register) -> None:
    with Insider(register) as insider:
        insider("UPDATE event SET actor_role = 'sg' WHERE id = ?", register.links()[4][1])
        insider.rewrites()
    assert register.verdict().findings.rewritten == ["sealed"]


def test_a_rewrite_by_somebody_who_holds_the_key_too_is_found_by_the_anchor(register: Register) -> None:
    anchor = head_of(register)
    with Insider(register) as insider:
        insider("UPDATE event SET actor_role = 'sg' WHERE id = ?", register.links()[4][1])
        insider.rewrites()
        hash = insider.column("audit_link.hash")[-1]
    with register.desk() as desk:
        heads.keep_sealed(desk.store.unit, register.seal, audit.Head(EVENTS, hash), desk.now)
    assert register.verdict().sound, "nothing in the database or beside it can tell"
    found = register.verdict(anchor).findings
    assert (found.rewritten, found.first) == (["given"], None)


def test_a_tail_cut_off_by_somebody_who_holds_the_key_too_is_found_by_the_anchor(register: Register) -> None:
    anchor = head_of(register)
    with Insider(register) as insider:
        insider("DELETE FROM event WHERE id IN (SELECT event_id FROM audit_link WHERE seq > 20)")
        insider("DELETE FROM audit_link WHERE seq > 20")
        hash = insider.column("audit_link.hash")[-1]
    with register.desk() as desk:
        heads.keep_sealed(desk.store.unit, register.seal, audit.Head(20, hash), desk.now)
    assert register.verdict().sound
    assert register.verdict(anchor).findings.lost == ["given"]


# --- what is said of it ---


def test_an_untouched_chain_is_sound_and_says_what_waits(register: Register) -> None:
    register.happens(3)
    verdict = register.verdict(head_of(register))
    assert (verdict.sound, verdict.findings.links, verdict.findings.last, verdict.waiting) == (True, EVENTS, EVENTS, 3)


def test_an_edited_event_is_named(register: Register) -> None:
    seq, event = register.links()[11]
    with Insider(register) as insider:
        insider("UPDATE event SET kind = 'closed' WHERE id = ?", event)
    found = register.verdict().findings
    assert [(broken.seq, broken.event_id) for broken in found.changed] == [(seq, event)]
    assert found.first == found.changed[0]
    assert found.first.at.startswith("2026-11-27 08:00:00")
    assert found.gaps == found.vanished == found.moved == found.lost == []


def test_an_event_that_vanished_and_a_link_that_did_are_told_apart(register: Register) -> None:
    links = register.links()
    with Insider(register) as insider:
        insider("DELETE FROM event WHERE id = ?", links[4][1])
        insider("DELETE FROM audit_link WHERE seq IN (10, 11)")
    found = register.verdict().findings
    assert [broken.seq for broken in found.vanished] == [5]
    assert found.gaps == [(10, 11)]
    assert found.changed == found.moved == []


def test_links_that_changed_places_are_told_from_events_that_changed(register: Register) -> None:
    with Insider(register) as insider:
        for old, new in ((7, -7), (19, 7), (-7, 19)):
            insider("UPDATE audit_link SET seq = ? WHERE seq = ?", new, old)
    found = register.verdict().findings
    assert {7, 19} <= {broken.seq for broken in found.moved}
    assert found.changed == found.vanished == found.gaps == []


def test_what_is_cut_off_is_noted_by_the_next_tick_for_ever(register: Register) -> None:
    """Otherwise an insider would only have to wait until the shorter chain is sealed anew."""
    before = head_of(register)
    with Insider(register) as insider:
        insider("DELETE FROM event WHERE id IN (SELECT event_id FROM audit_link WHERE seq > 20)")
        insider("DELETE FROM audit_link WHERE seq > 20")
    register.ticks()
    assert not register.verdict().sound, "noted, if not linked yet"
    register.happens(15)
    register.ticks(now=NOW + timedelta(minutes=1))
    verdict = register.verdict()
    assert (verdict.findings.tampered, verdict.findings.lost, verdict.findings.first) == (1, [], None)
    assert not verdict.sound
    assert register.verdict(before).findings.rewritten == ["given"]
    assert register.verdict(head_of(register)).sound, "an anchor taken since vouches for what it covers"


def test_links_added_by_another_hand_are_noted_too(register: Register) -> None:
    (event,) = register.happens()
    with Insider(register) as insider:
        insider("INSERT INTO audit_link (seq, event_id, hash) VALUES (31, ?, '')", event)
        insider.rewrites()
    assert register.verdict().sound, "an event that any tick would have linked the same way"
    register.ticks()
    assert not register.verdict().sound


def test_the_seal_cannot_be_done_without(register: Register) -> None:
    with Insider(register) as insider:
        insider("DELETE FROM secret WHERE name = 'audit-head'")
    assert not register.verdict().sealed
    assert not register.verdict().sound


def test_another_key_is_noted_once(register: Register, tmp_path: Path) -> None:
    register.seal = Seal(tmp_path / "another")
    assert not register.verdict().sealed
    for minute in range(1, 4):
        register.happens()
        register.ticks(now=NOW + timedelta(minutes=minute))
    verdict = register.verdict()
    assert (verdict.findings.tampered, verdict.sealed, verdict.findings.first) == (1, True, None)


def test_triggers_that_are_gone_are_said(register: Register) -> None:
    with Insider(register):
        assert not register.verdict().guarded
    assert register.verdict().sound


def test_another_towns_chain_is_not_ours(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = edition()._replace(town=valmiere().model_copy(update={"city": "Ailleurs"}))
    monkeypatch.setattr("tests.register.edition", lambda: elsewhere)
    found = register.verdict().findings
    assert [broken.seq for broken in found.changed] == [1]


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "'not a moment'"), ("at", "X'FF00'"), ("data", "'{'"), ("data", "X'00FF'"), ("kind", "X'00'"), ("actor_id", "'abc'"),
     ("data", "'" + "[" * 600 + "]" * 600 + "'")],
)
def test_what_no_relais_wrote_is_read_and_found(tmp_path: Path, column: str, value: str) -> None:
    """SQLite takes anything in any column."""
    register = Register(f"sqlite:///{tmp_path}/relais.db", tmp_path)
    register.happens(5)
    register.ticks()
    with Insider(register) as insider:
        insider(f"UPDATE event SET {column} = {value} WHERE id = ?", register.links()[2][1])
    verdict = register.verdict()
    assert not verdict.sound
    assert not verdict.readable or [broken.seq for broken in verdict.findings.changed] == [3]
    register.close()


# --- at the terminal ---


def test_an_operator_verifies_and_keeps_the_head(state: Path) -> None:
    assert "Aucun maillon pour l’instant" in relais(state, "audit", "head").stderr
    register = Register(f"sqlite:///{state}/relais.db", state)
    register.happens(12)
    register.ticks()
    anchor = relais(state, "audit", "head").stdout.strip()
    assert anchor == head_of(register)
    done = relais(state, "audit", "verify", "--head", anchor)
    assert (done.returncode, "12 maillons relus, jusqu’au n° 12." in done.stdout) == (0, True), done.stdout + done.stderr

    _, event = register.links()[6]
    with Insider(register) as insider:
        insider("UPDATE event SET actor_role = 'sg' WHERE id = ?", event)
    register.close()
    done = relais(state, "audit", "verify")
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert f"Première rupture : n° 7 (fait {event}, 2026-11-27 08:00:00" in said
    assert "Faits ou maillons modifiés (1)" in said
    assert "Registre altéré." in said


@pytest.mark.parametrize("given", ["", "12", "1:abc", ":" * 3, "1:" + "0" * 64 + ":" + "0" * 32, "²:" + "0" * 64, "x" * 300])
def test_what_is_no_anchor_of_ours_is_not_read_as_one(tmp_path: Path, given: str) -> None:
    assert heads.read_anchor(Seal(tmp_path), given) is None


def test_an_anchor_is_read_with_or_without_its_signature_but_not_with_another_ones(tmp_path: Path) -> None:
    seal, last = Seal(tmp_path / "ours"), audit.Head(12, "a" * 64)
    whole = heads.anchor(seal, last)
    assert heads.read_anchor(seal, f" {whole}\n") == heads.read_anchor(seal, whole.rpartition(":")[0]) == last
    assert heads.read_anchor(seal, whole.replace("12:", "13:")) is None
    assert heads.read_anchor(Seal(tmp_path / "theirs"), whole) is None


def test_a_miscopied_anchor_is_said_so(state: Path) -> None:
    done = relais(state, "audit", "verify", "--head", "")
    assert done.returncode == 2
    assert "mal recopiée" in done.stderr
    assert "Traceback" not in done.stderr
