"""What `deploy/` tells operators really starts: the units' own command lines, environment and limits, and nginx before them."""

from __future__ import annotations

import contextlib
import http.client
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sixianghui.project.cli import parser
from sixianghui.project.ground.network import app_status
from tests.factories.nginx import DEPLOY, free_port, nginx, program
from tests.faults.lectures.room import until
from tests.faults.operations.test_nodes import changes, over_tls

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
INSTALLED, DATA = "/opt/sixianghui/.venv/bin/sixianghui", "/var/lib/sixianghui"
#: What every unit must say, whatever else it says.
HARDENED = {
    "User": "sixianghui", "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "ProtectSystem": "strict",
    "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes", "ProtectProc": "invisible",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6 AF_NETLINK", "SystemCallFilter": "@system-service",
    "RestrictSUIDSGID": "yes", "LockPersonality": "yes", "UMask": "0077", "LimitNOFILE": "65536",
    "OOMPolicy": "continue",
    "EnvironmentFile": "/etc/sixianghui/settings", "StateDirectoryMode": "0700",
}  # fmt: skip
#: What `sixianghui …` of root takes over from the unit, so that what it makes the service can open.
RUN_AS = (
    "User", "Group", "EnvironmentFile", "Environment", "WorkingDirectory", "StateDirectory", "StateDirectoryMode",
    "UMask",
)  # fmt: skip
FOUND = (
    "found", "--committee", "样例市互联网行业党委", "--name", "某人", "--username", "someone",
    "--security-name", "另一人", "--security-username", "another",
)  # fmt: skip


def said(unit: Path) -> dict[str, list[str]]:
    """What a unit says, by key."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.M):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_when_read_then_it_is_shut_in_and_limited(unit: Path) -> None:
    found = said(unit)
    assert {name: found.get(name, ["absent"])[-1] for name in HARDENED} == HARDENED
    assert re.fullmatch(r"\d+G", found["MemoryMax"][0])
    assert found["ExecStart"][0].startswith(INSTALLED)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_when_it_is_the_first_to_prepare_a_folder_then_it_makes_no_demo(unit: Path) -> None:
    words = shlex.split(said(unit)["ExecStart"][0].replace("%i", "0"))
    assert getattr(parser().parse_args(words[1:]), "empty", True)


@pytest.mark.parametrize("command", ["serve", "prepare"])
def test_command_when_nobody_says_empty_then_it_would_make_one(command: str) -> None:
    """The control."""
    assert not parser().parse_args([command]).empty


def test_command_of_root_when_run_then_as_the_service_is_and_with_its_words_whole(tmp_path: Path) -> None:
    stand_in = tmp_path / "systemd-run"
    stand_in.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    stand_in.chmod(0o755)
    done = subprocess.run(
        ["sh", DEPLOY / "systemd" / "sixianghui.sh", *FOUND[:3], "--name", "某 人"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    words = done.stdout.splitlines()
    service = said(DEPLOY / "systemd" / "sixianghui.service")
    assert {f"--property={name}={service[name][-1]}" for name in RUN_AS} <= set(words)
    assert words[words.index(INSTALLED) :] == [INSTALLED, *FOUND[:3], "--name", "某 人"]


def test_units_when_systemd_looks_at_them_then_it_has_nothing_to_say(tmp_path: Path) -> None:
    looks = shutil.which("systemd-analyze")
    if looks is None:
        pytest.skip("no systemd-analyze on this machine")
    names = []
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(INSTALLED, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
        names.append(str(tmp_path / unit.name.replace("@.", "@0.")))
    done = subprocess.run([looks, "verify", *names], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "sixianghui" in line]
    assert (ours, done.returncode) == ([], 0)


def open_files(found: dict[str, list[str]]) -> int:
    """The unit's limit, or what this machine lets us set at most."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = int(found["LimitNOFILE"][0])
    return wanted if most == resource.RLIM_INFINITY else min(wanted, most)


