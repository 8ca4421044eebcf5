"""A worker is killed in the middle of a job: the job runs again elsewhere."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.house import ROOT

#: The product's own environment has SQLite, whatever the tests have.
pytestmark = pytest.mark.sqlite
WORK = "import threading; from sixianghui.tasks.public import run_worker; run_worker(threading.Event())"
ENQUEUE = "from tests.unit.tasks.jobs import wait_for_go; wait_for_go.enqueue({out!r})"
#: What any worker does on its rounds, at a moment when the dead one's lease has lapsed.
REAP = "import datetime as dt; from sixianghui.tasks import clock, leases; leases.reap(clock.now() + dt.timedelta(minutes=1))"
WORK_OFF = "from sixianghui.tasks.public import work_off; print(work_off())"
STATUS = "from django_tasks_db.models import DBTaskResult as R; print(R.objects.filter(task_path__endswith='go').values_list('status', flat=True)[0])"


def _command(code: str) -> list[str]:
    return [sys.executable, "-c", f"import django; django.setup(); {code}"]


@pytest.fixture
def killed(tmp_path: Path, product_environ: dict[str, str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """A job that began in a worker which was then killed with SIGKILL; (its output, the environment)."""
    out = tmp_path / "out"
    environ = {**product_environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    subprocess.run(_command(ENQUEUE.format(out=str(out))), env=environ, check=True)
    worker = subprocess.Popen(_command(WORK), env=environ, stderr=subprocess.DEVNULL)
    try:
        while not out.exists() or not out.read_text():
            assert worker.poll() is None, "the worker ended by itself"
            time.sleep(0.02)
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        worker.wait()
    Path(f"{out}.go").touch()
    yield out, environ


def _run(code: str, environ: dict[str, str]) -> str:
    done = subprocess.run(_command(code), env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_job_when_its_worker_is_killed_then_runs_again_elsewhere(killed: tuple[Path, dict[str, str]]) -> None:
    out, environ = killed
    _run(f"{REAP}; {WORK_OFF}", environ)
    assert out.read_text().split() == ["began", "began", "done"]
    assert _run(STATUS, environ) == "SUCCESSFUL"


def test_job_when_its_worker_is_killed_and_nobody_reaps_then_stays_undone(
    killed: tuple[Path, dict[str, str]],
) -> None:
    """The control: without the reaper the job would be lost."""
    out, environ = killed
    _run(WORK_OFF, environ)
    assert out.read_text().split() == ["began"]
    assert _run(STATUS, environ) == "RUNNING"
