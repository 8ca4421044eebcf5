"""The pages: what everybody may read, what is each person's own, what waits for whoever answers."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.privacy import commands, queries
from sixianghui.privacy.models import Breach, Copy, Kind, Request
from sixianghui.vault import consents
from sixianghui.vault.public import Asked, consented
from tests.factories import a_person, a_unit, an_account, signed_in, someone_with

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    """The text of the main part of a page, in one line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", strip_tags(main))


@pytest.fixture
def branch() -> Unit:
    return a_unit(parent=a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))


@pytest.fixture
def member(branch: Unit) -> Account:
    account = an_account(name="王样例")
    a_person(branch, account=account, birth_on=dt.date(1988, 3, 1))
    return account


@pytest.fixture
def clerk(branch: Unit) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, branch.parent)


def test_register_when_anybody_reads_it_then_each_purpose_with_who_sees_and_how_long(client: Client) -> None:
    text = words(client.get("/about/personal-data/"))
    shown = queries.register_by_purpose()
    assert [str(page.purpose.title) for page in shown if str(page.purpose.title) not in text] == []
    assert len(shown) > 5
    assert (
        "谁能看本人、所在组织的书记" in text
        and "政治面貌" in text
        and "第十三条第三项" in text
        and "三年" in text
    )
    assert "How" in words(client.get("/en/about/personal-data/"))


def test_own_page_when_read_then_tells_everything_by_room_and_nothing_of_others(
    member: Account, branch: Unit
) -> None:
    a_person(branch, name="旁的人", birth_on=dt.date(1977, 7, 7))
    text = words(signed_in(member).get("/me/data/"))
    for word in ("王样例", "1988年3月1日", "正式党员", branch.name, member.username, "管理组织关系"):
        assert word in text, word
    assert "旁的人" not in text and "1977" not in text


def test_own_page_when_there_is_more_to_tell_then_it_asks_no_more_of_the_database(member: Account) -> None:
    browser, asked = signed_in(member), []
    for number in range(3):
        commands.ask_correction(text=f"第 {number} 处写错了", by=member)
        with CaptureQueriesContext(connection) as captured:
            browser.get("/me/data/")
        asked.append(len(captured))
    assert asked[1:] == [asked[1]] * 2  # the first time, a key is opened


def test_copy_when_pressed_then_is_made_and_only_its_owner_can_fetch_it(
    member: Account, clerk: Account
) -> None:
    browser = signed_in(member)
    assert browser.post("/me/data/copy/").status_code == 302
    copy = Copy.objects.get()
    progress = browser.get(f"/me/data/copy/{copy.ref}/progress/").json()
    assert progress == {"done": copy.rooms, "total": copy.rooms, "stage": "", "finished": True}
    answer = browser.get(f"/me/data/copy/{copy.ref}/")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert sorted(zipfile.ZipFile(io.BytesIO(body)).namelist()) == ["my-data.html", "my-data.json"]
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "application/zip",
        "no-store",
    )
    for other in (signed_in(clerk), signed_in(someone_with(Post.SECURITY_ADMIN))):
        gone, never = other.get(f"/me/data/copy/{copy.ref}/"), other.get("/me/data/copy/nothing/")
        assert (gone.status_code, never.status_code) == (404, 404)
        assert words(gone) == words(never)
        assert other.get(f"/me/data/copy/{copy.ref}/progress/").status_code == 404


def test_correction_when_filled_in_then_is_asked_and_what_is_wrong_is_said_beside_the_field(
    member: Account,
) -> None:
    browser = signed_in(member)
    answer = browser.post("/me/data/correction/", {"topic": "", "text": "错"})
    assert (answer.status_code, "看不明白" in words(answer), "错" in words(answer)) == (422, True, True)
    form = {"topic": "directory.Person.birth_on", "text": "应为 1989 年 3 月"}
    assert browser.post("/me/data/correction/", form).status_code == 302
    assert Request.objects.get().text == "应为 1989 年 3 月"
    assert "应为 1989 年 3 月" in words(browser.get("/me/data/"))


def test_erasure_when_not_ticked_then_is_not_asked(member: Account) -> None:
    browser = signed_in(member)
    answer = browser.post("/me/data/erasure/", {"text": "我离开了这个行业"})
    assert (answer.status_code, "请先勾上" in words(answer), "我离开了这个行业" in words(answer)) == (
        422,
        True,
        True,
    )
    assert browser.post("/me/data/erasure/", {"text": "我离开了这个行业", "sure": "on"}).status_code == 302
    assert Request.objects.get().kind == Kind.ERASURE


def test_erasure_when_asked_without_a_reason_then_the_page_says_by_which_day_in_words_and_the_clerk_sees_there_is_none(
    member: Account, clerk: Account
) -> None:
    browser = signed_in(member)
    assert "不写也照办" in words(browser.get("/me/data/erasure/"))
    answer = browser.post("/me/data/erasure/", {"text": "", "sure": "on"}, follow=True)
    assert "收到了，6月20日以前答复你。" in words(answer)
    page = words(signed_in(clerk).get(f"/privacy/requests/{Request.objects.get().ref}/"))
    assert "没有写原因" in page and "原话已经删去" not in page


def test_copy_when_made_after_midnight_then_its_file_is_named_by_the_day_in_shanghai(
    member: Account, clock: Any
) -> None:
    clock.set(time.shanghai(2018, 6, 6, 1))
    copy = commands.ask_for_copy(by=member)
    answer = signed_in(member).get(f"/me/data/copy/{copy.ref}/")
    assert "20180606.zip" in answer.headers["Content-Disposition"]


