"""Workers woken by a real Redis: it may be emptied or killed, a worker may be killed, and no job is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sixianghui.tasks.bell import SWEEP, OverRedis
from tests.contract.house import ROOT
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.deep, pytest.mark.sqlite]
JOBS = 40
BEGIN = "import django; django.setup(); import threading; from tests.unit.tasks import jobs; from sixianghui.tasks.public import run_worker; "
ENQUEUE = "[jobs.note_worker.enqueue({out!r}, number) for number in range({first}, {last})]"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as one:
        yield one


@pytest.fixture
def environ(product_environ: dict[str, str], server: RedisServer) -> dict[str, str]:
    return {
        **product_environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "SIXIANGHUI_REDIS_URL": server.url, "SIXIANGHUI_JOBS": "redis",
    }  # fmt: skip


def run(code: str, environ: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", BEGIN + code], env=environ, check=True, capture_output=True)


@contextmanager
def worker(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    # A lease of a killed worker lapses after three seconds instead of thirty, and is looked for every second.
    quick = "import datetime as dt; from sixianghui.tasks import leases, worker; leases.HOLD = dt.timedelta(seconds=3); worker.SIGN_OF_LIFE = 1.0; worker.ROUND = dt.timedelta(seconds=1); "
    process = subprocess.Popen(
        [sys.executable, "-c", f"{BEGIN}{quick}run_worker(threading.Event())"],
        env=environ,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def done(out: Path) -> dict[int, set[int]]:
    """Which processes did which job."""
    found: dict[int, set[int]] = {}
    for line in out.read_text().splitlines() if out.exists() else []:
        number, process = line.split()
        found.setdefault(int(number), set()).add(int(process))
    return found


def until(condition: Callable[[], bool], limit: float = 90) -> None:
    last = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_jobs_when_redis_is_emptied_and_a_worker_killed_then_each_is_done_by_one_of_two_workers(
    tmp_path: Path, server: RedisServer, environ: dict[str, str], record_property: Callable[..., None]
) -> None:
    out = tmp_path / "out"
    with worker(environ) as first, worker(environ) as second:
        run(ENQUEUE.format(out=str(out), first=0, last=JOBS), environ)
        until(lambda: len({process for one in done(out).values() for process in one}) == 2)
        server.flush()
        run(ENQUEUE.format(out=str(out), first=JOBS, last=JOBS + 5), environ)
        server.flush()  # their rings are forgotten, or most of them
        first.kill()
        until(lambda: len(done(out)) == JOBS + 5)
        server.kill()
        run(ENQUEUE.format(out=str(out), first=JOBS + 5, last=JOBS + 10), environ)  # nobody can be rung
        until(lambda: len(done(out)) == JOBS + 10)
        assert second.poll() is None
    shares = [len({n for n, by in done(out).items() if one.pid in by}) for one in (first, second)]
    record_property(
        "counted",
        f"jobs over Redis: {JOBS + 10} done by two workers ({shares[0]}/{shares[1]}), emptied twice, killed, a worker killed: 0 lost",
    )
    assert min(shares) > 0


def test_jobs_when_redis_alone_holds_them_then_are_lost_with_it(server: RedisServer) -> None:
    """The control: a queue that is a list in Redis, as brokers keep it."""
    client = server.client()
    for number in range(JOBS):
        client.lpush("queue", number)
    server.flush()
    assert client.rpop("queue") is None


def test_bell_when_rung_then_wakes_at_once_and_else_the_worker_looks_by_itself(server: RedisServer) -> None:
    bell, stop = OverRedis(server.url, sweep=60.0), threading.Event()
    woken = threading.Event()
    threading.Thread(target=lambda: (bell.wait(stop, 60.0, long=False), woken.set()), daemon=True).start()
    assert not woken.wait(0.3)
    bell.ring(long=True)  # for somebody else
    assert not woken.wait(0.3)
    began = time.monotonic()
    bell.ring(long=False)
    assert woken.wait(10)
    assert time.monotonic() - began < 1.0
    OverRedis(server.url, sweep=1.0).wait(stop, 60.0, long=False)  # nobody rings: it comes back by itself
    server.kill()
    bell.ring(long=False)  # says nothing but a line in the log
    OverRedis(server.url, sweep=60.0).wait(stop, 0.01, long=False)


def test_bell_when_redis_hangs_then_a_hundred_requests_ring_and_a_worker_looks_by_itself(
    server: RedisServer,
) -> None:
    bell, stop, looked = OverRedis(server.url), threading.Event(), 0
    bell.ring(long=False)
    server.stop()
    began = time.monotonic()
    for _ in range(100):
        bell.ring(long=False)
    while time.monotonic() < began + SWEEP:
        bell.wait(stop, 0.2, long=False)
        looked += 1
    assert looked > 5  # one that waits for Redis for its whole time would not have come back
