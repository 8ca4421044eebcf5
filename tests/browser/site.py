"""The product as a stranger runs it: `sixianghui serve` with the demo's half-year played."""

from __future__ import annotations

import datetime as dt
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sixianghui.project import supervisor
from tests import demo

_READY = "/links/"
_LINK = re.compile(r"^  (?P<who>\S.*)\n\s+(?P<url>http\S+)$", re.M)


@dataclass
class Site:
    """A running demo site."""

    environ: Mapping[str, str]
    process: subprocess.Popen[str]
    address: str
    #: When the demo's clock was set to the end of the replay, by `monotonic`.
    began: float
    _links: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """The full address of a path."""
        return self.address.rstrip("/") + path

    def link_for(self, post: str) -> str:
        """A fresh one-time link of the first demo person whose line names this post."""
        asked = subprocess.run(
            supervisor.python("demo", "links"), env=self.environ, text=True, capture_output=True, check=False
        )
        for found in _LINK.finditer(asked.stdout):
            if post in found["who"]:
                return found["url"]
        raise AssertionError(f"no link for {post}: {asked.stdout}{asked.stderr}")

    def now(self) -> dt.datetime:
        """The demo's clock."""
        return demo.ENDS + dt.timedelta(seconds=time.monotonic() - self.began)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def start(folder: Path, environ: Mapping[str, str]) -> Site:
    """Serve a copy of the played half-year from `folder`. Raises with what it said if it stops before."""
    demo.copy_to(folder)
    began = time.monotonic()
    ours = demo.environ_of(folder, environ)
    del ours["DJANGO_SETTINGS_MODULE"]
    process = subprocess.Popen(
        supervisor.python("serve"), env=ours, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if _READY in line:
            break
    else:
        raise AssertionError("the site did not start:\n" + "".join(said))
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return Site(ours, process, (folder / "run" / "address").read_text().strip(), began)
