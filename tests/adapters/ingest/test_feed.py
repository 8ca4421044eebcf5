"""A feed that is ended while its encoder still sends."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.feed import STATUS, Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.store import Store

MUCH = bytes(4 * 1024 * 1024)


def test_feed_when_it_is_ended_while_ffmpeg_is_busy_then_none_is_begun_anew(tmp_path: Path) -> None:
    idle = tmp_path / "idle"
    idle.write_text(
        "#!/bin/sh\necho begun >> began\nexec sleep 1\n".replace("began", str(tmp_path / "began"))
    )
    idle.chmod(0o700)

    async def run() -> None:
        store = Store(tmp_path / "stream", floor=0, reserve=0)
        feed = Feed(
            "one", tmp_path, store, Wanted("flv", "h264", ""), way="rtmp", program=str(idle), offset=0.0,
            restart=lambda: (),
        )  # fmt: skip
        await feed.start()
        sending = asyncio.create_task(feed.write(MUCH))
        await asyncio.sleep(0.3)
        assert not sending.done()  # it waits for a program that reads nothing
        await feed.end("cut")
        with pytest.raises(Over):
            await sending
        store.close()

    asyncio.run(run())
    assert (tmp_path / "began").read_text().split() == ["begun"]


def test_feed_when_it_is_called_off_while_it_begins_then_it_is_written_down_that_it_is_over(
    tmp_path: Path,
) -> None:
    nowhere = tmp_path / "none"
    config = IngestConfig(
        app_sockets=(nowhere,), knocker=nowhere, ports=tmp_path / "ports", streams=tmp_path,
        ffmpeg="/bin/cat", small="off",
    )  # fmt: skip

    async def run() -> None:
        house = House(config)
        before = asyncio.create_task(house.begin("one", "s", Wanted("flv", "h264", ""), way="pull"))
        journal = house.folder_of("s") / "journal"
        while not (journal.exists() and journal.read_text()):
            await asyncio.sleep(0)
        assert not before.done()
        before.cancel()
        await asyncio.gather(before, return_exceptions=True)
        assert before.cancelled()
        assert house.feeds == {}
        told = json.loads((house.folder_of("s") / STATUS).read_text())
        assert (told["feed"], told["over"]) == ("one", "fallen")
        with pytest.raises(OSError, match="app does not answer"):
            await house.round()
        await house.close()

    asyncio.run(run())
