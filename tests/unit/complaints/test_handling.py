"""Answering a letter and passing it on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.complaints import queries
from sixianghui.complaints.askers import Asker
from sixianghui.complaints.cards import cards
from sixianghui.complaints.commands import answer, pass_on, read, take_back, withdraw
from sixianghui.complaints.models import Answer, Assignment, Kind
from sixianghui.complaints.rules import State
from sixianghui.notify.public import Message
from sixianghui.ui.public import Whose
from tests.factories import an_account, an_appointment, someone_with
from tests.unit.complaints.house import TEXT, House, discipline_member, handler, now, to

WHY = "这是支部楼道的灯，归支部管。"
DONE = "灯已经换过，今晚就亮。"


def texts(written: Any) -> list[str]:
    return [one.text for one in queries.words_of(now(written))]


def test_letter_when_answered_then_its_writer_is_told_without_the_words(house: House) -> None:
    written = house.letter()
    Message.objects.all().delete()
    answer(written.complaint, f"  {DONE}\n", by=house.clerk)
    assert (now(written).state, texts(written)) == (State.ANSWERED, [TEXT, DONE])
    told = Message.objects.get()
    assert (told.account, told.kind, told.url) == (
        house.writer,
        "complaints.answered",
        f"/complaints/mine/{written.complaint.ref}/",
    )
    assert DONE not in told.text
    assert house.committee.name in told.text


def test_letter_without_a_name_when_answered_then_its_code_reads_it_and_nobody_is_told(house: House) -> None:
    written = house.letter(by=None)
    Message.objects.all().delete()
    answer(written.complaint, DONE, by=house.clerk)
    letter = queries.by_code(written.code)
    assert letter is not None
    assert [one.text for one in queries.words_of(letter)] == [TEXT, DONE]
    assert not Message.objects.exists()


def test_letter_when_answered_twice_then_the_first_answer_stands(house: House) -> None:
    written = house.letter()
    answer(written.complaint, DONE, by=house.clerk)
    with pytest.raises(Conflict):
        answer(written.complaint, "第二次答复。", by=house.clerk)
    assert texts(written) == [TEXT, DONE]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  好。", "长" * 2001])
def test_answer_when_it_says_nothing_or_too_much_then_is_refused(house: House, text: str) -> None:
    written = house.letter()
    with pytest.raises(HouseError):
        answer(written.complaint, text, by=house.clerk)
    assert now(written).state is State.RECEIVED


def test_letter_when_it_lies_on_another_desk_then_nobody_else_reads_or_answers_it(house: House) -> None:
    """Neither a fellow clerk, nor whoever may answer anything else, nor an administrator."""
    written = house.letter()
    others = [
        someone_with(Post.COMMITTEE_CLERK, house.committee),
        house.discipline,
        house.writer,
        someone_with(Post.SECURITY_ADMIN, house.committee),
        someone_with(Post.AUDITOR, house.committee),
        someone_with(Post.SYSTEM_ADMIN, house.committee),
        an_account(is_superuser=True),
    ]
    for other in others:
        assert queries.letter_on_desk(other, written.complaint.ref) is None
        assert queries.on_desk(other) == []
        for act in (
            lambda by: read(now(written), by=by),
            lambda by: answer(written.complaint, DONE, by=by),
            lambda by: pass_on(written.complaint, to(written, others[0]), WHY, by=by),
        ):
            with pytest.raises(NotThere):
                act(other)
    assert queries.letter_of(others[0], written.complaint.ref) is None
    assert now(written).state is State.RECEIVED


def test_desk_when_the_post_no_longer_allows_it_then_the_letter_is_closed_to_its_handler(
    house: House, clock: Any
) -> None:
    written = house.letter()
    from sixianghui.directory.public import Appointment

    Appointment.objects.filter(person__account=house.clerk).update(until=clock.at.date())
    house.clerk.__dict__.pop("_held", None)
    assert queries.letter_on_desk(house.clerk, written.complaint.ref) is None
    with pytest.raises(Refused):
        answer(written.complaint, DONE, by=house.clerk)
    with pytest.raises(Refused):
        read(now(written), by=house.clerk)


def test_letter_when_opened_by_its_handler_then_that_is_in_the_chain_and_its_words_are_not(
    house: House,
) -> None:
    written = house.letter()
    assert [one.text for one in read(now(written), by=house.clerk)] == [TEXT]
    event = AuditEvent.objects.get(action="complaint:read")
    assert (event.actor, event.object_id, event.detail) == (
        house.clerk.pk,
        str(written.complaint.pk),
        "{}",
    )


def test_letter_when_passed_on_then_the_promise_stays_and_only_the_next_desk_has_it(
    house: House, clock: Any
) -> None:
    secretary = someone_with(Post.SECRETARY, house.branch)
    written = house.letter()
    clock.set(clock.at + dt.timedelta(days=2))
    pass_on(written.complaint, to(written, secretary), WHY, by=house.clerk)
    letter = now(written)
    assert letter.desk is not None
    assert (letter.state, letter.desk.handler, letter.desk.unit) == (
        State.PASSED_ON,
        secretary,
        house.branch,
    )
    assert letter.complaint.promised_on == dt.date(2018, 6, 14)
    assert texts(written) == [TEXT, WHY]
    assert queries.letter_on_desk(house.clerk, written.complaint.ref) is None
    answer(written.complaint, DONE, by=secretary)
    assert [(one.why, one.ended_at is None) for one in Assignment.objects.order_by("pk")] == [
        ("received", False),
        ("passed_on", True),
    ]


def test_burden_when_passed_on_then_only_to_another_discipline_member_and_never_the_asker(
    house: House,
) -> None:
    asker, other = discipline_member(house.branch), discipline_member(house.general)
    someone_with(Post.SECRETARY, house.branch)
    written = house.letter(Kind.BURDEN, by=house.clerk, asker=Asker(asker.pk, house.committee.pk))
    assert handler(written) == house.discipline
    with pytest.raises(NotThere):
        pass_on(written.complaint, to(written, asker), WHY, by=house.discipline)
    pass_on(written.complaint, to(written, other), WHY, by=house.discipline)
    assert handler(written) == other
    choices = queries.destinations(written.complaint, frozenset())
    assert {one.desk.account for one in choices} == {asker.pk, other.pk, house.discipline.pk}


def test_letter_when_passed_on_to_its_writer_or_oneself_then_is_refused(house: House) -> None:
    an_appointment(house.writer, house.branch, Post.SECRETARY)
    written = house.letter()
    for nobody in (house.writer, house.clerk):
        with pytest.raises(NotThere):
            pass_on(written.complaint, to(written, nobody), WHY, by=house.clerk)
    assert handler(written) == house.clerk


def test_passing_on_when_taken_back_in_time_then_the_letter_is_back_and_the_note_is_gone(
    house: House, clock: Any
) -> None:
    written = house.letter()
    clock.set(clock.at + dt.timedelta(minutes=5))
    pass_on(written.complaint, to(written, house.discipline), WHY, by=house.clerk)
    clock.set(clock.at + dt.timedelta(minutes=10))
    take_back(written.complaint, by=house.clerk)
    assert (handler(written), now(written).state, texts(written)) == (
        house.clerk,
        State.RECEIVED,
        [TEXT],
    )
    with pytest.raises(Conflict):
        take_back(written.complaint, by=house.clerk)


def test_passing_on_when_late_answered_or_somebody_elses_then_stays(house: House, clock: Any) -> None:
    late, answered, others = house.letter(), house.letter(), house.letter()
    for written in (late, answered, others):
        pass_on(written.complaint, to(written, house.discipline), WHY, by=house.clerk)
    answer(answered.complaint, DONE, by=house.discipline)
    with pytest.raises(Conflict):
        take_back(answered.complaint, by=house.clerk)
    with pytest.raises(Conflict):
        take_back(others.complaint, by=house.discipline)
    clock.set(clock.at + dt.timedelta(minutes=10, seconds=1))
    with pytest.raises(Conflict):
        take_back(late.complaint, by=house.clerk)
    assert {handler(one) for one in (late, answered, others)} == {house.discipline}


def test_letter_when_withdrawn_then_cannot_be_passed_on(house: House) -> None:
    written = house.letter()
    destination = to(written, house.discipline)
    withdraw(written.complaint, by=house.writer)
    with pytest.raises(Conflict):
        pass_on(written.complaint, destination, WHY, by=house.clerk)


def test_desk_when_it_holds_letters_then_the_oldest_promise_is_first_and_cards_say_no_words(
    house: House, clock: Any
) -> None:
    first = house.letter()
    clock.set(clock.at + dt.timedelta(days=3))
    second = house.letter(Kind.COMPLAINT)
    assert [letter.ref for letter in queries.on_desk(house.clerk)] == [
        first.complaint.ref,
        second.complaint.ref,
    ]
    found = sorted(cards(house.clerk), key=lambda card: card.order)
    assert [card.title for card in found] == ["答复一条建议", "答复一件投诉"]
    assert {card.whose for card in found} == {Whose.ORGANISATION}
    assert (found[0].due, found[0].since) == (dt.date(2018, 6, 14), dt.date(2018, 6, 5))
    assert TEXT not in repr(found)
    answer(first.complaint, DONE, by=house.clerk)
    assert len(list(cards(house.clerk))) == 1
    assert list(cards(house.writer)) == []


def test_letter_when_overdue_then_the_clock_is_the_organisations(house: House, clock: Any) -> None:
    written = house.letter()
    clock.set(clock.at + dt.timedelta(days=9))
    assert now(written).late == 0
    clock.set(clock.at + dt.timedelta(days=2))
    assert now(written).late == 2
    answer(written.complaint, DONE, by=house.clerk)
    clock.set(clock.at + dt.timedelta(days=30))
    assert now(written).late == 2
