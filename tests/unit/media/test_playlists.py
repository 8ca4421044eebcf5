"""What a live playlist says at each moment, of whatever was recorded."""

from __future__ import annotations

import datetime as dt
import re
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from sixianghui.media.playlists import AHEAD, WINDOW, Piece, Rendition, live, master, there_by, whole

LENGTHS = st.lists(st.floats(0.02, 12), min_size=1, max_size=60)


def a_rendition(lengths: list[float]) -> Rendition:
    pieces = tuple(Piece(f"piece{number:03}.m4s", seconds) for number, seconds in enumerate(lengths))
    return Rendition("head.mp4", pieces, 500_000, "avc1.64001f,mp4a.40.2")


def names(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def first(text: str) -> int:
    found = re.search(r"^#EXT-X-MEDIA-SEQUENCE:(\d+)$", text, re.M)
    assert found
    return int(found[1])


@given(LENGTHS, st.floats(0.2, 6))
def test_live_when_asked_again_and_again_then_each_piece_comes_once_in_order_and_is_there_long_enough(
    lengths: list[float], step: float
) -> None:
    rendition, moment = a_rendition(lengths), 0.0
    told: list[str] = []
    before = -1
    while True:
        text = live(rendition, moment)
        known, at = names(text), first(text)
        assert at >= before and 1 <= len(known) <= WINDOW
        # By its number a piece is always the same one: nothing is renumbered, nothing said twice.
        assert known == [piece.name for piece in rendition.pieces[at : at + len(known)]]
        told += [name for name in known if name not in told]
        before = at
        if "#EXT-X-ENDLIST" in text:
            break
        # Whoever asks before a window has passed misses nothing.
        moment += min(step, min(lengths) * (WINDOW - 1))
    assert told == [piece.name for piece in rendition.pieces]


@given(LENGTHS, st.floats(0, 900))
def test_live_when_nothing_more_is_complete_then_it_is_not_told(lengths: list[float], elapsed: float) -> None:
    known = there_by(a_rendition(lengths).pieces, elapsed)
    ends = list(accumulate(lengths))
    assert known == 1 or ends[known - 1] <= elapsed + AHEAD + 1e-3
    assert known == len(ends) or ends[known] > elapsed + AHEAD


@given(LENGTHS, st.floats(0, 900))
def test_live_when_told_then_no_piece_is_longer_than_promised_and_the_promise_stays(
    lengths: list[float], elapsed: float
) -> None:
    rendition = a_rendition(lengths)
    promises = {
        re.search(r"TARGETDURATION:(\d+)", text)[1]  # type: ignore[index]
        for text in (live(rendition, elapsed), live(rendition, elapsed + 30), whole(rendition))
    }
    assert len(promises) == 1
    assert max(round(one, 6) for one in lengths) <= int(promises.pop())


def test_live_when_it_is_over_then_says_so_and_stays_where_it_was() -> None:
    rendition = a_rendition([4.0] * 30)
    assert names(live(rendition, 40, over=True)) == names(live(rendition, 40))
    assert "#EXT-X-ENDLIST" in live(rendition, 40, over=True)
    assert "#EXT-X-ENDLIST" not in live(rendition, 40)
    assert "#EXT-X-ENDLIST" in live(rendition, 120)


def test_live_when_told_then_says_when_its_first_piece_was_on_air() -> None:
    began = dt.datetime(2018, 6, 5, 15, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    text = live(a_rendition([4.0] * 30), 60, began=began)
    assert first(text) == 11
    assert "#EXT-X-PROGRAM-DATE-TIME:2018-06-05T15:00:44.000+08:00" in text


def test_whole_when_told_then_all_of_it_and_no_more() -> None:
    text = whole(a_rendition([4.0, 4.0, 1.5]))
    assert names(text) == ["piece000.m4s", "piece001.m4s", "piece002.m4s"]
    assert text.endswith("#EXT-X-ENDLIST\n") and "#EXT-X-PLAYLIST-TYPE:VOD" in text


def test_master_when_there_is_picture_and_sound_then_both_with_what_they_hold() -> None:
    sound = Rendition("s.mp4", (Piece("s.m4s", 4.0),), 50_000, "mp4a.40.2")
    text = master([("picture.m3u8", a_rendition([4.0])), ("sound.m3u8", sound)], (1280, 720))
    assert text.splitlines()[3:] == [
        '#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720',
        "picture.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=50000,CODECS="mp4a.40.2"',
        "sound.m3u8",
    ]