class Installed:
    """The units as they would run here: same words, same settings, same limit of open files."""

    def __init__(self, environ: dict[str, str], data: Path, ports: dict[int, int]) -> None:
        self.data, self.ports = data, ports
        self.bare = {name: environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in environ}
        self.running: list[subprocess.Popen[bytes]] = []

    def command(self, unit: str) -> tuple[list[str], dict[str, str]]:
        """The command line and the environment of `name@instance`."""
        name, _at, instance = unit.partition("@")
        found = said(DEPLOY / "systemd" / f"{name}{'@' if instance else ''}.service")
        settings = (DEPLOY / "systemd" / "settings.example").read_text(encoding="utf-8")
        given = dict(re.findall(r"^#?(SIXIANGHUI_\w+)=(.*)$", settings, re.M))
        given = {
            key: value
            for key, value in given.items()
            if key not in ("SIXIANGHUI_DATABASE_URL", "SIXIANGHUI_REDIS_URL")
        }
        given |= dict(line.replace("%i", instance).split("=", 1) for line in found["Environment"])
        given["SIXIANGHUI_DATA"] = given["SIXIANGHUI_DATA"].replace(DATA, str(self.data))
        if "SIXIANGHUI_PORT" in given or name == "sixianghui":
            given["SIXIANGHUI_PORT"] = str(self.ports[int(given.get("SIXIANGHUI_PORT", "8000"))])
        words = shlex.split(found["ExecStart"][0].replace("%i", instance))
        words[:1] = [sys.executable, "-m", "sixianghui.project.cli"]
        return ["prlimit", f"--nofile={open_files(found)}", "--core=0", *words], {**self.bare, **given}

    def start(self, unit: str) -> subprocess.Popen[bytes]:
        words, environ = self.command(unit)
        process = subprocess.Popen(words, env=environ, cwd=self.data, umask=0o077)
        self.running.append(process)
        return process

    def serves(self, name: str) -> bool:
        """Whether this very front or app answers: the other one would hide that it does not."""
        kind, _at, number = name.partition("@")
        if kind == "app":
            return app_status(self.data / "run" / f"app-{number}.socket") == 200
        link = http.client.HTTPConnection("127.0.0.1", self.ports[8000 + int(number)], timeout=5)
        try:
            link.request("GET", "/servingz")
            return link.getresponse().status == 200
        except OSError:
            return False
        finally:
            link.close()

    def stop(self) -> None:
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(60)


@pytest.fixture
def installed(data_folder: Path, product_environ: dict[str, str]) -> Iterator[Installed]:
    if shutil.which("prlimit") is None:
        pytest.skip("no prlimit on this machine")
    made = Installed(product_environ, data_folder, {8000: free_port(), 8001: free_port()})
    with contextlib.ExitStack() as stack:
        stack.callback(made.stop)
        yield made


@pytest.mark.deep
@pytest.mark.sqlite
def test_unit_of_the_whole_site_when_it_starts_for_the_first_time_then_the_next_command_founds_the_site(
    installed: Installed,
) -> None:
    """On a demo `found` says no: nothing was replayed, and no account was made."""
    installed.start("sixianghui")
    until(lambda: installed.serves("front@0"), 300)
    words, environ = installed.command("sixianghui")
    done = subprocess.run(
        [*words[: words.index("serve")], *FOUND],
        env=environ, cwd=installed.data, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.count(f"127.0.0.1:{installed.ports[8000]}/links/")) == (0, 2)


@pytest.mark.deep
@pytest.mark.sqlite
@pytest.mark.skipif(not program(), reason="no nginx on this machine")
def test_units_when_started_apart_behind_nginx_then_the_site_answers_and_one_may_be_restarted(
    installed: Installed, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assert installed.start("sixianghui-prepare").wait(300) == 0
    installed.running.clear()
    parts = {
        name: installed.start(f"sixianghui-{name}")
        for name in ("app@0", "app@1", "front@0", "front@1", "ingest", "worker")
    }
    tls, plain = free_port(), free_port()
    told = changes(
        tmp_path, (installed.ports[8000], installed.ports[8001]), tls=tls, plain=plain,
        addresses=("127.0.0.1:8000", "127.0.0.1:8001"),
    )  # fmt: skip
    del told["server 127.0.0.1:8000 "], told["server 127.0.0.1:8001 "]
    told |= {f"127.0.0.1:{port} ": f"127.0.0.1:{here} " for port, here in installed.ports.items()}
    with nginx(tmp_path, "nginx/sixianghui-m.conf", told):
        until(lambda: over_tls(tls, "/servingz")[0] == 200, 90)
        status, headers = over_tls(tls, "/units/")
        assert (status, headers["cross-origin-opener-policy"]) == (200, "same-origin")
        assert "Secure" in over_tls(tls, "/sign-in/")[1]["set-cookie"]

        answered = 0
        for name in ("front@0", "app@0", "front@1", "app@1"):
            parts[name].send_signal(signal.SIGTERM)
            for _ in range(10):
                assert over_tls(tls, "/units/")[0] == 200
                answered += 1
            assert parts[name].wait(60) == 0
            parts[name] = installed.start(f"sixianghui-{name}")
            until(lambda name=name: installed.serves(name), 90)  # type: ignore[misc]

        # Events come while the answer is not over: nothing holds them back.
        link = http.client.HTTPConnection("127.0.0.1", plain, timeout=60)
        link.putrequest("GET", "/events/?topic=nothing:1")
        link.endheaders()
        assert link.getresponse().status in {200, 403, 404}
        link.close()
    assert all(process.poll() is None for process in parts.values())
    limits = Path(f"/proc/{parts['app@0'].pid}/limits").read_text()
    assert re.search(rf"Max open files +{open_files(said(UNITS[0]))} ", limits)
    record_property(
        "counted", f"units apart behind nginx: {answered} pages while each of 4 was restarted, 0 failed"
    )
