"""The pages of campaigns: everybody's, and those of whoever runs one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.campaigns import commands
from sixianghui.campaigns.models import Campaign
from sixianghui.common import time, wire
from tests.factories import a_unit, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.house import House, an_item


def test_campaign_when_read_by_anybody_then_tells_who_called_for_it_and_by_what_it_is_carried(
    house: House, client: Client
) -> None:
    house.sent(public=True, title="关于开展活动的通知")
    house.sent(title="只给大家内部的通知")
    page = client.get(f"/campaigns/{house.campaign.slug}/")
    text = words(page)
    for part in (
        "样例市委网信办",
        "红“芯”引擎",
        "红领行动",
        "红色堡垒",
        "把党建做到产品里",
        "关于开展活动的通知",
    ):
        assert part in text
    assert "只给大家内部的通知" not in text
    assert "发了2份通知" in text
    assert f"campaign:{house.campaign.pk}" in page.headers[wire.CACHE_TAGS]
    assert "红“芯”向党" in words(client.get("/campaigns/"))
    assert client.get(f"/campaigns/{house.campaign.ref}/").status_code == 301


def test_campaign_when_still_a_draft_then_nobody_else_finds_it(house: House, client: Client) -> None:
    made = commands.make_campaign(house.words(title="明年的活动"), unit=house.committee, by=house.clerk)
    assert client.get(f"/campaigns/{made.slug}/").status_code == 404
    assert "明年的活动" not in words(client.get("/campaigns/"))
    assert "明年的活动" in words(signed_in(house.clerk).get("/campaigns/"))
    other = signed_in(someone_with(Post.COMMITTEE_CLERK, a_unit()))
    for rest in ("progress/", "words/", "closing/"):
        for campaign in (made, house.campaign):
            assert other.get(f"/campaigns/{campaign.ref}/{rest}").status_code == 404
        assert other.get(f"/campaigns/nothing/{rest}").status_code == 404


def test_campaign_when_made_on_its_pages_then_opens_changes_and_ends(house: House) -> None:
    client = signed_in(house.clerk)
    form = {
        "title": "双比双争",
        "summary": "比学习，比贡献。",
        "begins_on": "2018-06-01",
        "ends_on": "2018-12-31",
        "audiences": ["members", "league"],
        "issuers": "省委组织部\n省委网信办",
        "aims": "比学习\n比贡献\n",
        "carriers": "讲堂：每月一讲\n岗位",
    }
    assert client.post("/campaigns/new/", {**form, "ends_on": "2018-01-01"}).status_code == 422
    made = client.post("/campaigns/new/", form, follow=True)
    assert "看一看没有错，就可以启动。" in made.content.decode()
    campaign = Campaign.objects.get(title="双比双争")
    assert [(one.name, one.text) for one in campaign.carriers.all()] == [("讲堂", "每月一讲"), ("岗位", "")]
    place = f"/campaigns/{campaign.ref}/"
    client.post(f"{place}opening/")
    assert "正在办" in words(client.get(f"{place}progress/"))
    client.post(f"{place}words/", {**form, "summary": "换一句。"})
    assert "换一句。" in words(Client().get(f"/campaigns/{campaign.slug}/"))
    client.post(f"{place}closing/", {"reason": "并到别的活动里"})
    assert "结束了" in words(client.get(f"{place}progress/"))
    assert client.post(f"{place}words/", form).status_code == 422


def test_progress_when_the_day_has_gone_by_then_names_three_at_most_and_the_oldest_first(
    house: House, clock: Any
) -> None:
    units = [a_unit(parent=house.general, position=10 + number) for number in range(4)]
    sent = house.sent(an_item())
    client = signed_in(house.clerk)
    place = f"/campaigns/{house.campaign.ref}/progress/"
    assert "谁可能需要帮一把" not in words(client.get(place))
    clock.set(time.shanghai(2018, 6, 21, 9))
    page = words(client.get(place))
    part = page[page.index("谁可能需要帮一把") : page.index("按载体")]
    assert part.count(f"《{sent.notice.title}》") == 3
    assert units[3].name not in part


@pytest.mark.parametrize("many", [1, 30])
def test_progress_when_there_are_many_units_then_asks_a_fixed_number_of_questions(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        a_unit(parent=house.general, position=10 + number)
    house.sent()
    client = signed_in(house.clerk)
    place = f"/campaigns/{house.campaign.ref}/progress/"
    client.get(place)
    with django_assert_num_queries(30):
        client.get(place)
