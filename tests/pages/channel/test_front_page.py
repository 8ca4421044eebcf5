"""The front page: its first story, the columns in their forms, and what comes next, each piece once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sixianghui.channel import sources
from sixianghui.channel.public import (
    ColumnFace,
    ColumnPage,
    Lecture,
    Letter,
    Occasion,
    State,
    open_column,
    register_letters,
    register_programme,
    register_strip,
    set_lead,
    withdraw_article,
)
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from tests.pages.channel.pieces import STEPS, a_picture, put_out, put_out_many
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

#: What the front page may ask the database with seven columns and pieces in all of them.
QUESTIONS = 30


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def another(desk: DeskOfTests, face: ColumnFace, slug: str = "") -> ColumnPage:
    slug = slug or face.value
    return open_column(
        desk.home, title=f"栏目{slug}", short_title=slug[:12], face=face, promise="这里会有内容。", slug=slug, by=desk.chief
    )  # fmt: skip


def read(path: str = "/") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace('<span class="ph">', "").replace("</span>", "")


@pytest.mark.parametrize("many", [1, 3, 30])
def test_front_page_then_asks_the_same_number_of_questions_however_many_pieces(
    desk: DeskOfTests, many: int, django_assert_num_queries: Any
) -> None:
    for face in ColumnFace:
        column = desk.column if face is ColumnFace.NEWS else another(desk, face)
        put_out_many(column, many, **({"steps": STEPS} if face is ColumnFace.GUIDE else {}))
    Client().get("/")
    with django_assert_num_queries(QUESTIONS):
        read()


def test_front_page_when_there_are_two_news_columns_then_shows_both(desk: DeskOfTests) -> None:
    put_out(desk.column, "甲栏的事")
    put_out(another(desk, ColumnFace.NEWS, "more"), "乙栏的事")
    page = read()
    assert ("甲栏的事" in page, "乙栏的事" in page) == (True, True)


def test_lead_when_a_piece_is_chosen_then_leads_to_it_in_its_own_words(desk: DeskOfTests) -> None:
    piece = desk.released("值守组的十四天", summary="五个人轮值。")
    set_lead(desk.home, piece=piece, by=desk.chief)
    page = read()
    lead = page[page.index('<article class="lead">') : page.index("</article>")]
    assert (f'href="/news/{piece.slug}/"' in lead, "五个人轮值。" in lead) == (True, True)
    assert page.count("值守组的十四天") == 1


def test_lead_when_it_has_words_of_its_own_then_keeps_them(desk: DeskOfTests) -> None:
    piece = desk.released("值守组的十四天")
    set_lead(desk.home, title="夜里的五个人", piece=piece, by=desk.chief)
    assert "夜里的五个人</a>" in read()


def test_lead_when_its_piece_is_taken_back_then_the_newest_takes_its_place(desk: DeskOfTests) -> None:
    put_out(desk.column, "大篷车进社区", at=time.now())
    piece = desk.released("值守组的十四天")
    set_lead(desk.home, title="夜里的五个人", piece=piece, by=desk.chief)
    withdraw_article(piece, by=desk.chief, reason="单位名写错了")
    page = read()
    lead = page[page.index('<article class="lead">') : page.index("</article>")]
    assert ("夜里的五个人" in page, "大篷车进社区" in lead) == (False, True)


def test_lead_when_the_piece_is_a_draft_then_is_refused(desk: DeskOfTests) -> None:
    with pytest.raises(Conflict):
        set_lead(desk.home, piece=desk.draft("没审过的稿子"), by=desk.chief)
    assert "没审过的稿子" not in read()


def test_second_stories_then_have_pictures_come_from_different_columns_and_stand_once(
    desk: DeskOfTests,
) -> None:
    set_lead(desk.home, title="别的事", by=desk.chief)
    other, picture = another(desk, ColumnFace.LECTURES), a_picture()
    for column, name in ((desk.column, "新闻"), (other, "讲堂")):
        for number in range(5):
            put_out(column, f"{name}{number}号", lead_picture=picture, at=time.shanghai(2018, 5, number + 1))
    page = read()
    second = page[page.index('<div class="second">') : page.index("progress-line")]
    assert ("新闻4号" in second, "讲堂4号" in second, "新闻3号" in second) == (True, True, False)
    assert page.count("新闻4号") == 1


def test_sources_when_none_is_registered_then_the_page_says_what_will_be_there(desk: DeskOfTests) -> None:
    another(desk, ColumnFace.LECTURES)
    assert "接下来还没有安排" in read()
    assert "此刻没有直播" in read("/lectures/")


@pytest.fixture
def later_rooms() -> Iterator[dt.datetime]:
    """What lectures, letters and a calendar would say."""
    now = time.now()
    soon = now + dt.timedelta(days=2)

    def lectures() -> list[Lecture]:
        return [
            Lecture("讲过的课", now - dt.timedelta(days=9), State.REPLAY, "/r/", note="9 章"),
            Lecture("正在讲的课", now, State.LIVE, "/l/", place="红谷", speaker="周明远（示例）"),
            Lecture("下一堂课", soon, State.NEXT, "/n/"),
        ]

    def letters() -> list[Letter]:
        return [
            Letter("答过的信", "/a/", answered=time.today()),
            Letter("等答复的信", "/w/", promised=time.today() + dt.timedelta(days=3), whose="组织委员"),
        ]

    def calendar() -> list[Occasion]:
        return [
            Occasion("过去的事", now - dt.timedelta(days=1), "/p/"),
            Occasion("正在讲的课", now, "/l/", live=True),
            *(Occasion(f"第{n}件事", soon + dt.timedelta(days=n), f"/{n}/") for n in range(1, 5)),
        ]

    register_programme(lectures)
    register_letters(letters)
    register_strip(calendar)
    yield soon
    sources.programme.forget(lectures)
    sources.letters.forget(letters)
    sources.strips.forget(calendar)


def test_sources_when_later_rooms_register_then_their_things_stand_where_they_belong(
    desk: DeskOfTests, later_rooms: dt.datetime
) -> None:
    another(desk, ColumnFace.LECTURES)
    another(desk, ColumnFace.DIALOGUE)
    page = read()
    assert ("livestrip" in page, "第3件事" in page, "第4件事" in page, "过去的事" in page) == (
        True,
        True,
        False,
        False,
    )
    sheet = read("/lectures/")
    places = [sheet.index(word) for word in ("正在讲的课", "下一堂课", "讲过的课")]
    assert places == sorted(places)
    assert sheet.count("此刻没有直播") == 0
    letters = read("/dialogue/")
    assert letters.index("等答复的信") < letters.index("答过的信")
    assert "3 天后" in letters
