"""What readers find of the channel: what is out and open, as it is now, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from sixianghui.channel.public import (
    ArticlePage,
    ColumnPage,
    GuidePage,
    revise,
    submit_article,
    withdraw_article,
    write_draft,
)
from sixianghui.search import queries
from sixianghui.search.models import Text
from sixianghui.search.public import search
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def found(query: str) -> list[str]:
    return [hit.title for hit in search(query, exact=True).hits]


def test_piece_when_it_waits_for_its_last_review_then_is_not_found_and_then_it_is(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft("样例厂的早班车"), by=desk.writer)
    passed(piece, by=desk.editor)
    passed(ArticlePage.objects.get(pk=piece.pk), by=desk.head)
    assert (found("早班车"), queries.suggestions("早班")) == ([], [])
    passed(ArticlePage.objects.get(pk=piece.pk), by=desk.chief)
    assert found("早班车") == found("没有留过夜") == ["样例厂的早班车"]
    assert queries.suggestions("早班") == ["样例厂的早班车"]


def test_piece_when_its_text_has_a_list_and_an_ampersand_then_it_is_found_as_it_is_read(
    desk: DeskOfTests,
) -> None:
    desk.released(body=[("text", "<p>研发R&amp;D组有</p><ul><li>WeChat</li><li>Weibo</li></ul>")])
    text = Text.objects.get(document__title="夜班值守组的十四天")
    assert "研发R&D组有\nWeChat\nWeibo" in text.body
    assert [hit.summary_html for hit in search("Weibo", exact=True).hits] == [
        "研发R&amp;D组有 WeChat <mark>Weibo</mark>"
    ]


def test_piece_when_changed_then_is_found_as_readers_see_it(desk: DeskOfTests) -> None:
    piece = desk.released("样例厂的早班车")
    changed = submit_article(
        revise(piece, by=desk.writer, title="样例厂的晚班车", correction="早班改成晚班"), by=desk.writer
    )
    assert (found("早班车"), found("晚班车")) == (["样例厂的早班车"], [])
    desk.pass_all(changed)
    assert (found("早班车"), found("晚班车")) == ([], ["样例厂的晚班车"])


def test_piece_when_taken_back_or_deleted_then_is_not_found_nor_suggested(desk: DeskOfTests) -> None:
    piece = desk.released("样例厂的早班车")
    withdraw_article(piece, by=desk.chief, reason="写错了。")
    assert (found("早班车"), queries.suggestions("早班"), queries.meant("zaobanche")) == ([], [], [])


def test_piece_when_its_column_is_shut_then_is_not_found_until_it_is_open_again(desk: DeskOfTests) -> None:
    desk.released("样例厂的早班车")
    shut = PageViewRestriction.objects.create(page=desk.column, restriction_type=PageViewRestriction.LOGIN)
    assert found("早班车") == []
    shut.delete()
    assert found("早班车") == ["样例厂的早班车"]


def test_column_when_its_address_changes_then_its_pieces_are_found_at_theirs(desk: DeskOfTests) -> None:
    piece = desk.released("样例厂的早班车")
    column = ColumnPage.objects.get(pk=desk.column.pk)
    column.slug = "moved"
    column.save_revision(user=desk.chief).publish(user=desk.chief)
    [hit] = search("早班车").hits
    assert hit.url == f"/moved/{piece.slug}/"


def test_guide_when_released_then_is_found_by_its_steps_and_what_to_bring(desk: DeskOfTests) -> None:
    step = {"title": "写申请", "text": "写清楚来龙去脉。", "who": "本人"}
    guide = GuidePage(title="办一件事", needs="身份证\n照片", steps=[("step", step)])
    guide = submit_article(write_draft(desk.column, guide, by=desk.writer), by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(GuidePage.objects.get(pk=guide.pk), by=person)
    assert found("来龙去脉") == found("身份证") == ["办一件事"]
    assert search("xieshenqing").asked == "写申请"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_piece_when_taken_back_then_its_words_are_in_the_index_no_more(desk: DeskOfTests) -> None:
    piece = desk.released("样例厂的早班车", summary="seldomword")
    table = "SELECT count(*) FROM search_index_data WHERE instr(block, %s) > 0"
    with connection.cursor() as cursor:
        cursor.execute(table, [b"seldomword"])
        before = cursor.fetchone()[0]
        withdraw_article(piece, by=desk.chief, reason="写错了。")
        cursor.execute(table, [b"seldomword"])
        assert (before > 0, cursor.fetchone()[0]) == (True, 0)
        cursor.execute("SELECT count(*) FROM search_text WHERE lead LIKE %s", ["%seldomword%"])
        assert cursor.fetchone()[0] == 0
