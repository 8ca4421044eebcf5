from __future__ import annotations

import pytest

from tests.unit.polls.house import House, a_house


@pytest.fixture
def house(db: None) -> House:
    return a_house()
