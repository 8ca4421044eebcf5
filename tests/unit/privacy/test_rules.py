"""The pure rules of personal data: words, promised days, and how long a record stays."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.privacy import rules
from sixianghui.privacy.rules import TextFault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", TextFault.TOO_SHORT),
        ("三个字", TextFault.TOO_SHORT),
        ("  三个字  ", TextFault.TOO_SHORT),
        ("有四个字", None),
        ("字" * 1000, None),
        (" " + "字" * 1000 + "\n", None),
        ("字" * 1001, TextFault.TOO_LONG),
    ],
    ids=["nothing", "three", "three with blanks", "four", "thousand", "thousand with blanks", "more"],
)
def test_words_when_too_few_or_a_book_then_at_fault(text: str, fault: TextFault | None) -> None:
    assert rules.text_fault(text) is fault


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (dt.date(2018, 6, 5), dt.date(2018, 6, 20)),
        (dt.date(2018, 12, 20), dt.date(2019, 1, 4)),
        (dt.date(2020, 2, 15), dt.date(2020, 3, 1)),
    ],
)
def test_answer_when_asked_for_then_promised_within_fifteen_days(asked: dt.date, due: dt.date) -> None:
    assert rules.answer_due(asked) == due


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (dt.date(2018, 6, 5), dt.date(2021, 6, 5)),
        (dt.date(2017, 2, 28), dt.date(2020, 2, 28)),
        (dt.date(2020, 2, 28), dt.date(2023, 2, 28)),
        (dt.date(2020, 2, 29), dt.date(2023, 3, 1)),
    ],
)
def test_record_when_three_years_have_passed_then_may_go_and_no_day_is_lost(
    made: dt.date, until: dt.date
) -> None:
    assert rules.kept_until(made) == until


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What laws ask for and `docs/` promises, written down a second time."""
    assert (rules.ANSWER_DAYS, rules.KEPT_YEARS, rules.SHORTEST, rules.LONGEST) == (15, 3, 4, 1000)
    assert (dt.timedelta(days=7), dt.timedelta(hours=4)) == (rules.COPY_LIFE, rules.REPORT_WITHIN)
