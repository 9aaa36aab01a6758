"""What is sealed opens in its place, with its key, unaltered; and not otherwise."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import StorageFault
from storage.seal import BrokenSeal, Seal


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return Seal(tmp_path_factory.mktemp("keys"))


@given(content=st.binary(max_size=3_000), about=st.text(max_size=80))
def test_what_is_sealed_opens_in_its_place(seal: Seal, content: bytes, about: str) -> None:
    assert seal.open(seal.seal(content, about), about) == content


@given(content=st.binary(min_size=8, max_size=200))
def test_what_is_sealed_reads_as_noise_and_never_twice_the_same(seal: Seal, content: bytes) -> None:
    one, other = seal.seal(content, "inbox/telegram/1"), seal.seal(content, "inbox/telegram/1")
    assert one != other
    assert content not in one


def test_moved_to_another_row_it_does_not_open(seal: Seal) -> None:
    with pytest.raises(BrokenSeal):
        seal.open(seal.seal(b"gros trou", "inbox/telegram/1"), "inbox/telegram/2")


def test_with_any_bit_flipped_it_does_not_open(seal: Seal) -> None:
    sealed = seal.seal(b"gros trou", "x")
    for bit in range(len(sealed) * 8):
        bent = bytearray(sealed)
        bent[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BrokenSeal):
            seal.open(bytes(bent), "x")


@pytest.mark.parametrize("kept", range(0, 30))
def test_cut_short_it_does_not_open(seal: Seal, kept: int) -> None:
    with pytest.raises(BrokenSeal):
        seal.open(seal.seal(b"gros trou", "x")[:kept], "x")


def test_the_error_says_where_and_not_what(seal: Seal) -> None:
    with pytest.raises(BrokenSeal) as caught:
        seal.open(seal.seal(b"gros trou", "x"), "inbox/telegram/2")
    assert str(caught.value) == "inbox/telegram/2"


def test_the_key_is_its_owners_only_and_stays(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "keys").seal(b"gros trou", "x")
    file = tmp_path / "keys" / "root-1.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert len(file.read_bytes()) == 32
    assert Seal(tmp_path / "keys").open(sealed, "x") == b"gros trou"


def test_with_the_key_lost_nothing_opens_and_a_new_one_is_made(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "keys").seal(b"gros trou", "x")
    (tmp_path / "keys" / "root-1.key").unlink()
    with pytest.raises(BrokenSeal):
        Seal(tmp_path / "keys").open(sealed, "x")


def test_many_who_start_together_share_one_key(tmp_path: Path) -> None:
    seals: list[Seal] = []
    threads = [threading.Thread(target=lambda: seals.append(Seal(tmp_path / "keys"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed = seals[0].seal(b"gros trou", "x")
    assert [seal.open(sealed, "x") for seal in seals] == [b"gros trou"] * 8
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["root-1.key"]


@pytest.mark.parametrize("size", [0, 5, 31, 33])
def test_a_key_file_that_is_not_whole_is_refused(tmp_path: Path, size: int) -> None:
    """A key half written (full disk, power cut) must not become a weak key that seals everything."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "root-1.key").write_bytes(b"k" * size)
    with pytest.raises(StorageFault) as caught:
        Seal(folder)
    assert caught.value.key == "storage-key-damaged"


def test_a_mark_is_recognised_with_the_key_and_not_without(tmp_path: Path) -> None:
    one, other = Seal(tmp_path / "a"), Seal(tmp_path / "b")
    assert one.mark(b"code") == one.mark(b"code") == Seal(tmp_path / "a").mark(b"code")
    assert one.mark(b"code") != other.mark(b"code")
    assert one.mark(b"code", size=10) == one.mark(b"code")[:10]
