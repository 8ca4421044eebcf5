"""The room of a lecture as everybody reads it: one address before, during and after."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.activities.commands import strike_activity
from sixianghui.activities.public import call_off
from sixianghui.common import wire
from sixianghui.lectures import commands
from sixianghui.lectures.models import Audience, Helper, Lecture
from sixianghui.remarks import public as remarks
from tests import factories
from tests.unit.lectures.house import House

pytestmark = pytest.mark.django_db


def address(lecture: Lecture) -> str:
    return f"/lectures/{lecture.ref}/"


def words(answer: Any) -> str:
    """What an answer says, without its tags."""
    body = re.sub(r"(?s)<template.*?</template>", "", answer.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def asked(house: House, lecture: Lecture, text: str, *, released: bool = True) -> remarks.Remark:
    """A question that somebody put, let through unless told otherwise."""
    writer = factories.an_account()
    remarks.choose_name(writer, f"听众{writer.pk}")
    made = remarks.write(lecture.questions, text, by=writer, nonce=text)
    if released:
        remarks.judge(made, remarks.Outcome.SHOWN, by=house.host)
    return made


def test_room_when_it_goes_on_then_one_address_says_so_before_during_and_after(house: House) -> None:
    made = house.lecture(intro="讲一讲代码另一头的人。", seats=40)
    before = words(Client().get(address(made)))
    house.at(0)
    commands.begin(made, by=house.host)
    during = words(Client().get(address(made)))
    house.at(120)
    commands.end(made, by=house.host)
    after = words(Client().get(address(made)))

    assert ("预告" in before, "还有 1 天 6 小时" in before, "明天" in before, "会数什么" in before) == (
        True,
    ) * 4
    assert "讲一讲代码另一头的人。" in before and "累计观看" not in before
    assert ("正在直播" in during, "画面还没有来" in during, "累计观看" in during) == (True,) * 3
    assert "同一台设备 30 分钟内不重复" in during and "不记录谁看了多久" in during
    assert ("讲完了" in after, "回放还在整理" in after, "共 120 分钟" in after) == (True,) * 3


def test_room_when_called_off_then_says_so_and_nobody_can_write(house: House) -> None:
    made = house.lecture()
    call_off(made.activity, by=house.host, reason="主讲人病了。")
    said = words(Client().get(address(made)))

    assert "这堂课取消了" in said and "主讲人病了。" in said
    assert "提问" not in said


def test_room_when_its_record_was_struck_then_says_that_it_is_off_and_not_why(house: House) -> None:
    made = house.on_air()
    house.at(60)
    commands.end(made, by=house.host)
    strike_activity(made.activity, by=house.host, reason="王某记重了")
    said = words(Client().get(address(made)))

    assert "这堂课取消了" in said and "王某" not in said


def test_room_when_not_open_or_not_there_then_the_same_404(house: House) -> None:
    closed = house.lecture(open=False)
    answers = [Client().get(address(closed)), Client().get("/lectures/n2b3d4y5n2b3d4y5n2b3/")]

    assert [one.status_code for one in answers] == [404, 404]
    said = [one.content.replace(one.wsgi_request.path.encode(), b"") for one in answers]
    assert said[0] == said[1]
    assert factories.signed_in(house.host).get(address(closed)).status_code == 200


@pytest.mark.parametrize("is_open", [True, False])
def test_room_when_it_is_over_then_leads_to_the_activity_only_whom_it_lets_in(
    is_open: bool, house: House
) -> None:
    made, lecturer = house.lecture(open=is_open), factories.an_account()
    Helper.objects.create(lecture=made, account=lecturer, part=Helper.Part.LECTURER)
    house.at(0)
    commands.begin(made, by=house.host)
    house.at(60)
    commands.end(made, by=house.host)
    there = f"/activities/{made.activity.ref}/"
    for reader, seen in ((lecturer, is_open), (house.host, True)):
        client = factories.signed_in(reader)
        page = client.get(address(made))
        assert page.status_code == 200
        assert (f'href="{there}"' in page.content.decode()) is seen
        assert client.get(there).status_code == (200 if seen else 404)


def test_room_when_kept_then_under_the_tags_of_all_it_shows_and_without_anybodys_data(house: House) -> None:
    made = house.on_air()
    kept = Client().get(address(made))
    own = factories.signed_in(factories.an_account()).get(address(made))

    tags = set(kept.headers[wire.CACHE_TAGS].split())
    assert {
        made.tag,
        f"activity:{made.activity_id}",
        made.comments.tag,
        made.questions.tag,
        "remarks",
    } <= tags
    assert not kept.cookies and "csrfmiddlewaretoken" not in kept.content.decode()
    assert wire.CACHE_TAGS not in own.headers


def test_numbers_when_live_and_replay_then_told_apart(house: House) -> None:
    made = house.on_air()
    day = house.clock.at.date()
    for side, many in (("live", 9318), ("replay", 77)):
        Audience.objects.create(
            lecture=made, side=side, day=day, unit=house.unit, viewings=many, counted_at=house.clock.at
        )
    during = words(Client().get(address(made)))
    house.at(60)
    commands.end(made, by=house.host)
    after = words(Client().get(address(made)))

    assert ("9,318 人次" in during, "77 人次" in during) == (True, False)
    assert ("9,318 人次" in after, "77 人次" in after, "9,395" in after) == (True, True, False)


def test_questions_when_read_then_being_answered_first_then_wanted_then_answered(house: House) -> None:
    made = house.on_air()
    texts = ("第一问，没有人也想问。", "第二问，两个人也想问。", "第三问，先答的。", "第四问，正在答。")
    first, second, third, fourth = (asked(house, made, text) for text in texts)
    for _each in range(2):
        commands.second(made, second, by=factories.an_account())
    house.at(62)
    commands.mark_answered(made, third, by=house.host)
    house.at(70)
    commands.mark_answered(made, fourth, by=house.host)
    said = words(Client().get(address(made)))

    places = [said.index(one.text if hasattr(one, "text") else text) for one, text in zip((fourth, second, first, third), (texts[3], texts[1], texts[0], texts[2]), strict=True)]  # fmt: skip
    assert places == sorted(places)
    assert "2 人也想问" in said and "已于 1:02:00 回答" in said


def test_wish_when_pressed_without_a_script_then_counted_once_and_taken_back(house: House) -> None:
    made = house.on_air()
    question = asked(house, made, "小公司只有两名党员，组织生活怎么过？")
    path = f"{address(made)}questions/{question.ref}/wish/"
    reader = factories.signed_in(factories.an_account())

    assert Client().get(path).status_code == 302
    for _again in range(2):
        assert reader.post(path, {"to": "on"}).status_code == 302
    assert "1 人也想问" in words(Client().get(address(made)))
    reader.post(path, {"to": "off"})
    assert "1 人也想问" not in words(Client().get(address(made)))


def test_wish_when_a_question_is_not_shown_then_there_is_nothing(house: House) -> None:
    made = house.on_air()
    hidden = asked(house, made, "还没有放出来的问题。", released=False)
    path = f"{address(made)}questions/{hidden.ref}/wish/"

    assert factories.signed_in(factories.an_account()).get(path).status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("", 24), ("questions/", 10)])
def test_pages_when_there_is_more_then_ask_no_more_often(
    path: str, queries: int, house: House, django_assert_max_num_queries: Any
) -> None:
    made = house.on_air()
    for number in range(3):
        made.agenda.create(number=number, title=f"第 {number} 段")
        made.materials.create(title=f"课件 {number}", link="https://example.org/")
        commands.second(made, asked(house, made, f"第 {number} 个问题，想问的。"), by=factories.an_account())
        if number in {0, 2}:
            with django_assert_max_num_queries(queries):
                Client().get(address(made) + path)
