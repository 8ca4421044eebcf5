"""The disk is full while a lecture is on: what is live and the talk go on, what was recorded until then plays."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sixianghui.media import ffmpeg
from tests.faults.disks import a_small_disk, fill
from tests.faults.lectures.studio import Page, Studio

pytestmark = [pytest.mark.sqlite, pytest.mark.deep]
MIB = 1024 * 1024


@pytest.fixture
def small_disk(
    tmp_path: Path, data_folder: Path, product_environ: dict[str, str]
) -> Iterator[dict[str, str]]:
    """The data folder on a disk of 300 MB of its own."""
    with a_small_disk(tmp_path, data_folder) as data:
        yield {**product_environ, "SIXIANGHUI_DATA": str(data)}


def spoken(studio: Studio, text: str, key: int) -> bool:
    """Whether a comment was taken. As a person does: again, where it was said that there is no room just now."""
    return studio.say(text, f"00000000-0000-4000-8000-{key:012x}") == 302


@pytest.mark.parametrize("leave", [10 * MIB, 0], ids=["little is left", "nothing is left"])
def test_disk_when_full_during_a_lecture_then_live_and_talk_go_on_and_the_recording_plays(
    small_disk: dict[str, str], leave: int, record_property: Callable[[str, object], None]
) -> None:
    program = ffmpeg.find()
    with Studio(small_disk) as studio, Page(studio, program):
        studio.host("begin")
        assert spoken(studio, "听得很清楚，谢谢老师。", 1)
        studio.wait_for(lambda: len(studio.pieces()) >= 4)

        hog = fill(Path(studio.environ["SIXIANGHUI_DATA"]), leave=leave)
        studio.wait_for(lambda: studio.status().get("full"))
        kept = list(studio.journal().there("picture"))
        before = studio.pieces()[-1]
        studio.wait_for(lambda: before not in studio.pieces() and studio.pieces())  # what is live has gone on
        assert studio.get(f"/streams/{studio.made['stream']}/{studio.pieces()[-1]}")[0] == 200
        studio.wait_for(lambda: spoken(studio, "这一句是磁盘满了以后说的。", 2))
        assert studio.get(f"/lectures/{studio.made['lecture']}/")[0] == 200

        hog.unlink()
        studio.host("end")
        _status, text = studio.wait_for(lambda: (found := studio.ask("picture.m3u8"))[0] == 200 and found)
        lasts = sum(map(float, re.findall(r"#EXTINF:([\d.]+)", text)))
        assert lasts >= sum(one.seconds for one in kept) - 4
        address = f"http://127.0.0.1:{studio.port}/streams/{studio.made['stream']}/picture.m3u8"
        played = subprocess.run(
            [program, "-v", "error", "-i", address, "-f", "null", "-"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert played.returncode == 0, played.stderr
        record_property(
            "counted", f"{lasts:.0f} s play, {len(kept)} pieces were kept until the disk was full"
        )
