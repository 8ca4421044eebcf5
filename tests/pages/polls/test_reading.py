"""The list and the page of a poll, for everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import wire
from sixianghui.polls import commands
from sixianghui.polls.models import Poll
from tests.factories import an_account, signed_in, someone_with
from tests.pages.channel.shelf import taken_back_since_last_asked
from tests.pages.polls.reading import read, words
from tests.unit.polls.house import OPTIONS, House

#: What the list and one page may ask the database, however many polls there are.
LIST, PAGE = 15, 8


def page_of(poll: Poll) -> str:
    return f"/polls/{poll.ref}/"


def closed(house: House, choices: list[list[int]], **more: Any) -> Poll:
    poll = house.answered(choices, **more)
    commands.close_early(poll, "够了", by=house.asker)
    return poll


def test_list_when_nothing_was_asked_then_says_so_and_that_it_is_no_ballot(db: None) -> None:
    page = read("/polls/")
    assert ("眼下没有要问的" in page, "还没有收完的" in page) == (True, True)
    assert "这不是表决，不作任何评选的依据。" in page


@pytest.mark.parametrize("many", [1, 3])
def test_list_when_polls_are_open_and_counted_then_shows_them_in_as_many_questions(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        house.poll(question=f"正在问的{number}")
        commands.tell_outcome(closed(house, [[1]] * 5, question=f"问过的{number}"), "用了。", by=house.asker)
    Client().get("/polls/")
    with django_assert_num_queries(LIST):
        page = read("/polls/")
    for number in range(many):
        assert (f"正在问的{number}" in page, f"问过的{number}" in page) == (True, True)
    assert "写了怎么用" in page


def test_list_when_there_are_many_then_has_pages_and_beyond_them_nothing(house: House) -> None:
    for number in range(11):
        closed(house, [], question=f"第{number}问")
    assert ("第0问" in read("/polls/"), "第10问" in read("/polls/")) == (False, True)
    assert "第0问" in read("/polls/?page=2")
    for wrong in ("3", "0", "-1", "x", "99999"):
        assert Client().get(f"/polls/?page={wrong}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_poll_when_open_then_shows_what_is_asked_and_no_number_to_anybody(
    house: House, many: int, django_assert_num_queries: Any
) -> None:
    polls = [house.answered([[1]] * 7) for _ in range(many)]
    Client().get(page_of(polls[0]))
    with django_assert_num_queries(PAGE):
        page = read(page_of(polls[0]))
    assert all(option in page for option in OPTIONS)
    assert ("去作答" in page, "定读书角夏天的开放时间" in page, "大约半分钟" in page) == (True, True, True)
    for reader in (Client(), signed_in(an_account()), signed_in(house.asker)):
        shown = words(reader.get(page_of(polls[0])))
        assert re.findall(r"7 ?人|100%|作答的不到", shown) == []


def test_poll_when_counted_then_says_the_result_in_a_sentence_and_as_bars(house: House) -> None:
    poll = closed(house, [[2]] * 4 + [[1]] * 2 + [[3]])
    page = read(page_of(poll))
    assert "共 7 人作答，选“20 点”的最多，4 人。" in page
    assert "19 点 2 人 29% 20 点 4 人 57% 21 点 1 人 14%" in page
    assert "去作答" not in page
    assert page == words(signed_in(an_account()).get(page_of(poll)))


def test_poll_when_two_options_are_level_then_says_so(house: House) -> None:
    assert "选“19 点”、“20 点”的一样多，各 3 人。" in read(page_of(closed(house, [[1]] * 3 + [[2]] * 3)))


def test_poll_when_few_answered_then_says_that_and_shows_no_bars(house: House) -> None:
    page = Client().get(page_of(closed(house, [[1]] * 4)))
    assert "作答的不到 5 人，不公布各选了多少" in words(page)
    assert "poll-bars" not in page.content.decode()


def test_poll_when_several_may_be_chosen_then_percents_are_explained(house: House) -> None:
    page = read(page_of(closed(house, [[1, 2]] * 5, most=2)))
    assert "加起来会超过 100%" in page


def test_poll_when_withdrawn_then_says_why_and_leaves_the_list(house: House) -> None:
    poll = house.answered([[1]] * 6)
    commands.withdraw(poll, "选项写漏了", by=house.asker)
    page = read(page_of(poll))
    assert ("选项写漏了" in page, "已经答的全部删去" in page) == (True, True)
    assert poll.question not in read("/polls/")


def test_poll_when_it_is_a_draft_then_is_not_there_but_for_its_own_people(house: House) -> None:
    poll = house.draft()
    for reader in (Client(), signed_in(an_account()), signed_in(someone_with(Post.SECRETARY))):
        assert reader.get(page_of(poll)).status_code == 404
    assert "还没发布" in words(signed_in(house.asker).get(page_of(poll)))


def test_pages_when_anybody_reads_them_then_are_kept_and_taken_back_with_what_happens(house: House) -> None:
    poll = house.poll()
    kept = [set(Client().get(path).headers[wire.CACHE_TAGS].split()) for path in ("/polls/", page_of(poll))]
    assert "polls" in kept[0] and f"poll:{poll.pk}" in kept[1]
    taken_back_since_last_asked()
    commands.answer(poll, [1], by=an_account())
    assert taken_back_since_last_asked() == set()
    commands.close_early(poll, "够了", by=house.asker)
    assert taken_back_since_last_asked() == {"polls", f"poll:{poll.pk}", "figures"}


def test_pages_when_read_in_english_then_what_was_asked_stays_chinese_and_says_so(house: House) -> None:
    poll = closed(house, [[2]] * 5)
    page = Client().get(f"/en{page_of(poll)}").content.decode()
    assert f'lang="zh-Hans">{OPTIONS[1]}' in page
    assert "5 people answered" in page
