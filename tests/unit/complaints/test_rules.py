from __future__ import annotations

import datetime as dt
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.complaints import rules
from sixianghui.complaints.rules import Desk, State, pick, state

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
