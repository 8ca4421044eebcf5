"""Deciding, reporting, appealing, keeping order, looking up a writer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.notify.public import Message
from sixianghui.remarks import commands, limits, queries, rules
from sixianghui.remarks.models import Appeal, AppealWords, Bucket, Report, ReportKind, Words
from sixianghui.remarks.rules import Outcome, State
from tests.factories import a_unit, an_account, someone_with
from tests.unit.remarks.house import House


def test_decision_when_it_refuses_then_needs_a_reason_and_tells_the_writer(house: House) -> None:
    remark = house.say()
    with pytest.raises(HouseError):
        commands.judge(remark, Outcome.REFUSED, by=house.editor)
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    assert house.state(remark) is State.REFUSED
    assert "和主题无关。" in Message.objects.get(account=house.lin).text
    assert queries.mine(house.lin)[0].why == "和主题无关。"


def test_decision_when_it_is_on_ones_own_or_by_somebody_without_the_post_then_is_refused(
    house: House,
) -> None:
    commands.choose_name(house.editor, "小编甲")
    own = house.say(by=house.editor)
    with pytest.raises(Refused):
        commands.judge(own, Outcome.SHOWN, by=house.editor)
    with pytest.raises(Refused):
        commands.judge(own, Outcome.SHOWN, by=house.lin)
    stranger = someone_with(Post.SECRETARY, a_unit(parent=house.committee))
    with pytest.raises(Refused):
        commands.judge(own, Outcome.SHOWN, by=stranger)


def test_decision_when_somebody_decided_before_then_is_told_so(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    with pytest.raises(Conflict):
        commands.judge(remark, Outcome.HIDDEN, by=house.chief, reason="再撤一次。")


def test_report_when_sent_twice_then_is_one_and_the_next_decision_settles_it(
    house: House, clock: Any
) -> None:
    remark = house.say()
    with pytest.raises(NotThere):
        commands.report(remark, ReportKind.ABUSE, "", by=house.zhou)
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    clock.at += dt.timedelta(minutes=1)
    commands.report(remark, ReportKind.ABUSE, "话太重", by=house.zhou)
    commands.report(remark, ReportKind.ADVERT, "", by=house.zhou)
    assert Report.objects.count() == 1
    assert [one.ref for one in queries.desk(house.editor).cases] == [remark.ref]
    clock.at += dt.timedelta(minutes=1)
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    assert queries.desk(house.editor).cases == []


def test_appeal_when_made_then_another_person_answers_it_once(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    appeal = commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    with pytest.raises(Conflict):
        commands.appeal(remark, "再说一次。", by=house.lin)
    assert queries.appeals(house.editor) == []
    with pytest.raises(Refused):
        commands.answer_appeal(appeal, True, by=house.editor)
    assert queries.appeals(house.chief) == [appeal]
    commands.answer_appeal(appeal, True, by=house.chief)
    assert house.read() == ["讲得很清楚，谢谢。"]
    with pytest.raises(Conflict):
        commands.answer_appeal(appeal, False, by=house.chief, reason="还是不行。")


def test_switch_when_off_then_nothing_is_written_or_shown_until_it_is_on_again(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    for thread in (house.thread, None):
        switch = commands.switch_off(thread, "有人刷屏。", by=house.chief)
        assert commands.switch_off(thread, "又按了一次。", by=house.chief) == switch
        assert (house.read(), queries.number_shown(house.thread)) == ([], 0)
        with pytest.raises(Conflict):
            house.say("现在还能发吗？", by=house.zhou)
        commands.switch_on(switch, by=house.chief)
        assert house.read() == ["讲得很清楚，谢谢。"]
    with pytest.raises(Refused):
        commands.switch_off(None, "没有这个权限。", by=house.editor)


def test_writer_when_silenced_then_is_told_until_when_and_others_go_on(house: House, clock: Any) -> None:
    remark = house.say()
    commands.mute(remark, dt.timedelta(hours=2), "反复发广告。", by=house.editor)
    assert "反复发广告。" in Message.objects.get(account=house.lin).text
    with pytest.raises(Conflict):
        house.say("再来一条试试。")
    house.say("我不受影响。", by=house.zhou)
    clock.at += dt.timedelta(hours=2, seconds=1)
    house.say("时间到了，可以发。")


def test_thread_when_slowed_then_one_person_waits_and_another_does_not(house: House, clock: Any) -> None:
    commands.set_thread(house.thread, by=house.editor, slow=30)
    house.say()
    with pytest.raises(Conflict):
        house.say("马上再来一条。")
    house.say("我是第一条。", by=house.zhou)
    clock.at += dt.timedelta(seconds=30)
    house.say("等过了三十秒。")


def test_words_of_the_list_when_written_then_hold_the_remark(house: House) -> None:
    commands.add_word("代办证件", "广告", by=house.chief)
    remark = house.say("本店代 办·证件，价格公道。")
    assert [hold.value for hold in queries.desk(house.editor).cases[0].holds] == ["word"]
    assert remark.words.get().holds == "word"
    with pytest.raises(Refused):
        commands.add_word("别的词", "", by=house.editor)


def test_writer_when_looked_up_then_a_reason_stands_in_the_chain_and_a_second_person_is_told(
    house: House,
) -> None:
    remark = house.say()
    with pytest.raises(Conflict):
        commands.unmask(remark, "有人报警，要配合调查。", by=house.chief)
    auditor = someone_with(Post.AUDITOR, house.committee)
    with pytest.raises(HouseError):
        commands.unmask(remark, "看看", by=house.chief)
    with pytest.raises(Refused):
        commands.unmask(remark, "有人报警，要配合调查。", by=house.editor)
    assert commands.unmask(remark, "有人报警，要配合调查。", by=house.chief) == house.lin
    assert "有人报警，要配合调查。" in Message.objects.get(account=auditor).text
    assert AuditEvent.objects.filter(action="remark:unmask").count() == 1


def test_person_when_too_quick_then_waits_and_others_do_not(house: House) -> None:
    limits.take(house.lin, *rules.PER_PERSON)
    with pytest.raises(limits.TooSoon):
        limits.take(house.lin, *rules.PER_PERSON)
    limits.take(house.zhou, *rules.PER_PERSON)


def test_person_when_the_clock_ran_hours_ahead_and_was_put_right_then_may_write(house: House) -> None:
    limits.take(house.lin, *rules.PER_PERSON)
    Bucket.objects.update(at=timezone.now() + dt.timedelta(hours=6))
    limits.take(house.lin, *rules.PER_PERSON)
    with pytest.raises(limits.TooSoon):  # the control: from there it counts as ever
        limits.take(house.lin, *rules.PER_PERSON)


def test_words_when_half_a_year_old_and_not_shown_then_go_and_shown_ones_stay(
    house: House, clock: Any
) -> None:
    shown, refused = house.say(), house.say("卖东西，便宜。", by=house.zhou)
    commands.judge(shown, Outcome.SHOWN, by=house.editor)
    commands.judge(refused, Outcome.REFUSED, by=house.editor, reason="广告。")
    clock.at += dt.timedelta(days=183)
    assert commands.forget_old() == 0
    clock.at += dt.timedelta(seconds=1)
    assert (commands.forget_old(), commands.forget_old()) == (1, 0)
    assert [one.text for one in Words.objects.all()] == ["讲得很清楚，谢谢。"]
    with pytest.raises(Conflict, match="到期删了"):
        commands.judge(refused, Outcome.SHOWN, by=house.chief)


@pytest.mark.parametrize("outcome", [Outcome.HIDDEN, Outcome.HELD])
def test_words_when_taken_off_long_after_they_were_written_then_stay_for_half_a_year_from_then(
    house: House, clock: Any, outcome: Outcome
) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    clock.at += dt.timedelta(days=200)
    commands.judge(remark, outcome, by=house.editor, reason="再看一眼。")
    clock.at += dt.timedelta(days=183)
    assert commands.forget_old() == 0
    clock.at += dt.timedelta(seconds=1)
    assert commands.forget_old() == 1


def test_words_when_taken_back_long_after_they_were_written_then_stay_for_half_a_year_from_then(
    house: House, clock: Any
) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    clock.at += dt.timedelta(days=200)
    commands.withdraw(remark, by=house.lin)
    clock.at += dt.timedelta(days=183)
    assert commands.forget_old() == 0
    clock.at += dt.timedelta(seconds=1)
    assert commands.forget_old() == 1


def test_words_when_nobody_ever_looked_at_them_then_go_half_a_year_after_they_were_written(
    house: House, clock: Any
) -> None:
    house.say()
    clock.at += dt.timedelta(days=183, seconds=1)
    assert commands.forget_old() == 1


def test_appeal_when_old_words_were_just_taken_off_then_they_come_back(house: House, clock: Any) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    clock.at += dt.timedelta(days=200)
    commands.judge(remark, Outcome.HIDDEN, by=house.editor, reason="和主题无关。")
    commands.forget_old()
    appeal = commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    commands.answer_appeal(appeal, True, by=house.chief)
    assert house.read() == ["讲得很清楚，谢谢。"]


def test_appeal_when_nobody_has_answered_it_then_the_words_wait_with_it(house: House, clock: Any) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    clock.at += dt.timedelta(days=180)
    appeal = commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    clock.at += dt.timedelta(days=4)
    assert commands.forget_old() == 0
    assert queries.appeals(house.chief) == [appeal]
    commands.answer_appeal(appeal, False, by=house.chief, reason="还是无关。")
    assert commands.forget_old() == 1


def test_appeal_when_the_words_have_gone_meanwhile_then_nothing_is_let_through_without_them(
    house: House,
) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    appeal = commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    assert queries.appeals(house.chief) == [appeal]
    commands.erase_of(house.lin.pk)
    assert queries.appeals(house.chief) == []
    with pytest.raises(Conflict):
        commands.answer_appeal(appeal, True, by=house.chief)
    assert house.read() == []


def test_person_when_erased_then_words_and_name_are_gone_and_answers_to_them_stay(house: House) -> None:
    head = house.say()
    commands.judge(head, Outcome.SHOWN, by=house.editor)
    below = house.say("我也这么想。", by=house.zhou, reply_to=head.ref)
    commands.judge(below, Outcome.SHOWN, by=house.editor)
    assert commands.erase_of(house.lin.pk) == 1
    shown = queries.shown(house.thread)[0]
    assert [(one.gone, one.name, one.text) for one in shown] == [(True, "", "")]
    assert [one.text for one in shown[0].replies] == ["我也这么想。"]


def test_appeal_when_its_writer_is_erased_then_its_words_are_gone_and_the_fact_stays(house: House) -> None:
    remark = house.say()
    commands.judge(remark, Outcome.REFUSED, by=house.editor, reason="和主题无关。")
    appeal = commands.appeal(remark, "说的就是这次党课。", by=house.lin)
    assert appeal.words == "说的就是这次党课。"
    commands.erase_of(house.lin.pk)
    assert (AppealWords.objects.count(), Appeal.objects.get().words) == (0, "")


def test_remark_when_laid_back_or_refused_after_it_was_answered_then_keeps_its_place_without_words(
    house: House,
) -> None:
    head = house.say()
    commands.judge(head, Outcome.SHOWN, by=house.editor)
    below = house.say("我也这么想。", by=house.zhou, reply_to=head.ref)
    commands.judge(below, Outcome.SHOWN, by=house.editor)
    for outcome in (Outcome.HELD, Outcome.REFUSED):
        commands.judge(head, outcome, by=house.editor, reason="再看一看。")
        shown = queries.shown(house.thread)[0]
        assert [(one.gone, one.text, [two.text for two in one.replies]) for one in shown] == [
            (True, "", ["我也这么想。"])
        ]
        assert queries.number_shown(house.thread) == 1


def test_account_when_it_only_holds_an_account_then_has_no_desk(house: House) -> None:
    assert (queries.may_moderate(an_account()), queries.may_moderate(house.editor)) == (False, True)
