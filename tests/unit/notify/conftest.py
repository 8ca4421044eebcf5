"""Kinds of messages for tests; jobs wait until they are worked off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sixianghui.notify import kinds
from sixianghui.notify.public import register_kind

KIND = "tests.notice"


@pytest.fixture(autouse=True)
def _kinds_of_tests(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    before = dict(kinds._kinds)
    register_kind(KIND, "测试通知", "因为这是测试。")
    register_kind("tests.security", "安全提醒", "因为你的账号有变化。", may_unsubscribe=False)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)
