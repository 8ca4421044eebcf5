"""Pieces of a replay: the product's own front against nginx with the same files, in turns; its memory under many viewers."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Run as a file; the bench's other half lies beside it, the house that it starts in the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import pages
import psutil

from tests import databases, demo
from tests.faults.house import House

MEGABYTE = 1024 * 1024
CONNECTIONS = 16
#: The least that front may do of what nginx does, and how much more memory it may hold for all viewers, in MB.
TARGET, GROWTH = 0.7, 8.0


# ---- what is sent


def lay(count: int) -> dict[str, Any]:
    """A lecture that ended, with a replay of so many pieces of 1 MB, in the database that the environment names."""
    import django

    django.setup()
    from sixianghui.common import ids
    from sixianghui.common import time as house_time
    from sixianghui.lectures import commands
    from sixianghui.lectures.commands.picture import set_stream
    from sixianghui.media import playlists, shelf
    from sixianghui.media.models import Intake, Stream
    from sixianghui.project.models import Instance
    from tests.unit.lectures.house import a_house

    Instance.objects.create(is_demo=False, replay="", replay_total=0)
    now = house_time.now()
    house = a_house(house_time.ManualClock(now))
    lecture = house.lecture(starts_at=now, ends_at=now + dt.timedelta(hours=1))
    stream = Stream.objects.create(
        title="样例", source=Stream.Source.LIVE, state=Stream.State.READY, has_picture=True, seconds=2 * count
    )
    Intake.objects.create(stream=stream)
    work = shelf.begin(stream.ref)
    names = [f"{ids.new_ref()}.m4s" for _ in range(count)]
    head = f"{ids.new_ref()}.mp4"
    (work / head).write_bytes(os.urandom(1000))
    with (work / "film.mp4").open("wb") as film:
        for name in names:
            data = os.urandom(MEGABYTE)
            (work / name).write_bytes(data)
            film.write(data)
    parts = tuple(playlists.Piece(name, 2.0) for name in names)
    shelf.finish(work, stream.ref, {"picture": playlists.Rendition(head, parts, 4_200_000, "avc1.640028")})
    set_stream(lecture, stream, by=house.host)
    commands.begin(lecture, by=house.host)
    commands.end(lecture, by=house.host)
    return {"folder": str(shelf.folder_of(stream.ref)), "ref": stream.ref, "names": names}


@contextlib.contextmanager
def house(count: int) -> Iterator[tuple[House, dict[str, Any]]]:
    """The product, front and app, and what it has to send."""
    with tempfile.TemporaryDirectory(prefix="bench-segments-") as folder:
        Path(folder).chmod(0o755)
        environ = demo.environ_of(databases.a_data_folder(Path(folder)))
        environ["PYTHONPATH"] = str(databases.SOURCES.parents[1])
        done = subprocess.run(
            [sys.executable, __file__, "--lay", str(count)], env=environ, text=True, stdout=subprocess.PIPE, check=True
        )  # fmt: skip
        with House(environ) as running:
            yield running, json.loads(done.stdout.splitlines()[-1])


# ---- how fast


@dataclass
class Target:
    """A server under load and what was seen of it: MB a second, microseconds of its CPU for each."""

    name: str
    url: str
    paths: list[str]
    processes: Callable[[], list[int]]
    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def spent(self) -> float:
        """Seconds of CPU so far of all its processes."""
        return sum(sum(psutil.Process(one).cpu_times()[:2]) for one in self.processes())


@contextlib.contextmanager
def nginx(folder: Path, root: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One worker, sendfile, files kept open: the limit that we measure against."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    (folder / "nginx.conf").write_text(
        f"""
        user {root.owner()};
        worker_processes 1;
        daemon off;
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{ worker_connections 4096; }}
        http {{
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 100000000;
          open_file_cache max=1000 inactive=600s;
          open_file_cache_valid 600s;
          types {{ }}
          default_type video/iso.segment;
          server {{ listen 127.0.0.1:{port} backlog=4096; root {root}; }}
        }}
        """
    )
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait()


def wrk(folder: Path, target: Target, seconds: int) -> None:
    """Add what `wrk -t2 -c16` sees to the target's figures. Any error ends the program."""
    script = folder / "wrk.lua"
    paths = ",".join(repr(path) for path in target.paths)
    script.write_text(
        f"local paths, made, at = {{{paths}}}, {{}}, 0\n"
        "init = function() for i, p in ipairs(paths) do made[i] = wrk.format('GET', p) end;"
        " math.randomseed(os.time()); at = math.random(#made) end\n"
        "request = function() at = at % #made + 1; return made[at] end\n"
    )
    command = [
        "wrk",
        "-t2",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "20s",
        "-s",
        str(script),
        target.url,
    ]
    before = target.spent()
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = target.spent() - before
    count = re.search(r"(\d+) requests in ([\d.]+)s", done)
    if count is None or "Non-2xx" in done or "Socket errors" in done:
        raise SystemExit(f"{target.name}: {done}")
    target.rate.append(int(count[1]) / float(count[2]))
    target.cpu.append(spent * 1e6 / int(count[1]))


