"""An encoder drops and comes back, and the lecture ends: with real processes one recording comes of it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from sixianghui.media import ffmpeg
from tests import databases, demo
from tests.faults.lectures.studio import Encoder, Studio

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]


def test_lecture_when_the_encoder_dropped_and_it_ended_then_one_recording_holds_all_that_was_on_the_air(
    tmp_path: Path,
) -> None:
    with Studio(demo.environ_of(databases.a_data_folder(tmp_path))) as studio:
        program = ffmpeg.find()
        address = f"rtmp://127.0.0.1:{studio.rtmp_port}/live/{studio.made['key']}"
        studio.host("begin")
        for turn in range(2):
            with Encoder(program, address):
                studio.wait_for(
                    lambda turn=turn: studio.journal().turn >= turn and _seconds(studio, turn) >= 6, 60
                )  # type: ignore[misc]
            time.sleep(4)  # whoever comes back sooner finds the one that was killed still in the way
        studio.host("end")
        studio.wait_for(lambda: studio.ask("film.mp4")[0] == 200, 120)
        _status, film = studio.get(f"/streams/{studio.made['stream']}/film.mp4")
        _status, playlist = studio.ask("picture.m3u8")
        seconds = sum(float(one) for one in re.findall(r"EXTINF:([\d.]+)", playlist))
        taken = sum(_seconds(studio, turn) for turn in range(2))
    (tmp_path / "film.mp4").write_bytes(film)
    assert "DISCONTINUITY" not in playlist
    assert seconds == pytest.approx(taken, abs=0.5)
    assert ffmpeg.look(program, tmp_path / "film.mp4").seconds == pytest.approx(taken, abs=0.5)


def _seconds(studio: Studio, turn: int) -> float:
    """How much of the picture of a turn lies there."""
    return sum(one.seconds for one in studio.journal().there("picture") if one.turn == turn)
