"""An app that trusts the disk: it answers before the disk has said that the write is down (`synchronous=NORMAL`).

The control of the tests about losing power: it must be caught.
"""

from __future__ import annotations

import sys

from django.conf import settings

from sixianghui.project import app

if __name__ == "__main__":
    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    sys.exit(app.run(0))
