"""What somebody reads of themselves here: each row says which lecture it is about."""

from __future__ import annotations

from sixianghui.access.public import Account
from sixianghui.lectures import commands
from sixianghui.lectures.models import Helper, Lecture
from sixianghui.remarks import public as remarks
from sixianghui.vault.public import Subject
from tests.factories import an_account
from tests.unit.lectures.house import House
from tests.unit.privacy.telling import told_by


def asked(house: House, lecture: Lecture, writer: Account) -> remarks.Remark:
    """A question that everybody may read."""
    made = remarks.write(lecture.questions, "数据库怎么备份？", by=writer, nonce="n1")
    remarks.judge(made, remarks.Outcome.SHOWN, by=house.host)
    return made


def test_seats_part_and_wish_when_their_owner_reads_them_then_each_says_of_which_lecture(
    house: House,
) -> None:
    somebody, writer = an_account(), an_account()
    remarks.choose_name(writer, "小林")
    first, second = (
        house.lecture(seats=3, title="把专业做到群众心里"),
        house.lecture(seats=3, title="账目怎么看"),
    )
    commands.register(first, heads=2, by=somebody)
    commands.register(second, heads=1, by=somebody)
    Helper.objects.create(lecture=second, account=somebody, part=Helper.Part.MODERATOR)
    commands.second(first, asked(house, first, writer), by=somebody)

    told = told_by("lectures", Subject(account=somebody.pk))

    assert [(row["党课"], row["几个人"]) for row in told["报名"]] == [
        ("把专业做到群众心里", "2"),
        ("账目怎么看", "1"),
    ]
    assert told["主讲和主持"] == [{"党课": "账目怎么看", "做什么": "主持"}]
    assert told["也想问"] == [{"党课": "把专业做到群众心里"}]
    # The control: whoever only asked wants nothing of this.
    assert told_by("lectures", Subject(account=writer.pk)) == {}
