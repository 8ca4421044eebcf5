"""A running `sixianghui serve` and people who read, write and listen there without a pause; every failure is kept."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from sixianghui.project import supervisor
from tests.faults.house import House
from tests.faults.lectures.room import ROOT, Room, Viewer, until, words_of

#: A page that fronts keep, one that they keep for nobody, and a file.
KEPT, UNKEPT = "/units/", "/sign-in/"
_ALL_TEXTS = """
import django, json; django.setup()
from sixianghui.remarks.models import Words
print(json.dumps(list(Words.objects.values_list("text", flat=True))))
"""


class Node:
    """One `serve`: `with Node(environ) as node:`. Killed: all its processes at once, as when a machine loses power."""

    def __init__(self, environ: Mapping[str, str], *, port: int = 0) -> None:
        self.environ = {**environ, "PYTHONPATH": os.pathsep.join([str(ROOT), environ.get("PYTHONPATH", "")])}
        self.environ.pop("DJANGO_SETTINGS_MODULE", None)
        self.environ["SIXIANGHUI_PORT"] = str(port)
        self.data = Path(environ["SIXIANGHUI_DATA"])
        self.log = self.data.parent / f"{self.data.name}.log"
        self.port = port

    def __enter__(self) -> Node:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Until it answers."""
        (self.data / "run" / "address").unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                supervisor.python("serve", "--empty"),
                env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        address = self.data / "run" / "address"
        until(lambda: address.exists() or self.process.poll() is not None, 300)
        assert self.process.poll() is None, self.log.read_text()
        self.port = int(address.read_text().rstrip("/").rpartition(":")[2])

    def children(self) -> dict[int, str]:
        """The processes of the product that run under it, by number."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                words = child.cmdline()
                if words:  # one that has none left is on its way out
                    found[child.pid] = (
                        words[words.index("sixianghui.project.cli") + 1] if len(words) > 3 else ""
                    )
        return {pid: name for pid, name in found.items() if name != "welcome"}  # it does its work and goes

    def kill(self) -> None:
        with contextlib.suppress(psutil.Error):
            every = [
                psutil.Process(self.process.pid),
                *psutil.Process(self.process.pid).children(recursive=True),
            ]
            for one in every:
                with contextlib.suppress(psutil.Error):
                    one.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self) -> str:
        """What `sixianghui restart` says; fails when it could not."""
        status, said = self.ask_to_restart()
        assert status == 0, said + self.log.read_text()
        return said

    def ask_to_restart(self) -> tuple[int, str]:
        """Its status, and what it says."""
        done = subprocess.run(
            supervisor.python("restart"), env=self.environ, text=True, capture_output=True, check=False
        )
        return done.returncode, done.stdout.strip() + done.stderr


class Site:
    """What visitors see of one node or, behind a proxy, of several."""

    get, say, page = House.get, Room.say, Room.page

    def __init__(self, environ: Mapping[str, str], *, crowd: int) -> None:
        command = [sys.executable, "-m", "tests.faults.lectures.lecturing", str(crowd)]
        ours = {**environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"}
        self.environ = ours
        done = subprocess.run(command, env=ours, text=True, stdout=subprocess.PIPE, check=True)
        self.made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        self.thread = f"/remarks/{self.made['comments']}/"
        self.topics = (f"lecture:{self.made['lecture']}", f"remarks:{self.made['comments']}")
        self.port = 0


class Load:
    """Readers on connections of their own and on kept ones, writers, viewers. `with Load(site) as load:`.

    retry: a writer who gets no answer presses again with the same key, as a browser's user does.
    """

    def __init__(self, site: Site, *, retry: bool = False, viewers: int = 3) -> None:
        self.site, self.retry = site, retry
        self.over = threading.Event()
        self.failed: list[str] = []
        self.pressed_again = 0
        self.read = 0
        self.taken: list[str] = []
        self.viewers = [Viewer(site) for _ in range(viewers)]
        work = [(self._reads, path, kept) for path in (KEPT, UNKEPT, site.thread) for kept in (False, True)]
        self._threads = [threading.Thread(target=one, args=rest, daemon=True) for one, *rest in work]
        crowd = range(len(site.made["crowd"]))
        self._threads += [
            threading.Thread(target=self._writes, args=[number], daemon=True) for number in crowd
        ]

    def __enter__(self) -> Load:
        for one in (*self.viewers, *self._threads):
            one.start()
        for viewer in self.viewers:
            assert viewer.ready.wait(60)
        until(lambda: len(self.taken) >= 5)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.over.set()
        for one in self._threads:
            one.join(60)
        if kind is None:
            last = set(self.taken[-3:])
            until(lambda: all(last <= set(viewer.seen.values()) for viewer in self.viewers))
        for viewer in self.viewers:
            viewer.stop()

    def go_on(self, more: int = 5) -> None:
        """Until so many more have written."""
        known = len(self.taken)
        until(lambda: len(self.taken) >= known + more)

    def lost(self) -> list[str]:
        """What was acknowledged and is not in the database exactly once."""
        done = subprocess.run(
            [sys.executable, "-c", _ALL_TEXTS],
            env=self.site.environ,
            text=True,
            capture_output=True,
            check=True,
        )
        kept = Counter(json.loads(done.stdout.splitlines()[-1]))
        return [text for text in self.taken if kept[text] != 1]

    def _reads(self, path: str, kept: bool) -> None:
        connection: http.client.HTTPConnection | None = None
        while not self.over.is_set():
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or not body.rstrip().endswith(b"</html>"):
                    self.failed.append(f"GET {path}: {answer.status}, {len(body)} bytes")
                self.read += 1
                ends = answer.will_close
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"GET {path} {'kept' if kept else 'new'}: {error!r}")
                ends = True
            if ends or not kept:
                connection.close()
                connection = None
            time.sleep(0.02)

    def _writes(self, number: int) -> None:
        turn = 0
        session = self.site.made["crowd"][number]
        while not self.over.is_set():
            text = words_of(number, turn)
            key = f"00000000-0000-4000-8000-{number:04x}{turn:08x}"
            try:
                status = self.site.say(session, text, key)
            except (OSError, http.client.HTTPException) as error:
                status = 0
                why = repr(error)
            else:
                why = str(status)
            if status == 302:
                self.taken.append(text)
                turn += 1
            elif status != 429:
                self.pressed_again += 1
                if not self.retry:
                    self.failed.append(f"POST: {why}")
                time.sleep(0.1)
                continue
            self.over.wait(2.1)
