"""Cached pages: a running server against nginx with static files of the same bytes, in turns."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

# Run as a file; the bench's other half lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))
import site_of_its_own as site

#: What a browser sends with a page.
BROWSER = {
    "Connection": "keep-alive",
    "Cache-Control": "max-age=0",
    "sec-ch-ua": '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Windows"',
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
    "Cookie": "font=large; theme=paper",
}
#: name → (headers, the least that requests per second may be of nginx')
KINDS: dict[str, tuple[dict[str, str], float]] = {
    "bare": ({}, 0.95),
    "browser, same bytes": ({**BROWSER, "Accept-Encoding": "identity"}, 0.75),
    "browser, compressed": (BROWSER, 0.75),
    # No two requests are alike: what many different readers, each coming from elsewhere, look like.
    "browser, all different": ({**BROWSER, "Accept-Encoding": "identity", "Referer": "*"}, 0.75),
}
P99_TARGET = 1.3
#: Articles a second of a plain Wagtail site on the machine on which this was measured (two processes, SQLite).
WAGTAIL = 104.0


@dataclass
class Target:
    """A server under load and what was seen of it."""

    name: str
    url: str
    paths: list[str]
    rps: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    #: Microseconds of CPU per request, of all processes that hold the listening socket.
    cpu: list[float] = field(default_factory=list)

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 80


def fetch(url: str, path: str, headers: dict[str, str]) -> tuple[bytes, str | None]:
    """Body and encoding of the second answer: the first may have to be made."""
    parts = urlsplit(url)
    for _ in range(2):
        link = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        body = answer.read()
        link.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
    return body, answer.headers["Content-Encoding"]


@contextlib.contextmanager
def nginx(folder: Path, port: int) -> Iterator[None]:
    """One worker, no log, files from the page cache of the system: the limit that we measure against."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    (folder / "nginx.conf").write_text(
        f"""
        user {Path(folder).owner()};
        worker_processes 1;
        daemon off;
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{ worker_connections 4096; }}
        http {{
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_timeout 75;
          keepalive_requests 100000000;
          open_file_cache max=1000 inactive=60s;
          open_file_cache_valid 60s;
          types {{ }}
          default_type "text/html; charset=utf-8";
          server {{
            listen 127.0.0.1:{port} backlog=4096;
            root {folder}/pages;
            location /br/ {{ add_header Content-Encoding br; }}
            location /gzip/ {{ add_header Content-Encoding gzip; }}
          }}
        }}
        """
    )
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(port: int) -> float:
    """User and system time so far of every process that holds a socket listening on this port."""
    inodes = set()
    for table in ("tcp", "tcp6"):
        for row in Path("/proc/net", table).read_text().splitlines()[1:]:
            columns = row.split()
            if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{columns[9]}]")
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(str(link.readlink()) in inodes for link in (process / "fd").iterdir()):
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_memory(process: int) -> dict[str, float]:
    """The most memory that a server's processes have held so far, in MB, by what they are."""
    import psutil

    found: dict[str, float] = {}
    for one in psutil.Process(process).children(recursive=True):
        with contextlib.suppress(psutil.Error, OSError, IndexError):
            words = one.cmdline()
            name = words[words.index("sixianghui.project.cli") + 1]
            status = Path("/proc", str(one.pid), "status").read_text()
            peak = re.search(r"VmHWM:\s+(\d+) kB", status)
            if peak is not None:
                found[name] = found.get(name, 0.0) + int(peak[1]) / 1024
    return found


