"""Fault tests start houses of their own: each breaks something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.adapters.front.harness import House, house


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """`new_house(app_wait=1.0, …)`: a front and its app, ended after the test."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(house(tmp_path, **settings))
