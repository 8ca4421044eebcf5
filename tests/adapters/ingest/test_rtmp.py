"""Encoders that are ffmpeg come by RTMP."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.adapters.ingest.conftest import feeds, flows, is_open, kill_makers, laid_down, said
from tests.faults.lectures.studio import Encoder, Studio

pytestmark = pytest.mark.sqlite


def address(studio: Studio, key: str = "") -> str:
    return f"rtmp://127.0.0.1:{studio.rtmp_port}/live/{key or studio.made['key']}"


def opened(studio: Studio) -> None:
    studio.wait_for(lambda: is_open(studio.rtmp_port))


def test_pieces_when_an_encoder_has_the_key_then_they_can_be_watched_and_a_wrong_key_lays_down_nothing(
    studio: Studio, program: str
) -> None:
    opened(studio)
    with Encoder(program, address(studio, "not-the-key")) as wrong:
        assert wrong.refused()
    assert feeds(studio) == []
    assert laid_down(studio) == 0
    studio.host("begin")
    with Encoder(program, address(studio)):
        assert len(studio.wait_for(lambda: studio.pieces()[2:])) >= 1
        assert studio.pieces("live-sound.m3u8")
        assert (said(studio)["width"], said(studio)["height"]) == (640, 360)
        with Encoder(program, address(studio)) as second:
            assert second.refused()
    assert feeds(studio) == ["rtmp"]


@pytest.mark.deep
def test_key_when_it_holds_no_more_then_it_is_refused_and_nothing_is_laid_down(
    studio: Studio, program: str
) -> None:
    opened(studio)
    key = studio.made["key"]
    for word in ("expire", "revoke", "key", "cut"):
        later = studio.host(word)
        with Encoder(program, address(studio, key)) as refused:
            assert refused.refused()
        key = later.get("key", key)
    assert (feeds(studio), laid_down(studio)) == ([], 0)
    studio.host("restore")
    with Encoder(program, address(studio, studio.host("key")["key"])):  # the control: another one flows
        studio.wait_for(lambda: laid_down(studio))


@pytest.mark.deep
def test_encoder_when_it_may_send_no_more_then_its_line_ends_and_no_more_is_laid_down(
    studio: Studio, program: str
) -> None:
    opened(studio)
    studio.host("begin")
    key = studio.made["key"]
    for number, word in enumerate(("revoke", "disarm", "cut"), start=1):
        with Encoder(program, address(studio, key)) as one:
            studio.wait_for(lambda known=number: len(feeds(studio)) == known and flows(studio))
            studio.host(word)
            assert one.refused(10)
        studio.wait_for(lambda: said(studio).get("over"))
        before = laid_down(studio)
        time.sleep(2)
        assert (laid_down(studio), len(feeds(studio))) == (before, number)
        if word == "revoke":
            key = studio.host("key")["key"]
        if word == "disarm":
            studio.wait_for(lambda: not is_open(studio.rtmp_port))
            studio.host("arm")
            opened(studio)
    assert studio.fallen == []


@pytest.mark.deep
def test_encoder_when_it_or_our_ffmpeg_is_killed_then_it_goes_on_as_another_turn(
    studio: Studio, program: str
) -> None:
    opened(studio)
    studio.host("begin")
    with Encoder(program, address(studio)):
        studio.wait_for(lambda: studio.pieces()[1:])
    with Encoder(program, address(studio)) as one:
        studio.wait_for(lambda: "DISCONTINUITY\n" in studio.ask("live-picture.m3u8")[1])
        assert feeds(studio) == ["rtmp", "rtmp"]
        kill_makers(studio)
        studio.wait_for(lambda: len(feeds(studio)) == 3)
        before = laid_down(studio)
        studio.wait_for(lambda: laid_down(studio) > before + 3)
        assert one.process.poll() is None


@pytest.mark.deep
def test_encoder_when_it_sends_less_or_what_browsers_do_not_play_then_that_is_made_of_it(
    studio: Studio, program: str
) -> None:
    opened(studio)
    studio.host("begin")
    hevc = ["-c:v", "libx265", "-rtmp_enhanced_codecs", "hvc1"]
    for number, (words, known) in enumerate(
        ((["-an"], ("h264", "")), (["-vn"], ("", "aac")), (hevc, ("hevc", "aac"))), start=1
    ):
        with Encoder(program, address(studio), words=words):
            studio.wait_for(lambda known=number: len(feeds(studio)) == known and flows(studio), 60)
            assert (said(studio)["picture"], said(studio)["sound"]) == known
        studio.wait_for(lambda: said(studio).get("over"))
    assert "avc1." in studio.ask("live-master.m3u8")[1]


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """What is started meanwhile says there what it has to say."""
    before = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


@pytest.mark.deep
def test_key_when_encoders_came_then_it_stands_in_no_log_and_no_file(
    product_environ: dict[str, str], program: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with ExitStack() as stack:
        with logging_to(log):
            studio = stack.enter_context(Studio(product_environ, SIXIANGHUI_LOG_LEVEL="INFO"))
        opened(studio)
        key = studio.made["key"]
        with Encoder(program, address(studio)):
            studio.wait_for(lambda: laid_down(studio) > 2)
            with Encoder(program, address(studio)) as second:
                assert second.refused()
        studio.host("revoke")
        with Encoder(program, address(studio)) as late:
            assert late.refused()
        assert b"a wrong key came" in log.read_bytes()  # the control: what we look through is the log
        assert key.encode() not in log.read_bytes()
        kept = [path for path in studio.folder.parents[2].rglob("*") if path.is_file()]
        assert any(path.name == "journal" for path in kept)
        assert [path for path in kept if key.encode() in path.read_bytes()] == []


@pytest.mark.deep
def test_strangers_when_they_are_many_or_say_nothing_then_they_are_hung_up_on_and_an_encoder_gets_through(
    studio: Studio, program: str
) -> None:
    opened(studio)
    held = [socket.create_connection(("127.0.0.1", studio.rtmp_port)) for _number in range(20)]
    try:
        for one in held:
            one.settimeout(20)
        assert held[19].recv(1) == b""  # too many
        assert held[0].recv(1) == b""  # too slow
    finally:
        for one in held:
            one.close()
    with Encoder(program, address(studio)):
        studio.wait_for(lambda: laid_down(studio))
