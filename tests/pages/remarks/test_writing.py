"""The pages of those who write, without a script."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.remarks import commands, queries, rules
from sixianghui.remarks.models import Author, Bucket, Remark, Report
from sixianghui.remarks.rules import Outcome, State
from tests.factories import an_account, signed_in
from tests.pages.remarks.talk import TalkOfTests, as_lin, sent, text_of

pytestmark = pytest.mark.django_db


def rested() -> None:
    """As if everybody had waited long enough to write again."""
    Bucket.objects.all().delete()


def test_reader_without_an_account_when_wanting_to_write_then_is_led_to_signing_in_and_back(
    talk: TalkOfTests, client: Client
) -> None:
    answer = client.get(talk.at("new"))
    assert answer.status_code == 302
    assert talk.thread.ref in answer["Location"]


def test_remark_when_sent_then_its_writer_sees_it_marked_and_nobody_else_sees_it(talk: TalkOfTests) -> None:
    lin = as_lin(talk)
    answer = sent(lin, talk.at("new"), text="讲得很清楚，谢谢。")
    assert (answer.status_code, answer["Location"]) == (302, talk.at())
    page = lin.get(talk.at())
    assert "只有你看得到，等审核" in text_of(page)
    assert "讲得很清楚，谢谢。" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    for other in (Client(), signed_in(talk.zhou)):
        assert "讲得很清楚" not in other.get(talk.at()).content.decode()
    talk.judge(Remark.objects.get(), Outcome.SHOWN)
    assert "讲得很清楚" in Client().get(talk.at()).content.decode()
    assert "只有你看得到" not in text_of(lin.get(talk.at()))


def test_first_remark_when_written_then_asks_for_a_name_and_says_at_its_field_what_is_wrong(
    talk: TalkOfTests,
) -> None:
    newcomer = signed_in(an_account())
    assert "显示的名字" in text_of(newcomer.get(talk.at("new")))
    answer = sent(newcomer, talk.at("new"), name="市委书记", text="写好的字还在。")
    assert answer.status_code == 400
    assert "请换一个" in text_of(answer)
    assert "写好的字还在。" in answer.content.decode()
    assert sent(newcomer, talk.at("new"), name="小新", text="写好的字还在。").status_code == 302
    assert Author.objects.get().name == "小新"
    assert "显示的名字" not in text_of(newcomer.get(talk.at("new")))


def test_form_when_sent_twice_then_is_one_remark(talk: TalkOfTests) -> None:
    lin = as_lin(talk)
    for _time in range(2):
        assert lin.post(talk.at("new"), {"intent": "k1", "text": "只发一次。"}).status_code == 302
    assert Remark.objects.count() == 1


def test_second_remark_when_sent_at_once_then_is_refused_with_seconds_and_what_was_typed(
    talk: TalkOfTests,
) -> None:
    lin = as_lin(talk)
    sent(lin, talk.at("new"), text="第一条。")
    answer = sent(lin, talk.at("new"), text="第二条，马上就来。")
    assert (answer.status_code, answer["Retry-After"]) == (429, "2")
    assert "请等 2 秒" in text_of(answer)
    assert "第二条，马上就来。" in answer.content.decode()
    assert Remark.objects.count() == 1
    assert sent(signed_in(talk.zhou), talk.at("new"), text="别人不受影响。").status_code == 302


def test_remark_when_it_says_what_somebody_just_said_then_is_taken_and_held(talk: TalkOfTests) -> None:
    commands.set_thread(talk.thread, by=talk.desk.editor, moderation=commands_after())
    sent(as_lin(talk), talk.at("new"), text="请问回放什么时候有？")
    answer = sent(signed_in(talk.zhou), talk.at("new"), text="请问回放什么时候有！")
    assert answer.status_code == 302
    assert [talk.state(one) for one in Remark.objects.order_by("pk")] == [State.SHOWN, State.WAITING]


def commands_after() -> Any:
    from sixianghui.remarks.models import Moderation

    return Moderation.AFTER


@pytest.mark.parametrize("text", ["", "字", "长" * 501])
def test_remark_when_too_short_or_too_long_then_is_refused_at_its_field_and_costs_no_turn(
    talk: TalkOfTests, text: str
) -> None:
    lin = as_lin(talk)
    answer = sent(lin, talk.at("new"), text=text)
    assert answer.status_code == 422
    assert 'class="field bad"' in answer.content.decode()
    assert text in answer.content.decode()
    assert sent(lin, talk.at("new"), text="这回长短正好。").status_code == 302


def test_remark_when_switched_off_closed_slowed_or_silenced_meanwhile_then_says_why_and_keeps_the_words(
    talk: TalkOfTests,
) -> None:
    first, lin = talk.say(), as_lin(talk)
    off = commands.switch_off(talk.thread, "有人刷屏。", by=talk.desk.editor)
    _refused(talk, lin, "评论暂时关了")
    assert "评论暂时关了" in text_of(lin.get(talk.at("new")))
    commands.switch_on(off, by=talk.desk.editor)
    commands.set_thread(talk.thread, by=talk.desk.editor, closed=True)
    _refused(talk, lin, "这里不再收新的评论了")
    commands.set_thread(talk.thread, by=talk.desk.editor, closed=False, slow=60)
    _refused(talk, lin, "这里放慢了：请等 60 秒")
    commands.set_thread(talk.thread, by=talk.desk.editor, slow=0)
    commands.mute(first, dt.timedelta(hours=2), "反复发广告。", by=talk.desk.editor)
    _refused(talk, lin, "06-05 14:00 以前你不能发评论，理由是：反复发广告。")


def _refused(talk: TalkOfTests, client: Client, words: str) -> None:
    answer = client.post(talk.at("new"), {"intent": words, "text": "写好的字还在。"})
    assert answer.status_code == 409
    assert words in text_of(answer)
    assert "写好的字还在。" in answer.content.decode()
    assert not Bucket.objects.filter(level__lt=1).exists()


def test_answer_when_written_then_shows_what_it_answers_and_stands_below(talk: TalkOfTests) -> None:
    head, lin = talk.shown("第一条，说说读书角。", by=talk.zhou), as_lin(talk)
    address = f"{talk.at('new')}?to={head.ref}"
    assert "第一条，说说读书角。" in text_of(lin.get(address))
    assert sent(lin, address, text="我也想问问。", to=head.ref).status_code == 302
    assert Remark.objects.get(reply_to=head).author.name == "小林"


def test_answer_when_what_it_answers_has_gone_then_says_so_and_keeps_the_words(talk: TalkOfTests) -> None:
    head, lin = talk.shown(by=talk.zhou), as_lin(talk)
    talk.judge(head, Outcome.HIDDEN)
    assert "已经不在了" in text_of(lin.get(f"{talk.at('new')}?to={head.ref}"))
    answer = sent(lin, talk.at("new"), text="写好的字还在。", to=head.ref)
    assert answer.status_code == 404
    assert "写好的字还在。" in answer.content.decode()


def test_part_of_a_page_when_sent_from_an_island_then_answers_the_part_alone(talk: TalkOfTests) -> None:
    lin = as_lin(talk)
    answer = sent(lin, talk.at("own"), text="从文章页里发的。")
    assert (answer.status_code, answer["Location"]) == (302, talk.at("own"))
    part = lin.get(talk.at("own")).content.decode()
    assert "<html" not in part
    assert "从文章页里发的。" in part
    assert "no-store" in lin.get(talk.at("own"))["Cache-Control"]


def test_what_i_wrote_when_listed_then_each_says_where_it_stands_and_what_can_be_done(
    talk: TalkOfTests,
) -> None:
    lin = as_lin(talk)
    assert "还没有写过评论" in text_of(lin.get("/remarks/mine/"))
    shown, refused = talk.shown("第一条，放出来的。"), talk.say("第二条，不放的。")
    talk.judge(refused, Outcome.REFUSED, "说的不是这件事。")
    talk.say("第三条，还在等。")
    read = text_of(lin.get("/remarks/mine/"))
    for words in ("放出来了", "没有放出来", "理由：说的不是这件事。", "等审核", talk.piece.title):
        assert words in read
    assert sent(lin, f"/remarks/said/{refused.ref}/appeal/", words="说的就是这件事。").status_code == 302
    assert "申诉交上去了" in text_of(lin.get("/remarks/mine/"))
    assert sent(lin, f"/remarks/said/{refused.ref}/appeal/", words="再说一次。").status_code == 409
    assert lin.post(f"/remarks/said/{shown.ref}/withdrawal/").status_code == 302
    assert talk.state(shown) is State.WITHDRAWN
    assert "你撤回了" in text_of(lin.get("/remarks/mine/"))
    assert "/remarks/mine/" in lin.get("/me/").content.decode()


def test_wording_when_put_right_in_time_then_is_changed_and_later_is_refused(
    talk: TalkOfTests, clock: Any
) -> None:
    remark, lin = talk.say("讲的很清楚。"), as_lin(talk)
    address = f"/remarks/said/{remark.ref}/wording/"
    assert "讲的很清楚。" in lin.get(address).content.decode()
    assert sent(lin, address, text="讲得很清楚。").status_code == 302
    assert [one.text for one in queries.words_of(remark)] == ["讲的很清楚。", "讲得很清楚。"]
    clock.at += dt.timedelta(minutes=6)
    late = sent(lin, address, text="又改一次。")
    assert late.status_code == 409
    assert "又改一次。" in late.content.decode()


@pytest.mark.parametrize("page", ["wording", "withdrawal", "appeal"])
def test_remark_of_somebody_else_when_asked_for_then_is_not_there(talk: TalkOfTests, page: str) -> None:
    remark = talk.shown()
    zhou = signed_in(talk.zhou)
    for address in (f"/remarks/said/{remark.ref}/{page}/", f"/remarks/said/nobody/{page}/"):
        assert zhou.get(address).status_code == 404
        assert zhou.post(address, {"text": "换一句。"}).status_code == 404


def test_report_when_sent_with_one_press_then_is_written_down_and_five_are_enough(talk: TalkOfTests) -> None:
    zhou = signed_in(talk.zhou)
    waiting = talk.say("还在等的一条。")
    assert zhou.get(f"/remarks/said/{waiting.ref}/report/").status_code == 404
    texts = ("先说第一件事", "再说另外一件", "第三样不同的", "还有第四个话题", "到第五回了吗", "最后六六大顺")
    for number, text in enumerate(texts):
        remark = talk.shown(f"{text}。")
        answer = sent(zhou, f"/remarks/said/{remark.ref}/report/", kind="abuse")
        assert answer.status_code == (302 if number < 5 else 429)
    assert Report.objects.count() == 5
    assert sent(zhou, f"/remarks/said/{remark.ref}/report/").status_code == 422


def test_name_when_changed_then_new_remarks_have_it_and_old_ones_the_old(talk: TalkOfTests) -> None:
    talk.shown("用旧名字写的。")
    lin = as_lin(talk)
    assert sent(lin, "/remarks/mine/name/", name="老·周").status_code == 409
    assert sent(lin, "/remarks/mine/name/", name="林中路").status_code == 302
    talk.say("用新名字写的。")
    assert list(Author.objects.order_by("pk").values_list("name", flat=True)) == ["小林", "林中路"]


def test_limits_when_asked_for_then_are_those_of_the_rules() -> None:
    assert [(one.most, one.seconds) for one in rules.PER_PERSON] == [(1, 2.0), (20, 3.0)]
