"""Forgetting, counting, limiting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from sixianghui.access.public import Post
from sixianghui.complaints import limits, queries
from sixianghui.complaints.commands import answer, forget_old, withdraw
from sixianghui.complaints.limits import Limit
from sixianghui.complaints.models import Attempt, Complaint, Kind, Sender, Words
from sixianghui.complaints.personal import erase
from sixianghui.complaints.rules import KEPT, State
from sixianghui.ledger.public import WHOLE, Scope, cells, get, read, value_of
from sixianghui.tasks import routines
from sixianghui.vault.public import Subject, holders
from tests.factories import a_unit, an_enterprise, someone_with
from tests.unit.complaints.house import TEXT, House, discipline_member, now

DONE = "灯已经换过，今晚就亮。"


def test_words_when_two_years_have_passed_since_the_end_then_are_forgotten(house: House, clock: Any) -> None:
    answered, withdrawn, waiting, later = house.letter(), house.letter(), house.letter(), house.letter()
    answer(answered.complaint, DONE, by=house.clerk)
    withdraw(withdrawn.complaint, by=house.writer)
    clock.set(clock.at + dt.timedelta(days=1))
    answer(later.complaint, DONE, by=house.clerk)
    clock.set(clock.at + KEPT - dt.timedelta(hours=1))
    assert forget_old() == 2
    assert forget_old() == 0
    assert set(Sender.objects.values_list("complaint", flat=True)) == {
        waiting.complaint.pk,
        later.complaint.pk,
    }
    assert [one.text for one in queries.words_of(now(later))] == [TEXT, DONE]
    assert queries.words_of(now(answered)) == []
    assert (now(answered).state, now(withdrawn).state) == (State.ANSWERED, State.WITHDRAWN)
    assert Complaint.objects.count() == 4


def test_writer_when_erased_then_words_and_name_are_gone_and_the_numbers_stay(house: House) -> None:
    waiting, answered, others = house.letter(), house.letter(), house.letter(by=None)
    answer(answered.complaint, DONE, by=house.clerk)
    before = value_of("complaints.received"), value_of("complaints.answered_in_time")
    done = erase(Subject(account=house.writer.pk))
    assert [count for _what, count in done.erased] == [2]
    assert erase(Subject(account=house.writer.pk)).erased == []
    assert erase(Subject(account=None, person=1)).erased == []
    assert list(Words.objects.values_list("complaint", flat=True)) == [others.complaint.pk]
    assert [one.account for one in Sender.objects.all()] == [None]
    assert (now(waiting).state, now(answered).state) == (State.WITHDRAWN, State.ANSWERED)
    assert (value_of("complaints.received"), value_of("complaints.answered_in_time")) == before


def test_writer_when_they_ask_for_a_copy_then_letters_and_answers_are_in_it(house: House) -> None:
    written = house.letter()
    house.letter(by=None, text="别人写的，与他无关。")
    answer(written.complaint, DONE, by=house.clerk)
    holder = next(one for one in holders() if one.name == "complaints")
    said = [
        str(item.value)
        for section in holder.sections(Subject(account=house.writer.pk))
        for row in section.rows
        for item in row
    ]
    assert [text for text in (TEXT, DONE, "别人写的，与他无关。") if text in said] == [TEXT, DONE]


def test_figures_when_counted_then_real_units_letters_and_only_what_was_answered_in_time(
    house: House, clock: Any
) -> None:
    sample = a_unit(enterprise=an_enterprise(is_sample=True), is_sample=True)
    invented = discipline_member(sample)
    from sixianghui.complaints.askers import Asker

    in_time, late, _waiting, withdrawn = house.letter(), house.letter(), house.letter(), house.letter()
    burden = house.letter(Kind.BURDEN, asker=Asker(None, sample.pk))
    withdraw(withdrawn.complaint, by=house.writer)
    clock.set(clock.at + dt.timedelta(days=9, hours=11))  # the evening of the promised day
    answer(in_time.complaint, DONE, by=house.clerk)
    answer(burden.complaint, DONE, by=invented)
    clock.set(clock.at + dt.timedelta(hours=2))
    answer(late.complaint, DONE, by=house.clerk)
    assert (value_of("complaints.received"), value_of("complaints.answered_in_time")) == (4, 1)
    figure = get("complaints.answered_in_time")
    rows = [cells(figure, row) for row in figure.rows(WHOLE)]
    assert rows == [["2018-06-05", "2018-06-14", "2018-06-14", house.committee.name]]


def test_figures_when_somebody_reads_them_then_a_units_few_are_hidden_and_rows_are_its_own_desks(
    house: House,
) -> None:
    for _ in range(3):
        house.letter()
    narrow = Scope(unit=house.committee.pk)
    secretary = someone_with(Post.SECRETARY, house.branch)
    for name in ("complaints.received", "complaints.answered_in_time"):
        figure = get(name)
        for reader in (None, house.writer, someone_with(Post.AUDITOR, house.committee)):
            assert (read(figure, WHOLE, reader).rows.count(), read(figure, narrow, reader).rows.count()) == (
                0,
                0,
            )
        assert read(figure, narrow, secretary).rows.count() == 0
    figure = get("complaints.received")
    assert (read(figure, WHOLE, None).text, read(figure, narrow, None).text) == ("3", "少于5")
    assert read(figure, narrow, house.clerk).rows.count() == 3


def test_place_when_it_has_used_up_its_letters_then_waits_and_others_do_not(db: None) -> None:
    now_ = timezone.now()
    for number in range(10):
        assert not limits.has_to_wait(Limit.LETTERS, "192.0.2.1", now=now_)
        limits.note(Limit.LETTERS, "192.0.2.1", now=now_ + dt.timedelta(minutes=number))
    later = now_ + dt.timedelta(minutes=59)
    assert limits.has_to_wait(Limit.LETTERS, "192.0.2.1", now=later)
    assert not limits.has_to_wait(Limit.LETTERS, "192.0.2.2", now=later)
    assert not limits.has_to_wait(Limit.CODES, "192.0.2.1", now=later)
    assert not limits.has_to_wait(Limit.LETTERS, "192.0.2.1", now=now_ + dt.timedelta(minutes=60, seconds=1))
    # A clock that was put back: by minutes it frees nobody, by hours it holds nobody up.
    assert limits.has_to_wait(Limit.LETTERS, "192.0.2.1", now=now_ - dt.timedelta(minutes=10))
    assert not limits.has_to_wait(Limit.LETTERS, "192.0.2.1", now=now_ - dt.timedelta(hours=6))


@pytest.mark.parametrize(
    ("first", "then", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("account 7", "account 7", True),
        ("account 7", "account 8", False),
    ],
)
def test_place_when_another_address_of_its_network_writes_then_it_is_the_same_place(
    db: None, first: str, then: str, same: bool
) -> None:
    for _ in range(10):
        limits.note(Limit.LETTERS, first)
    assert limits.has_to_wait(Limit.LETTERS, then) is same


def test_places_when_two_hours_old_then_are_gone_though_nobody_wrote_since(db: None) -> None:
    now_ = timezone.now()
    limits.note(Limit.LETTERS, "192.0.2.1", now=now_ - dt.timedelta(hours=2))
    limits.note(Limit.CODES, "192.0.2.9", now=now_ - dt.timedelta(minutes=30))
    assert [field for field in Attempt.objects.values_list("digest", flat=True) if "192" in field[:4]] == []
    routines.registry["complaints.forget_attempts"].run()
    assert [row.digest for row in Attempt.objects.all()] == [Limit.CODES.digest("192.0.2.9")]
