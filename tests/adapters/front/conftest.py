"""One front and app for a whole file of tests; paths keep the tests apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.front.harness import House, house


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), max_body_bytes=200 * 1024 * 1024) as running:
        yield running
