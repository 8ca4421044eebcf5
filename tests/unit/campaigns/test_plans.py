"""Writing a plan together, handing it in, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.campaigns.commands import plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Clash, Written
from sixianghui.campaigns.models import Advice, Closing, Goal, HandIn, Plan, PlanLine, Recall, Way
from sixianghui.campaigns.queries import plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.proposals import proposals
from sixianghui.campaigns.rules.plans import State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from tests.factories import a_unit, an_appointment, someone_with
from tests.unit.campaigns.plan_house import POINTS, House, a_notice


def state(plan: Plan) -> State:
    return queries.standing(plan).state


def test_plan_when_begun_twice_then_is_one_and_only_for_a_unit_that_got_the_notice(planning: House) -> None:
    first = planning.plan()
    assert plans.begin_plan(planning.notice, planning.branch, by=planning.helper) == first
    with pytest.raises(Refused):
        plans.begin_plan(planning.notice, planning.branch, by=planning.clerk)
    stranger = a_unit()
    with pytest.raises(NotThere):
        plans.begin_plan(planning.notice, stranger, by=someone_with(Post.SECRETARY, stranger))
    assert Plan.objects.count() == 1


def test_line_when_sent_again_with_the_same_words_then_stays_the_same_version(planning: House) -> None:
    plan = planning.plan()
    words = Written(text="值守", items=(planning.items[0].pk,), month=dt.date(2018, 6, 20))
    for _time in range(2):
        line = plan_lines.write_line(plan, "abc", words, version=0, by=planning.secretary)
        assert (line.version, line.stance, line.month) == (1, "covers", dt.date(2018, 6, 1))
    assert PlanLine.objects.count() == 1


def test_line_when_two_change_it_at_once_then_the_second_sees_both_and_nothing_is_lost(
    planning: House,
) -> None:
    plan = planning.plan()
    plan_lines.write_line(plan, "abc", Written(text="值守"), version=0, by=planning.secretary)
    plan_lines.write_line(plan, "abc", Written(text="值守两周"), version=1, by=planning.helper)
    with pytest.raises(Clash) as clash:
        plan_lines.write_line(plan, "abc", Written(text="值守三周"), version=1, by=planning.secretary)
    assert (clash.value.current.text, clash.value.current.version) == ("值守两周", 2)
    line = plan_lines.write_line(plan, "abc", Written(text="值守三周"), version=2, by=planning.secretary)
    assert (line.text, line.version) == ("值守三周", 3)


def test_line_when_its_answer_was_lost_then_the_writer_does_not_clash_with_themselves(
    planning: House,
) -> None:
    plan = planning.plan()
    plan_lines.write_line(plan, "abc", Written(text="值"), version=0, by=planning.secretary)
    more = {"version": 0, "by": planning.secretary}
    line = plan_lines.write_line(plan, "abc", Written(text="值守"), tried="值", **more)  # type: ignore[arg-type]
    assert (line.text, line.version) == ("值守", 2)
    with pytest.raises(Clash):
        plan_lines.write_line(plan, "abc", Written(text="值守夜"), tried="别的", **more)  # type: ignore[arg-type]
    with pytest.raises(Clash):
        plan_lines.write_line(plan, "abc", Written(text="夜"), version=1, tried="值守", by=planning.helper)


def test_line_when_taken_out_then_may_be_put_back_and_a_change_made_meanwhile_clashes(
    planning: House,
) -> None:
    plan = planning.plan()
    ref = planning.line(plan)
    plan_lines.remove_line(plan, ref, by=planning.helper)
    plan_lines.remove_line(plan, ref, by=planning.helper)
    assert queries.lines_of(plan) == []
    with pytest.raises(Clash):
        plan_lines.write_line(plan, ref, Written(text="改过"), version=1, by=planning.secretary)
    plan_lines.put_back_line(plan, ref, by=planning.helper)
    assert [line.text for line in queries.lines_of(plan)] == ["值守十四天"]
    with pytest.raises(NotThere):
        plan_lines.remove_line(plan, "nothing", by=planning.helper)


@pytest.mark.parametrize(
    "words",
    [Written(text=" "), Written(stance="not_applicable", reason="没有"), Written(stance="not_applicable")],
)
def test_line_when_it_says_nothing_then_is_not_kept(planning: House, words: Written) -> None:
    plan = planning.plan()
    with pytest.raises(HouseError):
        plan_lines.write_line(plan, "abc", words, version=0, by=planning.secretary)
    assert not PlanLine.objects.exists()


def test_line_when_it_names_points_and_carriers_of_elsewhere_then_keeps_its_own_alone(
    planning: House,
) -> None:
    other = a_notice(planning.committee, None, [], {})
    plan = planning.plan()
    foreign = other.items.first()
    words = Written(text="值守", items=(foreign.pk, planning.items[1].pk), carrier=99_999)  # type: ignore[union-attr]
    line = plan_lines.write_line(plan, "abc", words, version=0, by=planning.secretary)
    assert [cover.point_id for cover in line.covers.all()] == [planning.items[1].pk]
    assert line.carrier is None


def test_plan_when_it_grows_past_a_page_then_says_so(planning: House) -> None:
    plan = planning.plan()
    for number in range(40):
        planning.line(plan, f"第{number}件")
    with pytest.raises(Conflict):
        planning.line(plan, "再一件")


def test_form_when_first_opened_then_begins_with_a_line_for_each_point_of_the_notice(planning: House) -> None:
    plan = planning.plan()
    found = proposals(plan)
    assert [one.line.text for one in found] == list(POINTS)
    assert {one.source for one in found} == {"notice"}
    taken, left = found[:2]
    line = taken.line
    words = Written(text=line.text, items=line.items, carrier=line.carrier, month=line.first_day)
    plan_lines.write_line(plan, taken.ref, words, version=0, by=planning.secretary)
    plan_lines.remove_line(plan, left.ref, by=planning.secretary)
    assert [one.line.text for one in proposals(plan)] == list(POINTS[2:])
    plan_lines.put_back_line(plan, left.ref, by=planning.secretary)
    assert [one.line.text for one in proposals(plan)] == [POINTS[1], *POINTS[2:]]


def test_form_when_the_unit_had_a_plan_before_then_begins_with_what_it_wrote_there(planning: House) -> None:
    planning.handed_in()
    again = a_notice(
        planning.committee, planning.campaign, planning.carriers, {planning.branch: Way.SUBORDINATION}
    )
    plan = plans.begin_plan(again, planning.branch, by=planning.secretary)
    found = proposals(plan)
    assert [(one.source, one.line.text) for one in found] == [
        ("last", "漏洞当天清零"),
        *(("notice", title) for title in POINTS[1:]),
        ("last", "师徒结对"),
    ]
    assert found[0].line.carrier == planning.carriers[0].pk
    assert proposals(planning.plan()) == []


def test_form_when_the_notice_asks_nothing_then_still_begins_with_three_lines(planning: House) -> None:
    bare = a_notice(planning.committee, planning.campaign, [], {planning.branch: Way.SUBORDINATION})
    bare.items.all().delete()
    found = proposals(plans.begin_plan(bare, planning.branch, by=planning.secretary))
    assert [one.source for one in found] == ["habit"] * 3


def test_goal_when_emptied_then_is_none_and_when_two_write_it_then_both_are_kept(planning: House) -> None:
    plan = planning.plan()

    def write(text: str, version: int, by: Any) -> Goal:
        return plan_lines.write_goal(
            plan, "members", audience="members", text=text, model="样例标兵组", version=version, by=by
        )

    write("每人办一件实事", 0, planning.secretary)
    write("每人办两件实事", 1, planning.helper)
    with pytest.raises(Clash):
        write("每人办三件实事", 1, planning.secretary)
    assert [(goal.text, goal.model) for goal in queries.goals_of(plan)] == [("每人办两件实事", "样例标兵组")]
    write("", 2, planning.secretary)
    assert queries.goals_of(plan) == []


def test_plan_when_handed_in_then_is_frozen_and_not_edited_until_taken_back(planning: House) -> None:
    plan, handed = planning.handed_in()
    content = queries.content_in(handed)
    assert (state(plan), handed.digest, content) == (State.WAITING, content.digest, queries.content_now(plan))
    assert (content.lines[0].carrier_name, content.lines[1].kind_name) == ("红芯引擎", "学习会")
    assert plans.hand_in(plan, by=planning.secretary) == handed
    with pytest.raises(Conflict, match="先收回再改"):
        planning.line(plan, "再加一件")
    plans.take_back(plan, by=planning.secretary)
    planning.line(plan, "再加一件")
    assert (state(plan), len(queries.content_in(handed).lines)) == (State.TAKEN_BACK, 2)
    with pytest.raises(Conflict):
        plans.take_back(plan, by=planning.secretary)
    plans.hand_in(plan, by=planning.secretary)
    assert (state(plan), HandIn.objects.count()) == (State.WAITING, 2)


def test_plan_when_handed_in_without_a_line_or_without_the_post_then_is_not(planning: House) -> None:
    plan = planning.plan()
    with pytest.raises(Conflict):
        plans.hand_in(plan, by=planning.secretary)
    planning.line(plan, by=planning.helper)
    with pytest.raises(Refused):
        plans.hand_in(plan, by=planning.helper)
    assert state(plan) is State.DRAFT


def test_plan_when_its_notice_is_recalled_or_its_campaign_over_then_asks_for_nothing_more(
    planning: House, clock: Any
) -> None:
    plan, _handed = planning.handed_in()
    other = planning.plan(planning.guided)
    Closing.objects.create(campaign=planning.campaign, unit=planning.committee, at=time.now())
    with pytest.raises(Conflict, match="已经结束"):
        planning.line(other)
    with pytest.raises(Conflict, match="已经结束"):
        plans.take_back(plan, by=planning.secretary)
    Recall.objects.create(notice=planning.notice, unit=planning.committee, at=time.now(), reason="发错了")
    with pytest.raises(Conflict, match="已经撤回"):
        planning.line(other)


def test_plans_when_listed_then_each_sees_their_own_drafts_and_staff_only_what_was_handed_in(
    planning: House,
) -> None:
    draft = planning.plan()
    waiting, _handed = planning.handed_in(planning.guided)
    seen = {
        who: [row.ref for row in queries.visible_to(getattr(planning, who)).order_by("pk")]
        for who in ("secretary", "helper", "guided_secretary", "clerk")
    }
    assert seen == {
        "secretary": [draft.ref],
        "helper": [draft.ref],
        "guided_secretary": [waiting.ref],
        "clerk": [waiting.ref],
    }
    assert [plan_lists.row(one).state for one in plan_lists.waiting_for(planning.clerk)] == [State.WAITING]
    assert list(plan_lists.waiting_for(planning.secretary)) == []


def test_list_when_narrowed_to_a_state_then_shows_that_state_alone(planning: House) -> None:
    planning.handed_in(planning.guided)
    planning.handed_in()
    plans.take_back(planning.plan(), by=planning.secretary)
    found = {
        wanted: [
            one.state for one in plan_lists.listed(planning.clerk, plan_lists.Filters(state=wanted)).rows
        ]
        for wanted in ("", *State)
    }
    assert found.pop("") == [State.WAITING, State.TAKEN_BACK]
    assert found == {one: [one] if one in {State.WAITING, State.TAKEN_BACK} else [] for one in State}


def test_writing_when_it_goes_on_then_the_chain_has_one_row_for_each_person_and_pause(
    planning: House, clock: Any
) -> None:
    plan = planning.plan()
    for version, text in enumerate(("值", "值守", "值守十"), 0):
        plan_lines.write_line(plan, "abc", Written(text=text), version=version, by=planning.secretary)
    assert AuditEvent.objects.filter(action="plan:write").count() == 1
    plan_lines.write_line(plan, "abc", Written(text="值守十四"), version=3, by=planning.helper)
    clock.set(clock.at + dt.timedelta(minutes=11))
    plan_lines.write_line(plan, "abc", Written(text="值守十四天"), version=4, by=planning.helper)
    assert AuditEvent.objects.filter(action="plan:write").count() == 3


def test_advice_when_its_line_was_mended_then_is_settled_by_handing_in(planning: House) -> None:
    from sixianghui.campaigns.commands.guidance import advise, return_plan

    plan, handed = planning.handed_in()
    first, second = (line.ref for line in queries.content_in(handed).lines)
    mended, kept = (
        advise(plan, "写明找谁。", line=first, by=planning.clerk),
        advise(plan, "好。", line=second, by=planning.clerk),
    )
    return_plan(plan, "第一行再具体些。", by=planning.clerk)
    line = next(one for one in queries.lines_of(plan) if one.ref == first)
    plan_lines.write_line(
        plan, first, Written(text="漏洞当天清零，找值班长"), version=line.version, by=planning.secretary
    )
    plans.hand_in(plan, by=planning.secretary)
    assert list(Advice.objects.filter(settled_at__isnull=False)) == [mended]
    assert kept.settled_at is None


def test_writer_when_they_change_posts_then_is_still_no_judge(planning: House) -> None:
    plan = planning.plan()
    planning.line(plan, by=planning.helper)
    assert queries.wrote(plan, planning.helper)
    assert not queries.wrote(plan, planning.clerk)
    an_appointment(planning.helper, planning.committee, Post.COMMITTEE_CLERK)
    assert list(plan_lists.waiting_for(planning.helper)) == []
