"""What waits on desks, who asked, and what the front page says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.campaigns import askers, commands
from sixianghui.campaigns.cards import cards
from sixianghui.campaigns.models import Plan
from sixianghui.common import time
from tests.factories import someone_with
from tests.unit.campaigns.house import House, an_item
from tests.unit.channel.desk import open_desk


def titles(account: Account) -> list[str]:
    return [card.title for card in cards(Account.objects.get(pk=account.pk))]


def test_secretary_when_a_notice_comes_then_has_a_card_until_a_plan_is_begun_or_it_is_recalled(
    house: House,
) -> None:
    sent = house.sent(an_item(minutes=20))
    (card,) = cards(house.secretary)
    assert (card.title, card.minutes, card.due) == ("通知到了：看一看，填计划", 20, dt.date(2018, 6, 20))
    assert card.url == f"/notices/{sent.notice.ref}/?unit={house.branch.slug}"
    commands.amend_notice(sent.notice, text="日子改晚一周", plan_due_on=dt.date(2018, 6, 27), by=house.clerk)
    assert [one.due for one in cards(house.secretary)] == [dt.date(2018, 6, 27)]
    Plan.objects.create(notice=sent.notice, unit=house.branch)
    assert titles(house.secretary) == []
    other = house.sent(an_item(ask="know"), plan_due_on=None)
    assert titles(house.secretary) == []
    commands.amend_notice(other.notice, text="也写一份计划", plan_due_on=dt.date(2018, 6, 27), by=house.clerk)
    assert len(titles(house.secretary)) == 1
    commands.recall_notice(other.notice, reason="发错了对象", by=house.clerk)
    assert titles(house.secretary) == []


def test_clerk_when_drafts_wait_and_a_campaign_ends_soon_then_has_cards(house: House, clock: Any) -> None:
    house.draft(title="关于名额的通知")
    assert titles(house.clerk) == ["一份通知还没发出"]
    clock.set(time.shanghai(2018, 7, 26, 9))
    assert titles(house.clerk) == ["一份通知还没发出", "红“芯”向党这几天结束"]
    assert titles(someone_with(Post.COMMITTEE_CLERK, house.general)) == []


def test_asker_when_a_letter_is_about_a_notice_or_a_plan_for_it_then_is_whoever_sent_it(house: House) -> None:
    sent = house.sent()
    plan = Plan.objects.create(notice=sent.notice, unit=house.branch)
    for path in (f"/notices/{sent.notice.ref}/", f"/en/plans/{plan.ref}/"):
        asker = askers.asker_of(path)
        assert asker is not None
        assert (asker.account, asker.unit) == (house.clerk.pk, house.committee.pk)
    for path in ("/notices/nothing/", "/week/", f"/notices/{house.draft().ref}/"):
        assert askers.asker_of(path) is None


def test_front_page_when_a_campaign_runs_then_says_so_with_figures_that_open(
    house: House, clock: Any
) -> None:
    open_desk()
    house.sent()
    address = f'/figures/campaigns.notices/?campaign={house.campaign.pk}"'
    assert address in Client().get("/").content.decode()
    commands.close_campaign(house.campaign, reason="并到别的活动里", by=house.clerk)
    assert address not in Client().get("/").content.decode()
