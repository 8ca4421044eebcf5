"""An outside that writes down what it was told, and a way to tell it. Processes that a test starts import it from here."""

from __future__ import annotations

import os
import signal
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import transaction

from sixianghui.tasks.public import NotNow, job, register_outbox, send_once

KIND = "tests.outside"


class Outside:
    """`with Outside() as outside:` `outside.seen[key]` says how often it was told to do something."""

    def __init__(self) -> None:
        seen: Counter[str] = Counter()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                seen[self.headers["Idempotency-Key"]] += 1
                self._answer(200)

            def do_GET(self) -> None:
                self._answer(200 if seen[self.path.strip("/")] else 404)

            def _answer(self, status: int) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.seen = seen
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Outside:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def tell(key: str) -> None:
    """Have the outside do it, and die before or after where `TESTS_DIE` says so."""
    if os.environ.get("TESTS_DIE") == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    request = urllib.request.Request(os.environ["TESTS_OUTSIDE"], b"", {"Idempotency-Key": key})
    urllib.request.urlopen(request, timeout=10).close()
    if os.environ.get("TESTS_DIE") == "after":
        os.kill(os.getpid(), signal.SIGKILL)


class Sender:
    """Looks at the outside where `TESTS_LOOKS` says that it can."""

    def send(self, key: str, content: Mapping[str, Any]) -> str:
        if os.environ.get("TESTS_DIE") == "away":
            raise NotNow("away")
        tell(key)
        return f"outside-{key}"

    def look(self, key: str, content: Mapping[str, Any]) -> bool | None:
        if not os.environ.get("TESTS_LOOKS"):
            return None
        try:
            urllib.request.urlopen(f"{os.environ['TESTS_OUTSIDE']}/{key}", timeout=10).close()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return False
            raise
        return True


register_outbox(KIND, Sender())


@job(retries=2, backoff=0)
def bare(key: str) -> None:
    """The control: a job that speaks to the outside by itself."""
    tell(key)


def act(key: str) -> None:
    """What a command does."""
    with transaction.atomic():
        send_once(KIND, key, {"number": 1})


def act_and_tell_on_commit(key: str) -> None:
    """The control: what a command without an outbox would do."""
    with transaction.atomic():
        transaction.on_commit(lambda: tell(key))
