"""What has come in, line by line: true whenever the writer is killed."""

from __future__ import annotations

import os
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


def test_journal_when_a_rendition_was_given_up_and_still_comes_to_its_end_then_it_is_read_whole(
    tmp_path: Path,
) -> None:
    one = written(tmp_path)
    one.add("head", of="small", name="s1.mp4", codecs="avc1.42c01e", width=852, height=480)
    one.add("without", of="small")
    one.add("piece", of="small", name="q1.m4s", seconds=2.0, at=100.0, size=10)
    one.add("piece", of="picture", name="p3.m4s", seconds=2.0, at=104.0, size=10)
    journal = Journal(tmp_path).update()
    assert names(journal) == ["p1.m4s", "p2.m4s", "p3.m4s"]
    assert [(piece.name, piece.head) for piece in journal.there("small")] == [("q1.m4s", "s1.mp4")]
    assert sorted(journal.heads) == ["picture"]  # it is not offered any more


def test_piece_when_it_comes_after_the_next_feed_has_begun_then_it_belongs_to_the_turn_of_its_head(
    tmp_path: Path,
) -> None:
    one = written(tmp_path)
    one.add("feed", feed="f1", way="rtmp", at=110.0)
    one.add("piece", of="picture", name="p3.m4s", seconds=2.0, at=104.0, size=10)
    one.add("head", of="picture", name="h2.mp4", codecs="avc1.42c01e", width=640, height=360)
    one.add("piece", of="picture", name="p4.m4s", seconds=2.0, at=110.0, size=10)
    found = list(Journal(tmp_path).update().there("picture"))
    assert [(piece.name, piece.turn, piece.head) for piece in found[2:]] == [
        ("p3.m4s", 0, "h1.mp4"), ("p4.m4s", 1, "h2.mp4"),
    ]  # fmt: skip


def test_piece_when_no_head_was_ever_there_then_it_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    one = Writer(tmp_path)
    one.add("feed", feed="f1", way="rtmp", at=100.0)
    one.add("piece", of="small", name="q1.m4s", seconds=2.0, at=100.0, size=10)
    one.add("head", of="picture", name="h1.mp4", codecs="avc1.42c01e", width=640, height=360)
    one.add("piece", of="picture", name="p1.m4s", seconds=2.0, at=100.0, size=10)
    journal = Journal(tmp_path).update()
    assert names(journal) == ["p1.m4s"]
    assert list(journal.there("small")) == []


def test_line_when_it_cannot_be_read_then_what_stands_behind_it_is_not_passed_over_in_silence(
    tmp_path: Path,
) -> None:
    one = written(tmp_path)
    whole = (tmp_path / NAME).read_bytes()
    with (tmp_path / NAME).open("ab") as file:
        file.write(b"\0\0\0\n")
    one.add("piece", of="picture", name="p3.m4s", seconds=2.0, at=104.0, size=10)
    journal = Journal(tmp_path)
    for _again in range(2):
        with pytest.raises(ValueError):
            journal.update()
        assert names(journal) == ["p1.m4s", "p2.m4s"]
    (tmp_path / NAME).write_bytes((tmp_path / NAME).read_bytes().replace(b"\0\0\0\n", b""))
    assert (
        (tmp_path / NAME).read_bytes().startswith(whole)
    )  # the control: as soon as it is put right, all is read
    assert names(journal.update()) == ["p1.m4s", "p2.m4s", "p3.m4s"]


def test_writer_when_closed_then_another_file_that_was_opened_since_gets_nothing_of_its(
    tmp_path: Path,
) -> None:
    one = written(tmp_path)
    one.close()
    with (tmp_path / "other").open("wb") as other:
        with pytest.raises(OSError):
            one.add("room", at=1.0)
        assert os.fstat(other.fileno()).st_size == 0
