"""A worker in a process of its own, in which jobs hang: it ends by itself, hung threads or not, and is started anew by whoever
started it; nothing that waits is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.contract.house import ROOT

#: The product's own environment has SQLite, whatever the tests have.
pytestmark = pytest.mark.sqlite
BEGIN = "import django; django.setup(); from tests.unit.tasks import jobs; "


@pytest.fixture
def environ(product_environ: dict[str, str]) -> dict[str, str]:
    return {**product_environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def enqueue(environ: dict[str, str], what: str) -> None:
    subprocess.run([sys.executable, "-c", BEGIN + what], env=environ, check=True)


@contextmanager
def working(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "tests.faults.tasks.impatient"], env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_worker_when_two_jobs_hang_in_it_then_it_ends_and_the_next_does_what_waits(
    environ: dict[str, str], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        enqueue(environ, f"jobs.hang.enqueue({str(tmp_path / name)!r})")
    with working(environ) as process:
        assert process.wait(120) == 0
    assert [(tmp_path / name).read_text() for name in ("one", "two")] == ["began\n", "began\n"]

    enqueue(environ, f"jobs.write.enqueue({str(tmp_path / 'next')!r}, 'done')")
    with working(environ) as process:
        until(tmp_path / "next")
        assert process.poll() is None


def test_control_when_one_job_hangs_in_it_then_it_goes_on(environ: dict[str, str], tmp_path: Path) -> None:
    enqueue(environ, f"jobs.hang.enqueue({str(tmp_path / 'one')!r})")
    enqueue(environ, f"jobs.write.enqueue({str(tmp_path / 'next')!r}, 'done')")
    with working(environ) as process:
        until(tmp_path / "next")
        time.sleep(1)
        assert process.poll() is None
    assert (tmp_path / "one").read_text() == "began\n"


def until(path: Path) -> None:
    last = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < last, f"{path.name} did not come"
        time.sleep(0.05)
