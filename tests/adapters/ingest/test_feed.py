"""A feed that is ended while its encoder still sends, one whose ffmpeg is slow, and what of it is left behind."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from pathlib import Path

import pytest

from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.feed import STATUS, Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.journal import Journal
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.store import RESERVE, Store

MUCH = bytes(4 * 1024 * 1024)
PICTURE = Wanted("flv", "h264", "")


def a_program(folder: Path, *lines: str) -> str:
    """One that stands where ffmpeg does."""
    made = folder / "program"
    made.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    made.chmod(0o700)
    return str(made)


def a_house(folder: Path, program: str) -> House:
    """One whose app answers at `app`, when it is there."""
    config = IngestConfig(
        app_sockets=(folder / "app",), knocker=folder / "knock", ports=folder / "ports", streams=folder,
        ffmpeg=program, small="off", reserve=4096, floor=0,
    )  # fmt: skip
    return House(config)


def pieces(folder: Path) -> list[float]:
    """How long each is that is told of the picture."""
    return [one.seconds for one in Journal(folder).update().there("picture")]


def sent(program: str) -> bytes:
    """Three seconds of a picture, as an encoder sends them."""
    words = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-c:v", "libx264"]
    words += ["-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-f", "flv", "pipe:1"]
    return subprocess.run([program, *words], capture_output=True, check=True).stdout


def late(folder: Path, program: str) -> str:
    """An ffmpeg that lays all down at the end, a second after nothing more comes."""
    return a_program(folder, f"cat > {folder}/all", "sleep 1", f'exec {program} "$@" < {folder}/all')


async def nothing_is_armed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What app answers to a round once the door is shut."""
    asked = await reader.readuntil(b"\r\n\r\n")
    size = next(line for line in asked.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(size.split(b":")[1]))
    answer = json.dumps({"now": 1_000_000.0, "armed": {}, "end": {}}).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer))
    writer.write(answer)
    await writer.drain()
    writer.close()


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


def test_feed_when_ffmpeg_is_slow_without_a_smaller_picture_then_nothing_of_what_came_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sixianghui.ingest.feed._SLOW_SECONDS", 0.2)
    data = random.Random(1).randbytes(1024 * 1024)
    slow = a_program(tmp_path, "sleep 1", f"exec cat > {tmp_path}/taken")

    async def run() -> None:
        store = Store(tmp_path / "stream", floor=0, reserve=0)
        feed = Feed("one", tmp_path, store, PICTURE, way="browser", program=slow, offset=0.0)
        await feed.start()
        await feed.write(data)
        assert feed.told.trouble == ["busy"]
        await feed.end()
        store.close()

    asyncio.run(run())
    assert (tmp_path / "taken").read_bytes() == data


def test_feed_when_ffmpeg_is_slow_with_a_smaller_picture_then_it_begins_anew_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sixianghui.ingest.feed._SLOW_SECONDS", 0.2)
    slow = a_program(tmp_path, "sleep 1", f"exec cat > {tmp_path}/taken.$$")

    async def run() -> None:
        store = Store(tmp_path / "stream", floor=0, reserve=0)
        feed = Feed(
            "one", tmp_path, store, Wanted("flv", "h264", "", small=True), way="rtmp", program=slow, offset=0.0,
            restart=lambda: [b"head"],
        )  # fmt: skip
        await feed.start()
        await feed.write(MUCH)
        assert feed.told.small == "busy"
        await feed.write(b"goes on")
        await feed.end()
        store.close()

    asyncio.run(run())
    taken = sorted((one.read_bytes() for one in tmp_path.glob("taken.*")), key=len)
    assert taken[0] == b"headgoes on"
    assert len(taken[1]) < len(MUCH)
    rows = [json.loads(line) for line in (tmp_path / "stream" / "journal").read_text().splitlines()]
    assert [row["is"] for row in rows] == ["feed", "without", "feed"]


