"""Answering once, and what an answer leaves behind."""

from __future__ import annotations

import pytest

from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.polls import commands, queries
from sixianghui.polls.models import Option, Participation
from tests.factories import an_account
from tests.unit.polls.house import House


def test_answer_when_sent_then_it_is_counted_and_a_second_one_is_not(house: House) -> None:
    poll, person = house.poll(), an_account()
    assert not queries.has_answered(person, poll)
    commands.answer(poll, [2], by=person)
    for choice in ([2], [3]):
        with pytest.raises(Conflict, match="答过"):
            commands.answer(poll, choice, by=person)
    assert queries.has_answered(person, poll)
    assert list(Option.objects.order_by("number").values_list("tally", flat=True)) == [0, 1, 0]
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("choice", [[], [4], [0], [1, 2], [2, 2]])
def test_answer_when_it_is_none_of_the_options_then_it_is_refused_and_may_be_sent_again(
    house: House, choice: list[int]
) -> None:
    poll, person = house.poll(), an_account()
    with pytest.raises(HouseError, match="请选"):
        commands.answer(poll, choice, by=person)
    commands.answer(poll, [1], by=person)


def test_answer_when_several_may_be_chosen_then_each_gets_one(house: House) -> None:
    poll = house.poll(most=2)
    commands.answer(poll, [1, 3], by=an_account())
    with pytest.raises(HouseError):
        commands.answer(poll, [1, 2, 3], by=an_account())
    assert list(Option.objects.order_by("number").values_list("tally", flat=True)) == [1, 0, 1]


def test_answer_when_a_poll_is_a_draft_or_the_account_is_closed_then_it_is_refused(house: House) -> None:
    with pytest.raises(Conflict):
        commands.answer(house.draft(), [1], by=an_account())
    with pytest.raises(Refused):
        commands.answer(house.poll(), [1], by=an_account(is_active=False))


def test_answer_when_it_is_in_the_chain_then_nobody_is_named_and_nothing_of_the_choice(house: House) -> None:
    commands.answer(house.poll(), [2], by=an_account())
    event = AuditEvent.objects.get(action="poll:answer")
    assert (event.actor, event.address, event.detail) == (None, "", "{}")


def test_erasing_when_somebody_has_answered_then_their_answer_counts_without_them(house: House) -> None:
    poll, person = house.poll(), an_account()
    commands.answer(poll, [1], by=person)
    assert (commands.erase_of(person.pk), commands.erase_of(person.pk)) == (1, 0)
    assert list(Participation.objects.values_list("account", flat=True)) == [None]
    commands.close_early(poll, "够了", by=house.asker)
    assert queries.shown(poll).answers == 1
