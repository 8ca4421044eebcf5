"""Any process falls while a lecture comes in: nothing of the picture is missing but what nobody was there to take."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from sixianghui.ingest.public import Piece
from sixianghui.media import ffmpeg
from tests.faults.lectures.studio import Encoder, Page, Studio

pytestmark = [pytest.mark.sqlite, pytest.mark.deep]


def gaps(pieces: list[Piece]) -> list[float]:
    """Seconds between the end of a piece and the beginning of the next, where there is more than a frame or two."""
    found = [after.at - one.ends for one, after in itertools.pairwise(pieces)]
    return [round(gap, 2) for gap in found if abs(gap) > 0.1]


def children_of(pid: int) -> list[int]:
    """The processes that this one has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_app_and_front_when_killed_then_no_piece_is_missing(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    with Studio(product_environ) as studio, Page(studio, ffmpeg.find()):
        studio.host("begin")
        studio.wait_for(lambda: len(studio.pieces()) >= 3)
        for name in ("app-0", "front-0", "app-0"):
            before = len(list(studio.journal().there("picture")))
            studio.kill(name)
            studio.wait_ready()
            studio.wait_for(lambda known=before: len(list(studio.journal().there("picture"))) >= known + 2)  # type: ignore[misc]
            studio.wait_for(studio.pieces)
        pieces = list(studio.journal().there("picture"))
        assert gaps(pieces) == []
        assert {one.turn for one in pieces} == {0}
        record_property("counted", f"{len(pieces)} pieces through 3 kills, 0 missing")


def test_ingest_when_killed_then_goes_on_with_what_the_page_sent_meanwhile(
    product_environ: dict[str, str],
) -> None:
    with Studio(product_environ) as studio, Page(studio, ffmpeg.find()):
        studio.host("begin")
        studio.wait_for(lambda: len(studio.pieces()) >= 3)
        before = list(studio.journal().there("picture"))
        studio.kill("ingest")
        studio.wait_for(lambda: "#EXT-X-DISCONTINUITY\n" in studio.ask("live-picture.m3u8")[1])
        pieces = list(studio.journal().there("picture"))
        assert pieces[: len(before)] == before
        assert {one.turn for one in pieces} == {0, 1}


def test_ffmpeg_when_killed_then_the_feed_ends_and_says_so(product_environ: dict[str, str]) -> None:
    """A page begins anew; an encoder's connection stays, see the tests of the gate."""
    with Studio(product_environ) as studio, Page(studio, ffmpeg.find()):
        studio.host("begin")
        studio.wait_for(lambda: len(studio.pieces()) >= 2)
        for child in children_of(studio.process_id("ingest")):
            os.kill(child, signal.SIGKILL)
        studio.wait_for(lambda: studio.status().get("over") == "fallen")
        assert studio.pieces()


def test_ffmpeg_when_killed_behind_an_encoder_then_another_takes_its_place(
    product_environ: dict[str, str],
) -> None:
    """The encoder notices nothing: the same connection goes on, as another turn."""
    with Studio(product_environ) as studio:
        address = f"rtmp://127.0.0.1:{studio.rtmp_port}/live/{studio.made['key']}"
        studio.host("begin")
        studio.wait_for(studio.door_is_open)
        with Encoder(ffmpeg.find(), address) as encoder:
            studio.wait_for(lambda: len(studio.pieces()) >= 2)
            for child in children_of(studio.process_id("ingest")):
                if b"pipe:0" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(child, signal.SIGKILL)
            studio.wait_for(lambda: "#EXT-X-DISCONTINUITY\n" in studio.ask("live-picture.m3u8")[1])
            assert encoder.process.poll() is None
            assert not studio.status()["over"]
