"""Two moderators decide on one remark in the same moment; and what would happen if nothing held them back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from sixianghui.access.public import Account
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict
from sixianghui.remarks import commands, queries
from sixianghui.remarks.commands import Seen, judging
from sixianghui.remarks.models import Remark, Verdict
from sixianghui.remarks.rules import Outcome
from tests.unit.remarks.house import House, a_house

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


def _decided_by_two(house: House) -> list[str]:
    """What each of two was told: `done`, or the sentence. Both have the same page before them."""
    remark = house.say()
    together = Barrier(2)

    def decide(who: int) -> str:
        try:
            by, same = Account.objects.get(pk=who), Remark.objects.get(pk=remark.pk)
            together.wait(30)
            commands.judge(same, Outcome.SHOWN, by=by, seen=Seen(1, 0))
        except Conflict as conflict:
            return str(conflict)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(decide, (house.editor.pk, house.chief.pk)))


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
