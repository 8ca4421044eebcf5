"""Which codecs an MPEG-TS says it holds, however its bytes come."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.ingest.mpegts import PACKET, Looking
from sixianghui.ingest.outside import Source
from sixianghui.media import ffmpeg


def look(parts: list[bytes]) -> tuple[str, str] | None:
    looking = Looking()
    for part in parts:
        looking.take(part)
    return looking.found


def packet(number: int, section: bytes) -> bytes:
    """A packet with one section, whose checksum nobody looks at."""
    body = section[:1] + (0xB000 | len(section) - 3 + 4).to_bytes(2) + section[3:] + bytes(4)
    return (b"\x47" + (0x4000 | number).to_bytes(2) + b"\x10\x00" + body).ljust(PACKET, b"\xff")


PROGRAMMES = packet(0, b"\x00\x00\x00\x00\x01\xc1\x00\x00" + b"\x00\x01\xf0\x00")


def streams(*listed: bytes) -> bytes:
    return packet(0x1000, b"\x02\x00\x00\x00\x01\xc1\x00\x00" + b"\xe1\x00\xf0\x00" + b"".join(listed))


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ([b"\x1b\xe1\x00\xf0\x00", b"\x0f\xe1\x01\xf0\x00"], ("h264", "aac")),
        ([b"\x24\xe1\x00\xf0\x00"], ("hevc", "")),
        ([b"\x03\xe1\x01\xf0\x00"], ("", "mp3")),
        ([b"\x06\xe1\x00\xf0\x06\x05\x04AV01", b"\x06\xe1\x01\xf0\x06\x05\x04Opus"], ("av1", "opus")),
        ([b"\x06\xe1\x00\xf0\x00"], None),
    ],
)
def test_codecs_when_the_table_lists_them_then_they_are_known(
    listed: list[bytes], found: tuple[str, str] | None
) -> None:
    assert look([PROGRAMMES, streams(*listed)]) == found


@given(st.binary(max_size=300), st.lists(st.integers(0, 2000), max_size=8))
def test_codecs_when_the_bytes_come_in_any_parts_behind_anything_then_they_are_the_same(
    before: bytes, at: list[int]
) -> None:
    data = before.replace(b"G", b"") + PROGRAMMES + streams(b"\x1b\xe1\x00\xf0\x00", b"\x0f\xe1\x01\xf0\x00")
    places = sorted({0, len(data), *(one % (len(data) + 1) for one in at)})
    assert look([data[begin:end] for begin, end in pairwise(places)]) == ("h264", "aac")


@given(st.lists(st.binary(max_size=500).map(lambda data: b"G" + data), max_size=8))
def test_codecs_when_the_bytes_are_any_then_nothing_is_raised(parts: list[bytes]) -> None:
    look([PROGRAMMES, *parts])


def test_codecs_when_nothing_is_said_for_long_then_it_is_in_vain() -> None:
    looking = Looking()
    for _time in range(20):
        looking.take(bytes(64 * 1024))
    assert looking.in_vain


def test_codecs_when_ffmpeg_has_made_it_then_they_are_known(tmp_path: Path) -> None:
    path = tmp_path / "made.ts"
    line = [
        ffmpeg.find(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5", "-f", "lavfi", "-i", "sine",
        "-t", "1", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(path),
    ]  # fmt: skip
    subprocess.run(line, check=True)
    assert look([path.read_bytes()]) == ("h264", "aac")


def test_source_when_a_word_could_say_more_than_it_is_to_then_it_is_refused() -> None:
    assert b"option passphrase 'abc'" in Source("srt://127.0.0.1:1", "srt", {"passphrase": "abc"}).script()
    assert "abc" not in repr(Source("srt://127.0.0.1:1", "srt", {"passphrase": "abc"}))
    for word in ("a'b", "a\nfile b", "a\\b"):
        with pytest.raises(ValueError, match="not a word"):
            Source(f"rtmp://127.0.0.1/live/{word}", "rtmp").script()
