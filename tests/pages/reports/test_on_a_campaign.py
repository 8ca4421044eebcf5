"""A campaign's own page leads to what was published about it."""

from __future__ import annotations

import pytest
from django.test import Client

from sixianghui.ledger.public import WHOLE
from sixianghui.reports import commands
from tests.unit.reports.house import House, a_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return a_house()


def _page(house: House) -> str:
    return Client().get(f"/campaigns/{house.campaign.slug}/").content.decode()


def test_campaign_when_a_report_about_it_was_published_then_its_page_leads_there(house: House) -> None:
    first = house.published()
    second = commands.publish_report(first.report, by=house.clerk)
    said = _page(house)
    assert (f"/reports/{first.ref}/" in said, f"/reports/{second.ref}/" in said) == (False, True)
    commands.withdraw(second, "数重了一个", by=house.clerk)
    assert f"/reports/{first.ref}/" in _page(house)


def test_campaign_when_a_report_is_about_something_else_then_its_page_says_nothing_of_it(
    house: House,
) -> None:
    edition = house.published(scope=WHOLE)
    assert f"/reports/{edition.ref}/" not in _page(house)