def test_store_when_the_door_is_shut_while_a_feed_ends_then_its_last_pieces_are_laid_down_first(
    tmp_path: Path, program: str
) -> None:
    async def run() -> None:
        house = a_house(tmp_path, late(tmp_path, program))
        folder = house.folder_of("s")
        app = await asyncio.start_unix_server(nothing_is_armed, tmp_path / "app")
        feed = await house.begin("one", "s", PICTURE, way="rtmp")
        await feed.write(sent(program))
        ending = asyncio.create_task(house.finish("one"))
        await asyncio.sleep(0.1)
        await house.round()
        assert (folder / RESERVE).exists()
        assert not ending.done() and pieces(folder) == []
        await ending
        assert sum(pieces(folder)) == pytest.approx(3.0, abs=0.1)
        await house.round()
        assert not (folder / RESERVE).exists()  # the control: now it has been closed
        await house.close()
        app.close()

    asyncio.run(run())


def test_store_when_a_feed_has_fallen_by_itself_then_a_round_waits_for_its_last_pieces(
    tmp_path: Path, program: str
) -> None:
    async def run() -> None:
        house = a_house(tmp_path, late(tmp_path, program))
        app = await asyncio.start_unix_server(nothing_is_armed, tmp_path / "app")
        feed = await house.begin("one", "s", PICTURE, way="rtmp")
        await feed.write(sent(program))
        falling = asyncio.create_task(feed.end("fallen"))
        await asyncio.sleep(0.1)
        assert pieces(house.folder_of("s")) == []
        await house.round()
        assert sum(pieces(house.folder_of("s"))) == pytest.approx(3.0, abs=0.1)
        await falling
        await house.close()
        app.close()

    asyncio.run(run())


def test_house_when_closed_while_a_feed_ends_then_it_waits_even_if_whoever_ended_it_is_called_off(
    tmp_path: Path, program: str
) -> None:
    async def run() -> None:
        house = a_house(tmp_path, late(tmp_path, program))
        feed = await house.begin("one", "s", PICTURE, way="rtmp")
        await feed.write(sent(program))
        ending = asyncio.create_task(house.finish("one"))
        await asyncio.sleep(0.1)
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
        assert pieces(house.folder_of("s")) == []
        await house.close()

    asyncio.run(run())
    assert sum(pieces(tmp_path / "live-s")) == pytest.approx(3.0, abs=0.1)


def open_files() -> int:
    return sum(1 for _one in Path("/proc/self/fd").iterdir())


def test_feed_when_its_program_cannot_be_begun_then_no_pipe_stays_open(tmp_path: Path) -> None:
    idle = a_program(tmp_path, "exec sleep 1")

    async def run() -> None:
        store = Store(tmp_path / "stream", floor=0, reserve=0)
        both = Wanted("flv", "h264", "aac")

        def a_feed(program: str) -> Feed:
            return Feed("one", tmp_path, store, both, way="rtmp", program=program, offset=0.0)

        runs = a_feed(idle)
        before = open_files()
        await runs.start()
        assert open_files() >= before + 3  # the control: its ends are counted
        await runs.end()
        assert open_files() <= before
        for _again in range(3):
            with pytest.raises(FileNotFoundError):
                await a_feed(str(tmp_path / "none")).start()
            assert open_files() <= before
        store.close()

    asyncio.run(run())


def test_feed_when_called_off_while_its_program_begins_then_no_pipe_stays_open(tmp_path: Path) -> None:
    idle = a_program(tmp_path, "exec sleep 1")

    async def run() -> None:
        store = Store(tmp_path / "stream", floor=0, reserve=0)
        feed = Feed("one", tmp_path, store, PICTURE, way="rtmp", program=idle, offset=0.0)
        before = open_files()
        starting = asyncio.create_task(feed.start())
        while open_files() < before + 2:
            await asyncio.sleep(0)
        assert not starting.done()
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        assert starting.cancelled()
        await feed.end()
        assert open_files() <= before
        store.close()

    asyncio.run(run())
