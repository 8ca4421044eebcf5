from __future__ import annotations

from collections.abc import Iterator

import pytest

from sixianghui.common import time
from tests.unit.lectures.house import House, a_house


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """The day before the lecture."""
    with time.using(time.ManualClock(time.shanghai(2018, 6, 4, 9))) as clock:
        assert isinstance(clock, time.ManualClock)
        yield a_house(clock)
