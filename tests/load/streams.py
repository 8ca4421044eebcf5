"""Event streams: many readers of one topic, a few events a second; how late and how dear a delivery is, and what is lost."""

from __future__ import annotations

import argparse
import re
import select
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

# Run as a file; what it measures with lies in the tests.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

import psutil  # noqa: E402

from sixianghui.common import wire  # noqa: E402
from sixianghui.realtime.fronts import Fronts  # noqa: E402
from tests.adapters.front.harness import Front, house  # noqa: E402

_STAMP = re.compile(rb'"t":([0-9.]+)')
_ASK = b"GET /events/?topic=a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Readers:
    """Connections that only read, all in one thread."""

    def __init__(self, port: int, count: int) -> None:
        self.poll = select.epoll()
        self.links: dict[int, socket.socket] = {}
        self.rest: dict[int, bytes] = {}
        self.late: list[float] = []
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", port))
            link.sendall(_ASK)
            link.setblocking(False)
            self.links[link.fileno()] = link
            self.rest[link.fileno()] = b""
            self.poll.register(link, select.EPOLLIN)

    def take(self, seconds: float) -> int:
        """Read for so long; returns how many events came."""
        before, until = len(self.late), time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for number, _ in self.poll.poll(left, maxevents=512):
                data = self.links[number].recv(1 << 18)
                now = time.monotonic()
                if not data:
                    raise SystemExit("a reader was cut off")
                whole, _, self.rest[number] = (self.rest[number] + data).rpartition(b"\n\n")
                self.late += [now - float(stamp) for stamp in _STAMP.findall(whole)]
        return len(self.late) - before


def publish(fronts: Fronts, rate: float, count: int, took: list[float]) -> None:
    """`count` events of about 200 bytes, `rate` a second."""
    for _ in range(count):
        began = time.monotonic()
        fronts.publish("a:1", {"t": began, "text": "比" * 50})
        took.append(time.monotonic() - began)
        time.sleep(max(0.0, 1 / rate - took[-1]))


def measure(front: Front, fronts: Fronts, count: int, rates: list[float], seconds: int) -> bool:
    """Print one row for each rate; was everything delivered?"""
    process = psutil.Process(front.running.pid)
    memory = process.memory_full_info().pss
    began = time.monotonic()
    readers = Readers(front.port, count)
    while front.figure("streams") < count:
        readers.take(0.05)
    print(f"{count:,} readers are there after {time.monotonic() - began:.1f} s, ", end="")
    print(f"{(process.memory_full_info().pss - memory) / count:,.0f} bytes of the front each.\n")
    print(
        "| events a second | deliveries | lost | p50 ms | p99 ms | µs CPU per delivery | publish p50 / p99 ms |"
    )
    print("|---|---|---|---|---|---|---|")
    lost_at_all = 0
    for rate in rates:
        readers.late.clear()
        events, took = int(rate * seconds), list[float]()
        before = sum(process.cpu_times()[:2])
        publisher = threading.Thread(target=publish, args=(fronts, rate, events, took))
        publisher.start()
        while publisher.is_alive():
            readers.take(0.2)
        readers.take(2.0)
        spent = sum(process.cpu_times()[:2]) - before
        lost = events * count - len(readers.late)
        lost_at_all += lost
        late, took = sorted(readers.late), sorted(took)
        print(
            f"| {rate:g} | {len(late):,} | {lost} | {statistics.median(late) * 1000:.0f} | "
            f"{late[int(len(late) * 0.99)] * 1000:.0f} | {spent / len(late) * 1e6:.1f} | "
            f"{statistics.median(took) * 1000:.1f} / {took[int(len(took) * 0.99)] * 1000:.1f} |"
        )
    return lost_at_all == 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench streams", description=__doc__)
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--rates", default="1,10", help="events a second, with commas between")
    parser.add_argument("--seconds", type=int, default=10)
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="bench-streams-") as folder,
        house(Path(folder), control="front-0.control") as place,
    ):
        place.app.views[wire.EVENTS] = lambda _: (200, {wire.STREAM: "- -", wire.TOPICS: "a:1"}, b"")
        rates = [float(rate) for rate in given.rates.split(",")]
        complete = measure(place.front, Fronts(place.folder), given.readers, rates, given.seconds)
    print("\nNothing was lost." if complete else "\nEvents were lost.")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
