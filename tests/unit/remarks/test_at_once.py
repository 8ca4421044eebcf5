"""Two moderators decide on one remark in the same moment; and what would happen if nothing held them back."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from sixianghui.access.public import Account
from sixianghui.audit.public import AuditEvent
from sixianghui.remarks import commands, queries
from sixianghui.remarks.commands import Seen, judging
from sixianghui.remarks.models import Remark, Verdict
from sixianghui.remarks.rules import Outcome
from tests.together import at_once
from tests.unit.remarks.house import House, a_house

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


def _decided_by_two(house: House) -> list[str]:
    """What each of two was told: `done`, or the sentence. Both have the same page before them."""
    remark = house.say()

    def decide(by: Account, same: Remark) -> str:
        commands.judge(same, Outcome.SHOWN, by=by, seen=Seen(1, 0))
        return "done"

    people = (house.editor, house.chief)
    return at_once(*(partial(decide, by, Remark.objects.get(pk=remark.pk)) for by in people))


def test_remark_when_two_decide_at_once_then_one_verdict_and_the_other_a_kind_word() -> None:
    house = a_house()
    answers = _decided_by_two(house)
    assert sorted(answers) == sorted(["done", "这一条刚才已经有人处理过，或者写的人撤回了。"])
    assert Verdict.objects.count() == 1
    assert AuditEvent.objects.filter(action="remark:judge").count() == 1
    assert house.read() == ["讲得很清楚，谢谢。"]


def test_remark_when_nothing_is_asked_before_a_decision_then_two_verdicts_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: a decision that does not look at how it stands now."""
    lock = judging.lock

    def as_it_was(remark: Remark) -> Any:
        row = lock(remark)
        row.last, row.decision = None, None
        return row

    monkeypatch.setattr(judging, "lock", as_it_was)
    house = a_house()
    assert _decided_by_two(house) == ["done", "done"]
    assert Verdict.objects.count() == 2
    with transaction.atomic():
        assert queries.remarks().get().decision == 2
