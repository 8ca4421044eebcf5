"""Bodies in chunks: wherever they are cut on their way, the same arrives, and what follows them is left alone."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sixianghui.front.request import RefusedError, feed_body, read_head
from sixianghui.front.spool import Spool

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
NEXT = b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
#: Refused, or: is it whole, what arrived, and what is left for the next request?
Outcome = int | tuple[bool, bytes, bytes]


class Counting(Spool):
    """A spool that counts how often it is written to."""

    writes = 0

    def write(self, data: bytes) -> None:
        self.writes += 1
        super().write(data)


class Fed:
    """A parser that counts how often it is fed."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.times = 0

    def feed_data(self, data: memoryview) -> None:
        self.times += 1
        self.parser.feed_data(data)


def outcome(folder: Path, pieces: Iterable[bytes], spool: type[Spool] = Spool) -> tuple[Outcome, Spool]:
    request = read_head(HEAD, 1 << 20)
    body = request.body = spool(folder, 64, replayable=True)
    rest = b""
    try:
        for piece in pieces:
            taken = 0 if request.complete else feed_body(request, piece, 32 * 1024)
            rest += piece[taken:]
        return (request.complete, body.read(1 << 21), rest), body
    except RefusedError as refusal:
        return refusal.status, body
    finally:
        body.close()


def byte_by_byte(folder: Path, stream: bytes) -> Outcome:
    """What a reader makes of it who never has more than a byte before it: nothing can be cut wrongly."""
    return outcome(folder, [bytes([byte]) for byte in stream])[0]


def cut(stream: bytes, places: Iterable[int]) -> list[bytes]:
    ends = sorted({0, len(stream), *(place % (len(stream) + 1) for place in places)})
    return [stream[begin:end] for begin, end in pairwise(ends)]


BYTES = st.sampled_from(
    [b"\n", b"\r\n", b"\r", b"0\r\n\r\n", b"1\r\n", b"x", b"a;b\r\n", b"0", b"A: b\r\n", b"\0"]
)
CHUNKS = st.tuples(
    st.lists(BYTES, min_size=1, max_size=8).map(b"".join),
    st.sampled_from([b"%x", b"%X", b"000%x", b"0" * 40 + b"%x"]),
    st.sampled_from([b"", b";a=b", b";", b' ;a="b"', b" "]),
)


def spelled(chunks: list[tuple[bytes, bytes, bytes]], trailers: bytes) -> bytes:
    said = b"".join(size % len(data) + more + b"\r\n" + data + b"\r\n" for data, size, more in chunks)
    return said + b"0\r\n" + trailers + b"\r\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(CHUNKS, max_size=5),
    st.sampled_from([b"", b"A: b\r\n", b"A: b\r\nC: \r\n"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 2), BYTES), max_size=2),
    st.lists(st.integers(0, 10_000), max_size=6),
)
def test_chunks_when_cut_anywhere_then_the_same_arrives_as_byte_by_byte(
    tmp_path: Path,
    chunks: list[tuple[bytes, bytes, bytes]],
    trailers: bytes,
    damages: list[tuple[int, int, bytes]],
    places: list[int],
) -> None:
    """Also of what is no proper body: refused is refused."""
    stream = spelled(chunks, trailers) + NEXT
    for place, gone, noise in damages:
        at = place % len(stream)
        stream = stream[:at] + noise + stream[at + gone :]
    expected = byte_by_byte(tmp_path, stream)
    assert outcome(tmp_path, [stream])[0] == expected
    assert outcome(tmp_path, cut(stream, places))[0] == expected


@pytest.mark.parametrize("content", [b"\n", b"\r\n", b"0\r\n\r\n", NEXT])
def test_chunks_when_they_are_full_of_line_ends_then_arrive_whole_split_at_every_place(
    tmp_path: Path, content: bytes
) -> None:
    data = content * (120 // len(content))
    stream = b"%x\r\n%b\r\n5;x\r\n\n\n0\r\n\r\n0\r\n\r\n" % (len(data), data) + NEXT
    assert byte_by_byte(tmp_path, stream) == (True, data + b"\n\n0\r\n", NEXT)
    for place in range(len(stream)):
        assert outcome(tmp_path, cut(stream, [place]))[0] == (True, data + b"\n\n0\r\n", NEXT)


def test_chunk_when_it_names_more_than_anything_holds_then_is_refused(tmp_path: Path) -> None:
    for size in (b"f" * 17, b"1" + b"0" * 16, b"f" * 1000):
        stream = size + b"\r\n" + b"\n" * 100
        assert outcome(tmp_path, [stream])[0] == byte_by_byte(tmp_path, stream) == 400


def test_spool_when_a_body_is_all_line_ends_or_tiny_chunks_then_is_written_once_for_what_came_at_once(
    tmp_path: Path,
) -> None:
    tiny = b"1\r\n\n\r\n" * 500 + b"0\r\n\r\n"
    ends = b"%x\r\n" % 100_000 + b"\n" * 100_000 + b"\r\n0\r\n\r\n"
    for stream, size in ((tiny, 500), (ends, 100_000)):
        for pieces in ([stream], cut(stream, random.Random(1).sample(range(len(stream)), 9))):
            found, spool = outcome(tmp_path, pieces, Counting)
            assert found == (True, b"\n" * size, b"")
            assert isinstance(spool, Counting)
            assert spool.writes <= len(pieces)


@pytest.mark.parametrize("size", [b"c8", b"C8", b"0" * 30 + b"C8", b"c8;a=b", b"c8;" + b"1" * 50])
def test_parser_when_a_chunk_is_full_of_line_ends_then_is_fed_it_in_one_piece_split_at_every_place(
    tmp_path: Path, size: bytes
) -> None:
    stream = (size + b"\r\n" + b"\n" * 200 + b"\r\n") * 2 + b"0\r\n\r\n"
    for place in range(len(stream)):
        request = read_head(HEAD, 1 << 20)
        request.body = Spool(tmp_path, 1000)
        parser = Fed(request.parser)
        request.parser = cast(Any, parser)
        for piece in cut(stream, [place]):
            feed_body(request, piece, 32 * 1024)
        # Two lines with a size, two chunks, two lines at the end, and one of these in halves.
        assert (request.complete, request.received, parser.times <= 7) == (True, 400, True)
