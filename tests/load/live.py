"""The hub against nginx with Nchan, in turns: thousands of viewers of one room, and every comment to every viewer.

`bin/bench live` holds `--viewers` readers on the front's event streams and on Nchan's, has a load client post stamped
comments at each rate, and prints CPU per delivery, lateness, what was lost or came twice, and how long it takes until
all are back after a storm. `--watching`: each reader of the front is a viewer with a token of its own. `--stalled 500`:
so many never read. `--busy 4`: so many ask for pages all the while that take `app` 5 ms of a processor, with a question
after how many were answered. `--fronts 6`: so many processes share the port (and Nchan's). Needs gcc, nginx and Nchan.

`--source`: the lecture of 2018 for real instead (`lecture.py`).
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Run as a file; what it measures with lies in the tests.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

from sixianghui.common import wire  # noqa: E402
from sixianghui.project import supervisor  # noqa: E402
from sixianghui.realtime.fronts import Fronts  # noqa: E402
from tests.adapters.front.harness import PATIENCE, Front, House, house, wait_for  # noqa: E402
from tests.load import lecture  # noqa: E402

TOPIC = "watch:1"
CLIENT = Path(__file__).parent / "fanout"


@dataclass(frozen=True)
class Server:
    """Somebody who holds streams: where to read, where to post, whose CPU is counted."""

    name: str
    read: str
    post: str
    pids: tuple[int, ...]


@dataclass
class Row:
    """What the runs of one server at one rate showed."""

    name: str
    rate: float
    runs: list[dict[str, Any]] = field(default_factory=list)

    def middle(self, name: str) -> float:
        return statistics.median(float(run[name]) for run in self.runs)

    def cells(self) -> str:
        def all_of(name: str, form: str = "{:.1f}") -> str:
            return ", ".join(form.format(run[name]) for run in self.runs)

        storms = ", ".join(f"{one:.2f}" for run in self.runs for one in run["storms_s"])
        dear = f"{self.middle('server_us_per_delivery'):.2f} ({all_of('server_us_per_delivery', '{:.2f}')})"
        lost = f"{sum(run['lost'] for run in self.runs)} / {sum(run['duplicates'] for run in self.runs)}"
        late = f"{all_of('p50_ms', '{:.0f}')} | {all_of('p99_ms', '{:.0f}')}"
        return (
            f"| {self.name} | {self.rate:g} | {all_of('msg_rate')} | {dear} | {late} | {lost} "
            f"| {all_of('pub_p99_ms')} | {all_of('bytes_per_conn', '{:.0f}')} | {storms} "
            f"| {all_of('load')} |"
        )


def build() -> Path:
    """The load client, compiled in a folder of its own."""
    program = Path(tempfile.mkdtemp(prefix="bench-live-")) / "fanout"
    subprocess.run(["gcc", "-O2", "-std=gnu11", "-o", str(program), str(CLIENT / "fanout.c")], check=True)
    return program


class Wide(Front):
    """A front with as many listening sockets as the product has."""

    queues = supervisor.QUEUES


@contextlib.contextmanager
def beside(place: House, number: int) -> Iterator[int]:
    """One more front at the same sockets; its process."""
    control = place.control.with_name(f"front-{number}.control")
    front = Wide(dataclasses.replace(place.front.config, control_socket=control))
    for door in front.doors:
        door.close()
    front.doors, front.port = place.front.doors, place.front.port
    front.start()
    try:
        yield front.running.pid
    finally:
        front.kill()


def burn(environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    """A page that costs 5 ms of a processor."""
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return 200, {}, b"page"


@contextlib.contextmanager
def ours(given: argparse.Namespace) -> Iterator[Server]:
    """Fronts of their own; an app that says yes, publishes what is posted, adds up who watches and makes slow pages."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-live-"))
        threads = {"app_connections": max(4, 2 * given.busy)}
        place = stack.enter_context(house(Path(folder), control="front-0.control", front=Wide, **threads))
        fronts = Fronts(place.folder)
        now: dict[str, dict[str, int]] = {}

        def publish(environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            fronts.publish(TOPIC, json.loads(environ["test.body"]))
            return 200, {}, b"ok"

        def watching(environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            front = environ["HTTP_X_SIXIANGHUI_WATCHING"].split()[0]
            now[front] = json.loads(environ["test.body"])["now"]
            return 200, {}, json.dumps({TOPIC: sum(one.get(TOPIC, 0) for one in now.values())}).encode()

        place.app.views |= {"/post": publish, "/burn": burn, wire.WATCHING: watching}
        place.app.views[wire.EVENTS] = lambda _: (200, {wire.STREAM: "- -", wire.TOPICS: TOPIC}, b"")
        others = [stack.enter_context(beside(place, number)) for number in range(1, given.fronts)]
        base = f"http://127.0.0.1:{place.front.port}"
        watch = "&watch=VIEWER_OF_20_DIGITS_" if given.watching else ""
        read = f"{base}/events/?topic={TOPIC}{watch}"
        yield Server("front", read, f"{base}/post", (place.front.running.pid, *others))
        if given.stalled:
            print("  dropped:", place.front.figure("streams_dropped_total"), "MB:", place.front.memory >> 20)


@contextlib.contextmanager
def nchan(given: argparse.Namespace) -> Iterator[Server]:
    """nginx and Nchan with as many workers, keeping messages as long as we do."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory(prefix="bench-nchan-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        module = "/usr/lib/nginx/modules/ngx_nchan_module.so"
        Path(folder, "nginx.conf").write_text(
            f"""
            load_module {module}; daemon off; worker_processes {given.fronts}; worker_rlimit_nofile 19990;
            pid {folder}/pid; user {os.environ.get("USER", "root")};
            events {{ worker_connections 19900; multi_accept on; }}
            http {{ access_log off; nchan_max_reserved_memory 256M; client_body_temp_path {folder}/body;
              server {{ listen 127.0.0.1:{port} backlog=4096{" reuseport" if given.fronts > 1 else ""};
                location = /sub {{ nchan_subscriber eventsource; nchan_channel_id a; nchan_subscriber_first_message newest; }}
                location = /pub {{ nchan_publisher; nchan_channel_id a; nchan_message_buffer_length 100; }} }} }}
            """
        )
        running = subprocess.Popen(
            [program, "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/errors"]
        )
        try:
            wait_for(lambda: answers(port))
            base = f"http://127.0.0.1:{port}"
            yield Server("nginx + Nchan", f"{base}/sub", f"{base}/pub", (running.pid,))
        finally:
            running.terminate()
            running.wait(PATIENCE)


def answers(port: int) -> bool:
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def others_asking(server: Server, many: int) -> Iterator[None]:
    """So many ask for slow pages all the while, each at once again; says how many they got and how late."""
    stop = threading.Event()
    took: list[float] = []
    host = server.post.split("/")[2]

    def ask() -> None:
        link = http.client.HTTPConnection(host, timeout=60)
        while not stop.is_set():
            began = time.monotonic()
            link.request("GET", "/burn")
            link.getresponse().read()
            took.append(time.monotonic() - began)

    asking = [threading.Thread(target=ask) for _ in range(many)]
    for one in asking:
        one.start()
    began = time.monotonic()
    try:
        yield
    finally:
        stop.set()
        for one in asking:
            one.join()
    if took:
        worst = sorted(took)[int(0.99 * len(took))] * 1000
        print(f"  slow pages meanwhile: {len(took) / (time.monotonic() - began):.0f}/s, p99 {worst:.0f} ms")


def measure(program: Path, server: Server, rate: float, given: argparse.Namespace) -> dict[str, Any]:
    """One run of the load client; its figures."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out, others_asking(server, given.busy):
        subprocess.run(
            [
                str(program), "--url", server.read, "--pub-url", server.post, "-n", str(given.viewers),
                "--rate", str(rate), "-d", str(given.seconds), "--storms", str(given.storms),
                "--stall", str(given.stalled), "--size", str(given.size), "--drain", str(given.drain),
                "--pid", ",".join(map(str, server.pids)), "--tree", "--json", out.name, "--label", server.name,
            ],
            check=False,
            stdout=subprocess.DEVNULL if not given.verbose else None,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(Path(out.name).read_text().splitlines()[-1])
    found["load"] = os.getloadavg()[0]
    if given.verbose:
        print(found)
    return found


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--source"]:
        return lecture.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="bench live", description=__doc__)
    parser.add_argument("--viewers", type=int, default=17_693)
    parser.add_argument("--rates", default="1,10", help="comments a second, with commas between")
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--storms", type=int, default=1)
    parser.add_argument("--watching", action="store_true")
    parser.add_argument("--stalled", type=int, default=0)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--drain", type=int, default=2)
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--fronts", type=int, default=1)
    parser.add_argument("--only", default="front,nchan")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    print(
        "| who | offered/s | reached/s | µs per delivery | p50 ms | p99 ms | lost / double | POST p99 ms "
        "| bytes each | storms s | load |\n|---|---|---|---|---|---|---|---|---|---|---|"
    )
    program = build()
    servers = [make for name, make in (("front", ours), ("nchan", nchan)) if name in given.only]
    rows: dict[tuple[str, float], Row] = {}
    for rate in [float(rate) for rate in given.rates.split(",")]:
        for _round in range(given.rounds):
            for make in servers:
                with make(given) as server:
                    row = rows.setdefault((server.name, rate), Row(server.name, rate))
                    row.runs.append(measure(program, server, rate, given))
                    print(row.cells(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