def compare(running: House, made: dict[str, Any], rounds: int, seconds: int) -> bool:
    """Measure and print; is the ratio reached?"""
    root, port = Path(made["folder"]), pages.free_port()
    for path in (root, *root.parents):
        if path == Path(tempfile.gettempdir()):
            break
        path.chmod(0o755)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    with nginx(folder, root, port) as process:
        workers = [child.pid for child in psutil.Process(process.pid).children()]
        url = f"http://127.0.0.1:{running.port}"
        ours = Target(
            "front", url, [f"/streams/{made['ref']}/{name}" for name in made["names"]],
            lambda: [running.process_id("front-0")],
        )  # fmt: skip
        theirs = Target(
            "nginx", f"http://127.0.0.1:{port}", [f"/{name}" for name in made["names"]], lambda: workers
        )
        for path in ours.paths:  # the first is asked of app
            assert len(running.get(path)[1]) == MEGABYTE
        for target in (ours, theirs):
            wrk(folder, target, 1)
            target.rate, target.cpu = [], []
        for turn in range(rounds):
            for target in (ours, theirs) if turn % 2 else (theirs, ours):
                wrk(folder, target, seconds)
    shutil.rmtree(folder)
    rate = statistics.median(a / b for a, b in zip(ours.rate, theirs.rate, strict=True))
    cpu = statistics.median(b / a for a, b in zip(ours.cpu, theirs.cpu, strict=True))
    print(
        f"{rounds} rounds of {seconds} s in turns, wrk -t2 -c{CONNECTIONS}, {len(ours.paths)} pieces of 1 MB.\n"
    )
    print("| who | MB/s (range) | of nginx | µs CPU per MB (range) | MB per CPU second, of nginx |")
    print("|---|---|---|---|---|")
    print(
        f"| front | {spread(ours.rate)} | **{rate:.2f}** (≥ {TARGET}) | {spread(ours.cpu)} | **{cpu:.2f}** (≥ {TARGET}) |"
    )
    print(f"| nginx | {spread(theirs.rate)} | 1 | {spread(theirs.cpu)} | 1 |")
    return min(rate, cpu) >= TARGET


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


# ---- how much memory


class Viewer:
    """Watches from a place of its own. pace: bytes a second; 0: takes the beginning and then nothing more."""

    def __init__(self, port: int, path: str, begin: int, pace: float) -> None:
        self.pace, self.took = pace, 0
        self.link = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.link.setblocking(False)
        self.link.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nRange: bytes={begin}-\r\n\r\n".encode())

    def take(self, elapsed: float) -> bool:
        """Read as much as the pace allows by now; whether something came."""
        allowed = int(self.pace * elapsed) - self.took if self.pace else 1024 - self.took
        if allowed <= 0:
            return False
        try:
            data = self.link.recv(min(allowed, 256 * 1024))
        except BlockingIOError:
            return False
        if not data:
            raise SystemExit("a viewer was sent away")
        if not self.took and not data.startswith(b"HTTP/1.1 206"):
            raise SystemExit(f"a viewer was answered {data[:80]!r}")
        self.took += len(data)
        return True


