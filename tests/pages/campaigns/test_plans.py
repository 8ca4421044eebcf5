"""The pages of plans: written line by line, read beside the notice, settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.campaigns.commands import guidance, plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Written
from sixianghui.campaigns.models import Advice, Goal, HandIn, Notice, Outcome, Plan, PlanLine
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.proposals import proposals
from sixianghui.campaigns.rules.plans import State
from tests.factories import signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.plan_house import POINTS, House


def state(plan: Plan) -> State:
    return queries.standing(plan).state


def line_fields(ref: str, text: str, **more: Any) -> dict[str, Any]:
    values = {"text": text, "stance": "own", "version": "0", "audience": "members", **more}
    return {f"{ref}-{name}": value for name, value in values.items()}


def test_plan_when_begun_from_its_notice_then_opens_the_form_with_what_is_proposed(planning: House) -> None:
    client = signed_in(planning.secretary)
    begun = client.post(f"/notices/{planning.notice.ref}/plan/")
    plan = Plan.objects.get()
    assert begun["Location"] == f"/plans/{plan.ref}/writing/"
    page = words(client.get(begun["Location"]))
    assert [title for title in POINTS if title in page] == list(POINTS)
    assert "6月15日前交" in page
    assert client.get(f"/plans/{plan.ref}/")["Location"] == begun["Location"]
    assert signed_in(planning.clerk).post(f"/notices/{planning.notice.ref}/plan/").status_code == 403
    stranger = someone_with(Post.SECRETARY)
    assert signed_in(stranger).post(f"/notices/{planning.notice.ref}/plan/").status_code == 404


def test_form_when_sent_as_a_whole_then_keeps_every_line_and_hands_in(planning: House) -> None:
    plan = planning.plan()
    first, second = proposals(plan)[:2]
    client = signed_in(planning.secretary)
    taken = {
        "take": first.ref,
        "proposed": [first.ref, second.ref],
        **line_fields(first.ref, first.line.text, stance="covers", items=[first.line.items[0]]),
        **line_fields(second.ref, second.line.text, stance="covers", items=[second.line.items[0]]),
        "line": ["own-idea", "blank-one"],
        **line_fields("own-idea", "师徒结对", month="2018-06-01", kind="study"),
        **line_fields("blank-one", ""),
        "goal": ["members", "core_young"],
        "members-audience": "members",
        "members-text": "每人办一件实事",
        "members-model": "样例标兵组",
        "core_young-audience": "core_young",
        "core_young-text": "",
    }
    kept = client.post(f"/plans/{plan.ref}/writing/", taken)
    assert kept["Location"] == f"/plans/{plan.ref}/writing/"
    assert [line.text for line in queries.lines_of(plan)] == ["师徒结对", POINTS[0]]
    assert [goal.text for goal in Goal.objects.all()] == ["每人办一件实事"]
    handed = client.post(f"/plans/{plan.ref}/writing/", {"hand_in": "1"}, follow=True)
    assert "交上去了" in handed.content.decode()
    assert state(plan) is State.WAITING
    assert client.get(f"/plans/{plan.ref}/writing/")["Location"] == f"/plans/{plan.ref}/"


def test_form_when_somebody_changed_a_line_meanwhile_then_shows_both_and_keeps_the_rest(
    planning: House,
) -> None:
    plan = planning.plan()
    plan_lines.write_line(plan, "abc", Written(text="值守"), version=0, by=planning.secretary)
    plan_lines.write_line(plan, "abc", Written(text="值守两周"), version=1, by=planning.helper)
    client = signed_in(planning.secretary)
    sent = {
        "line": ["abc", "def"],
        **line_fields("abc", "值守三周", version="1"),
        **line_fields("def", "师徒结对"),
        "hand_in": "1",
    }
    page = client.post(f"/plans/{plan.ref}/writing/", sent)
    html = page.content.decode()
    assert (page.status_code, "改成：值守两周" in html, "值守三周" in html) == (409, True, True)
    assert f"{planning.helper.name}刚改过这一条" in html
    assert 'name="abc-version" value="2"' in html
    assert [line.text for line in queries.lines_of(plan)] == ["值守两周", "师徒结对"]
    assert state(plan) is State.DRAFT
    client.post(f"/plans/{plan.ref}/writing/", {**sent, "theirs": "abc"})
    assert (queries.lines_of(plan)[0].text, state(plan)) == ("值守两周", State.WAITING)


def test_line_when_too_long_or_a_reason_without_its_point_then_says_so_and_keeps_what_was_typed(
    planning: House,
) -> None:
    plan = planning.plan()
    client = signed_in(planning.secretary)
    long = client.post(f"/plans/{plan.ref}/writing/", {"line": "abc", **line_fields("abc", "长" * 201)})
    page = long.content.decode()
    assert (long.status_code, "长" * 201 in page, 'id="id_abc-text_error"' in page) == (422, True, True)
    reason = line_fields("abc", "", stance="not_applicable", reason="没有直播业务")
    answer = client.post(f"/plans/{plan.ref}/lines/abc/", reason)
    assert (answer.status_code, answer.json()) == (400, {"message": "哪一条不适用，请勾上。"})
    fine = {**reason, "abc-items": [planning.items[3].pk]}
    assert client.post(f"/plans/{plan.ref}/lines/abc/", fine).json() == {"version": 1}
    assert PlanLine.objects.get().stance == "not_applicable"


def test_line_when_sent_alone_then_is_answered_by_its_version_or_by_what_the_other_wrote(
    planning: House,
) -> None:
    plan = planning.plan()
    mine, other = signed_in(planning.secretary), signed_in(planning.helper)
    path = f"/plans/{plan.ref}/lines/abc/"
    assert mine.post(path, line_fields("abc", "值守")).json() == {"version": 1}
    assert other.post(path, line_fields("abc", "值守两周", version="1")).json() == {"version": 2}
    clash = mine.post(path, line_fields("abc", "值守三周", version="1"))
    body = clash.json()
    assert (clash.status_code, body["version"], body["theirs"]["by"]) == (409, 2, planning.helper.name)
    assert body["theirs"]["fields"]["text"] == "值守两周"
    goal = {"members-audience": "members", "members-text": "每人办一件实事", "members-version": "0"}
    assert mine.post(f"/plans/{plan.ref}/goals/members/", goal).json() == {"version": 1}
    gone = mine.post(f"/plans/{plan.ref}/lines/abc/removal/").json()
    assert gone["version"] == 3
    back = mine.post(gone["undo"])
    assert (back.status_code, [line.text for line in queries.lines_of(plan)]) == (302, ["值守两周"])
    plans.hand_in(plan, by=planning.secretary)
    late = mine.post(path, line_fields("abc", "再改", version="4"))
    assert (late.status_code, "先收回再改" in late.json()["message"]) == (409, True)
    for client in (signed_in(planning.guided_secretary), signed_in(planning.clerk)):
        assert client.post(path, line_fields("abc", "偷偷改")).status_code in {403, 404}


def test_plan_when_read_by_staff_then_stands_beside_its_notice_with_what_is_open(planning: House) -> None:
    plan, _handed = planning.handed_in()
    page = words(signed_in(planning.clerk).get(f"/plans/{plan.ref}/"))
    assert f"6月5日，{planning.secretary.name}交上来，写了 2 行。" in page
    assert ("已覆盖 1" in page, "自拟 1" in page, "还空着 3" in page) == (True, True, True)
    assert ("漏洞当天清零" in page, POINTS[3] in page, "批准" in page) == (True, True, True)


def test_plan_when_read_in_another_language_than_it_was_written_in_then_nothing_seems_changed(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    client = signed_in(planning.secretary)
    page = words(client.get(f"/en/plans/{plan.ref}/"))
    assert ("Study session" in page, "not handed in" in page) == (True, False)
    ref = planning.line(plan, "再加一件")
    assert ref and "not handed in" in words(client.get(f"/en/plans/{plan.ref}/"))


def test_plan_when_its_unit_is_guided_then_offers_agreement_and_no_approval(planning: House) -> None:
    plan, _handed = planning.handed_in(planning.guided)
    client = signed_in(planning.clerk)
    html = client.get(f"/plans/{plan.ref}/").content.decode()
    assert (f"/plans/{plan.ref}/agreement/" in html, f"/plans/{plan.ref}/approval/" in html) == (True, False)
    assert client.post(f"/plans/{plan.ref}/approval/").status_code == 403
    done = client.post(f"/plans/{plan.ref}/agreement/", follow=True)
    assert (state(plan), f"{planning.clerk.name}看过，指导同意。" in words(done)) == (State.AGREED, True)


def test_plan_when_handed_in_anew_since_it_was_opened_then_is_to_be_read_again(planning: House) -> None:
    plan, _handed = planning.handed_in()
    staff, unit = signed_in(planning.clerk), signed_in(planning.secretary)
    assert staff.get(f"/plans/{plan.ref}/").content.decode().count('name="seen" value="1"') == 2
    unit.post(f"/plans/{plan.ref}/taking-back/")
    assert planning.line(plan, "再加一件")
    plans.hand_in(plan, by=planning.secretary)
    late = staff.post(f"/plans/{plan.ref}/approval/", {"seen": "1"}, follow=True)
    assert (state(plan), "又交了一次" in words(late)) == (State.WAITING, True)
    returned = staff.post(f"/plans/{plan.ref}/return/", {"reason": "写明找谁来讲。", "seen": "1"})
    told = returned.content.decode()
    assert (returned.status_code, "又交了一次" in told, "写明找谁来讲。" in told) == (422, True, True)
    assert state(plan) is State.WAITING
    staff.post(f"/plans/{plan.ref}/approval/", {"seen": "2"})
    assert state(plan) is State.APPROVED


def test_plan_when_returned_then_says_why_and_after_mending_what_changed(planning: House, clock: Any) -> None:
    plan, handed = planning.handed_in()
    staff, unit = signed_in(planning.clerk), signed_in(planning.secretary)
    ref = queries.content_in(handed).lines[0].ref
    advised = staff.post(f"/plans/{plan.ref}/advice/", {"line": ref, "text": "写明找谁。"})
    assert advised["Location"] == f"/plans/{plan.ref}/#line-{ref}"
    for empty in ("", "改"):
        assert staff.post(f"/plans/{plan.ref}/return/", {"reason": empty}).status_code == 422
    clock.set(clock.at + dt.timedelta(days=1))
    staff.post(f"/plans/{plan.ref}/return/", {"reason": "第一行再具体些。"})
    page = words(unit.get(f"/plans/{plan.ref}/"))
    assert ("计划退回来了：改 1 处" in page, "第一行再具体些。" in page, "写明找谁。" in page) == (True,) * 3
    assert f"6月6日，{planning.clerk.name}退回来，提了 1 条建议。" in page
    plan_lines.write_line(plan, ref, Written(text="漏洞当天清零，找值班长"), version=1, by=planning.secretary)
    unit.post(f"/plans/{plan.ref}/hand-in/")
    page = words(staff.get(f"/plans/{plan.ref}/"))
    assert ("改过 1 处" in page, "原来是 漏洞当天清零" in page, "处理好了" in page) == (True,) * 3
    assert f"6月6日，{planning.secretary.name}改了 1 处，又交上来。" in page


def test_advice_when_settled_then_stays_to_be_read_and_strangers_find_none(planning: House) -> None:
    plan, _handed = planning.handed_in()
    advice = guidance.advise(plan, "整体很好。", by=planning.clerk)
    path = f"/plans/{plan.ref}/advice/{advice.ref}/settlement/"
    assert signed_in(planning.second).post(path).status_code == 404
    assert signed_in(planning.guided_secretary).post(path).status_code == 404
    assert signed_in(planning.helper).post(path).status_code == 302
    assert Advice.objects.get().settled_by == planning.helper
    assert "整体很好。" in words(signed_in(planning.clerk).get(f"/plans/{plan.ref}/"))


def test_plan_when_taken_back_then_is_written_again_and_pressing_twice_does_it_once(planning: House) -> None:
    plan, _handed = planning.handed_in()
    client = signed_in(planning.secretary)
    for _time in range(2):
        back = client.post(f"/plans/{plan.ref}/taking-back/", {"intent": "same-form"})
        assert back["Location"] == f"/plans/{plan.ref}/writing/"
    assert Outcome.objects.count() == 1
    assert client.get(f"/plans/{plan.ref}/writing/").status_code == 200


def test_plan_when_it_is_a_draft_of_others_then_every_page_of_it_is_the_usual_404(planning: House) -> None:
    plan = planning.plan()
    planning.line(plan)
    for client in (signed_in(planning.clerk), signed_in(planning.guided_secretary)):
        for rest in ("", "writing/", "return/", "approval/", "hand-in/"):
            method = client.get if rest in {"", "writing/"} else client.post
            assert method(f"/plans/{plan.ref}/{rest}").status_code in {403, 404}
    assert Client().get(f"/plans/{plan.ref}/").status_code == 302


@pytest.mark.parametrize("many", [1, 3])
def test_pages_when_there_is_more_of_everything_then_ask_no_more_queries(
    planning: House, many: int, django_assert_max_num_queries: Any
) -> None:
    plan = planning.plan()
    for number in range(many):
        planning.line(plan, f"第{number}件", items=(planning.items[0].pk,), month=dt.date(2018, 6, 1))
        planning.line(plan, f"自己的第{number}件")
    secretary, clerk = signed_in(planning.secretary), signed_in(planning.clerk)
    with django_assert_max_num_queries(32):
        assert secretary.get(f"/plans/{plan.ref}/writing/").status_code == 200
    for number in range(many):
        plans.hand_in(plan, by=planning.secretary)
        guidance.advise(plan, f"建议{number}", by=planning.clerk)
        if number < many - 1:
            guidance.return_plan(plan, "再改一改。", by=planning.clerk)
    planning.handed_in(planning.guided)
    assert HandIn.objects.count() == many + 1
    with django_assert_max_num_queries(33):
        assert clerk.get(f"/plans/{plan.ref}/").status_code == 200
    with django_assert_max_num_queries(24):
        page = words(clerk.get("/plans/"))
    assert [name for name in ("样例一支部 等回音", "样例二支部 等回音") if name not in page] == []


def test_list_when_narrowed_then_keeps_its_filters_and_nonsense_is_left_out(planning: House) -> None:
    planning.handed_in()
    planning.handed_in(planning.guided)
    client = signed_in(planning.clerk)
    one = words(client.get("/plans/", {"q": "样例二"}))
    assert ("样例二支部" in one, "样例一支部" in one) == (True, False)
    by_notice = words(client.get("/plans/", {"notice": planning.notice.ref, "state": "waiting"}))
    assert f"只看“{planning.notice.title}”的计划。" in by_notice
    assert "样例一支部" in words(client.get("/plans/", {"state": "nonsense", "campaign": "none"}))
    assert "没有找到" in words(client.get("/plans/", {"state": "returned"}))


def test_list_when_a_notice_waits_for_a_plan_then_says_so_to_the_unit_alone(planning: House) -> None:
    assert "还没动笔的" in words(signed_in(planning.helper).get("/plans/"))
    assert "还没动笔的" not in words(signed_in(planning.clerk).get("/plans/"))


@pytest.mark.parametrize("name", ["plans_handed_in", "plans"])
@pytest.mark.parametrize("public", [True, False])
def test_figures_of_plans_when_their_notice_is_not_public_then_do_not_say_what_it_is_called(
    planning: House, name: str, public: bool
) -> None:
    Notice.objects.filter(pk=planning.notice.pk).update(public=public)
    plan, _handed_in = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    page = f"/figures/campaigns.{name}/"
    for client in (Client(), signed_in(planning.clerk)):
        for address in (f"{page}rows.csv", f"{page}?format=json", page):
            answer = client.get(address)
            told = answer.getvalue().decode() if answer.streaming else answer.content.decode()
            assert planning.branch.name in told
            assert (planning.notice.title in told, "没有公开的通知" in told) == (public, not public)
            assert "漏洞当天清零" not in told
