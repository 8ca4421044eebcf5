"""The pure rules of letters: whose desk, which state, who may read, which code, at their edges."""

from __future__ import annotations

import datetime as dt
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.complaints import rules
from sixianghui.complaints.rules import Desk, Publicity, State, Turn, pick, state

DESKS = st.lists(st.builds(Desk, st.integers(1, 8), st.integers(1, 3), st.just("x"), st.integers(0, 5)))


@pytest.mark.parametrize(
    ("received", "promised", "provisional"),
    [
        (dt.date(2018, 6, 5), dt.date(2018, 6, 14), False),
        (dt.date(2018, 6, 8), dt.date(2018, 6, 20), False),
        (dt.date(2018, 12, 25), dt.date(2019, 1, 4), True),
    ],
)
def test_promise_when_made_then_is_seven_working_days(
    received: dt.date, promised: dt.date, provisional: bool
) -> None:
    assert rules.promise(received) == (promised, provisional)


@pytest.mark.parametrize(
    ("answered", "withdrawn", "passed_on", "expected"),
    [
        (False, False, False, State.RECEIVED),
        (False, False, True, State.PASSED_ON),
        (True, False, False, State.ANSWERED),
        (True, False, True, State.ANSWERED),
        (False, True, False, State.WITHDRAWN),
        (False, True, True, State.WITHDRAWN),
    ],
)
def test_state_when_facts_stand_then_follows_from_them(
    answered: bool, withdrawn: bool, passed_on: bool, expected: State
) -> None:
    assert state(answered=answered, withdrawn=withdrawn, passed_on=passed_on) is expected


@given(DESKS, st.frozensets(st.integers(1, 8)))
def test_desk_when_picked_then_is_never_barred_and_has_the_fewest_letters(
    desks: list[Desk], barred: frozenset[int]
) -> None:
    found = pick(desks, barred)
    free = [desk for desk in desks if desk.account not in barred]
    if found is None:
        assert free == []
    else:
        assert found in free
        assert found.waiting == min(desk.waiting for desk in free)


def test_late_when_the_promise_holds_then_is_nothing() -> None:
    day = dt.date(2018, 6, 5)
    assert [rules.days_late(day, day + dt.timedelta(days=n)) for n in (-3, 0, 1, 9)] == [0, 0, 1, 9]


@given(st.binary(min_size=32, max_size=32))
def test_code_when_typed_in_any_way_then_is_the_same(octets: bytes) -> None:
    code = rules.code_of(octets)
    assert re.fullmatch(f"(?:[{rules.LETTERS}]{{4}}-){{3}}[{rules.LETTERS}]{{4}}", code)
    plain = code.replace("-", "")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code, code.lower(), f" {code} ", code.replace("-", " "), code.replace("-", "—"), wide):
        assert rules.plain_code(typed) == plain


def test_codes_when_many_are_made_then_none_comes_twice() -> None:
    assert len({rules.code_of(os.urandom(32)) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        (
            dt.date(2018, 2, 9),
            dt.date(2018, 2, 24),
        ),  # Spring Festival: 11 and 24 February worked, 15 to 21 off
        (dt.date(2018, 3, 29), dt.date(2018, 4, 10)),  # Qingming: 8 April worked, 5 to 7 off
        (dt.date(2018, 4, 20), dt.date(2018, 5, 2)),  # May Day: 28 April worked, 29 April to 1 May off
    ],
)
def test_promise_when_a_moved_holiday_is_in_the_way_then_counts_weekends_worked_and_not_days_off(
    received: dt.date, promised: dt.date
) -> None:
    assert rules.promise(received) == (promised, False)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (dt.date(2018, 4, 27), 2),
        (dt.date(2018, 4, 28), 1),
        (dt.date(2018, 4, 30), 1),
        (dt.date(2018, 5, 2), 0),
        (dt.date(2018, 5, 5), -2),
        (dt.date(2018, 5, 7), -3),
    ],
)
def test_clock_when_a_moved_holiday_is_in_the_way_then_counts_working_days(today: dt.date, left: int) -> None:
    assert rules.working_days_left(dt.date(2018, 5, 2), today) == left


