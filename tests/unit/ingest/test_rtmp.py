"""RTMP without a line: bytes go in however they are cut, messages come out, and nothing hostile does harm."""

from __future__ import annotations

import contextlib
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.ingest.rtmp import Malformed, amf, flv
from sixianghui.ingest.rtmp.chunks import MOST_BYTES, Message, Reader, written
from sixianghui.ingest.rtmp.session import MOST_STRANGE_BYTES, Asked, Ended, Session, Tag

HELLO = bytes([3]) + bytes(1536) + bytes(1536)

values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
messages = st.builds(
    Message,
    kind=st.sampled_from([8, 9, 18, 20]),
    at=st.integers(0, 0xFFFFFFFF),
    stream=st.integers(0, 3),
    body=st.binary(max_size=700),
)


def cut(data: bytes, at: list[int]) -> list[bytes]:
    """The same bytes in parts."""
    places = sorted({0, len(data), *(one % (len(data) + 1) for one in at)})
    return [data[begin:end] for begin, end in pairwise(places)]


def read(parts: list[bytes]) -> list[Message]:
    """What a reader makes of them."""
    reader = Reader()
    found = []
    for part in parts:
        reader.add(part)
        found += reader.messages()
    return found


@given(st.lists(values, max_size=5))
def test_values_when_written_and_read_then_they_are_the_same(some: list[amf.Value]) -> None:
    assert amf.decode(amf.encode(*some)) == some


@given(st.binary(max_size=2000))
def test_values_when_the_bytes_are_any_then_malformed_is_all_that_is_raised(data: bytes) -> None:
    with contextlib.suppress(Malformed):
        amf.decode(data)


def test_values_when_they_lie_too_deep_or_are_too_many_then_they_are_refused() -> None:
    with pytest.raises(Malformed):
        amf.decode(b"\x0a\x00\x00\x00\x01" * 5000)
    with pytest.raises(Malformed):
        amf.decode(b"\x0a\xff\xff\xff\xff")
    with pytest.raises(Malformed):
        amf.decode(b"\x05" * 5000)


@given(st.lists(messages, max_size=6), st.integers(1, 300), st.lists(st.integers(0, 5000), max_size=12))
def test_messages_when_their_bytes_come_in_any_parts_then_they_are_the_same(
    some: list[Message], chunk: int, at: list[int]
) -> None:
    size = Message(1, 0, 0, chunk.to_bytes(4))
    data = written(size, number=2, chunk=128)
    data += b"".join(written(one, number=3 + index, chunk=chunk) for index, one in enumerate(some))
    assert read(cut(data, at)) == some


def test_messages_when_headers_are_shortened_and_chunks_are_mixed_then_times_and_bodies_are_right() -> None:
    sound, picture = b"a" * 200, b"v" * 130
    data = (
        bytes([4]) + b"\x00\x00\x64" + b"\x00\x00\xc8\x08" + b"\x01\0\0\0" + sound[:128]
        + bytes([5]) + b"\x00\x00\x64" + b"\x00\x00\x82\x09" + b"\x01\0\0\0" + picture[:128]
        + bytes([0xC4]) + sound[128:] + bytes([0xC5]) + picture[128:]
        + bytes([0x84]) + b"\x00\x00\x17" + sound[:128] + bytes([0xC4]) + sound[128:]  # 23 ms later
        + bytes([0xC4]) + sound[:128] + bytes([0xC4]) + sound[128:]  # again 23 ms
        + bytes([0x45]) + b"\x00\x00\x28" + b"\x00\x00\x01\x09" + b"x"
    )  # fmt: skip
    assert [(one.kind, one.at, len(one.body), one.stream) for one in read([data])] == [
        (8, 100, 200, 1), (9, 100, 130, 1), (8, 123, 200, 1), (8, 146, 200, 1), (9, 140, 1, 1),
    ]  # fmt: skip


def test_messages_when_one_is_given_up_then_the_next_is_read_whole() -> None:
    broken = written(Message(9, 0, 1, b"v" * 300), number=6, chunk=128)[: 12 + 128]
    abort = written(Message(2, 0, 0, (6).to_bytes(4)), number=2, chunk=128)
    whole = Message(9, 40, 1, b"w" * 300)
    assert read([broken + abort + written(whole, number=6, chunk=128)]) == [whole]


@given(st.lists(st.binary(max_size=600), max_size=6))
def test_session_when_the_bytes_are_any_then_malformed_is_all_that_is_raised(parts: list[bytes]) -> None:
    session = Session()
    try:
        for part in [HELLO, *parts]:
            session.take(part)
    except Malformed:
        pass


def test_chunks_when_they_promise_more_than_is_taken_then_they_are_refused_and_no_room_is_made() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            read([bytes([3]) + bytes(3) + b"\xff\xff\xff\x09" + bytes(4)])
        reader = Reader()
        reader.add(written(Message(1, 0, 0, (0x7FFFFFFF).to_bytes(4)), number=2, chunk=128))
        assert list(reader.messages()) == []
        reader.add(bytes([3]) + bytes(3) + MOST_BYTES.to_bytes(3) + b"\x09" + bytes(4))
        assert list(reader.messages()) == []
        assert tracemalloc.get_traced_memory()[1] < 256 * 1024
    finally:
        tracemalloc.stop()


