"""Sending the form of a plan too early, too late or too full: it says why, and what was typed stays."""

from __future__ import annotations

import pytest
from django.test import Client

from sixianghui.campaigns.commands import plans
from sixianghui.campaigns.models import Plan
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules.plans import State
from tests.factories import signed_in
from tests.pages.campaigns.test_plans import line_fields, state
from tests.pages.complaints.reading import words
from tests.unit.campaigns.plan_house import House


def sent(client: Client, plan: Plan, *written: tuple[str, str], **more: str) -> tuple[int, str]:
    """The form with these lines, and its answer."""
    fields = {name: value for ref, text in written for name, value in line_fields(ref, text).items()}
    data = {"line": [ref for ref, _text in written], **fields, **more}
    answer = client.post(f"/plans/{plan.ref}/writing/", data)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("rest", ["writing", "hand-in"])
def test_plan_when_handed_in_without_a_line_then_says_so_where_one_writes(planning: House, rest: str) -> None:
    plan = planning.plan()
    client = signed_in(planning.secretary)
    answer = client.post(f"/plans/{plan.ref}/{rest}/", {"hand_in": "1"}, follow=True)
    assert answer.redirect_chain == [(f"/plans/{plan.ref}/writing/", 302)]
    assert "计划里还没有一行" in words(answer)
    assert ("存好了" in words(answer), state(plan)) == (False, State.DRAFT)


def test_line_when_it_is_one_too_many_then_the_page_says_so_and_keeps_it_and_those_before(
    planning: House,
) -> None:
    plan = planning.plan()
    for number in range(39):
        planning.line(plan, f"第{number}件")
    client = signed_in(planning.secretary)
    lines = (("last", "第四十件"), ("more", "多出来的一件"))
    status, page = sent(client, plan, *lines, hand_in="1")
    assert (status, "最多 40 行" in page, "多出来的一件" in page) == (409, True, True)
    assert [line.text for line in queries.lines_of(plan)][-1] == "第四十件"
    assert state(plan) is State.DRAFT


def test_form_when_a_colleague_has_just_handed_the_plan_in_then_says_so_and_keeps_what_was_typed(
    planning: House,
) -> None:
    plan = planning.plan()
    planning.line(plan)
    plans.hand_in(plan, by=planning.secretary)
    client = signed_in(planning.helper)
    status, page = sent(client, plan, ("mine", "师徒结对六对"))
    assert (status, "先收回再改" in page, "师徒结对六对" in page) == (409, True, True)
    assert [line.text for line in queries.lines_of(plan)] == ["值守十四天"]
