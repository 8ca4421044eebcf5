"""Twenty people approve one plan at the same moment; and what would happen without the two things that hold them back."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.campaigns.commands import guidance, plan_steps
from sixianghui.campaigns.models import Outcome, Plan
from sixianghui.campaigns.queries import plans as queries
from tests.factories import someone_with
from tests.together import at_once
from tests.unit.campaigns.plan_house import a_house

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
MANY = 20


def _approved_by_twenty() -> list[str]:
    """What each of twenty clerks was told: `done`, or the sentence."""
    house = a_house()
    plan, _handed = house.handed_in()
    clerks = [someone_with(Post.COMMITTEE_CLERK, house.committee) for _ in range(MANY)]

    def approve(by: Account, same: Plan) -> str:
        guidance.approve(same, by=by)
        return "done"

    return at_once(*(partial(approve, by, Plan.objects.get(pk=plan.pk)) for by in clerks))


def _let_everybody_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock, and whoever comes believes that the plan still waits."""
    waiting = queries.standing

    def unlocked(plan: Plan, _event: object) -> queries.Standing:
        found = waiting(plan)
        return queries.Standing(plan_steps.State.WAITING, found.hand_ins, recalled=False, closed=False)

    monkeypatch.setattr(guidance, "lock", unlocked)


def test_plan_when_twenty_approve_it_at_once_then_one_wins_and_nineteen_get_a_sentence() -> None:
    answers = _approved_by_twenty()
    assert (answers.count("done"), Outcome.objects.count()) == (1, 1)
    assert set(answers) == {"done", "刚才已经有人看过、定下来了。刷新一下就看得到。"}
    assert AuditEvent.objects.filter(action="plan:approve").count() == 1


def test_plan_when_nothing_is_locked_then_the_constraint_still_lets_one_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _let_everybody_through(monkeypatch)
    answers = _approved_by_twenty()
    assert (answers.count("done"), Outcome.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="plan:approve").count() == 1


def test_plan_when_neither_lock_nor_constraint_holds_then_several_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: the test sees it when both are gone."""
    _let_everybody_through(monkeypatch)
    (constraint,) = Outcome._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(Outcome, constraint)
    answers = _approved_by_twenty()
    assert answers.count("done") == Outcome.objects.count() > 1
