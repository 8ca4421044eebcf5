"""The column in which people speak: three doors, letters with answers, polls, voices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sixianghui.channel import sources
from sixianghui.channel.models import ColumnFace
from sixianghui.channel.public import Letter, Voice
from sixianghui.common import time, wire
from sixianghui.polls import commands
from tests.pages.channel.pieces import put_out
from tests.pages.channel.shelf import taken_back_since_last_asked
from tests.pages.polls.reading import read
from tests.unit.channel.desk import DeskOfTests, open_desk
from tests.unit.polls.house import House, a_house

pytestmark = pytest.mark.django_db
#: What the page may ask with polls open and counted: two more than without, for options and what came of it.
QUESTIONS = 20


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk(ColumnFace.DIALOGUE)


@pytest.fixture
def house(db: None) -> House:
    return a_house()


@pytest.fixture
def letters_and_voices() -> Iterator[None]:
    """What letters and remarks would say."""
    today = time.today()

    def letters() -> list[Letter]:
        return [
            Letter(
                "读书角周末开不开门？",
                "/letters/one/",
                promised=today,
                answered=today - dt.timedelta(days=1),
                whose="行业党委 书记",
                asked=today - dt.timedelta(days=5),
                answer="六月起周六上午开门。",
                changed="门口贴上了新的时间。",
            )
        ]

    def voices() -> list[Voice]:
        return [
            Voice(
                f"第{n}句", "苏晓（示例）", "大篷车进社区", "/news/one/", time.now() - dt.timedelta(hours=n)
            )
            for n in range(9)
        ]

    sources.letters.register(letters, "tried-letters")
    sources.voices.register(voices, "tried-voices")
    yield
    sources.letters.forget(letters)
    sources.voices.forget(voices)


def counted(house: House, question: str = "问过的事") -> None:
    poll = house.answered([[2]] * 5, question=question)
    commands.close_early(poll, "够了", by=house.asker)
    commands.tell_outcome(poll, "夏天开到八点。", by=house.asker)


def test_column_when_nothing_is_there_then_doors_say_who_reads_and_by_when(desk: DeskOfTests) -> None:
    page = read("/news/")
    for said in ("建议与投诉", "这件事要求太多", "不经提要求的人", "七个工作日内答复", "眼下没有要问的"):
        assert said in page
    assert ("还没有内容" in page, "大家在说" in page, "刚问完的" in page) == (True, False, False)


@pytest.mark.parametrize("many", [1, 3])
def test_column_when_polls_are_open_and_counted_then_shows_them_in_as_many_questions(
    desk: DeskOfTests, house: House, many: int, django_assert_num_queries: Any
) -> None:
    put_out(desk.column, "周末开放到几点")
    for number in range(many):
        house.poll(question=f"正在问的{number}")
        counted(house, f"问过的{number}")
    Client().get("/news/")
    with django_assert_num_queries(QUESTIONS):
        page = read("/news/")
    assert all(f"正在问的{number}" in page for number in range(many))
    assert (f"问过的{many - 1}" in page, "共 5 人作答" in page, "夏天开到八点。" in page) == (
        True,
        True,
        True,
    )


@pytest.mark.usefixtures("letters_and_voices")
def test_column_when_letters_and_voices_are_there_then_shows_answer_change_days_and_the_latest_voices(
    desk: DeskOfTests,
) -> None:
    page = read("/news/")
    for said in (
        "已答复",
        "5月31日问的",
        "六月起周六上午开门。",
        "因此改变了 门口贴上了新的时间。",
        "行业党委 书记",
    ):
        assert said in page
    assert ("第0句" in page, "第3句" in page, "第4句" in page) == (True, True, False)
    assert "还没有内容" not in page


@pytest.mark.usefixtures("letters_and_voices")
def test_column_and_front_page_when_kept_then_a_poll_that_ends_takes_them_back(
    desk: DeskOfTests, house: House
) -> None:
    poll = house.poll()
    for path in ("/", "/news/"):
        tags = set(Client().get(path).headers[wire.CACHE_TAGS].split())
        assert {"polls", "letters", "voices", "tried-letters", "tried-voices"} <= tags
    taken_back_since_last_asked()
    commands.close_early(poll, "够了", by=house.asker)
    assert "polls" in taken_back_since_last_asked()


@pytest.mark.usefixtures("letters_and_voices")
def test_front_page_when_people_speak_then_shows_one_of_each(desk: DeskOfTests, house: House) -> None:
    counted(house)
    result = ("问过的事", "共 5 人作答", "20 点 5 人 100%")
    page = read("/")
    for said in ("读书角周末开不开门？", "六月起周六上午开门。", "第0句", *result):
        assert said in page
    assert "第1句" not in page
    house.poll(question="正在问的事")
    page = read("/")
    assert ("正在问的事" in page, any(said in page for said in result)) == (True, False)


def test_column_when_read_in_english_then_speaks_english_around_chinese_words(
    desk: DeskOfTests, house: House
) -> None:
    counted(house)
    page = Client().get("/en/news/").content.decode()
    assert ("5 people answered" in page, "刚问完的" in page) == (True, False)


def test_sitemap_when_polls_are_open_or_counted_then_names_them_and_no_draft_or_withdrawn_one(
    desk: DeskOfTests, house: House
) -> None:
    poll, draft, gone = house.poll(), house.draft(), house.poll()
    commands.withdraw(gone, "问错了", by=house.asker)
    counted(house)
    assert "/sitemaps/polls.xml" in Client().get("/sitemap.xml").content.decode()
    listed = Client().get("/sitemaps/polls.xml").content.decode()
    assert (poll.ref in listed, draft.ref in listed, gone.ref in listed) == (True, False, False)
    assert listed.count("<lastmod>") == 2
