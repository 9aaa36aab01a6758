"""Envelopes: what goes in comes out, and nothing else does."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from storage.database import StorageFault
from storage.envelope import CHUNK, HASH, HEADER, TAG, Sealed, look, new_pair, read_private

PRIVATE, PUBLIC = new_pair()


def sealed(path: Path, content: bytes, *, public: str = PUBLIC, pieces: int = 65_537) -> Path:
    with path.open("w+b") as file:
        envelope = Sealed(file, public)
        for start in range(0, len(content), pieces):
            envelope.write(content[start : start + pieces])
        envelope.seal()
    return path


def opened(path: Path, private: str = PRIVATE) -> bytes:
    with io.BufferedReader(look(path).open(read_private(private))) as clear:
        return clear.read()


def refusal(path: Path, private: str = PRIVATE, *, check: bool = True) -> str:
    try:
        if check:
            look(path).check()
        opened(path, private)
    except StorageFault as refused:
        return refused.key
    raise AssertionError("it opened")


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_goes_in_comes_out(tmp_path: Path, size: int) -> None:
    content = random.Random(size).randbytes(size)
    path = sealed(tmp_path / "copy", content)
    look(path).check()
    assert opened(path) == content


def test_two_envelopes_of_the_same_content_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = (sealed(tmp_path / name, bytes(100_000)).read_bytes() for name in "ab")
    assert one[HEADER.size : HEADER.size + 64] != other[HEADER.size : HEADER.size + 64]
    assert bytes(64) not in one


def test_any_flipped_byte_is_found_without_a_key_and_no_altered_content_is_given_out(tmp_path: Path) -> None:
    content = random.Random(1).randbytes(CHUNK + 4_000)
    whole = sealed(tmp_path / "copy", content).read_bytes()
    chance = random.Random(17)
    places = [*range(0, HEADER.size, 3), *chance.sample(range(HEADER.size, len(whole)), 40), len(whole) - 1]
    for place in places:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        path = tmp_path / "spoilt"
        path.write_bytes(spoilt)
        assert refusal(path) in {"backup-altered", "backup-not-one", "backup-newer", "backup-truncated", "backup-wrong-key"}, place
        if HEADER.size <= place < len(whole) - HASH:  # somebody mended the outer hash too: the tags still refuse
            assert refusal(path, check=False) == "backup-altered", place


@pytest.mark.parametrize("cut", [1, HASH, HASH + 1, HASH + TAG + 4_000, CHUNK])
def test_a_file_that_was_cut_is_said_to_be(tmp_path: Path, cut: int) -> None:
    path = sealed(tmp_path / "copy", bytes(CHUNK + 4_000))
    path.write_bytes(path.read_bytes()[:-cut])
    assert refusal(path) == "backup-truncated"


def test_a_file_cut_between_two_chunks_and_dressed_up_again_does_not_open(tmp_path: Path) -> None:
    """The nonce of the last chunk says that it is the last."""
    path = sealed(tmp_path / "copy", bytes(2 * CHUNK))
    whole = path.read_bytes()
    magic, format, fingerprint, passing, _ = HEADER.unpack(whole[: HEADER.size])
    header = HEADER.pack(magic, format, fingerprint, passing, CHUNK + TAG + HASH)
    path.write_bytes(header + whole[HEADER.size : HEADER.size + CHUNK + TAG] + bytes(HASH))
    assert refusal(path, check=False) == "backup-altered"


def test_another_key_is_said_to_be_another(tmp_path: Path) -> None:
    assert refusal(sealed(tmp_path / "copy", b"x"), new_pair()[0]) == "backup-wrong-key"


@pytest.mark.parametrize("text", ["", PUBLIC, "relais-private-", PRIVATE[:-1], PRIVATE + "A", "relais-private-" + "é" * 43],
                         ids=["nothing", "the public one", "no key", "cut", "too long", "not ours"])
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(StorageFault) as refused:
        read_private(text)
    assert refused.value.key == "backup-bad-key"


def test_a_key_pasted_with_its_line_end_is_read() -> None:
    assert read_private(f"# coffre\n{PRIVATE}\r\n").private_bytes_raw() == read_private(PRIVATE).private_bytes_raw()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"RELAIS COPZ\n" + bytes(100)])
def test_other_files_are_not_taken_for_copies(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert refusal(path) == "backup-not-one"
