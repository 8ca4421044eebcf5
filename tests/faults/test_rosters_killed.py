"""The worker is killed while it writes a roster: nothing of it is there, and the next worker writes all of it, once."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contract.house import ROOT

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]
ROWS = 2_000

SEED = f"""
import io
from sixianghui.access.public import Post
from sixianghui.directory import commands
from sixianghui.tasks.public import work_off
from tests.factories import a_unit, an_enterprise, rosters, someone_with
root = a_unit(kind='party_committee', name=rosters.ROOT, enterprise=an_enterprise())
secretary = someone_with(Post.SECRETARY, root)
one = commands.upload_roster(io.BytesIO(rosters.saved(rosters.a_roster({ROWS}).book())), name='x.xlsx', by=secretary)
work_off()
one.refresh_from_db()
commands.start_import(one, by=secretary)
print(one.ref)
"""
WORK = "import threading; from sixianghui.tasks.public import run_worker; run_worker(threading.Event())"
#: The control: the same writes, each by itself.
WORK_LOOSELY = """
from sixianghui.directory.commands import roster_writing
from sixianghui.directory.models import RosterImport
from sixianghui.directory.roster import staging
from django.db import transaction
one = RosterImport.objects.get()
plan = staging.preview(one.ref).plan
units = roster_writing._Units()
with transaction.atomic():
    for new in plan.new_units:
        units.register(new)
progress = staging.Progress(one.ref, 'writing', lambda *_: None)
for number, portion in enumerate(roster_writing._portions(plan.new_people), start=1):
    roster_writing._enter(portion, units)
    progress(number, 1000)
"""
REAP = "import datetime as dt; from sixianghui.tasks import clock, leases; leases.reap(clock.now() + dt.timedelta(minutes=1))"
WORK_OFF = "from sixianghui.tasks.public import work_off; work_off()"
COUNT = (
    "from sixianghui.directory.models import *; from sixianghui.audit.public import AuditEvent as E;"
    " print(Person.objects.filter(account=None).count(), Standing.objects.count(), Unit.objects.filter(parent__isnull=False).count(),"
    " E.objects.filter(action='roster:import').count())"
)


def _command(code: str) -> list[str]:
    return [sys.executable, "-c", f"import django; django.setup()\n{code}"]


def _run(code: str, environ: dict[str, str]) -> str:
    done = subprocess.run(_command(code), env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _killed_while_writing(code: str, environ: dict[str, str], data: Path, ref: str) -> None:
    """Let a process work until it has written some of the people, and kill it there."""
    progress = data / "imports" / ref / "progress.json"
    progress.unlink(missing_ok=True)
    worker = subprocess.Popen(_command(code), env=environ, stderr=subprocess.DEVNULL)
    try:
        while True:
            assert worker.poll() is None, "the worker ended by itself"
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
                now = json.loads(progress.read_text())
                if now["stage"] == "writing" and 0 < now["done"] < now["total"]:
                    break
            time.sleep(0.005)
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        worker.wait()


@pytest.fixture
def environ(product_environ: dict[str, str]) -> dict[str, str]:
    return {**product_environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def test_import_when_its_worker_is_killed_then_nothing_is_half_done_and_the_next_one_does_it_once(
    environ: dict[str, str], data_folder: Path
) -> None:
    ref = _run(SEED, environ)
    before = _run(COUNT, environ)
    _killed_while_writing(WORK, environ, data_folder, ref)
    assert (before, _run(COUNT, environ)) == ("0 0 0 0", "0 0 0 0")
    _run(f"{REAP}; {WORK_OFF}", environ)
    people, _standings, units, audited = map(int, _run(COUNT, environ).split())
    assert (people, units, audited) == (ROWS, 24, 1)
    _run(f"{REAP}; {WORK_OFF}", environ)
    assert _run(COUNT, environ).startswith(f"{ROWS} ")


def test_import_when_written_without_one_transaction_and_killed_then_is_half_done(
    environ: dict[str, str], data_folder: Path
) -> None:
    """The control."""
    ref = _run(SEED, environ)
    _killed_while_writing(WORK_LOOSELY, environ, data_folder, ref)
    people, *_rest = map(int, _run(COUNT, environ).split())
    assert 0 < people < ROWS
