from __future__ import annotations

import pytest

from tests.pages.remarks.talk import TalkOfTests, open_talk_house


@pytest.fixture
def talk(db: None) -> TalkOfTests:
    return open_talk_house()
