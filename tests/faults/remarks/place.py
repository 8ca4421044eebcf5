"""A running house with a piece, its thread, and people who write, each with a session of their own."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.house import House

ROOT = Path(__file__).resolve().parents[3]
_WORDS = re.compile(r"<[^>]*>|\s+")


class Place(House):
    """`say` writes as a browser does; `decide` is an editor in a process beside the one that serves."""

    def __init__(self, environ: dict[str, str], *, crowd: int = 0, fault: str = "sound") -> None:
        self.python = [sys.executable, "-m"]
        ours = {**environ, "PYTHONPATH": str(ROOT)}
        made = self._run(ours, str(crowd))
        self.made = json.loads(made.splitlines()[-1])
        self.thread = f"/remarks/{self.made['thread']}/"
        super().__init__(ours, app=[*self.python, "tests.faults.remarks.talk_app", fault])
        self.database = Path(environ["SIXIANGHUI_DATA"], "sixianghui.sqlite3")

    def _run(self, environ: dict[str, str], *words: str) -> str:
        return subprocess.run(
            [*self.python, "tests.faults.remarks.talking", *words],
            env=environ,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout

    def decide(self, *done: tuple[str, str]) -> None:
        """`("shown", text)`, `refused`, `hidden`, `withdraw`, and `("off", "")`, one after the other."""
        self._run(self.environ, json.dumps(done))

    def say(self, session: str, text: str, *, key: str = "") -> tuple[int, str, str]:
        """Status, Retry-After and words of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        token = "t" * 32
        form = {"csrfmiddlewaretoken": token, "text": text, **({"intent": key} if key else {})}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sxh_session={session}; csrftoken={token}",
        }
        try:
            connection.request("POST", f"{self.thread}new/", urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            return answer.status, answer.headers.get("Retry-After", ""), _WORDS.sub(" ", body)
        finally:
            connection.close()

    def read(self, path: str, session: str = "") -> str:
        """A page; as everybody, or with somebody's session."""
        status, body = self.get(path, **({"Cookie": f"sxh_session={session}"} if session else {}))
        assert status < 500, (path, status)
        return body.decode(errors="replace")

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the database holds."""
        with closing(sqlite3.connect(self.database)) as found:
            return found.execute(sql).fetchall()
