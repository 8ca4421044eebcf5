"""Whose desk a letter comes to, and where it goes when the desk falls empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, transaction

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.complaints import queries
from sixianghui.complaints.askers import Asker
from sixianghui.complaints.cards import cards
from sixianghui.complaints.commands import add_outcome, answer, desks, reassign
from sixianghui.complaints.models import Assignment, Kind, Why
from sixianghui.directory.public import Appointment, Unit, accept_handover, offer_handover
from tests.factories import a_person, an_account, an_appointment, signed_in, someone_with
from tests.unit.complaints.house import House, a_house, discipline_member, handler, now


def clerk(house: House) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, house.committee)


def leave(account: Account, clock: Any) -> None:
    """Somebody's posts end today, without a signal."""
    Appointment.objects.filter(person__account=account).update(until=clock.at.date())
    account.__dict__.pop("_held", None)


def test_letters_when_several_clerks_are_there_then_go_to_the_one_with_the_fewest(house: House) -> None:
    other = clerk(house)
    first, second, third = house.letter(), house.letter(), house.letter()
    assert [handler(one) for one in (first, second, third)] == [house.clerk, other, house.clerk]
    answer(first.complaint, "已经修好了。", by=house.clerk)
    answer(third.complaint, "已经修好了。", by=house.clerk)
    assert handler(house.letter()) == house.clerk


def test_letter_when_a_clerk_writes_it_then_another_answers(house: House) -> None:
    assert handler(house.letter(by=house.clerk)) == house.discipline
    assert handler(house.letter(by=house.clerk, named=False)) == house.discipline
    other = clerk(house)
    assert handler(house.letter(by=house.clerk)) == other


def test_burden_when_nobody_says_who_asked_then_goes_to_the_committees_discipline_member(
    house: House,
) -> None:
    discipline_member(house.branch)
    assert handler(house.letter(Kind.BURDEN)) == house.discipline


def test_burden_when_a_unit_asked_then_goes_to_its_discipline_member(house: House) -> None:
    own = discipline_member(house.branch)
    secretary = someone_with(Post.SECRETARY, house.branch)
    written = house.letter(Kind.BURDEN, asker=Asker(secretary.pk, house.branch.pk))
    assert (handler(written), written.complaint.unit) == (own, house.branch)


def test_burden_when_the_only_recipient_is_the_asker_then_goes_to_the_superior_units(house: House) -> None:
    asker = discipline_member(house.branch)
    above = discipline_member(house.general)
    written = house.letter(Kind.BURDEN, asker=Asker(asker.pk, house.branch.pk))
    assert (handler(written), written.complaint.unit) == (above, house.general)


def test_burden_when_the_superior_unit_has_nobody_then_goes_further_up(house: House) -> None:
    asker = discipline_member(house.branch)
    assert handler(house.letter(Kind.BURDEN, asker=Asker(asker.pk, house.branch.pk))) == house.discipline


def test_burden_when_a_unit_has_no_superior_then_the_committee_hears_it(house: House) -> None:
    from tests.factories import a_unit

    alone: Unit = a_unit()
    asker = discipline_member(alone)
    assert handler(house.letter(Kind.BURDEN, asker=Asker(asker.pk, alone.pk))) == house.discipline


def test_burden_when_only_the_asker_could_have_it_then_waits_and_never_comes_to_them(
    house: House, clock: Any
) -> None:
    written = house.letter(Kind.BURDEN, asker=Asker(house.discipline.pk, house.committee.pk))
    assert handler(written) is None
    assert reassign() == 0
    assert queries.on_desk(house.discipline) == []
    security = someone_with(Post.SECURITY_ADMIN, house.committee)
    assert [card.title for card in cards(security)] == ["有信没有人能受理"]
    assert list(cards(house.clerk)) == []
    second = discipline_member(house.committee)
    assert reassign() == 1
    assert handler(written) == second
    assert list(cards(security)) == []
    assert [desk.why for desk in Assignment.objects.all()] == [Why.RECEIVED]


def test_burden_when_the_writer_is_the_discipline_member_then_goes_past_them(house: House) -> None:
    own = discipline_member(house.branch)
    written = house.letter(Kind.BURDEN, by=own, asker=Asker(None, house.branch.pk))
    assert handler(written) == house.discipline


def test_desk_when_its_holder_has_left_the_post_then_the_letter_finds_another(
    house: House, clock: Any
) -> None:
    written, answered = house.letter(), house.letter()
    answer(answered.complaint, "已经修好了。", by=house.clerk)
    leave(house.clerk, clock)
    assert queries.letter_on_desk(house.clerk, written.complaint.ref) is None
    second = clerk(house)
    assert reassign() == 1
    assert reassign() == 0
    assert handler(written) == second
    assert [desk.why for desk in Assignment.objects.filter(complaint=written.complaint)] == [
        Why.RECEIVED,
        Why.VACANT,
    ]
    assert handler(answered) == house.clerk


def test_desk_when_nobody_is_left_then_the_letter_lies_on_none(house: House, clock: Any) -> None:
    written = house.letter(Kind.BURDEN)
    leave(house.discipline, clock)
    assert reassign() == 0
    assert handler(written) is None


