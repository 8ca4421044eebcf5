"""The pages on which a report is written, checked and published, without a line of JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.directory.public import Unit
from sixianghui.reports import commands
from sixianghui.reports.models import Edition, Report, Template
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules import body
from sixianghui.reports.rules.reports import State
from tests.factories import a_unit, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.reports.house import House, a_house

TEXT = "发出通知【发出的通知】份。"


@pytest.fixture
def house(db: None) -> House:
    commands.install()
    return a_house()


def sent(report: Report, **more: Any) -> dict[str, Any]:
    """A form as the page sends it: a heading, a text, a table."""
    return {
        "version": report.version,
        "report-title": report.title,
        "report-audience": report.audience,
        "report-campaign": "",
        "block": ["b1", "b2", "b3"],
        "b1-kind": "heading", "b1-text": "从通知到计划", "b1-level": "1",
        "b2-kind": "text", "b2-text": TEXT,
        "b3-kind": "figures", "b3-title": "几个数", "b3-figures": "发出的通知·全部\n主题活动",
        "act": "save",
        **more,
    }  # fmt: skip


def alone() -> tuple[Unit, Account]:
    """A branch with nothing above it on the platform, and its secretary, who has no colleague."""
    unit = a_unit()
    return unit, someone_with(Post.SECRETARY, unit)


def state(report: Report) -> State:
    return queries.state_of(queries.reports().get(pk=report.pk))


def test_report_when_begun_from_a_template_then_stands_with_its_numbers_after_two_taps(house: House) -> None:
    house.notices.sent()
    client = signed_in(house.clerk)
    template = Template.objects.get(code="campaign")
    page = client.get("/reports/new/")
    assert words(page).count(template.name) == 1
    form = client.get(f"/reports/new/?template={template.ref}").content.decode()
    assert f'value="{house.campaign.pk}"' in form
    made = client.post(
        f"/reports/new/?template={template.ref}",
        {"unit": house.committee.pk, "campaign": house.campaign.pk, "audience": "everybody", "title": ""},
    )
    report = Report.objects.get()
    assert (made["Location"], report.title) == (
        f"/reports/drafts/{report.ref}/", f"{house.campaign.title}成效",
    )  # fmt: skip
    page = client.get(made["Location"])
    assert "【发出的通知】" in page.content.decode()
    assert re.search(r"发出通知\s*1\s*份", words(page))


@pytest.mark.parametrize(
    ("code", "period", "title"), [("quarter", "2018q2", "2018年第二季度台账"), ("year", "2018", "2018年总结")]
)
def test_report_of_a_stretch_of_time_when_begun_then_is_called_by_it(
    house: House, code: str, period: str, title: str
) -> None:
    template = Template.objects.get(code=code)
    client = signed_in(house.secretary)
    said = {"unit": house.branch.pk, "period": period, "audience": "unit", "title": ""}
    assert client.post(f"/reports/new/?template={template.ref}", said).status_code == 302
    report = Report.objects.get()
    assert report.title == title
    assert f'"unit":{house.branch.pk}' in report.scope
    wrong = client.post(f"/reports/new/?template={template.ref}", {**said, "unit": house.committee.pk})
    assert wrong.status_code == 422


def test_report_when_saved_then_numbers_are_kept_by_names_that_do_not_change(house: House) -> None:
    report = house.report()
    done = signed_in(house.clerk).post(f"/reports/drafts/{report.ref}/", sent(report))
    assert done["Location"] == f"/reports/drafts/{report.ref}/"
    report.refresh_from_db()
    assert body.from_json(report.body) == (
        body.Heading("从通知到计划"),
        body.Text("发出通知[[campaigns.notices]]份。"),
        body.Figures(
            "几个数", (body.Pick("campaigns.notices", whole=True), body.Pick("campaigns.campaigns"))
        ),
    )
    assert (report.version, report.scope) == (2, "{}")


def test_report_when_a_number_is_misspelt_then_says_which_is_near_and_loses_nothing(house: House) -> None:
    report = house.report()
    page = signed_in(house.clerk).post(
        f"/reports/drafts/{report.ref}/", sent(report, **{"b2-text": "有【发出的通告】份"})
    )
    assert page.status_code == 422
    assert "没有叫“发出的通告”的数。是不是“发出的通知”" in words(page)
    assert "有【发出的通告】份" in page.content.decode()
    report.refresh_from_db()
    assert report.version == 1


def test_block_when_moved_added_or_dropped_then_keeps_what_was_typed_and_saves_nothing(house: House) -> None:
    report, client = house.report(), signed_in(house.clerk)

    def order(act: str) -> list[str]:
        page = client.post(f"/reports/drafts/{report.ref}/", sent(report, act=act, **{"b2-text": "没存的话"}))
        html = page.content.decode().split("<template")[0]
        assert ("没存的话" in html) is (act != "drop:b2")
        return re.findall(r'name="block" value="(\w+)"', html)

    assert order("up:b2") == ["b2", "b1", "b3"]
    assert order("down:b2") == ["b1", "b3", "b2"]
    assert order("up:b1") == ["b1", "b2", "b3"]
    assert order("drop:b2") == ["b1", "b3"]
    assert order("add:listing") == ["b1", "b2", "b3", "b4"]
    assert order("add:text:b1") == ["b1", "b4", "b2", "b3"]
    report.refresh_from_db()
    assert report.version == 1


def test_preview_when_asked_for_then_shows_numbers_as_they_are_now_and_saves_nothing(house: House) -> None:
    house.notices.sent()
    report = house.report()
    answer = signed_in(house.clerk).post(
        f"/reports/drafts/{report.ref}/preview/", sent(report, **{"b3-figures": "没有的数"})
    )
    plain = answer.json()
    assert re.search(r'发出通知<a class="fig" href="/figures/campaigns.notices/"[^>]*>1</a>份', plain["html"])
    assert list(plain["faults"]) == ["b3"]
    report.refresh_from_db()
    assert report.version == 1
    assert signed_in(house.checker).post(f"/reports/drafts/{report.ref}/preview/", {}).status_code in {
        403,
        404,
    }


def test_figures_when_searched_then_say_what_each_is_worth_in_the_scope_of_the_report(house: House) -> None:
    house.notices.sent()
    report, client = house.report(), signed_in(house.clerk)
    path = f"/reports/drafts/{report.ref}/figures/"
    plain = client.get(path, {"q": "发出的通知"}, headers={"accept": "application/json"}).json()
    assert next((one["label"], one["shown"], one["measure"]) for one in plain["figures"]) == (
        "发出的通知",
        "1",
        "份",
    )
    page = words(client.get(path, {"q": "通知", "whole": "1"}))
    assert "【发出的通知·全部】" in page
    assert "没有找到" in words(client.get(path, {"q": "zzzzzz"}))
    assert len(client.get(path, headers={"accept": "application/json"}).json()["figures"]) == 8


def test_report_when_somebody_saved_in_between_then_both_stand_until_one_is_chosen(house: House) -> None:
    report, client = house.report(), signed_in(house.clerk)
    commands.save_report(report, house.words(title="别人写的"), version=1, by=house.clerk)
    page = client.post(f"/reports/drafts/{report.ref}/", sent(report))
    assert (page.status_code, "有人先存了一次" in words(page), TEXT in page.content.decode()) == (
        409,
        True,
        True,
    )
    assert 'name="version" value="2"' in page.content.decode()
    assert client.post(f"/reports/drafts/{report.ref}/", sent(report, version=2)).status_code == 302


def test_report_when_changed_since_the_checker_opened_it_then_is_to_be_read_again(house: House) -> None:
    report, client, checker = house.report(), signed_in(house.clerk), signed_in(house.checker)
    path = f"/reports/drafts/{report.ref}/"
    client.post(f"{path}submission/", sent(report))
    opened = checker.get(path).content.decode()
    assert 'name="seen" value="2"' in opened
    client.post(f"{path}recall/")
    client.post(f"{path}submission/", sent(report, version=2) | {"b2-text": "改过的一段。"})
    for result, said in (("approved", "写得清楚"), ("returned", "第二段的数要说明")):
        answer = checker.post(f"{path}verdict/", {"result": result, "reason": said, "seen": "2"})
        told = answer.content.decode()
        assert (answer.status_code, "收回去改过" in told, said in told) == (422, True, True)
        assert 'name="seen" value="3"' in told
    assert state(report) is State.WAITING
    checker.post(f"{path}verdict/", {"result": "approved", "reason": "", "seen": "3"})
    assert state(report) is State.APPROVED


def test_report_when_sent_checked_and_published_then_goes_from_hand_to_hand(house: House) -> None:
    report, client, checker = house.report(), signed_in(house.clerk), signed_in(house.checker)
    path = f"/reports/drafts/{report.ref}/"
    assert client.post(f"{path}submission/", sent(report)).status_code == 302
    report.refresh_from_db()
    assert (state(report), report.version) == (State.WAITING, 2)
    assert ("收回来再改" in words(client.get(path)), "你来看一遍" in words(checker.get(path))) == (True, True)
    assert checker.post(f"{path}verdict/", {"result": "returned", "reason": ""}).status_code == 422
    checker.post(f"{path}verdict/", {"result": "returned", "reason": "第二段的数要说明"})
    assert "第二段的数要说明" in words(client.get(path))
    client.post(f"{path}submission/")
    assert client.post(f"{path}recall/").status_code == 302
    client.post(f"{path}submission/")
    checker.post(f"{path}verdict/", {"result": "approved"})
    assert state(report) is State.APPROVED
    assert "改了就要重新送审" in words(client.get(path))
    assert "再改一个字，就要重新送审" in words(client.get(f"{path}?write=1"))
    assert "再数一次" in words(client.get(f"{path}editions/"))
    assert client.post(f"{path}editions/", {"note": ""}).status_code == 302
    assert Edition.objects.get().number == 1
    assert "已经公布第 1 版" in words(client.get(path))
    assert client.post(f"{path}removal/").status_code == 409


def test_report_when_sent_with_a_title_alone_then_says_so_beside_it_and_keeps_what_was_typed(
    house: House,
) -> None:
    report, client = house.report(body=[]), signed_in(house.clerk)
    path = f"/reports/drafts/{report.ref}/"
    bare = {name: value for name, value in sent(report).items() if not name.startswith("b")}
    typed = {**bare, "report-title": "只写了题目", "report-since": "2018-04-01", "intent": "one-opening"}
    page = client.post(f"{path}submission/", typed, follow=True)
    assert page.redirect_chain == [(path, 302)]
    html = page.content.decode()
    assert "报告还是空的，写几句、放几个数再送审。" in html
    assert ('value="只写了题目"' in html, 'value="2018-04-01"' in html) == (True, True)
    assert state(report) is State.WRITING
    done = client.post(f"{path}submission/", sent(report, version=2), follow=True).content.decode()
    assert ("送审了。看过以后会告诉你。" in done, state(report)) == (True, State.WAITING)  # the control


def test_report_for_everybody_when_nobody_else_may_check_it_then_that_is_said_before_and_while_it_waits(
    house: House,
) -> None:
    unit, secretary = alone()
    report = commands.begin(house.words(audience="everybody"), unit=unit, by=secretary)
    client, path = signed_in(secretary), f"/reports/drafts/{report.ref}/"
    nobody, where = "现在没有人能审", "“数的范围、给谁看”里改成“本组织的人”"
    said = words(client.get(path))
    assert (nobody in said, where in said) == (True, True)
    waits = client.post(f"{path}submission/", follow=True)
    assert "可是现在没有人能审" in waits.content.decode()
    said = words(waits)
    assert (nobody in said, "看过以后会告诉你" in said, "就收回来" in said) == (True, False, True)

    checker = signed_in(someone_with(Post.DISCIPLINE_MEMBER, unit))
    said = words(client.get(path))
    assert (nobody in said, "看过以后会告诉你" in said) == (False, True)
    assert "一份报告等你看" in words(checker.get("/week/"))


def test_report_when_made_one_for_its_unit_and_sent_in_one_press_then_waits_for_nobody(house: House) -> None:
    unit, secretary = alone()
    report = commands.begin(house.words(audience="everybody"), unit=unit, by=secretary)
    path = f"/reports/drafts/{report.ref}/"
    typed = sent(report, **{"report-audience": "unit"})
    page = signed_in(secretary).post(f"{path}submission/", typed, follow=True)
    assert "只给本组织看的不用送审，可以直接公布。" in page.content.decode()
    report.refresh_from_db()
    assert (state(report), report.audience, report.version) == (State.WRITING, "unit", 2)
    assert 'value="publish"' in page.content.decode()


def test_report_when_somebody_may_check_it_or_it_is_for_its_unit_then_nothing_is_said_of_that(
    house: House,
) -> None:
    unit, secretary = alone()
    within = commands.begin(house.words(audience="unit"), unit=unit, by=secretary)
    for account, report in ((house.clerk, house.report()), (secretary, within)):
        said = words(signed_in(account).get(f"/reports/drafts/{report.ref}/"))
        assert "现在没有人能审" not in said


def test_report_within_a_unit_when_published_then_nobody_else_is_asked(house: House) -> None:
    client = signed_in(house.secretary)
    report = commands.begin(house.words(audience="unit"), unit=house.branch, by=house.secretary)
    done = client.post(f"/reports/drafts/{report.ref}/", sent(report, act="publish"))
    assert done["Location"] == f"/reports/drafts/{report.ref}/editions/"
    client.post(done["Location"], {"note": ""})
    assert Edition.objects.get().audience == "unit"


def test_report_of_another_unit_when_asked_for_then_is_not_there(house: House) -> None:
    report = house.report()
    stranger = signed_in(house.secretary)
    for path in ("", "figures/", "editions/"):
        assert stranger.get(f"/reports/drafts/{report.ref}/{path}").status_code == 404
    assert Client().get("/reports/drafts/").status_code == 302


def test_template_when_saved_put_away_and_taken_out_then_nothing_is_lost(house: House) -> None:
    report, client = house.report(), signed_in(house.clerk)
    client.post(f"/reports/drafts/{report.ref}/template/", {"name": "通知小结", "summary": "一句话"})
    made = Template.objects.get(name="通知小结")
    path = f"/reports/templates/{made.ref}/"
    assert client.get(f"{path}template.json").json()["body"] == report.body
    assert client.post(f"{path}removal/").status_code == 409
    client.post(f"{path}closing/")
    assert made.name not in words(client.get("/reports/new/"))
    client.post(f"{path}opening/")
    assert made.name in words(client.get("/reports/new/"))
    client.post(f"{path}closing/")
    client.post(f"{path}removal/")
    assert not Template.objects.filter(pk=made.pk).exists()
    shipped = Template.objects.get(code="year")
    assert signed_in(house.secretary).post(f"/reports/templates/{shipped.ref}/closing/").status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_desk_when_it_is_fuller_then_costs_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(many):
        house.report()
    client = signed_in(house.clerk)
    client.get("/reports/drafts/")
    with django_assert_max_num_queries(16):
        client.get("/reports/drafts/")


def test_figures_when_searched_then_cost_a_query_for_each_that_is_shown(
    house: House, django_assert_max_num_queries: Any
) -> None:
    client, path = signed_in(house.clerk), f"/reports/drafts/{house.report().ref}/figures/"
    headers = {"accept": "application/json"}
    client.get(path, headers=headers)
    with django_assert_max_num_queries(20):
        client.get(path, headers=headers)
