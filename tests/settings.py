"""The product's settings with a data folder and a database of the tests' own."""

from __future__ import annotations

import os
import tempfile

from tests import databases

os.environ.setdefault("SIXIANGHUI_DATA", tempfile.mkdtemp(prefix="sixianghui-tests-"))
databases.choose()

from sixianghui.project.settings import *  # noqa: E402, F403
from sixianghui.project.settings import CONFIG, DATABASES  # noqa: E402

if CONFIG.is_sqlite:
    # Tests in this process need no disk that honours flushes; those that kill processes use the product's settings.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # Most tests are one transaction, whatever they do meanwhile: read a workbook of ten thousand rows, wait for a program.
    DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=0"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
#: Workers of one run share a data folder; what they cache they keep to themselves.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
