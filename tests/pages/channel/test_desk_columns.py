"""Columns on Wagtail's own screens: the chief editor changes them at once, editors do not; each act leaves one record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel.models import ArticlePage, ColumnFace, ColumnPage, Release, Withdrawal
from sixianghui.channel.public import open_column
from sixianghui.channel.queries import columns, heads
from sixianghui.channel.tasks import publish_due
from sixianghui.common import time
from sixianghui.ledger.public import WHOLE, value_of
from tests.factories import someone_with
from tests.pages.channel.screens import Screens, at_the_desk
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db
NO_COMMENTS = {
    f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
}


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


@pytest.fixture
def chief(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.chief)


def column_form(column: ColumnPage | None = None, **values: Any) -> dict[str, Any]:
    data = {"title": "党务指南", "slug": "guides", "short_title": "党务指南", "face": "guide", "promise": "这里会有指南。", "summary": "", "head": "", "talk": "before"}  # fmt: skip
    if column is not None:
        data |= {
            name: getattr(column, name)
            for name in ("title", "slug", "short_title", "face", "promise", "summary")
        }
        data["head"] = column.head_id or ""
    return {**data, **NO_COMMENTS, **values}


def save(who: Screens, column: ColumnPage, action: str = "action-publish", **values: Any) -> Any:
    return who.client.post(who.edit(column), column_form(column, **{action: "1"}, **values))


def records(action: str, **more: Any) -> int:
    return AuditEvent.objects.filter(action=action, **more).count()


def test_column_when_the_chief_adds_one_then_is_open_and_recorded_once(
    desk: DeskOfTests, chief: Screens
) -> None:
    answer = chief.post(
        "wagtailadmin_pages:add",
        "channel",
        "columnpage",
        desk.home.pk,
        data=column_form(**{"action-publish": "1"}),
    )
    assert answer.status_code == 302
    made = ColumnPage.objects.get(slug="guides")
    assert (made.live, Client().get("/guides/").status_code) == (True, 200)
    assert records("page:publish", object_id=str(made.pk), actor=desk.chief.pk) == 1


def test_column_when_the_chief_renames_it_then_readers_see_it_and_the_record_names_the_chief(
    desk: DeskOfTests, chief: Screens
) -> None:
    before = records("page:publish")
    save(chief, desk.column, title="党建新时代", short_title="新时代")
    assert [one.short_title for one in columns()] == ["新时代"]
    assert "党建新时代" in Client().get("/news/").content.decode()
    assert records("page:publish") == before + 1
    assert AuditEvent.objects.filter(action="page:publish").order_by("seq").last().actor == desk.chief.pk


def test_column_when_an_editor_tries_then_cannot(desk: DeskOfTests) -> None:
    editor = at_the_desk(desk.editor)
    assert editor.client.get(editor.edit(desk.column)).status_code in {302, 403}
    save(editor, desk.column, title="我的栏目")
    editor.post(
        "wagtailadmin_pages:add",
        "channel",
        "columnpage",
        desk.home.pk,
        data=column_form(**{"action-publish": "1"}),
    )
    editor.post("wagtailadmin_pages:unpublish", desk.column.pk)
    assert [(one.title, one.live) for one in ColumnPage.objects.all()] == [("党建e时代", True)]


def test_column_when_retired_then_leaves_the_navigation_and_its_pieces_are_still_read(
    desk: DeskOfTests, chief: Screens
) -> None:
    piece = desk.released()
    url = piece.url
    asked = chief.get("wagtailadmin_pages:unpublish", desk.column.pk)
    assert "还在原来的地址" in asked.content.decode()
    chief.post("wagtailadmin_pages:unpublish", desk.column.pk, data={"include_descendants": "on"})
    reader = Client()
    assert (reader.get("/news/").status_code, reader.get(url).status_code) == (404, 200)
    assert (list(columns()), value_of("channel.columns", WHOLE), value_of("channel.articles", WHOLE)) == (
        [],
        0,
        1,
    )
    assert (records("column:retire"), Withdrawal.objects.count()) == (1, 0)
    save(chief, ColumnPage.objects.get())
    assert (reader.get("/news/").status_code, value_of("channel.columns", WHOLE)) == (200, 1)


def test_columns_when_the_chief_puts_one_first_then_readers_see_that_order(
    desk: DeskOfTests, chief: Screens
) -> None:
    second = open_column(
        desk.home,
        title="党务指南",
        short_title="党务指南",
        face=ColumnFace.GUIDE,
        promise="指南。",
        slug="guides",
        by=desk.chief,
    )
    path = reverse("wagtailadmin_pages:set_page_position", args=[second.pk]) + "?position=0"
    assert at_the_desk(desk.editor).client.post(path).status_code in {302, 403}
    chief.client.post(path)
    assert [one.slug for one in columns()] == ["guides", "news"]
    assert records("page:move", actor=desk.chief.pk) == 1


def test_head_when_chosen_then_is_one_of_those_who_hold_the_post(desk: DeskOfTests, chief: Screens) -> None:
    assert list(heads()) == [desk.head]
    body = chief.client.get(chief.edit(desk.column)).content.decode()
    assert (desk.head.name in body, f">{desk.editor.name}<" in body) == (True, False)
    save(chief, desk.column, head=str(desk.head.pk))
    assert ColumnPage.objects.get().head == desk.head
    answer = save(chief, ColumnPage.objects.get(), head=str(someone_with(Post.MEMBER).pk))
    assert list(answer.context["form"].errors) == ["head"]


def test_piece_when_it_expires_then_nobody_is_named_and_there_is_one_record(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    import datetime as dt

    piece = desk.released(expire_at=time.now() + dt.timedelta(days=1))
    clock.set(time.now() + dt.timedelta(days=2))
    publish_due()
    publish_due()
    assert (Withdrawal.objects.get().actor, Withdrawal.objects.get().expired) == (None, True)
    assert records("page:withdraw", object_id=str(piece.pk)) == 1


def test_piece_when_it_comes_out_at_its_time_then_the_release_is_the_chiefs_and_the_act_nobodys(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    import datetime as dt

    piece = desk.released(go_live_at=time.now() + dt.timedelta(hours=1))
    assert records("page:schedule", actor=desk.chief.pk, object_id=str(piece.pk)) == 1
    clock.set(time.now() + dt.timedelta(hours=2))
    publish_due()
    publish_due()
    assert Release.objects.get().actor == desk.chief
    assert list(
        AuditEvent.objects.filter(action="page:publish", object_id=str(piece.pk)).values_list(
            "actor", flat=True
        )
    ) == [None]


def test_home_when_asked_then_says_what_waits_and_why_something_is_not_mine(desk: DeskOfTests) -> None:
    from sixianghui.channel.public import return_article, submit_article

    own = submit_article(desk.draft("自己写的一篇"), by=desk.writer)
    back = submit_article(desk.draft("退回来的一篇"), by=desk.writer)
    return_article(back, by=desk.editor, reason="第二段的人数不对。")
    writer = at_the_desk(desk.writer).client.get("/cms/").content.decode()
    assert ("要请别人来审" in writer, "第二段的人数不对。" in writer, own.title in writer) == (
        True,
        True,
        True,
    )
    editor = at_the_desk(desk.editor).client.get("/cms/").content.decode()
    assert (own.title in editor, "第二段的人数不对。" in editor, "要请别人来审" in editor) == (
        True,
        False,
        False,
    )
    assert ArticlePage.objects.count() == 2
