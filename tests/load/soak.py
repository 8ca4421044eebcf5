"""The product for hours: 300 requests a second of all kinds, 5,000 people watching.

`bin/bench soak --minutes 120 --json F` starts the product on a copy of the demo with a lecture on air. Every half minute it
notes the memory of each process, the write-ahead log and the open files; at the end a line is laid through all but the first
quarter: nothing may grow. In that quarter the hourly routines have three turns ahead of their time: what they take up once
they have by then, and what they took every time would show, for they come round twice more. All 5,000 are there at every moment, though not the same people: they come, are cut off, go. Wanted
(T36): memory grows by less than 1 MB an hour, the log stays below 64 MB, p95 below 300 ms, nothing lost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

# Run as a file; what it measures with lies in the tests.
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import psutil  # noqa: E402
import uvloop  # noqa: E402

from tests import demo  # noqa: E402
from tests.faults.lectures.room import Room  # noqa: E402
from tests.faults.spending import links  # noqa: E402

_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
_CSRF = "s" * 32
_TOKEN = b"csrfmiddlewaretoken"
_LINK = re.compile(r'href="(/[^"#?]*)"')
#: Of a thousand requests: kept pages, pages of somebody signed in, reads, links spent, comments.
SHARES = {"kept": 940, "signed in": 30, "read": 26, "link": 3, "comment": 1}
CONNECTIONS = 48
#: Seconds that somebody watches, in the middle; then another takes the seat.
_STAY = 1200.0
CROWD = 40


@dataclass
class Sample:
    """What was seen at one moment: seconds since the start, memory in kB by process, the log in kB, open files."""

    at: float
    memory: dict[str, int]
    log: int
    files: int


@dataclass
class Seen:
    """How the requests went: milliseconds by kind, statuses."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SHARES})
    windows: list[list[float]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    late: int = 0


class Asking:
    """Sends so many requests a second, each at its time, over connections that stay open."""

    def __init__(self, room: Room, rate: int, seconds: float, tokens: Sequence[str]) -> None:
        self.room, self.rate, self.seconds = room, rate, seconds
        self.chance, self.seen = random.Random(20180605), Seen()
        self.tokens = list(tokens)
        self.said = 0
        self.host = f"127.0.0.1:{room.port}"
        self.kept = self._kept_paths()

    def _kept_paths(self) -> list[str]:
        found = {"/", "/en/", "/figures/"}
        for path in list(found):
            _status, body = self.room.get(path)
            found.update(
                one
                for one in _LINK.findall(body.decode())
                if not one.startswith(("/static", "/sign", "/media", "/cms"))
            )
        pages = {path: self.room.get(path) for path in found if not path.startswith("/search/")}
        # A form is made for whoever asks for it.
        return sorted(path for path, (status, body) in pages.items() if status == 200 and _TOKEN not in body)

    def one(self) -> tuple[str, str, str, bytes, dict[str, str]]:
        """Kind, method, path, body, headers of the next request."""
        kind = self.chance.choices(list(SHARES), list(SHARES.values()))[0]
        crowd = self.room.made["crowd"]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        if kind == "signed in":
            path = self.chance.choice(("/me/", "/messages/", "/account/", self.room.thread))
            return kind, "GET", path, b"", {"Cookie": f"sxh_session={self.chance.choice(crowd)}"}
        if kind == "read":
            headers = {"Origin": f"http://{self.host}", "User-Agent": _BROWSER}
            return kind, "POST", "/reads/", str(self.chance.randint(3, 60)).encode(), headers
        if kind == "link" and self.tokens:
            body = f"csrfmiddlewaretoken={_CSRF}".encode()
            return (
                kind,
                "POST",
                f"/links/{self.tokens.pop()}/",
                body,
                {**form, "Cookie": f"csrftoken={_CSRF}"},
            )
        if kind == "comment":
            self.said += 1
            text = f"第{self.said}句：{chr(0x4E00 + self.said * 37 % 20000)}{chr(0x4E00 + self.said * 101 % 20000)}这一段记下了"
            fields = {
                "csrfmiddlewaretoken": _CSRF,
                "text": text,
                "intent": f"00000000-0000-4000-8000-{self.said:012x}",
            }
            cookie = f"sxh_session={crowd[self.said % len(crowd)]}; csrftoken={_CSRF}"
            return (
                kind,
                "POST",
                f"{self.room.thread}new/",
                urlencode(fields).encode(),
                {**form, "Cookie": cookie},
            )
        return "kept", "GET", self.chance.choice(self.kept), b"", {}

    async def run(self) -> None:
        """Ask until the time is over."""
        queue: asyncio.Queue[float] = asyncio.Queue(maxsize=self.rate)
        askers = [asyncio.create_task(self._ask(queue)) for _ in range(CONNECTIONS)]
        began = time.monotonic()
        number = 0
        while (due := began + number / self.rate) < began + self.seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            try:
                queue.put_nowait(due)
            except asyncio.QueueFull:
                self.seen.late += 1
            number += 1
            if number % (self.rate * 300) == 1:
                self.seen.windows.append([])
        await queue.join()
        for task in askers:
            task.cancel()

    async def _ask(self, queue: asyncio.Queue[float]) -> None:
        reader: asyncio.StreamReader | None = None
        writer: asyncio.StreamWriter | None = None
        while True:
            due = await queue.get()
            kind, method, path, body, headers = self.one()
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", self.room.port)
                assert reader is not None
                lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Content-Length: {len(body)}"]
                lines += [f"{name}: {value}" for name, value in headers.items()]
                writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
                status = await asyncio.wait_for(_answer(reader), 60)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
                status = type(error).__name__
                if writer is not None:
                    writer.close()
                reader = writer = None
            took = 1000 * (time.monotonic() - due)
            self.seen.waits[kind].append(took)
            self.seen.windows[-1].append(took)
            self.seen.statuses[f"{kind} {status}"] += 1
            queue.task_done()


async def _answer(reader: asyncio.StreamReader) -> str:
    head = await reader.readuntil(b"\r\n\r\n")
    status = head[9:12].decode()
    found = re.search(rb"(?i)content-length: (\d+)", head)
    if found:
        await reader.readexactly(int(found[1]))
    elif b"chunked" in head.lower():
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status


def hurry(data: Path) -> None:
    """Make every routine due now that is to have its turn within an hour."""
    now = dt.datetime.now(dt.UTC)
    soon, due = (f"{at:%Y-%m-%d %H:%M:%S.%f}" for at in (now + dt.timedelta(minutes=65), now))
    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3", timeout=30)) as base, base:
        base.execute("UPDATE tasks_schedule SET due_at = ? WHERE due_at > ? AND due_at < ?", (due, due, soon))


async def watch(room: Room, data: Path, seconds: float, every: float) -> list[Sample]:
    """Samples until the time is over."""
    began, samples = time.monotonic(), []
    turns = [seconds * turn / 16 for turn in (1, 2, 3)]
    while (now := time.monotonic() - began) < seconds:
        if turns and now >= turns[0]:
            hurry(data)
            del turns[0]
        memory, files = {}, 0
        for name in ("front-0", "app-0"):
            process = psutil.Process(room.process_id(name))
            memory[name] = process.memory_full_info().uss // 1024
            files += process.num_fds()
        log = data / "sixianghui.sqlite3-wal"
        samples.append(Sample(now, memory, log.stat().st_size // 1024 if log.exists() else 0, files))
        sys.stderr.write(f"{json.dumps(asdict(samples[-1]))}\n")  # what was seen, should the end be cut off
        await asyncio.sleep(every)
    return samples


def slope(samples: Sequence[Sample], name: str) -> float:
    """MB an hour, by a line through all but the first quarter."""
    rest = samples[len(samples) // 4 :]
    line = statistics.linear_regression(
        [one.at / 3600 for one in rest], [one.memory[name] / 1024 for one in rest]
    )
    return float(line.slope)


def run(given: argparse.Namespace) -> dict[str, Any]:
    """The whole of it; what was seen."""
    folder = Path(tempfile.mkdtemp(prefix="bench-soak-"))
    seconds = given.minutes * 60.0
    try:
        demo.copy_to(folder)
        environ = demo.environ_of(folder)
        tokens = links(environ, int(given.rate * seconds * SHARES["link"] / 1000) + 50)
        with Room(environ, crowd=CROWD) as room:
            asking = Asking(room, given.rate, seconds, [tokens.get() for _ in range(tokens.qsize())])
            command = [
                sys.executable, "-m", "tests.load.audience", str(room.port), ",".join(room.topics), "--viewers", str(given.viewers),
                "--seconds", str(seconds), "--stay", str(min(_STAY, seconds / 6)),
            ]  # fmt: skip
            audience = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}, stdout=subprocess.PIPE, text=True
            )  # fmt: skip

            async def both() -> list[Sample]:
                samples, _none = await asyncio.gather(watch(room, folder, seconds, given.every), asking.run())
                return samples

            samples = uvloop.run(both())
            said, _ = audience.communicate(timeout=seconds + 120)
            fallen = list(room.fallen)
        return summary(samples, asking.seen, json.loads(said), fallen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def summary(samples: list[Sample], seen: Seen, audience: dict[str, Any], fallen: list[str]) -> dict[str, Any]:
    """In numbers."""
    p95 = {name: round(_at(waits, 0.95)) for name, waits in seen.waits.items() if waits}
    everything = sorted(one for waits in seen.waits.values() for one in waits)
    return {
        "requests": len(everything),
        "late": seen.late,
        "statuses": dict(sorted(seen.statuses.items())),
        "p50": round(_at(everything, 0.5), 1),
        "p95": round(_at(everything, 0.95), 1),
        "p99": round(_at(everything, 0.99), 1),
        "p95 by kind": p95,
        "p95 by five minutes": [round(_at(one, 0.95)) for one in seen.windows if one],
        "slope MB/h": {name: round(slope(samples, name), 2) for name in samples[0].memory},
        "memory MB": {
            name: [round(one.memory[name] / 1024) for one in (samples[len(samples) // 4], samples[-1])]
            for name in samples[0].memory
        },
        "log MB": round(max(one.log for one in samples) / 1024, 1),
        "files": [samples[len(samples) // 4].files, samples[-1].files],
        "audience": audience,
        "fallen": fallen,
    }


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def verdicts(found: dict[str, Any]) -> list[tuple[str, bool]]:
    """What has to hold, in words."""
    seen = found["audience"]
    wrong = {
        name: many
        for name, many in found["statuses"].items()
        if name.split()[-1] not in {"200", "302", "204", "304", "429"}
    }
    return [
        *((f"{name} grows by {value} MB an hour", value < 1) for name, value in found["slope MB/h"].items()),
        (f"the write-ahead log reached {found['log MB']} MB", found["log MB"] < 64),
        (f"p95 {found['p95']} ms", found["p95"] < 300),
        (f"answers that should not be: {wrong or 'none'}", not wrong and not found["late"]),
        (f"lost {seen['lost']}, doubled {seen['doubled']}, refused {seen['refused']}", not (seen["lost"] or seen["doubled"] or seen["refused"])),
        (f"processes that fell: {len(found['fallen'])}", not found["fallen"]),
    ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """0 when everything held."""
    parser = argparse.ArgumentParser(prog="bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--viewers", type=int, default=5_000)
    parser.add_argument("--every", type=float, default=30)
    parser.add_argument("--json", type=Path, help="where the numbers are written too")
    given = parser.parse_args(arguments)
    began = dt.datetime.now(dt.UTC)
    found = run(given)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if given.json:
        given.json.write_text(
            json.dumps(
                {"began": began.isoformat(timespec="minutes"), "minutes": given.minutes, **found},
                ensure_ascii=False,
                indent=1,
            )
        )
    done = verdicts(found)
    for words, holds in done:
        print("ok  " if holds else "off ", words)
    return 0 if all(holds for _words, holds in done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
