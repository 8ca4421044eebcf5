"""Transcripts: what is read of what people bring, what is refused in which line, and nothing of it becomes a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.media import transcripts, wording
from sixianghui.media.transcripts import Cue, Malformed, Why

VTT = "WEBVTT\n\nNOTE 谁写的\n\n1\n00:01.500 --> 00:00:04.000 align:start\n<v 周明远>大家好，<b>今天</b>讲\n专业 &amp; 信任\n\n"
SRT = "1\r\n00:00:01,500 --> 00:00:04,000\r\n大家好\r\n\r\n2\r\n00:00:04,000 --> 00:00:06,000\r\n再说一遍\r\n"
TYPED = "0:05 大家好\n1:02:03　先说第一件\n这一行接着上一行\n"


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        (VTT, [Cue(1.5, 4, "周明远：大家好，今天讲 专业 & 信任")]),
        (SRT, [Cue(1.5, 4, "大家好"), Cue(4, 6, "再说一遍")]),
        (TYPED, [Cue(5, 13, "大家好"), Cue(3723, 3731, "先说第一件 这一行接着上一行")]),
        ("\ufeff0:01 <b>粗的</b>\n0:03 3 < 5 & 1 > 0", [Cue(1, 3, "<b>粗的</b>"), Cue(3, 11, "3 < 5 & 1 > 0")]),
    ],
)  # fmt: skip
def test_transcript_when_read_then_its_sentences_have_their_times(text: str, cues: list[Cue]) -> None:
    assert transcripts.read(text) == cues


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("", Why.NO_CUES, 0),
        ("WEBVTT\n\n什么也没有", Why.BAD_TIME, 1),
        ("0:01 好\n\n0:99 坏", Why.BAD_TIME, 0),
        ("WEBVTT\n\n00:01.000 --> 昨天\n好", Why.BAD_TIME, 3),
        ("00:05.000 --> 00:02.000\n好", Why.ENDS_EARLY, 1),
        ("00:05.000 --> 00:06.000\n好\n\n00:01.000 --> 00:02.000\n好", Why.GOES_BACK, 4),
        ("00:05.000 --> 00:06.000\n<i></i>\n", Why.NO_WORDS, 1),
        ("1:00 好\n0:30 早了", Why.GOES_BACK, 2),
        ("26:00:00 明天", Why.BAD_TIME, 1),
        ("0:01 " + "长" * 400_000, Why.TOO_LONG, 0),
    ],
)
def test_transcript_when_it_is_none_then_the_sentence_names_the_line(text: str, why: Why, line: int) -> None:
    with pytest.raises(Malformed) as found:
        transcripts.read(text)
    assert found.value.why is why
    assert not line or found.value.line == line
    sentence = wording.transcript_sentence(found.value)
    assert not line or f"第 {line} 行" in sentence


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
CUES = st.lists(
    st.tuples(st.integers(0, 5_000_000), st.integers(1, 20_000), WORDS), min_size=1, max_size=12
)  # fmt: skip


@given(CUES)
def test_transcript_when_written_and_read_again_then_it_is_the_same_and_holds_no_marks(
    raw: list[tuple[int, int, str]],
) -> None:
    clean = [
        Cue(
            begin / 1000,
            (begin + lasts) / 1000,
            " ".join(transcripts._SPACES.sub(" ", words).split()) or "好",
        )
        for begin, lasts, words in sorted(raw)
    ]
    text = transcripts.written(clean)
    assert transcripts.read(text) == clean
    for line in text.splitlines():
        assert "<" not in line and (">" not in line or " --> " in line)


@given(st.text(max_size=300))
def test_transcript_when_anything_is_brought_then_it_is_read_or_refused(text: str) -> None:
    try:
        cues = transcripts.read(text)
    except Malformed as malformed:
        assert malformed.line <= text.count("\n") + text.count("\r") + 1
    else:
        assert transcripts.read(transcripts.written(cues)) == cues


@given(CUES, st.integers(0, 2000), st.integers(1, 3000))
def test_transcript_when_trimmed_and_put_back_then_nothing_is_lost_and_nothing_trimmed_away_is_left(
    raw: list[tuple[int, int, str]], begin: int, lasts: int
) -> None:
    whole = [
        Cue(at / 1000, (at + long) / 1000, str(number))
        for number, (at, long, _words) in enumerate(sorted(raw))
    ]
    end = begin + lasts
    left = transcripts.trimmed(whole, begin, end)
    assert all(0 <= cue.begin < cue.end <= lasts + 0.001 for cue in left)
    assert {cue.text for cue in transcripts.put_back(left, whole, begin, end)} == {cue.text for cue in whole}
