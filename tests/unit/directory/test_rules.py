"""The pure rules of the tree and of people's dates, at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.directory import rules
from sixianghui.directory.rules import DateFault

TODAY = dt.date(2018, 6, 5)
YESTERDAY, TOMORROW = dt.date(2018, 6, 4), dt.date(2018, 6, 6)
ADULT = dt.date(1985, 3, 15)
KINDS = (
    "industry_committee", "party_committee", "general_branch", "branch", "group", "league_branch", "enterprise",
)  # fmt: skip


@pytest.mark.parametrize(
    ("superior", "below"),
    [
        ("industry_committee", {"party_committee", "general_branch", "branch"}),
        ("party_committee", {"general_branch", "branch", "league_branch"}),
        ("general_branch", {"branch", "league_branch"}),
        ("branch", {"group", "league_branch"}),
        ("group", set()),
        ("league_branch", set()),
        ("enterprise", set()),
        ("no such kind", set()),
    ],
)
def test_unit_when_it_gets_a_superior_then_only_lower_kinds_fit(superior: str, below: set[str]) -> None:
    assert {kind for kind in KINDS if rules.may_stand_below(superior, kind)} == below


def test_guidance_when_given_then_goes_to_what_stands_for_itself() -> None:
    guided = {kind for kind in KINDS if rules.may_be_guided(kind)}
    assert guided == {"party_committee", "general_branch", "branch", "enterprise"}


@pytest.mark.parametrize(
    ("kind", "began", "due"),
    [
        ("industry_committee", dt.date(2018, 6, 5), dt.date(2023, 6, 5)),
        ("party_committee", dt.date(2018, 6, 5), dt.date(2023, 6, 5)),
        ("general_branch", dt.date(2018, 6, 5), dt.date(2021, 6, 5)),
        ("branch", dt.date(2018, 6, 5), dt.date(2021, 6, 5)),
        ("group", dt.date(2018, 6, 5), None),
        ("league_branch", dt.date(2018, 6, 5), None),
        ("enterprise", dt.date(2018, 6, 5), None),
        # Of a leap day: the years in which the terms end have none.
        ("party_committee", dt.date(2016, 2, 29), dt.date(2021, 2, 28)),
        ("branch", dt.date(2016, 2, 29), dt.date(2019, 2, 28)),
        # The day before and the day after it stay what they are.
        ("branch", dt.date(2016, 2, 28), dt.date(2019, 2, 28)),
        ("branch", dt.date(2016, 3, 1), dt.date(2019, 3, 1)),
    ],
)
def test_term_when_begun_then_is_due_after_its_years_on_the_same_day(
    kind: str, began: dt.date, due: dt.date | None
) -> None:
    assert rules.term_end(kind, began) == due


@pytest.mark.parametrize(
    "post",
    [
        "secretary", "deputy_secretary", "organisation_member", "publicity_member", "discipline_member",
        "group_leader",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("unit_kind", "statuses", "may"),
    [
        ("branch", {"full"}, True),
        ("branch", {"full", "league_member"}, True),
        ("branch", {"probationary"}, False),
        ("branch", {"applicant"}, False),
        ("branch", {"league_member"}, False),
        ("branch", set(), True),
        ("league_branch", {"league_member"}, True),
        ("league_branch", {"full"}, True),
        ("league_branch", {"probationary"}, False),
        ("league_branch", set(), True),
    ],
)
def test_leading_post_when_held_then_by_a_full_member_or_in_the_league_by_one_of_its_own(
    post: str, unit_kind: str, statuses: set[str], may: bool
) -> None:
    assert rules.may_lead(unit_kind, post, frozenset(statuses)) is may


@pytest.mark.parametrize("statuses", [set(), {"applicant"}, {"probationary"}, {"full"}])
def test_other_post_when_held_then_anybody_may(statuses: set[str]) -> None:
    assert rules.may_lead("branch", "liaison", frozenset(statuses)) is True


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (dt.date(2000, 6, 5), dt.date(2018, 6, 4), 17),
        (dt.date(2000, 6, 5), dt.date(2018, 6, 5), 18),
        (dt.date(2000, 6, 5), dt.date(2018, 6, 6), 18),
        # An earlier day in a later month, and a later day in an earlier one.
        (dt.date(2000, 6, 20), dt.date(2018, 7, 1), 18),
        (dt.date(2000, 6, 1), dt.date(2018, 5, 31), 17),
        (dt.date(2000, 2, 29), dt.date(2018, 2, 28), 17),
        (dt.date(2000, 2, 29), dt.date(2018, 3, 1), 18),
        (dt.date(2000, 2, 29), dt.date(2020, 2, 29), 20),
        (dt.date(2018, 6, 5), dt.date(2018, 6, 5), 0),
    ],
)
def test_age_when_the_birthday_comes_then_is_a_year_more(birth: dt.date, day: dt.date, age: int) -> None:
    assert rules.age_on(birth, day) == age


@pytest.mark.parametrize(
    ("birth", "employed", "since", "status", "fault"),
    [
        # Nothing known, or only one thing.
        (None, None, None, None, None),
        (None, None, None, "full", None),
        (ADULT, None, None, None, None),
        (ADULT, None, None, "full", None),
        (None, TODAY, None, None, None),
        (None, None, TODAY, None, None),
        (None, None, TODAY, "full", None),
        (None, TODAY, TODAY, "full", None),
        (ADULT, TODAY, TODAY, "full", None),
        (ADULT, None, dt.date(1900, 1, 1), None, None),
        # Born.
        (TODAY, None, None, None, None),
        (TOMORROW, None, None, None, DateFault.BORN_LATER),
        (dt.date(1900, 1, 1), None, None, None, None),
        (dt.date(1899, 12, 31), None, None, None, DateFault.BORN_LONG_AGO),
        # Employed.
        (None, TOMORROW, None, None, DateFault.EMPLOYED_LATER),
        (ADULT, TOMORROW, None, None, DateFault.EMPLOYED_LATER),
        (ADULT, dt.date(1999, 3, 14), None, None, DateFault.EMPLOYED_TOO_YOUNG),
        (ADULT, dt.date(1999, 3, 15), None, None, None),
        # In the Party or the League.
        (None, None, TOMORROW, None, DateFault.SINCE_LATER),
        (ADULT, TODAY, TOMORROW, "full", DateFault.SINCE_LATER),
        (None, None, dt.date(1921, 6, 30), "full", DateFault.BEFORE_THERE_WAS_ANY),
        (None, None, dt.date(1921, 7, 1), "full", None),
        (None, None, dt.date(1922, 5, 4), "league_member", DateFault.BEFORE_THERE_WAS_ANY),
        (None, None, dt.date(1922, 5, 5), "league_member", None),
        (None, None, dt.date(1921, 6, 30), None, None),
        (ADULT, None, dt.date(2003, 3, 14), "full", DateFault.TOO_YOUNG_FOR_PARTY),
        (ADULT, None, dt.date(2003, 3, 15), "full", None),
        (ADULT, None, dt.date(2003, 3, 14), "applicant", DateFault.TOO_YOUNG_FOR_PARTY),
        (ADULT, None, dt.date(2003, 3, 15), "applicant", None),
        (ADULT, None, dt.date(2003, 3, 14), None, None),
        (ADULT, None, dt.date(2003, 3, 14), "league_member", None),
        (ADULT, None, dt.date(1999, 3, 14), "league_member", DateFault.TOO_YOUNG_FOR_LEAGUE),
        (ADULT, None, dt.date(1999, 3, 15), "league_member", None),
    ],
)
def test_dates_when_they_cannot_be_true_then_the_fault_is_named(
    birth: dt.date | None,
    employed: dt.date | None,
    since: dt.date | None,
    status: str | None,
    fault: DateFault | None,
) -> None:
    assert rules.fault_in_dates(birth, employed, since, status, today=TODAY) == fault


def test_dates_when_several_are_wrong_then_the_first_is_named() -> None:
    assert rules.fault_in_dates(TOMORROW, TOMORROW, TOMORROW, "full", today=TODAY) == DateFault.BORN_LATER
    assert rules.fault_in_dates(ADULT, TOMORROW, TOMORROW, "full", today=TODAY) == DateFault.EMPLOYED_LATER
    too_young = dt.date(1999, 3, 14)
    assert rules.fault_in_dates(ADULT, too_young, TOMORROW, "full", today=TODAY) == (
        DateFault.EMPLOYED_TOO_YOUNG
    )
    # The same dates a day later: what is tomorrow's today is today's then.
    assert rules.fault_in_dates(TOMORROW, None, None, None, today=TOMORROW) is None
    assert rules.fault_in_dates(TODAY, None, None, None, today=YESTERDAY) == DateFault.BORN_LATER


def test_line_when_of_a_status_then_is_kept_by_the_kinds_that_have_such_people() -> None:
    party = {"applicant", "activist", "target", "probationary", "full"}
    assert {key for key, line in rules.LINE_OF_STATUS.items() if line == "party"} == party
    assert {key for key, line in rules.LINE_OF_STATUS.items() if line != "party"} == {"league_member"}
    assert {kind for kind in KINDS if "party" in rules.LINES_KEPT_BY[kind]} == {*KINDS} - {"league_branch"}
    assert {kind for kind in KINDS if "league" in rules.LINES_KEPT_BY[kind]} == {
        "branch",
        "league_branch",
        "enterprise",
    }


def test_ages_and_days_when_changed_then_somebody_meant_it() -> None:
    """What the statutes say, written down a second time."""
    assert (rules.PARTY_AGE, rules.LEAGUE_AGE, rules.WORKING_AGE) == (18, 14, 14)
    assert {"party": dt.date(1921, 7, 1), "league": dt.date(1922, 5, 5)} == rules.FOUNDED
    assert {"secretary"} == rules.HANDED_OVER_BEFORE_LEAVING
