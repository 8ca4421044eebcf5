"""Writing, publishing, ending, taking back, and telling what came of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models.signals import pre_save

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.ledger.public import value_of
from sixianghui.polls import commands, queries
from sixianghui.polls.models import Closing, Opening, Option, Participation, Poll
from sixianghui.polls.rules import State
from tests.factories import a_unit, an_account, someone_with
from tests.unit.polls.house import House, words


def test_draft_when_it_is_written_then_only_its_people_find_it(house: House) -> None:
    poll = house.draft()
    assert queries.poll_for(house.asker, poll.ref).state is State.DRAFT
    for stranger in (an_account(), someone_with(Post.SECRETARY)):
        with pytest.raises(NotThere):
            queries.poll_for(stranger, poll.ref)


def test_draft_when_another_units_secretary_writes_or_publishes_then_it_is_refused(house: House) -> None:
    stranger, poll = someone_with(Post.SECRETARY), house.draft()
    with pytest.raises(Refused):
        commands.draft(words(), unit=house.unit, by=stranger)
    with pytest.raises(Refused):
        commands.publish(poll, by=stranger)


@pytest.mark.parametrize("post", [Post.COMMITTEE_CLERK, Post.CHIEF_EDITOR, Post.DEPUTY_SECRETARY])
def test_poll_when_a_clerk_or_chief_editor_asks_for_their_own_unit_then_they_may(
    house: House, post: Post
) -> None:
    assert commands.draft(words(), unit=house.unit, by=someone_with(post, house.unit)).pk


def test_draft_when_changed_then_it_asks_something_else_and_after_publishing_no_more(house: House) -> None:
    poll = house.draft()
    commands.change(poll, words(question="几点开门？", options=("九点", "十点"), most=2), by=house.asker)
    shown = queries.shown(poll)
    assert (shown.poll.question, [one.text for one in shown.options], shown.poll.most) == (
        "几点开门？",
        ["九点", "十点"],
        2,
    )
    commands.publish(poll, by=house.asker)
    for act in (
        lambda: commands.change(poll, words(), by=house.asker),
        lambda: commands.discard(poll, by=house.asker),
        lambda: commands.publish(poll, by=house.asker),
    ):
        with pytest.raises(Conflict):
            act()


def test_draft_when_it_lay_until_its_last_day_then_it_cannot_be_published(house: House) -> None:
    poll = house.draft(closes_on=time.today() + dt.timedelta(days=1))
    Poll.objects.filter(pk=poll.pk).update(closes_on=time.today())
    with pytest.raises(HouseError, match="最后一天"):
        commands.publish(poll, by=house.asker)
    assert not Opening.objects.exists()


def test_draft_when_thrown_away_then_it_is_gone(house: House) -> None:
    poll = house.draft()
    commands.discard(poll, by=house.asker)
    assert not Poll.objects.exists() and not Option.objects.exists()


def test_poll_when_its_last_day_is_over_then_it_is_counted_once(
    house: House, clock: time.ManualClock
) -> None:
    poll = house.answered([[2], [2], [2], [1], [3]])
    assert commands.close_due() == 0
    clock.set(clock.at + dt.timedelta(days=8))
    assert queries.state_of(poll) is State.COUNTING
    with pytest.raises(Conflict, match="结束"):
        commands.answer(poll, [1], by=an_account())
    assert (commands.close_due(), commands.close_due()) == (1, 0)
    shown = queries.shown(poll)
    assert (shown.state, shown.answers, [bar.count for bar in shown.bars]) == (State.CLOSED, 5, [1, 3, 1])
    assert not Participation.objects.exists()
    assert not Option.objects.exclude(tally=0).exists()


def test_poll_when_a_fault_keeps_it_uncounted_then_the_others_are_counted_and_it_is_tried_again(
    house: House, clock: time.ManualClock
) -> None:
    polls = [house.answered([[1]]), house.answered([[2]])]
    clock.set(clock.at + dt.timedelta(days=8))

    def fail(instance: Closing, **_more: object) -> None:
        if instance.poll == polls[0]:
            raise RuntimeError("a fault of the site")

    pre_save.connect(fail, sender=Closing)
    try:
        with pytest.raises(RuntimeError):
            commands.close_due()
    finally:
        pre_save.disconnect(fail, sender=Closing)
    assert [queries.state_of(one) for one in polls] == [State.COUNTING, State.CLOSED]
    assert commands.close_due() == 1


def test_poll_when_four_answered_then_not_even_the_database_knows_what_was_chosen(house: House) -> None:
    poll = house.answered([[1]] * 4)
    commands.close_early(poll, "场地有变化", by=house.asker)
    closing = Closing.objects.get()
    assert (closing.answers, closing.counts, queries.shown(poll).bars) == (4, [], ())


def test_poll_when_ended_early_then_the_reason_is_shown_and_it_takes_no_more(house: House) -> None:
    poll = house.answered([[1], [2]])
    with pytest.raises(HouseError, match="为什么"):
        commands.close_early(poll, " ", by=house.asker)
    commands.close_early(poll, "场地有变化", by=house.asker)
    assert queries.shown(poll).reason == "场地有变化"
    for act in (
        lambda: commands.answer(poll, [1], by=an_account()),
        lambda: commands.close_early(poll, "再来", by=house.asker),
        lambda: commands.withdraw(poll, "再来", by=house.asker),
    ):
        with pytest.raises(Conflict):
            act()


def test_poll_when_withdrawn_then_answers_are_deleted_and_never_counted(
    house: House, clock: time.ManualClock
) -> None:
    poll = house.answered([[1]] * 6)
    commands.withdraw(poll, "问错了", by=house.asker)
    assert not Participation.objects.exists() and not Option.objects.exclude(tally=0).exists()
    clock.set(clock.at + dt.timedelta(days=30))
    assert commands.close_due() == 0
    shown = queries.shown(poll)
    assert (shown.state, shown.reason, shown.answers) == (State.WITHDRAWN, "问错了", None)


def test_outcome_when_told_then_it_stands_with_its_day_and_five_are_enough(
    house: House, clock: time.ManualClock
) -> None:
    poll = house.poll()
    with pytest.raises(Conflict):
        commands.tell_outcome(poll, "早说了", by=house.asker)
    commands.close_early(poll, "够了", by=house.asker)
    assert [one.poll for one in queries.waiting_for_outcome(house.asker)] == [poll]
    commands.tell_outcome(poll, "夏天开到八点。", by=house.asker)
    assert queries.waiting_for_outcome(house.asker) == []
    assert [(one.text, one.on) for one in queries.shown(poll).told] == [("夏天开到八点。", time.today())]
    for number in range(4):
        commands.tell_outcome(poll, f"又说一句{number}", by=house.asker)
    with pytest.raises(Conflict):
        commands.tell_outcome(poll, "再说一句", by=house.asker)


def test_outcome_when_three_months_have_passed_then_nobody_is_reminded(
    house: House, clock: time.ManualClock
) -> None:
    commands.close_early(house.poll(), "够了", by=house.asker)
    assert queries.waiting_for_outcome(an_account()) == []
    clock.set(clock.at + dt.timedelta(days=91))
    assert queries.waiting_for_outcome(house.asker) == []


def test_figures_when_polls_end_then_each_counts_once_and_answers_as_often_as_people_answered(
    house: House,
) -> None:
    commands.close_early(house.answered([[1], [2], [3]]), "够了", by=house.asker)
    commands.close_early(house.answered([[1, 2]] * 5, most=2), "够了", by=house.asker)
    house.answered([[1]])
    assert (value_of("polls.held"), value_of("polls.answers")) == (2, 8)


def test_figures_when_an_invented_unit_asks_then_it_is_not_counted(house: House) -> None:
    sample = a_unit(is_sample=True)
    asker = someone_with(Post.SECRETARY, sample)
    poll = commands.draft(words(), unit=sample, by=asker)
    commands.publish(poll, by=asker)
    commands.close_early(poll, "够了", by=asker)
    assert value_of("polls.held") == 0


def test_acts_when_done_then_each_leaves_one_row_in_the_chain(house: House) -> None:
    poll = house.answered([[1]])
    commands.close_early(poll, "够了", by=house.asker)
    commands.tell_outcome(poll, "用了。", by=house.asker)
    commands.withdraw(house.poll(), "问错了", by=house.asker)
    acts = (
        AuditEvent.objects.filter(action__startswith="poll:").order_by("seq").values_list("action", flat=True)
    )
    assert list(acts) == [
        "poll:draft",
        "poll:publish",
        "poll:answer",
        "poll:close",
        "poll:outcome",
        "poll:draft",
        "poll:publish",
        "poll:withdraw",
    ]