@pytest.mark.django_db
def test_posts_when_changed_then_letters_find_desks_once_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as called:
        house = a_house()
        written = house.letter(Kind.BURDEN, asker=Asker(house.discipline.pk, house.committee.pk))
        second = discipline_member(house.committee)
        clerk(house)
        assert handler(written) is None
    assert [getattr(one, "__name__", "") for one in called].count("_follow") == 1
    assert handler(written) == second


@pytest.mark.django_db(transaction=True)
def test_posts_when_their_letters_cannot_be_laid_then_what_else_follows_the_commit_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = a_house()
    done: list[str] = []
    written = house.letter(Kind.BURDEN, asker=Asker(house.discipline.pk, house.committee.pk))

    def cannot() -> int:
        raise OperationalError("canceling statement due to lock timeout")

    with monkeypatch.context() as patch:
        patch.setattr(desks, "reassign", cannot)
        with transaction.atomic():
            second = discipline_member(house.committee)
            transaction.on_commit(lambda: done.append("what follows"))
        assert (done, handler(written)) == (["what follows"], None)
    assert reassign() == 1  # the routine, later
    assert handler(written) == second


def a_successor(house: House) -> Account:
    account = an_account()
    a_person(house.committee, account=account)
    return account


def hand_over(house: House, successor: Account, post: Post, holder: Account) -> None:
    appointment = Appointment.objects.get(person__account=holder, post=post)
    accept_handover(offer_handover(appointment, successor.person, by=holder), by=successor)  # type: ignore[attr-defined]


def test_post_when_handed_over_then_its_open_letters_go_along(house: House, clock: Any) -> None:
    written, answered = house.letter(), house.letter()
    answer(answered.complaint, "已经修好了。", by=house.clerk)
    clock.set(clock.at + dt.timedelta(days=1))
    successor = a_successor(house)
    hand_over(house, successor, Post.COMMITTEE_CLERK, house.clerk)
    desk = now(written).desk
    assert desk is not None
    assert (desk.handler, desk.why, desk.post) == (successor, Why.HANDED_OVER, "committee_clerk")
    assert [letter.ref for letter in queries.on_desk(Account.objects.get(pk=successor.pk))] == [
        written.complaint.ref
    ]
    assert handler(answered) == house.clerk


def test_post_when_handed_over_then_what_changed_since_is_said_of_public_letters_without_reading_them(
    house: House, clock: Any
) -> None:
    public, private = house.letter(Kind.QUESTION), house.letter()
    made = house.released(public)
    answer(private.complaint, "已经修好了。", by=house.clerk)
    clock.set(clock.at + dt.timedelta(days=1))
    successor = a_successor(house)
    with pytest.raises(NotThere):
        add_outcome(public.complaint, "楼道装了感应灯。", time.today(), by=successor)
    hand_over(house, successor, Post.COMMITTEE_CLERK, house.clerk)
    successor = Account.objects.get(pk=successor.pk)
    client, page = signed_in(successor), f"/complaints/releases/{made.ref}/"
    assert "记一笔：因此改变了什么" in client.get(page).content.decode()
    sent = {"verdict": "change", "day": time.today().isoformat(), "change": "短"}
    assert client.post(f"{page}verdict/", sent).status_code == 422
    sent["change"] = "楼道装了感应灯。"
    assert "楼道装了感应灯。" in client.post(f"{page}verdict/", sent, follow=True).content.decode()
    letter = queries.public_letter(made.ref)
    assert letter is not None
    assert [change.text for change in letter.changes] == ["楼道装了感应灯。"]
    assert queries.letter_on_desk(successor, public.complaint.ref) is None
    with pytest.raises(NotThere):
        add_outcome(private.complaint, "楼道装了感应灯。", time.today(), by=successor)


def test_post_when_its_holder_wrote_the_letter_then_does_not_say_what_changed_because_of_it(
    house: House,
) -> None:
    mine = clerk(house)
    written = house.letter(Kind.QUESTION, by=mine)
    made = house.released(written)
    with pytest.raises(NotThere):
        add_outcome(written.complaint, "楼道装了感应灯。", time.today(), by=mine)
    shown = signed_in(mine).get(f"/complaints/releases/{made.ref}/").content.decode()
    assert "记一笔" not in shown


def test_post_when_handed_over_to_the_writer_or_the_asker_then_those_letters_go_elsewhere(
    house: House, clock: Any
) -> None:
    second = discipline_member(house.committee)
    successor = a_successor(house)
    about_them = house.letter(Kind.BURDEN, asker=Asker(successor.pk, house.committee.pk))
    by_them = house.letter(Kind.BURDEN, by=successor)
    others = house.letter(Kind.BURDEN)
    assert [handler(one) for one in (about_them, by_them, others)] == [
        house.discipline,
        second,
        house.discipline,
    ]
    hand_over(house, successor, Post.DISCIPLINE_MEMBER, house.discipline)
    assert [handler(one) for one in (about_them, by_them, others)] == [second, second, successor]


def test_other_post_when_handed_over_then_letters_stay(house: House) -> None:
    an_appointment(house.clerk, house.committee, Post.EDITOR)
    written = house.letter()
    hand_over(house, a_successor(house), Post.EDITOR, house.clerk)
    assert handler(written) == house.clerk
