"""A job that does not end. Its lease lapses; the others must not wait behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import worker
from sixianghui.tasks.public import run_worker
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A worker that has begun a job which hangs; where the job writes."""
    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.05)
    monkeypatch.setattr(worker, "GRACE", 0.1)
    out, stop = tmp_path / "out", threading.Event()
    jobs.hang.enqueue(str(out))
    thread = threading.Thread(target=run_worker, args=(stop,), kwargs={"poll": 0.02})
    thread.start()
    try:
        assert until(out.exists)
        yield out
    finally:
        out.with_name("out.go").touch()
        stop.set()
        thread.join()
        until(lambda: not [one for one in threading.enumerate() if one.name.startswith("worker-")])


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    last = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > last:
            return False
        time.sleep(0.02)
    return True


def test_job_when_it_goes_on_after_its_limit_then_another_worker_does_the_next_and_it_counts_as_failed(
    at_work: Path,
) -> None:
    jobs.write.enqueue(str(at_work.with_name("next")), "done")

    assert until(at_work.with_name("next").exists)
    [hung] = DBTaskResult.objects.filter(task_path__endswith="hang")
    assert (hung.status, hung.exception_class_path.rpartition(".")[2]) == ("FAILED", "WorkerDied")

    at_work.with_name("out.go").touch()  # it ends after all: nobody asked for that any more
    assert until(lambda: at_work.read_text() == "began\ndone\n")
    hung.refresh_from_db()
    assert hung.status == "FAILED"


@pytest.fixture
def never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody notices that a job hangs."""
    monkeypatch.setattr(worker._Worker, "hangs", lambda _self: False)


def test_control_when_a_worker_is_never_left_behind_then_the_next_job_waits(
    never_left: None, at_work: Path
) -> None:
    jobs.write.enqueue(str(at_work.with_name("next")), "done")
    assert not until(at_work.with_name("next").exists, seconds=2)
