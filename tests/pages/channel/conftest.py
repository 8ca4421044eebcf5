from __future__ import annotations

import pytest

from tests.unit.channel.desk import DeskOfTests, open_desk


@pytest.fixture
def desk(db: None) -> DeskOfTests:
    return open_desk()
