"""A rolling restart cuts nobody off: every process is new afterwards, no request failed, nothing written is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from sixianghui.project import rolling
from sixianghui.project.prepare import STAMP
from sixianghui.project.serve import ADDRESS
from tests.faults.lectures.room import until
from tests.faults.operations.load import UNKEPT, Load, Node, Site

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]
TWO_OF_EACH = {"SIXIANGHUI_FRONT_PROCESSES": "2", "SIXIANGHUI_APP_PROCESSES": "2"}
#: Every process of Python reads this before anything else, as it is on the disk at that moment.
_READ_FIRST = "import os, pathlib\npathlib.Path(r'{seen}', str(os.getpid())).write_text('{version}')\n"

_LONG_PREPARE = "import sys, time\nif 'prepare' in sys.orig_argv:\n    time.sleep(600)\n"

#: A release in which a module of views cannot be imported. Nothing imports it before the first page is asked for.
_BROKEN = """import sys
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("sixianghui.workbench.views"):
            raise ImportError("a release with a fault in it")
sys.meta_path.insert(0, Broken())
"""


def release(folder: Path, version: str) -> None:
    """Put another version of the code where it is started from."""
    (folder / "seen").mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_READ_FIRST.format(seen=folder / "seen", version=version))


def test_restart_when_people_read_write_and_listen_then_no_request_fails_and_the_new_code_runs(
    product_environ: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    code = tmp_path / "code"
    code.mkdir()
    release(code, "1")
    environ = {**product_environ, **TWO_OF_EACH, "PYTHONPATH": str(code)}
    site = Site(environ, crowd=12)
    with Node(environ) as node:
        site.port = node.port
        with Load(site) as load:
            for version in ("2", "3"):
                before = node.children()
                release(code, version)
                assert node.restart() == "换好了：每个进程都是新的。"
                after = node.children()
                # `ingest` is started anew by the supervisor, a moment later.
                assert sorted(name for name in after.values() if name != "ingest") == [
                    "app",
                    "app",
                    "front",
                    "front",
                ]
                assert not before.keys() & {pid for pid, name in after.items() if name != "ingest"}
                running = {
                    (code / "seen" / str(pid)).read_text() for pid, name in after.items() if name != "ingest"
                }
                assert running == {version}
                load.go_on()
        lost = load.lost()
    back, gaps = (sum(getattr(one, name) for one in load.viewers) for name in ("came_back", "gaps"))
    record_property(
        "counted",
        f"2 rolling restarts of 2 fronts and 2 apps: {load.read} pages read, {len(load.taken)} written,"
        f" {len(load.failed)} requests failed, {len(lost)} lost; streams came back {back} times, {gaps} gaps told",
    )
    assert load.failed == []
    assert lost == []
    assert all(viewer.twice == [] for viewer in load.viewers)


def test_restart_when_the_new_code_cannot_make_a_page_then_nobody_meets_it_and_the_old_code_serves_on(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    site = Site(product_environ, crowd=4)
    with Node({**product_environ, "PYTHONPATH": str(tmp_path)}) as node:
        site.port = node.port
        before = node.children()
        with Load(site) as load:
            (tmp_path / "sitecustomize.py").write_text(_BROKEN)
            status, said = node.ask_to_restart()
            load.go_on()
        assert (status, said.partition("看日志")[0]) == (
            1,
            "没有换成：新的 app-0 没有起来，原来的照常服务。",
        )
        assert (load.failed, load.lost(), node.children()) == ([], [], before)
        # The control: where nobody stands before it, the same code is met by everybody.
        os.kill(next(pid for pid, name in before.items() if name == "app"), signal.SIGKILL)
        until(lambda: site.get(UNKEPT)[0] == 500, 60)
        (tmp_path / "sitecustomize.py").unlink()
        assert node.restart() == "换好了：每个进程都是新的。"
        until(lambda: site.get(UNKEPT)[0] == 200, 60)


def test_server_when_it_is_ended_properly_then_leaves_no_number_that_another_process_may_have_some_day(
    product_environ: dict[str, str],
) -> None:
    with Node(product_environ) as node:
        number = node.data / "run" / rolling.PID
        # The control: while it runs, whoever asks for a restart finds it.
        assert int(number.read_text()) == node.process.pid
        assert number.with_name(ADDRESS).exists()
        node.process.terminate()
        assert node.process.wait(30) == 0
        assert not number.exists() and not number.with_name(ADDRESS).exists()


def test_restart_when_bringing_the_database_up_to_date_takes_long_then_what_falls_comes_back_and_the_end_is_obeyed(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    with Node({**product_environ, "PYTHONPATH": str(tmp_path)}) as node:
        (node.data / STAMP).unlink()
        (tmp_path / "sitecustomize.py").write_text(_LONG_PREPARE)
        node.process.send_signal(signal.SIGUSR1)
        until(lambda: "prepare" in node.children().values(), 60)
        number = {name: pid for pid, name in node.children().items()}

        os.kill(number["app"], signal.SIGKILL)
        until(lambda: "app" in {name for pid, name in node.children().items() if pid != number["app"]}, 30)

        node.process.terminate()
        assert node.process.wait(14) == 0  # systemd kills everything after fifteen seconds
        assert not psutil.pid_exists(number["prepare"])


def test_control_when_everything_is_killed_at_once_then_requests_do_fail(
    product_environ: dict[str, str],
) -> None:
    site = Site(product_environ, crowd=6)
    with Node(product_environ) as node:
        site.port = node.port
        with Load(site) as load:
            node.kill()
            node = Node(product_environ, port=site.port)
            node.start()
            load.go_on()
        lost = load.lost()
        node.kill()
    assert load.failed
    assert lost == []
