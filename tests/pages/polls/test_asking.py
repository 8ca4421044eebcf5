"""The pages of those who ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import time
from sixianghui.polls import commands
from sixianghui.polls.models import Closing, Poll
from tests.factories import an_account, signed_in, someone_with
from tests.pages.polls.reading import read, words
from tests.unit.polls.house import House


def filled(**more: str) -> dict[str, str]:
    last = time.today() + dt.timedelta(days=9)
    return {
        "question": "饮水机放哪儿？",
        "options": "门口\n\n 楼梯边 \n都可以",
        "most": "1",
        "why": "大家说接水要绕远。",
        "use": "定饮水机的位置。",
        "closes_on": last.isoformat(),
        **more,
    }


def test_poll_when_written_seen_and_published_then_everybody_finds_it(house: House) -> None:
    client = signed_in(house.asker)
    sent = client.post("/polls/new/", {**filled(), "unit": house.unit.slug, "intent": "one"})
    poll = Poll.objects.get()
    assert sent["Location"] == f"/polls/{poll.ref}/publication/"
    assert [option.text for option in poll.options.all()] == ["门口", "楼梯边", "都可以"]
    look = words(client.get(sent["Location"]))
    assert ("会以样例支部的名义发出去" in look, "饮水机放哪儿？" in look) == (True, True)
    assert "饮水机放哪儿？" not in read("/polls/")
    done = client.post(sent["Location"], {"intent": "two"}, follow=True)
    assert "发布了，现在就能答。" in done.content.decode()
    assert "饮水机放哪儿？" in read("/polls/")


def test_form_when_sent_twice_then_makes_one_poll(house: House) -> None:
    client = signed_in(house.asker)
    body = {**filled(), "unit": house.unit.slug, "intent": "the-same"}
    assert {client.post("/polls/new/", body)["Location"] for _ in range(2)} == {
        f"/polls/{Poll.objects.get().ref}/publication/"
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "请写要问什么。"),
        ({"question": "长" * 81}, "请控制在 80 字以内"),
        ({"options": "只有一个"}, "请写 2 到 8 个选项"),
        ({"options": "一样\n一样"}, "有两个选项一样"),
        ({"most": "4"}, "不能比选项还多"),
        ({"use": ""}, "请写一句结果用来做什么"),
        ({"closes_on": "2018-06-05"}, "请从明天起选"),
        ({"closes_on": "2018-12-05"}, "最多开放 60 天"),
        ({"closes_on": "明天"}, "请照 2018-06-05 这样写。"),
    ],
)
def test_form_when_something_is_wrong_then_says_it_and_keeps_the_rest(
    house: House, wrong: dict[str, str], said: str
) -> None:
    page = signed_in(house.asker).post("/polls/new/", {**filled(**wrong), "unit": house.unit.slug})
    assert (page.status_code, said in words(page)) == (422, True)
    assert "大家说接水要绕远。" in page.content.decode()
    assert not Poll.objects.exists()


def test_form_when_the_unit_is_another_one_then_nothing_is_made(house: House) -> None:
    other = someone_with(Post.SECRETARY)
    page = signed_in(other).post("/polls/new/", {**filled(), "unit": house.unit.slug})
    assert page.status_code == 422 and not Poll.objects.exists()


def test_form_when_it_arrived_then_the_next_page_says_so(house: House) -> None:
    client, poll = signed_in(house.asker), house.draft()
    arrived = '<div class="toast ok"><span>存好了。</span>'
    for path in ("/polls/new/", f"/polls/{poll.ref}/changes/"):
        page = client.post(path, {**filled(), "unit": house.unit.slug}, follow=True)
        assert (page.status_code, arrived in page.content.decode()) == (200, True)
        refused = client.post(path, {**filled(question=""), "unit": house.unit.slug})
        assert (refused.status_code, 'class="toast' in refused.content.decode()) == (422, False)


def test_draft_when_changed_or_thrown_away_then_it_is(house: House) -> None:
    client, poll = signed_in(house.asker), house.draft()
    assert poll.question in client.get(f"/polls/{poll.ref}/changes/").content.decode()
    client.post(f"/polls/{poll.ref}/changes/", {**filled(), "unit": house.unit.slug})
    assert Poll.objects.get().question == "饮水机放哪儿？"
    client.post(f"/polls/{poll.ref}/removal/")
    assert not Poll.objects.exists()


def test_draft_when_its_last_day_came_then_publishing_says_what_to_do(house: House) -> None:
    client, poll = signed_in(house.asker), house.draft()
    Poll.objects.update(closes_on=time.today())
    page = client.post(f"/polls/{poll.ref}/publication/")
    assert (page.status_code, "最后一天请从明天起选" in words(page)) == (422, True)


def test_poll_when_ended_early_then_asks_why_and_shows_the_result(house: House) -> None:
    client, poll = signed_in(house.asker), house.answered([[2]] * 5)
    path = f"/polls/{poll.ref}/end/"
    assert "请写一句为什么" in words(client.post(path, {"reason": " "}))
    page = words(client.post(path, {"reason": "场地有变化"}, follow=True))
    assert ("共 5 人作答" in page, "场地有变化" in page) == (True, True)
    assert "提前结束了。" in page
    assert "没有在收" in words(client.post(path, {"reason": "再来"}))
    assert Closing.objects.count() == 1


def test_poll_when_withdrawn_on_its_page_then_says_so(house: House) -> None:
    client, poll = signed_in(house.asker), house.poll()
    page = client.post(f"/polls/{poll.ref}/withdrawal/", {"reason": "问错了"}, follow=True)
    assert "撤回了 问错了" in words(page)
    assert "撤回了，已经答的都删了。" in words(page)


def test_outcome_when_told_then_stands_on_the_page_and_the_card_is_gone(house: House) -> None:
    client, poll = signed_in(house.asker), house.answered([[2]] * 5)
    assert client.get(f"/polls/{poll.ref}/outcomes/")["Location"] == f"/polls/{poll.ref}/"
    commands.close_early(poll, "够了", by=house.asker)
    assert "调查收完了，写一句结果怎么用" in words(client.get("/week/"))
    assert "选“20 点”的最多" in words(client.get(f"/polls/{poll.ref}/outcomes/"))
    page = client.post(f"/polls/{poll.ref}/outcomes/", {"text": "夏天开到八点。"}, follow=True)
    assert "2018年6月5日 夏天开到八点。" in words(page)
    assert "调查收完了" not in words(client.get("/week/"))


def test_week_when_a_poll_is_open_then_nobody_is_asked_to_answer(house: House) -> None:
    poll = house.poll()
    for account in (house.asker, someone_with(Post.MEMBER, house.unit)):
        assert poll.question not in words(signed_in(account).get("/week/"))


@pytest.mark.parametrize("many", [1, 3])
def test_desk_when_opened_then_lists_what_my_units_asked_in_as_many_questions(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(house.asker)
    for _ in range(many):
        house.draft(), house.poll()
    client.get("/polls/desk/")
    with django_assert_max_num_queries(22):
        page = words(client.get("/polls/desk/"))
    assert (page.count("还没发布"), page.count("正在收")) == (many, many)


def test_pages_of_those_who_ask_when_others_come_then_are_refused_or_not_there(house: House) -> None:
    poll = house.poll()
    for path in ("desk/", "new/", f"{poll.ref}/end/", f"{poll.ref}/withdrawal/"):
        assert signed_in(an_account()).get(f"/polls/{path}").status_code == 403
        assert Client().get(f"/polls/{path}").status_code == 302
    other = signed_in(someone_with(Post.SECRETARY))
    for path in ("end/", "withdrawal/", "outcomes/", "publication/", "changes/"):
        assert other.get(f"/polls/{poll.ref}/{path}").status_code == 404
