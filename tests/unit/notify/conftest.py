"""A kind of message for tests, and the moment at which the clocks stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sixianghui.notify import kinds
from sixianghui.notify.public import register_kind

KIND = "tests.notice"


@pytest.fixture(autouse=True)
def _kinds_of_tests() -> Iterator[None]:
    before = dict(kinds._kinds)
    register_kind(KIND, "测试通知", "因为这是测试。")
    register_kind("tests.security", "安全提醒", "因为你的账号有变化。", may_unsubscribe=False)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)
