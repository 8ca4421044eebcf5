"""The control of the kill tests: an app that says "done" a moment before it has written. It must be caught losing."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from sixianghui.project import app, wsgi


class AnswersTooSoon:
    """Answers every spending of a link and every answer to a poll at once, and does the work a little later."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith(("/links/", "/polls/")):
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read())
            time.sleep(0.02)
            threading.Thread(target=self._later, args=(environ,), daemon=True).start()
            start_response("302 Found", [("Location", "/week/"), ("Content-Length", "0")])
            return [b""]
        return self.application(environ, start_response)

    def _later(self, environ: dict[str, Any]) -> None:
        time.sleep(0.05)
        b"".join(self.application(environ, lambda *_: None))


if __name__ == "__main__":
    wsgi.application = AnswersTooSoon(wsgi.application)  # type: ignore[assignment]
    sys.exit(app.run(0))
