"""What a button carries opens its own row, in its own chat, and nothing that was made up or bent opens anything."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.references import reference, resolve
from storage.seal import Seal

ROW, CHAT = 250_377_762_462_765_056, "telegram:1042"


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return Seal(tmp_path_factory.mktemp("keys"))


@given(row=st.integers(0, 2**63 - 1), place=st.integers(0, 255), chat=st.text(max_size=60))
def test_a_reference_opens_its_row_in_its_chat_and_fits_the_bot_api(seal: Seal, row: int, place: int, chat: str) -> None:
    given = reference(seal, row, place, chat)
    assert resolve(seal, given, chat) == (row, place)
    assert len(given.encode()) <= 64
    assert resolve(seal, given, chat + "0") is None


def test_no_flipped_bit_is_accepted(seal: Seal) -> None:
    """1,000 real references, every bit of each: over 150,000 forgeries."""
    chance = random.Random(22)
    accepted = tried = 0
    for _ in range(1_000):
        row, place = chance.getrandbits(63), chance.randrange(256)
        raw = base64.urlsafe_b64decode(reference(seal, row, place, CHAT) + "==")
        number, bits = int.from_bytes(raw, "big"), len(raw) * 8
        for bit in range(bits):
            bent = base64.urlsafe_b64encode((number ^ 1 << bit).to_bytes(len(raw), "big")).rstrip(b"=").decode()
            accepted += resolve(seal, bent, CHAT) is not None
            tried += 1
    assert (accepted, tried) == (0, 152_000)


def test_no_flipped_bit_of_its_text_is_accepted_either(seal: Seal) -> None:
    """The last letter of base64 holds spare bits: another spelling of the same bytes is refused too."""
    given = reference(seal, ROW, 3, CHAT)
    for position in range(len(given)):
        for bit in range(8):
            bent = given[:position] + chr(ord(given[position]) ^ 1 << bit) + given[position + 1 :]
            assert resolve(seal, bent, CHAT) is None, bent


def test_another_chat_another_row_another_place_are_refused(seal: Seal) -> None:
    body = base64.urlsafe_b64decode(reference(seal, ROW, 3, CHAT) + "==")
    for head in ((ROW + 1).to_bytes(8, "big") + b"\x03", ROW.to_bytes(8, "big") + b"\x04"):
        moved = base64.urlsafe_b64encode(head + body[9:]).rstrip(b"=").decode()
        assert resolve(seal, moved, CHAT) is None
    assert resolve(seal, reference(seal, ROW, 3, CHAT), "telegram:1043") is None
    assert resolve(seal, reference(seal, ROW, 3, CHAT), "matrix:1042") is None


def test_another_installations_reference_is_refused(seal: Seal, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = Seal(tmp_path_factory.mktemp("elsewhere"))
    assert resolve(seal, reference(elsewhere, ROW, 3, CHAT), CHAT) is None


@given(st.text(max_size=80))
def test_made_up_text_is_refused_and_never_breaks(seal: Seal, text: str) -> None:
    assert resolve(seal, text, CHAT) is None


@given(st.binary(max_size=40))
def test_made_up_bytes_are_refused_and_never_break(seal: Seal, raw: bytes) -> None:
    assert resolve(seal, base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), CHAT) is None