@pytest.mark.parametrize(
    ("wished", "prepared", "turn", "publicity"),
    [
        (False, False, None, Publicity.PRIVATE),
        (False, True, Turn.DROPPED, Publicity.PRIVATE),
        (False, True, Turn.TAKEN_DOWN, Publicity.PRIVATE),
        (True, False, None, Publicity.WISHED),
        (True, True, None, Publicity.PREPARED),
        (True, True, Turn.RETURNED, Publicity.RETURNED),
        (True, True, Turn.TAKEN_DOWN, Publicity.WISHED),
        (True, True, Turn.DROPPED, Publicity.WISHED),
        (True, True, Turn.RELEASED, Publicity.RELEASED),
        (False, True, Turn.RELEASED, Publicity.RELEASED),  # its writer was forgotten; it stands
    ],
)
def test_publicity_then_follows_from_the_wish_and_from_what_became_of_the_newest_text(
    wished: bool, prepared: bool, turn: Turn | None, publicity: Publicity
) -> None:
    assert rules.publicity(wished=wished, prepared=prepared, turn=turn) is publicity


@pytest.mark.parametrize(("who", "may"), [(1, False), (2, False), (3, False), (4, True)])
def test_release_when_it_would_be_by_somebody_with_a_hand_in_it_then_may_not_be(who: int, may: bool) -> None:
    assert rules.may_release(who=who, prepared_by=1, answered_by=2, writer=3) is may
    assert rules.may_release(who=who, prepared_by=None, answered_by=None, writer=None)


@pytest.mark.parametrize(
    ("where", "is_open"),
    [(State.RECEIVED, True), (State.PASSED_ON, True), (State.ANSWERED, False), (State.WITHDRAWN, False)],
)
def test_letter_when_neither_answered_nor_withdrawn_then_is_open(where: State, is_open: bool) -> None:
    assert where.is_open is is_open


@pytest.mark.parametrize(
    ("publicity", "to_prepare"),
    [
        (Publicity.PRIVATE, False),
        (Publicity.WISHED, True),
        (Publicity.PREPARED, False),
        (Publicity.RETURNED, True),
        (Publicity.RELEASED, False),
    ],
)
def test_text_for_everybody_when_wished_for_or_returned_then_is_yet_to_be_prepared(
    publicity: Publicity, to_prepare: bool
) -> None:
    assert publicity.to_prepare is to_prepare


def test_desk_when_two_have_as_few_letters_then_is_that_of_the_older_account() -> None:
    desks = [Desk(1, 1, "x", 2), Desk(5, 1, "x", 1), Desk(3, 2, "x", 1), Desk(4, 2, "x", 1)]
    assert pick(iter(desks), frozenset()) == desks[2]
    assert pick(desks, frozenset({3, 4, 5})) == desks[0]


def test_question_and_desk_when_nothing_more_is_said_then_are_private_and_empty() -> None:
    assert rules.Asking("几时办好") == rules.Asking("几时办好", public=False, shown_as="")
    assert Desk(1, 1, "x").waiting == 0


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (bytes(32), "AAAA-AAAA-AAAA-AAAA"),
        (bytes(31) + b"\x01", "BAAA-AAAA-AAAA-AAAA"),
        (bytes(31) + b"\x1e", "9AAA-AAAA-AAAA-AAAA"),
        (bytes(31) + b"\x1f", "ABAA-AAAA-AAAA-AAAA"),
    ],
)
def test_code_when_made_then_each_letter_counts_thirty_one(octets: bytes, code: str) -> None:
    assert rules.code_of(octets) == code


def test_times_and_lengths_when_changed_then_somebody_meant_it() -> None:
    assert (rules.PROMISED, rules.SECONDS_TO_WRITE, rules.CODE_LENGTH) == (7, 2, 16)
    assert (dt.timedelta(minutes=10), dt.timedelta(days=730)) == (rules.TAKE_BACK, rules.KEPT)
    assert (rules.SHORTEST, rules.LONGEST, rules.CONTACT_LENGTH) == (5, 2000, 100)
    assert (rules.TITLE_SHORTEST, rules.TITLE_LONGEST, rules.NAME_LENGTH) == (4, 40, 20)
    assert rules.LETTERS == "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
