"""From a line of a plan to what happened, and what follows when that is put right."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.activities.public import (
    Record,
    call_off,
    correct_activity,
    hold_activity,
    plan_activity,
    record_activity,
)
from sixianghui.campaigns.commands import guidance, happening
from sixianghui.campaigns.commands.plans import begin_plan, hand_in, take_back
from sixianghui.campaigns.models import Intention, Plan, Realisation, Way
from sixianghui.campaigns.plan_cards import cards
from sixianghui.campaigns.queries import pages, plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.happening import linked_activity, might_be, might_stand_beside, usual
from sixianghui.campaigns.rules.contents import Line
from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.ledger.public import Scope, value_of
from tests.unit.campaigns.plan_house import House, a_notice

MORNING = time.shanghai(2018, 6, 5, 9)


def settled(house: House) -> tuple[Plan, list[Line]]:
    plan, handed = house.handed_in()
    guidance.approve(plan, by=house.clerk)
    return plan, list(queries.content_in(handed).lines)


def a_record(**more: object) -> Record:
    values = {"kind": "party-day", "title": "漏洞当天清零", "starts_at": MORNING, "present": 12, **more}
    return Record(**values)  # type: ignore[arg-type]


def test_line_when_something_was_held_then_activity_and_link_are_written_together(planning: House) -> None:
    plan, lines = settled(planning)
    assert [(one.line.ref, one.month) for one in plan_lists.to_record(planning.helper)] == [
        (lines[0].ref, "6月")
    ]
    assert "办了的话，记一笔" in [card.title for card in cards(planning.secretary)]
    made = happening.record_for_line(plan, lines[0].ref, a_record(place="读书角"), by=planning.secretary)
    assert (made.campaign, made.carrier, made.unit, made.at) == (
        planning.campaign,
        planning.carriers[0],
        planning.branch,
        MORNING,
    )
    assert plan_lists.to_record(planning.helper) == []
    assert usual(plan, lines[1])["place"] == "读书角"


def test_line_when_the_plan_is_not_settled_or_has_no_such_line_then_nothing_is_recorded(
    planning: House,
) -> None:
    plan, handed = planning.handed_in()
    ref = queries.content_in(handed).lines[0].ref
    with pytest.raises(NotThere):
        happening.record_for_line(plan, ref, a_record(), by=planning.secretary)
    guidance.approve(plan, by=planning.clerk)
    with pytest.raises(NotThere):
        happening.record_for_line(plan, "nothing", a_record(), by=planning.secretary)
    assert might_be(plan, ref) == []
    assert not Realisation.objects.exists()


def test_activity_when_held_jointly_then_each_unit_links_it_to_its_own_line_once(planning: House) -> None:
    plan, lines = settled(planning)
    other, handed = planning.handed_in(planning.guided)
    guidance.agree(other, by=planning.clerk)
    theirs = queries.content_in(handed).lines[0].ref
    activity = record_activity(
        unit=planning.branch,
        kind="party-day",
        title="联办一次",
        starts_at=MORNING,
        present=30,
        partners=[planning.guided],
        by=planning.secretary,
    )
    happening.realise(plan, lines[0].ref, activity, by=planning.secretary)
    happening.realise(other, theirs, activity, by=planning.guided_secretary)
    with pytest.raises(Conflict):
        happening.realise(plan, lines[0].ref, activity, by=planning.helper)
    assert Realisation.objects.standing().count() == 2
    assert might_be(plan, lines[0].ref) == []
    alone = record_activity(
        unit=planning.branch,
        kind="party-day",
        title="自己的",
        starts_at=MORNING,
        present=3,
        by=planning.secretary,
    )
    with pytest.raises(NotThere):
        happening.realise(other, theirs, alone, by=planning.guided_secretary)
    assert happening.unlink(plan, activity, by=planning.helper) == 1
    assert [one.unit for one in Realisation.objects.standing()] == [planning.guided]


def test_activity_when_put_right_or_called_off_then_its_links_follow(planning: House) -> None:
    plan, lines = settled(planning)
    made = happening.record_for_line(plan, lines[0].ref, a_record(), by=planning.secretary)
    earlier = MORNING - dt.timedelta(days=2)
    correct_activity(made.activity, a_record(starts_at=earlier), by=planning.secretary, reason="日子记错了")
    (moved,) = Realisation.objects.standing()
    assert (moved.at, moved.line, Realisation.objects.count()) == (earlier, made.line, 2)
    correct_activity(
        made.activity, a_record(starts_at=earlier, present=13), by=planning.secretary, reason="人数记错了"
    )
    assert Realisation.objects.count() == 2
    coming = plan_activity(
        unit=planning.branch,
        kind="party-day",
        title="还没办",
        starts_at=MORNING + dt.timedelta(days=3),
        by=planning.secretary,
    )
    with pytest.raises(NotThere):
        happening.realise(plan, lines[1].ref, coming, by=planning.secretary)
    call_off(coming, by=planning.secretary)
    from sixianghui.activities.commands import strike_activity

    strike_activity(made.activity, by=planning.secretary, reason="没有办过")
    assert not Realisation.objects.standing().exists()


def test_activity_when_a_partner_leaves_it_then_its_line_is_open_again_and_the_others_links_stay(
    planning: House,
) -> None:
    from sixianghui.activities.commands import leave

    plan, lines = settled(planning)
    other, handed = planning.handed_in(planning.guided)
    guidance.agree(other, by=planning.clerk)
    made = happening.record_for_line(
        plan, lines[0].ref, a_record(partners=(planning.guided,)), by=planning.secretary
    )
    theirs = queries.content_in(handed).lines[0].ref
    happening.realise(other, theirs, made.activity, by=planning.guided_secretary)
    assert value_of("campaigns.unit_activities", Scope()) == 2
    leave(made.activity, planning.guided, by=planning.guided_secretary)
    assert list(Realisation.objects.standing()) == [made]
    assert value_of("campaigns.unit_activities", Scope()) == 1


def test_activity_when_announced_for_a_line_then_realises_it_by_itself_once_it_is_held(
    planning: House,
) -> None:
    plan, lines = settled(planning)
    later = MORNING + dt.timedelta(days=3)
    words = {"kind": "party-day", "title": "六月再清零一次", "starts_at": later, "open": True}
    coming = happening.announce_for_line(plan, lines[0].ref, by=planning.secretary, **words)
    assert not Realisation.objects.exists()
    assert list(pages.activities_of(planning.campaign)) == [coming]
    assert plan_lists.to_record(planning.helper) == []
    with time.using(time.ManualClock(later + dt.timedelta(hours=3))):
        hold_activity(coming, a_record(title="六月再清零一次", starts_at=later), by=planning.secretary)
    (made,) = Realisation.objects.standing()
    assert (made.activity, made.line.ref, made.carrier) == (coming, lines[0].ref, planning.carriers[0])
    assert not Intention.objects.exists()


def test_activity_when_announced_for_a_line_and_called_off_then_the_line_is_as_before(
    planning: House,
) -> None:
    plan, lines = settled(planning)
    words = {"kind": "party-day", "title": "不办了", "starts_at": MORNING + dt.timedelta(days=3)}
    coming = happening.announce_for_line(plan, lines[0].ref, by=planning.secretary, **words)
    call_off(coming, by=planning.secretary)
    assert not Intention.objects.exists()
    assert [one.line.ref for one in plan_lists.to_record(planning.helper)] == [lines[0].ref]
    with pytest.raises(NotThere):
        happening.announce_for_line(plan, "nothing", by=planning.secretary, **words)


def test_activity_when_it_stands_beside_the_plan_then_belongs_to_the_campaign_once(planning: House) -> None:
    activity = record_activity(
        unit=planning.branch,
        kind="party-day",
        title="临时办的",
        starts_at=MORNING,
        present=3,
        by=planning.secretary,
    )
    more = {"unit": planning.branch, "by": planning.secretary}
    made = happening.put_beside(planning.campaign, activity, carrier=planning.carriers[1], **more)  # type: ignore[arg-type]
    assert (made.line, made.carrier) == (None, planning.carriers[1])
    with pytest.raises(Conflict):
        happening.put_beside(planning.campaign, activity, **more)  # type: ignore[arg-type]
    plan, _lines = settled(planning)
    assert linked_activity(plan, activity.ref) == activity
    assert might_stand_beside(plan) == []
    assert happening.unlink(plan, activity, by=planning.helper) == 1
    assert might_stand_beside(plan) == [activity]


def test_cards_when_plans_wait_are_returned_or_half_written_then_say_what_to_do(planning: House) -> None:
    plan, handed = planning.handed_in()
    planning.line(planning.plan(planning.guided))
    assert [card.title for card in cards(planning.clerk)] == [f"{planning.branch.short_name}的计划等你看"]
    assert [card.title for card in cards(planning.guided_secretary)] == ["计划写了一半"]
    assert list(cards(planning.secretary)) == []
    guidance.advise(plan, "写明找谁。", line=queries.content_in(handed).lines[0].ref, by=planning.clerk)
    guidance.return_plan(plan, "第一行再具体些。", by=planning.clerk)
    (card,) = cards(planning.secretary)
    assert (card.title, "第一行再具体些。" in card.text) == ("计划退回来了：改 1 处", True)
    assert list(cards(planning.clerk)) == []


def test_cards_when_many_plans_are_half_written_then_the_returned_one_is_still_among_them(
    planning: House,
) -> None:
    for _number in range(7):
        notice = a_notice(planning.committee, None, [], {planning.branch: Way.SUBORDINATION})
        begin_plan(notice, planning.branch, by=planning.secretary)
    take_back(planning.handed_in()[0], by=planning.secretary)
    later = a_notice(planning.committee, None, [], {planning.branch: Way.SUBORDINATION})
    returned = begin_plan(later, planning.branch, by=planning.secretary)
    planning.line(returned)
    hand_in(returned, by=planning.secretary)
    guidance.return_plan(returned, "第一行再具体些。", by=planning.clerk)
    assert next(iter(plan_lists.unfinished(planning.secretary))).plan == returned
