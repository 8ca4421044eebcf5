"""The pages on which an activity is announced, recorded and put right."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sixianghui.access.public import Account, Post
from sixianghui.activities.models import Activity, CallOff, Held, Partner, Share
from sixianghui.common.time import SHANGHAI, shanghai
from sixianghui.directory.public import Status, Unit
from tests import factories

pytestmark = pytest.mark.django_db
FORM = {"kind": "party-day", "starts_at": "2018-06-04T15:00", "present": "12", "place": "", "open": "usual"}


@pytest.fixture
def unit() -> Unit:
    return factories.a_unit(short_name="样例支部")


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return factories.someone_with(Post.SECRETARY, unit)


def words(response: Any) -> str:
    html = response.content.decode()
    return re.sub(r"\s+", " ", strip_tags(html[html.index("<main") : html.index("</main>")]))


def send(account: Account, path: str = "/activities/new/", **more: str) -> Any:
    unit = more.pop("unit", "")
    client = factories.signed_in(account)
    units = {"unit": unit} if unit else {}
    return client.post(path, {**FORM, **units, **more}, follow=True)


def test_form_when_opened_then_six_fields_are_in_sight_and_the_likely_is_filled_in(
    unit: Unit, secretary: Account
) -> None:
    send(secretary, unit=unit.slug, place="三楼会议室", title="学章程")

    page = factories.signed_in(secretary).get("/activities/new/").content.decode()
    form = page[page.index("<kept-form") : page.index("</kept-form>")]
    plain = re.sub(r"<details.*?</details>", "", form, flags=re.S)
    fields = re.findall(r'<(?:input|select|textarea)(?! type="hidden")[^>]* name="(\w+)"', plain)

    assert fields == ["kind", "title", "starts_at", "place", "present", "told"]
    assert 'value="2018-06-05T11:00"' in form
    assert 'name="place" value="三楼会议室"' in form
    assert "不要照片，不要名单" in page


def test_activity_when_only_kind_and_number_are_given_is_recorded_under_its_kind(
    unit: Unit, secretary: Account
) -> None:
    done = send(secretary, unit=unit.slug)

    held = Held.objects.get()
    assert (held.title, held.present, held.at.astimezone(SHANGHAI)) == (
        "主题党日",
        12,
        shanghai(2018, 6, 4, 15),
    )
    assert done.redirect_chain == [(f"/activities/{held.activity.ref}/", 302)]
    assert "记好了。" in done.content.decode()
    assert "12 人" in words(done)


def test_form_when_something_is_wrong_then_keeps_what_was_typed_and_says_why(
    unit: Unit, secretary: Account
) -> None:
    page = send(
        secretary, unit=unit.slug, title="写好的名字", starts_at="2018-06-07T15:00", partners="没有的支部"
    )
    assert page.status_code == 422
    assert "没有认出“没有的支部”" in words(page)
    page = send(secretary, unit=unit.slug, title="写好的名字", starts_at="2018-06-07T15:00")
    assert ("活动还没开始。先预告，办完再记。" in words(page), "写好的名字" in page.content.decode()) == (
        True,
        True,
    )
    assert not Activity.objects.exists()


def test_form_when_sent_twice_then_one_activity_is_recorded(unit: Unit, secretary: Account) -> None:
    send(secretary, unit=unit.slug, intent="one-opening")
    send(secretary, unit=unit.slug, intent="one-opening")
    assert Activity.objects.count() == 1


def test_partner_when_named_is_recognised_and_takes_itself_out(unit: Unit, secretary: Account) -> None:
    other = factories.a_unit(short_name="友邻支部")
    there = factories.someone_with(Post.SECRETARY, other)
    send(secretary, unit=unit.slug, partners="友邻支部、样例支部")
    made = Activity.objects.get()
    assert list(Partner.objects.values_list("unit", flat=True)) == [other.pk]

    page = factories.signed_in(there).get(f"/activities/{made.ref}/")
    assert "友邻支部没有参加，退出来" in words(page)
    factories.signed_in(there).post(f"/activities/{made.ref}/leaving/")

    assert list(Share.objects.standing().values_list("unit", flat=True)) == [unit.pk]


def test_announced_activity_when_over_is_recorded_with_what_was_announced(
    unit: Unit, secretary: Account, clock: Any
) -> None:
    client = factories.signed_in(secretary)
    client.post(
        "/activities/announcement/",
        {**FORM, "unit": unit.slug, "title": "读书会", "starts_at": "2018-06-06T19:00", "place": "读书角"},
    )
    made = Activity.objects.get()
    page = client.get(f"/activities/{made.ref}/")
    assert ("改预告" in words(page), "记下来" in words(page)) == (True, False)

    clock.set(shanghai(2018, 6, 6, 21))
    form = client.get(f"/activities/{made.ref}/record/").content.decode()
    assert ('value="读书会"' in form, 'value="读书角"' in form) == (True, True)
    client.post(
        f"/activities/{made.ref}/record/", {**FORM, "unit": unit.slug, "starts_at": "2018-06-06T19:00"}
    )
    assert Held.objects.get().activity == made


def test_activity_when_a_colleague_recorded_it_meanwhile_then_what_was_typed_comes_back_with_that_said(
    unit: Unit, secretary: Account, clock: Any
) -> None:
    factories.signed_in(secretary).post(
        "/activities/announcement/", {**FORM, "unit": unit.slug, "starts_at": "2018-06-06T19:00"}
    )
    path = f"/activities/{Activity.objects.get().ref}/record/"
    clock.set(shanghai(2018, 6, 6, 21))
    told = {"starts_at": "2018-06-06T19:00", "told": "先打开的人写了三行。"}
    assert send(secretary, path, unit=unit.slug).redirect_chain  # the control: the first one is recorded

    page = send(factories.someone_with(Post.DEPUTY_SECRETARY, unit), path, unit=unit.slug, **told)
    assert (page.status_code, "已经记过了。记错了可以更正。" in words(page)) == (422, True)
    assert "先打开的人写了三行。" in page.content.decode()
    assert Held.objects.count() == 1
    assert factories.signed_in(secretary).get(path).status_code == 409


def test_correction_when_the_record_was_struck_meanwhile_then_what_was_typed_comes_back_with_that_said(
    unit: Unit, secretary: Account
) -> None:
    send(secretary, unit=unit.slug)
    ref = Activity.objects.get().ref
    send(secretary, f"/activities/{ref}/striking/", reason="其实没有办")

    path, typed = f"/activities/{ref}/correction/", {"reason": "人数写错了", "told": "改过的三行。"}
    page = send(secretary, path, unit=unit.slug, **typed)
    html = page.content.decode()
    assert (page.status_code, "还没有记，不用更正" in words(page)) == (422, True)
    assert ("人数写错了" in html, "改过的三行。" in html) == (True, True)
    assert not Held.objects.standing().exists()
    assert factories.signed_in(secretary).get(path).status_code == 409


def test_meeting_that_votes_when_too_few_came_then_says_so_with_the_article(
    unit: Unit, secretary: Account
) -> None:
    for _ in range(3):
        factories.a_person(unit, status=Status.FULL)
    assert "名册上正式党员 3 人" in words(factories.signed_in(secretary).get("/activities/new/"))
    page = send(secretary, unit=unit.slug, kind="member-meeting", present="5", entitled="8", voting="3")
    said = words(page)
    assert "比规定的人数少 应到 8 人，实到 3 人，至少要到 4 人。" in said
    assert "《中国共产党支部工作条例（试行）》第十一条" in said
    assert "这条规定 2018年10月28日 起施行" in said
    assert Client().get(f"/activities/{Activity.objects.get().ref}/").status_code == 404


def test_correction_when_made_then_the_old_row_stays_to_be_read(unit: Unit, secretary: Account) -> None:
    send(secretary, unit=unit.slug, present="120")
    ref = Activity.objects.get().ref
    page = send(secretary, f"/activities/{ref}/correction/", unit=unit.slug, reason="多打了一个零")
    assert "更正过 1 次" in words(page)
    assert "120 人" in words(page)
    assert "划掉：多打了一个零" in words(page)
    assert "更正过" not in words(Client().get(f"/activities/{ref}/"))


def test_calling_off_when_confirmed_then_the_page_says_so(unit: Unit, secretary: Account) -> None:
    client = factories.signed_in(secretary)
    client.post("/activities/announcement/", {**FORM, "unit": unit.slug, "starts_at": "2018-06-08T15:00"})
    ref = Activity.objects.get().ref
    page = client.post(f"/activities/{ref}/calling-off/", {"reason": "下雨"}, follow=True)
    assert "取消了 下雨" in words(page)
    assert CallOff.objects.count() == 1


def test_another_units_activity_when_open_is_read_but_not_changed(unit: Unit, secretary: Account) -> None:
    send(secretary, unit=unit.slug)
    ref = Activity.objects.get().ref
    stranger = factories.signed_in(factories.someone_with(Post.SECRETARY))
    assert stranger.get(f"/activities/{ref}/").status_code == 200
    for what in ("record", "changes", "correction", "calling-off", "striking"):
        assert stranger.get(f"/activities/{ref}/{what}/").status_code == 404
