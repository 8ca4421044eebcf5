"""What comes out by itself: the ledger, calendar files, the unit's own page, search, the pages after an activity."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.activities import commands
from sixianghui.activities.ical import folded
from sixianghui.activities.models import Attendee, Illustration, Kind, Resolution, Rule
from sixianghui.common import wire
from sixianghui.common.time import shanghai
from sixianghui.directory.public import Unit, UnitKind
from tests import factories
from tests.factories.files import a_picture, uploaded
from tests.pages.activities.test_writing import words
from tests.unit.channel.desk import open_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return factories.a_unit(short_name="样例支部", slug="sample-branch")


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return factories.someone_with(Post.SECRETARY, unit)


def held(unit: Unit, by: Account, title: str, day: int = 4, kind: str = "study", **more: Any) -> Any:
    return commands.record_activity(
        unit=unit, kind=kind, title=title, starts_at=shanghai(2018, 6, day, 15), present=9, by=by, **more
    )


def test_ledger_when_opened_then_is_written_already_and_goes_out_as_a_table(
    unit: Unit, secretary: Account, django_assert_max_num_queries: Any
) -> None:
    other = factories.a_unit(short_name="友邻")
    held(unit, secretary, "=学习", partners=[other])
    held(unit, secretary, "内部的会", kind="life-meeting")
    client = factories.signed_in(secretary)
    said = words(client.get("/activities/ledger/"))
    assert "样例支部 2018年第2季度" in said
    assert "办了 2 场活动，主办的到了 18 人次。" in said
    table = client.get("/activities/ledger.csv?unit=sample-branch&period=2018").content.decode()
    assert "2018-06-04," in table
    assert ",'=学习," in table
    listed = client.get("/activities/?unit=sample-branch").content.decode()
    assert "/activities/ledger/?unit=sample-branch" in listed
    assert "这一段没有记过活动" in words(client.get("/activities/ledger/?period=2018Q1"))
    assert client.get("/activities/ledger/?period=2018Q5").status_code == 404
    assert client.get(f"/activities/ledger/?unit={other.slug}").status_code == 404
    for number in range(4):
        held(unit, secretary, f"又一次{number}", partners=[other])
    with django_assert_max_num_queries(32):
        client.get("/activities/ledger/")


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (Post.MEMBER, False),
        (Post.EDITOR, False),
        (Post.SYSTEM_ADMIN, False),
        (Post.AUDITOR, False),
        (Post.SECRETARY, True),
        (Post.COMMITTEE_CLERK, True),
    ],
)
def test_ledger_of_a_superior_when_read_then_holds_of_the_units_below_what_its_reader_may_see(
    post: Post, seen: bool
) -> None:
    above = factories.a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, slug="above")
    below = factories.a_unit(parent=above)
    held(
        below, factories.someone_with(Post.SECRETARY, below), "支委会", kind="life-meeting", place="小会议室"
    )
    open_one = held(above, factories.someone_with(Post.SECRETARY, above), "大家的学习")
    client = factories.signed_in(factories.someone_with(post, above))
    page = client.get("/activities/ledger/?unit=above")
    table = client.get("/activities/ledger.csv?unit=above&period=2018Q2").content.decode()
    for told in (words(page), table):
        assert [one in told for one in ("支委会", "小会议室")] == [seen] * 2
        assert "大家的学习" in told
    assert ("办了 2 场活动，主办的到了 18 人次。" in words(page)) is seen
    assert ("下级组织的也在里面。" in words(page)) is seen
    assert ("下级组织的，你看得到的在里面。" in words(page)) is not seen
    # A number leads to its figure only where that counts the same: the figure counts the units below.
    assert (f"activity_kind={open_one.kind.pk}" in page.content.decode()) is seen


def test_ledger_of_a_superior_when_one_unit_below_is_in_reach_then_of_others_what_is_open_is_in_it() -> None:
    above = factories.a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, slug="above")
    own, other = factories.a_unit(parent=above), factories.a_unit(parent=above)
    by = factories.someone_with(Post.SECRETARY, other)
    held(own, factories.someone_with(Post.SECRETARY, own), "自己的会", kind="life-meeting")
    open_one = held(other, by, "别家公开的学习")
    shut = held(other, by, "别家的会", kind="committee-meeting")
    commands.resolve(shut, text="买书", post="secretary", due_on=shanghai(2018, 6, 20).date(), by=by)
    reader = factories.someone_with(Post.ORGANISATION_MEMBER, above)
    factories.an_appointment(reader, own, Post.MEMBER)
    client = factories.signed_in(reader)
    page = client.get("/activities/ledger/?unit=above&period=2018Q2")
    table = client.get("/activities/ledger.csv?unit=above&period=2018Q2").content.decode()
    for told in (words(page), table):
        titles = ("自己的会", "别家公开的学习", "别家的会")
        assert [one in told for one in titles] == [True, True, False]
    assert "办了 2 场活动，主办的到了 18 人次。" in words(page)
    assert "件事" not in words(page)
    assert "下级组织的，你看得到的在里面。" in words(page) and "也在里面" not in words(page)
    assert client.get(f"/activities/{open_one.ref}/").status_code == 200
    assert client.get(f"/activities/{shut.ref}/").status_code == 404
    # The figure counts all units below: no number of a part leads to it.
    assert "activity_kind=" not in page.content.decode()


def test_ledger_as_a_table_when_a_unit_held_it_with_others_then_its_row_names_those_and_not_itself(
    unit: Unit, secretary: Account
) -> None:
    other, third = factories.a_unit(short_name="友邻"), factories.a_unit(short_name="远邻")
    held(unit, secretary, "联学", partners=[other, third])
    for account, slug, others in (
        (secretary, "sample-branch", "友邻、远邻"),
        (factories.someone_with(Post.SECRETARY, other), other.slug, "样例支部、远邻"),
    ):
        client = factories.signed_in(account)
        table = client.get(f"/activities/ledger.csv?unit={slug}&period=2018").content.decode()
        assert table.splitlines()[1].endswith(f",9,{others}")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_ledger_as_a_table_when_a_title_begins_like_a_formula_in_any_way_then_it_is_blunted(
    unit: Unit, secretary: Account, begins: str
) -> None:
    held(unit, secretary, f"{begins}1+1", place=f"{begins}南门")
    client = factories.signed_in(secretary)
    table = client.get("/activities/ledger.csv?unit=sample-branch&period=2018").content.decode()
    assert f",'{begins}1+1,'{begins}南门," in table


def test_calendar_file_when_fetched_then_holds_what_is_open_in_whole_lines(
    unit: Unit, secretary: Account
) -> None:
    made = held(unit, secretary, "学习，一二三；" + "很长的名字" * 8, place="三楼, 东")
    held(unit, secretary, "内部的会", kind="life-meeting")
    for path in ("/activities/calendar.ics", "/units/sample-branch/activities.ics"):
        file = Client().get(path)
        assert file["Content-Type"] == "text/calendar; charset=utf-8"
        text = file.content.decode()
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        whole = text.replace("\r\n ", "")
        assert f"UID:{made.ref}@sixianghui" in whole
        assert "DTSTART:20180604T070000Z\r\nDTEND:20180604T080000Z" in whole
        assert "LOCATION:三楼\\, 东" in whole
        assert "内部的会" not in whole
    assert folded("一" * 30).split("\r\n")[0] == "一" * 25


def test_own_feed_when_made_then_holds_what_is_not_open_until_it_is_ended(
    unit: Unit, secretary: Account
) -> None:
    held(unit, secretary, "内部的会", kind="life-meeting")
    client = factories.signed_in(secretary)
    page = client.post("/activities/feed/").content.decode()
    address = (
        page[page.index("/activities/feeds/") : page.index(".ics", page.index("/activities/feeds/"))] + ".ics"
    )
    assert "内部的会" in Client().get(address).content.decode()
    assert address not in client.get("/activities/feed/").content.decode()
    client.post("/activities/feed/end/")
    assert Client().get(address).status_code == 404


def test_unit_page_when_it_held_something_then_has_a_strip_of_what_is_open(
    unit: Unit, secretary: Account
) -> None:
    assert "办过和要办的活动" not in words(Client().get("/units/sample-branch/"))
    made = held(unit, secretary, "公开的学习")
    held(unit, secretary, "内部的会", kind="life-meeting")
    said = words(Client().get("/units/sample-branch/"))
    assert ("公开的学习" in said, "内部的会" in said) == (True, False)
    found = Client().get("/search/?q=公开的学习").content.decode()
    assert f"/activities/{made.ref}/" in found
    commands.strike_activity(made, by=secretary, reason="重复记了")
    assert f"/activities/{made.ref}/" not in Client().get("/search/?q=公开的学习").content.decode()


def test_resolution_when_written_on_its_page_then_is_settled_on_another(
    unit: Unit, secretary: Account
) -> None:
    made = held(unit, secretary, "支委会", kind="committee-meeting")
    client = factories.signed_in(secretary)
    form = {"text": "把名册对一遍", "owner": "post:secretary", "due_on": "2018-06-20"}
    page = client.post(f"/activities/{made.ref}/resolutions/", form, follow=True)
    assert "把名册对一遍书记 办到2018年6月20日" in words(page)
    one = Resolution.objects.get()
    page = client.post(f"/activities/resolutions/{one.pk}/", {"line": "对完了"}, follow=True)
    assert "结了 把名册对一遍" in words(page)
    stranger = factories.signed_in(factories.someone_with(Post.SECRETARY))
    assert stranger.get(f"/activities/resolutions/{one.pk}/").status_code == 404
    there = f'href="/activities/resolutions/{one.pk}/"'
    assert there in client.get(f"/activities/{made.ref}/").content.decode()
    page = client.get(f"/activities/resolutions/{one.pk}/")
    assert "结错了，划掉" in words(page)
    path = f"/activities/resolutions/{one.pk}/settlement/striking/"
    page = client.post(path, {"reason": "点错了"}, follow=True)
    assert ("划掉了，这件事还在办。" in page.content.decode(), "结了" in words(page)) == (True, True)
    assert client.get(path).status_code == 409
    client.post(f"/activities/resolutions/{one.pk}/striking/", {"reason": "记错了会"})
    assert not Resolution.objects.standing().exists()


def test_picture_when_put_up_then_needs_a_line_and_consent_and_is_taken_off(
    unit: Unit, secretary: Account, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = held(unit, secretary, "学习")
    client = factories.signed_in(secretary)
    path = f"/activities/{made.ref}/pictures/"
    refused = client.post(path, {"picture": uploaded(a_picture(), "一.jpg"), "alt": "两张桌子"})
    assert "图里的人同意了才能登" in words(refused)
    client.post(path, {"picture": uploaded(a_picture(), "一.jpg"), "alt": "两张桌子", "agreed": "on"})
    assert "两张桌子" in words(Client().get(f"/activities/{made.ref}/"))
    shown = Illustration.objects.get()
    sent = shown.picture.get_rendition("max-50x50").url
    assert Client().get(sent).status_code == 200
    client.post(f"/activities/pictures/{shown.pk}/removal/")
    assert not Illustration.objects.exists()
    assert Client().get(sent).status_code == 404


def test_picture_when_an_article_was_begun_with_it_then_taking_it_off_the_activity_leaves_its_consent(
    unit: Unit, secretary: Account, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    open_desk()
    made = held(unit, secretary, "学习")
    shown = commands.add_picture(made, uploaded(a_picture(), "一.jpg"), alt="两张桌子", by=secretary)
    commands.begin_story(made, by=secretary)
    commands.remove_picture(shown, by=secretary)
    shown.picture.refresh_from_db()
    assert shown.picture.consent == "agreed"


def test_picture_when_the_article_that_was_begun_is_without_it_then_taking_it_off_takes_its_consent_back(
    unit: Unit, secretary: Account, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    open_desk()
    made = held(unit, secretary, "学习")
    commands.begin_story(made, by=secretary)
    shown = commands.add_picture(made, uploaded(a_picture(), "一.jpg"), alt="两张桌子", by=secretary)
    sent = shown.picture.get_rendition("max-50x50").url
    assert Client().get(sent).status_code == 200
    commands.remove_picture(shown, by=secretary)
    shown.picture.refresh_from_db()
    assert (shown.picture.consent, Client().get(sent).status_code) == ("not_asked", 404)


def test_picture_when_the_chief_may_take_its_consent_back_then_the_kept_page_is_known_by_it(
    unit: Unit, secretary: Account, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = held(unit, secretary, "学习")
    shown = commands.add_picture(made, uploaded(a_picture(), "一.jpg"), alt="两张桌子", by=secretary)
    for consent, seen in (("agreed", True), ("not_asked", False)):
        shown.picture.consent = consent
        shown.picture.save(update_fields=["consent"])
        page = Client().get(f"/activities/{made.ref}/")
        assert ("两张桌子" in words(page)) is seen
        # Also where it may not be shown: once those in it agree, it is.
        assert f"picture:{shown.picture_id}" in page.headers[wire.CACHE_TAGS].split()


def test_record_when_struck_then_outside_neither_its_reason_nor_its_picture_is_seen_and_a_slip_loses_nothing(
    unit: Unit, secretary: Account, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = held(unit, secretary, "学习", told="学了第三章")
    client, path = factories.signed_in(secretary), f"/activities/{made.ref}/"
    picture = {"picture": uploaded(a_picture(), "一.jpg"), "alt": "两张桌子", "agreed": "on"}
    client.post(f"{path}pictures/", picture)
    client.post(f"{path}striking/", {"reason": "老王记错了"})
    outside, inside = words(Client().get(path)), words(client.get(path))
    assert [one in outside for one in ("老王记错了", "两张桌子", "没有办")] == [False, False, True]
    assert [one in inside for one in ("老王记错了", "两张桌子", "没有办")] == [True, True, True]
    assert f'href="{path}pictures/"' in client.get(path).content.decode()
    form = client.get(f"{path}record/").content.decode()
    assert (">学了第三章</textarea>" in form.replace("\n", ""), 'name="present" value="9"' in form) == (
        True,
        True,
    )
    client.post(f"/activities/pictures/{Illustration.objects.get().pk}/removal/")
    assert f'href="{path}pictures/"' not in client.get(path).content.decode()


def test_names_when_a_rule_needs_them_then_are_ticked_from_the_roster_and_seen_inside(
    unit: Unit, secretary: Account
) -> None:
    person = factories.a_person(unit, name="王样例")
    made = held(unit, secretary, "党员大会", kind="member-meeting")
    client = factories.signed_in(secretary)
    page = client.get(f"/activities/{made.ref}/names/").content.decode()
    offered = re.search(r'name="offered" value="([^"]*)"', page)
    assert offered is not None and offered[1].split() == [person.ref]
    client.post(f"/activities/{made.ref}/names/", {"people": [person.ref], "offered": offered[1]})
    assert Attendee.objects.get().person == person
    client.post(f"/activities/{made.ref}/names/", {"people": [], "offered": offered[1]})
    assert not Attendee.objects.exists()
    client.post(f"/activities/{made.ref}/names/", {"people": [person.ref], "offered": offered[1]})
    assert "王样例" in words(client.get(f"/activities/{made.ref}/"))
    member = factories.signed_in(factories.someone_with(Post.MEMBER, unit))
    assert "王样例" not in words(member.get(f"/activities/{made.ref}/"))
    other = held(unit, secretary, "学习")
    assert client.get(f"/activities/{other.ref}/names/").status_code == 404


def test_kinds_when_the_clerk_opens_them_then_are_added_renamed_retired_and_rules_confirmed() -> None:
    client = factories.signed_in(factories.someone_with(Post.COMMITTEE_CLERK))
    assert "第十六条" in words(client.get("/activities/kinds/"))
    client.post("/activities/kinds/", {"name": "健步走", "open_at_first": "on"})
    made = Kind.objects.get(name="健步走")
    client.post(f"/activities/kinds/{made.code}/", {"name": "快走"})
    client.post(f"/activities/kinds/{made.code}/retirement/")
    made.refresh_from_db()
    assert (made.name, made.open_at_first, made.in_use) == ("快走", False, False)
    client.post("/activities/rules/party-day-rhythm/confirmation/")
    assert Rule.objects.get(code="party-day-rhythm").confirmed
    page = client.post("/activities/kinds/", {"name": "宣誓"})
    assert "已经有一种活动叫“宣誓”了" in words(page)
