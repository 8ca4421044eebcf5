"""What comes by WebRTC is written down as it came: a real ffmpeg reads it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence

import pytest

from sixianghui.ingest import h264
from sixianghui.ingest.packing import Encoded, Packer
from sixianghui.media import ffmpeg

#: 20 ms in which nothing is heard.
SILENCE = b"\xf8\xff\xfe"


def pictures(size: str = "64x48", *, seconds: int = 2) -> list[bytes]:
    """Frames of H.264 at 25 a second, with marks between their units; the first of each second needs none before it."""
    made = subprocess.run(
        [
            ffmpeg.find(), "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=25", "-t", str(seconds), "-c:v",
            "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-bsf:v", "h264_metadata=aud=insert",
            "-f", "h264", "-",
        ],
        stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    marked = re.sub(rb"\x00{2,3}\x01", b"\x00\x00\x00\x01", made)
    return [b"\x00\x00\x00\x01\x09" + one for one in marked.split(b"\x00\x00\x00\x01\x09") if one]


def coming(frames: Sequence[bytes], *, sound: bool = True) -> Iterator[Encoded]:
    """One after the other, as they come: each picture, and the sound of its time."""
    for number, data in enumerate(frames):
        yield Encoded("h264", data, number / 25, 100 + number / 25)
        for part in range(2 if sound else 0):
            at = number / 25 + part / 50
            yield Encoded("opus", SILENCE, at, 100.08 + at)


def written(packer: Packer, frames: Sequence[Encoded]) -> bytes:
    return b"".join(packer.take(one) for one in frames)


def shown(data: bytes) -> tuple[int, list[str]]:
    """How many pictures ffmpeg finds in it, and what it says of it."""
    done = subprocess.run(
        [
            ffmpeg.find(), "-hide_banner", "-f", "matroska", "-i", "pipe:0", "-map", "0:v:0?", "-c", "copy", "-f",
            "framecrc", "-",
        ],
        input=data, capture_output=True, check=False,
    )  # fmt: skip
    rows = [row for row in done.stdout.decode().splitlines() if row and not row.startswith("#")]
    return len(rows), re.findall(r"(?:Video|Audio): .*", done.stderr.decode())


def begun(frames: Sequence[Encoded]) -> tuple[Packer, bytes]:
    packer = Packer()
    for one in frames[:3]:
        packer.look(one)
    return packer, packer.begin()


def test_frames_when_written_down_then_ffmpeg_finds_all_of_them_in_their_time() -> None:
    frames = list(coming(pictures()))
    packer, head = begun(frames)
    number, said = shown(head + written(packer, frames))
    assert number == 50
    assert "h264" in said[0]
    assert "64x48" in said[0]
    assert "25 fps" in said[0]
    assert said[1].startswith("Audio: opus, 48000 Hz, stereo")


def test_pictures_when_the_first_builds_on_others_then_they_begin_with_one_that_does_not() -> None:
    frames = list(coming(pictures()[10:], sound=False))
    packer = Packer()
    assert [packer.look(one) for one in frames[:16]] == [False] * 15 + [True]
    assert shown(packer.begin() + written(packer, frames))[0] == 25


def test_pictures_when_some_are_lost_then_what_builds_on_them_is_left_out() -> None:
    frames = list(coming(pictures(seconds=3), sound=False))
    packer, head = begun(frames)
    before = written(packer, frames[:30])
    packer.lost()
    assert shown(head + before + written(packer, frames[35:]))[0] == 30 + 25


def test_sound_when_pictures_are_lost_then_it_goes_on() -> None:
    frames = list(coming(pictures()))
    packer, _head = begun(frames)
    packer.lost()
    assert packer.take(Encoded("opus", SILENCE, 0.1, 100.2))


def test_a_picture_when_it_gets_another_size_then_that_is_seen_once() -> None:
    large, small = list(coming(pictures(), sound=False)), list(coming(pictures("32x32"), sound=False))
    packer, _head = begun(large)
    assert [packer.changes(one) for one in large] == [False] * len(large)
    assert [packer.changes(one) for one in small[:30]] == [True] + [False] * 29
    assert "32x32" in shown(packer.begin() + written(packer, small))[1][0]


@pytest.mark.parametrize("times", [(1.0, 0.5, 0.2), (0.0, 0.0, 0.0)])
def test_time_when_it_stands_or_goes_back_then_it_goes_on_all_the_same(times: tuple[float, ...]) -> None:
    frame = pictures(seconds=1)[0]
    frames = [Encoded("h264", frame, at, 100.0) for at in times]
    packer, head = begun(frames)
    assert shown(head + written(packer, frames))[0] == len(times)


def test_vp8_when_its_first_bit_says_so_then_it_needs_none_before_it() -> None:
    packer = Packer()
    assert not packer.look(Encoded("vp8", b"\x01later", 0, 100))
    assert packer.look(Encoded("vp8", b"\x00first", 0.04, 100.04))
    assert packer.picture == "vp8"


@pytest.mark.parametrize("data", [b"", b"\x00\x00\x00\x01", b"\x00\x00\x00\x01\x67", b"\xff" * 9])
def test_units_when_they_are_none_then_nothing_is_made_of_them(data: bytes) -> None:
    frame = h264.frame(data)
    assert (frame.key, frame.settings) == (False, b"")
