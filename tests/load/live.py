"""The hub against nginx with Nchan, in turns: thousands of viewers of one room, and every comment to every viewer.

`bin/bench live` holds `--viewers` readers on the front's event streams and on Nchan's, has a load client post stamped
comments at each rate, and prints CPU per delivery, lateness, what was lost or came twice, and how long it takes until
all are back after a storm. Needs gcc, nginx and its module Nchan.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Run as a file; what it measures with lies in the tests.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

from sixianghui.common import wire  # noqa: E402
from sixianghui.realtime.fronts import Fronts  # noqa: E402
from tests.adapters.front.harness import house  # noqa: E402

CLIENT = Path(__file__).parent / "fanout"


@dataclass(frozen=True)
class Server:
    """Somebody who holds streams: where to read, where to post, whose CPU is counted."""

    name: str
    read: str
    post: str
    pid: int


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
            f"| {all_of('pub_p99_ms')} | {all_of('bytes_per_conn', '{:.0f}')} | {storms} |"
        )


def build() -> Path:
    """The load client, compiled in a folder of its own."""
    program = Path(tempfile.mkdtemp(prefix="bench-live-")) / "fanout"
    subprocess.run(["gcc", "-O2", "-std=gnu11", "-o", str(program), str(CLIENT / "fanout.c")], check=True)
    return program


@contextlib.contextmanager
def ours() -> Iterator[Server]:
    """A front of its own; an app that says yes and publishes what is posted."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-live-") as folder,
        house(Path(folder), control="front-0.control") as place,
    ):
        fronts = Fronts(place.folder)

        def publish(environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            fronts.publish("a:1", json.loads(environ["test.body"]))
            return 200, {}, b"ok"

        place.app.views["/post"] = publish
        place.app.views[wire.EVENTS] = lambda _: (200, {wire.STREAM: "- -", wire.TOPICS: "a:1"}, b"")
        base = f"http://127.0.0.1:{place.front.port}"
        yield Server("front", f"{base}/events/?topic=a:1", f"{base}/post", place.front.running.pid)


@contextlib.contextmanager
def nchan() -> Iterator[Server]:
    """nginx with one worker and Nchan, keeping messages as long as we do."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory(prefix="bench-nchan-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        module = "/usr/lib/nginx/modules/ngx_nchan_module.so"
        Path(folder, "nginx.conf").write_text(
            f"""
            load_module {module}; daemon off; worker_processes 1; worker_rlimit_nofile 19990; pid {folder}/pid;
            user {os.environ.get("USER", "root")};
            events {{ worker_connections 19900; multi_accept on; }}
            http {{ access_log off; nchan_max_reserved_memory 256M; client_body_temp_path {folder}/body;
              server {{ listen 127.0.0.1:{port} backlog=4096;
                location = /sub {{ nchan_subscriber eventsource; nchan_channel_id a; nchan_subscriber_first_message newest; }}
                location = /pub {{ nchan_publisher; nchan_channel_id a; nchan_message_buffer_length 100; }} }} }}
            """
        )
        running = subprocess.Popen(
            [program, "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/errors"]
        )
        try:
            for _ in range(100):
                with socket.socket() as link:
                    if link.connect_ex(("127.0.0.1", port)) == 0:
                        break
            base = f"http://127.0.0.1:{port}"
            yield Server("nginx + Nchan", f"{base}/sub", f"{base}/pub", running.pid)
        finally:
            running.terminate()
            running.wait(20)


def measure(program: Path, server: Server, rate: float, given: argparse.Namespace) -> dict[str, Any]:
    """One run of the load client; its figures."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            [
                str(program), "--url", server.read, "--pub-url", server.post, "-n", str(given.viewers),
                "--rate", str(rate), "-d", str(given.seconds), "--storms", str(given.storms),
                "--pid", str(server.pid), "--tree", "--json", out.name, "--label", server.name,
            ],
            check=False,
            stdout=subprocess.DEVNULL if not given.verbose else None,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(Path(out.name).read_text().splitlines()[-1])
    if given.verbose:
        print(found)
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench live", description=__doc__)
    parser.add_argument("--viewers", type=int, default=17_693)
    parser.add_argument("--rates", default="1,10", help="comments a second, with commas between")
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--storms", type=int, default=1)
    parser.add_argument("--only", default="front,nchan")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    program = build()
    servers = [make for name, make in (("front", ours), ("nchan", nchan)) if name in given.only]
    rows: dict[tuple[str, float], Row] = {}
    for rate in [float(rate) for rate in given.rates.split(",")]:
        for _round in range(given.rounds):
            for make in servers:
                with make() as server:
                    row = rows.setdefault((server.name, rate), Row(server.name, rate))
                    row.runs.append(measure(program, server, rate, given))
                    print(row.cells(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
