"""Writing to the secretary, preparing and releasing an answer, and what everybody reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import time, wire
from sixianghui.complaints import queries
from sixianghui.complaints.commands import add_outcome, answer, hide
from sixianghui.complaints.models import Attempt, Complaint, Kind, Preparation, Sender
from sixianghui.complaints.rules import Asking, Publicity
from sixianghui.complaints.views.reading import PER_PAGE
from tests.factories import an_account, signed_in, someone_with
from tests.pages.complaints.reading import a_form, words
from tests.unit.complaints.house import ANSWERED, TEXT, TITLE, House, a_house, now

LIKE = "楼道的灯坏了很久，什么时候能修好？晚上看不清路。"


def a_question(text: str = TEXT, **more: str) -> dict[str, str]:
    return {**a_form(text), "title": TITLE, "readers": "public", "shown_as": "", "seen": "", **more}


def path_of(made: Any) -> str:
    return f"/letters/{made.ref}/"


def test_question_when_asked_then_is_received_with_its_day_and_its_wish(house: House, client: Client) -> None:
    sent = client.post("/letters/write/", a_question(shown_as="楼上的邻居"))
    assert "收到了，6月14日前答复" in words(sent)
    letter, sender = Complaint.objects.get(), Sender.objects.get()
    assert (letter.kind, sender.public, sender.shown_as) == (Kind.QUESTION, True, "楼上的邻居")
    private = signed_in(house.writer).post("/letters/write/", a_question(readers="private", shown_as="谁"))
    assert "看我写过的" in words(private)
    sender = Sender.objects.get(account=house.writer)
    assert (sender.public, sender.shown_as) == (False, "")


@pytest.mark.parametrize("path", ["/letters/write/", "/complaints/", "/burdens/"])
def test_three_doors_when_one_is_opened_then_each_says_to_whom_it_goes(
    house: House, client: Client, path: str
) -> None:
    html = client.get(f"{path}?page=/units/").content.decode()
    doors = html[
        html.index('class="letter-doors"') : html.index("</nav>", html.index('class="letter-doors"'))
    ]
    assert doors.count("page=/units/") == 3
    assert f'href="{path}?page=/units/" aria-current="page"' in doors
    assert [
        who
        for who in ("行业党委的书记", "行业党委的工作人员", "纪检委员，不经提要求的人")
        if who not in doors
    ] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "请用一句话写出问什么。"),
        ({"title": "灯呢"}, "题目再多写几个字，至少 4 个。"),
        ({"title": "长" * 41}, "题目请控制在 40 字以内；现在是 41 字。"),
        ({"readers": ""}, "请选一种。"),
        ({"readers": "nobody"}, "请选一种。"),
        ({"shown_as": "名" * 21}, "署名请控制在 20 个字以内。"),
        ({"text": "短"}, "再多写几个字，至少 5 个。"),
        ({"website": "https://buy.example/"}, "这一格是拦机器用的，请清空后再交。"),
    ],
)
def test_question_when_something_is_wrong_then_says_what_and_keeps_what_was_typed(
    house: House, client: Client, change: dict[str, str], said: str
) -> None:
    page = client.post("/letters/write/", a_question(**{"shown_as": "留着的名", **change}))
    assert (page.status_code, Complaint.objects.count(), said in words(page)) == (200, 0, True)
    kept = {TEXT, "留着的名"} - ({TEXT} if "text" in change else set()) - ({"留着的名"} if "shown_as" in change else set())  # fmt: skip
    assert [one for one in kept if one not in page.content.decode()] == []


def test_question_when_others_asked_like_it_then_they_are_shown_once_before_it_is_received(
    house: House, client: Client
) -> None:
    """The way without scripts: the same form again, with what was typed, and then it is received."""
    made = house.released()
    house.prepared(house.letter(Kind.QUESTION, "楼道的灯没有公开的一封", asking=Asking(f"{TITLE}呢", True)))
    before = Complaint.objects.count()
    first = client.post("/letters/write/", a_question(LIKE, title="楼道的灯何时修"))
    assert Complaint.objects.count() == before
    assert "有人问过类似的" in words(first)
    html = first.content.decode()
    assert (path_of(made) in html, LIKE in html, f'name="seen" value="{made.ref}"' in html) == (
        True,
        True,
        True,
    )
    assert "没有公开的一封" not in html
    sent = client.post("/letters/write/", a_question(LIKE, title="楼道的灯何时修", seen=made.ref))
    assert "收到了" in words(sent)
    other = client.post("/letters/write/", a_question("读书角周末开不开门？", title="读书角几点关门"))
    assert "收到了" in words(other)


def test_similar_ones_when_asked_for_while_typing_then_are_told_and_nothing_is_kept(
    house: House, client: Client
) -> None:
    made = house.released()
    told = json.loads(client.post("/letters/similar/", {"title": "楼道的灯何时修", "text": LIKE}).content)
    assert told == {
        "alike": [{"ref": made.ref, "title": TITLE, "url": path_of(made), "answered": "2018年6月5日"}]
    }
    assert client.get("/letters/similar/").status_code == 405
    assert json.loads(client.post("/letters/similar/", {"title": "读书角"}).content) == {"alike": []}
    assert "127.0.0.1" not in repr(list(Attempt.objects.values_list()))
    for _ in range(118):
        client.post("/letters/similar/", {})
    waits = client.post("/letters/similar/", {"title": "楼道的灯何时修"})
    assert (waits.status_code, json.loads(waits.content)) == (429, {"alike": []})


def test_clock_when_a_question_waits_then_the_desk_counts_working_days_and_the_writer_reads_the_day(
    house: House, clock: Any
) -> None:
    written = house.letter(Kind.QUESTION)
    desk, mine = f"/complaints/inbox/{written.complaint.ref}/", f"/complaints/mine/{written.complaint.ref}/"
    clock.set(time.shanghai(2018, 6, 12, 9))
    assert "还有 2 个工作日" in words(signed_in(house.clerk).get(desk))
    clock.set(time.shanghai(2018, 6, 20, 9))  # the Dragon Boat Festival, 16 to 18 June, does not count
    assert "晚了 3 个工作日" in words(signed_in(house.clerk).get(desk))
    assert "晚了 3 个工作日" in words(signed_in(house.clerk).get("/complaints/inbox/"))
    assert "晚了 3 个工作日" in words(signed_in(house.clerk).get("/week/"))
    said = words(signed_in(house.writer).get(mine))
    assert "答应 6月14日前答复，还没有做到" in said
    assert "晚了" not in said


def test_answer_when_it_is_to_be_public_then_is_prepared_released_and_read_by_everybody(
    house: House, client: Client
) -> None:
    written = house.letter(Kind.QUESTION, asking=Asking(TITLE, True, "楼上的邻居"))
    desk = f"/complaints/inbox/{written.complaint.ref}/"
    clerk, chief = signed_in(house.clerk), signed_in(house.second())
    answered = clerk.post(f"{desk}answer/", {"text": ANSWERED}, follow=True)
    assert "接着准备公开的稿子" in answered.content.decode()
    assert (TITLE in words(answered), f">{ANSWERED}</textarea>" in answered.content.decode()) == (True, True)
    told = {"title": TITLE, "question": "楼下的灯坏了两天。", "answer": ANSWERED}
    for wrong in ({**told, "title": ""}, {**told, "question": "短"}, {**told, "answer": ""}):
        assert clerk.post(f"{desk}preparing/", wrong).status_code == 422
    waits = clerk.post(f"{desk}preparing/", told, follow=True)
    assert "等另一个人看" in words(waits)
    made = Preparation.objects.get()
    release = f"/complaints/releases/{made.ref}/"
    assert client.get(path_of(made)).status_code == 404
    assert [signed_in(who).get(release).status_code for who in (house.clerk, house.discipline, an_account())] == [404, 403, 403]  # fmt: skip
    page = words(chief.get(release))
    assert ("楼上的邻居问 有删节" in page, "楼下的灯坏了两天。" in page, TEXT in page) == (True, True, False)
    assert TITLE in words(chief.get("/complaints/releases/"))
    mine = signed_in(house.writer)
    assert "等另一个人看过就公开" in words(mine.get(f"/complaints/mine/{written.complaint.ref}/"))
    done = chief.post(f"{release}verdict/", {"verdict": "release"}, follow=True)
    assert "大家都读得到了" in done.content.decode()
    public = client.get(path_of(made))
    assert wire.CACHE_TAGS in public.headers
    said = words(public)
    assert "楼上的邻居问 2018年6月5日 有删节" in said
    assert f"{house.committee.name} 工作人员答" in said
    assert "答应答复2018年6月14日" in said
    assert (TITLE in words(client.get("/letters/")), house.clerk.name in said) == (True, False)
    assert path_of(made) in mine.get(f"/complaints/mine/{written.complaint.ref}/").content.decode()


def test_text_when_returned_or_taken_down_on_its_page_then_says_why_and_is_gone(
    house: House, client: Client
) -> None:
    made = house.prepared()
    chief, release = signed_in(house.second()), f"/complaints/releases/{made.ref}/"
    assert chief.post(f"{release}verdict/", {"verdict": "return", "reason": ""}).status_code == 422
    assert chief.post(f"{release}verdict/", {"verdict": "nonsense"}).status_code == 400
    chief.post(f"{release}verdict/", {"verdict": "return", "reason": "楼号去掉。"})
    desk = words(signed_in(house.clerk).get(f"/complaints/inbox/{made.complaint.ref}/"))
    assert ("退回来了 楼号去掉。" in desk, chief.get(release).status_code) == (True, 404)
    out = house.released()
    assert client.get(path_of(out)).status_code == 200
    chief.post(f"/complaints/releases/{out.ref}/verdict/", {"verdict": "take-down"})
    assert client.get(path_of(out)).status_code == 404


def test_writer_when_they_change_their_mind_on_the_page_then_it_is_private_at_once(
    house: House, client: Client
) -> None:
    named, unnamed = house.letter(Kind.QUESTION), house.letter(Kind.QUESTION, by=None)
    mine = signed_in(house.writer)
    hiding = f"/complaints/mine/{named.complaint.ref}/hiding/"
    assert signed_in(an_account()).post(hiding).status_code == 404
    assert "改好了，只回你一个人。" in mine.post(hiding, follow=True).content.decode()
    assert now(named).publicity is Publicity.PRIVATE
    made = house.released(unnamed)
    page = words(client.post("/complaints/receipt/", {"code": unnamed.code}))
    assert "问的和答复大家都读得到" in page
    assert client.post("/complaints/receipt/hiding/", {"code": "AAAA"}).status_code == 404
    assert "撤下了" in words(client.post("/complaints/receipt/hiding/", {"code": unnamed.code}))
    assert client.get(path_of(made)).status_code == 404


def test_what_changed_when_noted_on_the_desk_then_everybody_reads_it_below_the_answer(
    house: House, client: Client
) -> None:
    written = house.letter(Kind.QUESTION)
    made = house.released(written)
    outcomes = f"/complaints/inbox/{written.complaint.ref}/outcomes/"
    clerk = signed_in(house.clerk)
    for wrong in ({"day": "2018-06-05", "change": ""}, {"day": "", "change": "装了感应灯。"}):
        assert clerk.post(outcomes, wrong).status_code == 422
    assert clerk.post(outcomes, {"day": "2019-01-01", "change": "装了感应灯。"}).status_code == 400
    clerk.post(outcomes, {"day": "2018-06-05", "change": "楼道装了感应灯。"})
    for page in (client.get(path_of(made)), client.get("/letters/")):
        assert "楼道装了感应灯。" in words(page)
    assert "楼道装了感应灯。" in words(
        signed_in(house.writer).get(f"/complaints/mine/{written.complaint.ref}/")
    )


def test_list_when_read_then_counts_what_waits_and_says_nothing_of_it(house: House, client: Client) -> None:
    empty = words(client.get("/letters/"))
    assert "还没有公开的答复" in empty
    house.letter(Kind.QUESTION, "没有人读得到的一句话。", asking=Asking("没有人读得到的题目", True))
    house.released()
    page = client.get("/letters/")
    said = words(page)
    assert "答复了 1 件 一般用 0 个工作日 还有 1 件在办" in said
    assert "没有人读得到" not in page.content.decode()
    assert "/figures/complaints.letters_median_reply/" in page.content.decode()
    assert wire.CACHE_TAGS in page.headers


def test_list_when_searched_then_shows_what_holds_the_words(house: House, client: Client) -> None:
    house.released()
    house.released(
        house.letter(Kind.QUESTION), title="读书角几点开门", question="读书角周末开吗？", answer="周末都开。"
    )
    said = words(client.get("/letters/?q=读书角"))
    assert ("读书角几点开门" in said, TITLE in said, "找到 1 件" in said) == (True, False, True)
    assert "没有找到" in words(client.get("/letters/?q=月亮背面"))
    assert "读书角几点开门" in words(client.get("/search/?q=读书角"))


def test_list_when_there_are_more_than_fit_then_is_turned(house: House, client: Client) -> None:
    for number in range(21):
        house.released(house.letter(Kind.QUESTION), title=f"问题第{number}号")
    first, second = words(client.get("/letters/")), words(client.get("/letters/?page=2"))
    assert ("第 1 页，共 2 页" in first, "问题第20号" in first, "问题第0号" in first) == (True, True, False)
    assert "问题第0号" in second


@pytest.mark.parametrize("many", [1, 3])
def test_public_pages_when_there_is_more_then_cost_no_more_queries(
    house: House, client: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    made = [house.released() for _ in range(many)]
    for one in made:
        add_outcome(one.complaint, "装了感应灯。", time.today(), by=house.clerk)
    for path, most in (("/letters/", 10), (path_of(made[0]), 9), ("/letters/feed/", 2)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


@pytest.mark.parametrize("many", [1, 3])
def test_releases_when_there_are_more_then_cost_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        house.prepared()
        house.released()
    client = signed_in(house.second())
    client.get("/complaints/releases/")
    with django_assert_max_num_queries(11):
        client.get("/complaints/releases/")


def test_letters_when_they_are_more_than_a_page_then_all_are_counted_and_the_oldest_is_on_the_next(
    house: House,
) -> None:
    oldest = house.released(title="头一封问的事")
    for _ in range(PER_PAGE):
        house.released()
    second = signed_in(house.second())
    first, next_ = (second.get(f"/complaints/releases/?page={page}").content.decode() for page in (1, 2))
    assert (f"已经公开的 {PER_PAGE + 1} 件" in first, "头一封问的事" in first) == (True, False)
    assert f'href="/complaints/releases/{oldest.ref}/"' in next_
    clerk = signed_in(house.clerk)
    first, next_ = (clerk.get(f"/complaints/inbox/?page={page}").content.decode() for page in (1, 2))
    desk = f'href="/complaints/inbox/{oldest.complaint.ref}/"'
    assert (f"答复过的 {PER_PAGE + 1} 封" in first, desk in first, desk in next_) == (True, False, True)


def test_feed_and_addresses_when_fetched_then_hold_what_was_released_and_nothing_else(
    house: House, client: Client
) -> None:
    waiting, out = house.prepared(), house.released(title="公开的一封")
    for path in ("/letters/feed/", "/sitemaps/letters.xml"):
        answer = client.get(path)
        text = answer.content.decode()
        assert (path_of(out) in text, path_of(waiting) in text) == (True, False)
        assert wire.CACHE_TAGS in answer.headers
    assert "公开的一封" in client.get("/letters/feed/").content.decode()
    assert "/sitemaps/letters.xml" in client.get("/sitemap.xml").content.decode()
    hide(out.complaint, by=house.writer)
    assert "公开的一封" not in client.get("/letters/feed/").content.decode()


def test_public_bytes_when_nothing_was_released_then_hold_no_word_of_any_letter(house: House) -> None:
    """The canary: markers in all that was written and prepared, looked for in all that everybody gets."""
    marks = [f"金丝雀{place}" for place in ("题目", "来信", "署名", "答复", "公开题", "公开问", "公开答")]
    title, text, name, said, *told = marks
    written = house.letter(Kind.QUESTION, f"{text}想问一句", asking=Asking(title, True, name))
    answer(written.complaint, f"{said}答复一句", by=house.clerk)
    from sixianghui.complaints.commands import prepare
    from sixianghui.complaints.rules import Told

    made = prepare(written.complaint, Told(told[0], f"{told[1]}一句", f"{told[2]}一句"), by=house.clerk)
    waiting = house.letter(Kind.QUESTION, f"{text}还没答", asking=Asking(title, True))
    anonymous = Client()
    paths = ("/letters/", "/letters/?q=金丝雀", path_of(made), path_of(waiting.complaint), "/letters/feed/", "/sitemaps/letters.xml",
             "/search/?q=金丝雀", "/search/suggestions/?q=金丝雀", "/figures/complaints.letters_public/", "/figures/complaints.letters_answered/",
             "/figures/complaints.letters_median_reply/", "/figures/complaints.received/")  # fmt: skip
    seen = [path for path in paths if "金丝雀" in anonymous.get(path).content.decode().replace('value="金丝雀"', "").replace("“金丝雀”", "").replace("q=金丝雀", "")]  # fmt: skip
    assert [
        path for path in seen if any(mark in anonymous.get(path).content.decode() for mark in marks)
    ] == []
    alike = anonymous.post("/letters/similar/", {"title": title, "text": text}).content.decode()
    assert "金丝雀" not in alike
    # The control: once released, the public words are there, and the letter's own still are not.
    from sixianghui.complaints.commands import release

    release(made, by=someone_with(Post.CHIEF_EDITOR, house.committee))
    page = anonymous.get(path_of(made)).content.decode()
    assert [mark in page for mark in marks] == [False, False, True, False, True, True, True]
    assert told[0] in anonymous.get("/letters/").content.decode()


@pytest.fixture
def april() -> Iterator[time.ManualClock]:
    """A clock that stands in the evening of 20 April 2018."""
    clock = time.ManualClock(time.shanghai(2018, 4, 20, 20))
    with time.using(clock):
        yield clock


def test_letter_when_written_before_a_moved_holiday_then_its_day_counts_the_weekend_worked(
    db: None, april: time.ManualClock, client: Client
) -> None:
    """May Day 2018: off from 29 April to 1 May, at work on Saturday 28 April. From asking to the public answer."""
    clock, house = april, a_house()
    assert "5月2日" in words(client.get("/letters/write/"))
    written = house.letter(Kind.QUESTION)
    assert written.complaint.promised_on == dt.date(2018, 5, 2)
    clock.set(time.shanghai(2018, 4, 27, 9))
    desk = f"/complaints/inbox/{written.complaint.ref}/"
    assert "还有 2 个工作日" in words(signed_in(house.clerk).get(desk))  # the Saturday, and 2 May
    clock.set(time.shanghai(2018, 5, 2, 10))
    made = house.released(written)
    [letter] = queries.released_letters()
    assert (letter.promised, letter.answered, letter.late) == (dt.date(2018, 5, 2), dt.date(2018, 5, 2), 0)
    assert "2018年5月2日" in words(client.get(path_of(made)))
