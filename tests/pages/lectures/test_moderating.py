"""Pages of those who have a part in a lecture: the moderator's, the lecturer's, and the screen of the hall."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sixianghui.common import wire
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Helper, Lecture
from sixianghui.lectures.rules import Asked, State
from sixianghui.remarks import public as remarks
from tests import factories
from tests.pages.lectures.test_room import address, asked, words
from tests.unit.lectures.house import House, wanted

pytestmark = pytest.mark.django_db


def said(lecture: Lecture, text: str) -> remarks.Remark:
    """A comment that waits."""
    writer = factories.an_account()
    remarks.choose_name(writer, f"听众{writer.pk}")
    return remarks.write(lecture.comments, text, by=writer, nonce=text)


def key(remark: remarks.Remark) -> str:
    return f"{remark.ref}:1:0"


def test_desk_when_somebody_moderates_without_a_post_then_lets_through_and_refuses_in_one_press(
    house: House,
) -> None:
    moderator = factories.an_account()
    made = house.on_air(moderators=(moderator,))
    desk = factories.signed_in(moderator)
    one, other = said(made, "声音很清楚，谢谢。"), said(made, "加微信领资料。")
    page = words(desk.get(f"{address(made)}desk/"))
    assert ("声音很清楚，谢谢。" in page, "加微信领资料。" in page) == (True, True)

    path = f"{address(made)}desk/decision/"
    assert desk.post(path, {"seen": key(one), "do": "shown"}).status_code == 302
    assert (
        desk.post(path, {"seen": key(other), "do": "refused-advert"}, headers={"Sxh-Parts": "1"}).status_code
        == 204
    )
    assert [row.text for row in remarks.part(made.comments).shown] == ["声音很清楚，谢谢。"]
    assert "加微信领资料。" not in words(desk.get(f"{address(made)}desk/"))


def test_desk_when_somebody_else_decided_meanwhile_then_told_so(house: House) -> None:
    made = house.on_air()
    one = said(made, "前排的空调有点冷。")
    remarks.judge(one, remarks.Outcome.SHOWN, by=house.host)
    answer = factories.signed_in(house.host).post(
        f"{address(made)}desk/decision/", {"seen": key(one), "do": "shown"}, headers={"Sxh-Parts": "1"}
    )

    assert answer.status_code == 409
    assert "已经有人处理过" in answer.content.decode()


@pytest.mark.parametrize("path", ["desk/", "lecturer/"])
def test_pages_when_somebody_has_no_part_then_there_is_nothing(path: str, house: House) -> None:
    made = house.on_air()

    assert factories.signed_in(factories.an_account()).get(address(made) + path).status_code == 404
    assert Client().get(address(made) + path).status_code == 302
    assert factories.signed_in(house.host).get(address(made) + path).status_code == 200


def test_pages_when_the_lecture_is_not_open_then_let_in_who_has_a_part_wherever_they_come_from(
    house: House,
) -> None:
    lecturer, moderator = factories.an_account(), factories.an_account()
    made = house.on_air(open=False, lecturers=(lecturer,), moderators=(moderator,))
    remarks.choose_name(lecturer, "讲课的人")
    one = remarks.write(made.comments, "声音很清楚，谢谢。", by=lecturer, nonce="甲")
    stranger = factories.signed_in(factories.an_account())
    assert factories.signed_in(lecturer).get(f"{address(made)}lecturer/").status_code == 200
    desk = factories.signed_in(moderator)
    assert {desk.get(address(made) + path).status_code for path in ("", "desk/")} == {200}
    assert desk.post(f"{address(made)}desk/decision/", {"seen": key(one), "do": "shown"}).status_code == 302
    assert [row.text for row in remarks.part(made.comments).shown] == ["声音很清楚，谢谢。"]
    assert {stranger.get(address(made) + path).status_code for path in ("", "desk/", "lecturer/")} == {404}
    assert Client().get(address(made)).status_code == 404

    commands.change_lecture(made, wanted(open=False, moderators=(moderator,)), by=house.host)
    assert factories.signed_in(lecturer).get(address(made)).status_code == 404


def test_lecturer_when_at_the_lectern_then_answers_but_has_no_desk(house: House) -> None:
    lecturer = factories.an_account()
    made = house.on_air(lecturers=(lecturer,))
    question = asked(house, made, "新人第一年怎样做出贡献？")
    tablet = factories.signed_in(lecturer)
    house.at(30)
    path = f"{address(made)}questions/{question.ref}/answer/"
    page = words(tablet.get(f"{address(made)}lecturer/"))
    assert ("0:30:00" in page, "1:30:00" in page, "新人第一年怎样做出贡献？" in page) == (True,) * 3

    assert tablet.post(path, {"do": "take", "back": "lecturer"})["Location"].endswith("/lecturer/")
    assert queries.questions(made, lecturer, live=True).rows[0].state is Asked.NOW
    tablet.post(path, {"do": "done", "back": "lecturer"})
    assert queries.questions(made, lecturer, live=True).rows[0].state is Asked.ANSWERED
    assert tablet.get(f"{address(made)}desk/").status_code == 404
    assert tablet.post(f"{address(made)}desk/notice/", {"text": "我来说一句。"}).status_code == 404


def test_desk_when_the_organiser_presses_then_it_begins_speaks_comes_to_a_point_and_ends(
    house: House,
) -> None:
    made = house.lecture()
    item = made.agenda.create(number=1, title="开场")
    desk = factories.signed_in(house.host)
    house.at(0)
    desk.post(f"{address(made)}desk/air/", {"do": "begin"})
    desk.post(f"{address(made)}desk/notice/", {"text": "课后提问延长到 17:20。"})
    house.at(8)
    desk.post(f"{address(made)}desk/agenda/{item.number}/")
    page = words(Client().get(address(made)))
    assert ("课后提问延长到 17:20。" in page, "0:08:00 开场" in page) == (True, True)

    desk.post(f"{address(made)}desk/notice/", {"do": "back"})
    desk.post(f"{address(made)}desk/air/", {"do": "end"})
    assert queries.notice(made) is None
    assert queries.standing(made).state is State.ENDED


def test_talk_when_switched_off_slowed_and_closed_at_the_desk_then_so_it_is_run(house: House) -> None:
    moderator = factories.an_account()
    made = house.on_air(moderators=(moderator,))
    desk = factories.signed_in(moderator)
    for do in ("off", "slow-30", "close"):
        desk.post(f"{address(made)}desk/talk/comments/", {"do": do})
    comments, questions = queries.run(made.__class__.objects.get(pk=made.pk))

    assert (comments.off is not None, comments.thread.slow, comments.thread.closed) == (True, 30, True)
    assert (questions.off, questions.thread.slow, questions.thread.closed) == (None, 0, False)
    desk.post(f"{address(made)}desk/talk/comments/", {"do": "on"})
    assert remarks.switched_off(made.comments) is None
    assert desk.post(f"{address(made)}desk/talk/nothing/", {"do": "off"}).status_code == 404


def test_moderator_when_of_one_lecture_then_decides_in_its_two_threads_and_in_no_other(house: House) -> None:
    moderator = factories.an_account()
    mine, other = house.on_air(moderators=(moderator,)), house.lecture()
    elsewhere = said(other, "另一堂课的评论。")
    desk = factories.signed_in(moderator)

    for thread in (mine.comments, mine.questions):
        remarks.set_thread(thread, by=moderator, slow=30)
    with pytest.raises(Exception, match="相应职务"):
        remarks.set_thread(other.comments, by=moderator, slow=30)
    with pytest.raises(Exception, match="相应职务"):
        remarks.judge(elsewhere, remarks.Outcome.SHOWN, by=moderator)
    assert desk.get(f"{address(other)}desk/").status_code == 404
    answer = desk.post(f"{address(mine)}desk/decision/", {"seen": key(elsewhere), "do": "shown"})
    assert answer.status_code == 404
    Helper.objects.filter(account=moderator).delete()
    with pytest.raises(Exception, match="相应职务"):
        remarks.set_thread(mine.comments, by=moderator, slow=0)


def test_screen_when_opened_by_nobody_then_shows_only_what_is_public_and_may_be_kept(house: House) -> None:
    made = house.on_air()
    question = asked(house, made, "小公司只有两名党员，组织生活怎么过？")
    hidden, shown = said(made, "还没有放出来的话。"), said(made, "这句想贴在工位上。")
    remarks.judge(shown, remarks.Outcome.SHOWN, by=house.host)
    commands.mark_answered(made, question, by=house.host)
    answer = Client().get(f"{address(made)}screen/")
    page = words(answer)

    assert ("正在答" in page, "小公司只有两名党员" in page, "这句想贴在工位上。" in page) == (True,) * 3
    assert hidden.ref not in answer.content.decode() and "还没有放出来的话。" not in page
    assert made.tag in answer.headers[wire.CACHE_TAGS].split()


@pytest.mark.parametrize(("path", "queries_"), [("desk/", 45), ("lecturer/", 36), ("screen/", 26)])
def test_pages_when_there_is_more_then_ask_no_more_often(
    path: str, queries_: int, house: House, django_assert_max_num_queries: Any
) -> None:
    made = house.on_air()
    client = factories.signed_in(house.host) if path != "screen/" else Client()
    for number in range(3):
        made.agenda.create(number=number, title=f"第 {number} 段")
        said(made, f"第 {number} 条评论，等着看。")
        asked(house, made, f"第 {number} 个问题，想问的。")
        if number in {0, 2}:
            with django_assert_max_num_queries(queries_):
                client.get(address(made) + path)
