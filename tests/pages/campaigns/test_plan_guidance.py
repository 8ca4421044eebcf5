"""The page of a plan for whoever guides it: advice in its margin, and the place where it is returned."""

from __future__ import annotations

import re

import pytest

from tests.factories import signed_in
from tests.unit.campaigns.plan_house import House


def test_plan_when_the_button_that_returns_is_pressed_then_the_place_for_the_reason_is_open(
    planning: House,
) -> None:
    plan, _handed = planning.handed_in()
    client = signed_in(planning.clerk)
    page = client.get(f"/plans/{plan.ref}/").content.decode()
    assert ('href="?return=1#returning"' in page, '<details class="return-box">' in page) == (True, True)
    pressed = client.get(f"/plans/{plan.ref}/?return=1").content.decode()
    assert '<details class="return-box" open>' in pressed


def test_advice_on_the_whole_when_it_says_nothing_then_is_told_at_its_field(planning: House) -> None:
    plan, _handed = planning.handed_in()
    answer = signed_in(planning.clerk).post(f"/plans/{plan.ref}/advice/", {"text": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('aria-describedby="advice-whole_error"' in page, 'id="advice-whole_error"' in page) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("step", "sent"), [("return", {"reason": ""}), ("advice", {"text": "写细一点。" * 200})]
)
def test_button_that_returns_when_pressed_on_a_page_with_an_error_then_stays_there_with_what_was_typed(
    planning: House, step: str, sent: dict[str, str]
) -> None:
    plan, _handed = planning.handed_in()
    client = signed_in(planning.clerk)
    address = f"/plans/{plan.ref}/{step}/"
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert (answer.status_code, client.get(address).status_code) == (422, 405)
    bar = page[page.index('<div class="plan-bar">') :].partition("<form")[0]
    assert re.findall(r'<a class="btn" href="([^"]*)"', bar) == ["#returning"]
    assert ('<details class="return-box" open>' in page, 'id="returning"' in page) == (True, True)
    assert all(typed in page for typed in sent.values())
