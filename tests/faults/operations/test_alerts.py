"""The alerts that `deploy/` ships, in a real Prometheus that asks a real front."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests import databases, demo
from tests.factories.prometheus import RULES, programs, prometheus
from tests.faults.house import House

pytestmark = [
    pytest.mark.deep,
    pytest.mark.sqlite,
    pytest.mark.skipif(not programs(), reason="no Prometheus on this machine"),
]
_NAME = re.compile(r"\bsixianghui_\w+")


def linted(text: str) -> str:
    """What promtool does not like about these figures; nothing when they are well."""
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=text, text=True, capture_output=True, check=False
    )
    return done.stdout + done.stderr


def test_alerts_when_a_prometheus_loads_them_then_know_their_figures_and_speak_when_app_falls(
    tmp_path: Path,
) -> None:
    data, folder = tmp_path / "data", tmp_path / "prometheus"
    data.mkdir()
    folder.mkdir()
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    environ = {**demo.environ_of(databases.a_data_folder(data)), "SIXIANGHUI_BACKUP_DIR": str(kept)}
    with House(environ) as house, prometheus(folder, house.port) as watcher:
        # What app tells of itself comes once a minute.
        watcher.wait_for(lambda: watcher.ask("query", query="sixianghui_app_workers > 0")["result"])
        text = house.get("/metrics")[1].decode()
        assert linted(text) == ""
        known = set(watcher.ask("label/__name__/values"))
        assert set(_NAME.findall(RULES.read_text(encoding="utf-8"))) - known == set()

        rules = watcher.rules()
        assert {rule["health"] for rule in rules.values()} == {"ok"}
        # The control of what follows: only a new site's want of a backup is told of.
        told = {name for name, rule in rules.items() if rule["state"] != "inactive"}
        assert told - {"NobodyDoesJobs"} == {"NoBackupProvedLately"}

        def has_spoken() -> bool:
            house.kill("app-0")
            house.get("/sign-in/")
            return bool(watcher.rules()["AppFalls"]["state"] == "pending")

        watcher.wait_for(has_spoken)


def test_figures_when_one_has_no_type_that_fits_then_the_tool_says_so() -> None:
    """The control: the tool looks."""
    assert linted("# HELP some_counter Some.\n# TYPE some_counter counter\nsome_counter 1\n") != ""
