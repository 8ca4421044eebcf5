"""The page of a plan for whoever guides it: advice in its margin, and the place where it is returned."""

from __future__ import annotations

import re

import pytest

from sixianghui.access.public import Post
from sixianghui.campaigns.commands import To, guidance, plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Written
from sixianghui.campaigns.models import Closing
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules.plans import State
from sixianghui.common import time
from tests.factories import a_person, an_account, an_appointment, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.house import House as NoticeHouse
from tests.unit.campaigns.plan_house import House


def test_plan_when_the_button_that_returns_is_pressed_then_the_place_for_the_reason_is_open(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    client = signed_in(planning.clerk)
    page = client.get(f"/plans/{plan.ref}/").content.decode()
    assert ('href="?return=1#returning"' in page, '<details class="return-box">' in page) == (True, True)
    pressed = client.get(f"/plans/{plan.ref}/?return=1").content.decode()
    assert '<details class="return-box" open>' in pressed


def test_advice_on_the_whole_when_it_says_nothing_then_is_told_at_its_field(planning: House) -> None:
    plan, _handed = planning.handed_in()
    answer = signed_in(planning.clerk).post(f"/plans/{plan.ref}/advice/", {"text": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('aria-describedby="advice-whole_error"' in page, 'id="advice-whole_error"' in page) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("step", "sent"), [("return", {"reason": ""}), ("advice", {"text": "写细一点。" * 200})]
)
def test_button_that_returns_when_pressed_on_a_page_with_an_error_then_stays_there_with_what_was_typed(
    planning: House, step: str, sent: dict[str, str]
) -> None:
    plan, _handed = planning.handed_in()
    client = signed_in(planning.clerk)
    address = f"/plans/{plan.ref}/{step}/"
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert (answer.status_code, client.get(address).status_code) == (422, 405)
    bar = page[page.index('<div class="plan-bar">') :].partition("<form")[0]
    assert re.findall(r'<a class="btn" href="([^"]*)"', bar) == ["#returning"]
    assert ('<details class="return-box" open>' in page, 'id="returning"' in page) == (True, True)
    assert all(typed in page for typed in sent.values())


def over(planning: House) -> None:
    Closing.objects.create(campaign=planning.campaign, unit=planning.committee, at=time.now())


def test_plan_when_its_campaign_is_over_then_offers_what_can_be_done_and_nothing_that_leads_nowhere(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    staff, unit = signed_in(planning.clerk), signed_in(planning.secretary)
    address = f"/plans/{plan.ref}/"
    assert ("退回，请对方改" in words(staff.get(address)), "收回来改" in words(unit.get(address))) == (
        True,
        True,
    )
    over(planning)
    theirs, mine = words(staff.get(address)), words(unit.get(address))
    assert ("退回，请对方改" in theirs, "不能退回" in theirs, "批准" in theirs) == (False, True, True)
    assert ("收回来改" in mine, "照样等回音" in mine) == (False, True)
    late = unit.post(f"{address}taking-back/", follow=True)
    assert (late.redirect_chain, "不再收计划" in words(late)) == ([(address, 302)], True)
    staff.post(f"{address}approval/")
    assert queries.standing(plan).state is State.APPROVED


@pytest.mark.parametrize("meanwhile", ["over", "approved"])
def test_reason_when_the_plan_cannot_be_returned_any_more_then_stands_on_the_page_with_why(
    planning: House, meanwhile: str
) -> None:
    plan, _handed = planning.handed_in()
    if meanwhile == "over":
        over(planning)
    else:
        guidance.approve(plan, by=planning.second)
    answer = signed_in(planning.clerk).post(f"/plans/{plan.ref}/return/", {"reason": "第一行再具体些。"})
    page = answer.content.decode()
    assert (answer.status_code, "第一行再具体些。" in page) == (422, True)
    why = {"over": "不再收计划", "approved": "已经有人看过"}[meanwhile]
    assert why in page[page.index('id="returning"') :].partition("</form>")[0]


def test_clerk_when_on_the_roster_of_the_unit_then_is_offered_no_advice_that_is_refused(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    member = an_account()
    a_person(planning.branch, account=member)
    an_appointment(member, planning.committee, Post.COMMITTEE_CLERK)
    pages = [words(signed_in(one).get(f"/plans/{plan.ref}/")) for one in (planning.clerk, member)]
    assert ["提一句建议" in page for page in pages] == [True, False]


def test_advice_when_its_line_is_gone_then_is_kept_to_be_said_of_the_whole(planning: House) -> None:
    plan, handed = planning.handed_in()
    ref = queries.content_in(handed).lines[0].ref
    plans.take_back(plan, by=planning.secretary)
    plan_lines.remove_line(plan, ref, by=planning.secretary)
    plans.hand_in(plan, by=planning.secretary)
    sent = {"line": ref, "text": "写明找谁来讲。"}
    answer = signed_in(planning.clerk).post(f"/plans/{plan.ref}/advice/", sent)
    page = answer.content.decode()
    whole = page[page.index('id="advice-whole"') :].partition("</form>")[0]
    assert (answer.status_code, "写明找谁来讲。" in whole, "提在整份计划上" in whole) == (422, True, True)


def test_title_of_the_notice_when_the_reader_may_not_read_it_then_leads_nowhere(house: NoticeHouse) -> None:
    above = someone_with(Post.SECRETARY, house.general)
    sent = house.sent(to=(To(unit=house.branch),))
    plan = plans.begin_plan(sent.notice, house.branch, by=house.secretary)
    plan_lines.write_line(plan, "first", Written("值守十四天"), version=0, by=house.secretary)
    plans.hand_in(plan, by=house.secretary)
    notice = f"/notices/{sent.notice.ref}/"
    found = []
    for reader in (house.secretary, house.clerk, above):
        client = signed_in(reader)
        page = client.get(f"/plans/{plan.ref}/").content.decode()
        assert sent.notice.title in page
        found.append((f'href="{notice}"' in page, client.get(notice).status_code))
    assert found == [(True, 200), (True, 200), (False, 404)]
