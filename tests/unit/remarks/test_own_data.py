"""What somebody reads of themselves here, besides what they wrote for everybody."""

from __future__ import annotations

from sixianghui.remarks import commands
from sixianghui.remarks.models import ReportKind
from sixianghui.remarks.personal import erase
from sixianghui.remarks.rules import Outcome
from sixianghui.vault.public import Subject
from tests.unit.privacy.telling import told_by
from tests.unit.remarks.house import House


def test_report_when_its_writer_reads_their_data_then_says_what_they_wrote_and_of_what(house: House) -> None:
    remark = house.say(by=house.lin)
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    commands.report(remark, ReportKind.ADVERT, "这是卖课的", by=house.zhou)

    told = told_by("remarks", Subject(account=house.zhou.pk))["举报"]

    assert told == [{"评论": "一篇样例稿子", "哪里不妥": str(ReportKind.ADVERT.label), "说明": "这是卖课的"}]
    # The control: whoever wrote what was reported reads nothing of it.
    assert "举报" not in told_by("remarks", Subject(account=house.lin.pk))


def test_report_when_its_writer_is_erased_then_they_are_told_that_it_stays(house: House) -> None:
    remark = house.say(by=house.lin)
    commands.judge(remark, Outcome.SHOWN, by=house.editor)
    commands.report(remark, ReportKind.ADVERT, "这是卖课的", by=house.zhou)
    assert [str(one.what) for one in erase(Subject(account=house.zhou.pk)).kept] == ["举报"]
    assert erase(Subject(account=house.lin.pk)).kept == []
