"""Numbered pieces between a page and the one who reads them: each is taken once, whoever falls in between."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from sixianghui.ingest.letterbox import MOST_WAITING, Gap, TooMany, first_of, lay, name_of, next_of, read


def taken(folder: Path, number: int) -> bytes:
    """What a reader does with a piece."""
    path = folder / name_of(number)
    data = path.read_bytes()
    read(path)
    return data


def test_piece_when_laid_down_again_then_it_is_there_once(tmp_path: Path) -> None:
    assert next_of(tmp_path / "none") == 0
    assert [lay(tmp_path, 0, b"head"), lay(tmp_path, 1, b"one"), lay(tmp_path, 1, b"one")] == [1, 2, 2]
    assert taken(tmp_path, 0) == b"head" and taken(tmp_path, 1) == b"one"
    # It was read, and nothing waits: a page that had no answer sends it once more.
    assert lay(tmp_path, 1, b"one") == 2
    assert not (tmp_path / name_of(1)).exists()
    assert lay(tmp_path, 2, b"two") == 3 and taken(tmp_path, 2) == b"two"


def test_piece_when_one_before_it_is_missing_then_says_which_is_wanted(tmp_path: Path) -> None:
    lay(tmp_path, 0, b"head")
    with pytest.raises(Gap) as gap:
        lay(tmp_path, 5, b"five")
    assert gap.value.wanted == 1 and next_of(tmp_path) == 1


def test_pieces_when_nobody_reads_them_then_no_more_than_some_wait(tmp_path: Path) -> None:
    for number in range(MOST_WAITING + 1):
        lay(tmp_path, number, b"piece")
    with pytest.raises(TooMany) as many:
        lay(tmp_path, MOST_WAITING + 1, b"piece")
    assert many.value.wanted == MOST_WAITING + 1
    taken(tmp_path, 1)
    assert lay(tmp_path, MOST_WAITING + 1, b"piece") == MOST_WAITING + 2


def test_reader_when_another_takes_its_place_then_goes_on_where_it_was(tmp_path: Path) -> None:
    for number in range(4):
        lay(tmp_path, number, b"piece")
    assert first_of(tmp_path) == 1
    taken(tmp_path, 0)
    for number in (1, 2):
        taken(tmp_path, number)
        assert first_of(tmp_path) == number + 1
    # The first stays, and of what was read the last one alone.
    assert sorted(one.name for one in tmp_path.iterdir()) == [name_of(0), f"{name_of(2)}.read", name_of(3)]


def test_piece_when_the_disk_refuses_it_then_nothing_of_it_is_there(tmp_path: Path) -> None:
    lay(tmp_path, 0, b"head")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (100, hard)
    )  # as a full disk: what is written ends in the middle
    try:
        with pytest.raises(OSError, match="File too large"):
            lay(tmp_path, 1, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert next_of(tmp_path) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name_of(0)]
