"""The pages of notices, for whoever sends them and for those whom they reach."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from sixianghui.access.public import Post
from sixianghui.campaigns import commands
from sixianghui.campaigns.commands import To
from sixianghui.campaigns.models import Sending, Way
from sixianghui.common import wire
from sixianghui.directory.public import UnitKind, guide
from tests.factories import a_person, a_unit, an_account, an_enterprise, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.house import DUE, House, an_item

REASON = "上级月底要报，只有这一次"


def test_notice_when_written_step_by_step_then_goes_out_with_its_burden_seen_before(house: House) -> None:
    a_person(house.branch)
    client = signed_in(house.clerk)
    head = {"title": "关于报名的通知", "campaign": house.campaign.ref, "plan_due_on": "2018-06-20"}
    began = client.post("/notices/new/", head)
    draft = began["Location"]
    assert re.fullmatch(r"/notices/\w+/draft/", draft)
    assert "还没有写要做的事" in words(client.get(draft))
    item = {"title": "报党员人数", "why": "排座位用", "minutes": "8", "ask": "answer", "audience": "members"}
    for more in (
        {"holding": "directory.members"},
        {"title": "想几件能做的事", "ask": "plan", "minutes": "15"},
    ):
        assert client.post(f"{draft}items/new/", {**item, **more}).status_code == 302
    assert client.post(f"{draft}addresses/", {"ways": ""}).status_code == 422
    chosen = {"ways": ["subordination", "guidance"], "units": [house.guided.slug]}
    assert client.post(f"{draft}addresses/", chosen).status_code == 302
    box = f'value="{house.guided.slug}" checked>{house.guided.name}'
    assert box in client.get(f"{draft}addresses/").content.decode()
    page = words(client.get(draft))
    assert "平台已有，2 个组织不用填" in page
    assert "23 分钟每个组织最多，共 3 个组织" in page
    sending = draft.replace("draft", "sending")
    assert "发出以后不能再改" in words(client.get(sending))
    done = client.post(sending, follow=True)
    assert "内容随消息送到，不用谁登录来看。" in done.content.decode()
    sent = Sending.objects.get()
    assert (sent.units, sent.minutes) == (3, 15 + 15 + 23)
    assert client.get(draft).status_code == 404


def test_notice_when_read_by_an_addressee_then_shows_what_to_do_and_hides_what_is_held(house: House) -> None:
    a_person(house.branch)
    item = an_item(title="报党员人数", holding="directory.members", minutes=8)
    sent = house.sent(item, an_item(title="想几件能做的事", minutes=15))
    page = words(signed_in(house.secretary).get(f"/notices/{sent.notice.ref}/"))
    assert "二想几件能做的事" in page
    assert "平台已有 1 件，不用填" in page
    assert "党员人数 1 人" in page
    assert "要你们做的15 分钟" in page
    assert "这件事要求太多" in page
    assert "发更正" not in page


def test_notice_when_the_platform_holds_all_that_it_wants_then_offers_no_plan_and_names_no_day(
    house: House,
) -> None:
    a_person(house.branch)
    guided = someone_with(Post.SECRETARY, house.guided)
    item = an_item(title="报党员人数", ask="answer", holding="directory.members", minutes=8)
    address = f"/notices/{house.sent(item).notice.ref}/"
    client = signed_in(house.secretary)
    page = words(client.get(address))
    assert ("你们什么也不用填" in page, "平台已有 1 件，不用填" in page) == (True, True)
    assert [said for said in ("去填计划", "前交", "0 分钟") if said in page] == []
    assert "通知到了" not in words(client.get("/week/"))
    asked = words(signed_in(guided).get(address))
    assert ("去填计划" in asked, "6月20日前交" in asked, "什么也不用填" in asked) == (True, True, False)


def test_notice_when_it_asks_for_a_plan_only_by_a_correction_then_has_the_button_that_begins_one(
    house: House,
) -> None:
    sent = house.sent(an_item(ask="know"), plan_due_on=None)
    client = signed_in(house.secretary)
    page = f"/notices/{sent.notice.ref}/"
    assert "去填计划" not in words(client.get(page))
    commands.amend_notice(sent.notice, text="也写一份计划", plan_due_on=DUE, by=house.clerk)
    assert "去填计划" in words(client.get(page))


def test_draft_when_nobody_would_hear_of_it_somewhere_then_names_those_units_and_still_goes_out(
    house: House,
) -> None:
    firm = a_unit(kind=UnitKind.ENTERPRISE, name="党组织待登记的企业", enterprise=an_enterprise())
    guide(house.committee, firm, by=house.clerk)
    draft = house.draft(to=(To(unit=house.branch), To(way=Way.GUIDANCE)))
    client = signed_in(house.clerk)
    for page in ("draft", "sending"):
        said = words(client.get(f"/notices/{draft.ref}/{page}/"))
        told = said[said.index("2 个组织现在没有人收得到") :]
        names = (house.guided.name, firm.name, house.branch.name)
        assert [name in told for name in names] == [True, True, False]
    # Its guide writes its plans, so an enterprise is told as others are.
    someone_with(Post.GUIDE, firm)
    someone_with(Post.DISCIPLINE_MEMBER, house.guided)
    assert "没有人收得到" not in words(client.get(f"/notices/{draft.ref}/sending/"))
    house.sent(an_item(minutes=1), to=(To(unit=house.general),))
    assert Sending.objects.get().units == 1


def test_notice_when_over_the_budget_then_the_page_asks_why_and_addressees_read_it(house: House) -> None:
    commands.set_budget(house.committee, 10, by=house.clerk)
    draft = house.draft(an_item(minutes=30))
    client = signed_in(house.clerk)
    address = f"/notices/{draft.ref}/sending/"
    assert "超过每月上限" in words(client.get(address))
    assert client.post(address, {"reason": "急"}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302
    page = words(signed_in(house.secretary).get(f"/notices/{draft.ref}/"))
    assert REASON in page


def test_notice_when_corrected_and_withdrawn_then_says_so_and_keeps_the_old_day(house: House) -> None:
    sent = house.sent()
    client, reader = signed_in(house.clerk), signed_in(house.secretary)
    address = f"/notices/{sent.notice.ref}/"
    client.post(f"{address}amendments/", {"text": "日子改晚一周", "plan_due_on": "2018-06-27"})
    page = words(reader.get(address))
    assert "日子改晚一周" in page
    assert "6月20日 2018年6月27日前交" in page
    client.post(f"{address}recall/", {"reason": "发错了对象"})
    page = words(reader.get(address))
    assert ("这份通知撤回了" in page, "发错了对象" in page, "去填计划" in page) == (True, True, False)


def test_notice_when_asked_for_by_others_then_is_the_same_404_as_nothing(house: House) -> None:
    sent, draft = house.sent(), house.draft()
    stranger = signed_in(someone_with(Post.SECRETARY, a_unit()))
    other_clerk = signed_in(someone_with(Post.COMMITTEE_CLERK, a_unit()))
    for client in (stranger, other_clerk):
        for ref in (sent.notice.ref, draft.ref, "nothing"):
            for rest in ("", "document.pdf"):
                assert client.get(f"/notices/{ref}/{rest}").status_code == 404
    for ref in (sent.notice.ref, draft.ref, "nothing"):
        door = Client().get(f"/notices/{ref}/")
        assert (door.status_code, door["Location"].split("?")[0]) == (302, reverse("access:sign-in"))
    for rest in ("draft/", "sending/", "amendments/", "recall/", "draft/head/", "draft/addresses/"):
        for ref in (sent.notice.ref, draft.ref):
            assert other_clerk.get(f"/notices/{ref}/{rest}").status_code == 404


def test_notice_when_published_then_anybody_reads_it_and_the_front_keeps_it_until_it_changes(
    house: House,
) -> None:
    sent = house.sent(public=True)
    for rest in ("", "document.pdf"):
        page = Client().get(f"/notices/{sent.notice.ref}/{rest}")
        assert (page.status_code, f"notice:{sent.notice_id}" in page.headers[wire.CACHE_TAGS]) == (200, True)
        mine = signed_in(house.secretary).get(f"/notices/{sent.notice.ref}/{rest}")
        assert wire.CACHE_TAGS not in mine.headers


@pytest.mark.parametrize("many", [1, 3])
def test_notices_when_many_are_listed_then_the_page_asks_a_fixed_number_of_questions(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        house.sent(an_item(minutes=1))
        house.draft()
    client = signed_in(house.clerk)
    client.get("/notices/")
    with django_assert_num_queries(21):
        client.get("/notices/")


@pytest.mark.parametrize("many", [1, 3])
def test_draft_when_it_has_many_items_then_the_page_asks_a_fixed_number_of_questions(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    draft = house.draft(*(an_item() for _ in range(many)))
    client = signed_in(house.clerk)
    client.get(f"/notices/{draft.ref}/draft/")
    with django_assert_num_queries(26):
        client.get(f"/notices/{draft.ref}/draft/")


def test_pages_of_sending_when_somebody_without_the_post_asks_then_are_refused(house: House) -> None:
    client = signed_in(house.secretary)
    assert client.get("/notices/new/").status_code == 403
    assert client.get("/burden/").status_code == 403
    assert signed_in(an_account()).get("/notices/").status_code == 200


def test_burden_page_when_opened_then_shows_our_own_use_and_takes_a_new_budget(house: House) -> None:
    house.sent(an_item(minutes=25))
    client = signed_in(house.clerk)
    page = words(client.get("/burden/"))
    assert "用得最多的一个组织25 分钟每月上限60 分钟通知1 份" in page
    assert house.branch.name not in page
    client.post("/burden/", {"minutes": "40", "since": "now"})
    assert "每月上限40 分钟" in words(client.get("/burden/"))
    assert client.post("/burden/", {"minutes": "5", "since": "now"}).status_code == 422


@pytest.mark.parametrize("name", ["notices", "deliveries", "minutes_asked"])
def test_figures_when_a_notice_is_not_public_then_say_that_it_was_and_neither_its_title_nor_its_number(
    house: House, name: str
) -> None:
    for title, public in (("给大家看的通知", True), ("只给支部的通知", False)):
        house.sent(an_item(), title=title, public=public, to=(To(unit=house.branch),))
    numbers = {sent.notice.title: sent.notice.number for sent in Sending.objects.all()}
    page, clerk = f"/figures/campaigns.{name}/", signed_in(house.clerk)
    for client in (Client(), clerk):
        for address in (f"{page}rows.csv", f"{page}?format=json", page):
            answer = client.get(address)
            told = answer.getvalue().decode() if answer.streaming else answer.content.decode()
            assert [one in told for one in ("给大家看的通知", "没有公开的通知", "只给支部的通知")] == [
                True, True, False,
            ]  # fmt: skip
            assert (numbers["给大家看的通知"] in told) is (name == "notices")
            assert numbers["只给支部的通知"] not in told
        sheet = b"".join(client.get(f"{page}rows.xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(sheet), read_only=True)
        cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
        assert ("给大家看的通知" in cells, "只给支部的通知" in cells) == (True, False)
        assert numbers["只给支部的通知"] not in cells


@pytest.mark.parametrize(
    ("name", "column"),
    [("notices", "title"), ("notices", "number"), ("deliveries", "notice"), ("minutes_asked", "notice")],
)
def test_figures_when_sorted_by_what_a_notice_is_called_then_do_not_let_themselves(
    house: House, name: str, column: str
) -> None:
    house.sent()
    page = f"/figures/campaigns.{name}/"
    assert [Client().get(f"{page}?sort={key}").status_code for key in ("at", column, f"-{column}")] == [
        200, 400, 400,
    ]  # fmt: skip
