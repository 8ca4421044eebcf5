"""A real Prometheus that asks one front and follows the rules of `deploy/prometheus-alerts.yml`."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.factories.nginx import DEPLOY, free_port

RULES = DEPLOY / "prometheus-alerts.yml"
_SETTINGS = """\
global: {{ scrape_interval: 1s, evaluation_interval: 1s }}
rule_files: [{rules}]
scrape_configs:
  - job_name: sixianghui
    static_configs: [{{ targets: ["127.0.0.1:{port}"] }}]
"""


def programs() -> bool:
    """Whether Prometheus and its tool are installed."""
    return bool(shutil.which("prometheus") and shutil.which("promtool"))


@dataclass(frozen=True)
class Prometheus:
    """One that runs. `address`: where it answers."""

    address: str

    def ask(self, path: str, **given: str) -> Any:
        """The data of an answer of its interface, version 1."""
        address = f"{self.address}/api/v1/{path}?{urllib.parse.urlencode(given)}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)["data"]

    def rules(self) -> dict[str, dict[str, Any]]:
        """What it knows of each rule, by name."""
        return {rule["name"]: rule for group in self.ask("rules")["groups"] for rule in group["rules"]}

    def wait_for(self, what: Callable[[], Any], limit: float = 90.0) -> Any:
        """Ask until there is something; fails after `limit` seconds."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if found := what():
                    return found
            time.sleep(0.5)
        raise AssertionError(f"nothing came within {limit:.0f} s")


@contextlib.contextmanager
def prometheus(folder: Path, port: int) -> Iterator[Prometheus]:
    """Run one in `folder` that asks the front at `port` every second."""
    (folder / "prometheus.yml").write_text(_SETTINGS.format(rules=RULES, port=port), encoding="utf-8")
    own = free_port()
    process = subprocess.Popen(
        [
            "prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{own}", "--log.level=error",
        ]
    )  # fmt: skip
    try:
        yield Prometheus(f"http://127.0.0.1:{own}")
    finally:
        process.terminate()
        process.wait()
