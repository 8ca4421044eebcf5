"""A lecture that is called off while somebody asks for a seat: whoever has one knows of it."""

from __future__ import annotations

import pytest

from sixianghui.activities.public import Activity, call_off
from sixianghui.lectures import commands
from sixianghui.lectures.models import Lecture, Registration
from sixianghui.notify.public import Message
from tests.factories import an_account
from tests.together import at_once
from tests.unit.lectures.house import House


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_lecture_when_called_off_while_somebody_registers_then_they_are_refused_or_told(
    house: House, _time: int
) -> None:
    made = house.lecture(seats=3)
    person = an_account()
    activity, lecture = Activity.objects.get(pk=made.activity_id), Lecture.objects.get(pk=made.pk)
    answers = at_once(
        lambda: call_off(activity, by=house.host, reason="讲课人病了。") and None,
        lambda: commands.register(lecture, heads=1, by=person) and None,
    )
    assert answers[0] is None
    assert answers[1] is None or "取消了" in answers[1]
    registered = Registration.objects.filter(account=person).exists()
    assert registered == (answers[1] is None)
    assert [one.title for one in Message.objects.filter(account=person)] == (
        ["“把专业做到群众心里”取消了"] if registered else []
    )
