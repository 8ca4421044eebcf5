"""The product's settings with a data folder of the tests' own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SIXIANGHUI_DATA", tempfile.mkdtemp(prefix="sixianghui-tests-"))

from sixianghui.project.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
