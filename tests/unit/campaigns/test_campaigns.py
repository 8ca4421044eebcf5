"""Campaigns from their making to their end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.campaigns import commands, queries
from sixianghui.campaigns.models import Campaign, Closing
from sixianghui.campaigns.rules.campaigns import State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.search import public as search
from tests.unit.campaigns.house import House, an_item


def state(campaign: Campaign) -> State:
    return queries.state_of(queries.campaigns().get(pk=campaign.pk))


def test_campaign_when_made_then_only_its_committee_knows_of_it_until_it_is_opened(house: House) -> None:
    made = commands.make_campaign(house.words(title="双比双争"), unit=house.committee, by=house.clerk)
    assert (made.slug, state(made)) == ("shuang-bi-shuang-zheng", State.DRAFT)
    assert [one.pk for one in queries.open_to_everybody()] == [house.campaign.pk]
    with pytest.raises(NotThere):
        queries.name_of(made.pk)
    with pytest.raises(Refused):
        commands.open_campaign(made, by=house.secretary)
    commands.open_campaign(made, by=house.clerk)
    assert (state(made), queries.name_of(made.pk)) == (State.OPEN, "双比双争")
    with pytest.raises(Conflict):
        commands.open_campaign(made, by=house.clerk)


def test_campaign_when_its_last_day_has_gone_by_then_is_over_and_closes_by_itself_once(
    house: House, clock: Any
) -> None:
    clock.set(time.shanghai(2018, 7, 31, 23))
    assert (state(house.campaign), commands.close_ended()) == (State.OPEN, 0)
    clock.set(time.shanghai(2018, 8, 1, 0, 1))
    assert state(house.campaign) is State.OVER  # whether or not the routine has run
    assert (commands.close_ended(), commands.close_ended()) == (1, 0)
    assert (Closing.objects.get().actor, Closing.objects.get().reason) == (None, "")
    with pytest.raises(Conflict, match="不能在它下面发通知"):
        house.sent(an_item(), plan_due_on=None)
    with pytest.raises(Conflict, match="不能再改"):
        commands.change_campaign(house.campaign, house.words(), by=house.clerk)


def test_campaign_when_closed_by_hand_then_needs_a_reason_and_takes_no_notices(house: House) -> None:
    draft = house.draft()
    with pytest.raises(HouseError):
        commands.close_campaign(house.campaign, reason="", by=house.clerk)
    commands.close_campaign(house.campaign, reason="并到明年的活动里", by=house.clerk)
    assert state(house.campaign) is State.OVER
    with pytest.raises(Conflict):
        commands.send_notice(draft, by=house.clerk)


def test_carriers_when_changed_then_keep_their_rows_by_name_and_a_used_one_cannot_go(house: House) -> None:
    carriers = {one.name: one for one in house.campaign.carriers.all()}
    house.draft(an_item(carrier=carriers["红领行动"]))
    wanted = (("红领行动", "换了说明"), ("红“芯”引擎", "技术攻关"), ("堡垒", "改了名"))
    commands.change_campaign(house.campaign, house.words(carriers=wanted), by=house.clerk)
    after = {one.name: (one.pk, one.text, one.position) for one in house.campaign.carriers.all()}
    assert after == {
        "红领行动": (carriers["红领行动"].pk, "换了说明", 0),
        "红“芯”引擎": (carriers["红“芯”引擎"].pk, "技术攻关", 1),
        "堡垒": (carriers["红色堡垒"].pk, "改了名", 2),
    }
    with pytest.raises(Conflict, match="已经有通知或计划用到"):
        commands.change_campaign(house.campaign, house.words(carriers=wanted[1:]), by=house.clerk)


def test_campaign_when_opened_then_search_finds_it_by_a_carrier(house: House) -> None:
    found = search.search("红色堡垒")
    assert any(house.campaign.title in hit.title for hit in found.hits)


def test_dates_when_the_wrong_way_round_then_are_refused(house: House) -> None:
    with pytest.raises(HouseError):
        commands.make_campaign(house.words(ends_on=dt.date(2018, 1, 1)), unit=house.committee, by=house.clerk)


def test_campaign_when_two_carriers_have_one_name_then_says_which(house: House) -> None:
    twice = (("红芯", "甲"), ("红芯", "乙"))
    with pytest.raises(HouseError, match="有两个载体都叫“红芯”"):
        commands.change_campaign(house.campaign, house.words(carriers=twice), by=house.clerk)