@contextlib.contextmanager
def beacons(url: str, path: str) -> Iterator[list[int]]:
    """A reader who reports each second that a page was read, as a browser does; the list gets how many were taken."""
    piece = re.search(rb"<read-report piece=\"(\d+)\"", fetch(url, path, {})[0])
    number = piece[1] if piece else b"1"
    taken, stop = [0], threading.Event()
    parts = urlsplit(url)

    def report() -> None:
        while not stop.wait(1.0):
            link = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)
            with contextlib.closing(link), contextlib.suppress(OSError):
                agent = {"User-Agent": BROWSER["User-Agent"], "Sec-Fetch-Site": "same-origin", "Origin": url}
                link.request("POST", "/reads/", body=number, headers=agent)
                taken[0] += link.getresponse().status == 204

    thread = threading.Thread(target=report, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        stop.set()
        thread.join()


def uncached(url: str, path: str, seconds: int) -> Target:
    """An article that `app` makes each time: whoever sends a session cookie is not answered from the cache."""
    target = Target("uncached", url, [path])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        wrk(Path(folder), target, {**BROWSER, "Cookie": f"sxh_session={'x' * 32}"}, seconds)
    return target


def an_article(url: str) -> str:
    """Some article that the news column leads to."""
    body = fetch(url, "/feed.xml", {})[0].decode()
    found = re.search(r"<entry>.*?href=\"https?://[^/]+(/[^\"]+)\"", body, re.S)
    if found is None:
        raise SystemExit("the feed names no article")
    return found[1]


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wrk(folder: Path, target: Target, headers: dict[str, str], seconds: int) -> None:
    """Add what `wrk -t2 -c64` sees to the target's figures. Any error ends the program."""
    script = folder / "wrk.lua"
    lines = ",".join(f"[{name!r}]={value!r}" for name, value in headers.items())
    paths = ",".join(repr(path) for path in target.paths)
    made = f"wrk.headers = {{{lines}}}\nlocal paths, made, at = {{{paths}}}, {{}}, 0\n"
    if headers.get("Referer") == "*":
        script.write_text(
            f"{made}local id = tostring({{}})\n"
            "request = function() at = at + 1; wrk.headers['Referer'] = 'http://from/' .. id .. at;"
            " return wrk.format('GET', paths[at % #paths + 1]) end\n"
        )
    else:
        script.write_text(
            f"{made}init = function() for i, p in ipairs(paths) do made[i] = wrk.format('GET', p) end end\n"
            "request = function() at = at % #made + 1; return made[at] end\n"
        )
    before = cpu_seconds(target.port)
    done = subprocess.run(
        [
            "wrk",
            "-t2",
            "-c64",
            f"-d{seconds}s",
            "--timeout",
            "20s",
            "--latency",
            "-s",
            str(script),
            target.url,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = cpu_seconds(target.port) - before
    if "Non-2xx" in done or "Socket errors" in done:
        raise SystemExit(f"{target.name}: {done}")
    count = re.search(r"(\d+) requests in", done)
    rps = re.search(r"Requests/sec:\s+([\d.]+)", done)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", done)
    if count is None or rps is None or p99 is None:
        raise SystemExit(done)
    target.cpu.append(spent * 1e6 / int(count[1]))
    target.rps.append(float(rps[1]))
    target.p99.append(float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]])


def compare(url: str, paths: list[str], rounds: int, seconds: int) -> bool:
    """Measure and print; were all targets met?"""
    met = True
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    port = free_port()
    rows: dict[str, tuple[Target, Target, int]] = {}
    for number, (kind, (headers, _)) in enumerate(KINDS.items()):
        named, size = [], 0
        for at, path in enumerate(paths):
            body, encoding = fetch(url, path, headers)
            name = f"/{encoding or 'plain'}/{number}-{at}"
            file = folder / "pages" / name[1:]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
            named.append(name)
            size += len(body)
        rows[kind] = (
            Target("ours", url, paths),
            Target("nginx", f"http://127.0.0.1:{port}", named),
            size // len(paths),
        )
    folder.chmod(0o755)
    try:
        with nginx(folder, port):
            for kind, (ours, theirs, _) in rows.items():  # warm
                for target in (ours, theirs):
                    wrk(folder, target, KINDS[kind][0], 1)
                    target.rps, target.p99, target.cpu = [], [], []
            for turn in range(rounds):
                for kind, (ours, theirs, _) in rows.items():
                    for target in (ours, theirs) if turn % 2 else (theirs, ours):
                        wrk(folder, target, KINDS[kind][0], seconds)
    finally:
        shutil.rmtree(folder)
    load = os.getloadavg()[0]
    print(f"{rounds} rounds of {seconds} s in turns, wrk -t2 -c64, {len(paths)} paths, load {load:.1f}.")
    print()
    print(
        "| kind | bytes | ours rps (range) | nginx rps (range) | ratio | p99 ms | nginx | ratio | µs CPU | nginx |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind, (ours, theirs, size) in rows.items():
        least = KINDS[kind][1]
        ratio = statistics.median(a / b for a, b in zip(ours.rps, theirs.rps, strict=True))
        p99, p99_nginx = statistics.median(ours.p99), statistics.median(theirs.p99)
        met = met and ratio >= least
        print(
            f"| {kind} | {size:,} | {spread(ours.rps)} | {spread(theirs.rps)} | **{ratio:.2f}** (≥ {least}) "
            f"| {p99:.2f} | {p99_nginx:.2f} | {p99 / p99_nginx:.2f} (≤ {P99_TARGET}) "
            f"| {statistics.median(ours.cpu):.1f} | {statistics.median(theirs.cpu):.1f} |"
        )
    return met


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument(
        "--url", help="a running server; without it, a site of the bench's own with an editor at work"
    )
    parser.add_argument("--paths", default="/,/units/zynews-news/", help="with commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    given = parser.parse_args(arguments)
    for program in ("wrk", "nginx"):
        if shutil.which(program) is None and not Path("/usr/sbin", program).exists():
            print(f"not run: {program} is not installed")
            return 2
    paths = given.paths.split(",")
    if given.url:
        met = compare(given.url.rstrip("/"), paths, given.rounds, given.seconds)
    else:
        with site.site(editing=True) as own:
            article = an_article(own.url)
            with beacons(own.url, article) as taken:
                met = compare(own.url, [*paths, article], given.rounds, given.seconds)
            alone = uncached(own.url, article, given.seconds)
            memory = peak_memory(own.process)
        print(f"\nMeanwhile one editor saved the front page {own.saves[0]} times, once a second, and")
        print(f"one reader reported {taken[0]} times that an article was read.")
        ratio = alone.rps[0] / WAGTAIL
        print(
            f"An article that app makes each time: {alone.rps[0]:.0f} a second, {ratio:.2f} × Wagtail's plain rate."
        )
        print("Peak memory: " + ", ".join(f"{name} {size:.0f} MB" for name, size in memory.items()) + ".")
    print()
    print("Targets met." if met else "Targets missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
