"""The app of the lock tests: it waits for SQLite's lock one second instead of twenty. `--bare`: without the answer for it."""

from __future__ import annotations

import sys

from django.conf import settings

from sixianghui.project import app
from sixianghui.ui import busy

if __name__ == "__main__":
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 1
    if "--bare" in sys.argv:
        busy.wait_of = lambda error: None
    sys.exit(app.run(0))
