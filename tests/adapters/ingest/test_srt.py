"""Encoders that are ffmpeg come by SRT."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from tests.adapters.ingest.conftest import feeds, laid_down, said
from tests.faults.lectures.studio import Encoder, Studio

pytestmark = [pytest.mark.sqlite, pytest.mark.deep]


def port(studio: Studio) -> int:
    """Where the stream of this studio is listened for; 0 while it is not."""
    path = Path(studio.environ["SIXIANGHUI_DATA"], "run", "ingest.json")
    ports = json.loads(path.read_text()).get("srt", {}) if path.exists() else {}
    return int(ports.get(studio.made["stream"], 0))


def listeners(studio: Studio) -> list[psutil.Process]:
    """The programs that the ingest has started."""
    return psutil.Process(studio.process_id("ingest")).children(recursive=True)


def address(studio: Studio, passphrase: str) -> str:
    at = studio.wait_for(lambda: port(studio))
    return f"srt://127.0.0.1:{at}?passphrase={passphrase}&pbkeylen=32&connect_timeout=3000"


def test_srt_when_the_passphrase_is_right_then_it_flows_and_otherwise_nothing_is_laid_down(
    studio: Studio, program: str
) -> None:
    passphrase = studio.host("passphrase")["passphrase"]
    with Encoder(program, address(studio, "another-passphrase"), kind="mpegts") as wrong:
        assert wrong.refused()
    with Encoder(program, f"srt://127.0.0.1:{port(studio)}", kind="mpegts") as none:
        assert none.refused()
    assert (feeds(studio), laid_down(studio)) == ([], 0)
    seen = [word for one in listeners(studio) for word in one.cmdline()]
    assert "concat" in seen  # the control: what we look through are the listeners
    assert not [word for word in seen if passphrase in word]
    studio.host("begin")
    with Encoder(program, address(studio, passphrase), kind="mpegts"):
        studio.wait_for(lambda: studio.pieces()[1:])
        assert said(studio)["way"] == "srt"
    # It is listened again for who comes back, and a new key makes a new passphrase.
    studio.wait_for(lambda: said(studio).get("over"))
    with Encoder(program, address(studio, passphrase), kind="mpegts") as again:
        studio.wait_for(lambda: len(feeds(studio)) == 2)
        studio.host("key")
        assert again.refused()
    studio.wait_for(lambda: port(studio))
    with Encoder(program, address(studio, passphrase), kind="mpegts") as late:
        assert late.refused()
    studio.host("disarm")
    studio.wait_for(lambda: not port(studio) and not listeners(studio))


def test_listeners_when_the_ingest_is_killed_then_they_end_with_it_and_others_listen(
    studio: Studio, program: str
) -> None:
    studio.wait_for(lambda: port(studio))
    before = studio.wait_for(lambda: listeners(studio))
    studio.kill("ingest")
    studio.wait_for(lambda: not any(one.is_running() for one in before))
    passphrase = studio.host("passphrase")["passphrase"]
    studio.wait_for(lambda: studio.process_id("ingest") and listeners(studio))
    with Encoder(program, address(studio, passphrase), kind="mpegts"):
        studio.wait_for(lambda: laid_down(studio))
