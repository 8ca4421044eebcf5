"""What is asked before Django starts."""

from __future__ import annotations

import http.server
import os
import re
import socket
import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sixianghui.project import config, moving, secrets, serve, sqlite_driver, supervisor, worker
from sixianghui.project.ground import BAD, OK, UNASKED, WARN, Said, folder, network, programs
from sixianghui.project.ground.folder import REMOTE, kind_of
from tests.contract.house import ROOT
from tests.factories.apart import started_apart

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/with\\040space rw - nfs4 10.0.0.1:/x rw
31 22 0:41 / /srv/local rw,relatime shared:2 master:1 - xfs /dev/sdb rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/with space/data", "nfs4"), ("/srv/with", "ext4"), ("/srv/local/a/b", "xfs"), ("/", "ext4")],
)
def test_disk_when_mounts_are_read_then_the_nearest_says_its_kind(path: str, kind: str) -> None:
    assert kind_of(Path(path), MOUNTS) == kind
    assert ("nfs4" in REMOTE, "ext4" in REMOTE) == (True, False)


def test_floors_when_pyproject_asks_for_more_then_are_the_same() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    least = {
        re.split(r"[\[><=;]", line)[0]: found[1]
        for line in asked
        if (found := re.search(r">=([\d.]+)", line))
    }
    assert {name: programs.parsed(least[name]) for name in programs.FLOORS} == programs.FLOORS
    assert programs.below_floor() == []


def test_floor_when_a_package_is_too_old_or_missing_then_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "FLOORS", {"Django": (99,), "no-such-package": (1,)})
    assert [(name, least) for name, _here, least in programs.below_floor()] == [
        ("Django", "99"),
        ("no-such-package", "1"),
    ]


@pytest.mark.parametrize("here", [True, False])
def test_sqlite_when_it_is_too_old_then_nothing_is_advised_that_cannot_be_had_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    monkeypatch.setattr(sqlite_driver, "LEAST", (99,))
    monkeypatch.setattr(sqlite_driver, "CAN_BE_INSTALLED", here)
    advice = next(programs.versions(config.load({"SIXIANGHUI_DATA": str(tmp_path)}))).counsel()
    assert ("pysqlite3" in advice, "PostgreSQL" in advice) == (here, True)
    with pytest.raises(RuntimeError) as refused:
        sqlite_driver.install()
    assert ("pysqlite3" in str(refused.value), "PostgreSQL" in str(refused.value)) == (here, True)


def test_lock_when_a_server_holds_it_then_is_seen_and_not_taken(tmp_path: Path) -> None:
    assert network.held(tmp_path) is False
    descriptor = supervisor.lock(tmp_path)
    assert network.held(tmp_path) is True
    os.close(descriptor)
    assert network.held(tmp_path) is False
    os.close(supervisor.lock(tmp_path))  # looking took nothing


def _said(check: Callable[[config.Config], Iterator[Said]], here: config.Config) -> list[tuple[str, str]]:
    return [(one.level, one.sentence()) for one in check(here)]