def test_request_when_it_waits_then_secretary_and_clerk_find_it_and_others_do_not(
    member: Account, branch: Unit, clerk: Account
) -> None:
    made = commands.ask_correction(text="出生月份写错了", topic="directory.Person.birth_on", by=member)
    secretary = signed_in(someone_with(Post.SECRETARY, branch))
    assert "王样例" in words(secretary.get("/week/"))
    page = secretary.get(f"/privacy/corrections/{made.ref}/")
    assert "出生月份写错了" in words(page) and "人员 · 出生日期" in words(page)
    assert secretary.get(f"/privacy/requests/{made.ref}/").status_code in {403, 404}
    stranger = signed_in(someone_with(Post.SECRETARY))
    gone, never = (
        stranger.get(f"/privacy/corrections/{made.ref}/"),
        stranger.get("/privacy/corrections/nothing/"),
    )
    assert (gone.status_code, words(gone)) == (404, words(never))
    assert "没有等你答复的" in words(stranger.get("/privacy/corrections/"))
    assert (
        secretary.post(
            f"/privacy/corrections/{made.ref}/", {"done": "yes", "answer": "改好了，三月"}
        ).status_code
        == 302
    )
    assert "改好了，三月" in words(signed_in(member).get("/me/data/"))
    assert "王样例" in words(signed_in(clerk).get("/privacy/requests/"))


def test_erasure_when_the_clerk_opens_it_then_sees_what_would_go_before_anything_goes(
    member: Account, clerk: Account
) -> None:
    made = commands.ask_erasure(text="我离开了这个行业", by=member)
    browser = signed_in(clerk)
    page = words(browser.get(f"/privacy/requests/{made.ref}/erasure/"))
    assert "删去：姓名、登录名和密码" in page and "留下：名册上的姓名、身份、组织关系和任职" in page
    form = {"answer": "账号已经关掉，名册依法要留"}
    assert browser.post(f"/privacy/requests/{made.ref}/erasure/", form).status_code == 422
    assert browser.post(f"/privacy/requests/{made.ref}/erasure/", {**form, "sure": "on"}).status_code == 302
    done = words(browser.get(f"/privacy/requests/{made.ref}/"))
    assert "留下：名册上的姓名、身份、组织关系和任职" in done and "账号已经关掉" in done
    assert Account.objects.get(pk=member.pk).name == "已注销"


def test_consent_when_asked_then_one_press_gives_it_and_two_take_it_back(
    member: Account, monkeypatch: Any
) -> None:
    monkeypatch.setitem(consents._asked, "photo", Asked("photo", "用你的照片", "放在文章里", "不放照片", "1"))
    browser = signed_in(member)
    assert "用你的照片" in words(browser.get("/me/data/"))
    browser.post("/me/data/consents/photo/")
    assert consented(member.pk, "photo")
    page = browser.get("/me/data/")  # the first press is the link to this page, the second the button on it
    assert "撤回同意" in words(page)
    browser.post("/me/data/consents/photo/withdrawal/")
    assert not consented(member.pk, "photo")
    assert [browser.get(path).status_code for path in ("/week/", "/me/", "/me/data/")] == [200, 200, 200]


def test_records_and_breaches_when_the_clerk_writes_them_then_are_there(
    clerk: Account, member: Account
) -> None:
    browser = signed_in(clerk)
    record = {
        "kind": "impact", "title": "导入名册", "purpose": "管理组织关系要用", "risks": "泄露政治面貌", "measures": "加密和留痕",
        "conclusion": "可以做",
    }  # fmt: skip
    made = browser.post("/privacy/records/new/", record)
    assert "至少保存到2021年6月5日" in words(browser.get(made.headers["Location"]))
    breach = {
        "title": "笔记本电脑丢失", "found_at": "2018-06-05T11:00", "first_day": "2018-06-01", "last_day": "2018-06-05",
        "unit": "", "rooms": ["directory", "access"], "measures": "已经远程锁定",
    }  # fmt: skip
    answer = browser.post("/privacy/breaches/new/", breach)
    page = words(browser.get(answer.headers["Location"]))
    assert "还剩 3 小时 0 分" in page and "王样例" in page and "已经远程锁定" in page
    ref = Breach.objects.get().ref
    assert browser.post(f"/privacy/breaches/{ref}/notice/", {"text": ""}).status_code == 422
    assert (
        browser.post(f"/privacy/breaches/{ref}/notice/", {"text": "请留意可疑来电，有问题找我们"}).status_code
        == 302
    )
    assert browser.post(f"/privacy/breaches/{ref}/report/").status_code == 302
    assert "已报告" in words(browser.get(f"/privacy/breaches/{ref}/"))
    assert "笔记本电脑丢失" in words(browser.get("/privacy/records/"))
    wrong = browser.post("/privacy/breaches/new/", {**breach, "found_at": "昨天", "rooms": []})
    assert (wrong.status_code, "至少选一处" in words(wrong), "笔记本电脑丢失" in wrong.content.decode()) == (
        422,
        True,
        True,
    )


def test_breach_when_four_hours_have_passed_then_the_page_says_so(clerk: Account, clock: Any) -> None:
    breach = commands.enter_breach(
        title="名册误发", found_at=clock.now(), first_day=dt.date(2018, 6, 1), last_day=dt.date(2018, 6, 5),
        rooms=["directory"], by=clerk,
    )  # fmt: skip
    clock.set(clock.at + dt.timedelta(hours=4, minutes=1))
    assert "已经过了四小时" in words(signed_in(clerk).get(f"/privacy/breaches/{breach.ref}/"))
    assert queries.breach_of(clerk, breach.ref) == breach


def test_pages_when_nobody_is_signed_in_then_lead_to_the_door(client: Client) -> None:
    for path in (
        "/me/data/",
        "/me/data/copy/",
        "/me/data/correction/",
        "/privacy/requests/",
        "/privacy/records/",
    ):
        assert client.get(path).status_code == 302, path
