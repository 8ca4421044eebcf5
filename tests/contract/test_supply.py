"""T33, S1, S3, S4: what is installed is what was locked and listed, nothing secret lies about, a release holds what it should."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.house import ROOT
from tools import audit

#: Spelt in parts, so that the scan of this repository does not find it here.
KEY = "-----BEGIN PRIVATE " + "KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj" * 3
PASSWORD = "api_key = '" + "q7Zp" + "X2mK9vR4tL8wN3bY6cH1" + "'"


def lock() -> dict[str, tuple[str, list[str]]]:
    return audit.locked((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))


def test_environment_when_compared_with_the_lock_then_is_equal_and_each_has_hashes(
    record_property: Callable[..., None],
) -> None:
    here = audit.installed()
    assert audit.differences(lock(), here) == []
    assert [name for name, (_version, hashes) in lock().items() if not hashes] == []
    record_property("counted", f"supply: {len(here)} packages installed as locked, each with hashes")


def parts(made: dict[str, Any], place: str) -> dict[str, str]:
    return {
        one["name"]: one["version"] for one in made["components"] if one["purl"].startswith(f"pkg:{place}/")
    }


def test_scripts_of_pages_when_built_then_hold_nothing_of_others_that_is_not_in_the_list() -> None:
    """What the scripts of pages take from others is asked for by name there."""
    taken = {
        found[1]
        for path in (ROOT / "web").rglob("*.ts")
        for found in re.finditer(r"""(?:from|import)\s*\(?\s*["']([^."'/][^"'/]*)""", path.read_text("utf-8"))
    }
    assert taken == audit.bundled().keys()


def test_list_of_parts_when_made_then_is_equal_to_the_environment_and_the_same_each_time() -> None:
    here = audit.installed()
    made = audit.bill(here, lock())
    assert parts(made, "pypi") == here
    assert (
        parts(made, "npm").keys()
        == json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"].keys()
    )
    assert made["bomFormat"] == "CycloneDX"
    assert json.dumps(made) == json.dumps(audit.bill(dict(reversed(here.items())), lock()))


def test_environment_when_it_differs_then_each_difference_is_named() -> None:
    """The control."""
    wanted = {"django": ("5.2.19", ["a"]), "gone": ("1", ["a"])}
    assert audit.differences(wanted, {"django": "5.2.1", "more": "2"}) == [
        "django: locked 5.2.19, installed 5.2.1",
        "gone: locked 1, installed not at all",
        "more 2 is installed and not locked",
    ]


def test_repository_when_scanned_then_holds_nothing_like_a_secret() -> None:
    assert audit.in_repository() == []


def test_scan_when_something_is_a_secret_then_says_where_and_not_what() -> None:
    """The control."""
    found = list(audit.secrets_in("a.py", f"x = 1\n{PASSWORD}\n{KEY}\n"))
    assert found == ["a.py:3: a private key", "a.py:2: a text like a password"]
    assert list(audit.secrets_in("a.py", "password = 'password-of-the-mail-server'")) == []


def test_known_faults_when_nobody_was_asked_then_are_not_called_clean() -> None:
    line, faulty = audit.known_faults({"django": "5.2.19"}, online=False)
    assert ("not checked: 3 packages" in line, "clean" in line, faulty) == (True, False, False)


def test_wheel_when_it_holds_what_it_should_not_then_is_said() -> None:
    """The control of the one that is built."""
    files = [
        ("sixianghui/tests/test_x.py", ""), ("sixianghui/a.js.map", ""), ("sixianghui/b.js", "//# source" + "MappingURL=b"),
        ("sixianghui/data.sqlite3", ""), ("sixianghui/key.py", KEY), ("sixianghui/good.py", "x = 1"),
    ]  # fmt: skip
    assert len(audit.in_wheel(files)) == 5


@pytest.mark.deep
def test_wheel_when_built_then_holds_no_tests_maps_or_secrets_and_what_a_site_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    [wheel] = tmp_path.glob("*.whl")
    names = [name for name, _text in audit.wheel_files(wheel)]
    assert audit.in_wheel(audit.wheel_files(wheel)) == []
    for needed in (
        "ui/static/dist/manifest.json",
        "locale/en/LC_MESSAGES/django.mo",
        "documents/fonts/body.ttf",
    ):
        assert f"sixianghui/{needed}" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"sixianghui"}