def test_site_when_it_starts_where_another_was_killed_then_is_said_to_start_and_not_to_be_broken(
    tmp_path: Path,
) -> None:
    here = config.load({"SIXIANGHUI_DATA": str(tmp_path), "SIXIANGHUI_HOST": "192.0.2.1"})
    here.run.mkdir()
    (here.run / serve.ADDRESS).write_text("http://127.0.0.1:9/")
    server = serve.Server(here, empty=True)
    assert server.run() == 4  # it has the folder; 192.0.2.1 is nobody's, so it comes no further
    assert _said(network.running, here) == [(WARN, "正在启动，还没有好。")]
    os.close(server.held)
    assert _said(network.running, here) == [(UNASKED, "没有在运行，它答不答得上来没有问。")]


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
def test_site_when_it_listens_at_another_port_than_its_proxy_asks_then_is_told_so_by_either_kind_of_address(
    tmp_path: Path, proxies: str
) -> None:
    class Front(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    class Six(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6

    with Six(("::1", 0), Front) as front:
        threading.Thread(target=front.serve_forever, args=(0.05,), daemon=True).start()
        there = front.server_address[1]
        given = {
            "SIXIANGHUI_DATA": str(tmp_path),
            "SIXIANGHUI_HOST": "::1",
            "SIXIANGHUI_TRUSTED_PROXIES": proxies,
        }
        here = config.load({**given, "SIXIANGHUI_PORT": "8000"})
        server = serve.Server(here, empty=True)
        server.port = there
        here.run.mkdir()
        descriptor = supervisor.lock(here.run)
        (here.run / serve.ADDRESS).write_text(server._address(server._local()))
        assert serve.address_of(here.run) == f"http://[::1]:{there}/"
        levels = [level for level, _text in _said(network.running, here)]
        assert levels == [WARN if proxies else OK]
        assert [
            one for one, _ in _said(network.running, config.load({**given, "SIXIANGHUI_PORT": str(there)}))
        ] == [OK]
        os.close(descriptor)
        front.shutdown()


@pytest.mark.parametrize(
    ("status", "fronts", "level"), [(200, True, OK), (503, True, BAD), (200, False, BAD)]
)
def test_site_when_its_processes_were_started_apart_then_runs_and_has_its_own_port(
    tmp_path: Path, status: int, fronts: bool, level: str
) -> None:
    with socket.socket() as front:
        front.bind(("127.0.0.1", 0))
        front.listen()
        port = str(front.getsockname()[1])
        here = config.load({"SIXIANGHUI_DATA": str(tmp_path), "SIXIANGHUI_PORT": port})
        assert [said for said, _ in _said(network.port, here)] == [WARN]  # the control: another's
        with started_apart(here.run, status=status, fronts=fronts):
            (here.run / serve.ADDRESS).write_text(
                "http://127.0.0.1:9/"
            )  # of a `serve` that was killed long ago
            assert _said(network.port, here) == []
            assert [said for said, _ in _said(network.running, here)] == [level]
        assert network.runs(here.run) is False  # the sockets still lie about


def test_move_when_the_site_runs_in_processes_started_apart_then_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = config.load({"SIXIANGHUI_DATA": str(tmp_path)})
    (tmp_path / "sixianghui.sqlite3").touch()
    with started_apart(here.run):
        assert moving.run(here, "postgresql://nobody@127.0.0.1:9/nothing") == 3
    assert "先停掉它再搬" in capsys.readouterr().out
    os.close(supervisor.lock(here.run))  # it keeps nothing


def test_move_when_a_worker_of_its_own_is_at_work_then_is_refused_and_none_begins_meanwhile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = config.load({"SIXIANGHUI_DATA": str(tmp_path)})
    (tmp_path / "sixianghui.sqlite3").touch()
    workers = [supervisor.lock_as_worker(here.run) for _ in range(2)]
    assert moving.run(here, "postgresql://nobody@127.0.0.1:9/nothing") == 3
    assert "另开的 worker" in capsys.readouterr().out
    for one in workers:
        os.close(one)
    moving_on = supervisor.lock_out_workers(here.run)
    assert worker.run(here.run) == 3
    assert "正在搬" in capsys.readouterr().err
    os.close(moving_on)


def test_signing_key_when_it_is_being_renewed_then_is_said(tmp_path: Path) -> None:
    found = config.load({"SIXIANGHUI_DATA": str(tmp_path)})
    kept = secrets.read_or_make(found.data, "secret_key")
    assert [one.sentence() for one in folder.secrets(found)] == ["只有自己读得到。"]
    secrets.write(found.data, "secret_key", replace(kept, upcoming=secrets.fresh()))
    said = list(folder.secrets(found))
    assert [one.sentence() for one in said] == ["签名密钥还没有换完。", "只有自己读得到。"]
    assert "secret-key status" in said[0].counsel()


def test_site_when_its_name_is_not_allowed_then_is_said() -> None:
    def said(**values: str) -> list[str]:
        found = config.load({f"SIXIANGHUI_{name}": value for name, value in values.items()})
        return [one.sentence() for one in network.exposure(found)]

    assert said(SITE_URL="https://sxh.example.cn")[0].startswith(
        "SIXIANGHUI_SITE_URL 的域名 sxh.example.cn 不在"
    )
    assert said(SITE_URL="https://sxh.example.cn", ALLOWED_HOSTS="sxh.example.cn") == []
    assert said(SITE_URL="https://sxh.example.cn", ALLOWED_HOSTS=".example.cn") == []
    assert said(HOST="0.0.0.0")[0].startswith("监听的 0.0.0.0 不是本机地址")
