"""A column's page: its list in the form of its face, narrowed and by pages, kept once for each page that exists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.channel.public import ColumnFace, retire_column, withdraw_article
from sixianghui.common import wire
from sixianghui.common.time import shanghai
from sixianghui.media.public import Consent
from tests.pages.channel.pieces import STEPS, a_picture, put_out, put_out_many
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

#: What a column's page may ask the database: five questions are Wagtail's, two the head's, three are one for each kind of piece.
QUESTIONS = {
    ColumnFace.GUIDE: 13,
    ColumnFace.COLLECTION: 13,
    ColumnFace.LECTURES: 15,
    ColumnFace.NEWS: 14,
    ColumnFace.SHOWCASE: 13,
    ColumnFace.PANORAMA: 14,
    ColumnFace.DIALOGUE: 18,
}
FACES = list(ColumnFace)


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("many", [1, 3, 30])
@pytest.mark.parametrize("face", FACES, ids=[face.value for face in FACES])
def test_column_then_asks_the_same_number_of_questions_however_many_pieces(
    face: ColumnFace, many: int, django_assert_num_queries: Any
) -> None:
    desk = open_desk(face)
    put_out_many(desk.column, many, **({"steps": STEPS} if face is ColumnFace.GUIDE else {}))
    Client().get("/news/")
    with django_assert_num_queries(QUESTIONS[face]):
        page = read("/news/")
    assert f"第{many}篇" in page


def test_column_with_pictures_then_asks_four_more_questions(
    desk: DeskOfTests, django_assert_num_queries: Any
) -> None:
    picture = a_picture()
    for number in range(5):
        put_out(desk.column, f"第{number}篇", lead_picture=picture)
    Client().get("/news/")
    with django_assert_num_queries(QUESTIONS[ColumnFace.NEWS] + 4):
        page = read("/news/")
    assert ("<picture>" in page, 'alt="示意图，一片白"' in page, "图片频道" in page) == (True, True, True)


def test_picture_when_those_in_it_were_not_asked_then_is_left_out(desk: DeskOfTests) -> None:
    put_out(desk.column, "大篷车进社区", lead_picture=a_picture(consent=Consent.NOT_ASKED))
    page = read("/news/")
    assert ("大篷车进社区" in page, "<picture>" in page) == (True, False)


@pytest.mark.parametrize("face", FACES, ids=[face.value for face in FACES])
def test_column_when_nothing_is_out_then_says_what_will_be_there(face: ColumnFace) -> None:
    open_desk(face)
    page = read("/news/")
    assert ("还没有内容" in page, "导出列表" in page) == (True, False)


def test_column_when_a_piece_is_released_then_shows_it_and_when_withdrawn_no_more(desk: DeskOfTests) -> None:
    piece = desk.released("值守组的十四天")
    assert "值守组的十四天" in read("/news/").replace('<span class="ph">', "").replace("</span>", "")
    withdraw_article(piece, by=desk.chief, reason="单位名写错了")
    assert "还没有内容" in read("/news/")


def test_column_then_is_kept_under_its_own_tag(desk: DeskOfTests) -> None:
    tags = Client().get("/news/")[wire.CACHE_TAGS].split()
    assert tags == sorted({"all", "columns", "publisher", desk.column.tag, f"own-page:{desk.column.pk}"})


def test_news_when_there_are_more_than_twenty_then_goes_on_on_another_page(desk: DeskOfTests) -> None:
    put_out_many(desk.column, 21)
    assert ("第1篇" in read("/news/").split(), "第1篇" in read("/news/?page=2")) == (False, True)
    assert Client().get("/news/?page=3").status_code == 404


def test_news_when_narrowed_then_shows_those_alone(desk: DeskOfTests) -> None:
    put_out(desk.column, "五月的比赛", kicker="比赛", at=shanghai(2018, 5, 4))
    put_out(desk.column, "四月的课堂", kicker="课堂", at=shanghai(2018, 4, 4))
    for question in ("?kicker=%E8%AF%BE%E5%A0%82", "?month=2018-04"):
        page = read(f"/news/{question}")
        assert ("四月的课堂" in page, "五月的比赛" in page) == (True, False), question


def test_news_when_narrowed_to_nothing_then_says_so_and_leads_back(desk: DeskOfTests) -> None:
    put_out(desk.column, "五月的比赛", kicker="比赛", at=shanghai(2018, 5, 4))
    put_out(desk.column, "四月的课堂", kicker="课堂", at=shanghai(2018, 4, 4))
    assert "这样筛下来一篇也没有" in read("/news/?kicker=%E8%AF%BE%E5%A0%82&month=2018-05")


def test_month_of_a_night_in_shanghai_then_is_that_of_shanghai(desk: DeskOfTests) -> None:
    put_out(desk.column, "零点以后", at=shanghai(2018, 5, 1, 0, 30))
    assert "零点以后" in read("/news/?month=2018-05")


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("?from=singlemessage", "/news/"),
        ("?page=1", "/news/"),
        ("?month=2018-05&kicker=%E6%AF%94%E8%B5%9B", "/news/?kicker=%E6%AF%94%E8%B5%9B&month=2018-05"),
        ("?page=1&page=1&x=2", "/news/"),
        ("?order=oldest", "/news/"),
        ("?", None),
    ],
    ids=["shared from a phone", "first page", "other order", "twice", "not of this face", "bare"],
)
def test_address_when_written_another_way_then_leads_to_the_one_way(
    desk: DeskOfTests, asked: str, led_to: str | None
) -> None:
    put_out(desk.column, "五月的比赛", kicker="比赛", at=shanghai(2018, 5, 4))
    answer = Client().get(f"/news/{asked}")
    assert answer.get("Location") == led_to
    assert (wire.CACHE_TAGS in answer) == (led_to is None)


@pytest.mark.parametrize(
    "asked",
    ["kicker=%E6%B2%A1%E6%9C%89", "month=2018-13", "month=2017-01", "page=0", "page=2", "page=x", "page=99999", "kicker=%00"],
)  # fmt: skip
def test_address_when_nobody_can_mean_it_then_is_not_found(desk: DeskOfTests, asked: str) -> None:
    put_out(desk.column, "五月的比赛", kicker="比赛", at=shanghai(2018, 5, 4))
    assert Client().get(f"/news/?{asked}").status_code == 404


def test_front_page_when_asked_something_then_leads_to_itself(desk: DeskOfTests) -> None:
    assert Client().get("/?utm=1")["Location"] == "/"


def test_collection_then_follows_the_days_of_what_happened() -> None:
    desk = open_desk(ColumnFace.COLLECTION)
    put_out(desk.column, "后来的读书班", at=shanghai(2018, 1, 10))
    put_out(desk.column, "开幕那天", at=shanghai(2018, 2, 1), occurs_on=shanghai(2017, 10, 18).date())
    newest, oldest = read("/news/"), read("/news/?order=oldest")
    assert newest.index("后来的读书班") < newest.index("开幕那天")
    assert oldest.index("开幕那天") < oldest.index("后来的读书班")
    assert "2017年10月" in newest


def test_guides_then_stand_in_chapters_with_steps_first_hand_and_longest_step() -> None:
    desk = open_desk(ColumnFace.GUIDE)
    put_out(desk.column, "怎样转组织关系", kicker="组织关系", steps=STEPS, at=shanghai(2018, 2, 1))
    put_out(desk.column, "第一封信交给谁", kicker="入党", steps=STEPS, at=shanghai(2018, 1, 1))
    put_out(desk.column, "写在前面", at=shanghai(2018, 1, 2))
    page = read("/news/")
    places = [page.index(word) for word in ("入党</h2>", "第一封信交给谁", "组织关系</h2>", "其他</h2>")]
    assert places == sorted(places)
    assert ("2 步" in page, "本人" in page, "收到后一个月内" in page) == (True, True, True)


def test_showcase_then_says_that_the_person_agreed() -> None:
    desk = open_desk(ColumnFace.SHOWCASE)
    put_out(desk.column, "挂上工位那天", person="许亦安（示例）", role="测试组长", quote="问的人多了一倍。")
    page = read("/news/")
    assert ("许亦安（示例）" in page, "问的人多了一倍。" in page, "点了头才展示" in page) == (
        True,
        True,
        True,
    )


def test_dialogue_then_leads_to_writing_a_letter() -> None:
    desk = open_desk(ColumnFace.DIALOGUE)
    put_out(desk.column, "周末开放到几点")
    assert 'href="/complaints/"' in read("/news/")


def test_column_in_english_then_marks_chinese_titles_as_chinese(desk: DeskOfTests) -> None:
    put_out(desk.column, "大篷车进社区", kicker="红领行动")
    page = read("/en/news/")
    assert '<h2 lang="zh-Hans"><a href="/en/news/' in page
    assert "按月查阅" not in page


def test_list_as_a_file_then_is_taken_for_no_formula(desk: DeskOfTests) -> None:
    put_out(desk.column, "=HYPERLINK(1)", source="+本频道", at=shanghai(2018, 5, 4))
    answer = Client().get("/columns/news/list.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "标题,日期,来源,网址"
    assert lines[1].startswith("'=HYPERLINK(1),2018-05-04,'+本频道,http://testserver/news/")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_list_of_a_column_that_is_not_open_then_is_not_found(desk: DeskOfTests) -> None:
    assert Client().get("/columns/nothing/list.csv").status_code == 404


def test_column_when_retired_then_leaves_home_and_navigation_while_its_pieces_stay(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "大篷车进社区")
    retire_column(desk.column, by=desk.chief)
    front = read("/")
    assert ("大篷车进社区" in front, ">党建e时代<" in front) == (False, False)
    assert Client().get("/news/").status_code == 404
    assert Client().get(f"/news/{piece.slug}/").status_code == 200


def test_piece_when_its_column_is_retired_then_leads_nowhere_that_is_gone(desk: DeskOfTests) -> None:
    stays, gone = desk.released("还在的一篇"), desk.released("撤下的一篇")
    withdraw_article(gone, by=desk.chief, reason="来源有误")
    retire_column(desk.column, by=desk.chief)
    for piece, status in ((stays, 200), (gone, 410)):
        answer = Client().get(piece.url)
        html = answer.content.decode()
        links = re.findall(r'href="([^"]*)"', html)
        assert (answer.status_code, "党建e时代" in html) == (status, True)
        assert [link for link in links if link.endswith(("/news/", "/feeds/news.xml"))] == []
