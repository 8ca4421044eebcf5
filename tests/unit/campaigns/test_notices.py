"""A notice from its draft to its withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.campaigns import commands, queries
from sixianghui.campaigns.commands import To
from sixianghui.campaigns.messages import tell_addressees
from sixianghui.campaigns.models import Delivery, Notice, Sending, Way
from sixianghui.campaigns.rules.notices import State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.notify.models import Preference
from sixianghui.notify.public import Message
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with
from tests.unit.campaigns.house import House, an_item


def now(notice: Notice) -> object:
    return queries.notices().get(pk=notice.pk)


def test_notice_when_sent_then_is_numbered_delivered_and_told_to_those_who_write_plans(house: House) -> None:
    sending = house.sent(an_item(title="提一项攻关任务", minutes=12))
    notice = now(sending.notice)
    assert notice.number == "行业党委〔2018〕1号"
    assert queries.state_of_notice(notice) is State.SENT
    reached = {(one.unit, one.way, one.minutes) for one in Delivery.objects.standing()}
    assert reached == {
        (house.general, Way.SUBORDINATION, 12),
        (house.branch, Way.SUBORDINATION, 12),
        (house.guided, Way.GUIDANCE, 12),
    }
    assert (sending.units, sending.minutes, sending.budget) == (3, 36, 60)
    message = Message.objects.get(account=house.secretary)
    assert message.title == f"来通知了：{sending.notice.title}"
    assert "1. 提一项攻关任务\n为什么：汇总以后给大家互相参考" in message.text
    assert "大约要花 12 分钟。" in message.text
    assert AuditEvent.objects.filter(action="notice:send").count() == 1


def test_numbers_when_several_are_sent_then_go_on_within_a_year_and_begin_anew(house: House, clock) -> None:  # type: ignore[no-untyped-def]
    commands.set_letterhead(house.committee, organ="样例市互联网行业党委", code="样例", by=house.clerk)
    numbers = [now(house.sent().notice).number for _ in range(2)]
    clock.set(clock.at.replace(year=2019))
    later = house.sent(an_item(ask="know"), campaign=None, plan_due_on=None)
    assert [*numbers, now(later.notice).number] == ["样例〔2018〕1号", "样例〔2018〕2号", "样例〔2019〕1号"]


def test_point_when_the_platform_holds_the_answer_then_costs_nothing_there(house: House) -> None:
    a_person(house.branch)
    sending = house.sent(
        an_item(title="报党员人数", holding="directory.members", minutes=8), an_item(minutes=5)
    )
    minutes = dict(Delivery.objects.values_list("unit", "minutes"))
    assert minutes == {house.general.pk: 5, house.branch.pk: 5, house.guided.pk: 13}
    read = queries.read(now(sending.notice), house.secretary)
    assert [(one.label, one.held) for one in read.answered] == [("党员人数", "1 人")]
    assert (len(read.asked), read.minutes) == (1, 5)


def test_point_when_held_and_its_reader_reads_english_then_the_letter_says_it_in_english(
    house: House,
) -> None:
    a_person(house.branch)
    Unit.objects.filter(pk=house.branch.pk).update(founded_on=dt.date(2016, 7, 1))
    Preference.objects.create(account=house.secretary, language="en")
    house.sent(an_item(holding="directory.members"), an_item(holding="directory.founded"), an_item())
    text = Message.objects.get(account=house.secretary).text
    assert ("1 July 2016" in text, "年7月" in text, "1 人" in text) == (True, False, False)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([{"why": ""}], "没有写为什么要"),
        ([{"minutes": 0}], "没有写大约几分钟"),
        (
            [
                {"title": "甲", "holding": "directory.members"},
                {"title": "乙", "holding": "directory.members"},
            ],
            "前面有一件已经要过了",
        ),
        ([{"title": "报一次人数"}, {"title": "报一次人数。"}], "写了两遍"),
        ([{"due_on": dt.date(2018, 6, 4)}], "日子已经过了"),
    ],
)
def test_notice_when_a_point_is_wrong_then_is_refused_with_a_sentence(
    house: House, items: list[dict[str, object]], words: str
) -> None:
    with pytest.raises(Conflict, match=words):
        house.sent(*(an_item(**one) for one in items))
    assert not Sending.objects.exists()


def test_notice_when_it_asks_for_an_answer_and_names_no_day_then_is_refused_with_what_to_do(
    house: House,
) -> None:
    with pytest.raises(Conflict, match="请写计划哪天前交；只要知道，就改成知道就行"):
        house.sent(an_item(ask="answer", due_on=dt.date(2018, 6, 20)), plan_due_on=None)
    assert not Sending.objects.exists()


def test_question_when_still_open_elsewhere_then_is_refused_until_the_other_is_recalled(house: House) -> None:
    first = house.sent(an_item(title="报六月的安排"))
    with pytest.raises(Conflict, match=r"在《关于活动的通知\d+》里已经问过"):
        house.sent(an_item(title="报六月的安排！"))
    commands.recall_notice(first.notice, reason="并到下一份里了", by=house.clerk)
    assert house.sent(an_item(title="报六月的安排！")).sequence == 2


def test_notice_when_over_the_budget_then_needs_a_reason_that_addressees_read(house: House) -> None:
    commands.set_budget(house.committee, 20, by=house.clerk)
    house.sent(an_item(minutes=15))
    with pytest.raises(Conflict, match="至少 10 个字"):
        house.sent(an_item(minutes=6), reason="　　急　　")
    sending = house.sent(an_item(minutes=6), reason="上级月底要报，只有这一次")
    assert (sending.budget, sending.reason) == (20, "上级月底要报，只有这一次")
    assert "上级月底要报，只有这一次" in Message.objects.filter(account=house.secretary).latest("pk").text
    house.sent(an_item(ask="know", minutes=0))  # what asks nothing overdraws nothing


def test_minutes_when_a_notice_is_recalled_then_go_back_into_the_month(house: House) -> None:
    sending = house.sent(an_item(minutes=50))
    day = dt.date(2018, 6, 5)
    units = [house.branch.pk]
    assert queries.used(house.committee, units, day) == {house.branch.pk: 50}
    commands.recall_notice(sending.notice, reason="发错了对象", by=house.clerk)
    assert queries.used(house.committee, units, day) == {}
    assert "不用再填计划" in Message.objects.filter(account=house.secretary).latest("pk").text


def test_notice_when_addressed_by_kind_line_or_unit_then_reaches_those(house: House) -> None:
    group = a_unit(kind=UnitKind.GROUP, parent=house.branch, position=4)
    outside = a_unit()

    def reached(*to: To) -> list[object]:
        return [one.unit for one in queries.addressees(now(house.draft(to=to)))]

    assert reached(To(way=Way.SUBORDINATION)) == [house.general, house.branch]
    assert reached(To(kind=UnitKind.BRANCH)) == [house.branch, house.guided]
    assert reached(To(kind=UnitKind.BRANCH, way=Way.GUIDANCE)) == [house.guided]
    assert reached(To(kind=UnitKind.GROUP), To(unit=house.general)) == [house.general, group]
    with pytest.raises(NotThere):
        house.draft(to=(To(unit=outside),))


def test_notice_when_corrected_then_the_last_day_counts_and_the_old_words_stay(house: House) -> None:
    sending = house.sent(an_item(title="老的说法"))
    commands.amend_notice(
        sending.notice, text="日子改晚一周", plan_due_on=dt.date(2018, 6, 27), by=house.clerk
    )
    commands.amend_notice(sending.notice, text="联系人改了", by=house.clerk)
    notice = now(sending.notice)
    assert queries.due_of(notice) == dt.date(2018, 6, 27)
    assert [one.text for one in notice.changes] == ["日子改晚一周", "联系人改了"]
    assert notice.items.get().title == "老的说法"


def test_notice_when_sent_then_is_never_edited_and_a_draft_never_corrected(house: House) -> None:
    sending = house.sent()
    for wrong in (
        lambda: commands.add_item(sending.notice, an_item(), by=house.clerk),
        lambda: commands.address_notice(sending.notice, (), by=house.clerk),
        lambda: commands.discard_draft(sending.notice, by=house.clerk),
        lambda: commands.send_notice(sending.notice, by=house.clerk),
        lambda: commands.amend_notice(house.draft(), text="还没发就要改", by=house.clerk),
    ):
        with pytest.raises(Conflict):
            wrong()
    with pytest.raises(HouseError):
        commands.amend_notice(sending.notice, text="改", by=house.clerk)


def test_notice_when_looked_for_then_only_addressees_and_the_sender_find_it(house: House) -> None:
    sending = house.sent(to=(To(unit=house.branch),))
    ref = sending.notice.ref
    outsider = someone_with(Post.SECRETARY, house.guided)
    member = an_account()
    a_person(house.branch, account=member)
    found = [queries.visible(one, ref) is not None for one in (house.clerk, house.secretary, member)]
    assert found == [True, True, True]
    assert [queries.visible(one, ref) for one in (outsider, an_account())] == [None, None]
    assert queries.visible(house.secretary, house.draft().ref) is None
    Notice.objects.filter(pk=sending.notice_id).update(public=True)
    assert queries.visible(outsider, ref) is not None


def test_notices_when_someone_else_would_send_then_are_refused(house: House) -> None:
    draft = house.draft()
    for other in (house.secretary, someone_with(Post.COMMITTEE_CLERK, house.general)):
        with pytest.raises(Refused):
            commands.send_notice(draft, by=other)
    assert not Sending.objects.exists()


def test_question_when_its_day_was_put_right_then_is_open_until_the_new_day(house: House, clock: Any) -> None:
    longer = house.sent(an_item(title="报六月的安排"), plan_due_on=dt.date(2018, 6, 8))
    shorter = house.sent(an_item(title="报七月的安排"), plan_due_on=dt.date(2018, 7, 20))
    commands.amend_notice(longer.notice, text="日子改晚", plan_due_on=dt.date(2018, 7, 10), by=house.clerk)
    commands.amend_notice(shorter.notice, text="日子改早", plan_due_on=dt.date(2018, 6, 10), by=house.clerk)
    clock.set(time.shanghai(2018, 6, 20, 12))
    with pytest.raises(Conflict, match="已经问过"):
        house.sent(an_item(title="报六月的安排"), plan_due_on=dt.date(2018, 7, 20))
    house.sent(an_item(title="报七月的安排"), plan_due_on=dt.date(2018, 7, 20))


def came(account: Account) -> list[Message]:
    """What somebody was told of notices that came."""
    return [one for one in Message.objects.filter(account=account) if one.title.startswith("来通知了")]


def test_units_when_a_job_tells_them_then_hear_the_day_as_it_is_then_and_nothing_of_what_was_recalled(
    house: House,
) -> None:
    sending = house.sent(an_item())
    first = someone_with(Post.SECRETARY, house.branch)
    commands.amend_notice(sending.notice, text="日子改晚", plan_due_on=dt.date(2018, 6, 27), by=house.clerk)
    tell_addressees.call(sending.pk)
    (text,) = (one.text for one in came(first))
    assert "计划请在 2018年6月27日 前交。" in text
    second = someone_with(Post.SECRETARY, house.branch)
    commands.recall_notice(sending.notice, reason="发错了对象", by=house.clerk)
    tell_addressees.call(sending.pk)
    assert came(second) == []


def test_notice_when_the_platform_holds_all_that_it_wants_then_the_letter_asks_for_no_plan_by_any_day(
    house: House,
) -> None:
    a_person(house.branch)
    guided = someone_with(Post.SECRETARY, house.guided)
    item = an_item(title="报党员人数", ask="answer", holding="directory.members", minutes=8)
    sending = house.sent(item)
    commands.amend_notice(
        sending.notice, text="日子改晚一周", plan_due_on=dt.date(2018, 6, 27), by=house.clerk
    )
    (mine, amended), (theirs, asked) = (
        Message.objects.filter(account=one).order_by("pk") for one in (house.secretary, guided)
    )
    assert "不用再填。" in mine.text
    assert "要的平台都有了，你们什么也不用填。" in mine.text
    assert ("前交" in mine.text, "分钟" in mine.text) == (False, False)
    assert amended.text == "日子改晚一周"
    assert ("计划请在 2018年6月20日 前交。" in theirs.text, "大约要花 8 分钟。" in theirs.text) == (
        True,
        True,
    )
    assert "什么也不用填" not in theirs.text
    assert asked.text == "日子改晚一周\n计划改到 2018年6月27日 前交。"


def test_correction_when_somebody_writes_for_two_units_then_hears_the_day_once_if_either_is_asked(
    house: House,
) -> None:
    a_person(house.branch)
    an_appointment(house.secretary, house.guided, Post.SECRETARY)
    sending = house.sent(an_item(ask="answer", holding="directory.members", minutes=8))
    commands.amend_notice(
        sending.notice, text="日子改晚一周", plan_due_on=dt.date(2018, 6, 27), by=house.clerk
    )
    (told,) = Message.objects.filter(account=house.secretary).exclude(
        pk__in=[one.pk for one in came(house.secretary)]
    )
    assert "计划改到 2018年6月27日 前交。" in told.text
