"""The worker is killed while it writes a long file: nothing of it lies in its place, and the next worker writes all of it, once."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contract.house import ROOT

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]
ROWS = 60

#: Each process knows a figure whose rows take their time.
SETUP = """
import time as real
from dataclasses import replace
from tests.unit.ledger.book import TURNS, Column, ledger, open_book
def slowly(row):
    real.sleep(0.02)
    return row.unit.name * 60
ledger.register(replace(TURNS, name='wechat.test_slow', columns=(Column('branch', '支部', slowly),)))
from sixianghui.reports import commands
from sixianghui.reports.models import Export
from sixianghui.reports.queries import exports as queries
"""
SEED = (
    SETUP
    + f"""
from tests.factories import an_account
book = open_book()
for number in range({ROWS}):
    book.turn(book.branch(name=f'样例支部{{number}}'))
print(commands.ask_for_rows('wechat.test_slow', ledger.WHOLE, 'csv', by=an_account()).ref)
"""
)
WORK = (
    SETUP + "import threading; from sixianghui.tasks.public import run_worker; run_worker(threading.Event())"
)
#: The control: the same file, written where it is fetched from.
WORK_LOOSELY = (
    SETUP
    + """
from sixianghui.ledger.public import Scope
from sixianghui.reports import exports
one = Export.objects.get()
file = exports.export(ledger.read(ledger.get(one.figure), Scope.from_json(one.scope).at(one.as_of), one.account))
queries.folder().mkdir(parents=True, exist_ok=True)
with queries.file_of(one).open('wb') as target:
    target.writelines(line.encode() for line in exports.csv_lines(file))
"""
)
LOOK = (
    SETUP
    + """
import datetime as dt
from sixianghui.notify.public import Message
from sixianghui.tasks import clock, leases
from sixianghui.tasks.public import work_off
def look():
    one = Export.objects.get()
    path = queries.file_of(one)
    whole = path.read_text(encoding='utf-8-sig').count('样例支部') // 60 if path.exists() else 0
    print(one.ready_at is not None, whole, Message.objects.count(), len(list(queries.folder().glob('*'))))
look()
"""
)
#: The dead worker's job is taken up by the next one, and looked for once more when it is done.
GO_ON = (
    LOOK
    + """
for _twice in range(2):
    leases.reap(clock.now() + dt.timedelta(hours=2))
    work_off()
commands.drop_old_exports()
look()
"""
)


def _command(code: str) -> list[str]:
    return [sys.executable, "-c", f"import django; django.setup()\n{code}"]


def _run(code: str, environ: dict[str, str]) -> str:
    done = subprocess.run(_command(code), env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _killed_while_writing(code: str, environ: dict[str, str], data: Path) -> None:
    """Let a process work until part of the file is on the disk, and kill it there."""
    worker = subprocess.Popen(_command(code), env=environ, stderr=subprocess.DEVNULL)
    try:
        while not any(one.stat().st_size for one in (data / "exports" / "reports").glob("*")):
            assert worker.poll() is None, "the worker ended by itself"
            time.sleep(0.005)
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        worker.wait()


@pytest.fixture
def environ(product_environ: dict[str, str]) -> dict[str, str]:
    return {**product_environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def test_export_when_its_worker_is_killed_then_no_half_file_is_there_and_the_next_one_makes_it_once(
    environ: dict[str, str], data_folder: Path
) -> None:
    _run(SEED, environ)
    _killed_while_writing(WORK, environ, data_folder)
    assert _run(GO_ON, environ).splitlines() == ["False 0 0 1", f"True {ROWS} 1 1"]


def test_export_when_written_in_its_place_and_killed_then_is_half_there(
    environ: dict[str, str], data_folder: Path
) -> None:
    """The control."""
    _run(SEED, environ)
    _killed_while_writing(WORK_LOOSELY, environ, data_folder)
    rows = int(_run(LOOK, environ).split()[1])
    assert 0 < rows < ROWS
