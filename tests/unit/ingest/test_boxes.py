"""Fragmented MP4 in pieces: whatever way the bytes come, the same fragments with the same times."""

from __future__ import annotations

import itertools
import subprocess
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.ingest.boxes import Fragment, Head, Malformed, Splitter
from sixianghui.media import ffmpeg


@cache
def a_film(*, picture: bool = True, sound: bool = True, key: int = 50) -> bytes:
    """Six seconds, as the pipeline writes them."""
    words = ["-v", "error"]
    words += ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6"] if picture else []
    words += ["-f", "lavfi", "-i", "sine=440:d=6"] if sound else []
    words += (
        ["-c:v", "libx264", "-preset", "ultrafast", "-g", str(key), "-sc_threshold", "0"] if picture else []
    )
    words += ["-c:a", "aac"] if sound else []
    flags = "+frag_keyframe+delay_moov+default_base_moof+skip_trailer"
    words += ["-f", "mp4", "-movflags", flags, *([] if picture else ["-frag_duration", "2000000"]), "-"]
    return subprocess.run([ffmpeg.find(), *words], check=True, capture_output=True).stdout


def parts_of(data: bytes, *cuts: int) -> list[Head | Fragment]:
    splitter, found, before = Splitter(), [], 0
    for cut in (*sorted(cuts), len(data)):
        found += splitter.take(data[before:cut])
        before = cut
    return found


def test_film_when_split_then_has_a_head_that_says_what_is_in_it() -> None:
    head = parts_of(a_film())[0]
    assert isinstance(head, Head)
    assert (head.width, head.height) == (320, 180)
    assert head.codecs.startswith("avc1.") and head.codecs.endswith(",mp4a.40.2")


def test_fragments_when_key_frames_are_two_seconds_apart_then_are_as_long_and_follow_each_other() -> None:
    found = [one for one in parts_of(a_film()) if isinstance(one, Fragment)]
    assert [(round(one.begins, 1), round(one.seconds, 1)) for one in found] == [(0, 2), (2, 2), (4, 2)]


def test_sound_alone_when_split_then_is_timed_by_its_samples() -> None:
    found = [one for one in parts_of(a_film(picture=False)) if isinstance(one, Fragment)]
    assert sum(one.seconds for one in found) == pytest.approx(6, abs=0.1)
    assert all(
        after.begins == pytest.approx(one.begins + one.seconds) for one, after in itertools.pairwise(found)
    )


def test_pieces_when_put_together_again_then_are_the_film(tmp_path: object) -> None:
    whole = b"".join(one.data for one in parts_of(a_film()))
    assert a_film().startswith(whole)


@given(st.lists(st.integers(0, len(a_film())), max_size=12))
def test_film_when_it_comes_in_any_portions_then_is_split_alike(cuts: list[int]) -> None:
    assert parts_of(a_film(), *cuts) == parts_of(a_film())


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_bytes_when_they_are_no_film_then_are_refused_or_waited_for(noise: bytes, at: int) -> None:
    film = a_film()[:4000]
    broken = film[:at] + noise + film[at:]
    try:
        parts_of(broken)
    except Malformed:
        return


def test_box_when_it_claims_to_be_endless_then_is_refused_at_once() -> None:
    with pytest.raises(Malformed):
        list(Splitter().take(b"\x7f\xff\xff\xffmdat" + bytes(16)))
