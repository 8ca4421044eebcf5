"""The desk of those who moderate: the queue, decisions, one remark."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.notify.public import Message
from sixianghui.remarks import commands, queries
from sixianghui.remarks.models import Moderation, ReportKind, Verdict
from sixianghui.remarks.rules import Outcome, State
from tests.factories import a_unit, an_account, signed_in, someone_with
from tests.pages.remarks.desk import DESK, key, press, words
from tests.unit.remarks.house import House, a_house


def test_queue_when_something_waits_then_says_for_how_long_where_and_why(house: House, clock: Any) -> None:
    house.say("详情看 www.example.cn，打 138 1234 5678")
    clock.at += dt.timedelta(hours=2, minutes=10)
    house.say("第二条，讲得好。", by=house.zhou)
    page = words(signed_in(house.editor).get(DESK))
    assert "2 条等着看，最早一条等了 2 小时 10 分。" in page
    assert ("一篇样例稿子" in page, "小林" in page, "有网址" in page, "有电话或号码" in page) == (True,) * 4
    assert page.index("www.example.cn") < page.index("第二条")


def test_queue_when_empty_then_is_warm_and_for_others_there_is_none(house: House) -> None:
    assert "都看过了，没有等着的" in words(signed_in(house.editor).get(DESK))
    assert signed_in(house.lin).get(DESK).status_code == 403
    assert Client().get(DESK).status_code == 302


def test_queue_when_the_moderator_wrote_something_then_does_not_show_them_their_own(house: House) -> None:
    commands.choose_name(house.editor, "小编甲")
    own = house.say("我自己写的一条。", by=house.editor)
    assert "我自己写的一条。" not in words(signed_in(house.editor).get(DESK))
    assert press(house.editor, own).status_code == 404
    assert "我自己写的一条。" in words(signed_in(house.chief).get(DESK))


def test_remark_when_let_through_then_everybody_reads_it_and_the_next_one_is_at_hand(house: House) -> None:
    first, second = house.say("第一条，很好。"), house.say("另一件事想问问。", by=house.zhou)
    answer = press(house.editor, first)
    assert answer["Location"] == f"{DESK}#remark-{second.ref}"
    assert house.read() == ["第一条，很好。"]
    assert press(house.editor, second)["Location"] == DESK


@pytest.mark.parametrize(
    ("do", "reason", "told"),
    [("refused-advert", "", "广告引流"), ("refused", "请到另一篇下面说。", "请到另一篇下面说。")],
)
def test_remark_when_refused_for_a_ready_reason_or_ones_own_then_its_writer_reads_it(
    house: House, do: str, reason: str, told: str
) -> None:
    remark = house.say()
    done = press(house.editor, remark, do=do, reason=reason, follow=True)
    assert "没有放，理由告诉对方了。" in done.content.decode()
    assert (house.state(remark), queries.mine(house.lin)[0].why) == (State.REFUSED, told)


@pytest.mark.parametrize("reason", ["", "x", "长" * 201], ids=["none", "short", "long"])
def test_remark_when_refused_without_a_proper_reason_then_nothing_is_decided_and_what_was_written_stays(
    house: House, reason: str
) -> None:
    remark = house.say()
    page = press(house.editor, remark, do="refused", reason=reason)
    assert (page.status_code, 'aria-invalid="true"' in page.content.decode()) == (422, True)
    assert reason in page.content.decode()
    assert house.state(remark) is State.WAITING


def test_remarks_when_they_say_the_same_then_stand_together_and_one_press_decides_all(house: House) -> None:
    made = [house.say(f"支部活动办得很好，大家都愿意来{mark}", by=by) for mark, by in zip("！。~", (house.lin, house.zhou, house.lin), strict=True)]  # fmt: skip
    other = house.say("党课的回放在哪里看呢？", by=house.zhou)
    page = signed_in(house.editor).get(DESK)
    assert "还有 2 条差不多的" in words(page)
    assert page.content.decode().count('class="card comment-case"') == 2
    done = press(house.editor, *made, do="refused-topic", follow=True)
    assert "3 条都没有放，理由告诉他们了。" in done.content.decode()
    assert [house.state(one) for one in (*made, other)] == [State.REFUSED] * 3 + [State.WAITING]
    assert Message.objects.filter(kind="remarks.decided").count() == 3


def test_remarks_when_somebody_decided_on_one_meanwhile_then_the_others_are_decided_and_that_one_is_left(
    house: House,
) -> None:
    one = house.say("支部活动办得很好，大家都愿意来！")
    two = house.say("支部活动办得很好，大家都愿意来。", by=house.zhou)
    seen = [key(one), key(two)]
    commands.judge(two, Outcome.REFUSED, by=house.chief, reason="重复。")
    client = signed_in(house.editor)
    done = client.post(f"{DESK}decision/", {"seen": seen, "do": "shown"}, follow=True)
    assert "另有 1 条别人刚处理过" in done.content.decode()
    assert [house.state(each) for each in (one, two)] == [State.SHOWN, State.REFUSED]


def test_remark_when_somebody_decided_a_moment_before_then_a_kind_word_and_one_verdict(house: House) -> None:
    remark = house.say()
    seen = key(remark)
    commands.judge(remark, Outcome.SHOWN, by=house.chief)
    page = signed_in(house.editor).post(f"{DESK}decision/", {"seen": [seen], "do": "shown"})
    assert (page.status_code, "这一条刚才已经有人处理过" in words(page)) == (409, True)
    assert Verdict.objects.count() == 1


def test_remark_when_put_right_after_the_page_was_opened_then_is_not_let_through_unread(house: House) -> None:
    remark = house.say("讲的很清楚。")
    seen = key(remark)
    commands.edit(remark, "加微信 abcdef123 领资料", by=house.lin)
    page = signed_in(house.editor).post(f"{DESK}decision/", {"seen": [seen], "do": "shown"})
    assert (page.status_code, "写的人刚改过这一条" in words(page)) == (409, True)
    assert house.read() == []


def test_button_when_pressed_twice_then_decides_once_and_both_lead_on(house: House) -> None:
    remark = house.say()
    client = signed_in(house.editor)
    sent = {"seen": [key(remark)], "do": "shown", "intent": "the-same-form"}
    answers = [client.post(f"{DESK}decision/", sent) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, DESK)] * 2
    assert Verdict.objects.count() == 1


def test_report_when_made_then_stands_on_the_desk_with_its_note_and_its_own_age(clock: Any, db: None) -> None:
    house = a_house(Moderation.AFTER)
    remark = house.say("请问回放什么时候有？")
    assert "都看过了" in words(signed_in(house.editor).get(DESK))
    clock.at += dt.timedelta(days=40)
    commands.report(remark, ReportKind.ABUSE, "话太重", by=house.zhou)
    clock.at += dt.timedelta(minutes=12)
    page = words(signed_in(house.editor).get(DESK))
    assert "最早一条等了 12 分钟。" in page
    assert ("有 1 个人举报" in page, "骂人、攻击人：话太重" in page, "没问题，留着" in page) == (True,) * 3
    assert house.zhou.name not in page
    press(house.editor, remark, do="hidden-abuse")
    assert (house.state(remark), house.read()) == (State.HIDDEN, [])


def test_remark_when_opened_then_its_page_tells_all_of_it_and_never_the_account(
    house: House, clock: Any
) -> None:
    remark = house.say("讲的很清楚。")
    commands.edit(remark, "讲得很清楚。", by=house.lin)
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    page = words(signed_in(house.chief).get(f"{DESK}{remark.ref}/"))
    for part in (
        "讲的很清楚。",
        "讲得很清楚。",
        "和主题无关。",
        house.editor.name,
        "说的就是这次党课。",
        "没有放出来",
    ):
        assert part in page
    assert house.lin.name not in page


def test_decision_when_changed_on_the_page_of_the_remark_then_the_last_one_counts(house: House) -> None:
    remark = house.say()
    client = signed_in(house.chief)
    for do, state in (
        ("refused-topic", State.REFUSED),
        ("shown", State.SHOWN),
        ("held", State.WAITING),
        ("shown", State.SHOWN),
        ("hidden-untrue", State.HIDDEN),
    ):
        sent = {"seen": [key(remark)], "do": do}
        answer = client.post(f"{DESK}{remark.ref}/decision/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{DESK}{remark.ref}/")
        assert house.state(remark) is state


@pytest.mark.parametrize("lasting", ["1", "24", "168", "own"])
def test_writer_when_silenced_then_for_as_long_as_chosen_and_stays_unknown(
    house: House, clock: Any, lasting: str
) -> None:
    remark = house.say()
    client = signed_in(house.editor)
    sent = {"lasting": lasting, "days": "3" if lasting == "own" else "", "reason": "反复发广告。"}
    done = client.post(f"{DESK}{remark.ref}/silence/", sent, follow=True)
    assert house.lin.name not in words(done)
    mute = queries.is_muted_until(house.lin, clock.at)
    assert mute is not None
    hours = 72 if lasting == "own" else int(lasting)
    assert mute.until - mute.at == dt.timedelta(hours=hours)
    page = client.get(f"{DESK}mutes/")
    assert ("小林" in words(page), "反复发广告。" in words(page), house.lin.name in words(page)) == (True, True, False)  # fmt: skip
    client.post(f"{DESK}mutes/{mute.pk}/end/")
    assert queries.is_muted_until(house.lin, clock.at) is None


@pytest.mark.parametrize("wrong", [{"lasting": ""}, {"lasting": "own"}, {"lasting": "own", "days": "91"}, {"reason": ""}])  # fmt: skip
def test_writer_when_silenced_wrongly_then_the_form_says_why_and_nobody_is_silent(
    house: House, clock: Any, wrong: dict[str, str]
) -> None:
    remark = house.say()
    sent = {"lasting": "1", "reason": "反复发广告。", **wrong}
    page = signed_in(house.editor).post(f"{DESK}{remark.ref}/silence/", sent)
    assert (page.status_code, "<details open>" in page.content.decode()) == (422, True)
    assert queries.is_muted_until(house.lin, clock.at) is None


def test_writer_when_looked_up_then_is_shown_once_to_whoever_may_and_a_second_person_is_told(
    house: House,
) -> None:
    remark = house.say()
    url = f"{DESK}{remark.ref}/writer/"
    client = signed_in(house.chief)
    assert "现在查不了" in words(client.get(url))
    auditor = someone_with(Post.AUDITOR, house.committee)
    before = client.get(url)
    assert (auditor.name in words(before), house.lin.name in words(before)) == (True, False)
    assert house.lin.name not in words(client.post(url, {"reason": "看"}))
    shown = client.post(url, {"reason": "有人报警，要配合调查。"})
    assert (shown.status_code, house.lin.name in words(shown)) == (200, True)
    assert "no-store" in shown["Cache-Control"]
    assert house.lin.name not in words(client.get(url))
    assert Message.objects.filter(account=auditor, kind="remarks.unmasked").count() == 1
    assert AuditEvent.objects.filter(action="remark:unmask").count() == 1
    assert signed_in(house.editor).get(url).status_code == 403


def test_thread_of_another_unit_when_asked_for_then_every_page_is_the_usual_404(house: House) -> None:
    mine, theirs = a_unit(parent=house.committee), a_unit(parent=house.committee)
    house.thread = commands.open_thread("test", unit=theirs)
    remark = house.say("别的支部的一条。")
    secretary = signed_in(someone_with(Post.SECRETARY, mine))
    assert "别的支部的一条。" not in words(secretary.get(DESK))
    usual = words(secretary.get(f"{DESK}there-is-none/"))
    answers = [
        secretary.get(f"{DESK}{remark.ref}/"),
        press(secretary, remark),
        *(secretary.post(f"{DESK}{remark.ref}/{rest}/", {"seen": [key(remark)], "do": "shown", "lasting": "1", "reason": "试一试。", "answer": "agreed"}) for rest in ("decision", "silence", "answer")),
        secretary.get(f"{DESK}threads/{house.thread.ref}/"),
        secretary.post(f"{DESK}threads/{house.thread.ref}/", {"moderation": "after", "slow": "0"}),
        secretary.post(f"{DESK}threads/{house.thread.ref}/switch/", {"reason": "试一试。"}),
        secretary.post(f"{DESK}threads/{house.thread.ref}/all.csv"),
    ]  # fmt: skip
    assert {(one.status_code, words(one)) for one in answers} == {(404, usual)}
    assert house.state(remark) is State.WAITING
    assert "别的支部的一条。" in words(signed_in(someone_with(Post.SECRETARY, theirs)).get(DESK))


@pytest.mark.parametrize("many", [1, 3])
def test_queue_when_it_is_fuller_then_costs_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        house.say(
            f"{number} 第{'一二三'[number]}件事，各不相同：{['读书会几点', '晚会在哪', '谁来讲课'][number]}？"
        )
    client = signed_in(house.editor)
    client.get(DESK)
    with django_assert_max_num_queries(16):
        client.get(DESK)


def test_remark_when_opened_then_costs_few_queries(house: House, django_assert_max_num_queries: Any) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    client = signed_in(house.chief)
    client.get(f"{DESK}{remark.ref}/")
    with django_assert_max_num_queries(22):
        client.get(f"{DESK}{remark.ref}/")


def test_account_when_it_only_holds_an_account_then_finds_no_page_of_the_desk(house: House) -> None:
    remark = house.say()
    client = signed_in(an_account())
    for rest in ("", "appeals/", "mutes/", "threads/", f"threads/{house.thread.ref}/", "switch/", "words/", f"{remark.ref}/", f"{remark.ref}/writer/"):  # fmt: skip
        assert client.get(f"{DESK}{rest}").status_code == 403
