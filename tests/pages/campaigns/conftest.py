from __future__ import annotations

import pytest

from tests.unit.campaigns.house import House, a_house
from tests.unit.campaigns.plan_house import House as PlanHouse
from tests.unit.campaigns.plan_house import a_house as a_plan_house


@pytest.fixture
def house(db: None) -> House:
    return a_house()


@pytest.fixture
def planning(db: None) -> PlanHouse:
    return a_plan_house()
