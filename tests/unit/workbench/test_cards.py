"""Which card comes first, and how many are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sixianghui.ui.public import Card
from sixianghui.workbench import rules

CARD = Card("活动", "补一个数", "", "记下", "/x/", 1)
JUNE = [dt.date(2018, 6, day) for day in range(1, 15)]


def test_cards_when_ordered_then_the_oldest_promise_is_first() -> None:
    late = replace(CARD, due=JUNE[0], since=JUNE[5])
    soon_and_old = replace(CARD, due=JUNE[7], since=JUNE[1])
    soon_and_new = replace(CARD, due=JUNE[7], since=JUNE[4])
    soon_and_undated = replace(CARD, due=JUNE[7])
    waiting = replace(CARD, since=JUNE[2])
    whenever = CARD
    mixed = [whenever, soon_and_undated, waiting, soon_and_new, late, soon_and_old]
    assert sorted(mixed, key=lambda card: card.order) == [
        late,
        soon_and_old,
        soon_and_new,
        soon_and_undated,
        waiting,
        whenever,
    ]


@pytest.mark.parametrize(
    ("day", "monday", "sunday"),
    [
        (dt.date(2018, 6, 4), dt.date(2018, 6, 4), dt.date(2018, 6, 10)),
        (dt.date(2018, 6, 10), dt.date(2018, 6, 4), dt.date(2018, 6, 10)),
        (dt.date(2019, 1, 1), dt.date(2018, 12, 31), dt.date(2019, 1, 6)),
    ],
)
def test_week_when_asked_for_then_goes_from_monday_to_sunday(
    day: dt.date, monday: dt.date, sunday: dt.date
) -> None:
    assert rules.week_of(day) == (monday, sunday)
