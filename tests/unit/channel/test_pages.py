"""The channel opens once, its pages are kept and taken back, and Wagtail's groups follow the permission table."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel.public import ColumnFace, HomePage, columns, home, open_channel, open_column, set_lead
from sixianghui.common import wire
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory.public import approve_appointment, ask_for_appointment
from tests.factories import a_unit, an_account, person_behind, signed_in, someone_with

pytestmark = pytest.mark.django_db

#: What the front page may ask the database, once Wagtail knows the site's root.
QUESTIONS = 18


@pytest.fixture
def chief() -> Account:
    return someone_with(Post.CHIEF_EDITOR)


@pytest.fixture
def front_page(chief: Account) -> HomePage:
    return open_channel(title="思享汇", summary="频道", by=chief)


def a_column(front_page: HomePage, chief: Account, number: int) -> None:
    open_column(
        front_page,
        title=f"栏目{number}",
        short_title=f"栏{number}",
        face=ColumnFace.NEWS,
        promise="这里会有新闻。",
        slug=f"column-{number}",
        by=chief,
    )


def test_site_when_the_channel_is_not_open_yet_then_says_so() -> None:
    answer = Client().get("/")
    assert (answer.status_code, "还没有内容" in answer.content.decode()) == (200, True)


def test_channel_when_it_is_open_then_is_not_opened_again(front_page: HomePage, chief: Account) -> None:
    with pytest.raises(Conflict):
        open_channel(title="另一个", summary="", by=chief)
    assert home() == front_page


def test_lead_when_set_then_is_on_the_page_and_in_the_chain(front_page: HomePage, chief: Account) -> None:
    set_lead(front_page, label="眉题", title="标题在这里", text="导语。", by=chief)
    assert "标题在这里" in Client().get("/").content.decode()
    assert AuditEvent.objects.filter(action="home:lead", actor=chief.pk).count() == 1


def test_lead_when_an_editor_without_the_right_to_publish_sets_it_then_is_refused(
    front_page: HomePage,
) -> None:
    with pytest.raises(Refused):
        set_lead(front_page, label="", title="不该出现", text="", by=someone_with(Post.EDITOR))
    assert "不该出现" not in Client().get("/").content.decode()


def test_front_page_when_nobody_is_signed_in_then_may_be_kept_under_what_it_shows(
    front_page: HomePage,
) -> None:
    tags = Client().get("/")[wire.CACHE_TAGS].split()
    numbers = ("channel.articles", "channel.columns", "directory.enterprises", "wechat.branches")
    assert tags == sorted(
        {"all", "columns", "figures", "home", "letters", "programme", "publisher", "strips", front_page.tag}
        | {f"own-{front_page.tag}", *(f"figure:{name}" for name in numbers)}
    )


def test_front_page_when_someone_is_signed_in_then_may_not_be_kept(
    front_page: HomePage, chief: Account
) -> None:
    answer = signed_in(chief).get("/")
    assert (wire.CACHE_TAGS in answer, answer["Cache-Control"]) == (False, "no-store")


@pytest.mark.parametrize("number", [1, 3])
def test_front_page_then_asks_the_same_number_of_questions_however_many_columns(
    front_page: HomePage, chief: Account, number: int, django_assert_num_queries: object
) -> None:
    for index in range(number):
        a_column(front_page, chief, index)
    Client().get("/")
    with django_assert_num_queries(QUESTIONS):  # type: ignore[operator]
        Client().get("/")
    assert columns().count() == number


def appointed_editor(person: Account) -> None:
    """Asked for by the committee's staff, granted by the security administrator."""
    unit = a_unit()
    request = ask_for_appointment(
        person_behind(person),
        unit=unit,
        post=Post.EDITOR,
        since=dt.date(2018, 1, 1),
        reason="编辑部会议",
        by=someone_with(Post.COMMITTEE_CLERK, unit),
    )
    approve_appointment(request, by=someone_with(Post.SECURITY_ADMIN))


def test_editor_when_appointed_then_enters_the_desk_and_a_member_does_not(front_page: HomePage) -> None:
    person = an_account()
    assert signed_in(person).get("/cms/").status_code == 403
    appointed_editor(person)
    assert signed_in(Account.objects.get(pk=person.pk)).get("/cms/").status_code == 200


def test_editor_when_not_chief_then_wagtail_leaves_the_front_page_alone(front_page: HomePage) -> None:
    person = an_account()
    appointed_editor(person)
    permissions = front_page.permissions_for_user(Account.objects.get(pk=person.pk))
    assert (permissions.can_edit(), permissions.can_publish(), permissions.can_delete()) == (
        False,
        False,
        False,
    )


def test_publishing_on_wagtails_own_screen_then_leaves_one_line_in_the_chain(
    front_page: HomePage, chief: Account
) -> None:
    before = AuditEvent.objects.filter(action="page:publish").count()
    front_page.save_revision(user=chief).publish(user=chief)
    assert AuditEvent.objects.filter(action="page:publish").count() == before + 1


def test_page_when_it_has_no_slug_then_gets_its_pinyin(front_page: HomePage, chief: Account) -> None:
    page = open_column(
        front_page, title="党务指南", short_title="指南", face=ColumnFace.GUIDE, promise="办事。", by=chief
    )
    assert page.slug == "dang-wu-zhi-nan"
