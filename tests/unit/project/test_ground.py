"""What is asked before Django starts."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sixianghui.project import config, secrets, supervisor
from sixianghui.project.ground import folder, network, programs
from sixianghui.project.ground.folder import REMOTE, kind_of
from tests.contract.house import ROOT

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


def test_lock_when_a_server_holds_it_then_is_seen_and_not_taken(tmp_path: Path) -> None:
    assert network.held(tmp_path) is False
    descriptor = supervisor.lock(tmp_path)
    assert network.held(tmp_path) is True
    os.close(descriptor)
    assert network.held(tmp_path) is False
    os.close(supervisor.lock(tmp_path))  # looking took nothing


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