def watch(running: House, made: dict[str, Any], count: int, seconds: int) -> bool:
    """A third at the pace of the film, a third at a tenth of it, a third who stop; is the memory flat?"""
    path, size = f"/streams/{made['ref']}/film.mp4", len(made["names"]) * MEGABYTE
    running.get(path, Range="bytes=0-1")
    process = psutil.Process(running.process_id("front-0"))
    before = process.memory_full_info()
    began = time.monotonic()
    paces = (MEGABYTE / 2, MEGABYTE / 20, 0.0)
    viewers = [
        Viewer(running.port, path, size * number // (2 * count), paces[number % 3]) for number in range(count)
    ]
    most, others = before.uss, []
    with selectors.DefaultSelector() as selector:
        for one in viewers:
            selector.register(one.link, selectors.EVENT_READ, one)
        asked = began
        while (elapsed := time.monotonic() - began) < seconds:
            came = [key.data.take(elapsed) for key, _mask in selector.select(0.05)]
            if not any(came):
                time.sleep(0.005)
            if time.monotonic() - asked > 0.5:
                most = max(most, process.memory_full_info().uss)
                asked = time.monotonic()
                assert len(running.get(f"/streams/{made['ref']}/{made['names'][0]}")[1]) == MEGABYTE
                others.append(time.monotonic() - asked)
    took = sum(one.took for one in viewers)
    after = process.memory_full_info()
    for one in viewers:
        one.link.close()
    grown = (most - before.uss) / MEGABYTE
    print(
        f"\n{count} viewers of one film of {size // MEGABYTE} MB, each from a place of its own, {seconds} s: a third take 4 Mbit/s,"
    )
    print(f"a third a tenth of that, a third take 1 KB and stop. They took {took / MEGABYTE:,.0f} MB.\n")
    print("| front | before | at most | after | grown |")
    print("|---|---|---|---|---|")
    print(
        f"| its own memory, MB | {before.uss / MEGABYTE:.1f} | {most / MEGABYTE:.1f} | {after.uss / MEGABYTE:.1f} | **{grown:.1f}** (≤ {GROWTH:g}) |"
    )
    print(f"| resident, MB | {before.rss / MEGABYTE:.1f} | | {after.rss / MEGABYTE:.1f} | |")
    print(
        f"\nSomebody else meanwhile got a piece of 1 MB in {statistics.median(others) * 1000:.0f} ms, {max(others) * 1000:.0f} at the worst of {len(others)}."
    )
    print(f"What a server would hold that reads what it sends into memory: {count * size // MEGABYTE:,} MB.")
    return grown <= GROWTH


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench segments", description=__doc__)
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--viewers", type=int, default=500)
    parser.add_argument("--watching", type=int, default=30, help="seconds; 0: nobody")
    parser.add_argument("--lay", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.lay:
        print(json.dumps(lay(given.lay)))
        return 0
    for program in ("wrk", "nginx"):
        if shutil.which(program) is None and not Path("/usr/sbin", program).exists():
            print(f"not run: {program} is not installed")
            return 2
    print(f"Load before: {os.getloadavg()[0]:.1f}.")
    with house(given.pieces) as (running, made):
        met = compare(running, made, given.rounds, given.seconds) if given.rounds else True
        if given.watching:
            met = watch(running, made, given.viewers, given.watching) and met
    print(f"\nTargets {'met' if met else 'missed'}. Load after: {os.getloadavg()[0]:.1f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
