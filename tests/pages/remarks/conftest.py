from __future__ import annotations

import pytest

from tests.pages.remarks.talk import TalkOfTests, open_talk_house
from tests.unit.remarks.house import House, a_house


@pytest.fixture
def talk(db: None) -> TalkOfTests:
    return open_talk_house()


@pytest.fixture
def house(db: None) -> House:
    """A thread whose remarks are looked at first."""
    return a_house()