def test_chunk_streams_when_there_are_too_many_then_they_are_refused() -> None:
    data = b"".join(
        bytes([0, number]) + bytes(3) + b"\x00\x00\x01\x09" + bytes(4) + b"x" for number in range(200)
    )
    with pytest.raises(Malformed):
        read([data])


# ---- a session


def command(*values: amf.Value) -> bytes:
    """As an encoder sends it."""
    return written(Message(20, 0, 0, amf.encode(*values)), number=3, chunk=128)


CONNECT = command("connect", 1.0, {"app": "live", "type": "nonprivate"})
PUBLISH = command("createStream", 2.0, None) + command("publish", 3.0, None, "the-key", "live")
FRAME = written(Message(9, 40, 1, b"\x17\x01\x00\x00\x00abc"), number=6, chunk=128)


@given(st.lists(st.integers(0, 5000), max_size=12))
def test_session_when_it_asks_in_any_parts_then_nothing_more_is_read_until_it_is_let_in(
    at: list[int],
) -> None:
    session = Session()
    parts = cut(HELLO + CONNECT + PUBLISH + FRAME, at)
    events = [event for part in parts for event in session.take(part)]
    assert events == [Asked("the-key")]
    assert session.accept() == [Tag(9, 40, b"\x17\x01\x00\x00\x00abc")]
    assert session.take(command("deleteStream", 4.0, None, 1.0)) == [Ended()]


def test_session_when_it_sends_a_picture_without_asking_then_that_is_malformed() -> None:
    session = Session()
    session.take(HELLO + CONNECT)
    with pytest.raises(Malformed):
        session.take(FRAME)


def test_session_when_it_sends_much_before_it_is_let_in_then_that_is_malformed() -> None:
    session = Session()
    session.take(HELLO + CONNECT + PUBLISH)
    with pytest.raises(Malformed):
        session.take(bytes(MOST_STRANGE_BYTES))


def test_session_when_it_asks_for_another_application_then_it_is_told_which_there_is() -> None:
    session = Session()
    with pytest.raises(Malformed):
        session.take(HELLO + command("connect", 1.0, {"app": "other"}))
    assert b"/live" in session.answers


def test_key_when_somebody_prints_what_was_asked_then_it_is_not_there() -> None:
    assert "the-key" not in repr(Asked("the-key"))


def test_session_when_it_is_pinged_and_much_has_come_then_it_answers_and_acknowledges() -> None:
    session = Session()
    session.take(HELLO + CONNECT + PUBLISH)
    session.accept()
    session.answers.clear()
    session.take(written(Message(4, 0, 0, b"\x00\x06\x00\x00\x00\x07"), number=2, chunk=128))
    answers = Reader()
    answers.add(bytes(session.answers))
    assert [one.body for one in answers.messages()] == [b"\x00\x07\x00\x00\x00\x07"]
    session.answers.clear()
    body = bytes([0x17, 1]) + bytes(60_000)
    for _time in range(25):
        session.take(written(Message(9, 40, 1, body), number=6, chunk=128))
    answers.add(bytes(session.answers))
    assert [one.kind for one in answers.messages()] == [3]


# ---- what is in a tag


@pytest.mark.parametrize(
    ("kind", "body", "codec", "settings"),
    [
        (flv.PICTURE, b"\x17\x00\x00\x00\x00", "h264", True),
        (flv.PICTURE, b"\x27\x01\x00\x00\x00", "h264", False),
        (flv.PICTURE, b"\x90hvc1", "hevc", True),
        (flv.PICTURE, b"\x91av01", "av1", False),
        (flv.PICTURE, b"\x91zzzz", None, False),
        (flv.SOUND, b"\xaf\x00\x12\x10", "aac", True),
        (flv.SOUND, b"\xaf\x01\x12\x10", "aac", False),
        (flv.SOUND, b"\x2f\x01", "mp3", False),
        (flv.SOUND, b"\x90mp4a", "aac", True),
    ],
)
def test_tag_when_it_is_looked_at_then_its_codec_and_purpose_are_known(
    kind: int, body: bytes, codec: str | None, settings: bool
) -> None:
    assert (flv.codec_of(kind, body), flv.is_settings(kind, body)) == (codec, settings)


def test_file_when_it_begins_again_then_settings_come_first_and_the_last_ones_count() -> None:
    opening = flv.Opening()
    for kind, body in (
        (flv.SOUND, b"\xaf\x00old"),
        (flv.PICTURE, b"\x17\x00\x00\x00\x00settings"),
        (flv.SOUND, b"\xaf\x00new"),
        (flv.PICTURE, b"\x17\x01frame"),
    ):
        opening.see(kind, 5, body)
    again = opening.again()
    assert again.startswith(b"FLV\x01\x05")
    assert again.index(b"settings") < again.index(b"new")
    assert b"old" not in again
    assert b"frame" not in again
