"""What waits on desks, who asked, and what the front page says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.campaigns import askers, commands, queries
from sixianghui.campaigns.cards import cards
from sixianghui.campaigns.commands.plan_lines import Written, write_line
from sixianghui.campaigns.commands.plans import begin_plan
from sixianghui.campaigns.models import Plan, Sending
from sixianghui.campaigns.queries import plan_lists
from sixianghui.common import time
from tests.factories import a_person, someone_with
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


def members_asked(house: House, *more: Any) -> Sending:
    """A notice that asks for a number, which the platform has of the branch and not of the unit that is guided."""
    a_person(house.branch)
    return house.sent(
        an_item(title="报党员人数", ask="answer", holding="directory.members", minutes=8), *more
    )


def helped(house: House) -> list[Any]:
    found = queries.progress(queries.campaigns().get(pk=house.campaign.pk))
    return [one.delivery.unit for one in found.help]


def test_notice_when_the_platform_holds_all_that_it_wants_then_waits_for_nobody_there(
    house: House, clock: Any
) -> None:
    guided = someone_with(Post.SECRETARY, house.guided)
    # What is only to be known takes its minutes and asks for no plan.
    members_asked(house, an_item(title="看一眼名额怎么分", ask="know", minutes=3))
    assert (titles(house.secretary), titles(guided)) == ([], ["通知到了：看一看，填计划"])
    clock.set(time.shanghai(2018, 6, 21, 9))
    assert helped(house) == [house.guided]


def test_notice_when_the_platform_holds_a_part_of_what_it_wants_then_waits_for_everybody(
    house: House, clock: Any
) -> None:
    members_asked(house, an_item(title="结合岗位提一项任务"))
    assert titles(house.secretary) == ["通知到了：看一看，填计划"]
    clock.set(time.shanghai(2018, 6, 21, 9))
    assert helped(house) == [house.general, house.branch, house.guided]


def test_plan_when_begun_for_a_notice_that_is_answered_then_waits_only_once_there_are_words_in_it(
    house: House,
) -> None:
    plan = begin_plan(members_asked(house).notice, house.branch, by=house.secretary)
    assert plan_lists.unfinished(house.secretary) == []
    write_line(plan, "own", Written("也想办一次讲读会"), version=0, by=house.secretary)
    assert [(one.plan, one.due) for one in plan_lists.unfinished(house.secretary)] == [(plan, None)]


def test_notices_when_old_ones_were_never_answered_then_the_new_one_is_first_and_they_are_left_in_time(
    house: House, clock: Any
) -> None:
    old = [house.sent(campaign=None, reason="上级临时要求，只有这一次。").notice for _number in range(3)]
    later = time.shanghai(2018, 6, 21, 9)
    clock.set(later)
    more = {"campaign": None, "plan_due_on": dt.date(2018, 7, 10), "reason": "上级临时要求，只有这一次。"}
    new = house.sent(**more).notice
    found = [one.notice for one in queries.notices_to_answer(house.secretary, most=3)]
    assert found == [new, *old[:2]]
    clock.set(time.shanghai(2018, 8, 16, 9))
    assert [one.notice for one in queries.notices_to_answer(house.secretary, most=3)] == [new]
    clock.set(time.shanghai(2018, 9, 5, 9))
    assert queries.notices_to_answer(house.secretary, most=3) == []


def test_plans_when_old_ones_were_never_finished_then_the_new_one_is_first_and_they_are_left_in_time(
    house: House, clock: Any
) -> None:
    def begun(due: dt.date) -> Plan:
        sent = house.sent(campaign=None, plan_due_on=due, reason="上级临时要求，只有这一次。")
        return begin_plan(sent.notice, house.branch, by=house.secretary)

    old = [begun(dt.date(2018, 6, day)) for day in (18, 20, 19)]
    clock.set(time.shanghai(2018, 6, 21, 9))
    new = begun(dt.date(2018, 7, 10))
    plans = [one.plan for one in plan_lists.unfinished(house.secretary, most=3)]
    assert plans == [new, old[1], old[2]]
    clock.set(time.shanghai(2018, 8, 16, 9))
    assert [one.plan for one in plan_lists.unfinished(house.secretary)] == [new]
    # Whoever takes an old one up again has it before them again.
    Plan.objects.filter(pk=old[0].pk).update(made_at=time.now())
    assert [one.plan for one in plan_lists.unfinished(house.secretary)] == [new, old[0]]
