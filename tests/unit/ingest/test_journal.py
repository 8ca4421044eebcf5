"""What has come in, line by line: true whenever the writer is killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.ingest.journal import NAME, Journal, Writer


def written(folder: Path) -> Writer:
    one = Writer(folder)
    one.add("feed", feed="f1", way="rtmp", at=100.0)
    one.add("head", of="picture", name="h1.mp4", codecs="avc1.42c01e", width=640, height=360)
    one.add("piece", of="picture", name="p1.m4s", seconds=2.0, at=100.0, size=10)
    one.add("piece", of="picture", name="p2.m4s", seconds=2.0, at=102.0, size=10)
    return one


def names(journal: Journal) -> list[str]:
    return [piece.name for piece in journal.there("picture")]


def test_journal_when_an_encoder_comes_back_then_its_pieces_are_another_turn(tmp_path: Path) -> None:
    one = written(tmp_path)
    one.add("feed", feed="f2", way="rtmp", at=110.0)
    one.add("head", of="picture", name="h2.mp4", codecs="avc1.42c01e", width=640, height=360)
    one.add("piece", of="picture", name="p3.m4s", seconds=2.0, at=110.0, size=10)
    found = list(Journal(tmp_path).update().there("picture"))
    assert [(piece.name, piece.turn, piece.head) for piece in found] == [
        ("p1.m4s", 0, "h1.mp4"), ("p2.m4s", 0, "h1.mp4"), ("p3.m4s", 1, "h2.mp4"),
    ]  # fmt: skip


def test_journal_when_read_while_it_grows_then_tells_each_piece_once(tmp_path: Path) -> None:
    one = written(tmp_path)
    journal = Journal(tmp_path).update()
    assert names(journal.update()) == ["p1.m4s", "p2.m4s"]
    one.add("piece", of="picture", name="p3.m4s", seconds=2.0, at=104.0, size=10)
    assert names(journal.update()) == ["p1.m4s", "p2.m4s", "p3.m4s"]


def test_pieces_when_let_go_then_are_not_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    one = written(tmp_path)
    one.add("gone", names=["p1.m4s"])
    journal = Journal(tmp_path).update()
    assert names(journal) == ["p2.m4s"]
    assert [piece.name for piece in journal.pieces["picture"]] == ["p1.m4s", "p2.m4s"]


@given(st.integers(0, 400))
def test_journal_when_the_writer_is_killed_at_any_byte_then_holds_whole_lines_and_goes_on(cut: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder).close()
        data = (folder / NAME).read_bytes()
        (folder / NAME).write_bytes(data[:cut])
        before = names(Journal(folder).update())
        again = Writer(folder)
        again.add("feed", feed="f2", way="rtmp", at=120.0)
        again.close()
        journal = Journal(folder).update()
        assert names(journal) == before == [one for one in ("p1.m4s", "p2.m4s") if one in before]
        assert journal.turn == (1 if data[:cut].count(b"\n") else 0)


def test_line_when_the_disk_refuses_it_then_nothing_of_it_is_there(tmp_path: Path) -> None:
    one = written(tmp_path)
    one.close()
    with pytest.raises(OSError):
        one.add("piece", of="picture", name="p9.m4s", seconds=2.0, at=1.0, size=1)
    assert names(Journal(tmp_path).update()) == ["p1.m4s", "p2.m4s"]
