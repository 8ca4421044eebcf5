"""Who may settle a plan, along which line, and what they say with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.campaigns.commands import guidance, plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Written
from sixianghui.campaigns.models import Closing, Outcome, Plan, PlanLine
from sixianghui.campaigns.queries import plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.coverage import plan_page
from sixianghui.campaigns.rules.plans import State
from sixianghui.campaigns.story import story
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.notify.public import Message
from tests.factories import an_appointment, someone_with
from tests.unit.campaigns.plan_house import House, a_house


def state(plan: Plan) -> State:
    return queries.standing(plan).state


def test_plan_when_below_is_approved_and_when_guided_is_only_agreed_to(planning: House) -> None:
    below, _one = planning.handed_in()
    guided, _two = planning.handed_in(planning.guided)
    with pytest.raises(Refused):
        guidance.approve(guided, by=planning.clerk)
    with pytest.raises(Refused):
        guidance.agree(below, by=planning.clerk)
    approved = guidance.approve(below, by=planning.clerk)
    agreed = guidance.agree(guided, by=planning.clerk)
    assert (approved.way, state(below)) == ("subordination", State.APPROVED)
    assert (agreed.way, state(guided)) == ("guidance", State.AGREED)
    assert [AuditEvent.objects.filter(action=f"plan:{verb}").count() for verb in ("approve", "agree")] == [
        1,
        1,
    ]


def test_plan_when_its_own_unit_or_a_writer_would_settle_it_then_is_refused(planning: House) -> None:
    plan, _handed = planning.handed_in()
    an_appointment(planning.helper, planning.committee, Post.COMMITTEE_CLERK)
    for by in (planning.secretary, planning.helper):
        by = Account.objects.get(pk=by.pk)
        for act in (guidance.approve, guidance.agree):
            with pytest.raises(Refused):
                act(plan, by=by)
        with pytest.raises(Refused):
            guidance.return_plan(plan, "请再改一改。", by=by)
    once = someone_with(Post.ORGANISATION_MEMBER, planning.guided)
    other = planning.plan(planning.guided)
    planning.line(other, by=once)
    plans.hand_in(other, by=planning.guided_secretary)
    once.person.appointments.all().delete()  # type: ignore[attr-defined]
    an_appointment(once, planning.committee, Post.COMMITTEE_CLERK)
    once = Account.objects.get(pk=once.pk)
    with pytest.raises(Refused, match="动过笔"):
        guidance.agree(other, by=once)
    assert (state(plan), state(other)) == (State.WAITING, State.WAITING)


def test_plan_when_settled_then_whoever_handed_it_in_hears_with_the_words(planning: House) -> None:
    plan, _handed = planning.handed_in()
    with pytest.raises(HouseError, match="为什么退回"):
        guidance.return_plan(plan, "改", by=planning.clerk)
    guidance.return_plan(plan, "第一行再具体些。", by=planning.clerk)
    message = Message.objects.get(account=planning.secretary)
    assert "第一行再具体些。" in message.text
    assert list(plan_lists.waiting_for(planning.clerk)) == []


def test_plan_when_changed_after_approval_then_the_approved_one_stands_until_the_new_is_settled(
    planning: House,
) -> None:
    plan, first = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    with pytest.raises(Conflict, match="一样"):
        plans.hand_in(plan, by=planning.secretary)
    planning.line(plan, "再加一件")
    page = plan_page(plan, planning.secretary)
    assert (page.has_unsent, len(page.content.lines)) == (True, 2)
    second = plans.hand_in(plan, by=planning.secretary)
    assert (state(plan), queries.standing(plan).accepted) == (State.WAITING, first)
    guidance.return_plan(plan, "这一件明年再办。", by=planning.clerk)
    assert (state(plan), queries.standing(plan).accepted) == (State.RETURNED, first)
    assert [len(plan_page(plan, one).content.lines) for one in (planning.clerk, planning.secretary)] == [2, 3]
    third = plans.hand_in(plan, by=planning.secretary)
    guidance.approve(plan, by=planning.second)
    assert (queries.standing(plan).accepted, second.digest == third.digest) == (third, True)


def test_plan_when_handed_in_returned_mended_and_agreed_then_its_story_tells_it(planning: House) -> None:
    plan, handed = planning.handed_in(planning.guided)
    who, clerk = planning.guided_secretary.name, planning.clerk.name
    ref = queries.content_in(handed).lines[1].ref
    guidance.advise(plan, "写明几对。", line=ref, by=planning.clerk)
    guidance.return_plan(plan, "师徒结对再具体些。", by=planning.clerk)
    plan_lines.write_line(plan, ref, Written(text="师徒结对六对"), version=1, by=planning.guided_secretary)
    plans.hand_in(plan, by=planning.guided_secretary)
    guidance.agree(plan, by=planning.clerk, said="好做法。")
    told = story(plan_page(plan, planning.clerk))
    assert [(one.sentence, one.said) for one in told] == [
        (f"6月5日，{who}交上来，写了 2 行。", ""),
        (f"6月5日，{clerk}退回来，提了 1 条建议。", "师徒结对再具体些。"),
        (f"6月5日，{who}改了 1 处，又交上来。", ""),
        (f"6月5日，{clerk}看过，指导同意。", "好做法。"),
    ]


def plan_that_stands(planning: House) -> Plan:
    """The plan of the branch, approved."""
    plan = planning.plan()
    guidance.approve(plan, by=planning.clerk)
    return plan


def test_advice_when_the_unit_took_its_line_out_then_is_noted_as_long_as_others_read_the_line(
    planning: House,
) -> None:
    plan, handed = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    ref = queries.content_in(handed).lines[0].ref
    plan_lines.remove_line(plan, ref, by=planning.secretary)
    advice = guidance.advise(plan, "写明找谁。", line=ref, by=planning.clerk)
    assert advice.line == PlanLine.objects.get(ref=ref)
    plans.hand_in(plan, by=planning.secretary)
    with pytest.raises(Conflict, match="整份计划"):
        guidance.advise(plan, "还是写明找谁。", line=ref, by=planning.clerk)


def test_plan_when_its_campaign_is_over_then_is_approved_and_neither_returned_nor_taken_back(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    Closing.objects.create(campaign=planning.campaign, unit=planning.committee, at=time.now())
    with pytest.raises(Conflict, match="已经结束"):
        guidance.return_plan(plan, "第一行再具体些。", by=planning.clerk)
    with pytest.raises(Conflict, match="已经结束"):
        plans.take_back(plan, by=planning.secretary)
    assert state(plan) is State.WAITING
    guidance.approve(plan, by=planning.clerk)
    assert state(plan) is State.APPROVED


def test_advice_when_given_on_nothing_or_by_nobody_entitled_then_is_not(planning: House) -> None:
    draft = planning.plan(planning.guided)
    ref = planning.line(draft)
    with pytest.raises(NotThere):
        guidance.advise(draft, "还没有交呢。", line=ref, by=planning.clerk)
    plan, _handed = planning.handed_in()
    with pytest.raises(NotThere):
        guidance.advise(plan, "没有这一行。", line="nothing", by=planning.clerk)
    unsent = planning.line(plan_that_stands(planning))
    with pytest.raises(NotThere):
        guidance.advise(plan, "没有交过的一行。", line=unsent, by=planning.clerk)
    with pytest.raises(Refused):
        guidance.advise(plan, "自己夸自己。", by=planning.secretary)
    advice = guidance.advise(plan, "很好。", by=planning.clerk)
    guidance.settle_advice(plan, advice.ref, by=planning.clerk)
    with pytest.raises(Conflict):
        guidance.settle_advice(plan, advice.ref, by=planning.helper)


@pytest.mark.django_db(transaction=True)
def test_plan_when_twenty_settle_it_at_once_then_one_wins_and_nineteen_get_a_sentence() -> None:
    house = a_house()
    plan, _handed = house.handed_in()
    clerks = [house.clerk, house.second]

    def settle(number: int) -> str:
        try:
            by = Account.objects.get(pk=clerks[number % 2].pk)
            if number % 3 == 2:
                guidance.return_plan(Plan.objects.get(pk=plan.pk), "请再改一改。", by=by)
            else:
                guidance.approve(Plan.objects.get(pk=plan.pk), by=by)
        except Conflict as conflict:
            return str(conflict)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(settle, range(20)))
    assert (answers.count("done"), Outcome.objects.count()) == (1, 1)
    assert set(answers) - {"done"} <= {
        "刚才已经有人看过、定下来了。刷新一下就看得到。",
        "刚才已经有人退回了。刷新一下就看得到。",
    }
    assert AuditEvent.objects.filter(action__in=("plan:approve", "plan:return")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_plan_when_handed_in_twice_at_once_then_is_handed_in_once() -> None:
    house = a_house()
    plan = house.plan()
    house.line(plan)

    def hand(_number: int) -> Any:
        try:
            return plans.hand_in(
                Plan.objects.get(pk=plan.pk), by=Account.objects.get(pk=house.secretary.pk)
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(hand, range(6)))) == 1
