"""Django's own list of what a site on the internet must have, and what files for operators must not take for granted."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from tests.factories.nginx import DEPLOY, KEEPS

ROOT = DEPLOY.parent
PAGES = sorted([*DEPLOY.rglob("*.md"), *(DEPLOY.parent / "docs" / "guide").glob("*.md")])
NGINX = sorted(path for path in DEPLOY.rglob("*.conf") if "proxy_pass" in path.read_text(encoding="utf-8"))


def warnings() -> list[str]:
    """What `check --deploy` says, without what is silenced with a reason in the settings."""
    return [
        str(message) for message in run_checks(include_deployment_checks=True) if not message.is_silenced()
    ]


@pytest.mark.django_db
def test_settings_when_checked_for_deployment_then_nothing_is_said() -> None:
    assert warnings() == []


@pytest.mark.django_db
def test_settings_when_one_is_unsafe_then_it_is_said(settings: Any) -> None:
    settings.SECURE_CONTENT_TYPE_NOSNIFF = False
    settings.DEBUG = True
    assert sorted(line.split("security.")[1][:4] for line in warnings()) == ["W006", "W018"]


@pytest.mark.parametrize(("status", "counts"), [(1, False), (0, True)], ids=["it fails", "the control"])
def test_web_part_when_its_build_fails_then_it_does_not_count_as_built(
    tmp_path: Path, status: int, counts: bool
) -> None:
    """Whoever sources `bin/_env.sh` may not stop at a fault by themselves, and an older build may lie there."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "_env.sh", tmp_path / "bin")
    build = tmp_path / "bin" / "build"
    build.write_text(f"#!/bin/sh\nexit {status}\n")
    build.chmod(0o755)
    dist = tmp_path / "src" / "sixianghui" / "ui" / "static" / "dist"
    dist.mkdir(parents=True)
    done = subprocess.run(
        ["bash", "-c", "source bin/_env.sh && ensure_web"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, (dist / ".built").exists()) == (status, counts)


def caches(text: str) -> list[Path]:
    """Where a configuration of nginx keeps what it fetched."""
    return [Path(found) for found in re.findall(r"^proxy_cache_path (\S+)", text, re.M)]


@pytest.mark.parametrize("path", NGINX, ids=lambda path: path.name)
def test_nginx_when_it_keeps_pieces_then_right_below_the_folder_that_is_there(path: Path) -> None:
    """A folder that is not there keeps nginx from starting: it makes the last part alone."""
    assert [kept.parent for kept in caches(path.read_text(encoding="utf-8"))] == [Path(KEEPS)]


def test_caches_when_one_lies_elsewhere_then_it_is_seen() -> None:
    """The control."""
    assert caches("proxy_cache_path /var/cache/nginx/x levels=1:2\n") == [Path("/var/cache/nginx/x")]


def test_folder_of_nginx_when_the_package_is_asked_then_it_makes_it() -> None:
    asks = shutil.which("dpkg")
    if asks is None:
        pytest.skip("no Debian")
    done = subprocess.run([asks, "-L", "nginx-common"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("nginx is not installed by its package")
    assert KEEPS in done.stdout.splitlines()


def test_nginx_files_when_two_lie_on_one_machine_then_they_give_nothing_the_same_name() -> None:
    """Two with one name keep nginx from starting. `-m` and `-l` are never both there."""
    streams = (DEPLOY / "nginx-streams.conf").read_text(encoding="utf-8")
    names = re.compile(r"^upstream (\w+)|keys_zone=(\w+)|^proxy_cache_path (\S+)", re.M)
    for path in (DEPLOY / "nginx").glob("*.conf"):
        other = path.read_text(encoding="utf-8")
        assert not set(names.findall(streams)) & set(names.findall(other)), path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page_when_it_lets_a_unit_write_elsewhere_then_a_disk_that_is_away_does_not_stop_the_site(
    path: Path,
) -> None:
    """Without the `-`, systemd starts nothing while the folder is missing (226/NAMESPACE)."""
    assert re.findall(r"ReadWritePaths=(?!-/).*", path.read_text(encoding="utf-8")) == []


#: What stands right below the heading of each version, in both languages.
_HEAD = re.compile(
    r"[^\n]*\n\n要停站：(?:否 · Stop needed: no|是 · Stop needed: yes)\n\n先做：.+ · Before: .+\n"
)


def unsaid(changes: str) -> list[str]:
    """Versions that do not say at their head whether the site has to be stopped and what has to be done before."""
    versions = re.split(r"^## ", changes, flags=re.M)[1:]
    return [one.partition("\n")[0] for one in versions if not _HEAD.match(one)]


def test_changes_when_a_version_is_named_then_its_head_says_in_both_languages_what_has_to_be_done() -> None:
    """`docs/guide/upgrading.md` sends Chinese operators there, to look for these words."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## " in changes
    assert unsaid(changes) == []


def test_changes_when_a_version_says_it_in_english_alone_or_two_things_at_once_then_it_is_seen() -> None:
    """The control."""
    said = "要停站：是 · Stop needed: yes\n\n先做：没有 · Before: nothing\n"
    heads = {
        "3": said,
        "2": "Stop needed: yes\n\nBefore: nothing\n",
        "1": said.replace("yes", "no"),
        "0": said.partition("\n")[0] + "\n",
    }
    changes = "# Changes\n\n" + "\n".join(f"## {number}\n\n{head}" for number, head in heads.items())
    assert unsaid(changes) == ["2", "1", "0"]
