"""What the tests of this room begin with."""

from __future__ import annotations

import pytest

from tests.unit.remarks.house import House, a_house


@pytest.fixture
def house(db: None) -> House:
    """A thread whose remarks are looked at first."""
    return a_house()
